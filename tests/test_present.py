"""What is presented: a screen shows no row, number or statement that its whole chart does not show, and leaves none out."""

import json
import re

import pytest

from dashboard.charts import CHARTS
from dashboard.pages import present
from dashboard.selection import Catalogues

STATES = ("", "setting=first_relapse", "setting=relapsed_refractory", "infant=not_stated", "line=frontline")


@pytest.fixture(scope="module")
def catalogues(evidence):
    return Catalogues(evidence)


def words(figure):
    """Every text that a figure draws: of its traces, its annotations, its axes' ticks and titles."""
    layout = figure["layout"]
    texts = [
        text for trace in figure["data"] for text in ([trace["text"]] if isinstance(trace.get("text"), str) else trace.get("text", ()))
    ]
    texts += [note["text"] for note in layout.get("annotations", ())]
    texts += [text for name, axis in layout.items() if name[1:5] == "axis" for text in axis.get("ticktext", ())]
    return {re.sub(r"font-size:[\d.]+px", "", text) for text in texts}


def screens(catalogues, key, query):
    """The whole figure and sentence of a chart, and the figure and sentence of each screen on which it is presented."""
    shown = catalogues.show(catalogues.read(query))
    whole = CHARTS[key].draw(shown)
    count = len(present.paged(whole, 8)) if CHARTS[key].rows_alone else 1
    pages = [present.page(catalogues, f"order={key}~{query.replace('=', '%3D')}&rows=8&page={page}", "") for page in range(count)]
    return whole, [(page.children[1].children.figure, page.children[2].children) for page in pages]


@pytest.mark.parametrize("query", STATES)
@pytest.mark.parametrize("key", CHARTS)
def test_the_screens_of_a_chart_say_together_what_it_says_and_none_says_anything_else(catalogues, key, query):
    whole, found = screens(catalogues, key, query)
    assert {sentence for _, sentence in found} == {whole.sentence}
    for figure, _ in found:
        assert words(figure) <= words(whole.figure())
    assert set().union(*(words(figure) for figure, _ in found)) == words(whole.figure())


def test_a_registration_that_stands_in_two_rows_is_presented_with_both(catalogues):
    _, found = screens(catalogues, "landscape", "")
    presented = json.dumps([figure for figure, _ in found], ensure_ascii=False).replace("<br>", " ")
    assert "with inotuzumab ozogamicin and chemotherapy" in presented


def test_numbers_of_the_gap_map_are_on_its_screen(catalogues):
    whole, [(figure, _)] = screens(catalogues, "gaps", "")
    assert whole.rows
    assert words(figure) == words(whole.figure())
