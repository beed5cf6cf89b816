"""The randomised trials: every contrast against statsmodels, every sentence against a case worked by hand, drawn for every filter."""

import re
from dataclasses import replace

import pytest
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep

from dashboard import wording
from dashboard.adverse_events import EVENTS
from dashboard.charts import contrast as contrasts
from dashboard.charts import toxicity_by_arm
from dashboard.charts.arms.rows import trials_of
from dashboard.charts.arms.words import MOST_NAMED, NO_TRIAL, randomised_words, signed
from dashboard.charts.chart import WHOLE
from dashboard.charts.contrast import words as effect_words
from dashboard.charts.contrast.rows import SECTIONS, contrasts_of, scenarios_of
from dashboard.charts.contrast.words import cycles, difference_line, verdict
from dashboard.charts.toxicity_by_arm import words as event_words
from dashboard.evidence import load
from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Selection
from dashboard.statistics import Difference
from dashboard.tableplot import Axis, Interval, Point, room, screen
from dashboard.tableplot.text import plain
from dashboard.theme import BLUE, ORANGE
from tests.drawing import drawn_rows, everything_said, key_words, plot_of, without_markup
from tests.tables import OTHER, Tables

BROWN, LOCATELLI = "brown-2021", "locatelli-2021"
LABEL = {BROWN: "Brown 2021 [38]", LOCATELLI: "Locatelli 2021 [39]"}
DIFFERENCE = "Difference, points"
CHARTS = {chart.key: chart for chart in (*contrasts.CHARTS, *toxicity_by_arm.CHARTS)}
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
    return lambda key, query="": CHARTS[key].draw(shown(query))


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
    return next(found for found in trials[study].events if found.kind.code == column)


def newcombe(events_1, n_1, events_2, n_2):
    return 100 * (events_1 / n_1 - events_2 / n_2), *(
        100 * limit for limit in confint_proportions_2indep(events_1, n_1, events_2, n_2, method="newcomb")
    )


def printed(content):
    """The words that a figure prints in a cell."""
    return plain(content.words).replace("\u00a0", " ")


def row_of(drawing, study, section):
    """What is drawn of one trial in the section of that number: its columns by title."""
    return next(row for row in drawn_rows(drawing, study) if row.headings.startswith(SECTIONS[section].title)).columns


def drawn_event(drawing, column, study):
    """What is drawn of one event of one trial: its axis, and its difference."""
    row = next(row for row in drawn_rows(drawing) if row.name.startswith(column))
    return row.columns[LABEL[study]], row.columns[f"{LABEL[study]}, difference"]


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
    pair = contrast(trials, LOCATELLI, section)
    assert pair.counted.counts == tuple(counts)
    assert pair.counted.difference == approx(newcombe(*counts), abs=1e-6)
    events_1, n_1, events_2, n_2 = counts
    oracle = Table2x2([[events_1, n_1 - events_1], [events_2, n_2 - events_2]])
    (row,) = [row for row in cells(draw("contrast"), "Risk ratio") if row["Endpoint"] == wording.what(pair.results[0])]
    low, high = oracle.riskratio_confint()
    assert (row["Effect"], row["95 % interval"]) == (f"{oracle.riskratio:.2f}", f"{low:.2f}–{high:.2f}, log method, computed")


def test_counts_of_the_randomised_trials_are_those_of_the_review(trials):
    assert [contrast(trials, LOCATELLI, section).counted.counts for section in range(3)] == [
        (17, 54, 31, 54),
        (8, 54, 16, 54),
        (44, 49, 26, 48),
    ]


def test_every_toxicity_difference_is_what_statsmodels_makes_of_the_counts(trials):
    counted = {event.kind.code: event.counted for trial in trials.values() for event in trial.events if event.counted}
    assert {column: found.counts for column, found in counted.items()} == {
        "crs": (2, 54, 1, 51),
        "serious_event": (13, 54, 22, 51),
        "severe_event": (31, 54, 42, 51),
    }
    for found in counted.values():
        assert found.difference == approx(newcombe(*found.counts), abs=1e-6)


@pytest.mark.parametrize(
    ("section", "points", "written"),
    [(0, 15.4, "+15 survival 54.4 v 39.0 %"), (1, 12.9, "+13 survival 71.3 v 58.4 %"), (2, 43, "+43 75 v 32 %")],
)
def test_percentages_without_arm_sizes_give_a_difference_and_no_interval(trials, draw, section, points, written):
    found = contrast(trials, BROWN, section)
    assert (found.points, found.counted) == (approx(points), None)
    assert printed(row_of(draw("contrast"), BROWN, section)[DIFFERENCE]) == written


@pytest.mark.parametrize(("column", "points"), [("infection", -50), ("febrile_neutropenia", -53), ("sepsis", -25), ("mucositis", -27)])
def test_toxicity_of_brown_is_a_difference_of_printed_percentages(trials, column, points):
    pair = event(trials, BROWN, column)
    assert (pair.points, pair.counted) == (points, None)


def test_an_implied_zero_is_no_count_and_gives_no_difference(trials):
    pair = event(trials, LOCATELLI, "crs_severe")
    assert (pair.counted, pair.points) == (None, None)


def test_survival_stays_survival_and_events_stay_events(draw):
    measures = [(row["Measure"], row["Effect"]) for row in cells(draw("contrast")) if row["Measure"].startswith("Difference")]
    assert measures == [
        ("Difference in disease-free survival, points", "+15.4"),
        ("Difference in events, points", "−25.9"),
        ("Difference in overall survival, points", "+12.9"),
        ("Difference in deaths, points", "−14.8"),
        ("Difference in MRD-negative, points", "+43"),
        ("Difference in MRD remission, points", "+35.6"),
    ]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("crs", "interval includes 0, nearest limit −7.0"),
        ("severe_event", "interval does not include 0, nearest limit −7.4"),
        # corrected for continuity, Newcombe's upper limit is +0.3
        ("serious_event", "nearest limit −1.0; no verdict on 0, since methods differ"),
    ],
)
def test_whether_an_interval_includes_0_is_said_with_its_limit_and_not_where_methods_differ(trials, column, words):
    assert verdict(event(trials, LOCATELLI, column).counted) == words


def test_no_verdict_either_where_the_interval_of_the_ratio_says_otherwise(trials):
    counted = replace(event(trials, LOCATELLI, "crs").counted, difference=Difference(1.7, 0.2, 10.7))
    assert verdict(counted) == "nearest limit +0.2; no verdict on 0, since methods differ"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(-25.926, 1, "−25.9"), (43, 0, "+43"), (0.04, 1, "0.0"), (-0.04, 1, "0.0"), (0.96, 1, "+1.0"), (0, 0, "0")],
)
def test_a_difference_always_says_its_sign(value, decimals, written):
    assert signed(value, decimals) == written


# Hazard ratios as published


@pytest.mark.parametrize(
    ("study", "section", "words", "said"),
    [
        (BROWN, 0, "0.70 (0.47–1.03) p = 0.03, one-sided", "interval includes 1; p = 0.03, one-sided; called not significant"),
        (LOCATELLI, 0, "0.33 (0.18–0.61) p < 0.001, sides not stated", "interval does not include 1; p < 0.001, sides not stated"),
        (BROWN, 1, "0.62 (0.39–0.98) p = 0.02, one-sided", "interval does not include 1; p = 0.02, one-sided; called significant"),
        (LOCATELLI, 1, "0.43 (0.18–1.01) no p value stated", "interval includes 1; no p value stated"),
        (BROWN, 2, "no number, called significant", "called significant"),
        (LOCATELLI, 2, "", "NR"),
    ],
)
def test_a_hazard_ratio_is_printed_with_its_interval_and_p_value_as_published(draw, study, section, words, said):
    content = row_of(draw("contrast"), study, section)["Hazard ratio"]
    assert printed(content) == words
    assert said in content.said
    assert content.gap == (not words)


def test_hazard_ratios_are_drawn_on_a_log_axis_with_the_published_limits(draw, evidence):
    drawing = draw("contrast")
    drawn = [(row.record, *row.columns["Hazard ratio"].marks) for row in drawn_rows(drawing) if row.columns["Hazard ratio"].marks]
    effects = evidence.frame("contrasts")
    published = effects[effects["measure"] == "hazard_ratio"]
    assert {(study, point.x, line.low, line.high) for study, line, point in drawn} == set(
        zip(published["study_id"], published["estimate"], published["ci_low"], published["ci_high"], strict=True)
    )
    scale = row_of(drawing, BROWN, 0)["Hazard ratio"].scale
    assert (scale.kind, scale.zero) == ("log", 1)


@pytest.mark.parametrize(("folder", "drug", "control"), [(None, "blinatumomab", "chemotherapy"), (OTHER, "zenolimab", "standard care")])
def test_the_axes_say_what_below_1_and_which_arm_less_which_means(evidence, folder, drug, control):
    drawing = CHARTS["contrast"].draw(Catalogue(load(folder) if folder else evidence).show(Selection()))
    notes = {column.title: column.note for column in plot_of(drawing).columns if isinstance(column, Axis)}
    assert notes == {"Hazard ratio": f"below 1: fewer with {drug}", DIFFERENCE: f"{drug} − {control}"}
    printed_texts = " ".join(text for trace in drawing.figure()["data"] for text in trace.get("text") or ())
    assert all(without_markup(note) in without_markup(printed_texts).replace("\u00a0", " ") for note in notes.values())


def test_differences_without_an_interval_are_hollow_and_those_with_one_are_not(draw):
    for study, section in ((study, section) for study in (BROWN, LOCATELLI) for section in range(3)):
        marks = row_of(draw("contrast"), study, section)[DIFFERENCE].marks
        assert [(type(mark), getattr(mark, "hollow", None)) for mark in marks] == (
            [(Point, True)] if study == BROWN else [(Interval, None), (Point, False)]
        )
    assert "of percentages: interval cannot be derived" in key_words(draw("contrast"))


# Numbers needed to treat, missing outcomes, conduct


@pytest.mark.parametrize(
    ("outcome", "written"),
    [
        ("Event, at a median follow-up of 22.4 months", "to benefit 3.9 (95 % CI 2.4 to 14); trial ended early"),
        (
            "Death, at a median follow-up of 22.4 months",
            "to benefit 6.8 (95 % CI to benefit 3.4, through infinity, to harm 104); trial ended early",
        ),
        ("MRD remission", "to benefit 2.8 (95 % CI 2.0 to 5.5); of a surrogate, not of survival; trial ended early"),
        ("Disease-free survival at two years", "cannot be derived: arm sizes are not in the review"),
        ("Overall survival at two years", "cannot be derived: arm sizes are not in the review"),
    ],
)
def test_the_number_needed_to_treat_runs_through_infinity_where_it_must_and_is_refused_without_arm_sizes(draw, outcome, written):
    needed = [row["Number needed to treat"] for row in cells(draw("contrast"), outcome) if row["Measure"].startswith("Difference")]
    assert needed == [written]


def test_the_numbers_needed_to_treat_stand_under_the_chart(draw):
    told = " ".join(draw("contrast").caveats)
    assert (
        "Death, at a median follow-up of 22.4 months: to benefit 6.8 (95 % CI to benefit 3.4, through infinity, to harm 104); trial" in told
    )
    assert "Brown 2021 [38]: a number needed to treat cannot be derived: arm sizes are not in the review." in told
    assert (
        "Enrolment ended early because a prespecified stopping criterion was met in favour of blinatumomab. Follow-up differs between "
        "patients: median 22.4 months (8.1–34.2, interquartile range). A count of events ignores when they happened"
    ) in told


@pytest.mark.parametrize(
    ("index", "words", "counts"),
    [
        (0, "none", (44, 54, 26, 54)),
        (1, "the 6 after chemotherapy", (44, 54, 32, 54)),
        (2, "the 5 after blinatumomab", (49, 54, 26, 54)),
    ],
)
def test_missing_mrd_outcomes_are_put_back_in_three_ways(trials, draw, index, words, counts):
    scenario = scenarios_of(contrast(trials, LOCATELLI, 2))[index]
    assert (scenario.assumed, scenario.counted.counts) == (words, counts)
    assert scenario.counted.difference == approx(newcombe(*counts), abs=1e-6)
    row = [row for row in drawn_rows(draw("contrast"), LOCATELLI) if "Sensitivity" in row.headings][index]
    assert row.columns[DIFFERENCE].marks[1].x == approx(scenario.counted.difference.estimate)
    assert printed(row.columns["Hazard ratio"]) == "difference only"
    assert not row.columns["Hazard ratio"].gap
    (line,) = cells(draw("contrast"), difference_line(scenario)["Measure"])
    assert (line["Blinatumomab"], line["Chemotherapy"]) == tuple(f"{events}/{n} ‡" for events, n in (counts[:2], counts[2:]))


def test_nothing_is_put_back_where_all_randomised_were_counted_or_no_arm_size_is_known(trials):
    others = [(LOCATELLI, 0), (LOCATELLI, 1), (BROWN, 0), (BROWN, 1), (BROWN, 2)]
    assert [scenarios_of(contrast(trials, *other)) for other in others] == [()] * len(others)


@pytest.mark.parametrize(
    ("study", "randomised", "cycles_said"),
    [(BROWN, "208 randomised", "2 cycles in each arm"), (LOCATELLI, "54 ‡ and 54 ‡ randomised", "1 cycle in each arm")],
)
def test_each_trial_says_its_size_its_cycles_and_how_it_ended(trials, draw, study, randomised, cycles_said):
    trial = trials[study]
    assert (randomised_words(trial), cycles(trial)) == (randomised, cycles_said)
    (stop,) = trial.early_stops
    drawing = draw("contrast")
    assert any(words.startswith(f"{trial.study.label}: {randomised}; {cycles_said}.") and words.endswith(stop) for words in drawing.caveats)
    labels = [printed(row.columns["Publication"]) for row in drawn_rows(drawing, study) if "Sensitivity" not in row.headings]
    assert [label.startswith(f"{trial.study.label} ¶") for label in labels] == [True] * len(SECTIONS)


def test_nobody_is_called_evaluable_whom_the_tables_do_not_call_so(draw):
    drawing = draw("contrast")
    assert "evaluable" not in everything_said(drawing)
    assert "of 49 and 48 with a printed result" in everything_said(drawing)


# Sentences


@pytest.mark.parametrize(
    ("studies", "sentence"),
    [
        (
            [BROWN, LOCATELLI],
            "With blinatumomab the hazard ratio for death was 0.62 (0.39–0.98) [38] and 0.43 (0.18–1.01) [39]; for an event 0.70 "
            "(0.47–1.03) [38] and 0.33 (0.18–0.61) [39]. MRD-negative +43 [38] (no interval), MRD remission +36 [39] points.",
        ),
        (
            [BROWN],
            "With blinatumomab the hazard ratio for death was 0.62 (0.39–0.98) [38]; for an event 0.70 (0.47–1.03) [38]. MRD-negative "
            "+43 [38] (no interval) points.",
        ),
    ],
)
def test_the_sentence_of_the_contrasts(trials, studies, sentence):
    assert effect_words.sentence(contrasts_of([trials[study] for study in studies])) == sentence


@pytest.mark.parametrize(
    ("study", "sentence", "in_full"),
    [
        (
            BROWN,
            "Four events [38] are less frequent with blinatumomab, by 25–53 points, all serious. With a figure in one arm only: four "
            "events [38].",
            "Brown 2021 [38], with blinatumomab less frequent: serious infection, sepsis, febrile neutropenia and mucositis, by 25–53 "
            "points (no interval can be derived); reported for blinatumomab only: CRS (22 %), CRS grade\u00a0≥\u00a03 (1 patient), "
            "seizure (4 %) and encephalopathy (11 %).",
        ),
        (
            LOCATELLI,
            "Two events [39] are less frequent with blinatumomab, one [39] more. Less: by 19–25 points [39]. More: 2/54 ‡ against 1/51 ‡ "
            "[39]. With a figure in one arm only: three events [39].",
            "Locatelli 2021 [39], with blinatumomab less frequent: serious adverse event and adverse event grade\u00a0≥\u00a03, by 19–25 "
            "points (Newcombe, nearest limit −1.0; no verdict on 0, since methods differ); more frequent: CRS grade\u00a0<\u00a03, "
            "2/54 ‡ against 1/51 ‡ (one Newcombe interval includes 0, nearest limit −7.0); reported for blinatumomab only: neurological "
            "event (2/54 ‡, probably serious) and seizure (2/54 ‡, probably serious); reported for chemotherapy only: febrile "
            "neutropenia (9/51 ‡, probably serious).",
        ),
    ],
)
def test_the_sentence_of_the_toxicities(evidence, trials, draw, study, sentence, in_full):
    assert event_words.sentence(evidence, [trials[study]]) == sentence
    assert in_full in draw("dumbbell").caveats


# Of many trials


def copies(trial, count):
    """As many trials of other children that say the same."""
    study = trial.study
    found = range(count)
    return [
        replace(
            trial, study=study._replace(cohort_id=f"{study.cohort_id}-{own}", trial_id=f"{study.trial_id}-{own}", ref=f"{study.ref}{own}")
        )
        for own in found
    ]


def test_of_many_trials_the_contrasts_say_how_many_and_how_far_they_reach(trials):
    many = [*copies(trials[LOCATELLI], 3), *copies(trials[BROWN], 2)]
    assert effect_words.sentence(contrasts_of(many)) == (
        "With blinatumomab the hazard ratio for death was 0.43 to 0.62 in five trials, three intervals including 1; for an event 0.33 to "
        "0.70 in five trials, two intervals including 1. MRD remission or MRD-negative +36 to +43 points in five trials, two without an "
        "interval."
    )


def test_of_many_trials_the_toxicities_say_how_many_events_each_has_and_how_far_they_reach(evidence, trials):
    many = [*copies(trials[LOCATELLI], 4), *copies(trials[BROWN], 2)]
    sentence = (
        "Two to four events in each of six trials are less frequent with blinatumomab, one in each of four trials more. Less: by "
        "19–53 points. More: by fewer than five patients in four events. With a figure in one arm only: three to four events in each of "
        "six trials."
    )
    assert event_words.sentence(evidence, many) == sentence
    assert event_words.by_name(many) == sentence
    assert event_words.further(many) == ""


def test_a_sentence_does_not_grow_with_further_trials(evidence, trials):
    some, more = copies(trials[LOCATELLI], MOST_NAMED + 1), copies(trials[LOCATELLI], 12)
    assert len(effect_words.sentence(contrasts_of(more))) <= len(effect_words.sentence(contrasts_of(some))) + 4 * len("twelve")
    assert len(event_words.sentence(evidence, more)) <= len(event_words.sentence(evidence, some)) + 4 * len("twelve")


def test_a_trial_without_a_figure_in_both_arms_is_named(evidence, trials):
    silent = replace(trials[BROWN], results=[own for own in trials[BROWN].results if own.arm == "blinatumomab"])
    assert "No event of [38] has a figure in both arms." in event_words.sentence(evidence, [silent, trials[LOCATELLI]])
    assert event_words.sentence(evidence, [silent]).startswith("No event has a figure in both arms. With a figure in one arm only")


@pytest.mark.parametrize("key", CHARTS)
@pytest.mark.parametrize(("query", "said"), [("", True), (ONE_TRIAL, False), (NO_TRIALS, False)])
def test_two_trials_are_said_to_be_side_by_side_and_never_combined(draw, key, query, said):
    assert ("The two trials are shown side by side and never combined." in draw(key, query).caveats) == said


# The dumbbell


def test_every_column_of_the_toxicity_matrix_has_a_row_or_is_named_under_them(draw):
    drawing = draw("dumbbell")
    assert len(drawn_rows(drawing)) == len(EVENTS) - 2
    assert "no trial reports treatment interrupted or stopped, dose-limiting toxicity" in key_words(drawing)


def test_the_rows_stand_by_clinical_group_whatever_the_figures(draw):
    labels = [printed(row.columns["Event"]) for row in drawn_rows(draw("dumbbell"))]
    assert labels == [
        "CRS", "CRS, grade ≥ 3", "Neurological event", "Seizure", "Encephalopathy", "Infection, serious", "Sepsis, serious",
        "Febrile neutropenia, serious", "Mucositis, serious", "Serious adverse event", "Adverse event, grade ≥ 3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("study", "column", "both", "difference"),
    [
        (BROWN, "Cytokine", "22 % v NR", "any grade"),
        (BROWN, "CRS of", "1 patient v NR", "n not stated"),
        (BROWN, "Seizure", "4 % v NR", "any grade"),
        (BROWN, "Encephal", "11 % v NR", "any grade"),
        (BROWN, "Infection", "15 v 65 %", "−50"),
        (BROWN, "Serious", "in words only", ""),
        (BROWN, "Adverse", "", ""),
        (LOCATELLI, "Cytokine", "2/54 v 1/51 §", "+2 (−7 to +11)"),
        (LOCATELLI, "CRS of", "0 † v 0 †", ""),
        (LOCATELLI, "Neuro", "2/54* v NR", ""),
        (LOCATELLI, "Seizure", "2/54* v NR", ""),
        (LOCATELLI, "Febrile", "NR v 9/51*", ""),
        (LOCATELLI, "Serious", "13/54 v 22/51", "−19 (−36 to −1)"),
        (LOCATELLI, "Adverse", "31/54 v 42/51", "−25 (−40 to −7)"),
        (LOCATELLI, "Infection", "", ""),
    ],
)
def test_an_event_is_printed_as_both_arms_report_it(draw, study, column, both, difference):
    axis, points = drawn_event(draw("dumbbell"), column, study)
    assert (printed(axis), printed(points)) == (both, difference)
    assert axis.gap == (not both)


def test_every_sign_stands_in_the_key(draw):
    signs = {"* probably serious", "† implied", "§ below grade 3", "‡ worked out from percentages", "not reported (NR), not 0"}
    assert signs <= set(key_words(draw("dumbbell")))


@pytest.mark.parametrize(
    ("study", "symbol", "colour", "drawn"),
    [
        (BROWN, "circle", BLUE, {22, 4, 11, 15, 2, 5, 1}),
        (BROWN, "square", ORANGE, {65, 27, 58, 28}),
        (LOCATELLI, "circle", BLUE, {3.7, 0.0, 24.1, 57.4}),
        (LOCATELLI, "square", ORANGE, {2.0, 0.0, 17.6, 43.1, 82.4}),
    ],
)
def test_each_arm_has_a_point_for_each_proportion_and_none_for_a_count_without_a_denominator(draw, study, symbol, colour, drawn):
    points = [point for row in drawn_rows(draw("dumbbell")) for point in row.columns[LABEL[study]].marks if point.symbol == symbol]
    assert {round(point.x, 1) for point in points} == drawn
    assert {point.colour for point in points} == {colour}
    assert {point.x for point in points if point.hollow} == ({point.x for point in points} if study == BROWN else {0} & drawn)


@pytest.mark.parametrize(
    "words",
    [
        "Brown 2021 [38]: percentages only: arm sizes are not in the review; 208 randomised.",
        "Locatelli 2021 [39]: of 54 ‡ and 51 ‡; 54 ‡ and 54 ‡ randomised.",
    ],
)
def test_the_denominators_are_said(draw, words):
    assert any(caveat.startswith(words) for caveat in draw("dumbbell").caveats)


# Tables that change


def drawn(evidence, key):
    return CHARTS[key].draw(Catalogue(evidence).show(Selection()))


def changed(evidence, table, key, **values):
    """The evidence with one row of a table changed; its key is the row's first column."""
    return replace(evidence, **{table: tuple(row._replace(**values) if row[0] == key else row for row in getattr(evidence, table))})


def with_counts(evidence, *counts):
    """The evidence with counts of adverse events of Locatelli 2021, which take the place of what it says about these events."""
    (like,) = [row for row in evidence.results if row.result_id == "locatelli-2021-serious-event"]
    endpoints = {values["endpoint"] for values in counts}
    kept = [row for row in evidence.results if row.study_id != LOCATELLI or row.endpoint not in endpoints]
    plain = {
        "definition": "",
        "percent": None,
        "percent_as_printed": "",
        "n_basis": "stated",
        "n": 50,
        "grade": "any",
        "serious": "not_stated",
        "note": "",
    }
    rows = [like._replace(result_id=f"counts-{place}", **{**plain, **values}) for place, values in enumerate(counts)]
    return replace(evidence, results=(*kept, *rows))


DRUG, CONTROL = ({"arm": arm} for arm in ("blinatumomab", "chemotherapy"))
INFECTION, INTERRUPTED, STOPPED = ({"endpoint": code} for code in ("infection", "treatment_interrupted", "treatment_discontinued"))
IN_PART = {"subgroup": "higher risk"}


@pytest.mark.parametrize(
    ("event", "one", "other", "printed_as", "row", "further"),
    [
        (
            "Treatment interrupted or stopped",
            {**DRUG, **INTERRUPTED, "events": 20},
            {**CONTROL, **STOPPED, "events": 5},
            "20/50 v NR",
            ("20/50 · 40 %", "not reported"),
            ("Treatment stopped", "Chemotherapy", "5/50 · 10 %", "treatment stopped, any grade 5/50 (chemotherapy)"),
        ),
        (
            "Infection",
            {**DRUG, **INFECTION, **IN_PART, "events": 20},
            {**CONTROL, **INFECTION, "events": 5},
            "NR v 5/50",
            ("not reported", "5/50 · 10 %"),
            ("Infection, higher risk", "Blinatumomab", "20/50 · 40 %", "infection, higher risk, any grade 20/50 (blinatumomab)"),
        ),
        (
            "Infection",
            {**DRUG, **INFECTION, "events": 20},
            {**CONTROL, **INFECTION, "grade": "ge3", "events": 5},
            "20/50 v NR",
            ("20/50 · 40 %", "not reported"),
            ("Infection", "Chemotherapy", "5/50 · 10 %", "infection, grade 3 or higher 5/50 (chemotherapy)"),
        ),
    ],
    ids=["another event", "a part of the patients", "another grade"],
)
def test_arms_that_count_something_else_are_not_compared(evidence, event, one, other, printed_as, row, further):
    drawing = drawn(with_counts(evidence, one, other), "dumbbell")
    both, difference = drawn_event(drawing, event, LOCATELLI)
    assert (printed(both), printed(difference)) == (printed_as, "any grade, more in the table")
    line = next(line for line in cells(drawing, "Locatelli 2021 [39]", event) if "not reported" in line.values())
    assert tuple(line[arm].partition(";")[0] for arm in ("Blinatumomab", "Chemotherapy")) == row
    assert line[DIFFERENCE] == ""
    name, arm, value, said = further
    assert value in [line[arm] for line in cells(drawing, "Locatelli 2021 [39]", name)]
    assert [caveat for caveat in drawing.caveats if caveat.endswith(f"; not compared: {said}.")]


def test_the_event_that_both_arms_report_is_compared_and_the_others_are_in_the_table(evidence):
    one = [{**DRUG, **INTERRUPTED, "events": 20, "n": None, "n_basis": "", "denominator": ""}, {**DRUG, **STOPPED, "events": 4}]
    other = [{**CONTROL, **INTERRUPTED, "events": 9}, {**CONTROL, **STOPPED, "events": 14}]
    drawing = drawn(with_counts(evidence, *one, *other), "dumbbell")
    both, difference = drawn_event(drawing, "Treatment interrupted or stopped", LOCATELLI)
    assert (printed(both), printed(difference).startswith("−20 (")) == ("4/50 v 14/50", True)
    (mine, yours) = cells(drawing, "Locatelli 2021 [39]", "Treatment interrupted")
    assert (mine["Blinatumomab"], yours["Chemotherapy"]) == ("20, n not stated", "9/50 · 18 %")


def test_words_on_a_part_of_an_arm_stay_beside_a_count_of_the_whole_other(evidence):
    words = {"state": "qualitative", "events": None, "n": None, "n_basis": "", "denominator": "", "note": "Rare.", **IN_PART}
    one = {**DRUG, **INFECTION, **IN_PART, "events": 20}, {**DRUG, **INFECTION, "events": 10}
    drawing = drawn(with_counts(evidence, *one, {**CONTROL, **INFECTION, **words}), "dumbbell")
    both, difference = drawn_event(drawing, "Infection", LOCATELLI)
    assert (printed(both), printed(difference)) == ("10/50 v in words only", "any grade, more in the table")
    (line,) = cells(drawing, "Locatelli 2021 [39]", "Infection")
    assert line["Note"] == "Rare."


def test_an_event_in_a_part_of_both_arms_says_in_which(evidence):
    counts = ({**arm, **INFECTION, **IN_PART, "events": events} for arm, events in ((DRUG, 20), (CONTROL, 5)))
    drawing = drawn(with_counts(evidence, *counts), "dumbbell")
    both, difference = drawn_event(drawing, "Infection", LOCATELLI)
    assert printed(both) == "20/50 v 5/50"
    assert re.fullmatch(r"\+30 \(.* to .*\)\s*any grade, higher risk", printed(difference))
    assert len(cells(drawing, "Locatelli 2021 [39]", "Infection, higher risk")) == 1
    assert [caveat for caveat in drawing.caveats if "infection in higher risk" in caveat]


# Events by risk group


def by_risk_group(evidence, *differences, **also):
    """The evidence as if Locatelli 2021 gave sepsis by risk group only: differences in patients of 50, lowest risk first."""
    groups = ("standard risk", "higher risk", "highest risk")
    words = {"state": "qualitative", "events": None, "n": None, "n_basis": "", "denominator": "", "reason": "by risk group only"}
    rows = [{**arm, "endpoint": "sepsis", **words, "note": "By risk group only.", "grade": "ge3"} for arm in (DRUG, CONTROL)]
    for group, difference in zip(groups, differences, strict=False):
        stratum = {"endpoint": "sepsis_stratum", "subgroup": group, "grade": "ge3", **also}
        rows += [{**DRUG, **stratum, "events": 20 + difference}, {**CONTROL, **stratum, "events": 20}]
    return with_counts(evidence, *rows)


@pytest.mark.parametrize(
    ("differences", "claimed", "points"),
    [
        ((2, 5), "one [39] more, sepsis [39] more in each risk group", "+4 to +10"),
        ((-2, -5), "one [39] more, sepsis [39] less in each risk group", "−10 to −4"),
        ((0, 0), "one [39] more, sepsis [39] as frequent in each risk group", "0"),
        ((-2, 5), "one [39] more, sepsis [39] differs in direction by risk group", "−4 to +10"),
    ],
)
def test_an_event_given_by_risk_group_only_is_not_left_out_of_the_claim(evidence, differences, claimed, points):
    drawing = drawn(by_risk_group(evidence, *differences), "dumbbell")
    assert drawing.claim.endswith(claimed)
    assert f"{claimed}." in drawing.sentence
    assert printed(drawn_event(drawing, "Sepsis", LOCATELLI)[1]).startswith(f"{points} by risk group")


def test_an_event_by_risk_group_stands_in_its_row_the_table_and_the_notes(evidence):
    drawing = drawn(by_risk_group(evidence, 2, 5), "dumbbell")
    both, difference = drawn_event(drawing, "Sepsis", LOCATELLI)
    assert (printed(both), printed(difference)) == ("by risk group only", "+4 to +10 by risk group grade ≥ 3")
    lines = cells(drawing, "Locatelli 2021 [39]", "Sepsis, by risk group, higher risk")
    assert [line["Blinatumomab"] or line["Chemotherapy"] for line in lines] == ["25/50 · 50 %", "20/50 · 40 %"]
    assert [
        note
        for note in drawing.caveats
        if "sepsis grade\u00a0≥\u00a03 more in each risk group, +4 to +10 points (two Newcombe intervals include 0" in note
    ]


def test_an_event_by_risk_group_alone_is_a_claim_and_no_silence(evidence):
    trial = next(own for own in trials_of(Catalogue(by_risk_group(evidence, 2, 5)).show(Selection())) if own.study.study_id == LOCATELLI)
    alone = replace(trial, results=[own for own in trial.results if own.endpoint.startswith("sepsis")])
    said = "Sepsis [39] is more frequent with blinatumomab in each risk group"
    assert event_words.claim([alone]) == said
    assert event_words.sentence(evidence, [alone]) == f"{said}."
    assert event_words.by_name([alone]) == f"{said}."
    assert event_words.further([alone]) == "Sepsis +4 to +10 by risk group [39]."


def test_of_many_trials_an_event_by_risk_group_says_in_how_many(evidence):
    trial = next(own for own in trials_of(Catalogue(by_risk_group(evidence, 2, 5)).show(Selection())) if own.study.study_id == LOCATELLI)
    assert ", sepsis of five trials more in each risk group." in event_words.sentence(evidence, copies(trial, 5))


@pytest.mark.parametrize(
    ("differences", "also"), [((2,), {}), ((2, 5), {"at_least": True}), ((2, 5), {"n": None, "n_basis": "", "denominator": ""})]
)
def test_one_risk_group_or_lower_bounds_give_no_direction(evidence, differences, also):
    drawing = drawn(by_risk_group(evidence, *differences, **also), "dumbbell")
    assert "sepsis [39]" not in drawing.claim.partition("more")[2]
    assert "risk group" not in drawing.sentence


def test_several_parts_of_the_patients_are_no_event_of_all(evidence):
    """As if infection were given of two parts of the patients: the first alone would decide whether it is more frequent."""
    counts = [{**DRUG, **INFECTION, "subgroup": part, "events": events} for part, events in (("girls", 25), ("boys", 10))]
    others = [{**CONTROL, **INFECTION, "subgroup": part, "events": 20} for part in ("girls", "boys")]
    drawing = drawn(with_counts(evidence, *counts, *others), "dumbbell")
    assert drawing.claim.endswith("one [39] more, infection [39] differs in direction by group")
    assert printed(drawn_event(drawing, "Infection", LOCATELLI)[1]).startswith("−20 to +10 by group")


def test_an_event_is_not_denied_beside_a_grade_or_a_kind_of_it(draw):
    """Brown reports seizure, encephalopathy and CRS of grade 3 or higher."""
    key = key_words(draw("dumbbell", ONE_TRIAL))
    [said] = [words for words in key if words.startswith("no trial reports")]
    assert said == (
        "no trial reports treatment interrupted or stopped, dose-limiting toxicity; reported by grade, kind or group only: "
        "neurological event, adverse event of grade 3 or higher"
    )


@pytest.mark.parametrize("endpoint", ["crs_severe_stratum", "crs_severe_course", "crs_grade_2"])
def test_a_grade_or_courses_of_an_event_are_no_silence(trials, endpoint):
    trial, gap = trials[BROWN], trials[BROWN].results[0]._replace(domain="toxicity", state="percent_only", arm="both")
    kept = [own for own in trial.results if not own.endpoint.startswith("crs")]
    assert "no trial reports cytokine" in event_words.not_reported([replace(trial, results=kept)])
    partly = event_words.not_reported([replace(trial, results=[*kept, gap._replace(endpoint=endpoint, grade="not_stated")])])
    assert "only: cytokine release syndrome (CRS)" in partly


@pytest.mark.parametrize("key", CHARTS)
def test_trials_that_may_share_children_are_named(evidence, key):
    overlapping = changed(evidence, "cohorts", "aall1331", may_overlap=("nct02393859",))
    assert "Overlap not excluded for [38], [39]." in drawn(overlapping, key).caveats
    assert not [caveat for caveat in drawn(evidence, key).caveats if "verlap" in caveat]


def test_those_stopped_for_one_cause_are_not_compared_with_all_who_stopped(evidence):
    one, other = {**DRUG, **STOPPED, "events": 2, "cause": ("seizure",)}, {**CONTROL, **STOPPED, "events": 9}
    drawing = drawn(with_counts(evidence, one, other), "dumbbell")
    both, difference = drawn_event(drawing, "Treatment", LOCATELLI)
    assert (printed(both), printed(difference)) == ("2/50 v NR", "any grade, for a seizure, more in the table")
    assert [caveat for caveat in drawing.caveats if caveat.endswith("; not compared: treatment stopped, any grade 9/50 (chemotherapy).")]
    alike = drawn(with_counts(evidence, one, {**other, "cause": ("seizure",)}), "dumbbell")
    both, difference = drawn_event(alike, "Treatment", LOCATELLI)
    assert (printed(both), "for a seizure" in printed(difference)) == ("2/50 v 9/50", True)


# Effects and arms that change


@pytest.mark.parametrize("comparison", ["historical", "subgroups"])
def test_only_effects_between_randomised_arms_are_drawn(evidence, comparison):
    other = drawn(changed(evidence, "contrasts", "brown-2021-overall-survival", comparison=comparison), "contrast")
    assert "overall survival [38]" not in other.sentence
    assert not [row for row in cells(other, "Brown 2021 [38]", "Hazard ratio") if row["Effect"] == "0.62"]


def test_doubts_about_a_published_effect_stand_under_the_chart(evidence):
    doubts = [anomaly.statement_a for anomaly in evidence.anomalies if anomaly.anomaly_id in ("claim-dfs", "claim-survival-abstract")]
    alone = drawn(replace(evidence, results=tuple(result._replace(anomaly_ids=()) for result in evidence.results)), "contrast")
    assert len(doubts) == 2
    assert [doubt for doubt in doubts if not any(doubt in caveat for caveat in alone.caveats)] == []


def test_an_effect_that_is_no_hazard_ratio_is_printed_and_not_drawn(evidence):
    other = drawn(changed(evidence, "contrasts", "brown-2021-overall-survival", measure="odds_ratio"), "contrast")
    (row,) = cells(other, "Brown 2021 [38]", "Odds ratio")
    assert (row["Effect"], row["95 % interval"]) == ("0.62", "0.39–0.98, as published")
    content = row_of(other, BROWN, 1)["Hazard ratio"]
    assert (printed(content), content.marks) == ("Odds ratio 0.62 (0.39–0.98), called significant", ())


@pytest.mark.parametrize("key", ["contrast", "dumbbell"])
def test_the_name_of_an_arm_keeps_its_capitals_in_a_sentence(evidence, key):
    drawing = drawn(changed(evidence, "arms", "blinatumomab", words="CAR T cells"), key)
    said = " ".join([drawing.sentence, *drawing.notes])
    assert "CAR T cells" in said
    assert "car t cells" not in said


def test_a_lower_bound_gives_no_point_and_no_difference(evidence):
    other = drawn(changed(evidence, "results", "locatelli-2021-serious-event", at_least=True), "dumbbell")
    (row,) = cells(other, "Locatelli 2021 [39]", "Serious adverse event")
    assert (row["Blinatumomab"].split(";")[0], row["Difference, points"]) == ("≥ 13/54 ‡", "")
    axis, points = drawn_event(other, "Serious", LOCATELLI)
    assert [point.symbol for point in axis.marks] == ["square"]
    assert (printed(axis), printed(points)) == ("≥ 13/54 v 22/51", "")


def test_a_hazard_ratio_has_the_level_of_its_interval(evidence):
    words = key_words(drawn(changed(evidence, "contrasts", "brown-2021-overall-survival", ci_level=90.0), "contrast"))
    assert {"hazard ratio, 90 % CI as published", "hazard ratio, 95 % CI as published"} <= {*words}


def test_the_table_names_the_level_of_an_interval_under_a_head_of_another(evidence):
    other = drawn(changed(evidence, "contrasts", "brown-2021-overall-survival", ci_level=90.0), "contrast")
    [row] = [row for row in cells(other, "Brown 2021 [38]", "Hazard ratio") if row["Effect"] == "0.62"]
    assert row["95 % interval"] == "0.39–0.98, 90 % CI, as published"


def test_a_hazard_ratio_of_a_further_endpoint_has_a_row_and_leaves_the_sentence_as_it_is(evidence):
    [first] = [effect for effect in evidence.contrasts if effect.contrast_id == "locatelli-2021-event-free-survival"]
    also = first._replace(contrast_id="further", endpoint="relapse_free_survival", estimate=0.41, ci_low=0.2, ci_high=0.8)
    drawing = drawn(replace(evidence, contrasts=(*evidence.contrasts, also)), "contrast")
    assert drawing.sentence == drawn(evidence, "contrast").sentence
    [row] = [row for row in drawn_rows(drawing) if "0.41" in printed(row.columns["Hazard ratio"])]
    assert [mark.x for mark in row.columns["Hazard ratio"].marks if isinstance(mark, Point)] == [0.41]
    assert not any(content.gap for content in row.columns.values())
    assert [own["Endpoint"] for own in cells(drawing, "Locatelli 2021 [39]", "Hazard ratio") if own["Effect"] == "0.41"] == [
        "Relapse-free survival"
    ]


@pytest.mark.parametrize("key", CHARTS)
def test_no_table_text_is_taken_for_markup(evidence, key):
    other = changed(evidence, "studies", BROWN, label="<b>Brown & others")
    other = changed(other, "arms", "chemotherapy", words="Chemo <i>", short="chemo <i>")
    figure = drawn(changed(other, "results", "brown-2021-mrd-negative", note="n < 5"), key).figure()
    texts = [text for trace in figure["data"] for name in ("text", "hovertext") for text in trace.get(name) or ()]
    assert any("&lt;b&gt;Brown &amp; others" in text for text in texts)
    assert any("chemo &lt;i&gt;" in text for text in texts)
    assert not any("<i>" in text or "<b>Brown &" in text or "n < 5" in text for text in texts)


@pytest.mark.parametrize("key", CHARTS)
def test_arms_have_the_words_and_colours_of_their_table(key):
    drawing = drawn(load(OTHER), key)
    said = " ".join([CHARTS[key].title, CHARTS[key].question, everything_said(drawing)])
    assert {"Zenolimab", "Standard care"} <= set(drawing.table.heads)
    assert "zenolimab" in said
    assert not re.findall("blinatumomab|chemotherapy", said, re.I)


@pytest.mark.parametrize("key", CHARTS)
def test_without_a_control_no_trial_is_drawn_and_each_stands_aside(evidence, key):
    arms = tuple(arm._replace(role="mixed") if arm.role == "control" else arm for arm in evidence.arms)
    drawing = drawn(replace(evidence, arms=arms), key)
    assert drawing.sentence == NO_TRIAL
    assert sum(len(aside.records) for aside in drawing.asides) == len(evidence.studies)


def test_an_estimate_of_an_adverse_event_is_printed_as_it_is_and_counts_nobody(evidence):
    days = {"state": "estimate", "estimate": 3.0, "unit": "days", "events": None, "n": None, "n_basis": "", "denominator": ""}
    both, difference = drawn_event(drawn(changed(evidence, "results", "locatelli-2021-crs", **days), "dumbbell"), "Cytokine", LOCATELLI)
    assert (printed(both), printed(difference)) == ("3 days v 1/51 §", "")


@pytest.mark.parametrize("key", CHARTS)
def test_a_chosen_layer_need_not_have_a_row_for_each_gap(tmp_path, key):
    drawing = drawn(load(Tables(tmp_path / "data", later=True).folder), key)
    assert "The three trials are shown side by side and never combined." in drawing.caveats
    if key == "dumbbell":
        (row,) = cells(drawing, "Inventor 2099 [903]; later", "Infection")
        assert (row["Blinatumomab"], row["Chemotherapy"]) == ("not reported", "not reported")


def test_a_harm_says_by_words_that_it_is_fewer_since_it_stands_on_the_other_side_of_0_than_survival(draw):
    """Across a room '+15' of the one trial and '−26' of the other read as contradicting each other."""
    said = everything_said(draw("contrast"))
    for words in ("fewer events 17/54 v 31/54", "fewer deaths 8/54 v 16/54", "survival 54.4 v 39.0 %"):
        assert words in said.replace("\u00a0", " ")


# Every selection


@pytest.mark.parametrize("key", CHARTS)
@pytest.mark.parametrize("query", QUERIES)
def test_a_chart_is_drawn_for_every_filter(draw, shown, key, query):
    drawing, selected = draw(key, query), shown(query).studies
    randomised = {study.study_id for study in selected if study.design == "randomised_trial"}
    assert {trace["type"] for trace in drawing.figure()["data"]} <= {"scatter", "bar"}
    clicked = {key for trace in drawing.figure()["data"] for key in trace.get("customdata", ())} - {""}
    assert clicked == {row.record for row in drawing.table.rows} == randomised
    assert randomised | {record for aside in drawing.asides for record, _ in aside.records} == {study.study_id for study in selected}
    assert (drawing.sentence == NO_TRIAL) == (not randomised)
    assert all(len(row.cells) == len(drawing.table.heads) for row in drawing.table.rows)
    assert not re.findall(REFUSED, everything_said(drawing), re.I)


@pytest.mark.parametrize(("query", "count"), [("", 2), (ONE_TRIAL, 1), (NO_TRIALS, 0)])
def test_both_one_and_no_trial_are_drawn(draw, query, count):
    contrasts, toxicities = draw("contrast", query), draw("dumbbell", query)
    assert (contrasts.rows, toxicities.rows) == (count * len(SECTIONS), count * len(EVENTS))
    for drawing in (contrasts, toxicities):
        (words,) = [trace["text"] for trace in drawing.figure()["data"] if trace["name"] == "words"]
        assert (drawing.sentence == NO_TRIAL) == ([*map(without_markup, words)] == ["Nothing to draw."]) == (count == 0)


@pytest.mark.parametrize("key", CHARTS)
def test_gaps_are_one_light_dot_each_and_counted(draw, key):
    drawing = draw(key)
    dots = [trace for trace in drawing.figure()["data"] if trace["name"] == "gaps"]
    gaps = [content for row in drawn_rows(drawing) for content in row.columns.values() if content.gap]
    assert sum(1 for trace in dots for record in trace["customdata"] if record) == len(gaps) > 0  # beside that of the key
    said = [cell for row in cells(drawing) for cell in row.values()].count("not reported")
    assert drawing.gaps == f"{said} cells not reported"
    assert not [trace for trace in drawing.figure()["data"] if trace["name"] == "hatched"]


@pytest.mark.parametrize("key", CHARTS)
def test_a_pinned_trial_is_highlighted_and_no_other(draw, key):
    bands = [
        len([shape for shape in draw(key, query).figure()["layout"]["shapes"] if shape.get("fillcolor")])
        for query in ("", f"pin={BROWN}", "pin=horibe-2020")
    ]
    assert bands[0] == bands[2] == 0 < bands[1]


@pytest.mark.parametrize(("key", "pages"), [("contrast", 2), ("dumbbell", 1)])
@pytest.mark.parametrize("look", [room(1248, 461, 720), room(1332, 492, 768), room(1872, 692, 1080)])
def test_a_room_gets_all_trials_on_each_of_few_pages(draw, key, pages, look):
    drawing = draw(key)
    found = drawing.pages(look, look.height)
    assert len(found) == pages
    assert {page.columns for page in found} == {WHOLE.columns}
    assert max(drawing.figure(look, page)["layout"]["height"] for page in found) <= look.height


def test_on_a_telephone_the_line_of_no_difference_keeps_its_number(catalogue):
    drawing = CHARTS["contrast"].draw(catalogue.show(Selection()))
    texts = [text for trace in drawing.figure(screen(358))["data"] for text in trace.get("text", ())]
    assert {"1", "0"} <= {re.sub(r"<[^>]+>", "", text) for text in texts}
