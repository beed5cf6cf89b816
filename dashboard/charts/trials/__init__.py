"""The landscape of registered trials: whom they state that they take, by age, setting and status."""

from __future__ import annotations

from dashboard.charts.chart import Chart, Drawing
from dashboard.charts.trials.plot import landscape
from dashboard.charts.trials.rows import pinned, registrations_of
from dashboard.charts.trials.words import CAVEATS, cautions, contradictions, sentence
from dashboard.selection import Shown


def draw(shown: Shown) -> Drawing:
    """The registrations shown, by their ages (years), with status then and, where a later layer is shown, since."""
    registrations, date = registrations_of(shown), shown.evidence.registered_reach
    return Drawing(
        landscape(registrations, date, pinned(shown, registrations)),
        sentence=sentence(shown, registrations, date),
        not_reported=sum(1 for registration in registrations if not registration.ages.stated),
        rows=len(registrations),
        caveats=(*CAVEATS, *cautions(registrations), *contradictions(shown.evidence, registrations)) if registrations else (),
    )


CHARTS = (Chart("landscape", "Registered trials", "Which ages do the registrations state?", draw, across_studies=False),)
