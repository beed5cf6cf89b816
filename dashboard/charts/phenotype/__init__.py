"""CD19 and lineage at relapse: how often, of the relapses and of all treated, and what the review leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from dashboard import wording
from dashboard.charts import rows
from dashboard.charts.chart import Chart, Drawing, Shown, Twin, TwinRow
from dashboard.charts.phenotype.counted import (
    OURS,
    Answer,
    Findings,
    findings_of,
    further_switches,
    negative_of_relapses,
    negative_of_treated,
    switch_of_relapses,
    switch_of_treated,
)
from dashboard.charts.sections import Axis, Cell, Columns, Line, Panel, Section, proportion
from dashboard.charts.sections.figure import sections_figure
from dashboard.vocabulary import ENDPOINT_WORDS, SETTING
from dashboard.wording import Result

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
    """CD19-negative relapse and lineage switch of relapses and of all treated (percent, exact 95 % intervals).

    Source: sections 3.1, 3.3 and 4 of the review.
    """
    found = findings_of(shown)
    said = rows.told(shown, "phenotype")
    top = _top(found)
    sections = [
        _section(shown, NEGATIVE, [each for each in found if each.negative is not None], top),
        _section(shown, SWITCH, [each for each in found if each.switch is not None], top),
        *_elsewhere(found, top),
    ]
    return Drawing(
        figure=sections_figure(sections, COLUMNS, shown.selection.pins),
        sentence=sentence(found),
        twin=_twin(found, shown),
        asides=rows.asides(
            (rows.SAME_CHILDREN, rows.not_again(shown, said)),
            ("CD19 and lineage in words only; the words stand in the card", rows.wordy(shown, said)),
            ("CD19 and lineage at relapse not reported in the review", rows.silent(shown, said)),
        ),
        not_reported=len(shown.studies) - len(rows.carrying(shown, said)),
        rows=sum(len(section.lines) for section in sections),
        caveats=(*_sums(found), *rows.doubts(shown, (result for each in found for result in said[each.study.study_id]))),
    )


def sentence(found: Sequence[Findings]) -> str:
    """CD19-negative of the relapses whose status is known, publication by publication; in how many cohorts a lineage switched."""
    if not found:
        return "No publication shown here reports CD19 or lineage at relapse in the review."
    return " ".join(part for part in (_negative_sentence(found), _switch_sentence(found)) if part)


def _negative_sentence(found: Sequence[Findings]) -> str:
    negative = [each for each in found if each.negative is not None]
    known = [f"{negative_of_relapses(each).counts} in {each.study.label}" for each in negative if each.known is not None]
    if known:
        listed = " and ".join(known)
        return f"Of the relapses with known CD19 status these were CD19-negative: {listed}; the denominators are added up by us."
    if negative:
        cohorts = wording.capitalised(wording.number(len(negative), "cohort"))
        return f"{cohorts} report{'s' if len(negative) == 1 else ''} CD19-negative relapses, without the number of relapses."
    return NEGATIVE.silence


def _switch_sentence(found: Sequence[Findings]) -> str:
    switched = [each for each in found if each.switch is not None]
    if not switched:
        return SWITCH.silence
    with_kmt2a = sum(1 for each in switched if each.switched_with_kmt2a)
    if len(switched) == 1:
        return f"A lineage switch is reported from one cohort, {'with' if with_kmt2a else 'without'} a KMT2A rearrangement."
    which = {0: "none", len(switched): "all"}.get(with_kmt2a) or wording.NUMBER_WORDS[with_kmt2a]
    return f"A lineage switch is reported from {wording.number(len(switched), 'cohort')}, in {which} of them with a KMT2A rearrangement."


def _section(shown: Shown, question: Question, found: Iterable[Findings], top: int) -> Section:
    axes = (Axis(f"percent of relapses with known CD19 status {OURS}", top, _ticks(top)), Axis("percent of all treated", top, _ticks(top)))
    lines = tuple(_line(shown, question, each) for each in found)
    return Section(question.words, lines, axes, question.silence)


def _ticks(top: int) -> tuple[float, ...]:
    return tuple(range(0, top + 1, 10 if top <= LEAST_TOP else STEP))


def _line(shown: Shown, question: Question, found: Findings) -> Line:
    study = found.study
    mates = " ".join(rows.mates(shown, study))
    about = wording.lowered(found.kmt2a) if question is SWITCH else f"same children as in {mates}" if mates else ""
    cells = tuple(_cell(found, answer(found)) for answer in (question.of_relapses, question.of_treated))
    return Line(study.study_id, study.label, "; ".join(part for part in (f"n {study.patients}", about) if part), cells=cells)


def _cell(found: Findings, answer: Answer) -> Cell:
    marks = tuple(mark for each in answer.readings if (mark := proportion(each, found.study.label)))
    return Cell(marks, answer.words, answer.under, gap=not answer.readings)


def _top(found: Iterable[Findings]) -> int:
    """The end of the axes in percent: enough for every limit, and the same whatever is shown unless more is needed."""
    answers = [answer(each) for each in found for question in _asked(each) for answer in (question.of_relapses, question.of_treated)]
    marks = [mark for answer in answers for each in answer.readings if (mark := proportion(each, ""))]
    return max([LEAST_TOP, *(STEP * ceil((mark.high or mark.x) / STEP) for mark in marks)])


def _asked(found: Findings) -> list[Question]:
    return [question for question, result in ((NEGATIVE, found.negative), (SWITCH, found.switch)) if result is not None]


def _elsewhere(found: Sequence[Findings], top: int) -> list[Section]:
    """CD19 lost or a lineage switched without a relapse: in words, and of all treated; left out where there is none."""
    lines = [_elsewhere_line(each, result, first=index == 0) for each in found for index, result in enumerate(each.elsewhere)]
    axes = (None, Axis("percent of all treated", top, _ticks(top)))
    return [Section("Outside a relapse", tuple(lines), axes)] if lines else []


def _elsewhere_line(found: Findings, result: Result, *, first: bool) -> Line:
    mark = proportion(result, found.study.label)
    words = Cell(words=ENDPOINT_WORDS[result.endpoint], under=result.definition, on_axis=False)
    label, under = (found.study.label, f"n {found.study.patients}") if first else ("", "")
    return Line(
        found.study.study_id, label, under, cells=(words, Cell((mark,) if mark else (), wording.counted(result), _elsewhere_under(result)))
    )


def _elsewhere_under(result: Result) -> str:
    return f"if the {result.n} are all treated" if result.denominator == "not_stated" else wording.interval(result)


def _sums(found: Iterable[Findings]) -> tuple[str, ...]:
    """How the relapses with known CD19 status were added up."""
    return tuple(f"{OURS} {each.study.label}: {_sum(each)}." for each in found if each.known is not None)


def _sum(found: Findings) -> str:
    counted = [
        f"{result.events} {kind}" for result, kind in ((found.positive, "CD19-positive"), (found.negative, "CD19-negative")) if result
    ]
    total = f"{' and '.join(counted)} make {found.known} relapses with known CD19 status"
    more = [f", {n} if the {further} lineage switches are further ones" for further, n in further_switches(found)]
    return total + "".join(more)


def _twin(found: Iterable[Findings], shown: Shown) -> Twin:
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
        "Review",
    )
    return Twin(columns, tuple(row for each in found for row in _twin_rows(each)))


def _twin_rows(found: Findings) -> list[TwinRow]:
    return [_asked_row(found, question) for question in _asked(found)] + [_elsewhere_row(found, result) for result in found.elsewhere]


def _asked_row(found: Findings, question: Question) -> TwinRow:
    result = found.switch if question is SWITCH else found.negative
    answers = [text for answer in (question.of_relapses(found), question.of_treated(found)) for text in (answer.words, answer.under)]
    return _row(found, question.words, answers, found.kmt2a if question is SWITCH else "", result)


def _elsewhere_row(found: Findings, result: Result) -> TwinRow:
    answers = ["not a relapse", "", wording.counted(result), _elsewhere_under(result)]
    return _row(found, wording.what(result), answers, result.subgroup, result)


def _row(found: Findings, what: str, answers: Sequence[str], kmt2a: str, result: Result) -> TwinRow:
    study = found.study
    cells = (study.label, SETTING[rows.setting_of(study)], str(study.patients), what, *answers, kmt2a, result.note, result.source)
    return TwinRow(cells, study.study_id)


CHARTS = (Chart("phenotype", "CD19 and lineage", "How often did CD19 get lost, or the lineage switch?", draw),)
