"""The landscape in words: each registration, a sentence on all of them, and caveats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from textwrap import shorten

from dashboard import wording
from dashboard.charts.rows import apart
from dashboard.charts.trials.rows import Registration
from dashboard.evidence import Evidence
from dashboard.registry import words as register
from dashboard.schema import RegistryState
from dashboard.selection import Shown
from dashboard.tableplot import Span, Text, as_small, stacked
from dashboard.theme import INK, MUTED
from dashboard.vocabulary import POPULATION, STATUS, STUDY_TYPE

BADGE = {"ph_positive": "Ph+", "down_syndrome": "Down", "kmt2a_rearranged": "KMT2A"}
"""Populations in fewer words than elsewhere."""
STATUS_SIGN = {"recruiting": "●", "not_yet_recruiting": "○", "active_not_recruiting": "■", "suspended": "▽", "completed": "×"}
MARK, LATER = "⚠", "→"
SIGNS = {MARK: "the source contradicts itself", LATER: "the latest a register showed, with its date"}
NO_AGE = "no age printed"
UNKNOWN = wording.capitalised(register.LATER_UNKNOWN)
REASON = 60
"""The most letters of a reason or a note on the chart; the whole text is under the chart and in the table."""


def _marked(words: str, registration: Registration, *kinds: str) -> str:
    """The words, with a mark where the source contradicts itself about them."""
    return f"{words}\u00a0{MARK}" if any(anomaly.kind in kinds for anomaly in registration.anomalies) else words


def _ink(registration: Registration) -> str:
    return MUTED if registration.ended else INK


def label(registration: Registration) -> Text:
    """The acronym, else the number; then, in small type, what else tells it apart: number, kind, risk group as printed."""
    trial = registration.trial
    kind = STUDY_TYPE[trial.study_type].lower() if trial.study_type != "interventional" else ""
    parts = [trial.registration_id if trial.acronym else "", kind, _marked(registration.risk, registration, "risk_group")]
    name = Span(_marked(registration.name, registration, "duplicate", "design"), bold=True, colour=_ink(registration))
    return name, Span("  " + wording.joined(parts, "\u00a0· "), small=True, colour=MUTED)


def status(registration: Registration, *, dated: bool) -> Text:
    """The status after its sign, with what a register showed last on the same line; below it the date of the status if `dated`."""
    said = f"{STATUS_SIGN[registration.trial.status]}\u00a0{_marked(STATUS[registration.trial.status], registration, 'status')}"
    line = f"{said} {LATER}\u00a0{_last(registration, registration.since)}" if registration.since else said
    return stacked(Span(line, small=True, colour=_ink(registration)), as_small(registration.date_words if dated else "", MUTED))


def _last(registration: Registration, state: RegistryState) -> str:
    """What a register showed last, why the trial stopped, whether it has results, and what a word for a running trial may hide."""
    reason = f"reason given: {shorten(state.why_stopped, REASON, placeholder=' …')}" if state.why_stopped else ""
    hidden = "" if registration.ended else wording.lowered(shorten(state.note.rstrip("."), REASON, placeholder=" …"))
    return wording.joined([registration.now, reason, register.results(state), hidden], "; ")


def _caution(registration: Registration) -> str:
    return register.caution(registration.evidence, registration.trial.registration_id)


def status_in_full(registration: Registration) -> str:
    """The status as printed with its date; then what a register showed since, and how not to misread it."""
    said = f"{wording.capitalised(registration.trial.status_text)} ({registration.date_words})"
    return wording.joined([wording.joined([said, registration.now], f" {LATER} "), _caution(registration)], ". ")


def entry(registration: Registration) -> Text:
    """The ages in years in few words, or what the source prints instead; and the populations that matter here."""
    printed = f"“{registration.trial.age_text}”" if registration.trial.age_text else NO_AGE
    ages = Span(_marked(registration.bounds or printed, registration, "age"), small=True, colour=_ink(registration))
    return ages, Span("".join(f"\u00a0· {badge}" for badge in _badges(registration)), small=True, colour=MUTED)


def _badges(registration: Registration) -> list[str]:
    """Populations about which the source says something that matters here: included, conflicting, or Ph-positive not included."""
    said = [(BADGE.get(name, wording.lowered(POPULATION[name])), name, code) for name, code in registration.populations.items()]
    included = [badge for badge, _, code in said if code == "included"]
    conflicting = [f"{badge} conflicting\u00a0{MARK}" for badge, _, code in said if code == "conflicting"]
    return [*included, *conflicting, *(f"{badge} not included" for badge, *own in said if own == ["ph_positive", "not_included"])]


def populations(registration: Registration) -> str:
    """All that the source says about populations."""
    said = (wording.said_of(POPULATION[name], code) for name, code in registration.populations.items() if code != "not_reported")
    return "; ".join(said) or "not reported"


def each(values: Iterable[str]) -> str:
    """The values of a registration's rows, each once."""
    return " / ".join(dict.fromkeys(values))


def sentence(shown: Shown, registrations: Sequence[Registration], date: str) -> str:
    """How many registrations are shown, how many were recruiting, how many name infants or print so low an age."""
    if not shown.evidence.trials:
        return f"No registrations are listed {shown.evidence.within}; what registers showed for others is on the Evidence page."
    if not registrations:
        asked = shown.selection.describe()
        none = f"These filters leave no registration found up to {date} ({asked})."
        return f"{none} That is an absence of registrations found, not evidence that there is none."
    if len(registrations) == 1:
        return _sentence_on(registrations[0])
    first, *later = apart(shown.evidence, registrations, lambda registration: registration.trial)
    said = [*([f"{_counted(first)}."] if first else []), *(f"Since then: {_counted(own)}." for own in later)]
    return " ".join(said)


def claim(evidence: Evidence, registrations: Sequence[Registration]) -> str:
    """'2 of 24 registrations name infants; 1 more prints a lowest age under one year'.

    Empty for fewer than two, and for several layers.
    """
    if len(registrations) < 2 or len(apart(evidence, registrations, lambda registration: registration.trial)) > 1:
        return ""
    infants = sum(registration.ages.infants for registration in registrations)
    named = f"{infants or 'None'} of {len(registrations)} registrations {_name_infants(infants)}"
    return wording.joined([named, _so_young(registrations, " more" if infants else "")], "; ")


def _name_infants(count: int) -> str:
    return "names infants" if count == 1 else "name infants"


def _so_young(registrations: Sequence[Registration], more: str = "") -> str:
    """'1 prints a lowest age under one year': of those that do not name infants; empty for none."""
    young = sum(registration.ages.from_infancy for registration in registrations)
    return f"{young}{more} {'prints' if young == 1 else 'print'} a lowest age under one year" if young else ""


def _counted(registrations: Sequence[Registration]) -> str:
    """'24 registrations are shown; 14 were recruiting in May 2030; 2 name infants'."""
    dates = " + ".join(dict.fromkeys(registration.date_words for registration in registrations))
    recruiting = sum(1 for registration in registrations if registration.trial.status == "recruiting")
    infants = sum(1 for registration in registrations if registration.ages.infants)
    silent = sum(1 for registration in registrations if registration.ages.silent_on_infants)
    parts = [
        f"{wording.figure(len(registrations), 'registration')} {'is' if len(registrations) == 1 else 'are'} shown",
        f"{recruiting or 'none'} {'was' if recruiting < 2 else 'were'} recruiting in {dates}",
        f"{infants} {_name_infants(infants)}" if infants else "none names infants",
        *([young] if (young := _so_young(registrations)) else []),
    ]
    others = " others" if infants and silent > 1 else " other" if infants else ""
    parts += [f"{silent}{others} {'print' if silent > 1 else 'prints'} no lower age"] if silent else []
    return "; ".join(parts)


def _sentence_on(registration: Registration) -> str:
    """The sentence on a single registration."""
    infants = f"{'names' if registration.ages.infants else 'does not name'} infants"
    if registration.ages.from_infancy:
        infants = "prints a lowest age under one year"
    silent = " and prints no lower age" if registration.ages.silent_on_infants else ""
    recruited = wording.lowered(STATUS[registration.trial.status])
    return f"One registration is shown, {registration.name}: {recruited} in {registration.date_words}. It {infants}{silent}."


def caveats(evidence: Evidence, registrations: Sequence[Registration]) -> tuple[str, ...]:
    """What marks and blanks mean, how not to misread a register's last state, and each contradiction about what is drawn."""
    touching = dict.fromkeys(chain.from_iterable(own.anomalies for own in registrations))
    whose = {row: ", ".join(own.name for own in registrations if row in own.anomalies) for row in touching}
    return (
        "Bounds are drawn at the printed ages. Dashed: no lower age is printed, "
        "so whether infants may enter is not stated unless they are named.",
        "The risk group is given with the name where one is printed; it is not a filter.",
        "Populations: included, conflicting, or (Ph-positive) not included. A blank is not an answer; what else is stated is in the table.",
        *(f"{own.name}: {caution}." for own in registrations if (caution := _caution(own))),
        *(f"{MARK} {names}: {wording.contradiction(evidence, row)}" for row, names in whose.items()),
    )
