"""A second layer, invented: out of sight until it is asked for, and then no group of children is counted or drawn twice."""

from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from dashboard import wording
from dashboard.charts import CHARTS, Drawing
from dashboard.charts.gaps.rows import lines_of
from dashboard.charts.outcomes.rows import outcomes_of
from dashboard.charts.phenotype.rows import findings_of
from dashboard.charts.rows import Reported
from dashboard.evidence import Evidence, load
from dashboard.export.provenance import item
from dashboard.export.slides import deck_of
from dashboard.export.tables import chart_csv, chart_json
from dashboard.facets import FACETS
from dashboard.pages import PAGES
from dashboard.pages.filters import count_words, counted
from dashboard.schema import TABLES
from dashboard.selection import CHOICES, Catalogue, Catalogues, Counts, Selection, Shown, counts_line
from tests.asking import CHANGE, bodies, choosing
from tests.drawing import unbroken
from tests.opened import page_of, texts_in, without_choice
from tests.tables import Tables

STATES = ["", "pin=gore-2018,NCT02101853", *(f"{key}={code}" for key, facet in FACETS.items() for code in facet.options)]
PAIRS = ["setting=mrd,first_relapse&infant=included", "line=frontline&down=included", "endpoint=mrd,survival&design=single_arm_trial"]
FILTERS = st.fixed_dictionaries(
    {}, optional={key: st.lists(st.sampled_from(list(facet.options)), unique=True) for key, facet in FACETS.items()}
)
DAY, LINK = date(2099, 1, 1), "https://board.example.org/"
STATE = pytest.mark.parametrize("state", [*STATES, *PAIRS])


@pytest.fixture(scope="module")
def layered(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """The shipped tables with the invented layer on top."""
    return load(Tables(tmp_path_factory.mktemp("layers") / "tables", later=True).folder)


@pytest.fixture(scope="module")
def alone(evidence: Evidence) -> Catalogues:
    return Catalogues(evidence)


@pytest.fixture(scope="module")
def catalogues(layered: Evidence) -> Catalogues:
    return Catalogues(layered)


# What there is to choose


def test_a_choice_is_offered_only_where_there_is_one(alone: Catalogues, catalogues: Catalogues) -> None:
    assert [*alone.choices] == ["review"]
    assert [*catalogues.choices] == ["review", "all", "later"]
    assert alone.of("review").choices == ("review",)
    assert catalogues.of("later").choices == ("review", "all", "later")


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("", "24 of 24 publications (19 of 19 cohorts) · 24 of 24 registrations"),
        (
            "evidence=all",
            "24 of 24 publications (19 of 19 cohorts) + 3 of 3 later · 24 of 24 registrations + 1 of 1 later",
        ),
        ("evidence=later", "3 of 3 publications (3 of 3 cohorts) · 1 of 1 registrations"),
    ],
)
def test_what_came_since_is_never_added_to_the_counts_of_the_review(catalogues: Catalogues, query: str, line: str) -> None:
    shown = catalogues.show(catalogues.read(query))
    assert counts_line(shown.counts, shown.catalogue.totals) == line


def test_registrations_were_recruiting_on_the_date_of_their_own_layer(catalogues: Catalogues) -> None:
    review, _, later = CHARTS["landscape"].draw(catalogues.show(catalogues.read("evidence=all"))).sentence.partition("Since then: ")
    assert "14 were recruiting in mid-March 2021; " in review
    assert "none was recruiting in the first of January 2099; " in later


def test_beside_an_option_what_came_since_is_counted_apart(catalogues: Catalogues) -> None:
    counts = catalogues.of("all").totals
    assert counted(counts, "records", in_short=True) == ["24 (19) + 3", "24 + 1"]
    assert count_words(counts) == "24 publications (19 cohorts) + 3 later (2 more cohorts) · 24 registrations + 1 later"


def test_over_the_tables_what_came_since_is_counted_apart(catalogues: Catalogues) -> None:
    said = texts_in(page_of(catalogues, "/evidence", "evidence=all"))
    assert "24 publications (19 cohorts) + 3 later (2 more cohorts) · 24 registrations + 1 later" in said


@pytest.mark.parametrize("choice", ["all", "later"])
def test_a_layer_that_is_not_there_is_dropped_and_named(alone: Catalogues, catalogues: Catalogues, choice: str) -> None:
    query = f"line=frontline&evidence={choice}"
    assert alone.read(query).to_query() == "line=frontline"
    assert alone.read(query).dropped == (f"evidence={choice}",)
    assert catalogues.read(query).to_query() == query
    assert catalogues.read(query).dropped == ()


def test_a_choice_that_is_none_is_dropped_and_named(catalogues: Catalogues) -> None:
    assert catalogues.read("evidence=since,all").dropped == ("evidence=since",)
    assert catalogues.read("evidence=since").evidence == "review"


@pytest.mark.parametrize("value", ["all", "since", "", None, 7, ["all"], {}])
def test_controls_choose_only_layers_that_are_there(alone: Catalogues, catalogues: Catalogues, value: Any) -> None:
    assert alone.chosen({}, {"evidence": value}, []).evidence == "review"
    assert catalogues.chosen({}, {"evidence": value}, []).evidence == ("all" if value == "all" else "review")


@pytest.mark.parametrize(
    ("choice", "pins"), [("review", ("gore-2018",)), ("all", ("gore-2018", "NCT99999909")), ("later", ("NCT99999909",))]
)
def test_only_records_of_the_layers_shown_can_be_pinned(catalogues: Catalogues, choice: str, pins: tuple[str, ...]) -> None:
    asked = ["gore-2018", "NCT99999909"]
    read = catalogues.read(f"evidence={choice}&pin={','.join(asked)}")
    assert read.pins == catalogues.chosen({}, {"evidence": choice}, asked).pins == pins
    assert read.dropped == tuple(f"pin={pin}" for pin in asked if pin not in pins)


@pytest.mark.parametrize(
    ("choice", "counts"),
    # the second look at the expanded access joins its cohort; two cohorts and a registration are new
    [("review", Counts(24, 19, 24)), ("all", Counts(27, 21, 25, later=Counts(3, 2, 1))), ("later", Counts(3, 3, 1))],
)
def test_how_much_each_choice_holds(catalogues: Catalogues, choice: str, counts: Counts) -> None:
    assert catalogues.of(choice).totals == catalogues.show(catalogues.read(f"evidence={choice}")).counts == counts


@pytest.mark.parametrize("choice", ["review", "all", "later"])
def test_every_record_of_a_choice_leads_to_its_cohort_and_its_source(catalogues: Catalogues, choice: str) -> None:
    evidence = catalogues.of(choice).evidence
    assert all(evidence.cohort(study.cohort_id) for study in evidence.studies)
    for table in TABLES:
        for record in evidence.table(table):
            if table != "sources":
                assert evidence.source_of(record).source_id == record.source_id, (table, record[0])


def test_a_choice_is_cited_and_dated_by_its_layers(catalogues: Catalogues, evidence: Evidence) -> None:
    review, every, later = (catalogues.of(choice).evidence for choice in ("review", "all", "later"))
    assert (review.citation, review.reach, review.record) == (evidence.citation, evidence.reach, evidence.record)
    assert every.citation == f"{evidence.citation}; Invented results (2 sources)"
    assert every.reach == "mid-March 2021 + the first of January 2099"
    assert (later.citation, later.reach, later.record) == ("Invented results (2 sources)", "the first of January 2099", evidence.record)


def test_overlap_that_only_the_later_layer_can_name_is_said_of_both(catalogues: Catalogues) -> None:
    """The later layer names a cohort of the review, which stays as it is."""
    evidence = catalogues.of("all").evidence
    pair = [evidence.study("queudeville-2021"), evidence.study("inventor-2098-series")]
    assert wording.cohorts(evidence, pair) == "two cohorts (overlap not excluded for [36], [902])"
    assert wording.cohorts(evidence, pair[1:]) == "one cohort"


# With the review chosen, nothing of the second layer is seen


def same_version(content: bytes, layered: Evidence, evidence: Evidence) -> bytes:
    """The version is of all tables that were loaded, and so the one thing that differs."""
    return content.replace(layered.version.encode(), evidence.version.encode())


def drawn(drawing: Drawing) -> str:
    return json.dumps([drawing.figure(), drawing.sentence, drawing.table, drawing.asides, drawing.caveats, drawing.rows], default=vars)


def test_the_records_of_the_review_are_the_same(layered: Evidence, evidence: Evidence) -> None:
    assert layered.version != evidence.version
    assert replace(layered.of(("review",)), version=evidence.version, files=evidence.files) == evidence


@STATE
def test_every_count_of_the_review_is_the_same(catalogues: Catalogues, alone: Catalogues, state: str) -> None:
    with_layer, without = (some.show(some.read(state)) for some in (catalogues, alone))
    assert with_layer.selection == without.selection
    assert (with_layer.studies, with_layer.trials) == (without.studies, without.trials)
    assert (with_layer.possible_studies, with_layer.possible_trials) == (without.possible_studies, without.possible_trials)
    assert (with_layer.counts, with_layer.catalogue.totals) == (without.counts, without.catalogue.totals)
    assert with_layer.catalogue.option_counts(with_layer.selection) == without.catalogue.option_counts(without.selection)


@STATE
def test_every_drawing_of_the_review_is_the_same(catalogues: Catalogues, alone: Catalogues, state: str) -> None:
    with_layer, without = (some.show(some.read(state)) for some in (catalogues, alone))
    assert [key for key, chart in CHARTS.items() if drawn(chart.draw(with_layer)) != drawn(chart.draw(without))] == []


@pytest.mark.parametrize("state", ["", "infant=included", *PAIRS])
def test_every_export_of_the_review_is_the_same(
    catalogues: Catalogues, alone: Catalogues, layered: Evidence, evidence: Evidence, state: str
) -> None:
    for key in CHARTS:
        with_layer, without = (item(some.show(some.read(state)), key, day=DAY, link=LINK) for some in (catalogues, alone))
        for write in (chart_csv, chart_json):
            assert same_version(write(with_layer), layered, evidence) == write(without), key


@pytest.fixture(scope="module")
def two_clients(layered: Evidence, evidence: Evidence) -> tuple[FlaskClient, FlaskClient]:
    from app import create_app

    return create_app(layered).server.test_client(), create_app(evidence).server.test_client()


@pytest.mark.parametrize("key", CHARTS)
@pytest.mark.parametrize(
    "form",
    [
        "chart/{}.csv?",
        "chart/{}.json?",
        "chart/{}.ris?",
        "figures?medium=picture&order={}~infant%3Dincluded",
        "figures?medium=paper&order={}~",
    ],
)
def test_a_file_of_the_review_is_the_same_over_http(
    two_clients: tuple[FlaskClient, FlaskClient], layered: Evidence, evidence: Evidence, key: str, form: str
) -> None:
    with_layer, without = (client.get(f"/export/{form.format(key)}&infant=included") for client in two_clients)
    assert with_layer.status_code == without.status_code == 200
    assert unbroken(same_version(with_layer.data, layered, evidence)) == unbroken(without.data)


def test_slides_of_the_review_say_the_same(catalogues: Catalogues, alone: Catalogues, layered: Evidence, evidence: Evidence) -> None:
    def texts(some: Catalogues) -> list[str]:
        deck = Presentation(
            io.BytesIO(deck_of([item(some.show(some.read("")), key, day=DAY, link=LINK) for key in ("efficacy", "contrast")]))
        )
        shapes = [shape for slide in deck.slides for shape in slide.shapes]
        cells = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
        return [*cells, *(shape.text_frame.text for shape in shapes if shape.has_text_frame)]

    assert [text.replace(layered.version, evidence.version) for text in texts(catalogues)] == texts(alone)


# With more layers, nobody is counted or drawn twice


@pytest.mark.parametrize(
    ("endpoint", "stands"), [("cr_best_two_cycles", "inventor-2098-rialto"), ("cr_one_cycle", "locatelli-2020-rialto")]
)
def test_a_cell_of_the_gap_map_keeps_a_figure_that_no_later_report_gives_again(tmp_path: Path, endpoint: str, stands: str) -> None:
    tables = Tables(tmp_path / "tables", later=True)
    tables.set("since/results", "inventor-2098-rialto-cr-best-two-cycles", endpoint=endpoint)
    some = Catalogues(load(tables.folder))
    lines = lines_of(some.show(some.read("evidence=all")))
    cells = next(line.cells for line in lines if line.option == "relapsed_refractory")
    assert [counted.study.study_id for counted in cells["response"].numbered if counted.study.cohort_id == "rialto"] == [stands]


@pytest.mark.parametrize(("endpoint", "stays"), [("cd19_negative_relapse", False), ("lineage_switch", True)])
def test_cd19_and_lineage_keep_a_figure_that_no_later_report_gives_again(tmp_path: Path, endpoint: str, stays: bool) -> None:
    """The later report joins a cohort of which CD19-negative relapses are known, and has that figure or another one."""
    tables = Tables(tmp_path / "tables", later=True)
    cohort = next(study.cohort_id for study in load(tables.folder).studies if study.study_id == "queudeville-2021")
    tables.set("since/studies", "inventor-2098-rialto", updates="queudeville-2021", cohort_id=cohort)
    tables.set("since/results", "inventor-2098-rialto-cd19-negative-relapse", endpoint=endpoint)
    some = Catalogues(load(tables.folder))
    found = findings_of(Reported.of(some.show(some.read("evidence=all")), "phenotype"))
    assert ("queudeville-2021" in {each.study.study_id for each in found if each.negative}) == stays
    assert "inventor-2098-rialto" in {each.study.study_id for each in found}


def twice(pairs: Collection[tuple[str, str]]) -> Mapping[str, Collection[str]]:
    """Cohorts of which more than one publication stands in `pairs` of cohort and publication."""
    found: dict[str, set[str]] = defaultdict(set)
    for cohort, study in pairs:
        found[cohort].add(study)
    return {cohort: studies for cohort, studies in found.items() if len(studies) > 1}


def marked(evidence: Evidence, drawing: Drawing) -> set[tuple[str, str]]:
    """Cohort and publication of everything that a figure draws: points and bars, not words."""
    traces = [trace for trace in drawing.figure()["data"] if trace["type"] == "bar" or "markers" in trace.get("mode", "")]
    keys = {key for trace in traces for key in trace.get("customdata") or ()}
    return {(evidence.study(key).cohort_id, key) for key in keys if evidence.is_study(key)}


def figures(shown: Shown, key: str) -> set[tuple[str, str]]:
    """Each figure of each cohort that is drawn of survival or of transplant, with its publication.

    An earlier report keeps what a later one does not give again.
    """
    return {
        (f"{each.study.cohort_id} {each.result.arm} {each.result.endpoint} {each.result.state == 'estimate'} {each.result.subgroup}", study)
        for each in outcomes_of(shown, key).numbers
        for study in [each.study.study_id]
    }


COHORTS_ONCE = [key for key in CHARTS if key != "timeline"]  # which has every publication, those of the same children joined
FIGURE_BY_FIGURE = ("survival", "transplant")


def states(catalogues: Catalogues) -> st.SearchStrategy[Selection]:
    choices = st.sampled_from([*catalogues.choices])
    gaps = st.sampled_from([*CHOICES["gaps"]])
    return st.builds(lambda filters, evidence, gaps: replace(Selection.of(filters), evidence=evidence, gaps=gaps), FILTERS, choices, gaps)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_count_and_no_drawing_holds_a_cohort_twice(catalogues: Catalogues, data: st.DataObject) -> None:
    selection = data.draw(states(catalogues), label="selection")
    shown = catalogues.show(selection)
    evidence = shown.evidence
    assert shown.counts.publications == len({study.study_id for study in shown.studies})
    assert shown.counts.cohorts == len({study.cohort_id for study in shown.studies})
    assert shown.counts.registrations == len({trial.registration_id for trial in shown.trials})
    for key in COHORTS_ONCE:
        drawn_here = marked(evidence, CHARTS[key].draw(shown))
        if key in FIGURE_BY_FIGURE:
            assert twice(figures(shown, key)) == {}, key
            updated = {evidence.study(study).updates for _, study in drawn_here}
            drawn_here = {(cohort, study) for cohort, study in drawn_here if study not in updated}
        assert twice(drawn_here) == {}, key
    for line in lines_of(shown):
        for domain, cell in line.cells.items():
            assert twice([(counted.study.cohort_id, counted.study.study_id) for counted in cell.numbered]) == {}, (line.words, domain)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_beside_every_option_a_cohort_is_counted_once(catalogues: Catalogues, data: st.DataObject) -> None:
    selection = data.draw(states(catalogues), label="selection")
    catalogue: Catalogue = catalogues.of(selection.evidence)
    for key, options in catalogue.option_counts(selection).items():
        for code, counts in options.items():
            others = {name: codes for name, codes in selection.filters if name != key}
            asked = [*(selection.chosen(key) if FACETS[key].all_of else ()), code]
            studies = catalogue.show(selection.with_filters({**others, key: asked})).studies
            assert (counts.publications, counts.cohorts) == (len(studies), len({study.cohort_id for study in studies})), (key, code)


@pytest.mark.parametrize("choice", ["review", "later"])
@pytest.mark.parametrize("key", CHARTS)
def test_a_chart_of_one_choice_holds_no_record_of_the_other(catalogues: Catalogues, choice: str, key: str) -> None:
    others = {record for other in catalogues.choices for record in catalogues.of(other).records} - {*catalogues.of(choice).records}
    for state in STATES:
        shown = catalogues.show(catalogues.read(f"{state}&evidence={choice}"))
        records = {record for trace in CHARTS[key].draw(shown).figure()["data"] for record in trace.get("customdata") or ()}
        assert not records & others, state


def test_a_report_that_replaces_another_is_drawn_in_its_place(catalogues: Catalogues) -> None:
    shown = catalogues.show(catalogues.read("evidence=all"))
    found = {
        key: {study for cohort, study in marked(shown.evidence, CHARTS[key].draw(shown)) if cohort == "rialto"} for key in COHORTS_ONCE
    }
    assert {*found["board"], *found["efficacy"]} == {"inventor-2098-rialto"}
    # 901 is the smaller of the two: size alone would have kept the older
    both = [key for key, studies in found.items() if "locatelli-2020-rialto" in studies and "inventor-2098-rialto" in studies]
    assert both == ["survival"]  # of which the later one gives another figure


@pytest.mark.parametrize("key", CHARTS)
def test_patients_of_two_reports_of_one_cohort_are_never_added_up(catalogues: Catalogues, key: str) -> None:
    shown = catalogues.show(catalogues.read("evidence=all"))
    assert sorted(study.patients for study in shown.studies if study.cohort_id == "rialto") == [104, 110]
    said = [text for text in texts_in(json.loads(drawn(CHARTS[key].draw(shown)))) if re.search(rf"\b{104 + 110}\b", text)]
    assert said == []


def said_of(catalogues: Catalogues, choice: str, key: str) -> str:
    """Every text of a chart, a text a line."""
    shown = catalogues.show(catalogues.read(f"evidence={choice}"))
    return "\n".join(texts_in(json.loads(drawn(CHARTS[key].draw(shown)))))


@pytest.mark.parametrize("key", CHARTS)
def test_a_place_in_a_later_source_is_not_laid_into_the_review(catalogues: Catalogues, key: str) -> None:
    places = re.compile(r"Review (?:results|abstract|methods|register entry)")
    assert sorted({*places.findall(said_of(catalogues, "all", key))}) == []


@pytest.mark.parametrize("key", CHARTS)
def test_a_gap_of_the_later_layer_is_not_one_of_the_review(catalogues: Catalogues, key: str) -> None:
    """The later layer was chosen, and says itself what a gap in it means."""
    assert sorted({*re.findall(r".*\bin (?:the|this) review\b.*", said_of(catalogues, "later", key))}) == []


@pytest.mark.parametrize("key", CHARTS)
def test_a_gap_of_one_of_several_layers_is_that_of_its_own(catalogues: Catalogues, key: str) -> None:
    """What is said of all of them is said of the sources; a hatched bar of a publication names the layer of that alone."""
    evidence = catalogues.of("all").evidence
    drawing = CHARTS[key].draw(catalogues.show(catalogues.read("evidence=all")))
    hovers = [
        (record, text)
        for trace in drawing.figure()["data"]
        for record, text in zip(trace.get("customdata") or (), trace.get("hovertext") or (), strict=False)
        if text.startswith(("Not reported", "Not drawn"))
    ]
    assert [(record, text) for record, text in hovers if not text.endswith(evidence.layer_of(evidence.study(record)).within)] == []
    assert "in the review" not in "\n".join([drawing.sentence, *(aside.words for aside in drawing.asides)])


@pytest.mark.parametrize(("choice", "within"), [("review", "in the review"), ("all", "in the sources"), ("later", "in the text read")])
def test_where_something_was_looked_for_is_said_of_what_is_shown(catalogues: Catalogues, choice: str, within: str) -> None:
    query = f"evidence={choice}&line=frontline&ph=included"
    compare, lens = ("\n".join(texts_in(page_of(catalogues, path, query))) for path in ("/", "/case"))
    assert catalogues.of(choice).evidence.within == within
    assert f"No publication {within} matches: Line of therapy: frontline; Ph-positive: included." in compare
    assert f"Not stated for these {within}: Ph-positive" in compare
    assert f"No publication {within} says anything about what is entered." in lens


@pytest.mark.parametrize(
    ("choice", "place", "in_full"),
    [("review", "3.1 p4", "Review 3.1 p4"), ("all", "Review, 3.1 p4", "Review 3.1 p4")],
)
def test_a_place_names_its_source_where_there_are_several(catalogues: Catalogues, choice: str, place: str, in_full: str) -> None:
    evidence = catalogues.of(choice).evidence
    result = evidence.results_of("locatelli-2020-rialto")[0]
    assert (wording.place(evidence, result), wording.place_in_full(evidence, result)) == (place, in_full)
    assert wording.in_full(evidence, result).endswith(f". {in_full}")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "No filter"),
        ("evidence=all", "No filter: the review and what came since"),
        ("evidence=later", "No filter: only since"),
        ("evidence=later&infant=included", "Infants: included"),
    ],
)
def test_a_selection_without_a_filter_says_which_layers_were_chosen(catalogues: Catalogues, query: str, words: str) -> None:
    assert catalogues.read(query).describe() == words


@pytest.mark.parametrize("choice", ["all", "later"])
def test_a_cell_of_the_gap_map_leads_to_the_same_layers(catalogues: Catalogues, choice: str) -> None:
    lines = lines_of(catalogues.show(catalogues.read(f"evidence={choice}&tab=flow")))
    read = [catalogues.read(cell.query) for line in lines for cell in line.cells.values()]
    assert {(selection.evidence, selection.tab) for selection in read} == {(choice, "randomised")}


# Pages

EMBEDS = [f"/embed/{key}" for key in CHARTS]


@pytest.mark.parametrize("query", ["", "infant=included&pin=gore-2018,NCT02101853", "evidence=review&gaps=drawn"])
@pytest.mark.parametrize("path", [*PAGES, *EMBEDS, "/present"])
def test_every_page_of_the_review_is_the_same(
    catalogues: Catalogues, alone: Catalogues, layered: Evidence, evidence: Evidence, path: str, query: str
) -> None:
    query = f"order=board~{quote(query)}" if path == "/present" else query
    with_layer, without = (json.dumps(without_choice(page_of(some, path, query))) for some in (catalogues, alone))
    assert with_layer.replace(layered.version, evidence.version) == without


@pytest.mark.parametrize("choice", ["review", "all", "later"])
@pytest.mark.parametrize("path", [*PAGES, *EMBEDS])
def test_every_page_opens_with_every_choice(catalogues: Catalogues, path: str, choice: str) -> None:
    pins = "gore-2018" if choice == "review" else "inventor-2098-series,NCT99999909"
    said = json.dumps(page_of(catalogues, path, f"evidence={choice}&pin={pins}"))
    named = [word for word in ("Inventor", "inventor", "Invented", "NCT99999909") if word in said]
    assert "could not be drawn" not in said
    if choice == "review":
        assert named == []
    elif path in PAGES:
        assert named


CHANGES = [({}, {}), ({"infant": ["included"]}, {}), ({"setting": ["first_relapse", "mrd"]}, {"gaps": "drawn"})]


@pytest.mark.parametrize(("filters", "choices"), CHANGES)
def test_the_answer_to_a_change_is_the_same(
    two_clients: tuple[FlaskClient, FlaskClient],
    layered: Evidence,
    evidence: Evidence,
    filters: Mapping[str, list[str]],
    choices: Mapping[str, str],
) -> None:
    answers = [client.post(CHANGE, json=choosing(bodies(client, CHARTS)["page-text"], filters, **choices)) for client in two_clients]
    with_layer, without = answers
    assert with_layer.status_code == without.status_code == 200
    assert same_version(with_layer.data, layered, evidence) == without.data
