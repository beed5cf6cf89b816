"""How a new row chart is written: its facts as records, its columns as functions of a record, its rows in groups. Invented trials."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.tableplot import Axis, Box, Cell, Cells, Group, Interval, Mark, Plot, Point, Scale, Span, Text, Words, stacked
from dashboard.theme import BLUE, INK, MUTED, ORANGE, tint

RATIO = Scale(0.2, 2.0, (0.2, 0.5, 1, 2), kind="log", zero=1)
PERCENT = Scale(0, 100, (0, 50, 100))
ARMS = {"new": BLUE, "usual": ORANGE}


@dataclass(frozen=True)
class Arm:
    """What one arm of a trial reports: responders of `n`, and events by their name; None where it says nothing."""

    trial: str
    arm: str
    n: int | None
    response: float | None = None
    limits: tuple[float, float] | None = None
    ratio: tuple[float, float, float | None] | None = None
    events: tuple[tuple[str, str], ...] = ()
    later: bool = False

    @property
    def record(self) -> str:
        return self.trial.lower().replace(" ", "-")

    def event(self, name: str) -> str | None:
        return dict(self.events).get(name)


RANDOMISED = (
    Arm("Ash 2019", "new", 54, 63.0, (48.7, 75.7), (0.33, 0.18, 0.61), (("Seizure", "2/54"), ("Febrile neutropenia", "5 %"))),
    Arm("Ash 2019", "usual", 51, 54.9, (40.3, 68.9), None, (("Febrile neutropenia", "58 %"),)),
)
SINGLE = (
    Arm("Birch 2020, first stage of a study of dose and schedule", "new", 9, 55.6, (21.2, 86.3), (0.5, 0.1, 2.9)),
    Arm("Cedar 2021", "new", None, 58.0, None, (0.8, 0.4, None), (("Seizure", "1/24"),)),
    Arm("Cedar 2024", "new", 24, 58.3, (36.6, 77.9), None, later=True),
    Arm("Elm 2021", "new", 30),
)


def label(arm: Arm) -> Span:
    return Span(arm.arm, bold=True, colour=ARMS[arm.arm]) if arm in RANDOMISED else Span(arm.trial, bold=True)


def size(arm: Arm) -> str:
    return "n\u00a0NR" if arm.n is None else str(arm.n)


def response(arm: Arm) -> tuple[Mark, ...]:
    """The share that responded, hollow where its denominator is not known."""
    if arm.response is None:
        return ()
    colour = ARMS[arm.arm]
    point = Point(arm.response, colour, hollow=not arm.limits, means="n/N" if arm.limits else "percentage without n")
    return (Interval(*arm.limits, colour, means="95 % interval"), point) if arm.limits else (point,)


def response_said(arm: Arm) -> str:
    """In full, for the table."""
    limits = "; {:.0f} to {:.0f}".format(*arm.limits) if arm.limits else ""
    return "" if arm.response is None else f"{arm.response:.0f}\u00a0%{limits}"


def response_words(arm: Arm) -> Text:
    """For the figure, the interval under the value."""
    return stacked(*response_said(arm).split("; "))


def ratio(arm: Arm) -> tuple[Mark, ...]:
    """The hazard ratio; an interval without an upper limit is open."""
    if not arm.ratio:
        return ()
    value, low, high = arm.ratio
    return (Interval(low, high, INK), Point(value, INK, "diamond", means="hazard ratio"))


def ratio_words(arm: Arm) -> str:
    return "{:.2f} ({:.2f}–{})".format(*arm.ratio[:2], arm.ratio[2] or "NR") if arm.ratio else ""


def event(name: str) -> Cell[Arm]:
    """A column of one adverse event."""

    def box(arm: Arm) -> Box | None:
        said = arm.event(name)
        if said is None:
            return None
        words, colour = Span(said.replace(" ", "\u00a0"), bold=True), ARMS[arm.arm]
        if "%" in said:
            return Box(words, border=colour, dashed=True, means="percentage without n")
        return Box(words, fill=tint(colour, 0.15), means="number")

    return Cell(name, box)


def example(
    randomised: tuple[Arm, ...] = RANDOMISED, single: tuple[Arm, ...] = SINGLE, *, pinned: frozenset[str] = frozenset()
) -> Plot[Arm]:
    """The whole chart: what stands in which column, and which rows under which heading."""
    return Plot(
        columns=(
            Words("Trial", 20, lambda arm: f"{arm.trial}, {arm.arm}", drawn=label),
            Words("n", 6, size, align="right"),
            Axis("Response", 14, PERCENT, response, response_said, drawn=response_words, beside=9, note="95 % interval"),
            Axis("Hazard ratio", 14, RATIO, ratio, ratio_words, beside=13, note="log axis"),
            Cells("Nervous system", (event("Seizure"), event("Encephalopathy")), 6),
            Cells("Blood", (event("Febrile neutropenia"),), 6),
        ),
        groups=(
            Group("Randomised"),
            Group((Span("Ash 2019", bold=True), Span("  105 in both arms", small=True, colour=MUTED)), randomised, 2, "ash-2019"),
            Group("One arm", single),
        ),
        record=lambda arm: arm.record,
        name=lambda arm: f"{arm.trial}, {arm.arm}",
        tag=lambda arm: "later" if arm.later else "",
        band=lambda arm: ARMS[arm.arm] if arm in RANDOMISED else "",
        pinned=pinned,
        silent="no adverse event in the report",
        counts="rows that report it",
        signs={"NR": "not reported"},
    )
