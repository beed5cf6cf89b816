"""Survival landmarks and the way to transplant, each number with the group and the time that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil

from dashboard import wording
from dashboard.charts import rows
from dashboard.charts.chart import PLACE_COLUMN, Chart, Drawing, unported
from dashboard.charts.rows import Pairs, Told
from dashboard.charts.sections import PERCENT, Axis, Cell, Columns, Line, Mark, Panel, Section, gap_of, hover, proportion
from dashboard.charts.sections.figure import sections_figure
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Result, Study
from dashboard.selection import Shown
from dashboard.tableplot import DataTable, TableRow
from dashboard.vocabulary import DENOMINATOR, ENDPOINT, ENDPOINT_WORDS, SETTING, TIME_FROM

COLUMNS = Columns(what=0.256, panels=(Panel(0.552, 0.725, 0.742, 1.0),))
SURVIVAL: Mapping[str, tuple[str, str]] = {
    "estimate": ("Medians", "medians"),
    "percent_only": ("Percentages at a fixed time", "percentages at a fixed time"),
    "count": ("Counts at follow-up", "counts at follow-up"),
}
"""The states of a survival result that are drawn, each with its heading and its words in a sentence."""
TRANSPLANT: Mapping[str, str] = {
    "responders": "Of the responders",
    "treated": "Of all treated",
    "randomised": "Of all randomised",
    "evaluable": "Of those evaluable",
    "relapses": "Of the relapses",
    "survivors": "Of the survivors",
    "not_stated": "Denominator not stated",
}
"""Whom the source counts when it says how many reached a transplant: each group is a question of its own."""
SOME = ("responders", "evaluable", "relapses", "survivors")
"""Of these groups, those that are some of the patients only."""


def draw_survival(shown: Shown) -> Drawing:
    """Medians (months), percentages at a fixed time and counts at follow-up (percent, 0-100), with 95 % intervals; no curve."""
    told = rows.told(shown, "survival")
    pairs = rows.numbered(shown, told)
    sections = [_survival_section(shown, state, [pair for pair in pairs if pair[1].state == state]) for state in SURVIVAL]
    return unported(
        figure=sections_figure(sections, COLUMNS, arms=shown.evidence.arms, pins=shown.selection.pins),
        sentence=survival_sentence(shown.evidence, pairs),
        twin=_table(shown, told),
        asides=rows.asides(
            (rows.SAME_CHILDREN, rows.not_again(shown, told)),
            ("Survival in words only; the words stand in the table and in the card", rows.wordy(shown, told)),
            (f"Survival not reported {shown.evidence.within}", rows.silent(shown, told)),
        ),
        not_reported=len(shown.studies) - len(rows.carrying(shown, told)),
        rows=len(pairs),
        caveats=rows.doubts(shown, (result for _, result in pairs)),
    )


def survival_sentence(evidence: Evidence, pairs: Pairs) -> str:
    """How many cohorts give which kind of figure, with the range of median overall survival; no average."""
    if not pairs:
        return f"No publication shown here has a survival figure {evidence.within}."
    parts = []
    for state, (_, words) in SURVIVAL.items():
        studies = [study for study, result in pairs if result.state == state]
        if studies:
            parts.append(f"{words} from {wording.cohorts(evidence, studies)}{_medians(pairs) if state == 'estimate' else ''}")
    apart = (
        "Groups and times differ or are not said: nothing is averaged, and no curve is drawn." if len(pairs) > 1 else "No curve is drawn."
    )
    return f"{wording.capitalised('; '.join(parts))}. {apart}"


def _medians(pairs: Pairs) -> str:
    months = sorted(result.estimate for _, result in pairs if result.estimate is not None and result.endpoint == "overall_survival")
    ends = dict.fromkeys(f"{end:g}" for end in (months[:1] + months[-1:]))
    return f" (overall survival {'–'.join(ends)} months)" if months else ""


def _survival_section(shown: Shown, state: str, pairs: Pairs) -> Section:
    heading, words = SURVIVAL[state]
    axis = _months(shown) if state == "estimate" else Axis("percent, 95 % interval where known", 100, PERCENT)
    ordered = _by_endpoint(shown.evidence, pairs)
    before = [None, *(study for study, _ in ordered)]
    lines = [_survival_line(shown, *pair, first=pair[0] is not last) for pair, last in zip(ordered, before, strict=False)]
    return Section(heading, tuple(lines), (axis,), f"No {words} {shown.evidence.within} for the publications shown.")


def _by_endpoint(evidence: Evidence, pairs: Pairs) -> Pairs:
    """The arms of a trial beside each other, endpoint by endpoint."""
    studies = list(dict.fromkeys(study.study_id for study, _ in pairs))
    endpoints, arms = list(ENDPOINT["survival"]), [arm.arm for arm in evidence.arms]
    return sorted(pairs, key=lambda pair: (studies.index(pair[0].study_id), endpoints.index(pair[1].endpoint), arms.index(pair[1].arm)))


def _months(shown: Shown) -> Axis:
    """Long enough for every median and limit there is, so that it does not move with the filters."""
    medians = [result for result in shown.evidence.results if result.domain == "survival" and result.state == "estimate"]
    ends = [end for result in medians for end in (result.estimate, result.ci_high) if end is not None]
    top = 6 * ceil(max(ends, default=6) / 6)
    return Axis("months, 95 % interval where known", top, tuple(range(0, top + 1, 6)))


def _survival_line(shown: Shown, study: Study, result: Result, *, first: bool) -> Line:
    arm = shown.evidence.arm(result.arm)
    draw_mark = _median if result.state == "estimate" else proportion
    mark = draw_mark(shown.evidence, result, study.label)
    group = "one arm" if result.state == "percent_only" and study.randomised else wording.group(result)
    return Line(
        record=study.study_id,
        label=study.label if first else "",
        under=_under(shown, study) if first else "",
        what=ENDPOINT_WORDS[result.endpoint],
        whom=f"{group}; {time_zero(result)}",
        cells=(Cell((mark,) if mark else (), wording.value(result), _interval(shown.evidence, result)),),
        arm=arm if study.randomised else None,
    )


def _interval(evidence: Evidence, result: Result) -> str:
    """The interval, or that there is none, which of a percentage without a denominator the heading says."""
    if result.state == "percent_only" and not wording.limits(result):
        return ""
    return wording.interval(result) or f"no interval {evidence.layer_of(result).within}"


def _median(evidence: Evidence, result: Result, label: str) -> Mark | None:
    if result.estimate is None:
        return None
    return Mark(result.estimate, result.ci_low, result.ci_high, evidence.arm(result.arm), hover(evidence, result, label))


def time_zero(result: Result) -> str:
    """When it was seen, and from when time runs; for what was seen at follow-up only where that is said."""
    when = "" if result.timepoint == "median" else result.timepoint
    if result.time_from == "not_stated":
        if result.state in ("count", "qualitative"):
            return when
        return f"{when}, start not stated" if when else TIME_FROM["not_stated"]
    start = TIME_FROM[result.time_from]
    return when if start.removeprefix("from ") in when else ", ".join(part for part in (when, start) if part)


def _under(shown: Shown, study: Study) -> str:
    """The line under a label: the setting, and who else reports the same children; of a randomised trial it stands after the arm."""
    setting = SETTING[study.group_setting]
    if study.randomised:
        return wording.lowered(setting)
    same = rows.same_children(shown, study)
    return f"{setting}{f'; {same}' if same else ''}"


def draw_transplant(shown: Shown) -> Drawing:
    """How many proceeded to transplant (percent, 0-100, exact 95 % intervals), apart by whom the source counts."""
    told = rows.told(shown, "transplant")
    pairs = rows.numbered(shown, told)
    return unported(
        figure=sections_figure(_transplant_sections(shown, told, pairs), COLUMNS, arms=shown.evidence.arms, pins=shown.selection.pins),
        sentence=transplant_sentence(shown.evidence, pairs),
        twin=_table(shown, told),
        asides=rows.asides(
            (rows.SAME_CHILDREN, rows.not_again(shown, told)),
            (f"Transplant not reported {shown.evidence.within}", rows.silent(shown, told)),
        ),
        not_reported=len(shown.studies) - len(rows.carrying(shown, told)),
        rows=len(pairs),
        caveats=(
            *(refusal(shown.evidence, *pair) for pair in pairs if _narrower(*pair)),
            *rows.doubts(shown, (result for _, result in pairs)),
        ),
    )


def transplant_sentence(evidence: Evidence, pairs: Pairs) -> str:
    """Over which denominators how many cohorts report; never one range across them."""
    if not pairs:
        return f"No publication shown here says {evidence.within} how many reached a transplant."
    studies = [study for study, _ in pairs]
    verb = "reports" if len({study.cohort_id for study in studies}) == 1 else "report"
    subject = f"{wording.capitalised(wording.cohorts(evidence, studies))} {verb} how many reached a transplant"
    figures = {code: [_figure(result) for _, result in pairs if _counted_in(result) == code] for code in TRANSPLANT}
    parts = [f"{_among(code)} {' and '.join(found)}" for code, found in figures.items() if found]
    apart = " Each group is a question of its own, so they are not read across." if len(parts) > 1 else ""
    return f"{subject}: {'; '.join(parts)}.{apart}"


def _counted_in(result: Result) -> str:
    return result.denominator or "not_stated"


def _among(code: str) -> str:
    return "of a group not stated" if code == "not_stated" else f"of {DENOMINATOR[code]}"


def _figure(result: Result) -> str:
    return wording.fraction(result) if wording.is_counted(result) else wording.percentage(result)


def _narrower(study: Study, result: Result) -> bool:
    """Whether the count is among some of the patients only."""
    return wording.is_counted(result) and result.denominator in SOME and wording.counts_of(result)[1] < study.patients


def refusal(evidence: Evidence, study: Study, result: Result) -> str:
    """Why a count among some is not divided by all."""
    within = evidence.layer_of(result).within
    group = f"{result.n} {DENOMINATOR[result.denominator]}"
    return (
        f"{study.label}: {result.events} of the {group} had a transplant. How many of all {study.patients} had one is not {within}: "
        f"{result.events} is not divided by {study.patients}."
    )


def _transplant_sections(shown: Shown, told: Told, pairs: Pairs) -> list[Section]:
    """A section for each denominator; among all treated also those who count others, as gaps; then those with words only."""
    groups = {code: [_transplant_line(shown, *pair) for pair in pairs if _counted_in(pair[1]) == code] for code in TRANSPLANT}
    groups["treated"] += [_refused_line(shown, *pair) for pair in pairs if _narrower(*pair)]
    filled = [code for code, lines in groups.items() if lines] or ["treated"]
    silence = f"No publication shown says {shown.evidence.within} how many of its patients reached a transplant."
    axis = Axis("percent with a transplant, exact 95 % interval", 100, PERCENT)
    sections = [Section(TRANSPLANT[code], tuple(groups[code]), (axis,), silence, titled=code == filled[-1]) for code in filled]
    wordy = [line for study in rows.wordy(shown, told) for line in _wordy_lines(study, told[study.study_id])]
    return sections + ([Section("In words only", tuple(wordy), (), titled=False)] if wordy else [])


def _transplant_line(shown: Shown, study: Study, result: Result) -> Line:
    arm = shown.evidence.arm(result.arm)
    mark = proportion(shown.evidence, result, study.label)
    cell = Cell((mark,) if mark else (), wording.value(result), wording.interval(result))
    return _line(shown, study, arm, _group_words(result), result.definition, cell)


def _line(shown: Shown, study: Study, arm: Arm, what: str, whom: str, cell: Cell) -> Line:
    return Line(study.study_id, study.label, _under(shown, study), what, whom, (cell,), arm if study.randomised else None)


def _group_words(result: Result) -> str:
    return wording.capitalised(wording.group(result))


def _refused_line(shown: Shown, study: Study, result: Result) -> Line:
    group = f"{result.n} {DENOMINATOR[result.denominator]}"
    words = f"{result.events} are of the {group}; {result.events} is not divided by {study.patients}"
    cell = Cell((), "NR", words, gap=gap_of(shown.evidence, study))
    return _line(shown, study, shown.evidence.arm(result.arm), f"All {study.patients}", "not reported", cell)


def _wordy_lines(study: Study, results: Iterable[Result]) -> list[Line]:
    """A line for each statement; what the source says of both arms stands once."""
    notes = dict.fromkeys(result.note for result in results)
    return [Line(study.study_id, study.label, SETTING[study.group_setting], note) for note in notes]


def _table(shown: Shown, told: Told) -> DataTable:
    columns = ("Publication", "Arm", "Setting", "What", "Group", "Time", "Value", "Interval", "Remark", PLACE_COLUMN)
    return DataTable(columns, tuple(_table_row(shown, study, result) for study in shown.studies for result in told[study.study_id]))


def _table_row(shown: Shown, study: Study, result: Result) -> TableRow:
    time = time_zero(result) if result.domain == "survival" else result.timepoint
    cells = (
        study.label, shown.evidence.arm(result.arm).words, SETTING[study.group_setting], wording.what(result), wording.group(result), time,
        wording.value(result), wording.interval(result), result.note, wording.place(shown.evidence, result),
    )  # fmt: skip
    return TableRow(cells, study.study_id)


CHARTS = (
    Chart("survival", "Survival", "How many survive, and for how long?", draw_survival),
    Chart("transplant", "Transplant", "Who reached a transplant?", draw_transplant),
)
