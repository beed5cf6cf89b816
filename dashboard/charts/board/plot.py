"""The board as columns and marks: a proportion with its interval on an axis, and a box for each statement about toxicity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from dashboard import wording
from dashboard.adverse_events import BY_CODE, EVENTS, AdverseEvent
from dashboard.charts import rows as shared
from dashboard.charts.board.rows import EFFICACY, NOT_SAID, TOXICITY, BoardRow
from dashboard.charts.board.words import REPLACED, TITLES, cell_words, efficacy_words, of_whom
from dashboard.charts.chart import PLACE_COLUMN
from dashboard.schema import Result
from dashboard.selection import Shown
from dashboard.tableplot import Axis, Box, Cell, Cells, Group, Interval, Mark, Plot, Point, Scale, Span, Text, Words, as_small, stacked
from dashboard.theme import MUTED, tint
from dashboard.vocabulary import GRADE, SETTING

PERCENT = Scale(0, 100, (0, 50, 100))
TINT = 0.15
SMALL = 0.6
"""The size of a point for fewer than ten patients, which has no percentage: at full size it would seem to weigh as much as others."""
NO_COUNT = "percent, no count"
"""What a hollow point and a dashed box mean; the number of patients may be known all the same."""
OF_OTHERS, PERHAPS_OF_OTHERS = ", not these alone", ", perhaps not these alone"
"""Added to the meaning of a grey mark, by whether the source says whom it counts."""
WHOM: Mapping[str, str] = {"responders": "resp.", "evaluable": "eval.", "randomised": "rand."}
"""Short words for the denominators other than all treated."""
LEAST, MORE, SEVERE, CAUSE = "≥", "more in the card", "#", "‖"
SIGNS: Mapping[str, str] = {
    "resp.": "of responders",
    "eval.": "of those evaluable",
    "rand.": "of those randomised",
    "†": "implied",
    "‡": "from percentages",
    "words": "without a number",
    "*": "probably serious",
    "°": "serious",
    "§": GRADE["lt3"],
    "^": "“higher” grade",
    SEVERE: GRADE["ge3"],
    LEAST: "at least",
    CAUSE: "for one cause only",
    "secondary": "read in a secondary report",
    REPLACED: "replaced by the row below",
}


class Parts(NamedTuple):
    """The domains and columns of a chart, and the weights of its labels, of an axis and of the words beside it."""

    efficacy: tuple[str, ...]
    toxicity: tuple[str, ...]
    label: float
    axis: float = 0.0
    beside: float = 0.0


BOTH, EFFICACY_ONLY, TOXICITY_ONLY = Parts(EFFICACY, TOXICITY, 18, 7, 5), Parts(EFFICACY, (), 24, 14, 9), Parts((), TOXICITY, 22)


def board_plot(shown: Shown, rows: Sequence[BoardRow], parts: Parts) -> Plot[BoardRow]:
    """The rows in their order; the table says more about each than the figure. The key explains '+n' for the largest n only."""
    within, others = shown.evidence.within, max((row.others for row in rows if not row.of_arm), default=0)
    axes = [column for domain in parts.efficacy for column in _efficacy(domain, parts)]
    boxes = [Cells(group, tuple(map(_cell, events)), 2.4) for group, events in groupby(EVENTS, key=lambda event: event.group)]
    return Plot(
        columns=(
            Words("Publication", parts.label, lambda row: row.label, drawn=_label, head=""),
            Words("Setting", 0, lambda row: SETTING[row.study.group_setting]),
            Words("n", 1, lambda row: row.n, drawn=_size, align="right"),
            Words("Remark", 0, lambda row: row.remark),
            *([*axes, Words[BoardRow](PLACE_COLUMN, 0, _places)] if parts.efficacy else []),
            *(boxes if parts.toxicity else []),
        ),
        groups=tuple(_groups(rows)),
        record=lambda row: row.study.study_id,
        name=lambda row: row.label,
        tag=lambda row: row.tag,
        band=lambda row: row.colour if row.of_arm else "",
        pinned=frozenset(shown.selection.pins),
        gaps="drawn" if shown.selection.gaps == "drawn" else "light",
        gap_means="not reported, not 0",
        silent=f"{'these events not reported' if any(row.reports_other_toxicity for row in rows) else 'no toxicity figure'} {within}",
        silent_here=f"these events not reported {within}",
        counts="rows with it + later" if len({bool(row.tag) for row in rows}) > 1 else "rows with it",
        left_out=f"Not reported by itself {within} in any row shown",
        signs={**({f"+{others}": f"more publication{'' if others == 1 else 's'}"} if others else {}), **SIGNS},
    )


def _groups(rows: Iterable[BoardRow]) -> Iterator[Group[BoardRow]]:
    """The publications under each setting; one with several arms has a heading of its own."""
    for setting, own in groupby(rows, key=lambda row: row.study.group_setting):
        heading = SETTING[setting]
        for study, some in groupby(own, key=lambda row: row.study if row.of_arm else None):
            its = tuple(some)
            if heading or not study:
                yield Group(heading, () if study else its)
            if study:
                remark = Span(f"  {its[0].remark}", small=True, colour=MUTED)
                yield Group((Span(study.label, bold=True), remark), its, level=2, record=study.study_id)
            heading = ""


def _label(row: BoardRow) -> Text:
    if row.of_arm:
        return Span(wording.lowered(row.arm.words), bold=True, colour=row.colour)
    name, bracket, ref = row.study.label.partition(" [")
    more = bracket + ref + (f"\u00a0+{row.others}" if row.others else "")
    return stacked((Span(name, bold=True), Span(more, small=True, colour=MUTED)), as_small(shared.longer(row.evidence, row.study), MUTED))


def _size(row: BoardRow) -> Text:
    """The size of a row; where it is not reported, a dot as for a gap."""
    return Span("•" if row.n == NOT_SAID else row.n.replace(" ‡", "\u00a0‡").replace("of ", "of\u00a0"), small=True, colour=MUTED)


def _efficacy(domain: str, parts: Parts) -> Iterator[Axis[BoardRow] | Words[BoardRow]]:
    """An axis with its words beside it; then, for the table only, what is counted and its interval."""

    def beside(row: BoardRow) -> Text:
        first = row.first(domain)
        if domain in row.replaced:
            return Span(REPLACED, small=True, colour=MUTED)
        return _beside(row, first) if first else ""

    def each(said: Callable[[Result], str]) -> Callable[[BoardRow], str]:
        return lambda row: wording.joined(dict.fromkeys(map(said, row.held[domain])), "; ")

    yield Axis(
        TITLES[domain], parts.axis, PERCENT, lambda row: _marks(row, row.first(domain)), lambda row: efficacy_words(row, domain),
        drawn=beside, beside=parts.beside, note="n/N, 95 % interval", hover=lambda row: _in_full(row, domain),
    )  # fmt: skip
    yield Words(f"{TITLES[domain]}: definition", 0, each(wording.what))
    yield Words(f"{TITLES[domain]}: interval", 0, each(wording.interval))


def _places(row: BoardRow) -> str:
    return "; ".join(wording.places(row.evidence, [result for domain in EFFICACY for result in row.held[domain]]))


def _in_full(row: BoardRow, key: str) -> str:
    return "\n".join(wording.in_full(row.evidence, result).replace(". ", ".\n") for result in row.held[key])


def _marks(row: BoardRow, result: Result | None) -> tuple[Mark, ...]:
    """A point with its interval, or hollow without one."""
    if result is None or not wording.is_drawn(result):
        return ()
    limits, colour, of_others = wording.limits(result), row.colour_of(result), _of_others(row, result)
    counts = "n/N, no interval possible" if wording.is_counted(result) else NO_COUNT
    counts = ("n/N" if of_others else "") if limits else counts
    small = SMALL if wording.is_counted(result) and wording.counts_of(result)[1] < wording.SOME else 1.0
    point = Point(wording.share(result) or 0.0, colour, hollow=not limits, size=small, means=counts + of_others)
    return (Interval(limits.low, limits.high, colour), point) if limits else (point,)


def _of_others(row: BoardRow, result: Result) -> str:
    """What is added to the meaning of a mark that does not count just the children asked for; empty for others."""
    if not row.is_mixed(result):
        return ""
    return OF_OTHERS if row.counts_others(result) else PERHAPS_OF_OTHERS


def _beside(row: BoardRow, result: Result) -> Text:
    """'69/110 · 63 %', '14/27 resp.', '58 %, no n', '1, no n'.

    Below it: whom the figure counts, if not just those asked for, and the arm, if not the drug's.
    """
    if result.denominator in WHOM and wording.is_counted(result):
        words = f"{wording.fraction(result)} {WHOM[result.denominator]}{wording.mark(result)}"
    else:
        words = wording.value(result).replace("n not stated", "no n")
    mixed = row.is_mixed(result)
    of_others = as_small(of_whom(row, result), MUTED) if mixed else ""
    other = as_small(row.other, row.colour)
    return stacked(Span(words.replace(" ", "\u00a0"), small=True, colour=MUTED if mixed else ""), of_others, other)


def _cell(event: AdverseEvent) -> Cell[BoardRow]:
    code = event.code
    return Cell(
        event.title, lambda row: _box(row, code), lambda row: cell_words(row, code), head=event.head, hover=lambda row: _in_full(row, code)
    )


def _box(row: BoardRow, column: str) -> Box | None:
    """The first result of a cell: a tint for a number, an outline for a percentage without n, bare words; None for a gap."""
    first = row.first(column)
    if column in row.replaced:
        return Box(Span(REPLACED, small=True, colour=MUTED), bare=True)
    if first is None:
        return None
    colour, of_others = row.colour_of(first), _of_others(row, first)
    corner = colour if len(row.held[column]) > 1 else ""
    if first.state == "qualitative":
        return Box(Span("words", italic=True, colour=MUTED), bare=True, corner=corner, corner_means=MORE)
    words = short(first, column, all_reconstructed=row.all_reconstructed)
    if first.state == "percent_only":
        return Box(words, border=colour, dashed=True, means=f"{NO_COUNT}{of_others}", corner=corner, corner_means=MORE)
    means = "" if first.state in ("estimate", "approximate") else f"count{of_others}"
    return Box(words, fill=tint(colour, TINT), means=means, corner=corner, corner_means=MORE)


def short(result: Result, column: str, *, all_reconstructed: bool) -> str:
    """What a box prints: '2/54‡*', '≥2/70', '15 %°', '0†', '≈ half', '1 pt', '3 days'; without a ‡ that its row has for all."""
    said = {"percent_only": wording.percentage, "estimate": wording.value, "approximate": wording.value}.get(result.state, wording.fraction)
    words = "0†" if result.state == "implied_zero" else said(result)
    signs = "" if all_reconstructed or result.state != "count" else wording.mark(result).strip()
    signs += {"probable": "*", "yes": "" if BY_CODE[column].is_serious else "°"}.get(result.serious, "")
    signs += {"lt3": "§", "1-2": "§", "higher": "^"}.get(result.grade, "")
    signs += SEVERE if result.grade in ("ge3", "3", "3-4", "4") and BY_CODE[column].parts else ""
    signs += CAUSE if result.cause else ""
    return words.replace("≥ ", LEAST).replace("about ", "≈ ").replace(", n not stated", " pt").replace(" ", "\u00a0") + signs
