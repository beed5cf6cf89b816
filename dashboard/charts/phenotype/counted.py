"""What each publication says of CD19 and lineage, over both denominators, in every reading that the source allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dashboard import wording
from dashboard.charts import rows
from dashboard.evidence import Evidence
from dashboard.schema import Population, Result, Study
from dashboard.selection import Shown

ELSEWHERE = ("cd19_loss_reversible", "lineage_switch_reversed", "cd19_negative_progression", "cd19_negative_before_treatment")
"""Endpoints of CD19 and lineage that are not relapses, in the order in which they are shown."""
OURS = "§"
"""Marks a denominator or a count that we put together from printed counts."""


@dataclass(frozen=True)
class Answer:
    """One question over one denominator: the readings that the source allows (none, one or two), or why there is none."""

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
        """'6/27 or 9/30 §', '1/17 · 6 % §', 'NR'."""
        if not self.readings:
            return "NR"
        counts = figure_of(self.readings[0]) if len(self.readings) == 1 else self.counts
        return f"{counts}{f' {OURS}' if self.ours else ''}"

    @property
    def under(self) -> str:
        """The interval, and what else must be said."""
        return "; ".join(part for part in (self.interval, self.remark) if part)

    @property
    def interval(self) -> str:
        """Of one reading, or the range of two with the interval of each."""
        if len(self.readings) < 2:
            return "".join(wording.interval(each) for each in self.readings if each.denominator != "not_stated")
        limits = [found for each in self.readings if (found := wording.limits(each))]
        spread = wording.spread(share for each in self.readings if (share := wording.share(each)) is not None)
        return f"{spread}; {' or '.join(f'{found.low:.0f}–{found.high:.0f}' for found in limits)} %, exact 95 % CI, computed"


@dataclass(frozen=True)
class Findings:
    """What one publication reports: relapses by CD19 status, lineage switches, and what it lost outside a relapse."""

    study: Study
    positive: Result | None
    negative: Result | None
    switch: Result | None
    parts: tuple[Result, ...]
    elsewhere: tuple[Result, ...]
    kmt2a_said: Population
    """What is said of KMT2A in the whole publication."""
    ambiguous: bool
    """Whether the lineage switches may be among the CD19-negative relapses or further ones: the source does not say."""
    evidence: Evidence = field(repr=False, compare=False)
    """Where its source and its layer are looked up."""

    @property
    def reversed(self) -> bool:
        return any(result.endpoint == "lineage_switch_reversed" for result in self.elsewhere)

    @property
    def known(self) -> int | None:
        """Relapses with known CD19 status, where both kinds are counted: positive plus negative."""
        counts = [wording.counts_of(result)[0] for result in (self.positive, self.negative) if result and wording.is_counted(result)]
        return sum(counts) if len(counts) == 2 else None

    @property
    def kmt2a(self) -> str:
        """The KMT2A status of those whose lineage switched, as the source says it."""
        if self.parts:
            return ", ".join(f"{part.events} {part.subgroup}" for part in self.parts)
        return self.switch.subgroup if self.switch is not None and self.switch.subgroup else self.kmt2a_said.basis

    @property
    def switched_with_kmt2a(self) -> bool:
        """Whether a lineage switch with a KMT2A rearrangement is reported."""
        subgroups = [result for result in (self.switch, *self.parts) if result is not None and result.subgroup]
        if subgroups:
            return any("kmt2a_rearranged" in result.population for result in subgroups)
        return self.kmt2a_said.code == "included"


def findings_of(shown: Shown) -> list[Findings]:
    """The publications that report CD19 or lineage, each group of children once, by setting, then n."""
    said = rows.told(shown, "phenotype")
    return [_findings(shown, study, said[study.study_id]) for study in rows.one_a_cohort(rows.carrying(shown, said))]


def _findings(shown: Shown, study: Study, results: Sequence[Result]) -> Findings:
    by_endpoint = {result.endpoint: result for result in reversed(results)}
    switches = [result for result in results if result.endpoint == "lineage_switch"]
    negative, switch = by_endpoint.get("cd19_negative_relapse"), by_endpoint.get("lineage_switch")
    return Findings(
        study=study,
        positive=by_endpoint.get("cd19_positive_relapse"),
        negative=negative,
        switch=switch,
        parts=tuple(switches[1:]),
        elsewhere=tuple(by_endpoint[endpoint] for endpoint in ELSEWHERE if endpoint in by_endpoint),
        kmt2a_said=shown.evidence.populations_of(study.study_id)["kmt2a_rearranged"],
        ambiguous=_share_an_ambiguity(shown, negative, switch),
        evidence=shown.evidence,
    )


def _share_an_ambiguity(shown: Shown, *results: Result | None) -> bool:
    """Whether one ambiguity of the source touches all the results."""
    ambiguities = {anomaly.anomaly_id for anomaly in shown.evidence.anomalies if anomaly.kind == "ambiguity"}
    return bool(ambiguities.intersection(*(result.anomaly_ids if result is not None else () for result in results)))


def figure_of(result: Result) -> str:
    """The result in words, and no percentage of patients of whom nobody says who they are: '1/38 · 3 %', '4/18'."""
    unsaid = wording.is_counted(result) and result.denominator == "not_stated"
    return wording.fraction(result) if unsaid else wording.value(result)


def negative_of_relapses(found: Findings) -> Answer:
    """CD19-negative among the relapses whose CD19 status is known; with the lineage switches as further ones where that may be."""
    negative = negative_of(found)
    if negative.denominator in ("not_stated", "relapses"):
        return Answer((negative,), remark=_if(negative, "relapses"))
    if found.known is None:
        reason = found.positive.reason if found.positive is not None else ""
        return Answer(remark=reason or f"number of relapses {found.evidence.layer_of(found.study).gap_words}")
    return Answer(_readings(negative, [(0, found.known), *further_switches(found)]), ours=True)


def negative_of_treated(found: Findings) -> Answer:
    """CD19-negative relapse among all treated."""
    negative = negative_of(found)
    if negative.denominator == "not_stated" or negative.events is None:
        return Answer((negative,), remark=_if(negative, "all treated"))
    treated = negative.denominator == "treated"
    n = negative.n if treated and negative.n is not None else found.study.patients
    return Answer(_readings(negative, [(0, n), *((more, n) for more, _ in further_switches(found))]), ours=found.ambiguous or not treated)


def _if(result: Result, group: str) -> str:
    """On which condition a count of a group not said stands under a heading; empty where that needs none."""
    return f"if the {result.n} are {group}" if result.n is not None and result.denominator == "not_stated" else ""


def switch_of_relapses(found: Findings) -> Answer:
    """Lineage switch among the relapses."""
    switch = switch_of(found)
    if switch.denominator == "relapses":
        return Answer((switch,), remark="; ".join(part for part in (f"of {switch.n} relapses", wording.lowered(switch.reason)) if part))
    if found.known is None or not found.ambiguous:
        return Answer(remark=f"not said to be a relapse{'; reversed' if found.reversed else ''}")
    known = [found.known, *(total for _, total in further_switches(found))]
    return Answer(_readings(switch, [(0, total) for total in known]), ours=True)


def switch_of_treated(found: Findings) -> Answer:
    """Lineage switch among all treated."""
    switch = switch_of(found)
    if switch.denominator == "treated" or switch.events is None:
        return Answer((switch,))
    return Answer(_readings(switch, [(0, found.study.patients)]), ours=True)


def negative_of(found: Findings) -> Result:
    if found.negative is None:
        raise ValueError(f"{found.study.study_id} reports no CD19-negative relapse")
    return found.negative


def switch_of(found: Findings) -> Result:
    if found.switch is None:
        raise ValueError(f"{found.study.study_id} reports no lineage switch")
    return found.switch


def further_switches(found: Findings) -> list[tuple[int, int]]:
    """The second reading: how many lineage switches come on top, and how many relapses that makes."""
    if not found.ambiguous or found.known is None:
        return []
    more = switch_of(found).events or 0
    return [(more, found.known + more)]


def _readings(result: Result, counts: Iterable[tuple[int, int]]) -> tuple[Result, ...]:
    """The result over other denominators: (how many more events, out of how many)."""
    events = result.events or 0
    return tuple(
        result._replace(events=events + more, n=n, n_basis="", denominator="", percent=None, percent_as_printed="") for more, n in counts
    )
