"""What is said on the shipped tables, all layers, held to what their sources say: no gap that is none, no part shown as the whole."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard import effects, ids, wording
from dashboard.charts import CHARTS, Drawing
from dashboard.charts.chart import DESK
from dashboard.charts.gaps.rows import lines_of
from dashboard.charts.gaps.words import cell_text
from dashboard.charts.rows import apart
from dashboard.evidence import Evidence
from dashboard.export.provenance import item
from dashboard.export.slides import title_of
from dashboard.facets import FACETS
from dashboard.pages import card, case
from dashboard.questions import BY_KEY, answered
from dashboard.selection import Catalogues
from dashboard.vocabulary import ENDPOINT
from tests.drawing import drawn_rows, key_words, table_rows, without_markup
from tests.test_pages import card_of, fact, nodes, results, text_of


@pytest.fixture(scope="module")
def catalogues(shipped: Evidence) -> Catalogues:
    return Catalogues(shipped)


@pytest.fixture(scope="module")
def shown(catalogues: Catalogues) -> Any:
    return lambda query: catalogues.show(catalogues.read(f"evidence=all&{query}"))


def draw(catalogues: Catalogues, key: str, query: str = "") -> Drawing:
    return CHARTS[key].draw(catalogues.show(catalogues.read(query)))


# Cards


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (
            "fda-summary-2025",
            "Randomised arms, blinatumomab against chemotherapy: overall survival Hazard ratio 0.35 (0.17–0.70), 95 % CI as published "
            "Replaces 0.43 (0.18-1.01) of the review",
        ),
        ("gupta-2025", "Randomised arms, blinatumomab against chemotherapy: disease-free survival Hazard ratio 0.39 The sponsor's figure"),
        (
            "gupta-2025",
            "Difference in restricted mean survival time 72 days (36–108), 95 % CI as published p < 0.001, sides not stated. In days",
        ),
        (
            "hogan-2023",
            "Randomised arms, in some of the patients, blinatumomab against chemotherapy: disease-free survival "
            "Hazard ratio 0.55 (0.30–0.99), 95 % CI as published "
            "p = 0.015, one-sided. Marrow relapse. Only with the whole trial, which is not significant.",
        ),
        ("liu-2026", "Subgroups of the same patients: neurological event Odds ratio 12.50 (1.45–131.00), 95 % CI as published p = 0.023"),
        ("brown-2021", "Hazard ratio 0.62 (0.39–0.98), 95 % CI as published p = 0.02, one-sided; called significant"),
    ],
)
def test_a_card_has_the_published_effects_of_its_publication(shown: Any, record: str, said: str) -> None:
    assert any(said in line for line in results(card_of(shown, record)))


def test_every_published_effect_stands_on_a_card(shipped: Evidence, shown: Any) -> None:
    for study in shipped.studies:
        lines = " ".join(results(card_of(shown, study.study_id)))
        for effect in shipped.contrasts_of(study.study_id):
            assert effect.estimate is None or f"{effect.estimate:g}" in lines, effect.contrast_id
            assert effect.p_value is None or f"{effect.p_value:g}" in lines, effect.contrast_id


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("locatelli-2021", ["54/108 · 50 % ‡", "108/108 · 100 %"]),
        ("schrappe-2023", ["572/619 · 92.4 %"]),
        ("brown-2021", ["118/208 · 57 %"]),
    ],
)
def test_how_a_trial_was_made_has_no_interval_of_confidence(shown: Any, record: str, said: list[str]) -> None:
    """54 of 108 in an arm is no sample of anything: 40–60 % stood beside it."""
    lines = results(card_of(shown, record))
    for count in said:
        assert [line for line in lines if count in line], count
        assert not [line for line in lines if count in line and "CI" in line]


# The case page


@pytest.fixture(scope="module")
def publications(shown: Any) -> dict[str, Any]:
    """What the case page gives the browser of each publication."""
    form = next(node for node in nodes(case.page(shown(""), DESK)) if getattr(node, "id", "") == ids.CASE_FORM)
    return dict(json.loads(form.to_plotly_json()["props"]["data-case"])["records"]["publications"])


@pytest.mark.parametrize(
    ("record", "side", "brief", "arm", "note"),
    [
        (
            "fda-summary-2025", "efficacy", "OS, randomised arms, blinatumomab against chemotherapy, longer follow-up",
            ["hazard ratio", "0.35", "0.17–0.70, published", "0.35", "0.17–0.70, 95 % CI as published",
             "FDA summary 2025, Table 5, primary source"], "",
        ),
        (
            "brown-2021", "efficacy", "OS, randomised arms, blinatumomab against chemotherapy",
            ["hazard ratio", "0.62", "0.39–0.98, published", "0.62", "0.39–0.98, 95 % CI as published", "Review, 3.1 p8"], "ended early",
        ),
        (
            "gupta-2025", "efficacy", "DFS, randomised arms, blinatumomab against chemotherapy",
            ["hazard ratio", "0.39", "", "0.39", "", "Sponsor on AALL1731, notice, secondary report"],
            "interval not in the text read, secondary report, ended early",
        ),
        (
            "gupta-2025", "efficacy", "DFS, randomised arms, blinatumomab against chemotherapy",
            ["difference in restricted mean survival time", "72 days", "36–108, published", "72 days", "36–108, 95 % CI as published",
             "Gupta 2025, abstract, primary source"], "ended early",
        ),
        (
            "poland-2025", "toxicity", "Clinically relevant adverse event, randomised arms, blinatumomab against chemotherapy",
            ["risk ratio", "0.40", "0.24–0.65, published", "0.40", "0.24–0.65, 95 % CI as published",
             "AIEOP-BFM Poland 2025, abstract, primary source"], "",
        ),
    ],
)  # fmt: skip
def test_the_case_page_has_the_published_effects_of_randomised_arms(
    publications: Any, record: str, side: str, brief: str, arm: list[str], note: str
) -> None:
    """They stood nowhere on it: of a summary with nothing but a hazard ratio of 0.35 it said "no efficacy figure"."""
    assert (brief, [arm], note) in [(line["brief"], line["arms"], line["note"]) for line in publications[record][side]]


def test_the_case_page_says_of_an_effect_what_a_card_says_of_it(shipped: Evidence, publications: Any, shown: Any) -> None:
    for study in shipped.studies:
        remarks = [line["remark"] for side in ("efficacy", "toxicity") for line in publications[study.study_id][side] if line["remark"]]
        drawn = [own for own in shipped.contrasts_of(study.study_id) if own.comparison == "randomised_arms" and own.estimate is not None]
        assert len(remarks) == len(drawn)
        said = " ".join(results(card_of(shown, study.study_id)))
        for effect, remark in zip(drawn, remarks, strict=True):
            assert effects.remark(effect) in remark
            assert effects.remark(effect) in said
            assert ("ended early" in remark.lower()) == bool(effect.early_stop)


def test_an_effect_of_other_groups_is_no_figure_of_a_case_and_is_not_denied(publications: Any) -> None:
    """A hazard ratio of 0.18 of responders against the others beside a child would read as one of treatment."""
    listed = [arm[1] for arms in (line["arms"] for line in publications["rialto-2022"]["efficacy"]) for arm in arms]
    assert "0.18" not in listed
    denied = {name: record["other_effects"] for name, record in publications.items() if any(record["other_effects"].values())}
    assert denied == {
        "hogan-2023": {"efficacy": True, "toxicity": False},
        "rialto-2022": {"efficacy": True, "toxicity": False},
        "liu-2026": {"efficacy": False, "toxicity": True},
    }


# Cards, all of them


def test_no_heading_of_a_card_stands_over_nothing(shipped: Evidence, shown: Any) -> None:
    for study in shipped.studies:
        sections = [node for node in nodes(card_of(shown, study.study_id)) if type(node).__name__ == "Section"]
        assert all(len(section.children) > 1 for section in sections), study.study_id


def test_what_was_not_read_is_not_called_unreported(shown: Any) -> None:
    """The four-year figure stands beyond the excerpt: it was reported, and not read."""
    said = text_of(card_of(shown, "aall1731-ash-longer"))
    assert "Not in the text read: disease-free survival at four years" in said
    assert "Not reported" not in said
    assert "Not reported: response" in text_of(card_of(shown, "sutton-2021"))


@pytest.mark.parametrize(
    ("record", "others"),
    [("brown-2021", ["[108]"]), ("queudeville-2021", ["[42]"]), ("zhang-n-2025", ["[118]"])],
)
def test_a_card_does_not_call_children_unreported_who_may_be_in_another_report(shown: Any, record: str, others: list[str]) -> None:
    said = fact(card_of(shown, record), "Same children")
    assert "Reported by no other publication" not in said
    doubt = said.partition("Overlap not excluded: ")[2]
    assert [ref for ref in others if ref in doubt] == others


def test_of_the_review_alone_overlap_is_that_of_the_review(catalogues: Catalogues) -> None:
    [found] = card.cards(catalogues.show(catalogues.read("pin=brown-2021")))
    assert fact(found, "Same children").startswith("AALL1331 (randomised, NCT02101853). Reported by no other publication in the review.")


# The board


def cells_of(drawing: Drawing, record: str, arm: str = "") -> dict[str, str]:
    return next(row for row in table_rows(drawing, record) if arm in row["Publication"])


@pytest.mark.parametrize(
    ("record", "column", "said"),
    [
        ("rialto-2022", "Neurological event", "4/110, grade 3-4"),
        ("hodder-2022", "Neurological event", "1/60, grade 3"),
        ("wu-2022", "Seizure", "4.3 %, n 23, grade 3 or higher"),
        (
            "brown-2021",
            "Seizure",
            "4 %, n not stated, any grade, related to treatment; 1, n not stated, grade 3 or higher, related to treatment",
        ),
        (
            "liu-2026",
            "Neurological event",
            "8/93, any grade; 12 %, n 42, any grade, with intrathecal therapy during the infusion; "
            "6 %, n 51, any grade, without intrathecal therapy during the infusion",
        ),
        ("gupta-2025", "CRS of grade 3+", "2/624, grade 3 or higher"),
    ],
)
def test_an_event_of_which_only_the_severe_are_counted_is_not_called_unreported(
    catalogues: Catalogues, record: str, column: str, said: str
) -> None:
    assert cells_of(draw(catalogues, "toxicity", "evidence=all"), record)[column] == said


def test_a_box_of_the_severe_ones_in_a_column_of_all_says_so(catalogues: Catalogues) -> None:
    drawing = draw(catalogues, "board", "evidence=all")
    words = {row.record: row.words for row in drawn_rows(drawing)}
    assert "4/110#" in words["rialto-2022"]
    assert "2/110#" not in words["rialto-2022"]
    assert "# grade 3 or higher" in key_words(drawing)


def test_a_figure_that_only_the_smaller_report_of_a_cohort_has_is_drawn(catalogues: Catalogues) -> None:
    """One of 165 stopped, says one report; the other, of 177, has MRD and no toxicity."""
    drawing = draw(catalogues, "toxicity", "evidence=all")
    assert cells_of(drawing, "karachunskiy-2024")["Paused or stopped"] == "stopped 1/165, only those for a neurological event"
    assert "same children in [115]" in cells_of(drawing, "karachunskiy-2024")["Remark"]


def test_no_publication_with_a_figure_of_toxicity_is_said_to_have_none(catalogues: Catalogues, shipped: Evidence) -> None:
    drawing = draw(catalogues, "board", "evidence=all")
    denied = [
        record for aside in drawing.asides if aside.words.startswith("No response, MRD or toxicity figure") for record, _ in aside.records
    ]
    assert "hogan-2023" in denied
    for record in denied:
        figures = [row for row in shipped.results_of(record) if wording.has_number(row) and row.domain in ("response", "mrd", "toxicity")]
        assert not figures, record
    [other] = [aside for aside in drawing.asides if aside.words.startswith("Toxicity figures for events other")]
    assert [record for record, _ in other.records] == ["schrappe-2023", "poland-2025", "van-der-sluis-2026"]


def test_a_figure_of_some_is_not_said_to_be_of_all(catalogues: Catalogues) -> None:
    """82.5 % is of 40, and 58 are of the 60 with MRD: neither is of all 105."""
    drawing = draw(catalogues, "efficacy", "evidence=all&ph=included")
    assert cells_of(drawing, "zhang-n-2025")["MRD response"] == "not these alone: 82.5 %, n 40"
    assert cells_of(drawing, "hodder-2024")["MRD response"] == "not these alone: 58/60 · 97 %"
    assert cells_of(drawing, "zhang-b-2023")["MRD response"] == "of all 24: 24/24 · 100 %"


def test_a_percentage_of_a_known_n_is_not_explained_as_one_without(catalogues: Catalogues) -> None:
    """82.5 % is of 40: it is the count that is not printed."""
    assert "percent, no count" in key_words(draw(catalogues, "efficacy", "evidence=later"))
    assert not [words for words in key_words(draw(catalogues, "efficacy", "evidence=all")) if "no n" in words]


@pytest.mark.parametrize(
    ("events", "n", "said"), [(2, 624, "0.3 %"), (1, 5000, "0.02 %"), (0, 653, "0 %"), (623, 624, "99.8 %"), (13, 38, "34 %")]
)
def test_some_are_neither_none_nor_all(shipped: Evidence, events: int, n: int, said: str) -> None:
    result = next(row for row in shipped.results if row.state == "count" and row.percent is None)
    assert wording.percentage(result._replace(events=events, n=n)) == said


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("zhang-n-2025-cr-rr", "n: evaluable, printed with the figure"),
        ("rialto-2022-median-os", "n: all treated, printed with the figure"),
        ("locatelli-2021-crs", "worked out from printed percentages"),
    ],
)
def test_no_count_is_said_to_be_printed_or_worked_out_that_is_not(shipped: Evidence, result: str, said: str) -> None:
    """81.8 % of eleven has no count; the count of two of 54 is printed, and the size worked out."""
    words = wording.in_full(shipped, next(own for own in shipped.results if own.result_id == result))
    assert said in words
    assert "printed with the count" not in words
    assert "count worked out from printed percentages" not in words


# Answers


def test_an_answer_does_not_deny_the_number_that_the_gap_map_counts(shipped: Evidence) -> None:
    """Four children with Ph-positive leukaemia are alive in remission, all of four: few, and not none."""
    since = answered(BY_KEY["ph_positive"], Catalogues(shipped).of("all")).since
    assert "none of them with an outcome figure for these children alone" in since
    assert ", plus fewer than five children in Hodder 2022 [114]." in since


# Randomised comparisons


def test_randomisations_of_one_trial_are_not_counted_as_trials(catalogues: Catalogues) -> None:
    """Brown 2021 and Hogan 2023 are two groups of one trial, NCT02101853."""
    assert (
        "The six randomised comparisons are shown side by side and never combined." in draw(catalogues, "contrast", "evidence=all").caveats
    )
    assert "The two trials are shown side by side and never combined." in draw(catalogues, "contrast").caveats


@pytest.mark.parametrize("query", ["", "evidence=all"])
def test_what_is_said_of_both_trials_of_the_review_names_them(catalogues: Catalogues, query: str) -> None:
    """A third trial beside them has more of two events with the drug."""
    [said] = [caveat for caveat in draw(catalogues, "dumbbell", query).caveats if "Fewer and less severe" in caveat]
    assert said.startswith("Brown 2021 [38], Locatelli 2021 [39]: ")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("schrappe-2023", "p < 0.001, sides not stated"),
        ("poland-2025", "p < 0.0001, sides not stated"),
        ("gupta-2025", "no interval stated"),
    ],
)
def test_a_p_value_alone_is_printed(catalogues: Catalogues, record: str, said: str) -> None:
    rows = table_rows(draw(catalogues, "contrast", "evidence=all"), record)
    assert any(said in row["In words"] for row in rows)
    assert not [row for row in rows if row["Effect"] == "72" and "p <" in row["In words"]]


def test_a_layer_of_which_no_hazard_ratio_is_shown_is_not_said_to_have_none(catalogues: Catalogues) -> None:
    """The layer has four; the filter leaves two trials with none, of which one has an effect of another measure."""
    others = "Other measures: risk ratio, clinically relevant adverse event, 0.40 (0.24–0.65) [109]."
    said = f" shown here has a hazard ratio in the text read. {others}"
    assert draw(catalogues, "contrast", "evidence=all&ph=not_stated").sentence.endswith(f"Since then none{said}")
    assert draw(catalogues, "contrast", "evidence=later&ph=not_stated").sentence == f"None{said}"


def test_a_trial_with_differences_only_is_not_passed_over(catalogues: Catalogues) -> None:
    """29 of 281 against 61 of 268 stand under the sentence."""
    said = draw(catalogues, "contrast", "evidence=later&line=frontline&down=not_included").sentence
    assert said == "None shown here has a hazard ratio in the text read; differences are drawn."


def test_a_hazard_ratio_of_a_secondary_report_is_called_so(catalogues: Catalogues) -> None:
    """The sponsor's 0.39 has a primary text beside it, which gives days and no ratio; a review's ratios are all at second hand."""
    later = draw(catalogues, "contrast", "evidence=later").sentence
    assert "0.65 (0.32–1.30) [107] (secondary) and 0.35 (0.17–0.70) [105] (same children as [39])" in later
    assert "0.76 (0.51–1.14) [107] (secondary) and 0.39 [101] (secondary, no interval; primary: restricted mean survival 72 days" in later
    assert "secondary" not in draw(catalogues, "contrast").sentence
    since = answered(BY_KEY["survival"], catalogues.of("all")).since
    assert "0.65 (95 % CI 0.32–1.30, which includes 1) in Hogan 2023 (low risk) [107] (secondary report)" in since


def test_the_differences_that_the_sentence_has_no_room_for_are_in_the_notes(catalogues: Catalogues) -> None:
    said = "MRD-negative +43 [38] (no interval), MRD remission +36 [39] points."
    assert draw(catalogues, "contrast").sentence.endswith(said)
    assert said in draw(catalogues, "contrast", "evidence=all").caveats
    assert said not in draw(catalogues, "contrast").caveats


# Under a filter of a population


@pytest.mark.parametrize(
    ("key", "query", "said"),
    [
        ("transplant", "ph=included", "Not for these children alone: [37]."),
        ("transplant", "infant=included", "Not for these children alone: [37]."),
        ("survival", "ph=included&evidence=all", "Not for these children alone: [113], some figures of [114], [126]."),
        ("phenotype", "kmt2a=included", "Not for these children alone: [36], [37], [43]."),
        ("survival", "infant=included&evidence=all", "Not for these children alone: [126]."),
        ("survival", "down=included&evidence=all", "Not for these children alone: some figures of [114]."),
        ("transplant", "", ""),
    ],
)
def test_a_figure_of_others_too_does_not_answer_for_the_children_asked_for(catalogues: Catalogues, key: str, query: str, said: str) -> None:
    """83 % with a transplant are of all 24, not of the Ph-positive."""
    _, found, refs = draw(catalogues, key, query).sentence.partition("Not for these children alone")
    assert f"{found}{refs}" == said


def test_an_empty_layer_of_a_sentence_is_none(catalogues: Catalogues) -> None:
    assert (
        "counts at follow-up from one cohort, since then from none." in draw(catalogues, "survival", "evidence=all&kmt2a=included").sentence
    )


# Registrations


def test_a_layer_without_a_list_of_registrations_does_not_say_that_none_was_found(catalogues: Catalogues, shipped: Evidence) -> None:
    """Three that are not in the review were found, such as Interfant-21."""
    assert {state.registration_id for state in shipped.registry} >= {"NCT05327894", "NCT07297914", "NCT06607419"}
    said = "No registrations are listed in the text read; what registers showed for others is on the Evidence page."
    assert draw(catalogues, "landscape", "evidence=later").sentence == said


# Under a filter of a setting


@pytest.mark.parametrize("key", ["board", "survival", "transplant"])
def test_whose_figures_count_more_than_the_setting_asked_for_is_said(catalogues: Catalogues, key: str) -> None:
    """RIALTO takes children with residual disease among others: 69 of 110, and a median of 13.1 months, are of all."""
    words = "Figures that may count patients outside the setting asked for"
    [said] = [caveat for caveat in draw(catalogues, key, "setting=mrd").caveats if caveat.startswith(words)]
    assert said == f"{words}: [25]."
    assert not [own for own in draw(catalogues, key).caveats if own.startswith(words)]


def test_not_all_who_stand_under_a_setting_need_be_of_it(catalogues: Catalogues) -> None:
    """Of 85 of Hodder's 105 no more than 70 were intolerant; of the 23 of Wu three were treated for residual disease."""
    caveats = draw(catalogues, "board", "evidence=later&setting=toxicity_driven").caveats
    assert "Figures that may count patients outside the setting asked for: [113], [114], [125]." in caveats


@pytest.mark.parametrize(
    ("setting", "refs", "said"),
    [
        # eleven in relapse and 40 in remission with MRD are none of the 54 whose chemotherapy was delayed
        (
            "toxicity_driven",
            "[119]",
            "One cohort reports an MRD result with blinatumomab: 58/60 · 97 % (88–99.6 %, exact 95 % CI, computed). "
            "No cohort shown here reports a response as a number in the text read, "
            "except for part of the patients in another setting.",
        ),
        # and thirteen with blasts none of Beneduce's 26 with MRD
        (
            "mrd",
            "[119], [120]",
            "Four cohorts report an MRD result with blinatumomab, 81–100 %; definitions differ, so no average is shown. "
            "No cohort shown here reports a response as a number in the text read, "
            "except for part of the patients in another setting.",
        ),
    ],
)
def test_a_figure_of_a_part_does_not_answer_for_another_setting(catalogues: Catalogues, setting: str, refs: str, said: str) -> None:
    drawing = draw(catalogues, "efficacy", f"evidence=later&setting={setting}")
    assert f"For part of the patients, in a setting other than the one asked for: {refs}." in drawing.caveats
    assert drawing.sentence == said
    assert cells_of(drawing, "zhang-n-2025")["Response"] == "in another setting: 81.8 %, n 11"


def test_the_answer_on_intolerance_counts_no_figure_of_other_children(shipped: Evidence) -> None:
    since = answered(BY_KEY["intolerance"], Catalogues(shipped).of("all")).since
    assert "four publications, three of them with an outcome figure" in since
    assert "Zhang N" not in since
    assert "which may count others too in all of them" in since


# The gap map


@pytest.fixture(scope="module")
def gap_map(catalogues: Catalogues) -> dict[tuple[str, str], str]:
    """What its cells say of each cohort, by line and group of endpoints."""
    lines = lines_of(catalogues.show(catalogues.read("evidence=later")))
    return {
        (line.option if line.facet.key == "setting" else line.facet.key, domain): cell_text(cell).replace("\u00a0", " ")
        for line in lines
        for domain, cell in line.cells.items()
    }


@pytest.mark.parametrize(
    ("line", "domain", "said"),
    [
        ("toxicity_driven", "toxicity", "Hodder 2024 [113] (n ≤ 105), Wu 2022 [125] (n ≤ 23)"),
        ("toxicity_driven", "survival", "Hodder 2024 [113] (n ≤ 80)"),
        ("newly_diagnosed", "relapse", "Hodder 2024 [113] (n 20)"),
        ("relapsed_refractory", "response", "Zhang N 2025 [119] (n 11)"),
        ("mrd", "mrd", "Zhang N 2025 [119] (n 40), ALLTogether1-DS 2024 [111] (n 33), Beneduce 2022 [120] (n 26)"),
        # 73 of 74 are courses of all children, and no number of patients
        ("toxicity_driven", "mrd", "Hodder 2024 [113] (n ≤ 60), Zhang N 2025 [119] (n NR)"),
        ("relapsed_refractory", "mrd", "Beneduce 2022 [120] (n 26), Japan expansion 2022 [121] (n 5), Zhang N 2025 [119] (n NR)"),
        ("ph", "survival", "Hodder 2022 [114] (n 4)"),
        ("down", "survival", "Hodder 2022 [114] (n 8)"),
    ],
)
def test_a_cell_says_of_how_many_of_the_line_a_figure_is_at_most(
    gap_map: dict[tuple[str, str], str], line: str, domain: str, said: str
) -> None:
    assert said in gap_map[line, domain]


@pytest.mark.parametrize(("line", "absent"), [("toxicity_driven", ["[119]"]), ("mrd", ["[119]", "[120]"])])
def test_no_cohort_stands_in_a_line_with_a_figure_of_other_children(
    gap_map: dict[tuple[str, str], str], line: str, absent: list[str]
) -> None:
    assert not [ref for ref in absent if ref in gap_map[line, "response"]]


def test_the_sentence_of_the_board_counts_the_cohorts_that_its_map_of_gaps_counts(catalogues: Catalogues) -> None:
    """Of nine Japanese children one had an MRD response, of how many with a result is not said: a count, drawn and counted."""
    assert "six an MRD result, 52–90 % and one patient, no n" in draw(catalogues, "board").sentence
    assert cells_of(draw(catalogues, "board"), "horibe-2020")["MRD response"] == "1, n not stated"


# An effect between groups is a report too


def test_a_publication_with_an_effect_alone_is_not_said_to_report_nothing(catalogues: Catalogues, shipped: Evidence) -> None:
    """The summary with nothing but a hazard ratio of 0.35 for death stood under "Survival not reported"."""
    drawing = draw(catalogues, "survival", "evidence=all")
    [only] = [aside for aside in drawing.asides if "effect" in aside.words]
    assert only.words == "Survival as an effect between the randomised arms only, drawn in 'Randomised contrast'"
    assert [record for record, _ in only.records] == ["fda-summary-2025"]
    denied = {record for aside in drawing.asides if "not reported" in aside.words for record, _ in aside.records}
    assert denied
    assert not [effect for effect in shipped.contrasts if effect.study_id in denied and effect.endpoint in ENDPOINT["survival"]]
    assert "fda-summary-2025" in [row.record for row in draw(catalogues, "contrast", "evidence=all").table.rows]


def test_an_effect_that_no_row_draws_is_looked_for_on_the_card(catalogues: Catalogues, shipped: Evidence) -> None:
    of_history = [own._replace(comparison="historical") if own.study_id == "fda-summary-2025" else own for own in shipped.contrasts]
    other = Catalogues(replace(shipped, contrasts=tuple(of_history)))
    words = [aside.words for aside in draw(other, "survival", "evidence=all").asides if "effect" in aside.words]
    assert words == ["Survival as an effect between groups only, see the card"]


def test_the_endpoint_asked_for_keeps_who_reports_it_as_an_effect(catalogues: Catalogues) -> None:
    """Without it, the answer was a hazard ratio of 0.43 alone, which its 0.35 replaces."""
    shown = catalogues.show(catalogues.read("evidence=all&endpoint=survival&setting=first_relapse"))
    assert "fda-summary-2025" in shown.ids
    assert "0.35 (0.17–0.70) [105] (same children as [39])" in CHARTS["contrast"].draw(shown).sentence


def test_the_map_of_gaps_has_a_cell_for_an_effect_alone(catalogues: Catalogues) -> None:
    lines = {line.option: line for line in lines_of(catalogues.show(catalogues.read("evidence=later")))}
    cell = lines["bridge"].cells["survival"]
    assert (cell.kind, cell.is_empty) == ("effect", False)
    assert cell_text(cell) == "an effect between groups only: FDA summary 2025 [105]"
    drawing = draw(catalogues, "gaps", "evidence=later")
    assert drawing.caveats[0] == "No cohort reports a number for: after transplant, no relapse; earlier transplant."
    assert ", 1 an effect between groups only, none words only, 8 a mixed group only and 55 are empty." in drawing.sentence
    assert "an effect between groups only" in key_words(drawing)


def test_a_map_without_a_list_of_registrations_counts_none(catalogues: Catalogues) -> None:
    """Seven frontline ones exist: a 0 in a layer that lists none would deny them."""
    drawing = draw(catalogues, "gaps", "evidence=later")
    assert "egistration" not in drawing.sentence
    assert not [head for head in drawing.table.heads if "egistration" in head]
    assert drawing.caveats[-1] == "No registrations are listed in the text read, so none are counted here."
    assert "Trials registered, not known to have ended" in key_words(draw(catalogues, "gaps", "evidence=all"))
    assert not [words for words in key_words(drawing) if words.startswith("Trials")]


@pytest.mark.parametrize("ended", ["NCT04785547", "NCT04556084", "NCT02393859"])
def test_a_registration_that_the_landscape_shows_as_ended_fills_no_gap(catalogues: Catalogues, ended: str) -> None:
    shown = catalogues.show(catalogues.read("evidence=all"))
    of_it = replace(shown, trials=tuple(trial for trial in shown.trials if trial.registration_id == ended))
    assert of_it.trials
    assert not any(line.registrations for line in lines_of(of_it))


def test_relapses_filed_under_another_column_are_named(catalogues: Catalogues) -> None:
    """[36] counts 16 and 1, [43] 21 and 6, all by CD19: the column of relapses has none of them."""
    assert "Relapses counted only by CD19 status are under CD19 and lineage: [36], [37], [40], [43]." in draw(catalogues, "gaps").caveats
    assert FACETS["endpoint"].options["relapse"] == "Relapse, other than by CD19 status"


# Who came since may have been counted before


@pytest.mark.parametrize(
    "query", ["evidence=all", "evidence=all&setting=mrd", "evidence=all&infant=included", "evidence=all&line=frontline"]
)
def test_no_count_of_what_came_since_hides_who_was_counted_before(catalogues: Catalogues, query: str) -> None:
    shown = catalogues.show(catalogues.read(query))
    layers = apart(shown.evidence, shown.studies, lambda study: study)
    again = len(set.intersection(*({study.cohort_id for study in own} for own in layers)))
    for key in ("timeline", "gaps"):
        drawing = CHARTS[key].draw(shown)
        assert ("counted before" in f"{drawing.sentence} {' '.join(drawing.caveats)}") == bool(again)
    assert ("counted before" in CHARTS["timeline"].draw(shown).claim) == bool(again)


# Slides


@pytest.mark.parametrize(
    ("key", "query", "title"),
    [
        ("dumbbell", "", "Four events [38] and two [39] are less frequent with blinatumomab, one [39] more"),
        ("dumbbell", "evidence=all", "Randomised: how much toxicity in each arm?"),
        ("dumbbell", "evidence=later", "Two events [101] are more frequent with blinatumomab, sepsis more in each risk group"),
        ("contrast", "", "With blinatumomab the hazard ratio for death was 0.62 (0.39–0.98) [38] and 0.43 (0.18–1.01) [39]"),
        ("contrast", "evidence=all", "Randomised: what did the drug change?"),
        ("efficacy", "", "Six cohorts report a response with blinatumomab, six MRD"),
        (
            "efficacy",
            "evidence=all",
            "Six cohorts, since then four, report a response with blinatumomab; six, since then eight, MRD",
        ),
        ("efficacy", "infant=included", "Two cohorts report an MRD result for these children alone with blinatumomab"),
        ("efficacy", "ph=included", "Who responded?"),
        ("survival", "evidence=all", "Six cohorts, since then ten (one counted before), report survival figures; no curve is drawn"),
        ("survival", "down=included&evidence=all", "How many survive, and for how long?"),
        ("transplant", "", "Five cohorts report how many reached a transplant"),
        ("transplant", "evidence=all", "Four cohorts, since then three, report how many reached a transplant"),
        ("transplant", "ph=included", "Who reached a transplant?"),
        ("phenotype", "", "Most relapses with known CD19 status stayed CD19-positive: 21/27 [43] and 16/17 [36]"),
        # a relapse by a switch of which CD19 is not said is drawn: no title may read as if there were none
        ("phenotype", "setting=mrd", "A lineage switch is reported in one cohort, with a KMT2A rearrangement"),
        ("phenotype", "setting=bridge", "A lineage switch is reported in one cohort, with a KMT2A rearrangement"),
        (
            "survival",
            "setting=mrd&evidence=all",
            "Two cohorts, since then three (one counted before), report survival figures; no curve is drawn",
        ),
        ("toxicity", "", "116 of 156 toxicity figures looked for are not reported"),
        ("toxicity", "evidence=all", "116 of 156 toxicity figures looked for, since then 233 of 273, are not reported"),
        ("timeline", "", "24 publications of 19 cohorts from 2011 to 2021"),
        ("timeline", "evidence=all", "24 publications of 19 cohorts, since then 28 of 23 (two counted before), 2011–2026"),
        ("landscape", "", "2 of 24 registrations name infants; 1 more prints a lowest age under one year"),
        ("landscape", "setting=post_transplant", "None of 6 registrations name infants; 1 prints a lowest age under one year"),
        ("landscape", "age=under_1", "1 of 2 registrations names infants; 1 more prints a lowest age under one year"),
        ("landscape", "infant=not_stated", "None of 11 registrations name infants; 1 prints a lowest age under one year"),
        ("landscape", "infant=included", "2 of 2 registrations name infants"),
        ("gaps", "", "40 of 105 cells hold a number, 47 are empty"),
    ],
)
def test_the_title_of_a_slide_holds_for_all_that_stands_on_it(catalogues: Catalogues, key: str, query: str, title: str) -> None:
    """Four serious events less frequent in the first of three trials was the title of a slide on which the third has more of two."""
    shown = catalogues.show(catalogues.read(query))
    assert title_of(item(shown, key, day=date(2026, 11, 29), link="https://board.example/")) == title


@pytest.mark.parametrize("query", ["setting=mrd", "ph=included&down=included", "evidence=later&line=peri_transplant"])
@pytest.mark.parametrize("key", CHARTS)
def test_no_sentence_stands_in_the_drawing_too(catalogues: Catalogues, key: str, query: str) -> None:
    """Without a row a chart said in its middle what its sentence says under it."""
    drawing = draw(catalogues, key, query)
    drawn = {text for trace in drawing.figure()["data"] for text in trace.get("text", ())}
    sentences = [sentence.rstrip(".") for sentence in drawing.sentence.split(". ")]
    assert not [said for said in sentences if any(said == without_markup(text).rstrip(".") for text in drawn)]
