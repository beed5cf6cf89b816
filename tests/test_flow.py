"""The publications over the years and the search flow: the same children joined, our own subtractions marked as ours."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from dashboard import wording
from dashboard.charts.flow import CHARTS
from dashboard.charts.flow.search import flow_steps
from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Selection

TIMELINE, FLOW = CHARTS
ONE, NONE = "design=expanded_access", "line=peri_transplant"
QUERIES = ["", *(f"{key}={code}" for key, facet in FACETS.items() for code in facet.options)]
MT103 = ["von-stackelberg-2016", "mejstrikova-2017", "gore-2018", "brown-2019", "locatelli-2020-historical"]


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


def drawn(chart, catalogue, query=""):
    selection = Selection.from_query(query, records=catalogue.records)
    return chart.draw(catalogue.show(selection))


def trace(drawing, name):
    return next(trace for trace in drawing.figure()["data"] if trace.get("name") == name)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
@pytest.mark.parametrize("query", QUERIES)
def test_every_selection_draws_a_figure_that_plotly_accepts(catalogue, chart, query):
    drawing = drawn(chart, catalogue, query)
    go.Figure(drawing.figure())
    assert drawing.sentence.endswith(".")
    assert {trace["type"] for trace in drawing.figure()["data"]} == {"scatter"}
    assert {len(row.cells) for row in drawing.table.rows} <= {len(drawing.table.heads)}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "24 publications of 19 cohorts (overlap not excluded for [19], [20], [36], [42]) from 2011 to 2021; two report the same "
            "children: relapse after transplant, first series; five report the same children: MT103-205 (phase I/II, NCT01471782). "
            "Patients are never added up across publications.",
        ),
        (ONE, "One publication of one cohort in 2020. Patients are never added up across publications."),
        (
            "setting=post_transplant_relapse",
            "Three publications of two cohorts from 2011 to 2017; two report the same children: relapse after transplant, first "
            "series. Patients are never added up across publications.",
        ),
        (NONE, "No publication is shown."),
    ],
)
def test_the_years_in_a_sentence(catalogue, query, sentence):
    assert drawn(TIMELINE, catalogue, query).sentence == sentence


def test_publications_of_the_same_children_are_joined_in_the_order_of_their_years(catalogue):
    lines = trace(drawn(TIMELINE, catalogue), "same children")
    assert lines["customdata"] == ["handgretinger-2011", "schlegel-2014", "", *MT103, ""]
    assert lines["x"] == [2011, 2014, None, 2016, 2017, 2018, 2019, 2020, None]
    assert lines["connectgaps"] is False


def test_a_line_needs_two_publications_and_one_alone_says_where_the_others_are(catalogue):
    drawing = drawn(TIMELINE, catalogue, "design=historical_comparison")
    assert trace(drawing, "same children")["x"] == []
    assert [wording.plain(text).strip("\xa0") for text in trace(drawing, "cohorts")["text"]] == [
        "same children in [21] [22] [23] [40] (inferred), not shown"
    ]


def test_the_area_of_a_circle_tells_n(catalogue):
    dots = trace(drawn(TIMELINE, catalogue), "publications")
    size = dict(zip(dots["customdata"], dots["marker"]["size"], strict=True))
    assert (size["brown-2021"] / size["contreras-2020"]) ** 2 == pytest.approx(208 / 27, rel=0.02)
    assert min(size.values()) == size["brethon-2021"] == 7


def test_blue_is_blinatumomab_and_a_circle_that_counts_others_is_grey(catalogue):
    dots = trace(drawn(TIMELINE, catalogue), "publications")
    colour = dict(zip(dots["customdata"], dots["marker"]["color"], strict=True))
    grey = {study for study in colour if colour[study] == colour["brown-2021"]}
    assert grey == {"brown-2021", "locatelli-2021", "contreras-2020"}


def test_no_two_labels_share_a_row(catalogue):
    labels = trace(drawn(TIMELINE, catalogue), "labels")
    names = [(x, y) for x, y in zip(labels["x"], labels["y"], strict=True) if x == 0]
    assert len(names) == len(set(names)) == 24
    assert drawn(TIMELINE, catalogue).figure()["layout"]["height"] >= 24 * 30


def test_the_years_do_not_move_with_the_filters(catalogue):
    axes = [drawn(TIMELINE, catalogue, query).figure()["layout"]["xaxis2"] for query in ("", ONE, NONE)]
    assert {tuple(axis["tickvals"]) for axis in axes} == {tuple(range(2011, 2022))}
    assert [axis["ticktext"][9] for axis in axes] == ["<b>2020</b><br>7", "<b>2020</b><br>1", "<b>2020</b><br>0"]


def test_the_last_year_is_said_to_be_incomplete(catalogue):
    assert drawn(TIMELINE, catalogue).caveats[0] == "The search ended in mid-March 2021 (Review 2 p1): its last year is not complete."


def test_the_search_flow_by_hand(evidence):
    # 127 + 25 - 4 = 148; 148 - 87 = 61; 24 + 25 - 4 = 45; 61 - 45 = 16
    steps = flow_steps(evidence)
    assert {key: (step.figure, step.ours) for key, step in steps.items()} == {
        "publications_found": ("127", ""),
        "registrations_found": ("25", ""),
        "in_both_lists": ("4", ""),
        "screened": ("148 §", "127 + 25 − 4"),
        "excluded_at_screening": ("87", ""),
        "full_text_assessed": ("61", ""),
        "excluded_at_full_text": ("16 §", "61 − 45"),
        "included": ("45 §", "24 + 25 − 4"),
        "publications_included": ("24 §", "rows of Table 1, counted"),
        "registration_rows_included": ("25 §", "rows of Table 2, counted"),
    }


def test_what_we_work_out_is_marked_on_the_figure_and_in_the_table(catalogue):
    drawing = drawn(FLOW, catalogue)
    dashed = [shape["line"].get("dash") == "dash" for shape in drawing.figure()["layout"]["shapes"]]
    marked = ["§" in text for text in trace(drawing, "steps")["text"]]
    assert dashed == marked
    assert sum(marked) == 5
    assert [row.cells[2] for row in drawing.table.rows if row.cells[1] in ("148", "16")] == [
        "computed by us: 127 + 25 − 4",
        "computed by us: 61 − 45",
    ]


def test_boxes_do_not_overlap(catalogue):
    boxes = sorted((shape["x0"], shape["y0"], shape["x1"], shape["y1"]) for shape in drawn(FLOW, catalogue).figure()["layout"]["shapes"])
    apart = [a[2] <= b[0] or a[3] <= b[1] or b[3] <= a[1] for index, a in enumerate(boxes) for b in boxes[index + 1 :]]
    assert all(apart)
    assert len(apart) == 45


def test_the_flow_does_not_depend_on_the_filters(catalogue):
    whole = drawn(FLOW, catalogue)
    assert all(drawn(FLOW, catalogue, query) == whole for query in QUERIES)
    assert not FLOW.across_studies
    assert whole.sentence == (
        "Of 148 records screened 61 were assessed in full, and 45 were included: 24 publications and 25 rows of "
        "registrations, 4 of them in both lists. 148, 16 and 45 are worked out by us; 148 less 87 agrees with the printed 61."
    )


def test_counts_that_do_not_add_up_are_said_not_to(evidence):
    review = tuple(fact._replace(value="86") if fact.key == "excluded_at_screening" else fact for fact in evidence.review)
    assert "148 less 86 does not agree with the printed 61" in drawn(FLOW, Catalogue(replace(evidence, review=review))).sentence


def test_doubts_of_the_flow_are_those_about_its_steps(catalogue):
    counted, *doubts = drawn(FLOW, catalogue).caveats
    assert counted == "24 publications of 19 cohorts (overlap not excluded for [19], [20], [36], [42])."
    assert [doubt.split(" (2 p1)")[0] for doubt in doubts] == [
        "Four trials are completed and published",
        "61 full texts and studies were assessed, several case reports excluded",
    ]


def test_without_a_search_the_flow_says_so(evidence):
    chosen = replace(evidence, review=())
    assert drawn(FLOW, Catalogue(chosen)).sentence == "What is shown was chosen: no search is described."
    assert not any("search ended" in caveat for caveat in drawn(TIMELINE, Catalogue(chosen)).caveats)


def test_cohorts_that_may_overlap_are_explained_where_both_are_shown(catalogue):
    told = " ".join(drawn(TIMELINE, catalogue).caveats)
    assert "Tübingen, single centre: Whether these children include those of [19], [20]" in told
    assert "Tübingen" not in " ".join(drawn(TIMELINE, catalogue, "setting=first_relapse").caveats)


def test_no_table_text_is_taken_for_markup(evidence):
    studies = tuple(study._replace(label=f"<b>{study.label}", patients_note="n < 5 & more") for study in evidence.studies)
    drawing = drawn(TIMELINE, Catalogue(replace(evidence, studies=studies)))
    labels, dots = trace(drawing, "labels")["text"], trace(drawing, "publications")["hovertext"]
    assert all(label.startswith("&lt;b&gt;") for label in labels[:24])
    assert all("n &lt; 5 &amp; more" in hover for hover in dots)


def test_the_years_run_downwards_within_each_group_of_children(catalogue):
    dots = trace(drawn(TIMELINE, catalogue), "publications")
    cohort = {study.study_id: study.cohort_id for study in catalogue.evidence.studies}
    rows = list(zip(dots["customdata"], dots["x"], strict=True))
    assert all(a[1] <= b[1] for a, b in pairwise(rows) if cohort[a[0]] == cohort[b[0]])
