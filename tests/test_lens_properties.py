"""What must hold of the case lens for every child, and of the table that the browser gets."""

import json
import re
from dataclasses import replace
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.evidence import load
from dashboard.lens import verdict_table
from dashboard.lens.case import ANSWERS, CRITERIA, LINES, MOST_MONTHS, SETTINGS
from dashboard.lens.outcomes import lines
from dashboard.lens.rules import DECIDES, OVERALL, VERDICT, Record, age_verdict, reported_age
from dashboard.lens.table import turning_months
from dashboard.schema import Study
from dashboard.vocabulary import ASKED
from tests.lens_reference import Case, assess, blanks, contradictions, with_implied_answers

LATER = load(Path(__file__).parent.parent / "data")
EVIDENCE = LATER.of(["review"])
TABLE = verdict_table(EVIDENCE)

AGES = st.none() | st.integers(0, 360)
CASES = st.builds(
    Case,
    age=AGES,
    settings=st.lists(st.sampled_from(SETTINGS), unique=True, max_size=3).map(lambda codes: tuple(sorted(codes, key=SETTINGS.index))),
    **{question: st.sampled_from(ANSWERS) for question in ASKED},
)
MANY = settings(max_examples=150, deadline=None)


@MANY
@given(CASES, CASES, st.data())
def test_an_answer_to_a_blank_moves_a_registration_only_where_it_says_why(case, other, data):
    """What does not fit stays out, and what fits leaves only for want of a statement on what was answered; never by mismatch."""
    assume(blanks(case) and not contradictions(case))
    question = data.draw(st.sampled_from(blanks(case)))
    field = {"setting": "settings"}.get(question, question)
    answered = replace(case, **{field: getattr(other, field)})
    assume(not contradictions(answered))
    before, after = assess(EVIDENCE, case)["registrations"], assess(EVIDENCE, answered)["registrations"]
    for number, entry in before.items():
        now = after[number]
        if entry["overall"] == "does_not_fit":
            assert now["overall"] == "does_not_fit"
        if entry["overall"] == "fits" and now["overall"] != "fits":
            assert now["overall"] == "cannot_be_ruled_out"
            doubts = {criterion: said for criterion, said in now["verdicts"].items() if said.verdict not in ("matches", "not_tested")}
            assert {said.missing for said in doubts.values()} == {"statement"}
            assert all(entry["verdicts"][criterion].verdict == "not_tested" for criterion in doubts)


EXTRAS = tuple(code for code in SETTINGS if code not in LINES)
"""What does not say how far treatment has come."""
SOME_EXTRAS = st.lists(st.sampled_from(EXTRAS), unique=True, min_size=1).map(tuple)
SOME_LINES = st.lists(st.sampled_from(LINES), unique=True, min_size=1, max_size=2).map(tuple)


def states_a_line(record, own):
    return record.line in ("frontline", "relapsed_refractory") and any(code in LINES for code in own)


@MANY
@given(CASES, SOME_LINES, SOME_EXTRAS)
def test_nothing_beside_the_line_brings_a_record_that_states_its_line_nearer(case, lines_now, extras):
    """MRD, a bridge and intolerance occur in every line: they lifted trials and reports in relapse to a child in first line."""
    plain, more = (assess(LATER, replace(case, settings=codes)) for codes in (lines_now, (*lines_now, *extras)))
    for trial in LATER.trials:
        if states_a_line(trial, trial.entry_settings):
            assert more["registrations"][trial.registration_id] == plain["registrations"][trial.registration_id]
    for study in LATER.studies:
        if states_a_line(study, study.settings):
            before, after = (said["publications"][study.study_id] for said in (plain, more))
            assert after["verdicts"]["setting"] == before["verdicts"]["setting"]
            assert after["tier"] == before["tier"] or (before["tier"], after["tier"]) == ("", "setting_only")


@MANY
@given(CASES, SOME_LINES, SOME_EXTRAS)
def test_what_is_ruled_out_without_a_line_is_ruled_out_in_every_line(case, lines_now, extras):
    alone, known = (assess(LATER, replace(case, settings=codes))["registrations"] for codes in (extras, (*lines_now, *extras)))
    for number, entry in alone.items():
        if entry["verdicts"]["setting"].verdict == "mismatches":
            assert known[number]["verdicts"]["setting"].verdict == "mismatches"


@MANY
@given(CASES)
def test_only_what_is_unknown_has_something_missing_and_only_what_is_tested_has_few_words(case):
    found = assess(EVIDENCE, case)
    for entry in (*found["registrations"].values(), *found["publications"].values()):
        for said in entry["verdicts"].values():
            assert bool(said.missing) == (said.verdict in ("unknown", "borderline"))
            assert bool(said.brief) == (said.verdict != "not_tested")


@MANY
@given(CASES)
def test_every_figure_stands_once_and_those_of_just_such_children_first(case):
    child = with_implied_answers(case)
    asked = [question for question in ASKED if child.answer(question) == "yes"]
    reports = assess(EVIDENCE, case)["publications"]
    for study in EVIDENCE.studies:
        report = reports[study.study_id]
        for side, own in lines(EVIDENCE, study).items():
            order = report["lines"][side]
            assert sorted(order) == list(range(len(own)))
            just = [bool(set(own[place].questions) & set(asked)) for place in order]
            assert just == sorted(just, reverse=True)
            assert sum(just) == report["just"][side]


@MANY
@given(CASES)
def test_a_blank_is_never_a_match_a_mismatch_or_a_conflict(case):
    child = with_implied_answers(case)
    for entry in assess(EVIDENCE, case)["registrations"].values():
        for question in ASKED:
            if child.answer(question) == "unknown":
                assert entry["verdicts"][question].verdict in ("unknown", "not_tested")
        if not case.settings:
            assert entry["verdicts"]["setting"].verdict == "unknown"
        if case.age is None:
            assert entry["verdicts"]["age"].verdict in ("unknown", "not_tested")


@MANY
@given(CASES)
def test_every_registration_falls_once_by_its_weightiest_verdict(case):
    found = assess(EVIDENCE, case)["registrations"]
    assert len(found) == 24
    for entry in found.values():
        own = {said.verdict for said in entry["verdicts"].values()}
        assert tuple(entry["verdicts"]) == CRITERIA
        assert entry["overall"] == next((DECIDES[one] for one in DECIDES if one in own), "fits")


@MANY
@given(CASES)
def test_no_age_moves_or_hides_a_publication(case):
    """An age outside those reported is said on the card; only what it implies of infancy is an answer."""
    known = with_implied_answers(case)
    found, ageless = (assess(LATER, one) for one in (known, replace(known, age=None)))
    assert found["cards"] == ageless["cards"]
    for study, report in found["publications"].items():
        assert {**report, "verdicts": None} == {**ageless["publications"][study], "verdicts": None}


@MANY
@given(CASES)
def test_every_listed_publication_stands_on_one_card(case):
    found = assess(EVIDENCE, case)
    listed = sorted(study for study, report in found["publications"].items() if report["tier"])
    assert sorted(study for card in found["cards"] for study in card["studies"]) == listed


def test_every_verdict_has_a_word_a_reason_and_a_place():
    for said, reason, source, brief, missing in TABLE["verdicts"]:
        assert said in VERDICT
        assert len(reason) > 3
        assert len(brief) < 60
        assert missing in ("", "answer", "statement")
        assert re.search(r"Table \d|\d(\.\d)? p\d|whole review|abstract", source)


def test_no_verdict_judges():
    text = json.dumps(TABLE) + json.dumps([VERDICT, OVERALL])
    assert re.findall(r"eligib\w*|recommend\w*|\bopen\b|\bscor\w*|\brank\w*", text, re.I) == []


def test_no_verdict_claims_to_have_tested_every_criterion_of_the_source():
    assert OVERALL["fits"] == "Fits every criterion tested here"
    assert re.findall(r"every criterion(?! tested here)|lets? enter", json.dumps([TABLE, OVERALL]), re.I) == []


def test_the_table_is_small_json():
    assert json.loads(json.dumps(TABLE))["populations"] == list(ASKED)
    assert len(json.dumps(TABLE)) < 100_000


BOUNDS = st.none() | st.integers(0, 40).map(float) | st.integers(0, 480).map(lambda month: month / 12) | st.floats(0, 2)


@MANY
@given(st.sampled_from(LATER.studies) | st.sampled_from(LATER.trials), BOUNDS, BOUNDS, st.booleans(), st.integers(0, MOST_MONTHS - 1))
def test_no_verdict_on_an_age_changes_between_the_months_in_which_the_browser_looks(row, low, high, exclusive, month):
    row = row._replace(age_min_years=low, age_max_years=high, age_max_exclusive=exclusive)
    turning = max(one for one in turning_months(row) if one <= month)
    if isinstance(row, Study):
        publication = Record(row, LATER.populations_of(row.study_id))
        assert reported_age(publication, month, "") == reported_age(publication, turning, "")
    else:
        trial = Record(row, LATER.populations_of(row.trial_id))
        assert age_verdict(trial, month) == age_verdict(trial, turning)
