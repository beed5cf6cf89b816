"""What is said on the shipped tables, all layers, held to what their sources say: no gap that is none, no part shown as the whole."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dashboard import wording
from dashboard.charts import CHARTS, Drawing
from dashboard.evidence import Evidence
from dashboard.pages import card
from dashboard.questions import BY_KEY, answered
from dashboard.selection import Catalogues
from tests.drawing import table_rows
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
            "Randomised arms: overall survival Hazard ratio 0.35 (0.17–0.70), 95 % CI as published Replaces 0.43 (0.18-1.01) of the review",
        ),
        ("gupta-2025", "Randomised arms: disease-free survival Hazard ratio 0.39 The sponsor's figure"),
        (
            "gupta-2025",
            "Difference in restricted mean survival time 72 days (36–108), 95 % CI as published p < 0.001, sides not stated. In days",
        ),
        (
            "hogan-2023",
            "Randomised arms, of a part of the patients: disease-free survival Hazard ratio 0.55 (0.30–0.99), 95 % CI as published "
            "p = 0.015, one-sided. Marrow relapse. Only with the whole trial, which is not significant.",
        ),
        ("liu-2026", "Subgroups of the same patients: neurological event Odds ratio 12.50 (1.45–131.00), 95 % CI as published p = 0.023"),
        ("brown-2021", "Hazard ratio 0.62 (0.39–0.98), 95 % CI as published p = 0.02, one-sided. called significant"),
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


def test_no_heading_of_a_card_stands_over_nothing(shipped: Evidence, shown: Any) -> None:
    for study in shipped.studies:
        sections = [node for node in nodes(card_of(shown, study.study_id)) if type(node).__name__ == "Section"]
        assert all(len(section.children) > 1 for section in sections), study.study_id


def test_what_was_not_read_is_not_called_unreported(shown: Any) -> None:
    """The four-year figure stands beyond the excerpt: it was reported, and not read."""
    said = text_of(card_of(shown, "aall1731-ash-longer"))
    assert "Not in the text read: disease-free survival at four years" in said
    assert "Not reported" not in said
    assert "Not reported: response." in text_of(card_of(shown, "sutton-2021"))


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
