"""Present: one chart fills the screen, large enough for four metres; arrows step through the running order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, unquote, urlencode

from dash import dcc, html

from dashboard.charts import CHARTS, Drawing, Shown, draw
from dashboard.charts.chart import BAND
from dashboard.evidence import Evidence
from dashboard.pages import shell
from dashboard.pages.panel import GRAPH
from dashboard.selection import Catalogues, counts_line
from dashboard.theme import enlarged
from dashboard.wording import DISCLAIMER

MOST_ENTRIES = 20
MOST_ROWS = 12
ENLARGEMENT = 1.34
"""Labels of 15 px on a desk become 20 px in the room."""


@dataclass(frozen=True)
class Entry:
    """One chart of a running order, and the state in which it is shown."""

    chart: str
    query: str

    def __str__(self) -> str:
        return f"{self.chart}~{self.query}"


@dataclass(frozen=True)
class Slot:
    """Where a presentation stands: which entry, which page of its rows, how many rows a page."""

    at: int
    page: int
    rows: int


def parse_order(text: str) -> tuple[list[Entry], list[str]]:
    """The entries of a running order ('chart~query!chart~query') that exist, and those that do not."""
    parts = [part for part in text.split("!") if part]
    found = [Entry(*part.split("~", 1)) if "~" in part else Entry(part, "") for part in parts]
    known = [Entry(entry.chart, unquote(entry.query)) for entry in found if entry.chart in CHARTS]
    return known[:MOST_ENTRIES], [entry.chart[:40] for entry in found if entry.chart not in CHARTS]


def page(catalogues: Catalogues, query: str, origin: str) -> html.Div:
    """The screen for an address such as order=efficacy~setting%3Dmrd&at=0&page=0&rows=8. Never raises."""
    asked = {key: values[0] for key, values in parse_qs(query.lstrip("?"), max_num_fields=None).items()}
    entries, unknown = parse_order(asked.get("order", ""))
    if not entries:
        words = "No chart is named in this address." if not unknown else f"Not known here: {', '.join(unknown)}."
        return html.Div(
            [html.H1("Nothing to present"), html.P(words), dcc.Link("To the dashboard", href="/", id="present-leave")], className="sheet"
        )
    slot = Slot(_whole(asked, "at", len(entries) - 1), _whole(asked, "page", 99), max(3, _whole(asked, "rows", MOST_ROWS, default=8)))
    return _screen(catalogues, entries, slot, asked["order"], origin)


def _whole(asked: Mapping[str, str], key: str, most: int, default: int = 0) -> int:
    text = asked.get(key, "")
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _screen(catalogues: Catalogues, entries: Sequence[Entry], slot: Slot, order: str, origin: str) -> html.Div:
    entry = entries[slot.at]
    shown = catalogues.show(catalogues.read(entry.query))
    chart, whole = CHARTS[entry.chart], draw(CHARTS[entry.chart], shown)
    pages = paged(whole, slot.rows) if chart.rows_alone else [[]]
    number = min(slot.page, len(pages) - 1)
    drawing = whole if len(pages) == 1 else draw(chart, only(shown, pages[number]))
    state = f"/?{shown.selection.to_query()}".rstrip("?")
    paging = f" · page {number + 1} of {len(pages)}" if len(pages) > 1 else ""
    words = f"{shown.selection.describe()} · {counts_line(shown.counts, shown.catalogue.totals)}{paging}"
    return html.Div(
        [
            html.Div(
                [
                    html.Div([html.H1(chart.question), html.P(words, className="present-filters")]),
                    shell.stamp(shown.evidence),
                    _code(origin + state),
                ],
                className="present-head",
            ),
            html.Div(
                dcc.Graph(figure=enlarged(drawing.figure(), ENLARGEMENT), config={**GRAPH, "staticPlot": True}), className="present-graph"
            ),
            html.P(whole.sentence, className="sentence"),
            _small_print(shown.evidence, chart.across_studies),
            _steps(entries, slot, number, len(pages), order, state),
        ],
        className="present",
    )


def paged(drawing: Drawing, rows: int) -> list[list[str]]:
    """The records of a drawing in pages of at most `rows` rows, a record never torn; one page for what has no records."""
    pages: list[list[str]] = [[]]
    filled = 0
    counted = {record: sum(row.record == record for row in drawing.table.rows) for row in drawing.table.rows if (record := row.record)}
    for record, count in counted.items():
        if filled and filled + count > rows:
            pages.append([])
            filled = 0
        pages[-1].append(record)
        filled += count
    return pages


def only(shown: Shown, records: Sequence[str]) -> Shown:
    """The same selection with nothing but these records left, for one page of a long chart; a registration with all its rows."""
    studies = tuple(study for study in shown.studies if study.study_id in records)
    registrations = {trial.registration_id for trial in shown.trials if trial.trial_id in records}
    trials = tuple(trial for trial in shown.trials if trial.registration_id in registrations)
    return replace(shown, studies=studies, trials=trials)


def _small_print(evidence: Evidence, across: bool) -> html.P:
    band = f"{BAND} " if across else ""
    return html.P(className="present-foot", children=f"{band}{evidence.citation}. Data version {evidence.version}. {DISCLAIMER}")


def _code(link: str) -> html.Img | None:
    """A QR code of the state, so that the room can open the same screen; none where the link is too long for one, or no text."""
    import segno  # needed here alone

    try:
        code = segno.make(link, error="m")
    except ValueError:  # of segno for the length, of Python for the letters
        return None
    return html.Img(src=code.svg_data_uri(scale=3, border=1), alt=f"QR code of {link}", className="qr")


def _steps(entries: Sequence[Entry], slot: Slot, number: int, pages: int, order: str, state: str) -> html.Nav:
    """Back, forward and out; the arrow keys and Esc press the same links."""
    before = (slot.at, number - 1) if number else (slot.at - 1, 0)
    after = (slot.at, number + 1) if number + 1 < pages else (slot.at + 1, 0)
    links: list[object] = [dcc.Link("Leave (Esc)", href=state, id="present-leave")]
    if before[0] >= 0:
        links.append(dcc.Link("← Back", href=_address(order, *before, slot.rows), id="present-back"))
    links.append(html.Span(f"{slot.at + 1} of {len(entries)}"))
    if after[0] < len(entries):
        links.append(dcc.Link("Next →", href=_address(order, *after, slot.rows), id="present-next"))
    return html.Nav(links, className="present-steps", **{"aria-label": "Steps"})


def _address(order: str, at: int, page: int, rows: int) -> str:
    return "/present?" + urlencode({"order": order, "at": at, "page": page, "rows": rows}, safe="~!,")
