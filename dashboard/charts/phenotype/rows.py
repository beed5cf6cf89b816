"""What each publication says about CD19 and lineage, over both denominators, in every reading that the source allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dashboard import wording
from dashboard.charts.rows import Reported
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Population, Result, Study
from dashboard.vocabulary import ENDPOINT_WORDS
from dashboard.wording import has_number

ELSEWHERE = ("cd19_loss_reversible", "lineage_switch_reversed", "cd19_negative_progression", "cd19_negative_before_treatment")
"""Endpoints of CD19 and lineage that are not relapses, in the order in which they are shown."""
OURS = "§"
"""Marks a denominator or a count that we calculate from printed counts."""


@dataclass(frozen=True)
class Answer:
    """The answer to one question over one denominator: the readings that the source allows (none, one or two), or why there is none."""

    readings: tuple[Result, ...] = ()
    ours: bool = False
    remark: str = ""

    @property
    def counts(self) -> str:
        """'6/27 or 9/30'."""
        return " or ".join(wording.fraction(each) if each.events is not None else wording.value(each) for each in self.readings)

    @property
    def of_known_group(self) -> bool:
        """Whether there is a reading, and it says whom it counts."""
        return any(each.denominator != "not_stated" for each in self.readings)

    @property
    def words(self) -> str:
        """'6/27 or 9/30 §', '1/17 · 6 % §'; empty without a reading. There is no percentage where nobody says who the patients are."""
        return (wording.value(self.readings[0]) if len(self.readings) == 1 else self.counts) + (f" {OURS}" if self.ours else "")

    @property
    def under(self) -> str:
        """The interval; for two readings their range and the interval of each; and what else must be said."""
        if len(self.readings) > 1:
            limits = [found for each in self.readings if (found := wording.limits(each))]
            spread = wording.spread(self.readings)
            return f"{spread}; {' or '.join(found.ends for found in limits)} %, {wording.COMPUTED}"
        interval = "".join(wording.interval(each) for each in self.readings if each.denominator != "not_stated")
        return wording.joined([interval, self.remark], "; ")


@dataclass(frozen=True)
class Findings:
    """What one publication reports of one arm and one part of its patients.

    These are relapses by CD19 status, lineage switches, and changes outside a relapse.
    """

    study: Study
    arm: Arm
    subgroup: str
    """The part of the patients that is counted by itself; empty for all of an arm."""
    positive: Result | None
    negative: Result | None
    switch: Result | None
    parts: tuple[Result, ...]
    elsewhere: tuple[Result, ...]
    rest: tuple[Result, ...]
    """Further figures of the same kind."""
    kmt2a_said: Population
    """What is said about KMT2A for the whole publication."""
    ambiguous: bool
    """Whether the source does not say if the lineage switches are among the CD19-negative relapses or are further relapses."""
    evidence: Evidence = field(repr=False, compare=False)

    @property
    def of_one_arm(self) -> bool:
        """Whether the publication has several arms, so that its patients are not those of each."""
        own = self.evidence.results_of(self.study.study_id)
        return self.study.randomised or any(self.evidence.arm(result.arm).role == "control" for result in own)

    @property
    def of_whom(self) -> str:
        """', control, average risk': the arm and the part of the patients after a publication's name, where they must be named."""
        arm = self.arm.short if self.of_one_arm or self.arm.role != "experimental" else ""
        return "".join(f", {part}" for part in (arm, self.subgroup) if part)

    @property
    def label(self) -> str:
        return self.study.label + self.of_whom

    @property
    def ref(self) -> str:
        return f"[{self.study.ref}]{self.of_whom}"

    @property
    def size(self) -> int | None:
        """How many patients the findings are about: all of a publication, or those randomised to its arm; None where that is not known.

        Historical controls are not a publication's patients.
        """
        if self.subgroup or self.arm.role not in ("experimental", "control", "mixed", "both"):
            return None
        if self.arm.role == "both" or not self.of_one_arm:
            return self.study.patients
        own = (result for result in self.evidence.results_of(self.study.study_id) if result.arm == self.arm.arm)
        return next((result.events for result in own if result.endpoint == "randomised" and not result.subgroup), None)

    @property
    def totals(self) -> tuple[tuple[int, int], ...]:
        """For each reading: the lineage switches that are further relapses, and all relapses with known CD19 status.

        Empty if they are not counted, or only to a lower bound.
        """
        both = [result for result in (self.positive, self.negative) if result and not result.at_least]
        counts = [wording.counts_of(result)[0] for result in both if wording.is_counted(result)]
        if len(counts) < 2:
            return ()
        further = [self.switch.events or 0] if self.ambiguous and self.switch else []
        return tuple((more, sum(counts) + more) for more in (0, *further))

    @property
    def without_row(self) -> list[Result]:
        """What no row holds: CD19-positive relapses that are not added to CD19-negative ones, and further figures of a kind."""
        return [*([self.positive] if self.positive and has_number(self.positive) and not self.totals else []), *self.rest]

    @property
    def stayed(self) -> str:
        """'21/27 or 21/30 stayed CD19-positive'; empty unless CD19-positive and CD19-negative relapses are both counted."""
        shares = " or ".join(f"{self.positive.events}/{n}" for _, n in self.totals if self.positive)
        return f"{shares} stayed CD19-positive" if shares else ""

    @property
    def kmt2a(self) -> str:
        """The KMT2A status of those whose lineage switched, in the source's words."""
        if self.parts:
            counts = [(str(part.events) if part.events is not None else wording.value(part), part.subgroup) for part in self.parts]
            return ", ".join(wording.joined(count, " ") for count in counts)
        return self.switch.subgroup if self.switch and self.switch.subgroup else self.kmt2a_said.basis

    @property
    def switched_with_kmt2a(self) -> bool:
        """Whether a lineage switch with a KMT2A rearrangement is reported."""
        subgroups = [result for result in (self.switch, *self.parts) if result and result.subgroup]
        if subgroups:
            return any("kmt2a_rearranged" in result.population for result in subgroups)
        return self.kmt2a_said.whole_population == "yes"


@dataclass(frozen=True)
class FindingLine:
    """One row: what is counted, among relapses (None: it is not a relapse) and among all treated, and the result that it comes from."""

    found: Findings
    result: Result
    of_relapses: Answer | None
    of_treated: Answer
    detail: str
    """How many stayed CD19-positive, or whom the count is of; for a lineage switch, the KMT2A status."""

    @property
    def what(self) -> str:
        return ENDPOINT_WORDS[self.result.endpoint]

    @property
    def answers(self) -> list[Answer]:
        return [answer for answer in (self.of_relapses, self.of_treated) if answer]


def findings_of(said: Reported) -> list[Findings]:
    """What the publications report, by setting, then n, arm by arm and part by part, with each figure of a group of children once."""
    numbers = {result.result_id for result in said.numbers}
    found = []
    for study in said.with_numbers:
        own = [result for result in said.said[study.study_id] if result.result_id in numbers or not has_number(result)]
        if study in said.drawn or any(map(has_number, own)):
            groups = dict.fromkeys(map(_group, own))
            found += [_findings(said.shown.evidence, study, group, [each for each in own if _group(each) == group]) for group in groups]
    return found


def _group(result: Result) -> tuple[str, str]:
    """The arm and the part of the patients that a result is set against."""
    return result.arm, "" if result.n_counts_others else result.subgroup


def _findings(evidence: Evidence, study: Study, group: tuple[str, str], results: Sequence[Result]) -> Findings:
    arm, subgroup = group
    results = sorted(results, key=has_number, reverse=True)
    by_endpoint = {result.endpoint: result for result in reversed(results)}
    negative, switch = by_endpoint.get("cd19_negative_relapse"), by_endpoint.get("lineage_switch")
    positive, parts = by_endpoint.get("cd19_positive_relapse"), [each for each in results if each.endpoint == "lineage_switch"][1:]
    elsewhere = [by_endpoint[endpoint] for endpoint in ELSEWHERE if endpoint in by_endpoint]
    placed = [positive, negative, switch, *parts, *elsewhere]
    ambiguities = {anomaly.anomaly_id for anomaly in evidence.anomalies if anomaly.kind == "ambiguity"}
    return Findings(
        study=study,
        arm=evidence.arm(arm),
        subgroup=subgroup,
        positive=positive,
        negative=negative,
        switch=switch,
        parts=tuple(parts),
        elsewhere=tuple(elsewhere),
        rest=tuple(result for result in results if result not in placed),
        kmt2a_said=evidence.populations_of(study.study_id)["kmt2a_rearranged"],
        ambiguous=bool(negative and switch and ambiguities.intersection(negative.anomaly_ids, switch.anomaly_ids)),
        evidence=evidence,
    )


def lines_of(found: Sequence[Findings]) -> tuple[tuple[FindingLine, ...], tuple[FindingLine, ...], tuple[FindingLine, ...]]:
    """The lines of CD19-negative relapses, of lineage switches, and of what was not a relapse, which is counted among all treated only."""
    negative = (_negative(each, each.negative) for each in found if each.negative)
    switched = (
        FindingLine(each, own, _switch_of_relapses(each, own), _of_treated(each, own), each.kmt2a) for each in found if (own := each.switch)
    )
    others = (FindingLine(each, own, None, _of_treated(each, own), own.subgroup) for each in found for own in each.elsewhere)
    return tuple(negative), tuple(switched), tuple(others)


def _negative(found: Findings, negative: Result) -> FindingLine:
    """The line of CD19-negative relapses, with the lineage switches as further relapses where they may be."""
    of_relapses, of_treated = negative_of_relapses(found, negative), _of_treated(found, negative, [more for more, _ in found.totals])
    unsaid = f"who the {negative.n} are is not stated" if negative.denominator == "not_stated" else ""
    return FindingLine(found, negative, of_relapses, of_treated, found.stayed or unsaid or of_relapses.remark)


def negative_of_relapses(found: Findings, negative: Result) -> Answer:
    """The answer among the relapses whose CD19 status is known."""
    if negative.denominator in ("not_stated", "relapses"):
        return Answer((negative,), remark=_if(negative, "relapses"))
    if not found.totals:
        reason = found.positive.reason if found.positive else ""
        return Answer(remark=reason or f"number of relapses {found.evidence.layer_of(found.study).gap_words}")
    return Answer(_readings(negative, found.totals), ours=True)


def _switch_of_relapses(found: Findings, switch: Result) -> Answer:
    if switch.denominator == "relapses":
        return Answer((switch,), remark=wording.joined([f"of {switch.n} relapses", wording.lowered(switch.reason)], "; "))
    if not found.totals or not found.ambiguous:
        came_back = any(result.endpoint == "lineage_switch_reversed" for result in found.elsewhere)
        return Answer(remark=f"not stated to be a relapse{'; reversed' if came_back else ''}")
    return Answer(_readings(switch, [(0, n) for _, n in found.totals]), ours=True)


def _of_treated(found: Findings, result: Result, further: Sequence[int] = ()) -> Answer:
    """The answer among all treated, as printed or calculated.

    As printed if its group is not stated, or is all treated or randomised and no `further` events may belong to it.
    """
    if result.events is None or result.denominator == "not_stated":
        return Answer((result,), remark=_if(result, "all treated"))
    of_all = result.denominator in ("treated", "randomised")
    n = result.n if of_all and result.n is not None else found.size
    randomised = result.denominator == "randomised" or (found.of_one_arm and not of_all)
    remark = f"of {n} randomised" if randomised else ""
    if of_all and not any(further):
        return Answer((result,), remark=remark)
    if n is None:
        return Answer(remark=f"number treated {found.evidence.layer_of(found.study).gap_words}")
    return Answer(_readings(result, [(more, n) for more in further or (0,)]), ours=True, remark=remark)


def _if(result: Result, group: str) -> str:
    """The condition under which a count of a group not stated belongs under a heading; empty where none is needed."""
    return f"if the {result.n} are {group}" if result.n is not None and result.denominator == "not_stated" else ""


def _readings(result: Result, counts: Iterable[tuple[int, int]]) -> tuple[Result, ...]:
    """The result over other denominators; `counts` are pairs of further events and denominator."""
    own, events = result._replace(n_basis="", denominator="", percent=None, percent_as_printed=""), result.events or 0
    return tuple(own._replace(events=events + more, n=n) for more, n in counts)
