"""The shipped tables against the review: each case is a fact as it is printed there, read a second time from the text.

Where a case looks odd (a responder as the denominator, an age without a lower bound), that is the trap it guards.
"""

from collections import Counter

import pandas as pd
import pytest

from dashboard.statistics import fitting_counts, percent_fits, reconstruct
from dashboard.vocabulary import EVERY_RECORD_SAYS

BLINATUMOMAB, CHEMOTHERAPY, BOTH = "blinatumomab", "chemotherapy", "both"


def result(evidence, study, endpoint, arm=BLINATUMOMAB, **cells):
    """The one result of a publication that these words describe."""
    rows = evidence.results
    for column, value in {"study_id": study, "endpoint": endpoint, "arm": arm, **cells}.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1, f"{len(rows)} rows for {study}, {endpoint}, {arm}, {cells}"
    return rows.iloc[0]


def record(frame, key):
    rows = frame[frame.iloc[:, 0] == key]
    assert len(rows) == 1, f"{len(rows)} rows for {key}"
    return rows.iloc[0]


def number(cell):
    return None if pd.isna(cell) else float(cell)


# Publications, cohorts, registrations

PATIENTS = {  # the review's reference number -> patients, as in Table 1
    **{19: 3, 20: 9, 21: 93, 22: 70, 23: 59, 24: 70, 25: 110, 26: 9, 27: 15, 28: 1, 29: 11, 32: 11},
    **{33: 27, 34: 9, 35: 9, 36: 38, 37: 24, 38: 208, 39: 108, 40: 18, 41: 1, 42: 1, 43: 90, 44: 1},
}


def test_publications_and_their_patients_are_those_of_table_1(evidence):
    assert dict(zip(evidence.studies["ref"], evidence.studies["patients"], strict=True)) == PATIENTS


def test_only_the_case_reports_imply_their_number(evidence):
    implied = evidence.studies[evidence.studies["patients_basis"] == "implied"]
    assert sorted(implied["ref"]) == [28, 41, 42, 44]


def test_counts_of_the_review(evidence):
    assert len(evidence.studies) == 24
    assert evidence.studies["cohort_id"].nunique() == len(evidence.cohorts) == 19
    assert len(evidence.trials) == 25
    assert evidence.trials["registration_id"].nunique() == 24
    assert sorted(evidence.trials["table_row"]) == list(range(1, 26))


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
    assert sorted(evidence.studies.loc[evidence.studies["cohort_id"] == cohort, "ref"]) == refs
    assert record(evidence.cohorts, cohort)["basis"] == basis


@pytest.mark.parametrize(
    ("registration", "refs"),
    [("NCT01471782", [21, 22, 23, 24]), ("NCT02187354", [25]), ("NCT02101853", [38]), ("NCT02393859", [39]), ("NCT02412306", [])],
)
def test_a_registration_is_linked_where_the_review_links_it(evidence, registration, refs):
    assert sorted(evidence.studies.loc[evidence.studies["trial_id"] == registration, "ref"]) == refs


AGES = [  # row of Table 2: lowest and highest age in years, as printed; whether the highest is itself outside
    ("NCT01471782", None, 17, "no"),
    ("NCT02187354", None, 17, "no"),
    ("NCT02783651", None, None, "no"),
    ("NCT02879695", 16, None, "no"),
    ("NCT02393859", None, 17, "no"),
    ("NCT04546399", 1, 31, "no"),
    ("NCT03914625", 1, 31, "no"),
    ("NCT02101853", 1, 31, "no"),
    ("NCT02877303-row-9", 14, None, "no"),
    ("NCT02790515", None, 21, "no"),
    ("NCT03849651", None, 21, "no"),
    ("NCT04307576", 1, 45, "no"),
    ("NCT03643276", None, 17, "no"),
    ("NCT03117751", 1, 18, "no"),
    ("2016-004674-17", None, 17, "no"),
    ("NCT04604691", None, None, "no"),
    ("NCT03605589", 1, 40, "no"),
    ("NCT04723342", 1, 18, "no"),
    ("NCT04556084", None, 25, "no"),
    ("NCT04746209", None, 25, "no"),
    ("NCT02807883", 1, 70, "no"),
    ("NCT02412306", None, 18, "yes"),
    ("NCT02877303-row-23", 14, None, "no"),
    ("NCT04044560", 1, None, "no"),
    ("NCT04785547", 0.5, 21, "no"),
]


@pytest.mark.parametrize(("trial", "low", "high", "exclusive"), AGES)
def test_age_bounds_are_those_that_table_2_prints(evidence, trial, low, high, exclusive):
    row = record(evidence.trials, trial)
    assert (number(row["age_min_years"]), number(row["age_max_years"]), row["age_max_exclusive"]) == (low, high, exclusive)


def test_ages_are_checked_for_every_row_of_table_2(evidence):
    assert [case[0] for case in AGES] == list(evidence.trials["trial_id"])


def test_status_of_the_registrations(evidence):
    counts = {"recruiting": 15, "not_yet_recruiting": 3, "active_not_recruiting": 3, "completed": 3, "suspended": 1}
    assert Counter(evidence.trials["status"]) == counts


@pytest.mark.parametrize(
    ("trial", "column", "value"),
    [
        ("NCT02101853", "randomised", "yes"),
        ("NCT02393859", "phase", "3"),
        ("NCT02187354", "study_type", "expanded_access"),
        ("NCT02783651", "study_type", "observational"),
        ("NCT04556084", "entry_settings", "first_relapse;later_relapse"),  # the bridge follows; it lets nobody in
        ("NCT04044560", "settings", "post_transplant"),  # MRD after a transplant is not the MRD of a remission
        ("NCT02877303-row-23", "combination", "inotuzumab ozogamicin and chemotherapy"),
    ],
)
def test_facts_of_a_registration(evidence, trial, column, value):
    assert record(evidence.trials, trial)[column] == value


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
    said = evidence.populations.set_index(["record_id", "population"])["code"]
    assert said[who, population] == code


def test_every_record_says_something_of_every_population(evidence):
    records = {*evidence.studies["study_id"], *evidence.trials["trial_id"]}
    said = evidence.populations.groupby("population")["record_id"].agg(set)
    assert len(records) == 49
    assert all(said[population] == records for population in EVERY_RECORD_SAYS)


# Results


@pytest.mark.parametrize(
    ("study", "endpoint", "events", "n", "whom"),
    [
        ("handgretinger-2011", "cr_time_not_stated", 3, 3, "treated"),
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
        ("clesham-2020", "lineage_switch", 1, 4, "relapses"),
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
        ("locatelli-2021", "mrd_remission", 44, 49, "evaluable"),
        ("locatelli-2021", "death", 8, 54, "randomised"),
    ],
)
def test_a_count_and_whom_it_counts(evidence, study, endpoint, events, n, whom):
    row = result(evidence, study, endpoint, state="count")
    assert (row["events"], number(row["n"]), row["denominator"]) == (events, n, whom)


@pytest.mark.parametrize(
    ("endpoint", "blinatumomab", "chemotherapy"),
    [
        ("mrd_remission", (44, 49), (26, 48)),  # evaluable, not randomised
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
    assert [(row["events"], row["n"]) for row in rows] == [blinatumomab, chemotherapy]


def test_zeros_that_the_review_does_not_print_are_called_implied(evidence):
    implied = evidence.results[evidence.results["state"] == "implied_zero"]
    assert set(implied["result_id"]) == {"locatelli-2021-crs-severe", "locatelli-2021-crs-severe-chemotherapy"}


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
    assert [row["percent_as_printed"] for row in rows] == [blinatumomab, chemotherapy]


def test_no_arm_of_brown_2021_has_a_size(evidence):
    rows = evidence.results[(evidence.results["study_id"] == "brown-2021") & (evidence.results["arm"] != BOTH)]
    assert set(rows["arm"]) == {BLINATUMOMAB, CHEMOTHERAPY}
    assert rows["n"].isna().all()


@pytest.mark.parametrize(("endpoint", "printed"), [("crs", "22%"), ("encephalopathy", "11%"), ("seizure", "4%")])
def test_events_of_blinatumomab_alone_have_no_figure_for_chemotherapy(evidence, endpoint, printed):
    assert result(evidence, "brown-2021", endpoint)["percent_as_printed"] == printed
    assert result(evidence, "brown-2021", endpoint, CHEMOTHERAPY)["state"] == "not_reported"


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
    assert (row["percent_as_printed"], row["timepoint"]) == (printed, timepoint)
    assert row[["events", "n", "ci_low", "ci_high"]].isna().all()


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
    assert (row["estimate"], row["unit"], row["timepoint"]) == (months, "months", "median")
    assert (number(row["ci_low"]), number(row["ci_high"])) == limits


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
    assert (row["estimate"], (row["spread_low"], row["spread_high"]), row["spread_kind"]) == (months, spread, kind)
    assert row[["ci_low", "ci_high", "ci_level"]].isna().all()


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
    assert result(evidence, study, endpoint)["grade"] == grade


@pytest.mark.parametrize(
    ("study", "endpoint"),
    [("von-stackelberg-2016", "crs"), ("locatelli-2020-rialto", "crs"), ("ampatzidou-2020", "mrd"), ("horibe-2020", "survival")],
)
def test_a_gap_is_a_row_that_says_so(evidence, study, endpoint):
    row = result(evidence, study, endpoint)
    assert (row["state"], row["source"]) == ("not_reported", "whole review")


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
    rows = evidence.contrasts
    (row,) = rows[(rows["study_id"] == study) & (rows["endpoint"] == endpoint)].itertuples()
    assert (row.measure, row.estimate, (row.ci_low, row.ci_high), row.ci_level) == ("hazard_ratio", ratio, limits, 95)
    assert (f"{row.p_operator} {row.p_value:g}" if row.p_operator else "") == p
    assert (row.p_sided, row.stated_significant) == (sides, significant)


# Reconstructed counts

FITS = [  # arm and place: the percentages that are printed there, and the only counts of at most so many patients that give them
    ("horibe-2020", BLINATUMOMAB, "3.1 p7", ("56%",), 9, 9, (5,)),
    ("locatelli-2021", BLINATUMOMAB, "3.2 p5", ("24.1%", "57.4%", "3.7%", "3.7%"), 54, 54, (13, 31, 2, 2)),
    ("locatelli-2021", CHEMOTHERAPY, "3.2 p5", ("43.1%", "82.4%", "17.6%"), 54, 51, (22, 42, 9)),
]
DEATHS = [("locatelli-2021", BLINATUMOMAB, 8, "14.8%"), ("locatelli-2021", CHEMOTHERAPY, 16, "29.6%")]  # printed; the arms' sizes are not


def reconstructed(evidence):
    return evidence.results[evidence.results["n_basis"] == "reconstructed"]


@pytest.mark.parametrize(("study", "arm", "place", "printed", "most", "n", "events"), FITS)
def test_a_reconstruction_is_the_only_one_that_fits(evidence, study, arm, place, printed, most, n, events):
    assert reconstruct(printed, most) == (n, events)
    rows = reconstructed(evidence)
    rows = rows[(rows["study_id"] == study) & (rows["arm"] == arm) & (rows["source"] == place)]
    with_percent = rows[rows["percent"].notna()]
    assert list(zip(with_percent["percent_as_printed"], with_percent["events"], strict=True)) == list(zip(printed, events, strict=True))
    assert set(rows["n"]) == {n}


@pytest.mark.parametrize(("study", "arm", "deaths", "printed"), DEATHS)
def test_the_size_of_an_arm_is_the_only_one_that_fits_its_deaths(evidence, study, arm, deaths, printed):
    assert [n for n in range(deaths, 109) if percent_fits(printed, deaths, n)] == [54]
    assert result(evidence, study, "death", arm)[["events", "n", "n_basis"]].tolist() == [deaths, 54, "reconstructed"]
    assert result(evidence, study, "randomised", arm)[["events", "n"]].tolist() == [54, 108]


@pytest.mark.parametrize(("arm", "events"), [(BLINATUMOMAB, 17), (CHEMOTHERAPY, 31)])
def test_events_of_a_known_arm_are_the_only_ones_that_fit(evidence, arm, events):
    row = result(evidence, "locatelli-2021", "event", arm)
    assert [fit.events for fit in fitting_counts([row["percent_as_printed"]], 54) if fit.n == 54] == [(events,)]
    assert (row["events"], row["n"]) == (events, 54)


def test_no_other_row_is_reconstructed(evidence):
    shown = {(study, arm, place) for study, arm, place, *_ in FITS} | {(study, arm, "3.1 p9") for study, arm, *_ in DEATHS}
    rows = reconstructed(evidence)
    assert set(zip(rows["study_id"], rows["arm"], rows["source"], strict=True)) == shown


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
        ("approval_fda_mrd_threshold", "0.1"),
        ("approval_ema_age_min", "1"),
        ("approval_ema_earlier_therapies", "2"),
    ],
)
def test_a_count_or_date_of_the_review(evidence, key, value):
    assert record(evidence.review, key)["value"] == value


# Anomalies


def test_at_least_twenty_anomalies_each_with_two_statements_and_what_is_shown(evidence):
    anomalies = evidence.anomalies
    assert len(anomalies) >= 20
    assert (anomalies["statement_a"] != anomalies["statement_b"]).all()


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
    assert set(record(evidence.anomalies, trap)["records"].split(";")) == touches


def test_every_record_of_an_anomaly_exists(evidence):
    named = {name for names in evidence.anomalies["records"] for name in names.split(";") if name}
    assert named <= {*evidence.studies["study_id"], *evidence.trials["trial_id"]}


@pytest.mark.parametrize("table", ["results", "populations"])
def test_a_row_that_an_anomaly_touches_belongs_to_one_of_its_records(evidence, table):
    records = dict(zip(evidence.anomalies["anomaly_id"], evidence.anomalies["records"], strict=True))
    who = {"results": "study_id", "populations": "record_id"}[table]
    touched = evidence.table(table).query("anomaly_ids != ''")
    cited = [(row[who], anomaly) for row in touched.to_dict("records") for anomaly in row["anomaly_ids"].split(";")]
    assert cited
    assert [(name, anomaly) for name, anomaly in cited if name not in records[anomaly].split(";")] == []
