"""Intervals and contrasts that printed counts allow, and the events that a printed percentage allows.

Proportions are in percent (0-100), their differences in percentage points. Counts are whole numbers of patients. Contrasts compare arm 1
with arm 2 of one randomised trial, with 95 % limits.

ValueError is raised for counts that are negative, not whole, of no patients or more than there are patients; a confidence level that is not
between 0 and 100; a percentage that is not printed like "43.1%" or "56%"; an estimate outside its limits.
"""

import re
from fractions import Fraction
from functools import lru_cache
from math import ceil, exp, floor, hypot, inf, lgamma, log, log1p, sqrt
from operator import index
from statistics import NormalDist
from typing import NamedTuple

Z_95 = NormalDist().inv_cdf(0.975)
# The words of a number needed to treat: the whole, benefit, harm, and between limits on opposite sides.
IN_FULL = ("number needed to treat {} (95 % CI {})", "to benefit ", "to harm ", ", through infinity, ")
BRIEF = ("{} ({})", "NNTB ", "NNTH ", " to infinity to ")


class Interval(NamedTuple):
    """Limits of a proportion, in percent."""

    low: float
    high: float


class Difference(NamedTuple):
    """Arm 1 minus arm 2 with its 95 % limits, in percentage points."""

    estimate: float
    low: float
    high: float


class Ratio(NamedTuple):
    """Arm 1 over arm 2 with its 95 % limits, without unit."""

    estimate: float
    low: float
    high: float


class NumberNeededToTreat(NamedTuple):
    """Patients to treat for one more to benefit (positive) or to be harmed (negative); inf for no difference.

    `start` and `end` are the 95 % limits in the order in which they are written, the estimate's side first.
    """

    estimate: float
    start: float
    end: float

    @property
    def through_infinity(self) -> bool:
        """Whether the interval includes both benefit and harm, and so runs through infinity (Altman 1998)."""
        return self.end != inf and self.start * self.end < 0

    def describe(self, *, brief: bool = False) -> str:
        """The number in words, or `brief`: "NNTB 2.8 (2.0 to 5.1)", "NNTB 10 (NNTB 4 to infinity to NNTH 20)"."""
        whole, *sides, through = BRIEF if brief else IN_FULL
        estimate = "infinite" if self.estimate == inf else _patients(self.estimate, sides)
        # Ends on the estimate's own side need no word of their own.
        sides_of_ends = sides if self.estimate == inf or self.through_infinity else ["", ""]
        ends = (_patients(end, sides_of_ends) for end in (self.start, self.end))
        return whole.format(estimate, (through if self.through_infinity else " to ").join(ends))


def exact_interval(events: int, n: int, level: float = 95) -> Interval:
    """The Clopper-Pearson interval of events/n in percent; `level` is the confidence in percent, between 0 and 100."""
    events, n = _possible(events, n)
    if not 0 < level < 100:
        raise ValueError(f"confidence level {level}: expected percent between 0 and 100, such as 95")
    tail = (1 - level / 100) / 2
    low = 100 * _least_share(events, n, tail) if events > 0 else 0.0
    high = 100 - 100 * _least_share(n - events, n, tail) if events < n else 100.0
    return Interval(low, high)


@lru_cache(maxsize=10_000)
def _least_share(events: int, n: int, tail: float) -> float:
    """The proportion (0-1) at which `events` or more of n (events at least 1) have the probability `tail`, which is below a half.

    Newton's method starts at the inflection point of that probability, or one step from it. It therefore approaches the solution from one
    side, and has reached it when only rounding would move it back.
    """
    ways = lgamma(n + 1) - lgamma(events + 1) - lgamma(n - events + 1)
    share, before = (events - 1) / (n - 1) if 1 < events < n else tail / n if events == 1 else 1 - (1 - tail) / n, 0.0
    while True:
        just_as_many = exp(ways + events * log(share) + (n - events) * log1p(-share))
        step = (_or_more(events, n, share / (1 - share)) - tail / just_as_many) * share / events
        if step * before < 0 or abs(step) < 1e-15 * share:
            return share
        share, before = share - step, step


def _or_more(events: int, n: int, odds: float) -> float:
    """The probability of `events` or more of n, divided by that of exactly `events`."""
    total = term = 1.0
    for more in range(events + 1, n + 1):
        term *= odds * (n - more + 1) / more
        total += term
        if term < 1e-17 * total:
            break
    return total


def risk_difference(events_1: int, n_1: int, events_2: int, n_2: int, *, corrected: bool = False) -> Difference:
    """events_1/n_1 minus events_2/n_2 in percentage points, with Newcombe's hybrid score limits, `corrected` for continuity if asked.

    Newcombe 1998, Statistics in Medicine 17, 873-890, methods 10 and 11.
    """
    percent_1, low_1, high_1 = _score_interval(*_possible(events_1, n_1), corrected=corrected)
    percent_2, low_2, high_2 = _score_interval(*_possible(events_2, n_2), corrected=corrected)
    estimate = percent_1 - percent_2
    below = hypot(percent_1 - low_1, high_2 - percent_2)
    above = hypot(high_1 - percent_1, percent_2 - low_2)
    return Difference(estimate, estimate - below, estimate + above)


def risk_ratio(events_1: int, n_1: int, events_2: int, n_2: int) -> Ratio | None:
    """events_1/n_1 over events_2/n_2, with limits by the log method.

    None if that method gives no valid interval: no event in an arm (no logarithm), or only events in both (no width).
    """
    (events_1, n_1), (events_2, n_2) = _possible(events_1, n_1), _possible(events_2, n_2)
    if events_1 == 0 or events_2 == 0 or (events_1 == n_1 and events_2 == n_2):
        return None
    estimate = events_1 * n_2 / (events_2 * n_1)
    reach = Z_95 * sqrt(1 / events_1 - 1 / n_1 + 1 / events_2 - 1 / n_2)
    return Ratio(estimate, exp(log(estimate) - reach), exp(log(estimate) + reach))


def number_needed_to_treat(difference: Difference, *, higher_is_benefit: bool) -> NumberNeededToTreat:
    """100 over a difference in percentage points; an estimate or limit of zero becomes infinity."""
    estimate, low, high = difference
    if not low <= estimate <= high:
        raise ValueError(f"difference {estimate} does not lie within its limits {low} to {high}")
    if not higher_is_benefit:
        estimate, low, high = -estimate, -high, -low
    limits = (low, high) if estimate < 0 or high == 0 else (high, low)
    return NumberNeededToTreat(*(100 / points if points else inf for points in (estimate, *limits)))


def percent_fits(percent_as_printed: str, events: int, n: int) -> bool:
    """Whether events/n, rounded half up or half to even, gives the percentage at its printed decimals."""
    events, n = _possible(events, n)
    return events in fitting_events(percent_as_printed, n)


def fitting_events(printed: str, n: int) -> range:
    """The numbers of events, out of n, that round to a printed percentage."""
    parts = re.fullmatch(r"([0-9]+)(?:\.([0-9]+))? ?%", printed)
    if parts is None:
        raise ValueError(f"{printed!r}: expected a percentage as printed, such as 43.1% or 56%")
    decimals = parts[2] or ""
    shown, whole = int(parts[1] + decimals), 100 * 10 ** len(decimals)
    # Fractions, since binary floats lose ties; the upper tie rounds down only to an even last digit.
    low, high = (Fraction(2 * shown + side, 2 * whole) * n for side in (-1, 1))
    return range(max(ceil(low), 0), min(floor(high) + 1 if shown % 2 == 0 else ceil(high), n + 1))


def _possible(events: int, n: int) -> tuple[int, int]:
    """The counts as Python integers, which do not overflow. Raises ValueError if they are impossible."""
    try:
        events, n = index(events), index(n)
    except TypeError:
        raise ValueError(f"{events!r} of {n!r}: counts must be whole numbers") from None
    if not 0 <= events <= n or n == 0:
        raise ValueError(f"{events} of {n}: expected at least 1 patient, and events from 0 to their number")
    return events, n


def _score_interval(events: int, n: int, *, corrected: bool = False) -> tuple[float, float, float]:
    """events/n with Wilson's 95 % limits, in percent; exact at 0 and 100, so that no difference exceeds 100 points."""
    low, high = (_score_limit(events, n, side, 0.5 if corrected else 0.0) for side in (-1, 1))
    return 100 * events / n, low if events > 0 else 0.0, high if events < n else 100.0


def _score_limit(events: int, n: int, side: int, half: float) -> float:
    """Wilson's 95 % limit in percent on one `side` (-1 or 1), with the events moved `half` an event to that side."""
    moved = events + side * half
    reach = Z_95 * sqrt(moved * (n - moved) / n + Z_95**2 / 4)
    return 100 * (moved + Z_95**2 / 2 + side * reach) / (n + Z_95**2)


def _patients(needed: float, sides: list[str]) -> str:
    """A number of patients after the word for its side; below ten with one decimal, unless whole."""
    if needed == inf:
        return "infinity"
    number = abs(needed)
    written = f"{number:.1f}" if number < 9.95 and not number.is_integer() else f"{number:.0f}"
    return f"{sides[needed < 0]}{written}"
