"""Collects what is drawn by kind and turns it into a few traces and shapes in Plotly's JSON form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from dashboard.tableplot.text import LEADING, Block
from dashboard.theme import INK, Part, hatched

Anchor = Literal["start", "middle", "end"]
LOW = 0.07
"""How much lower text is set than Plotly would set it, in ems, so that small letters are level with a point."""
Path = Sequence[tuple[float, float]]
CLEAR = "rgba(0,0,0,0)"
BESIDE: dict[Anchor, str] = {"start": "middle right", "middle": "middle center", "end": "middle left"}


class Label(NamedTuple):
    """A line of text that starts at, is centred on or ends at `x`."""

    x: float
    y: float
    html: str
    size: float
    anchor: Anchor
    record: str


class Rect(NamedTuple):
    """A rectangle centred on the height `y`. Unless hatched, one without a fill only catches the pointer."""

    low: float
    high: float
    y: float
    height: float
    record: str = ""
    hover: str = ""
    fill: str = CLEAR
    border: str = CLEAR


class Dot(NamedTuple):
    x: float
    y: float
    symbol: str
    size: float
    colour: str
    record: str = ""
    hover: str = ""
    line: float = 0.0


class Pen(NamedTuple):
    name: str
    colour: str
    width: float
    dash: str = "solid"


@dataclass
class Canvas:
    """All elements of a drawing, by kind. Heights passed to its methods count from `above`, the top of the part being drawn."""

    above: float = 0.0
    labels: list[Label] = field(default_factory=list)
    rects: dict[str, list[Rect]] = field(default_factory=dict)
    strokes: dict[Pen, list[tuple[Path, str]]] = field(default_factory=dict)
    dots: dict[str, list[Dot]] = field(default_factory=dict)
    behind: dict[tuple[str, float], list[str]] = field(default_factory=dict)
    """SVG paths behind the marks, by colour and width; a rectangle has the width 0."""

    def words(self, block: Block, x: float, middle: float, anchor: Anchor = "start", record: str = "") -> None:
        """Add the lines of a text, centred vertically on `middle`."""
        top = self.above + middle - block.height / 2
        for line in block.lines:
            self.labels.append(Label(x, top + (LEADING / 2 + LOW) * line.size, block.html(line), line.size, anchor, record))
            top += LEADING * line.size

    def rect(self, kind: str, rect: Rect) -> None:
        self.rects.setdefault(kind, []).append(rect._replace(y=rect.y + self.above))

    def stroke(self, pen: Pen, points: Path, record: str = "") -> None:
        self.strokes.setdefault(pen, []).append(([(x, y + self.above) for x, y in points], record))

    def dot(self, kind: str, dot: Dot) -> None:
        self.dots.setdefault(kind, []).append(dot._replace(y=dot.y + self.above))

    def fill(self, colour: str, *corners: float) -> None:
        """Add a rectangle behind everything; `corners` are left, top, right, bottom."""
        left, top, right, bottom = corners
        path = f"M{left:.1f},{top + self.above:.1f}H{right:.1f}V{bottom + self.above:.1f}H{left:.1f}Z"
        self.behind.setdefault((colour, 0), []).append(path)

    def line(self, colour: str, width: float, *ends: float) -> None:
        """Add a line behind the marks; `ends` are x and y of the start, then of the end."""
        left, top, right, bottom = ends
        path = f"M{left:.1f},{top + self.above:.1f}L{right:.1f},{bottom + self.above:.1f}"
        self.behind.setdefault((colour, width), []).append(path)

    def traces(self) -> list[Part]:
        """All traces, bars first, since Plotly draws every scatter trace above every bar."""
        found = [_bars(kind, rects) for kind, rects in self.rects.items()]
        found += [_strokes(pen, strokes) for pen, strokes in self.strokes.items()]
        found += [_dots(kind, dots) for kind, dots in self.dots.items()]
        return [*found, _words(self.labels)] if self.labels else found

    def shapes(self) -> list[Part]:
        """One path for each colour and width of what lies behind the marks; lines lie over rectangles."""
        found = []
        for (colour, wide), paths in sorted(self.behind.items(), key=lambda item: item[0][1] > 0):
            look = {"line": {"color": colour, "width": wide}} if wide else {"fillcolor": colour, "line": {"width": 0}}
            found.append({"type": "path", "layer": "below", "xref": "x", "yref": "y", "path": " ".join(paths), **look})
        return found


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(value, 1) for value in values]


def _one_or_all(values: Sequence[object]) -> object:
    """The one value where all are the same, else a list: Plotly takes both."""
    return values[0] if len(set(values)) == 1 else list(values)


def _bars(name: str, rects: Sequence[Rect]) -> Part:
    border = {"width": _one_or_all([0 if rect.border == CLEAR else 1 for rect in rects]), "color": _one_or_all([r.border for r in rects])}
    return {
        "type": "bar", "orientation": "h", "name": name,
        "base": _rounded(rect.low for rect in rects), "x": _rounded(rect.high - rect.low for rect in rects),
        "y": _rounded(rect.y for rect in rects), "width": _rounded(rect.height for rect in rects),
        "marker": hatched() if name == "hatched" else {"color": _one_or_all([rect.fill for rect in rects]), "line": border},
        **_answers(rects), "cliponaxis": False,
    }  # fmt: skip


def _words(labels: Sequence[Label]) -> Part:
    """All words in one trace. Clickable rectangles lie under them, since Plotly responds to clicks only at the anchor point of a text."""
    return {
        "type": "scatter", "mode": "text", "name": "words", "x": _rounded(label.x for label in labels),
        "y": _rounded(label.y for label in labels), "text": [label.html for label in labels],
        "textposition": _one_or_all([BESIDE[label.anchor] for label in labels]),
        "textfont": {"size": _one_or_all([label.size for label in labels]), "color": INK},
        "customdata": [label.record for label in labels], "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _dots(name: str, dots: Sequence[Dot]) -> Part:
    colours = _one_or_all([dot.colour for dot in dots])
    return {
        "type": "scatter", "mode": "markers", "name": name,
        "x": _rounded(dot.x for dot in dots), "y": _rounded(dot.y for dot in dots),
        "marker": {
            "symbol": _one_or_all([dot.symbol for dot in dots]), "size": _one_or_all(_rounded(dot.size for dot in dots)),
            "color": colours, "opacity": 1, "line": {"width": _one_or_all([dot.line for dot in dots]), "color": colours},
        },
        **_answers(dots), "cliponaxis": False,
    }  # fmt: skip


def _strokes(pen: Pen, strokes: Sequence[tuple[Path, str]]) -> Part:
    """All lines of one pen in one trace, separated by None."""
    return {
        "type": "scatter", "mode": "lines", "name": pen.name,
        "x": [x for path, _ in strokes for x in [*_rounded(x for x, _ in path), None]],
        "y": [y for path, _ in strokes for y in [*_rounded(y for _, y in path), None]],
        "customdata": [record for path, record in strokes for _ in range(len(path) + 1)],
        "line": {"color": pen.colour, "width": pen.width, "dash": pen.dash}, "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _answers(marks: Sequence[Rect] | Sequence[Dot]) -> Part:
    """What a click gets (the record) and a hover shows. Hover info "none" shows nothing but allows clicks; "skip" ignores the pointer."""
    answers: Part = {"customdata": [mark.record for mark in marks]}
    if any(mark.hover for mark in marks):
        return {**answers, "hovertext": [mark.hover for mark in marks], "hoverinfo": "text"}
    return {**answers, "hoverinfo": "none" if any(mark.record for mark in marks) else "skip"}
