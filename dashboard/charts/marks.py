"""The marks of one result: a point in the colour of its arm, with its interval where there is one."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Result
from dashboard.tableplot import Interval, Mark, Point, Scale
from dashboard.theme import PALETTE

HOLLOW = "no 95 % interval printed, or no clear n"
PERCENT = Scale(0, 100, {0: "0", 50: "50", 100: "100 %"})


def proportion(evidence: Evidence, result: Result, lane: int = 0) -> tuple[Mark, ...]:
    """The marks of a proportion (percent, 0-100); none for a count out of fewer than five patients, or of a group that is not stated."""
    share, limits = wording.share(result), wording.limits(result)
    if share is None or not wording.is_drawn(result):
        return ()
    return _estimate(evidence.arm(result.arm), share, *((limits.low, limits.high) if limits else (None, None)), lane=lane)


def median(evidence: Evidence, result: Result) -> tuple[Mark, ...]:
    """The marks of a median, or of another number that is no proportion, in its own unit.

    An interval of another level than 95 % is given in words only.
    """
    if result.estimate is None:
        return ()
    limits = (result.ci_low, result.ci_high) if result.ci_level == wording.LEVEL else (None, None)
    return _estimate(evidence.arm(result.arm), result.estimate, *limits)


def unmarked(results: Iterable[Result]) -> list[str]:
    """The caveat of a chart that gives some proportions in words only; empty where each has its mark."""
    bare = any(wording.is_counted(own) and not wording.is_drawn(own) for own in results)
    return ["No mark: fewer than five patients, a lower bound, or a group that is not stated."] if bare else []


def _estimate(arm: Arm, x: float, low: float | None, high: float | None, *, lane: int = 0) -> tuple[Mark, ...]:
    """A point, hollow without limits, and its interval, which is unlimited where only the other limit is known."""
    colour = PALETTE[arm.colour]
    if low is None and high is None:
        return (Point(x, colour, hollow=True, lane=lane, means=HOLLOW),)
    return (Interval(low, high, colour, lane, means="95 % interval"), Point(x, colour, lane=lane, means=wording.lowered(arm.words)))
