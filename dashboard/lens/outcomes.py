"""What a publication reports, line by line: efficacy and toxicity apart, and of which populations each counts nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.schema import Contrast, Result, Study
from dashboard.vocabulary import ASKED, ENDPOINT

SIDES = ("efficacy", "toxicity")
MORTALITY = ("overall_survival", "death")
"""The endpoints that count every death."""
SAME = ("domain", "endpoint", "definition", "subgroup", "grade", "serious", "related", "cause", "timepoint")
"""What the results of a trial's arms that stand in one line have in common."""


@dataclass(frozen=True)
class OutcomeLine:
    """One figure of a publication: a result of each arm that reports it, or a published effect between its randomised arms."""

    results: tuple[Result, ...]
    questions: tuple[str, ...]
    """The populations of the form of which it counts nobody else."""
    effect: Contrast | None = None

    @property
    def weight(self) -> int:
        """2 for a main one, 1 for deaths in the whole arm, so that they are among the few figures that have room, else 0."""
        if any(result.main for result in self.results):
            return 2
        return int(any(result.endpoint in MORTALITY and not result.subgroup for result in self.results))

    @property
    def is_of_a_part(self) -> bool:
        """Whether it counts a part of the children."""
        return any(result.subgroup for result in self.results)


def lines(evidence: Evidence, study: Study) -> Mapping[str, Sequence[OutcomeLine]]:
    """The figures of a publication on each side, in the table's order, of the drug before any other arm.

    Published effects of all its children stand before what is counted of a part of them. What stands in words only is no line, nor is
    an effect of other groups than the randomised arms: it could be taken for one of treatment.
    """
    found: dict[str, dict[tuple[str, ...], list[Result]]] = {side: {} for side in SIDES}
    for result in evidence.results_of(study.study_id):
        if wording.has_number(result) and result.domain != "conduct":
            same = tuple(getattr(result, field) for field in SAME)
            found[side_of(result)].setdefault(same, []).append(result)
    drug = evidence.experimental.arm
    arms = {side: [sorted(own, key=lambda result: result.arm != drug) for own in rows.values()] for side, rows in found.items()}
    counted = {side: [OutcomeLine(tuple(own), _questions(evidence, own[0])) for own in rows] for side, rows in arms.items()}
    effects = [own for own in published(evidence, study) if own.comparison == "randomised_arms"]
    drawn = {side: [OutcomeLine((), _of_all(evidence, study), own) for own in effects if side_of_effect(own) == side] for side in SIDES}
    return {side: _before_parts(own, drawn[side]) for side, own in counted.items()}


def _before_parts(own: Sequence[OutcomeLine], more: Sequence[OutcomeLine]) -> list[OutcomeLine]:
    """Further lines put in before the first that counts a part of the children."""
    place = next((place for place, line in enumerate(own) if line.is_of_a_part), len(own))
    return [*own[:place], *more, *own[place:]]


def published(evidence: Evidence, study: Study) -> list[Contrast]:
    """The published effects that have a number."""
    return [own for own in evidence.contrasts_of(study.study_id) if own.estimate is not None and own.endpoint not in ENDPOINT["conduct"]]


def side_of(result: Result) -> str:
    """'efficacy' or 'toxicity'."""
    return "toxicity" if result.domain == "toxicity" else "efficacy"


def side_of_effect(effect: Contrast) -> str:
    """The same of a published effect, which has no domain but that of its endpoint."""
    return "toxicity" if effect.endpoint in ENDPOINT["toxicity"] else "efficacy"


def _of_all(evidence: Evidence, study: Study) -> tuple[str, ...]:
    """The populations of the form to which all of a publication belong."""
    said = evidence.populations_of(study.study_id)
    return tuple(question for question, code in ASKED.items() if said[code].whole_population == "yes")


def _questions(evidence: Evidence, result: Result) -> tuple[str, ...]:
    return tuple(question for question, code in ASKED.items() if wording.is_of_just(evidence, result, code))
