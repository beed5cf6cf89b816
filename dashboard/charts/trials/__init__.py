"""The landscape of registered trials: which patients they state that they take, by age, setting and status."""

from __future__ import annotations

from datetime import date

from dashboard import wording
from dashboard.charts.chart import Chart, Drawing
from dashboard.charts.trials.plot import landscape
from dashboard.charts.trials.rows import pinned, registrations_of
from dashboard.charts.trials.words import caveats, claim, sentence
from dashboard.selection import Shown


def draw(shown: Shown, today: date | None = None) -> Drawing:
    """The registrations shown, by their ages (years), with their status then and, where a register's later state is known, now.

    The age of a state is counted up to `today`, by default the day of the drawing.
    """
    registrations, reach = registrations_of(shown, today or date.today()), shown.evidence.registered_reach
    return Drawing(
        landscape(registrations, reach, pinned(shown, registrations)),
        sentence=sentence(shown, registrations, reach),
        claim=claim(shown.evidence, registrations),
        gaps=f"{wording.figure(sum(not registration.bounds for registration in registrations), 'registration')} without an age limit",
        rows=len(registrations),
        caveats=caveats(shown.evidence, registrations) if registrations else (),
    )


CHARTS = (Chart("landscape", "Registered trials", "Which ages do the registrations state?", draw, across_studies=False, rows_of="trials"),)
