"""CD19 and lineage at relapse: both denominators, both readings where the review leaves it open, no percentage of a handful."""

from __future__ import annotations

from dataclasses import replace

import plotly.graph_objects as go
import pytest
from statsmodels.stats.proportion import proportion_confint

from dashboard import wording
from dashboard.charts.phenotype import CHARTS
from dashboard.charts.phenotype.counted import (
    findings_of,
    negative_of_relapses,
    negative_of_treated,
    switch_of_relapses,
    switch_of_treated,
)
from dashboard.evidence import load
from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Catalogues, Selection
from tests.tables import OTHER, Tables

(PHENOTYPE,) = CHARTS
ONE, NONE = "ph=included", "setting=first_relapse"
QUERIES = ["", *(f"{key}={code}" for key, facet in FACETS.items() for code in facet.options)]
WITHOUT_PERCENT = ("1/1", "1/2", "1/4")


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


def shown(catalogue, query=""):
    return catalogue.show(Selection.from_query(query, records=catalogue.records))


def drawn(catalogue, query=""):
    return PHENOTYPE.draw(shown(catalogue, query))


def words(drawing):
    """Every text of the figure."""
    texts = [text for trace in drawing.figure()["data"] for text in trace.get("text", ())]
    return [
        wording.plain(text.replace("<br>", " ")) for text in [*texts, *(note["text"] for note in drawing.figure()["layout"]["annotations"])]
    ]


def found(catalogue, study):
    return next(each for each in findings_of(shown(catalogue)) if each.study.study_id == study)


def interval(events, n):
    """The exact limits by another hand, in percent."""
    return tuple(100 * limit for limit in proportion_confint(events, n, method="beta"))


@pytest.mark.parametrize("query", QUERIES)
def test_every_selection_draws_a_figure_that_plotly_accepts(catalogue, query):
    drawing = drawn(catalogue, query)
    go.Figure(drawing.figure())
    assert drawing.sentence.endswith(".")
    assert {trace["type"] for trace in drawing.figure()["data"]} <= {"scatter", "bar"}
    assert {len(row.cells) for row in drawing.table.rows} <= {len(drawing.table.heads)}
    assert {"CD19-negative relapse", "Lineage switch"} <= set(words(drawing))
    assert {axis["range"][1] for name, axis in drawing.figure()["layout"].items() if name.startswith("xaxis") and name != "xaxis"} == {50}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "",
            "Of the relapses with known CD19 status these were CD19-negative: 6/27 or 9/30 in Mikhailova 2020 [43] and 1/17 in Queudeville "
            "2021 [36]; the denominators are added up by us. A lineage switch is reported from six cohorts (overlap not excluded for [36], "
            "[42]), in five of them with a KMT2A rearrangement.",
        ),
        (
            ONE,
            "One cohort reports CD19-negative relapses, without the number of relapses. A lineage switch is reported from one cohort, with "
            "a KMT2A rearrangement.",
        ),
        (
            "kmt2a=not_included",
            "No CD19-negative relapse is reported for the publications shown. A lineage switch is reported from one cohort, without a "
            "KMT2A rearrangement.",
        ),
        (
            "design=case_report",
            "No CD19-negative relapse is reported for the publications shown. A lineage switch is reported from two cohorts, in one of "
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
    each = found(catalogue, study)
    assert (negative_of_relapses(each).words, negative_of_treated(each).words) == (of_relapses, of_treated)


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
    each = found(catalogue, study)
    assert (switch_of_relapses(each).words, switch_of_treated(each).words, each.kmt2a) == (of_relapses, of_treated, kmt2a)


def test_both_readings_are_drawn_with_the_range_between_them_and_the_interval_of_each(catalogue):
    drawing = drawn(catalogue)
    bars = [trace for trace in drawing.figure()["data"] if trace.get("name") == "range" and trace["xaxis"] == "x2"]
    assert [(bar["customdata"], bar["base"], bar["x"]) for bar in bars] == [(["mikhailova-2020"], [pytest.approx(22.22, abs=0.01)], [7.78])]
    points = next(trace for trace in drawing.figure()["data"] if "error_x" in trace and trace["xaxis"] == "x2")
    limits = [
        (x - below, x + above)
        for x, below, above in zip(points["x"], points["error_x"]["arrayminus"], points["error_x"]["array"], strict=True)
    ]
    for reach, (events, n) in zip(limits, [(6, 27), (9, 30), (1, 17)], strict=False):
        assert reach == pytest.approx(interval(events, n), abs=0.02)
    assert "6/27 or 9/30 § 22–30 %; 9–42 or 15–49 %, exact 95 % CI, computed" in words(drawing)


def test_the_range_stands_and_falls_with_the_ambiguity_in_the_tables(evidence):
    settled = replace(evidence, anomalies=tuple(each for each in evidence.anomalies if each.anomaly_id != "mikhailova-27-or-30"))
    drawing = drawn(Catalogue(settled))
    assert "6/27 in Mikhailova 2020 [43]" in drawing.sentence
    assert not [trace for trace in drawing.figure()["data"] if trace.get("name") == "range"]


def test_the_sum_of_relapses_is_explained_as_ours(catalogue):
    caveats = drawn(catalogue).caveats
    assert caveats[:2] == (
        "§ Mikhailova 2020 [43]: 21 CD19-positive and 6 CD19-negative make 27 relapses with known CD19 status, 30 if the 3 lineage "
        "switches are further ones.",
        "§ Queudeville 2021 [36]: 16 CD19-positive and 1 CD19-negative make 17 relapses with known CD19 status.",
    )


def test_eighteen_of_whom_nobody_says_who_they_are_have_no_percentage_no_interval_and_so_no_mark(catalogue):
    drawing = drawn(catalogue)
    marked = {record for trace in drawing.figure()["data"] if "error_x" in trace for record in trace["customdata"]}
    assert "mejstrikova-2017" not in marked
    assert {"4/18 if the 18 are relapses", "4/18 if the 18 are all treated", "1/18 if the 18 are all treated"} <= set(words(drawing))
    cells = [cell for row in drawing.table.rows if row.record == "mejstrikova-2017" for cell in row.cells]
    assert not [cell for cell in cells if "%" in cell]
    assert any("no mark: fewer than five patients, or group not said" in text for text in words(drawing))


@pytest.mark.parametrize("query", QUERIES)
def test_a_handful_stands_in_words_only(catalogue, query):
    texts = words(drawn(catalogue, query))
    handful = [text for text in texts if text.split(" ")[0] in WITHOUT_PERCENT]
    assert not [text for text in handful if "%" in text]
    case_reports = {"wolfl-2018", "zoghbi-2017"}
    marked = {record for trace in drawn(catalogue, query).figure()["data"] if "error_x" in trace for record in trace["customdata"]}
    assert not marked & case_reports


def test_what_is_in_words_only_stands_as_words_over_a_hatched_gap(catalogue):
    drawing = drawn(catalogue)
    assert "NR Most of the leukaemias that relapsed stayed CD19-positive" in words(drawing)
    gaps = [trace["customdata"] for trace in drawing.figure()["data"] if trace.get("name") == "NR"]
    assert gaps == [["sutton-2021"], ["queudeville-2021", "zoghbi-2017", "wolfl-2018"]]


def test_losses_that_came_back_are_not_relapses(catalogue):
    texts = words(drawn(catalogue))
    outside = texts[texts.index("Mikhailova 2020 [43] n 90") :]
    assert any(text.startswith("Reversible CD19 loss CD19 lost during the second cycle and regained") for text in outside)
    assert sum(text.startswith("Lineage switch, reversed") for text in outside) == 2
    assert "0/38 · 0 % 0–9 %, exact 95 % CI, computed" in outside


def test_publications_of_the_same_children_are_named_and_the_silent_ones_stand_under_the_chart(catalogue):
    drawing = drawn(catalogue)
    assert "Mejstříková 2017 [40] n 18; same children in [21] [22] [23] [24] (inferred)" in words(drawing)
    (silent,) = drawing.asides
    assert silent.words == "CD19 and lineage at relapse not reported in the review"
    assert len(silent.records) == drawing.not_reported == 24 - len(findings_of(shown(catalogue)))


def test_patients_of_several_publications_are_never_added_up(catalogue):
    said = " ".join([drawn(catalogue).sentence, *words(drawn(catalogue))])
    assert not [total for total in ("7/44", "10/47", "9/152", "nine children", "nine cohorts") if total in said]


def test_a_count_of_the_relapses_is_neither_summed_by_us_nor_divided_by_itself_among_the_treated():
    catalogue = Catalogue(load(OTHER))
    each = found(catalogue, "bramblewick-2028")
    assert (negative_of_relapses(each).words, negative_of_treated(each).words) == ("3/9", "3/48 · 6 % §")
    drawing = drawn(catalogue)
    assert "3/9 in Bramblewick 2028 [2]. No lineage" in drawing.sentence
    assert not [caveat for caveat in drawing.caveats if caveat.startswith("§")]


def test_every_publication_with_a_figure_is_drawn_or_stands_under_the_chart(tmp_path):
    catalogues = Catalogues(load(Tables(tmp_path / "data", later=True).folder))
    drawing = PHENOTYPE.draw(catalogues.show(catalogues.read("evidence=later")))
    beside = {aside.words: [record for record, _ in aside.records] for aside in drawing.asides}
    assert {row.record for row in drawing.table.rows} == {"inventor-2098-rialto"}
    assert beside["CD19-positive relapse only; the figure stands in the card"] == ["inventor-2098-series"]


@pytest.mark.parametrize(("population", "which"), [(("kmt2a_rearranged",), "all"), ((), "one")])
def test_who_switched_with_kmt2a_is_read_from_the_column_and_not_from_the_words(evidence, population, which):
    results = [result._replace(population=population) if result.subgroup else result for result in evidence.results]
    catalogue = Catalogue(replace(evidence, results=tuple(results)))
    sentence = drawn(catalogue, "endpoint=toxicity&design=case_series,immunophenotype_study").sentence
    assert f"in {which} of them with a KMT2A rearrangement." in sentence


def test_texts_of_the_tables_are_no_markup(evidence):
    results = [result._replace(reason="<b>few & far</b>") if result.reason else result for result in evidence.results]
    catalogue = Catalogue(replace(evidence, results=tuple(results)))
    texts = [text for trace in drawn(catalogue).figure()["data"] for text in trace.get("text", ())]
    assert any("&lt;b&gt;few &amp; far&lt;/b&gt;" in text for text in texts)
    assert not [text for text in texts if "<b>few" in text]
