"""The randomised trials: every contrast against statsmodels, every sentence against a case worked by hand, drawn for every filter."""

import re
from dataclasses import replace
from itertools import chain

import plotly.graph_objects as go
import pytest
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep

from dashboard import wording
from dashboard.charts.randomised import CHARTS
from dashboard.charts.randomised.contrast import contrast_sentence
from dashboard.charts.randomised.contrast_rows import SECTIONS, contrasts_of
from dashboard.charts.randomised.dumbbell import toxicity_sentence
from dashboard.charts.randomised.dumbbell_rows import FURTHER, GROUPS, panel_of
from dashboard.charts.randomised.rows import NO_TRIAL, signed, trials_of
from dashboard.evidence import load
from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Selection
from dashboard.vocabulary import TOXICITY_COLUMNS
from tests.tables import OTHER, Tables

BROWN, LOCATELLI = "brown-2021", "locatelli-2021"
CHART = {chart.key: chart for chart in CHARTS}
QUERIES = ["", *(f"{key}={option}" for key, facet in FACETS.items() for option in facet.options)]
ONE_TRIAL, NO_TRIALS = "infant=not_included", "line=frontline"
REFUSED = r"\b(superior|inferior|better|worse|best treatment|eligible|recommended|pooled|average|overall effect)\b"

approx = pytest.approx


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


@pytest.fixture(scope="module")
def shown(catalogue):
    def of(query=""):
        selection = Selection.from_query(query, records=catalogue.records)
        return catalogue.show(selection)

    return of


@pytest.fixture(scope="module")
def draw(shown):
    return lambda key, query="": CHART[key].draw(shown(query))


@pytest.fixture(scope="module")
def trials(shown):
    return {trial.study.study_id: trial for trial in trials_of(shown())}


@pytest.fixture(scope="module")
def table(evidence):
    return evidence.frame("results").set_index("result_id")


def contrast(trials, study, section):
    """The contrast of one trial in the section of that number."""
    return next(found for found in contrasts_of([trials[study]]) if found.section is SECTIONS[section])


def event(trials, study, column):
    return next(found for found in panel_of(trials[study]).events if found.column == column)


def newcombe(events_1, n_1, events_2, n_2):
    return 100 * (events_1 / n_1 - events_2 / n_2), *(
        100 * limit for limit in confint_proportions_2indep(events_1, n_1, events_2, n_2, method="newcomb")
    )


def texts(figure):
    """Every text that a figure prints, without its markup."""
    printed = chain.from_iterable(trace.get("text") or () for trace in figure["data"])
    return [wording.plain(text) for text in (*printed, *(note["text"] for note in figure["layout"]["annotations"])) if text]


def marks(figure, axis):
    return [trace for trace in figure["data"] if trace.get("mode") == "markers" and trace["xaxis"] == axis]


def cells(drawing, *wanted):
    """The rows of the table in which every wanted text is a cell, as mappings from column to cell."""
    rows = [dict(zip(drawing.table.heads, row.cells, strict=True)) for row in drawing.table.rows]
    return [row for row in rows if set(wanted) <= set(row.values())]


# Contrasts against statsmodels


@pytest.mark.parametrize(
    ("section", "one", "other"),
    [
        (0, "locatelli-2021-event", "locatelli-2021-event-chemotherapy"),
        (1, "locatelli-2021-death", "locatelli-2021-death-chemotherapy"),
        (2, "locatelli-2021-mrd-remission", "locatelli-2021-mrd-remission-chemotherapy"),
    ],
)
def test_every_counted_contrast_is_what_statsmodels_makes_of_the_tables(trials, table, draw, section, one, other):
    counts = [int(table.loc[result, column]) for result in (one, other) for column in ("events", "n")]
    pair = contrast(trials, LOCATELLI, section).pair
    assert pair.counts == tuple(counts)
    assert pair.difference == approx(newcombe(*counts), abs=1e-6)
    events_1, n_1, events_2, n_2 = counts
    oracle = Table2x2([[events_1, n_1 - events_1], [events_2, n_2 - events_2]])
    (row,) = [row for row in cells(draw("contrast"), "Risk ratio") if row["Endpoint"] == wording.what(pair.experimental)]
    low, high = oracle.riskratio_confint()
    assert (row["Effect"], row["95 % interval"]) == (f"{oracle.riskratio:.2f}", f"{low:.2f}–{high:.2f}, log method, computed")


def test_counts_of_the_randomised_trials_are_those_of_the_review(trials):
    assert [contrast(trials, LOCATELLI, section).pair.counts for section in range(3)] == [
        (17, 54, 31, 54),
        (8, 54, 16, 54),
        (44, 49, 26, 48),
    ]


def test_every_toxicity_difference_is_what_statsmodels_makes_of_the_counts(trials):
    counted = {found.column: found.pair for trial in trials.values() for found in panel_of(trial).events if found.pair.counted}
    assert {column: pair.counts for column, pair in counted.items()} == {
        "CRS any": (2, 54, 1, 51),
        "Serious": (13, 54, 22, 51),
        "Any ≥ 3": (31, 54, 42, 51),
    }
    for pair in counted.values():
        assert pair.difference == approx(newcombe(*pair.counts), abs=1e-6)


@pytest.mark.parametrize(("section", "points", "written"), [(0, -15.4, "−15.4 points"), (1, -12.9, "−12.9 points"), (2, 43, "+43 points")])
def test_percentages_without_arm_sizes_give_a_difference_and_no_interval(trials, section, points, written):
    pair = contrast(trials, BROWN, section).pair
    assert pair.points == approx(points)
    assert pair.difference is None
    assert pair.written == written


@pytest.mark.parametrize(
    ("column", "written"),
    [("Infection", "−50 points"), ("Febrile neutr.", "−53 points"), ("Sepsis", "−25 points"), ("Mucositis", "−27 points")],
)
def test_toxicity_of_brown_is_a_difference_of_printed_percentages(trials, column, written):
    pair = event(trials, BROWN, column).pair
    assert (pair.written, pair.difference) == (written, None)


def test_an_implied_zero_is_no_count_and_gives_no_difference(trials):
    pair = event(trials, LOCATELLI, "CRS ≥ 3").pair
    assert (pair.counted, pair.points, pair.written) == (False, None, "")


def test_survival_is_turned_so_that_one_side_of_the_axis_means_fewer_events(trials):
    assert contrast(trials, BROWN, 0).pair.turned
    assert not contrast(trials, LOCATELLI, 0).pair.turned
    one, other = (replace(contrast(trials, LOCATELLI, section).pair, turned=True) for section in (0, 2))
    assert one.difference == approx((25.93, 7.18, 42.27), abs=0.005)
    assert other.points == approx(-35.63, abs=0.005)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(-25.926, 1, "−25.9"), (43, 0, "+43"), (0.04, 1, "0.0"), (-0.04, 1, "0.0"), (0.96, 1, "+1.0"), (0, 0, "0")],
)
def test_a_difference_always_says_its_sign(value, decimals, written):
    assert signed(value, decimals) == written


# Hazard ratios as published


@pytest.mark.parametrize(
    ("study", "section", "printed"),
    [
        (BROWN, 0, "0.70 (0.47–1.03), interval includes 1, p = 0.03, one-sided, called not significant"),
        (LOCATELLI, 0, "0.33 (0.18–0.61), interval does not include 1, p < 0.001, sides not stated"),
        (BROWN, 1, "0.62 (0.39–0.98), interval does not include 1, p = 0.02, one-sided, called significant"),
        (LOCATELLI, 1, "0.43 (0.18–1.01), interval includes 1, no p value stated"),
        (BROWN, 2, "NR, no effect measure, in the review, called significant"),
        (LOCATELLI, 2, "NR, no effect measure, in the review"),
    ],
)
def test_a_hazard_ratio_is_printed_with_its_interval_and_p_value_as_published(draw, study, section, printed):
    (column,) = [trace for trace in draw("contrast").figure()["data"] if trace["xaxis"] == "x3"]
    rows = list(zip(column["customdata"], map(wording.plain, column["text"]), strict=True))
    assert rows[2 * section + (study == LOCATELLI)] == (study, printed)


def test_hazard_ratios_are_drawn_on_a_log_axis_with_the_published_limits(draw, evidence):
    figure = draw("contrast").figure()
    (points,) = marks(figure, "x2")
    drawn = {
        (study, round(x, 2), round(x - minus, 2), round(x + plus, 2))
        for study, x, minus, plus in zip(
            points["customdata"], points["x"], points["error_x"]["arrayminus"], points["error_x"]["array"], strict=True
        )
    }
    effects = evidence.frame("contrasts")
    published = effects[effects["measure"] == "hazard_ratio"]
    assert drawn == set(zip(published["study_id"], published["estimate"], published["ci_low"], published["ci_high"], strict=True))
    assert figure["layout"]["xaxis2"]["type"] == "log"


def test_differences_without_an_interval_are_hollow_and_those_with_one_are_not(draw):
    points = marks(draw("contrast").figure(), "x4")[0]
    assert set(zip(points["customdata"], points["marker"]["symbol"], strict=True)) == {(BROWN, "circle-open"), (LOCATELLI, "circle")}
    assert [reach for study, reach in zip(points["customdata"], points["error_x"]["array"], strict=True) if study == BROWN] == [0, 0, 0]


# Numbers needed to treat, missing outcomes, conduct


@pytest.mark.parametrize(
    ("outcome", "written"),
    [
        ("Event, at a median follow-up of 22.4 months", "to benefit 3.9 (95 % CI 2.4 to 14)"),
        ("Death, at a median follow-up of 22.4 months", "to benefit 6.8 (95 % CI to benefit 3.4, through infinity, to harm 104)"),
        ("MRD remission", "to benefit 2.8 (95 % CI 2.0 to 5.5)"),
        ("Disease-free survival at two years", "cannot be derived: arm sizes are not in the review"),
        ("Overall survival at two years", "cannot be derived: arm sizes are not in the review"),
    ],
)
def test_the_number_needed_to_treat_runs_through_infinity_where_it_must_and_is_refused_without_arm_sizes(draw, outcome, written):
    needed = [row["Number needed to treat"] for row in cells(draw("contrast"), outcome) if row["Measure"].startswith("Difference")]
    assert needed == [written]


def test_the_numbers_needed_to_treat_stand_under_the_chart(draw):
    told = " ".join(draw("contrast").caveats)
    assert "death, median follow-up 22.4 months, to benefit 6.8 (95 % CI to benefit 3.4, through infinity, to harm 104)" in told
    assert "Brown 2021 [38]: a number needed to treat cannot be derived: arm sizes are not in the review." in told


@pytest.mark.parametrize(
    ("index", "words", "counts"),
    [
        (0, "if the 11 without a printed result did not reach it", (44, 54, 26, 54)),
        (1, "worst case: if of the 11 without a printed result only the 6 after chemotherapy reached it", (44, 54, 32, 54)),
        (2, "best case: if of the 11 without a printed result only the 5 after blinatumomab reached it", (49, 54, 26, 54)),
    ],
)
def test_missing_mrd_outcomes_are_put_back_in_three_ways(trials, draw, index, words, counts):
    scenario = contrast(trials, LOCATELLI, 2).scenarios[index]
    assert (scenario.words, scenario.counts) == (f"Sensitivity, {words}", counts)
    assert scenario.difference == approx(newcombe(*counts), abs=1e-6)
    small = marks(draw("contrast").figure(), "x4")[1]
    assert small["x"][index] == approx(scenario.difference.estimate)
    (row,) = cells(draw("contrast"), scenario.words)
    assert (row["Blinatumomab"], row["Chemotherapy"]) == tuple(f"{events}/{n} ‡" for events, n in (counts[:2], counts[2:]))


def test_nothing_is_put_back_where_all_randomised_were_counted_or_no_arm_size_is_known(trials):
    others = [(LOCATELLI, 0), (LOCATELLI, 1), (BROWN, 0), (BROWN, 1), (BROWN, 2)]
    assert [contrast(trials, *other).scenarios for other in others] == [()] * len(others)


@pytest.mark.parametrize(
    ("study", "randomised", "cycles"),
    [(BROWN, "208 randomised", "2 cycles in each arm"), (LOCATELLI, "54 ‡ and 54 ‡ randomised", "1 cycle in each arm")],
)
def test_each_trial_says_its_size_its_cycles_and_how_it_ended(trials, draw, study, randomised, cycles):
    trial = trials[study]
    assert (trial.randomised, trial.cycles) == (randomised, cycles)
    (stop,) = trial.early_stops
    drawing = draw("contrast")
    assert any(caveat.startswith(f"{trial.label}: {cycles}.") and caveat.endswith(stop) for caveat in drawing.caveats)
    assert texts(drawing.figure()).count(f"{trial.label}, {randomised}, {cycles}, ended early") == len(SECTIONS)


def test_nobody_is_called_evaluable_whom_the_tables_do_not_call_so(draw):
    drawing = draw("contrast")
    assert "evaluable" not in " ".join(
        [drawing.sentence, *texts(drawing.figure()), *chain.from_iterable(row.cells for row in drawing.table.rows)]
    )
    assert any("of 49 and 48 with a printed result" in text for text in texts(drawing.figure()))


# Sentences


@pytest.mark.parametrize(
    ("studies", "sentence"),
    [
        (
            [BROWN, LOCATELLI],
            "The published interval of the hazard ratio includes 1 for disease-free survival in Brown 2021 [38] and overall survival in "
            "Locatelli 2021 [39]; it does not include 1 for event-free survival in Locatelli 2021 [39] and overall survival in "
            "Brown 2021 [38]. MRD-negative: 43 points more with blinatumomab in Brown 2021 [38]; MRD remission, of 49 and 48 with a "
            "printed result: 36 points more with blinatumomab in Locatelli 2021 [39].",
        ),
        (
            [BROWN],
            "The published interval of the hazard ratio includes 1 for disease-free survival in Brown 2021 [38]; it does not include 1 for "
            "overall survival in Brown 2021 [38]. MRD-negative: 43 points more with blinatumomab in Brown 2021 [38].",
        ),
        ([], NO_TRIAL),
    ],
)
def test_the_sentence_of_the_contrasts(trials, studies, sentence):
    assert contrast_sentence(contrasts_of([trials[study] for study in studies])) == sentence


@pytest.mark.parametrize(
    ("study", "sentence"),
    [
        (
            BROWN,
            "Brown 2021 [38]: serious infection, serious sepsis, serious febrile neutropenia and serious mucositis are less frequent with "
            "blinatumomab, by 25–53 points (no interval can be derived); four events have a figure in one arm only.",
        ),
        (
            LOCATELLI,
            "Locatelli 2021 [39]: serious adverse event and adverse event of grade 3 or higher are less frequent with blinatumomab, by "
            "19–25 points (no interval includes 0); cytokine release syndrome (CRS) below grade 3 is more frequent with it, by 2 points "
            "(one interval includes 0); three events have a figure in one arm only.",
        ),
    ],
)
def test_the_sentence_of_the_toxicities(trials, study, sentence):
    assert toxicity_sentence(panel_of(trials[study])) == sentence


@pytest.mark.parametrize("key", CHART)
@pytest.mark.parametrize(("query", "said"), [("", True), (ONE_TRIAL, False), (NO_TRIALS, False)])
def test_two_trials_are_said_to_be_side_by_side_and_never_combined(draw, key, query, said):
    assert draw(key, query).sentence.endswith("The two trials are shown side by side and never combined.") == said


# The dumbbell


def test_every_column_of_the_toxicity_matrix_stands_in_one_clinical_group():
    grouped = list(chain.from_iterable(GROUPS.values()))
    assert sorted(grouped) == sorted(TOXICITY_COLUMNS)
    assert FURTHER.keys() <= set(grouped)


def test_the_rows_stand_by_clinical_group_whatever_the_figures(draw):
    labels = [wording.plain(text).replace(", ", " ") for text in draw("dumbbell").figure()["data"][0]["text"]]
    assert labels[:3] == ["CRS and neurological", "Cytokine release syndrome (CRS)", "CRS of grade 3 or higher"]
    assert labels[3:6] == ["Neurological event", "Seizure", "Encephalopathy"]
    assert labels[6:9] == ["Infection", "Infection", "Sepsis"]
    assert labels[9:12] == ["Haematological and mucosal", "Febrile neutropenia", "Mucositis"]
    assert labels[12] == "Overall"


@pytest.mark.parametrize(
    ("study", "column", "both", "difference"),
    [
        (BROWN, "CRS any", "22 % vs NR, any grade, related", "chemotherapy NR"),
        (BROWN, "CRS ≥ 3", "1 patient vs NR, related", "chemotherapy NR"),
        (BROWN, "Seizure", "4 % vs NR, any grade, related, 1 patient, grade ≥ 3", "chemotherapy NR"),
        (BROWN, "Encephal.", "11 % vs NR, any grade, related, 2 patients, “higher” grade", "chemotherapy NR"),
        (BROWN, "Infection", "15 % vs 65 %, serious", "−50 points"),
        (BROWN, "Any ≥ 3", "NR in both arms", ""),
        (LOCATELLI, "CRS any", "4 % vs 2 %, 2/54 ‡ vs 1/51 ‡, grade < 3", "+1.7 points, −7.0 to +10.7"),
        (LOCATELLI, "CRS ≥ 3", "0 † vs 0 †", "implied"),
        (LOCATELLI, "Febrile neutr.", "NR vs 17.6 %, 9/51 ‡, probably serious", "blinatumomab NR"),
        (LOCATELLI, "Serious", "24.1 % vs 43.1 %, 13/54 ‡ vs 22/51 ‡", "−19.1 points, −35.6 to −1.0"),
        (LOCATELLI, "Any ≥ 3", "57.4 % vs 82.4 %, 31/54 ‡ vs 42/51 ‡", "−24.9 points, −40.5 to −7.4"),
        (LOCATELLI, "Infection", "NR in both arms", ""),
    ],
)
def test_an_event_is_printed_as_both_arms_report_it(draw, study, column, both, difference):
    columns = [trace for trace in draw("dumbbell").figure()["data"] if trace.get("mode") == "text" and set(trace["customdata"]) == {study}]
    place = list(chain.from_iterable(GROUPS.values())).index(column)
    _, arms, points = ([wording.plain(text) for text in trace["text"]] for trace in columns)
    assert (arms[place], points[place]) == (both, difference)


@pytest.mark.parametrize(
    ("axis", "symbol", "drawn"),
    [
        ("x2", "circle", {22, 4, 11, 15, 2, 5, 1}),
        ("x2", "square", {65, 27, 58, 28}),
        ("x5", "circle", {3.7, 0.0, 24.1, 57.4}),
        ("x5", "square", {2.0, 0.0, 17.6, 43.1, 82.4}),
    ],
)
def test_each_arm_has_a_point_for_each_proportion_and_none_for_a_count_without_a_denominator(draw, axis, symbol, drawn):
    (points,) = [trace for trace in marks(draw("dumbbell").figure(), axis) if trace["marker"]["symbol"][0].startswith(symbol)]
    assert {round(x, 1) for x in points["x"]} == drawn


def test_only_counted_proportions_are_filled(draw):
    for trace in marks(draw("dumbbell").figure(), "x2"):
        assert all(symbol.endswith("-open") for symbol in trace["marker"]["symbol"])
    for trace in marks(draw("dumbbell").figure(), "x5"):
        assert [x for x, symbol in zip(trace["x"], trace["marker"]["symbol"], strict=True) if symbol.endswith("-open")] == [0]


@pytest.mark.parametrize(
    "words",
    ["Brown 2021 [38]: percentages only: arm sizes are not in the review; 208 randomised.", "Locatelli 2021 [39]: of 54 ‡ and 51 ‡, "],
)
def test_the_denominators_are_said(draw, words):
    assert any(caveat.startswith(words) for caveat in draw("dumbbell").caveats)


@pytest.mark.parametrize("column", ["Neuro any", "Seizure", "Febrile neutr."])
def test_what_is_probably_serious_says_so_beside_its_figure(draw, column):
    (panel,) = [
        trace
        for trace in draw("dumbbell").figure()["data"]
        if trace.get("mode") == "text" and set(trace["customdata"]) == {LOCATELLI} and any("‡" in text for text in trace["text"])
        and any(" vs " in text for text in trace["text"])
    ]  # fmt: skip
    assert "probably serious" in panel["text"][list(chain.from_iterable(GROUPS.values())).index(column)]


# Tables that change


def drawn(evidence, key):
    return CHART[key].draw(Catalogue(evidence).show(Selection()))


def changed(evidence, table, key, **values):
    """The evidence with one row of a table changed; its key is the row's first column."""
    return replace(evidence, **{table: tuple(row._replace(**values) if row[0] == key else row for row in getattr(evidence, table))})


@pytest.mark.parametrize("comparison", ["historical", "subgroups"])
def test_only_effects_between_randomised_arms_are_drawn(evidence, comparison):
    other = drawn(changed(evidence, "contrasts", "brown-2021-overall-survival", comparison=comparison), "contrast")
    assert "overall survival in Brown" not in other.sentence
    assert not [row for row in cells(other, "Brown 2021 [38]", "Hazard ratio") if row["Effect"] == "0.62"]


def test_doubts_about_a_published_effect_stand_under_the_chart(evidence):
    doubts = [anomaly.statement_a for anomaly in evidence.anomalies if anomaly.anomaly_id in ("claim-dfs", "claim-survival-abstract")]
    alone = drawn(replace(evidence, results=tuple(result._replace(anomaly_ids=()) for result in evidence.results)), "contrast")
    assert len(doubts) == 2
    assert [doubt for doubt in doubts if not any(doubt in caveat for caveat in alone.caveats)] == []


def test_an_effect_that_is_no_hazard_ratio_is_printed_and_not_drawn(evidence):
    other = drawn(changed(evidence, "contrasts", "brown-2021-overall-survival", measure="odds_ratio"), "contrast")
    (row,) = cells(other, "Brown 2021 [38]", "Odds ratio")
    assert (row["Effect"], row["95 % interval"]) == ("0.62", "0.39 to 0.98, as published")
    assert list(marks(other.figure(), "x2")[0]["customdata"]).count(BROWN) == 1
    assert "NR, Odds ratio 0.62, called significant" in texts(other.figure())


def test_a_lower_bound_gives_no_point_and_no_difference(evidence):
    other = drawn(changed(evidence, "results", "locatelli-2021-serious-event", at_least=True), "dumbbell")
    (row,) = cells(other, "Locatelli 2021 [39]", "Serious adverse event")
    assert (row["Blinatumomab"].split(";")[0], row["Difference, points"]) == ("≥ 13/54 ‡", "")
    assert 24.1 not in [round(x, 1) for trace in marks(other.figure(), "x5") for x in trace["x"]]


@pytest.mark.parametrize("key", CHART)
def test_no_table_text_is_taken_for_markup(evidence, key):
    other = changed(evidence, "studies", BROWN, label="<b>Brown & others")
    other = changed(other, "arms", "chemotherapy", words="Chemo <i>", short="chemo <i>")
    figure = drawn(changed(other, "results", "brown-2021-mrd-negative", note="n < 5"), key).figure()
    printed = [text for trace in figure["data"] for text in (*(trace.get("text") or ()), *trace.get("hovertext", ()))]
    printed += [note["text"] for note in figure["layout"]["annotations"]]
    assert any("&lt;b&gt;Brown &amp; others" in text for text in printed)
    assert any("chemo &lt;i&gt;" in text for text in printed)
    assert not any("<i>" in text or "<b>Brown &" in text or "n < 5" in text for text in printed)


@pytest.mark.parametrize("key", CHART)
def test_arms_have_the_words_and_colours_of_their_table(key):
    drawing = drawn(load(OTHER), key)
    said = " ".join([CHART[key].title, CHART[key].question, drawing.sentence, *drawing.caveats, *texts(drawing.figure())])
    assert {"Zenolimab", "Standard care"} <= set(drawing.table.heads)
    assert "zenolimab" in said
    assert not re.findall("blinatumomab|chemotherapy", said, re.I)


@pytest.mark.parametrize("key", CHART)
def test_without_a_control_no_trial_is_drawn_and_each_stands_aside(evidence, key):
    arms = tuple(arm._replace(role="mixed") if arm.role == "control" else arm for arm in evidence.arms)
    drawing = drawn(replace(evidence, arms=arms), key)
    go.Figure(drawing.figure())
    assert drawing.sentence == NO_TRIAL
    assert sum(len(aside.records) for aside in drawing.asides) == len(evidence.studies)


@pytest.mark.parametrize("key", CHART)
def test_a_chosen_layer_need_not_have_a_row_for_each_gap(tmp_path, key):
    drawing = drawn(load(Tables(tmp_path / "data", later=True).folder), key)
    go.Figure(drawing.figure())
    assert "The three trials are shown side by side" in drawing.sentence
    if key == "dumbbell":
        (row,) = cells(drawing, "Inventor 2099 [903]", "Infection")
        assert (row["Blinatumomab"], row["Chemotherapy"]) == ("not reported", "not reported")


# Every selection


@pytest.mark.parametrize("key", CHART)
@pytest.mark.parametrize("query", QUERIES)
def test_a_chart_is_drawn_for_every_filter(draw, shown, key, query):
    drawing, selected = draw(key, query), shown(query).studies
    randomised = {study.study_id for study in selected if study.design == "randomised_trial"}
    go.Figure(drawing.figure())
    assert {trace["type"] for trace in drawing.figure()["data"]} <= {"scatter", "bar"}
    clicked = {key for trace in drawing.figure()["data"] for key in trace.get("customdata", ())} - {""}
    assert clicked == {row.record for row in drawing.table.rows} == randomised
    assert randomised | {record for aside in drawing.asides for record, _ in aside.records} == {study.study_id for study in selected}
    assert (drawing.sentence == NO_TRIAL) == (not randomised)
    assert all(len(row.cells) == len(drawing.table.heads) for row in drawing.table.rows)
    said = " ".join(
        [drawing.sentence, *drawing.caveats, *texts(drawing.figure()), *chain.from_iterable(row.cells for row in drawing.table.rows)]
    )
    assert not re.findall(REFUSED, said, re.I)


@pytest.mark.parametrize(("query", "count"), [("", 2), (ONE_TRIAL, 1), (NO_TRIALS, 0)])
def test_both_one_and_no_trial_are_drawn(draw, query, count):
    contrasts, toxicities = draw("contrast", query), draw("dumbbell", query)
    assert (contrasts.rows, toxicities.rows) == (count * len(SECTIONS), count * len(TOXICITY_COLUMNS))
    assert {"xaxis2", "xaxis4"} <= contrasts.figure()["layout"].keys()
    assert "xaxis2" in toxicities.figure()["layout"]
    assert (NO_TRIAL in texts(contrasts.figure()), NO_TRIAL in texts(toxicities.figure())) == (count == 0, count == 0)


@pytest.mark.parametrize("key", CHART)
def test_gaps_are_hatched_and_counted(draw, key):
    drawing = draw(key)
    hatched = [trace for trace in drawing.figure()["data"] if trace["type"] == "bar" and trace["marker"]["pattern"]["shape"] == "/"]
    drawn = sum(len(trace["y"]) for trace in hatched)
    in_one_arm = sum(f"{arm} NR" in text for text in texts(drawing.figure()) for arm in ("chemotherapy", "blinatumomab"))
    assert drawn
    assert drawing.not_reported == (drawn if key == "contrast" else 2 * drawn + in_one_arm)


@pytest.mark.parametrize("key", CHART)
def test_a_pinned_trial_is_highlighted_and_no_other(draw, key):
    bands = [
        len([shape for shape in draw(key, query).figure()["layout"]["shapes"] if shape["type"] == "rect"])
        for query in ("", f"pin={BROWN}", "pin=horibe-2020")
    ]
    assert bands[0] == bands[2] == 0 < bands[1]


@pytest.mark.parametrize("key", CHART)
def test_every_text_is_at_least_13_pixels(draw, key):
    figure = draw(key).figure()
    sizes = re.findall(r"font-size:(\d+)px", str(figure)) + re.findall(
        r"'size': (\d+)", str([note.get("font") for note in figure["layout"]["annotations"]])
    )
    assert min(map(int, sizes)) >= 13
