"""The landscape of registered trials: whom they state that they take, by age, setting and status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import wording
from dashboard.charts.chart import PLACE_COLUMN, Chart, Drawing, unported
from dashboard.charts.trials.figure import landscape_figure
from dashboard.charts.trials.rows import MARK, Registration, registrations_of
from dashboard.evidence import Evidence
from dashboard.schema import Anomaly
from dashboard.selection import Shown
from dashboard.tableplot import DataTable, TableRow
from dashboard.vocabulary import POPULATION, POPULATION_CODE, SETTING, STATUS

CAVEATS = (
    "A bound stands at the age that is printed. Dashed below: no lower age is printed; "
    "whether infants may enter is then not stated, unless they are named.",
    "The risk group stands under the name where one is printed; it is not a filter.",
    "Populations: included, conflicting, or (Ph-positive) not included. A blank is no answer; what else is said is in the table.",
)


def draw(shown: Shown) -> Drawing:
    """The registrations shown, each from its lowest to its highest age (years), with status at the date of the evidence."""
    registrations = registrations_of(shown)
    date = shown.evidence.reach
    return unported(
        figure=landscape_figure(registrations, highlighted=_highlighted(shown)),
        sentence=sentence(shown, registrations, date),
        twin=_table(registrations, date),
        not_reported=sum(1 for registration in registrations if not registration.ages.stated),
        rows=len(registrations),
        caveats=(*CAVEATS, *_anomalies(shown.evidence, registrations)) if registrations else (),
    )


def sentence(shown: Shown, registrations: Sequence[Registration], date: str) -> str:
    """How many registrations are shown, how many of them recruited, and what is said of infants."""
    if not registrations:
        asked = shown.selection.describe()
        none = f"No registration found up to {date} is left by these filters ({asked})."
        return f"{none} That is an absence of registrations found, not evidence that there is none."
    if len(registrations) == 1:
        return _sentence_on(registrations[0], date)
    recruiting = sum(1 for registration in registrations if registration.trial.status == "recruiting")
    infants = sum(1 for registration in registrations if registration.takes_infants)
    silent = sum(1 for registration in registrations if registration.ages.low is None and not registration.takes_infants)
    parts = [
        f"{len(registrations)} registrations are shown",
        f"{recruiting or 'none'} {'was' if recruiting < 2 else 'were'} recruiting in {date}",
        f"{infants or 'none'} {'states' if infants < 2 else 'state'} that infants may enter",
    ]
    others = " others" if infants and silent > 1 else " other" if infants else ""
    parts += [f"{silent}{others} {'print' if silent > 1 else 'prints'} no lower age"] if silent else []
    return f"{'; '.join(parts)}."


def _sentence_on(registration: Registration, date: str) -> str:
    """The same for a single registration."""
    infants = "states that infants may enter" if registration.takes_infants else "does not state that infants may enter"
    silent = " and prints no lower age" if registration.ages.low is None and not registration.takes_infants else ""
    status = wording.lowered(STATUS[registration.trial.status])
    return f"One registration is shown, {registration.name}: {status} in {date}. It {infants}{silent}."


def _highlighted(shown: Shown) -> frozenset[str]:
    """Registrations that are pinned, or of which a pinned publication reports."""
    pins, evidence = shown.selection.pins, shown.evidence
    return frozenset([*pins, *(evidence.study(pin).trial_id for pin in pins if evidence.is_study(pin))]) - {""}


def _anomalies(evidence: Evidence, registrations: Iterable[Registration]) -> tuple[str, ...]:
    """Each contradiction that touches what is drawn, once: both statements with their places, and what is shown."""
    names: dict[Anomaly, list[str]] = {}
    for registration in registrations:
        for anomaly in registration.anomalies:
            names.setdefault(anomaly, []).append(registration.name)
    return tuple(
        f"{MARK.strip()} {', '.join(whose)}: {row.statement_a} ({wording.place_at(evidence, row, row.source_a)}); "
        f"{row.statement_b} ({wording.place_at(evidence, row, row.source_b)}). {row.shown_as}"
        for row, whose in names.items()
    )


def _table(registrations: Iterable[Registration], date: str) -> DataTable:
    columns = (
        "Registration",
        "Acronym",
        "Title",
        "Age as printed",
        f"Status ({date})",
        "Settings",
        "Risk group",
        "Populations",
        "Combination",
        "Sponsor",
        PLACE_COLUMN,
    )
    return DataTable(columns, tuple(_table_row(registration) for registration in registrations))


def _table_row(registration: Registration) -> TableRow:
    trial = registration.trial
    cells = (
        trial.registration_id,
        trial.acronym,
        _each(row.title for row in registration.rows),
        trial.age_text or "no age printed",
        f"{wording.capitalised(trial.status_text)} ({registration.date})",
        wording.capitalised("; ".join(wording.lowered(SETTING[code]) for code in trial.settings) + f" ({trial.settings_basis})"),
        registration.risk or "not stated",
        _populations(registration),
        _each(row.combination or "none stated" for row in registration.rows),
        trial.sponsor or "not named",
        _each(wording.place(registration.evidence, row) for row in registration.rows),
    )
    return TableRow(cells, registration.key)


def _each(values: Iterable[str]) -> str:
    """What the rows of a registration say, each thing once."""
    return " / ".join(dict.fromkeys(values))


def _populations(registration: Registration) -> str:
    said = [
        f"{POPULATION[population]}: {POPULATION_CODE[code].lower()}"
        for population, code in registration.populations.items()
        if code != "not_reported"
    ]
    return "; ".join(said) or "not reported"


CHARTS = (Chart("landscape", "Registered trials", "Which ages do the registrations state?", draw, across_studies=False, rows_alone=True),)
