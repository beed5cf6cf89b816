"""Survival and transplant: every number with its group and its time, no interval without a denominator, 45 never over 110."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard import wording
from dashboard.charts.outcomes import CHARTS
from dashboard.charts.outcomes.rows import Outcome, time_zero
from dashboard.charts.outcomes.words import refusal
from dashboard.evidence import load
from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Selection
from dashboard.tableplot import room
from tests.drawing import drawn_rows, everything_said, key_words, points_of, silences_of, table_rows
from tests.tables import OTHER

SURVIVAL, TRANSPLANT = CHARTS
ONE, NONE = "design=expanded_access", "line=peri_transplant"
QUERIES = ["", *(f"{key}={code}" for key, facet in FACETS.items() for code in facet.options)]
ROOM = room(1232, 470, 720)


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


def drawn(chart, catalogue, query=""):
    return chart.draw(catalogue.show(Selection.from_query(query, records=catalogue.records)))


def rows_in_words(drawing):
    return [(row.headings, row.words) for row in drawn_rows(drawing)]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
@pytest.mark.parametrize("query", QUERIES)
def test_every_selection_is_drawn(catalogue, evidence, chart, query):
    drawing = drawn(chart, catalogue, query)
    assert drawing.sentence.endswith(".")
    assert {row.record for row in drawn_rows(drawing)} <= {study.study_id for study in evidence.studies}
    said = [row.columns["Value"].said for row in drawn_rows(drawing)]
    assert drawing.rows == sum(1 for words in said if words not in ("NR", "in words only"))


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_all_of_it_is_shown_in_a_room_on_two_screens(catalogue, chart):
    assert len(drawn(chart, catalogue).pages(ROOM, 470)) == 2


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "Reported: medians from two cohorts (overall survival 8.7–13.1 months); percentages at a fixed time from two cohorts; counts "
            "at follow-up from two cohorts. Groups and times differ or are not stated, so nothing is averaged and no curve is drawn.",
        ),
        (
            ONE,
            "Reported: medians from one cohort (overall survival 13.1 months). Groups and times differ or are not stated, so nothing is "
            "averaged and no curve is drawn.",
        ),
        (
            "setting=first_relapse",
            "Reported: percentages at a fixed time from one cohort; counts at follow-up from one cohort. Groups and times differ or are "
            "not stated, so nothing is averaged and no curve is drawn.",
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
            "Five cohorts report how many reached a transplant: among responders 45/69; among all treated 5/9 and 11/11; among "
            "survivors 9/9; in an unstated group 83 %. The groups differ, so they are not compared.",
        ),
        (ONE, "One cohort reports how many reached a transplant: among responders 45/69."),
        (NONE, "No publication shown here says in the review how many reached a transplant."),
    ],
)
def test_transplant_in_a_sentence(catalogue, query, sentence):
    assert drawn(TRANSPLANT, catalogue, query).sentence == sentence


def test_a_published_interval_stands_as_published_and_an_unevaluable_limit_is_open(catalogue):
    drawing = drawn(SURVIVAL, catalogue, ONE)
    study = "locatelli-2020-rialto"
    assert points_of(drawing) == [(study, 13.1, (10.2, 21.3), False), (study, 8.5, (4.4, None), False)]
    assert "Relapse-free survival, 69 responders | 8.5 (4.4–not evaluable)" in everything_said(drawing)
    arrows = [trace["marker"]["symbol"] for trace in drawing.figure()["data"] if trace["name"] == "arrows"]
    assert arrows == ["triangle-right-open"]
    assert "no limit printed" in key_words(drawing)


def test_each_survival_row_says_its_group_and_from_when_time_runs(catalogue):
    shown = rows_in_words(drawn(SURVIVAL, catalogue))
    for heading, row in (
        ("Medians, in months: starting point not stated", "Overall survival, all 110 | 13.1 (10.2–21.3)"),
        ("Medians, in months: starting point not stated", "Relapse-free survival, 69 responders | 8.5 (4.4–not evaluable)"),
        ("Medians, in months: starting point not stated", "Overall survival, group not stated | 8.7"),
        ("Percentages at a fixed time: 3 years after transplant", "Event-free survival | 47 %, n not stated"),
        ("Percentages at a fixed time: 2 years, start not stated", "Disease-free survival | 54.4 %, n not stated"),
        ("Counts at follow-up: median follow-up 54 months", "Alive in remission, all 38 | 9/38 · 24 % (11–40 %)"),
        ("Counts at follow-up: median follow-up 22.4 months", "Death, 54 randomised ‡ | 8/54 · 14.8 % ‡ (7–27 %)"),
    ):
        assert [words for found, words in shown if found == heading and words.endswith(f" | {row}")], row


def test_figures_of_different_times_never_stand_in_one_group(catalogue):
    times = [{each.time for each in group.rows} for group in drawn(SURVIVAL, catalogue).content.groups if group.drawn]
    assert [len(group) for group in times] == [1] * 5


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
@pytest.mark.parametrize("query", QUERIES)
def test_no_interval_where_the_review_gives_no_denominator(catalogue, evidence, chart, query):
    without = [result for result in evidence.results if result.domain == chart.key and result.state == "percent_only"]
    percentages = {(result.study_id, round(result.percent, 2)) for result in without}
    points = [point for point in points_of(drawn(chart, catalogue, query)) if (point.record, point.x) in percentages]
    assert not [point for point in points if point.limits or not point.hollow]


def test_a_median_without_an_interval_is_hollow(catalogue):
    points = [point for point in points_of(drawn(SURVIVAL, catalogue)) if point.record == "ampatzidou-2020"]
    assert [(point.x, point.limits, point.hollow) for point in points] == [(8.7, None, True), (3.0, None, True)]
    said = table_rows(drawn(SURVIVAL, catalogue), "ampatzidou-2020")
    assert {row["Interval"] for row in said} == {"no interval in the review"}


def test_the_axis_of_months_does_not_move_with_the_filters(catalogue):
    groups = [group for query in QUERIES for group in drawn(SURVIVAL, catalogue, query).content.groups if "Value" in group.scales]
    assert {group.scales["Value"].high for group in groups} == {24, 100}


def test_what_is_not_there_keeps_its_heading_and_says_so(catalogue):
    drawing = drawn(SURVIVAL, catalogue, NONE)
    assert silences_of(drawing)[0] == "No medians in the review for the publications shown."
    assert [group.heading for group in drawing.content.groups[:3]] == [
        "Medians, in months",
        "Percentages at a fixed time",
        "Counts at follow-up",
    ]
    assert drawing.rows == 0


def test_transplants_stand_apart_by_whom_the_review_counts(catalogue):
    assert rows_in_words(drawn(TRANSPLANT, catalogue))[:7] == [
        ("Of the responders", "Locatelli 2020 (RIALTO) [25] | Of 69 responders | 45/69 · 65 % (53–76 %)"),
        ("Of all treated", "Ampatzidou 2020 [34] | Of all 9 | 5/9 (21–86 %)"),
        ("Of all treated", "Clesham 2020 [32] | Of all 11 | 11/11 · 100 % (72–100 %)"),
        ("Of all treated", "Locatelli 2020 (RIALTO) [25] | Of all 110: 45 are of the 69 responders"),
        ("Of all treated", "Queudeville 2021 [36] | Of all 38: 9 are of the 9 survivors"),
        ("Of the survivors", "Queudeville 2021 [36] | Of 9 survivors | 9/9 (66–100 %)"),
        ("Denominator not stated", "Sutton 2021 [37] | Transplant after blinatumomab | 83 %, n not stated"),
    ]
    in_words = [words for heading, words in rows_in_words(drawn(TRANSPLANT, catalogue)) if heading == "In words only"]
    assert "Locatelli 2021 [39] | More proceeded to transplant with blinatumomab; no number in the review." in in_words
    assert len(in_words) == 5


def test_the_45_responders_are_not_divided_by_the_110(catalogue):
    drawing = drawn(TRANSPLANT, catalogue)
    assert (
        "Locatelli 2020 (RIALTO) [25]: 45 of the 69 responders had a transplant. How many of all 110 did is not in the review, "
        "so 45 is not divided by 110."
    ) in drawing.caveats
    gaps = [row.record for row in drawn_rows(drawing) if row.columns["Value"].gap]
    assert gaps == ["locatelli-2020-rialto", "queudeville-2021"]
    assert [(row["Group"], row["Value"]) for row in table_rows(drawing, gaps[0])] == [("69 responders", "45/69 · 65 %"), ("all 110", "NR")]


@pytest.mark.parametrize("query", QUERIES)
def test_a_share_that_the_review_does_not_give_is_nowhere_on_the_transplant_chart(catalogue, query):
    said = everything_said(drawn(TRANSPLANT, catalogue, query))
    assert not [share for share in ("45/110", "41 %", "40.9", "9/38", "20/24") if share in said]


def test_a_refusal_names_who_is_counted_and_who_is_not(evidence):
    result = next(result for result in evidence.results if result.result_id == "queudeville-2021-proceeded-to-transplant")
    assert refusal(Outcome(evidence.study("queudeville-2021"), result, evidence)) == (
        "Queudeville 2021 [36]: 9 of the 9 survivors had a transplant. How many of all 38 did is not in the review, "
        "so 9 is not divided by 38."
    )


def test_one_group_of_children_is_drawn_once_and_the_other_publication_stands_under_the_chart(evidence):
    studies = tuple(study._replace(cohort_id="rialto") if study.study_id == "ampatzidou-2020" else study for study in evidence.studies)
    drawing = drawn(SURVIVAL, Catalogue(replace(evidence, studies=studies)))
    assert not drawn_rows(drawing, "ampatzidou-2020")
    assert {row["Same children"] for row in table_rows(drawing, "ampatzidou-2020")} == {"same children in [25]"}
    (same,) = [aside for aside in drawing.asides if "same children" in aside.words]
    assert same.records == (("ampatzidou-2020", "Ampatzidou 2020 [34] (n = 9)"),)


@pytest.mark.parametrize(
    ("state", "timepoint", "time_from", "said"),
    [
        ("estimate", "median", "not_stated", "starting point not stated"),
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


def test_a_pinned_publication_is_highlighted_in_every_row_in_which_it_stands(catalogue):
    drawing = drawn(TRANSPLANT, catalogue, "pin=queudeville-2021")
    assert drawing.content.pinned == {"queudeville-2021"}
    assert len(drawn_rows(drawing, "queudeville-2021")) == 2


def test_silent_and_wordy_publications_stand_under_the_chart_and_their_words_in_the_table(catalogue, evidence):
    drawing = drawn(SURVIVAL, catalogue)
    survival = {aside.words: [record for record, _ in aside.records] for aside in drawing.asides}
    words, silent = survival
    assert words == "Survival in words only; see the table and the card"
    assert silent == "Survival not reported in the review"
    carried = {row.record for row in drawn_rows(drawing)}
    assert sorted([*carried, *(record for records in survival.values() for record in records)]) == sorted(
        study.study_id for study in evidence.studies
    )
    assert {row.record for row in drawing.table.rows} == {*carried, *survival[words]}


def test_arms_are_named_and_coloured_as_their_table_says():
    drawing = drawn(SURVIVAL, Catalogue(load(OTHER)), "setting=first_relapse")
    colours = {"zenolimab": "#1d5fa9", "standard care": "#b9480f"}
    named = {}
    for row in drawn_rows(drawing):
        *_, arm = row.columns["Publication"].words
        assert {mark.colour for mark in row.columns["Value"].marks} == {arm.colour}
        named[arm.text.strip()] = arm.colour
    assert named == colours
    assert set(colours) <= set(key_words(drawing))


def test_the_randomised_of_an_arm_are_not_some_of_all():
    drawing = drawn(TRANSPLANT, Catalogue(load(OTHER)))
    assert drawing.sentence.startswith(
        "Two cohorts report how many reached a transplant: among responders 11/21; among randomised 25/31 and 18/31 (standard care)."
    )
    assert "Of all randomised" in {row.headings for row in drawn_rows(drawing)}
    assert [caveat for caveat in drawing.caveats if "not divided by" in caveat and "11 of the 21" not in caveat] == []


def test_overlap_that_no_source_excludes_is_said(evidence):
    studies = [
        study._replace(cohort_id="post-transplant-series") if study.study_id == "ampatzidou-2020" else study for study in evidence.studies
    ]
    drawing = drawn(TRANSPLANT, Catalogue(replace(evidence, studies=tuple(studies))))
    assert drawing.caveats[0] == "Overlap not excluded for [34], [36]."


def test_overlap_is_said_too_of_a_row_in_words_only(evidence):
    """As if the children of [27], whose transplant is told in words, might be among those of [36]."""
    cohorts = [cohort._replace(may_overlap=("keating",)) if cohort.cohort_id == "tuebingen" else cohort for cohort in evidence.cohorts]
    drawing = drawn(TRANSPLANT, Catalogue(replace(evidence, cohorts=tuple(cohorts))))
    assert "In words only" in {row.headings for row in drawn_rows(drawing, "keating-2019")}
    assert drawing.caveats[0] == "Overlap not excluded for [27], [36]."


@pytest.mark.parametrize(
    ("low", "high", "under"), [(None, None, ""), (60.0, 80.0, " (60–80 %)")], ids=["no interval", "published interval"]
)
def test_a_published_interval_of_a_percentage_without_a_denominator_is_printed(evidence, low, high, under):
    key = next(row.result_id for row in evidence.results if row.study_id == "brown-2021" and row.percent_as_printed == "71.3%")
    limits = {"ci_low": low, "ci_high": high, "ci_level": low and 95.0}
    results = tuple(row._replace(**limits) if row.result_id == key else row for row in evidence.results)
    shown = [row.words for row in drawn_rows(drawn(SURVIVAL, Catalogue(replace(evidence, results=results)), "setting=first_relapse"))]
    assert f"Brown 2021 [38] blinatumomab | Overall survival | 71.3 %, n not stated{under}" in shown


def test_a_published_interval_of_another_level_is_called_by_it_and_not_drawn(evidence):
    key = next(row.result_id for row in evidence.results if row.study_id == "brown-2021" and row.percent_as_printed == "71.3%")
    limits = {"ci_low": 60.0, "ci_high": 80.0, "ci_level": 90.0}
    results = tuple(row._replace(**limits) if row.result_id == key else row for row in evidence.results)
    drawing = drawn(SURVIVAL, Catalogue(replace(evidence, results=results)), "setting=first_relapse")
    assert "71.3 %, n not stated (60–80 %, 90 % CI as published)" in everything_said(drawing)
    assert "no 95 % interval printed, or no clear n" in key_words(drawing)
    assert ("brown-2021", 71.3, None, True) in points_of(drawing)


def test_an_interval_of_another_level_is_not_drawn_beside_a_median(evidence):
    key = "locatelli-2020-rialto-relapse-free-survival"
    results = tuple(row._replace(ci_level=90.0) if row.result_id == key else row for row in evidence.results)
    drawing = drawn(SURVIVAL, Catalogue(replace(evidence, results=results)))
    assert "8.5 (4.4–not evaluable, 90 % CI as published)" in everything_said(drawing)
    assert ("locatelli-2020-rialto", 8.5, None, True) in points_of(drawing)


@pytest.mark.parametrize("level", [90.0, 99.0])
def test_beside_a_published_interval_of_another_level_the_exact_one_is_drawn(evidence, level):
    counted = next(row for row in evidence.results if row.state == "count" and row.denominator == "treated")
    found = counted._replace(events=27, n=70, percent=39.0, ci_low=20.0, ci_high=60.0, ci_level=level)
    assert wording.interval(found) == wording.interval_in_brief(found) == f"20–60 %, {level:g} % CI as published"
    assert wording.limits(found) == wording.limits(found._replace(percent=None))
    assert wording.limits(found).whose == wording.COMPUTED


@pytest.mark.parametrize(
    ("limits", "interval"),
    [
        ({"ci_low": 10.0, "ci_high": None, "ci_note": "upper limit not evaluable"}, "10 %–not evaluable, 95 % CI as published"),
        ({"ci_low": None, "ci_high": 60.0, "ci_note": "lower limit not printed"}, "not given–60 %, 95 % CI as published"),
    ],
)
def test_one_published_limit_of_a_proportion_is_not_hidden_by_an_interval_of_ours(evidence, limits, interval):
    counted = next(row for row in evidence.results if row.state == "count" and row.denominator == "treated")
    found = counted._replace(events=27, n=70, percent=39.0, ci_level=95.0, **limits)
    assert wording.interval(found) == interval
    assert wording.limits(found).whose == wording.COMPUTED


def test_the_upper_limit_alone_of_a_median_is_said_and_drawn(evidence):
    key = "locatelli-2020-rialto-relapse-free-survival"
    limits = {"ci_low": None, "ci_high": 20.0, "ci_note": "lower limit not evaluable"}
    results = tuple(row._replace(**limits) if row.result_id == key else row for row in evidence.results)
    drawing = drawn(SURVIVAL, Catalogue(replace(evidence, results=results)))
    assert "8.5 (not evaluable–20)" in everything_said(drawing)
    assert ("locatelli-2020-rialto", 8.5, (None, 20.0), False) in points_of(drawing)


def test_a_standard_error_is_no_interval(evidence):
    key = next(row.result_id for row in evidence.results if row.study_id == "brown-2021" and row.percent_as_printed == "71.3%")
    results = tuple(row._replace(se=3.7) if row.result_id == key else row for row in evidence.results)
    drawing = drawn(SURVIVAL, Catalogue(replace(evidence, results=results)), "setting=first_relapse")
    assert "71.3 %, n not stated (± 3.7)" in everything_said(drawing)
    assert "± a standard error, no interval" in key_words(drawing)
    assert ("brown-2021", 71.3, None, True) in points_of(drawing)


def test_a_spread_that_is_no_interval_has_its_name_and_no_line(evidence):
    key = next(row.result_id for row in evidence.results if row.study_id == "ampatzidou-2020" and row.estimate == 8.7)
    spread = {"spread_low": 2.0, "spread_high": 11.0, "spread_kind": "iqr"}
    results = tuple(row._replace(**spread) if row.result_id == key else row for row in evidence.results)
    drawing = drawn(SURVIVAL, Catalogue(replace(evidence, results=results)))
    assert "8.7 (2–11, interquartile range)" in everything_said(drawing)
    assert ("ampatzidou-2020", 8.7, None, True) in points_of(drawing)


@pytest.mark.parametrize(("n", "interval"), [(4, ""), (5, "15–95 %, exact 95 % CI, computed")])
def test_an_interval_of_ours_of_a_handful_is_not_printed(evidence, n, interval):
    counted = next(row for row in evidence.results if row.state == "count" and row.denominator == "treated")
    assert wording.interval(counted._replace(events=3, n=n, percent=None, ci_low=None, ci_high=None, at_least=False)) == interval
    published = counted._replace(events=3, n=n, percent=60.0, ci_low=20.0, ci_high=90.0, ci_level=95.0)
    assert wording.interval(published) == "20–90 %, 95 % CI as published"


@pytest.mark.parametrize(
    ("events", "n", "interval"), [(0, 653, "0–1 %"), (2, 624, "0.04–1 %"), (622, 624, "99–99.96 %"), (653, 653, "99–100 %")]
)
def test_the_limits_of_some_are_not_0_nor_those_of_nearly_all_100(evidence, events, n, interval):
    counted = next(row for row in evidence.results if row.state == "count" and row.denominator == "treated")
    found = counted._replace(events=events, n=n, percent=None)
    assert wording.interval(found) == f"{interval}, exact 95 % CI, computed"
    assert wording.interval_in_brief(found) == interval


def test_a_range_from_some_to_nearly_all_is_not_one_from_0_to_100(evidence):
    counted = next(row for row in evidence.results if row.state == "count" and row.denominator == "treated")
    assert wording.spread(counted._replace(events=events, n=300, percent=None) for events in (1, 299)) == "0.3–99.7 %"


NO_FIGURE = {
    "events": None,
    "n": None,
    "n_basis": "",
    "denominator": "",
    "percent": None,
    "percent_as_printed": "",
    "ci_low": None,
    "ci_high": None,
}
NO_FIGURE |= {"ci_level": None, "estimate": None, "unit": ""}
RIALTO, REACHED = "locatelli-2020-rialto-overall-survival", "locatelli-2020-rialto-proceeded-to-transplant"


def with_another(evidence, like, **values):
    """The evidence with one more row, which is like another but for some values."""
    (row,) = [row for row in evidence.results if row.result_id == like]
    return Catalogue(replace(evidence, results=(*evidence.results, row._replace(result_id="another", **values))))


def instead(evidence, like, **values):
    """The evidence with another row instead of all others of its domain."""
    (row,) = [row for row in evidence.results if row.result_id == like]
    others = (other for other in evidence.results if other.domain != row.domain)
    return Catalogue(replace(evidence, results=(*others, row._replace(**values))))


@pytest.mark.parametrize(
    ("figure", "kind", "value"),
    [
        ({"state": "approximate", "reason": "about half"}, "approximate figures", "about half"),
        ({"state": "implied_zero", "events": 0}, "implied zeros", "0, implied"),
    ],
)
def test_a_figure_of_survival_that_is_seldom_given_has_its_place(evidence, figure, kind, value):
    drawing = drawn(SURVIVAL, instead(evidence, RIALTO, **{**NO_FIGURE, **figure}))
    assert drawing.sentence == f"Reported: {kind} from one cohort. No curve is drawn."
    (row,) = drawn_rows(drawing)
    assert row.headings.lower().startswith(kind)
    assert row.words.replace("\u00a0", " ").endswith(f" | {value}")


def test_only_medians_in_months_are_on_the_axis_of_months(evidence):
    catalogue = with_another(evidence, RIALTO, **{**NO_FIGURE, "estimate": 300.0, "unit": "weeks"})
    drawing = drawn(SURVIVAL, catalogue)
    assert {point.x for point in points_of(drawing)} == {point.x for point in points_of(drawn(SURVIVAL, Catalogue(evidence)))}
    assert {group.scales["Value"].high for group in drawing.content.groups if group.scales.get("Value")} == {24, 100}
    assert "medians from two cohorts (overall survival 8.7–13.1 months)" in drawing.sentence
    assert "; estimates in other units from one cohort. " in drawing.sentence
    (row,) = [row for row in drawn_rows(drawing) if row.headings.startswith("Estimates in other units")]
    assert row.words.endswith(" | 300 weeks")


def test_a_time_until_transplant_is_not_how_many_reached_one(evidence):
    time = {**NO_FIGURE, "state": "estimate", "estimate": 2.5, "unit": "months", "definition": "Median time to transplant"}
    drawing = drawn(TRANSPLANT, instead(evidence, REACHED, **time))
    assert (drawing.sentence, drawing.claim) == ("No publication shown here says in the review how many reached a transplant.", "")
    assert rows_in_words(drawing) == [("Other estimates", "Locatelli 2020 (RIALTO) [25] | Median time to transplant | 2.5 months")]
    assert points_of(drawing) == []


@pytest.mark.parametrize(
    ("figure", "heading", "row", "said"),
    [
        (
            {"events": 20, "n": 110, "denominator": "enrolled"},
            "Of all enrolled",
            "Of 110 enrolled | 20/110 · 18 % (11–27 %)",
            "among enrolled 20/110",
        ),
        (
            {"events": 5, "n": 12, "denominator": "with_event"},
            "Of those with an adverse event",
            "Of 12 with an adverse event | 5/12 · 42 % (15–72 %)",
            "among those with an adverse event 5/12",
        ),
        (
            {"state": "approximate", "reason": "about half", "denominator": "responders"},
            "Of the responders",
            "Of the responders, n not stated | about half",
            "among responders about half",
        ),
    ],
)
def test_every_share_that_reached_a_transplant_has_a_row_and_is_said(evidence, figure, heading, row, said):
    drawing = drawn(TRANSPLANT, instead(evidence, REACHED, **{**NO_FIGURE, **figure}))
    assert drawing.sentence == f"One cohort reports how many reached a transplant: {said}."
    assert (heading, f"Locatelli 2020 (RIALTO) [25] | {row}") in rows_in_words(drawing)


ALL_TREATED = {"events": 52, "n": 110, "denominator": "treated", "percent": None, "percent_as_printed": ""}


def test_nothing_is_denied_that_a_figure_of_all_treated_says(evidence):
    drawing = drawn(TRANSPLANT, with_another(evidence, REACHED, **ALL_TREATED), ONE)
    assert drawing.sentence.endswith(": among responders 45/69; among all treated 52/110. The groups differ, so they are not compared.")
    assert [row.columns["Value"].said for row in drawn_rows(drawing)] == ["45/69 · 65 %", "52/110 · 47 %"]
    assert "not divided by" not in everything_said(drawing)


def test_a_part_of_all_treated_does_not_say_how_many_of_all(evidence):
    drawing = drawn(TRANSPLANT, with_another(evidence, REACHED, **{**ALL_TREATED, "events": 20, "n": 50, "subgroup": "older"}), ONE)
    assert [row.columns["Value"].said for row in drawn_rows(drawing)] == ["45/69 · 65 %", "20/50 · 40 %", "NR"]
    assert "so 45 is not divided by 110." in everything_said(drawing)


def test_other_arms_are_named_and_are_not_some_of_a_publication_s_patients():
    invented = load(OTHER)
    arms = tuple(arm._replace(role="historical_control") if arm.role == "control" else arm for arm in invented.arms)
    changed = {"denominator": "evaluable", "n": 30}
    results = tuple(row._replace(**changed) if row.domain == "transplant" and row.n == 31 else row for row in invented.results)
    for evidence in (replace(invented, results=results), replace(invented, results=results, arms=arms)):
        drawing = drawn(TRANSPLANT, Catalogue(evidence))
        assert "; among evaluable 25/30 and 18/30 (standard care)." in drawing.sentence
        assert "of all 62" not in everything_said(drawing).lower()


def test_a_median_of_another_arm_is_in_no_range_with_the_drug_s(evidence):
    catalogue = with_another(evidence, RIALTO, estimate=6.0, ci_low=None, ci_high=None, ci_level=None, arm="chemotherapy")
    assert "(overall survival 8.7–13.1 months, for chemotherapy 6 months)" in drawn(SURVIVAL, catalogue).sentence
