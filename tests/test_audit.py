"""The audit: what is listed, that the same parts give the same bytes, and what ends it with a fault."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.serving import ROOT
from tools import audit, sbom
from tools.audit import Advisory, Explained, NotReached
from tools.fetch_bundle import VERSION
from tools.sbom import Installed, Part, licence_of, pins

SITE = Path(sysconfig.get_path("purelib"))
PINS = """\
alpha==1.0 \\
    --hash=sha256:{b} \\
    --hash=sha256:{a}
    # via blinaboard (pyproject.toml)
beta-b==2.0 ; python_full_version < '3' \\
    --hash=sha256:{a}
beta-b==3.0 ; python_full_version >= '3' \\
    --hash=sha256:{b}
    # via
    #   alpha
    #   gamma
""".format(a="a" * 64, b="b" * 64)


def quiet(address: str, question: Any) -> Any:
    """A source that knows of nothing."""
    return {"results": [{} for _ in question["queries"]]}


def source(records: dict[str, dict[str, Any]], named: dict[str, list[str]]) -> audit.Get:
    """A source with these records, named for these packages, one name on each page."""

    def get(address: str, question: Any) -> Any:
        if question is None:
            return records[address.rpartition("/")[2]]
        results = []
        for query in question["queries"]:
            names = named.get(query["package"]["purl"], [])
            page = int(query.get("page_token", 0))
            result: dict[str, Any] = {"vulns": [{"id": name} for name in names[page : page + 1]]}
            results.append(result | ({"next_page_token": str(page + 1)} if page + 1 < len(names) else {}))
        return {"results": results}

    return get


def advisory(rating: str, *names: str) -> Advisory:
    return Advisory("pkg:pypi/alpha@1.0", frozenset(names), rating, "")


def test_pins_are_read_with_their_hashes_and_for_which_python() -> None:
    assert [(pin.name, pin.version, [digest[0] for digest in pin.hashes], pin.applies) for pin in pins(PINS)] == [
        ("alpha", "1.0", ["a", "b"], True),
        ("beta-b", "2.0", ["a"], False),
        ("beta-b", "3.0", ["b"], True),
    ]


@pytest.mark.parametrize(
    ("expression", "words", "classifiers", "licence"),
    [
        ("MIT AND Zlib", "GPL", ["License :: OSI Approved :: BSD License"], "MIT AND Zlib"),
        (None, "Apache 2", [], "Apache-2.0"),
        (None, "Copyright\nall of a text", ["License :: OSI Approved :: BSD License"], "BSD License"),
        (None, "", ["Framework :: X", "License :: OSI Approved :: MIT License"], "MIT"),
        (None, "Own licence", [], "Own licence"),
        (None, None, [], sbom.NOT_STATED),
    ],
)
def test_a_licence_is_what_a_package_states(expression: str | None, words: str | None, classifiers: list[str], licence: str) -> None:
    assert licence_of(expression, words, classifiers) == licence


def test_a_package_that_is_not_the_pinned_one_is_a_fault() -> None:
    here = {"alpha": Installed("1.1", "MIT", ())}
    assert sbom.not_as_pinned(pins(PINS), here.get) == [
        "alpha is pinned at 1.0, installed is 1.1",
        "beta-b is pinned at 3.0, installed is none",
    ]


def test_what_a_package_needs_is_linked() -> None:
    here = {"alpha": Installed("1.0", "MIT", ("Beta_B>=1", "missing; extra == 'x'")), "beta-b": Installed("3.0", "MIT", ())}
    first, second = sbom.packages(pins(PINS), here.get)
    assert (first.needs, second.needs) == (("pkg:pypi/beta-b@3.0",), ())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The document as two processes write it, whose sets are in another order."""
    program = "import sys; from pathlib import Path; from tools import audit; audit.main(Path(sys.argv[1]), lambda *_: {})"
    files = []
    for seed in ("1", "2"):
        folder = tmp_path_factory.mktemp("audit")
        subprocess.run([sys.executable, "-c", program, str(folder)], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        files.append((folder / "sbom.cdx.json").read_bytes())
    return files


def test_the_same_parts_give_the_same_bytes(written: list[bytes]) -> None:
    assert written[0] == written[1]


def test_the_document_is_cyclonedx(written: list[bytes]) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written[0].decode()) is None


def test_everything_that_is_pinned_and_served_is_listed(written: list[bytes]) -> None:
    document = json.loads(written[0])
    listed = {component["purl"] for component in document["components"]}
    assert {pin.purl for pin in pins((ROOT / "requirements.txt").read_text()) if pin.applies} <= listed
    scripts = {purl.removeprefix("pkg:npm/").partition("@")[0]: purl.rpartition("@")[2] for purl in listed if purl.startswith("pkg:npm/")}
    assert scripts.keys() == {"plotly.js-basic-dist-min", "plotly.js-dist-min", "bootstrap", "ag-grid-community", "react", "react-dom"}
    assert scripts["plotly.js-dist-min"] == scripts["plotly.js-basic-dist-min"] == VERSION
    references = {component["bom-ref"] for component in document["components"]} | {document["metadata"]["component"]["bom-ref"]}
    assert {reference for entry in document["dependencies"] for reference in (entry["ref"], *entry.get("dependsOn", []))} == references


def test_the_listed_react_is_the_one_that_a_page_loads(client: Any) -> None:
    page = client.get("/").text
    for part in sbom.scripts(SITE):
        if part.name.startswith("react"):
            first, rest = part.version.split(".", 1)
            assert f"/{part.name}@{first}.v" in page
            assert f".{rest}.min.js" in page


def test_every_licence_is_one_that_was_read() -> None:
    """All but urllib3 are of the same version in the environment of the tests."""
    accepted = tomllib.loads((ROOT / "tools/audit.toml").read_text())["licences"]
    parts = [*sbom.packages(pins((ROOT / "requirements.txt").read_text())), *sbom.scripts(SITE)]
    assert audit.refused_licences(parts, accepted) == []
    used = {word for part in parts for word in re.split(r" AND | OR ", part.licence)}
    assert set(accepted) == used, "none is accepted that nothing needs"


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "MIT AND GPL-3.0-only", "not stated", "Proprietary"])
def test_a_licence_that_nobody_read_is_a_fault(licence: str) -> None:
    part = Part("x", "1", "pkg:pypi/x@1", licence)
    assert audit.refused_licences([part], ["MIT"]) == [f"pkg:pypi/x@1: licence {licence!r}"]


def test_advisories_are_asked_page_by_page_and_counted_once() -> None:
    records = {
        "GHSA-1": {"id": "GHSA-1", "aliases": ["CVE-1"], "summary": "Bad", "database_specific": {"severity": "HIGH"}},
        "PYSEC-1": {"id": "PYSEC-1", "aliases": ["CVE-1"]},
        "PYSEC-2": {"id": "PYSEC-2"},
        "GHSA-3": {"id": "GHSA-3", "withdrawn": "2026-01-01T00:00:00Z", "database_specific": {"severity": "CRITICAL"}},
    }
    get = source(records, {"pkg:pypi/alpha@1.0": ["GHSA-1", "PYSEC-1", "PYSEC-2", "GHSA-3"]})
    assert set(audit.advisories(["pkg:pypi/alpha@1.0", "pkg:npm/other@1"], get)) == {
        Advisory("pkg:pypi/alpha@1.0", frozenset({"GHSA-1", "PYSEC-1", "CVE-1"}), "HIGH", "Bad"),
        Advisory("pkg:pypi/alpha@1.0", frozenset({"PYSEC-2"}), "not rated", ""),
    }


@pytest.mark.parametrize("rating", ["HIGH", "CRITICAL", "not rated", "SOMETHING NEW"])
def test_a_high_advisory_needs_an_explanation_that_still_holds(rating: str) -> None:
    found, today = [advisory(rating, "GHSA-1", "CVE-1")], date(2026, 11, 28)
    assert audit.unexplained(found, [], today) == [f"pkg:pypi/alpha@1.0: CVE-1, GHSA-1 ({rating.lower()}) is not explained"]
    assert audit.unexplained(found, [Explained("CVE-1", "alpha", "never called", today)], today) == []
    assert len(audit.unexplained(found, [Explained("CVE-1", "alpha", "never called", date(2026, 11, 27))], today)) == 1
    assert len(audit.unexplained(found, [Explained("CVE-1", "pha", "of another", today)], today)) == 2


def test_a_lesser_advisory_is_told_and_is_no_fault() -> None:
    found = [advisory("MODERATE", "GHSA-1")]
    assert audit.unexplained(found, [], date(2026, 11, 28)) == []
    assert "GHSA-1 (moderate)" in audit.report([], found, [], datetime(2026, 11, 28, tzinfo=UTC))


def test_an_explanation_of_nothing_is_a_fault() -> None:
    stale = Explained("GHSA-9", "alpha", "gone", date(2030, 1, 1))
    assert audit.unexplained([], [stale], date(2026, 11, 28)) == ["tools/audit.toml explains GHSA-9 of alpha, which nobody reports"]


def test_half_an_answer_is_none() -> None:
    with pytest.raises(NotReached, match="1 answers to 2 questions"):
        audit.advisories(["pkg:pypi/a@1", "pkg:pypi/b@1"], lambda *_: {"results": [{}]})


def test_a_source_that_cannot_be_reached_is_said_and_not_taken_for_good_news(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run without a network ends without a fault, but not without words."""
    monkeypatch.setattr(sbom, "not_as_pinned", lambda _: [])

    def unreachable(address: str, question: Any) -> Any:
        raise NotReached(f"{address}: no network")

    assert audit.main(tmp_path, unreachable) == 0
    text = (tmp_path / "audit.md").read_text()
    assert "NOT CHECKED: the source of advisories could not be reached (https://api.osv.dev/v1/querybatch: no network)" in text
    assert text.startswith(f"# Audit of {datetime.now(UTC):%d %B %Y}")
    assert "NOT CHECKED" in capsys.readouterr().out


def test_nobody_answers_at_a_closed_port() -> None:
    with pytest.raises(NotReached, match="refused"):
        audit.over_http("http://127.0.0.1:9/v1/querybatch", {})


def test_an_unexplained_high_advisory_ends_the_audit_with_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the environment of the tests has another urllib3 than the one that serves
    monkeypatch.setattr(sbom, "not_as_pinned", lambda _: [])
    pin = next(pin for pin in pins((ROOT / "requirements.txt").read_text()) if pin.name == "flask")
    records = {"GHSA-1": {"id": "GHSA-1", "database_specific": {"severity": "CRITICAL"}}}
    assert audit.main(tmp_path, source(records, {pin.purl: ["GHSA-1"]})) == 1
    assert f"- {pin.purl}: GHSA-1 (critical) is not explained" in (tmp_path / "audit.md").read_text()
    assert audit.main(tmp_path, quiet) == 0
    assert "0 found." in (tmp_path / "audit.md").read_text()
