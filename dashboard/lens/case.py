"""What is asked about a child, what the answers settle among themselves, and what in them is to be checked."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.vocabulary import SETTING

CRITERIA = ("age", "infant", "setting", "ph", "down", "kmt2a", "transplant")
ANSWERS = ("unknown", "yes", "no")
SETTINGS = ("newly_diagnosed", *(code for code in SETTING if code not in ("newly_diagnosed", "not_reported")))
RELAPSES = ("first_relapse", "relapsed_refractory", "later_relapse", "post_transplant_relapse")
AFTER = ("post_transplant",)
LINES = ("newly_diagnosed", *RELAPSES, *AFTER)
"""Settings that say how far treatment has come; MRD, a bridge and toxicity alone do not."""
MOST_MONTHS = 1200
"""No age reaches this."""
NO_NEW_INFANT = 24
"""From this month of age on, a diagnosis under one year is more than a year ago: no such child is newly diagnosed as an infant."""


@dataclass(frozen=True)
class Implied:
    """An answer that follows from others: from any of `settings`, and from an age in months within `ages`, where given."""

    question: str
    answer: str
    words: str
    settings: tuple[str, ...] = ()
    ages: tuple[int, int] = (0, 0)


IMPLIED = (
    Implied("infant", "yes", "Under one year now: an infant at diagnosis", ages=(0, 12)),
    Implied(
        "infant",
        "no",
        "Newly diagnosed at two years or older: not an infant at diagnosis",
        ("newly_diagnosed",),
        (NO_NEW_INFANT, MOST_MONTHS),
    ),
    Implied("transplant", "yes", "Now after a transplant: there was an earlier one", ("post_transplant_relapse", "post_transplant")),
    Implied("transplant", "no", "Newly diagnosed: no earlier transplant", ("newly_diagnosed",)),
)
"""Of two for one question the first that holds counts. It fills a blank; an answer that was given stands, and is contradicted in words."""


@dataclass(frozen=True)
class Remark:
    """Something to check in the answers: any of `ticked`, any of `also`, none of `unticked`, and the answer about a transplant."""

    words: str
    ticked: tuple[str, ...]
    also: tuple[str, ...] = ()
    unticked: tuple[str, ...] = ()
    transplant: str = ""


REMARKS = (
    Remark("Newly diagnosed and relapsed are both ticked: only one of them can be the setting now.", ("newly_diagnosed",), RELAPSES),
    Remark("Relapsed and after transplant without relapse are both ticked: only one of them can be the setting now.", RELAPSES, AFTER),
    Remark("Newly diagnosed and after transplant are both ticked: only one of them can be the setting now.", ("newly_diagnosed",), AFTER),
    Remark(
        "If this relapse came after the earlier transplant, tick relapse after transplant too.",
        ("first_relapse", "relapsed_refractory", "later_relapse"),
        unticked=("post_transplant_relapse",),
        transplant="yes",
    ),
    Remark(
        "MRD, a bridge or toxicity does not say how far treatment has got: tick that too.",
        ("mrd", "bridge", "toxicity_driven"),
        unticked=LINES,
    ),
)


def contradicted(rule: Implied) -> str:
    """What is said of an answer that was given against an implied one."""
    return f"{rule.words}; the answer given says the opposite, and is used as given."


def as_table() -> dict[str, list[dict[str, object]]]:
    """The same rules for the browser."""
    implied = [{**vars(rule), "follows": f"{rule.words}.", "contradicted": contradicted(rule)} for rule in IMPLIED]
    return {"implied": implied, "remarks": [dict(vars(remark)) for remark in REMARKS]}
