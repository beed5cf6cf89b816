"""Trials: who may enter which registration, by age; where evidence is missing; and every registration as a table."""

from __future__ import annotations

from datetime import date

from dash import html

from dashboard import ids
from dashboard.charts import CHARTS, draw
from dashboard.evidence import Evidence
from dashboard.pages.filtered_page import frame
from dashboard.pages.grid import Computed, grid
from dashboard.pages.panel import chart_panel
from dashboard.registry import signals, words
from dashboard.schema import TABLES
from dashboard.selection import Shown
from dashboard.tableplot import Look

NO_STATES = "No register state is known. Open a card from the chart for the register's own page."


def page(shown: Shown, look: Look) -> html.Div:
    """The registrations that the selection leaves, drawn and listed, and the gaps of the evidence."""
    drawings = {key: draw(CHARTS[key], shown) for key in ("landscape", "gaps")}
    landscape = chart_panel(CHARTS["landscape"], drawings["landscape"], shown.selection, look, heading="h1")
    gaps = chart_panel(CHARTS["gaps"], drawings["gaps"], shown.selection, look)
    table = html.Section(
        [
            html.H2("Every registration as its source prints it"),
            html.P(
                f"Status, {shown.evidence.registered_reach}, and the latest a register showed. A card, opened from the chart, links to it.",
                className="lead-in",
            ),
            grid(TABLES["trials"], shown.trials, ids.grid_id("trials"), since(shown.evidence, date.today())),
        ],
        className="sheet",
    )
    return frame(shown, drawings, [landscape, gaps, table, _register(shown.evidence, date.today())])


def since(evidence: Evidence, today: date) -> tuple[Computed, ...]:
    """The columns of the table of trials that come from registers."""

    return (
        Computed(
            "then_and_now",
            "Status then and now",
            "Status in the source, and the latest a register showed",
            lambda trial: words.then_and_now(evidence, trial, today),
        ),
        Computed(
            "register_says",
            "What the register says",
            "Why it stopped, enrolment, results, and where it was read",
            lambda trial: words.beside(evidence, trial.registration_id),
        ),
        Computed(
            "last_update", "Last update", "When the register last updated the trial", lambda trial: words.last_update(evidence, trial)
        ),
    )


def _named(evidence: Evidence, number: str) -> str:
    """A record's number, and the acronym of its trial where the tables have one."""
    rows = evidence.rows_of(evidence.number_of(number))
    return f"{number} ({rows[0].acronym})" if rows and rows[0].acronym else number


def _register(evidence: Evidence, today: date) -> html.Section:
    """What changed in the registers, and the registrations that no table of trials has; the filters do not touch it."""
    changed = [f"{_named(evidence, signal.registration_id)}: {signal.words}" for signal in signals.signals(evidence)]
    states = [(number, words.latest(evidence, number)) for number in evidence.uncurated]
    others = [f"{number}: {words.in_full(words.now(state, today), state)}" for number, state in states if state]
    parts = []
    for head, lines in (("Changed between the last two states of a register", changed), ("In no table of trials, uncurated", others)):
        if lines:
            parts += [html.H3(head), html.Ul([html.Li(line) for line in lines])]
    return html.Section([html.H2("Registers"), *(parts or [html.P(NO_STATES)])], className="sheet registers")
