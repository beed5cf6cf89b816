"""What publications say of survival and of transplant: each statement with the group and the time that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard import wording
from dashboard.charts import rows
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Result, Study
from dashboard.selection import Shown
from dashboard.vocabulary import DENOMINATOR, ENDPOINT, TIME_FROM

SOME = ("responders", "evaluable", "relapses", "survivors")
"""Denominators that are some of the patients only."""
ERROR = "±"
"""Before a standard error."""


@dataclass(frozen=True)
class Outcome:
    """One statement about one arm; `refused` is the share of all treated that a count among some of them does not give."""

    study: Study
    result: Result
    evidence: Evidence = field(repr=False, compare=False)
    refused: bool = False

    @property
    def arm(self) -> Arm:
        return self.evidence.arm(self.result.arm)

    @property
    def counted_in(self) -> str:
        """The code of the denominator."""
        return self.result.denominator or "not_stated"

    @property
    def among(self) -> str:
        """'69 responders': the group within which the source counts."""
        return f"{self.result.n} {DENOMINATOR[self.counted_in]}"

    @property
    def group(self) -> str:
        return f"all {self.study.patients}" if self.refused else wording.group(self.result)

    @property
    def time(self) -> str:
        return time_zero(self.result) if self.result.domain == "survival" else self.result.timepoint

    @property
    def value(self) -> str:
        return "" if self.refused else wording.value(self.result)

    @property
    def interval(self) -> str:
        """The interval with whose it is, or that a median has none."""
        if self.refused:
            return ""
        none = f"no interval {self.evidence.layer_of(self.result).within}" if self.result.state == "estimate" else ""
        return wording.interval(self.result) or none

    @property
    def limits(self) -> str:
        """For the figure the ends of the interval, or a standard error; a spread that is neither with its name; else empty."""
        words = "" if self.refused else wording.interval(self.result)
        ends, named, whose = words.partition(", ")
        if not named or words.startswith("no interval"):
            return ""
        return ends if "CI" in whose or ends.startswith(ERROR) else words

    @property
    def remark(self) -> str:
        return f"{self.result.events} are of the {self.among}, not of all {self.study.patients}" if self.refused else self.result.note

    @property
    def is_narrower(self) -> bool:
        """Whether the count is among some of the patients only."""
        return wording.is_counted(self.result) and self.counted_in in SOME and wording.counts_of(self.result)[1] < self.study.patients


def time_zero(result: Result) -> str:
    """When it was seen, and from when time runs; for what was seen at follow-up only where that is said."""
    when = "" if result.timepoint == "median" else result.timepoint
    if result.time_from == "not_stated":
        if result.state in ("count", "qualitative"):
            return when
        return f"{when}, start not stated" if when else TIME_FROM["not_stated"]
    start = TIME_FROM[result.time_from]
    return when if start.removeprefix("from ") in when else ", ".join(part for part in (when, start) if part)


@dataclass(frozen=True)
class Outcomes:
    """Everything said in a domain: `numbers` of each group of children once, and all statements with those in words."""

    shown: Shown
    domain: str
    said: rows.Reported
    numbers: Sequence[Outcome]
    every: Sequence[Outcome]

    @property
    def within(self) -> str:
        return self.shown.evidence.within

    @property
    def not_reported(self) -> int:
        """How many of the publications shown give no number."""
        return len(self.shown.studies) - len(rows.with_numbers(self.shown, self.said))

    @property
    def in_words(self) -> list[Outcome]:
        """Of the publications without a number each statement once, also where it is made of both arms."""
        wordy = {study.study_id for study in rows.in_words_only(self.shown, self.said)}
        found = {(each.study.study_id, each.result.note): each for each in reversed(self.every) if each.study.study_id in wordy}
        return [*reversed(found.values())]


def outcomes_of(shown: Shown, domain: str) -> Outcomes:
    """What the publications shown say of survival, or of transplant: by endpoint and subgroup, the arms beside each other."""
    said = rows.reported(shown, domain)
    endpoints, arms = list(ENDPOINT[domain]), [arm.arm for arm in shown.evidence.arms]
    drawn = {result.result_id for _, result in rows.numbered(shown, said)}

    def place(result: Result) -> tuple[int, str, int]:
        return endpoints.index(result.endpoint), result.subgroup, arms.index(result.arm)

    every = [Outcome(study, result, shown.evidence) for study in shown.studies for result in sorted(said[study.study_id], key=place)]
    return Outcomes(shown, domain, said, [each for each in every if each.result.result_id in drawn], every)
