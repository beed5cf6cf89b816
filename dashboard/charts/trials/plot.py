"""The landscape as columns: name, status, and ages on a broken scale with populations; all else is in the table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dashboard import wording
from dashboard.charts import rows as shared
from dashboard.charts.chart import PLACE_COLUMN
from dashboard.charts.trials import words
from dashboard.charts.trials.rows import Registration
from dashboard.registry import words as register
from dashboard.tableplot import Axis, Bar, Group, Mark, Plot, Point, Scale, Words
from dashboard.theme import GREY, INK, MUTED, tint
from dashboard.vocabulary import SETTING

STOPS = ((0.0, 0.0), (1.0, 0.15), (18.0, 0.73), (75.0, 1.0))
"""The scale breaks at one year and at eighteen, so that the first year of life has room."""
TICKS = {0.0: "0", 0.5: "6 mo", 1.0: "1", 6.0: "6", 12.0: "12", 18.0: "18", 30.0: "30", 50.0: "50", 70.0: "70"}


def landscape(registrations: Sequence[Registration], date: str, pinned: frozenset[str]) -> Plot[Registration]:
    """The registrations in their order, under their settings; `date` is the date up to which the evidence reaches."""
    dates = {registration.date_words for registration in registrations}
    later = any(registration.since for registration in registrations)
    last = f" {words.LATER} last in a register" if later else ""
    named, stated, drawn, beside = (26, 32, 16, 16) if later else (36, 18, 20, 18)
    return Plot(
        columns=(
            Words("Registration", named, lambda row: row.trial.registration_id, drawn=words.label),
            Words("Acronym", 0, lambda row: row.trial.acronym),
            Words(
                f"Status ({date})", stated, words.status_in_full, drawn=lambda row: words.status(row, dated=len(dates) > 1),
                note="".join(dates) + last if len(dates) == 1 else "", head="Status",
            ),
            Axis(
                "Age as printed", drawn, scale_of(registrations), age_marks, lambda row: row.trial.age_text, drawn=words.entry,
                beside=beside, hatched=True, head="Stated ages (years), populations",
            ),
            Words("Register", 0, lambda row: register.beside(row.evidence, row.trial.registration_id) or words.UNKNOWN),
            Words("Populations", 0, words.populations),
            Words("Title", 0, lambda row: words.each(own.title for own in row.rows)),
            Words("Settings", 0, lambda row: f"{wording.settings(row.trial.settings)} ({row.trial.settings_basis})"),
            Words("Risk group", 0, lambda row: row.risk or "not stated"),
            Words("Combination", 0, lambda row: words.each(own.combination or "none stated" for own in row.rows)),
            Words("Sponsor", 0, lambda row: row.trial.sponsor or "not named"),
            Words(PLACE_COLUMN, 0, lambda row: words.each(wording.place(row.evidence, own) for own in row.rows)),
        ),
        groups=tuple(Group(SETTING[setting], tuple(own)) for setting, own in groupby(registrations, lambda row: row.trial.group_setting)),
        record=lambda row: row.trial.trial_id,
        records=lambda row: (own.trial_id for own in row.rows),
        name=lambda row: wording.joined([row.trial.acronym, row.trial.registration_id]),
        tag=lambda row: shared.tag(row.evidence, row.trial),
        pinned=pinned,
        gap=words.NO_AGE,
        gap_means=words.NO_AGE,
        signs=words.SIGNS,
    )  # fmt: skip


def scale_of(registrations: Sequence[Registration]) -> Scale:
    """The scale of ages in years, up to 75 or the highest stated age above that."""
    highest = max([STOPS[-1][0], *(row.ages.high for row in registrations if row.ages.high is not None)])
    stretches = {"<\u00a01": (0.0, 1.0), "1 to 18": (1.0, 18.0), ">\u00a018": (18.0, highest)}
    return Scale(0, highest, TICKS, "broken", STOPS, stretches=stretches, shaded=(0.0, 1.0))


def age_marks(registration: Registration) -> Sequence[Mark]:
    """A bar over the ages stated.

    The first year is dashed where no lower age is printed; a highest age that is itself excluded is a hollow point.
    """
    own = registration.ages
    if not registration.bounds:
        return ()
    marks: list[Mark] = []
    low = own.low if own.low is not None else 0.0 if own.infants else 1.0
    if own.high is None or low < own.high:
        marks.append(Bar(low, own.high, tint(GREY, 0.16 if registration.ended else 0.36), means="ages stated"))
    if own.low is None:
        means = f"no lower age printed: infants {'named' if own.infants else 'not stated'}"
        marks.append(Bar(0.0, min(1.0, own.high or 1.0), MUTED if registration.ended else INK, dashed=True, means=means))
    if own.outside and own.high is not None:
        marks.append(Point(own.high, INK, hollow=True, means="“under”: that age is outside"))
    return tuple(marks)
