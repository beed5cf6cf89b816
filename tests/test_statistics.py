"""Intervals, contrasts and reconstructed counts, against published limits, statsmodels and each other."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import product
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from dashboard.statistics import (
    Difference,
    NumberNeededToTreat,
    exact_interval,
    number_needed_to_treat,
    percent_fits,
    risk_difference,
    risk_ratio,
)
from tests.reconstruction import Counts, fitting_counts, reconstruct

ARM_SIZES = (1, 3, 9, 15, 54)
IMPOSSIBLE = [(-1, 9), (10, 9), (0, 0), (1, -9), (4.0, 9), (4, 9.5), ("4", 9), (None, 9), (4, None), (float("nan"), 9)]

IMPOSSIBLE_IN_WORDS = r"counts must be whole numbers|expected at least 1 patient"

approx = pytest.approx
unhurried = settings(deadline=None)  # a busy machine is no failure
counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def arms_of(*sizes):
    """Every number of events in each of two arms of these sizes."""
    return [
        (events_1, n_1, events_2, n_2)
        for n_1, n_2 in product(sizes, repeat=2)
        for events_1, events_2 in product(range(n_1 + 1), range(n_2 + 1))
        if n_1 + n_2 < 70 or (events_1 + events_2) % 7 == 0
    ]


# Intervals of one proportion


@pytest.mark.parametrize(
    ("events", "n", "low", "high"),
    [(27, 70, 27.2, 51.0), (13, 38, 19.6, 51.4), (6, 9, 29.9, 92.5), (0, 9, 0.0, 33.6), (3, 3, 29.2, 100.0)],
)
def test_exact_interval_gives_the_published_limits(events, n, low, high):
    assert exact_interval(events, n) == approx((low, high), abs=0.05)


def test_exact_interval_of_von_stackelberg_2016_is_printed_as_27_to_51_percent():
    low, high = exact_interval(27, 70)
    assert f"{low:.0f}% to {high:.0f}%" == "27% to 51%"


@pytest.mark.parametrize("level", [80, 95, 99.9])
@pytest.mark.parametrize("n", [1, 2, 9, 38, 70, 208])
def test_exact_interval_agrees_with_statsmodels(n, level):
    ours = [exact_interval(events, n, level) for events in range(n + 1)]
    low, high = proportion_confint(np.arange(n + 1), n, alpha=1 - level / 100, method="beta")
    assert np.array(ours) == approx(100 * np.column_stack([low, high]), abs=1e-6)


def test_nothing_and_everything_have_a_limit_of_exactly_0_and_100_percent():
    assert exact_interval(0, 54).low == 0
    assert exact_interval(54, 54).high == 100


def test_exact_interval_takes_the_counts_of_a_table():
    assert exact_interval(np.int64(27), np.int8(70)) == exact_interval(27, 70)


@given(counts, st.floats(1, 99.9))
@unhurried
def test_exact_interval_contains_its_estimate(count, level):
    events, n = count
    low, high = exact_interval(events, n, level)
    assert 0 <= low <= 100 * events / n <= high <= 100
    assert low < high


@given(counts)
@unhurried
def test_exact_interval_of_failures_mirrors_that_of_successes(count):
    events, n = count
    low, high = exact_interval(events, n)
    assert exact_interval(n - events, n) == approx((100 - high, 100 - low), abs=1e-9)


@given(counts)
@unhurried
def test_exact_interval_widens_with_confidence_and_narrows_with_patients(count):
    events, n = count
    width, surer, larger = (
        interval.high - interval.low
        for interval in (exact_interval(events, n), exact_interval(events, n, 99), exact_interval(4 * events, 4 * n))
    )
    assert larger < width < surer


@pytest.mark.parametrize(("events", "n"), IMPOSSIBLE)
def test_impossible_counts_are_refused_everywhere(events, n):
    for statistic in (exact_interval, lambda *count: percent_fits("44%", *count)):
        with pytest.raises(ValueError, match=IMPOSSIBLE_IN_WORDS):
            statistic(events, n)
    for contrast, arms in product((risk_difference, risk_ratio), ((events, n, 4, 9), (4, 9, events, n))):
        with pytest.raises(ValueError, match=IMPOSSIBLE_IN_WORDS):
            contrast(*arms)


@pytest.mark.parametrize("level", [0, 100, -5, 950, float("nan")])
def test_a_confidence_level_is_a_percentage(level):
    with pytest.raises(ValueError, match="such as 95"):
        exact_interval(27, 70, level)


# Contrasts between two arms


@pytest.mark.parametrize(
    ("arms", "published"),
    [
        ((56, 70, 48, 80), (20.0, 5.24, 33.39)),
        ((9, 10, 3, 10), (60.0, 17.05, 80.90)),
        ((6, 7, 2, 7), (57.14, 5.82, 80.62)),
        ((5, 56, 0, 29), (8.93, -3.81, 19.26)),
        ((0, 10, 0, 20), (0.0, -16.11, 27.75)),
        ((0, 10, 0, 10), (0.0, -27.75, 27.75)),
        ((10, 10, 0, 20), (100.0, 67.91, 100.0)),
        ((10, 10, 0, 10), (100.0, 60.75, 100.0)),
    ],
)
def test_risk_difference_gives_the_limits_of_newcombe_1998_method_10(arms, published):
    assert risk_difference(*arms) == approx(published, abs=0.006)


def test_risk_difference_agrees_with_statsmodels():
    arms = np.array(arms_of(*ARM_SIZES))
    low, high = confint_proportions_2indep(*arms.T, method="newcomb", compare="diff")
    ours = np.array([risk_difference(*map(int, row)) for row in arms])
    assert ours[:, 0] == approx(100 * (arms[:, 0] / arms[:, 1] - arms[:, 2] / arms[:, 3]), abs=1e-9)
    assert ours[:, 1:] == approx(100 * np.column_stack([low, high]), abs=1e-6)


@pytest.mark.parametrize(
    ("arms", "low", "high"),
    [((56, 70, 48, 80), 4.28, 34.22), ((9, 10, 3, 10), 10.13, 83.87), ((6, 7, 2, 7), -2.90, 84.23), ((5, 56, 0, 29), -6.67, 20.37)],
)
def test_risk_difference_corrected_for_continuity_gives_the_limits_of_the_paper_that_proposed_it(arms, low, high):
    assert risk_difference(*arms, corrected=True)[1:] == approx((low, high), abs=0.005)


@given(counts, counts)
@unhurried
def test_limits_corrected_for_continuity_lie_outside_of_the_others(count_1, count_2):
    usual, corrected = (risk_difference(*count_1, *count_2, corrected=which) for which in (False, True))
    assert -100 <= corrected.low <= usual.low <= usual.high <= corrected.high <= 100


def test_risk_ratio_agrees_with_statsmodels():
    arms = np.array([a for a in arms_of(*ARM_SIZES) if a[0] and a[2] and (a[0], a[2]) != (a[1], a[3])])
    low, high = confint_proportions_2indep(*arms.T, method="log", compare="ratio")
    ours = np.array([risk_ratio(*map(int, row)) for row in arms])
    assert ours[:, 0] == approx(arms[:, 0] / arms[:, 1] / (arms[:, 2] / arms[:, 3]), rel=1e-9)
    assert ours[:, 1:] == approx(np.column_stack([low, high]), rel=1e-6)


@pytest.mark.parametrize(
    ("arms", "why"),
    [
        ((0, 54, 1, 51), "no event in arm 1"),
        ((1, 54, 0, 51), "no event in arm 2"),
        ((0, 54, 0, 51), "no event at all"),
        ((5, 5, 3, 3), "nothing but events"),
    ],
)
def test_risk_ratio_is_refused_where_the_log_method_has_no_interval(arms, why):
    assert risk_ratio(*arms) is None, why


def test_risk_ratio_stands_where_one_arm_only_has_nothing_but_events():
    assert risk_ratio(5, 5, 2, 5) == approx((2.5, 0.855, 7.314), abs=0.001)


def test_risk_difference_of_all_and_none_ends_at_exactly_100_points():
    assert {risk_difference(n, n, 0, n).high for n in range(1, 100)} == {100}
    assert {risk_difference(0, n, n, n).low for n in range(1, 100)} == {-100}


@given(counts, counts)
@unhurried
def test_risk_difference_stays_within_100_points_and_holds_its_estimate(count_1, count_2):
    estimate, low, high = risk_difference(*count_1, *count_2)
    assert -100 <= low <= estimate <= high <= 100
    assert low < high


@given(counts, counts)
@unhurried
def test_swapping_the_arms_turns_the_contrast_round(count_1, count_2):
    estimate, low, high = risk_difference(*count_1, *count_2)
    assert risk_difference(*count_2, *count_1) == approx((-estimate, -high, -low), abs=1e-9)
    ratio, swapped = risk_ratio(*count_1, *count_2), risk_ratio(*count_2, *count_1)
    assert (ratio is None) == (swapped is None)
    if ratio and swapped:
        assert swapped == approx((1 / ratio.estimate, 1 / ratio.high, 1 / ratio.low), rel=1e-9)


# Number needed to treat


@pytest.mark.parametrize(
    ("difference", "higher_is_benefit", "brief", "in_full"),
    [
        ((35.6, 19.6, 50.7), True, "NNTB 2.8 (2.0 to 5.1)", "to benefit 2.8 (95 % CI 2.0 to 5.1)"),
        ((35.6, 19.6, 50.7), False, "NNTH 2.8 (2.0 to 5.1)", "to harm 2.8 (95 % CI 2.0 to 5.1)"),
        ((-35.6, -50.7, -19.6), True, "NNTH 2.8 (2.0 to 5.1)", "to harm 2.8 (95 % CI 2.0 to 5.1)"),
        (
            (10, -5, 25),  # the example of Altman 1998
            True,
            "NNTB 10 (NNTB 4 to infinity to NNTH 20)",
            "to benefit 10 (95 % CI to benefit 4, through infinity, to harm 20)",
        ),
        (
            (10, -5, 25),
            False,
            "NNTH 10 (NNTH 4 to infinity to NNTB 20)",
            "to harm 10 (95 % CI to harm 4, through infinity, to benefit 20)",
        ),
        (
            (0, -10, 12.5),
            True,
            "infinite (NNTB 8 to infinity to NNTH 10)",
            "infinite (95 % CI to benefit 8, through infinity, to harm 10)",
        ),
        ((10, 0, 20), True, "NNTB 10 (5 to infinity)", "to benefit 10 (95 % CI 5 to infinity)"),
        ((-10, -20, 0), True, "NNTH 10 (5 to infinity)", "to harm 10 (95 % CI 5 to infinity)"),
        ((0, 0, 20), True, "infinite (NNTB 5 to infinity)", "infinite (95 % CI to benefit 5 to infinity)"),
        ((0, -20, 0), True, "infinite (NNTH 5 to infinity)", "infinite (95 % CI to harm 5 to infinity)"),
        ((100, 60.7, 100), True, "NNTB 1 (1 to 1.6)", "to benefit 1 (95 % CI 1 to 1.6)"),
        ((10.04, 1.3, 30.4), True, "NNTB 10 (3.3 to 77)", "to benefit 10 (95 % CI 3.3 to 77)"),
    ],
)
def test_number_needed_to_treat_in_words(difference, higher_is_benefit, brief, in_full):
    needed = number_needed_to_treat(Difference(*difference), higher_is_benefit=higher_is_benefit)
    assert needed.describe(brief=True) == brief
    assert needed.describe() == f"number needed to treat {in_full}"


@pytest.mark.parametrize(
    ("difference", "needed", "through_infinity"),
    [
        ((20, 10, 25), (5, 4, 10), False),
        ((-20, -25, -10), (-5, -4, -10), False),
        ((20, -10, 25), (5, 4, -10), True),
        ((-20, -25, 10), (-5, -4, 10), True),
        ((0, -25, 10), (inf, 10, -4), True),
        ((20, 0, 25), (5, 4, inf), False),
        ((-20, -25, 0), (-5, -4, inf), False),
        ((0, 0, 0), (inf, inf, inf), False),
    ],
)
def test_number_needed_runs_through_infinity_where_the_difference_spans_zero(difference, needed, through_infinity):
    ours = number_needed_to_treat(Difference(*difference), higher_is_benefit=True)
    assert ours == NumberNeededToTreat(*needed)
    assert ours.through_infinity is through_infinity


@given(counts, counts)
@unhurried
def test_number_needed_to_treat_has_the_sign_and_the_reciprocal_of_its_difference(count_1, count_2):
    difference = risk_difference(*count_1, *count_2)
    benefit, harm = (number_needed_to_treat(difference, higher_is_benefit=which) for which in (True, False))
    assert (benefit.estimate, harm.estimate) == (
        (100 / difference.estimate, -100 / difference.estimate) if difference.estimate else (inf, inf)
    )
    assert benefit.through_infinity == harm.through_infinity == (difference.low < 0 < difference.high)
    assert abs(benefit.start) <= abs(benefit.estimate)


@pytest.mark.parametrize("difference", [(30, 10, 20), (0, 10, 20), (float("nan"), 10, 20)])
def test_an_estimate_outside_its_limits_has_no_number_needed_to_treat(difference):
    with pytest.raises(ValueError, match="does not lie within its limits"):
        number_needed_to_treat(Difference(*difference), higher_is_benefit=True)


# Outcomes missing from an evaluable-only comparison


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((44, 54, 26, 54), (33.3, 15.4, 48.5)), ((44, 54, 32, 54), (22.2, 5.0, 37.8)), ((49, 54, 26, 54), (42.6, 25.8, 56.4))],
)
def test_mrd_remission_of_locatelli_2021_under_each_reading_of_the_missing(counts, expected):
    assert risk_difference(*counts) == approx(expected, abs=0.05)


# Percentages as printed


@pytest.mark.parametrize(
    ("printed", "events", "n", "fits"),
    [
        ("34%", 13, 38, True),
        ("43.2%", 13, 38, False),
        ("66.7%", 6, 9, True),
        ("66.6%", 6, 9, False),
        ("39%", 27, 70, True),
        ("39.0%", 27, 70, False),
        ("38.57%", 27, 70, True),
        ("90 %", 44, 49, True),
        ("0%", 0, 9, True),
        ("0%", 1, 9, False),
        ("0%", 1, 300, True),
        ("100%", 3, 3, True),
        ("100%", 299, 300, True),
        ("120%", 3, 3, False),
        # ties: up, or to the even neighbour
        ("13%", 1, 8, True),
        ("12%", 1, 8, True),
        ("38%", 3, 8, True),
        ("37%", 3, 8, False),
        ("0%", 1, 200, True),
        ("1%", 1, 200, True),
        ("6.3%", 1, 16, True),
        ("6.2%", 1, 16, True),
        ("18.8%", 3, 16, True),
        ("18.7%", 3, 16, False),
    ],
)
def test_percent_fits_its_counts_to_the_decimals_printed(printed, events, n, fits):
    assert percent_fits(printed, events, n) is fits


@pytest.mark.parametrize("printed", ["", "%", "56", "0.56", "-3%", "43,1%", ".5%", "56.%", "56% of 9", "half", "٥٦%"])
def test_text_that_is_not_a_percentage_is_refused(printed):
    with pytest.raises(ValueError, match="expected a percentage as printed"):
        percent_fits(printed, 5, 9)
    with pytest.raises(ValueError, match="expected a percentage as printed"):
        reconstruct([printed], 9)


@pytest.mark.parametrize(
    ("printed", "most", "counts"),
    [
        (["43.1%", "82.4%", "17.6%"], 54, [(51, (22, 42, 9))]),
        (["24.1%", "57.4%", "3.7%"], 54, [(54, (13, 31, 2))]),
        (["56%"], 9, [(9, (5,))]),
        (["58%"], 24, [(12, (7,)), (19, (11,)), (24, (14,))]),
        (["83%", "58%"], 24, [(12, (10, 7)), (24, (20, 14))]),
        (["50%"], 3, [(2, (1,))]),
        (["34.25%"], 54, []),
        (["120%"], 54, []),
    ],
)
def test_counts_are_reconstructed_only_where_one_set_fits(printed, most, counts):
    assert fitting_counts(printed, most) == counts
    assert reconstruct(printed, most) == (counts[0] if len(counts) == 1 else None)


@pytest.mark.parametrize(("printed", "events"), [("0%", [0, 1]), ("1%", [1, 2]), ("100%", [199, 200])])
def test_two_hundred_patients_leave_more_than_one_number_of_events(printed, events):
    assert [counts.events for counts in fitting_counts([printed], 200) if counts.n == 200] == [(e,) for e in events]


@pytest.mark.parametrize(("printed", "most"), [([], 54), ("56%", 54), (["56%"], 0)])
def test_nothing_to_reconstruct_from_is_refused(printed, most):
    with pytest.raises(ValueError, match="expected a list of percentages and a patient"):
        reconstruct(printed, most)


def print_percent(events, n, decimals, rounding):
    """events/n as a careful author would print it; exact at ties for the small n of these tests."""
    return f"{(Decimal(100 * events) / n).quantize(Decimal(1).scaleb(-decimals), rounding)}%"


roundings = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN])
sizes = st.integers(1, 60)
groups = sizes.flatmap(lambda n: st.tuples(st.just(n), st.lists(st.integers(0, n), min_size=1, max_size=3).map(tuple)))


@given(groups, st.integers(0, 2), roundings, st.integers(0, 20))
@unhurried
def test_reconstruction_gives_back_what_was_printed_or_says_that_it_cannot(group, decimals, rounding, more):
    n, events = group
    printed = [print_percent(count, n, decimals, rounding) for count in events]
    found = fitting_counts(printed, n + more)
    assert Counts(n, events) in found
    assert reconstruct(printed, n + more) == (Counts(n, events) if len(found) == 1 else None)


@given(st.integers(0, 2), st.data())
@unhurried
def test_fitting_counts_misses_nothing_and_adds_nothing(decimals, data):
    units = data.draw(st.integers(0, 100 * 10**decimals))
    printed = f"{Decimal(units).scaleb(-decimals)}%"
    by_hand = [
        (n, (events,))
        for n in range(1, 41)
        for events in range(n + 1)
        if printed in {print_percent(events, n, decimals, how) for how in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
    ]
    assert fitting_counts([printed], 40) == by_hand
