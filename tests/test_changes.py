"""What changed from one version of the tables to the next: compared, added up, undone, shown, and said of a chart."""

from __future__ import annotations

import csv
import errno
import io
import json
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import ids
from dashboard.changes import history
from dashboard.changes.__main__ import main
from dashboard.changes.difference import composed, difference
from dashboard.changes.tables import Rows, Version, of_folder
from dashboard.charts import CHARTS, draw
from dashboard.evidence import Evidence, load
from dashboard.export.provenance import item
from dashboard.export.slides import notes_of
from dashboard.export.tables import chart_json
from dashboard.pages import changes as changes_page
from dashboard.pages import open_page, page_text, present
from dashboard.pages.contract import View, desk
from dashboard.schema import CHANGES, TABLES, Change
from dashboard.selection import Catalogues
from tests.tables import DATA, OTHER, SHIPPED, Tables, as_csv

DAY = "2090-02-01"


def told(changes: Sequence[Change]) -> list[tuple[str, str, str, str, str]]:
    return [
        (change.kind, change.record, change.column, change.before, change.after) for change in changes if change.column or not change.after
    ]


# Two versions


CELLS = st.dictionaries(st.sampled_from(["state", "note", "step"]), st.sampled_from(["count", "not_reported", "not_found"]), max_size=3)
ROWS = st.dictionaries(st.sampled_from(["a", "b", "c"]), CELLS, max_size=4)
PLACES = [("studies", "review"), ("results", "review"), ("results", "since"), ("review", "since"), ("arms", "")]


@st.composite
def versions(draw_from: Any) -> Version:
    names = [place for place in PLACES if draw_from(st.integers(0, 4))]
    tables = {place: Rows(("state", "note", "step"), draw_from(ROWS)) for place in names}
    return Version(str(draw_from(st.integers(10_000_000, 99_999_999))), tables)


@settings(max_examples=300, deadline=None)
@given(versions(), versions(), versions())
def test_the_differences_of_two_steps_add_up_to_that_of_the_whole(one: Version, other: Version, last: Version) -> None:
    first, second = difference(one, other, "2090-01-01"), difference(other, last, DAY)
    whole = difference(one, last, DAY)
    added_up = composed(first, second)
    assert {change[3:] for change in added_up} == {change[3:] for change in whole}
    if first and second:
        assert {change[:3] for change in added_up} <= {(one.name, last.name, DAY)}


@given(versions())
def test_a_version_does_not_differ_from_itself(one: Version) -> None:
    assert difference(one, one, DAY) == []


def test_each_kind_of_change_is_told_apart() -> None:
    columns = ("study_id", "label", "updates", "superseded_by")
    studies = {"a": {"label": "A"}, "gone": {"label": "G"}}
    later = {"a": {"label": "A, corrected", "superseded_by": "b"}, "b": {"label": "B", "updates": "a"}}
    results = {"r": {"state": "count", "events": "1"}}
    gaps = {"r": {"state": "count", "events": "1"}, "s": {"state": "not_reported"}}
    old = Version("00000001", {("studies", "review"): Rows(columns, studies), ("results", "review"): Rows(("state", "events"), results)})
    new = Version(
        "00000002",
        {
            ("studies", "review"): Rows((*columns, "year"), later),
            ("results", "review"): Rows(("state",), gaps),
            ("review", "since"): Rows(("value", "step"), {"infants": {"value": "none", "step": "not_found"}, "title": {"value": "T"}}),
        },
    )
    assert [change[3:5] + change[6:] for change in difference(old, new, DAY)] == [
        ("new_column", "studies", "", "year", "", ""),
        ("corrected", "studies", "a", "label", "A", "A, corrected"),
        ("superseded", "studies", "a", "superseded_by", "", "b"),
        ("added", "studies", "b", "", "", '{"label": "B", "updates": "a"}'),
        ("removed", "studies", "gone", "", '{"label": "G"}', ""),
        ("gone_column", "results", "", "events", "", ""),
        ("not_found", "results", "s", "", "", '{"state": "not_reported"}'),
        ("not_found", "review", "infants", "", "", '{"step": "not_found", "value": "none"}'),
        ("added", "review", "title", "", "", '{"value": "T"}'),
    ]  # fmt: skip


def test_what_is_in_a_column_that_came_or_went_on_the_way_is_not_compared() -> None:
    def version(name: str, columns: tuple[str, ...], **cells: str) -> Version:
        return Version(name, {("results", "review"): Rows(columns, {"r": cells})})

    one = version("00000001", ("note", "unit"), note="x", unit="days")
    other = version("00000002", ("note", "se"), note="y", se="1")
    last = version("00000003", ("note", "se"), note="z", se="2")
    first, second = difference(one, other, DAY), difference(other, last, DAY)
    assert composed(first, second) == difference(one, last, DAY)
    assert told(composed(first, second)) == [
        ("new_column", "", "se", "", ""),
        ("gone_column", "", "unit", "", ""),
        ("corrected", "r", "note", "x", "z"),
    ]


# The command


@pytest.fixture
def two(tmp_path: Path) -> tuple[Tables, Tables]:
    """The review, and the same with one cell corrected, a row taken out and one put in."""
    old, new = (Tables(tmp_path / name) for name in ("old", "new"))
    new.set("results", "von-stackelberg-2016-cr-two-cycles", events="28", percent="40", percent_as_printed="40%")
    new.delete("anomalies", "horibe-phase")
    new.append("approvals", 'invented,2090-01-05,approval,FDA,Mars,"Children, all",,not_stated,All,1 p2,\n')
    return old, new


def run(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments])


def test_the_command_lists_what_changed_and_the_tables_with_it_are_the_same_version(two: tuple[Tables, Tables], capsys: Any) -> None:
    old, new = two
    assert run(old.folder, new.folder, "--date", DAY) == 0
    before, after = load(old.folder), load(new.folder)
    assert capsys.readouterr().out.splitlines()[0] == f"{before.version} → {after.version}: added: 1 · corrected: 3 · rows removed: 1"
    assert {(change.from_version, change.version, change.date) for change in after.changes} == {(before.version, after.version, DAY)}
    assert ("corrected", "von-stackelberg-2016-cr-two-cycles", "events", "27", "28") in told(after.changes)
    assert history.is_complete(after)
    assert after.files["changes.csv"]


def test_a_terminal_that_lacks_the_arrow_gets_an_escape(two: tuple[Tables, Tables], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(terminal, "ascii", write_through=True))
    assert run(*(tables.folder for tables in two), "--dry-run") == 0
    assert rb" \u2192 " in terminal.getvalue()


def test_a_list_that_cannot_be_written_whole_stays_as_it_was(
    two: tuple[Tables, Tables], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    old, new = two
    before = {path: path.read_bytes() for path in new.folder.rglob("*.*")}
    monkeypatch.setattr("os.fsync", fail)
    assert run(old.folder, new.folder) == 2
    assert "No space left on device. Nothing was written" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in new.folder.rglob("*.*")} == before


def test_the_evidence_before_a_step_is_that_of_the_tables_before(two: tuple[Tables, Tables]) -> None:
    old, new = two
    run(old.folder, new.folder)
    before, after = load(old.folder), load(new.folder)
    changes = history.since(after, before.version)
    assert changes is not None
    then = history.before(after, changes)
    assert then.version == before.version
    for name in {*TABLES} - {"approvals"}:
        assert sorted(map(str, then.table(name))) == sorted(map(str, before.table(name))), name
    assert len(then.approvals) == len(before.approvals) + 1  # decisions stay: nothing is drawn of them


def test_steps_follow_each_other_and_one_that_is_compared_again_is_written_anew(two: tuple[Tables, Tables], tmp_path: Path) -> None:
    old, new = two
    run(old.folder, new.folder)
    once = (new.folder / "changes.csv").read_bytes()
    run(old.folder, new.folder)
    assert (new.folder / "changes.csv").read_bytes() == once
    last = tmp_path / "last"
    shutil.copytree(new.folder, last)
    edited = (last / "review" / "cohorts.csv").read_text(encoding="utf-8").replace("RIALTO", "Rialto", 1)
    (last / "review" / "cohorts.csv").write_text(edited, encoding="utf-8")
    assert run(new.folder, last) == 0
    evidence = load(last)
    assert len(history.steps(evidence)) == 2
    whole = history.since(evidence, of_folder(old.folder).name)
    assert whole is not None
    assert {change[3:] for change in whole} == {change[3:] for change in difference(of_folder(old.folder), of_folder(last), "")}


def test_a_version_that_a_link_may_carry_stays_listed(two: tuple[Tables, Tables], tmp_path: Path, capsys: Any) -> None:
    """Compared once more from before it, the tables of a second version of one day would take the first out of the list."""
    old, new = two
    run(old.folder, new.folder)
    last = tmp_path / "last"
    shutil.copytree(new.folder, last)
    edited = (last / "review" / "cohorts.csv").read_text(encoding="utf-8").replace("RIALTO", "Rialto", 1)
    (last / "review" / "cohorts.csv").write_text(edited, encoding="utf-8")
    run(new.folder, last)
    before = (last / "changes.csv").read_bytes()
    assert run(old.folder, last) == 2
    expected = f"{of_folder(new.folder).name}, which writes the last step anew, or {of_folder(last).name}"
    assert f"others are listed, which links may carry. Expected to compare {expected}" in capsys.readouterr().err
    assert (last / "changes.csv").read_bytes() == before


def test_nothing_is_written_where_it_is_only_tried(two: tuple[Tables, Tables], capsys: Any) -> None:
    old, new = two
    assert run(old.folder, new.folder, "--dry-run") == 0
    assert "corrected: 3" in capsys.readouterr().out
    assert not (new.folder / "changes.csv").exists()


def test_a_step_that_does_not_begin_where_the_list_ends_is_refused(two: tuple[Tables, Tables], tmp_path: Path, capsys: Any) -> None:
    old, new = two
    run(old.folder, new.folder)
    other = Tables(tmp_path / "other")
    other.set("cohorts", "rialto", note="Another.")
    assert run(other.folder, new.folder) == 2
    said = capsys.readouterr().err
    assert (
        f"the first folder is data version {of_folder(other.folder).name}. Expected one that is listed: {of_folder(new.folder).name}"
        in said
    )


def no_key(folder: Path) -> None:
    (folder / "review" / "results.csv").write_text("result;n\n1;2\n")


def no_text(folder: Path) -> None:
    (folder / "review" / "results.csv").write_bytes(b"\xff\xfe")


def same_key(folder: Path) -> None:
    (folder / "review" / "results.csv").write_text("result_id,n\na,1\na,2\n")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (shutil.rmtree, "neither layers.csv nor studies.csv stands there. Expected a folder of tables, such as data"),
        (no_key, "results.csv: no column result_id, which is its key"),
        (no_text, "Expected a header and rows, as CSV in UTF-8"),
        (same_key, "row 3 (a): expected a row as long as the header, with a key of its own"),
    ],
)
def test_a_folder_that_cannot_be_compared_is_refused_in_words(two: tuple[Tables, Tables], capsys: Any, damage: Any, said: str) -> None:
    old, new = two
    damage(old.folder)
    assert run(old.folder, new.folder) == 2
    assert said in capsys.readouterr().err
    assert not (new.folder / "changes.csv").exists()


def test_tables_without_layers_are_compared_with_the_first_layer(tmp_path: Path) -> None:
    """The form before there were layers, which old links were made for; it had its own way to name a version."""
    new = Tables(tmp_path / "new")
    flat = tmp_path / "flat"
    shutil.copytree(new.folder / "review", flat)
    shutil.copytree(new.folder / "registry", flat / "registry")
    for name in ("approvals", "sources"):
        (flat / f"{name}.csv").unlink()
    old = of_folder(flat)
    assert len(old.name) == 8
    changes = difference(old, of_folder(new.folder), DAY)
    assert {change.kind for change in changes} == {"added"}
    assert {change.table for change in changes} == {"dataset", "layers", "arms", "approvals", "sources", "registry"}


# Rules


def change_row(**cells: str) -> list[str]:
    usual = {"from_version": "00000001", "version": "00000002", "date": DAY, "kind": "corrected", "table": "results", "layer": "review"}
    return [{**usual, "record": "r", "column": "n", "before": "1", "after": "2", **cells}.get(name, "") for name in Change._fields]


NOT_NEXT = change_row(from_version="00000003", version="00000004")


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([change_row(kind="mended")], "kind 'mended': expected one of added, not_found, corrected, superseded, removed, new_column"),
        ([change_row(version="2")], "version '2': expected eight digits of a data version, such as 2a550ed6"),
        ([change_row(table="trial")], "table 'trial': expected one of"),
        ([change_row(after="1")], "column 'n': expected a record, a column, and what differs before and after"),
        ([change_row(kind="added", column="", before="", after="r")], "after 'r': expected the cells of a row, as JSON, and no column"),
        ([change_row(kind="added", column="", after='{"n": "1"}')], "before '1': expected nothing, since there was no row before"),
        ([change_row(kind="removed", column="", before='{"n": "1"}')], "after '2': expected nothing, since there was no row after"),
        ([change_row(kind="added", column="", before="", after="[" * 50_000)], "': expected the cells of a row, as JSON, and no column"),
        ([change_row(kind="new_column", before="")], "column 'n': expected a column, and no record, before or after"),
        ([change_row(date="2090-02-31")], "date '2090-02-31': expected a date that exists"),
        ([change_row(), NOT_NEXT], "from_version '00000003': expected 00000002, where the step before ends"),
    ],
)  # fmt: skip
def test_a_list_of_changes_that_cannot_be_added_up_stops_the_start(tmp_path: Path, rows: list[list[str]], fault: str) -> None:
    tables = Tables(tmp_path / "tables")
    with (tables.folder / "changes.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([Change._fields, *rows])
    assert any(fault in line for line in tables.report())


def test_the_list_of_changes_is_not_in_the_version(tmp_path: Path, evidence: Evidence) -> None:
    tables = Tables(tmp_path / "tables")
    with (tables.folder / "changes.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([Change._fields, change_row()])
    found = load(tables.folder)
    assert found.version == evidence.version
    assert not history.is_complete(found)
    assert history.since(found, "00000001") is None


# What is shipped


def test_the_shipped_list_ends_at_the_shipped_tables(shipped: Evidence) -> None:
    mend = "python -m dashboard.changes OLD data, where OLD is the folder data as it was handed on last"
    assert history.is_complete(shipped), f"the tables changed since data/changes.csv was written: {mend}"


def test_versions_of_one_day_are_listed_one_by_one(shipped: Evidence) -> None:
    days = Counter(step[0].date for step in history.steps(shipped))
    assert days["2026-11-28"] >= 3
    for step in history.steps(shipped):
        said = words_of(changes_page.page(shipped, step[0].from_version))
        assert f"What changed since data version {step[0].from_version} is not listed" not in said


@pytest.mark.parametrize("choice", ["review", "all", "later"])
def test_every_chart_says_what_changed_since_each_listed_version(shipped: Evidence, choice: str) -> None:
    catalogues = Catalogues(shipped)
    for step in history.steps(shipped):
        version = step[0].from_version
        shown = catalogues.show(catalogues.read(f"evidence={choice}&v={version}"))
        for key, chart in CHARTS.items():
            first = draw(chart, shown).caveats[0]
            assert first.startswith(f"Since data version {version}"), (key, version, first)


def test_a_link_of_this_version_says_nothing(shipped: Evidence) -> None:
    catalogues = Catalogues(shipped)
    with_version, without = (catalogues.show(catalogues.read(query)) for query in (f"v={shipped.version}", ""))
    for chart in CHARTS.values():
        assert draw(chart, with_version).caveats == draw(chart, without).caveats


def test_what_the_first_layered_tables_mended_is_listed(shipped: Evidence) -> None:
    first = history.steps(shipped)[0]
    assert ("corrected", "zoghbi-2017", "settings", "post_transplant_relapse", "relapsed_refractory;post_transplant_relapse") in told(first)
    later = {change.record: change.after for change in shipped.changes if change.kind == "superseded"}
    assert later["locatelli-2020-rialto"] == "rialto-2022"
    assert {change.record for change in shipped.changes if change.kind == "not_found"} >= {"not_found_infants"}


# A chart whose tables changed


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Catalogues:
    """The review with a count mended, and the step listed."""
    old, new = (Tables(tmp_path_factory.mktemp("changed") / name) for name in ("old", "new"))
    new.set("results", "von-stackelberg-2016-cr-two-cycles", events="28", percent="40", percent_as_printed="40%")
    assert run(old.folder, new.folder, "--date", DAY) == 0
    return Catalogues(load(new.folder))


def before_the_change(catalogues: Catalogues) -> str:
    return catalogues.whole.changes[0].from_version


def test_a_link_of_before_says_which_row_of_this_chart_changed_before_and_after(changed: Catalogues) -> None:
    version = before_the_change(changed)
    shown = changed.show(changed.read(f"v={version}"))
    head, row = draw(CHARTS["board"], shown).caveats[:2]
    assert head == f"Since data version {version}, for which this address was made: one row changed."
    assert row.startswith("Changed: von Stackelberg 2016 [21]: Response: 27/70 · 39 % → 28/70 · 40 %")
    assert "MRD" not in row
    assert draw(CHARTS["survival"], shown).caveats[0].endswith("no row of this chart changed.")


def test_what_changed_is_told_of_all_rows_though_few_of_many_are_drawn(changed: Catalogues, monkeypatch) -> None:
    shown = changed.show(changed.read(f"v={before_the_change(changed)}"))
    of_all = draw(CHARTS["board"], shown).caveats[:2]
    monkeypatch.setattr("dashboard.charts.MOST", 2)
    monkeypatch.setattr("dashboard.charts.FIRST", 1)
    assert draw(CHARTS["board"], shown).caveats[:2] == of_all


def test_a_chart_from_which_the_row_is_filtered_says_that_none_changed(changed: Catalogues) -> None:
    shown = changed.show(changed.read(f"setting=mrd&v={before_the_change(changed)}"))
    assert draw(CHARTS["board"], shown).caveats[0].endswith("no row of this chart changed.")


@pytest.mark.parametrize("path", ["/", "/embed/board", "/embed/efficacy"])
def test_a_page_and_a_frame_say_it_over_and_under_the_chart(changed: Catalogues, path: str) -> None:
    version = before_the_change(changed)
    page, _ = open_page(changed, View(path, f"?v={version}"), desk(None))
    said = json.dumps(page.to_plotly_json(), default=lambda part: part.to_plotly_json(), ensure_ascii=False)
    assert f"This link was made for data version {version}" in said
    assert f"/changes?v={version}" in said
    assert "27/70 · 39 % → 28/70 · 40 %" in said


def test_a_page_keeps_the_version_of_its_address_and_hands_it_on(changed: Catalogues) -> None:
    version = before_the_change(changed)
    shown = changed.show(changed.read(f"line=frontline&v={version}"))
    assert json.loads(page_text.page_text(shown, {}))["query"] == f"line=frontline&v={version}"
    page, _ = open_page(changed, View("/", f"?v={version}"), desk(None))
    assert [node.data for node in page._traverse() if getattr(node, "id", "") == ids.MADE_FOR] == [version]
    chosen = changed.chosen({"line": ["frontline"]}, {}, [], version)
    assert changed.show(chosen).query == f"line=frontline&v={version}"
    assert changed.chosen({}, {}, [], None).version == changed.chosen({}, {}, [], {}).version == ""
    for own in ("", changed.whole.version):
        assert changed.show(changed.read(f"line=frontline&v={own}")).query == "line=frontline"


def test_a_presentation_begun_at_an_older_address_says_so(changed: Catalogues) -> None:
    version = before_the_change(changed)
    begun = f"/?line=frontline&v={version}"
    screen = present.page(changed, View("/present", f"?order=board~&from={quote(begun)}", "http://here"))
    assert f"data version {version}" in words_of(screen)


def test_a_presented_chart_says_it_in_its_head_and_among_its_notes(changed: Catalogues) -> None:
    version = before_the_change(changed)
    screens = [
        json.dumps(page.to_plotly_json(), default=lambda part: part.to_plotly_json(), ensure_ascii=False)
        for at in range(12)
        for page, _ in [open_page(changed, View("/present", f"?order=efficacy~&at=0&page={at}&v={version}"), desk(None))]
    ]
    assert f"address made for data version {version}" in screens[0]
    assert any("27/70 · 39 % → 28/70 · 40 %" in screen for screen in screens)


def test_slides_and_rows_say_it(changed: Catalogues) -> None:
    version = before_the_change(changed)
    one = item(changed.show(changed.read(f"v={version}")), "board", day=date(2090, 2, 2), link="https://board.example.org/")
    assert "27/70 · 39 % → 28/70 · 40 %" in notes_of(one)
    assert f"address made for data version {version}" in one.stamp.content
    assert any("27/70" in caveat for caveat in json.loads(chart_json(one))["caveats"])


def test_a_version_that_is_not_listed_is_said_to_be_none(changed: Catalogues) -> None:
    shown = changed.show(changed.read("v=00000000"))
    said = draw(CHARTS["board"], shown).caveats[0]
    assert said == "This address was made for data version 00000000. What changed in this chart since then is not listed."


def test_a_row_of_before_that_cannot_be_read_today_takes_no_page_with_it(changed: Catalogues) -> None:
    evidence = changed.whole
    gone = json.dumps({"study_id": "gone-1990", "label": "Gone 1990 [9]", "cohort_id": "gone"})
    step = Change("0000aaaa", evidence.version, DAY, "removed", "studies", "review", "gone-1990", "", gone, "")
    page, _ = open_page(Catalogues(replace(evidence, changes=(step,))), View("/", "?v=0000aaaa"), desk(None))
    assert "This link was made for data version 0000aaaa" in str(page)
    assert "could not be drawn" not in str(page)


def test_an_earlier_version_that_could_not_be_made_once_is_made_when_it_is_asked_for_again(
    changed: Catalogues, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Any:
        raise MemoryError

    catalogue = Catalogues(changed.whole).of("review")
    version = history.steps(changed.whole)[-1][0].from_version
    with monkeypatch.context() as out_of_memory:
        out_of_memory.setattr(history, "before", fail)
        assert catalogue.of_version(version) is None
    assert catalogue.of_version(version) is not None


def test_an_export_leads_to_an_address_that_carries_its_version(client: Any, evidence: Evidence) -> None:
    link = client.get("/export/chart/board.json?setting=mrd").json["stamp"]["link"]
    assert link.endswith(f"/?setting=mrd&v={evidence.version}#chart-board")
    folder = zipfile.ZipFile(io.BytesIO(client.get("/export/reproduce.zip?setting=mrd").data))
    assert f"/?setting=mrd&v={evidence.version}#chart-board" in folder.read("README.txt").decode()


# The page


def words_of(page: Any) -> str:
    if isinstance(page, str):
        return page
    if isinstance(page, list | tuple):
        return "\n".join(map(words_of, page))
    return words_of(getattr(page, "children", None) or "")


def test_the_page_lists_the_steps_newest_first_and_what_changed_in_them(shipped: Evidence) -> None:
    said = words_of(changes_page.page(shipped))
    days = [f"{step[0].from_version} → {step[0].version}" for step in history.steps(shipped)]
    assert [said.index(day) for day in reversed(days)] == sorted(said.index(day) for day in days)
    for words in (
        "Locatelli 2020 (RIALTO) [25]: in Locatelli 2022 (RIALTO) [117], only: Median overall survival, all children, 14.6 months",
        "Locatelli 2021 [39]: in FDA summary 2025 [105], only: hazard ratio for overall survival, 0.35 (0.17–0.70) after 0.43 (0.18–1.01)",
        "publications with a later report: 2",
        "Zoghbi 2017 [41]\nPublications\nSettings\nRelapse after transplant\nRelapsed or refractory, line not stated; Relapse after",
        "Looked for and not found",
        "The version before had a different form",
        "Changed in registers",
        "AALL1331 reinduction 2025 [108]: Down syndrome",
        "NCT02101853; high and intermediate risk; 18 September 2019",
        "Columns that only one of the two versions has are not compared: Publications: Age basis, ",
    ):
        assert words in said


def test_no_code_and_no_date_in_digits_is_on_the_page(shipped: Evidence) -> None:
    """But for the keys of rows that went since, which nothing names any more."""
    said = words_of(changes_page.page(shipped)).lower()
    gone = {change.record for change in shipped.changes if change.kind == "removed"}
    codes = re.findall(r"\b[a-z0-9]+_\w+|\b[a-z]+(?:-[a-z0-9]+){2,}\b|\b\d{4}-\d\d-\d\d\b|/https?:", said)
    assert set(codes) <= gone


def test_since_a_listed_version_the_steps_are_shown_as_one(shipped: Evidence) -> None:
    version = history.steps(shipped)[-2][0].from_version
    assert f"All changes since\n \n{version} → {shipped.version}" in words_of(changes_page.page(shipped, version))
    assert "What changed since data version 00000000 is not listed" in words_of(changes_page.page(shipped, "00000000"))


def test_tables_without_a_list_say_so(evidence: Evidence) -> None:
    assert changes_page.NO_STEPS in words_of(changes_page.page(evidence))


def test_programs_get_the_same(shipped: Evidence, client: Any) -> None:
    from app import create_app

    version = history.steps(shipped)[-1][0].from_version
    answer: Mapping[str, Any] = create_app(shipped).server.test_client().get(f"/changes.json?v={version}").json
    assert (answer["data_version"], answer["complete"]) == (shipped.version, True)
    assert sum(len(step["changes"]) for step in answer["steps"]) == len(shipped.changes)
    assert answer["since"]["changes"] == answer["steps"][-1]["changes"]
    assert {signal["registration_id"] for signal in answer["signals"]} == {"NCT03914625", "NCT04546399"}
    assert client.get("/changes.json").json["steps"] == []


def test_the_page_stands_at_its_address(client: Any, changed: Catalogues) -> None:
    assert client.get("/changes").status_code == 200
    page, title = open_page(changed, View("/changes", f"?v={before_the_change(changed)}"), desk(None))
    assert title == "What changed"
    assert (
        "von Stackelberg 2016 [21]: Complete remission within the first two cycles; recommended dose; Blinatumomab\nResults\nEvents\n27\n28"
        in words_of(page)
    )


def test_the_shipped_review_of_the_tests_has_no_list() -> None:
    assert CHANGES.name not in SHIPPED
    assert (DATA / CHANGES.file()).is_file()


def test_another_review_of_another_drug_has_the_same(tmp_path: Path) -> None:
    for name in ("old", "new"):
        shutil.copytree(OTHER, tmp_path / name)
    results = tmp_path / "new" / "synopsis" / "results.csv"
    header, first, *rest = results.read_text(encoding="utf-8").splitlines()
    cells = next(csv.reader([first]))
    cells[header.split(",").index("note")] = "Said anew."
    results.write_text("\n".join([header, as_csv([cells]).rstrip("\n"), *rest, ""]), encoding="utf-8")
    assert run(tmp_path / "old", tmp_path / "new") == 0
    catalogues = Catalogues(load(tmp_path / "new"))
    version = before_the_change(catalogues)
    assert "Said anew." in words_of(changes_page.page(catalogues.whole, version))
    for chart in CHARTS.values():
        assert draw(chart, catalogues.show(catalogues.read(f"v={version}"))).caveats[0].startswith(f"Since data version {version}")
