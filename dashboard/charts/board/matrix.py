"""The toxicity matrix: a box a cell, drawn by what kind of statement fills it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
from dashboard.charts.board.marks import Placed, bars, hover
from dashboard.charts.board.rows import Row
from dashboard.schema import Result
from dashboard.theme import MUTED, PAPER, Part, hatched, tint
from dashboard.vocabulary import TOXICITY_COLUMNS

HEADING = {
    "CRS any": "CRS<br>any",
    "CRS ≥ 3": "CRS<br>≥ 3",
    "Neuro any": "Neuro<br>any",
    "Seizure": "Sei-<br>zure",
    "Encephal.": "Ence-<br>phal.",
    "Stopped": "Paused,<br>ended",
    "Infection": "Infec-<br>tion",
    "Febrile neutr.": "Febrile<br>neutr.",
    "Sepsis": "Sepsis",
    "Mucositis": "Muco-<br>sitis",
    "Serious": "Serious<br>event",
    "Any ≥ 3": "Any<br>≥ 3",
    "Dose-limiting": "Dose-<br>limiting",
}
SHORT_GRADE = {"lt3": "< g 3", "1-2": "g 1–2", "2": "g 2", "higher": "“higher”"}
SMALLER = 11.5
"""Pixels of a letter with which '≥ 2/70' fits a box of the narrowest figure."""
PROBABLE = "¶"
"""Marks a figure that probably counts serious events only."""
CELL_KINDS = {
    "number": "number, darker = more (‡ worked out from percentages, + more in the card)",
    "at_least": "≥ at least so many: a lower bound, without a shade",
    "probable": f"{PROBABLE} probably of serious events only",
    "percent_only": "percentage without a denominator",
    "implied_zero": "0 † implied, not stated",
    "words": "approximate, or in words only",
    "not_reported": "NR: not reported, which is not 0",
}
PART = {"treatment_interrupted": "interrupted", "treatment_discontinued": "stopped"}
"""What a figure counts, where a column takes several endpoints."""
Box = tuple[int, Row, int, str]
"""The line of a row, the row, and the place and name of a column."""


def matrix_traces(placed: Placed) -> list[Part]:
    """A bar trace for each kind of cell, so that each kind has its place in the legend."""
    boxes: dict[str, list[Box]] = {kind: [] for kind in CELL_KINDS}
    for y, row in placed:
        for index, column in enumerate(TOXICITY_COLUMNS):
            boxes[_kind(row.toxicity[column])].append((y, row, index, column))
    return [_cells(boxes[kind], kind, words) for kind, words in CELL_KINDS.items()]


def _held(box: Box) -> Sequence[Result]:
    """All that a cell holds; it prints the first. Nothing, where a layer has no row for it."""
    _, row, _, column = box
    return row.toxicity[column]


def cell_text(result: Result, column: str, *, more: bool = False) -> str:
    """What a cell prints: number, and after a line break what qualifies it; a plus where the card says more."""
    marks = [*_marks(result), *([PROBABLE] if result.serious == "probable" else []), *(["+"] if more else [])]
    qualified = wording.escaped(" ".join([*marks, ", ".join(_terms(result, column))]).strip())
    return _bare(result) + (f"<br><span style='font-size:11px'>{qualified}</span>" if qualified else "")


def cell_words(results: Sequence[Result], column: str) -> str:
    """All that a cell holds, for a data table: '2/54, ‡ probably serious', 'interrupted 2/70 g 2; stopped 0/70'."""
    return "; ".join(_part_words(result, column) for result in results) or "NR"


def _part_words(result: Result, column: str) -> str:
    terms = [*_terms(result, column), *(["probably serious"] if result.serious == "probable" else [])]
    qualified = " ".join([*_marks(result), ", ".join(terms)]).strip()
    if len(TOXICITY_COLUMNS[column]) == 1 or result.state == "not_reported":
        return ", ".join(part for part in (_bare(result), qualified) if part)
    kind = PART[result.endpoint] + (":" if result.state == "qualitative" else "")
    return " ".join(part for part in (kind, _bare(result), qualified) if part)


def _marks(result: Result) -> list[str]:
    return ["‡"] if result.n_basis == "reconstructed" and result.state == "count" else []


def _terms(result: Result, column: str) -> list[str]:
    """Grade, seriousness and relatedness as stated, as far as the column does not say them."""
    terms = [SHORT_GRADE[result.grade]] if result.grade in SHORT_GRADE else []
    terms += ["serious"] if result.serious == "yes" and column != "Serious" else []
    return terms + (["related"] if result.related == "yes" else [])


def _bare(result: Result) -> str:
    if result.state == "not_reported":
        return "NR"
    if result.state == "qualitative":
        return "words"
    if result.state == "approximate":
        return "≈ half" if result.percent is None else f"≈ {wording.percentage(result)}"
    if result.state == "percent_only":
        return wording.percentage(result)
    if result.state == "implied_zero":
        return "0 †"
    return wording.fraction(result).replace(", n not stated", " pt")


def _kind(held: Sequence[Result]) -> str:
    if not held:
        return "not_reported"
    first = held[0]
    if first.at_least:
        return "at_least"
    if first.serious == "probable" and first.state in ("count", "percent_only"):
        return "probable"
    return {"count": "number"}.get(first.state, first.state if first.state in CELL_KINDS else "words")


def _cells(boxes: Sequence[Box], kind: str, words: str) -> Part:
    placed = [(y, row) for y, row, _, _ in boxes]
    texts = [cell_text(_held(box)[0], box[3], more=len(_held(box)) > 1) if _held(box) else "NR" for box in boxes]
    trace = bars(placed, [index + 0.03 for _, _, index, _ in boxes], 0.94, texts, axis="x4")
    trace |= {"name": words, "legend": "legend2", "showlegend": bool(boxes), "width": 0.84, "hovertemplate": "%{hovertext}<extra></extra>"}
    if kind == "not_reported":
        trace["marker"] = hatched()
        trace["textfont"] = {"size": 12, "color": MUTED}
        trace["hovertext"] = [wording.escaped(f"Not reported {row.within}") for _, row in placed]
    else:
        trace["marker"] = {
            "color": [_shade(_held(box)[0], box[1].colour) for box in boxes],
            "line": {"width": 1, "color": [row.colour for _, row in placed]},
        }
        trace["textfont"] |= {"size": SMALLER} if kind == "at_least" else {}
        trace["hovertext"] = [hover(box[1], _held(box)) for box in boxes]
    return trace


def _shade(result: Result, colour: str) -> str:
    """The darker, the larger the share; white where it is not known, or only what it is at least."""
    share = wording.share(result)
    if share is None or result.state == "implied_zero" or result.at_least:
        return PAPER
    return tint(colour, 0.06 + 0.54 * share / 100)
