"""What a randomised trial reports for its two arms: outcomes and adverse events of both, compared in percentage points.

Trials are shown side by side; nothing here combines them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from dashboard import schema, statistics, wording
from dashboard.adverse_events import EVENTS, AdverseEvent
from dashboard.charts import rows as shared
from dashboard.evidence import Evidence
from dashboard.schema import TABLES, Arm, Result, Study
from dashboard.selection import Shown
from dashboard.statistics import Difference, Ratio
from dashboard.vocabulary import STATE

STATES = list(STATE)
NOTHING_SAID = Result._make([*(column.value("") for column in TABLES["results"].columns), ""])._replace(state="not_reported")
"""The gap of an arm for which a layer has no row, since a layer may be a choice and not complete."""
Arms = tuple[Arm, ...]
"""The experimental arm, then the control where there is one."""


def arms_of(evidence: Evidence) -> Arms:
    return (evidence.experimental, evidence.control) if evidence.control else (evidence.experimental,)


@dataclass(frozen=True)
class Counted:
    """The counts of both arms, and the difference between them.

    `counts` are events and patients of the experimental arm, then of the control; the difference is in percentage points, with
    Newcombe's 95 % limits.
    """

    counts: tuple[int, int, int, int]
    difference: Difference

    @cached_property
    def ratio(self) -> Ratio | None:
        """The risk ratio with its limits; None where its logarithm does not exist."""
        return statistics.risk_ratio(*self.counts)

    @property
    def includes_zero(self) -> bool | None:
        """Whether the interval includes 0; None where another method (corrected for continuity, or the risk ratio) disagrees."""
        found = {limits.low <= 0 <= limits.high for limits in (self.difference, statistics.risk_difference(*self.counts, corrected=True))}
        found |= {self.ratio.low <= 1 <= self.ratio.high} if self.ratio else set()
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class Pair:
    """One outcome as both arms of a trial report it, the experimental arm first; either may be a gap."""

    trial: RandomisedTrial
    results: tuple[Result, Result]

    @property
    def by_arm(self) -> Iterator[tuple[Arm, Result]]:
        return zip(self.trial.arms, self.results, strict=True)

    @cached_property
    def counted(self) -> Counted | None:
        """The counts and their difference, if events and denominators of both arms are known.

        None also where a count is merely implied, or a lower bound.
        """
        if not all(result.state == "count" and wording.is_counted(result) and not result.at_least for result in self.results):
            return None
        counts = (*wording.counts_of(self.results[0]), *wording.counts_of(self.results[1]))
        return Counted(counts, statistics.risk_difference(*counts))

    @property
    def points(self) -> float | None:
        """The difference in percentage points, from counts or else from printed percentages.

        None where an arm has neither, or only what is implied or a bound.
        """
        if self.counted:
            return self.counted.difference.estimate
        firm = [result for result in self.results if result.state in ("count", "percent_only") and not result.at_least]
        shares = [share for result in firm if (share := wording.share(result)) is not None]
        return shares[0] - shares[1] if len(shares) == 2 else None

    @property
    def decimals(self) -> int:
        """The decimals that the difference deserves: one where counts are known, else as many as the printed percentages have."""
        if self.counted:
            return 1
        return max(len(result.percent_as_printed.rstrip("%").partition(".")[2]) for result in self.results)

    @property
    def reported(self) -> list[Result]:
        """The results that are not gaps."""
        return [result for result in self.results if result.state != "not_reported"]


@dataclass(frozen=True)
class Event(Pair):
    """One adverse event of one trial: both arms, and further figures that belong with it."""

    kind: AdverseEvent
    further: tuple[Result, ...] = ()

    @property
    def part(self) -> str:
        """The part of the patients that its figures count; empty for all of an arm."""
        return next((result.subgroup for result in self.reported if wording.has_number(result)), "")

    @cached_property
    def by_group(self) -> list[Pair]:
        """The pairs of several parts of the patients, such as risk groups; empty where the whole arms are compared, or one part only."""
        whole = self.points is not None and not self.part
        pairs = [] if whole else _compared_by_group(self.trial, self.kind)
        return pairs if len(pairs) > 1 else []

    @property
    def causes(self) -> str:
        """'for a seizure': the only causes of a stop or an interruption that its figures count; empty for all."""
        return next((wording.causes(result) for result in self.reported if wording.has_number(result)), "")

    @property
    def not_compared(self) -> list[Result]:
        """The further figures of the event itself, such as those of a part of the patients, or in one arm only."""
        return [result for result in self.further if result.endpoint in self.kind.endpoints]


@dataclass(frozen=True)
class RandomisedTrial:
    """A randomised publication with its two arms, its results and the published effects between the arms."""

    study: Study
    arms: Arms
    results: Sequence[Result]
    effects: Sequence[schema.Contrast]
    evidence: Evidence = field(repr=False, compare=False)
    """Used to look up its sources and its layer."""

    def of(self, arm: Arm, *endpoints: str) -> list[Result]:
        """The results of an arm for some endpoints, those that say most first."""
        own = [result for result in self.results if result.arm == arm.arm and result.endpoint in endpoints]
        return sorted(own, key=lambda result: STATES.index(result.state))

    def pairs(self, *endpoints: str) -> list[Pair]:
        """What both arms report alike: the same endpoint, part of the patients, time and grade; of all patients first, then as counts."""
        one, other = (self.of(arm, *endpoints) for arm in self.arms)
        alike = [Pair(self, (mine, yours)) for mine, yours in product(one, other) if _counts(mine) == _counts(yours)]
        alike.sort(key=lambda pair: endpoints.index(pair.results[0].endpoint))
        return sorted(alike, key=lambda pair: (bool(pair.results[0].subgroup), pair.counted is None, pair.points is None))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every event of the toxicity matrix, as reported or as a gap."""
        return tuple(_event(self, kind) for kind in EVENTS)

    @property
    def prints_sizes(self) -> bool:
        """Whether the source gives the size of each arm, if only beside a percentage."""
        of_all = {row.arm for row in self.results if row.denominator in ("randomised", "treated") and row.n is not None}
        return all(self.size(arm) or arm.arm in of_all for arm in self.arms)

    @property
    def longer(self) -> str:
        """'same children as [39], longer follow-up'; empty where it updates no other report."""
        return shared.longer(self.evidence, self.study)

    def size(self, arm: Arm) -> Result | None:
        """The row that says how many were randomised to an arm; None where the source does not give it."""
        return next((result for result in self.of(arm, "randomised") if result.events is not None), None)

    @property
    def early_stops(self) -> tuple[str, ...]:
        """How the trial ended early, in the tables' words; empty where the source does not say that it did."""
        return tuple(dict.fromkeys(effect.early_stop for effect in self.effects if effect.early_stop))


def trials_of(shown: Shown) -> list[RandomisedTrial]:
    """The randomised trials shown, by setting, then n, with each later report of a trial under the one that it updates."""
    evidence = shown.evidence
    effects = {
        study: [own for own in evidence.contrasts_of(study.study_id) if own.comparison == "randomised_arms"]
        for study in shared.under_the_earlier(evidence, randomised(shown))
    }
    return [RandomisedTrial(study, arms_of(evidence), evidence.results_of(study.study_id), own, evidence) for study, own in effects.items()]


def randomised(shown: Shown) -> list[Study]:
    """The publications with two randomised arms; none where the tables have no control."""
    return [study for study in shown.studies if study.randomised and shown.evidence.control]


def _counts(result: Result) -> tuple[str, ...]:
    """What must be the same in both arms for a comparison."""
    return result.endpoint, result.subgroup, result.timepoint, result.grade, *result.cause


def _event(trial: RandomisedTrial, kind: AdverseEvent) -> Event:
    """An event as both arms report it alike; where their figures differ in what they count, one arm has a gap instead."""
    study = trial.study
    nothing = NOTHING_SAID._replace(study_id=study.study_id, source_id=study.source_id, layer=study.layer, endpoint=kind.code)
    gaps = [nothing._replace(arm=arm.arm) for arm in trial.arms]
    own = [[*trial.of(arm, *kind.endpoints), gap] for arm, gap in zip(trial.arms, gaps, strict=True)]
    one, other = (min(results, key=lambda result: bool(result.subgroup) if wording.has_number(result) else 2) for results in own)
    if wording.has_number(one) and wording.has_number(other):
        alike = (pair.results for pair in trial.pairs(*kind.endpoints) if all(map(wording.has_number, pair.results)))
        one, other = next(alike, (gaps[0], other) if one.subgroup and not other.subgroup else (one, gaps[1]))
    said = (result for arm in trial.arms for result in trial.of(arm, *kind.endpoints, *kind.parts, *kind.strata))
    numbers = (result for result in said if wording.has_number(result))
    return Event(trial, (one, other), kind, tuple(result for result in numbers if result not in (one, other)))


def _compared_by_group(trial: RandomisedTrial, kind: AdverseEvent) -> list[Pair]:
    """A pair with a difference for each part of the patients for which both arms report an event."""
    pairs = [pair for pair in trial.pairs(*kind.endpoints, *kind.strata) if pair.results[0].subgroup and pair.points is not None]
    return [*{pair.results[0].subgroup: pair for pair in reversed(pairs)}.values()][::-1]
