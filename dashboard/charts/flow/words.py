"""The search flow in words: a sentence, caveats and a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard import wording
from dashboard.charts.chart import PLACE_COLUMN
from dashboard.charts.flow.rows import OURS, Step
from dashboard.evidence import Evidence
from dashboard.tableplot import DataTable, TableRow

NO_SEARCH = "What is shown was chosen: no search is described."
KEY = f"{OURS} and a broken edge: not printed, calculated by us as stated in the box"


def table(steps: Iterable[Step]) -> DataTable:
    heads = ("Step", "Records", "Whose count", PLACE_COLUMN)
    return DataTable(heads, tuple(TableRow((step.words, str(step.count), step.whose, step.source)) for step in steps))


def claim(steps: Mapping[str, Step]) -> str:
    """How many records were screened, assessed in full and included."""
    screened, read, included = (steps[key].count for key in ("screened", "full_text_assessed", "included"))
    return f"Of {screened} records screened {read} were assessed in full, and {included} were included"


def sentence(steps: Mapping[str, Step]) -> str:
    """The claim, and what the included records are."""
    papers, tables, both = (steps[key].count for key in ("publications_included", "registration_rows_included", "in_both_lists"))
    return f"{claim(steps)}: {papers} publications and {tables} rows of registrations, {both} of them in both lists."


def caveats(steps: Mapping[str, Step], evidence: Evidence) -> tuple[str, ...]:
    """What is calculated by us and whether it agrees with the source; the cohorts of the publications; what is doubtful."""
    count = {key: step.count for key, step in steps.items()}
    screened, read, out = count["screened"], count["full_text_assessed"], count["excluded_at_screening"]
    agrees = "agrees with" if screened - out == read else "does not agree with"
    fact = evidence.fact("publications_included")
    studies = [study for study in evidence.studies if fact and study.layer == fact.layer]
    return (
        f"{screened}, {count['excluded_at_full_text']} and {count['included']} are calculated by us; "
        f"{screened} less {out} {agrees} the printed {read}.",
        f"{wording.capitalised(wording.number(len(studies), 'publication'))} of {wording.cohorts(evidence, studies)}.",
        *_doubts(evidence),
    )


def _doubts(evidence: Evidence) -> tuple[str, ...]:
    """The doubts about the counts of the search itself."""
    places = {fact.source for fact in evidence.review if fact.step not in ("", "inclusion", "not_found")}
    doubts = (row for row in evidence.anomalies if row.kind in ("counts", "omission") and row.source_a in places)
    return tuple(wording.contradiction(evidence, row) for row in doubts)
