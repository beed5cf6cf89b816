"""The gap map: its cells counted again from the files, patients never added up, gaps told from what filters hide, honest sentences."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace

import pytest

from dashboard.charts.gaps import CHARTS
from dashboard.charts.gaps.rows import lines_of
from dashboard.charts.gaps.words import cell_text, sizes
from dashboard.evidence import load
from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Catalogues, Selection
from dashboard.tableplot import room
from tests.drawing import drawn_rows, key_words, table_rows
from tests.tables import DATA, OTHER

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
    with (DATA / "review" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
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
    found = lines_of(case)
    lines = [("setting", setting) for setting in SETTINGS] + [(facet, "included") for facet in POPULATIONS]
    assert [(line.facet.key, line.option) for line in found] == lines
    for (facet, option), line in zip(lines, found, strict=True):
        assert list(line.cells) == DOMAINS
        for domain, cell in line.cells.items():
            sizes = [counted.figure.n for counted in cell.numbered]
            counts = (sizes, len(cell.in_words), len(cell.mixed), line.registrations_then)
            assert counts == brute_force(facet, option, domain, studies, trials)
            numbers, words, mixed, _ = brute_force(facet, option, domain, everything, trials)
            assert (cell.kind != "none") == bool(numbers or words or mixed)


HEADS = dict(zip(DOMAINS, ["Response", "MRD", "Survival", "Transplant", "Relapse", "CD19 and lineage", "Toxicity"], strict=True))
LINES = [*SETTINGS, *POPULATIONS]


def cells_drawn(drawing):
    """Each cell of the figure by its line and group of endpoints."""
    rows = zip(LINES, drawn_rows(drawing), strict=True)
    return {(line, domain): row.columns[HEADS[domain]] for line, row in rows for domain in DOMAINS}


def words_in(content):
    return content.words and "".join(span.text for span in content.words).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("line", "domain", "kind", "words", "more"),
    [
        # [39] 49 with blinatumomab, not the 108 randomised; [38] prints no arm sizes
        ("first_relapse", "mrd", "randomised trial", "49 · NR", False),
        ("first_relapse", "transplant", "in words only", "words", False),
        ("first_relapse", "response", "nothing", "", False),
        # [25] 110, [21] 70 of its 93, [36] 38, [34] and [35] 9 each; [33] does not tell blinatumomab from inotuzumab
        ("relapsed_refractory", "response", "single-arm trial", "110 · 70 · 38 · 9 · 9", True),
        # [21] 27 responders; [35] and [37] without a denominator
        ("relapsed_refractory", "mrd", "single-arm trial", "27 · NR · NR", False),
        # [25] 69 responders, [36] 9 survivors, [34] 9, [37] a percentage
        ("relapsed_refractory", "transplant", "single-arm trial", "69 · 9 · 9 · NR", True),
        # [40] reports the children of [21], but only its 18 have a number here; with [43] 90, [36] 38, [37] 24, [41] 1
        ("relapsed_refractory", "phenotype", "series", "90 · 38 · 24 · 18 · 1", False),
        ("relapsed_refractory", "toxicity", "single-arm trial", "70 · 38 · 9", False),
        ("mrd", "response", "single-arm trial", "≤ 110", False),
        ("bridge", "toxicity", "randomised trial", "≤ 54 · ≤ 11 · NR", True),
        ("bridge", "response", "series", "≤ 9", True),
        ("post_transplant", "survival", "nothing", "", False),
        ("toxicity_driven", "response", "in words only", "words", False),
        ("post_transplant_relapse", "phenotype", "case report", "1", False),
        ("not_reported", "phenotype", "case report", "1", False),
        ("infant", "relapse", "series", "11", False),
        ("infant", "transplant", "series", "11", True),
        ("ph", "mrd", "", "mixed", False),
        ("ph", "response", "nothing", "", False),
        ("down", "response", "in words only", "words", False),
        ("kmt2a", "response", "in words only", "words", False),
        # [32] and [42] in such children alone; of [36], [37] and [43] the denominators hold others too
        ("kmt2a", "phenotype", "series", "≤ 38 · 4 · ≤ 3 · ≤ 2 · 1", False),
    ],
)
def test_cells_say_what_was_counted_by_hand(shown, line, domain, kind, words, more):
    cell = cells_drawn(CHARTS[0].draw(shown("")))[line, domain]
    assert cell.gap == (kind == "nothing")
    assert cell.said == "none in the review" or not cell.gap
    assert (words_in(cell), cell.box.means if cell.box else "nothing", bool(cell.box and cell.box.corner)) == (words, kind, more)


@pytest.mark.parametrize(
    ("line", "domain", "said"),
    [
        ("first_relapse", "mrd", "2 cohorts with a number: Locatelli 2021 [39] (n 49), Brown 2021 [38] (n NR); randomised"),
        ("mrd", "response", "1 cohort with a number: Locatelli 2020 (RIALTO) [25] (n ≤ 110); single-arm"),
        ("ph", "mrd", "only in a mixed group: Sutton 2021 [37]"),
    ],
)
def test_a_cell_names_in_full_who_reports(shown, line, domain, said):
    cells = dict(zip(LINES, lines_of(shown("")), strict=True))[line].cells
    assert cell_text(cells[domain]).replace("\u00a0", " ") == said


def test_what_was_registered_stands_once_in_each_line(shown):
    rows = table_rows(CHARTS[0].draw(shown("")))
    assert [row["Registrations not completed when listed"] for row in rows] == [
        "4",
        "3",
        "1",
        "1",
        "3",
        "4",
        "6",
        "0",
        "7",
        "0",
        "2",
        "1",
        "5",
        "1",
        "5",
    ]


def test_patients_are_listed_and_never_added_up(shown):
    figures = {counted.figure.n for line in lines_of(shown("")) for cell in line.cells.values() for counted in cell.numbered}
    drawing = CHARTS[0].draw(shown(""))
    cells = [words_in(cell) for cell in cells_drawn(drawing).values() if cell.box]
    listed = [part.replace("≤", "").strip() for cell in cells for part in cell.split("·")]
    assert {int(part) for part in listed if part not in ("NR", "words", "mixed")} == figures - {None}
    assert any("never added up" in caveat for caveat in drawing.caveats)


def test_a_long_list_is_cut_in_the_figure_only(shown):
    cell = lines_of(shown(""))[1].cells["response"]
    assert sizes(cell.numbered, most=2).replace("\u00a0", " ") == "110 · 70 · 3 more"
    assert cell_text(cell).count("(n ") == 5


def test_what_filters_hide_is_not_called_a_gap_of_the_review(shown):
    cells = cells_drawn(CHARTS[0].draw(shown("setting=mrd")))
    assert (words_in(cells["first_relapse", "mrd"]), cells["first_relapse", "mrd"].said) == ("–", "none with these filters")
    assert cells["first_relapse", "relapse"].gap
    assert "– nothing left by these filters" in key_words(CHARTS[0].draw(shown("setting=mrd")))


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
    found = next(own for own in lines_of(shown(query)) if line in (own.facet.key, own.option))
    assert found.cells[domain].query == address


def test_without_other_filters_the_address_of_a_cell_leaves_exactly_its_cohorts(shown):
    for line in lines_of(shown("")):
        for cell in line.cells.values():
            left = {study.cohort_id for study in shown(cell.query).studies}
            assert len(left) == len(cell.numbered) + len(cell.in_words) + len(cell.mixed)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "Of 105 cells, 40 hold a number, 13 words only, 5 a mixed group only and 47 are empty, 29 of them with a registration not "
            "known to have ended. Six of 15 rows have no number.",
        ),
        (
            # [28] and [29] have words on response, both in Down syndrome and toxicity-driven, [29] newly diagnosed too. The five trials
            # stand in first relapse, newly diagnosed, MRD, infants, Ph-positive and Down syndrome: 6 lines less the 2 cells with words.
            "down=included",
            "Of 105 cells, none holds a number, 3 words only, none a mixed group only and 102 are empty with these filters, "
            "40 of them with a registration not known to have ended.",
        ),
        (
            "infant=included&down=included",
            "All 105 cells are empty with these filters, 21 of them with a registration not known to have ended.",
        ),
        (
            "setting=post_transplant&line=frontline",
            "All 105 cells are empty with these filters, none of them with a registration not known to have ended.",
        ),
    ],
)
def test_the_sentence_counts_cells_and_lines_without_a_number(shown, query, sentence):
    assert CHARTS[0].draw(shown(query)).sentence == sentence


def test_the_lines_without_a_number_are_named_under_the_map(shown):
    assert CHARTS[0].draw(shown("")).caveats[0] == (
        "No cohort reports a number for: refractory, or second and later relapse; after transplant, no relapse; chemotherapy intolerance; "
        "newly diagnosed; Ph-positive; Down syndrome."
    )


def test_shade_and_outline_tell_the_strongest_design(shown):
    boxes = [cell.box for cell in cells_drawn(CHARTS[0].draw(shown(""))).values()]
    means = Counter(box.means if box else "nothing" for box in boxes)
    assert means == {
        "randomised trial": 6, "single-arm trial": 8, "series": 23, "case report": 3, "in words only": 13, "": 5, "nothing": 47,
    }  # fmt: skip
    looks = {box.means: (box.fill, box.border, box.dashed) for box in boxes if box and box.means}
    assert len(set(looks.values())) == len(looks)
    assert {"nothing reported in the review", "mixed group only", "more in words, as an effect or in a mixed group"} <= set(
        key_words(CHARTS[0].draw(shown("")))
    )


def test_the_table_names_who_reports_and_where(shown):
    drawing = CHARTS[0].draw(shown(""))
    assert drawing.table.heads == (
        "Setting or population",
        "Registrations not known to have ended",
        "Registrations not completed when listed",
        *HEADS.values(),
        "Source",
    )
    first = table_rows(drawing)[0]
    assert (
        first["Source"]
        == "MRD: 3.1 p8, 3.1 p9; Survival: 3.1 p8, 3.1 p9; Transplant: 3.1 p8, 3.1 p9; Toxicity: 3.2 p4, 3.1 p8, 4 p2, 4 p4, 3.2 p5"
    )
    assert drawing.table.rows[0].record == "setting=first_relapse"
    assert drawing.table.rows[0].own[1] == (4, "setting=first_relapse&endpoint=mrd")
    assert drawing.table.heads[4] == "MRD"
    assert table_rows(drawing)[6]["Response"] == "none in the review"


@pytest.mark.parametrize("query", ["", *OPTIONS, *JOINT])
def test_it_draws_for_every_option(shown, query):
    drawing = CHARTS[0].draw(shown(query))
    cells = cells_drawn(drawing).values()
    assert (len(cells), drawing.rows) == (105, 15)
    assert drawing.gaps == f"{sum(1 for cell in cells if cell.said.startswith('none'))} empty cells"
    assert sum(len(row.own) for row in drawing.table.rows) == 105


@pytest.mark.parametrize(("look", "most"), [(room(1232, 470, 720), 2), (room(1318, 510, 768), 2), (room(1856, 760, 1080), 2)])
def test_a_room_gets_the_map_on_few_screens(shown, look, most):
    drawing = CHARTS[0].draw(shown(""))
    assert len(drawing.pages(look, look.height)) <= most


def test_one_publication_alone_and_none_keep_the_columns(shown):
    everything = shown("")
    one = replace(everything, studies=tuple(study for study in everything.studies if study.study_id == "clesham-2020"))
    numbered = [(line, cell) for line in lines_of(one) for cell in line.cells.values() if cell.numbered]
    assert {line.words for line, _ in numbered} == {
        "Measurable residual disease (MRD)",
        "Bridge to transplant",
        "Infants",
        "KMT2A-rearranged",
    }
    assert {sizes(cell.numbered).replace("\u00a0", " ") for _, cell in numbered} == {"11", "≤ 11", "4", "≤ 4", "NR"}
    drawing = CHARTS[0].draw(replace(everything, studies=(), trials=()))
    assert drawing.sentence.startswith("All 105 cells are empty")
    heads = str([trace["text"] for trace in drawing.figure()["data"] if trace["name"] == "words"])
    assert all(head in heads for head in ("Response", "MRD", "Survival", "Transplant", "CD19", "Toxicity"))


def test_what_came_since_is_listed_apart_in_a_cell_and_counted_apart_of_all(shipped):
    whole = Catalogues(shipped)
    cells = {
        choice: {
            (line.words, domain): cell
            for line in lines_of(whole.show(whole.read(f"evidence={choice}")))
            for domain, cell in line.cells.items()
        }
        for choice in ("review", "all", "later")
    }
    for choice in ("review", "later"):
        assert not any(counted.since for cell in cells[choice].values() for counted in cell.numbered)
    before = {place for place, cell in cells["review"].items() if cell.numbered}
    assert {place for place, cell in cells["all"].items() if cell.numbered and not cell.new} == before
    for cell in cells["all"].values():
        assert [counted.since for counted in cell.numbered] == sorted(counted.since for counted in cell.numbered)
        assert {counted.since for counted in cell.numbered} == {counted.study.layer == "since" for counted in cell.numbered}
        own = sum(not counted.since for counted in cell.numbered)
        assert sizes(cell.numbered, most=99).partition("|")[0].count("·") == max(own - 1, 0)
        assert (f"since then {len(cell.numbered) - own}: " in cell_text(cell)) == (len(cell.numbered) > own)
    drawing = CHARTS[0].draw(whole.show(whole.read("evidence=all")))
    assert drawing.sentence.startswith("Of 105 cells, 62 hold a number (22 of them only since then), ")
    assert "The publications shown report 19 cohorts, since then 23 (two counted before); overlap" in " ".join(drawing.caveats)
    assert "only since" not in CHARTS[0].draw(whole.show(whole.read("evidence=later"))).sentence


def test_of_all_that_reports_of_a_cohort_say_the_figure_of_most_patients_stands_for_it(shipped):
    """Hodder 2022 [114] tells 8 survivals, its later report [113] other ones of 80, so that neither replaces the other."""
    whole = Catalogues(shipped)
    lines = lines_of(whole.show(whole.read("evidence=all")))
    (cell,) = [line.cells["survival"] for line in lines if line.option == "toxicity_driven"]
    assert [(counted.study.ref, counted.figure.n) for counted in cell.numbered] == [(113, 80)]


def test_another_review_has_its_own_treatment():
    other = load(OTHER)
    drawing = CHARTS[0].draw(Catalogue(other).show(Selection()))
    assert "zenolimab" in str(drawing.caveats)
    assert "blinatumomab" not in str(drawing)
