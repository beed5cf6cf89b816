"""References, read back by readers that know nothing of the dashboard: exactly the records shown, and what is not known of them is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware

from dashboard import wording
from dashboard.charts import CHARTS
from dashboard.evidence import Evidence, load
from dashboard.export.provenance import NO_DOI, Source, item, sources_shown
from dashboard.export.references import bibtex, ris
from dashboard.selection import Catalogues
from tests.tables import OTHER

STATES = ["", "evidence=all", "evidence=later&setting=first_relapse", "infant=included", "line=frontline&infant=included&pin=gore-2018"]
TABLES = "Somebody (2026). The tables."
HOSTILE = r"50% of {A} & B_2, $x$ #1 ~ ^ \LaTeX, “quoted” ≥ @misc{x, ‡ é"


def entries(text: bytes) -> list[dict[str, str]]:
    """BibTeX as a reader decodes it; DOI and addresses as they stand."""
    raw = bibtexparser.parse_string(text.decode("utf-8"))
    decoded = bibtexparser.parse_string(text.decode("utf-8"), append_middleware=[LatexDecodingMiddleware()])
    assert raw.failed_blocks == decoded.failed_blocks == []
    plain = [{name: entry[name] for name in ("doi", "url") if name in entry} for entry in raw.entries]
    both = zip(decoded.entries, plain, strict=True)
    return [{"key": entry.key, **{field.key: field.value for field in entry.fields}, **own} for entry, own in both]


@pytest.fixture(scope="module")
def catalogues(shipped: Evidence) -> Catalogues:
    return Catalogues(shipped)


@pytest.mark.parametrize("query", STATES)
def test_both_forms_hold_exactly_the_records_shown(catalogues: Catalogues, query: str) -> None:
    shown = catalogues.show(catalogues.read(query))
    expected = [*(study.study_id for study in shown.studies), *(trial.trial_id for trial in shown.trials)]
    sources, tables = sources_shown(shown), wording.cited_tables(shown.evidence)
    assert expected
    assert [entry["id"] for entry in rispy.loads(ris(sources, tables).decode("utf-8"))] == expected
    assert [entry["key"] for entry in entries(bibtex(sources, tables))] == expected


@pytest.mark.parametrize("query", ["", "evidence=all"])
def test_an_entry_says_what_the_tables_know_and_no_more(catalogues: Catalogues, query: str) -> None:
    shown = catalogues.show(catalogues.read(query))
    sources, tables = sources_shown(shown), wording.cited_tables(shown.evidence)
    as_ris = {entry["id"]: entry for entry in rispy.loads(ris(sources, tables).decode("utf-8"))}
    as_bibtex = {entry["key"]: entry for entry in entries(bibtex(sources, tables))}
    for study in shown.studies:
        one, other = as_ris[study.study_id], as_bibtex[study.study_id]
        assert one.get("authors", [""]) == [study.first_author]
        assert other.get("author", "") == (f"{study.first_author} and others" if study.first_author else "")
        assert one["title"] == other["title"].strip("{}") == (study.title or study.label)
        assert one["year"] == other["year"] == str(study.year)
        assert (one.get("doi", ""), other.get("doi", "")) == (study.doi, study.doi)
        assert one.get("accession_number", "").removeprefix("PMID:") == other.get("pmid", "") == study.pmid
        assert one.get("custom2", "") == other.get("pmcid", "") == study.pmcid
        assert ({"journal_name", "volume", "start_page"} & {*one}, {"journal", "volume", "pages"} & {*other}) == (set(), set())
        assert ("year inferred" in one["notes"][0]) is (study.year_basis == "inferred")


@pytest.mark.parametrize("query", ["", "evidence=all"])
def test_publications_without_doi_and_no_others_are_marked(catalogues: Catalogues, query: str) -> None:
    shown = catalogues.show(catalogues.read(query))
    without = {study.study_id for study in shown.studies if not study.doi}
    sources = sources_shown(shown)
    as_ris, as_bibtex = rispy.loads(ris(sources, TABLES).decode("utf-8")), entries(bibtex(sources, TABLES))
    assert {entry["id"] for entry in as_ris if entry.get("keywords") == [NO_DOI]} == without
    assert {entry["key"] for entry in as_bibtex if entry.get("keywords") == NO_DOI} == without
    assert {entry["key"] for entry in as_bibtex if NO_DOI in entry["note"]} == without
    assert without


def test_an_entry_without_doi_says_as_of_when_none_was_found(catalogues: Catalogues) -> None:
    shown = catalogues.show(catalogues.read("evidence=all"))
    sought = {study.study_id: wording.sought(study) for study in shown.studies if study.doi_sought}
    notes = {entry["key"]: entry["note"] for entry in entries(bibtex(sources_shown(shown), TABLES))}
    assert {key for key, note in notes.items() if "no DOI found as of" in note} == {*sought}
    assert all(f"; {NO_DOI}; {words}" in notes[key] for key, words in sought.items())
    assert {study.study_id for study in shown.studies if study.layer == "review" and not study.doi} == {*sought}


def test_an_entry_names_the_source_and_the_place_that_it_was_entered_from(catalogues: Catalogues) -> None:
    shown = catalogues.show(catalogues.read(""))
    (entry,) = (entry for entry in entries(bibtex(sources_shown(shown), TABLES)) if entry["key"] == "schlegel-2014")
    assert entry["note"].startswith("Schlegel 2014 [20]; first author only. Entered from Queudeville and Ebinger, J. Clin. Med. 2021")
    assert "3.1 p1" in entry["note"]


@pytest.mark.parametrize("key", CHARTS)
def test_a_charts_references_are_its_sources_on_any_day(catalogues: Catalogues, key: str) -> None:
    shown = catalogues.show(catalogues.read(""))
    one, later = (item(shown, key, day=day, link="https://board.example.org/") for day in (date(2026, 11, 22), date(2027, 1, 1)))
    read = rispy.loads(ris(one.sources, one.stamp.tables).decode("utf-8"))
    assert [entry["id"] for entry in read] == [source.record for source in one.sources]
    assert bibtex(one.sources, one.stamp.tables) == bibtex(later.sources, later.stamp.tables)


@pytest.mark.parametrize("query", STATES)
@pytest.mark.parametrize("key", CHARTS)
def test_every_registration_that_a_cell_names_by_number_is_among_a_charts_references(catalogues: Catalogues, key: str, query: str) -> None:
    shown = catalogues.show(catalogues.read(query))
    one = item(shown, key, day=date(2026, 11, 22), link="https://board.example.org/")
    cells = "\n".join(cell for row in one.drawing.table.rows for cell in row.cells)
    named = {trial.trial_id for trial in shown.evidence.trials if trial.registration_id in cells}
    assert named <= {entry["id"] for entry in rispy.loads(ris(one.sources, one.stamp.tables).decode("utf-8"))}


def test_signs_that_the_formats_take_for_their_own_come_back_as_they_were() -> None:
    source = Source(
        "key-1", HOSTILE, HOSTILE, "https://example.org/a_b%20{c}?x=1&y=2#z", ("Table 1",), HOSTILE, author=HOSTILE, year="2020"
    )
    source = replace(source, doi="10.1000/a_b", pmid="1", remarks=(HOSTILE,))
    (entry,) = entries(bibtex([source], f"{HOSTILE} a@b.example"))
    # a reader of LaTeX gives its own sign for a circumflex that stands alone
    title, author, note = (entry[name].replace("ˆ", "^") for name in ("title", "author", "note"))
    assert title.strip("{}") == HOSTILE
    assert author == f"{HOSTILE} and others"
    assert HOSTILE in note
    assert (entry["doi"], entry["url"]) == ("10.1000/a_b", "https://example.org/a_b%20%7Bc%7D?x=1&y=2#z")
    (read,) = rispy.loads(ris([source], HOSTILE).decode("utf-8"))
    assert (read["title"], read["authors"], read["notes"][1]) == (HOSTILE, [HOSTILE], f"From: {HOSTILE}")


def test_references_of_another_review() -> None:
    catalogues = Catalogues(load(OTHER))
    shown = catalogues.show(catalogues.read(""))
    read = rispy.loads(ris(sources_shown(shown), TABLES).decode("utf-8"))
    assert [entry["id"] for entry in read] == [study.study_id for study in shown.studies] + [trial.trial_id for trial in shown.trials]
