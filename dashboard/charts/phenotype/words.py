"""CD19 and lineage at relapse in sentences, and how relapses were added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import wording
from dashboard.charts import marks, rows
from dashboard.charts.chart import Aside
from dashboard.charts.contrast.rows import as_effect_only
from dashboard.charts.phenotype.rows import OURS, FindingLine, Findings, negative_of_relapses
from dashboard.charts.rows import Reported
from dashboard.evidence import Evidence
from dashboard.schema import Result, Study

NO_NEGATIVE = "No CD19-negative relapse is reported for the publications shown."
NO_SWITCH = "No lineage switch is reported for the publications shown."


def sentence(evidence: Evidence, found: Sequence[Findings]) -> str:
    """How many relapses with known CD19 status stayed CD19-positive and how many did not; in how many cohorts a lineage switched."""
    if not found:
        return f"No publication shown here reports CD19 or lineage at relapse {evidence.within}."
    return wording.joined([_positive(found), negative(evidence, found), _switched(evidence, found)], " ")


def claim(evidence: Evidence, found: Sequence[Findings]) -> str:
    """How many relapses stayed CD19-positive, else how many did not, else the lineage switches; empty where none of them is reported.

    That no CD19-negative relapse is reported is no claim: beside a switch of which CD19 is not said, it would read as none at all.
    """
    told = negative(evidence, found) if any(each.negative for each in found) else ""
    switched = _switched(evidence, found) if any(each.switch for each in found) else ""
    return (_positive(found) or told or switched).rstrip(".")


def kept_or_switched(evidence: Evidence, found: Sequence[Findings]) -> str:
    """The sentence without the CD19-negative relapses."""
    return wording.joined([_positive(found), _switched(evidence, found)], " ") if found else sentence(evidence, found)


def _positive(found: Sequence[Findings]) -> str:
    """The relapses that stayed CD19-positive, of publications that count both kinds.

    'Most' only where that holds in each of them and in every reading.
    """
    stayed = [(each, each.positive.events or 0) for each in found if each.positive and each.totals]
    if not stayed:
        return ""
    most = all(2 * events > n for each, events in stayed for _, n in each.totals)
    listed = wording.listed([f"{events}/{each.totals[0][1]} {each.ref}" for each, events in stayed])
    return f"{'Most' if most else 'Of the'} relapses with known CD19 status{'' if most else ', these'} stayed CD19-positive: {listed}."


def negative(evidence: Evidence, found: Sequence[Findings]) -> str:
    negative = [(each, negative_of_relapses(each, each.negative)) for each in found if each.negative]
    known = [(each, answer) for each, answer in negative if answer.of_known_group]
    if known:
        further = ("", " (if its lineage switches are additional relapses)")
        listed = wording.listed([f"{answer.counts}{further[len(answer.readings) > 1]} in {each.label}" for each, answer in known])
        ours = "; the denominators are calculated by us" if any(answer.ours for _, answer in known) else ""
        opening = "CD19-negative:" if _positive(found) else "Of the relapses with known CD19 status, these were CD19-negative:"
        return f"{opening} {listed}{ours}."
    some, others = _some(evidence, [(each, each.negative) for each in found if each.negative], "CD19-negative relapse")
    if some:
        verb = "reports" if len(_cohorts(some)) == 1 else "report"
        cohorts = wording.capitalised(wording.cohorts(evidence, (each.study for each in some)))
        others = [f"{cohorts} {verb} CD19-negative relapses, without the total number of relapses.", *others]
    return " ".join(others) or NO_NEGATIVE


def _switched(evidence: Evidence, found: Sequence[Findings]) -> str:
    switched, others = _some(evidence, [(each, each.switch) for each in found if each.switch], "lineage switch")
    if switched:
        every, with_kmt2a = len(_cohorts(switched)), len(_cohorts(each for each in switched if each.switched_with_kmt2a))
        which = {0: "none", every: "all"}.get(with_kmt2a) or wording.in_words(with_kmt2a)
        whose = f"in {which} of them with" if every > 1 else "with" if with_kmt2a else "without"
        cohorts = wording.cohorts(evidence, (each.study for each in switched))
        is_said = with_kmt2a or all(each.kmt2a_said.code == "not_included" for each in switched)
        others = [f"A lineage switch is reported in {cohorts}{f', {whose} a KMT2A rearrangement' if is_said else ''}.", *others]
    return " ".join(others) or NO_SWITCH


def _some(evidence: Evidence, results: Sequence[tuple[Findings, Result]], noun: str) -> tuple[list[Findings], list[str]]:
    """The findings with a number above zero; and sentences about the others, which count none or are in words only."""
    numbers = [(each, result) for each, result in results if wording.has_number(result)]
    none = [(each, result) for each, result in numbers if 0 in (result.events, result.percent)]
    said = []
    if none:
        cohorts = wording.cohorts(evidence, (each.study for each, _ in none))
        said.append(f"No {noun} is counted in {cohorts}: {wording.listed([f'{wording.value(own)} {each.ref}' for each, own in none])}.")
    if in_words := [each.ref for each, result in results if not wording.has_number(result)]:
        said.append(f"{wording.capitalised(noun)} is mentioned in words only: {wording.listed(in_words)}.")
    return [each for each, result in numbers if (each, result) not in none], said


def _cohorts(found: Iterable[Findings]) -> set[str]:
    return {each.study.cohort_id for each in found}


def asides(said: Reported, found: Sequence[Findings]) -> tuple[Aside, ...]:
    """The publications without a row, and why."""
    positive_only = dict.fromkeys(each.study for each in found if each.study not in _with_rows(found))
    return said.asides(
        "CD19 and lineage at relapse",
        [each.study for each in found],
        ("CD19-positive relapse only; see the card", positive_only),
        ("CD19 and lineage in words only; see the card", said.in_words),
        *as_effect_only(said, "CD19 and lineage at relapse"),
    )


def _with_rows(found: Sequence[Findings]) -> set[Study]:
    return {each.study for each in found if each.negative or each.switch or each.elsewhere}


def overlap(evidence: Evidence, found: Sequence[Findings], sentence: str) -> list[str]:
    """Which publications with a row may count the same children, where the sentence does not say all of it."""
    with_rows = _with_rows(found)
    doubt = wording.overlap(evidence, (each.study for each in found if each.study in with_rows))
    return [f"{wording.capitalised(doubt)}."] if doubt and doubt not in sentence else []


def caveats(said: Reported, found: Sequence[Findings], lines: Sequence[FindingLine]) -> tuple[str, ...]:
    """How the relapses with known CD19 status were added up, what has no row or no mark, and the doubts about what is drawn."""
    sums = [f"{OURS} {each.label}: {_sum(each)}." for each in found if each.negative and negative_of_relapses(each, each.negative).ours]
    others = [(each, result) for each in found if each.study in _with_rows(found) for result in each.without_row]
    without_row = [f"{each.label}, without a row: {wording.what(result)}: {wording.value(result)}." for each, result in others]
    readings = [each for line in lines for answer in line.answers for each in answer.readings]
    told = (result for each in found for result in said.said[each.study.study_id])
    return (*sums, *without_row, *marks.unmarked(readings), *rows.doubts(said.shown, told))


def _sum(found: Findings) -> str:
    kinds = ((found.positive, "CD19-positive"), (found.negative, "CD19-negative"))
    counted = " and ".join(f"{result.events} {kind}" for result, kind in kinds if result)
    (_, known), *others = found.totals
    more = [f", {n} if the {further} lineage switches are additional" for further, n in others]
    return f"{counted} make {known} relapses with known CD19 status{''.join(more)}"
