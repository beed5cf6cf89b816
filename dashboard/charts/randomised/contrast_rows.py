"""The rows of the contrast chart: in each endpoint group every randomised trial, with its effect and its outcome in both arms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import statistics, wording
from dashboard.charts.randomised.rows import ARMS, Pair, Trial
from dashboard.statistics import Arm, Difference
from dashboard.vocabulary import ENDPOINT_WORDS, P_SIDED

FREE_OF_EVENT = (
    "event_free_survival", "disease_free_survival", "relapse_free_survival", "progression_free_survival", "leukaemia_free_survival",
)  # fmt: skip
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
    """A comparison of evaluable patients with the missing ones put back, under one assumption about them."""

    words: str
    counts: tuple[int, int, int, int]
    difference: Difference


@dataclass(frozen=True)
class Contrast:
    """One trial in one section: its published effect, its outcome in both arms, and what missing patients could change."""

    trial: Trial
    section: Section
    effect: Any
    pair: Pair | None
    scenarios: tuple[Scenario, ...] = ()

    @property
    def hazard_ratio(self) -> Any:
        """The published effect where it is a hazard ratio, else None."""
        return self.effect if self.effect is not None and self.effect.measure == "hazard_ratio" else None

    @property
    def outcome(self) -> str:
        """The outcome in words, 'disease-free survival'; empty where the arms report none."""
        return wording.lowered(ENDPOINT_WORDS[self.pair.blinatumomab.endpoint]) if self.pair else ""


def contrasts_of(trials: Sequence[Trial]) -> list[Contrast]:
    """Each section with every trial in it, in the order in which they are drawn."""
    return [_contrast(trial, section) for section in SECTIONS for trial in trials]


def _contrast(trial: Trial, section: Section) -> Contrast:
    effect = next((effect for effect in trial.effects if effect.endpoint in section.effects), None)
    pair = _outcome(trial, section)
    return Contrast(trial, section, effect, pair, _scenarios(trial, pair) if pair else ())


def _outcome(trial: Trial, section: Section) -> Pair | None:
    """The outcome that both arms report as a proportion, of all patients and at the same time; a counted one before others."""
    pairs = [
        Pair(one, other, endpoint in section.survived)
        for endpoint in section.outcomes
        for one in trial.of(ARMS[0], endpoint)
        for other in trial.of(ARMS[1], endpoint)
        if one.timepoint == other.timepoint and not one.subgroup and not other.subgroup
    ]
    comparable = [pair for pair in pairs if pair.points is not None]
    return next((pair for pair in comparable if pair.counted), comparable[0] if comparable else None)


def _scenarios(trial: Trial, pair: Pair) -> tuple[Scenario, ...]:
    """Three readings of the outcomes that a comparison of evaluable patients leaves out; none where nobody is missing."""
    sizes = [int(size.events) for arm in ARMS if (size := trial.size(arm))]
    if not pair.counted or len(sizes) < len(ARMS) or any(result.denominator != "evaluable" for result in pair.results):
        return ()
    events_1, evaluable_1, events_2, evaluable_2 = pair.counts
    n_1, n_2 = sizes
    missing_1, missing_2 = n_1 - evaluable_1, n_2 - evaluable_2
    found = statistics.missing_outcomes(Arm(events_1, evaluable_1, n_1), Arm(events_2, evaluable_2, n_2))
    scenarios = (
        Scenario(
            f"Sensitivity, none of the {missing_1 + missing_2} not evaluable reached it", (events_1, n_1, events_2, n_2), found.all_failures
        ),
        Scenario(
            f"Sensitivity, worst case: only the {missing_2} after chemotherapy reached it",
            (events_1, n_1, events_2 + missing_2, n_2),
            found.worst_for_arm_1,
        ),
        Scenario(
            f"Sensitivity, best case: only the {missing_1} after blinatumomab reached it",
            (events_1 + missing_1, n_1, events_2, n_2),
            found.best_for_arm_1,
        ),
    )
    return scenarios if missing_1 + missing_2 else ()


def hazard_ratio_words(effect: Any) -> str:
    """'0.70 (0.47–1.03)', with the limits where the review gives them."""
    limits = f" ({effect.ci_low:.2f}–{effect.ci_high:.2f})" if wording.has(effect.ci_low) else ""
    return f"{effect.estimate:.2f}{limits}"


def includes_one(effect: Any) -> bool | None:
    """Whether the published interval includes 1; None where there is none."""
    return bool(effect.ci_low <= 1 <= effect.ci_high) if wording.has(effect.ci_low) else None


def interval_words(effect: Any) -> str:
    """'interval includes 1', 'interval does not include 1', or that there is none."""
    return {True: "interval includes 1", False: "interval does not include 1", None: "no interval in the review"}[includes_one(effect)]


def p_words(effect: Any) -> str:
    """'p = 0.03, one-sided', 'p < 0.001, sides not stated', 'no p value in the review'."""
    if not wording.has(effect.p_value):
        return "no p value in the review"
    return f"p {effect.p_operator} {effect.p_value:g}, {P_SIDED[effect.p_sided]}"


def significance_words(effect: Any) -> str:
    """What the review calls the difference; empty where it says nothing."""
    return {"yes": "review: significant", "no": "review: not significant"}.get(effect.stated_significant, "")
