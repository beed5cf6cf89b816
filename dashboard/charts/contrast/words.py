"""The randomised contrast in words: a sentence, caveats, and the lines of its table; never a summary effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard import effects, schema, statistics, wording
from dashboard.charts import rows as shared
from dashboard.charts.arms import words as both
from dashboard.charts.arms.rows import Arms, Counted, Pair, RandomisedTrial
from dashboard.charts.arms.words import Cells
from dashboard.charts.chart import PLACE_COLUMN
from dashboard.charts.contrast.rows import OVERALL_SURVIVAL, SECTIONS, Section, TrialContrast, scenarios_of
from dashboard.effects import CALLED, IN_DAYS, number_of, p_words, published
from dashboard.statistics import Ratio
from dashboard.tableplot import DataTable
from dashboard.vocabulary import DENOMINATOR, ENDPOINT_WORDS, MEASURE
from dashboard.wording import joined, listed

NO_EFFECT = "Randomised, but without an effect between the arms, or an outcome in both, in what was read"
TIME = "A count of events ignores when they happened; a hazard ratio does not."
NEEDED = "Number needed to treat"
"""A column head of the table."""
SURROGATE = "of a surrogate, not of survival"
DRAWN = "differences are drawn"
NONE, SINCE_THEN_NONE = "None shown here has", "Since then none shown here has"
NO_INTERVAL = "no interval"
RESTRICTED_MEAN = "restricted mean survival"
SECONDARY = "secondary"


def sentence(contrasts: Sequence[TrialContrast]) -> str:
    """The published hazard ratios with their intervals, those for death first, and the differences in MRD.

    What came since is kept apart; the differences are then in the notes, since the sentence has to fit on a screen.
    """
    first, *later = _layers(contrasts)
    drug = wording.lowered(contrasts[0].trial.arms[0].words)
    if not first:
        opening = f"With {drug}, since then, the hazard ratio for {{}} was {{}}"
        return joined([_in_brief(later[0], opening, SINCE_THEN_NONE), _points(later[0])], " ")
    said = _in_brief(first, f"With {drug} the hazard ratio for {{}} was {{}}")
    since = [_in_brief(own, "Since then for {} {}", SINCE_THEN_NONE) for own in later]
    return joined([said, *(since or [_points(first)])], " ")


def _layers(contrasts: Sequence[TrialContrast]) -> list[list[TrialContrast]]:
    """The contrasts of a review and those that came since; one empty list where there are none."""
    return shared.apart(contrasts[0].trial.evidence, contrasts, lambda contrast: contrast.trial.study) if contrasts else [[]]


def claim(contrasts: Sequence[TrialContrast]) -> str:
    """The published hazard ratios for death, where each trial drawn has one and none came since; else empty."""
    deaths = [own for own in contrasts if own.section is OVERALL_SURVIVAL and own.hazard_ratio and not own.further]
    speaking = {contrast.trial.study for contrast in deaths} == {contrast.trial.study for contrast in contrasts}
    if not deaths or not speaking or both.several_layers([contrast.trial for contrast in contrasts]):
        return ""
    return f"With {wording.lowered(deaths[0].trial.arms[0].words)} the hazard ratio for death was {ratios_in_brief(deaths)}"


def _in_brief(contrasts: Sequence[TrialContrast], opening: str, none: str = NONE) -> str:
    """'… for death was 0.43 (0.18–1.01) [39]; for an event 0.33 (0.18–0.61) [39].'

    `opening` has a placeholder for the event and one for its ratios; `none` is said where there is no ratio, and then the effects of
    other measures.
    """
    ratios: dict[Section, list[TrialContrast]] = {OVERALL_SURVIVAL: []}
    for contrast in contrasts:
        if contrast.hazard_ratio and not contrast.further:
            ratios.setdefault(contrast.section, []).append(contrast)
    clauses = [(section.hazard or wording.lowered(section.title), ratios_in_brief(own)) for section, own in ratios.items() if own]
    forms = (opening, *("for {} {}" for _ in clauses[1:]))
    said = "; ".join(form.format(*own) for form, own in zip(forms, clauses, strict=False))
    trial = contrasts[0].trial
    silent = f"{none} a hazard ratio {trial.evidence.layer_of(trial.study).within}"
    if clauses:
        return f"{said}."
    others = _of_other_measures(contrasts)
    drawn = DRAWN if not others and any(own.points is not None for own in contrasts) else ""
    return joined([f"{joined([silent, drawn], '; ')}.", others], " ")


def _of_other_measures(contrasts: Sequence[TrialContrast]) -> str:
    """'Other measures: risk ratio, clinically relevant adverse event, 0.40 (0.24–0.65) [109].': the effects that are no hazard ratios.

    For many only how many there are; empty for none.
    """
    found = [(own, own.effect) for own in contrasts if own.effect and own.effect.estimate is not None and not own.hazard_ratio]
    if len(found) > both.MOST_NAMED:
        return f"{wording.capitalised(wording.in_words(len(found)))} effects of other measures are drawn."
    each = (
        f"{wording.lowered(effects.measure(effect))}, {wording.lowered(ENDPOINT_WORDS[effect.endpoint])}, "
        f"{published(effect)} {both.ref(own.trial)}{_doubts(own)}"
        for own, effect in found
    )
    return f"Other measures: {'; '.join(each)}." if found else ""


def _doubts(contrast: TrialContrast) -> str:
    """' (secondary, no interval)': what a reader must know of an effect that stands in a sentence; empty for nothing."""
    effect = contrast.effect
    if effect is None:
        return ""
    bare = NO_INTERVAL if effect.ci_low is None else ""
    return shared.in_brackets(joined([joined([_secondary(contrast.trial, effect), bare]), _of_the_trial_itself(contrast)], "; "))


def _of_the_trial_itself(contrast: TrialContrast) -> str:
    """'primary: restricted mean survival 72 days, 36–108': of an effect from a secondary report only.

    What the trial's own publication gives in its place, where that is of another measure.
    """
    trial, effect = contrast.trial, contrast.effect
    if effect is None or not _secondary(trial, effect):
        return ""
    own = (other for other in trial.effects if other.endpoint == effect.endpoint and other.measure != effect.measure)
    found = next((other for other in own if other.estimate is not None and not _secondary(trial, other)), None)
    if found is None:
        return ""
    measure = RESTRICTED_MEAN if found.measure == IN_DAYS else wording.lowered(effects.measure(found))
    return f"primary: {measure} {joined([effects.estimate(found), effects.interval(found)])}"


def _secondary(trial: RandomisedTrial, effect: schema.Contrast) -> str:
    """Says so if an effect is not of the trial's own publication; a review reports others' by its nature, and says nothing."""
    evidence = trial.evidence
    own = evidence.layer_of(effect).kind == "review" or evidence.source_of(effect).standing != "secondary"
    return "" if own else SECONDARY


def ratios_in_brief(contrasts: Sequence[TrialContrast]) -> str:
    """'0.62 (0.39–0.98) [38] and 0.43 (0.18–1.01) [39]'; for many '0.35 to 0.90 in five trials, two of their intervals including 1'."""
    trials = [contrast.trial for contrast in contrasts]
    effects = [effect for contrast in contrasts if (effect := contrast.hazard_ratio)]
    including = [wording.includes_one(effect) for effect in effects]
    if len(contrasts) <= both.MOST_NAMED:
        each = zip(effects, contrasts, trials, strict=True)
        return listed([f"{published(effect)} {both.ref(trial)}{_doubts(own)}" for effect, own, trial in each])
    low, *_, high = sorted(effects, key=lambda effect: effect.estimate or 0)
    bare_too = f" and {wording.in_words(including.count(None))} without an interval" if None in including else ""
    second = sum(bool(_secondary(trial, effect)) for trial, effect in zip(trials, effects, strict=True))
    from_others = f", {wording.in_words(second)} from secondary reports" if second else ""
    counted = f"{wording.number(including.count(True), 'interval')} including 1{bare_too}{from_others}"
    reach = " to ".join(dict.fromkeys(f"{end.estimate:.2f}" for end in (low, high)))
    return f"{reach} in {both.compared(trials)}, {counted}{both.again(trials)}"


def ratios_in_full(contrasts: Sequence[TrialContrast]) -> str:
    """'0.43 (95 % CI 0.18–1.01, which includes 1) in Example 2021 [39]'; for many as in `ratios_in_brief`."""
    return "; ".join(map(_ratio_in_full, contrasts)) if len(contrasts) <= both.MOST_NAMED else ratios_in_brief(contrasts)


def _ratio_in_full(contrast: TrialContrast) -> str:
    effect, label = contrast.hazard_ratio, contrast.trial.study.label
    if effect is None:
        return ""
    endpoint = "" if contrast.section is OVERALL_SURVIVAL else f", {wording.lowered(ENDPOINT_WORDS[effect.endpoint])}"
    including, second = (
        wording.includes_one(effect),
        shared.in_brackets(f"{SECONDARY} report" if _secondary(contrast.trial, effect) else ""),
    )
    if including is None:
        return f"{effect.estimate:.2f} (without an interval) in {label}{endpoint}{second}"
    limits = f"{effect.ci_level:g} % CI {effect.ci_low:.2f}–{effect.ci_high:.2f}, which {wording.INCLUDES[including]} 1"
    return f"{effect.estimate:.2f} ({limits}) in {label}{endpoint}{second}"


def _points(contrasts: Sequence[TrialContrast]) -> str:
    """'MRD-negative +43 [38] (no interval), MRD remission +36 [39] points.'; for many the range; empty where nothing is reached."""
    reached = [(contrast, contrast.points) for contrast in contrasts if contrast.section.is_reached and contrast.points is not None]
    if len(reached) <= both.MOST_NAMED:
        each = (
            f"{outcome(contrast)} {both.whole(points)} {both.ref(contrast.trial)}{'' if contrast.counted else f' ({NO_INTERVAL})'}"
            for contrast, points in reached
        )
        return f"{', '.join(each)} points." if reached else ""
    names = dict.fromkeys(outcome(contrast) for contrast, _ in reached)
    ends = min(points for _, points in reached), max(points for _, points in reached)
    trials = [contrast.trial for contrast, _ in reached]
    bare = sum(contrast.counted is None for contrast, _ in reached)
    without = f", {wording.in_words(bare)} without an interval" if bare else ""
    reach = " to ".join(dict.fromkeys(map(both.whole, ends)))
    return f"{' or '.join(names)} {reach} points in {both.compared(trials)}{without}{both.again(trials)}."


def outcome(contrast: TrialContrast) -> str:
    """'disease-free survival'; empty where the arms report no outcome."""
    return "" if contrast.points is None else wording.lowered(ENDPOINT_WORDS[contrast.results[0].endpoint])


def whom(contrast: TrialContrast) -> str:
    """'of 49 and 48 with a printed result': whom the arms' denominators count, if not all who were randomised; else empty."""
    if not contrast.counted:
        return ""
    if contrast.section in SECTIONS and {result.denominator for result in contrast.results} & {"randomised", "treated"}:
        return ""
    _, one, _, other = contrast.counted.counts
    whose = {result.denominator: result.n_basis for result in contrast.results}
    said = "with a printed result" if whose == {"not_stated": "stated"} else " or ".join(DENOMINATOR[code] for code in whose)
    return f"of {one} and {other} {said}"


def sensitivity(contrast: TrialContrast) -> str:
    whom = f"of the {contrast.missing} without a printed result"
    return f"Sensitivity, {contrast.trial.study.label}: {outcome(contrast)} if reached, {whom}, by"


def whose(contrast: TrialContrast) -> str:
    """'Sponsor on AALL1731, secondary report': the source of an effect, if it is not the publication's own, and its standing."""
    evidence, effect = contrast.trial.evidence, contrast.effect
    if effect is None or not (standing := wording.standing(evidence, effect)):
        return ""
    source = evidence.source_of(effect)
    return joined([source.label if source != evidence.source_of(contrast.trial.study) else "", standing.removeprefix(", ")])


def caveats(trials: Sequence[RandomisedTrial], contrasts: Sequence[TrialContrast]) -> list[str]:
    """The differences in MRD where the sentence has no room for them, how each trial was done, and the numbers needed to treat."""
    first, *later = _layers(contrasts)
    reached = [_points(first), *(f"Since then {said}" if (said := _points(own)) else "" for own in later)] if first and later else []
    needed = (numbers_needed(trial, contrasts) for trial in trials)
    return [*both.of_all(trials), *filter(None, reached), *map(conduct, trials), *needed]


def conduct(trial: RandomisedTrial) -> str:
    """How a trial was done and how it ended, in the tables' words."""
    return joined(
        [f"{trial.study.label}: {both.randomised_words(trial)}; {cycles(trial)}.", trial.study.patients_note, *trial.early_stops], " "
    )


def cycles(trial: RandomisedTrial) -> str:
    """The randomised cycles of each arm: '1 cycle in each arm', '2 cycles and 2 blocks'."""
    found = [[row for row in trial.of(arm, "cycles") if row.estimate is not None and row.unit] for arm in trial.arms]
    if not all(found):
        return "cycles not reported"
    one, other = (wording.figure(int(own[0].estimate or 0), own[0].unit.removesuffix("s")) for own in found)
    return f"{one} in each arm" if one == other else f"{one} and {other}"


def numbers_needed(trial: RandomisedTrial, contrasts: Sequence[TrialContrast]) -> str:
    """The numbers needed to treat that a trial's counts allow, with limits through infinity where they must be; or why there are none."""
    clauses = [f"{wording.what(own.results[0])}: {needed(own, own.counted)}" for own in contrasts if own.trial is trial and own.counted]
    if not clauses:
        return f"{trial.study.label}: a number needed to treat cannot be derived: {both.no_sizes(trial)}."
    return joined([f"{trial.study.label}, number needed to treat. {'. '.join(clauses)}.", *trial.early_stops, follow_up(trial), TIME], " ")


def needed(contrast: TrialContrast, counted: Counted) -> str:
    """'to benefit 3.9 (95 % CI 2.4 to 14)', with a note where the trial ended early, and that MRD is not survival."""
    found = statistics.number_needed_to_treat(counted.difference, higher_is_benefit=not contrast.harm)
    early = "trial ended early" if contrast.trial.early_stops else ""
    surrogate = SURROGATE if contrast.section.is_reached else ""
    return joined([found.describe().removeprefix("number needed to treat "), surrogate, early], "; ")


def follow_up(trial: RandomisedTrial) -> str:
    """'Follow-up differs between patients: median 22.4 months (8.1–34.2, interquartile range).'; empty where nothing is said about it."""
    found = [result for result in trial.results if result.endpoint == "follow_up" and result.state == "estimate"]
    clauses = [f"median {wording.value(result)}{f' ({spread})' if (spread := wording.interval(result)) else ''}" for result in found]
    return f"Follow-up differs between patients: {listed(clauses)}." if clauses else ""


def verdict(counted: Counted) -> str:
    """Whether Newcombe's interval includes 0, with its limit nearest to 0; without a verdict where another method disagrees."""
    if counted.includes_zero is None:
        return f"{both.nearest([counted])}; {both.NO_VERDICT}"
    return f"interval {wording.INCLUDES[counted.includes_zero]} 0, {both.nearest([counted])}"


def table(contrasts: Sequence[TrialContrast], arms: Arms) -> DataTable:
    """A line for each effect, difference, risk ratio and scenario."""
    heads = ("Endpoint", "Measure", *(arm.words for arm in arms), "Effect", both.INTERVAL, "In words", NEEDED, "Note", PLACE_COLUMN)
    return both.table_of(heads, ((own.trial, line) for own in contrasts for line in _contrast_lines(own)))


def _contrast_lines(contrast: TrialContrast) -> Iterator[Cells]:
    yield effect_line(contrast)
    for own in (contrast, *scenarios_of(contrast)):
        if own.points is not None:
            yield difference_line(own)
        if own.counted and own.counted.ratio and not own.assumed:
            yield _ratio_line(own, own.counted.ratio)


def effect_line(contrast: TrialContrast) -> Cells:
    effect, none = contrast.effect, "not reported"
    if effect is None:
        return {"Endpoint": contrast.section.title, "Measure": MEASURE["hazard_ratio"], "Effect": none}
    including, limits = wording.includes_one(effect), effects.interval(effect)
    interval = "no interval stated" if including is None else f"interval {wording.INCLUDES[including]} 1"
    stated = (interval, p_words(effect)) if contrast.hazard_ratio else _p_of(effect)
    return {
        "Endpoint": ENDPOINT_WORDS[effect.endpoint], "Measure": MEASURE[effect.measure],
        "Effect": number_of(effect, effect.estimate) or none, both.INTERVAL: f"{limits}, as published" if limits else "",
        "In words": joined([*stated, CALLED.get(effect.stated_significant, "")], "; "), "Note": effect.note,
        PLACE_COLUMN: wording.place(contrast.trial.evidence, effect),
    }  # fmt: skip


def _p_of(effect: schema.Contrast) -> tuple[str, ...]:
    """The p value of a measure other than a hazard ratio.

    That beside a difference in mean survival time is left out: it belongs to another test, as its note says.
    """
    return (p_words(effect),) if effect.p_value is not None and effect.measure != IN_DAYS else ()


def _of_pair(pair: Pair) -> dict[str, str]:
    arms = {arm.words: wording.value(result) for arm, result in pair.by_arm}
    return {"Endpoint": wording.what(pair.results[0]), **arms, PLACE_COLUMN: both.places(pair)}


def difference_line(contrast: TrialContrast) -> Cells:
    """A difference as reported, or under an assumption; then its counts are ours, and no source has them."""
    counted = contrast.counted
    if contrast.assumed:
        measure = f"Sensitivity, if of the {contrast.missing} without a printed result {contrast.assumed} reached it"
        arms = {arm.words: f"{wording.fraction(result)} ‡" for arm, result in contrast.by_arm}
        cells = {"Endpoint": wording.capitalised(outcome(contrast)), "Measure": measure, **arms}
    else:
        cells = {**_of_pair(contrast), "Measure": f"Difference in {contrast.harm or outcome(contrast)}, points"}
    effect = both.signed(contrast.points or 0.0, contrast.decimals)
    cells |= {"Effect": effect, both.INTERVAL: both.interval(contrast), "In words": verdict(counted) if counted else ""}
    needs = needed(contrast, counted) if counted else cells[both.INTERVAL]
    return {**cells, NEEDED: needs, "Note": "" if contrast.assumed else both.notes(contrast)}


def _ratio_line(pair: Pair, ratio: Ratio) -> Cells:
    """The line of the risk ratio with its limits."""
    interval = f"{ratio.low:.2f}–{ratio.high:.2f}, log method, computed"
    including = f"interval {wording.INCLUDES[ratio.low <= 1 <= ratio.high]} 1"
    return {**_of_pair(pair), "Measure": "Risk ratio", "Effect": f"{ratio.estimate:.2f}", both.INTERVAL: interval, "In words": including}
