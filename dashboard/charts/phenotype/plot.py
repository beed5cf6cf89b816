"""CD19 and lineage as columns and groups of rows: each count, among relapses and among all treated, in one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from dashboard import wording
from dashboard.charts import marks, rows
from dashboard.charts.chart import PLACE_COLUMN
from dashboard.charts.phenotype.rows import OURS, Answer, FindingLine, Findings, lines_of
from dashboard.selection import Shown
from dashboard.tableplot import Axis, Bar, Group, Mark, Plot, Point, Scale, Span, Text, Words, as_small
from dashboard.tableplot.plot import reach
from dashboard.theme import PALETTE, tint
from dashboard.vocabulary import SETTING

LEAST_TOP, STEP = 50, 25
RELAPSES, TREATED = "Of relapses", "Of all treated"
NO_BREAK = "\u00a0"
NOT_REPORTED = "Not reported for the publications shown."


def phenotype_plot(shown: Shown, found: Sequence[Findings]) -> Plot[FindingLine]:
    """CD19-negative relapses, lineage switches and events outside a relapse, among relapses and among all treated (percent, 0-100)."""
    negative, switched, others = lines_of(found)
    scale = _scale([*negative, *switched, *others])
    scales = {RELAPSES: scale, TREATED: scale}
    return Plot(
        columns=(
            Words("Publication", 25, lambda line: Span(line.found.label, bold=True, small=True), head=""),
            Words("Setting", 0, lambda line: SETTING[line.found.study.group_setting]),
            Words("n", 0, lambda line: str(line.found.size or "NR")),
            Words("Same children", 0, lambda line: rows.same_children(shown, line.found.study)),
            Words("What", 0, lambda line: line.what if line.of_relapses else wording.what(line.result)),
            Words(
                "Detail", 38, lambda line: line.detail, drawn=lambda line: as_small(line.detail if line.of_relapses else line.what), head=""
            ),
            _axis(RELAPSES, scale, lambda line: line.of_relapses),
            Words("Interval, relapses", 0, lambda line: line.of_relapses.under if line.of_relapses else ""),
            _axis(TREATED, scale, lambda line: line.of_treated),
            Words("Interval, treated", 0, lambda line: line.of_treated.under),
            Words("Remark", 0, lambda line: line.result.note),
            Words(PLACE_COLUMN, 0, lambda line: wording.place(line.found.evidence, line.result)),
        ),
        groups=(
            Group("CD19-negative relapse", negative, silence=NOT_REPORTED, scales=scales),
            Group("Lineage switch", switched, silence=NOT_REPORTED, scales=scales),
            Group("Outside a relapse", others, scales={RELAPSES: None, TREATED: scale}),
        ),
        record=lambda line: line.found.study.study_id,
        name=lambda line: f"{line.found.label}, {wording.lowered(line.what)}",
        tag=lambda line: rows.tag(line.found.evidence, line.found.study, [line.result]),
        pinned=frozenset(shown.selection.pins),
        signs={OURS: "calculated by us"},
    )


def _axis(title: str, scale: Scale, answer: Callable[[FindingLine], Answer | None]) -> Axis[FindingLine]:
    """A column of answers, each reading beside its mark; an event that is not a relapse has no answer among relapses."""

    def text(line: FindingLine) -> str:
        own = answer(line)
        return own.words if own else "not a relapse"

    def drawn(line: FindingLine) -> Text:
        own = answer(line)
        return as_small(own.words.replace(" ", NO_BREAK).replace(f"or{NO_BREAK}", "or\n")) if own else ""

    return Axis(title, 12, scale, lambda line: _marks(line, answer(line)), text, drawn=drawn, beside=9)


def _marks(line: FindingLine, answer: Answer | None) -> tuple[Mark, ...]:
    """A mark for each reading that can have one; two are set off the middle, with a bar between them."""
    if answer is None:
        return ()
    lanes = (-1, 1) if len(answer.readings) > 1 else (0,)
    pairs = zip(answer.readings, lanes, strict=False)
    drawn = [mark for each, lane in pairs for mark in marks.proportion(line.found.evidence, each, lane)]
    points = sorted(mark.x for mark in drawn if isinstance(mark, Point))
    if len(points) < 2:
        return tuple(drawn)
    colour = tint(PALETTE[line.found.evidence.arm(line.result.arm).colour], 0.28)
    return (Bar(points[0], points[-1], colour, means="two readings"), *drawn)


def _scale(lines: Sequence[FindingLine]) -> Scale:
    """The scale in percent: the same whatever is shown, unless a limit needs more room."""
    drawn = (reach(mark) for line in lines for answer in line.answers for mark in _marks(line, answer))
    top = max(LEAST_TOP, STEP * ceil(max((high or 0 for _, high in drawn), default=0) / STEP))
    return Scale(0, top, {tick: f"{tick} %" if tick == top else f"{tick}" for tick in range(0, top + 1, STEP)})
