"""What stands on the pages around the charts: cards, stamp and footer, possible matches, the Evidence page, the choice of layers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from dash import html

from dashboard import wording
from dashboard.charts.chart import DESK
from dashboard.evidence import Evidence, load
from dashboard.facets import FACETS
from dashboard.pages import card, case, filtered_page, filters, find, methods, open_page, page_text, shell
from dashboard.pages import evidence as evidence_page
from dashboard.pages.contract import View
from dashboard.pages.grid import row_data
from dashboard.questions import BY_KEY
from dashboard.schema import BASE, TABLES, Layer, Result
from dashboard.selection import Catalogues, Shown
from tests.tables import OTHER

LATER = Layer("later", "Results since", "later", "2025-11", "November 2025", "chosen", "not looked for", "on_request")


@pytest.fixture(scope="module")
def catalogues(evidence: Evidence) -> Catalogues:
    return Catalogues(evidence)


@pytest.fixture(scope="module")
def with_later(evidence: Evidence) -> Catalogues:
    """The shipped evidence with a second layer, of one publication."""
    study = evidence.study("horibe-2020")._replace(study_id="horibe-2025", ref=101, label="Horibe 2025 [101]", layer="later")
    said = tuple(row._replace(record_id="horibe-2025", layer="later") for row in evidence.populations_of("horibe-2020").values())
    source = evidence.sources[0]._replace(source_id="horibe-2025", citation="Horibe, 2025", doi="10.1000/x", layer="later")
    more = {"studies": (*evidence.studies, study), "populations": (*evidence.populations, *said), "sources": (*evidence.sources, source)}
    return Catalogues(replace(evidence, layers=(*evidence.layers, LATER), **more))


@pytest.fixture(scope="module")
def shown(catalogues: Catalogues) -> Any:
    return lambda query: catalogues.show(catalogues.read(query))


def nodes(component: Any) -> Iterator[Any]:
    """A component and everything in it, in the order of the page."""
    if isinstance(component, list | tuple):
        for part in component:
            yield from nodes(part)
    elif component is not None:
        yield component
        yield from nodes(getattr(component, "children", None))


def text_of(component: Any) -> str:
    """The text as a reader copies it and a screen reader reads it."""
    return "".join(node for node in nodes(component) if isinstance(node, str))


def card_of(shown: Any, record: str) -> html.Article:
    [found] = card.cards(shown(f"pin={record}"))
    return found


def fact(article: html.Article, term: str) -> str:
    parts = [node for node in nodes(article) if isinstance(node, html.Dt | html.Dd)]
    return next(text_of(dd) for dt, dd in zip(parts[::2], parts[1::2], strict=True) if text_of(dt) == term)


def results(article: html.Article) -> list[str]:
    return [text_of(node) for node in nodes(article) if getattr(node, "className", "") == "result"]


def test_a_card_says_when_a_doi_was_looked_for_in_vain(shown: Any) -> None:
    assert fact(card_of(shown, "keating-2019"), "Links") == "None verified. No DOI found as of 28 November 2026."
    assert fact(card_of(shown, "locatelli-2021"), "Links").startswith("PMC7926287")
    assert "DOI" not in fact(card_of(shown, "schlegel-2014"), "Links")


def test_a_result_on_a_card_reads_as_words_with_blanks_between(shown: Any) -> None:
    said = results(card_of(shown, "von-stackelberg-2016"))
    assert (
        "Complete remission within the first two cycles (recommended dose) 27/70 · 39 % 27–51 %, 95 % CI as published. "
        "n: all treated, printed with the figure" in said[0]
    )


@pytest.mark.parametrize("record", ["von-stackelberg-2016", "horibe-2020", "brown-2021", "NCT03117751"])
def test_no_two_spans_of_a_card_run_together(shown: Any, record: str) -> None:
    for node in nodes(card_of(shown, record)):
        inner = getattr(node, "children", None)
        parts = inner if isinstance(inner, list | tuple) else []
        inline = [part for part in parts if isinstance(part, str | html.Span | html.A | html.Button)]
        if len(inline) == len(parts):
            texts = [text_of(part) for part in parts]
            assert all(before[-1:] in " " or after[:1] in " .," for before, after in pairwise(texts)), texts


def test_a_card_shows_neither_percent_nor_interval_where_whom_the_denominator_counts_is_not_said(shown: Any) -> None:
    [progression] = [line for line in results(card_of(shown, "mejstrikova-2017")) if "1/18" in line]
    assert "%" not in progression
    assert " 1/18 no interval: who the denominator counts is not stated. " in progression


def test_an_exact_interval_is_computed_by_the_rule_that_the_methods_state(shipped: Evidence) -> None:
    [stated] = [words for words in methods.METHODS if "Clopper-Pearson" in words]
    computed = {row.result_id for row in shipped.results if (found := wording.limits(row)) and found.whose == wording.COMPUTED}
    rows = {row.result_id: row for row in shipped.results if row.events is not None and row.n is not None}
    assert computed <= rows.keys()

    def without(words: str, is_such: Callable[[Result], bool]) -> set[str]:
        assert words in stated
        return {key for key, row in rows.items() if is_such(row)}

    size = "The size of a group that is printed elsewhere is such a denominator only where the source says that the count is of that group."
    without_any = [
        without("Intervals are those that the source prints.", lambda row: row.percent is not None and row.ci_low is not None),
        without(size, lambda row: row.n_basis == "cohort" and row.denominator == "not_stated"),
        without("a lower bound", lambda row: row.at_least),
        without("an implied zero", lambda row: row.state == "implied_zero"),
        without("a count of courses", lambda row: row.denominator == "courses"),
        without("the conduct of a study", lambda row: row.domain == "conduct"),
    ]
    assert all(without_any)
    assert rows.keys() - computed == set().union(*without_any)


def test_populations_of_which_nothing_is_said_are_one_line(shown: Any) -> None:
    said = fact(card_of(shown, "handgretinger-2011"), "Populations")
    assert said == (
        "Earlier transplant: included All relapsed after transplant Table 1; section 3.1, paragraph 1 "
        "Not reported: infants, Ph-positive, Down syndrome, KMT2A-rearranged. whole review "
    )


PLACES = "Table 2; section 3.4, paragraph 4; section 4, paragraph 4; section 4, paragraph 6; section 4, paragraph 8"


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("Status", f"Recruiting (mid-March 2021) {PLACES}"),
        ("Risk group", f"standard risk with residual disease at the end of induction, as printed {PLACES}"),
        ("Entry setting", "Newly diagnosed"),
    ],
)
def test_the_card_of_a_registration_carries_date_risk_group_and_entry_setting(shown: Any, term: str, said: str) -> None:
    assert fact(card_of(shown, "NCT03117751"), term) == said


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("2016-004674-17", "randomised: yes, but the source contradicts itself (see below)"),
        ("NCT04307576", "randomised: yes, but the source contradicts itself (see below)"),
        ("NCT02101853", "randomised: yes"),
    ],
)
def test_the_card_of_a_registration_says_where_its_design_is_disputed(shown: Any, record: str, said: str) -> None:
    assert fact(card_of(shown, record), "Type").endswith(said)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("brown-2021", "1 to 30 years (ages that could enter) Table 1; section 3.1, paragraph 8"),
        ("keating-2019", "Not reported Table 1; section 3.1, paragraph 5"),
    ],
)
def test_the_card_of_a_publication_says_whose_ages_are_stated_or_that_none_are(shown: Any, record: str, said: str) -> None:
    assert fact(card_of(shown, record), "Ages") == said


def test_a_remission_that_was_possible_stands_on_the_card_in_words_only(shown: Any) -> None:
    said = results(card_of(shown, "handgretinger-2011"))
    assert not any("3/3" in line for line in said)
    assert "Complete remission; time not stated in words only " in said[0]


@pytest.fixture(scope="module")
def lens_data(shown: Any) -> Any:
    """What the case page gives the browser."""
    form = next(node for node in nodes(case.page(shown(""), DESK)) if getattr(node, "id", "") == "case-form")
    return json.loads(form.to_plotly_json()["props"]["data-case"])


def test_the_lens_carries_the_risk_group_as_printed_and_says_that_it_is_not_tested(lens_data: Any) -> None:
    registrations = lens_data["records"]["registrations"]
    assert registrations["NCT02393859"]["risk"] == "Risk group as printed, not tested: high-risk first relapse"
    assert registrations["NCT02877303"]["risk"] == "Risk group as printed, not tested: standard risk"
    assert registrations["NCT01471782"]["risk"] == ""
    assert lens_data["words"]["overall"]["fits"] == "Fits every criterion tested here"


@pytest.mark.parametrize(
    ("registration", "status"),
    [
        ("NCT01471782", "Mar 2021 completed"),
        ("NCT04785547", "Mar 2021 recruiting → Jan 2024 terminated"),
        ("NCT04604691", "Mar 2021 not yet recruiting"),
    ],
)
def test_a_card_of_the_lens_dates_the_status_then_and_the_last_that_is_known(lens_data: Any, registration: str, status: str) -> None:
    assert lens_data["records"]["registrations"][registration]["status"] == status


def test_a_card_of_the_lens_says_what_a_later_source_narrows(lens_data: Any, evidence: Evidence) -> None:
    assert "admits only T-cell leukaemia" in lens_data["records"]["registrations"]["NCT03643276"]["since"]
    state = evidence.states_of("NCT03643276")[-1]._replace(age_min="1 Year", age_max="17 Years", note="")
    with_ages = replace(evidence, registry=(state,))
    assert case._since(with_ages, "NCT03643276") == "Ages in the register later: from 1 Year to 17 Years"


@pytest.mark.parametrize(
    ("study", "side", "brief", "value"),
    [
        ("queudeville-2021", "toxicity", "Generalised seizure that ended treatment", "≥ 2/38"),
        ("locatelli-2021", "toxicity", "Seizure, among the most frequent adverse events (probably serious)", "2/54 · 3.7 % ‡"),
        ("brown-2021", "toxicity", "CRS, related to blinatumomab (any grade)", "22 %"),
        ("schlegel-2014", "efficacy", "Complete remission; time not stated", "6/9"),
        ("sutton-2021", "efficacy", "MRD response, not defined (infants, KMT2A rearranged)", "44 %"),
    ],
)
def test_a_figure_of_the_lens_in_brief_keeps_its_bound_grade_and_group(
    lens_data: Any, study: str, side: str, brief: str, value: str
) -> None:
    line = next(line for line in lens_data["records"]["publications"][study][side] if line["brief"] == brief)
    assert line["arms"][0][1] == value
    assert (line["note"] == "n not stated") == ("/" not in value)


@pytest.mark.parametrize(
    ("endpoint", "said", "brief"),
    [
        ("crs", {}, "CRS (any grade)"),
        ("infection", {"serious": "yes"}, "Infection (any grade; serious)"),
        ("infection", {"serious": "no", "related": "yes"}, "Infection (any grade; related)"),
        ("infection", {"definition": "Serious infection, related to treatment", "serious": "yes", "related": "yes", "grade": ""}, ""),
    ],
)
def test_a_figure_of_the_lens_in_brief_names_its_endpoint_and_its_terms_once(
    evidence: Evidence, endpoint: str, said: Any, brief: str
) -> None:
    result = next(result for result in evidence.results if result.domain == "toxicity")
    row = result._replace(**{"endpoint": endpoint, "definition": "", "subgroup": "", "grade": "any", "serious": "", "related": "", **said})
    assert wording.what_in_brief(row) == (brief or row.definition)


@pytest.mark.parametrize(
    ("definition", "subgroup", "what"),
    [
        ("Relapse-free survival", "relapse", "Relapse-free survival (relapse)"),
        ("MRD-negative", "MRD", "MRD-negative (MRD)"),
        ("Female", "male", "Female (male)"),
        (
            "Complete remission of those with at least 5% blasts",
            "at least 5% blasts",
            "Complete remission of those with at least 5% blasts",
        ),
    ],
)
def test_a_part_is_named_unless_the_definition_ends_in_it(evidence: Evidence, definition: str, subgroup: str, what: str) -> None:
    result = next(result for result in evidence.results if result.domain != "toxicity")
    row = result._replace(definition=definition, subgroup=subgroup)
    assert (wording.what(row), wording.what_in_brief(row)) == (what, what)


@pytest.mark.parametrize(
    ("definition", "said", "what"),
    [
        ("Non-serious infection", {"serious": "yes"}, "Non-serious infection (serious)"),
        ("Serious infection", {"serious": "yes", "grade": "3"}, "Serious infection (grade 3)"),
        ("Upgraded infection", {"grade": "ge3"}, "Upgraded infection (grade 3 or higher)"),
    ],
)
def test_a_term_is_left_out_only_where_the_definition_has_it_in_whole_words(
    evidence: Evidence, definition: str, said: Any, what: str
) -> None:
    result = next(result for result in evidence.results if result.domain == "toxicity")
    row = result._replace(**{"definition": definition, "subgroup": "", "grade": "", "serious": "", "related": "", **said})
    assert (wording.what(row), wording.what_in_brief(row)) == (what, what)


@pytest.mark.parametrize("text", ["T-cell lymphoma", "European children", "Ewing sarcoma", "Ph-like", "MRD", "Down syndrome"])
def test_a_name_keeps_its_capital_in_the_middle_of_a_sentence(text: str) -> None:
    assert wording.lowered(text) == text
    assert wording.lowered("Treated children") == "treated children"


@pytest.mark.parametrize(("date", "said"), [("2026-11-24", "24 November 2026"), ("2025-11", "November 2025"), ("2025", "2025"), ("", "")])
def test_a_date_of_the_tables_is_said_as_precisely_as_it_is_known(date: str, said: str) -> None:
    assert wording.dated(date) == said


def test_the_lens_gives_no_percentage_of_fewer_than_ten_and_no_interval_of_fewer_than_five(lens_data: Any) -> None:
    for record in lens_data["records"]["publications"].values():
        for line in record["efficacy"] + record["toxicity"]:
            for _, value, interval, *_ in line["arms"]:
                n = re.match(r"\d+/(\d+)", value)
                assert not (n and int(n[1]) < 10 and "%" in value)
                assert not (n and int(n[1]) < 5 and interval)


def test_stamp_footer_and_limits_come_from_the_evidence(evidence: Evidence) -> None:
    later = replace(evidence, layers=(evidence.layers[0]._replace(evidence_date_words="June 2020"),))
    assert text_of(shell.stamp(evidence)) == "Evidence to mid-March 2021"
    assert text_of(shell.stamp(later)) == "Evidence to June 2020"
    assert "Anything after June 2020, and any trial's status today." in text_of(methods.sections(later))
    footer = shell.shell(evidence, [])
    assert "Source: Queudeville and Ebinger, J. Clin. Med. 2021, 10, 2544, doi:10.3390/jcm10122544." in text_of(footer)
    assert "https://doi.org/10.3390/jcm10122544" in [getattr(node, "href", "") for node in nodes(footer)]


def test_how_the_tables_were_entered_is_said_by_each_layer_and_claimed_of_no_other(evidence: Evidence, shipped: Evidence) -> None:
    said = text_of(methods.sections(shipped))
    assert "one systematic review. Entered from the text twice, the second time without sight of the first." in said
    assert "chosen results and decisions. Chosen from what was read" in said
    assert "twice" not in text_of(methods.sections(load(OTHER)))
    unsaid = replace(evidence, layers=(evidence.layers[0]._replace(entered=""),))
    assert "Entered" not in text_of(methods.sections(unsaid))


def test_a_source_without_a_doi_is_cited_without_a_link(evidence: Evidence) -> None:
    cited = shell.cited(replace(evidence, sources=(evidence.sources[0]._replace(doi=""),)))
    assert cited == [evidence.sources[0].citation]


def test_the_approvals_are_those_of_the_table(evidence: Evidence) -> None:
    said = text_of(methods.sections(evidence))
    assert "FDA, United StatesAdults and children with ALL. Relapsed or refractory." in said
    assert "EMA, EuropeChildren from one year with Ph-negative, CD19-positive B-precursor ALL." in said
    assert "No approval is stated." in text_of(methods.sections(replace(evidence, approvals=())))


@pytest.mark.parametrize("name", [*TABLES, *BASE])
def test_the_evidence_page_lists_every_table_with_its_rows_and_its_file(evidence: Evidence, name: str) -> None:
    panel = evidence_page.panel(evidence, name)
    file = f"{name}.csv" if name in BASE else f"review/{name}.csv"
    assert [node.href for node in nodes(panel) if isinstance(node, html.A)] == [f"/data/{file}"]
    assert file in evidence.files
    rows = len(evidence.table(name))
    assert f" {rows} row{'' if rows == 1 else 's'}. Download as CSV" in text_of(panel)
    listed = evidence_page.LISTED[name]
    assert len(row_data(listed, evidence.table(name))) == rows


def test_a_grid_gives_words_lists_and_flags_as_a_reader_reads_them(evidence: Evidence) -> None:
    [trial] = row_data(TABLES["trials"], [evidence.trial("NCT02187354")])
    assert (trial["settings"], trial["infants_only"], trial["age_min_years"], trial["age_max_years"]) == (
        "Relapsed or refractory, line not stated; Measurable residual disease (MRD)", "no", None, 17.0,
    )  # fmt: skip
    arms = row_data(BASE["arms"], evidence.arms)
    assert (arms[0]["colour"], arms[0]["role"]) == ("blue", "experimental arm")
    unmarked = next(result for result in evidence.results if not result.main)
    assert row_data(TABLES["results"], [unmarked])[0]["main"] is None


def test_anomalies_carry_the_words_of_their_kind(evidence: Evidence) -> None:
    headings = [text_of(node) for node in nodes(evidence_page.anomalies(evidence)) if isinstance(node, html.H3)]
    assert "Time point Clesham 2020 [32]" in headings
    assert "Citation The source itself" in headings


def test_possible_matches_are_those_of_the_records_shown(shown: Any) -> None:
    found = shown("down=included")
    said = json.loads(page_text.page_text(found, {}))["possible_matches"]
    assert said["summary"] == "Cannot be ruled out: 22 publications · 19 registrations"
    opened = [*(study.study_id for study in found.possible_studies), *(trial.trial_id for trial in found.possible_trials)]
    assert [record for record, *_ in said["items"]] == opened
    assert json.loads(page_text.page_text(shown(""), {}))["possible_matches"] is None


def test_silence_about_an_age_is_told_from_silence_about_infants(shown: Any) -> None:
    said = json.loads(page_text.page_text(shown("age=under_1"), {}))["possible_matches"]
    assert said["summary"] == "Cannot be ruled out: 0 publications · 11 registrations"
    unsaid = {name: words for _, name, words in said["items"]}
    assert unsaid["NCT02783651"] == [["not_stated", "Lowest age: not stated"]]
    assert unsaid["NCT04604691"] == [["not_stated", "Age: not stated"]]


def test_beside_an_option_stands_what_it_asks_of(shown: Any) -> None:
    beside = json.loads(page_text.page_text(shown(""), {}))["beside"]
    assert beside["status"][0] == ["14", "14 registrations"]
    assert beside["now"][list(FACETS["now"].options).index("RECRUITING")] == ["2", "2 registrations"]
    assert beside["endpoint"][0][1].endswith("cohorts)")
    assert beside["age"][list(FACETS["age"].options).index("not_stated")] == ["1", "1 registration"]


def test_a_selection_without_registrations_names_the_filters_that_take_them(shown: Any) -> None:
    [notice] = filters.notices(shown("status=completed&age=under_1"))
    assert text_of(notice).startswith("No registration in the review states: Status in the source: completed; Age of entry: under 1 year.")
    assert "Without Status in the source: 2 registrations" in text_of(notice)
    assert "Without Age of entry: 3 registrations" in text_of(notice)


@pytest.mark.parametrize("query", ["setting=post_transplant&question=post_transplant", "setting=toxicity_driven&question=intolerance"])
def test_what_an_answer_says_to_be_missing_is_not_said_twice(shown: Any, query: str) -> None:
    question = query.partition("question=")[2]
    assert not filters.notices(shown(query), [BY_KEY[question].chart])
    [elsewhere] = filters.notices(shown(query), ["survival"])
    assert text_of(elsewhere).startswith("No ")


def test_a_value_that_is_a_state_is_not_said_twice(shown: Any) -> None:
    assert "in words only  in words only" not in text_of(card_of(shown, "mouttet-2019"))
    assert ". count. " not in text_of(card_of(shown, "locatelli-2021"))


def test_a_record_is_found_by_name_number_gene_and_title(catalogues: Catalogues, with_later: Catalogues) -> None:
    def found(evidence: Evidence, word: str) -> list[object]:
        return [one["record"] for one in find.index(evidence) if word in json.dumps(one)]

    review = catalogues.whole
    assert found(review, "TCF3-HLF") == ["mouttet-2019"]
    assert found(review, "24727818") == ["schlegel-2014"]
    assert {"NCT02187354", "locatelli-2020-rialto"} <= {*found(review, "RIALTO")}
    assert [one["record"] for one in find.index(review)] == [
        *(study.study_id for study in review.studies),
        *(t.trial_id for t in review.trials),
    ]
    later = len(with_later.of("all").evidence.studies) - len(with_later.of("review").evidence.studies)
    assert len(find.index(with_later.of("all").evidence)) - len(find.index(with_later.of("review").evidence)) >= later > 0


def test_the_case_page_has_the_choice_of_evidence_where_there_is_one(shown: Any, with_later: Catalogues) -> None:
    def links(state: Shown) -> list[tuple[str, str, bool]]:
        own = (node for node in nodes(case.page(state, DESK)) if isinstance(node, html.A))
        return [(text_of(node), node.href, "active" in node.className) for node in own]

    assert links(with_later.show(with_later.read("evidence=all&setting=mrd"))) == [
        ("The review", "/case?setting=mrd", False),
        ("+ what came since", "/case?setting=mrd&evidence=all", True),
        ("Only since", "/case?setting=mrd&evidence=later", False),
    ]
    assert links(shown("")) == []


def test_settings_on_a_card_are_told_apart_though_the_name_of_one_holds_a_comma(shown: Any) -> None:
    said = "Relapsed or refractory, line not stated; measurable residual disease (MRD)"
    assert fact(card_of(shown, "NCT02187354"), "Setting").startswith(f"{said} (")
    assert fact(card_of(shown, "locatelli-2020-rialto"), "Setting").startswith(f"{said} (")


def test_a_card_names_the_source_of_each_place_where_there_are_several(with_later: Catalogues, shown: Any) -> None:
    several = with_later.show(with_later.read("evidence=all&pin=NCT03117751"))
    assert "Review, Table 2; section 3.4, paragraph 4" in text_of(card.cards(several))
    assert "Review, " not in text_of(card_of(shown, "NCT03117751"))


def choices_in(component: Any) -> list[str]:
    return [node.id["field"] for node in nodes(component) if isinstance(getattr(node, "id", None), dict) and node.id["type"] == "choice"]


def frame(found: Shown) -> html.Div:
    return filtered_page.frame(found, {}, [])


def test_the_choice_of_layers_stands_in_the_strip_only_where_there_is_one(catalogues: Catalogues, with_later: Catalogues) -> None:
    assert choices_in(frame(catalogues.show(catalogues.read("")))) == ["gaps"]
    assert choices_in(frame(with_later.show(with_later.read("")))) == ["evidence", "gaps"]


def test_the_stamp_follows_the_choice_of_layers(with_later: Catalogues) -> None:
    stamps = {choice: with_later.show(with_later.read(f"evidence={choice}")) for choice in with_later.choices}
    assert {choice: json.loads(page_text.page_text(found, {}))["stamp"] for choice, found in stamps.items()} == {
        "review": "Evidence to mid-March 2021",
        "all": "Evidence to mid-March 2021 + chosen later results, read to November 2025",
        "later": "Chosen later results, read to November 2025",
    }


@pytest.mark.parametrize(
    ("path", "charts"), [("/", ("board", "contrast", "dumbbell")), ("/trials", ("landscape", "gaps")), ("/evidence", ("timeline", "flow"))]
)
def test_what_is_presented_stands_on_the_page_before_any_words_are_written(
    with_later: Catalogues, path: str, charts: tuple[str, ...]
) -> None:
    page, _ = open_page(with_later, View(path, "?setting=first_relapse" if path != "/evidence" else ""), DESK)
    state = "setting%3Dfirst_relapse" if path != "/evidence" else ""
    entries = [getattr(node, "data-entry") for node in nodes(page) if hasattr(node, "data-entry")]
    assert entries == [f"{chart}~{state}" for chart in charts]


def test_a_card_begins_with_its_results_and_says_once_what_has_no_figure(shown: Any) -> None:
    said = text_of(card_of(shown, "schlegel-2014"))
    heads = re.findall("Response|Toxicity|No figure|About this publication|Design", said)
    assert heads[0] in ("Response", "Toxicity")
    assert heads.index("No figure") < heads.index("About this publication") < heads.index("Design")
    assert said.count("No figure") == 1
