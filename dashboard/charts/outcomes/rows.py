"""What publications say about survival and transplant: each statement with the group and the time that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dashboard import wording
from dashboard.charts.rows import Reported
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Result, Study
from dashboard.selection import Shown
from dashboard.vocabulary import ENDPOINT, TIME_FROM

SOME = ("responders", "evaluable", "relapses", "survivors", "with_event")
"""Denominators that are only some of the patients."""
OTHER = "other"
"""The kind of an estimate that is neither a proportion nor a time of survival in months."""
ERROR = "±"
"""The sign before a standard error."""


@dataclass(frozen=True)
class Outcome:
    """One statement about one arm."""

    study: Study
    result: Result
    evidence: Evidence = field(repr=False, compare=False)

    @property
    def arm(self) -> Arm:
        return self.evidence.arm(self.result.arm)

    @property
    def has_other_arms(self) -> bool:
        """Whether the arm must be named: that of a randomised trial, or of historical controls."""
        return self.study.randomised or self.arm.role == "historical_control"

    @property
    def other_arm(self) -> str:
        """The name of another arm than the drug's, for the middle of a sentence; empty for the drug's."""
        return "" if self.arm.role == "experimental" else wording.lowered(self.arm.words)

    @property
    def counted_in(self) -> str:
        """The code of the denominator."""
        return self.result.denominator or "not_stated"

    @property
    def kind(self) -> str:
        """What a figure stands with: of survival its state, of a transplant its denominator."""
        result, of_survival = self.result, self.result.domain == "survival"
        if result.state == "estimate" and not (of_survival and result.unit == "months"):
            return OTHER
        return result.state if of_survival else self.counted_in

    @property
    def time(self) -> str:
        return time_zero(self.result) if self.result.domain == "survival" else self.result.timepoint

    @property
    def interval(self) -> str:
        """The interval and whose it is, or that a median has none."""
        none = f"no interval {self.evidence.layer_of(self.result).within}" if self.result.state == "estimate" else ""
        return wording.interval(self.result) or none

    @property
    def limits(self) -> str:
        """For the figure: the ends of the 95 % interval, or a standard error; another level or spread with its name; else empty."""
        words = wording.interval(self.result)
        ends, named, whose = words.partition(", ")
        if not named or words.startswith("no interval"):
            return ""
        return ends if whose in (wording.PUBLISHED, wording.COMPUTED) or ends.startswith(ERROR) else words

    @property
    def is_narrower(self) -> bool:
        """Whether the count is among only some of the patients."""
        return wording.is_counted(self.result) and self.counted_in in SOME and wording.counts_of(self.result)[1] < self.study.patients

    @property
    def of_all(self) -> Outcome:
        """The gap that a count among some of the patients leaves: how many of all treated, which the source does not give."""
        nothing = self.result._replace(state="not_reported", definition="", subgroup="", events=None, percent=None, se=None)
        note = f"{self.result.events} are of the {wording.group(self.result)}, not of all {self.study.patients}"
        return replace(self, result=nothing._replace(n=self.study.patients, n_basis="stated", denominator="treated", note=note))


def time_zero(result: Result) -> str:
    """When something was observed, and from when time is counted; for counts and words, the start only where it is stated."""
    when = "" if result.timepoint == "median" else result.timepoint
    if result.time_from == "not_stated":
        if result.state in ("count", "implied_zero", "qualitative"):
            return when
        return f"{when}, start not stated" if when else TIME_FROM["not_stated"]
    start = TIME_FROM[result.time_from]
    return when if start.removeprefix("from ") in when else wording.joined([when, start])


@dataclass(frozen=True)
class Outcomes:
    """Everything said in a domain: `numbers` has each group of children once; `every` has all statements, including those in words."""

    domain: str
    said: Reported
    numbers: Sequence[Outcome]
    every: Sequence[Outcome]

    @property
    def evidence(self) -> Evidence:
        return self.said.shown.evidence

    @property
    def answers(self) -> list[Outcome]:
        """The numbers that answer the chart's question; how long a transplant took does not say how many reached one."""
        return [each for each in self.numbers if self.domain == "survival" or each.kind != OTHER]

    @property
    def unanswered(self) -> list[Outcome]:
        """The counts among some of a publication's patients for which it does not also say how many of all treated.

        Neither historical controls nor one of two arms are all of a publication's patients.
        """
        said = {each.study.study_id for each in self.numbers if each.counted_in == "treated" and not each.result.subgroup}
        return [own for own in self.numbers if own.is_narrower and not own.has_other_arms and own.study.study_id not in said]

    @property
    def in_words(self) -> tuple[Outcome, ...]:
        """The statements of publications without a number, each once, even if it is made about both arms."""
        found = {(each.study, each.result.note): each for each in reversed(self.every) if each.study in self.said.in_words}
        return tuple(reversed(found.values()))


def outcomes_of(shown: Shown, domain: str) -> Outcomes:
    """What the publications shown say about survival or transplant, by endpoint and subgroup, with the arms next to each other."""
    said = Reported.of(shown, domain)
    endpoints, arms = list(ENDPOINT[domain]), [arm.arm for arm in shown.evidence.arms]

    def place(each: Outcome) -> tuple[int, str, int]:
        return endpoints.index(each.result.endpoint), each.result.subgroup, arms.index(each.result.arm)

    by_study = ([Outcome(study, result, shown.evidence) for result in said.said[study.study_id]] for study in shown.studies)
    every = [each for own in by_study for each in sorted(own, key=place)]
    drawn = {result.result_id for result in said.numbers}
    return Outcomes(domain, said, [each for each in every if each.result.result_id in drawn], every)
