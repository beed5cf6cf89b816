"""Published effects between two groups in words: groups, measure, number, interval, and what the source says of them."""

from __future__ import annotations

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Contrast
from dashboard.vocabulary import COMPARISON, MEASURE_NAME, P_SIDED

IN_DAYS = "rmst_difference"
"""The measure in days, which fits no axis of ratios or of percentage points."""
RANDOMISED = ("randomised_arms", "randomised_subgroup")
CALLED = {"yes": "called significant", "no": "called not significant"}
"""What the source calls a difference, if anything."""


def published(effect: Contrast) -> str:
    """'0.33 (0.18–0.61)', '72 days (36–108)', '0.50 (0.30–0.90, 90 % CI)': an effect, with its interval if there is one."""
    return f"{estimate(effect)} ({interval(effect)})" if interval(effect) else estimate(effect)


def estimate(effect: Contrast) -> str:
    """'0.33', '72 days'."""
    return f"{number_of(effect, effect.estimate)}{' days' if effect.measure == IN_DAYS else ''}"


def interval(effect: Contrast) -> str:
    """'0.18–0.61', '0.30–0.90, 90 % CI': the limits, and their level unless it is 95 %; empty if there are none."""
    unusual = f", {effect.ci_level:g} % CI" if effect.ci_level not in (None, wording.LEVEL) else ""
    return f"{limits(effect)}{unusual}" if limits(effect) else ""


def limits(effect: Contrast) -> str:
    """'0.18–0.61'; empty if the source read has no interval."""
    return f"{number_of(effect, effect.ci_low)}–{number_of(effect, effect.ci_high)}" if effect.ci_low is not None else ""


def number_of(effect: Contrast, value: float | None) -> str:
    """`value` with two decimals, or as entered if in days; empty for None."""
    if value is None:
        return ""
    return f"{value:g}" if effect.measure == IN_DAYS else f"{value:.2f}"


def level(effect: Contrast) -> str:
    """'95 % CI as published': what the limits are; empty if there are none."""
    return f"{effect.ci_level:g} % CI as published" if effect.ci_low is not None else ""


def measure(effect: Contrast) -> str:
    """'Hazard ratio', 'Difference in restricted mean survival time': without the unit, which follows the number."""
    return MEASURE_NAME[effect.measure]


def groups(evidence: Evidence, effect: Contrast) -> str:
    """'Randomised arms, drug against control', 'Subgroups of the same patients': which groups are compared."""
    kind, control = COMPARISON[effect.comparison], evidence.control
    if effect.comparison not in RANDOMISED or control is None:
        return kind
    return f"{kind}, {evidence.experimental.short} against {control.short}"


def below_one(experimental: Arm) -> str:
    """What a ratio below 1 means."""
    return f"below 1: fewer with {experimental.words.lower()}"


def p_words(effect: Contrast) -> str:
    """'p = 0.03, one-sided', 'p < 0.001, sides not stated', 'no p value stated'."""
    return f"p {effect.p_operator} {effect.p_value:g}, {P_SIDED[effect.p_sided]}" if effect.p_value is not None else "no p value stated"


def remark(effect: Contrast) -> str:
    """'p = 0.03, one-sided; called not significant. An event is …': what the source says of it, and the note."""
    p = p_words(effect) if effect.p_value is not None else ""
    called = CALLED.get(effect.stated_significant, "")
    return wording.joined([wording.joined([p, called], "; "), effect.note.rstrip(".")], ". ")
