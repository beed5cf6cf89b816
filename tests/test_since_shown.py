"""What came since the review, as charts and pages show it: nobody twice and all apart, and out of sight until it is asked for."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import wording
from dashboard.charts import CHARTS, Drawing, draw
from dashboard.charts.arms.rows import trials_of
from dashboard.charts.board.rows import board_rows
from dashboard.charts.board.words import efficacy_sentence
from dashboard.charts.chart import DESK
from dashboard.charts.rows import longer, same_children
from dashboard.charts.timeline.plot import circle
from dashboard.charts.toxicity_by_arm.rows import with_events
from dashboard.evidence import Evidence
from dashboard.facets import FACETS
from dashboard.pages import PAGES, page_text
from dashboard.pages.contract import View
from dashboard.pages.methods import sections
from dashboard.pages.present import SENTENCE, Room, left_for
from dashboard.selection import Catalogues, counts_line
from dashboard.tableplot import Plot, short_table_of
from dashboard.tableplot.pages import fitted
from dashboard.tableplot.reading import read
from dashboard.tableplot.sheet import arranged, frame_of
from dashboard.tableplot.text import Span
from tests.drawing import drawn_rows, drawn_texts, everything_said, marks_of, plot_of, unbroken
from tests.opened import page_of, texts_in, without_choice

STATES = ["", *(f"{key}={code}" for key, facet in FACETS.items() for code in facet.options)]
CHART = pytest.mark.parametrize("key", CHARTS)


@pytest.fixture(scope="module")
def catalogues(shipped: Evidence) -> Catalogues:
    return Catalogues(shipped)


@pytest.fixture(scope="module")
def alone(evidence: Evidence) -> Catalogues:
    return Catalogues(evidence)


@pytest.fixture(scope="module")
def since(shipped: Evidence) -> Evidence:
    return shipped.of(["since"])


def drawing_of(shown: Any, key: str) -> str:
    drawing = CHARTS[key].draw(shown)
    return json.dumps([drawing.figure(), drawing.sentence, drawing.table, drawing.asides, drawing.caveats, drawing.rows], default=vars)


def marked_in(drawing: Drawing) -> set[str]:
    """The records of what is drawn: points, bars and boxes, not words."""
    if isinstance(drawing.content, Plot):
        return {record for record, _ in marks_of(drawing)}
    traces = [trace for trace in drawing.figure()["data"] if trace["type"] == "bar" or "markers" in trace.get("mode", "")]
    return {record for trace in traces for record in trace.get("customdata") or () if isinstance(record, str)}


# The contrasts of the randomised trials


def contrasts_drawn(catalogues: Catalogues, choice: str) -> list[tuple[str, str]]:
    """Section and publication of each row, in the order in which they are drawn."""
    drawing = draw(CHARTS["contrast"], catalogues.show(catalogues.read(f"evidence={choice}")))
    return [(row.headings.partition("   ")[0].partition("\n")[0], row.record) for row in drawn_rows(drawing)]


def test_a_publication_without_an_effect_has_no_row_and_is_named(catalogues: Catalogues) -> None:
    silent = {"locatelli-2022", "aall1731-ash-longer"}
    assert silent & {record for _, record in contrasts_drawn(catalogues, "all")} == set()
    drawing = draw(CHARTS["contrast"], catalogues.show(catalogues.read("evidence=all")))
    [named] = [aside for aside in drawing.asides if aside.words.startswith("Randomised, but")]
    assert {record for record, _ in named.records} == silent


@pytest.mark.parametrize("choice", ["all", "later"])
def test_every_randomised_trial_is_drawn_and_each_once_an_endpoint(shipped: Evidence, catalogues: Catalogues, choice: str) -> None:
    own = catalogues.of(choice).evidence
    trials = {study.cohort_id for study in own.studies if study.randomised}
    assert {shipped.study(record).cohort_id for _, record in contrasts_drawn(catalogues, choice)} == trials
    said = "\n".join(draw(CHARTS["contrast"], catalogues.show(catalogues.read(f"evidence={choice}"))).caveats)
    assert "The first" not in said


def test_a_later_effect_stands_directly_under_the_earlier_of_the_same_children(catalogues: Catalogues) -> None:
    rows = contrasts_drawn(catalogues, "all")
    survival = [record for heading, record in rows if heading.startswith("Overall survival")]
    assert survival[survival.index("locatelli-2021") + 1] == "fda-summary-2025"
    assert [heading for heading, record in rows if record == "fda-summary-2025"] == [
        heading for heading, _ in rows if "Overall" in heading
    ][:1]
    said = drawn_texts(catalogues, "evidence=all", "contrast")
    assert len([text for text in said if "same children as [39], longer follow-up" in text]) == 1


def test_both_statements_on_the_standard_risk_trial_are_drawn_and_days_on_no_axis(catalogues: Catalogues) -> None:
    drawing = draw(CHARTS["contrast"], catalogues.show(catalogues.read("evidence=all")))
    ratio, days = [row for row in drawn_rows(drawing, "gupta-2025") if row.headings.startswith("Event- or")]
    assert [mark.x for mark in ratio.columns["Hazard ratio"].marks] == [0.39]
    assert "Sponsor on AALL1731, secondary report" in ratio.words.replace("\n", " ")
    assert "72 days (36–108)" in days.words
    assert [mark for column in days.columns.values() for mark in column.marks] == []
    assert not any(column.gap for column in days.columns.values())


def test_a_hazard_ratio_without_an_interval_is_not_said_to_be_missing(catalogues: Catalogues) -> None:
    drawing = draw(CHARTS["contrast"], catalogues.show(catalogues.read("evidence=all&line=frontline")))
    assert "0.39" in everything_said(drawing)
    assert drawing.sentence == (
        "With blinatumomab, since then, the hazard ratio for an event was 0.39 [101] (secondary, no interval; "
        "primary: restricted mean survival 72 days, 36–108)."
    )


def test_known_arm_sizes_are_not_called_unknown(catalogues: Catalogues) -> None:
    drawing = draw(CHARTS["contrast"], catalogues.show(catalogues.read("evidence=all")))
    own = [*drawing.caveats, *("; ".join(row.cells) for row in drawing.table.rows)]
    assert [words for words in own if words.startswith(("Gupta 2025", "Hogan 2023")) and "arm sizes are not" in words] == []


@pytest.mark.parametrize("key", ["survival", "contrast", "board"])
def test_a_slide_s_table_and_an_accessible_name_say_later_too(catalogues: Catalogues, key: str) -> None:
    """The short table is all that a slide has of the rows: what marks a row on the screen stands in its label."""
    drawing = draw(CHARTS[key], catalogues.show(catalogues.read("evidence=all")))
    later = [row.cells[0] for row in short_table_of(plot_of(drawing)).rows if "2023 [" in row.cells[0]]
    assert later
    assert all("later" in label for label in later)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (
            "board",
            "Six cohorts report a response with blinatumomab, 13/38 to 6/9, since then four, 29–82 %; six an MRD result, 52–90 % and one "
            "patient, no n, since then eight, 2/5 to 24/24; definitions differ, so no average is shown. 116 of 156 toxicity "
            "figures looked for, since then 233 of 273, are not reported; this is not zero.",
        ),
        (
            "contrast",
            "for an event 0.70 (0.47–1.03) [38] and 0.33 (0.18–0.61) [39]. Since then for death 0.65 (0.32–1.30) [107] (secondary) and "
            "0.35 (0.17–0.70) [105] (same children as [39]); for an event 0.76 (0.51–1.14) [107] (secondary) and 0.39 [101] (secondary, no "
            "interval; primary: restricted mean survival 72 days, 36–108).",
        ),
        (
            "dumbbell",
            "four events [38] and three [39]. Since then two events [101] are more frequent with blinatumomab, sepsis more in "
            "each risk group. More: by 7 points and 2/624 against 0/653 [101].",
        ),
        (
            "survival",
            "Reported: medians from two cohorts (overall survival 8.7 months), since then from one (counted before, overall survival "
            "14.6 months); percentages at a fixed time from two cohorts, since then from six; counts at follow-up from two cohorts, since "
            "then from six. Groups",
        ),
        (
            "transplant",
            "in an unstated group 83 %, since then three: among responders 73.5 % and 15/26; among all treated 20/105. The groups differ",
        ),
        (
            "timeline",
            "24 publications of 19 cohorts from 2011 to 2021; two and five of them report the same children. Since then 28 publications of "
            "23 cohorts (two counted before) from 2022 to 2026; in each of five cohorts two report the same children. Patients",
        ),
    ],
)
def test_a_sentence_counts_what_came_since_apart(catalogues: Catalogues, key: str, said: str) -> None:
    assert said in draw(CHARTS[key], catalogues.show(catalogues.read("evidence=all"))).sentence
    for one_kind in ("", "evidence=later"):
        assert "ince then" not in draw(CHARTS[key], catalogues.show(catalogues.read(one_kind))).sentence


def test_a_sentence_with_both_layers_has_room_across_a_room(catalogues: Catalogues) -> None:
    """No clause stands twice, and a sentence takes no more than four lines of a screen of 1280 by 720."""
    space = Room(View("/present", "", "", 1280, 720))
    for key, chart in CHARTS.items():
        sentence = draw(chart, catalogues.show(catalogues.read("evidence=all"))).sentence
        assert space.tall(Span(sentence, bold=True), SENTENCE) <= 4 * space.tall("one line", SENTENCE), key
        clauses = [clause.strip(" .") for clause in re.split("[;.] ", sentence)]
        assert len(clauses) == len(set(clauses)), key


@pytest.mark.parametrize("window", [(1280, 720), (1024, 768)], ids=lambda window: "x".join(map(str, window)))
@pytest.mark.parametrize("choice", ["all", "later"])
def test_with_what_came_since_every_presented_page_fits(catalogues: Catalogues, choice: str, window: tuple[int, int]) -> None:
    space, shown = Room(View("/present", "", "", *window)), catalogues.show(catalogues.read(f"evidence={choice}"))
    for key, chart in CHARTS.items():
        drawing = draw(chart, shown)
        if isinstance(drawing.content, Plot):
            height = left_for(space, chart, shown, drawing)
            look = space.look(height)
            reading, _ = fitted(read(drawing.content), look)
            found = drawing.pages(look, height)
            assert all(arranged(reading, look, *page).height <= height + 0.5 for page in found), key
            if key == "board" and window == (1280, 720):
                assert len(found) <= 18  # more than a board sits through


def test_a_layer_without_a_number_is_not_passed_over(catalogues: Catalogues) -> None:
    rows = board_rows(catalogues.show(catalogues.read("evidence=all")))[0]
    both = {domain: [row for row in rows if row.study.layer == layer] for domain, layer in (("response", "review"), ("mrd", "since"))}
    one_each = [replace(row, held={**row.held, "mrd": ()}) for row in both["response"]]
    one_each += [replace(row, held={**row.held, "response": ()}) for row in both["mrd"]]
    assert efficacy_sentence(catalogues.whole, one_each) == (
        "Six cohorts report a response with blinatumomab, 13/38 to 6/9, since then none; no cohort reports an MRD result as a number, "
        "since then eight, 2/5 to 24/24; definitions differ, so no average is shown."
    )


def test_where_only_what_came_since_is_left_the_sentence_says_so(catalogues: Catalogues) -> None:
    """With both layers shown and a filter that no figure of the review passes."""
    both = {
        key: draw(CHARTS[key], catalogues.show(catalogues.read("evidence=all&down=included"))).sentence for key in ("board", "survival")
    }
    assert both["board"] == (
        "No cohort reports an MRD result for these children alone with blinatumomab as a number, since then one: 91 %, n 33. No cohort "
        "shown here reports a response for these children alone as a number in the sources. Since then 34 of 39 "
        "toxicity figures looked for are not reported; this is not zero."
    )
    assert "from no cohort, since then from " in both["survival"]
    study = catalogues.whole.study("gupta-2025")
    whole = catalogues.show(catalogues.read("evidence=all"))
    some = replace(whole, studies=(study,), trials=())
    for key, said in {
        "contrast": "With blinatumomab, since then, ",
        "dumbbell": "Since then two events [101] are more",
        "timeline": "Since then one publication of one cohort in 2025. Patients",
    }.items():
        assert draw(CHARTS[key], some).sentence.startswith(said)
    xie = replace(whole, studies=(catalogues.whole.study("xie-2023"),), trials=())
    assert draw(CHARTS["transplant"], xie).sentence == (
        "No cohort reports how many reached a transplant, since then one: among responders 15/26."
    )


def test_over_a_column_of_the_board_rows_that_came_since_are_counted_apart(catalogues: Catalogues) -> None:
    counts = {}
    for choice in ("review", "later", "all"):
        reading = read(plot_of(draw(CHARTS["board"], catalogues.show(catalogues.read(f"evidence={choice}")))))
        counts[choice] = {leaf.title: reading.count(index) for index, leaf in enumerate(reading.leaves) if leaf.kind == "cell"}
        assert (reading.plot.counts == "rows with it + later") is (choice == "all")
    for title, count in counts["all"].items():
        assert count.partition("+")[2] == counts["later"][title]
        assert int(count.partition("+")[0]) <= int(counts["review"][title])


def test_what_cannot_be_ruled_out_is_counted_apart_and_named_as_later(catalogues: Catalogues) -> None:
    counts = {}
    for choice in ("review", "later", "all"):
        shown = catalogues.show(catalogues.read(f"down=included&evidence={choice}"))
        matches = json.loads(page_text.page_text(shown, {}))["possible_matches"]
        counts[choice] = matches["summary"].removeprefix("Cannot be ruled out: ")
        later_studies = {study.study_id for study in shown.evidence.studies if study.layer == "since"}
        later = [name for record, name, _ in matches["items"] if record in later_studies]
        assert all(name.endswith(", later") for name in later)
        assert len([name for _, name, _ in matches["items"] if name.endswith(", later")]) == len(later)
    own, since = (counts[choice].partition(" ")[0] for choice in ("review", "later"))
    assert counts["all"].startswith(f"{own} publications + {since} later · ")


def test_by_itself_a_layer_still_says_whose_children_it_reports_and_counts_its_own_sources(catalogues: Catalogues) -> None:
    shown = catalogues.show(catalogues.read("evidence=later"))
    rialto, first_relapse = shown.evidence.study("rialto-2022"), shown.evidence.study("locatelli-2022")
    assert longer(shown.evidence, rialto) == "same children as [25], longer follow-up"
    assert same_children(shown, first_relapse) == "same children in [39] [105]"
    assert shown.evidence.layer_of(shown.evidence.cohort(rialto.cohort_id)).layer == "review"
    assert "42 sources were read" in str(sections(shown.evidence)[0])
    alone = catalogues.show(catalogues.read(""))
    assert same_children(alone, alone.evidence.study("locatelli-2020-rialto")) == ""  # what came since is out of sight


def test_the_timeline_says_whose_figures_a_publication_gives_and_not_who_is_counted(catalogues: Catalogues) -> None:
    """Historical controls are not among a publication's patients, and of 134 nobody says that they were treated."""
    shown = catalogues.show(catalogues.read("evidence=all"))
    means = {
        study: circle(shown.evidence, shown.evidence.study(study)).means.partition(";")[0]
        for study in ("hodder-2024", "ds-high-ash", "brown-2021")
    }
    assert means == {
        "hodder-2024": "figures on blinatumomab only",
        "ds-high-ash": "figures on blinatumomab only",
        "brown-2021": "figures on other treatment too",
    }


def test_a_claim_says_none_where_the_review_has_none(catalogues: Catalogues) -> None:
    shown = catalogues.show(catalogues.read("setting=mrd&endpoint=response&evidence=all"))
    assert "; none, since then two, MRD" in CHARTS["board"].draw(shown).claim


@CHART
def test_an_accessible_name_says_nothing_that_is_blank(catalogues: Catalogues, key: str) -> None:
    drawing = CHARTS[key].draw(catalogues.show(catalogues.read("evidence=all")))
    names = [row["name"] for row in drawing.figure()["layout"].get("meta", {}).get("rows", [])]
    assert not [name for name in names if ": ." in name or name.endswith(": ")]


def test_a_publication_under_a_chart_says_that_it_is_later(catalogues: Catalogues) -> None:
    for chart in CHARTS.values():
        shown = catalogues.show(catalogues.read("evidence=all"))
        for record, name in (pair for aside in draw(chart, shown).asides for pair in aside.records):
            assert name.endswith(", later)") is (shown.evidence.study(record).layer == "since")


def test_sepsis_in_words_stands_under_the_chart_with_both_risk_groups_of_both_arms(catalogues: Catalogues) -> None:
    """On a shared screen nobody opens the table: the one event that is more frequent by far in average risk may not stay there."""
    said = "\n".join(draw(CHARTS["dumbbell"], catalogues.show(catalogues.read("evidence=all"))).caveats)
    assert "average risk 52 of 351 with blinatumomab against 19 of 376, higher risk 57 of 273 against 47 of 277" in said
    assert "Of first courses of blinatumomab 0.3% had CRS of grade 3 or higher and 0.7% a seizure" in said


def test_a_randomised_trial_without_toxicity_by_arm_is_not_said_to_be_missing(catalogues: Catalogues) -> None:
    shown = catalogues.show(catalogues.read("evidence=later&setting=first_relapse"))
    assert "hogan-2023" in [study.study_id for study in shown.studies if study.randomised]
    drawing = draw(CHARTS["dumbbell"], shown)
    assert drawing.sentence.startswith("No randomised trial among the publications shown gives any of these adverse events by arm")
    assert "No randomised trial is among" not in everything_said(drawing)


def test_no_trial_of_the_review_leaves_the_chart_of_toxicity(catalogues: Catalogues) -> None:
    both, alone = (with_events(trials_of(catalogues.show(catalogues.read(query)))) for query in ("evidence=all", ""))
    assert {trial.study.study_id for trial in alone} <= {trial.study.study_id for trial in both}


def test_a_row_of_the_board_has_the_size_of_its_children(catalogues: Catalogues) -> None:
    """661 had the reinduction, of whom 471 were randomised later; the thirty infants are stated, their controls are none of them."""
    rows = {(row.study.study_id, row.arm.arm): row.n for row in board_rows(catalogues.show(catalogues.read("evidence=all")))[0]}
    assert rows["aall1331-reinduction-2025", "before"] == "661"
    assert rows["van-der-sluis-2023", "blinatumomab"] == "30"
    assert rows["mikhailova-2024", "blinatumomab"] == rows["mikhailova-2024", "before"] == "177"
    assert rows["alltogether-ds-2024", "historical_control"] == "NR"
    assert rows["gupta-2025", "blinatumomab"] == "718"


def test_historical_controls_without_a_figure_of_the_board_have_no_row(catalogues: Catalogues) -> None:
    rows = board_rows(catalogues.show(catalogues.read("evidence=all")))[0]
    assert [row.study.study_id for row in rows if row.arm.role == "historical_control"] == ["alltogether-ds-2024"]


def test_no_row_with_toxicity_of_another_kind_is_called_silent(catalogues: Catalogues) -> None:
    """22 of 39 had an adverse event: without the words on those of grade 3 no column has it, but the row may not deny it."""
    whole = catalogues.whole
    results = tuple(result for result in whole.results if result.result_id != "beneduce-2022-severe-event")
    without = Catalogues(replace(whole, results=results))
    drawing = draw(CHARTS["board"], without.show(without.read("evidence=all&setting=relapsed_refractory")))
    assert plot_of(drawing).silent == "these events not reported in the sources"
    alone = draw(CHARTS["board"], catalogues.show(catalogues.read("setting=relapsed_refractory")))
    assert plot_of(alone).silent == "no toxicity figure in the review"


def test_the_board_replaces_figure_by_figure(catalogues: Catalogues) -> None:
    drawing = draw(CHARTS["board"], catalogues.show(catalogues.read("evidence=all")))
    rows = drawn_rows(drawing)
    [place] = [place for place, row in enumerate(rows) if row.record == "locatelli-2020-rialto"]
    earlier, later = rows[place : place + 2]
    assert "69/110" in earlier.words
    assert later.record == "rialto-2022"
    assert "2/110" in later.words
    assert "same children as [25], longer follow-up" in later.words.replace("\n", " ")
    others = [row.record for row in rows if row.record and row.record.startswith("van-der-sluis")]
    assert "van-der-sluis-2026" not in others


def test_no_figure_of_the_same_children_stands_twice(catalogues: Catalogues) -> None:
    rows, _ = board_rows(catalogues.show(catalogues.read("evidence=all")))
    held = [(row.study.cohort_id, row.arm.arm, name) for row in rows for name, results in row.held.items() if results]
    assert [place for place, count in Counter(held).items() if count > 1] == []


def test_whom_a_percentage_of_transplants_counts_is_said_in_whole_words(catalogues: Catalogues) -> None:
    rows = drawn_rows(draw(CHARTS["transplant"], catalogues.show(catalogues.read("evidence=all"))))
    said = [line.strip() for row in rows for line in row.words.replace("\u00a0", " ").split("|")]
    assert [line for line in said if line in ("Of", "Of ")] == []
    [rialto] = [row for row in rows if row.record == "rialto-2022"]
    assert "Of the responders, n not stated" in rialto.words.replace("\n", " ")


def test_historical_controls_are_labelled_by_their_role(catalogues: Catalogues) -> None:
    rows = drawn_rows(draw(CHARTS["survival"], catalogues.show(catalogues.read("evidence=all"))))
    named = {row.record for row in rows if "historical controls" in row.name}
    assert named >= {"van-der-sluis-2026", "hodder-2024"}


def test_a_year_that_no_text_states_is_marked_on_the_timeline(catalogues: Catalogues, since: Evidence) -> None:
    drawing = draw(CHARTS["timeline"], catalogues.show(catalogues.read("evidence=all")))
    inferred = {study.study_id for study in since.studies if study.year_basis == "inferred"}
    assert {row.record for row in drawing.table.rows if any("(inferred)" in cell for cell in row.cells[2:3])} == inferred
    hollow = {row.record for row in drawn_rows(drawing) if any(mark.hollow for mark in row.columns["Year"].marks)}
    assert hollow == inferred


# Out of sight until it is asked for


def same_version(text: str, shipped: Evidence, evidence: Evidence) -> str:
    return text.replace(shipped.version, evidence.version)


def test_the_records_of_the_review_are_the_same(shipped: Evidence, evidence: Evidence) -> None:
    assert replace(shipped.of(("review",)), version=evidence.version, files=evidence.files, changes=()) == evidence


@pytest.mark.parametrize("state", STATES)
def test_every_drawing_of_the_review_is_the_same(catalogues: Catalogues, alone: Catalogues, state: str) -> None:
    with_layer, without = (some.show(some.read(state)) for some in (catalogues, alone))
    assert (with_layer.counts, with_layer.catalogue.totals) == (without.counts, without.catalogue.totals)
    for key in CHARTS:
        one, other = (drawing_of(shown, key) for shown in (with_layer, without))
        assert one == other, key


EMBEDS = [f"/embed/{key}" for key in CHARTS]


@pytest.mark.parametrize("query", ["", "infant=included&pin=gore-2018,NCT02101853"])
@pytest.mark.parametrize("path", [*PAGES, *EMBEDS])
def test_every_page_of_the_review_is_the_same(
    catalogues: Catalogues, alone: Catalogues, shipped: Evidence, evidence: Evidence, path: str, query: str
) -> None:
    with_layer, without = (json.dumps(without_choice(page_of(some, path, query))) for some in (catalogues, alone))
    assert same_version(with_layer, shipped, evidence) == without


@CHART
@pytest.mark.parametrize(
    "form",
    [
        "chart/{}.csv",
        "chart/{}.json",
        "chart/{}.bib",
        "figures?medium=picture&order={}~infant%3Dincluded",
        "figures?medium=paper&order={}~",
    ],
)
def test_a_file_of_the_review_is_the_same_over_http(
    both_clients: tuple[FlaskClient, FlaskClient], shipped: Evidence, evidence: Evidence, key: str, form: str
) -> None:
    with_layer, without = (client.get(f"/export/{form.format(key)}") for client in both_clients)
    assert with_layer.status_code == without.status_code == 200
    assert unbroken(with_layer.data.replace(shipped.version.encode(), evidence.version.encode())) == unbroken(without.data)


@pytest.fixture(scope="module")
def both_clients(shipped: Evidence, evidence: Evidence) -> tuple[FlaskClient, FlaskClient]:
    from app import create_app

    return create_app(shipped).server.test_client(), create_app(evidence).server.test_client()


# Every state with the layer, and nobody twice


ONCE = [key for key in CHARTS if key != "timeline"]
FIGURE_BY_FIGURE = ("contrast", "survival", "transplant")


@pytest.mark.parametrize("choice", ["all", "later"])
@pytest.mark.parametrize("key", ONCE)
def test_no_group_of_children_is_drawn_twice(catalogues: Catalogues, choice: str, key: str) -> None:
    for state in STATES:
        shown = catalogues.show(catalogues.read(f"{state}&evidence={choice}"))
        drawn = {record for record in marked_in(CHARTS[key].draw(shown)) if shown.evidence.is_study(record)}
        if key in FIGURE_BY_FIGURE:  # what a later report does not give again stays; it says which report it updates
            drawn -= {record for record in drawn if shown.evidence.study(record).updates in drawn}
        cohorts = Counter(shown.evidence.study(record).cohort_id for record in drawn)
        assert [cohort for cohort, count in cohorts.items() if count > 1] == [], state


@CHART
def test_patients_of_two_reports_are_never_added_up(catalogues: Catalogues, key: str) -> None:
    """110 and 110, 177 and 165, 105 and 60."""
    drawing = CHARTS[key].draw(catalogues.show(catalogues.read("evidence=all")))
    cells = [cell for table_row in drawing.table.rows for cell in table_row.cells]
    said = "\n".join([*drawn_texts(catalogues, "evidence=all", key), *cells, drawing.sentence, *drawing.caveats])
    assert re.findall(r"(?<!never )\b(?:220|342)\b", said) == []
    assert re.findall(r"\b165/177\b", said) == []


@pytest.mark.parametrize("key", ["board", "efficacy", "survival", "timeline"])
def test_the_layer_is_drawn_when_it_is_asked_for(catalogues: Catalogues, since: Evidence, key: str) -> None:
    own = {study.study_id for study in since.studies}
    for choice, expected in (("review", False), ("all", True), ("later", True)):
        drawing = CHARTS[key].draw(catalogues.show(catalogues.read(f"evidence={choice}")))
        assert bool(marked_in(drawing) & own) is expected, choice


def test_registrations_were_recruiting_when_the_review_was_written(catalogues: Catalogues) -> None:
    assert catalogues.of("all").evidence.registered_reach == "mid-March 2021"
    said = "\n".join(texts_in(page_of(catalogues, "/trials", "evidence=all")))
    assert "Status, mid-March 2021, and the latest a register showed." in said


@pytest.mark.parametrize("choice", ["", "evidence=all"])
def test_the_landscape_says_what_was_then_and_what_a_register_showed_since(catalogues: Catalogues, choice: str) -> None:
    drawing = draw(CHARTS["landscape"], catalogues.show(catalogues.read(choice)))
    assert "recruiting in mid-March 2021;" in drawing.sentence
    assert "24 November 2026" not in drawing.sentence
    heads, rows = drawing.table.heads, drawing.table.rows
    [whole] = [row.cells for row in rows if row.cells[heads.index("Registration")] == "NCT03914625"]
    said = whole[heads.index("Status (mid-March 2021)")]
    assert said.startswith("Recruiting (mid-March 2021) → Nov 2025 active, not recruiting")
    [drawn] = [row for row in drawn_rows(drawing) if "NCT03914625" in row.name]
    assert "→ Nov 2025 active, not recruiting" in drawn.words.replace("\n", " ")


def test_a_word_of_a_register_that_misleads_has_its_caution(catalogues: Catalogues) -> None:
    drawing = draw(CHARTS["landscape"], catalogues.show(catalogues.read("evidence=all")))
    [row] = [row for row in drawing.table.rows if "NCT03643276" in row.cells]
    assert "→ Apr 2025 recruiting (over 12 months old). The word misleads for B-cell leukaemia" in "; ".join(row.cells)
    [drawn] = [row for row in drawn_rows(drawing) if "NCT03643276" in row.name]
    assert "(over 12 months old); the word misleads for B-cell leukaemia" in drawn.words.replace("\n", " ")
    assert any(caveat.startswith("AIEOP-BFM ALL 2017: The word misleads") for caveat in drawing.caveats)


@pytest.mark.parametrize("choice", ["all", "later"])
@pytest.mark.parametrize("state", STATES)
def test_every_chart_is_drawn_in_every_state(catalogues: Catalogues, state: str, choice: str) -> None:
    shown = catalogues.show(catalogues.read(f"{state}&evidence={choice}"))
    for key, chart in CHARTS.items():
        drawing = chart.draw(shown)
        assert drawing.sentence, key
        assert all(len(table_row.cells) == len(drawing.table.heads) for table_row in drawing.table.rows), key


@pytest.mark.parametrize("choice", ["all", "later"])
@pytest.mark.parametrize("path", [*PAGES, *EMBEDS])
def test_every_page_opens(catalogues: Catalogues, path: str, choice: str) -> None:
    said = json.dumps(page_of(catalogues, path, f"evidence={choice}&pin=gupta-2025,poland-2025,hodder-2022"))
    assert "could not be drawn" not in said


def test_a_card_of_every_publication_opens(catalogues: Catalogues, since: Evidence) -> None:
    for study in since.studies:
        said = "\n".join(texts_in(page_of(catalogues, "/", f"evidence=later&pin={study.study_id}")))
        assert study.label in said
        assert wording.title(since, study) in said


def test_a_title_that_no_text_has_is_said_to_be_missing(since: Evidence) -> None:
    untitled = [study for study in since.studies if not study.title]
    assert {wording.title(since, study) for study in untitled} == {"Title not in the text read"}


def test_where_nobody_filters_no_filter_is_said_to_leave_no_registration(catalogues: Catalogues) -> None:
    drawing = CHARTS["landscape"].draw(catalogues.show(catalogues.read("evidence=later")))
    assert drawing.rows == 0
    assert "filter" not in drawing.sentence


@pytest.mark.parametrize("query", ["", "evidence=all"])
def test_no_gap_stands_where_a_difference_of_none_would(catalogues: Catalogues, query: str) -> None:
    """A dot on the line of 0 points or of a ratio of 1 is a figure to somebody four metres away."""
    drawing = draw(CHARTS["contrast"], catalogues.show(catalogues.read(query)))
    axes = [slot for slot in frame_of(read(plot_of(drawing)), DESK, None).slots if slot.role == "axis"]
    (gaps,) = (trace for trace in drawing.figure(DESK)["data"] if trace["name"] == "gaps")
    assert len(axes) == 2
    assert [x for x in gaps["x"][:-1] if any(axis.low <= x <= axis.high for axis in axes)] == [], "the last stands in the key"


def test_registrations_are_not_counted_where_nobody_listed_any(catalogues: Catalogues) -> None:
    shown = catalogues.show(catalogues.read("evidence=later"))
    assert counts_line(shown.counts, shown.catalogue.totals) == "28 of 28 publications (23 of 23 cohorts)"
