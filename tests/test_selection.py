"""What a reader chose: its address, its words, what it leaves, and the counts beside the options."""

from __future__ import annotations

import random
import string
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.evidence import Evidence
from dashboard.facets import FACETS
from dashboard.selection import CHOICES, MOST_PINS, Catalogue, Counts, Selection

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
    return Selection.of(draw(FILTERS), pins=tuple(pins), **chosen)


@given(selections())
def test_an_address_gives_back_its_selection(selection: Selection) -> None:
    again = Selection.from_query(selection.to_query(), records=RECORDS)
    assert again == selection
    assert again.dropped == ()


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("?setting=mrd,first_relapse", "setting=first_relapse,mrd"),
        ("down=included&line=frontline", "line=frontline&down=included"),
        ("measure=response&tab=randomised", ""),
        ("measure=mrd&pin=sutton-2021,brown-2021", "measure=mrd&pin=sutton-2021,brown-2021"),
        ("setting=first_relapse&setting=mrd", "setting=first_relapse,mrd"),
        ("v=85e9f251&infant=included", "infant=included"),
    ],
)
def test_canonical_address(query: str, canonical: str) -> None:
    assert Selection.from_query(query, records=RECORDS).to_query() == canonical


def test_what_is_unknown_is_dropped_and_named() -> None:
    selection = Selection.from_query("line=frontline,sideways&colour=red&pin=nobody&measure=mood", records=RECORDS)
    assert selection.to_query() == "line=frontline"
    assert selection.dropped == ("line=sideways", "pin=nobody", "measure=mood", "colour=red")


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
        ("setting=relapsed_refractory", 12, 8, 6),
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
    assert catalogue.select(Selection.from_query(query)).counts == Counts(publications, cohorts, registrations)


@pytest.mark.parametrize(
    ("query", "studies", "registrations"),
    [("down=included", 22, 19), ("infant=included", 19, 11), ("ph=included", 22, 22), ("setting=first_relapse&infant=included", 1, 2)],
)
def test_silence_does_not_rule_out(catalogue: Catalogue, query: str, studies: int, registrations: int) -> None:
    selected = catalogue.select(Selection.from_query(query))
    assert len(selected.tray_studies) == studies
    assert selected.tray_trials["registration_id"].nunique() == registrations


def brute_force(evidence: Evidence, filters: dict[str, list[str]]) -> Counts:
    """The counts of a selection, row by row and without the catalogue's tables of answers."""
    populations = {(row.record_id, row.population): row.code for row in evidence.populations.itertuples()}
    names = {
        "infant": "infant",
        "ph": "ph_positive",
        "down": "down_syndrome",
        "kmt2a": "kmt2a_rearranged",
        "transplant": "prior_transplant",
    }

    def says(record: str, key: str) -> str:
        code = populations[record, names[key]]
        return code if code in ("included", "not_included") else "not_stated"

    def answers(row: object, key: str, record: str, *, trial: bool) -> set[str]:
        if key in names:
            return {says(record, key)}
        if key in ("line", "setting"):
            return set(getattr(row, "line" if key == "line" else "settings").split(";"))
        if key == "design" and trial:
            if row.study_type == "expanded_access":
                return {"expanded_access"}
            known = {"yes": {"randomised_trial"}, "no": {"single_arm_trial"}}
            return known.get(row.randomised, set()) if row.study_type == "interventional" else set()
        if key == "design":
            return {row.design}
        said = evidence.results[(evidence.results["study_id"] == record) & (evidence.results["state"] != "not_reported")]
        return set(said["domain"])

    def kept(row: object, record: str, *, trial: bool) -> bool:
        for key, codes in filters.items():
            if trial and key == "endpoint":
                continue
            own = answers(row, key, record, trial=trial)
            if key == "endpoint" and not set(codes) <= own:
                return False
            if key != "endpoint" and not set(codes) & own:
                return False
        return True

    studies = [row for row in evidence.studies.itertuples() if kept(row, row.study_id, trial=False)]
    trials = [row for row in evidence.trials.itertuples() if kept(row, row.trial_id, trial=True)]
    return Counts(len(studies), len({row.cohort_id for row in studies}), len({row.registration_id for row in trials}))


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
        assert beside[a, x][b][y] == beside[b, y][a][x] == catalogue.select(Selection.of({a: [x], b: [y]})).counts
