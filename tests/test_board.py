"""The board: which rows in which order, every cell in its state, every point with whose interval, every sentence by hand."""

import plotly.graph_objects as go
import pytest
from statsmodels.stats.proportion import proportion_confint

from dashboard import wording
from dashboard.charts.board import CHARTS
from dashboard.charts.board.matrix import CELL_KINDS, cell_text
from dashboard.charts.board.rows import NO_FIGURE, board_rows
from dashboard.charts.rows import SAME_CHILDREN
from dashboard.evidence import load
from dashboard.facets import FACETS
from dashboard.selection import MEASURES, Catalogue, Catalogues, Selection
from dashboard.vocabulary import TOXICITY_COLUMNS
from tests.tables import OTHER, Tables

BOARD, EFFICACY, TOXICITY = CHARTS
OPTIONS = ["", *(f"{key}={code}" for key, facet in FACETS.items() for code in facet.options)]
COLUMNS = list(TOXICITY_COLUMNS)
RIALTO, STACKELBERG = "Locatelli 2020 (RIALTO) [25]", "von Stackelberg 2016 [21]"
BROWN, LOCATELLI = "Brown 2021 [38], blinatumomab", "Locatelli 2021 [39], blinatumomab"
BROWN_CHEMOTHERAPY, LOCATELLI_CHEMOTHERAPY = "Brown 2021 [38], chemotherapy", "Locatelli 2021 [39], chemotherapy"


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


@pytest.fixture
def edited(tmp_path):
    """The shipped tables with some cells changed: table -> key -> column -> value, and cohorts more."""

    def edit(changes, *cohorts):
        tables = Tables(tmp_path / "data")
        for line in cohorts:
            tables.append("cohorts", f"{line}\n")
        for table, rows in changes.items():
            for key, cells in rows.items():
                tables.set(table, key, **cells)
        return Catalogue(load(tables.folder))

    return edit


def shown_by(catalogue, query=""):
    return catalogue.show(Selection.from_query(query, records=catalogue.records))


def drawn(catalogue, query="", chart=BOARD):
    return chart.draw(shown_by(catalogue, query))


def labels(drawing):
    """Position of a row -> its label, read off the table, which stands in the figure's order."""
    trace = drawing.figure()["data"][0]
    return {y: row.cells[0] for y, row in zip(trace["y"], drawing.table.rows, strict=True)}


def printed(drawing):
    """The matrix as it is drawn: (row, column) -> (kind of cell, text)."""
    names = {words: kind for kind, words in CELL_KINDS.items()}
    at = labels(drawing)
    cells = [
        ((at[y], COLUMNS[int(base)]), (names[trace["name"]], wording.plain(text)))
        for trace in drawing.figure()["data"]
        if trace.get("name") in names
        for y, base, text in zip(trace["y"], trace["base"], trace["text"], strict=True)
    ]
    assert len(dict(cells)) == len(cells), "a cell is drawn twice"
    return dict(cells)


def points(drawing):
    """The forest as it is drawn: row -> (share, lower limit, upper limit, symbol), limits None where no interval is drawn."""
    at = labels(drawing)
    return {
        at[y]: (x, *((round(x - below, 2), round(x + above, 2)) if below or above else (None, None)), symbol)
        for trace in drawing.figure()["data"]
        if "error_x" in trace
        for x, y, below, above, symbol in zip(
            trace["x"], trace["y"], trace["error_x"]["arrayminus"], trace["error_x"]["array"], trace["marker"]["symbol"], strict=True
        )
    }


def hatched(drawing):
    """The rows whose efficacy is a hatched gap."""
    at = labels(drawing)
    bars = [trace for trace in drawing.figure()["data"] if trace["type"] == "bar" and trace["xaxis"] == "x2"]
    assert all(trace["marker"]["pattern"]["shape"] == "/" for trace in bars)
    return [at[y] for trace in bars for y in trace["y"]]


# Rows


FIRST_RELAPSE = [
    (BROWN, "NR", "208 in both arms"),
    (BROWN_CHEMOTHERAPY, "NR", "208 in both arms"),
    (LOCATELLI, "54 ‡", ""),
    (LOCATELLI_CHEMOTHERAPY, "54 ‡", ""),
]
RELAPSED = [
    (RIALTO, "110", ""),
    (STACKELBERG, "70 of 93", "same children in [22] [23] [24] [40] (inferred)"),
    ("Queudeville 2021 [36]", "38", ""),
    ("Sutton 2021 [37]", "24", ""),
    ("Horibe 2020 [35]", "9", ""),
    ("Ampatzidou 2020 [34]", "9", ""),
]
AFTER_TRANSPLANT = [("Schlegel 2014 [20]", "9", "same children in [19] (inferred)")]
MRD = [("Clesham 2020 [32]", "11", "")]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", [*FIRST_RELAPSE, *RELAPSED, *AFTER_TRANSPLANT, *MRD]),
        ("setting=first_relapse", FIRST_RELAPSE),
        ("setting=relapsed_refractory", RELAPSED),
        ("setting=post_transplant_relapse", AFTER_TRANSPLANT),
        ("infant=included", [("Sutton 2021 [37]", "24", ""), *MRD]),
        ("setting=mrd", [(RIALTO, "110", ""), *MRD]),
        ("down=included", []),
        ("design=case_report", []),
    ],
)
@pytest.mark.parametrize("measure", MEASURES)
def test_rows_stand_by_setting_then_size_each_with_its_n(catalogue, query, rows, measure):
    found, _ = board_rows(shown_by(catalogue, query), measure)
    assert [(row.label, row.n, row.remark) for row in found] == rows


def test_n_and_remark_are_printed_beside_the_label(catalogue):
    names, sizes = drawn(catalogue, "setting=relapsed_refractory").figure()["data"][:2]
    assert [text.split("<br>")[0] for text in sizes["text"]] == ["n 110", "n 70 of 93", "n 38", "n 24", "n 9", "n 9"]
    assert wording.plain(names["text"][1]) == f"{STACKELBERG}, same children in [22] [23] [24] [40] (inferred)"


def test_each_setting_has_one_heading_above_its_rows(catalogue):
    drawing = drawn(catalogue)
    notes = drawing.figure()["layout"]["annotations"]
    assert [wording.plain(note["text"]) for note in sorted(notes, key=lambda note: note["y"])] == [
        "First relapse",
        "Relapsed or refractory, line not stated",
        "Relapse after transplant",
        "Measurable residual disease (MRD)",
    ]
    assert sorted([*labels(drawing), *(note["y"] for note in notes)]) == list(range(12 + 4))


def test_an_arm_is_named_in_its_colour(catalogue):
    texts = drawn(catalogue, "setting=first_relapse").figure()["data"][0]["text"]
    assert [("#1d5fa9" in text, "#b9480f" in text) for text in texts] == [(True, False), (False, True)] * 2


@pytest.mark.parametrize(
    ("query", "same", "without"),
    [
        ("", [], [43, 22, 24, 23, 33, 40, 41, 19, 27, 29, 28, 26, 42, 44]),
        ("setting=relapsed_refractory", [], [43, 22, 24, 23, 33, 40, 41]),
        ("setting=post_transplant_relapse", [], [41, 19]),
        ("setting=first_relapse", [], []),
        ("down=included", [], [29, 28]),
    ],
)
def test_who_is_not_drawn_stands_under_the_chart_with_the_reason(catalogue, evidence, query, same, without):
    asides = {aside.words: [evidence.study(record).ref for record, _ in aside.records] for aside in drawn(catalogue, query).asides}
    assert asides == {words: found for words, found in ((SAME_CHILDREN, same), (NO_FIGURE, without)) if found}


@pytest.mark.parametrize("query", OPTIONS)
def test_every_publication_is_drawn_once_or_stands_once_under_the_chart(catalogue, query):
    drawing, studies = drawn(catalogue, query), shown_by(catalogue, query).studies
    drawn_ids = {row.record for row in drawing.table.rows}
    beside = [record for aside in drawing.asides for record, _ in aside.records]
    assert sorted([*drawn_ids, *beside]) == sorted(study.study_id for study in studies)
    cohorts = [study.cohort_id for study in studies if study.study_id in drawn_ids]
    assert len(cohorts) == len(set(cohorts))


# The matrix


@pytest.mark.parametrize(
    ("row", "column", "kind", "text"),
    [
        ("Queudeville 2021 [36]", "CRS ≥ 3", "number", "7/38"),
        ("Horibe 2020 [35]", "Dose-limiting", "number", "0/9"),
        (STACKELBERG, "CRS ≥ 3", "number", "4/70, “higher”"),
        (STACKELBERG, "Seizure", "at_least", "≥ 2/70, g 2"),
        ("Queudeville 2021 [36]", "Seizure", "at_least", "≥ 2/38"),
        (LOCATELLI, "Neuro any", "probable", "2/54, ‡ ¶"),
        (LOCATELLI, "Seizure", "probable", "2/54, ‡ ¶"),
        (LOCATELLI_CHEMOTHERAPY, "Febrile neutr.", "probable", "9/51, ‡ ¶"),
        (STACKELBERG, "Neuro any", "number", "17/70, +"),
        (STACKELBERG, "Stopped", "number", "2/70, + g 2"),
        ("Clesham 2020 [32]", "CRS any", "number", "3/11, g 1–2"),
        (LOCATELLI, "CRS any", "number", "2/54, ‡ < g 3"),
        (LOCATELLI, "Serious", "number", "13/54, ‡"),
        (LOCATELLI_CHEMOTHERAPY, "Any ≥ 3", "number", "42/51, ‡"),
        (BROWN, "CRS ≥ 3", "number", "1 pt, related"),
        (BROWN, "CRS any", "percent_only", "22 %, related"),
        (BROWN, "Infection", "percent_only", "15 %, serious"),
        (BROWN_CHEMOTHERAPY, "Infection", "percent_only", "65 %, serious"),
        (LOCATELLI, "CRS ≥ 3", "implied_zero", "0 †"),
        (LOCATELLI_CHEMOTHERAPY, "CRS ≥ 3", "implied_zero", "0 †"),
        ("Queudeville 2021 [36]", "CRS any", "words", "≈ half"),
        ("Horibe 2020 [35]", "Stopped", "words", "words"),
        (BROWN, "Serious", "words", "words"),
        (RIALTO, "CRS any", "not_reported", "NR"),
        (BROWN_CHEMOTHERAPY, "CRS any", "not_reported", "NR"),
    ],
)
@pytest.mark.parametrize("chart", [BOARD, TOXICITY], ids=lambda chart: chart.key)
def test_a_cell_prints_its_number_and_its_state_is_drawn(catalogue, chart, row, column, kind, text):
    assert printed(drawn(catalogue, chart=chart))[row, column] == (kind, text)


@pytest.mark.parametrize("query", OPTIONS)
def test_no_cell_is_blank_and_every_gap_is_hatched(catalogue, query):
    drawing = drawn(catalogue, query)
    cells = printed(drawing)
    assert set(cells) == {(row.cells[0], column) for row in drawing.table.rows for column in COLUMNS}
    assert all(text for _, text in cells.values())
    assert all((kind == "not_reported") == (text == "NR") for kind, text in cells.values())
    patterns = {trace["name"]: trace["marker"].get("pattern", {}).get("shape") for trace in drawing.figure()["data"] if "name" in trace}
    assert {name for name, shape in patterns.items() if shape == "/"} == {CELL_KINDS["not_reported"]}


def test_only_numbers_are_shaded_and_more_is_darker(catalogue):
    drawing = drawn(catalogue)
    at = labels(drawing)
    shades = {
        (at[y], COLUMNS[int(base)]): colour
        for trace in drawing.figure()["data"]
        if trace.get("name") in [CELL_KINDS[kind] for kind in CELL_KINDS if kind != "not_reported"]
        for y, base, colour in zip(trace["y"], trace["base"], trace["marker"]["color"], strict=True)
    }
    white = {cell for cell, colour in shades.items() if colour == "#ffffff"}
    assert white == {
        (BROWN, "CRS ≥ 3"),
        (BROWN, "Serious"),
        (BROWN_CHEMOTHERAPY, "Serious"),
        *((row, "CRS ≥ 3") for row in (LOCATELLI, LOCATELLI_CHEMOTHERAPY)),
        *((row, "Seizure") for row in (STACKELBERG, "Queudeville 2021 [36]")),
        ("Queudeville 2021 [36]", "CRS any"),
        *((row, "Stopped") for row in ("Horibe 2020 [35]", "Schlegel 2014 [20]", "Clesham 2020 [32]")),
    }
    red = [int(shades[BROWN_CHEMOTHERAPY, column][3:5], 16) for column in ("Infection", "Febrile neutr.", "Mucositis", "Sepsis")]
    assert red == sorted(red)


def test_a_stated_zero_is_not_an_implied_one(catalogue, edited):
    stated = edited({"results": {"locatelli-2021-crs-severe": {"state": "count"}}})
    assert printed(drawn(catalogue))[LOCATELLI, "CRS ≥ 3"] == ("implied_zero", "0 †")
    assert printed(drawn(stated))[LOCATELLI, "CRS ≥ 3"] == ("number", "0/54, ‡")


@pytest.mark.parametrize("query", OPTIONS)
@pytest.mark.parametrize("measure", MEASURES)
def test_the_twin_says_what_the_figure_shows(catalogue, query, measure):
    drawing = drawn(catalogue, f"{query}&measure={measure}")
    cells, marks, gaps = printed(drawing), points(drawing), hatched(drawing)
    written = next(trace for trace in drawing.figure()["data"] if trace.get("xaxis") == "x3")["text"]
    rows, _ = board_rows(shown_by(catalogue, f"{query}&measure={measure}"), measure)
    for row, beside, row_of_table in zip(rows, written, drawing.table.rows, strict=True):
        own = dict(zip(drawing.table.heads, map(wording.plain, row_of_table.cells), strict=True))
        value, interval = own[MEASURES[measure]], own["Interval"]
        assert beside == {"not reported": "NR"}.get(value, value.replace(", n not stated", ", no n" if "%" in value else " pt, no n"))
        if row.label in marks:
            share, low, high, _ = marks[row.label]
            assert row.label not in gaps
            assert share == pytest.approx(wording.share(row.efficacy), abs=0.005)
            assert interval.startswith("no interval" if low is None else f"{low:.0f}–{high:.0f} %")
        else:
            assert row.label in gaps
        for column in COLUMNS:
            first = own[column].split("; ")[0]
            part = wording.plain(cell_text(row.toxicity[column][0], column)).split(",")[0]
            assert part in first
            assert cells[row.label, column][1].split(",")[0] == part
            assert own[column].count("; ") == len(row.toxicity[column]) - 1
            assert (len(row.toxicity[column]) > 1) == ("+" in cells[row.label, column][1])


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (STACKELBERG, "Stopped", "interrupted 2/70 g 2; stopped 0/70"),
        ("Queudeville 2021 [36]", "Stopped", "stopped 2/38"),
        ("Horibe 2020 [35]", "Stopped", "interrupted: words"),
        (RIALTO, "Stopped", "NR"),
        (STACKELBERG, "Seizure", "≥ 2/70, g 2"),
        (STACKELBERG, "Neuro any", "17/70; 9/70, g 2, related"),
        (LOCATELLI, "CRS any", "2/54, ‡ < g 3"),
        (LOCATELLI, "Seizure", "2/54, ‡ probably serious"),
        (LOCATELLI_CHEMOTHERAPY, "Febrile neutr.", "9/51, ‡ probably serious"),
        (LOCATELLI_CHEMOTHERAPY, "Serious", "22/51, ‡"),
    ],
)
@pytest.mark.parametrize("chart", [BOARD, TOXICITY], ids=lambda chart: chart.key)
def test_the_twin_says_in_words_what_the_figure_marks(catalogue, chart, row, column, words):
    drawing = drawn(catalogue, chart=chart)
    assert {own.cells[0]: dict(zip(drawing.table.heads, own.cells, strict=True)) for own in drawing.table.rows}[row][column] == words


def test_the_legend_explains_the_kinds_that_are_drawn_and_no_others(catalogue):
    kinds = {words: kind for kind, words in CELL_KINDS.items()}

    def explained(query):
        traces = drawn(catalogue, query, TOXICITY).figure()["data"]
        return {kinds[trace["name"]] for trace in traces if trace.get("name") in kinds and trace["showlegend"]}

    assert explained("") == set(CELL_KINDS)
    assert explained("setting=mrd") == {"number", "words", "not_reported"}


# Points and intervals


def exact(events, n):
    low, high = proportion_confint(events, n, method="beta")
    return pytest.approx(100 * events / n, abs=0.01), pytest.approx(100 * low, abs=0.02), pytest.approx(100 * high, abs=0.02)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "",
            {
                RIALTO: (*exact(69, 110), "diamond"),
                STACKELBERG: (38.57, 27, 51, "circle"),
                "Queudeville 2021 [36]": (*exact(13, 38), "triangle-up"),
                "Horibe 2020 [35]": (*exact(5, 9), "circle"),
                "Ampatzidou 2020 [34]": (*exact(6, 9), "square"),
                "Schlegel 2014 [20]": (*exact(6, 9), "pentagon"),
            },
        ),
        (
            "measure=mrd",
            {
                BROWN: (75, None, None, "square-open"),
                BROWN_CHEMOTHERAPY: (32, None, None, "square-open"),
                LOCATELLI: (*exact(44, 49), "diamond"),
                LOCATELLI_CHEMOTHERAPY: (*exact(26, 48), "diamond"),
                STACKELBERG: (*exact(14, 27), "circle"),
                "Sutton 2021 [37]": (58, None, None, "triangle-up-open"),
                "Clesham 2020 [32]": (*exact(9, 11), "square"),
            },
        ),
    ],
)
@pytest.mark.parametrize("chart", [BOARD, EFFICACY], ids=lambda chart: chart.key)
def test_each_point_has_the_published_interval_the_exact_one_or_none(catalogue, chart, query, expected):
    found = points(drawn(catalogue, query, chart))
    assert found.keys() == expected.keys()
    assert all(found[row] == mark for row, mark in expected.items()), found


@pytest.mark.parametrize(
    ("query", "gaps"),
    [
        ("", [row for row, *_ in FIRST_RELAPSE] + ["Sutton 2021 [37]", "Clesham 2020 [32]"]),
        ("measure=mrd", [RIALTO, "Queudeville 2021 [36]", "Horibe 2020 [35]", "Ampatzidou 2020 [34]", "Schlegel 2014 [20]"]),
    ],
)
def test_rows_without_a_proportion_are_hatched(catalogue, query, gaps):
    assert hatched(drawn(catalogue, query)) == gaps


@pytest.mark.parametrize(
    ("query", "row", "value", "interval"),
    [
        ("", RIALTO, "69/110 · 63 %", "53–72 %, exact 95 % CI, computed"),
        ("", STACKELBERG, "27/70 · 39 %", "27–51 %, 95 % CI as published"),
        ("", "Horibe 2020 [35]", "5/9 ‡", "21–86 %, exact 95 % CI, computed"),
        ("", "Ampatzidou 2020 [34]", "6/9", "30–93 %, exact 95 % CI, computed"),
        ("measure=mrd", "Clesham 2020 [32]", "9/11 · 82 %", "48–98 %, exact 95 % CI, computed"),
        ("measure=mrd", BROWN, "75 %, n not stated", "no interval: no denominator stated"),
        ("measure=mrd", "Horibe 2020 [35]", "1, n not stated", "no interval: no denominator stated"),
    ],
)
def test_the_twin_says_value_interval_and_whose(catalogue, query, row, value, interval):
    drawing = drawn(catalogue, query)
    found = {own.cells[0]: dict(zip(drawing.table.heads, own.cells, strict=True)) for own in drawing.table.rows}[row]
    assert (found[drawing.table.heads[3]], found["Interval"]) == (value, interval)


def test_one_patient_of_nobody_knows_how_many_is_text_beside_a_gap(catalogue):
    drawing = drawn(catalogue, "measure=mrd")
    texts = dict(zip(labels(drawing).values(), next(t for t in drawing.figure()["data"] if t.get("xaxis") == "x3")["text"], strict=True))
    assert texts["Horibe 2020 [35]"] == "1 pt, no n"
    assert texts[BROWN] == "75 %, no n"
    assert texts[RIALTO] == "NR"


def test_a_point_and_its_interval_are_of_the_colour_of_their_arm(catalogue):
    drawing = drawn(catalogue, "measure=mrd", EFFICACY)
    at, traces = labels(drawing), [trace for trace in drawing.figure()["data"] if "error_x" in trace]
    colours = {at[y]: (trace["error_x"]["color"], trace["marker"]["color"]) for trace in traces for y in trace["y"]}
    orange = {row for row, own in colours.items() if own == ("#b9480f", "#b9480f")}
    assert orange == {BROWN_CHEMOTHERAPY, LOCATELLI_CHEMOTHERAPY}
    assert set(colours.values()) == {("#b9480f", "#b9480f"), ("#1d5fa9", "#1d5fa9")}
    names = [trace["name"] for trace in traces if trace["showlegend"]]
    assert len(names) == len(set(names)), "a definition stands twice in the legend"
    assert set(names) == {trace["name"] for trace in traces}


def test_the_main_result_is_drawn_wherever_it_stands(catalogue, edited):
    moved = {"results": {"von-stackelberg-2016-cr-two-cycles": {"main": "no"}}}
    assert STACKELBERG in points(drawn(catalogue))
    assert STACKELBERG not in points(drawn(edited(moved)))


def test_arms_are_named_as_their_table_says():
    drawing = drawn(Catalogue(load(OTHER)))
    assert [row.cells[0] for row in drawing.table.rows][:2] == [
        "Crackenthorpe 2031 [4], zenolimab",
        "Crackenthorpe 2031 [4], standard care",
    ]
    assert "Three cohorts (overlap not excluded for [1], [2]) report a response under zenolimab" in drawing.sentence


def test_a_cell_for_which_a_layer_has_no_row_is_a_gap(tmp_path):
    catalogues = Catalogues(load(Tables(tmp_path / "data", later=True).folder))
    drawing = BOARD.draw(catalogues.show(catalogues.read("evidence=later")))
    cells = printed(drawing)
    assert cells["Inventor 2098 [901]", "CRS ≥ 3"] == ("number", "2/104")
    assert cells["Inventor 2098 [901]", "Sepsis"] == ("not_reported", "NR")
    assert set(cells) == {(row.cells[0], column) for row in drawing.table.rows for column in COLUMNS}
    assert not [cell for row in drawing.table.rows for cell in row.cells[7:] if not cell]


def test_texts_of_the_tables_are_no_markup(edited):
    changed = {"studies": {"horibe-2020": {"label": "<b>A & B</b> [35]"}}}
    drawing = drawn(edited(changed), "setting=relapsed_refractory")
    printed = [text for trace in drawing.figure()["data"] for key in ("text", "hovertext") for text in trace.get(key) or ()]
    named = [text for text in printed if "A &" in text]
    assert named
    assert all("&lt;b&gt;A &amp; B&lt;/b&gt; [35]" in text for text in named)
    assert "<b>A & B</b> [35]" in [row.cells[0] for row in drawing.table.rows]


# Fewer than five


@pytest.fixture
def three_children(edited):
    """The tables as if the three children of [19] were nobody else's, and all three in remission."""
    counted = {"state": "count", "events": "3", "n": "3", "n_basis": "stated", "denominator": "treated", "main": "yes"}
    changes = {
        "studies": {"handgretinger-2011": {"cohort_id": "three", "cohort_basis": "stated"}},
        "results": {"handgretinger-2011-cr-time-not-stated": counted},
    }
    return edited(changes, "three,Three children,stated,,")


def test_fewer_than_five_are_text_without_mark_interval_or_percentage(three_children):
    drawing = drawn(three_children)
    row = "Handgretinger 2011 [19]"
    assert row in labels(drawing).values()
    assert row not in points(drawing)
    assert row not in hatched(drawing)
    cells = next(dict(zip(drawing.table.heads, own.cells, strict=True)) for own in drawing.table.rows if own.cells[0] == row)
    assert (cells["n"], cells["Response"], cells["Interval"]) == ("3", "3/3", "")
    texts = dict(zip(labels(drawing).values(), next(t for t in drawing.figure()["data"] if t.get("xaxis") == "x3")["text"], strict=True))
    assert texts[row] == "3/3"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "Seven cohorts (overlap not excluded for [20], [36]) report a response under blinatumomab, 34–67 % and 3/3 of fewer than five; "
            "definitions differ, so no average is shown.",
        ),
        (
            "setting=post_transplant_relapse",
            "Two cohorts report a response under blinatumomab, 67 % and 3/3 of fewer than five; patients differ, so no average is shown.",
        ),
    ],
)
def test_fewer_than_five_do_not_stretch_the_range(three_children, query, sentence):
    assert drawn(three_children, query, EFFICACY).sentence == sentence


def test_one_cohort_of_four_children_has_no_percentage(edited):
    changes = {"studies": {"schlegel-2014": {"patients": "4"}}, "results": {"schlegel-2014-cr-time-not-stated": {"events": "2", "n": "4"}}}
    said = drawn(edited(changes), "setting=post_transplant_relapse", EFFICACY).sentence
    assert said == "One cohort reports a response under blinatumomab: 2/4."


# Sentences


NONE = "No cohort shown here has {} as a number in the review."
DIFFER = "; definitions and denominators differ, so no average is shown."


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "Six cohorts (overlap not excluded for [20], [36]) report a response under blinatumomab, 34–67 %; definitions differ, so no "
            "average is shown.",
        ),
        (
            "setting=relapsed_refractory",
            "Five cohorts report a response under blinatumomab, 34–67 %; definitions differ, so no average is shown.",
        ),
        (
            "design=single_arm_trial",
            "Two cohorts report a response under blinatumomab, 39–56 %; patients differ, so no average is shown.",
        ),
        (
            "design=expanded_access",
            "One cohort reports a response under blinatumomab: 69/110 · 63 % (53–72 %, exact 95 % CI, computed).",
        ),
        (
            "setting=post_transplant_relapse",
            "One cohort reports a response under blinatumomab: 6/9 (30–93 %, exact 95 % CI, computed).",
        ),
        ("setting=first_relapse", NONE.format("a response")),
        ("down=included", NONE.format("a response")),
        ("measure=mrd", f"Five cohorts report an MRD result under blinatumomab, 52–90 %{DIFFER}"),
        (
            "setting=first_relapse&measure=mrd",
            "Two cohorts report an MRD result under blinatumomab, 75–90 %; definitions differ, so no average is shown.",
        ),
        ("infant=included&measure=mrd", f"Two cohorts report an MRD result under blinatumomab, 58–82 %{DIFFER}"),
        (
            "setting=mrd&measure=mrd",
            "One cohort reports an MRD result under blinatumomab: 9/11 · 82 % (48–98 %, exact 95 % CI, computed).",
        ),
        ("ph=included&measure=mrd", "One cohort reports an MRD result under blinatumomab: 58 %, n not stated."),
        ("setting=post_transplant_relapse&measure=mrd", NONE.format("an MRD result")),
    ],
)
def test_efficacy_in_a_sentence(catalogue, query, sentence):
    assert drawn(catalogue, query, EFFICACY).sentence == sentence


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Of 156 toxicity cells 116 are not reported, which is not the same as none."),
        ("setting=first_relapse", "Of 52 toxicity cells 27 are not reported, which is not the same as none."),
        ("setting=relapsed_refractory", "Of 78 toxicity cells 67 are not reported, which is not the same as none."),
        ("down=included", "No toxicity is shown."),
    ],
)
def test_toxicity_in_a_sentence_and_the_board_says_both(catalogue, query, sentence):
    assert drawn(catalogue, query, TOXICITY).sentence == sentence
    assert drawn(catalogue, query).sentence == f"{drawn(catalogue, query, EFFICACY).sentence} {sentence}"


@pytest.mark.parametrize(
    ("query", "gaps"), [("", 6 + 116), ("measure=mrd", 4 + 116), ("setting=first_relapse", 4 + 27), ("down=included", 0)]
)
def test_gaps_are_counted(catalogue, query, gaps):
    assert drawn(catalogue, query).not_reported == gaps


WHOLE = "Chosen are publications that include such children ({}); a row counts all of its publication's patients."
PART = (
    "Sutton 2021 [37], of a part of its patients: MRD response, not defined (infants, KMT2A rearranged): 44 %, n not stated (Review 4 p7)."
)


@pytest.mark.parametrize(
    ("query", "caveats"),
    [
        ("", ()),
        ("measure=mrd", (PART,)),
        ("infant=not_included", ()),
        (
            "ph=included",
            (WHOLE.format("Ph-positive"),),
        ),
        (
            "infant=included&kmt2a=included&measure=mrd",
            (WHOLE.format("Infants, KMT2A-rearranged"), PART),
        ),
        ("down=included", ()),
    ],
)
def test_a_row_of_a_mixed_publication_is_not_taken_for_the_population_asked_for(catalogue, query, caveats):
    assert drawn(catalogue, query).caveats == caveats


# Every selection


@pytest.mark.parametrize("query", OPTIONS)
@pytest.mark.parametrize("measure", MEASURES)
def test_every_selection_draws_a_figure_that_plotly_accepts(catalogue, query, measure):
    drawing = drawn(catalogue, f"{query}&measure={measure}")
    go.Figure(drawing.figure())
    assert {"xaxis2", "xaxis4"} <= drawing.figure()["layout"].keys()
    assert drawing.rows == len(drawing.table.rows) == len(drawing.figure()["data"][0]["y"])
    assert {len(row.cells) for row in drawing.table.rows} <= {len(drawing.table.heads)}


@pytest.mark.parametrize(
    ("chart", "axes", "columns"), [(EFFICACY, {"xaxis2"}, 3 + 4), (TOXICITY, {"xaxis4"}, 3 + len(COLUMNS))], ids=["efficacy", "toxicity"]
)
@pytest.mark.parametrize("query", ["", "setting=first_relapse&measure=mrd", "down=included"])
def test_each_half_stands_alone(catalogue, chart, axes, columns, query):
    drawing = drawn(catalogue, query, chart)
    go.Figure(drawing.figure())
    assert drawing.figure()["layout"].keys() & {"xaxis2", "xaxis4"} == axes
    assert len(drawing.table.heads) == columns


def test_a_pinned_publication_is_highlighted_in_each_of_its_rows(catalogue):
    drawing = drawn(catalogue, "pin=brown-2021,horibe-2020")
    bands = [shape["y0"] + 0.5 for shape in drawing.figure()["layout"]["shapes"] if shape["type"] == "rect"]
    assert [labels(drawing)[y] for y in bands] == [BROWN, BROWN_CHEMOTHERAPY, "Horibe 2020 [35]"]
