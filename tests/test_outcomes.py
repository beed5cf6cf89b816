"""Survival and transplant: every number with its group and its time, no interval without a denominator, 45 never over 110."""

from __future__ import annotations

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from dashboard import wording
from dashboard.charts.outcomes import CHARTS, refusal, time_zero
from dashboard.evidence import load
from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Selection
from tests.tables import OTHER

SURVIVAL, TRANSPLANT = CHARTS
ONE, NONE = "design=expanded_access", "line=peri_transplant"
QUERIES = ["", *(f"{key}={code}" for key, facet in FACETS.items() for code in facet.options)]


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


def drawn(chart, catalogue, query=""):
    return chart.draw(catalogue.show(Selection.from_query(query, records=catalogue.records)))


def words(drawing):
    """Every text of the figure."""
    texts = [text for trace in drawing.figure()["data"] for text in trace.get("text", ())]
    return [
        wording.plain(text.replace("<br>", " ")) for text in [*texts, *(note["text"] for note in drawing.figure()["layout"]["annotations"])]
    ]


def everything(drawing):
    """Every word that a reader can meet."""
    hovers = [text for trace in drawing.figure()["data"] for text in trace.get("hovertext", ())]
    cells = [cell for row in drawing.table.rows for cell in row.cells]
    return " | ".join([drawing.sentence, *words(drawing), *hovers, *cells, *drawing.caveats])


def points(drawing):
    """The marks: (record, x, reach below, reach above, symbol)."""
    return [
        (record, x, below, above, symbol)
        for trace in drawing.figure()["data"]
        if "error_x" in trace
        for record, x, below, above, symbol in zip(
            trace["customdata"],
            trace["x"],
            trace["error_x"]["arrayminus"],
            trace["error_x"]["array"],
            trace["marker"]["symbol"],
            strict=True,
        )
    ]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
@pytest.mark.parametrize("query", QUERIES)
def test_every_selection_draws_a_figure_that_plotly_accepts(catalogue, evidence, chart, query):
    drawing = drawn(chart, catalogue, query)
    go.Figure(drawing.figure())
    assert drawing.sentence.endswith(".")
    assert {trace["type"] for trace in drawing.figure()["data"]} <= {"scatter", "bar"}
    assert {len(row.cells) for row in drawing.table.rows} <= {len(drawing.table.heads)}
    studies = {study.study_id for study in evidence.studies}
    assert {record for trace in drawing.figure()["data"] for record in trace.get("customdata", ())} <= studies


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "Medians from two cohorts (overall survival 8.7–13.1 months); percentages at a fixed time from two cohorts; counts at "
            "follow-up from two cohorts. Groups and times differ or are not said: nothing is averaged, and no curve is drawn.",
        ),
        (
            ONE,
            "Medians from one cohort (overall survival 13.1 months). Groups and times differ or are not said: nothing is averaged, and no "
            "curve is drawn.",
        ),
        (
            "setting=first_relapse",
            "Percentages at a fixed time from one cohort; counts at follow-up from one cohort. Groups and times differ or are not said: "
            "nothing is averaged, and no curve is drawn.",
        ),
        (NONE, "No publication shown here has a survival figure in the review."),
    ],
)
def test_survival_in_a_sentence(catalogue, query, sentence):
    assert drawn(SURVIVAL, catalogue, query).sentence == sentence


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "Five cohorts report how many reached a transplant: of responders 45/69; of all treated 5/9 and 11/11; of survivors 9/9; of a "
            "group not stated 83 %. Each group is a question of its own, so they are not read across.",
        ),
        (ONE, "One cohort reports how many reached a transplant: of responders 45/69."),
        (NONE, "No publication shown here says in the review how many reached a transplant."),
    ],
)
def test_transplant_in_a_sentence(catalogue, query, sentence):
    assert drawn(TRANSPLANT, catalogue, query).sentence == sentence


def test_a_published_interval_stands_as_published_and_an_unevaluable_limit_as_an_open_arrow(catalogue):
    drawing = drawn(SURVIVAL, catalogue, ONE)
    overall, relapse_free = points(drawing)
    assert overall == ("locatelli-2020-rialto", 13.1, pytest.approx(13.1 - 10.2), pytest.approx(21.3 - 13.1), "circle")
    assert relapse_free == ("locatelli-2020-rialto", 8.5, pytest.approx(8.5 - 4.4), pytest.approx(24 - 8.5), "circle")
    arrows = [trace for trace in drawing.figure()["data"] if trace.get("name") == "upper limit not evaluable"]
    assert [(trace["x"], trace["marker"]["symbol"]) for trace in arrows] == [([24], "triangle-right-open")]
    assert "8.5 months 4.4–not evaluable, 95 % CI as published" in words(drawing)


def test_each_survival_row_says_its_group_and_from_when_time_runs(catalogue):
    shown = words(drawn(SURVIVAL, catalogue))
    for row in (
        "Overall survival all 110; start of time not stated",
        "Relapse-free survival 69 responders; start of time not stated",
        "Overall survival group not said; start of time not stated",
        "Event-free survival group not said; 3 years after transplant",
        "Disease-free survival one arm; 2 years, start not stated",
        "Alive in remission all 38; median follow-up 54 months",
        "Death 54 randomised ‡; median follow-up 22.4 months",
    ):
        assert row in shown


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
@pytest.mark.parametrize("query", QUERIES)
def test_no_interval_where_the_review_gives_no_denominator(catalogue, evidence, chart, query):
    without = [result for result in evidence.results if result.domain == chart.key and result.state == "percent_only"]
    percentages = {(result.study_id, round(result.percent, 2)) for result in without}
    marks = [point for point in points(drawn(chart, catalogue, query)) if point[:2] in percentages]
    assert all(mark[2:] == (0, 0, "circle-open") for mark in marks)


def test_a_median_without_an_interval_is_hollow(catalogue):
    hollow = [(x, symbol) for record, x, below, above, symbol in points(drawn(SURVIVAL, catalogue)) if record == "ampatzidou-2020"]
    assert hollow == [(8.7, "circle-open"), (3.0, "circle-open")]


def test_the_axis_of_months_does_not_move_with_the_filters(catalogue):
    ends = {drawn(SURVIVAL, catalogue, query).figure()["layout"]["xaxis2"]["range"][1] for query in QUERIES}
    assert ends == {24}


def test_what_is_not_there_keeps_its_axis_and_says_so(catalogue):
    drawing = drawn(SURVIVAL, catalogue, NONE)
    assert {"No medians in the review for the publications shown.", "Medians", "Counts at follow-up"} <= set(words(drawing))
    assert {"xaxis2", "xaxis3", "xaxis4"} <= drawing.figure()["layout"].keys()
    assert drawing.rows == 0


def test_transplants_stand_apart_by_whom_the_review_counts(catalogue):
    shown = words(drawn(TRANSPLANT, catalogue))
    headings = ["Of the responders", "Of all treated", "Of the survivors", "Denominator not stated", "In words only"]
    assert [text for text in shown if text in headings] == headings
    assert "45/69 · 65 % 53–76 %, exact 95 % CI, computed" in shown
    assert "5/9 21–86 %, exact 95 % CI, computed" in shown
    assert "83 %, n not stated no interval: no denominator stated" in shown
    assert "More proceeded to transplant with blinatumomab; no number in the review." in shown


def test_the_45_responders_are_not_divided_by_the_110(catalogue):
    drawing = drawn(TRANSPLANT, catalogue)
    assert "NR 45 are of the 69 responders; 45 is not divided by 110" in words(drawing)
    assert (
        "Locatelli 2020 (RIALTO) [25]: 45 of the 69 responders had a transplant. How many of all 110 had one is not in the review: "
        "45 is not divided by 110."
    ) in drawing.caveats
    gaps = [record for trace in drawing.figure()["data"] if trace.get("name") == "NR" for record in trace["customdata"]]
    assert gaps == ["locatelli-2020-rialto", "queudeville-2021"]


@pytest.mark.parametrize("query", QUERIES)
def test_a_share_that_the_review_does_not_give_is_nowhere_on_the_transplant_chart(catalogue, query):
    said = everything(drawn(TRANSPLANT, catalogue, query))
    assert not [share for share in ("45/110", "41 %", "40.9", "9/38", "20/24") if share in said]


def test_a_refusal_names_who_is_counted_and_who_is_not(evidence):
    result = next(result for result in evidence.results if result.result_id == "queudeville-2021-proceeded-to-transplant")
    assert refusal(evidence, evidence.study("queudeville-2021"), result) == (
        "Queudeville 2021 [36]: 9 of the 9 survivors had a transplant. How many of all 38 had one is not in the review: "
        "9 is not divided by 38."
    )


def test_one_group_of_children_is_drawn_once_and_the_other_publication_stands_under_the_chart(evidence):
    studies = tuple(study._replace(cohort_id="rialto") if study.study_id == "ampatzidou-2020" else study for study in evidence.studies)
    drawing = drawn(SURVIVAL, Catalogue(replace(evidence, studies=studies)))
    assert "ampatzidou-2020" not in {record for record, *_ in points(drawing)}
    (same,) = [aside for aside in drawing.asides if "same children" in aside.words]
    assert same.records == (("ampatzidou-2020", "Ampatzidou 2020 [34] (n = 9)"),)


@pytest.mark.parametrize(
    ("state", "timepoint", "time_from", "said"),
    [
        ("estimate", "median", "not_stated", "start of time not stated"),
        ("estimate", "median", "start", "from the start of treatment"),
        ("percent_only", "2 years", "not_stated", "2 years, start not stated"),
        ("percent_only", "2 years", "randomisation", "2 years, from randomisation"),
        ("percent_only", "3 years after transplant", "transplant", "3 years after transplant"),
        ("percent_only", "3 years", "transplant", "3 years, from transplant"),
        ("count", "median follow-up 54 months", "not_stated", "median follow-up 54 months"),
        ("qualitative", "", "not_stated", ""),
    ],
)
def test_time_zero_is_said_or_said_to_be_unstated(evidence, state, timepoint, time_from, said):
    assert time_zero(evidence.results[0]._replace(state=state, timepoint=timepoint, time_from=time_from)) == said


def test_a_pinned_publication_is_highlighted_in_every_section_in_which_it_stands(catalogue):
    drawing = drawn(TRANSPLANT, catalogue, "pin=queudeville-2021")
    assert sum(1 for shape in drawing.figure()["layout"]["shapes"] if shape["type"] == "rect") == 2


def test_silent_and_wordy_publications_stand_under_the_chart(catalogue, evidence):
    survival = {aside.words: [record for record, _ in aside.records] for aside in drawn(SURVIVAL, catalogue).asides}
    assert set(survival) == {
        "Survival in words only; the words stand in the table and in the card",
        "Survival not reported in the review",
    }
    carried = {record for record, *_ in points(drawn(SURVIVAL, catalogue))}
    assert sorted([*carried, *(record for records in survival.values() for record in records)]) == sorted(
        study.study_id for study in evidence.studies
    )


def test_arms_are_named_and_coloured_as_their_table_says():
    drawing = drawn(SURVIVAL, Catalogue(load(OTHER)), "setting=first_relapse")
    text = " ".join(text for trace in drawing.figure()["data"] for text in trace.get("text", ()))
    for colour, name in (("#1d5fa9", "zenolimab"), ("#b9480f", "standard care")):
        assert f"<span style='color:{colour}'><b>{name}</b></span>" in text
        assert f"● {name}" in " ".join(words(drawing))
    pairs = {trace["error_x"]["color"] == trace["marker"]["color"] for trace in drawing.figure()["data"] if "error_x" in trace}
    assert pairs == {True}
    assert {trace["marker"]["color"] for trace in drawing.figure()["data"] if "error_x" in trace} == {"#1d5fa9", "#b9480f"}


def test_the_randomised_of_an_arm_are_not_some_of_all():
    drawing = drawn(TRANSPLANT, Catalogue(load(OTHER)))
    assert drawing.sentence.startswith(
        "Two cohorts report how many reached a transplant: of responders 11/21; of randomised 25/31 and 18/31."
    )
    assert "Of all randomised" in words(drawing)
    assert [caveat for caveat in drawing.caveats if "not divided by" in caveat and "11 of the 21" not in caveat] == []


def test_overlap_that_no_source_excludes_is_said(evidence):
    studies = [
        study._replace(cohort_id="post-transplant-series") if study.study_id == "ampatzidou-2020" else study for study in evidence.studies
    ]
    sentence = drawn(TRANSPLANT, Catalogue(replace(evidence, studies=tuple(studies)))).sentence
    assert sentence.startswith("Five cohorts (overlap not excluded for [34], [36]) report how many reached a transplant: ")


def test_texts_of_the_tables_are_no_markup(evidence):
    studies = [study._replace(label="<b>A & B</b> [34]") if study.study_id == "ampatzidou-2020" else study for study in evidence.studies]
    drawing = drawn(SURVIVAL, Catalogue(replace(evidence, studies=tuple(studies))))
    printed = [text for trace in drawing.figure()["data"] for key in ("text", "hovertext") for text in trace.get(key, ())]
    named = [text for text in printed if "A &" in text]
    assert named
    assert all("&lt;b&gt;A &amp; B&lt;/b&gt; [34]" in text for text in named)
    assert "<b>A & B</b> [34]" in {row.cells[0] for row in drawing.table.rows}


@pytest.mark.parametrize(
    ("low", "high", "under"), [(None, None, ""), (60.0, 80.0, "60–80 %, 95 % CI as published")], ids=["no interval", "published interval"]
)
def test_a_published_interval_of_a_percentage_without_a_denominator_is_printed(evidence, low, high, under):
    key = next(row.result_id for row in evidence.results if row.study_id == "brown-2021" and row.percent_as_printed == "71.3%")
    results = tuple(row._replace(ci_low=low, ci_high=high) if row.result_id == key else row for row in evidence.results)
    shown = words(drawn(SURVIVAL, Catalogue(replace(evidence, results=results)), "setting=first_relapse"))
    assert f"71.3 %, n not stated {under}".rstrip() in shown


@pytest.mark.parametrize(("n", "interval"), [(4, ""), (5, "15–95 %, exact 95 % CI, computed")])
def test_an_interval_of_ours_of_a_handful_is_not_printed(evidence, n, interval):
    counted = next(row for row in evidence.results if row.state == "count" and row.denominator == "treated")
    assert wording.interval(counted._replace(events=3, n=n, percent=None, ci_low=None, ci_high=None, at_least=False)) == interval
    published = counted._replace(events=3, n=n, percent=60.0, ci_low=20.0, ci_high=90.0)
    assert wording.interval(published) == "20–90 %, 95 % CI as published"
