"""What the randomised trials shown report of both arms, and how a difference between two arms is worded.

Differences are the experimental arm minus the control in percentage points. Trials stand side by side; nothing here combines them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dashboard import statistics, wording
from dashboard.charts import rows
from dashboard.charts.chart import Aside
from dashboard.evidence import Evidence
from dashboard.schema import TABLES, Arm, Contrast, Result, Study
from dashboard.selection import Shown
from dashboard.statistics import Difference
from dashboard.theme import PALETTE
from dashboard.vocabulary import N_BASIS, STATE

NO_TRIAL = "No randomised trial is among the publications shown. That is an absence of reports, not evidence of no effect."
WORKED_OUT = f"‡ {N_BASIS['reconstructed']}"


MOST_TRIALS = 6
"""Trials that one chart puts beside each other; the review has fewer, other tables may not."""
STATES = list(STATE)
NOTHING_SAID = Result._make([*(column.value("") for column in TABLES["results"].columns), ""])._replace(state="not_reported")
"""The gap of an arm for which a layer, chosen rather than complete, has no row."""

Arms = tuple[Arm, ...]
"""The experimental arm, then the control where there is one."""


def arms_of(evidence: Evidence) -> Arms:
    return (evidence.experimental, evidence.control) if evidence.control else (evidence.experimental,)


def coloured(arm: Arm, words: str) -> str:
    """Words in the colour of an arm, for a figure."""
    return f"<span style='color:{PALETTE[arm.colour]}'>{words}</span>"


def against(arms: Arms) -> str:
    """'drug minus control': what a difference is."""
    return " minus ".join(arm.words.lower() for arm in arms)


@dataclass(frozen=True)
class Pair:
    """One outcome as both arms of a trial report it, be it as a gap.

    A `turned` pair counts those without the outcome: its difference has its sign turned.
    """

    experimental: Result
    control: Result
    turned: bool = False

    @property
    def results(self) -> tuple[Result, Result]:
        return self.experimental, self.control

    @property
    def counted(self) -> bool:
        """Whether events and denominators of both arms are known, none of them merely implied or a lower bound."""
        return all(result.state == "count" and wording.is_counted(result) and not result.at_least for result in self.results)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Events and patients of the experimental arm, then of the control; only where counted."""
        return *wording.counts_of(self.experimental), *wording.counts_of(self.control)

    @cached_property
    def difference(self) -> Difference | None:
        """With Newcombe's 95 % limits where both arms are counted, else None."""
        if not self.counted:
            return None
        found = statistics.risk_difference(*self.counts)
        return Difference(-found.estimate, -found.high, -found.low) if self.turned else found

    @property
    def points(self) -> float | None:
        """The difference from counts, else of the printed percentages; None where an arm has neither."""
        if self.difference:
            return self.difference.estimate
        one, other = map(_share, self.results)
        if one is None or other is None:
            return None
        return other - one if self.turned else one - other

    @property
    def decimals(self) -> int:
        """Decimals that the difference deserves: one where counts are known, else those of the printed percentages."""
        if self.counted:
            return 1
        return max(len(result.percent_as_printed.rstrip("%").partition(".")[2]) for result in self.results)

    @property
    def written(self) -> str:
        """'−25.9 points', '+43 points'; empty where there is no difference."""
        return "" if self.points is None else f"{signed(self.points, self.decimals)} point{'' if abs(self.points) == 1 else 's'}"


def _share(result: Result) -> float | None:
    """A proportion that a difference may rest on: neither implied nor a lower bound."""
    return wording.share(result) if result.state in ("count", "percent_only") and not result.at_least else None


@dataclass(frozen=True)
class Trial:
    """A randomised publication with its two arms, its results and its published effects between them."""

    study: Study
    arms: Arms
    results: Sequence[Result]
    effects: tuple[Contrast, ...]
    evidence: Evidence = field(repr=False, compare=False)
    """Where its sources and its layer are looked up."""

    @property
    def within(self) -> str:
        """'in the review': where its gaps were looked for."""
        return self.evidence.layer_of(self.study).within

    @property
    def no_sizes(self) -> str:
        """Why no interval can be derived: 'arm sizes are not in the review'."""
        return f"arm sizes are not {self.within}"

    @property
    def label(self) -> str:
        return self.study.label

    def of(self, arm: Arm, *endpoints: str) -> list[Result]:
        """The results of an arm for some endpoints, what says most first."""
        own = [result for result in self.results if result.arm == arm.arm and result.endpoint in endpoints]
        return sorted(own, key=lambda result: STATES.index(result.state))

    def first(self, arm: Arm, *endpoints: str) -> Result:
        """What says most of an arm for some endpoints, be it a gap."""
        return next(iter(self.of(arm, *endpoints)), self._nothing(arm, endpoints[0]))

    def _nothing(self, arm: Arm, endpoint: str) -> Result:
        study = self.study
        said = NOTHING_SAID._replace(study_id=study.study_id, arm=arm.arm, endpoint=endpoint)
        return said._replace(source_id=study.source_id, layer=study.layer)

    def size(self, arm: Arm) -> Result | None:
        """The row that says how many were randomised to an arm; None where the source gives no arm sizes."""
        return next((result for result in self.of(arm, "randomised") if result.events is not None), None)

    @property
    def randomised(self) -> str:
        """'54 ‡ and 54 ‡ randomised', or all together where the source does not print the size of either arm."""
        sizes = [f"{size.events}{mark(size)}" for arm in self.arms if (size := self.size(arm))]
        return f"{' and '.join(sizes)} randomised" if len(sizes) == len(self.arms) else f"{self.study.patients} randomised"

    @property
    def cycles(self) -> str:
        """The randomised cycles of each arm: '1 cycle in each arm'."""
        found = [[row.estimate for row in self.of(arm, "cycles") if row.unit == "cycles" and row.estimate is not None] for arm in self.arms]
        if not all(found):
            return "cycles not reported"
        one, other = (wording.figure(int(cycles[0]), "cycle") for cycles in found)
        return f"{one} in each arm" if one == other else f"{one} and {other}"

    @property
    def early_stops(self) -> tuple[str, ...]:
        """How the trial ended early, in the tables' words; empty where the source says nothing of it."""
        return tuple(dict.fromkeys(effect.early_stop for effect in self.effects if effect.early_stop))


def trials_of(shown: Shown) -> list[Trial]:
    """The randomised trials shown, by setting, then n, as many as fit beside each other."""
    return [_trial(shown.evidence, study) for study in _randomised(shown)[:MOST_TRIALS]]


def _trial(evidence: Evidence, study: Study) -> Trial:
    effects = tuple(effect for effect in evidence.contrasts_of(study.study_id) if effect.comparison == "randomised_arms")
    return Trial(study, arms_of(evidence), evidence.results_of(study.study_id), effects, evidence)


def _randomised(shown: Shown) -> list[Study]:
    """The publications with two randomised arms; none where the tables have no control."""
    return [study for study in shown.studies if study.randomised and shown.evidence.control]


def left_out(shown: Shown) -> tuple[str, ...]:
    """That there are more trials than are drawn; empty where there are not."""
    words = f"The first {MOST_TRIALS} randomised trials are drawn; narrow the filters to see the others."
    return (words,) if len(_randomised(shown)) > MOST_TRIALS else ()


def asides_of(shown: Shown) -> tuple[Aside, ...]:
    """The other publications shown, which have no second arm."""
    trials = {study.study_id for study in _randomised(shown)}
    others = [study for study in shown.studies if study.study_id not in trials]
    return rows.asides(("Not randomised, so without an arm to set against", others))


def apart(trials: Sequence[Trial]) -> list[str]:
    """What must be said of several trials, and of one need not."""
    return [f"The {wording.number(len(trials), 'trial')} are shown side by side and never combined."] if len(trials) > 1 else []


def notes(results: Iterable[Result]) -> str:
    """The tables' notes on some results, each once."""
    return " ".join(dict.fromkeys(result.note for result in results if result.note))


def sources(evidence: Evidence, results: Sequence[Result]) -> str:
    """Where something is said, each place once; where nothing is, what was looked through."""
    said = [result for result in results if result.state != "not_reported"]
    return "; ".join(wording.places(evidence, said or results))


def mark(result: Result) -> str:
    """The mark of a reconstructed number."""
    return " ‡" if result.n_basis == "reconstructed" else ""


def brief(result: Result) -> str:
    """One arm in a few characters: '17/54 ‡', '54.4 %', '1 patient', '0 †', 'NR'."""
    if result.state in ("not_reported", "qualitative", "approximate"):
        return {"not_reported": "NR", "qualitative": "in words only"}.get(result.state, wording.value(result))
    if result.state == "implied_zero":
        return "0 †"
    if wording.is_counted(result):
        return f"{wording.fraction(result)}{mark(result)}"
    return wording.percentage(result) or wording.figure(result.events or 0, "patient")


def signed(value: float, decimals: int) -> str:
    """A difference with its sign always said: '−25.9', '+43', '0'."""
    rounded = round(value, decimals)
    return f"{'−' if rounded < 0 else '+' if rounded > 0 else ''}{abs(rounded):.{decimals}f}"


def limits_words(difference: Difference) -> str:
    """'−42.3 to −7.2', in points."""
    return f"{signed(difference.low, 1)} to {signed(difference.high, 1)}"


def listed(items: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
