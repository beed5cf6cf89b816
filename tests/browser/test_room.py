"""The room, measured: every screen of every chart fits, is large enough to be read from its far end, and no text lies on another."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from dashboard.charts import CHARTS
from dashboard.pages.running_order import Entry, written
from tests.browser.page import Page

DRAWN, WORDS = 0.025, 0.019
"""The least sizes of type in a drawing and around it, in shares of the window's height."""
MOST_SCREENS = 120

MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768), (1920, 1080)])
def test_every_screen_of_every_chart_fits_and_reads(page: Page, width: int, height: int) -> None:
    page.sized(width, height)
    page.open(f"/present?order={written([Entry(key) for key in CHARTS])}")
    faults: dict[str, object] = {}
    for _ in range(MOST_SCREENS):
        page.until(lambda: page.all(".present .main-svg") or page.all(".present-notes"))
        found = page.driver.execute_script(MEASURE)
        bad = {what: found[what] for what in ("outside", "over", "scrolls") if found[what]}
        bad |= {what: found[what] for what, least in (("drawn", DRAWN), ("words", WORDS)) if found[what] < least * height - 0.01}
        if bad:
            faults[f"{page.text('h1')} {page.text('.present-steps')}"] = bad
        if not page.all("#present-next"):
            break
        step_on(page)
    assert not page.all("#present-next")
    assert faults == {}


def step_on(page: Page) -> None:
    """Press the arrow, and wait for the screen to which it leads."""
    following = f"{page.one('#present-next').get_attribute('href')}&"
    page.press(Keys.RIGHT)
    page.until(lambda: f"{page.one('.present').get_attribute('data-at')}&" in following)
