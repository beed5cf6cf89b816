"""What the randomised trials report as an effect between the arms, section by section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard import schema, wording
from dashboard.charts.arms.rows import NOTHING_SAID, Pair, RandomisedTrial
from dashboard.charts.rows import Reported
from dashboard.schema import Result, Study
from dashboard.vocabulary import ENDPOINT_WORDS

SILENT = (NOTHING_SAID, NOTHING_SAID)
FREE_OF_EVENT = (
    "event_free_survival", "disease_free_survival", "relapse_free_survival", "progression_free_survival", "leukaemia_free_survival",
)  # fmt: skip
MRD_REACHED = ("mrd_complete_response", "mrd_negative", "mrd_remission", "mrd_response")
DEFINED_APART = ("special_interest", "life_threatening", "relevant_event")
"""Adverse events that single trials define themselves, and that no column of the toxicity matrix holds."""
HARMS: Mapping[str, str] = {"event": "events", "death": "deaths", **dict.fromkeys(DEFINED_APART, "patients")}
"""Outcomes of which fewer are a benefit, and what a difference in them counts."""
GROUPS_OF_THEIR_OWN = ("responders", "relapses", "survivors")
"""Denominators that leave patients out on purpose, so that no result of theirs is missing."""


@dataclass(frozen=True)
class Section:
    """One endpoint group: the effects and the outcomes that belong to it."""

    title: str
    effects: tuple[str, ...]
    outcomes: tuple[str, ...]
    hazard: str = ""
    """What a hazard ratio in this section is for, where that is not its title."""

    @property
    def is_reached(self) -> bool:
        """Whether its outcomes are good to reach; when they were reached is not stated."""
        return self.outcomes is MRD_REACHED


OVERALL_SURVIVAL = Section("Overall survival", ("overall_survival",), ("death", "overall_survival"), "death")
SECTIONS = (
    Section("Event- or disease-free survival", FREE_OF_EVENT, ("event", *FREE_OF_EVENT), "an event"),
    OVERALL_SURVIVAL,
    Section("MRD-negative, or MRD remission", MRD_REACHED, MRD_REACHED),
)
APART = tuple(Section(ENDPOINT_WORDS[endpoint], (endpoint,), (endpoint,)) for endpoint in DEFINED_APART)
"""Sections in which only trials that report something have a row."""


@dataclass(frozen=True)
class TrialContrast(Pair):
    """One trial in one section: its published effect, and its outcome in both arms, as reported or under an assumption."""

    section: Section
    effect: schema.Contrast | None
    further: bool = False
    """Whether this is one more effect, of another measure or endpoint of the section, beside that of the row above it."""
    missing: int = 0
    """How many patients of both arms are without a result, where the outcome is assumed."""
    assumed: str = ""
    """Who of them is assumed to have reached the outcome: 'the 6 after the control treatment', 'none'; empty for what is reported."""

    @property
    def speaks(self) -> bool:
        """Whether there is an effect, or an outcome of both arms."""
        return self.effect is not None or self.points is not None

    @property
    def hazard_ratio(self) -> schema.Contrast | None:
        """The published effect if it is a hazard ratio with a number, else None."""
        return self.effect if self.effect and self.effect.measure == "hazard_ratio" and self.effect.estimate is not None else None

    @property
    def harm(self) -> str:
        """'deaths': an outcome of which fewer are a benefit; empty where more are."""
        return HARMS.get(self.results[0].endpoint, "")


def contrasts_of(trials: Sequence[RandomisedTrial]) -> list[TrialContrast]:
    """The contrasts of trials that report anything, section by section, in the order in which they are drawn.

    Of several reports of a cohort, only those that report something in the section are kept.
    """
    every = [[contrast for section in (*SECTIONS, *APART) for contrast in _contrasts(trial, section)] for trial in trials]
    said = [contrast for own in every if any(contrast.speaks for contrast in own) for contrast in own]
    found: list[TrialContrast] = []
    for section in (*SECTIONS, *APART):
        own = [contrast for contrast in said if contrast.section is section]
        speaking = {contrast.trial.study.cohort_id for contrast in own if contrast.speaks}
        found += [one for one in own if one.speaks or (section in SECTIONS and one.trial.study.cohort_id not in speaking)]
    return found


def as_effect_only(said: Reported, subject: str) -> tuple[tuple[str, list[Study]], ...]:
    """The publications that publish an effect and no figure of a group alone, for the list under a chart of such figures.

    Those whose effect has a row in the randomised contrast stand apart from the others.
    """
    drawn = [study for study in said.as_effect_only if any(_has_row(said, study, effect) for effect in said.effects[study.study_id])]
    others = [study for study in said.as_effect_only if study not in drawn]
    return (
        (f"{subject} as an effect between the randomised arms only, drawn in 'Randomised contrast'", drawn),
        (f"{subject} as an effect between groups only, see the card", others),
    )


def _has_row(said: Reported, study: Study, effect: schema.Contrast) -> bool:
    has_section = any(effect.endpoint in section.effects for section in (*SECTIONS, *APART))
    return study.randomised and said.shown.evidence.control is not None and effect.comparison == "randomised_arms" and has_section


def _contrasts(trial: RandomisedTrial, section: Section) -> Iterator[TrialContrast]:
    """An effect, by preference a hazard ratio, with the outcome; then the section's other effects that have a number."""
    effects = [effect for effect in trial.effects if effect.endpoint in section.effects]
    reported = TrialContrast(trial, _outcome(trial, section), section, None)
    first = min((replace(reported, effect=effect) for effect in effects), key=lambda own: own.hazard_ratio is None, default=reported)
    yield first
    for effect in effects:
        if effect is not first.effect and effect.estimate is not None:
            yield TrialContrast(trial, SILENT, section, effect, further=True)


def _outcome(trial: RandomisedTrial, section: Section) -> tuple[Result, Result]:
    """The outcome that both arms report as a proportion of all patients at the same time, by preference as counts."""
    of_all = (pair for pair in trial.pairs(*section.outcomes) if not pair.results[0].subgroup)
    return next((pair.results for pair in of_all if pair.points is not None), SILENT)


def scenarios_of(contrast: TrialContrast) -> tuple[TrialContrast, ...]:
    """Three assumptions about results that are not printed, for an outcome that is good to reach; empty where no result is missing."""
    trial, counted = contrast.trial, contrast.counted
    sizes = [size.events for arm in trial.arms if (size := trial.size(arm)) and size.events is not None]
    if not counted or not contrast.section.is_reached or len(sizes) < len(trial.arms):
        return ()
    missing = [size - n for size, n in zip(sizes, counted.counts[1::2], strict=True)]
    if any(result.denominator in GROUPS_OF_THEIR_OWN for result in contrast.results) or min(missing) < 0 or not any(missing):
        return ()

    def put_back(reached: tuple[int, int]) -> TrialContrast:
        found = zip(contrast.results, counted.counts[::2], reached, sizes, strict=True)
        one, other = (result._replace(events=events + more, n=size) for result, events, more, size in found)
        whom = next(
            (f"the {more} after {wording.lowered(arm.words)}" for arm, more in zip(trial.arms, reached, strict=True) if more), "none"
        )
        return replace(contrast, effect=None, results=(one, other), missing=sum(missing), assumed=whom)

    return tuple(map(put_back, ((0, 0), (0, missing[1]), (missing[0], 0))))
