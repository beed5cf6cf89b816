"""What the randomised trials shown report of both arms: outcomes, published effects between the arms, adverse events.

Differences are the experimental arm minus the control in percentage points. Trials stand side by side; nothing here combines them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from dashboard import schema, statistics, wording
from dashboard.charts import rows as shared
from dashboard.evidence import Evidence
from dashboard.schema import TABLES, Arm, Result, Study
from dashboard.selection import Shown
from dashboard.statistics import Difference, Ratio
from dashboard.vocabulary import ENDPOINT_WORDS, STATE, TOXICITY_COLUMNS, TOXICITY_GROUPS, TOXICITY_PARTS

STATES = list(STATE)
NOTHING_SAID = Result._make([*(column.value("") for column in TABLES["results"].columns), ""])._replace(state="not_reported")
"""The gap of an arm for which a layer, chosen rather than complete, has no row."""
SILENT = (NOTHING_SAID, NOTHING_SAID)
FREE_OF_EVENT = (
    "event_free_survival", "disease_free_survival", "relapse_free_survival", "progression_free_survival", "leukaemia_free_survival",
)  # fmt: skip
MRD_REACHED = ("mrd_complete_response", "mrd_negative", "mrd_remission", "mrd_response")
DEFINED_APART = ("special_interest", "life_threatening", "relevant_event")
"""Adverse events as single trials define them, which no column of the toxicity matrix holds."""
HARMS: Mapping[str, str] = {"event": "events", "death": "deaths", **dict.fromkeys(DEFINED_APART, "patients")}
"""Outcomes of which fewer are a benefit, and what a difference in them counts."""
GROUPS_OF_THEIR_OWN = ("responders", "relapses", "survivors")
"""Denominators that leave out whom they do not mean, so that nobody's result is missing."""
EVENTS = tuple(column for columns in TOXICITY_GROUPS.values() for column in columns)
"""The columns of the toxicity matrix by clinical group; the order of the rows, whatever the figures."""

Arms = tuple[Arm, ...]
"""The experimental arm, then the control where there is one."""


def arms_of(evidence: Evidence) -> Arms:
    return (evidence.experimental, evidence.control) if evidence.control else (evidence.experimental,)


@dataclass(frozen=True)
class Counted:
    """Events and patients of the experimental arm, then of the control, and their difference with Newcombe's 95 % limits."""

    counts: tuple[int, int, int, int]
    difference: Difference

    @cached_property
    def ratio(self) -> Ratio | None:
        """The ratio of the two risks with its limits, where its logarithm exists."""
        return statistics.risk_ratio(*self.counts)

    @property
    def includes_zero(self) -> bool | None:
        """Whether the interval includes 0; None where another method, corrected for continuity or of the ratio, says otherwise."""
        found = {limits.low <= 0 <= limits.high for limits in (self.difference, statistics.risk_difference(*self.counts, corrected=True))}
        found |= {self.ratio.low <= 1 <= self.ratio.high} if self.ratio else set()
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class Pair:
    """One outcome as both arms of a trial report it, first the experimental one, even as a gap."""

    trial: Trial
    results: tuple[Result, Result]

    @property
    def by_arm(self) -> Iterator[tuple[Arm, Result]]:
        return zip(self.trial.arms, self.results, strict=True)

    @cached_property
    def counted(self) -> Counted | None:
        """Where events and denominators of both arms are known, none of them merely implied or a lower bound."""
        if not all(result.state == "count" and wording.is_counted(result) and not result.at_least for result in self.results):
            return None
        counts = (*wording.counts_of(self.results[0]), *wording.counts_of(self.results[1]))
        return Counted(counts, statistics.risk_difference(*counts))

    @property
    def points(self) -> float | None:
        """The difference from counts, else of the printed percentages; None where an arm has neither, or what is implied or a bound."""
        if self.counted:
            return self.counted.difference.estimate
        firm = [result for result in self.results if result.state in ("count", "percent_only") and not result.at_least]
        shares = [share for result in firm if (share := wording.share(result)) is not None]
        return shares[0] - shares[1] if len(shares) == 2 else None

    @property
    def decimals(self) -> int:
        """Decimals that the difference deserves: one where counts are known, else those of the printed percentages."""
        if self.counted:
            return 1
        return max(len(result.percent_as_printed.rstrip("%").partition(".")[2]) for result in self.results)

    @property
    def reported(self) -> list[Result]:
        """What is not a gap."""
        return [result for result in self.results if result.state != "not_reported"]


@dataclass(frozen=True)
class Trial:
    """A randomised publication with its two arms, its results and its published effects between them."""

    study: Study
    arms: Arms
    results: Sequence[Result]
    effects: Sequence[schema.Contrast]
    evidence: Evidence = field(repr=False, compare=False)
    """Where its sources and its layer are looked up."""

    def of(self, arm: Arm, *endpoints: str) -> list[Result]:
        """The results of an arm for some endpoints, what says most first."""
        own = [result for result in self.results if result.arm == arm.arm and result.endpoint in endpoints]
        return sorted(own, key=lambda result: STATES.index(result.state))

    @cached_property
    def contrasts(self) -> tuple[Contrast, ...]:
        """What it says in each section, even if nothing."""
        return tuple(contrast for section in (*SECTIONS, *APART) for contrast in _contrasts(self, section))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every column of the toxicity matrix, as reported or as a gap."""
        return tuple(_event(self, column) for column in EVENTS)

    @property
    def prints_sizes(self) -> bool:
        """Whether the source says how many are in each arm, even beside a percentage."""
        of_all = {row.arm for row in self.results if row.denominator in ("randomised", "treated") and row.n is not None}
        return all(self.size(arm) or arm.arm in of_all for arm in self.arms)

    @property
    def longer(self) -> str:
        """'same children as [39], longer follow-up'; empty where it updates no other report."""
        return shared.longer(self.evidence, self.study)

    def size(self, arm: Arm) -> Result | None:
        """The row that says how many were randomised to an arm; None where the source gives no arm sizes."""
        return next((result for result in self.of(arm, "randomised") if result.events is not None), None)

    @property
    def early_stops(self) -> tuple[str, ...]:
        """How the trial ended early, in the tables' words; empty where the source says nothing of it."""
        return tuple(dict.fromkeys(effect.early_stop for effect in self.effects if effect.early_stop))


def trials_of(shown: Shown) -> list[Trial]:
    """The randomised trials shown, by setting, then n, each later report of a trial under the one that it updates."""
    evidence = shown.evidence
    effects = {
        study: [own for own in evidence.contrasts_of(study.study_id) if own.comparison == "randomised_arms"]
        for study in shared.under_the_earlier(randomised(shown))
    }
    return [Trial(study, arms_of(evidence), evidence.results_of(study.study_id), own, evidence) for study, own in effects.items()]


def with_contrast(trials: Sequence[Trial]) -> list[Trial]:
    """Those with an effect of the randomised arms, or an outcome of both, that the contrasts can draw."""
    return [trial for trial in trials if any(contrast.speaks for contrast in trial.contrasts)]


def with_events(trials: Sequence[Trial]) -> list[Trial]:
    """Those with an adverse event of the toxicity matrix in an arm; each group of children once."""
    speaking = [trial for trial in trials if any(event.reported for event in trial.events)]
    once = shared.one_a_cohort([trial.study for trial in speaking])
    return [trial for trial in speaking if trial.study in once]


def randomised(shown: Shown) -> list[Study]:
    """The publications with two randomised arms; none where the tables have no control."""
    return [study for study in shown.studies if study.randomised and shown.evidence.control]


@dataclass(frozen=True)
class Section:
    """One endpoint group: the effects and the outcomes that belong to it."""

    title: str
    effects: tuple[str, ...]
    outcomes: tuple[str, ...]
    hazard: str = ""
    """What a hazard ratio of it is for, where that is not its title."""

    @property
    def is_reached(self) -> bool:
        """Whether its outcomes are good to reach, at no time that is said."""
        return self.outcomes is MRD_REACHED


OVERALL_SURVIVAL = Section("Overall survival", ("overall_survival",), ("death", "overall_survival"), "death")
SECTIONS = (
    Section("Event- or disease-free survival", FREE_OF_EVENT, ("event", *FREE_OF_EVENT), "an event"),
    OVERALL_SURVIVAL,
    Section("MRD-negative, or MRD remission", MRD_REACHED, MRD_REACHED),
)


APART = tuple(Section(ENDPOINT_WORDS[endpoint], (endpoint,), (endpoint,)) for endpoint in DEFINED_APART)
"""Sections in which only those trials have a row that say something."""


@dataclass(frozen=True)
class Contrast(Pair):
    """One trial in one section: its published effect, and its outcome in both arms, as reported or under an assumption."""

    section: Section
    effect: schema.Contrast | None
    further: bool = False
    """Whether it is one more measure of what stands in the row above it."""
    missing: int = 0
    """How many of both arms are without a result, where it is under an assumption."""
    assumed: str = ""
    """Who of them is taken to have reached the outcome: 'the 6 after the control treatment', 'none'; empty for what is reported."""

    @property
    def speaks(self) -> bool:
        """Whether there is an effect or an outcome of both arms."""
        return self.effect is not None or self.points is not None

    @property
    def hazard_ratio(self) -> schema.Contrast | None:
        """The published effect where it is a hazard ratio, else None."""
        return self.effect if self.effect and self.effect.measure == "hazard_ratio" and self.effect.estimate is not None else None

    @property
    def harm(self) -> str:
        """'deaths': what fewer of are a benefit; empty where more is."""
        return HARMS.get(self.results[0].endpoint, "")


def contrasts_of(trials: Sequence[Trial]) -> list[Contrast]:
    """Each section with every trial in it, in the order in which they are drawn; of one cohort only the reports that say something."""
    found: list[Contrast] = []
    for section in (*SECTIONS, *APART):
        own = [contrast for trial in trials for contrast in trial.contrasts if contrast.section is section]
        speaking = {contrast.trial.study.cohort_id for contrast in own if contrast.speaks}
        found += [one for one in own if one.speaks or (section in SECTIONS and one.trial.study.cohort_id not in speaking)]
    return found


def _contrasts(trial: Trial, section: Section) -> Iterator[Contrast]:
    """An effect, a hazard ratio before others, with the outcome; then the other measures of the same endpoint that have a number."""
    effects = [effect for effect in trial.effects if effect.endpoint in section.effects]
    reported = Contrast(trial, _outcome(trial, section), section, None)
    first = min((replace(reported, effect=effect) for effect in effects), key=lambda own: own.hazard_ratio is None, default=reported)
    yield first
    for effect in effects:
        if first.effect and effect is not first.effect and effect.endpoint == first.effect.endpoint and effect.estimate is not None:
            yield Contrast(trial, SILENT, section, effect, further=True)


def _outcome(trial: Trial, section: Section) -> tuple[Result, Result]:
    """The outcome that both arms report as a proportion, of all patients and at the same time; a counted one before others."""
    pairs = [
        Pair(trial, (one, other))
        for endpoint in section.outcomes
        for one in trial.of(trial.arms[0], endpoint)
        for other in trial.of(trial.arms[1], endpoint)
        if one.timepoint == other.timepoint and not one.subgroup and not other.subgroup
    ]
    comparable = [pair for pair in pairs if pair.points is not None]
    return min(comparable, key=lambda pair: pair.counted is None).results if comparable else SILENT


def scenarios_of(contrast: Contrast) -> tuple[Contrast, ...]:
    """Three readings of the results that are not printed, of an outcome that is good to reach; none where nobody's is missing."""
    trial, counted = contrast.trial, contrast.counted
    sizes = [size.events for arm in trial.arms if (size := trial.size(arm)) and size.events is not None]
    if not counted or not contrast.section.is_reached or len(sizes) < len(trial.arms):
        return ()
    missing = [size - n for size, n in zip(sizes, counted.counts[1::2], strict=True)]
    if any(result.denominator in GROUPS_OF_THEIR_OWN for result in contrast.results) or min(missing) < 0 or not any(missing):
        return ()

    def put_back(reached: tuple[int, int]) -> Contrast:
        found = zip(contrast.results, counted.counts[::2], reached, sizes, strict=True)
        one, other = (result._replace(events=events + more, n=size) for result, events, more, size in found)
        whom = next((f"the {more} after {arm.words.lower()}" for arm, more in zip(trial.arms, reached, strict=True) if more), "none")
        return replace(contrast, effect=None, results=(one, other), missing=sum(missing), assumed=whom)

    return tuple(map(put_back, ((0, 0), (0, missing[1]), (missing[0], 0))))


@dataclass(frozen=True)
class Event(Pair):
    """One adverse event of one trial: both arms, and further counts that stand with it."""

    column: str
    further: tuple[Result, ...] = ()


EventRow = tuple[Event, ...]
"""One adverse event as every trial reports it."""


def event_rows(trials: Sequence[Trial]) -> list[EventRow]:
    """The events of some trials beside each other; none without a trial."""
    return list(zip(*(trial.events for trial in trials), strict=True))


def _event(trial: Trial, column: str) -> Event:
    endpoints, study = TOXICITY_COLUMNS[column], trial.study
    nothing = NOTHING_SAID._replace(study_id=study.study_id, source_id=study.source_id, layer=study.layer, endpoint=endpoints[0])
    one, other = (next(iter(trial.of(arm, *endpoints)), nothing._replace(arm=arm.arm)) for arm in trial.arms)
    further = [result for arm in trial.arms for result in trial.of(arm, *TOXICITY_PARTS.get(column, ())) if wording.has_number(result)]
    return Event(trial, (one, other), column, tuple(further))
