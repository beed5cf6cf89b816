"""The adverse events of the toxicity matrix: columns where publications are shown, rows where the arms of a trial are compared.

They are listed by clinical group, in which they are drawn whatever the figures. Layers of every publication found need a row for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

SEVERE = "ge3"
"""The grade of an event that counts only grade 3 and higher."""


class AdverseEvent(NamedTuple):
    """One adverse event: the endpoints of the tables that report it, and its names."""

    group: str
    endpoints: tuple[str, ...]
    """The endpoints, each of which is the event itself."""
    head: str
    """Its name under that of its group."""
    title: str
    """Its name by itself."""
    name: str
    """Its full name."""
    brief: str
    """Its name in brief, without its grade."""
    parts: tuple[str, ...] = ()
    """Endpoints without a column of their own, shown with the event that they are part of; no publication needs a row for them."""
    grade: str = "not_stated"
    """The grade that its name states."""

    @property
    def code(self) -> str:
        """Its first endpoint, which stands for it."""
        return self.endpoints[0]

    @property
    def is_serious(self) -> bool:
        """Whether its name states that it is serious."""
        return self.code == "serious_event"


def _event(
    group: str, endpoints: tuple[str, ...], head: str, *, title: str = "", name: str = "", brief: str = "",
    parts: tuple[str, ...] = (), grade: str = "not_stated",
) -> AdverseEvent:  # fmt: skip
    """An event whose longer names, where none is given, are the shorter ones."""
    title = title or head
    name = name or title
    return AdverseEvent(group, endpoints, head, title, name, brief or name, parts, grade)


NERVES, INFECTION, OVERALL = "Nervous system", "Infection and blood", "Overall and stopping"
EVENTS = (
    _event("CRS", ("crs",), "Any grade", title="CRS of any grade", name="Cytokine release syndrome (CRS)", brief="CRS"),
    _event("CRS", ("crs_severe",), "Grade 3+", title="CRS of grade 3+", name="CRS of grade 3 or higher", brief="CRS", grade=SEVERE),
    _event(NERVES, ("neurological",), "Neurological event", parts=("neurological_severe",)),
    _event(NERVES, ("seizure",), "Seizure", parts=("seizure_severe",)),
    _event(NERVES, ("encephalopathy",), "Encephalopathy", parts=("encephalopathy_severe",)),
    _event(INFECTION, ("infection",), "Infection"),
    _event(INFECTION, ("sepsis",), "Sepsis"),
    _event(INFECTION, ("febrile_neutropenia",), "Febrile neutropenia"),
    _event(INFECTION, ("mucositis",), "Mucositis"),
    _event(OVERALL, ("serious_event",), "Serious event", name="Serious adverse event"),
    _event(
        OVERALL, ("severe_event",), "Any event of grade 3+", name="Adverse event of grade 3 or higher", brief="Adverse event", grade=SEVERE
    ),
    _event(OVERALL, ("treatment_interrupted", "treatment_discontinued"), "Paused or stopped", name="Treatment interrupted or stopped"),
    _event(OVERALL, ("dose_limiting",), "Dose-limiting", name="Dose-limiting toxicity"),
)
BY_CODE: Mapping[str, AdverseEvent] = {event.code: event for event in EVENTS}
EVENT_OF: Mapping[str, AdverseEvent] = {endpoint: event for event in EVENTS for endpoint in (*event.endpoints, *event.parts)}
"""The event of each endpoint, of which it is the whole or a part."""
