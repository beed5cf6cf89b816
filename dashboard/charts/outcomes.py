"""Survival landmarks and the way to transplant, each number with the group and the time that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from dashboard import reading
from dashboard.charts import rows
from dashboard.charts.chart import Aside, Chart, Drawing, Shown, Twin, TwinRow
from dashboard.charts.sections import PERCENT, Axis, Cell, Columns, Line, Mark, Panel, Section, hover, proportion
from dashboard.charts.sections_figure import sections_figure
from dashboard.reading import Result
from dashboard.theme import ARM_COLOUR
from dashboard.vocabulary import ARM, DENOMINATOR, ENDPOINT_WORDS, SETTING

COLUMNS = Columns(what=0.25, panels=(Panel(0.53, 0.745, 0.76, 1.0),))
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

Told = Mapping[str, list[Result]]
Pairs = Sequence[tuple[Any, Result]]
"""Publications, each with one of its results."""


def draw_survival(shown: Shown) -> Drawing:
    """Medians (months), percentages at a fixed time and counts at follow-up (percent, 0-100), with 95 % intervals; no curve.

    Source: sections 3.1 and 4 of the review.
    """
    told = _told(shown, "survival")
    pairs = _numbered(shown, told)
    sections = [_survival_section(shown, state, [pair for pair in pairs if pair[1].state == state]) for state in SURVIVAL]
    under, silent = _under_chart(shown, told, "survival")
    return Drawing(
        figure=sections_figure(sections, COLUMNS, shown.selection.pins),
        sentence=survival_sentence(pairs),
        twin=_twin(shown, told),
        asides=under,
        not_reported=silent,
        rows=len(pairs),
        caveats=rows.doubts(shown, [result for _, result in pairs]),
    )


def survival_sentence(pairs: Pairs) -> str:
    """How many independent cohorts give which kind of figure, with the range of median overall survival; no average."""
    if not pairs:
        return "No publication shown here has a survival figure in the review."
    parts = []
    for state, (_, words) in SURVIVAL.items():
        cohorts = {study.cohort_id for study, result in pairs if result.state == state}
        if cohorts:
            parts.append(f"{words} from {reading.number(len(cohorts), 'cohort')}{_medians(pairs) if state == 'estimate' else ''}")
    return f"{reading.capitalised('; '.join(parts))}. Groups and times differ or are not said, so nothing is averaged and no curve is drawn."


def _medians(pairs: Pairs) -> str:
    months = sorted(float(result.estimate) for _, result in pairs if result.state == "estimate" and result.endpoint == "overall_survival")
    ends = dict.fromkeys(f"{end:g}" for end in (months[:1] + months[-1:]))
    return f" (overall survival {'–'.join(ends)} months)" if months else ""


def _survival_section(shown: Shown, state: str, pairs: Pairs) -> Section:
    heading, words = SURVIVAL[state]
    axis = _months(shown) if state == "estimate" else Axis("percent, with 95 % interval where it is known", 100, PERCENT)
    ordered = _by_endpoint(pairs)
    lines = [_survival_line(shown, study, result, first=index == 0 or ordered[index - 1][0] is not study) for index, (study, result) in enumerate(ordered)]
    return Section(heading, tuple(lines), (axis,), f"No {words} in the review for the publications shown.")


def _by_endpoint(pairs: Pairs) -> Pairs:
    """The arms of a trial beside each other, endpoint by endpoint."""
    studies = list(dict.fromkeys(study.study_id for study, _ in pairs))
    endpoints = list(dict.fromkeys(result.endpoint for _, result in pairs))
    return sorted(pairs, key=lambda pair: (studies.index(pair[0].study_id), endpoints.index(pair[1].endpoint), list(ARM).index(pair[1].arm)))


def _months(shown: Shown) -> Axis:
    """Long enough for every median and limit of the review, so that it does not move with the filters."""
    survival = shown.evidence.results[shown.evidence.results["domain"] == "survival"]
    top = 6 * ceil(max(survival["estimate"].max(), survival.loc[survival["state"] == "estimate", "ci_high"].max()) / 6)
    return Axis("months, with 95 % interval where it is known", top, tuple(range(0, top + 1, 6)))


def _survival_line(shown: Shown, study: Any, result: Result, *, first: bool) -> Line:
    mark = _median(result, study.label) if result.state == "estimate" else proportion(result, study.label)
    under = "" if result.state == "percent_only" else reading.interval(result) or "no interval in the review"
    group = "arm size not stated" if result.state == "percent_only" and study.design == "randomised_trial" else reading.group(result)
    return Line(
        record=study.study_id,
        label=study.label if first else "",
        under=_under(shown, study, result.arm, first=first),
        what=ENDPOINT_WORDS[result.endpoint],
        whom=f"{group}; {time_zero(result)}",
        cells=(Cell((mark,) if mark else (), reading.value(result), under),),
    )


def _median(result: Result, label: str) -> Mark:
    low = float(result.ci_low) if reading.has(result.ci_low) else None
    high = float(result.ci_high) if reading.has(result.ci_high) else None
    return Mark(float(result.estimate), low, high, ARM_COLOUR[result.arm], hover(result, label))


def time_zero(result: Result) -> str:
    """When it was seen and from when time runs, which the review says of a transplant only."""
    when = "" if result.timepoint == "median" else str(result.timepoint)
    if result.state in ("count", "qualitative") or " after " in when:
        return when
    return f"{when}, start not stated" if when else "start of time not stated"


def _under(shown: Shown, study: Any, arm: str, *, first: bool) -> str:
    """The line under a label: the arm of a randomised trial in its colour; once a publication the setting, and who else reports the same children."""
    setting = reading.lowered(SETTING[rows.setting_of(study)]) if first else ""
    if study.design == "randomised_trial":
        return ", ".join(part for part in (f"<span style='color:{ARM_COLOUR[arm]}'><b>{ARM[arm].lower()}</b></span>", setting) if part)
    mates = " ".join(rows.mates(shown, study))
    return f"{reading.capitalised(setting)}{f'; same children in {mates}' if mates else ''}" if first else ""


def draw_transplant(shown: Shown) -> Drawing:
    """How many proceeded to transplant (percent, 0-100, exact 95 % intervals), apart by whom the review counts.

    Source: sections 3.1 and 4 of the review.
    """
    told = _told(shown, "transplant")
    pairs = _numbered(shown, told)
    under, silent = _under_chart(shown, told, "transplant", wordy=False)
    return Drawing(
        figure=sections_figure(_transplant_sections(shown, told, pairs), COLUMNS, shown.selection.pins),
        sentence=transplant_sentence(pairs),
        twin=_twin(shown, told),
        asides=under,
        not_reported=silent,
        rows=len(pairs),
        caveats=(*(refusal(study, result) for study, result in pairs if _narrower(study, result)), *rows.doubts(shown, [result for _, result in pairs])),
    )


def transplant_sentence(pairs: Pairs) -> str:
    """Over which denominators how many cohorts report; never one range across them."""
    if not pairs:
        return "No publication shown here says in the review how many reached a transplant."
    parts = [
        f"{_among(code)} {' and '.join(_figure(result) for _, result in pairs if result.denominator == code)}"
        for code in TRANSPLANT
        if any(result.denominator == code for _, result in pairs)
    ]
    cohorts = len({study.cohort_id for study, _ in pairs})
    subject = f"{reading.capitalised(reading.number(cohorts, 'cohort'))} {'reports' if cohorts == 1 else 'report'} how many reached a transplant"
    apart = ": each group is another question, so they are not read across" if len(parts) > 1 else ""
    return f"{subject}: {'; '.join(parts)}{'.' if not apart else f'. {apart[2:3].upper()}{apart[3:]}.'}"


def _among(code: str) -> str:
    return "of a group not stated" if code == "not_stated" else f"of {DENOMINATOR[code]}"


def _figure(result: Result) -> str:
    return reading.fraction(result) if reading.is_counted(result) else reading.percentage(result)


def _narrower(study: Any, result: Result) -> bool:
    """Whether the count is among some of the patients only."""
    return reading.is_counted(result) and result.denominator != "treated" and int(result.n) < int(study.patients)


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
    axis = Axis("percent who had a transplant, with exact 95 % interval", 100, PERCENT)
    sections = [Section(TRANSPLANT[code], tuple(groups[code]), (axis,), silence, titled=code == filled[-1]) for code in filled]
    wordy = [line for study in _wordy(shown, told) for line in _wordy_lines(shown, study, told[study.study_id])]
    return sections + ([Section("In words only", tuple(wordy), (axis,), titled=False)] if wordy else [])


def _transplant_line(shown: Shown, study: Any, result: Result) -> Line:
    mark = proportion(result, study.label)
    cell = Cell((mark,) if mark else (), reading.value(result), reading.interval(result))
    return Line(study.study_id, study.label, _under(shown, study, result.arm, first=True), _group_words(result), result.definition, (cell,))


def _group_words(result: Result) -> str:
    return reading.capitalised(reading.group(result))


def _refused_line(shown: Shown, study: Any, result: Result) -> Line:
    group = f"{result.n} {DENOMINATOR[result.denominator]}"
    words = f"{result.events} are of the {group}; {result.events} is not divided by {study.patients}"
    return Line(study.study_id, study.label, _under(shown, study, result.arm, first=True), f"All {study.patients}", "not reported", (Cell((), "NR", words, gap=True),))


def _wordy_lines(shown: Shown, study: Any, results: Iterable[Result]) -> list[Line]:
    """A line for each statement; what the review says of both arms stands once."""
    notes = dict.fromkeys(result.note for result in results if result.state == "qualitative")
    setting = reading.capitalised(SETTING[rows.setting_of(study)])
    return [Line(study.study_id, study.label, setting, "", note, (Cell((), "NR", gap=True),)) for note in notes]


def _told(shown: Shown, domain: str) -> Told:
    """What each publication shown says in a domain; the stored gaps say nothing."""
    found = rows.by_study(shown)
    return {study: [result for result in own if result.domain == domain and result.state != "not_reported"] for study, own in found.items()}


def _carrying(shown: Shown, told: Told) -> list[Any]:
    return [study for study in rows.in_order(shown) if any(reading.has_number(result) for result in told[study.study_id])]


def _numbered(shown: Shown, told: Told) -> Pairs:
    """The numbers of each group of children, from one publication of it."""
    drawn = rows.one_a_cohort(_carrying(shown, told))
    return [(study, result) for study in drawn for result in told[study.study_id] if reading.has_number(result)]


def _wordy(shown: Shown, told: Told) -> list[Any]:
    return [study for study in rows.in_order(shown) if told[study.study_id] and not any(map(reading.has_number, told[study.study_id]))]


def _under_chart(shown: Shown, told: Told, what: str, *, wordy: bool = True) -> tuple[tuple[Aside, ...], int]:
    """What stands under the chart, and how many publications are silent."""
    carrying = _carrying(shown, told)
    drawn = rows.one_a_cohort(carrying)
    silent = [study for study in rows.in_order(shown) if not told[study.study_id]]
    asides = rows.asides(
        (rows.SAME_CHILDREN, [study for study in carrying if study not in drawn]),
        (f"{reading.capitalised(what)} in words only; the words stand in the table and in the card", _wordy(shown, told) if wordy else []),
        (f"{reading.capitalised(what)} not reported in the review", silent),
    )
    return asides, len(silent)


def _twin(shown: Shown, told: Told) -> Twin:
    columns = ("Publication", "Arm", "Setting", "What", "Group", "Time", "Value", "Interval", "Remark", "Review")
    return Twin(columns, tuple(_twin_row(study, result) for study in rows.in_order(shown) for result in told[study.study_id]))


def _twin_row(study: Any, result: Result) -> TwinRow:
    cells = (
        study.label, ARM[result.arm], SETTING[rows.setting_of(study)], reading.what(result), reading.group(result),
        time_zero(result) if result.domain == "survival" else result.timepoint, reading.value(result), reading.interval(result), result.note, result.source,
    )  # fmt: skip
    return TwinRow(cells, study.study_id)


CHARTS = (
    Chart("survival", "Survival", "How many survive, and for how long?", draw_survival),
    Chart("transplant", "Transplant", "Who reached a transplant?", draw_transplant),
)
