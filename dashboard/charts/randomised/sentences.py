"""What the randomised trials say in a sentence: trial by trial while they are few, never a summary effect.

Of many trials it is said how many there are and from where to where they reach, so that a sentence neither grows with each trial nor
leaves one out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dashboard import wording
from dashboard.charts import rows as shared
from dashboard.charts.randomised.effects import published
from dashboard.charts.randomised.rows import OVERALL_SURVIVAL, Contrast, Event, Section, Trial
from dashboard.charts.randomised.words import BRIEF_GRADE, NO_VERDICT, brief, compared, nearest, outcome, short_name, whole
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Result
from dashboard.vocabulary import ENDPOINT_WORDS
from dashboard.wording import joined, listed

MOST_TOLD = 3
"""Trials that a sentence tells one by one."""
NO_INTERVAL = "(no interval)"


def _ref(trial: Trial) -> str:
    """'[38]'; of a later report '[105] (same children as [39])'."""
    return f"[{trial.study.ref}]{_again([trial])}"


def _again(trials: Iterable[Trial]) -> str:
    """' (same children as [39])': whose children some reports give again; empty where none does. The rows say that it is for longer."""
    again = dict.fromkeys(trial.longer.partition(",")[0] for trial in trials if trial.longer)
    return f" ({'; '.join(again)})" if again else ""


# Contrasts


def contrast_sentence(contrasts: Sequence[Contrast]) -> str:
    """The published hazard ratios with their intervals, those of death first, and the differences in MRD; what came since apart."""
    trial = contrasts[0].trial
    first, *later = shared.apart(trial.evidence, contrasts, lambda contrast: contrast.trial.study)
    drug = trial.arms[0].words.lower()
    if not first:
        return _contrasts_told(later[0], f"With {drug}, since then, the hazard ratio for {{}} was {{}}", SINCE_THEN_NONE)
    said = (_contrasts_told(own, "Since then for {} {}", SINCE_THEN_NONE) for own in later)
    return " ".join([_contrasts_told(first, f"With {drug} the hazard ratio for {{}} was {{}}"), *said])


def contrast_claim(contrasts: Sequence[Contrast]) -> str:
    """The published hazard ratios of death, where each trial drawn has one and none came since; else empty."""
    deaths = [contrast for contrast in contrasts if contrast.section is OVERALL_SURVIVAL and contrast.hazard_ratio]
    speaking = {contrast.trial.study for contrast in deaths} == {contrast.trial.study for contrast in contrasts}
    if not deaths or not speaking or _several_layers([contrast.trial for contrast in contrasts]):
        return ""
    return f"With {deaths[0].trial.arms[0].words.lower()} the hazard ratio for death was {ratios_told(deaths)}"


def _several_layers(trials: Sequence[Trial]) -> bool:
    """Whether some came since, so that no claim may merge them with the others."""
    return len(shared.apart(trials[0].evidence, trials, lambda trial: trial.study)) > 1


NONE, SINCE_THEN_NONE = "None shown here has", "Since then none shown here has"


def _contrasts_told(contrasts: Sequence[Contrast], opening: str, none: str = NONE) -> str:
    """'… for death was 0.43 (0.18–1.01) [39]; for an event 0.33 (0.18–0.61) [39]. MRD remission +36 [39] points.'

    `opening` has a place for the event and one for its ratios; `none` stands where there is no ratio.
    """
    ratios: dict[Section, list[Contrast]] = {OVERALL_SURVIVAL: []}
    for contrast in contrasts:
        if contrast.hazard_ratio:
            ratios.setdefault(contrast.section, []).append(contrast)
    told = [(section.hazard or wording.lowered(section.title), ratios_told(own)) for section, own in ratios.items() if own]
    forms = (opening, *("for {} {}" for _ in told[1:]))
    said = "; ".join(form.format(*own) for form, own in zip(forms, told, strict=False))
    trial = contrasts[0].trial
    silent = f"{none} a hazard ratio {trial.evidence.layer_of(trial.study).within}."
    return joined([f"{said}." if told else silent, _points_told(contrasts)], " ")


def ratios_told(contrasts: Sequence[Contrast]) -> str:
    """'0.62 (0.39–0.98) [38] and 0.43 (0.18–1.01) [39]'; of many '0.35 to 0.90 in five trials, two of their intervals including 1'."""
    trials = [contrast.trial for contrast in contrasts]
    effects = [effect for contrast in contrasts if (effect := contrast.hazard_ratio)]
    including = [wording.includes_one(effect) for effect in effects]
    if len(contrasts) <= MOST_TOLD:
        bare = ("" if known is not None else f" {NO_INTERVAL}" for known in including)
        each = zip(effects, bare, trials, strict=True)
        return listed([f"{published(effect)} {_ref(trial)}{without}" for effect, without, trial in each])
    low, *_, high = sorted(effects, key=lambda effect: effect.estimate or 0)
    bare_too = f" and {wording.in_words(including.count(None))} without an interval" if None in including else ""
    counted = f"{wording.number(including.count(True), 'interval')} including 1{bare_too}"
    reach = " to ".join(dict.fromkeys(f"{end.estimate:.2f}" for end in (low, high)))
    return f"{reach} in {compared(trials)}, {counted}{_again(trials)}"


def ratios_in_full(contrasts: Sequence[Contrast]) -> str:
    """'0.43 (95 % CI 0.18–1.01, which includes 1) in Example 2021 [39]': the same with what the intervals include and whose they are."""
    return "; ".join(map(_ratio_in_full, contrasts)) if len(contrasts) <= MOST_TOLD else ratios_told(contrasts)


def _ratio_in_full(contrast: Contrast) -> str:
    effect, label = contrast.hazard_ratio, contrast.trial.study.label
    if effect is None:
        return ""
    endpoint = "" if contrast.section is OVERALL_SURVIVAL else f", {wording.lowered(ENDPOINT_WORDS[effect.endpoint])}"
    including = wording.includes_one(effect)
    if including is None:
        return f"{effect.estimate:.2f} (without an interval) in {label}{endpoint}"
    limits = f"{effect.ci_level:g} % CI {effect.ci_low:.2f}–{effect.ci_high:.2f}, which {wording.INCLUDES[including]} 1"
    return f"{effect.estimate:.2f} ({limits}) in {label}{endpoint}"


def _points_told(contrasts: Sequence[Contrast]) -> str:
    """'MRD-negative +43 [38] (no interval), MRD remission +36 [39] points.'; of many the range; empty where nothing is reached."""
    reached = [(contrast, contrast.points) for contrast in contrasts if contrast.section.is_reached and contrast.points is not None]
    if len(reached) <= MOST_TOLD:
        each = (
            f"{outcome(contrast)} {whole(points)} {_ref(contrast.trial)}{'' if contrast.counted else f' {NO_INTERVAL}'}"
            for contrast, points in reached
        )
        return f"{', '.join(each)} points." if reached else ""
    names = dict.fromkeys(outcome(contrast) for contrast, _ in reached)
    ends = min(points for _, points in reached), max(points for _, points in reached)
    trials = [contrast.trial for contrast, _ in reached]
    bare = sum(contrast.counted is None for contrast, _ in reached)
    without = f", {wording.in_words(bare)} without an interval" if bare else ""
    return f"{' or '.join(names)} {' to '.join(dict.fromkeys(map(whole, ends)))} points in {compared(trials)}{without}{_again(trials)}."


# Adverse events

Told = list[tuple[Trial, list[Event]]]
"""Some events of each trial that has any."""


def toxicity_sentence(evidence: Evidence, trials: Sequence[Trial]) -> str:
    """How many events of each trial are less and more frequent in the experimental arm, and by how much; what came since apart."""
    first, *later = shared.apart(evidence, trials, lambda trial: trial.study)
    said = [wording.capitalised(_toxicity_told(first)), *(f"Since then {_toxicity_told(own)}" for own in later)]
    return joined(said, " ")


def _toxicity_told(trials: Sequence[Trial]) -> str:
    """'four events [38] and two [39] are less frequent with drug, one [39] more. Less: by 25–53 points [38]; by …'"""
    said = _directions_told(trials)
    alone = [(trial, events) for trial in trials if (events := [event for _, own in _alone(trial) for event, _ in own])]
    one_arm = f"With a figure in one arm only: {_counted(alone, 'event')}." if alone else ""
    sizes, sized = toxicity_sizes(trials), [events for told in _by_direction(trials)[:2] for _, events in told]
    if len(said) == len(sized) == len(trials) == 1:  # whose and in which direction is said already
        said, sizes = [*said, _size(sized[0])], ""
    opening = f"{', '.join(said)}." if said else ""
    return joined([opening, sizes, *_none_in_both(trials, said), one_arm], " ")


def toxicity_claim(evidence: Evidence, trials: Sequence[Trial]) -> str:
    """How many events of each trial are less and more frequent, where each trial drawn has some and none came since; else empty."""
    whole = trials and all(any(_by_sign(trial.events)) for trial in trials) and not _several_layers(trials)
    return wording.capitalised(", ".join(_directions_told(trials))) if whole else ""


def _directions_told(trials: Sequence[Trial]) -> list[str]:
    """'four events [38] and two [39] are less frequent with drug', 'one [39] more'."""
    drug, said = trials[0].arms[0].words.lower() if trials else "", list[str]()
    for (full, short), own in zip(DIRECTIONS, _by_direction(trials), strict=True):
        if own and said:
            said.append(f"{_counted(own)} {short}")
        elif own:
            said.append(f"{_counted(own, 'event')} {'is' if len(own) == len(own[0][1]) == 1 else 'are'} {full.format(drug=drug)}")
    return said


DIRECTIONS = (
    ("less frequent with {drug}", "less"),
    ("more frequent with {drug}", "more"),
    ("as frequent in both arms", "as frequent in both arms"),
)
"""What the sign of a difference says of an event, in full and after another."""


def _by_direction(trials: Sequence[Trial]) -> list[Told]:
    """The events with a difference that is below, above and at 0, trial by trial."""
    signed = [(trial, _by_sign(trial.events)) for trial in trials]
    return [[(trial, own[place]) for trial, own in signed if own[place]] for place in range(len(DIRECTIONS))]


def _counted(told: Told, noun: str = "") -> str:
    """'four events [38] and two [39]'; of many 'one to six events in each of five trials'."""

    def number(count: int, noun: str) -> str:
        return wording.number(count, noun) if noun else wording.in_words(count)

    if len(told) <= MOST_TOLD:
        nouns = (noun, *("" for _ in told[1:]))
        return listed([f"{number(len(events), own)} {_ref(trial)}" for own, (trial, events) in zip(nouns, told, strict=True)])
    counts = [len(events) for _, events in told]
    low = f"{wording.in_words(min(counts))} to " if min(counts) < max(counts) else ""
    return f"{low}{number(max(counts), noun)} in each of {compared(trial for trial, _ in told)}"


def _none_in_both(trials: Sequence[Trial], said: Sequence[str]) -> list[str]:
    """The trials that have no event with a figure in both arms."""
    silent = [trial for trial in trials if not any(_by_sign(trial.events))]
    which = "" if not said else f" of {listed(list(map(_ref, silent)))}" if len(silent) <= MOST_TOLD else f" of {compared(silent)}"
    words = f"no event{which} has a figure in both arms."
    return [wording.capitalised(words) if said else words] if silent else []


def toxicity_sizes(trials: Sequence[Trial]) -> str:
    """'Less: by 25–53 points, all serious [38]; by 19–25 points [39]. More: 2/54 ‡ against 1/51 ‡ [39].'"""
    said = []
    for (_, short), told in zip(DIRECTIONS[:2], _by_direction(trials)[:2], strict=True):
        sizes = [f"{_size(events)} {_ref(trial)}" for trial, events in told]
        if len(told) > MOST_TOLD:
            sizes = [_sizes([event for _, events in told for event in events], in_counts=False)]
        said += [f"{short.capitalize()}: {'; '.join(sizes)}."] if sizes else []
    return " ".join(said)


def _size(events: Sequence[Event]) -> str:
    """'by 25–53 points, all serious'."""
    return f"{_sizes(events)}{', all serious' if _all_serious(events) else ''}"


def toxicity_by_name(trials: Sequence[Trial]) -> str:
    """The events by name, and those of which the experimental arm alone has a figure: no difference must hide what a drug is feared for.

    Of many trials the number of events.
    """
    if len(trials) > MOST_TOLD:
        return wording.capitalised(_toxicity_told(trials))
    drug, said = trials[0].arms[0].words.lower(), list[str]()
    for (full, _), told in zip(DIRECTIONS, _by_direction(trials), strict=True):
        head = full.partition(" with ")[0] if said else full.format(drug=drug)
        events = "; ".join(f"{_names(own)} {_ref(trial)}" for trial, own in told)
        said += [f"{wording.capitalised(head)}: {events}."] if told else []
    return " ".join([*said, *_without(trials, trials[0].arms[1]), *map(wording.capitalised, _none_in_both(trials, said))])


def toxicity_further(trials: Sequence[Trial]) -> str:
    """By how much the events differ, and those of which the control alone has a figure; empty of many trials, whose number says it."""
    return "" if len(trials) > MOST_TOLD else joined([toxicity_sizes(trials), *_without(trials, trials[0].arms[0])], " ")


def _without(trials: Sequence[Trial], arm: Arm) -> list[str]:
    """'Without a figure for the control: CRS and seizure [38].': the events of which an arm has no figure and the other has one."""
    alone = [(trial, [event for event, _ in own]) for trial in trials for whose, own in _alone(trial) if whose != arm and own]
    told = "; ".join(f"{listed([_bare_name(event) for event in own])} {_ref(trial)}" for trial, own in alone)
    return [f"Without a figure for {arm.words.lower()}: {told}."] if told else []


def toxicity_in_full(trial: Trial) -> str:
    """The events by name, by how much they differ, whether the intervals include 0, and what one arm alone has a figure of."""
    named = zip(("less frequent", "more frequent", "as frequent"), _by_sign(trial.events), strict=True)
    told = [f"{words}: {_names(own)}, {_sizes(own)} ({_intervals(own)})" for words, own in named if own]
    compared = f"with {trial.arms[0].words.lower()} {'; '.join(told)}" if told else "no event has a figure in both arms"
    alone = [
        f"reported for {arm.words.lower()} only: {listed([_figure(*own) for own in events])}" for arm, events in _alone(trial) if events
    ]
    return f"{trial.study.label}, {'; '.join([compared, *alone])}."


def _alone(trial: Trial) -> list[tuple[Arm, list[tuple[Event, Result]]]]:
    """To each arm the events of which it alone has a figure."""
    return [
        (arm, [(event, own) for event in trial.events for own in event.reported if _is_alone(event) and own.arm == arm.arm])
        for arm in trial.arms
    ]


def _is_alone(event: Event) -> bool:
    return len(event.reported) == 1 and wording.has_number(event.reported[0])


def _figure(event: Event, result: Result) -> str:
    """'CRS (22 %)', 'seizure (2/54 ‡, probably serious)'."""
    serious = {"yes": ", serious", "probable": ", probably serious"}.get(result.serious, "")
    return f"{_bare_name(event)} ({brief(result)}{wording.mark(result)}{serious})"


def _bare_name(event: Event) -> str:
    return _together(wording.lowered(short_name(event.column)))


def _together(words: str) -> str:
    """The same, without a line break within 'grade ≥ 3'."""
    return re.sub(r"grade ([<≥]) ", "grade\u00a0\\1\u00a0", words)


def _by_sign(events: Sequence[Event]) -> tuple[list[Event], list[Event], list[Event]]:
    """The events with a difference that is below, above and at 0."""
    found = [(event, points) for event in events if (points := event.points) is not None]
    below, above = [event for event, points in found if points < 0], [event for event, points in found if points > 0]
    return below, above, [event for event, points in found if points == 0]


def _all_serious(events: Sequence[Event]) -> bool:
    return all(_name(event).startswith("serious ") for event in events)


def _names(events: Sequence[Event]) -> str:
    """The events; that all of them are serious is said once."""
    names = [_name(event) for event in events]
    if _all_serious(events):
        names[1:] = [name.removeprefix("serious ") for name in names[1:]]
    return listed(names)


def _name(event: Event) -> str:
    """The event with seriousness and grade as stated: 'serious infection', 'CRS grade < 3'."""
    result, name = event.results[0], _bare_name(event)
    serious = {"yes": "serious ", "probable": "probably serious "}.get(result.serious, "") if "serious" not in name else ""
    grade = _together(BRIEF_GRADE[result.grade])
    return f"{serious}{name}{f' {grade}' if result.grade != 'not_stated' and grade not in name else ''}"


def _sizes(events: Sequence[Event], *, in_counts: bool = True) -> str:
    """'by 25–53 points', '2/54 ‡ against 1/51 ‡': how much, in counts where they are so few that points would say too much.

    Without the counts, how many events have so few patients.
    """
    few = [event for event in events if event.counted and max(event.counted.counts[::2]) < wording.FEW]
    counts = [" against ".join(f"{brief(result)}{wording.mark(result)}" for result in event.results) for event in few]
    if few and not in_counts:
        counts = [f"by fewer than {wording.in_words(wording.FEW)} patients in {wording.number(len(few), 'event')}"]
    sizes = sorted(round(abs(event.points or 0.0)) for event in events if event not in few)
    size = "–".join(dict.fromkeys(f"{end}" for end in (*sizes[:1], *sizes[-1:])))
    return listed([*([f"by {size} point{'' if size == '1' else 's'}"] if size else []), *counts])


def _intervals(events: Sequence[Event]) -> str:
    """'one Newcombe interval includes 0, nearest limit −7.0': what all intervals of some events say."""
    counted = [found for event in events if (found := event.counted)]
    if not counted:
        return "no interval can be derived"
    if any(found.includes_zero is None for found in counted):
        return f"Newcombe, {nearest(counted)}; {NO_VERDICT}"
    including = sum(bool(found.includes_zero) for found in counted)
    return f"{wording.number(including, 'Newcombe interval includes', 'Newcombe intervals include')} 0, {nearest(counted)}"
