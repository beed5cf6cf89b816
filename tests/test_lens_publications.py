"""The evidence tiers of the case lens, worked out by hand from the tables."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import wording
from dashboard.evidence import load
from dashboard.lens.outcomes import lines
from dashboard.lens.rules import TIER_GROUP
from tests.lens_reference import Case, assess

LATER = load(Path(__file__).parent.parent / "data")
EVIDENCE = LATER.of(["review"])

NEITHER = {"ph": "no", "down": "no"}
NEW_WITH_DOWN = Case(48, ("newly_diagnosed",), down="yes", ph="no")
AFTER_TRANSPLANT = Case(84, ("post_transplant_relapse",), **NEITHER)


def tiers(case):
    """The publications by tier, in the order of the page; those that say nothing to the child are left out."""
    found = assess(EVIDENCE, case)["publications"]
    return {
        tier: [study for study, report in found.items() if report["tier"] == tier]
        for tier in ("direct", "partial", "setting_only", "without")
    }


def test_evidence_in_down_syndrome_newly_diagnosed():
    assert tiers(NEW_WITH_DOWN) == {
        "direct": ["elitzur-2019"],
        "partial": ["wadhwa-2018"],
        "setting_only": ["mouttet-2019"],
        "without": [],
    }


def test_evidence_in_an_infant_with_kmt2a_and_mrd_before_transplant():
    assert tiers(Case(8, ("mrd", "bridge"), kmt2a="yes", **NEITHER)) == {
        "direct": ["clesham-2020"],
        "partial": ["queudeville-2021", "sutton-2021", "mikhailova-2020", "wolfl-2018", "brethon-2021"],
        "setting_only": ["locatelli-2021", "locatelli-2020-rialto", "keating-2019", "mouttet-2019", "ampatzidou-2020"],
        "without": ["brown-2021"],
    }


@pytest.mark.parametrize(
    ("settings", "direct", "in_the_setting"),
    [
        (
            ("newly_diagnosed", "mrd"),
            ["zhang-b-2023", "alltogether-ds-2024", "keating-2019", "wu-2022", "zhang-n-2025"],
            ["locatelli-2020-rialto", "rialto-2022", "beneduce-2022"],
        ),
        (
            ("first_relapse", "mrd", "bridge"),
            ["brown-2021", "locatelli-2021", "hogan-2023", "keating-2019", "clesham-2020", "wu-2022"],
            ["alltogether-ds-2024", "zhang-b-2023", "mouttet-2019", "locatelli-2020-rialto", "ampatzidou-2020"],
        ),
        (("newly_diagnosed", "bridge"), ["mouttet-2019", "keating-2019"], ["brown-2021", "locatelli-2021", "ampatzidou-2020"]),
        (("newly_diagnosed", "toxicity_driven"), ["elitzur-2019", "hodder-2024", "wadhwa-2018"], ["contreras-2020"]),
        (("later_relapse", "bridge"), ["rialto-2022", "keating-2019"], ["brown-2021", "locatelli-2021", "mouttet-2019"]),
        (("mrd",), ["locatelli-2020-rialto", "alltogether-ds-2024", "zhang-b-2023", "keating-2019"], []),
    ],
    ids=" + ".join,
)
def test_a_report_in_another_line_is_not_direct_for_sharing_mrd_a_bridge_or_intolerance(settings, direct, in_the_setting):
    """What is shared is evidence in the setting; where the child's line is not given, none is another."""
    found = assess(LATER, Case(210, settings))["publications"]
    assert {study: found[study]["tier"] for study in direct} == dict.fromkeys(direct, "direct")
    assert {study: found[study]["tier"] for study in in_the_setting} == dict.fromkeys(in_the_setting, "setting_only")


def test_another_line_is_said_in_words_and_no_word_says_so_where_the_line_is_not_given():
    def setting_of(study, *settings):
        said = assess(LATER, Case(210, settings))["publications"][study]["verdicts"]["setting"]
        return said.verdict, said.brief, said.reason

    assert setting_of("mouttet-2019", "first_relapse", "bridge") == (
        "mismatches",
        "newly diagnosed",
        "Reported in: newly diagnosed; bridge to transplant (inferred); another line of treatment",
    )
    assert setting_of("horibe-2020", "mrd") == (
        "unknown",
        "relapsed or refractory",
        "Reported in: relapsed or refractory, line not stated (inferred); how far treatment has got is not given",
    )
    assert setting_of("schlegel-2014", "first_relapse") == (
        "mismatches",
        "relapse after transplant",
        "Reported in: relapse after transplant",
    )


def test_a_report_of_such_children_in_another_line_is_evidence_in_part_and_one_without_them_is_none():
    down = assess(LATER, Case(96, ("first_relapse", "mrd"), down="yes"))["publications"]
    assert down["alltogether-ds-2024"]["tier"] == "partial"
    positive = assess(LATER, Case(60, ("newly_diagnosed", "bridge"), ph="yes"))["publications"]
    assert positive["fda-summary-2025"]["verdicts"]["ph"].verdict == "mismatches"
    assert positive["fda-summary-2025"]["tier"] == ""


def test_a_line_that_a_report_states_without_a_setting_of_it_counts_too():
    """No shipped publication has MRD alone and a line; a hospital's own may."""
    own = LATER.study("keating-2019")._replace(settings=("mrd",), line="relapsed_refractory")
    evidence = replace(LATER, studies=tuple(own if one.study_id == own.study_id else one for one in LATER.studies))
    tier = {codes: assess(evidence, Case(settings=codes))["publications"][own.study_id]["tier"] for codes in LINES_WITH_MRD}
    assert tier == {("mrd",): "direct", ("first_relapse", "mrd"): "direct", ("newly_diagnosed", "mrd"): "setting_only"}


LINES_WITH_MRD = [("mrd",), ("first_relapse", "mrd"), ("newly_diagnosed", "mrd")]


def test_evidence_in_first_relapse_with_no_population_asked_for():
    found = tiers(Case(settings=("first_relapse",), **NEITHER))
    assert found["direct"] == ["brown-2021", "locatelli-2021"]
    assert "von-stackelberg-2016" in found["setting_only"]
    assert "schlegel-2014" not in [study for studies in found.values() for study in studies]


def test_evidence_without_such_children_needs_a_setting_that_is_not_another():
    positive = tiers(Case(settings=("first_relapse",), ph="yes"))
    assert positive["without"] == ["locatelli-2020-historical"]
    assert positive["partial"] == ["sutton-2021"]
    assert "zoghbi-2017" in tiers(Case(settings=("post_transplant_relapse",), kmt2a="yes"))["without"]
    assert tiers(Case(settings=("newly_diagnosed",), kmt2a="yes"))["without"] == []


def test_a_report_on_none_but_children_that_this_child_is_not_like_is_not_direct():
    """A girl of nine with MRD before transplant, without KMT2A: eleven infants with KMT2A say nothing of her but the setting."""
    older = Case(108, ("mrd", "bridge"), infant="no", kmt2a="no", **NEITHER)
    assert "clesham-2020" in tiers(Case(108, ("mrd", "bridge")))["direct"]
    assert "clesham-2020" in tiers(older)["setting_only"]
    verdicts = assess(EVIDENCE, older)["publications"]["clesham-2020"]["verdicts"]
    assert [(verdicts[question].verdict, verdicts[question].brief) for question in ("infant", "kmt2a")] == [
        ("mismatches", "infants only"),
        ("mismatches", "KMT2A only"),
    ]
    assert "clesham-2020" not in [study for studies in tiers(replace(older, settings=("post_transplant",))).values() for study in studies]


def test_publications_of_one_cohort_stand_on_one_card_in_the_group_of_the_best_and_those_in_part_before_those_without_such_children():
    assert list(TIER_GROUP) == ["direct", "partial", "without", "setting_only"]
    cards = assess(EVIDENCE, Case(settings=("relapsed_refractory",), ph="yes"))["cards"]
    assert cards[0] == {"group": 0, "nearest": 0, "studies": ["sutton-2021"]}
    trial = ["locatelli-2020-historical", "von-stackelberg-2016", "gore-2018", "brown-2019", "mejstrikova-2017"]
    assert {"group": 2, "nearest": 0, "studies": trial} in cards
    after = assess(EVIDENCE, AFTER_TRANSPLANT)["cards"]
    assert after[0]["studies"] == ["schlegel-2014", "handgretinger-2011"]
    assert after[2] == {
        "group": 1,
        "nearest": 0,
        "studies": ["gore-2018", "von-stackelberg-2016", "brown-2019", "locatelli-2020-historical", "mejstrikova-2017"],
    }


def test_the_figure_of_just_such_children_stands_before_that_of_all():
    """The 44 % of infants with KMT2A, never the 58 % of all 24 in front of it."""
    own = lines(EVIDENCE, EVIDENCE.study("sutton-2021"))["efficacy"]
    infant = assess(EVIDENCE, Case(8, ("mrd",), kmt2a="yes"))["publications"]["sutton-2021"]
    anybody = assess(EVIDENCE, Case(96, ("relapsed_refractory",), infant="no", kmt2a="no"))["publications"]["sutton-2021"]
    first = [wording.value(own[report["lines"]["efficacy"][0]].results[0]) for report in (infant, anybody)]
    assert first == ["44 %, n not stated", "58 %, n not stated"]
    assert (infant["just"]["efficacy"], anybody["just"]["efficacy"]) == (1, 0)


@pytest.mark.parametrize(
    ("study", "figure"), [("queudeville-2021", "1/38"), ("sutton-2021", "1/2"), ("mikhailova-2020", "2/3")], ids=lambda value: value
)
def test_a_count_set_against_other_patients_too_is_no_figure_of_just_such_children(study, figure):
    """The one child with KMT2A of all 38 patients stood as if 38 children with KMT2A had been counted."""
    own = lines(EVIDENCE, EVIDENCE.study(study))["efficacy"]
    counts = [line for line in own if wording.fraction(line.results[0]) == figure and line.is_of_a_part]
    assert counts
    assert all("kmt2a" not in line.questions for line in counts)


def test_a_card_with_figures_of_just_such_children_stands_first_in_its_group():
    """Sutton's infants with KMT2A, 44 %, stood behind larger publications in which such children are some of many, and was folded."""
    cards = assess(LATER, Case(8, ("mrd", "bridge"), kmt2a="yes"))["cards"]
    partly = [card["studies"][0] for card in cards if card["group"] == TIER_GROUP["partial"]]
    assert partly[:2] == ["van-der-sluis-2023", "sutton-2021"]
    assert [card["nearest"] for card in cards if card["group"] == TIER_GROUP["partial"]] == [2, 2, 2, 0, 0, 0, 0]


def test_overall_survival_is_one_of_the_two_figures_that_always_have_room():
    """Disease-free survival, not significant, stood there before; what is counted of a part of the children does not go before it."""
    relapse = assess(LATER, Case(108, ("first_relapse",), **NEITHER))["publications"]
    for study, first in {
        "brown-2021": ["mrd_negative", "overall_survival", "disease_free_survival"],
        "locatelli-2021": ["mrd_remission", "death", "event"],
        "hogan-2023": ["overall_survival", "disease_free_survival"],
    }.items():
        own = lines(LATER, LATER.study(study))["efficacy"]
        found = [own[place] for place in relapse[study]["lines"]["efficacy"]]
        assert [line.results[0].endpoint for line in found[: len(first)]] == first
        effects = [line.effect.endpoint for line in found[len(first) : len(first) + 2] if line.effect]
        assert len(effects) == 2, "they take the room of none of these, and stand before what is counted of a part of the children"


def test_what_was_chosen_later_stands_after_what_the_review_has_of_the_same_design():
    """Of a child at high risk the one card that had room was that of a later trial in low risk, larger than both of the review."""
    cards = assess(LATER, Case(108, ("first_relapse",), **NEITHER))["cards"]
    leads = [card["studies"][0] for card in cards]
    assert leads.index("brown-2021") < leads.index("locatelli-2021") < leads.index("hogan-2023")


def test_both_arms_of_a_trial_stand_in_one_line_and_toxicity_beside_efficacy():
    own = lines(EVIDENCE, EVIDENCE.study("brown-2021"))
    assert {side: len(found) for side, found in own.items()} == {"efficacy": 5, "toxicity": 10}
    assert [[result.arm for result in line.results] for line in own["efficacy"] if not line.effect] == [
        ["blinatumomab", "chemotherapy"]
    ] * 3


def test_the_arm_without_a_name_stands_first_and_is_that_of_the_drug():
    """'chemotherapy 61/268; 29/281' left the second figure without an owner."""
    named = [
        (study.study_id, line.results[0].arm)
        for study in LATER.studies
        for own in lines(LATER, study).values()
        for line in own
        if len(line.results) > 1 and "blinatumomab" in [result.arm for result in line.results]
    ]
    assert ("schrappe-2023", "blinatumomab") in named
    assert {arm for _, arm in named} == {"blinatumomab"}


@pytest.mark.parametrize(("field", "other"), [("subgroup", "MRD"), ("definition", "MRD undetectable (PCR)"), ("timepoint", "later")])
def test_only_the_same_figure_of_another_arm_joins_a_line(field, other):
    study = LATER.study("sutton-2021")
    own = next(result for result in LATER.results_of(study.study_id) if result.domain == "mrd")._replace(definition="MRD undetectable")
    part = own._replace(result_id="part", **{field: other})
    others = [result for result in LATER.results if result.study_id != study.study_id]
    both = replace(LATER, results=(*others, own, part))
    assert [line.results for line in lines(both, study)["efficacy"]] == [(own,), (part,)]


def test_nothing_asked_brings_no_publication():
    assert assess(EVIDENCE, Case())["cards"] == []


@pytest.mark.parametrize(
    ("case", "asked"),
    [
        (Case(), False),
        (Case(108), False),
        (Case(108, ph="no"), False),
        (Case(8), True),  # under one year now: an infant
        (Case(settings=("mrd",)), True),
        (Case(down="yes"), True),
    ],
)
def test_only_a_setting_or_a_yes_asks_anything_of_publications(case, asked):
    assert assess(EVIDENCE, case)["asked"] is asked


def age_of(study, months, evidence=LATER):
    return assess(evidence, Case(months, ("relapsed_refractory",)))["publications"][study]["verdicts"]["age"]


@pytest.mark.parametrize(
    ("study", "months", "expected", "brief"),
    [
        ("brown-2021", 108, "matches", "age 1–30 years"),
        ("brown-2021", 11, "outside", "age outside 1–30 years"),
        ("brown-2021", 12 * 30 + 5, "borderline", "age in the last year of 1–30 years"),
        ("brown-2021", 12 * 31, "outside", "age outside 1–30 years"),
        ("locatelli-2021", 0, "borderline", "age at the lower end of 28 days to under 18 years"),
        ("locatelli-2021", 1, "matches", "age 28 days to under 18 years"),
        ("locatelli-2021", 215, "matches", "age 28 days to under 18 years"),
        ("locatelli-2021", 216, "outside", "age outside 28 days to under 18 years"),
        ("aall1731-ash-longer", 119, "matches", "age 1 to under 10 years"),
        ("gupta-2025", 120, "outside", "age outside 1 to under 10 years"),
        ("li-qingdao", 19, "outside", "age outside 1.7–10 years"),
        ("li-qingdao", 20, "borderline", "age at the lower end of 1.7–10 years"),
        ("li-qingdao", 21, "matches", "age 1.7–10 years"),
        ("beneduce-2022", 0, "matches", "age 0–21 years"),
        ("nivo-ipi-ash", 108, "outside", "age outside 24–84 years"),
        ("nivo-ipi-ash", None, "not_tested", ""),
        ("poland-2025", 84, "not_tested", ""),  # a mean with its deviation is no limit
        ("clesham-2020", 8, "not_tested", ""),
    ],
)
def test_an_age_is_held_against_the_ages_that_a_publication_states(study, months, expected, brief):
    found = age_of(study, months)
    assert (found.verdict, found.brief) == (expected, brief)


@pytest.mark.parametrize(
    ("study", "months", "reason"),
    [
        ("nivo-ipi-ash", 168, "Stated: 24-84 years (youngest to oldest patient). Nothing is reported here of a child of this age"),
        ("brown-2021", 108, "Stated: 1 to 30 years (ages that could enter)"),
        (
            "hodder-2024",
            60,
            "Stated: 1-24 years (whether those that could enter or those of the patients is not stated)",
        ),
        ("brown-2021", None, "Age not given. Stated: 1 to 30 years (ages that could enter)"),
        ("keating-2019", 108, "Ages not in the review"),
        ("poland-2025", 108, "Ages not in the text read"),
        ("van-der-sluis-2023", 168, "All here were infants: infancy at diagnosis decides, not the age now"),
    ],
)
def test_what_is_said_of_ages_names_whose_they_are_and_excludes_nobody(study, months, reason):
    assert age_of(study, months).reason == reason


def test_the_place_of_ages_is_the_source_that_states_them():
    """The first report of AALL1731 states no age; the abstract of its follow-up does, for the same trial."""
    assert age_of("gupta-2025", 60).source == age_of("aall1731-ash-longer", 60).source
    assert "follow-up" in age_of("gupta-2025", 60).source
    assert age_of("brown-2021", 108).source.startswith(LATER.source_of(LATER.study("brown-2021")).label)
    said = age_of("gupta-2025", 60).reason
    assert said == "Stated: 1 to <10 years (ages that could enter)"


def test_ages_without_a_lower_limit_say_of_a_child_under_one_no_more_than_they_state():
    """No shipped publication states them so; a hospital's own may."""
    study = LATER.study("keating-2019")._replace(age_text="up to 17 years", age_max_years=17.0, age_basis="not_stated")
    open_below = replace(LATER, studies=tuple(study if one.study_id == study.study_id else one for one in LATER.studies))
    assert [age_of("keating-2019", months, open_below).verdict for months in (8, 12, 215, 216)] == [
        "unknown",
        "matches",
        "matches",
        "outside",
    ]


def test_where_ages_are_stated_and_where_not():
    """2 of 24 publications of the review, 12 of 28 that came since; medians, means and spreads of follow-up are none of them."""
    ages = {
        study.study_id: (study.age_min_years, study.age_max_years, study.age_max_exclusive, study.age_basis)
        for study in LATER.studies
        if study.age_basis != "not_reported"
    }
    assert ages == {
        "brown-2021": (1, 30, False, "entry"),
        "locatelli-2021": (0.077, 18, True, "entry"),
        "gupta-2025": (1, 10, True, "entry"),
        "aall1731-ash-longer": (1, 10, True, "entry"),
        "van-der-sluis-2023": (None, 1, True, "entry"),
        "hogan-2023": (1, 30, False, "not_stated"),
        "ds-high-ash": (1, 30, False, "not_stated"),
        "hodder-2024": (1, 24, False, "not_stated"),
        "rialto-2022": (0.077, 18, True, "entry"),
        "beneduce-2022": (0, 21, False, "not_stated"),
        "xie-2023": (0, 18, False, "not_stated"),
        "li-qingdao": (1.7, 10, False, "not_stated"),
        "wu-2022": (2, 11, False, "not_stated"),
        "nivo-ipi-ash": (24, 84, False, "patients"),
    }
