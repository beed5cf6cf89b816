"""The words that the charts of the randomised trials share: differences, arms in brief, whose children, and lines of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard import wording
from dashboard.charts import rows as shared
from dashboard.charts.arms.rows import Counted, Pair, RandomisedTrial, randomised
from dashboard.charts.chart import PLACE_COLUMN, Aside
from dashboard.schema import Result
from dashboard.selection import Shown
from dashboard.tableplot import DataTable, TableRow
from dashboard.vocabulary import GRADE
from dashboard.wording import joined

ABSENCE = "That is an absence of reports, not evidence of no effect."
NO_TRIAL = f"No randomised trial is among the publications shown. {ABSENCE}"
NOT_RANDOMISED = "Not randomised, so no arm to compare with"
NO_VERDICT = "no verdict on 0, since methods differ"
DIFFERENCE, INTERVAL = "Difference, points", "95 % interval"
"""Column heads."""
ENDED_EARLY = "¶"
SIGNS = {
    "‡": "worked out from percentages", ENDED_EARLY: "ended early", "*": "probably serious", "†": "implied", "§": GRADE["lt3"],
}  # fmt: skip
MOST_NAMED = 3
"""The most trials that a sentence names one by one."""


def signed(value: float, decimals: int) -> str:
    """A difference, always with its sign: '−25.9', '+43', '0'."""
    rounded = round(value, decimals)
    return f"{'−' if rounded < 0 else '+' if rounded > 0 else ''}{abs(rounded):.{decimals}f}"


def whole(value: float) -> str:
    """A difference in whole points, but with one decimal where it is not 0 and would look like it."""
    return signed(value, 1 if value and not round(value) else 0)


def briefly(pair: Pair) -> str:
    """'−19 (−36 to −1)' with the interval where both arms are counted, else '−50'; empty where there is no difference."""
    if pair.counted:
        estimate, low, high = map(whole, pair.counted.difference)
        return f"{estimate} ({low} to {high})"
    return "" if pair.points is None else whole(pair.points)


def no_sizes(trial: RandomisedTrial) -> str:
    """Why no interval can be derived: 'arm sizes are not in the review', or, where they are, that events are not counted."""
    known = "percentages of arms of known size, but no count of events, are" if trial.prints_sizes else "arm sizes are not"
    return f"{known} {trial.evidence.layer_of(trial.study).within}"


def nearest(counted: Sequence[Counted]) -> str:
    """The limit nearest to 0 among those of some differences, in words."""
    return f"nearest limit {signed(min((limit for found in counted for limit in found.difference[1:]), key=abs), 1)}"


def brief(result: Result) -> str:
    """One arm in a few characters: '17/54', '54.4 %', '1 patient', '0 †', '3 days', 'NR'."""
    if result.state in ("qualitative", "approximate", "estimate"):
        return wording.value(result)
    if result.state in ("not_reported", "implied_zero"):
        return "NR" if result.state == "not_reported" else "0 †"
    if wording.is_counted(result):
        return wording.fraction(result)
    return wording.percentage(result) or wording.figure(result.events or 0, "patient")


def both_briefly(pair: Pair) -> tuple[str, str]:
    """Both arms in a few characters, the unit only once: '15' and '65 %'."""
    one, other = (brief(result).replace(" ", "\u00a0") for result in pair.results)
    return (one.removesuffix("\u00a0%") if other.endswith("%") else one), other


def nothing_drawn(trials: Sequence[RandomisedTrial], figure: str) -> str:
    """Why no row is drawn: no randomised trial is shown, or none of those shown gives such a figure."""
    return f"No randomised trial among the publications shown gives {figure} in what was read. {ABSENCE}" if trials else NO_TRIAL


def randomised_words(trial: RandomisedTrial) -> str:
    """'54 ‡ and 54 ‡ randomised', or the total where the source does not print the sizes of both arms."""
    sizes = [f"{size.events}{wording.mark(size)}" for arm in trial.arms if (size := trial.size(arm))]
    return f"{' and '.join(sizes)} randomised" if len(sizes) == len(trial.arms) else f"{trial.study.patients} randomised"


def compared(trials: Iterable[RandomisedTrial]) -> str:
    """'two trials': how many groups of children were randomised; 'three randomised comparisons' where one trial randomised several."""
    groups = {trial.study.cohort_id: trial.study.trial_id or trial.study.cohort_id for trial in trials}
    return wording.number(len(groups), "trial" if len(set(groups.values())) == len(groups) else "randomised comparison")


def of_all(trials: Sequence[RandomisedTrial]) -> list[str]:
    """The caveats that several trials are never combined, and which may count the same children; empty for one."""
    if len({trial.study.cohort_id for trial in trials}) < 2:
        return []
    doubt = wording.overlap(trials[0].evidence, (trial.study for trial in trials))
    return [f"The {compared(trials)} are shown side by side and never combined.", *([f"{wording.capitalised(doubt)}."] if doubt else [])]


def ref(trial: RandomisedTrial) -> str:
    """'[38]'; for a later report '[105] (same children as [39])'."""
    return f"[{trial.study.ref}]{again([trial])}"


def again(trials: Iterable[RandomisedTrial]) -> str:
    """' (same children as [39])': which earlier reports are of the same children; empty where none is.

    The rows mention the longer follow-up.
    """
    again = dict.fromkeys(trial.longer.partition(",")[0] for trial in trials if trial.longer)
    return f" ({'; '.join(again)})" if again else ""


def several_layers(trials: Sequence[RandomisedTrial]) -> bool:
    """Whether some trials came since, so that no claim may merge them with the others."""
    return len(shared.apart(trials[0].evidence, trials, lambda trial: trial.study)) > 1


Cells = Mapping[str, str]


def said(trial: RandomisedTrial, cells: Cells) -> str:
    """A line as one text, with the name of the source, for hovers and accessible names."""
    evidence, filled = trial.evidence, {head: cell.rstrip(".") for head, cell in cells.items() if cell}
    if len(evidence.sources) == 1 and PLACE_COLUMN in filled:
        filled[PLACE_COLUMN] = f"{evidence.source_of(trial.study).label} {filled[PLACE_COLUMN]}"
    return ". ".join(f"{head}: {cell}" for head, cell in filled.items())


def table_of(heads: Sequence[str], lines: Iterable[tuple[RandomisedTrial, Cells]]) -> DataTable:
    rows = []
    for trial, cells in lines:
        name = joined([trial.study.label, shared.tag(trial.evidence, trial.study), trial.longer], "; ")
        rows.append(TableRow((name, *(cells.get(head, "") for head in heads)), trial.study.study_id))
    return DataTable(("Publication", *heads), tuple(rows))


def interval(pair: Pair) -> str:
    if not pair.counted:
        return f"cannot be derived: {no_sizes(pair.trial)}"
    return f"{signed(pair.counted.difference.low, 1)} to {signed(pair.counted.difference.high, 1)}, Newcombe, computed"


def places(pair: Pair) -> str:
    """Each place in the sources where something is said, once; where nothing is said, the place that was searched."""
    return "; ".join(wording.places(pair.trial.evidence, pair.reported or pair.results))


def notes(pair: Pair) -> str:
    return joined(dict.fromkeys(result.note for result in pair.results), " ")


def others(shown: Shown, speaking: Sequence[RandomisedTrial], silent: str) -> tuple[Aside, ...]:
    """The publications listed under a chart: those that are not randomised, and randomised ones that report nothing a row could draw."""
    with_arms, drawn = randomised(shown), [trial.study for trial in speaking]
    return shared.asides(
        shown.evidence,
        (silent, [study for study in with_arms if study not in drawn]),
        (NOT_RANDOMISED, [study for study in shown.studies if study not in with_arms]),
    )
