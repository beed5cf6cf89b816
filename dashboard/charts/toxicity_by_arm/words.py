"""Toxicity by arm in words: a sentence, every event in full, caveats, and the lines of its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import wording
from dashboard.charts import rows as shared
from dashboard.charts.arms import words as both
from dashboard.charts.arms.rows import Arms, Event, Pair, RandomisedTrial
from dashboard.charts.arms.words import Cells
from dashboard.charts.chart import PLACE_COLUMN
from dashboard.charts.toxicity_by_arm.rows import ByTrial, alone, by_direction, by_group, by_sign, event_rows, silent
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Result
from dashboard.tableplot import DataTable
from dashboard.vocabulary import ENDPOINT_WORDS, GRADE
from dashboard.wording import joined, listed

STATED = "As stated"
"""A column head of the table."""
NO_EVENT = "Randomised, but without any of these adverse events by arm in what was read, or the same children as another trial shown"
IN_PART = "reported by grade, kind or group only:"
WITHOUT_N = "hollow: % without n"
BRIEF_GRADE = {**GRADE, "not_stated": "", "lt3": "grade\u00a0<\u00a03", "ge3": "grade\u00a0≥\u00a03", "higher": "“higher” grade"}
DIRECTIONS = (
    ("less frequent with {drug}", "less"),
    ("more frequent with {drug}", "more"),
    ("as frequent in both arms", "as frequent in both arms"),
)
"""The words for the sign of a difference, in full and after another."""
IN_GROUPS = (
    ("is less frequent with {drug} in each {group}", "less in each {group}"),
    ("is more frequent with {drug} in each {group}", "more in each {group}"),
    ("is as frequent in both arms in each {group}", "as frequent in each {group}"),
    ("differs in direction by {group}", "differs in direction by {group}"),
)
"""The same for an event compared by group only, and for one whose groups differ in sign."""


def sentence(evidence: Evidence, trials: Sequence[RandomisedTrial]) -> str:
    """How many events of each trial are less and more frequent in the experimental arm, and by how much; what came since is kept apart."""
    first, *later = shared.apart(evidence, trials, lambda trial: trial.study)
    said = [wording.capitalised(_in_brief(first)), *(f"Since then {_in_brief(own)}" for own in later)]
    return joined(said, " ")


def _in_brief(trials: Sequence[RandomisedTrial]) -> str:
    """'four events [38] and two [39] are less frequent with drug, one [39] more. Less: by 25–53 points [38]; by …'"""
    said = _directions(trials)
    in_one = [(trial, events) for trial in trials if (events := [event for _, own in alone(trial) for event, _ in own])]
    one_arm = f"With a figure in one arm only: {_counted(in_one, 'event')}." if in_one else ""
    sizes, sized = _amounts(trials), [events for by_trial in by_direction(trials)[:2] for _, events in by_trial]
    if len(said) == len(sized) == len(trials) == 1:  # the trial and the direction are said already
        said, sizes = [*said, _size(sized[0])], ""
    opening = f"{', '.join(said)}." if said else ""
    return joined([opening, sizes, *_none_in_both(trials, said), one_arm], " ")


def claim(trials: Sequence[RandomisedTrial]) -> str:
    """How many events of each trial are less and more frequent, where each trial drawn has some and none came since; else empty."""
    whole = trials and all(map(_is_compared, trials)) and not both.several_layers(trials)
    return wording.capitalised(", ".join(_directions(trials))) if whole else ""


def _is_compared(trial: RandomisedTrial) -> bool:
    """Whether an event has a figure in both arms, of all patients or by group."""
    return any(by_sign(trial.events)) or bool(by_group([trial]))


def _directions(trials: Sequence[RandomisedTrial]) -> list[str]:
    """'four events [38] and two [39] are less frequent with drug', 'one [39] more', 'sepsis more in each risk group'."""
    drug, said = wording.lowered(trials[0].arms[0].words) if trials else "", list[str]()
    for (full, short), own in zip(DIRECTIONS, by_direction(trials), strict=True):
        if own and said:
            said.append(f"{_counted(own)} {short}")
        elif own:
            said.append(f"{_counted(own, 'event')} {'is' if len(own) == len(own[0][1]) == 1 else 'are'} {full.format(drug=drug)}")
    return [*said, *_in_groups(trials, is_first=not said)]


def _in_groups(trials: Sequence[RandomisedTrial], *, is_first: bool = False) -> list[str]:
    """'sepsis [101] more in each risk group': events compared by group only, which no count of events may leave out."""
    same: dict[tuple[str, int, str], list[RandomisedTrial]] = {}
    for trial, events in by_group(trials):
        for event in events:
            same.setdefault((event.kind.brief, _sign_of_all(event), _group(event)), []).append(trial)
    said = list[str]()
    for (brief, sign, group), own in same.items():
        words = IN_GROUPS[sign][0 if is_first and not said else 1].format(drug=wording.lowered(trials[0].arms[0].words), group=group)
        whose = listed([both.ref(trial) for trial in own]) if len(own) <= both.MOST_NAMED else f"of {both.compared(own)}"
        whose = "" if len(trials) == 1 and (said or not is_first) else f" {whose}"  # the one trial is named already
        said.append(f"{wording.lowered(brief)}{whose} {words}")
    return said


def _sign_of_all(event: Event) -> int:
    """The place in IN_GROUPS: below, above or at 0 in every group, or differing."""
    signs = {0 if points < 0 else 1 if points > 0 else 2 for pair in event.by_group if (points := pair.points) is not None}
    return signs.pop() if len(signs) == 1 else 3


def _group(event: Event) -> str:
    """What the groups of an event are called."""
    return "risk group" if all(pair.results[0].endpoint in event.kind.strata for pair in event.by_group) else "group"


def by_groups(event: Event) -> str:
    """'+4 to +10 by risk group': the differences of an event's groups."""
    return f"{group_range(event)} by {_group(event)}"


def group_range(event: Event) -> str:
    """'+4 to +10': the smallest and the largest difference of an event's groups, in points."""
    points = [pair.points for pair in event.by_group if pair.points is not None]
    return " to ".join(dict.fromkeys(both.whole(end) for end in (min(points), max(points))))


def _counted(by_trial: ByTrial, noun: str = "") -> str:
    """'four events [38] and two [39]'; for many 'one to six events in each of five trials'."""

    def number(count: int, noun: str) -> str:
        return wording.number(count, noun) if noun else wording.in_words(count)

    if len(by_trial) <= both.MOST_NAMED:
        nouns = (noun, *("" for _ in by_trial[1:]))
        return listed([f"{number(len(events), own)} {both.ref(trial)}" for own, (trial, events) in zip(nouns, by_trial, strict=True)])
    counts = [len(events) for _, events in by_trial]
    low = f"{wording.in_words(min(counts))} to " if min(counts) < max(counts) else ""
    return f"{low}{number(max(counts), noun)} in each of {both.compared(trial for trial, _ in by_trial)}"


def _none_in_both(trials: Sequence[RandomisedTrial], said: Sequence[str]) -> list[str]:
    """The words for trials that have no event with a figure in both arms; empty where there are none."""
    silent = [trial for trial in trials if not _is_compared(trial)]
    which = (
        ""
        if not said
        else f" of {listed(list(map(both.ref, silent)))}"
        if len(silent) <= both.MOST_NAMED
        else f" of {both.compared(silent)}"
    )
    words = f"no event{which} has a figure in both arms."
    return [wording.capitalised(words) if said else words] if silent else []


def _amounts(trials: Sequence[RandomisedTrial]) -> str:
    """'Less: by 25–53 points, all serious [38]; by 19–25 points [39]. More: 2/54 ‡ against 1/51 ‡ [39].'"""
    said = []
    for (_, short), by_trial in zip(DIRECTIONS[:2], by_direction(trials)[:2], strict=True):
        sizes = [f"{_size(events)} {both.ref(trial)}" for trial, events in by_trial]
        if len(by_trial) > both.MOST_NAMED:
            sizes = [_sizes([event for _, events in by_trial for event in events], in_counts=False)]
        said += [f"{short.capitalize()}: {'; '.join(sizes)}."] if sizes else []
    return " ".join(said)


def _size(events: Sequence[Event]) -> str:
    """'by 25–53 points, all serious'."""
    return f"{_sizes(events)}{', all serious' if _all_serious(events) else ''}"


def by_name(trials: Sequence[RandomisedTrial]) -> str:
    """The events by name, and those with a figure for the experimental arm alone, so that no difference hides what a drug is feared for.

    For many trials, the number of events.
    """
    if len(trials) > both.MOST_NAMED:
        return wording.capitalised(_in_brief(trials))
    drug, said = wording.lowered(trials[0].arms[0].words), list[str]()
    for (full, _), by_trial in zip(DIRECTIONS, by_direction(trials), strict=True):
        head = full.partition(" with ")[0] if said else full.format(drug=drug)
        events = "; ".join(f"{_names(own)} {both.ref(trial)}" for trial, own in by_trial)
        said += [f"{wording.capitalised(head)}: {events}."] if by_trial else []
    said += [f"{wording.capitalised(words)}." for words in _in_groups(trials, is_first=not said)]
    return " ".join([*said, *_without(trials, trials[0].arms[1]), *map(wording.capitalised, _none_in_both(trials, said))])


def further(trials: Sequence[RandomisedTrial]) -> str:
    """By how much the events differ, and those with a figure for the control alone; empty for many trials, as `by_name` then says it."""
    if len(trials) > both.MOST_NAMED:
        return ""
    groups = [f"{event.kind.brief} {by_groups(event)} {both.ref(trial)}." for trial, events in by_group(trials) for event in events]
    return joined([_amounts(trials), *groups, *_without(trials, trials[0].arms[0])], " ")


def _without(trials: Sequence[RandomisedTrial], arm: Arm) -> list[str]:
    """'Without a figure for the control: CRS and seizure [38].': the events with a figure for the other arm only."""
    in_one = [(trial, [event for event, _ in own]) for trial in trials for whose, own in alone(trial) if whose != arm and own]
    events = "; ".join(f"{listed([_bare_name(event) for event in own])} {both.ref(trial)}" for trial, own in in_one)
    return [f"Without a figure for {wording.lowered(arm.words)}: {events}."] if events else []


def _in_full(trial: RandomisedTrial) -> str:
    """The events by name, by how much they differ, whether the intervals include 0, and the events with a figure in one arm only."""
    named = zip(("less frequent", "more frequent", "as frequent"), by_sign(trial.events), strict=True)
    clauses = [f"{words}: {_names(own)}, {_sizes(own)} ({_intervals(own)})" for words, own in named if own]
    for event in (event for event in trial.events if event.by_group):
        words = IN_GROUPS[_sign_of_all(event)][1].format(group=_group(event))
        clauses.append(f"{_name(event, says_serious=True)} {words}, {group_range(event)} points ({_intervals(event.by_group)})")
    compared = f"with {wording.lowered(trial.arms[0].words)} {'; '.join(clauses)}" if clauses else "no event has a figure in both arms"
    one_arm = [
        f"reported for {wording.lowered(arm.words)} only: {listed([_figure(*own) for own in events])}"
        for arm, events in alone(trial)
        if events
    ]
    others = [_not_compared(trial, result) for event in trial.events for result in event.not_compared]
    further = [f"not compared: {listed(others)}"] if others else []
    return f"{trial.study.label}, {'; '.join([compared, *one_arm, *further])}."


def _not_compared(trial: RandomisedTrial, result: Result) -> str:
    """'infection, grade 3 or higher 10/653 (control)'."""
    arm, what = wording.lowered(trial.evidence.arm(result.arm).words), joined([_what(result), wording.toxicity_terms(result)])
    return f"{wording.lowered(what)} {both.brief(result)}{wording.mark(result)} ({arm})"


def _what(result: Result) -> str:
    """'Infection, higher risk': what a further figure counts."""
    return joined([ENDPOINT_WORDS[result.endpoint], result.subgroup, result.timepoint])


def _figure(event: Event, result: Result) -> str:
    """'CRS (22 %)', 'seizure (2/54 ‡, probably serious)'."""
    serious = {"yes": ", serious", "probable": ", probably serious"}.get(result.serious, "")
    return f"{_bare_name(event)} ({both.brief(result)}{wording.mark(result)}{serious})"


def _bare_name(event: Event) -> str:
    """The event with the grade of its name, its causes if only some count, and the part of the patients.

    'infection', 'CRS grade ≥ 3', 'sepsis in higher risk'.
    """
    part = f"in {event.part}" if event.part else ""
    return joined([wording.lowered(event.kind.brief), BRIEF_GRADE[event.kind.grade], event.causes, part], " ")


def _all_serious(events: Sequence[Event]) -> bool:
    return all(event.kind.is_serious or event.results[0].serious == "yes" for event in events)


def _names(events: Sequence[Event]) -> str:
    """The events; that all of them are serious is said only once."""
    once = _all_serious(events)
    return listed([_name(event, says_serious=not (once and place)) for place, event in enumerate(events)])


def _name(event: Event, *, says_serious: bool) -> str:
    """The event with seriousness and grade as stated: 'serious infection', 'CRS grade < 3'."""
    result, unsaid = event.results[0], says_serious and not event.kind.is_serious
    serious = {"yes": "serious", "probable": "probably serious"}.get(result.serious, "") if unsaid else ""
    return joined([serious, _bare_name(event), BRIEF_GRADE[result.grade] if result.grade != event.kind.grade else ""], " ")


def _sizes(events: Sequence[Event], *, in_counts: bool = True) -> str:
    """'by 25–53 points', '2/54 ‡ against 1/51 ‡': how much, in counts where they are so small that points would say too much.

    Without `in_counts`, how many events have so few patients.
    """
    few = [event for event in events if event.counted and max(event.counted.counts[::2]) < wording.FEW]
    counts = [" against ".join(f"{both.brief(result)}{wording.mark(result)}" for result in event.results) for event in few]
    if few and not in_counts:
        counts = [f"by fewer than {wording.in_words(wording.FEW)} patients in {wording.number(len(few), 'event')}"]
    sizes = sorted(round(abs(event.points or 0.0)) for event in events if event not in few)
    size = "–".join(dict.fromkeys(f"{end}" for end in (*sizes[:1], *sizes[-1:])))
    return listed([*([f"by {size} point{'' if size == '1' else 's'}"] if size else []), *counts])


def _intervals(pairs: Sequence[Pair]) -> str:
    """'one Newcombe interval includes 0, nearest limit −7.0': what the intervals of some events or groups say together."""
    counted = [found for pair in pairs if (found := pair.counted)]
    if not counted:
        return "no interval can be derived"
    if any(found.includes_zero is None for found in counted):
        return f"Newcombe, {both.nearest(counted)}; {both.NO_VERDICT}"
    including = sum(bool(found.includes_zero) for found in counted)
    return f"{wording.number(including, 'Newcombe interval includes', 'Newcombe intervals include')} 0, {both.nearest(counted)}"


def denominators(trial: RandomisedTrial) -> str:
    """'of 54 ‡ and 51 ‡': the denominators of a trial's events; empty where an arm has no count."""
    by_arm = zip(*(event.results for event in trial.events), strict=True)
    counted = [[result for result in arm if wording.is_counted(result)] for arm in by_arm]
    sizes = ("/".join(dict.fromkeys(f"{result.n}{wording.mark(result)}" for result in arm)) for arm in counted)
    return f"of {' and '.join(sizes)}" if all(counted) else ""


def not_reported(trials: Sequence[RandomisedTrial]) -> str:
    """'no trial reports mucositis; in part only: infection': the events without a row; a reported grade or kind of one is no silence."""
    nothing, partly = (", ".join(wording.lowered(kind.name) for kind in kinds) for kinds in silent(trials))
    return joined([f"no trial reports {nothing}" if nothing else "", f"{IN_PART} {partly}" if partly else ""], "; ")


def caveats(trials: Sequence[RandomisedTrial]) -> list[str]:
    """Every event of each trial, why some are given in words, whom the trials count, and what is said about both arms together."""
    return [*both.of_all(trials), *map(_in_full, trials), *why_in_words(trials), *map(_whom, trials), *of_both_arms(trials)]


def _whom(trial: RandomisedTrial) -> str:
    """Whom the events of a trial count, and how many were randomised."""
    return f"{trial.study.label}: {denominators(trial) or f'percentages only: {both.no_sizes(trial)}'}; {both.randomised_words(trial)}."


def why_in_words(trials: Sequence[RandomisedTrial]) -> list[str]:
    """What is said in words about events whose figures would mislead in one row, such as those by risk group."""
    found = ((event.trial, result) for row in event_rows(trials) for event in row for result in event.results)
    reasons = ((trial, result) for trial, result in found if result.state == "qualitative" and result.reason)
    return [*dict.fromkeys(f"{trial.study.label}: {result.definition}: {result.note}" for trial, result in reasons)]


def of_both_arms(trials: Sequence[RandomisedTrial]) -> list[str]:
    """What the source says about the toxicity of both arms together, with the trials that it is about, since others may be beside them."""
    said: dict[str, list[str]] = {}
    for trial in trials:
        for arm in trial.evidence.arms:
            for result in trial.of(arm, "toxicity") if arm.role == "both" else ():
                said.setdefault(result.note, []).append(trial.study.label)
    return [f"{', '.join(labels)}: {note}" for note, labels in said.items() if note]


def table(events: Iterable[Event], arms: Arms) -> DataTable:
    """A line for each event, and for each further count that belongs with it."""
    heads = ("Event", STATED, *(arm.words for arm in arms), both.DIFFERENCE, both.INTERVAL, "Note", PLACE_COLUMN)
    return both.table_of(heads, ((event.trial, line) for event in events for line in event_lines(event)))


def event_lines(event: Event) -> list[Cells]:
    """The line of both arms, then those of further counts that belong with it."""
    arms = {}
    for arm, result in event.by_arm:
        arms[arm.words] = joined([wording.value(result), wording.interval(result) if result.state == "count" else ""], "; ")
    cells = {"Event": joined([event.kind.name, event.part]), STATED: _stated(event.reported), **arms}
    if event.points is not None:
        cells |= {both.DIFFERENCE: both.signed(event.points, event.decimals), both.INTERVAL: both.interval(event)}
    cells |= {"Note": both.notes(event), PLACE_COLUMN: both.places(event)}
    return [cells, *(_further_line(event.trial, result) for result in event.further)]


def _further_line(trial: RandomisedTrial, result: Result) -> Cells:
    own = {arm.words: wording.value(result) for arm in trial.arms if result.arm == arm.arm}
    place = wording.place(trial.evidence, result)
    return {"Event": _what(result), STATED: _stated([result]), **own, "Note": result.note, PLACE_COLUMN: place}


def _stated(reported: Sequence[Result]) -> str:
    """Grade, seriousness and relation as stated, and that a grade is not stated."""
    if not reported:
        return ""
    return joined([wording.toxicity_terms(reported[0]), GRADE["not_stated"] if reported[0].grade == "not_stated" else ""])
