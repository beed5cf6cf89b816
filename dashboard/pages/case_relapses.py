"""CD19 and lineage at relapse for the case lens: the share of the relapses, as the chart of CD19 and lineage has it, and whom it is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dashboard import wording
from dashboard.charts.phenotype.rows import Answer, Findings, findings_of, lines_of
from dashboard.charts.rows import Reported
from dashboard.schema import Result, Study
from dashboard.selection import Shown


def shares(shown: Shown, study: Study) -> Mapping[str, Answer]:
    """By result_id: the share among relapses of a count that is printed over all treated, where the relapses can be added up.

    Over all treated it would say the opposite: few of 90 relapsed with CD19, but most of those who relapsed did.
    """
    found = findings_of(Reported.of(replace(shown, studies=(study,)), "phenotype"))
    negative, switched, _ = lines_of(found)
    drawn = {line.result.result_id: line.of_relapses for line in (*negative, *switched) if line.of_relapses}
    kept = {each.positive.result_id: _kept(each, each.positive) for each in found if each.positive and each.totals}
    return {own: answer for own, answer in {**drawn, **kept}.items() if answer.ours and answer.readings}


def _kept(found: Findings, positive: Result) -> Answer:
    """The relapses that stayed CD19-positive among those whose CD19 status is known."""
    own = positive._replace(n_basis="", denominator="relapses", percent=None, percent_as_printed="")
    return Answer(tuple(own._replace(n=n) for _, n in found.totals), ours=True)


def of_relapses(line: Mapping[str, object], result: Result, answer: Answer, place: str) -> dict[str, object]:
    """A line of a card with the share of the relapses for its value; the children treated are whom it is of."""
    values, interval, in_brief = answer.counts, "", ""
    if len(answer.readings) == 1:
        only = answer.readings[0]
        values, interval, in_brief = wording.value(only), wording.interval(only), wording.interval_in_brief(only)
    what = wording.joined([f"{line['what']}, {whom(result)}", UNSAID if len(answer.readings) > 1 else ""], "; ")
    return {**line, "what": what, "arms": [["", values, in_brief, values, interval, place]], "note": whom(result)}


UNSAID = "whether a lineage switch is a further relapse is not said"


def whom(result: Result) -> str:
    """'of the relapses with known CD19 status (added up by us) among 90 treated'."""
    group = {"randomised": "randomised"}.get(result.denominator, "treated")
    return f"of the relapses with known CD19 status (added up by us){f' among {result.n} {group}' if result.n is not None else ''}"
