"""CD19 and lineage at relapse: both denominators, both readings where the review leaves it open, no percentage of a handful."""

from __future__ import annotations

from dataclasses import replace

import pytest
from statsmodels.stats.proportion import proportion_confint

from dashboard.charts.phenotype import CHARTS
from dashboard.charts.phenotype.rows import findings_of
from dashboard.charts.rows import Reported
from dashboard.evidence import load
from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Catalogues, Selection
from dashboard.tableplot import Bar, room
from tests.drawing import drawn_rows, everything_said, key_words, marks_of, points_of, silences_of, table_rows
from tests.tables import OTHER, Tables

(PHENOTYPE,) = CHARTS
ONE, NONE = "ph=included", "setting=first_relapse"
QUERIES = ["", *(f"{key}={code}" for key, facet in FACETS.items() for code in facet.options)]
NEGATIVE, SWITCH = "CD19-negative relapse", "Lineage switch"
RELAPSES, TREATED = "Of relapses", "Of all treated"


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


def shown(catalogue, query=""):
    return catalogue.show(Selection.from_query(query, records=catalogue.records))


def drawn(catalogue, query=""):
    return PHENOTYPE.draw(shown(catalogue, query))


def row_of(drawing, study, what):
    """One row of the data table."""
    (row,) = [row for row in table_rows(drawing, study) if row["What"] == what]
    return row


def interval(events, n):
    """The exact limits by another hand, in percent."""
    return tuple(100 * limit for limit in proportion_confint(events, n, method="beta"))


@pytest.fixture
def with_results(evidence):
    """The shipped review with further results of a randomised trial, 54 children in each arm: each like its gap, but for some cells."""
    gap = {result.result_id: result for result in evidence.results}["locatelli-2021-phenotype"]

    def add(*rows):
        own = (gap._replace(**{"result_id": f"own-{place}", "state": "count", "note": "", **cells}) for place, cells in enumerate(rows))
        return Catalogue(replace(evidence, results=(*evidence.results, *own)))

    return add


@pytest.mark.parametrize("query", QUERIES)
def test_every_selection_is_drawn(catalogue, query):
    drawing = drawn(catalogue, query)
    assert drawing.sentence.endswith(".")
    assert [group.heading for group in drawing.content.groups[:2]] == [NEGATIVE, SWITCH]
    scales = [scale for group in drawing.content.groups for scale in group.scales.values() if scale]
    assert {(scale.low, scale.high) for scale in scales} == {(0, 50)}
    assert drawing.rows == len(drawn_rows(drawing)) == len(drawing.table.rows)


def test_all_of_it_is_shown_in_a_room_on_two_screens(catalogue):
    assert len(drawn(catalogue).pages(room(1232, 470, 720), 470)) == 2


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "Most relapses with known CD19 status stayed CD19-positive: 21/27 [43] and 16/17 [36]. CD19-negative: 6/27 or 9/30 (if its "
            "lineage switches are additional relapses) in Mikhailova 2020 [43] and 1/17 in Queudeville 2021 [36]; the denominators are "
            "calculated by us. A lineage switch is reported in six cohorts (overlap not excluded for [36], [42]), in five of them with a "
            "KMT2A rearrangement.",
        ),
        (
            ONE,
            "One cohort reports CD19-negative relapses, without the total number of relapses. A lineage switch is reported in one cohort, "
            "with a KMT2A rearrangement. Not for these children alone: [37].",
        ),
        (
            "kmt2a=not_included",
            "No CD19-negative relapse is reported for the publications shown. A lineage switch is reported in one cohort, without a "
            "KMT2A rearrangement.",
        ),
        (
            "design=case_report",
            "No CD19-negative relapse is reported for the publications shown. A lineage switch is reported in two cohorts, in one of "
            "them with a KMT2A rearrangement.",
        ),
        (NONE, "No publication shown here reports CD19 or lineage at relapse in the review."),
    ],
)
def test_cd19_and_lineage_in_a_sentence(catalogue, query, sentence):
    assert drawn(catalogue, query).sentence == sentence


@pytest.mark.parametrize(
    ("study", "of_relapses", "of_treated"),
    [
        # 21 + 6 = 27 with known status; 30 with 9 CD19-negative, if the three lineage switches are further relapses
        ("mikhailova-2020", "6/27 or 9/30 §", "6/90 or 9/90 §"),
        ("queudeville-2021", "1/17 · 6 % §", "1/38 · 3 %"),
        ("sutton-2021", "NR", "2/24 · 8 %"),
        ("mejstrikova-2017", "4/18", "4/18"),
    ],
)
def test_cd19_negative_relapse_over_both_denominators(catalogue, study, of_relapses, of_treated):
    row = row_of(drawn(catalogue), study, NEGATIVE)
    assert (row[RELAPSES], row[TREATED]) == (of_relapses, of_treated)


@pytest.mark.parametrize(
    ("study", "of_relapses", "of_treated", "kmt2a"),
    [
        ("mikhailova-2020", "3/27 or 3/30 §", "3/90 · 3 %", "2 KMT2A rearranged, 1 KMT2A germline"),
        ("queudeville-2021", "NR", "1/38 · 3 %", "KMT2A rearranged"),
        ("sutton-2021", "1/2", "1/24 · 4 % §", "KMT2A rearranged"),
        ("clesham-2020", "1/4", "1/11 · 9 % §", "All eleven had KMT2A-rearranged leukaemia"),
        ("wolfl-2018", "NR", "1/1", "Title: MLL-rearranged"),
        ("zoghbi-2017", "NR", "1/1", "Stated to have no KMT2A rearrangement"),
    ],
)
def test_lineage_switch_over_both_denominators_with_its_kmt2a_status(catalogue, study, of_relapses, of_treated, kmt2a):
    row = row_of(drawn(catalogue), study, SWITCH)
    assert (row[RELAPSES], row[TREATED], row["Detail"]) == (of_relapses, of_treated, kmt2a)


@pytest.mark.parametrize(
    ("study", "positive"),
    [
        ("mikhailova-2020", "21/27 or 21/30 stayed CD19-positive"),
        ("queudeville-2021", "16/17 stayed CD19-positive"),
        ("sutton-2021", "Most of the leukaemias that relapsed stayed CD19-positive"),
        ("mejstrikova-2017", "who the 18 are is not stated"),
    ],
)
def test_beside_what_was_lost_stands_what_stayed(catalogue, study, positive):
    assert row_of(drawn(catalogue), study, NEGATIVE)["Detail"] == positive


def test_most_is_said_only_where_it_holds_in_every_reading(evidence):
    """Of 12 and 6 and three further lineage switches twelve are most; of eleven, six and five further ones eleven are not."""
    for events, switches, opening in ((12, 3, "Most relapses with"), (11, 5, "Of the relapses with")):
        changed = {"mikhailova-2020-cd19-positive-relapse": events, "mikhailova-2020-lineage-switch": switches}
        results = tuple(
            result._replace(events=changed[result.result_id]) if result.result_id in changed else result for result in evidence.results
        )
        assert drawn(Catalogue(replace(evidence, results=results))).sentence.startswith(opening)


def test_both_readings_are_drawn_with_the_range_between_them_and_the_interval_of_each(catalogue):
    row = next(row for row in drawn_rows(drawn(catalogue), "mikhailova-2020") if row.headings == NEGATIVE)
    (bar,) = [mark for mark in row.columns[RELAPSES].marks if isinstance(mark, Bar)]
    assert (bar.low, bar.high, bar.means) == (pytest.approx(22.22, abs=0.01), pytest.approx(30), "two readings")
    limits = [spot.limits for spot in points_of(drawn(catalogue)) if spot.record == "mikhailova-2020" and 20 < spot.x <= 30]
    for found, counts in zip(limits, [(6, 27), (9, 30)], strict=True):
        assert found == pytest.approx(interval(*counts), abs=0.02)
    said = row_of(drawn(catalogue), "mikhailova-2020", NEGATIVE)
    assert said["Interval, relapses"] == "22–30 %; 9–42 or 15–49 %, exact 95 % CI, computed"


def test_the_range_stands_and_falls_with_the_ambiguity_in_the_tables(evidence):
    settled = replace(evidence, anomalies=tuple(each for each in evidence.anomalies if each.anomaly_id != "mikhailova-27-or-30"))
    drawing = drawn(Catalogue(settled))
    assert "6/27 in Mikhailova 2020 [43]" in drawing.sentence
    assert not [mark for _, mark in marks_of(drawing) if isinstance(mark, Bar)]


def test_the_sum_of_relapses_is_explained_as_ours(catalogue):
    caveats = drawn(catalogue).caveats
    assert caveats[:2] == (
        "§ Mikhailova 2020 [43]: 21 CD19-positive and 6 CD19-negative make 27 relapses with known CD19 status, 30 if the 3 lineage "
        "switches are additional.",
        "§ Queudeville 2021 [36]: 16 CD19-positive and 1 CD19-negative make 17 relapses with known CD19 status.",
    )


def test_eighteen_of_whom_nobody_says_who_they_are_have_no_percentage_no_interval_and_so_no_mark(catalogue):
    drawing = drawn(catalogue)
    assert "mejstrikova-2017" not in {record for record, _ in marks_of(drawing)}
    negative, progression = table_rows(drawing, "mejstrikova-2017")
    assert (negative["Interval, relapses"], negative["Interval, treated"]) == ("if the 18 are relapses", "if the 18 are all treated")
    assert (progression[TREATED], progression["Interval, treated"]) == ("1/18", "if the 18 are all treated")
    assert not [cell for cell in [*negative.values(), *progression.values()] if "%" in cell]
    assert "No mark: fewer than five patients, a lower bound, or a group that is not stated." in drawing.caveats


@pytest.mark.parametrize("query", QUERIES)
def test_a_handful_stands_in_words_only(catalogue, query):
    drawing = drawn(catalogue, query)
    cells = [cell for row in drawing.table.rows for cell in row.cells]
    assert not [cell for cell in cells if cell.split(" ")[0] in ("1/1", "1/2", "1/4") and "%" in cell]
    assert not {record for record, _ in marks_of(drawing)} & {"wolfl-2018", "zoghbi-2017"}


def test_what_is_in_words_only_is_a_gap_with_its_reason(catalogue):
    drawing = drawn(catalogue)
    gaps = [(row.headings, row.record) for row in drawn_rows(drawing) if row.columns[RELAPSES].gap]
    switched = ("queudeville-2021", "zoghbi-2017", "wolfl-2018")
    assert gaps == [(NEGATIVE, "sutton-2021"), *((SWITCH, study) for study in switched)]
    reason = row_of(drawing, "sutton-2021", NEGATIVE)["Interval, relapses"]
    assert reason == "Most of the leukaemias that relapsed stayed CD19-positive"
    assert row_of(drawing, "queudeville-2021", SWITCH)["Interval, relapses"] == "not stated to be a relapse; reversed"
    assert "not reported, which is not 0" in key_words(drawing)


OF_BLINATUMOMAB, OF_CHEMOTHERAPY = "Locatelli 2021 [39], blinatumomab", "Locatelli 2021 [39], chemotherapy"
OF_ALL = {"n": 54, "n_basis": "stated", "denominator": "treated"}
IN_RELAPSES = {"n_basis": "stated", "denominator": "relapses"}
GERMLINE, REARRANGED = "KMT2A germline", "KMT2A rearranged"


def of_trial(drawing):
    return [(row["Publication"], row["n"], row[RELAPSES], row[TREATED]) for row in table_rows(drawing, "locatelli-2021")]


def test_a_count_of_an_arm_is_of_the_children_of_that_arm_and_not_added_to_one_of_the_other(with_results):
    stayed = {"arm": "chemotherapy", "endpoint": "cd19_positive_relapse", "events": 20}
    drawing = drawn(with_results({"endpoint": "cd19_negative_relapse", "events": 3}, stayed))
    assert of_trial(drawing) == [(OF_BLINATUMOMAB, "54", "NR", "3/54 · 6 % §")]
    assert row_of(drawing, "locatelli-2021", NEGATIVE)["Interval, treated"].endswith("; of 54 randomised")
    assert f"{OF_CHEMOTHERAPY}, without a row: CD19-positive relapse: 20, n not stated." in drawing.caveats


def test_both_arms_have_their_rows_and_are_named_in_the_sentence(with_results):
    kinds = (("cd19_positive_relapse", 10), ("cd19_negative_relapse", 2))
    rows = [
        {"arm": arm, "endpoint": kind, "events": events, **OF_ALL} for arm in ("blinatumomab", "chemotherapy") for kind, events in kinds
    ]
    drawing = drawn(with_results(*rows))
    assert [row[:3] for row in of_trial(drawing)] == [(name, "54", "2/12 · 17 % §") for name in (OF_BLINATUMOMAB, OF_CHEMOTHERAPY)]
    assert "10/12 [39], blinatumomab, 10/12 [39], chemotherapy, 21/27 [43]" in drawing.sentence


def test_each_part_of_the_patients_has_its_row_and_its_own_denominator(with_results):
    parts = (GERMLINE, 3, 20), (REARRANGED, 4, 21)
    rows = [{"endpoint": "cd19_negative_relapse", "subgroup": part, "events": own, "n": n, **IN_RELAPSES} for part, own, n in parts]
    assert of_trial(drawn(with_results(*rows))) == [
        (f"{OF_BLINATUMOMAB}, {GERMLINE}", "NR", "3/20 · 15 %", "NR"),
        (f"{OF_BLINATUMOMAB}, {REARRANGED}", "NR", "4/21 · 19 %", "NR"),
    ]


def test_historical_controls_are_not_divided_by_the_patients_of_the_publication(evidence):
    arms = tuple(arm._replace(role="historical_control") if arm.role == "mixed" else arm for arm in evidence.arms)
    own = {"arm": "blinatumomab_or_inotuzumab", "n": None, "n_basis": "", "denominator": ""}
    moved = (result._replace(**own) if result.result_id == "sutton-2021-cd19-negative-relapse" else result for result in evidence.results)
    row = row_of(drawn(Catalogue(replace(evidence, arms=arms, results=tuple(moved)))), "sutton-2021", NEGATIVE)
    assert (row["Publication"], row["n"], row[TREATED]) == ("Sutton 2021 [37], blina. or inotuzumab", "NR", "NR")


def test_a_lower_bound_is_no_part_of_a_sum(with_results):
    kinds = ({"endpoint": "cd19_positive_relapse", "events": 10}, {"endpoint": "cd19_negative_relapse", "events": 2, "at_least": "yes"})
    drawing = drawn(with_results(*({**kind, **OF_ALL} for kind in kinds)))
    assert of_trial(drawing) == [(OF_BLINATUMOMAB, "54", "NR", "≥ 2/54")]
    assert f"{OF_BLINATUMOMAB}, without a row: CD19-positive relapse: 10/54 · 19 %." in drawing.caveats


IN_WORDS = {"state": "qualitative", "note": "As before."}
AS_TRIAL = "setting=first_relapse"


def test_no_case_is_not_reported_as_some(with_results):
    none = {"events": 0, "n": 54, "n_basis": "stated", "denominator": "randomised"}
    drawing = drawn(with_results({"endpoint": "lineage_switch", **none}, {"endpoint": "cd19_negative_relapse", **none}), AS_TRIAL)
    assert drawing.sentence == (
        "No CD19-negative relapse is counted in one cohort: 0/54 · 0 % [39], blinatumomab. "
        "No lineage switch is counted in one cohort: 0/54 · 0 % [39], blinatumomab."
    )


def test_what_is_in_words_is_not_reported_as_some(with_results):
    said = ({"endpoint": "cd19_negative_relapse", **IN_WORDS}, {"endpoint": "lineage_switch", **IN_WORDS})
    catalogue = with_results(*said, {"endpoint": "cd19_loss_reversible", "events": 1, **OF_ALL})
    assert drawn(catalogue, AS_TRIAL).sentence == (
        "CD19-negative relapse is mentioned in words only: [39], blinatumomab. "
        "Lineage switch is mentioned in words only: [39], blinatumomab."
    )
    assert drawn(catalogue, AS_TRIAL).claim == "CD19-negative relapse is mentioned in words only: [39], blinatumomab"


def test_two_arms_of_a_cohort_are_one_cohort(with_results):
    both = [{"arm": arm, "endpoint": "lineage_switch", "events": 1, **OF_ALL} for arm in ("blinatumomab", "chemotherapy")]
    counted = [{**own, "endpoint": "cd19_negative_relapse"} for own in both]
    assert drawn(with_results(*both, *counted), AS_TRIAL).sentence == (
        "One cohort reports CD19-negative relapses, without the total number of relapses. A lineage switch is reported in one cohort."
    )


def test_a_number_has_the_row_and_words_of_the_same_do_not(with_results):
    said = [{"endpoint": "lineage_switch", **IN_WORDS}, {"endpoint": "lineage_switch", "events": 1, **OF_ALL}]
    row = row_of(drawn(with_results(*said)), "locatelli-2021", SWITCH)
    assert row[TREATED] == "1/54 · 2 %"
    assert "None" not in row["Detail"]


def test_losses_that_came_back_are_not_relapses(catalogue):
    outside = [row for row in drawn_rows(drawn(catalogue)) if row.headings == "Outside a relapse"]
    assert [row.words for row in outside][:2] == [
        "Queudeville 2021 [36] | Reversible CD19 loss | 1/38 · 3 %",
        "Queudeville 2021 [36] | Lineage switch, reversed | 1/38 · 3 %",
    ]
    assert {(row.columns[RELAPSES].said, row.columns[RELAPSES].marks, row.columns[RELAPSES].gap) for row in outside} == {
        ("not a relapse", (), False)
    }
    assert "0–9 %, exact 95 % CI, computed" in everything_said(drawn(catalogue))


def test_publications_of_the_same_children_are_named_and_the_silent_ones_stand_under_the_chart(catalogue):
    drawing = drawn(catalogue)
    same = row_of(drawing, "mejstrikova-2017", NEGATIVE)["Same children"]
    assert same == "same children in [21] [22] [23] [24] (inferred)"
    (silent,) = drawing.asides
    assert silent.words == "CD19 and lineage at relapse not reported in the review"
    assert len(silent.records) == 24 - len(findings_of(Reported.of(shown(catalogue), "phenotype")))
    assert drawing.gaps == f"{len(silent.records)} publications without a number"


def test_a_question_that_no_publication_answers_says_so(catalogue):
    assert silences_of(drawn(catalogue, NONE)) == ["Not reported for the publications shown."] * 2


def test_patients_of_several_publications_are_never_added_up(catalogue):
    said = everything_said(drawn(catalogue))
    assert not [total for total in ("37/44", "7/44", "10/47", "9/152", "nine children", "nine cohorts") if total in said]


def test_a_count_of_the_relapses_is_neither_summed_by_us_nor_divided_by_itself_among_the_treated():
    drawing = drawn(Catalogue(load(OTHER)))
    row = row_of(drawing, "bramblewick-2028", NEGATIVE)
    assert (row[RELAPSES], row[TREATED]) == ("3/9", "3/48 · 6 % §")
    assert "stayed CD19-positive: 6/9 [2]. CD19-negative: 3/9 in Bramblewick 2028 [2]. No lineage" in drawing.sentence
    assert not [caveat for caveat in drawing.caveats if caveat.startswith("§")]


def test_every_publication_with_a_figure_is_drawn_or_stands_under_the_chart(tmp_path):
    catalogues = Catalogues(load(Tables(tmp_path / "data", later=True).folder))
    drawing = PHENOTYPE.draw(catalogues.show(catalogues.read("evidence=later")))
    beside = {aside.words: [record for record, _ in aside.records] for aside in drawing.asides}
    assert {row.record for row in drawing.table.rows} == {"inventor-2098-rialto"}
    assert beside["CD19-positive relapse only; see the card"] == ["inventor-2098-series"]


@pytest.mark.parametrize(("population", "which"), [(("kmt2a_rearranged",), "all"), ((), "one")])
def test_who_switched_with_kmt2a_is_read_from_the_column_and_not_from_the_words(evidence, population, which):
    results = [result._replace(population=population) if result.subgroup else result for result in evidence.results]
    catalogue = Catalogue(replace(evidence, results=tuple(results)))
    sentence = drawn(catalogue, "endpoint=toxicity&design=case_series,immunophenotype_study").sentence
    assert f"in {which} of them with a KMT2A rearrangement." in sentence


def test_a_switch_is_with_kmt2a_if_all_patients_have_it_and_without_if_none_has(evidence, with_results):
    """Without its further rows, which of the switches of [43] were with KMT2A is not said, though such children are included."""
    parts = ("mikhailova-2020-lineage-switch-2", "mikhailova-2020-lineage-switch-3")
    fewer = replace(evidence, results=[result for result in evidence.results if result.result_id not in parts])
    assert "six cohorts (overlap not excluded for [36], [42]), in four of them with a KMT2A" in drawn(Catalogue(fewer)).sentence
    silent = with_results({"endpoint": "lineage_switch", "events": 1, **OF_ALL})
    assert drawn(silent, AS_TRIAL).sentence.endswith("A lineage switch is reported in one cohort.")


def test_overlap_is_said_of_every_row(evidence):
    """As if [40], which has no lineage switch, might share children with [43]: the sentence names overlap of lineage switches only."""
    assert not [caveat for caveat in drawn(Catalogue(evidence)).caveats if "verlap" in caveat]
    cohorts = [cohort._replace(may_overlap=("mikhailova",)) if cohort.cohort_id == "mt103-205" else cohort for cohort in evidence.cohorts]
    drawing = drawn(Catalogue(replace(evidence, cohorts=tuple(cohorts))))
    assert drawing.caveats[0] == "Overlap not excluded for [36], [42]; [40], [43]."
