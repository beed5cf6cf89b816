"""Whichever plotly.js is served: it is one, and it draws every trace as the type that was asked for."""

from __future__ import annotations

import pytest

from dashboard.charts import CHARTS
from tests.browser.page import Page
from tools.fetch_bundle import FILE, is_there

TRACES = """
const chart = document.querySelector(".js-plotly-plot");
return chart && chart._fullData && window.Plotly
  ? { asked: chart.data.map((trace) => trace.type), drawn: chart._fullData.map((trace) => trace.type) } : null;
"""

AGAIN = """
const [done] = arguments, chart = document.querySelector(".js-plotly-plot");
const { data, layout } = JSON.parse(JSON.stringify({ data: chart.data, layout: chart.layout }));
Plotly.react(chart, { data, layout })
  .then(() => [chart.innerHTML])
  .then((drawn) => Plotly.restyle(chart, { opacity: 1 }).then(() => done([...drawn, chart.innerHTML])));
"""
"""A chart drawn again, and then once more given nothing but its look."""


@pytest.mark.parametrize("chart", CHARTS)
def test_every_trace_is_drawn_as_the_type_asked_for_and_has_its_look_when_it_is_drawn(page: Page, chart: str) -> None:
    """A part of plotly.js draws a type that it does not know as scatter, and says nothing."""
    page.open(f"/embed/{chart}")
    types = page.until(lambda: page.driver.execute_script(TRACES))
    assert types["asked"]
    # transformed traces would come more than once: none of ours are
    assert types["drawn"] == [asked or "scatter" for asked in types["asked"]]
    drawn, styled = page.driver.execute_async_script(AGAIN)
    assert drawn == styled


def test_exactly_one_plotly_js_is_loaded_the_small_one_where_it_is(page: Page) -> None:
    page.open()
    page.until(lambda: page.all(".graph .main-svg"))
    scripts = [request["url"] for request in page.requests() if "plotly" in request["url"].rsplit("/", 1)[1]]
    assert ["/assets/vendor/plotly-basic" in script for script in scripts] == [is_there(FILE)]
