"""The case lens on registrations, worked out by hand from the tables."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.evidence import load
from dashboard.lens import verdict_table
from dashboard.lens.case import ANSWERS, CRITERIA
from dashboard.lens.rules import OVERALL, age_in_brief, age_verdict, reported_age
from dashboard.lens.table import publications, registrations
from tests.lens_reference import Case, assess, overall, with_implied_answers

EVIDENCE = load(Path(__file__).parent.parent / "data").of(["review"])

AFTER_TRANSPLANT = {"NCT03849651", "NCT04746209", "NCT02807883", "NCT04044560", "NCT04785547"}
FIRST_RELAPSE_ALONE = {"NCT02393859", "NCT04546399", "NCT02101853"}
LINE_NOT_SAID = {"NCT01471782", "NCT02187354", "NCT02783651", "NCT03605589", "NCT02412306"}
FROM_SIXTEEN = {"NCT02879695"}
FRONTLINE = {"NCT03914625", "NCT04307576", "NCT03643276", "NCT03117751", "NCT02877303", "2016-004674-17", "NCT04723342"}
FRONTLINE_FROM_ONE = {"NCT03914625", "NCT04307576", "NCT03643276", "NCT03117751", "NCT04723342"}
PILOT = "2016-004674-17"
NEITHER = {"ph": "no", "down": "no"}


def years(number, months=0):
    return 12 * number + months


def fall(case):
    """Where the registrations fall: overall -> numbers."""
    found = assess(EVIDENCE, case)["registrations"]
    return {one: {number for number, entry in found.items() if entry["overall"] == one} for one in OVERALL}


def verdict(case, registration, criterion):
    return assess(EVIDENCE, case)["registrations"][registration]["verdicts"][criterion]


# (why, case, fits, later step, conflicting, cannot be ruled out); all other registrations do not fit
BY_HAND = [
    (
        "issue: four years, Down syndrome, Ph negative, newly diagnosed",
        Case(years(4), ("newly_diagnosed",), down="yes", ph="no"),
        {"NCT03914625", "NCT04307576", "NCT03643276", "NCT03117751"}, set(), set(), {"NCT04723342"},
    ),
    (
        "issue: seven years, relapse after transplant, Ph negative, no Down syndrome",
        Case(years(7), ("post_transplant_relapse",), **NEITHER),
        {"NCT02790515"}, AFTER_TRANSPLANT, set(), LINE_NOT_SAID | {"NCT04556084"},
    ),
    (
        "first relapse: trials for it fit, relapsed or refractory may or may not mean it, a second transplant's trial does not",
        Case(years(8), ("first_relapse",), transplant="no", **NEITHER),
        FIRST_RELAPSE_ALONE | {"NCT04556084"}, AFTER_TRANSPLANT, set(), LINE_NOT_SAID,
    ),
    (
        "issue: first relapse at nine and no more answered: what neither the reader nor a trial says is not tested",
        Case(years(9), ("first_relapse",)),
        FIRST_RELAPSE_ALONE | {"NCT04556084"}, AFTER_TRANSPLANT, set(), LINE_NOT_SAID,
    ),
    (
        "first relapse, transplant not answered: the trials for it are silent on transplants, so that it is not tested",
        Case(years(8), ("first_relapse",), **NEITHER),
        FIRST_RELAPSE_ALONE | {"NCT04556084"}, AFTER_TRANSPLANT, set(), LINE_NOT_SAID,
    ),
    (
        "first relapse after an earlier transplant, answered: whether it keeps out is then not stated",
        Case(years(8), ("first_relapse",), transplant="yes", **NEITHER),
        set(), AFTER_TRANSPLANT, set(), LINE_NOT_SAID | FIRST_RELAPSE_ALONE | {"NCT04556084"},
    ),
    (
        "five months in first relapse: older than 28 days stands in the text of one trial; another prints no lower age",
        Case(5, ("first_relapse",), kmt2a="yes", transplant="no", **NEITHER),
        {"NCT02393859"}, {"NCT03849651", "NCT04746209"}, set(),
        {"NCT01471782", "NCT02187354", "NCT02783651", "NCT02412306", "NCT04556084"},
    ),
    (
        "first relapse in Down syndrome: one trial states it, two are covered by a general statement, one is silent",
        Case(years(8), ("first_relapse",), down="yes", ph="no", transplant="no"),
        {"NCT04546399"}, AFTER_TRANSPLANT, set(), LINE_NOT_SAID | {"NCT02393859", "NCT02101853", "NCT04556084"},
    ),
    (
        "first relapse at three in a child who was an infant once: the age now counts, not that at diagnosis",
        Case(years(3), ("first_relapse",), infant="yes", kmt2a="yes", transplant="no", **NEITHER),
        FIRST_RELAPSE_ALONE | {"NCT04556084"}, AFTER_TRANSPLANT, set(), LINE_NOT_SAID,
    ),
    (
        "later relapse at seventeen without a transplant: every line-not-said trial fits, the one from sixteen, too",
        Case(years(17, 11), ("later_relapse",), transplant="no", **NEITHER),
        LINE_NOT_SAID | FROM_SIXTEEN | {"NCT04556084"}, AFTER_TRANSPLANT, set(), set(),
    ),
    (
        "later relapse after an earlier transplant: whether it came after it is not known, and the others are silent on transplants",
        Case(years(17), ("later_relapse",), transplant="yes", **NEITHER),
        set(), AFTER_TRANSPLANT, set(), LINE_NOT_SAID | FROM_SIXTEEN | {"NCT04556084", "NCT02790515"},
    ),
    (
        "eighteen years, newly diagnosed: past 'up to 17', in the borderline year of '1 to 18'",
        Case(years(18), ("newly_diagnosed",), **NEITHER),
        {"NCT03914625", "NCT04307576", "NCT02877303"}, set(), set(), {"NCT03117751", "NCT04723342"},
    ),
    (
        "Ph-positive, newly diagnosed: one states it, one says both, three are covered by a general statement",
        Case(years(6), ("newly_diagnosed",), ph="yes", down="no"),
        {"NCT03117751"}, set(), {"NCT03914625"}, {"NCT04307576", "NCT03643276", "NCT04723342"},
    ),
    (
        "ten months, KMT2A-rearranged, newly diagnosed: the infant pilot, and the one that states infants without a lowest age",
        Case(10, ("newly_diagnosed",), kmt2a="yes", **NEITHER),
        {PILOT, "NCT03643276"}, set(), set(), set(),
    ),
    (
        "the same without KMT2A: the pilot needs it",
        Case(10, ("newly_diagnosed",), kmt2a="no", **NEITHER),
        {"NCT03643276"}, set(), set(), set(),
    ),
    (
        "eighteen months and an infant at diagnosis, still in first-line treatment: held against infancy, not against the age now",
        Case(18, ("newly_diagnosed",), infant="yes", kmt2a="yes", **NEITHER),
        {PILOT, "NCT03643276"}, set(), set(), set(),
    ),
    (
        "eighteen months, whether an infant at diagnosis is not answered: all of first line but the one that takes infants stay unknown",
        Case(18, ("newly_diagnosed",), kmt2a="yes", **NEITHER),
        {"NCT03643276"}, set(), set(), {PILOT, "NCT03914625", "NCT04307576", "NCT03117751", "NCT04723342"},
    ),
    (
        "MRD alone: the line is not given, so that no registration of either line is ruled out; the MRD trial prints no age",
        Case(years(8), ("mrd",), transplant="no", **NEITHER),
        set(), AFTER_TRANSPLANT, set(),
        FIRST_RELAPSE_ALONE | LINE_NOT_SAID | FRONTLINE_FROM_ONE | {"NCT04556084", "NCT04604691"},
    ),
    (
        "a bridge alone: likewise",
        Case(years(8), ("bridge",), transplant="no", **NEITHER),
        set(), AFTER_TRANSPLANT, set(),
        FIRST_RELAPSE_ALONE | LINE_NOT_SAID | FRONTLINE_FROM_ONE | {"NCT04556084", "NCT04604691"},
    ),
    (
        "intolerance alone: likewise, and whether the child is after a transplant is not known either; it is no MRD",
        Case(years(12), ("toxicity_driven",), **NEITHER),
        set(), set(), set(),
        FIRST_RELAPSE_ALONE | LINE_NOT_SAID | FRONTLINE_FROM_ONE | AFTER_TRANSPLANT | {"NCT04556084", "NCT02790515"},
    ),
    (
        "MRD alone at eighteen months: an infant once may still be in first line, where the pilot is",
        Case(18, ("mrd",), infant="yes", kmt2a="yes", transplant="no", **NEITHER),
        set(), AFTER_TRANSPLANT, set(),
        FIRST_RELAPSE_ALONE | LINE_NOT_SAID | {PILOT, "NCT03643276", "NCT04556084", "NCT04604691"},
    ),
    (
        "MRD in first line: residual disease within a relapse is another thing",
        Case(years(5), ("newly_diagnosed", "mrd"), **NEITHER),
        FRONTLINE_FROM_ONE, set(), set(), {"NCT04604691"},
    ),
    (
        "a bridge in first line: the line is known, so no relapse trial, and what follows a transplant is no later step",
        Case(years(8), ("newly_diagnosed", "bridge"), **NEITHER),
        FRONTLINE_FROM_ONE, set(), set(), {"NCT04604691"},
    ),
    (
        "MRD before transplant in first relapse: whether relapsed or refractory means a first relapse is stated no better for it",
        Case(years(17, 6), ("first_relapse", "mrd", "bridge"), transplant="no", **NEITHER),
        FIRST_RELAPSE_ALONE | {"NCT04556084"}, AFTER_TRANSPLANT, set(), LINE_NOT_SAID | FROM_SIXTEEN | {"NCT04604691"},
    ),
    (
        "MRD after a transplant without a relapse: not relapsed or refractory",
        Case(years(12), ("post_transplant", "mrd"), **NEITHER),
        AFTER_TRANSPLANT - {"NCT03849651"}, set(), set(), {"NCT03849651", "NCT04604691"},
    ),
    (
        "eight months, after a transplant, no relapse: one prints six months, two no lowest age, two one year",
        Case(8, ("post_transplant",), **NEITHER),
        {"NCT04785547"}, set(), set(), {"NCT03849651", "NCT04746209"},
    ),
    (
        "five months is under six",
        Case(5, ("post_transplant",), **NEITHER),
        set(), set(), set(), {"NCT03849651", "NCT04746209"},
    ),
    (
        "nothing said: nothing fits, nothing is ruled out",
        Case(),
        set(), set(), set(),
        FRONTLINE | LINE_NOT_SAID | FROM_SIXTEEN | FIRST_RELAPSE_ALONE | AFTER_TRANSPLANT
        | {"NCT02790515", "NCT04556084", "NCT04604691"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("case", "fits", "later", "conflicting", "unknown"), [row[1:] for row in BY_HAND], ids=[row[0] for row in BY_HAND])
def test_registrations_fall_as_worked_out_by_hand(case, fits, later, conflicting, unknown):
    found = fall(case)
    assert found["fits"] == fits
    assert found["later_step"] == later
    assert found["conflicting"] == conflicting
    assert found["cannot_be_ruled_out"] == unknown
    assert len(found["does_not_fit"]) == 24 - len(fits | later | conflicting | unknown)


@pytest.mark.parametrize(
    ("registration", "months", "expected"),
    [
        ("NCT03643276", years(17, 11), "matches"),
        ("NCT03643276", years(18), "mismatches"),
        ("NCT02412306", years(17, 11), "matches"),
        ("NCT02412306", years(18), "mismatches"),
        ("NCT03117751", 11, "mismatches"),
        ("NCT03117751", 12, "matches"),
        ("NCT03117751", years(18, 11), "borderline"),
        ("NCT03117751", years(19), "mismatches"),
        ("NCT04746209", years(25, 6), "borderline"),
        ("NCT04746209", 11, "unknown"),
        ("NCT03643276", 3, "matches"),
        ("NCT04785547", 6, "matches"),
        ("NCT02879695", years(40), "matches"),
        ("NCT02783651", years(3), "matches"),
        ("NCT04604691", years(3), "unknown"),
        ("NCT02393859", 0, "unknown"),
        ("NCT02393859", 1, "matches"),
        ("NCT02393859", years(17, 11), "matches"),
        (PILOT, 3, "not_tested"),
        (PILOT, 23, "not_tested"),
        (PILOT, 24, "mismatches"),
        ("NCT03117751", None, "unknown"),
        ("NCT02783651", None, "unknown"),
    ],
)
def test_an_age_against_the_printed_bounds(registration, months, expected):
    assert verdict(Case(months), registration, "age").verdict == expected


@pytest.mark.parametrize(
    ("low", "high", "exclusive", "where"),
    [
        (0.077, 18, False, {0: "at the lower end", 1: "within", 216: "in the last year", 227: "in the last year", 228: "above"}),
        (1.7, 10, True, {19: "below", 20: "at the lower end", 21: "within", 119: "within", 120: "above"}),
        (0, 0.5, False, {5: "within", 6: "in the last month", 7: "above", 17: "above"}),
        (0, 0.5, True, {5: "within", 6: "above"}),
        (0, 1.5, False, {17: "within", 18: "in the last month", 19: "above"}),
        (0, 0.077, False, {0: "at the upper end", 1: "above"}),
        (0, 0.077, True, {0: "at the upper end", 1: "above"}),
        (0.5, 17, False, {5: "below", 6: "within", 215: "within", 216: "above"}),
        (None, 21, False, {12: "within", 252: "in the last year", 264: "above"}),
    ],
)
def test_a_limit_in_months_or_days_is_met_in_its_own_unit_by_registration_and_publication_alike(low, high, exclusive, where):
    bounds = {"age_text": "as printed", "age_min_years": low, "age_max_years": high, "age_max_exclusive": exclusive}
    trial = next(trial for trial in registrations(EVIDENCE) if trial.row.registration_id == "NCT03117751")
    study = next(study for study in publications(EVIDENCE) if study.row.study_id == "keating-2019")
    trial, study = (replace(one, row=one.row._replace(**bounds)) for one in (trial, study))
    study = replace(study, row=study.row._replace(age_basis="entry"))
    for months, said in where.items():
        entry, report = age_verdict(trial, months), reported_age(study, months, "")
        expected = {"below": "mismatches", "above": "mismatches", "within": "matches"}.get(said, "borderline")
        assert (entry.verdict, report.verdict.replace("outside", "mismatches")) == (expected, expected), months
        assert entry.missing == report.missing
        if expected == "borderline":
            assert (entry.brief, report.brief) == (f"{said} of {age_in_brief(trial.row)}", f"age {said} of {age_in_brief(trial.row)}")


def test_whether_infancy_decides_is_a_column_not_a_title():
    without = tuple(trial._replace(infants_only=False) for trial in EVIDENCE.trials)
    entry = assess(replace(EVIDENCE, trials=without), Case(3))["registrations"][PILOT]
    assert (entry["verdicts"]["age"].verdict, entry["verdicts"]["age"].reason) == ("matches", "Printed: Up to 17 years")


def test_an_entry_setting_is_named_as_one_with_its_basis():
    assert verdict(Case(settings=("relapsed_refractory",)), "NCT02187354", "setting").reason == (
        "Entry setting: relapsed or refractory, line not stated; measurable residual disease (MRD)"
    )


@pytest.mark.parametrize("code", ["mrd", "bridge", "toxicity_driven"])
@pytest.mark.parametrize(
    ("registration", "brief"),
    [
        ("NCT03117751", "setting incomplete: newly diagnosed"),
        ("NCT02187354", "setting incomplete: relapsed or refractory"),
        ("NCT04556084", "setting incomplete: first relapse, later relapse"),
        ("NCT02790515", "setting incomplete: relapse after transplant"),
    ],
)
def test_without_a_line_no_registration_of_one_is_ruled_out_and_the_reason_stands_in_words(code, registration, brief):
    """TOT17, for residual disease at the end of induction, was said not to fit a child of twelve with MRD."""
    found = verdict(Case(years(12), (code,)), registration, "setting")
    assert (found.verdict, found.brief, found.missing) == ("unknown", brief, "answer")
    assert found.reason.endswith("; how far treatment has got is not given")


def test_beside_a_line_that_does_not_match_the_line_is_named_and_not_what_else_the_registration_says():
    found = verdict(Case(settings=("newly_diagnosed", "mrd")), "NCT02187354", "setting")
    assert (found.verdict, found.brief) == ("mismatches", "relapsed or refractory only")


@pytest.mark.parametrize(
    ("line", "settings", "expected"),
    [
        ("relapsed_refractory", ("newly_diagnosed", "mrd"), ("mismatches", "MRD only")),
        ("relapsed_refractory", ("post_transplant", "mrd"), ("mismatches", "MRD only")),
        ("relapsed_refractory", ("first_relapse",), ("mismatches", "MRD only")),
        ("relapsed_refractory", ("first_relapse", "mrd"), ("matches", "MRD")),
        ("relapsed_refractory", ("mrd",), ("unknown", "setting incomplete: relapsed or refractory")),
        ("frontline", ("mrd",), ("unknown", "setting incomplete: newly diagnosed")),
        ("frontline", ("newly_diagnosed", "mrd"), ("matches", "MRD")),
        ("not_reported", ("newly_diagnosed", "mrd"), ("matches", "MRD")),
        ("not_reported", ("mrd",), ("matches", "MRD")),
    ],
)
def test_a_line_that_a_registration_states_without_a_setting_of_it_counts_too(line, settings, expected):
    """No shipped registration has MRD for its one entry setting and a line; a hospital's own may."""
    trials = tuple(trial._replace(line=line) if trial.registration_id == "NCT04604691" else trial for trial in EVIDENCE.trials)
    found = assess(replace(EVIDENCE, trials=trials), Case(settings=settings))["registrations"]["NCT04604691"]["verdicts"]["setting"]
    assert (found.verdict, found.brief) == expected


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["matches", "unknown", "conflicting", "later_step", "mismatches"], "does_not_fit"),
        (["matches", "unknown", "conflicting", "later_step"], "later_step"),
        (["matches", "unknown", "conflicting"], "conflicting"),
        (["matches", "unknown"], "cannot_be_ruled_out"),
        (["matches", "borderline"], "cannot_be_ruled_out"),
        (["matches", "not_tested"], "fits"),
    ],
)
def test_the_weightiest_verdict_decides(verdicts, expected):
    assert overall(verdicts) == expected


@pytest.mark.parametrize("transplant", ANSWERS)
def test_a_trial_after_transplant_is_a_later_step_in_relapse_whatever_went_before(transplant):
    assert fall(Case(years(9), ("first_relapse",), transplant=transplant))["later_step"] == AFTER_TRANSPLANT


def test_only_a_trial_that_states_kmt2a_tests_it():
    found = assess(EVIDENCE, Case(kmt2a="yes"))["registrations"]
    assert [number for number, entry in found.items() if entry["verdicts"]["kmt2a"].verdict != "not_tested"] == [PILOT]


def test_a_general_statement_says_probably_not():
    found = verdict(Case(down="yes"), "NCT02393859", "down")
    assert (found.verdict, found.source) == ("unknown", "4 p4")
    assert found.reason.startswith("Probably not: general statement.")


def test_a_ph_negative_child_matches_the_trial_for_ph_negative_disease_and_a_positive_one_does_not():
    said = {answer: verdict(Case(ph=answer), "NCT02783651", "ph").verdict for answer in ANSWERS}
    assert said == {"yes": "mismatches", "no": "matches", "unknown": "unknown"}


def test_two_rows_of_one_number_are_one_registration():
    assert len(verdict_table(EVIDENCE)["registrations"]) == 25
    assert len(assess(EVIDENCE, Case())["registrations"]) == 24
    assert "NCT02877303" in fall(Case(years(15), ("newly_diagnosed",), **NEITHER))["fits"]


@pytest.mark.parametrize(
    ("case", "infant", "transplant", "said"),
    [
        (Case(11), "yes", "unknown", ["Under one year now: an infant at diagnosis."]),
        (
            Case(years(4), ("newly_diagnosed",)),
            "no",
            "no",
            ["Newly diagnosed at two years or older: not an infant at diagnosis.", "Newly diagnosed: no earlier transplant."],
        ),
        (Case(23, ("newly_diagnosed",), transplant="no"), "unknown", "no", []),
        (Case(settings=("post_transplant",)), "unknown", "yes", ["Now after a transplant: there was an earlier one."]),
        (
            Case(11, infant="no"),
            "no",
            "unknown",
            ["Under one year now: an infant at diagnosis; the answer given says the opposite, and is used as given."],
        ),
        (
            Case(settings=("later_relapse",), transplant="yes"),
            "unknown",
            "yes",
            ["If this relapse came after the earlier transplant, tick relapse after transplant too."],
        ),
        (
            Case(settings=("mrd",)),
            "unknown",
            "unknown",
            ["MRD, a bridge or toxicity does not say how far treatment has got: tick that too."],
        ),
        *(
            (
                Case(settings=(relapse, "post_transplant"), transplant="yes"),
                "unknown",
                "yes",
                ["Relapsed and after transplant without relapse are both ticked: only one of them can be the setting now.", *more],
            )
            for relapse, more in {
                "relapsed_refractory": ["If this relapse came after the earlier transplant, tick relapse after transplant too."],
                "post_transplant_relapse": [],
            }.items()
        ),
        (
            Case(settings=("newly_diagnosed", "post_transplant"), infant="no", transplant="yes"),
            "no",
            "yes",
            ["Newly diagnosed and after transplant are both ticked: only one of them can be the setting now."],
        ),
    ],
)
def test_what_the_answers_settle_among_themselves(case, infant, transplant, said):
    assert (with_implied_answers(case).infant, with_implied_answers(case).transplant) == (infant, transplant)
    assert assess(EVIDENCE, case)["remarks"] == said


def test_a_lower_age_that_only_the_text_gives_is_marked_with_its_place():
    found = verdict(Case(5), "NCT02393859", "age")
    assert found.reason == "Printed: Up to 17 years (child). The text gives older than 28 days; Table 2 gives no lower bound"
    assert (found.brief, found.source) == ("lower age in the text only", "3.1 p9; Table 2")


@pytest.mark.parametrize(
    ("registration", "brief"),
    [
        ("NCT03117751", "1–18 years"),
        ("NCT02412306", "under 18 years"),
        ("NCT04785547", "6 months–21 years"),
        ("NCT02879695", "from 16 years"),
        ("NCT04044560", "from 1 year"),
        ("NCT03849651", "up to 21 years"),
        ("NCT02783651", "no bounds printed"),
        ("NCT04746209", "up to 25 years"),
    ],
)
def test_printed_ages_in_a_few_words(registration, brief):
    assert age_in_brief(next(trial for trial in EVIDENCE.trials if trial.registration_id == registration)) == brief


@pytest.mark.parametrize(
    ("low", "high", "exclusive", "brief"),
    [
        (None, 1, True, "under 1 year"),
        (None, 1, False, "up to 1 year"),
        (0, 1, True, "0 to under 1 year"),
        (1, 31, True, "1 to under 31 years"),
    ],
)
def test_one_year_is_no_plural(low, high, exclusive, brief):
    bounds = {"age_min_years": low, "age_max_years": high, "age_max_exclusive": exclusive}
    assert age_in_brief(EVIDENCE.trials[0]._replace(**bounds)) == brief


def test_a_missing_lower_age_is_said_of_the_register_and_not_of_the_child():
    found = verdict(Case(8, ("post_transplant",)), "NCT03849651", "age")
    assert (found.verdict, found.brief, found.missing) == ("unknown", "no lower age printed", "statement")
    assert found.reason == "Printed: Up to 21 years, without a lower bound: whether infants may enter is not stated"


def test_the_groups_stand_in_the_order_in_which_a_reader_needs_them():
    assert list(OVERALL) == ["fits", "cannot_be_ruled_out", "conflicting", "later_step", "does_not_fit"]


@pytest.mark.parametrize(
    ("case", "not_answered", "not_stated"),
    [
        (BY_HAND[0][1], ["kmt2a"], [["down", 1]]),
        (BY_HAND[1][1], ["infant", "kmt2a"], [["setting", 6], ["transplant", 7]]),
        (Case(years(8), ("mrd",), infant="no", kmt2a="no", transplant="no", **NEITHER), ["setting"], [["age", 1]]),
        (Case(), list(CRITERIA), [["age", 1]]),
    ],
    ids=["newly diagnosed with Down syndrome", "relapse after transplant", "MRD through an unknown relapse", "nothing said"],
)
def test_what_the_reader_leaves_out_and_what_the_registrations_leave_out_are_counted_apart(case, not_answered, not_stated):
    said = assess(EVIDENCE, case)
    assert (said["not_answered"], said["not_stated"]) == (not_answered, not_stated)
