"""The steps of the search: its counts as printed, and those that we calculate from them, marked as ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.vocabulary import COUNTED_FACTS

OURS = "§"


@dataclass(frozen=True)
class Step:
    """One count of the search, in records; `ours` says how we calculated it, and is empty where the source prints it."""

    words: str
    count: int
    source: str
    ours: str = ""

    @property
    def figure(self) -> str:
        return f"{self.count}{f' {OURS}' if self.ours else ''}"

    @property
    def whose(self) -> str:
        return f"calculated by us: {self.ours}" if self.ours else "as printed"


def flow_steps(evidence: Evidence) -> Mapping[str, Step]:
    """The steps by name in the order of the flow, as printed or as we calculate them; empty where no search is described."""
    facts = {key: fact for key in COUNTED_FACTS if (fact := evidence.fact(key))}
    if len(facts) < len(COUNTED_FACTS):
        return {}
    count = {key: int(fact.value) for key, fact in facts.items()}
    place = {key: wording.place(evidence, fact) for key, fact in facts.items()}
    found, registered, both = (count[key] for key in ("publications_found", "registrations_found", "in_both_lists"))
    papers, tables, read = (count[key] for key in ("publications_included", "registration_rows_included", "full_text_assessed"))
    screened, included = found + registered - both, papers + tables - both
    cohorts = {study.cohort_id for study in evidence.studies if study.layer == facts["publications_included"].layer}
    numbers = {trial.registration_id for trial in evidence.trials if trial.layer == facts["registration_rows_included"].layer}
    lists = f"{place['publications_included']}; {place['registration_rows_included']}"

    def printed(key: str, words: str) -> dict[str, Step]:
        return {key: Step(words, count[key], place[key])}

    def listed(key: str, words: str) -> dict[str, Step]:
        return {key: Step(words, count[key], place[key], f"rows of {place[key]}, counted")}

    return {
        **printed("publications_found", "records of publications"),
        **printed("registrations_found", "records of registered trials"),
        **printed("in_both_lists", "in both lists"),
        "screened": Step("records screened", screened, place["full_text_assessed"], f"{found} + {registered} − {both}"),
        **printed("excluded_at_screening", "excluded at screening"),
        **printed("full_text_assessed", "full texts and studies assessed"),
        "excluded_at_full_text": Step("excluded after full text", read - included, place["full_text_assessed"], f"{read} − {included}"),
        "included": Step("records included", included, lists, f"{papers} + {tables} − {both}"),
        **listed("publications_included", f"publications, of {wording.figure(len(cohorts), 'cohort')}"),
        **listed("registration_rows_included", f"rows of {wording.figure(len(numbers), 'registration')}"),
    }
