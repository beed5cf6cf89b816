"""One record says how the tables are named, licensed and dated: no file and no export may say it in another way."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from pptx import Presentation

from dashboard import citation, datapackage, wording
from dashboard.evidence import Evidence, load
from tests.asking import CHANGE, bodies
from tests.drawing import without_markup
from tests.tables import DATA, OTHER, Tables

ROOT = DATA.parent
CHANGED = {
    "title": "Another <title> & 100% of it",
    "authors": "Nobody, Ann;The Somebodies",
    "released": "2031-02-03",
    "licence": "CC0-1.0",
    "licence_title": "CC0 1.0 Universal",
    "licence_address": "https://creativecommons.org/publicdomain/zero/1.0/",
    "doi": "10.5281/zenodo.1",
}


@pytest.fixture(scope="module", params=["shipped", "other", "changed"])
def body(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """The shipped tables, those of the other review, and the shipped review under another record."""
    if request.param == "changed":
        tables = Tables(tmp_path_factory.mktemp("changed") / "tables")
        tables.set("dataset", "blinaboard-evidence", **CHANGED)
        return load(tables.folder)
    return load(DATA if request.param == "shipped" else OTHER)


@pytest.fixture(scope="module")
def client(body: Evidence) -> FlaskClient:
    from app import create_app

    return create_app(body).server.test_client()


def json_ld(client: FlaskClient, path: str = "/") -> tuple[str, dict[str, Any]]:
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL)
    return script, json.loads(script)


# What programs read


def test_every_description_for_programs_says_the_same(body: Evidence, client: FlaskClient) -> None:
    record = body.record
    expected = (record.title, body.version, record.released, list(record.authors))
    cff = yaml.safe_load(citation.cff(body))
    names = [author.get("name") or f"{author['family-names']}, {author['given-names']}" for author in cff["authors"]]
    zenodo, package, (_, page) = citation.zenodo(body), datapackage.describe(body), json_ld(client)
    assert (cff["title"], cff["version"], cff["date-released"], names) == expected
    assert (zenodo["title"], zenodo["version"], zenodo["publication_date"], [each["name"] for each in zenodo["creators"]]) == expected
    assert (package["title"], package["version"], package["created"][:10], [each["title"] for each in package["contributors"]]) == expected
    assert (page["name"], page["version"], page["datePublished"], [each["name"] for each in page["creator"]]) == expected
    assert cff["license"] == zenodo["license"] == package["licenses"][0]["name"] == record.licence
    assert page["license"] == package["licenses"][0]["path"] == record.licence_address
    assert list(record.keywords) == cff["keywords"] == zenodo["keywords"] == package["keywords"] == page["keywords"]
    assert cff.get("doi", "") == record.doi
    assert (
        page.get("identifier", "").removeprefix("https://doi.org/") == package.get("id", "").removeprefix("https://doi.org/") == record.doi
    )


def test_the_files_of_the_repository_are_those_of_the_record(shipped: Evidence) -> None:
    written = {name: (ROOT / name).read_text(encoding="utf-8") for name in citation.files(shipped)}
    assert written == citation.files(shipped), "run `make data`"


def test_citation_cff_is_of_the_form_that_its_readers_take(body: Evidence) -> None:
    read = yaml.safe_load(citation.cff(body))
    assert {"cff-version", "message", "title", "authors", "type", "license"} <= read.keys()
    assert (read["cff-version"], read["type"]) == ("1.2.0", "dataset")
    assert all(isinstance(value, str) for name, value in read.items() if name not in ("authors", "keywords"))
    assert body.sources[0].reference in read["message"]


def test_a_person_and_a_group_are_told_apart(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "tables")
    tables.set("dataset", "blinaboard-evidence", **CHANGED)
    evidence = load(tables.folder)
    authors = yaml.safe_load(citation.cff(evidence))["authors"]
    assert authors == [{"family-names": "Nobody", "given-names": "Ann"}, {"name": "The Somebodies"}]
    assert [author["@type"] for author in citation.json_ld(evidence, "/evidence", "/package.zip")["creator"]] == ["Person", "Organization"]


@pytest.mark.parametrize("path", ["/", "/trials", "/evidence", "/present", "/embed/board"])
def test_the_description_in_a_page_is_allowed_by_its_hash(client: FlaskClient, path: str) -> None:
    script, read = json_ld(client, path)
    fingerprint = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{fingerprint}'" in client.get(path).headers["Content-Security-Policy"].partition("script-src")[2].partition(";")[0]
    assert (read["@context"], read["@type"]) == ("https://schema.org", "Dataset")
    assert client.get(read["distribution"][0]["contentUrl"]).content_type == read["distribution"][0]["encodingFormat"]


def test_the_description_is_built_on_the_sources_that_were_read(shipped: Evidence) -> None:
    based = citation.json_ld(shipped, "/evidence", "/package.zip")["isBasedOn"]
    assert based[0] == "https://doi.org/10.3390/jcm10122544"
    assert based == [f"https://doi.org/{source.doi}" for source in shipped.sources if source.doi]


# What people read, and every export


def exports(client: FlaskClient, body: Evidence) -> Iterator[tuple[str, str]]:
    """Every file that a reader can take away, as text by its name."""
    for form in ("csv", "json", "ris", "bib"):
        text = client.get(f"/export/chart/efficacy.{form}").text
        yield form, " ".join(cell for row in csv.reader(io.StringIO(text)) for cell in row) if form == "csv" else text
    yield "page", client.get("/export/view.html?order=efficacy~").text
    yield "records.ris", client.get("/export/records.ris").text
    deck = Presentation(io.BytesIO(client.post("/export/slides", data={"order": "efficacy"}).data))
    yield "slides", " ".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    drawn = client.get("/export/figures?medium=picture&order=efficacy~").get_json()[0][0]["figure"]
    yield "picture", " ".join(without_markup(note["text"].replace("<br>", " ")) for note in drawn["layout"]["annotations"])
    for name, file in (("data-package", "CITATION.txt"), ("reproduce", "README.txt"), ("reproduce", "data/notes.txt")):
        with zipfile.ZipFile(io.BytesIO(client.get(f"/export/{name}.zip").data)) as archive:
            yield file, archive.read(file).decode("utf-8")


def spoken(text: str) -> str:
    """Without the signs that HTML and BibTeX add, and the breaks of lines."""
    return re.sub(r"\s+", " ", html.unescape(text).replace("\\&", "&").replace("\\%", "%"))


def test_every_export_carries_the_record(body: Evidence, client: FlaskClient) -> None:
    sentence = wording.cited_tables(body)
    record = body.record
    day = date.fromisoformat(record.released)
    for part in (record.title, body.version, f"{day.day} {day:%B %Y}", record.licence, record.doi, *record.authors):
        assert part in sentence
    files = dict(exports(client, body))
    assert len(files) == 11
    assert [name for name, text in files.items() if spoken(sentence) not in spoken(text)] == []


def test_the_evidence_page_cites_the_tables_in_the_same_words(body: Evidence, client: FlaskClient) -> None:
    opening = bodies(client)["page"]
    opening["inputs"][0]["value"] = {"path": "/evidence", "query": "", "origin": "https://board.example.org"}
    said = client.post(CHANGE, json=opening).get_data(as_text=True)
    assert json.dumps(wording.cited_tables(body), ensure_ascii=True)[1:-1] in json.dumps(json.loads(said), ensure_ascii=True)
    assert f"{body.record.title}. {body.layers[0].title}. {body.record.description}" in json.dumps(json.loads(said), ensure_ascii=False)


@pytest.mark.parametrize("file", ["LICENSE", "README.md", "data/README.md"])
def test_what_is_written_by_hand_names_the_same_licence(shipped: Evidence, file: str) -> None:
    words = {shipped.record.licence, shipped.record.licence.replace("-", " ", 1).replace("-4", " 4"), shipped.record.licence_address}
    assert any(word in (ROOT / file).read_text(encoding="utf-8") for word in words)


def test_no_module_says_any_of_it_itself(shipped: Evidence) -> None:
    record = shipped.record
    said = [record.title, record.licence, record.licence_title, record.licence_address, *record.authors]
    modules = {path: path.read_text(encoding="utf-8") for path in (ROOT / "dashboard").rglob("*.py")}
    examples = {"dashboard/schema.py"}
    found = [(str(path.relative_to(ROOT)), words) for path, text in modules.items() for words in said if words in text]
    assert [one for one in found if one[0] not in examples] == []
