"""How the charts of the randomised trials put it: differences, effects, events, sentences, caveats and the lines of their tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dashboard import schema, statistics, wording
from dashboard.charts import rows as shared
from dashboard.charts.chart import PLACE_COLUMN
from dashboard.charts.randomised.effects import CALLED, IN_DAYS, limits, number_of, p_words
from dashboard.charts.randomised.rows import SECTIONS, Arms, Contrast, Counted, Event, Pair, Trial, event_rows, scenarios_of
from dashboard.schema import Result
from dashboard.statistics import Ratio
from dashboard.tableplot import DataTable, TableRow
from dashboard.vocabulary import DENOMINATOR, ENDPOINT_WORDS, GRADE, MEASURE, TOXICITY_COLUMNS
from dashboard.wording import joined, listed

ABSENCE = "That is an absence of reports, not evidence of no effect."
NO_TRIAL = f"No randomised trial is among the publications shown. {ABSENCE}"
NOT_RANDOMISED = "Not randomised, so no arm to compare with"
NO_EFFECT = "Randomised, but without an effect between the arms, or an outcome in both, in what was read"
NO_EVENT = "Randomised, but without any of these adverse events by arm in what was read, or the same children as another trial shown"
TIME = "A count of events ignores when they happened; a hazard ratio does not."
SURROGATE = "of a surrogate, not of survival"
NO_VERDICT = "no verdict on 0, since methods differ"
INTERVAL, NEEDED, STATED, DIFFERENCE = "95 % interval", "Number needed to treat", "As stated", "Difference, points"
"""Heads of columns of the tables."""
BRIEF_GRADE = {**GRADE, "lt3": "grade < 3", "ge3": "grade ≥ 3", "higher": "“higher” grade"}
ENDED_EARLY, WITHOUT_N = "¶", "hollow: % without n"
SIGNS = {
    "‡": "worked out from percentages", ENDED_EARLY: "ended early", "*": "probably serious", "†": "implied", "§": GRADE["lt3"],
}  # fmt: skip


def signed(value: float, decimals: int) -> str:
    """A difference with its sign always said: '−25.9', '+43', '0'."""
    rounded = round(value, decimals)
    return f"{'−' if rounded < 0 else '+' if rounded > 0 else ''}{abs(rounded):.{decimals}f}"


def whole(value: float) -> str:
    """A difference in whole points, unless what is not 0 would look like it."""
    return signed(value, 1 if value and not round(value) else 0)


def briefly(pair: Pair) -> str:
    """'−19 (−36 to −1)', '−50', with the interval where both arms are counted; empty where there is no difference."""
    if pair.counted:
        estimate, low, high = map(whole, pair.counted.difference)
        return f"{estimate} ({low} to {high})"
    return "" if pair.points is None else whole(pair.points)


def no_sizes(trial: Trial) -> str:
    """Why no interval can be derived: 'arm sizes are not in the review'; where they are, that events are not counted."""
    known = "percentages of arms of known size, but no count of events, are" if trial.prints_sizes else "arm sizes are not"
    return f"{known} {trial.evidence.layer_of(trial.study).within}"


def nearest(counted: Sequence[Counted]) -> str:
    """The limit of some differences that is nearest to 0."""
    return f"nearest limit {signed(min((limit for found in counted for limit in found.difference[1:]), key=abs), 1)}"


def verdict(counted: Counted) -> str:
    """Whether Newcombe's interval includes 0, with its nearest limit; without a verdict where another method says otherwise."""
    if counted.includes_zero is None:
        return f"{nearest([counted])}; {NO_VERDICT}"
    return f"interval {wording.INCLUDES[counted.includes_zero]} 0, {nearest([counted])}"


def needed(contrast: Contrast, counted: Counted) -> str:
    """'to benefit 3.9 (95 % CI 2.4 to 14)', that the trial ended early, and that MRD is not survival."""
    found = statistics.number_needed_to_treat(counted.difference, higher_is_benefit=not contrast.harm)
    early = "trial ended early" if contrast.trial.early_stops else ""
    surrogate = SURROGATE if contrast.section.is_reached else ""
    return joined([found.describe().removeprefix("number needed to treat "), surrogate, early], "; ")


def brief(result: Result) -> str:
    """One arm in a few characters: '17/54', '54.4 %', '1 patient', '0 †', '3 days', 'NR'."""
    if result.state in ("qualitative", "approximate", "estimate"):
        return wording.value(result)
    if result.state in ("not_reported", "implied_zero"):
        return "NR" if result.state == "not_reported" else "0 †"
    if wording.is_counted(result):
        return wording.fraction(result)
    return wording.percentage(result) or wording.figure(result.events or 0, "patient")


def both_briefly(pair: Pair) -> tuple[str, str]:
    """Both arms in a few characters, the unit once: '15' and '65 %'."""
    one, other = (brief(result).replace(" ", "\u00a0") for result in pair.results)
    return (one.removesuffix("\u00a0%") if other.endswith("%") else one), other


# Trials


def nothing_drawn(trials: Sequence[Trial], figure: str) -> str:
    """Why no row is drawn: no randomised trial is shown, or none of those shown gives such a figure."""
    return f"No randomised trial among the publications shown gives {figure} in what was read. {ABSENCE}" if trials else NO_TRIAL


def randomised_words(trial: Trial) -> str:
    """'54 ‡ and 54 ‡ randomised', or all together where the source does not print the size of either arm."""
    sizes = [f"{size.events}{wording.mark(size)}" for arm in trial.arms if (size := trial.size(arm))]
    return f"{' and '.join(sizes)} randomised" if len(sizes) == len(trial.arms) else f"{trial.study.patients} randomised"


def cycles(trial: Trial) -> str:
    """The randomised cycles of each arm: '1 cycle in each arm'."""
    found = [[row.estimate for row in trial.of(arm, "cycles") if row.unit == "cycles" and row.estimate is not None] for arm in trial.arms]
    if not all(found):
        return "cycles not reported"
    one, other = (wording.figure(int(own[0]), "cycle") for own in found)
    return f"{one} in each arm" if one == other else f"{one} and {other}"


def compared(trials: Iterable[Trial]) -> str:
    """'two trials': how many groups of children were randomised; where a trial randomised several, 'three randomised comparisons'."""
    groups = {trial.study.cohort_id: trial.study.trial_id or trial.study.cohort_id for trial in trials}
    return wording.number(len(groups), "trial" if len(set(groups.values())) == len(groups) else "randomised comparison")


def of_all(trials: Sequence[Trial]) -> list[str]:
    """That several trials are apart: what must be said of many, and of one need not."""
    several = len({trial.study.cohort_id for trial in trials}) > 1
    return [f"The {compared(trials)} are shown side by side and never combined."] if several else []


# Contrasts


def outcome(contrast: Contrast) -> str:
    """'disease-free survival'; empty where the arms report no outcome."""
    return "" if contrast.points is None else wording.lowered(ENDPOINT_WORDS[contrast.results[0].endpoint])


def whom(contrast: Contrast) -> str:
    """'of 49 and 48 with a printed result': whom the arms' denominators count, where not all who were randomised; else empty."""
    if not contrast.counted:
        return ""
    if contrast.section in SECTIONS and {result.denominator for result in contrast.results} & {"randomised", "treated"}:
        return ""
    _, one, _, other = contrast.counted.counts
    whose = {result.denominator: result.n_basis for result in contrast.results}
    said = "with a printed result" if whose == {"not_stated": "stated"} else " or ".join(DENOMINATOR[code] for code in whose)
    return f"of {one} and {other} {said}"


def sensitivity(contrast: Contrast) -> str:
    whom = f"of the {contrast.missing} without a printed result"
    return f"Sensitivity, {contrast.trial.study.label}: {outcome(contrast)} if reached, {whom}, by"


def whose(contrast: Contrast) -> str:
    """'Sponsor on AALL1731, secondary report': how near what was read is, and whose figure it is where not the publication's."""
    evidence, effect = contrast.trial.evidence, contrast.effect
    if effect is None or not (standing := wording.standing(evidence, effect)):
        return ""
    source = evidence.source_of(effect)
    return joined([source.label if source != evidence.source_of(contrast.trial.study) else "", standing.removeprefix(", ")])


def conduct(trial: Trial) -> str:
    """How a trial was done and how it ended, in the tables' words."""
    return joined([f"{trial.study.label}: {randomised_words(trial)}; {cycles(trial)}.", trial.study.patients_note, *trial.early_stops], " ")


def numbers_needed(trial: Trial) -> str:
    """The numbers needed to treat that a trial's counts allow, through infinity where they must; or why there are none."""
    told = [f"{wording.what(own.results[0])}: {needed(own, own.counted)}" for own in trial.contrasts if own.counted]
    if not told:
        return f"{trial.study.label}: a number needed to treat cannot be derived: {no_sizes(trial)}."
    return joined([f"{trial.study.label}, number needed to treat. {'. '.join(told)}.", *trial.early_stops, follow_up(trial), TIME], " ")


def follow_up(trial: Trial) -> str:
    """'Follow-up differs between patients: median 22.4 months (8.1–34.2, interquartile range).'; empty where nothing is said of it."""
    found = [result for result in trial.results if result.endpoint == "follow_up" and result.state == "estimate"]
    told = [f"median {wording.value(result)}{f' ({spread})' if (spread := wording.interval(result)) else ''}" for result in found]
    return f"Follow-up differs between patients: {listed(told)}." if told else ""


# Adverse events


def column_words(column: str) -> str:
    """The name of an event: 'Infection', 'Treatment interrupted or stopped'."""
    first, *rest = (ENDPOINT_WORDS[endpoint] for endpoint in TOXICITY_COLUMNS[column])
    return " or ".join([first, *(words.removeprefix(f"{first.partition(' ')[0]} ") for words in rest)])


def short_name(column: str) -> str:
    """The same, as short as a figure needs it: 'CRS' without its long form, the grade in signs."""
    name = column_words(column)
    abbreviated = re.search(r"\((\w+)\)$", name)
    return abbreviated[1] if abbreviated else name.replace(f"of {GRADE['ge3']}", BRIEF_GRADE["ge3"])


def denominators(trial: Trial) -> str:
    """Of whom a trial's events are counted: 'of 54 ‡ and 51 ‡'; empty where an arm has no count."""
    by_arm = zip(*(event.results for event in trial.events), strict=True)
    counted = [[result for result in arm if wording.is_counted(result)] for arm in by_arm]
    sizes = ("/".join(dict.fromkeys(f"{result.n}{wording.mark(result)}" for result in arm)) for arm in counted)
    return f"of {' and '.join(sizes)}" if all(counted) else ""


def toxicity_caveats(trial: Trial) -> str:
    """Whom a trial counts."""
    return f"{trial.study.label}: {denominators(trial) or f'percentages only: {no_sizes(trial)}'}; {randomised_words(trial)}."


def why_in_words(trials: Sequence[Trial]) -> list[str]:
    """What stands in words for an event whose figures would mislead in one row, with the reason: those by risk group, for example."""
    found = ((event.trial, result) for row in event_rows(trials) for event in row for result in event.results)
    reasons = ((trial, result) for trial, result in found if result.state == "qualitative" and result.reason)
    return [*dict.fromkeys(f"{trial.study.label}: {result.definition}: {result.note}" for trial, result in reasons)]


def of_both_arms(trials: Sequence[Trial]) -> list[str]:
    """What the source says of the toxicity of both arms together, and of which trials: others may stand beside them."""
    said: dict[str, list[str]] = {}
    for trial in trials:
        for arm in trial.evidence.arms:
            for result in trial.of(arm, "toxicity") if arm.role == "both" else ():
                said.setdefault(result.note, []).append(trial.study.label)
    return [f"{', '.join(labels)}: {note}" for note, labels in said.items() if note]


# The tables: a line for each measure of each trial, as cells by their column

Cells = Mapping[str, str]


def said(trial: Trial, cells: Cells) -> str:
    """A line as one text, for a hover and an accessible name, with the name of the source."""
    evidence, filled = trial.evidence, {head: cell.rstrip(".") for head, cell in cells.items() if cell}
    if len(evidence.sources) == 1 and PLACE_COLUMN in filled:
        filled[PLACE_COLUMN] = f"{evidence.source_of(trial.study).label} {filled[PLACE_COLUMN]}"
    return ". ".join(f"{head}: {cell}" for head, cell in filled.items())


def _table(heads: Sequence[str], lines: Iterable[tuple[Trial, Cells]]) -> DataTable:
    rows = []
    for trial, cells in lines:
        name = joined([trial.study.label, shared.tag(trial.evidence, trial.study), trial.longer], "; ")
        rows.append(TableRow((name, *(cells.get(head, "") for head in heads)), trial.study.study_id))
    return DataTable(("Publication", *heads), tuple(rows))


def _interval(pair: Pair) -> str:
    if not pair.counted:
        return f"cannot be derived: {no_sizes(pair.trial)}"
    return f"{signed(pair.counted.difference.low, 1)} to {signed(pair.counted.difference.high, 1)}, Newcombe, computed"


def contrast_table(contrasts: Sequence[Contrast], arms: Arms) -> DataTable:
    """A line for each effect, difference, ratio of risks and scenario."""
    heads = ("Endpoint", "Measure", *(arm.words for arm in arms), "Effect", INTERVAL, "In words", NEEDED, "Note", PLACE_COLUMN)
    return _table(heads, ((own.trial, line) for own in contrasts for line in _contrast_lines(own)))


def _contrast_lines(contrast: Contrast) -> Iterator[Cells]:
    yield effect_line(contrast)
    for own in (contrast, *scenarios_of(contrast)):
        if own.points is not None:
            yield difference_line(own)
        if own.counted and own.counted.ratio and not own.assumed:
            yield _ratio_line(own, own.counted.ratio)


def effect_line(contrast: Contrast) -> Cells:
    effect, none = contrast.effect, "not reported"
    if effect is None:
        return {"Endpoint": contrast.section.title, "Measure": MEASURE["hazard_ratio"], "Effect": none}
    including = wording.includes_one(effect)
    interval = "no interval stated" if including is None else f"interval {wording.INCLUDES[including]} 1"
    stated = (interval, p_words(effect)) if contrast.hazard_ratio else _p_of(effect)
    return {
        "Endpoint": ENDPOINT_WORDS[effect.endpoint], "Measure": MEASURE[effect.measure],
        "Effect": number_of(effect, effect.estimate) or none, INTERVAL: f"{own}, as published" if (own := limits(effect)) else "",
        "In words": joined([*stated, CALLED.get(effect.stated_significant, "")], "; "), "Note": effect.note,
        PLACE_COLUMN: wording.place(contrast.trial.evidence, effect),
    }  # fmt: skip


def _p_of(effect: schema.Contrast) -> tuple[str, ...]:
    """The p value of another measure than a hazard ratio; that beside a difference in mean survival time is of another test (its note)."""
    return (p_words(effect),) if effect.p_value is not None and effect.measure != IN_DAYS else ()


def _of_pair(pair: Pair) -> dict[str, str]:
    arms = {arm.words: wording.value(result) for arm, result in pair.by_arm}
    return {"Endpoint": wording.what(pair.results[0]), **arms, PLACE_COLUMN: _places(pair)}


def _places(pair: Pair) -> str:
    """Where something is said, each place once; where nothing is, what was looked through."""
    return "; ".join(wording.places(pair.trial.evidence, pair.reported or pair.results))


def _notes(pair: Pair) -> str:
    return joined(dict.fromkeys(result.note for result in pair.results), " ")


def difference_line(contrast: Contrast) -> Cells:
    """A difference as reported, or under an assumption: then of counts of ours, which no source has."""
    counted = contrast.counted
    if contrast.assumed:
        measure = f"Sensitivity, if of the {contrast.missing} without a printed result {contrast.assumed} reached it"
        arms = {arm.words: f"{wording.fraction(result)} ‡" for arm, result in contrast.by_arm}
        cells = {"Endpoint": wording.capitalised(outcome(contrast)), "Measure": measure, **arms}
    else:
        cells = {**_of_pair(contrast), "Measure": f"Difference in {contrast.harm or outcome(contrast)}, points"}
    interval, note = _interval(contrast), "" if contrast.assumed else _notes(contrast)
    effect = signed(contrast.points or 0.0, contrast.decimals)
    cells |= {"Effect": effect, INTERVAL: interval, "In words": verdict(counted) if counted else ""}
    return {**cells, NEEDED: needed(contrast, counted) if counted else interval, "Note": note}


def _ratio_line(pair: Pair, ratio: Ratio) -> Cells:
    """The ratio of the two risks with its limits."""
    interval = f"{ratio.low:.2f}–{ratio.high:.2f}, log method, computed"
    including = f"interval {wording.INCLUDES[ratio.low <= 1 <= ratio.high]} 1"
    return {**_of_pair(pair), "Measure": "Risk ratio", "Effect": f"{ratio.estimate:.2f}", INTERVAL: interval, "In words": including}


def toxicity_table(events: Iterable[Event], arms: Arms) -> DataTable:
    """A line for each event, and for each further count that stands with it."""
    heads = ("Event", STATED, *(arm.words for arm in arms), DIFFERENCE, INTERVAL, "Note", PLACE_COLUMN)
    return _table(heads, ((event.trial, line) for event in events for line in event_lines(event)))


def event_lines(event: Event) -> list[Cells]:
    """Both arms, and further counts that stand with them."""
    arms = {}
    for arm, result in event.by_arm:
        arms[arm.words] = joined([wording.value(result), wording.interval(result) if result.state == "count" else ""], "; ")
    cells = {"Event": column_words(event.column), STATED: _stated(event.reported), **arms}
    if event.points is not None:
        cells |= {DIFFERENCE: signed(event.points, event.decimals), INTERVAL: _interval(event)}
    cells |= {"Note": _notes(event), PLACE_COLUMN: _places(event)}
    return [cells, *(_further_line(event.trial, result) for result in event.further)]


def _further_line(trial: Trial, result: Result) -> Cells:
    own = {arm.words: wording.value(result) for arm in trial.arms if result.arm == arm.arm}
    place = wording.place(trial.evidence, result)
    return {"Event": ENDPOINT_WORDS[result.endpoint], STATED: _stated([result]), **own, "Note": result.note, PLACE_COLUMN: place}


def _stated(reported: Sequence[Result]) -> str:
    """Grade, seriousness and relation as stated, and what is not."""
    if not reported:
        return ""
    return joined([wording.toxicity_terms(reported[0]), GRADE["not_stated"] if reported[0].grade == "not_stated" else ""])
