"""CD19 and lineage at relapse: how often, of the relapses and of all treated, and what the source leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from dashboard import wording
from dashboard.charts import rows
from dashboard.charts.chart import PLACE_COLUMN, Chart, Drawing, unported
from dashboard.charts.phenotype.counted import (
    OURS,
    Answer,
    Findings,
    figure_of,
    findings_of,
    further_switches,
    negative_of,
    negative_of_relapses,
    negative_of_treated,
    switch_of,
    switch_of_relapses,
    switch_of_treated,
)
from dashboard.charts.sections import Axis, Cell, Columns, Line, Mark, Panel, Section, gap_of, proportion
from dashboard.charts.sections.figure import sections_figure
from dashboard.evidence import Evidence
from dashboard.schema import Result, Study
from dashboard.selection import Shown
from dashboard.tableplot import DataTable, TableRow
from dashboard.vocabulary import ENDPOINT_WORDS, SETTING

COLUMNS = Columns(what=0.208, panels=(Panel(0.22, 0.375, 0.387, 0.6), Panel(0.608, 0.763, 0.775, 1.0)))
LEAST_TOP, STEP = 50, 25


@dataclass(frozen=True)
class Question:
    """What is asked of a publication that reports it, over both denominators."""

    words: str
    silence: str
    of_relapses: Callable[[Findings], Answer]
    of_treated: Callable[[Findings], Answer]


NEGATIVE = Question(
    "CD19-negative relapse", "No CD19-negative relapse is reported for the publications shown.", negative_of_relapses, negative_of_treated
)
SWITCH = Question("Lineage switch", "No lineage switch is reported for the publications shown.", switch_of_relapses, switch_of_treated)


def draw(shown: Shown) -> Drawing:
    """CD19-negative relapse and lineage switch of relapses and of all treated (percent, exact 95 % intervals)."""
    found = findings_of(shown)
    said = rows.told(shown, "phenotype")
    top = _top(shown.evidence, found)
    sections = [
        _section(shown, NEGATIVE, [each for each in found if each.negative is not None], top),
        _section(shown, SWITCH, [each for each in found if each.switch is not None], top),
        *_elsewhere(shown.evidence, found, top),
    ]
    return unported(
        figure=sections_figure(sections, COLUMNS, arms=shown.evidence.arms, pins=shown.selection.pins),
        sentence=sentence(shown.evidence, found),
        twin=_table(found),
        asides=rows.asides(
            (rows.SAME_CHILDREN, rows.not_again(shown, said)),
            ("CD19-positive relapse only; the figure stands in the card", [each.study for each in found if not _drawn(each)]),
            ("CD19 and lineage in words only; the words stand in the card", rows.wordy(shown, said)),
            (f"CD19 and lineage at relapse not reported {shown.evidence.within}", rows.silent(shown, said)),
        ),
        not_reported=len(shown.studies) - len(rows.carrying(shown, said)),
        rows=sum(len(section.lines) for section in sections),
        caveats=(*_sums(found), *rows.doubts(shown, (result for each in found for result in said[each.study.study_id]))),
    )


def sentence(evidence: Evidence, found: Sequence[Findings]) -> str:
    """CD19-negative of the relapses whose status is known, publication by publication; in how many cohorts a lineage switched."""
    if not found:
        return f"No publication shown here reports CD19 or lineage at relapse {evidence.within}."
    return " ".join(part for part in (_negative_sentence(evidence, found), _switch_sentence(evidence, found)) if part)


def _negative_sentence(evidence: Evidence, found: Sequence[Findings]) -> str:
    negative = [each for each in found if each.negative is not None]
    known = [(each.study, answer) for each in negative if (answer := negative_of_relapses(each)).of_known_group]
    if known:
        listed = " and ".join(f"{answer.counts} in {study.label}" for study, answer in known)
        ours = "; the denominators are added up by us" if any(answer.ours for _, answer in known) else ""
        return f"Of the relapses with known CD19 status these were CD19-negative: {listed}{ours}."
    if negative:
        cohorts = wording.capitalised(wording.cohorts(evidence, (each.study for each in negative)))
        return f"{cohorts} report{'s' if len(negative) == 1 else ''} CD19-negative relapses, without the number of relapses."
    return NEGATIVE.silence


def _switch_sentence(evidence: Evidence, found: Sequence[Findings]) -> str:
    switched = [each for each in found if each.switch is not None]
    if not switched:
        return SWITCH.silence
    with_kmt2a = sum(1 for each in switched if each.switched_with_kmt2a)
    if len(switched) == 1:
        return f"A lineage switch is reported from one cohort, {'with' if with_kmt2a else 'without'} a KMT2A rearrangement."
    which = {0: "none", len(switched): "all"}.get(with_kmt2a) or wording.in_words(with_kmt2a)
    cohorts = wording.cohorts(evidence, (each.study for each in switched))
    return f"A lineage switch is reported from {cohorts}, in {which} of them with a KMT2A rearrangement."


def _section(shown: Shown, question: Question, found: Iterable[Findings], top: int) -> Section:
    axes = (Axis(f"percent of relapses with known CD19 status {OURS}", top, _ticks(top)), Axis("percent of all treated", top, _ticks(top)))
    lines = tuple(_line(shown, question, each) for each in found)
    return Section(question.words, lines, axes, question.silence)


def _ticks(top: int) -> tuple[float, ...]:
    return tuple(range(0, top + 1, 10 if top <= LEAST_TOP else STEP))


def _line(shown: Shown, question: Question, found: Findings) -> Line:
    study = found.study
    about = wording.lowered(found.kmt2a) if question is SWITCH else rows.same_children(shown, study)
    cells = tuple(_cell(shown.evidence, found, answer(found)) for answer in (question.of_relapses, question.of_treated))
    return Line(study.study_id, study.label, "; ".join(part for part in (f"n {study.patients}", about) if part), cells=cells)


def _cell(evidence: Evidence, found: Findings, answer: Answer) -> Cell:
    gap = "" if answer.readings else gap_of(evidence, found.study)
    return Cell(_marks(evidence, found.study, *answer.readings), answer.words, answer.under, gap)


def _marks(evidence: Evidence, study: Study, *results: Result) -> tuple[Mark, ...]:
    """A mark for each of the results that can have one."""
    return tuple(mark for each in results if (mark := proportion(evidence, each, study.label)))


def _top(evidence: Evidence, found: Iterable[Findings]) -> int:
    """The end of the axes in percent: enough for every limit, and the same whatever is shown unless more is needed."""
    answers = [
        (each.study, answer(each)) for each in found for question in _asked(each) for answer in (question.of_relapses, question.of_treated)
    ]
    marks = [mark for study, answer in answers for mark in _marks(evidence, study, *answer.readings)]
    return max([LEAST_TOP, *(STEP * ceil((mark.high or mark.x) / STEP) for mark in marks)])


def _asked(found: Findings) -> list[Question]:
    return [question for question, result in ((NEGATIVE, found.negative), (SWITCH, found.switch)) if result is not None]


def _drawn(found: Findings) -> bool:
    return bool(_asked(found) or found.elsewhere)


def _elsewhere(evidence: Evidence, found: Sequence[Findings], top: int) -> list[Section]:
    """CD19 lost or a lineage switched without a relapse: in words, and of all treated; left out where there is none."""
    lines = [_elsewhere_line(evidence, each, result, first=index == 0) for each in found for index, result in enumerate(each.elsewhere)]
    axes = (None, Axis("percent of all treated", top, _ticks(top)))
    return [Section("Outside a relapse", tuple(lines), axes)] if lines else []


def _elsewhere_line(evidence: Evidence, found: Findings, result: Result, *, first: bool) -> Line:
    study = found.study
    words = Cell(words=ENDPOINT_WORDS[result.endpoint], under=result.definition, on_axis=False)
    counted = Cell(_marks(evidence, study, result), figure_of(result), _elsewhere_under(result))
    label, under = (study.label, f"n {study.patients}") if first else ("", "")
    return Line(study.study_id, label, under, cells=(words, counted))


def _elsewhere_under(result: Result) -> str:
    return f"if the {result.n} are all treated" if result.denominator == "not_stated" else wording.interval(result)


def _sums(found: Iterable[Findings]) -> tuple[str, ...]:
    """How the relapses with known CD19 status were added up."""
    summed = [each for each in found if each.negative is not None and negative_of_relapses(each).ours]
    return tuple(f"{OURS} {each.study.label}: {_sum(each)}." for each in summed)


def _sum(found: Findings) -> str:
    counted = [
        f"{result.events} {kind}" for result, kind in ((found.positive, "CD19-positive"), (found.negative, "CD19-negative")) if result
    ]
    total = f"{' and '.join(counted)} make {found.known} relapses with known CD19 status"
    more = [f", {n} if the {further} lineage switches are further ones" for further, n in further_switches(found)]
    return total + "".join(more)


def _table(found: Iterable[Findings]) -> DataTable:
    columns = (
        "Publication",
        "Setting",
        "n",
        "What",
        "Of relapses",
        "Interval, relapses",
        "Of all treated",
        "Interval, treated",
        "KMT2A",
        "Remark",
        PLACE_COLUMN,
    )
    return DataTable(columns, tuple(row for each in found for row in _table_rows(each)))


def _table_rows(found: Findings) -> list[TableRow]:
    return [_asked_row(found, question) for question in _asked(found)] + [_elsewhere_row(found, result) for result in found.elsewhere]


def _asked_row(found: Findings, question: Question) -> TableRow:
    result = switch_of(found) if question is SWITCH else negative_of(found)
    answers = [text for answer in (question.of_relapses(found), question.of_treated(found)) for text in (answer.words, answer.under)]
    return _row(found, question.words, answers, found.kmt2a if question is SWITCH else "", result)


def _elsewhere_row(found: Findings, result: Result) -> TableRow:
    answers = ["not a relapse", "", figure_of(result), _elsewhere_under(result)]
    return _row(found, wording.what(result), answers, result.subgroup, result)


def _row(found: Findings, what: str, answers: Sequence[str], kmt2a: str, result: Result) -> TableRow:
    study, place = found.study, wording.place(found.evidence, result)
    cells = (study.label, SETTING[study.group_setting], str(study.patients), what, *answers, kmt2a, result.note, place)
    return TableRow(cells, study.study_id)


CHARTS = (Chart("phenotype", "CD19 and lineage", "How often did CD19 get lost, or the lineage switch?", draw),)
