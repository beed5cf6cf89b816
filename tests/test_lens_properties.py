"""What must hold of the case lens for every child, and of the table that the browser gets."""

import json
import re
from dataclasses import fields, replace
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.evidence import load
from dashboard.lens import Case, assess, verdict_table, with_implied_answers
from dashboard.lens.case import ANSWERS, CRITERIA, POPULATIONS, SETTINGS, contradictions
from dashboard.lens.rules import DECIDES, OVERALL, VERDICT

EVIDENCE = load(Path(__file__).parent.parent / "data").of(["review"])
TABLE = verdict_table(EVIDENCE)

AGES = st.none() | st.integers(0, 360)
CASES = st.builds(
    Case,
    age=AGES,
    settings=st.lists(st.sampled_from(SETTINGS), unique=True, max_size=3).map(lambda codes: tuple(sorted(codes, key=SETTINGS.index))),
    **{question: st.sampled_from(ANSWERS) for question in POPULATIONS},
)
MANY = settings(max_examples=150, deadline=None)


def fall(case):
    """The registrations of each overall verdict."""
    found = assess(EVIDENCE, case)["registrations"]
    return {overall: {number for number, entry in found.items() if entry["overall"] == overall} for overall in OVERALL}


def blanks(case):
    return [field.name for field in fields(case) if getattr(case, field.name) in (None, (), "unknown")]


@MANY
@given(CASES, CASES, st.data())
def test_a_blank_never_makes_a_registration_more_certain_than_an_answer_would(case, other, data):
    """Whatever fits or does not fit while a question is blank does so with every answer that contradicts nothing."""
    assume(blanks(case) and not contradictions(case))
    question = data.draw(st.sampled_from(blanks(case)))
    answered = replace(case, **{question: getattr(other, question)})
    assume(not contradictions(answered))
    before, after = fall(case), fall(answered)
    assert before["fits"] <= after["fits"]
    assert before["does_not_fit"] <= after["does_not_fit"]


@MANY
@given(CASES)
def test_a_blank_is_never_a_match_a_mismatch_or_a_conflict(case):
    child = with_implied_answers(case)
    for entry in assess(EVIDENCE, case)["registrations"].values():
        for question in POPULATIONS:
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
def test_every_listed_publication_stands_on_one_card(case):
    found = assess(EVIDENCE, case)
    listed = sorted(study for study, report in found["publications"].items() if report["tier"])
    assert sorted(study for card in found["cards"] for study in card["studies"]) == listed


def test_every_verdict_has_a_word_a_reason_and_a_place():
    for said, reason, source in TABLE["verdicts"]:
        assert said in VERDICT
        assert len(reason) > 3
        assert re.search(r"Table \d|\d(\.\d)? p\d|whole review|abstract", source)


def test_no_verdict_judges():
    text = json.dumps(TABLE) + json.dumps([VERDICT, OVERALL])
    assert re.findall(r"eligib\w*|recommend\w*|\bopen\b|\bscor\w*|\brank\w*", text, re.I) == []


def test_no_verdict_claims_to_have_tested_every_criterion_of_the_source():
    assert OVERALL["fits"] == "Fits every criterion tested here"
    assert re.findall(r"every criterion(?! tested here)|lets? enter", json.dumps([TABLE, OVERALL]), re.I) == []


def test_the_table_is_small_json():
    assert json.loads(json.dumps(TABLE))["populations"] == list(POPULATIONS)
    assert len(json.dumps(TABLE)) < 100_000
