"""The board: which rows in which order, every cell in its state, every point with whose interval, every sentence by hand."""

from dataclasses import replace

import pytest
from statsmodels.stats.proportion import proportion_confint

from dashboard import wording
from dashboard.adverse_events import EVENTS
from dashboard.charts.board import CHARTS
from dashboard.charts.board.rows import NO_FIGURE, board_rows
from dashboard.charts.chart import DESK
from dashboard.charts.rows import SAME_CHILDREN, one_a_cohort, reporting, under_the_earlier
from dashboard.evidence import load
from dashboard.facets import FACETS
from dashboard.pages.card import cards
from dashboard.selection import Catalogue, Catalogues, Selection
from dashboard.tableplot import Axis, Box, Interval, Point, room
from dashboard.tableplot.text import plain
from dashboard.theme import BLUE, GREY, ORANGE, PAPER, tint
from tests.drawing import drawn_rows, everything_said, key_words, plot_of, table_rows
from tests.tables import OTHER, Tables

BOARD, EFFICACY, TOXICITY = CHARTS
OPTIONS = ["", *(f"{key}={code}" for key, facet in FACETS.items() for code in facet.options)]
COLUMNS = {event.code: event.title for event in EVENTS}
RIALTO, STACKELBERG, QUEUDEVILLE = "Locatelli 2020 (RIALTO) [25]", "von Stackelberg 2016 [21]", "Queudeville 2021 [36]"
SUTTON, HORIBE, AMPATZIDOU = "Sutton 2021 [37]", "Horibe 2020 [35]", "Ampatzidou 2020 [34]"
SCHLEGEL, CLESHAM = "Schlegel 2014 [20]", "Clesham 2020 [32]"
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


def printed(text):
    return plain(text).replace("\u00a0", " ")


def contents(drawing):
    """The rows of the figure by their names, each with its columns by their titles."""
    return {row.name: row.columns for row in drawn_rows(drawing)}


def beside(drawing, title):
    """The words beside an axis, row by row; empty for a gap."""
    return {name: printed(columns[title].words) for name, columns in contents(drawing).items()}


def points(drawing, title):
    """What an axis draws: row -> (share, lower limit, upper limit, hollow), limits None where no interval is drawn."""
    found = {}
    for name, columns in contents(drawing).items():
        intervals = [mark for mark in columns[title].marks if isinstance(mark, Interval)] or [Interval(None, None)]
        for point in (mark for mark in columns[title].marks if isinstance(mark, Point)):
            found[name] = (point.x, intervals[0].low, intervals[0].high, point.hollow)
    return found


def box_of(drawing, row, column):
    return contents(drawing)[row][COLUMNS[column]].box


def kind_of(box):
    """How a box is drawn: a tint for a number, an outline for a percentage without n, bare words; None for a gap."""
    return None if box is None else "words" if box.bare else "outline" if box.dashed else "tint" if box.fill != PAPER else "plain"


def in_table(drawing, row):
    return next(cells for cells in table_rows(drawing) if cells["Publication"] == row)


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
    (QUEUDEVILLE, "38", ""),
    (SUTTON, "24", ""),
    (HORIBE, "9", ""),
    (AMPATZIDOU, "9", ""),
]
AFTER_TRANSPLANT = [(SCHLEGEL, "9", "same children in [19] (inferred)")]
MRD = [(CLESHAM, "11", "")]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", [*FIRST_RELAPSE, *RELAPSED, *AFTER_TRANSPLANT, *MRD]),
        ("setting=first_relapse", FIRST_RELAPSE),
        ("setting=relapsed_refractory", RELAPSED),
        ("setting=post_transplant_relapse", AFTER_TRANSPLANT),
        ("infant=included", [(SUTTON, "24", ""), *MRD]),
        ("setting=mrd", [(RIALTO, "110", ""), *MRD]),
        ("down=included", []),
        ("design=case_report", []),
    ],
)
def test_rows_stand_by_setting_then_size_each_with_its_n(catalogue, query, rows):
    drawing = drawn(catalogue, query)
    assert [(row["Publication"], row["n"], row["Remark"]) for row in table_rows(drawing)] == rows
    assert [row.name for row in drawn_rows(drawing)] == [name for name, *_ in rows]
    assert drawing.rows == len(rows)


GORE, BROWN_2019 = "Gore 2018 [22]", "Brown 2019 [23]"
OF_ALL = {"n": 12, "n_basis": "stated", "denominator": "treated"}
LATER_REPORT = "replaced by the later report of the same children, in the row below"


def with_causes(evidence, causes):
    """The evidence as if some results counted only those stopped or interrupted for these causes, and all others every cause."""
    return replace(evidence, results=tuple(row._replace(cause=causes.get(row.result_id, ())) for row in evidence.results))


@pytest.fixture
def reports_of_a_cohort(evidence):
    """The shipped review as if [23] updated [22], and [21] updated [23], with these cells of toxicity: result -> events, or words."""

    def edit(cells, causes=None):
        earlier = {"brown-2019": "gore-2018", "von-stackelberg-2016": "brown-2019"}
        studies = tuple(study._replace(updates=earlier.get(study.study_id, study.updates)) for study in evidence.studies)
        states = {
            key: {"state": "qualitative"} if own is None else {"state": "count", "events": own, **OF_ALL} for key, own in cells.items()
        }
        results = tuple(result._replace(**states.get(result.result_id, {})) for result in evidence.results)
        changed = replace(evidence, studies=studies, results=results)
        return drawn(Catalogue(with_causes(changed, causes or {})))

    return edit


def test_a_figure_is_replaced_by_any_later_report_that_gives_it_again(reports_of_a_cohort):
    drawing = reports_of_a_cohort(
        {"gore-2018-infection": 3, "gore-2018-crs": 1, "brown-2019-sepsis": 2, "von-stackelberg-2016-infection": 4}
    )
    assert in_table(drawing, GORE)[COLUMNS["infection"]] == LATER_REPORT
    assert in_table(drawing, GORE)[COLUMNS["crs"]].startswith("1/12")
    assert in_table(drawing, BROWN_2019)[COLUMNS["infection"]] == "NR"


def test_words_of_a_later_report_replace_no_number(reports_of_a_cohort):
    drawing = reports_of_a_cohort({"brown-2019-infection": 3, "brown-2019-crs": None, "von-stackelberg-2016-infection": None})
    assert in_table(drawing, BROWN_2019)[COLUMNS["infection"]].startswith("3/12")
    assert in_table(drawing, STACKELBERG)[COLUMNS["infection"]].startswith("in words only")


def test_a_report_replaces_another_even_through_one_that_gives_no_figure(evidence):
    chain = {"brown-2019": "gore-2018", "mejstrikova-2017": "brown-2019"}
    studies = tuple(study._replace(updates=chain.get(study.study_id, study.updates)) for study in evidence.studies)
    changed = replace(evidence, studies=studies)
    first, last = changed.study("gore-2018"), changed.study("mejstrikova-2017")
    assert [study.study_id for study in changed.earlier(last)] == ["brown-2019", "gore-2018"]
    assert one_a_cohort(changed, [first, last]) == [last]
    assert under_the_earlier(changed, [last, changed.study("horibe-2020"), first])[-2:] == [first, last]


@pytest.mark.parametrize("again", [2, None])
def test_words_are_replaced_by_what_a_later_report_says_of_the_same(reports_of_a_cohort, again):
    drawing = reports_of_a_cohort({"brown-2019-infection": None, "brown-2019-sepsis": 1, "von-stackelberg-2016-infection": again})
    assert in_table(drawing, BROWN_2019)[COLUMNS["infection"]] == LATER_REPORT


def test_a_label_is_short_and_says_how_many_publications_report_the_same_children(catalogue):
    drawing = drawn(catalogue)
    labels = [printed(columns["Publication"].words) for columns in contents(drawing).values()]
    assert labels[:6] == ["blinatumomab", "chemotherapy"] * 2 + [RIALTO, f"{STACKELBERG} +4"]
    assert f"{SCHLEGEL} +1" in labels
    assert "+4 more publications" in key_words(drawing)
    assert [printed(columns["n"].words) for columns in contents(drawing).values()][:6] == ["•", "•", "54 ‡", "54 ‡", "110", "70 of 93"]


def test_a_trial_is_named_once_over_its_arms_each_with_a_band_in_its_colour(catalogue):
    plot = plot_of(drawn(catalogue))
    groups = [(printed(group.heading), group.level, [plot.band(row) for row in group.rows]) for group in plot.groups]
    assert groups == [
        ("First relapse", 1, []),
        ("Brown 2021 [38]  208 in both arms", 2, [BLUE, ORANGE]),
        ("Locatelli 2021 [39]", 2, [BLUE, ORANGE]),
        ("Relapsed or refractory, line not stated", 1, [""] * 6),
        ("Relapse after transplant", 1, [""]),
        ("Measurable residual disease (MRD)", 1, [""]),
    ]
    assert [row["Setting"] for row in table_rows(drawn(catalogue))][3:5] == ["First relapse", "Relapsed or refractory, line not stated"]


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
    under = [record for aside in drawing.asides for record, _ in aside.records]
    assert sorted([*drawn_ids, *under]) == sorted(study.study_id for study in studies)
    cohorts = [study.cohort_id for study in studies if study.study_id in drawn_ids]
    assert len(cohorts) == len(set(cohorts))


def test_the_whole_board_stands_on_the_first_screen_and_on_few_in_a_room(catalogue):
    drawing = drawn(catalogue)
    assert (DESK.width, drawing.figure()["layout"]["width"]) == (1264, 1264)
    assert drawing.figure()["layout"]["height"] <= 590  # what 720 pixels leave under the bars and the title
    windows = ((1248, 466, 720), (1332, 498, 768), (1872, 700, 1080))  # of one shape: what fits one fits the others
    assert [len(drawing.pages(room(*window), window[1])) for window in windows] == [5, 5, 5]


# The matrix


@pytest.mark.parametrize(
    ("row", "column", "kind", "text"),
    [
        (QUEUDEVILLE, "crs_severe", "tint", "7/38"),
        (HORIBE, "dose_limiting", "tint", "0/9"),
        (STACKELBERG, "crs_severe", "tint", "4/70^"),
        (STACKELBERG, "seizure", "tint", "≥2/70"),
        (QUEUDEVILLE, "seizure", "tint", "≥2/38"),
        (LOCATELLI, "neurological", "tint", "2/54*"),
        (LOCATELLI_CHEMOTHERAPY, "febrile_neutropenia", "tint", "9/51*"),
        (CLESHAM, "crs", "tint", "3/11§"),
        (LOCATELLI, "crs", "tint", "2/54§"),
        (LOCATELLI, "serious_event", "tint", "13/54"),
        (BROWN, "crs_severe", "tint", "1 pt"),
        (BROWN, "crs", "outline", "22 %"),
        (BROWN, "infection", "outline", "15 %°"),
        (BROWN_CHEMOTHERAPY, "infection", "outline", "65 %°"),
        (LOCATELLI, "crs_severe", "tint", "0†"),
        (QUEUDEVILLE, "crs", "tint", "≈ half"),
        (HORIBE, "treatment_interrupted", "words", "words"),
        (BROWN, "serious_event", "words", "words"),
        (RIALTO, "crs", None, ""),
        (BROWN_CHEMOTHERAPY, "crs", None, ""),
    ],
)
@pytest.mark.parametrize("chart", [BOARD, TOXICITY], ids=lambda chart: chart.key)
def test_a_cell_prints_its_number_and_its_state_is_drawn(catalogue, chart, row, column, kind, text):
    box = box_of(drawn(catalogue, chart=chart), row, column)
    assert (kind_of(box), printed(box.text) if box else "") == (kind, text)


def test_a_quantity_in_words_is_that_of_the_source(evidence):
    rows = (row._replace(reason="about a third") if row.result_id == "queudeville-2021-crs" else row for row in evidence.results)
    drawing = drawn(Catalogue(replace(evidence, results=tuple(rows))))
    assert printed(box_of(drawing, QUEUDEVILLE, "crs").text) == "≈ a third"
    said = everything_said(drawing)
    assert "about a third" in said
    assert "half" not in said.replace("Half of the patients", "")


def test_a_box_is_of_the_colour_of_its_arm_and_says_where_it_holds_more(catalogue):
    drawing = drawn(catalogue)
    assert box_of(drawing, BROWN_CHEMOTHERAPY, "infection").border == ORANGE
    assert box_of(drawing, LOCATELLI, "crs").fill != box_of(drawing, LOCATELLI_CHEMOTHERAPY, "crs").fill
    corners = [box_of(drawing, STACKELBERG, code).corner for code in ("neurological", "treatment_interrupted", "seizure")]
    assert corners == [BLUE, BLUE, ""]


SOME_CAUSES = {
    "von-stackelberg-2016-treatment-interrupted": ("seizure",),
    "von-stackelberg-2016-treatment-discontinued": ("neurological",),
    "queudeville-2021-treatment-discontinued": ("crs", "seizure"),
}


def test_a_count_of_those_stopped_for_one_cause_is_not_that_of_all_who_stopped(evidence):
    drawing = drawn(Catalogue(with_causes(evidence, SOME_CAUSES)))
    title = COLUMNS["treatment_interrupted"]
    assert in_table(drawing, STACKELBERG)[title] == (
        "interrupted 2/70, only those for a seizure, grade 2; stopped 0/70, only those for a neurological event"
    )
    assert in_table(drawing, QUEUDEVILLE)[title] == "stopped 2/38, only those for cytokine release syndrome or a seizure"
    assert printed(box_of(drawing, STACKELBERG, "treatment_interrupted").text) == "2/70‖"
    assert "‖ for one cause only" in key_words(drawing)
    assert "only those for a neurological event" in contents(drawing)[STACKELBERG][title].hover


def test_the_card_says_for_which_cause_those_counted_stopped(evidence):
    [card] = cards(Catalogue(with_causes(evidence, SOME_CAUSES)).show(Selection(pins=("queudeville-2021",))))
    assert "only those for cytokine release syndrome or a seizure" in str(card)


def test_a_later_count_of_one_cause_does_not_replace_one_of_all(reports_of_a_cohort):
    stops = {"brown-2019-treatment-interrupted": 3, "brown-2019-crs": 1, "von-stackelberg-2016-treatment-interrupted": 2}
    title = COLUMNS["treatment_interrupted"]
    assert in_table(reports_of_a_cohort(stops), BROWN_2019)[title] == LATER_REPORT
    assert in_table(reports_of_a_cohort(stops, SOME_CAUSES), BROWN_2019)[title].startswith("interrupted 3/12")


@pytest.mark.parametrize(
    ("result", "cause", "fault"),
    [
        ("queudeville-2021-treatment-discontinued", "seizure", None),
        ("queudeville-2021-treatment-discontinued", "fits", "seizure, infection"),
        ("queudeville-2021-seizure", "seizure", "nothing, unless treatment was interrupted or stopped"),
    ],
)
def test_only_a_stop_or_an_interruption_has_a_cause(tmp_path, result, cause, fault):
    tables = Tables(tmp_path / "data")
    header, *rows = tables.rows("results")
    if "cause" not in header:
        tables.write("results", [[*header, "cause"], *([*row, ""] for row in rows)])
    tables.set("results", result, cause=cause)
    if fault:
        [line] = tables.report()
        assert fault in line
    else:
        [own] = [row for row in load(tables.folder).results if row.result_id == result]
        assert own.cause == ("seizure",)


def test_the_shade_of_a_box_ranks_nothing(catalogue):
    fills = {content.box.fill for columns in contents(drawn(catalogue)).values() for content in columns.values() if content.box}
    assert len(fills - {PAPER}) == 2  # one for each arm


def test_the_matrix_has_every_column_of_the_tables_in_four_groups():
    assert list(dict.fromkeys(event.group for event in EVENTS)) == ["CRS", "Nervous system", "Infection and blood", "Overall and stopping"]


@pytest.mark.parametrize("query", OPTIONS)
def test_a_gap_is_said_in_every_cell_of_the_table_and_dotted_in_the_figure(catalogue, query):
    drawing = drawn(catalogue, query)
    rows = table_rows(drawing)
    assert all(row[title] for row in rows for title in (*COLUMNS.values(), "Response", "MRD response"))
    for name, columns in contents(drawing).items():
        own = next(row for row in rows if row["Publication"] == name)
        assert all(content.gap == (own[title] == "NR") for title, content in columns.items() if title not in ("Publication", "n"))
    assert "hatched" not in {trace["name"] for trace in drawing.figure()["data"]}


def test_gaps_are_hatched_where_the_address_asks_for_it(catalogue):
    dots, hatched = ({trace["name"]: len(trace["x"]) for trace in drawn(catalogue, query).figure()["data"]} for query in ("", "gaps=drawn"))
    assert dots["gaps"] == hatched["hatched"]
    assert drawn(catalogue, "gaps=drawn").table == drawn(catalogue).table


def test_a_row_without_toxicity_is_a_line_of_words_and_a_column_that_no_row_fills_is_named(catalogue):
    assert plot_of(drawn(catalogue)).silent == "no toxicity figure in the review"
    texts = [text for trace in drawn(catalogue).figure()["data"] for text in trace.get("text", [])]
    assert sum("no toxicity figure in the review" in text for text in texts) == 3
    texts = " ".join(text for trace in drawn(catalogue, "setting=mrd").figure()["data"] for text in trace.get("text", []))
    assert "Not reported by itself in the review in any row shown: CRS of grade 3+, Seizure, Encephalopathy, Infection" in texts


def test_a_stated_zero_is_not_an_implied_one(catalogue, edited):
    stated = edited({"results": {"locatelli-2021-crs-severe": {"state": "count"}}})
    assert printed(box_of(drawn(catalogue), LOCATELLI, "crs_severe").text) == "0†"
    assert printed(box_of(drawn(stated), LOCATELLI, "crs_severe").text) == "0/54"


SIZES = "‡ beside n: in the boxes of that row each n is worked out from percentages, as is each count printed only as a percentage."


def test_of_counts_that_are_all_worked_out_none_is_said_to_be_printed(edited):
    rounded = {"locatelli-2021-crs": "3.7", "locatelli-2021-crs-chemotherapy": "2.0"}
    in_percent = {key: {"percent": own, "percent_as_printed": f"{own}%"} for key, own in rounded.items()}
    assert SIZES in drawn(edited({"results": in_percent})).caveats


def test_one_sign_at_the_size_stands_for_all_of_a_row_or_each_has_its_own(catalogue, edited):
    """Of CRS the count itself is printed, 2 and 1; only the group's size is worked out."""
    assert f"{SIZES} Printed as a count: CRS of any grade [39]." in drawn(catalogue).caveats
    mixed = drawn(edited({"results": {"locatelli-2021-serious-event": {"n_basis": "stated"}}}))
    assert [printed(box_of(mixed, LOCATELLI, column).text) for column in ("crs", "serious_event")] == ["2/54‡§", "13/54"]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (
            STACKELBERG,
            "treatment_interrupted",
            "interrupted 2/70, only those for a seizure, grade 2; stopped 0/70, only those for a neurological event",
        ),
        (QUEUDEVILLE, "treatment_interrupted", "stopped 2/38, only those for a seizure"),
        (HORIBE, "treatment_interrupted", "interrupted in words only, only those for cytokine release syndrome or a neurological event"),
        (RIALTO, "treatment_interrupted", "NR"),
        (STACKELBERG, "seizure", "≥ 2/70, grade 2"),
        (STACKELBERG, "neurological", "17/70; 9/70, grade 2, related to treatment"),
        (LOCATELLI, "crs", "2/54 ‡, below grade 3"),
        (LOCATELLI, "seizure", "2/54 ‡, probably serious"),
        (LOCATELLI_CHEMOTHERAPY, "febrile_neutropenia", "9/51 ‡, probably serious"),
        (LOCATELLI_CHEMOTHERAPY, "serious_event", "22/51 ‡, serious"),
        (BROWN, "infection", "15 %, n not stated, serious"),
    ],
)
@pytest.mark.parametrize("chart", [BOARD, TOXICITY], ids=lambda chart: chart.key)
def test_the_table_says_in_words_what_the_figure_marks(catalogue, chart, row, column, words):
    assert in_table(drawn(catalogue, chart=chart), row)[COLUMNS[column]] == words


def test_a_pointer_is_told_definition_interval_and_place(catalogue):
    columns = contents(drawn(catalogue))[STACKELBERG]
    assert columns["Response"].hover.replace("\n", " ") == (
        "Complete remission within the first two cycles (recommended dose): 27/70 · 39 %. 27–51 %, 95 % CI as published. "
        "n: all treated, printed with the figure. Of the 93 in the study, the 70 who received the recommended dose. Review 3.1 p2"
    )
    assert columns[COLUMNS["neurological"]].hover.count("Review 3.2 p1") == 2


@pytest.mark.parametrize(
    ("query", "words", "others"),
    [
        (
            "",
            {"percent, no count", "count", "more in the card", "not reported, not 0", "† implied", "* probably serious", "≥ at least"},
            set(),
        ),
        ("setting=mrd", {"count", "not reported, not 0"}, {"percent, no count", "† implied", "≥ at least", "‡ from percentages"}),
    ],
)
def test_the_key_explains_what_is_drawn_and_nothing_else(catalogue, query, words, others):
    found = key_words(drawn(catalogue, query))
    assert words <= set(found)
    assert not others & set(found)


# Points and intervals


def exact(events, n):
    low, high = proportion_confint(events, n, method="beta")
    return pytest.approx(100 * events / n, abs=0.01), pytest.approx(100 * low, abs=0.02), pytest.approx(100 * high, abs=0.02), False


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "Response",
            {
                RIALTO: exact(69, 110),
                STACKELBERG: (pytest.approx(38.57, abs=0.01), 27, 51, False),
                QUEUDEVILLE: exact(13, 38),
                HORIBE: exact(5, 9),
                AMPATZIDOU: exact(6, 9),
                SCHLEGEL: exact(6, 9),
            },
        ),
        (
            "MRD response",
            {
                BROWN: (75, None, None, True),
                BROWN_CHEMOTHERAPY: (32, None, None, True),
                LOCATELLI: exact(44, 49),
                LOCATELLI_CHEMOTHERAPY: exact(26, 48),
                STACKELBERG: exact(14, 27),
                SUTTON: (58, None, None, True),
                CLESHAM: exact(9, 11),
            },
        ),
    ],
)
@pytest.mark.parametrize("chart", [BOARD, EFFICACY], ids=lambda chart: chart.key)
def test_each_point_has_the_published_interval_the_exact_one_or_none(catalogue, chart, title, expected):
    assert points(drawn(catalogue, "", chart), title) == expected


def test_a_point_of_fewer_than_ten_is_small(catalogue):
    sizes = {
        (name, title): point.size
        for name, columns in contents(drawn(catalogue)).items()
        for title in ("Response", "MRD response")
        for point in columns[title].marks
        if isinstance(point, Point)
    }
    assert {name for (name, _), size in sizes.items() if size < 1} == {HORIBE, AMPATZIDOU, SCHLEGEL}
    assert sizes[RIALTO, "Response"] == sizes[CLESHAM, "MRD response"] == 1


def test_a_row_stands_for_what_it_reports_and_what_it_does_not_is_a_gap(catalogue):
    gaps = {
        title: [name for name, columns in contents(drawn(catalogue)).items() if columns[title].gap]
        for title in ("Response", "MRD response")
    }
    assert gaps == {
        "Response": [*(row for row, *_ in FIRST_RELAPSE), SUTTON, CLESHAM],
        "MRD response": [RIALTO, QUEUDEVILLE, AMPATZIDOU, SCHLEGEL],
    }


@pytest.mark.parametrize(
    ("title", "row", "short", "value", "interval"),
    [
        ("Response", RIALTO, "69/110 · 63 %", "69/110 · 63 %", "53–72 %, exact 95 % CI, computed"),
        ("Response", STACKELBERG, "27/70 · 39 %", "27/70 · 39 %", "27–51 %, 95 % CI as published"),
        ("MRD response", STACKELBERG, "14/27 resp.", "14/27 · 52 %", "32–71 %, exact 95 % CI, computed"),
        ("Response", HORIBE, "5/9 ‡", "5/9 ‡", "21–86 %, exact 95 % CI, computed"),
        ("Response", AMPATZIDOU, "6/9", "6/9", "30–93 %, exact 95 % CI, computed"),
        ("MRD response", CLESHAM, "9/11 · 82 %", "9/11 · 82 %", "48–98 %, exact 95 % CI, computed"),
        ("MRD response", BROWN, "75 %, no n", "75 %, n not stated", "no interval: no denominator stated"),
        ("MRD response", HORIBE, "1, no n", "1, n not stated", "no interval: no denominator stated"),
        ("MRD response", RIALTO, "", "NR", ""),
    ],
)
def test_the_figure_says_the_value_shortly_and_the_table_says_whose_interval(catalogue, title, row, short, value, interval):
    drawing = drawn(catalogue)
    own = in_table(drawing, row)
    assert (beside(drawing, title)[row], own[title], own[f"{title}: interval"]) == (short, value, interval)


def test_the_table_says_what_is_counted_and_where_it_stands(catalogue):
    own = in_table(drawn(catalogue), STACKELBERG)
    assert own["Response: definition"] == "Complete remission within the first two cycles (recommended dose)"
    assert own["Source"] == "3.1 p2"


def test_a_point_and_its_interval_are_of_the_colour_of_their_arm(catalogue):
    columns = contents(drawn(catalogue, chart=EFFICACY))
    colours = {name: {mark.colour for mark in own["MRD response"].marks} for name, own in columns.items() if own["MRD response"].marks}
    assert {name for name, own in colours.items() if own == {ORANGE}} == {BROWN_CHEMOTHERAPY, LOCATELLI_CHEMOTHERAPY}
    assert set().union(*colours.values()) == {BLUE, ORANGE}


def test_the_main_result_is_drawn_wherever_it_stands(catalogue, edited):
    moved = {"results": {"von-stackelberg-2016-cr-two-cycles": {"main": "no"}}}
    assert STACKELBERG in points(drawn(catalogue), "Response")
    assert STACKELBERG not in points(drawn(edited(moved)), "Response")


def test_arms_are_named_as_their_table_says():
    drawing = drawn(Catalogue(load(OTHER)))
    assert [row.cells[0] for row in drawing.table.rows][:2] == [
        "Crackenthorpe 2031 [4], zenolimab",
        "Crackenthorpe 2031 [4], standard care",
    ]
    assert "Three cohorts report a response with zenolimab" in drawing.sentence
    assert "Overlap not excluded for [1], [2]." in drawing.caveats


def test_a_cell_for_which_a_layer_has_no_row_is_a_gap_and_the_row_is_marked_as_later(tmp_path):
    catalogues = Catalogues(load(Tables(tmp_path / "data", later=True).folder))
    drawing = BOARD.draw(catalogues.show(catalogues.read("evidence=later")))
    own = contents(drawing)["Inventor 2098 [901]; later, primary"]
    assert printed(own[COLUMNS["crs_severe"]].words) == "2/104"
    assert own[COLUMNS["sepsis"]].gap
    assert printed(own["Publication"].words).endswith(" · later, primary")
    assert plot_of(drawing).silent == "no toxicity figure in the text read"


def test_a_box_with_an_estimate_prints_it_and_no_patients(edited):
    days = {"state": "estimate", "estimate": "3", "unit": "days", "events": "", "n": "", "n_basis": "", "denominator": ""}
    drawing = drawn(edited({"results": {"locatelli-2021-crs": days}}))
    assert printed(box_of(drawing, "Locatelli 2021 [39], blinatumomab", "crs").text) == "3 days§"


def test_texts_of_the_tables_are_no_markup(edited):
    drawing = drawn(edited({"studies": {"horibe-2020": {"label": "<b>A & B</b> [35]"}}}), "setting=relapsed_refractory")
    texts = [text for trace in drawing.figure()["data"] for key in ("text", "hovertext") for text in trace.get(key) or ()]
    named = [text for text in texts if "A &" in text]
    assert named
    assert all("&lt;b&gt;A &amp; B&lt;/b&gt;" in text for text in named)
    assert "<b>A & B</b> [35]" in [row.cells[0] for row in drawing.table.rows]


# Just the children asked for


def test_a_question_about_infants_is_answered_by_the_infants_of_a_study(catalogue):
    drawing = drawn(catalogue, "infant=included&kmt2a=included")
    assert points(drawing, "MRD response")[SUTTON] == (44, None, None, True)
    assert in_table(drawing, SUTTON)["MRD response"] == "44 %, n not stated; of all 24: 58 %, n not stated"
    assert beside(drawing, "MRD response") == {SUTTON: "44 %, no n", CLESHAM: "9/11 · 82 %"}
    assert {mark.colour for own in contents(drawing).values() for mark in own["MRD response"].marks} == {BLUE}


def test_a_figure_of_all_patients_is_grey_and_says_so(catalogue):
    drawing = drawn(catalogue, "ph=included")
    assert beside(drawing, "MRD response") == {SUTTON: "58 %, no n of all 24"}
    assert [mark.colour for mark in contents(drawing)[SUTTON]["MRD response"].marks] == [GREY]
    assert in_table(drawing, SUTTON)["MRD response"] == "of all 24: 58 %, n not stated"
    assert "percent, no count, not these alone" in key_words(drawing)


def test_toxicity_of_all_patients_is_grey_too(edited):
    """As if one of the infants' publication had Down syndrome."""
    drawing = drawn(edited({"populations": {"clesham-2020/down_syndrome": {"code": "included"}}}), "down=included")
    assert {mark.colour for mark in contents(drawing)[CLESHAM]["MRD response"].marks} == {GREY}
    assert box_of(drawing, CLESHAM, "crs").fill == box_of(drawing, CLESHAM, "neurological").fill == tint(GREY, 0.15)


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
    drawing, row = drawn(three_children), "Handgretinger 2011 [19]"
    assert row not in points(drawing, "Response")
    assert not contents(drawing)[row]["Response"].gap
    assert beside(drawing, "Response")[row] == "3/3"
    own = in_table(drawing, row)
    assert (own["n"], own["Response"], own["Response: interval"]) == ("3", "3/3", "")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "Seven cohorts report a response with blinatumomab, 13/38 to 6/9 and 3/3 of fewer than five, "
            "and six an MRD result, 52–90 % and one patient, no n; definitions differ, so no average is shown.",
        ),
        (
            "setting=post_transplant_relapse",
            "Two cohorts report a response with blinatumomab, 6/9 and 3/3 of fewer than five; patients differ, so no average is shown. "
            "No cohort shown here reports an MRD result as a number in the review.",
        ),
    ],
)
def test_fewer_than_five_do_not_stretch_the_range(three_children, query, sentence):
    assert drawn(three_children, query, EFFICACY).sentence == sentence


def test_one_cohort_of_four_children_has_no_percentage(edited):
    changes = {"studies": {"schlegel-2014": {"patients": "4"}}, "results": {"schlegel-2014-cr-time-not-stated": {"events": "2", "n": "4"}}}
    said = drawn(edited(changes), "setting=post_transplant_relapse", EFFICACY).sentence
    assert said.startswith("One cohort reports a response with blinatumomab: 2/4. ")


# Sentences


NONE = "No cohort shown here reports {} as a number in the review."
ONE_BARE = "one patient, no n"
DIFFER = "; definitions differ, so no average is shown."


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            f"Six cohorts report a response with blinatumomab, 13/38 to 6/9, and six an MRD result, 52–90 % and {ONE_BARE}{DIFFER}",
        ),
        (
            "setting=relapsed_refractory",
            f"Five cohorts report a response with blinatumomab, 13/38 to 6/9, and three an MRD result, 52–58 % and {ONE_BARE}{DIFFER}",
        ),
        (
            "setting=post_transplant_relapse",
            "One cohort reports a response with blinatumomab: 6/9 (30–93 %, exact 95 % CI, computed). " + NONE.format("an MRD result"),
        ),
        (
            "setting=first_relapse",
            "Two cohorts report an MRD result with blinatumomab, 75–90 %; definitions differ, so no average is shown. "
            + NONE.format("a response"),
        ),
        (
            "setting=mrd",
            "One cohort reports a response with blinatumomab: 69/110 · 63 % (53–72 %, exact 95 % CI, computed), and one an MRD result: "
            "9/11 · 82 % (48–98 %, exact 95 % CI, computed).",
        ),
        ("design=case_report", NONE.format("a response or an MRD result")),
        (
            "infant=included",
            f"Two cohorts report an MRD result for these children alone with blinatumomab, 44–82 %{DIFFER} "
            + NONE.format("a response for these children alone"),
        ),
        ("ph=included", NONE.format("a response or an MRD result for these children alone")),
    ],
)
def test_efficacy_in_a_sentence(catalogue, query, sentence):
    assert drawn(catalogue, query, EFFICACY).sentence == sentence


SILENT = "{} of {} toxicity figures looked for are not reported"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", f"{SILENT.format(116, 156)}; this is not zero."),
        ("setting=first_relapse", f"{SILENT.format(27, 52)}; this is not zero."),
        ("setting=relapsed_refractory", f"{SILENT.format(67, 78)}; this is not zero."),
        ("down=included", "No toxicity is shown."),
    ],
)
def test_toxicity_in_a_sentence_and_the_board_says_both(catalogue, query, sentence):
    assert drawn(catalogue, query, TOXICITY).sentence == sentence
    assert drawn(catalogue, query).sentence == f"{drawn(catalogue, query, EFFICACY).sentence} {sentence}"


@pytest.mark.parametrize(
    ("query", "silent"),
    [("", [(298, 338)]), ("setting=relapsed_refractory", [(158, 169)]), ("setting=first_relapse", []), ("down=included", [])],
)
def test_how_silent_all_publications_are_on_toxicity_stands_under_the_chart(catalogue, query, silent):
    said = "Not reported across all publications and arms shown, with or without a row: {} of {} toxicity figures looked for."
    assert [caveat for caveat in drawn(catalogue, query, TOXICITY).caveats if "toxicity figures" in caveat] == [
        said.format(*counts) for counts in silent
    ]
    assert not [caveat for caveat in drawn(catalogue, query, EFFICACY).caveats if "toxicity figures" in caveat]


@pytest.mark.parametrize(("query", "gaps"), [("", 6 + 4 + 116), ("setting=first_relapse", 4 + 27), ("down=included", 0)])
def test_gaps_are_counted(catalogue, query, gaps):
    assert drawn(catalogue, query).gaps == f"{gaps} cells not reported"


WHOLE = "These publications include such children ({}); grey counts others too, or may."
OVERLAP = "Overlap not excluded for [20], [36]."
PART = "Sutton 2021 [37], in some of its patients: MRD response, not defined (infants, KMT2A rearranged): 44 %, n not stated (Review 4 p7)."


@pytest.mark.parametrize(
    ("query", "caveats"),
    [
        ("", (OVERLAP, PART)),
        ("infant=not_included", ()),
        ("setting=relapsed_refractory", (PART,)),
        ("ph=included", (WHOLE.format("Ph-positive"), PART)),
        ("infant=included&kmt2a=included", (WHOLE.format("Infants, KMT2A-rearranged"),)),
        ("down=included", ()),
    ],
)
def test_a_row_of_a_mixed_publication_is_not_taken_for_the_population_asked_for(catalogue, query, caveats):
    assert drawn(catalogue, query, EFFICACY).caveats == caveats


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_whoever_has_a_row_may_be_counted_twice_also_without_a_figure_in_the_sentence(catalogue, chart):
    assert OVERLAP in drawn(catalogue, "", chart).caveats


def test_a_report_that_contains_the_children_of_another_is_named_with_it(shipped):
    """531 of 661 before blinatumomab stand two rows above the 208 of them who were randomised."""
    catalogues = Catalogues(shipped)
    drawing = BOARD.draw(catalogues.show(catalogues.read("evidence=all&setting=first_relapse")))
    assert "Overlap not excluded for [38], [108]." in drawing.caveats


def test_of_several_that_may_overlap_it_is_said_who_with_whom(evidence):
    overlapping = {"horibe": ("rialto", "sutton"), "tuebingen": ("post-transplant-series",), "clesham": ("horibe",)}
    cohorts = tuple(cohort._replace(may_overlap=overlapping.get(cohort.cohort_id, ())) for cohort in evidence.cohorts)
    caveats = drawn(Catalogue(replace(evidence, cohorts=cohorts))).caveats
    assert "Overlap not excluded for [20], [36]; [35] with [25], [32], [37]." in caveats


def test_patients_without_n_are_not_taken_for_cohorts(edited):
    """As if a second publication had a bare count too: 'one without n' would be one of the cohorts."""
    bare = {
        "percent": "",
        "percent_as_printed": "",
        "state": "count",
        "events": "3",
        "n": "",
        "n_basis": "",
        "denominator": "",
        "main": "yes",
    }
    said = drawn(edited({"results": {"sutton-2021-mrd-response": bare}}), "setting=relapsed_refractory", EFFICACY).sentence
    assert "and three an MRD result, 52 % and three patients and one patient, no n" in said


def test_of_historical_controls_it_is_not_said_that_they_are_others(shipped):
    catalogues = Catalogues(shipped)
    drawing = EFFICACY.draw(catalogues.show(catalogues.read("evidence=later&down=included")))
    cells = [row["MRD response"] for row in table_rows(drawing) if "historical" in row["Publication"] or "controls" in row["Publication"]]
    assert [cell for cell in cells if cell.startswith("whether these alone is not stated: 61")]
    assert not [cell for cell in cells if "not these alone" in cell]
    assert "percent, no count, perhaps not these alone" in key_words(drawing)


def test_one_more_publication_is_one(catalogue):
    assert "+1 more publication" in key_words(drawn(catalogue, "setting=post_transplant_relapse"))


def test_the_verb_of_a_claim_is_that_of_its_first_cohorts():
    counts = [[6], [1], [6, 4], [1, 1], [1, 4], [0, 4]]
    assert [reporting(own).split()[-1] for own in counts] == ["report", "reports", "report", "reports", "reports", "reports"]


# Every selection


@pytest.mark.parametrize("query", OPTIONS)
def test_figure_and_table_say_the_same_of_every_row(catalogue, query):
    drawing = drawn(catalogue, query)
    rows, _ = board_rows(shown_by(catalogue, query))
    assert [row.label for row in rows] == list(contents(drawing))
    for row in rows:
        own, columns = in_table(drawing, row.label), contents(drawing)[row.label]
        for domain, title in (("response", "Response"), ("mrd", "MRD response")):
            shares = [mark.x for mark in columns[title].marks if isinstance(mark, Point)]
            first = row.first(domain)
            assert shares in ([], [first and wording.share(first)])
            assert own[title] == "NR" if first is None else wording.value(first) in own[title]
        for column, title in COLUMNS.items():
            assert isinstance(columns[title].box, Box) == bool(row.held[column])
            assert own[title].count("; ") == max(len(row.held[column]) - 1, 0)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
@pytest.mark.parametrize("query", ["", "setting=first_relapse", "infant=included", "down=included"])
def test_each_half_stands_alone(catalogue, chart, query):
    plot = plot_of(drawn(catalogue, query, chart))
    assert [column.title for column in plot.columns if isinstance(column, Axis)] == ["Response", "MRD response"] * (chart is not TOXICITY)
    assert ("Seizure" in drawn(catalogue, query, chart).table.heads) == (chart is not EFFICACY)
    assert drawn(catalogue, query, chart).figure()["layout"]["height"] > 0


def test_a_pinned_publication_is_highlighted(catalogue):
    assert plot_of(drawn(catalogue, "pin=brown-2021,horibe-2020")).pinned == {"brown-2021", "horibe-2020"}
