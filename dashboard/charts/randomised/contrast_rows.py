"""The rows of the contrast chart: in each endpoint group every randomised trial, with its effect and its outcome in both arms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import schema, statistics, wording
from dashboard.charts.randomised.rows import Arms, Pair, Trial
from dashboard.schema import Result
from dashboard.statistics import Arm, Difference
from dashboard.vocabulary import DENOMINATOR, ENDPOINT_WORDS, MEASURE, P_SIDED

FREE_OF_EVENT = (
    "event_free_survival", "disease_free_survival", "relapse_free_survival", "progression_free_survival", "leukaemia_free_survival",
)  # fmt: skip
GROUPS_OF_THEIR_OWN = ("responders", "relapses", "survivors")
"""Denominators that leave out whom they do not mean, so that nobody's result is missing."""
MRD_REACHED = ("mrd_complete_response", "mrd_negative", "mrd_remission", "mrd_response")


@dataclass(frozen=True)
class Section:
    """One endpoint group: the effects and outcomes that belong to it, and what its differences count.

    `survived` are outcomes of which the complement is `counted`, so that one side of the axis means one thing.
    """

    title: str
    counted: str
    effects: tuple[str, ...]
    outcomes: tuple[str, ...]
    survived: tuple[str, ...] = ()


SECTIONS = (
    Section("Event- or disease-free survival", "events", FREE_OF_EVENT, ("event", *FREE_OF_EVENT), FREE_OF_EVENT),
    Section("Overall survival", "deaths", ("overall_survival",), ("death", "overall_survival"), ("overall_survival",)),
    Section("MRD-negative, or MRD remission", "", MRD_REACHED, MRD_REACHED),
)


@dataclass(frozen=True)
class Scenario:
    """A comparison of those with a result in which the others of each arm are put back, under one assumption about them."""

    words: str
    counts: tuple[int, int, int, int]
    difference: Difference


@dataclass(frozen=True)
class Contrast:
    """One trial in one section: its published effect, its outcome in both arms, and what missing patients could change."""

    trial: Trial
    section: Section
    effect: schema.Contrast | None
    pair: Pair | None
    scenarios: tuple[Scenario, ...] = ()

    @property
    def hazard_ratio(self) -> schema.Contrast | None:
        """The published effect where it is a hazard ratio, else None."""
        return self.effect if self.effect and _is_hazard_ratio(self.effect) else None

    @property
    def drawn(self) -> tuple[schema.Contrast | Result, ...]:
        """What of the tables is drawn: the effect, and the outcome in both arms."""
        return *([self.effect] if self.effect else []), *(self.pair.results if self.pair else ())

    @property
    def outcome(self) -> str:
        """The outcome in words, 'disease-free survival'; empty where the arms report none."""
        return wording.lowered(ENDPOINT_WORDS[self.pair.experimental.endpoint]) if self.pair else ""

    @property
    def whom(self) -> str:
        """'of 49 and 48 with a printed result': whom the arms' denominators count, where not all who were randomised; else empty."""
        if not self.pair or not self.pair.counted or {result.denominator for result in self.pair.results} & {"randomised", "treated"}:
            return ""
        _, one, _, other = self.pair.counts
        whose = {result.denominator: result.n_basis for result in self.pair.results}
        said = "with a printed result" if whose == {"not_stated": "stated"} else " or ".join(DENOMINATOR[code] for code in whose)
        return f"of {one} and {other} {said}"


def _is_hazard_ratio(effect: schema.Contrast) -> bool:
    return effect.measure == "hazard_ratio" and effect.estimate is not None


def contrasts_of(trials: Sequence[Trial]) -> list[Contrast]:
    """Each section with every trial in it, in the order in which they are drawn."""
    return [_contrast(trial, section) for section in SECTIONS for trial in trials]


def _contrast(trial: Trial, section: Section) -> Contrast:
    effects = sorted((effect for effect in trial.effects if effect.endpoint in section.effects), key=_is_hazard_ratio, reverse=True)
    pair = _outcome(trial, section)
    scenarios = _scenarios(trial, pair) if pair and not section.counted else ()
    return Contrast(trial, section, effects[0] if effects else None, pair, scenarios)


def _outcome(trial: Trial, section: Section) -> Pair | None:
    """The outcome that both arms report as a proportion, of all patients and at the same time; a counted one before others."""
    pairs = [
        Pair(one, other, endpoint in section.survived)
        for endpoint in section.outcomes
        for one in trial.of(trial.arms[0], endpoint)
        for other in trial.of(trial.arms[1], endpoint)
        if one.timepoint == other.timepoint and not one.subgroup and not other.subgroup
    ]
    comparable = [pair for pair in pairs if pair.points is not None]
    return next((pair for pair in comparable if pair.counted), comparable[0] if comparable else None)


def _scenarios(trial: Trial, pair: Pair) -> tuple[Scenario, ...]:
    """Three readings of the results that are not printed, of an outcome that is good to reach; none where nobody's is missing."""
    sizes = [size.events for arm in trial.arms if (size := trial.size(arm)) and size.events is not None]
    if not pair.counted or len(sizes) < len(trial.arms) or any(result.denominator in GROUPS_OF_THEIR_OWN for result in pair.results):
        return ()
    events_1, known_1, events_2, known_2 = pair.counts
    missing = [size - known for size, known in zip(sizes, (known_1, known_2), strict=True)]
    if min(missing) < 0 or not any(missing):
        return ()
    found = statistics.missing_outcomes(Arm(events_1, known_1, sizes[0]), Arm(events_2, known_2, sizes[1]))
    words = _assumptions(trial.arms, missing)
    none, worst, best = (events_1, events_2), (events_1, events_2 + missing[1]), (events_1 + missing[0], events_2)
    return (
        Scenario(words[0], (none[0], sizes[0], none[1], sizes[1]), found.all_failures),
        Scenario(words[1], (worst[0], sizes[0], worst[1], sizes[1]), found.worst_for_arm_1),
        Scenario(words[2], (best[0], sizes[0], best[1], sizes[1]), found.best_for_arm_1),
    )


def _assumptions(arms: Arms, missing: Sequence[int]) -> tuple[str, str, str]:
    """What each scenario assumes of those without a printed result."""
    whom = f"the {sum(missing)} without a printed result"
    one, other = (f"the {count} after {arm.words.lower()}" for arm, count in zip(arms, missing, strict=True))
    return (
        f"Sensitivity, if {whom} did not reach it",
        f"Sensitivity, worst case: if of {whom} only {other} reached it",
        f"Sensitivity, best case: if of {whom} only {one} reached it",
    )


def hazard_ratio_words(effect: schema.Contrast) -> str:
    """'0.70 (0.47–1.03)', with the limits where the source gives them."""
    limits = f" ({effect.ci_low:.2f}–{effect.ci_high:.2f})" if effect.ci_low is not None else ""
    return f"{effect.estimate:.2f}{limits}"


def other_measure_words(effect: schema.Contrast) -> str:
    """'Odds ratio 0.50': an effect that is no hazard ratio, as published; empty where no number is."""
    return f"{MEASURE[effect.measure]} {effect.estimate:g}" if effect.estimate is not None else ""


def includes_one(effect: schema.Contrast) -> bool | None:
    """Whether the published interval includes 1; None where there is none."""
    return effect.ci_low <= 1 <= effect.ci_high if effect.ci_low is not None and effect.ci_high is not None else None


def interval_words(effect: schema.Contrast) -> str:
    """'interval includes 1', 'interval does not include 1', or that there is none."""
    return {True: "interval includes 1", False: "interval does not include 1", None: "no interval stated"}[includes_one(effect)]


def p_words(effect: schema.Contrast) -> str:
    """'p = 0.03, one-sided', 'p < 0.001, sides not stated', 'no p value stated'."""
    if effect.p_value is None:
        return "no p value stated"
    return f"p {effect.p_operator} {effect.p_value:g}, {P_SIDED[effect.p_sided]}"


def significance_words(effect: schema.Contrast) -> str:
    """What the source calls the difference; empty where it says nothing."""
    return {"yes": "called significant", "no": "called not significant"}.get(effect.stated_significant, "")
