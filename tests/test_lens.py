"""The case lens on registrations, worked out by hand from the tables."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.evidence import load
from dashboard.lens import Case, assess, verdict_table, with_implied_answers
from dashboard.lens.case import ANSWERS, CRITERIA
from dashboard.lens.rules import OVERALL, overall

EVIDENCE = load(Path(__file__).parent.parent / "data").of(["review"])

AFTER_TRANSPLANT = {"NCT03849651", "NCT04746209", "NCT02807883", "NCT04044560", "NCT04785547"}
FIRST_RELAPSE_ALONE = {"NCT02393859", "NCT04546399", "NCT02101853"}
LINE_NOT_SAID = {"NCT01471782", "NCT02187354", "NCT02783651", "NCT03605589", "NCT02412306"}
FROM_SIXTEEN = {"NCT02879695"}
FRONTLINE = {"NCT03914625", "NCT04307576", "NCT03643276", "NCT03117751", "NCT02877303", "2016-004674-17", "NCT04723342"}
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
        "first relapse, transplant not answered: no trial says whether an earlier one keeps out, so none fits",
        Case(years(8), ("first_relapse",), **NEITHER),
        set(), AFTER_TRANSPLANT, set(), LINE_NOT_SAID | FIRST_RELAPSE_ALONE | {"NCT04556084"},
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
        "MRD alone: through which relapse is not known; the MRD trial prints no age; expanded access names MRD",
        Case(years(8), ("mrd",), transplant="no", **NEITHER),
        {"NCT02187354"}, AFTER_TRANSPLANT, set(), FIRST_RELAPSE_ALONE | {"NCT04556084", "NCT04604691"},
    ),
    (
        "a bridge alone: relapse trials and MRD trials alike unknown",
        Case(years(8), ("bridge",), transplant="no", **NEITHER),
        set(), AFTER_TRANSPLANT, set(), FIRST_RELAPSE_ALONE | {"NCT04556084", "NCT04604691", "NCT02187354"},
    ),
    (
        "a bridge in first line: the line is known, so no relapse trial, and what follows a transplant is no later step",
        Case(years(8), ("newly_diagnosed", "bridge"), **NEITHER),
        {"NCT03914625", "NCT04307576", "NCT03643276", "NCT03117751", "NCT04723342"}, set(), set(), {"NCT02187354", "NCT04604691"},
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
        (PILOT, 3, "not_tested"),
        ("NCT03117751", None, "unknown"),
        ("NCT02783651", None, "unknown"),
    ],
)
def test_an_age_against_the_printed_bounds(registration, months, expected):
    assert verdict(Case(months), registration, "age").verdict == expected


def test_whether_infancy_decides_is_a_column_not_a_title():
    without = tuple(trial._replace(infants_only=False) for trial in EVIDENCE.trials)
    entry = assess(replace(EVIDENCE, trials=without), Case(3))["registrations"][PILOT]
    assert (entry["verdicts"]["age"].verdict, entry["verdicts"]["age"].reason) == ("matches", "Printed: Up to 17 years")


def test_an_entry_setting_is_named_as_one_with_its_basis():
    assert verdict(Case(settings=("mrd",)), "NCT02187354", "setting").reason == (
        "Entry setting: relapsed or refractory, line not stated; measurable residual disease (MRD)"
    )


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
            ["Newly diagnosed at two years or older: no infant at diagnosis.", "Newly diagnosed: no earlier transplant."],
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
            ["If this relapse came after the earlier transplant, tick relapse after transplant, too."],
        ),
        (
            Case(settings=("mrd",)),
            "unknown",
            "unknown",
            ["MRD, a bridge or toxicity do not say how far treatment has come: tick that, too."],
        ),
    ],
)
def test_what_the_answers_settle_among_themselves(case, infant, transplant, said):
    assert (with_implied_answers(case).infant, with_implied_answers(case).transplant) == (infant, transplant)
    assert assess(EVIDENCE, case)["remarks"] == said


def test_criteria_unknown_are_those_of_registrations_that_still_stand():
    assert assess(EVIDENCE, BY_HAND[0][1])["unknown"] == ["down"]
    assert assess(EVIDENCE, BY_HAND[1][1])["unknown"] == ["setting", "transplant"]
    assert assess(EVIDENCE, Case())["unknown"] == list(CRITERIA)
