"""The adverse events of the toxicity matrix: columns where publications are shown, rows where the arms of a trial are compared.

They are listed by clinical group, in which they are drawn whatever the figures. Layers of every publication found need a row for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SEVERE = "ge3"
"""The grade of an event that counts only grade 3 and higher."""
SEVERE_GRADES = (SEVERE, "3", "3-4", "4", "5", "special_or_ge4")
"""The grades of which every event is of grade 3 or higher."""


@dataclass(frozen=True)
class AdverseEvent:
    """One adverse event: the endpoints of the tables that report it, and its names."""

    group: str
    endpoints: tuple[str, ...]
    """The endpoints, each of which is the event itself."""
    head: str
    """Its name under that of its group."""
    title: str = ""
    """Its name by itself; by default its head."""
    name: str = ""
    """Its full name; by default its title."""
    brief: str = ""
    """Its name in brief, without its grade; by default its full name."""
    parts: tuple[str, ...] = ()
    """Endpoints without a column of their own, shown with the event that they are part of; no publication needs a row for them."""
    strata: tuple[str, ...] = ()
    """Endpoints that give it by risk group."""
    kinds: tuple[str, ...] = ()
    """Endpoints that are a grade, a kind or courses of it, or a consequence: where one is reported, it is not denied."""
    grade: str = "not_stated"
    """The grade that its name states."""

    def __post_init__(self) -> None:
        for longer, shorter in (("title", "head"), ("name", "title"), ("brief", "name")):
            object.__setattr__(self, longer, getattr(self, longer) or getattr(self, shorter))

    @property
    def code(self) -> str:
        """Its first endpoint, which stands for it."""
        return self.endpoints[0]

    @property
    def is_serious(self) -> bool:
        """Whether its name states that it is serious."""
        return self.code == "serious_event"

    @property
    def is_any_severe(self) -> bool:
        """Whether it is any event of grade 3 or higher."""
        return self.code == "severe_event"


NERVES, INFECTION, OVERALL = "Nervous system", "Infection and blood", "Overall and stopping"
CRS_KINDS = ("crs_severe_stratum", "crs_severe_course")
SEIZURES, BRAIN = ("seizure", "seizure_severe", "seizure_course"), ("encephalopathy", "encephalopathy_severe")
SEPSES, FEVERS = ("sepsis", "sepsis_stratum"), ("febrile_neutropenia", "febrile_neutropenia_stratum", "febrile_reaction")
GRAVEST = ("life_threatening", "fatal_event", "infection_death")
EVENTS = (
    AdverseEvent(
        "CRS", ("crs",), "Any grade", title="CRS of any grade", name="Cytokine release syndrome (CRS)", brief="CRS",
        kinds=("crs_severe", "crs_grade_2", *CRS_KINDS),
    ),
    AdverseEvent(
        "CRS", ("crs_severe",), "Grade 3+", title="CRS of grade 3+", name="CRS of grade 3 or higher", brief="CRS", grade=SEVERE,
        strata=("crs_severe_stratum",), kinds=CRS_KINDS,
    ),
    AdverseEvent(NERVES, ("neurological",), "Neurological event", parts=("neurological_severe",), kinds=(*SEIZURES, *BRAIN)),
    AdverseEvent(NERVES, ("seizure",), "Seizure", parts=("seizure_severe",), kinds=SEIZURES),
    AdverseEvent(NERVES, ("encephalopathy",), "Encephalopathy", parts=("encephalopathy_severe",)),
    AdverseEvent(INFECTION, ("infection",), "Infection", kinds=(*SEPSES, *FEVERS, "infection_death")),
    AdverseEvent(INFECTION, ("sepsis",), "Sepsis", strata=("sepsis_stratum",)),
    AdverseEvent(INFECTION, ("febrile_neutropenia",), "Febrile neutropenia", strata=("febrile_neutropenia_stratum",)),
    AdverseEvent(INFECTION, ("mucositis",), "Mucositis"),
    AdverseEvent(OVERALL, ("serious_event",), "Serious event", name="Serious adverse event", kinds=("serious_event_number", *GRAVEST)),
    AdverseEvent(
        OVERALL, ("severe_event",), "Any event of grade 3+", name="Adverse event of grade 3 or higher", brief="Adverse event", grade=SEVERE,
        kinds=("severe_among_events", *GRAVEST),
    ),
    AdverseEvent(
        OVERALL, ("treatment_interrupted", "treatment_discontinued"), "Paused or stopped", name="Treatment interrupted or stopped"
    ),
    AdverseEvent(OVERALL, ("dose_limiting",), "Dose-limiting", name="Dose-limiting toxicity"),
)  # fmt: skip
BY_CODE: Mapping[str, AdverseEvent] = {event.code: event for event in EVENTS}
CODE_OF: Mapping[str, str] = {endpoint: event.code for event in EVENTS for endpoint in (*event.endpoints, *event.parts)}
"""The code of the event of which each endpoint is the whole or a part."""
