"""Survival landmarks and the way to transplant, each number with the group and the time that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

from dashboard import wording
from dashboard.charts import rows
from dashboard.charts.chart import Chart, Drawing, Shown, Twin, TwinRow
from dashboard.charts.rows import Pairs, Told
from dashboard.charts.sections import PERCENT, Axis, Cell, Columns, Line, Mark, Panel, Section, hover, proportion
from dashboard.charts.sections.figure import sections_figure
from dashboard.theme import ARM_COLOUR
from dashboard.vocabulary import ARM, DENOMINATOR, ENDPOINT, ENDPOINT_WORDS, SETTING
from dashboard.wording import Result

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
    "survivors": "Of the survivors",
    "not_stated": "Denominator not stated",
}
"""Whom the review counts when it says how many reached a transplant: each group is a question of its own."""


def draw_survival(shown: Shown) -> Drawing:
    """Medians (months), percentages at a fixed time and counts at follow-up (percent, 0-100), with 95 % intervals; no curve.

    Source: sections 3.1 and 4 of the review.
    """
    told = rows.told(shown, "survival")
    pairs = rows.numbered(shown, told)
    sections = [_survival_section(shown, state, [pair for pair in pairs if pair[1].state == state]) for state in SURVIVAL]
    return Drawing(
        figure=sections_figure(sections, COLUMNS, shown.selection.pins),
        sentence=survival_sentence(pairs),
        twin=_twin(shown, told),
        asides=rows.asides(
            (rows.SAME_CHILDREN, rows.not_again(shown, told)),
            ("Survival in words only; the words stand in the table and in the card", rows.wordy(shown, told)),
            ("Survival not reported in the review", rows.silent(shown, told)),
        ),
        not_reported=len(shown.studies) - len(rows.carrying(shown, told)),
        rows=len(pairs),
        caveats=rows.doubts(shown, (result for _, result in pairs)),
    )


def survival_sentence(pairs: Pairs) -> str:
    """How many independent cohorts give which kind of figure, with the range of median overall survival; no average."""
    if not pairs:
        return "No publication shown here has a survival figure in the review."
    parts = []
    for state, (_, words) in SURVIVAL.items():
        cohorts = {study.cohort_id for study, result in pairs if result.state == state}
        if cohorts:
            parts.append(f"{words} from {wording.number(len(cohorts), 'cohort')}{_medians(pairs) if state == 'estimate' else ''}")
    apart = (
        "Groups and times differ or are not said: nothing is averaged, and no curve is drawn." if len(pairs) > 1 else "No curve is drawn."
    )
    return f"{wording.capitalised('; '.join(parts))}. {apart}"


def _medians(pairs: Pairs) -> str:
    months = sorted(float(result.estimate) for _, result in pairs if result.state == "estimate" and result.endpoint == "overall_survival")
    ends = dict.fromkeys(f"{end:g}" for end in (months[:1] + months[-1:]))
    return f" (overall survival {'–'.join(ends)} months)" if months else ""


def _survival_section(shown: Shown, state: str, pairs: Pairs) -> Section:
    heading, words = SURVIVAL[state]
    axis = _months(shown) if state == "estimate" else Axis("percent, 95 % interval where known", 100, PERCENT)
    ordered = _by_endpoint(pairs)
    before = [None, *(study for study, _ in ordered)]
    lines = [_survival_line(shown, *pair, first=pair[0] is not last) for pair, last in zip(ordered, before, strict=False)]
    return Section(heading, tuple(lines), (axis,), f"No {words} in the review for the publications shown.")


def _by_endpoint(pairs: Pairs) -> Pairs:
    """The arms of a trial beside each other, endpoint by endpoint."""
    studies = list(dict.fromkeys(study.study_id for study, _ in pairs))
    endpoints, arms = list(ENDPOINT["survival"]), list(ARM)
    return sorted(pairs, key=lambda pair: (studies.index(pair[0].study_id), endpoints.index(pair[1].endpoint), arms.index(pair[1].arm)))


def _months(shown: Shown) -> Axis:
    """Long enough for every median and limit of the review, so that it does not move with the filters."""
    survival = shown.evidence.results[shown.evidence.results["domain"] == "survival"]
    top = 6 * ceil(max(survival["estimate"].max(), survival.loc[survival["state"] == "estimate", "ci_high"].max()) / 6)
    return Axis("months, 95 % interval where known", top, tuple(range(0, top + 1, 6)))


def _survival_line(shown: Shown, study: Any, result: Result, *, first: bool) -> Line:
    mark = _median(result, study.label) if result.state == "estimate" else proportion(result, study.label)
    under = "" if result.state == "percent_only" else wording.interval(result) or "no interval in the review"
    group = "one arm" if result.state == "percent_only" and study.design == "randomised_trial" else wording.group(result)
    return Line(
        record=study.study_id,
        label=study.label if first else "",
        under=_under(shown, study, result.arm, first=first),
        what=ENDPOINT_WORDS[result.endpoint],
        whom=f"{group}; {time_zero(result)}",
        cells=(Cell((mark,) if mark else (), wording.value(result), under),),
    )


def _median(result: Result, label: str) -> Mark:
    low = float(result.ci_low) if wording.has(result.ci_low) else None
    high = float(result.ci_high) if wording.has(result.ci_high) else None
    return Mark(float(result.estimate), low, high, ARM_COLOUR[result.arm], hover(result, label))


def time_zero(result: Result) -> str:
    """When it was seen and from when time runs, which the review says of a transplant only."""
    when = "" if result.timepoint == "median" else str(result.timepoint)
    if result.state in ("count", "qualitative") or " after " in when:
        return when
    return f"{when}, start not stated" if when else "start of time not stated"


def _under(shown: Shown, study: Any, arm: str, *, first: bool) -> str:
    """The line under a label: the arm of a randomised trial; once a publication its setting, and who else reports the same children."""
    setting = wording.lowered(SETTING[rows.setting_of(study)]) if first else ""
    if study.design == "randomised_trial":
        return ", ".join(part for part in (f"<span style='color:{ARM_COLOUR[arm]}'><b>{ARM[arm].lower()}</b></span>", setting) if part)
    mates = " ".join(rows.mates(shown, study))
    return f"{wording.capitalised(setting)}{f'; same children in {mates}' if mates else ''}" if first else ""


def draw_transplant(shown: Shown) -> Drawing:
    """How many proceeded to transplant (percent, 0-100, exact 95 % intervals), apart by whom the review counts.

    Source: sections 3.1 and 4 of the review.
    """
    told = rows.told(shown, "transplant")
    pairs = rows.numbered(shown, told)
    return Drawing(
        figure=sections_figure(_transplant_sections(shown, told, pairs), COLUMNS, shown.selection.pins),
        sentence=transplant_sentence(pairs),
        twin=_twin(shown, told),
        asides=rows.asides(
            (rows.SAME_CHILDREN, rows.not_again(shown, told)),
            ("Transplant not reported in the review", rows.silent(shown, told)),
        ),
        not_reported=len(shown.studies) - len(rows.carrying(shown, told)),
        rows=len(pairs),
        caveats=(*(refusal(*pair) for pair in pairs if _narrower(*pair)), *rows.doubts(shown, (result for _, result in pairs))),
    )


def transplant_sentence(pairs: Pairs) -> str:
    """Over which denominators how many cohorts report; never one range across them."""
    if not pairs:
        return "No publication shown here says in the review how many reached a transplant."
    cohorts = len({study.cohort_id for study, _ in pairs})
    subject = f"{wording.capitalised(wording.number(cohorts, 'cohort'))} report{'s' if cohorts == 1 else ''} how many reached a transplant"
    figures = {code: [_figure(result) for _, result in pairs if result.denominator == code] for code in TRANSPLANT}
    parts = [f"{_among(code)} {' and '.join(found)}" for code, found in figures.items() if found]
    apart = " Each group is a question of its own, so they are not read across." if len(parts) > 1 else ""
    return f"{subject}: {'; '.join(parts)}.{apart}"


def _among(code: str) -> str:
    return "of a group not stated" if code == "not_stated" else f"of {DENOMINATOR[code]}"


def _figure(result: Result) -> str:
    return wording.fraction(result) if wording.is_counted(result) else wording.percentage(result)


def _narrower(study: Any, result: Result) -> bool:
    """Whether the count is among some of the patients only."""
    return wording.is_counted(result) and result.denominator != "treated" and int(result.n) < int(study.patients)


def refusal(study: Any, result: Result) -> str:
    """Why a count among some is not divided by all."""
    group = f"{result.n} {DENOMINATOR[result.denominator]}"
    return (
        f"{study.label}: {result.events} of the {group} had a transplant. How many of all {study.patients} had one is not in the review: "
        f"{result.events} is not divided by {study.patients}."
    )


def _transplant_sections(shown: Shown, told: Told, pairs: Pairs) -> list[Section]:
    """A section a denominator; among all treated also those who count others, as gaps; then those with words only."""
    groups = {code: [_transplant_line(shown, *pair) for pair in pairs if pair[1].denominator == code] for code in TRANSPLANT}
    groups["treated"] += [_refused_line(shown, *pair) for pair in pairs if _narrower(*pair)]
    filled = [code for code, lines in groups.items() if lines] or ["treated"]
    silence = "No publication shown says in the review how many of its patients reached a transplant."
    axis = Axis("percent with a transplant, exact 95 % interval", 100, PERCENT)
    sections = [Section(TRANSPLANT[code], tuple(groups[code]), (axis,), silence, titled=code == filled[-1]) for code in filled]
    wordy = [line for study in rows.wordy(shown, told) for line in _wordy_lines(shown, study, told[study.study_id])]
    return sections + ([Section("In words only", tuple(wordy), (), titled=False)] if wordy else [])


def _transplant_line(shown: Shown, study: Any, result: Result) -> Line:
    mark = proportion(result, study.label)
    cell = Cell((mark,) if mark else (), wording.value(result), wording.interval(result))
    return Line(study.study_id, study.label, _under(shown, study, result.arm, first=True), _group_words(result), result.definition, (cell,))


def _group_words(result: Result) -> str:
    return wording.capitalised(wording.group(result))


def _refused_line(shown: Shown, study: Any, result: Result) -> Line:
    group = f"{result.n} {DENOMINATOR[result.denominator]}"
    words = f"{result.events} are of the {group}; {result.events} is not divided by {study.patients}"
    under = _under(shown, study, result.arm, first=True)
    return Line(study.study_id, study.label, under, f"All {study.patients}", "not reported", (Cell((), "NR", words, gap=True),))


def _wordy_lines(shown: Shown, study: Any, results: Iterable[Result]) -> list[Line]:
    """A line for each statement; what the review says of both arms stands once."""
    notes = dict.fromkeys(result.note for result in results)
    return [Line(study.study_id, study.label, SETTING[rows.setting_of(study)], note) for note in notes]


def _twin(shown: Shown, told: Told) -> Twin:
    columns = ("Publication", "Arm", "Setting", "What", "Group", "Time", "Value", "Interval", "Remark", "Review")
    return Twin(columns, tuple(_twin_row(study, result) for study in rows.in_order(shown) for result in told[study.study_id]))


def _twin_row(study: Any, result: Result) -> TwinRow:
    time = time_zero(result) if result.domain == "survival" else result.timepoint
    cells = (
        study.label, ARM[result.arm], SETTING[rows.setting_of(study)], wording.what(result), wording.group(result), time,
        wording.value(result), wording.interval(result), result.note, result.source,
    )  # fmt: skip
    return TwinRow(cells, study.study_id)


CHARTS = (
    Chart("survival", "Survival", "How many survive, and for how long?", draw_survival),
    Chart("transplant", "Transplant", "Who reached a transplant?", draw_transplant),
)
