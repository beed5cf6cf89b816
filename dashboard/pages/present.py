"""Present: one chart fills the screen, large enough for four metres; arrows step through its pages and the running order.

Everything is measured before it is drawn, so that title, sentence, citation and steps stand on every screen: what is left of the
window's height is the drawing's, and a drawing that needs more is cut into pages of rows, and of columns where it is too wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode, urlsplit

from dash import dcc, html

from dashboard import ids, wording
from dashboard.charts import CHARTS, Drawing, draw
from dashboard.charts.chart import BAND, Chart
from dashboard.pages import running_order, shell
from dashboard.pages.contract import PRESENT, View
from dashboard.pages.panel import GRAPH
from dashboard.pages.places import address_of
from dashboard.pages.running_order import Entry
from dashboard.selection import MOST_VERSION, Catalogues, Selection, Shown, counts_line
from dashboard.tableplot import Look, Page, room
from dashboard.tableplot.text import Span, Text, wrapped
from dashboard.wording import DISCLAIMER

TITLE, FILTERS, SENTENCE, NOTE, SMALL = 0.042, 0.025, 0.029, 0.027, 0.0205
"""Sizes of type in shares of the window's height: no words below a fiftieth of it."""
PAD, QR = 0.022, 0.105
"""The edge and the side of the code, in the same shares."""
LEAST, NARROW = 0.02, 0.65
"""No words are below that share of the height. In a window that is narrow for its height the shares are of so much of its width, or the
words, which take more lines there, would leave no room for the drawing."""
STEPS, STEPS_LINE = 30, 1.3
"""The width of the steps of the longest running order, and the height of their line, in sizes of their type."""


@dataclass(frozen=True)
class Place:
    """Where a presentation stands: the running order, which entry, which of its screens, and whence it was begun."""

    order: str
    at: int
    page: int
    begun: str
    version: str = ""
    """The data version for which the address was made, where it says one."""
    left_out: str = ""
    """What the running order asks for and does not get, in words."""


@dataclass(frozen=True)
class Room:
    """A window in pixels, and what is left of it for a drawing of a title, filters and sentence."""

    view: View

    def px(self, share: float) -> float:
        return max(share * min(self.view.height, NARROW * self.view.width), LEAST * self.view.height)

    @property
    def inner(self) -> float:
        return self.view.width - 2 * self.px(PAD)

    def tall(self, text: Text, share: float, width: float | None = None) -> float:
        """The height of words in a size of type."""
        return wrapped(text, self.inner if width is None else width, (self.px(share),) * 2).height

    def head(self, title: str, filters: str) -> float:
        beside = self.inner - self.px(QR) - 2 * self.px(PAD)
        return max(self.px(QR), self.tall(Span(title, bold=True), TITLE, beside) + self.tall(filters, FILTERS, beside))

    def foot(self, sentence: str, small: str) -> float:
        return self.tall(Span(sentence, bold=True), SENTENCE) + min(self._ends(small))

    def has_steps_below(self, small: str) -> bool:
        """Whether the steps take less height below the small words than beside them."""
        beside, above = self._ends(small)
        return above < beside

    def _ends(self, small: str) -> tuple[float, float]:
        """The height of the small words with the steps beside them, and above them."""
        beside = self.inner - STEPS * self.px(SMALL) - 2 * self.px(PAD)
        return self.tall(small, SMALL, beside), self.tall(small, SMALL) + STEPS_LINE * self.px(SMALL)

    def left(self, head: float, foot: float) -> float:
        """Of the height, between head and foot."""
        return self.view.height - 3.5 * self.px(PAD) - head - foot

    def look(self, height: float) -> Look:
        return room(self.inner, height, self.view.height)


NO_BREAK = "\u00a0"
Screen = Page | tuple[str, ...]
"""A page of the drawing, or notes in words."""


def page(catalogues: Catalogues, view: View) -> html.Div:
    """The screen for an address such as order=board~setting%3Dmrd&at=0&page=0. Never raises."""
    said = {key: values[0] for key, values in parse_qs(view.query.lstrip("?"), max_num_fields=None).items()}
    entries, others = running_order.parsed(said.get("order", ""))
    if not entries:
        words = f"{wording.capitalised(running_order.left_out(others) or 'no chart is named in this address')}."
        return html.Div(
            [html.H1("Nothing to present"), html.P(words), dcc.Link("To the dashboard", href="/", id=ids.PRESENT_LEAVE)], className="sheet"
        )
    begun = _begun(said.get("from", ""))
    version = said.get("v") or Selection.from_query(urlsplit(begun).query).version
    place = Place(
        said["order"], _whole(said, "at", len(entries) - 1), _whole(said, "page", 99), begun, wording.quoted(version, MOST_VERSION),
        running_order.left_out(others),
    )  # fmt: skip
    return _screen(catalogues, entries, place, view)


def _whole(said: Mapping[str, str], key: str, most: int) -> int:
    text = said.get(key, "")
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _screen(catalogues: Catalogues, entries: Sequence[Entry], place: Place, view: View) -> html.Div:
    entry = entries[place.at]
    chosen_for = catalogues.read(entry.query)
    shown = catalogues.show(replace(chosen_for, version=chosen_for.version or place.version))
    chart = CHARTS[entry.chart]
    drawing = draw(chart, shown)
    space, filters, small = Room(view), _filters(shown, place.left_out), _small(shown, chart)
    height = left_for(space, chart, shown, drawing, place.left_out)
    screens = screens_of(drawing, space, height)
    number = min(place.page, len(screens) - 1)
    chosen = screens[number]
    address = address_of(chart.key, shown.selection)
    sentence = drawing.said_on(chosen).sentence if isinstance(chosen, Page) else drawing.sentence
    steps = _steps(place, number, len(screens), len(entries), place.begun or address)
    return html.Div(
        [
            _head(chart, f"{filters}{_part(drawing, screens, chosen)}", shown, view.origin and view.origin + address),
            _body(drawing, chosen, space.look(height), height),
            html.P(sentence, className="sentence"),
            html.Div(
                [html.P(small, className="present-foot"), steps],
                className="present-end" + (" steps-below" if space.has_steps_below(small) else ""),
            ),
        ],
        className="present",
        style={f"--{name}": f"{space.px(share):.1f}px" for name, share in SIZES.items()},
        **{"data-at": f"at={place.at}&page={number}"},
    )


def left_for(space: Room, chart: Chart, shown: Shown, drawing: Drawing, others: str = "") -> float:
    """The height that title, filters, sentence and citation leave for the drawing."""
    head = space.head(chart.question, f"{wording.reach(shown.evidence)} {2 * NO_BREAK}{_filters(shown, others)} · rows 10–19 of 24")
    return space.left(head, space.foot(drawing.sentence, _small(shown, chart)))


def _filters(shown: Shown, others: str) -> str:
    """What is shown, in words, and what its address and the running order ask for and do not get."""
    return wording.joined([shown.selection.describe(), counts_line(shown.counts, shown.catalogue.totals), shown.asked_for, others], " · ")


SIZES = {"title": TITLE, "filters": FILTERS, "sentence": SENTENCE, "note": NOTE, "small": SMALL, "pad": PAD, "qr": QR}
"""What assets/style.css takes from here."""


def screens_of(drawing: Drawing, space: Room, height: float) -> list[Screen]:
    """The pages of a drawing, and behind them what else a reader must know, in words: as many screens as it takes."""
    look = space.look(height)
    return [*drawing.pages(look, height), *_noted(drawing.notes, space, height)]


def _noted(notes: Iterable[str], space: Room, height: float) -> list[tuple[str, ...]]:
    screens: list[tuple[str, ...]] = []
    used = height
    for note in notes:
        tall = space.tall(note, NOTE, space.inner - 2 * space.px(NOTE)) + 0.5 * space.px(NOTE)
        if used + tall > height:
            screens.append(())
            used = 0.0
        screens[-1] += (note,)
        used += tall
    return screens


def _part(drawing: Drawing, screens: Sequence[Screen], chosen: Screen) -> str:
    """Which part of the drawing a screen shows, where it is not all of it."""
    if not isinstance(chosen, Page):
        return " · notes"
    pages = [screen for screen in screens if isinstance(screen, Page)]
    return f" · {rows}" if len(pages) > 1 and (rows := drawing.rows_on(chosen)) else ""


def _head(chart: Chart, filters: str, shown: Shown, link: str) -> html.Div:
    words = html.Div([html.H1(chart.question), html.P([shell.stamp(shown.evidence), " ", filters], className="present-filters")])
    return html.Div([words, _code(link) if link else None], className="present-head")


def _body(drawing: Drawing, chosen: Screen, look: Look, height: float) -> html.Div:
    if isinstance(chosen, Page):
        graph = dcc.Graph(figure=drawing.figure(look, chosen), config={**GRAPH, "staticPlot": True})
        content: object = html.Div(graph, role="img", **{"aria-label": "Chart; its table is on the page that Leave returns to"})
    else:
        content = html.Ul([html.Li(note) for note in chosen], className="present-notes")
    return html.Div(content, className="present-graph", style={"height": f"{height:.0f}px"})


def _small(shown: Shown, chart: Chart) -> str:
    band = f"{BAND} " if chart.across_studies else ""
    return f"{band}{shown.evidence.citation_in_brief}. Data version {shown.evidence.version}. {DISCLAIMER}"


def _code(link: str) -> html.Img | None:
    """A QR code of the state, so that the room can open the same chart; None where the link is too long for one.

    It has as few and so as large squares as hold the link: no screen has stains.
    """
    import segno  # needed here alone

    try:
        code = segno.make(link, error="l")
    except segno.DataOverflowError:
        return None
    return html.Img(src=code.svg_data_uri(scale=3, border=1), alt=f"QR code of {link}", className="qr")


def _steps(place: Place, number: int, pages: int, entries: int, leave: str) -> html.Nav:
    """Back, forward and out; the arrow keys and Esc press the same links."""
    before = (place.at, number - 1) if number else (place.at - 1, 0)
    after = (place.at, number + 1) if number + 1 < pages else (place.at + 1, 0)
    links: list[object] = [html.A("Leave (Esc)", href=leave, id=ids.PRESENT_LEAVE)]
    if before[0] >= 0:
        links.append(dcc.Link("← Back", href=_address(place, *before), id=ids.PRESENT_BACK))
    links.append(html.Span(f"{place.at + 1} of {entries}{f', screen {number + 1} of {pages}' if pages > 1 else ''}"))
    if after[0] < entries:
        links.append(dcc.Link("Next →", href=_address(place, *after), id=ids.PRESENT_NEXT))
    return html.Nav(links, className="present-steps", **{"aria-label": "Steps"})


OURS = re.compile(r"/(?![/\\])[!-~]*")
"""A path of this site. Browsers take // and /\\ for another one, and drop tabs and line ends before they look."""


def _begun(address: str) -> str:
    """The address from which a presentation was begun, if it is one of ours."""
    return address if OURS.fullmatch(address) and not address.startswith(PRESENT) else ""


def _address(place: Place, at: int, page: int) -> str:
    more = {key: value for key, value in (("from", place.begun), ("v", place.version)) if value}
    return f"{PRESENT}?" + urlencode({"order": place.order, "at": at, "page": page, **more}, safe="~!,")
