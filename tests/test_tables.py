"""The shipped tables against the review: each case is a fact as it is printed there, read a second time from the text.

Where a case looks odd (a responder as the denominator, an age without a lower bound), that is the trap it guards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

import pytest

from dashboard.evidence import Evidence
from dashboard.schema import Result
from dashboard.statistics import percent_fits
from dashboard.vocabulary import EVERY_RECORD_SAYS
from tests.reconstruction import fitting_counts, reconstruct

BLINATUMOMAB, CHEMOTHERAPY, BOTH = "blinatumomab", "chemotherapy", "both"


Record = TypeVar("Record", bound=tuple[object, ...])


def result(evidence: Evidence, study: str, endpoint: str, arm: str = BLINATUMOMAB, **cells: object) -> Result:
    """The one result of a publication that these words describe."""
    asked = {"endpoint": endpoint, "arm": arm, **cells}
    rows = [row for row in evidence.results_of(study) if all(getattr(row, column) == value for column, value in asked.items())]
    assert len(rows) == 1, f"{len(rows)} rows for {study}, {endpoint}, {arm}, {cells}"
    return rows[0]


def record(records: Iterable[Record], key: str) -> Record:
    rows = [row for row in records if row[0] == key]
    assert len(rows) == 1, f"{len(rows)} rows for {key}"
    return rows[0]


# Publications, cohorts, registrations

PATIENTS = {  # the review's reference number -> patients, as in Table 1
    **{19: 3, 20: 9, 21: 93, 22: 70, 23: 59, 24: 70, 25: 110, 26: 9, 27: 15, 28: 1, 29: 11, 32: 11},
    **{33: 27, 34: 9, 35: 9, 36: 38, 37: 24, 38: 208, 39: 108, 40: 18, 41: 1, 42: 1, 43: 90, 44: 1},
}


def test_publications_and_their_patients_are_those_of_table_1(evidence):
    assert {study.ref: study.patients for study in evidence.studies} == PATIENTS


def test_only_the_case_reports_imply_their_number(evidence):
    assert sorted(study.ref for study in evidence.studies if study.patients_basis == "implied") == [28, 41, 42, 44]


def test_counts_of_the_review(evidence):
    assert len(evidence.studies) == 24
    assert len({study.cohort_id for study in evidence.studies}) == len(evidence.cohorts) == 19
    assert len(evidence.trials) == 25
    assert len({trial.registration_id for trial in evidence.trials}) == 24
    assert sorted(trial.table_row for trial in evidence.trials) == list(range(1, 26))


@pytest.mark.parametrize(
    ("cohort", "refs", "basis"),
    [
        ("mt103-205", [21, 22, 23, 24, 40], "inferred"),
        ("post-transplant-series", [19, 20], "inferred"),
        ("rialto", [25], "stated"),
        ("tuebingen", [36], "stated"),
    ],
)
def test_publications_of_the_same_children_are_one_cohort(evidence, cohort, refs, basis):
    assert sorted(study.ref for study in evidence.studies_of(cohort)) == refs
    assert evidence.cohort(cohort).basis == basis


@pytest.mark.parametrize(
    ("registration", "refs"),
    [("NCT01471782", [21, 22, 23, 24]), ("NCT02187354", [25]), ("NCT02101853", [38]), ("NCT02393859", [39]), ("NCT02412306", [])],
)
def test_a_registration_is_linked_where_the_review_links_it(evidence, registration, refs):
    assert sorted(study.ref for study in evidence.studies if study.trial_id == registration) == refs


AGES = [  # row of Table 2: lowest and highest age in years, as printed; whether the highest is itself outside
    ("NCT01471782", None, 17, False),
    ("NCT02187354", None, 17, False),
    ("NCT02783651", None, None, False),
    ("NCT02879695", 16, None, False),
    ("NCT02393859", None, 17, False),
    ("NCT04546399", 1, 31, False),
    ("NCT03914625", 1, 31, False),
    ("NCT02101853", 1, 31, False),
    ("NCT02877303-row-9", 14, None, False),
    ("NCT02790515", None, 21, False),
    ("NCT03849651", None, 21, False),
    ("NCT04307576", 1, 45, False),
    ("NCT03643276", None, 17, False),
    ("NCT03117751", 1, 18, False),
    ("2016-004674-17", None, 17, False),
    ("NCT04604691", None, None, False),
    ("NCT03605589", 1, 40, False),
    ("NCT04723342", 1, 18, False),
    ("NCT04556084", None, 25, False),
    ("NCT04746209", None, 25, False),
    ("NCT02807883", 1, 70, False),
    ("NCT02412306", None, 18, True),
    ("NCT02877303-row-23", 14, None, False),
    ("NCT04044560", 1, None, False),
    ("NCT04785547", 0.5, 21, False),
]


@pytest.mark.parametrize(("trial", "low", "high", "exclusive"), AGES)
def test_age_bounds_are_those_that_table_2_prints(evidence, trial, low, high, exclusive):
    row = evidence.trial(trial)
    assert (row.age_min_years, row.age_max_years, row.age_max_exclusive) == (low, high, exclusive)


def test_ages_are_checked_for_every_row_of_table_2(evidence):
    assert [case[0] for case in AGES] == [trial.trial_id for trial in evidence.trials]


def test_status_of_the_registrations(evidence):
    counts = {"recruiting": 15, "not_yet_recruiting": 3, "active_not_recruiting": 3, "completed": 3, "suspended": 1}
    assert Counter(trial.status for trial in evidence.trials) == counts


@pytest.mark.parametrize(
    ("trial", "column", "value"),
    [
        ("NCT02101853", "randomised", "yes"),
        ("NCT02393859", "phase", "3"),
        ("NCT02187354", "study_type", "expanded_access"),
        ("NCT02783651", "study_type", "observational"),
        ("NCT04556084", "entry_settings", ("first_relapse", "later_relapse")),  # the bridge follows; it lets nobody in
        ("NCT04044560", "settings", ("mrd", "post_transplant")),  # MRD, in the title
        ("NCT04044560", "entry_settings", ("post_transplant",)),  # MRD after a transplant is not the MRD of a remission
        ("NCT04044560", "group_setting", "post_transplant"),
        ("2016-004674-17", "infants_only", True),
        ("NCT03643276", "risk_text", "intermediate and high risk"),
        ("NCT02877303-row-23", "combination", "inotuzumab ozogamicin and chemotherapy"),
    ],
)
def test_facts_of_a_registration(evidence, trial, column, value):
    assert getattr(evidence.trial(trial), column) == value


# Populations


@pytest.mark.parametrize(
    ("who", "population", "code"),
    [
        ("NCT01471782", "infant", "not_reported"),  # "up to 17 years" states no lower bound
        ("NCT02412306", "infant", "not_reported"),
        ("NCT02393859", "infant", "age_allows"),  # from 28 days, only in the text
        ("locatelli-2021", "infant", "age_allows"),
        ("NCT04785547", "infant", "age_allows"),  # from 6 months
        ("NCT03643276", "infant", "included"),  # only in the text
        ("2016-004674-17", "infant", "included"),
        ("NCT04307576", "infant", "not_included"),  # from 1 year
        ("brown-2021", "infant", "not_included"),
        ("sutton-2021", "infant", "included"),  # only in the discussion
        ("wolfl-2018", "infant", "included"),  # only in the title
        ("NCT03914625", "ph_positive", "conflicting"),
        ("NCT03117751", "ph_positive", "included"),
        ("NCT04307576", "ph_positive", "general_statement"),
        ("NCT02783651", "ph_positive", "not_included"),
        ("locatelli-2020-historical", "ph_positive", "not_included"),  # the same children as [21], where nothing is said
        ("von-stackelberg-2016", "ph_positive", "not_reported"),
        ("sutton-2021", "ph_positive", "included"),
        ("NCT04546399", "down_syndrome", "included"),  # only in the age column of Table 2
        ("NCT03643276", "down_syndrome", "included"),
        ("NCT02101853", "down_syndrome", "general_statement"),  # "the pediatric RCT": there are two
        ("locatelli-2021", "down_syndrome", "general_statement"),
        ("wadhwa-2018", "down_syndrome", "included"),
        ("elitzur-2019", "down_syndrome", "included"),
        ("clesham-2020", "kmt2a_rearranged", "included"),
        ("zoghbi-2017", "kmt2a_rearranged", "not_included"),  # "without MLL rearrangement"
        ("mikhailova-2020", "kmt2a_rearranged", "included"),
        ("gore-2018", "prior_transplant", "included"),  # "before or after"
        ("NCT02790515", "prior_transplant", "included"),  # "despite prior transplantation"
        ("NCT03849651", "prior_transplant", "not_reported"),
        ("mouttet-2019", "tcf3_hlf", "included"),
        ("brethon-2021", "mixed_phenotype", "included"),
    ],
)
def test_what_the_review_says_about_a_population(evidence, who, population, code):
    assert evidence.populations_of(who)[population].code == code


def test_every_record_says_something_of_every_population(evidence):
    records = [*(study.study_id for study in evidence.studies), *(trial.trial_id for trial in evidence.trials)]
    assert len(records) == 49
    assert all({*EVERY_RECORD_SAYS} <= evidence.populations_of(who).keys() for who in records)


@pytest.mark.parametrize(
    ("who", "population", "whole"),
    [
        ("clesham-2020", "infant", "yes"),  # infants before transplant
        ("brethon-2021", "infant", "yes"),
        ("2016-004674-17", "infant", "yes"),
        ("sutton-2021", "infant", "no"),
        ("NCT01471782", "infant", "not_stated"),
        ("zoghbi-2017", "kmt2a_rearranged", "not_stated"),
    ],
)
def test_whether_all_patients_belong_to_a_population(evidence: Evidence, who: str, population: str, whole: str) -> None:
    assert evidence.populations_of(who)[population].whole_population == whole


# Results


@pytest.mark.parametrize(
    ("study", "endpoint", "events", "n", "whom"),
    [
        ("schlegel-2014", "cr_time_not_stated", 6, 9, "treated"),
        ("schlegel-2014", "no_response", 3, 9, "treated"),
        ("von-stackelberg-2016", "cr_two_cycles", 27, 70, "treated"),  # of 93, those with the recommended dose
        ("von-stackelberg-2016", "mrd_complete_response", 14, 27, "responders"),
        ("von-stackelberg-2016", "crs_severe", 4, 70, "treated"),
        ("von-stackelberg-2016", "treatment_discontinued", 0, 70, "treated"),
        ("locatelli-2020-rialto", "cr_best_two_cycles", 69, 110, "treated"),
        ("locatelli-2020-rialto", "proceeded_to_transplant", 45, 69, "responders"),
        ("clesham-2020", "mrd_negative", 9, 11, "treated"),
        ("clesham-2020", "mrd_log_reduction", 2, 11, "treated"),
        ("clesham-2020", "relapse", 4, 11, "treated"),
        ("clesham-2020", "relapse_mrd_positive_before_transplant", 1, 4, "relapses"),
        ("clesham-2020", "lineage_switch", 1, 4, "relapses"),  # taken to be one of the four
        ("ampatzidou-2020", "cr_one_cycle", 6, 9, "treated"),
        ("ampatzidou-2020", "proceeded_to_transplant", 5, 9, "treated"),
        ("horibe-2020", "cr_two_cycles", 5, 9, "treated"),  # printed as 56%
        ("horibe-2020", "mrd_response", 1, None, "not_stated"),
        ("queudeville-2021", "response_not_defined", 13, 38, "treated"),
        ("queudeville-2021", "alive_in_remission", 9, 38, "treated"),
        ("queudeville-2021", "proceeded_to_transplant", 9, 9, "survivors"),
        ("queudeville-2021", "crs_severe", 7, 38, "treated"),
        ("queudeville-2021", "cd19_positive_relapse", 16, 38, "treated"),
        ("queudeville-2021", "cd19_negative_relapse", 1, 38, "treated"),
        ("queudeville-2021", "cd19_negative_before_treatment", 0, 38, "treated"),
        ("mejstrikova-2017", "cd19_negative_relapse", 4, 18, "not_stated"),
        ("mikhailova-2020", "cd19_positive_relapse", 21, 90, "treated"),
        ("mikhailova-2020", "cd19_negative_relapse", 6, 90, "treated"),
        ("sutton-2021", "lineage_switch", 1, 2, "relapses"),
        ("brown-2021", "crs_severe", 1, None, "not_stated"),
        ("locatelli-2021", "mrd_remission", 44, 49, "not_stated"),  # why not all 54 is not said
        ("locatelli-2021", "death", 8, 54, "randomised"),
    ],
)
def test_a_count_and_whom_it_counts(evidence, study, endpoint, events, n, whom):
    row = result(evidence, study, endpoint, state="count")
    assert (row.events, row.n, row.denominator) == (events, n, whom)


def test_a_remission_that_was_possible_is_no_count(evidence: Evidence) -> None:
    row = result(evidence, "handgretinger-2011", "cr_time_not_stated")
    assert (row.state, row.events, row.n) == ("qualitative", None, None)


def test_only_seizures_that_touched_treatment_are_lower_bounds(evidence: Evidence) -> None:
    bounds = {row.result_id: (row.events, row.n) for row in evidence.results if row.at_least}
    assert bounds == {"von-stackelberg-2016-seizure": (2, 70), "queudeville-2021-seizure": (2, 38)}


def test_probably_serious_are_the_most_frequent_events_alone(evidence: Evidence) -> None:
    probable = {row.result_id for row in evidence.results if row.serious == "probable"}
    assert probable == {
        "locatelli-2021-neurological",
        "locatelli-2021-seizure",
        "locatelli-2021-febrile-neutropenia-chemotherapy",
    }


@pytest.mark.parametrize(
    ("endpoint", "blinatumomab", "chemotherapy"),
    [
        ("mrd_remission", (44, 49), (26, 48)),  # with a result, not all 54
        ("death", (8, 54), (16, 54)),
        ("event", (17, 54), (31, 54)),
        ("serious_event", (13, 54), (22, 51)),  # 51, not 54
        ("severe_event", (31, 54), (42, 51)),
        ("crs", (2, 54), (1, 51)),
        ("crs_severe", (0, 54), (0, 51)),
    ],
)
def test_counts_of_the_two_arms_of_locatelli_2021(evidence, endpoint, blinatumomab, chemotherapy):
    rows = [result(evidence, "locatelli-2021", endpoint, arm) for arm in (BLINATUMOMAB, CHEMOTHERAPY)]
    assert [(row.events, row.n) for row in rows] == [blinatumomab, chemotherapy]


def test_zeros_that_the_review_does_not_print_are_called_implied(evidence):
    assert {row.result_id for row in evidence.results if row.state == "implied_zero"} == {
        "locatelli-2021-crs-severe",
        "locatelli-2021-crs-severe-chemotherapy",
    }


@pytest.mark.parametrize(
    ("endpoint", "blinatumomab", "chemotherapy"),
    [
        ("disease_free_survival", "54.4%", "39.0%"),
        ("overall_survival", "71.3%", "58.4%"),
        ("mrd_negative", "75%", "32%"),
        ("infection", "15%", "65%"),
        ("febrile_neutropenia", "5%", "58%"),
        ("sepsis", "2%", "27%"),
        ("mucositis", "1%", "28%"),
    ],
)
def test_percentages_of_the_two_arms_of_brown_2021(evidence, endpoint, blinatumomab, chemotherapy):
    rows = [result(evidence, "brown-2021", endpoint, arm, state="percent_only") for arm in (BLINATUMOMAB, CHEMOTHERAPY)]
    assert [row.percent_as_printed for row in rows] == [blinatumomab, chemotherapy]


def test_no_arm_of_brown_2021_has_a_size(evidence):
    rows = [row for row in evidence.results_of("brown-2021") if row.arm != BOTH]
    assert {row.arm for row in rows} == {BLINATUMOMAB, CHEMOTHERAPY}
    assert {row.n for row in rows} == {None}


@pytest.mark.parametrize(("endpoint", "printed"), [("crs", "22%"), ("encephalopathy", "11%"), ("seizure", "4%")])
def test_events_of_blinatumomab_alone_have_no_figure_for_chemotherapy(evidence, endpoint, printed):
    assert result(evidence, "brown-2021", endpoint).percent_as_printed == printed
    assert result(evidence, "brown-2021", endpoint, CHEMOTHERAPY).state == "not_reported"


@pytest.mark.parametrize(
    ("study", "endpoint", "subgroup", "printed", "timepoint"),
    [
        ("clesham-2020", "event_free_survival", "", "47%", "3 years after transplant"),
        ("clesham-2020", "overall_survival", "", "81%", "3 years after transplant"),
        ("sutton-2021", "mrd_response", "", "58%", ""),
        ("sutton-2021", "mrd_response", "infants, KMT2A rearranged", "44%", ""),
        ("sutton-2021", "proceeded_to_transplant", "", "83%", ""),
        ("brown-2021", "overall_survival", "", "71.3%", "2 years"),
    ],
)
def test_a_percentage_without_a_denominator_stays_one(evidence, study, endpoint, subgroup, printed, timepoint):
    row = result(evidence, study, endpoint, state="percent_only", subgroup=subgroup)
    assert (row.percent_as_printed, row.timepoint) == (printed, timepoint)
    assert (row.events, row.n, row.ci_low, row.ci_high) == (None,) * 4


@pytest.mark.parametrize(
    ("study", "endpoint", "months", "limits"),
    [
        ("locatelli-2020-rialto", "overall_survival", 13.1, (10.2, 21.3)),
        ("locatelli-2020-rialto", "relapse_free_survival", 8.5, (4.4, None)),  # upper limit not evaluable
        ("ampatzidou-2020", "relapse_free_survival", 3.0, (None, None)),
        ("ampatzidou-2020", "overall_survival", 8.7, (None, None)),
    ],
)
def test_a_median_in_months(evidence, study, endpoint, months, limits):
    row = result(evidence, study, endpoint, state="estimate")
    assert (row.estimate, row.unit, row.timepoint) == (months, "months", "median")
    assert (row.ci_low, row.ci_high) == limits


@pytest.mark.parametrize(
    ("study", "arm", "months", "spread", "kind"),
    [
        ("queudeville-2021", BLINATUMOMAB, 54, (8.9, 113), "not_stated"),
        ("sutton-2021", BLINATUMOMAB, 26, (14, 42), "not_stated"),
        ("locatelli-2021", BOTH, 22.4, (8.1, 34.2), "iqr"),
    ],
)
def test_a_spread_of_follow_up_is_no_interval(evidence, study, arm, months, spread, kind):
    row = result(evidence, study, "follow_up", arm)
    assert (row.estimate, (row.spread_low, row.spread_high), row.spread_kind) == (months, spread, kind)
    assert (row.ci_low, row.ci_high, row.ci_level) == (None,) * 3


@pytest.mark.parametrize(
    ("study", "endpoint", "grade"),
    [
        ("von-stackelberg-2016", "crs_severe", "higher"),  # "of higher grades", without a number
        ("brown-2021", "encephalopathy_severe", "higher"),
        ("queudeville-2021", "crs_severe", "ge3"),
        ("clesham-2020", "crs", "1-2"),
        ("locatelli-2021", "crs", "lt3"),
        ("queudeville-2021", "neurological", "not_stated"),
    ],
)
def test_grade_is_as_stated(evidence, study, endpoint, grade):
    assert result(evidence, study, endpoint).grade == grade


@pytest.mark.parametrize(
    ("study", "endpoint"),
    [("von-stackelberg-2016", "crs"), ("locatelli-2020-rialto", "crs"), ("ampatzidou-2020", "mrd"), ("horibe-2020", "survival")],
)
def test_a_gap_is_a_row_that_says_so(evidence, study, endpoint):
    row = result(evidence, study, endpoint)
    assert (row.state, row.source) == ("not_reported", "whole review")


# Contrasts


@pytest.mark.parametrize(
    ("study", "endpoint", "ratio", "limits", "p", "sides", "significant"),
    [
        ("brown-2021", "disease_free_survival", 0.70, (0.47, 1.03), "= 0.03", "1", "no"),  # one-sided, and not significant
        ("brown-2021", "overall_survival", 0.62, (0.39, 0.98), "= 0.02", "1", "yes"),
        ("locatelli-2021", "event_free_survival", 0.33, (0.18, 0.61), "< 0.001", "not_stated", "not_stated"),
        ("locatelli-2021", "overall_survival", 0.43, (0.18, 1.01), "", "not_stated", "not_stated"),  # no p value is printed
    ],
)
def test_a_hazard_ratio(evidence, study, endpoint, ratio, limits, p, sides, significant):
    (row,) = (row for row in evidence.contrasts_of(study) if row.endpoint == endpoint)
    assert (row.measure, row.estimate, (row.ci_low, row.ci_high), row.ci_level) == ("hazard_ratio", ratio, limits, 95)
    assert (f"{row.p_operator} {row.p_value:g}" if row.p_value is not None else "") == p
    assert (row.p_sided, row.stated_significant) == (sides, significant)


# Reconstructed counts

FITS = [  # arm and place: the percentages that are printed there, and the only counts of at most so many patients that give them
    ("horibe-2020", BLINATUMOMAB, "3.1 p7", ("56%",), 9, 9, (5,)),
    ("locatelli-2021", BLINATUMOMAB, "3.2 p5", ("24.1%", "57.4%", "3.7%", "3.7%"), 54, 54, (13, 31, 2, 2)),
    ("locatelli-2021", CHEMOTHERAPY, "3.2 p5", ("43.1%", "82.4%", "17.6%"), 54, 51, (22, 42, 9)),
]
DEATHS = [("locatelli-2021", BLINATUMOMAB, 8, "14.8%"), ("locatelli-2021", CHEMOTHERAPY, 16, "29.6%")]  # printed; the arms' sizes are not


def reconstructed(evidence):
    return [row for row in evidence.results if row.n_basis == "reconstructed"]


@pytest.mark.parametrize(("study", "arm", "place", "printed", "most", "n", "events"), FITS)
def test_a_reconstruction_is_the_only_one_that_fits(evidence, study, arm, place, printed, most, n, events):
    assert reconstruct(printed, most) == (n, events)
    rows = [row for row in reconstructed(evidence) if (row.study_id, row.arm, row.source) == (study, arm, place)]
    with_percent = [(row.percent_as_printed, row.events) for row in rows if row.percent is not None]
    assert with_percent == list(zip(printed, events, strict=True))
    assert {row.n for row in rows} == {n}


@pytest.mark.parametrize(("study", "arm", "deaths", "printed"), DEATHS)
def test_the_size_of_an_arm_is_the_only_one_that_fits_its_deaths(evidence, study, arm, deaths, printed):
    assert [n for n in range(deaths, 109) if percent_fits(printed, deaths, n)] == [54]
    row = result(evidence, study, "death", arm)
    assert (row.events, row.n, row.n_basis) == (deaths, 54, "reconstructed")
    row = result(evidence, study, "randomised", arm)
    assert (row.events, row.n) == (54, 108)


@pytest.mark.parametrize(("arm", "events"), [(BLINATUMOMAB, 17), (CHEMOTHERAPY, 31)])
def test_events_of_a_known_arm_are_the_only_ones_that_fit(evidence, arm, events):
    row = result(evidence, "locatelli-2021", "event", arm)
    assert [fit.events for fit in fitting_counts([row.percent_as_printed], 54) if fit.n == 54] == [(events,)]
    assert (row.events, row.n) == (events, 54)


def test_no_other_row_is_reconstructed(evidence):
    shown = {(study, arm, place) for study, arm, place, *_ in FITS} | {(study, arm, "3.1 p9") for study, arm, *_ in DEATHS}
    assert {(row.study_id, row.arm, row.source) for row in reconstructed(evidence)} == shown


# The review itself


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("search_date", "mid-March 2021"),
        ("publications_found", "127"),
        ("registrations_found", "25"),
        ("in_both_lists", "4"),
        ("excluded_at_screening", "87"),
        ("full_text_assessed", "61"),
        ("register_trials_listed", "78"),
        ("register_trials_with_children", "24"),
        ("years_to_extended_series", "3"),
        ("years_to_phase_1_2_trial", "2"),
        ("general_reviews_recent", "1"),
    ],
)
def test_a_count_or_date_of_the_review(evidence, key, value):
    assert record(evidence.review, key).value == value == getattr(evidence.fact(key), "value", None)


@pytest.mark.parametrize(
    ("approval", "authority", "age", "ph"),
    [("fda-mrd", "FDA", None, "not_stated"), ("fda-relapsed", "FDA", None, "not_stated"), ("ema", "EMA", 1, "not_included")],
)
def test_an_approval_as_the_review_states_it(evidence: Evidence, approval: str, authority: str, age: float | None, ph: str) -> None:
    row = record(evidence.approvals, approval)
    assert (row.authority, row.age_min_years, row.ph_positive, row.date, row.source) == (authority, age, ph, "", "1 p2")


# Anomalies


def test_at_least_twenty_anomalies_each_with_two_statements_and_what_is_shown(evidence):
    assert len(evidence.anomalies) >= 20
    assert all(row.statement_a != row.statement_b for row in evidence.anomalies)


@pytest.mark.parametrize(
    ("trap", "touches"),
    [
        ("nct-digit-missing", {"NCT03643276"}),
        ("nct02877303-twice", {"NCT02877303-row-9", "NCT02877303-row-23"}),
        ("age-aall1331", {"brown-2021", "NCT02101853"}),
        ("response-39-or-38", {"von-stackelberg-2016"}),
        ("clesham-time-point", {"clesham-2020"}),
        ("claim-survival-abstract", {"brown-2021", "locatelli-2021"}),
        ("ph-positive-nct03914625", {"NCT03914625", "NCT03117751"}),
        ("queudeville-relapses-and-responders", {"queudeville-2021"}),
        ("locatelli-51", {"locatelli-2021"}),
        ("citation-interruption", {"schlegel-2014", "horibe-2020"}),
    ],
)
def test_an_anomaly_names_the_records_that_it_touches(evidence, trap, touches):
    assert {*record(evidence.anomalies, trap).records} == touches


@pytest.mark.parametrize("table", ["results", "populations", "contrasts"])
def test_a_row_that_an_anomaly_touches_belongs_to_one_of_its_records(evidence: Evidence, table: str) -> None:
    records = {row.anomaly_id: row.records for row in evidence.anomalies}
    who = "record_id" if table == "populations" else "study_id"
    cited = [(getattr(row, who), anomaly) for row in evidence.table(table) for anomaly in row.anomaly_ids]
    assert cited
    assert [(name, anomaly) for name, anomaly in cited if name not in records[anomaly]] == []


# What charts once read out of prose


def test_the_rows_that_an_axis_draws(evidence: Evidence) -> None:
    """Each a share of a response or of MRD, and one for an arm; a response that failed is none."""
    rows = [row for row in evidence.results if row.main]
    assert len(rows) == 14
    assert not {row.endpoint for row in rows} & {"no_response", "mrd_log_reduction"}
    assert result(evidence, "von-stackelberg-2016", "cr_two_cycles").main
    assert not result(evidence, "schlegel-2014", "no_response").main


def test_cohorts_of_which_the_review_does_not_say_that_they_are_apart(evidence: Evidence) -> None:
    overlaps = {cohort.cohort_id: {*cohort.may_overlap} for cohort in evidence.cohorts if cohort.may_overlap}
    assert overlaps == {
        "tuebingen": {"post-transplant-series", "wolfl"},
        "post-transplant-series": {"tuebingen"},
        "wolfl": {"tuebingen"},
    }


def test_time_after_transplant_is_that_of_one_publication(evidence: Evidence) -> None:
    times = Counter((row.study_id, row.time_from) for row in evidence.results if row.time_from == "transplant")
    assert times == {("clesham-2020", "transplant"): 4}


@pytest.mark.parametrize(
    ("study", "settings", "group"),
    [
        ("zoghbi-2017", ("relapsed_refractory", "post_transplant_relapse"), "relapsed_refractory"),
        ("contreras-2020", ("relapsed_refractory", "toxicity_driven"), "relapsed_refractory"),
        ("ampatzidou-2020", ("relapsed_refractory", "bridge"), "relapsed_refractory"),
        ("keating-2019", ("mrd", "bridge"), "mrd"),
    ],
)
def test_settings_of_a_publication_and_the_one_that_groups_it(
    evidence: Evidence, study: str, settings: tuple[str, ...], group: str
) -> None:
    row = evidence.study(study)
    assert (row.settings, row.group_setting) == (settings, group)


def test_contrasts_are_all_of_randomised_arms(evidence: Evidence) -> None:
    assert {row.comparison for row in evidence.contrasts} == {"randomised_arms"}
