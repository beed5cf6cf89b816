"""The gap map: its cells counted again from the files, patients never added up, gaps told from what filters hide, honest sentences."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import plotly.graph_objects as go
import pytest

from dashboard.charts.gaps import CHARTS
from dashboard.charts.gaps.cells import cells_of
from dashboard.charts.gaps.figure import cell_lines, sizes
from dashboard.evidence import load
from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Selection
from tests.tables import OTHER

DATA = Path(__file__).parent.parent / "data" / "review"
SETTINGS = [
    "first_relapse", "relapsed_refractory", "later_relapse", "post_transplant_relapse", "mrd", "bridge", "post_transplant",
    "toxicity_driven", "newly_diagnosed", "not_reported",
]  # fmt: skip
POPULATIONS = {
    "infant": "infant", "ph": "ph_positive", "down": "down_syndrome", "kmt2a": "kmt2a_rearranged", "transplant": "prior_transplant",
}  # fmt: skip
DOMAINS = ["response", "mrd", "survival", "transplant", "relapse", "phenotype", "toxicity"]
NUMBERS = {"count", "percent_only", "estimate", "approximate", "implied_zero"}
OPTIONS = [f"{key}={option}" for key, facet in FACETS.items() for option in facet.options]
JOINT = [
    "setting=first_relapse,mrd&endpoint=mrd",
    "infant=included&kmt2a=included",
    "line=frontline&down=included",
    "infant=included&down=included",
]


def table(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STUDIES, TRIALS, RESULTS = table("studies"), table("trials"), table("results")
INCLUDED = {(row["record_id"], row["population"]) for row in table("populations") if row["code"] == "included"}
WHOLE = {(row["record_id"], row["population"]) for row in table("populations") if row["whole_population"] == "yes"}


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


@pytest.fixture
def shown(catalogue):
    def of(query):
        selection = Selection.from_query(query, records=catalogue.records)
        return catalogue.show(selection)

    return of


def in_line(record, key, facet, option):
    return option in record["settings"].split(";") if facet == "setting" else (record[key], POPULATIONS[facet]) in INCLUDED


def is_of(row, facet):
    """Whether a result counts nobody but a line's patients under the experimental arm."""
    if row["arm"] == "blinatumomab_or_inotuzumab":
        return False
    population = POPULATIONS.get(facet)
    whole = (row["study_id"], population) in WHOLE and not row["subgroup"]
    return population is None or population in row["population"].split(";") or whole


def brute_force(facet, option, domain, studies, trials):
    """The n of each cohort with a number, cohorts with words only or a mixed group only, registrations: by loops over the files."""
    found, words, anything = {}, set(), set()
    for study in STUDIES:
        if study["study_id"] not in studies or not in_line(study, "study_id", facet, option):
            continue
        said = [row for row in RESULTS if (row["study_id"], row["domain"]) == (study["study_id"], domain) and row["arm"] != "chemotherapy"]
        said = [row for row in said if row["state"] != "not_reported"]
        anything |= {study["cohort_id"]} if said else set()
        numbers = [row for row in said if row["state"] in NUMBERS and is_of(row, facet)]
        if numbers:
            main = [row for row in numbers if row["main"] == "yes"] or numbers
            biggest = max(int(row["n"] or 0) for row in main)
            found.setdefault(study["cohort_id"], []).append((int(study["patients"]), biggest or None))
        elif any(is_of(row, facet) for row in said):
            words.add(study["cohort_id"])
    sizes = sorted((max(own)[1] for own in found.values()), key=lambda n: -(n or 0))
    running = {
        trial["registration_id"]
        for trial in TRIALS
        if trial["trial_id"] in trials and in_line(trial, "trial_id", facet, option) and trial["status"] != "completed"
    }
    return sizes, len(words - set(found)), len(anything - words - set(found)), len(running)


@pytest.mark.parametrize("query", ["", *OPTIONS, *JOINT])
def test_every_cell_counts_what_the_files_hold(shown, query):
    case = shown(query)
    everything = {study["study_id"] for study in STUDIES}
    studies, trials = {study.study_id for study in case.studies}, {trial.trial_id for trial in case.trials}
    rows = cells_of(case)
    lines = [("setting", setting) for setting in SETTINGS] + [(facet, "included") for facet in POPULATIONS]
    assert [(row[0].line.facet, row[0].line.option) for row in rows] == lines
    for (facet, option), row in zip(lines, rows, strict=True):
        assert [cell.domain for cell in row] == DOMAINS
        for cell in row:
            sizes = [counted.figure.n for counted in cell.numbered]
            counts = (sizes, len(cell.in_words), len(cell.mixed), cell.registrations)
            assert counts == brute_force(facet, option, cell.domain, studies, trials)
            numbers, words, mixed, _ = brute_force(facet, option, cell.domain, everything, trials)
            assert cell.in_evidence == bool(numbers or words or mixed)


@pytest.mark.parametrize(
    ("facet", "domain", "lines"),
    [
        # [39] 49 with blinatumomab, not the 108 randomised; [38] prints no arm sizes
        ("first_relapse", "mrd", ["2 cohorts", "n 49 · not stated", "randomised"]),
        ("first_relapse", "transplant", ["2 cohorts", "in words only"]),
        ("first_relapse", "response", ["none in the review", "4 registrations"]),
        # [25] 110, [21] 70 of its 93, [36] 38, [34] and [35] 9 each; [33] does not tell blinatumomab from inotuzumab
        ("relapsed_refractory", "response", ["5 cohorts", "n 110 · 70 · 38 ·", "9 · 9", "single-arm", "+ 1 in mixed group"]),
        # [21] 27 responders; [35] and [37] without a denominator
        ("relapsed_refractory", "mrd", ["3 cohorts", "n 27 ·", "2 not stated", "single-arm"]),
        # [25] 69 responders, [36] 9 survivors, [34] 9, [37] a percentage
        ("relapsed_refractory", "transplant", ["4 cohorts", "n 69 · 9 · 9 ·", "not stated", "single-arm", "+ 1 in words"]),
        # [40] reports the children of [21], but only its 18 have a number here; with [43] 90, [36] 38, [37] 24, [41] 1
        ("relapsed_refractory", "phenotype", ["5 cohorts", "n 90 · 38 · 24 ·", "18 · 1", "series"]),
        ("relapsed_refractory", "toxicity", ["3 cohorts", "n 70 · 38 · 9", "single-arm"]),
        ("mrd", "response", ["1 cohort", "n ≤ 110", "single-arm"]),
        ("bridge", "toxicity", ["3 cohorts", "n ≤ 54 · ≤ 11 ·", "not stated", "randomised", "+ 1 in words"]),
        ("bridge", "response", ["1 cohort", "n ≤ 9", "series", "+ 1 in words"]),
        ("post_transplant", "survival", ["none in the review", "6 registrations"]),
        ("toxicity_driven", "toxicity", ["none in the review", "no registration"]),
        ("toxicity_driven", "response", ["2 cohorts", "in words only", "+ 1 in mixed group"]),
        ("post_transplant_relapse", "phenotype", ["1 cohort", "n ≤ 1", "case report"]),
        ("not_reported", "phenotype", ["1 cohort", "n 1", "case report"]),
        ("infant", "relapse", ["1 cohort", "n 11", "series"]),
        ("infant", "transplant", ["1 cohort", "n 11", "series", "+ 1 in mixed group"]),
        ("ph", "mrd", ["1 cohort", "only in a", "mixed group"]),
        ("ph", "response", ["none in the review", "1 registration"]),
        ("down", "response", ["1 cohort", "in words only", "+ 1 in mixed group"]),
        ("down", "survival", ["none in the review", "5 registrations"]),
        ("kmt2a", "response", ["1 cohort", "in words only", "+ 1 in mixed group"]),
        # [32] and [42] in such children alone; of [36], [37] and [43] the denominators hold others too
        ("kmt2a", "phenotype", ["5 cohorts", "n ≤ 38 · 4 · ≤ 3 ·", "≤ 2 · 1", "series"]),
    ],
)
def test_cells_say_in_words_what_was_counted_by_hand(shown, facet, domain, lines):
    cells = {
        (cell.line.option if cell.line.is_setting else cell.line.facet, cell.domain): cell for row in cells_of(shown("")) for cell in row
    }
    assert [line.replace("\u00a0", " ") for line in cell_lines(cells[facet, domain])] == lines


def test_patients_are_listed_and_never_added_up(shown):
    figures = {counted.figure.n for row in cells_of(shown("")) for cell in row for counted in cell.numbered}
    drawing = CHARTS[0].draw(shown(""))
    cells = [row.cells[3] for row in drawing.table.rows if row.cells[3]]
    listed = [part.replace("≤", "").strip() for cell in cells for part in cell.replace("\u00a0", " ").split("·")]
    assert {int(part) for part in listed if "stated" not in part} == figures - {None}
    assert len(listed) <= sum(len(cell.numbered) for row in cells_of(shown("")) for cell in row)
    assert any("never added up" in caveat for caveat in drawing.caveats)


def test_a_long_list_is_cut_in_the_figure_only(shown):
    numbered = cells_of(shown(""))[1][0].numbered
    assert sizes(numbered, most=2).replace("\u00a0", " ") == "110 · 70 · 3 more"
    assert sizes(numbered).count("·") == 4


def test_what_filters_hide_is_not_called_a_gap_of_the_review(shown):
    first, *_ = cells_of(shown("setting=mrd"))
    assert cell_lines(first[DOMAINS.index("mrd")]) == ["none, as filtered", "no registration left"]
    assert cell_lines(first[DOMAINS.index("relapse")]) == ["none in the review", "no registration left"]


@pytest.mark.parametrize(
    ("query", "line", "domain", "address"),
    [
        ("", "first_relapse", "mrd", "setting=first_relapse&endpoint=mrd"),
        ("", "infant", "toxicity", "infant=included&endpoint=toxicity"),
        ("kmt2a=included", "infant", "mrd", "infant=included&kmt2a=included&endpoint=mrd"),
        ("setting=mrd&endpoint=mrd", "bridge", "survival", "setting=bridge&endpoint=mrd,survival"),
        ("pin=brown-2021&tab=x", "first_relapse", "mrd", "setting=first_relapse&endpoint=mrd&pin=brown-2021"),
    ],
)
def test_a_cell_is_the_address_that_filters_to_it(shown, query, line, domain, address):
    cells = [cell for row in cells_of(shown(query)) for cell in row]
    found = next(cell for cell in cells if line in (cell.line.facet, cell.line.option) and cell.domain == domain)
    assert found.query == address


def test_without_other_filters_the_address_of_a_cell_leaves_exactly_its_cohorts(shown):
    for row in cells_of(shown("")):
        for cell in row:
            left = {study.cohort_id for study in shown(cell.query).studies}
            assert len(left) == len(cell.numbered) + len(cell.in_words) + len(cell.mixed)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "Of 105 cells 40 hold a number, 13 hold words only, 5 hold a mixed group only and 47 are empty, 36 of them with a registration "
            "that was not completed. No cohort reports a number on: refractory, or second and later relapse; after transplant, no relapse; "
            "chemotherapy intolerance; newly diagnosed; Ph-positive; Down syndrome.",
        ),
        (
            # [28] and [29] have words on response, both in Down syndrome and toxicity-driven, [29] newly diagnosed too. The five trials
            # stand in first relapse, newly diagnosed, MRD, infants, Ph-positive and Down syndrome: 6 lines less the 2 cells with words.
            "down=included",
            "Of 105 cells none holds a number, 3 hold words only, none holds a mixed group only and 102 are empty with these filters, "
            "40 of them with a registration that was not completed.",
        ),
        (
            "infant=included&down=included",
            "All 105 cells are empty with these filters, 21 of them with a registration that was not completed.",
        ),
        (
            "setting=post_transplant&line=frontline",
            "All 105 cells are empty with these filters, none of them with a registration that was not completed.",
        ),
    ],
)
def test_the_sentence_counts_cells_and_names_what_has_no_number(shown, query, sentence):
    assert CHARTS[0].draw(shown(query)).sentence == sentence


def test_shade_and_words_tell_the_strongest_design(shown):
    figure = CHARTS[0].draw(shown("")).figure()
    bars = {trace["name"]: trace for trace in figure["data"] if trace["type"] == "bar"}
    assert [len(trace["x"]) for trace in bars.values()] == [6, 8, 23, 3, 13, 5, 0, 47]
    assert all("randomised" in text for text in bars["a number from a randomised trial"]["text"])
    assert all("single-arm" in text for text in bars["at best from a single-arm trial"]["text"])
    assert all("series" in text for text in bars["at best from a series"]["text"])
    assert all("case report" in text for text in bars["from case reports only"]["text"])
    assert all("mixed group" in text for text in bars["only in a mixed group"]["text"])
    assert bars["nothing reported"]["marker"]["pattern"]["shape"] == "/"
    assert bars["nothing left by these filters"]["showlegend"] is False


def test_the_twin_names_who_reports_and_where(shown):
    table = CHARTS[0].draw(shown("")).table
    assert table.heads == (
        "Setting or population", "Endpoint group", "Cohorts with a number", "n of each figure", "Strongest design", "Publications",
        "In words only", "Only in a mixed group", "Registrations not completed", "Source",
    )  # fmt: skip
    cells = {row.cells[:2]: row for row in table.rows}
    assert len(cells) == len(table.rows) == 105
    row = cells["First relapse", "MRD"]
    assert row.cells[2:] == (
        "2", "49\u00a0· not\u00a0stated", "randomised", "Locatelli 2021 [39], Brown 2021 [38]", "", "", "4", "3.1 p8; 3.1 p9",
    )  # fmt: skip
    assert row.record == "setting=first_relapse&endpoint=mrd"
    assert cells["After transplant, no relapse", "Response"].cells[2:] == ("none in the review", "", "", "", "", "", "6", "")


@pytest.mark.parametrize("query", ["", *OPTIONS, *JOINT])
def test_it_draws_for_every_option(shown, query):
    drawing = CHARTS[0].draw(shown(query))
    go.Figure(drawing.figure())
    bars = [trace for trace in drawing.figure()["data"] if trace["type"] == "bar"]
    assert sum(len(trace["x"]) for trace in bars) == 105
    assert all(len(trace["customdata"]) == len(trace["text"]) == len(trace["x"]) for trace in bars)
    assert all(trace["textfont"]["size"] >= 13 for trace in drawing.figure()["data"])
    assert drawing.rows == 15
    empty = [text for trace in bars for text in trace["text"] if text.startswith("none")]
    assert drawing.not_reported == len(empty)


def test_one_publication_alone_and_none_keep_the_axes(catalogue, shown):
    everything = shown("")
    one = replace(everything, studies=tuple(study for study in everything.studies if study.study_id == "clesham-2020"))
    drawing = CHARTS[0].draw(one)
    numbers = [row for row in drawing.table.rows if row.cells[2] == "1"]
    assert {row.cells[0] for row in numbers} == {"Measurable residual disease (MRD)", "Bridge to transplant", "Infants", "KMT2A-rearranged"}
    assert {row.cells[3].replace("\u00a0", " ") for row in numbers} == {"11", "≤ 11", "4", "≤ 4", "not stated"}
    drawing = CHARTS[0].draw(replace(everything, studies=(), trials=()))
    assert drawing.sentence.startswith("All 105 cells are empty")
    assert len(drawing.figure()["layout"]["xaxis2"]["ticktext"]) == len(DOMAINS)


def test_another_review_has_its_own_treatment():
    other = load(OTHER)
    drawing = CHARTS[0].draw(Catalogue(other).show(Selection()))
    assert "zenolimab" in drawing.caveats[0]
    assert "blinatumomab" not in str(drawing)


def test_no_table_text_is_taken_for_markup(evidence):
    studies = tuple(study._replace(label=f"<b>{study.label}") for study in evidence.studies)
    figure = CHARTS[0].draw(Catalogue(replace(evidence, studies=studies)).show(Selection())).figure()
    hovers = [hover.split("</b>", 1)[1] for trace in figure["data"] for hover in trace.get("hovertext", ())]
    assert any("&lt;b&gt;Brown" in hover for hover in hovers)
    assert not any("<b>" in hover for hover in hovers)
