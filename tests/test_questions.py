"""Fifteen questions that boards ask: each a canonical address, the records that it leaves, and its sentence, worked out by hand."""

from dataclasses import replace

import pytest

from dashboard.evidence import load
from dashboard.pages import open_page
from dashboard.pages.asked import banner
from dashboard.pages.contract import View, desk
from dashboard.questions import BY_KEY, QUESTIONS, answered, named_in, questions_for, standing, without_transplant
from dashboard.selection import Catalogue, Catalogues, Counts, Selection
from dashboard.vocabulary import QUESTION
from tests.tables import Tables

ALL = Counts(24, 19, 24)
FIRST_RELAPSE = Counts(2, 2, 4)  # [38] and [39]; NCT02393859, NCT04546399, NCT02101853, NCT04556084

ASKED = {
    # 69/110 = 62.7 %, 27/70 = 38.6 %, 13/38 = 34.2 %, 5/9 = 55.6 %, 6/9 = 66.7 %; of 13 publications 5 are of one trial
    "Overt relapsed or refractory disease: what chance of remission?": (
        "/?setting=relapsed_refractory",
        Counts(13, 9, 6),
        "Five cohorts report a response with blinatumomab, 13/38 to 6/9; definitions differ, so no average is shown.",
    ),
    # 65 - 15, 58 - 5, 27 - 2 and 28 - 1 points; 43.1 - 24.1 and 82.4 - 57.4; fewer than five patients are no points. What blinatumomab
    # is feared for has no figure in the other arm, and must not be left out for that
    "First relapse: is it less toxic than chemotherapy?": (
        "/?setting=first_relapse",
        FIRST_RELAPSE,
        "Less frequent with blinatumomab: serious infection, sepsis, febrile neutropenia and mucositis [38]; serious adverse event and "
        "adverse event grade\u00a0≥\u00a03 [39]. More frequent: CRS grade\u00a0<\u00a03 [39]. Without a figure for chemotherapy: "
        "CRS, CRS grade\u00a0≥\u00a03, seizure and encephalopathy [38]; neurological event and seizure [39].",
    ),
    "First relapse: does it prolong survival?": (
        "/?setting=first_relapse",
        FIRST_RELAPSE,
        "Hazard ratio for death with blinatumomab against chemotherapy: 0.62 (95 % CI 0.39–0.98, which does not include 1) in Brown 2021 "
        "[38]; 0.43 (95 % CI 0.18–1.01, which includes 1) in Locatelli 2021 [39].",
    ),
    "First relapse: MRD clearance before transplant?": (
        "/?setting=first_relapse",
        FIRST_RELAPSE,
        "MRD-negative: 75 % against 32 % with chemotherapy in Brown 2021 [38], where n is not stated; MRD remission: 44/49 · 90 % "
        "against 26/48 · 54 % with chemotherapy in Locatelli 2021 [39].",
    ),
    # [37] prints 58 % for all of its children and 44 % for these; [42] and [44] are case reports without an MRD result
    "Infant with KMT2A rearrangement and MRD before transplant?": (
        "/?infant=included&kmt2a=included",
        Counts(4, 4, 1),
        "MRD response, not defined (infants, KMT2A rearranged): 44 %, n not stated, in Sutton 2021 [37]; MRD-negative before transplant: "
        "9/11 · 82 % (48–98 %, exact 95 % CI, computed), in Clesham 2020 [32].",
    ),
    # [32] and [37]; one lineage switch in one child [42] is no rate, [44] has words only
    "Infants: which trials name them?": (
        "/trials?infant=included",
        Counts(4, 4, 2),
        "Four publications in the review cover infants by name, two of them with an outcome figure for these children alone, plus "
        "fewer than five children in Wölfl 2018 [42]; two registrations do, both of them recruiting in mid-March 2021 (NCT03643276 and "
        "2016-004674-17).",
    ),
    # [37] calls their outcome relatively good, without a figure; of NCT03914625 sections 3.4 and 4 say opposite things
    "Ph-positive leukaemia?": (
        "/?ph=included",
        Counts(1, 1, 1),
        "One publication in the review covers Ph-positive leukaemia, without an outcome figure for these children alone; one "
        "registration does, recruiting in mid-March 2021 (NCT03117751); for one other, statements in the review contradict each other.",
    ),
    "Down syndrome?": (
        "/trials?down=included",
        Counts(2, 2, 5),
        "Two publications in the review cover children with Down syndrome, neither of them with an outcome figure for these children "
        "alone; five registrations do, all of them recruiting in mid-March 2021.",
    ),
    # the three children of [19] are among the nine of [20]; [41] is a case report without a response
    "Relapse after transplant: what chance of remission?": (
        "/?setting=post_transplant_relapse",
        Counts(3, 2, 1),
        "One cohort reports a response with blinatumomab: 6/9 (30–93 %, exact 95 % CI, computed).",
    ),
    # recruiting: NCT02790515, NCT03849651, NCT04785547; not yet: NCT04746209, NCT04044560; no longer: NCT02807883
    "After transplant, without relapse: what is known?": (
        "/trials?setting=post_transplant",
        Counts(0, 0, 6),
        "No publication in the review covers blinatumomab after transplant, without relapse; six registrations do, three of them "
        "recruiting in mid-March 2021.",
    ),
    # [28], [29], and [33], which gave it as a bridge during severe infections
    "Chemotherapy too toxic, or TCF3-HLF: what is there?": (
        "/?setting=toxicity_driven",
        Counts(3, 3, 0),
        "Three publications in the review cover blinatumomab given for chemotherapy intolerance, none of them with an outcome "
        "figure; no registration does. TCF3-HLF, whatever the setting: Mouttet 2019 [26] (all nine had TCF3-HLF).",
    ),
    # 21 + 6 relapses, or 21 + 6 + 3; 16 + 1 relapses; switches in [32], [36], [37], [42], [43] with KMT2A, in [41] without
    "Risk of CD19-negative relapse, and of lineage switch?": (
        "/?tab=phenotype",
        ALL,
        "Most relapses with known CD19 status stayed CD19-positive: 21/27 [43] and 16/17 [36]. A lineage switch is reported in six "
        "cohorts (overlap not excluded for [36], [42]), in five of them with a KMT2A rearrangement.",
    ),
    "Will she reach transplant?": (
        "/?tab=transplant",
        ALL,
        "Five cohorts report how many reached a transplant: among responders 45/69; among all treated 5/9 and 11/11; among "
        "survivors 9/9; in an unstated group 83 %. The groups differ, so they are not compared.",
    ),
    # cited for it in 4 p1: [22], [25], [26], [32] and [36]
    "Can transplant be omitted?": (
        "/?endpoint=survival,transplant&tab=survival",
        Counts(10, 10, 24),
        "No publication compares survival with and without a transplant as a number; five are cited ([22] [25] [26] [32] [36]), in words, "
        "for longer survival with a transplant, or a trend, none of them randomised.",
    ),
    # [26] and [29]; eight rows of Table 2, one number twice
    "Frontline: what is there?": (
        "/trials?line=frontline",
        Counts(2, 2, 7),
        "Two publications in the review cover frontline treatment, neither of them with an outcome figure; seven registrations do, "
        "all of them recruiting in mid-March 2021.",
    ),
}
DETAILS = {
    # [25] counts children in remission among those whose chance of one is asked for
    "overt": "Locatelli 2020 (RIALTO) [25]: includes children with fewer than 5% blasts and measurable residual disease of at least 10⁻³.",
    "toxicity": "Less: by 25–53 points, all serious [38]; by 19–25 points [39]. More: 2/54 ‡ against 1/51 ‡ [39]. Without a figure for "
    "blinatumomab: febrile neutropenia [39].",
    "survival": "For an event: 0.70 (95 % CI 0.47–1.03, which includes 1) in Brown 2021 [38], disease-free survival; 0.33 (95 % CI "
    "0.18–0.61, which does not include 1) in Locatelli 2021 [39], event-free survival. All intervals are as published.",
    "infant_kmt2a": "Clesham 2020 [32]: all eleven were infants; all eleven had KMT2A-rearranged leukaemia. Two publications shown here "
    "give no such figure.",
    "phenotype": "CD19-negative: 6/27 or 9/30 (if its lineage switches are additional relapses) in Mikhailova 2020 [43] and 1/17 in "
    "Queudeville 2021 [36]; the denominators are calculated by us.",
    "necessity": "Conclusion (5 p1): all data in relapsed or refractory disease are held to suggest that a transplant is needed after "
    "blinatumomab as a bridge.",
}
"""What stands under an answer, which must be read in ten seconds."""
SURVIVAL_TOO = {"overt", "toxicity", "survival", "mrd", "infant_kmt2a", "infants", "phenotype", "transplant"}
"""Questions in whose state the chart of survival has a row, counted by hand, beside the one that it answers itself."""
TEN_SECONDS = 50
"""Words at 300 a minute, as clinicians read."""
BY_WORDS = {question.words: question for question in QUESTIONS}


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


def test_the_fifteen_questions():
    assert list(BY_WORDS) == list(ASKED)
    assert len(QUESTIONS) == 15


@pytest.mark.parametrize("words", ASKED)
def test_its_address_is_canonical_and_nothing_of_it_is_dropped(catalogue, words):
    question = BY_WORDS[words]
    selection = question.state
    assert question.address == f"{ASKED[words][0]}&question={question.key}"
    assert selection.dropped == ()
    assert selection.to_query() == f"{question.query}&question={question.key}"
    assert Selection.from_query(selection.to_query(), records=catalogue.records) == selection


@pytest.mark.parametrize("words", ASKED)
def test_its_address_leaves_what_was_counted_by_hand(catalogue, words):
    selection = Selection.from_query(BY_WORDS[words].query, records=catalogue.records)
    assert catalogue.counts(selection) == ASKED[words][1]


@pytest.mark.parametrize("words", ASKED)
def test_its_sentence_says_what_the_tables_support(catalogue, words):
    assert BY_WORDS[words].answer(catalogue) == ASKED[words][2]


@pytest.mark.parametrize("words", ASKED)
def test_what_an_answer_need_not_say_first_stands_under_it(catalogue, words):
    question = BY_WORDS[words]
    assert question.more(catalogue) == DETAILS.get(question.key, "")


@pytest.mark.parametrize("words", ASKED)
def test_an_answer_is_read_in_ten_seconds(catalogue, words):
    assert len(BY_WORDS[words].answer(catalogue).split()) <= TEN_SECONDS


def test_every_question_has_a_key_of_its_own_and_says_what_its_answer_does_not():
    assert [question.key for question in QUESTIONS] == list(QUESTION)
    assert all(question.limits.endswith(".") for question in QUESTIONS)


# While it is in force


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_it_stands_over_its_own_filters_and_over_no_others(question):
    assert standing(question.state) == question.state
    assert standing(replace(question.state, tab="timeline", gaps="drawn")).question == question.key
    assert standing(question.state.with_filters({"line": ("peri_transplant",)})).question == ""
    assert standing(Selection(question="").with_filters(dict(question.state.filters))).question == ""


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_its_page_gets_question_answer_limits_and_where_else_to_look(catalogue, question):
    said = banner(catalogue.show(question.state))
    assert (said["words"], said["answer"], said["since"], said["limits"]) == (question.words, ASKED[question.words][2], "", question.limits)
    assert (said["key"], said["path"]) == (question.key, question.path)
    assert said["close"] == ASKED[question.words][0]
    assert said["detail"] == DETAILS.get(question.key, "")
    counts, links = ASKED[question.words][1], dict(said["links"])
    assert all(Selection.from_query(address.partition("?")[2]).filters == question.state.filters for address in links.values())
    assert links["Case: what fits one child"].startswith("/case")
    assert ("Survival figures" in links) == (question.key in SURVIVAL_TOO)
    others = counts.registrations if question.path == "/" else counts.publications
    assert [words.partition(" ")[0] for words in links if words[0].isdigit()] == ([str(others)] if others else [])


def test_infants_lead_on_to_their_survival(catalogue):
    """Nothing on the page of trials has it."""
    links = dict(banner(catalogue.show(BY_KEY["infants"].state))["links"])
    assert links["Survival figures"] == "/?infant=included&tab=survival#chart-survival"


def test_without_a_question_or_with_one_of_other_filters_nothing_stands_there(catalogue):
    assert banner(catalogue.show(Selection())) is None
    assert banner(catalogue.show(Selection(question="overt"))) is None
    assert Selection.from_query("question=nonsense").dropped == ("question=nonsense",)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_the_chart_that_answers_stands_first(catalogue, question):
    page, _ = open_page(Catalogues(catalogue.evidence), View(question.path, question.state.to_query()), desk(None))
    assert charts_of(page)[0] == question.chart


def charts_of(component):
    """The charts of a page, in the order in which they stand."""
    return [
        part.id["chart"] for part in component._traverse() if isinstance(getattr(part, "id", None), dict) and part.id["type"] == "chart"
    ]


# With what came since


def test_later_results_stand_apart_from_the_answer(shipped):
    catalogues = Catalogues(shipped)
    for question in QUESTIONS:
        both = answered(question, catalogues.of("all"))
        assert both.answer == ASKED[question.words][2]
        assert both.since.startswith("Since then, chosen results read to 24 November 2026")
        assert answered(question, catalogues.of("review")).since == ""
        assert answered(question, catalogues.of("later")).answer == "Only what came since is shown; what the review says is not."


@pytest.mark.parametrize(
    ("key", "since"),
    [
        # [111] and the children with Down syndrome of [114]; [112] has words only
        (
            "down_syndrome",
            ": three publications, two of them with an outcome figure for these children alone (ALLTogether1-DS 2024 [111], ",
        ),
        # an effect of the same children replaces the one in the answer; a reader of the answer alone would take 0.43 home
        ("survival", "0.35 (95 % CI 0.17–0.70, which does not include 1) in FDA summary 2025 [105]"),
        ("survival", "FDA summary 2025 [105]: same children as [39], longer follow-up."),
        # of another risk group than the two trials of the review: a child at high risk must not be read beside it unawares
        ("survival", "0.65 (95 % CI 0.32–1.30, which includes 1) in Hogan 2023 (low risk) [107]"),
        ("infant_kmt2a", "MRD-negative after the course: 16/30 · 53 % (34–72 %, exact 95 % CI, computed), in van der Sluis 2023 [103]"),
        ("overt", ": seven publications. Four cohorts report a response with blinatumomab, 29–82 %; definitions differ, so no average"),
        ("mrd", ": four publications. No randomised MRD result is shown here."),
        # nothing later stands in that chart, and of the children of [25] it is said that they are the same
        ("phenotype", ". No publication shown here reports CD19 or lineage at relapse in the text read."),
        (
            "transplant",
            "among responders 73.5 % and 15/26; among all treated 20/105. The groups differ, so they are not compared. Locatelli 2022 "
            "(RIALTO) [117]: same children as [25], longer follow-up.",
        ),
        ("necessity", "One publication compares survival with and without a transplant as a number (Locatelli 2022 (RIALTO) [117])."),
        # the randomised trial is named, not one of those that are only counted
        ("frontline", ": 14 publications, eleven of them with an outcome figure (Gupta 2025 [101], "),
        # [107] is a randomised trial without toxicity by arm: that it gives none is not that there is none
        (
            "toxicity",
            ": four publications. No randomised trial among the publications shown gives any of these adverse events by arm in what ",
        ),
        ("post_transplant", ": no publication for these filters."),
    ],
)
def test_what_came_since_is_counted_by_itself(shipped, key, since):
    assert since in answered(BY_KEY[key], Catalogues(shipped).of("all")).since


def test_a_publication_without_a_note_on_its_patients_has_its_name_and_a_sentence_of_its_own(evidence):
    studies = tuple(study._replace(patients_note="") for study in evidence.studies)
    said = BY_KEY["overt"].more(Catalogue(replace(evidence, studies=studies)))
    assert "Locatelli 2020 (RIALTO) [25]: measurable residual disease (MRD) among its settings." in said


def test_a_label_within_another_is_not_named_by_it():
    labels = ["Brown 2021", "Brown 2021 [38]", "Brown 2019 [29]"]
    assert named_in("0.70 in Brown 2021 [38].", labels) == {"Brown 2021 [38]"}
    assert named_in("0.70 in Brown 2021 [38], Brown 2021.", labels) == {"Brown 2021 [38]", "Brown 2021"}


def test_the_questions_are_those_of_one_drug(evidence):
    another = tuple(arm._replace(arm="inotuzumab") if arm.role == "experimental" else arm for arm in evidence.arms)
    assert questions_for(evidence) == QUESTIONS
    assert questions_for(replace(evidence, arms=another)) == ()


@pytest.mark.parametrize("words", ASKED)
def test_its_sentence_stands_when_nothing_is_left(catalogue, words):
    nothing = Selection.from_query("line=peri_transplant&setting=newly_diagnosed")
    assert catalogue.counts(nothing) == Counts(0, 0, 0)
    said = BY_WORDS[words].sentence(catalogue.show(nothing))
    assert said.endswith(".")
    assert said.startswith("No ")


# What a sentence makes of other tables


@pytest.fixture
def altered(tmp_path):
    """The shipped review with one piece of text of one of its tables replaced."""

    def alter(table, before, after):
        folder = Tables(tmp_path / "data").folder
        path = folder / "review" / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1
        path.write_text(text.replace(before, after), encoding="utf-8")
        return Catalogue(load(folder))

    return alter


@pytest.mark.parametrize(
    ("words", "table", "before", "after", "part"),
    [
        (
            "Ph-positive leukaemia?",
            "populations",
            "NCT03914625,ph_positive,conflicting",
            "NCT03914625,ph_positive,not_reported",
            "recruiting in mid-March 2021 (NCT03117751).",
        ),
        (
            "Ph-positive leukaemia?",
            "trials",
            "at the end of induction,recruiting,recruiting",
            "at the end of induction,completed,completed",
            "one registration does, not recruiting in mid-March 2021 (NCT03117751)",
        ),
        (
            "Infant with KMT2A rearrangement and MRD before transplant?",
            "populations",
            "clesham-2020,infant,included,yes",
            "clesham-2020,infant,included,no",
            "44 %, n not stated, in Sutton 2021 [37].",
        ),
        (
            "First relapse: does it prolong survival?",
            "contrasts",
            "0.43,0.18,1.01",
            "0.43,0.18,0.99",
            "0.18–0.99, which does not",
        ),
        (
            "After transplant, without relapse: what is known?",
            "trials",
            "0.5,21,no,no,,recruiting,recruiting",
            "0.5,21,no,no,,completed,completed",
            "six registrations do, two of them recruiting in mid-March 2021.",
        ),
    ],
)
def test_a_sentence_follows_the_tables(altered, words, table, before, after, part):
    assert part in BY_WORDS[words].answer(altered(table, before, after))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"n": 48}, "MRD remission: 44/49 · 90 % against 54 %, n 48 with chemotherapy in Locatelli 2021 [39]."),
        ({"n": None}, "MRD remission: 44/49 · 90 % against 54 %, n not stated with chemotherapy in Locatelli 2021 [39]."),
    ],
)
def test_a_count_and_an_n_that_are_stated_are_said_whatever_the_other_arm_lacks(evidence, change, said):
    percent = {"state": "percent_only", "events": None, "percent": 54.0, "percent_as_printed": "54%", **change}

    def altered(result):
        is_control = (result.study_id, result.arm, result.domain) == ("locatelli-2021", "chemotherapy", "mrd") and result.main
        return result._replace(**percent) if is_control else result

    with_percent = Catalogue(replace(evidence, results=tuple(altered(result) for result in evidence.results)))
    assert BY_KEY["mrd"].answer(with_percent).endswith(said)


def test_of_one_publication_cited_it_is_not_said_that_none_of_them_is_randomised(catalogue):
    shown = catalogue.show(BY_KEY["necessity"].state)
    one = replace(shown, studies=tuple(study for study in shown.studies if study.study_id == "locatelli-2020-rialto"))
    assert without_transplant(one).endswith(
        "; one is cited ([25]), in words, for longer survival with a transplant, or a trend, not randomised."
    )
