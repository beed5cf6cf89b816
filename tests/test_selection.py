"""What a reader chose: its address, its words, what it leaves, and the counts beside the options."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.evidence import Evidence
from dashboard.facets import FACETS
from dashboard.schema import Study, Trial
from dashboard.selection import CHOICES, EVIDENCE, MOST_PINS, MOST_QUERY, Catalogue, Counts, Selection
from dashboard.vocabulary import SETTING

RECORDS = ("sutton-2021", "brown-2021", "clesham-2020", "NCT03914625")
FILTERS = st.fixed_dictionaries(
    {}, optional={key: st.lists(st.sampled_from(list(facet.options)), unique=True) for key, facet in FACETS.items()}
)


@pytest.fixture(scope="session")
def catalogue(evidence: Evidence) -> Catalogue:
    return Catalogue(evidence)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    pins = draw(st.lists(st.sampled_from(RECORDS), unique=True, max_size=MOST_PINS))
    chosen = {key: draw(st.sampled_from(list(options))) for key, options in CHOICES.items()}
    return replace(Selection.of(draw(FILTERS)), pins=tuple(pins), **chosen)


@given(selections())
def test_an_address_gives_back_its_selection(selection: Selection) -> None:
    again = Selection.from_query(selection.to_query(), records=RECORDS, layers=EVIDENCE)
    assert again == selection
    assert again.dropped == ()


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("?setting=mrd,first_relapse", "setting=first_relapse,mrd"),
        ("down=included&line=frontline", "line=frontline&down=included"),
        ("gaps=light&tab=randomised", ""),
        ("gaps=drawn&pin=sutton-2021,brown-2021", "gaps=drawn&pin=sutton-2021,brown-2021"),
        ("setting=first_relapse&setting=mrd", "setting=first_relapse,mrd"),
        ("v=85e9f251&infant=included", "infant=included"),
        ("evidence=review", ""),
    ],
)
def test_canonical_address(query: str, canonical: str) -> None:
    assert Selection.from_query(query, records=RECORDS).to_query() == canonical


def test_what_is_unknown_is_dropped_and_named() -> None:
    selection = Selection.from_query("line=frontline,sideways&colour=red&pin=nobody&gaps=mood", records=RECORDS)
    assert selection.to_query() == "line=frontline"
    assert selection.dropped == ("line=sideways", "pin=nobody", "gaps=mood", "colour=red")


@pytest.mark.parametrize("query", ["measure=mrd", "measure=response", "measure=mood"])
def test_an_old_address_that_chose_a_measure_opens_without_a_word(query: str) -> None:
    selection = Selection.from_query(f"{query}&line=frontline", records=RECORDS)
    assert (selection.to_query(), selection.dropped) == ("line=frontline", ())


def test_an_old_address_is_brought_up_to_today_step_by_step_the_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(before: str, after: str) -> Callable[[Mapping[str, str]], dict[str, str]]:
        return lambda pairs: {after if key == before else key: value for key, value in pairs.items()}

    monkeypatch.setattr("dashboard.selection.MIGRATIONS", (renamed("stage", "phase"), renamed("phase", "line")))
    for key in ("stage", "phase", "line"):
        selection = Selection.from_query(f"{key}=frontline", records=RECORDS)
        assert (selection.to_query(), selection.dropped) == ("line=frontline", ())


def test_more_pins_than_there_is_room_for_are_named() -> None:
    selection = Selection.from_query(f"pin={','.join(RECORDS)}", records=RECORDS)
    assert selection.pins == RECORDS[:MOST_PINS]
    assert selection.dropped == (f"pin={RECORDS[-1]}",)


@pytest.mark.parametrize("query", ["&".join(f"k{number}=1" for number in range(101)), "line=frontline&x=".ljust(MOST_QUERY + 1, "1")])
def test_an_address_that_is_too_long_is_dropped_whole_and_not_in_part(query: str) -> None:
    assert Selection.from_query(query).dropped == ("the whole query",)
    assert Selection.from_query(query).filters == ()


def test_the_version_of_an_address_is_remembered_and_tells_no_two_selections_apart() -> None:
    selection = Selection.from_query("v=85e9f251&line=frontline")
    assert selection.version == "85e9f251"
    assert selection == Selection.of({"line": ["frontline"]})


UNSEEN = "\u202e\ufffe\x00\x0b\u2028\u200b\n"


def test_what_is_said_again_of_an_address_neither_hides_nor_turns_what_stands_behind_it() -> None:
    selection = Selection.from_query(f"v=2a{UNSEEN}55&line={UNSEEN}side{UNSEEN}ways&co{UNSEEN}lour=red{UNSEEN}&pin=no{UNSEEN}body")
    assert selection.version == "2a55"
    assert selection.dropped == ("line=sideways", "pin=nobody", "colour=red")


def test_ten_thousand_random_addresses_never_raise() -> None:
    source = random.Random(20210315)
    pieces = [*FACETS, *CHOICES, "pin", "v", "included", "mrd", "=", "&", ",", "%", "%zz", "+", ";", "\x00", "é", *string.punctuation]
    for _ in range(10_000):
        query = "".join(source.choices(pieces, k=source.randrange(12)))
        assert Selection.from_query(query, records=RECORDS).to_query() is not None


@pytest.mark.parametrize("value", [None, 1, "text", [], [None, 3, {}], {"a": []}, [["included"]], ["included", "nonsense"]])
def test_whatever_a_browser_sends_as_a_value_is_survived(value: object) -> None:
    selection = Selection.from_values(dict.fromkeys(FACETS, value), dict.fromkeys(CHOICES, value), pins=value, records=RECORDS)
    assert all(code in FACETS[key].options for key, codes in selection.filters for code in codes)


def test_a_selection_says_itself_in_words() -> None:
    selection = Selection.of({"infant": ["included"], "endpoint": ["mrd", "survival"], "setting": ["mrd", "first_relapse"]})
    assert selection.describe() == (
        "Relapse setting: first relapse or measurable residual disease (MRD); Infants: included; Endpoint reported: MRD and survival"
    )


@pytest.mark.parametrize(
    ("query", "publications", "cohorts", "registrations"),
    [
        ("", 24, 19, 24),
        ("line=frontline", 2, 2, 7),
        ("setting=post_transplant", 0, 0, 6),
        ("setting=relapsed_refractory", 13, 9, 6),  # with the child whose relapse followed a transplant
        ("setting=toxicity_driven", 3, 3, 0),
        ("setting=bridge", 6, 6, 4),
        ("setting=mrd", 3, 3, 4),
        ("setting=first_relapse", 2, 2, 4),
        ("infant=included", 4, 4, 2),
        ("down=included", 2, 2, 5),
        ("ph=included", 1, 1, 1),
        ("ph=not_included", 1, 1, 1),
        ("design=randomised_trial", 2, 2, 5),
        ("endpoint=mrd,survival", 6, 6, 24),
    ],
)
def test_how_much_a_selection_leaves(catalogue: Catalogue, query: str, publications: int, cohorts: int, registrations: int) -> None:
    selection = Selection.from_query(query)
    assert catalogue.show(selection).counts == catalogue.counts(selection) == Counts(publications, cohorts, registrations)


@pytest.mark.parametrize(
    ("query", "studies", "registrations"),
    [("down=included", 22, 19), ("infant=included", 19, 11), ("ph=included", 22, 22), ("setting=first_relapse&infant=included", 1, 2)],
)
def test_silence_does_not_rule_out(catalogue: Catalogue, query: str, studies: int, registrations: int) -> None:
    shown = catalogue.show(Selection.from_query(query))
    assert len(shown.possible_studies) == studies
    assert len({trial.registration_id for trial in shown.possible_trials}) == registrations
    assert not {*shown.possible_studies} & {*shown.studies}


def test_publications_stand_by_setting_then_size_and_registrations_as_in_their_list(catalogue: Catalogue) -> None:
    shown = catalogue.show(Selection())
    settings = list(SETTING)
    order = [(settings.index(study.group_setting), -study.patients) for study in shown.studies]
    assert order == sorted(order)
    assert [trial.table_row for trial in shown.trials] == list(range(1, 26))


def test_what_is_shown_has_the_results_of_its_publications_alone(catalogue: Catalogue) -> None:
    shown = catalogue.show(Selection.of({"design": ["randomised_trial"]}))
    assert {result.study_id for result in shown.results} == {"brown-2021", "locatelli-2021"}
    assert {contrast.study_id for contrast in shown.contrasts} == {"brown-2021", "locatelli-2021"}
    assert shown.ids == {*(study.study_id for study in shown.studies), *(trial.trial_id for trial in shown.trials)}


POPULATIONS = {
    "infant": "infant",
    "ph": "ph_positive",
    "down": "down_syndrome",
    "kmt2a": "kmt2a_rearranged",
    "transplant": "prior_transplant",
}


def answers(evidence: Evidence, row: Study | Trial, key: str) -> set[str]:
    """What a record answers to a facet, read from its row."""
    if key in POPULATIONS:
        code = evidence.populations_of(row[0])[POPULATIONS[key]].code
        return {code if code in ("included", "not_included") else "not_stated"}
    if key in ("line", "setting"):
        return {row.line} if key == "line" else {*row.settings}
    if key == "endpoint":
        return {result.domain for result in evidence.results if result.study_id == row[0] and result.state != "not_reported"}
    if key in OF_REGISTRATIONS:
        assert isinstance(row, Trial)
        return OF_REGISTRATIONS[key](evidence, row)
    if isinstance(row, Study):
        return {row.design}
    if row.study_type == "expanded_access":
        return {"expanded_access"}
    known = {"yes": {"randomised_trial"}, "no": {"single_arm_trial"}}
    return known.get(row.randomised, set()) if row.study_type == "interventional" else set()


def ages(evidence: Evidence, row: Trial) -> set[str]:
    """The bands of age of which a registration names a birthday, counted month by month; without a lowest age none under one year."""
    if not row.age_text:
        return {"not_stated"}
    low = 12 * (row.age_min_years or 0)
    high = 12 * (120 if row.age_max_years is None else row.age_max_years + (0 if row.age_max_exclusive else 1))
    bands = {"under_1": (0, 12), "1_to_9": (12, 120), "10_to_17": (120, 216), "adult": (216, 1440)}
    found = {code for code, (first, after) in bands.items() if any(low <= month < high for month in range(first, after))}
    if row.infants_only:
        return {"under_1"}
    return found - ({"under_1"} if row.age_min_years is None else set())


def state(evidence: Evidence, row: Trial) -> set[str]:
    of_whole = [found for found in evidence.states_of(row.registration_id) if not found.part and (found.status or found.status_text)]
    return {(of_whole[-1].status or "other") if of_whole else "none"}


OF_REGISTRATIONS = {"age": ages, "now": state, "status": lambda evidence, row: {row.status}}


def keeps(evidence: Evidence, row: Study | Trial, filters: dict[str, list[str]]) -> bool:
    for key, codes in filters.items():
        if isinstance(row, Trial) if key == "endpoint" else isinstance(row, Study) and key in OF_REGISTRATIONS:
            continue
        own = answers(evidence, row, key)
        if not ({*codes} <= own if key == "endpoint" else {*codes} & own):
            return False
    return True


def counted(rows: Iterable[Study], trials: Iterable[Trial]) -> Counts:
    own = [*rows]
    return Counts(len(own), len({row.cohort_id for row in own}), len({row.registration_id for row in trials}))


def brute_force(evidence: Evidence, filters: dict[str, list[str]]) -> Counts:
    """The counts of a selection, row by row and without the catalogue's sets."""
    studies = [row for row in evidence.studies if keeps(evidence, row, filters)]
    return counted(studies, [row for row in evidence.trials if keeps(evidence, row, filters)])


@given(FILTERS)
def test_any_filters_leave_what_row_by_row_is_left(catalogue: Catalogue, evidence: Evidence, filters: dict[str, list[str]]) -> None:
    chosen = {key: codes for key, codes in filters.items() if codes}
    shown = catalogue.show(Selection.of(filters))
    assert shown.counts == counted(shown.studies, shown.trials) == brute_force(evidence, chosen)


PAIRS = [(a, x, b, y) for a, b in product(FACETS, repeat=2) if a < b for x in FACETS[a].options for y in FACETS[b].options]


def test_the_counts_beside_every_option_for_every_pair_of_options(catalogue: Catalogue, evidence: Evidence) -> None:
    beside = {(key, code): catalogue.option_counts(Selection.of({key: [code]})) for key, facet in FACETS.items() for code in facet.options}
    differing = [
        (a, x, b, y)
        for a, x, b, y in random.Random(1).sample(PAIRS, 150)
        if beside[a, x][b][y] != (expected := brute_force(evidence, {a: [x], b: [y]})) or beside[b, y][a][x] != expected
    ]
    assert differing == []


def test_every_pair_agrees_with_selecting_it(catalogue: Catalogue) -> None:
    beside = {(key, code): catalogue.option_counts(Selection.of({key: [code]})) for key, facet in FACETS.items() for code in facet.options}
    for a, x, b, y in PAIRS:
        assert beside[a, x][b][y] == beside[b, y][a][x] == catalogue.show(Selection.of({a: [x], b: [y]})).counts
