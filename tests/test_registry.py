"""The import of states of registrations: a register's files and interface are read, compared, and added, or refused in words."""

from __future__ import annotations

import errno
import io
import json
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.evidence import Evidence, load
from dashboard.registry.__main__ import main
from dashboard.registry.adding import add, report
from dashboard.registry.fetch import AT_ONCE, PAGE, Interface, Unreachable
from dashboard.registry.files import Refused, read_files
from dashboard.schema import RegistryState
from tests.register import STUDY, nulled, serving, state, study
from tests.tables import Tables

SHAPES: dict[str, Callable[[Any], Any]] = {
    "one study": lambda one: one,
    "an array": lambda one: [one],
    "a list of the interface": lambda one: {"totalCount": 1, "studies": [one]},
}


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    return Tables(tmp_path / "data")


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[RegistryState]]:
    """The states in a file of some content."""

    def of(content: Any, name: str = "ctg.json", *, as_of: str = "", without: tuple[str, ...] = ()) -> list[RegistryState]:
        file = tmp_path / name
        file.write_bytes(
            content if isinstance(content, bytes) else content.encode() if name.endswith(".csv") else json.dumps(content).encode()
        )
        return read_files([file], as_of=as_of, without=without)

    return of


@pytest.fixture
def faults(read: Callable[..., Any]) -> Callable[..., list[str]]:
    """What is said of a file that is refused, a line each."""

    def of(content: Any, name: str = "ctg.json", **options: Any) -> list[str]:
        with pytest.raises(Refused) as refused:
            read(content, name, **options)
        return str(refused.value).splitlines()

    return of


# Reading


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_record_is_read_in_every_shape_of_download(read: Callable[..., Any], shape: Callable[[Any], Any]) -> None:
    assert read(shape(STUDY)) == [
        RegistryState(
            registration_id="NCT90000001",
            part="",
            status="TERMINATED",
            status_text="",
            last_known_status="",
            why_stopped="Slow accrual",
            status_date="2090-05",
            as_of="2090-06-01",
            enrolment=40,
            enrolment_basis="ACTUAL",
            age_min="8 Months",
            age_max="17 Years",
            phases=("PHASE1", "PHASE2"),
            start="2088-02",
            primary_completion="2091-01-31",
            completion="2092-01",
            results_first_posted="2090-03-02",
            result_pmids=("11",),
            suggested_pmids=("12",),
            other_ids=("2090-000001-11", "2091-500001-12"),
            last_update="2090-05-17",
            version="2090-06-01",
            register="ClinicalTrials.gov",
            standing="primary",
            source="ctg.json",
            note="",
        )
    ]


def test_one_page_of_several_is_refused(faults: Callable[..., Any]) -> None:
    [line] = faults({"studies": [STUDY], "nextPageToken": "abc"})
    assert "nextPageToken 'abc'" in line
    assert "--fetch" in line


@pytest.mark.parametrize(
    ("changes", "column", "expected"),
    [
        ({"minimumAge": "1 Year"}, "age_min", "1 Year"),
        ({"minimumAge": "28 Days"}, "age_min", "28 Days"),
        ({"maximumAge": "N/A"}, "age_max", "N/A"),
        ({"maximumAge": None}, "age_max", ""),
        ({"statusVerifiedDate": "2089-12"}, "status_date", "2089-12"),
        ({"statusVerifiedDate": "2089-12-31"}, "status_date", "2089-12-31"),
        ({"statusVerifiedDate": None}, "status_date", "2090-05-17"),
        ({"overallStatus": "UNKNOWN", "lastKnownStatus": "RECRUITING"}, "last_known_status", "RECRUITING"),
        ({"phases": ["NA"]}, "phases", ("NA",)),
        ({"phases": None}, "phases", ()),
        ({"count": 99999999}, "enrolment", None),
        ({"count": 0}, "enrolment", 0),
        ({"hasResults": False, "resultsPosted": None}, "results_first_posted", ""),
        ({"secondaryIdInfos": [{"id": "EudraCT 2090-000001-11", "type": "EUDRACT_NUMBER"}]}, "other_ids", ("2090-000001-11",)),
        ({"secondaryIdInfos": [{"id": "pending", "type": "CTIS"}]}, "other_ids", ()),
    ],
)
def test_values_are_kept_as_the_register_writes_them(read: Callable[..., Any], changes: Any, column: str, expected: object) -> None:
    *_, last = read([study("NCT90000009"), study(**changes)])
    assert getattr(last, column) == expected


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"nctId": "NCT0239385"}, "ctg.json, record 2: protocolSection.identificationModule.nctId 'NCT0239385': expected NCT and 8 digits"),
        ({"overallStatus": "Recruiting"}, "protocolSection.statusModule.overallStatus 'Recruiting': expected one of RECRUITING, "),
        ({"overallStatus": None}, "ctg.json, record 2 (NCT90000001): protocolSection.statusModule.overallStatus '': expected this field"),
        ({"minimumAge": "eighteen"}, "eligibilityModule.minimumAge 'eighteen': expected an age such as"),
        ({"start": "2090-13"}, "startDateStruct.date '2090-13': expected a date"),
        ({"start": "2090-02-30"}, "startDateStruct.date '2090-02-30': expected a date"),
        ({"count": "40"}, "enrollmentInfo.count '40': expected a whole number"),
        ({"count": True}, "enrollmentInfo.count 'True': expected a whole number"),
        ({"phases": "PHASE1"}, "designModule.phases 'PHASE1': expected a list"),
        ({"references": [{"pmid": "x1", "type": "RESULT"}]}, "referencesModule.references[0].pmid 'x1': expected a PubMed number"),
        ({"references": ["11"]}, "referencesModule.references[0] '11': expected an object"),
        ({"statusModule": ["COMPLETED"]}, "expected an object at protocolSection.statusModule"),
        ({"whyStopped": "half \ud800"}, "statusModule.whyStopped 'half \\ud800': expected a text"),
        ({"whyStopped": "a\x00b"}, "statusModule.whyStopped 'a\\x00b': expected no control characters"),
        ({"lastKnownStatus": "RECRUITING"}, "last_known_status 'RECRUITING': expected nothing, unless the status is UNKNOWN"),
    ],
)
def test_a_fault_names_file_record_and_path(faults: Callable[..., Any], changes: Any, line: str) -> None:
    lines = faults([study("NCT90000009"), study(**changes)])
    assert all(said.startswith("ctg.json, record 2") for said in lines)
    assert any(line in said for said in lines)


def test_null_is_not_the_same_as_absent(faults: Callable[..., Any]) -> None:
    assert any("whyStopped 'None': expected a text" in line for line in faults([STUDY, nulled(study("NCT90000009"), "whyStopped")]))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Expecting value"),
        (b"{", "line 1"),
        (b"[NaN]", "NaN is not a number"),
        (b'{"studies": [], "studies": []}', "occurs twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"[]", "expected one study"),
        (b"7", "expected one study"),
        (b'{"study": 1}', "expected one study"),
        (b"[7]", "an object at its place in the list"),
    ],
)
def test_a_file_of_another_form_is_refused(faults: Callable[..., Any], content: bytes, words: str) -> None:
    lines = faults(content)
    assert all(line.startswith(("ctg.json", "all files")) for line in lines)
    assert words in lines[0]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No such file"):
        read_files([tmp_path / "nobody.json"], as_of="")


@pytest.mark.parametrize(
    ("name", "column"),
    [("whyStopped", "why_stopped"), ("maximumAge", "age_max"), ("references", "result_pmids"), ("versionHolder", "version")],
)
def test_a_field_that_no_record_has_is_an_error(faults: Callable[..., Any], read: Callable[..., Any], name: str, column: str) -> None:
    content = [study(**{name: None}), study("NCT90000009", **{name: None})]
    lines = faults(content, as_of="2090-06-02")
    assert any(name in line and "was it renamed?" in line and f"--without {column}" in line for line in lines)
    allowed = (column, *(("suggested_pmids",) if name == "references" else ()))
    assert len(read(content, as_of="2090-06-02", without=allowed)) == 2


def test_a_field_that_is_due_nowhere_may_be_absent(read: Callable[..., Any]) -> None:
    assert read(study(overallStatus="RECRUITING", whyStopped=None, hasResults=False, resultsPosted=None))


def test_the_same_trial_twice_is_one_or_a_fault(faults: Callable[..., Any], read: Callable[..., Any]) -> None:
    assert len(read([STUDY, STUDY])) == 1
    assert "expected one record per trial" in faults([STUDY, study(count=41)])[0]


def test_the_day_of_the_download_is_not_before_the_data(faults: Callable[..., Any]) -> None:
    assert "expected a date not after --as-of 2090-05-31" in faults(STUDY, as_of="2090-05-31")[0]


CSV = "NCT Number,Study Title,Study Status,Age,Phases,Enrollment,Other IDs,Start Date,Last Update Posted\n"


def test_the_websites_csv_is_read_by_its_headers(read: Callable[..., Any]) -> None:
    row = "NCT90000001,Invented,RECRUITING,CHILD,PHASE1|PHASE2,99999999,X1|2090-000001-11,2088-02,2090-05-17\n"
    [found] = read(CSV + row, "ctg.csv", as_of="2090-06-02")
    assert (found.status, found.phases, found.enrolment, found.other_ids) == ("RECRUITING", ("PHASE1", "PHASE2"), None, ("2090-000001-11",))
    assert (found.status_date, found.as_of, found.age_min, found.version) == ("2090-05-17", "2090-06-02", "", "")


def test_a_csv_needs_one_column_only(read: Callable[..., Any]) -> None:
    [found] = read("\ufeffNCT Number\r\nNCT90000001\r\n", "ctg.csv", as_of="2090-06-02")
    assert (found.registration_id, found.said, found.status_date) == ("NCT90000001", "", "2090-06-02")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (CSV + "NCT9,,,,,,,,\n", "ctg.csv, row 2 (NCT9): NCT Number 'NCT9': expected NCT and 8 digits"),
        (CSV + "NCT90000001,,Open,,,,,,\n", "ctg.csv, row 2 (NCT90000001): Study Status 'Open': expected one of"),
        (CSV + "NCT90000001,,,,,many,,,\n", "Enrollment 'many'"),
        (CSV + "NCT90000001\n", "1 cells: expected 9 cells"),
        (CSV, "at least one row"),
        ("Title\nx\n", "NCT Number"),
        ("", "NCT Number"),
        ('NCT Number\n"NCT', "comma-separated"),
    ],
)
def test_a_fault_of_a_csv_names_its_row(faults: Callable[..., Any], text: str, line: str) -> None:
    assert any(line in said for said in faults(text, "ctg.csv", as_of="2090-06-02"))


def test_a_csv_needs_the_day_of_the_download(faults: Callable[..., Any]) -> None:
    assert "--as-of YYYY-MM-DD" in faults("NCT Number\nNCT90000001\n", "ctg.csv")[0]


def mutated(chance: random.Random, content: bytes) -> bytes:
    """The file with one thing wrong, in its bytes or in its values."""
    if chance.random() < 0.4:
        place = chance.randrange(len(content))
        return content[:place] + bytes(chance.randrange(256) for _ in range(chance.randrange(4))) + content[place + chance.randrange(9) :]
    data = json.loads(content)
    here, parents = data, []
    while isinstance(here, dict | list) and here and (not parents or chance.random() < 0.85):
        name = chance.choice(list(here) if isinstance(here, dict) else range(len(here)))
        parents.append((here, name))
        here = here[name]
    parent, name = parents[-1]
    wrong = [None, True, -1, 1e99, 10**30, "", "x" * 5000, "\x00", "\ud83d", [], {}, [[]], {"date": 7}, "N/A", "9999-99"]
    if chance.random() < 0.2:
        del parent[name]
    else:
        parent[name] = chance.choice(wrong)
    return json.dumps(data).encode()


def test_a_thousand_damaged_files_are_read_or_refused_in_words(tmp_path: Path, evidence: Evidence) -> None:
    content = json.dumps({"studies": [STUDY, study("NCT90000009", overallStatus="UNKNOWN", lastKnownStatus="RECRUITING")]}).encode()
    chance, file = random.Random(1), tmp_path / "ctg.json"
    refused: list[str] = []
    for _ in range(1000):
        file.write_bytes(mutated(chance, content))
        try:
            lines = list(report(evidence, read_files([file], as_of="2090-06-02")))
            "\n".join(lines).encode()
        except Refused as problem:
            refused += str(problem).splitlines()
    assert len(refused) > 500
    assert all(line.startswith(("ctg.json", "all files")) and ": expected " in line for line in refused)


# The public interface


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def pauses() -> list[float]:
    return []


def asking(base: str, pauses: list[float], **options: Any) -> Interface:
    return Interface(base, pause=pauses.append, **options)


def test_all_pages_of_all_addresses_are_read(pauses: list[float]) -> None:
    studies = [study(f"NCT9{number:07}") for number in range(AT_ONCE + PAGE + 3)]
    told: list[int] = []
    with serving(studies) as register:
        numbers = [one["protocolSection"]["identificationModule"]["nctId"] for one in studies]
        found = asking(register.base, pauses).studies([*numbers, "NCT99999999"], told.append)
    assert (found, pauses, told[-1]) == (studies, [], len(studies))
    assert len(register.asked) == AT_ONCE // PAGE + 2
    assert "protocolSection.statusModule.overallStatus" in register.asked[0]["fields"][0]


@pytest.mark.parametrize(
    ("troubles", "expected"),
    [
        ([429], [7.0]),
        ([500, 503], [1.0, 2.0]),
        (["broken"], [1.0]),
        (["html", "none", "bytes"], [1.0, 2.0, 4.0]),
        (["cut"], [1.0]),
        (["slow"], [1.0]),
    ],
)
def test_a_register_in_trouble_is_asked_again_after_a_pause(pauses: list[float], troubles: list[Any], expected: list[float]) -> None:
    with serving([STUDY], *troubles) as register:
        assert asking(register.base, pauses, timeout=0.3).studies(["NCT90000001"]) == [STUDY]
    assert pauses == expected


@pytest.mark.parametrize(
    ("troubles", "words"),
    [
        ([500] * 5, "it answered 500 Internal Server Error, 5 times"),
        (["html"] * 5, "its answer broke off or is none"),
        ([400], "it answered 400"),
        (["circle"] * 3, "lead in a circle"),
    ],
)
def test_a_register_that_stays_in_trouble_is_given_up_in_words(pauses: list[float], troubles: list[Any], words: str) -> None:
    with serving([STUDY], *troubles) as register, pytest.raises(Unreachable, match=words):
        asking(register.base, pauses).studies(["NCT90000001"])


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ("http://nobody.invalid/api/v2", "could not be asked: its name is not known here, perhaps because there is no network. Nothing"),
        ("http://127.0.0.1:9/api/v2", "could not be asked"),
        ("file:///etc/passwd", "is not a web address"),
        ("http://[nobody/api/v2", "is not a web address"),
        ("http://127.0.0.1:x/api/v2", "is not a web address"),
    ],
)
def test_without_a_network_a_clear_word_is_said(pauses: list[float], base: str, words: str) -> None:
    with pytest.raises(Unreachable, match=words):
        asking(base, pauses, timeout=2.0).studies(["NCT90000001"])


# Adding


def test_states_are_added_and_nothing_else_is_changed(tables: Tables) -> None:
    file = tables.folder / "registry" / "registry.csv"
    before = file.read_bytes()
    assert add([state()], file.parent) == 1
    assert file.read_bytes().startswith(before)
    assert load(tables.folder).registry[-1] == state()
    assert add([state()], file.parent) == 0
    assert add([state(as_of="2090-07-01")], file.parent) == 1
    assert [path.name for path in file.parent.iterdir()] == ["registry.csv"]


def test_a_row_is_never_replaced(tables: Tables) -> None:
    folder = tables.folder / "registry"
    add([state()], folder)
    before = (folder / "registry.csv").read_bytes()
    with pytest.raises(Refused, match="rows are never replaced"):
        add([state(status="COMPLETED"), state(registration_id="NCT90000002")], folder)
    assert (folder / "registry.csv").read_bytes() == before


def test_a_broken_table_is_not_added_to(tables: Tables) -> None:
    file = tables.folder / "registry" / "registry.csv"
    file.write_bytes(file.read_bytes() + b"torn")
    with pytest.raises(Refused, match=r"registry/registry.csv, row \d+: 1 cells"):
        add([state()], file.parent)


def test_a_folder_that_is_absent_holds_no_states_and_is_made(tables: Tables) -> None:
    shutil.rmtree(tables.folder / "registry")
    assert load(tables.folder).registry == ()
    add([state()], tables.folder / "registry")
    assert load(tables.folder).registry == (state(),)


def test_no_state_leaves_no_folder_without_a_table(tables: Tables) -> None:
    shutil.rmtree(tables.folder / "registry")
    assert add([], tables.folder / "registry") == 0
    assert load(tables.folder).registry == ()


def ask(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


@pytest.fixture
def in_2090(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day after that of the synthetic records."""

    class Day(date):
        @classmethod
        def today(cls) -> date:
            return date(2090, 6, 2)

    monkeypatch.setattr("dashboard.registry.__main__.date", Day)


@pytest.mark.usefixtures("in_2090")
@pytest.mark.parametrize(("day", "code"), [("2090-06-03", 0), ("2090-06-04", 2), ("2909-06-01", 2)])
def test_a_download_of_a_day_to_come_is_refused(
    tables: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str], day: str, code: int
) -> None:
    file, into = tmp_path / "ctg.json", tables.folder / "registry"
    file.write_text(json.dumps(STUDY))
    before = (into / "registry.csv").read_bytes()
    try:
        ended = ask(file, "--into", into, "--as-of", day)
    except SystemExit as refused:
        ended = refused.code
    assert ended == code
    assert (f"'{day}' is still to come. Expected the day of the download" in capsys.readouterr().err) == bool(code)
    assert ((into / "registry.csv").read_bytes() == before) == bool(code)


def test_a_dry_run_compares_field_by_field_and_writes_nothing(tables: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, into = tmp_path / "ctg.json", tables.folder / "registry"
    file.write_text(json.dumps([study("NCT04785547", minimumAge="6 Months"), STUDY]))
    before = (into / "registry.csv").read_bytes()
    assert ask(file, "--into", into, "--dry-run") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "NCT04785547 FORUM Add-on Blina post TX field review last known register date" in out
    assert "status recruiting TERMINATED TERMINATED 2090-05" in out
    assert "age_min 6 months to 21 years – 6 Months 2090-06-01" in out
    assert "Records without a trial (in no table of trials, uncurated): NCT90000001" in out
    assert "NCT02393859" in out.split("without a record: ")[1]
    assert (into / "registry.csv").read_bytes() == before


@pytest.mark.usefixtures("in_2090")
def test_the_command_adds_and_says_how_many(tables: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, into = tmp_path / "ctg.json", tables.folder / "registry"
    file.write_text(json.dumps(STUDY))
    assert [ask(file, "--into", into, "--as-of", "2090-06-02") for _ in range(2)] == [0, 0]
    first, _, more, again, *_ = capsys.readouterr().out.splitlines()
    assert "Added 1 state of 1" in first
    assert "Added 0 states of 1" in again
    assert more == "Records without a trial (in no table of trials, uncurated): NCT90000001"
    assert "1 was already there" in again


class Full(io.StringIO):
    """A terminal, or a disk behind it, that takes nothing more."""

    encoding = "utf-8"

    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_rows_that_were_added_are_not_said_to_be_none_where_nobody_can_be_told(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, into = tmp_path / "ctg.json", tables.folder / "registry"
    file.write_text(json.dumps(STUDY))
    monkeypatch.setattr("sys.stdout", Full())
    with pytest.raises(OSError, match="No space left"):
        ask(file, "--into", into)
    assert "NCT90000001" in (into / "registry.csv").read_text()
    assert "Nothing was changed" not in capsys.readouterr().err


def test_a_terminal_that_lacks_a_sign_gets_an_escape(tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, terminal = tmp_path / "ctg.json", io.BytesIO()
    file.write_text(json.dumps(STUDY))
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(terminal, "ascii", write_through=True))
    assert ask(file, "--into", tables.folder / "registry", "--dry-run") == 0
    assert rb"\u2013" in terminal.getvalue()


def test_the_command_refuses_in_words(tables: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, into = tmp_path / "ctg.json", tables.folder / "registry"
    file.write_text("{")
    assert ask("--into", into) == ask(file, "--fetch", "--into", into) == ask(file, "--into", into) == 2
    assert ask(file, "--into", tmp_path / "nowhere" / "registry") == ask(file, "--into", tables.folder / "registers") == 2
    said = capsys.readouterr().err
    assert "either files or --fetch" in said
    assert "ctg.json" in said
    assert "were not loaded" in said
    assert "registers: states are not read from there" in said


@pytest.mark.usefixtures("in_2090")
def test_fetching_asks_for_the_trials_of_the_tables(tables: Tables, evidence: Evidence, capsys: pytest.CaptureFixture[str]) -> None:
    with serving([study("NCT02393859"), study("NCT04785547")], 500) as register:
        assert ask("--fetch", "--base", register.base, "--into", tables.folder / "registry", "--as-of", "2090-06-02") == 0
    asked = register.asked[-1]["filter.ids"][0].split("|")
    assert asked == [number for number in dict.fromkeys(trial.registration_id for trial in evidence.trials) if number.startswith("NCT")]
    assert "Added 2 states of 2" in capsys.readouterr().out


@pytest.mark.usefixtures("in_2090")
def test_a_bar_shows_how_many_records_have_come_to_a_person_and_to_nobody_else(
    tables: Tables, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving([study("NCT02393859"), study("NCT04785547")]) as register:
        command = ("--fetch", "--base", register.base, "--into", tables.folder / "registry", "--as-of", "2090-06-02", "--dry-run")
        assert ask(*command) == 0
        assert capsys.readouterr().err == ""
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        assert ask(*command) == 0
    assert capsys.readouterr().err == f"\r[{'#' * 2}{' ' * 28}] 2 of 23 records\n"


@pytest.mark.parametrize("number", ["2014-002476-92", "2090-000001-11"])
def test_records_of_one_trial_are_shown_as_merged(evidence: Evidence, number: str) -> None:
    states = [state(registration_id=f"NCT9000000{last}", other_ids=(number,)) for last in (1, 2)]
    lines = list(report(evidence, states))
    assert "Merged, records of one trial: NCT90000001, NCT90000002" in lines
    assert ("Merged with NCT02393859 of the tables: NCT90000001" in lines) == (number == "2014-002476-92")
