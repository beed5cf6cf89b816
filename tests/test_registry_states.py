"""States of registrations that are known: the table and its look-ups, words, what changed, and what stands on the screen."""

from __future__ import annotations

import copy
import io
import json
import shutil
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from dashboard import ids
from dashboard.charts import trials
from dashboard.charts.chart import Drawing
from dashboard.evidence import BrokenEvidence, Evidence, load
from dashboard.export.provenance import item
from dashboard.export.slides import deck_of
from dashboard.export.tables import chart_csv, chart_json
from dashboard.pages import card, case
from dashboard.pages import changes as changes_page
from dashboard.pages import trials as trials_page
from dashboard.pages.contract import desk
from dashboard.pages.grid import row_data
from dashboard.registry import signals, words
from dashboard.registry.adding import sides
from dashboard.registry.files import read_answer
from dashboard.schema import REGISTRY, TABLES, RegistryState
from dashboard.selection import Catalogue, Catalogues, Selection
from dashboard.tableplot.text import plain, spans
from dashboard.theme import MUTED
from tests.drawing import drawn_rows, table_rows
from tests.register import STUDY, knowing, state
from tests.tables import DATA, Tables

TODAY = date(2091, 1, 1)


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    return Tables(tmp_path / "data")


# The table and its look-ups


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"status": "DONE"}, "status 'DONE': expected one of RECRUITING"),
        ({"status_date": "2021-13"}, "status_date '2021-13': expected a date that exists"),
        ({"status_date": "2099-01"}, "status_date '2099-01': expected a date not after as_of"),
        ({"status_text": "ended"}, "status_text 'ended': expected nothing, since"),
        ({"last_known_status": "RECRUITING"}, "last_known_status 'RECRUITING': expected nothing, unless"),
        ({"standing": ""}, "standing '': expected a value"),
        ({"registration_id": "NCT1"}, "registration_id 'NCT1': expected NCT and 8 digits"),
    ],
)
def test_a_fault_of_the_table_is_reported_as_of_any_other(tables: Tables, cells: dict[str, str], expected: str) -> None:
    file = tables.folder / "registry" / "registry.csv"
    [header, *_] = file.read_text(encoding="utf-8").splitlines()
    row = {"registration_id": "NCT90000001", "status": "COMPLETED", "status_date": "2090-01", "as_of": "2090-01-31"}
    row |= {"standing": "primary", "source": "ctg.json"} | cells
    file.write_text(header + "\n" + ",".join(row.get(name, "") for name in header.split(",")) + "\n", encoding="utf-8")
    [line] = tables.report()
    assert line.startswith("registry/registry.csv, row 2 (")
    assert expected in line


def test_a_state_that_stands_twice_is_reported(tables: Tables) -> None:
    file = tables.folder / "registry" / "registry.csv"
    file.write_bytes(file.read_bytes() + file.read_bytes().splitlines(keepends=True)[-1])
    [line] = tables.report()
    assert "expected a key that no row above" in line


def test_no_layer_may_be_called_as_the_folder_of_states(tables: Tables) -> None:
    shutil.copytree(tables.folder / "review", tables.folder / "registry", dirs_exist_ok=True)
    tables.replace("layers", b"\nreview,", b"\nregistry,")
    with pytest.raises(BrokenEvidence, match="this folder holds the states"):
        load(tables.folder)


def test_states_of_a_trial_are_found_under_each_of_its_numbers_newest_last(evidence: Evidence) -> None:
    known = evidence.states_of("NCT02393859")
    assert known == evidence.states_of("2014-002476-92")
    assert [one.registration_id for one in known] == ["2014-002476-92", "NCT02393859"]
    assert [one.as_of for one in evidence.states_of("NCT04546399")] == ["2024-09", "2025-06-27"]
    assert evidence.states_of("NCT99999999") == []
    assert sum(len(evidence.states_of(one)) for one in {evidence.number_of(row.registration_id) for row in evidence.registry}) == len(
        evidence.registry
    )


OTHER, LINK = "2090-000001-11", "NCT90000001"


@pytest.mark.parametrize(
    "read",
    [
        *permutations(
            [
                state(registration_id=OTHER, as_of="2090-01"),
                state(registration_id=LINK, other_ids=(OTHER,), as_of="2090-02"),
                state(registration_id="NCT02393859", other_ids=(OTHER,), as_of="2090-03"),
            ]
        )
    ],
)
def test_which_numbers_are_of_one_trial_does_not_depend_on_what_was_read_first(evidence: Evidence, read: tuple[RegistryState, ...]) -> None:
    told = replace(evidence, registry=read)
    assert {told.number_of(number) for number in (OTHER, LINK, "NCT02393859")} == {"NCT02393859"}
    assert told.uncurated == ()
    [merged] = [line for line in sides(replace(evidence, registry=()), read) if line.startswith("Merged, ")]
    assert all(number in merged for number in (OTHER, LINK, "NCT02393859"))


def test_states_outside_the_tables_are_called_uncurated(evidence: Evidence) -> None:
    assert set(evidence.uncurated) == {"NCT05327894", "NCT07297914", "NCT06607419"}
    assert evidence.of(["review"]).registry == evidence.registry


def test_the_first_states_say_their_standing_and_place() -> None:
    assert {row.standing for row in load(DATA).registry} == {"primary", "secondary"}
    assert all(row.source and row.said for row in load(DATA).registry)


def test_table_describes_its_class() -> None:
    assert [column.name for column in REGISTRY.columns] == list(RegistryState._fields)


# Words


@pytest.mark.parametrize(
    ("status", "status_date", "expected"),
    [
        ("RECRUITING", "2090-01-02", "Jan 2090 recruiting"),
        ("RECRUITING", "2090-01-01", "Jan 2090 recruiting"),
        ("RECRUITING", "2089-12-31", "Dec 2089 recruiting (over 12 months old)"),
        ("RECRUITING", "2089-12", "Dec 2089 recruiting (over 12 months old)"),
        ("ACTIVE_NOT_RECRUITING", "2089-01-01", "Jan 2089 active, not recruiting (over 12 months old)"),
        ("ACTIVE_NOT_RECRUITING", "2088-12-31", "unknown (Dec 2088 active, not recruiting, over 24 months old)"),
        ("COMPLETED", "2080-12-31", "Dec 2080 completed"),
        ("TERMINATED", "2080", "2080 terminated"),
    ],
)
def test_a_state_in_words_says_when_it_is_old(status: str, status_date: str, expected: str) -> None:
    assert words.now(state(status=status, status_date=status_date), TODAY) == expected


def test_the_registers_own_unknown_says_what_was_known() -> None:
    unknown = state(status="UNKNOWN", last_known_status="RECRUITING", status_date="2090-12")
    assert words.now(unknown, TODAY) == "Dec 2090 unknown, last known recruiting"
    assert words.now(unknown._replace(status_date="2088-12"), TODAY) == "unknown (Dec 2088 last known recruiting, over 24 months old)"


def test_a_state_older_than_the_tables_is_no_later_state(evidence: Evidence) -> None:
    old = state(registration_id="NCT04546399", other_ids=(), as_of="2021-02-28", status_date="2021-01")
    assert words.latest(knowing(evidence, old), "NCT04546399") is None
    assert words.earlier(knowing(evidence, old), "NCT04546399") == [old]
    assert words.latest(knowing(evidence, old._replace(as_of="2021-03")), "NCT04546399")
    assert words.latest(knowing(evidence, old._replace(as_of="2021-03-20")), "NCT04546399")


@pytest.mark.parametrize(
    ("number", "status", "ended"),
    [
        ("NCT04546399", "", ""),
        ("NCT04546399", "TERMINATED", "terminated"),
        ("NCT04546399", "WITHDRAWN", "withdrawn"),
        ("NCT04546399", "COMPLETED", "completed"),
        ("NCT04546399", "UNKNOWN", ""),
        ("NCT01471782", "", "completed"),
        ("NCT01471782", "RECRUITING", ""),
        ("NCT01471782", "COMPLETED", "completed"),
    ],
)
def test_the_last_state_says_whether_a_trial_is_over_to_case_and_landscape(
    evidence: Evidence, number: str, status: str, ended: str
) -> None:
    known = knowing(evidence, *([state(registration_id=number, other_ids=(), status=status, why_stopped="")] if status else []))
    form = case.page(Catalogue(known).show(Selection()), desk(None))[ids.CASE_FORM]
    records = json.loads(form.to_plotly_json()["props"]["data-case"])
    assert records["records"]["registrations"][number]["ended"] == ended
    [row] = drawn_rows(trials.draw(Catalogue(known).show(Selection()), TODAY), number)
    assert (spans(row.columns["Registration"].words)[0].colour == MUTED) is bool(ended)


def test_then_and_now(evidence: Evidence) -> None:
    trial, today = evidence.trial("NCT03914625"), date(2025, 11, 30)
    assert words.then_and_now(evidence, trial, today) == "Mar 2021 recruiting → Nov 2025 active, not recruiting"
    assert words.then_and_now(knowing(evidence), trial, today) == "Mar 2021 recruiting; no later state known"
    assert words.then_and_now(knowing(evidence), evidence.trial("NCT02783651"), today) == "Mar 2021 completed"
    assert words.last_update(evidence, trial) == "Nov 2025"


def test_states_of_parts_are_never_the_present_state(evidence: Evidence) -> None:
    assert words.latest(evidence, "NCT02101853") is None
    first, second = words.earlier(evidence, "NCT02101853")
    assert words.once(first) == "Sep 2019 closed to enrolment (only: high and intermediate risk)"
    assert words.in_full(words.once(second), second).endswith("Secondary report: www.clincosm.com.")
    assert words.addresses(second) == [second.source]


def test_what_a_status_alone_hides_is_said_with_it(evidence: Evidence) -> None:
    assert words.caution(evidence, "NCT04785547") == "Reason given: Terminated by Amgen Limited. The review lists it as recruiting"
    assert "T-cell leukaemia" in words.caution(evidence, "NCT03643276")
    assert words.caution(evidence, "NCT02101853") == ""


def test_what_stands_beside_a_state() -> None:
    assert list(words.details(state())) == [
        "Reason given: Slow accrual",
        "Enrolment 40 (actual)",
        "Results posted Mar 2090",
        "Result publications: PubMed 11",
        "Suggested by the register, not confirmed by the sponsor: PubMed 12",
        "Primary source: ClinicalTrials.gov, data of 1 June 2090: ctg.json",
    ]


# What changed


def test_nine_planted_changes_are_the_nine_signals(evidence: Evidence) -> None:
    numbers = [f"NCT9000000{last}" for last in range(9)]
    calm = {"status": "RECRUITING", "why_stopped": "", "results_first_posted": "", "result_pmids": ()}
    hold, was = {"status": "SUSPENDED", "why_stopped": "Hold", "age_max": "21 Years"}, "May 2090 recruiting → Jun 2090"
    planted: list[tuple[str, dict[str, Any], str, str]] = [
        (numbers[0], {"results_first_posted": "2090-06-20"}, "results", "results posted Jun 2090"),
        (numbers[1], {"status": "COMPLETED"}, "status", f"{was} completed"),
        (numbers[2], {"status": "TERMINATED", "why_stopped": "No drug"}, "status", f"{was} terminated (reason given: No drug)"),
        (numbers[3], {"age_min": "1 Month"}, "age_min", "lowest age 8 Months → 1 Month"),
        (numbers[4], {"age_max": ""}, "age_max", "highest age 17 Years → not limited"),
        (numbers[5], {"result_pmids": ("21",)}, "publication", "result publication linked: PubMed 21"),
        (numbers[6], hold, "status", f"{was} suspended (reason given: Hold)"),
        (numbers[6], hold, "age_max", "highest age 17 Years → 21 Years"),
        (numbers[7], {"status": "WITHDRAWN"}, "status", f"{was} withdrawn"),
    ]  # fmt: skip
    changes = {number: cells for number, cells, _, _ in planted}
    before = [state(registration_id=number, other_ids=(), **calm) for number in numbers]
    after = [one._replace(as_of="2090-07-01", status_date="2090-06", **changes.get(one.registration_id, {})) for one in before]
    known = knowing(evidence, *before, *after)
    found = signals.signals(known)
    assert sorted(found) == sorted(signals.Signal(number, kind, words, "2090-07-01") for number, _, kind, words in planted)
    listed = [line for line in changes_page.for_programs(known)["signals"] if line["as_of"] == "2090-07-01"]
    assert [(line["registration_id"], line["words"]) for line in listed] == [(signal.registration_id, signal.words) for signal in found]
    said = json.dumps(changes_page.page(known).to_plotly_json(), default=lambda part: part.to_plotly_json(), ensure_ascii=False)
    assert [words for _, _, _, words in planted if f": {words}" not in said] == []


def test_two_records_of_one_trial_are_not_taken_for_a_change(evidence: Evidence) -> None:
    one, other = (state(registration_id=f"NCT9000000{last}", other_ids=("2090-000001-11",)) for last in (1, 2))
    known = knowing(evidence, one, other._replace(status="WITHDRAWN", age_min="2 Years"))
    assert len(known.states_of("2090-000001-11")) == 2
    assert signals.signals(known) == []
    assert [
        found.words for found in signals.signals(replace(known, registry=(*known.registry, one._replace(as_of="2090-07", age_max=""))))
    ] == ["highest age 17 Years → not limited"]


def test_silence_of_a_poorer_source_is_no_change() -> None:
    poor = state(version="", age_min="", age_max="", result_pmids=(), results_first_posted="", why_stopped="", as_of="2090-07-01")
    assert list(signals.between(state(), poor)) == list(signals.between(poor, state())) == []


# On the screen


def test_card_and_table_of_trials_say_both_states(evidence: Evidence) -> None:
    catalogues = Catalogues(evidence)
    shown = catalogues.show(catalogues.read("pin=NCT04785547&pin=NCT02101853"))
    said = json.dumps([one.to_plotly_json() for one in card.cards(shown)], default=lambda part: part.to_plotly_json())
    assert "Jan 2024 terminated. Reason given: Terminated by Amgen Limited. Enrolment 3 (actual)." in said
    assert "Sep 2019 closed to enrolment (only: low risk)" in said
    [row] = row_data(TABLES["trials"], [evidence.trial("NCT04785547")], trials_page.since(evidence, TODAY))
    assert row["then_and_now"] == "Mar 2021 recruiting → Jan 2024 terminated"
    assert "Amgen" in str(row["register_says"])
    page = json.dumps(trials_page.page(shown, desk(None)).to_plotly_json(), default=lambda part: part.to_plotly_json())
    assert "NCT05327894: " in page
    assert "In no table of trials, uncurated" in page


STATUS_HEAD = "Status (mid-March 2021)"


def landscape(evidence: Evidence, query: str = "", **cells: Any) -> Drawing:
    """The landscape where a register showed one state of a trial of the tables."""
    catalogue = Catalogue(knowing(evidence, state(registration_id="NCT04546399", other_ids=(), **cells)))
    return trials.draw(catalogue.show(Selection.from_query(query, records=catalogue.records)), TODAY)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"status": "RECRUITING", "status_date": "2090-10"}, "→ Oct 2090 recruiting"),
        ({"status": "RECRUITING", "status_date": "2089-11"}, "→ Nov 2089 recruiting (over 12 months old)"),
        ({"status": "RECRUITING", "status_date": "2088-06"}, "→ unknown (Jun 2088 recruiting, over 24 months old)"),
        ({"status": "UNKNOWN", "last_known_status": "RECRUITING"}, "→ May 2090 unknown, last known recruiting"),
        ({"why_stopped": "Slow accrual"}, "→ May 2090 terminated; reason given: Slow accrual"),
        ({"why_stopped": "long " * 30}, f"→ May 2090 terminated; reason given: {'long ' * 11}…"),
        (
            {"status": "COMPLETED", "results_first_posted": "2090-03-02", "result_pmids": ("11", "12")},
            "→ May 2090 completed; results posted Mar 2090, 2 result publications",
        ),
    ],
)
def test_the_landscape_draws_both_states_with_age_reason_and_results(evidence: Evidence, cells: dict[str, Any], expected: str) -> None:
    plainly = {"why_stopped": "", "results_first_posted": "", "result_pmids": ()}
    drawing = landscape(evidence, **(plainly | cells))
    [row] = drawn_rows(drawing, "NCT04546399")
    assert plain(row.columns[STATUS_HEAD].words).replace("\u00a0", " ") == f"● Recruiting {expected}"
    assert words.LATER_UNKNOWN.capitalize() in {row["Register"] for row in table_rows(drawing)}


@pytest.mark.parametrize("reason", ["Slow accrual", "long " * 30])
def test_the_landscape_gives_a_reason_whole_among_its_caveats(evidence: Evidence, reason: str) -> None:
    assert reason.strip() in " ".join(landscape(evidence, why_stopped=reason).caveats)


def test_table_and_exports_of_the_landscape_say_all_that_a_register_does(evidence: Evidence) -> None:
    catalogue = Catalogue(knowing(evidence, state(registration_id="NCT04546399", other_ids=())))
    [row] = table_rows(landscape(evidence), "NCT04546399")
    said = [
        "Reason given: Slow accrual",
        "Enrolment 40 (actual)",
        "Results posted Mar 2090",
        "PubMed 11",
        "PubMed 12",
        "data of 1 June 2090",
    ]
    assert [word for word in said if word not in row["Register"]] == []
    shown = catalogue.show(Selection.from_query("now=TERMINATED", records=catalogue.records))
    made = item(shown, "landscape", day=TODAY, link="https://board.example.org/trials?now=TERMINATED")
    for text in (chart_csv(made).decode(), chart_json(made).decode(), slide_words(deck_of([made]))):
        assert [word for word in (*said[:1], "May 2090 terminated", "Register, last known: terminated") if word not in text] == []


def slide_words(file: bytes) -> str:
    """All words of slides, their tables and notes among them."""
    deck = Presentation(io.BytesIO(file))
    frames = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    return " ".join([*frames, *cells, *(slide.notes_slide.notes_text_frame.text for slide in deck.slides)])


def test_records_of_two_registers_are_shown_as_one_trial(evidence: Evidence) -> None:
    other = "Shown as one trial with NCT90000009 (ClinicalTrials.gov)"
    known = knowing(evidence, state(registration_id="NCT90000009", other_ids=("2016-004674-17",)))
    assert words.merged(known, "2016-004674-17") == other
    assert words.merged(known, "NCT04546399") == ""
    assert other in words.caution(known, "2016-004674-17")
    drawing = trials.draw(Catalogue(known).show(Selection()), TODAY)
    assert any(caveat.startswith("2016-004674-17: Reason given: Slow accrual. " + other) for caveat in drawing.caveats)
    [row] = table_rows(drawing, "2016-004674-17")
    assert row["Register"].endswith(other)
    shown = Catalogue(known).show(Selection.from_query("pin=2016-004674-17", records=["2016-004674-17"]))
    told = json.dumps([one.to_plotly_json() for one in card.cards(shown)], default=lambda part: part.to_plotly_json())
    assert other in told
    assert "NCT90000009: May 2090 terminated" in told


def test_records_are_not_changed_by_reading() -> None:
    before = copy.deepcopy(STUDY)
    read_answer([STUDY], "ctg.json", as_of="")
    assert before == STUDY
