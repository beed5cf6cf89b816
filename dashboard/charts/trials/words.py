"""What the landscape says in words: of each registration, of all of them in a sentence, and under them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import shorten

from dashboard import wording
from dashboard.charts.rows import apart
from dashboard.charts.trials.rows import Registration
from dashboard.evidence import Evidence
from dashboard.registry import words as register
from dashboard.schema import Anomaly
from dashboard.selection import Shown
from dashboard.tableplot import Span, Text, as_small, stacked
from dashboard.theme import INK, MUTED
from dashboard.vocabulary import POPULATION, POPULATION_CODE, SETTING, STATUS, STUDY_TYPE

BADGE = {"infant": "infants", "ph_positive": "Ph+", "down_syndrome": "Down", "kmt2a_rearranged": "KMT2A"}
STATUS_SIGN = {"recruiting": "●", "not_yet_recruiting": "○", "active_not_recruiting": "■", "suspended": "▽", "completed": "×"}
MARK, MARK_MEANS = "⚠", "the source contradicts itself"
LATER, LATER_MEANS = "→", "the last that a register showed, with its date"
NO_AGE = "no age printed"
REASON = 60
"""Letters of a reason, or of a note, that stand on the chart; the whole of it stands under the chart and in the table."""
CAVEATS = (
    "A bound stands at the age that is printed. Dashed: no lower age is printed; "
    "whether infants may enter is then not stated, unless they are named.",
    "The risk group stands with the name where one is printed; it is not a filter.",
    "Populations: included, conflicting, or (Ph-positive) not included. A blank is no answer; what else is said is in the table.",
)


def _marked(words: str, registration: Registration, *kinds: str) -> str:
    """The words, with a mark where the source contradicts itself on them."""
    return f"{words}\u00a0{MARK}" if registration.marks(*kinds) else words


def _ink(registration: Registration) -> str:
    return MUTED if registration.ended else INK


def title(registration: Registration) -> str:
    """'AALL1331, NCT02101853': the registration in one line."""
    return wording.joined([registration.trial.acronym, registration.trial.registration_id])


def label(registration: Registration) -> Text:
    """The acronym, else the number, and small what else tells it apart: number, kind, risk group as printed."""
    trial = registration.trial
    kind = STUDY_TYPE[trial.study_type].lower() if trial.study_type != "interventional" else ""
    parts = [trial.registration_id if trial.acronym else "", kind, _marked(registration.risk, registration, "risk_group")]
    more = wording.joined(parts, "\u00a0· ")
    name = Span(_marked(registration.name, registration, "duplicate", "design"), bold=True, colour=_ink(registration))
    return (name, Span(f"  {more}", small=True, colour=MUTED)) if more else name


def status(registration: Registration, *, dated: bool) -> Text:
    """The status after its sign, on the same line what a register showed last; below it the status's date where not all have one."""
    code = registration.trial.status
    words = f"{STATUS_SIGN[code]}\u00a0{_marked(STATUS[code], registration, 'status')}"
    line = f"{words} {LATER}\u00a0{_last(registration)}" if registration.since else words
    return stacked(Span(line, small=True, colour=_ink(registration)), as_small(registration.date_words if dated else "", MUTED))


def _last(registration: Registration) -> str:
    """What a register showed last, why it stopped, whether it has results, and what a word for a running trial hides; else empty."""
    state = registration.since
    if not state:
        return ""
    reason = f"reason given: {shorten(state.why_stopped, REASON, placeholder=' …')}" if state.why_stopped else ""
    hidden = "" if registration.ended else wording.lowered(shorten(state.note.rstrip("."), REASON, placeholder=" …"))
    return wording.joined([_since(registration), reason, register.results(state), hidden], "; ")


def _since(registration: Registration) -> str:
    """'Nov 2025 active, not recruiting': what a register showed last, and how old that is; empty where that is not known."""
    return register.now(registration.since, registration.today) if registration.since else ""


def cautions(registrations: Iterable[Registration]) -> tuple[str, ...]:
    """What must be known not to misread the last word of a register, for each registration that shows one."""
    return tuple(f"{own.name}: {caution}." for own in registrations if own.since and (caution := _caution(own)))


def _caution(registration: Registration) -> str:
    return register.caution(registration.evidence, registration.trial.registration_id)


def register_in_full(registration: Registration) -> str:
    """What a register showed last beside the status: reason of a stop, enrolment, results, and where it was read."""
    return register.beside(registration.evidence, registration.trial.registration_id) or wording.capitalised(register.LATER_UNKNOWN)


def status_in_full(registration: Registration) -> str:
    """The status as printed, with its date; then what a register showed since, and what must be known not to misread it."""
    said = f"{wording.capitalised(registration.trial.status_text)} ({registration.date_words})"
    return wording.joined([f"{said} {LATER} {since}", _caution(registration)], ". ") if (since := _since(registration)) else said


def entry(registration: Registration) -> Text:
    """The ages in few words, in years, or what the source prints instead; and the populations that matter here."""
    printed = f"“{registration.trial.age_text}”" if registration.trial.age_text else NO_AGE
    ages = Span(_marked(registration.ages.words or printed, registration, "age"), small=True, colour=_ink(registration))
    more = "".join(f"\u00a0· {badge}" for badge in _badges(registration))
    return (ages, Span(more, small=True, colour=MUTED)) if more else ages


def _badges(registration: Registration) -> list[str]:
    """Populations of which the source says something that matters here: included, conflicting, or Ph-positive not included."""
    said = [(BADGE.get(name, wording.lowered(POPULATION[name])), name, code) for name, code in registration.populations.items()]
    included = [badge for badge, _, code in said if code == "included"]
    conflicting = [f"{badge} conflicting\u00a0{MARK}" for badge, _, code in said if code == "conflicting"]
    return [*included, *conflicting, *(f"{badge} not included" for badge, *own in said if own == ["ph_positive", "not_included"])]


def populations(registration: Registration) -> str:
    """All that the source says of populations."""
    said = [(name, code) for name, code in registration.populations.items() if code != "not_reported"]
    return "; ".join(f"{POPULATION[name]}: {POPULATION_CODE[code].lower()}" for name, code in said) or "not reported"


def settings(registration: Registration) -> str:
    trial = registration.trial
    return wording.capitalised("; ".join(wording.lowered(SETTING[code]) for code in trial.settings) + f" ({trial.settings_basis})")


def each(values: Iterable[str]) -> str:
    """What the rows of a registration say, each thing once."""
    return " / ".join(dict.fromkeys(values))


def sentence(shown: Shown, registrations: Sequence[Registration], date: str) -> str:
    """How many registrations are shown, how many of them recruited, and what is said of infants."""
    if not registrations:
        asked = shown.selection.describe()
        none = f"No registration found up to {date} is left by these filters ({asked})."
        return f"{none} That is an absence of registrations found, not evidence that there is none."
    if len(registrations) == 1:
        return _sentence_on(registrations[0], date)
    first, *later = apart(shown.evidence, registrations, lambda registration: registration.trial)
    said = [*([f"{_counted(first, date)}."] if first else []), *(f"Since then: {_counted(own, date)}." for own in later)]
    return " ".join(said)


def _counted(registrations: Sequence[Registration], date: str) -> str:
    """'24 registrations are shown; 14 were recruiting in May 2030; 2 state that infants may enter'."""
    recruiting = sum(1 for registration in registrations if registration.trial.status == "recruiting")
    infants = sum(1 for registration in registrations if registration.takes_infants)
    silent = sum(1 for registration in registrations if registration.silent_on_infants)
    parts = [
        f"{wording.figure(len(registrations), 'registration')} {'is' if len(registrations) == 1 else 'are'} shown",
        f"{recruiting or 'none'} {'was' if recruiting < 2 else 'were'} recruiting in {date}",
        f"{infants or 'none'} {'states' if infants < 2 else 'state'} that infants may enter",
    ]
    others = " others" if infants and silent > 1 else " other" if infants else ""
    parts += [f"{silent}{others} {'print' if silent > 1 else 'prints'} no lower age"] if silent else []
    return "; ".join(parts)


def _sentence_on(registration: Registration, date: str) -> str:
    """The same for a single registration."""
    infants = f"{'states' if registration.takes_infants else 'does not state'} that infants may enter"
    silent = " and prints no lower age" if registration.silent_on_infants else ""
    recruited = wording.lowered(STATUS[registration.trial.status])
    return f"One registration is shown, {registration.name}: {recruited} in {date}. It {infants}{silent}."


def contradictions(evidence: Evidence, registrations: Iterable[Registration]) -> tuple[str, ...]:
    """Each contradiction that touches what is drawn, once: both statements with their places, and what is shown."""
    names: dict[Anomaly, list[str]] = {}
    for registration in registrations:
        for anomaly in registration.anomalies:
            names.setdefault(anomaly, []).append(registration.name)
    return tuple(f"{MARK} {', '.join(whose)}: {wording.contradiction(evidence, row)}" for row, whose in names.items())
