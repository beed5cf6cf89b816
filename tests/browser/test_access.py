"""For a colleague on a keyboard or a screen reader: axe-core finds nothing serious, light or dark."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.browser.page import Page

PAGES = ("/", "/?setting=first_relapse&pin=brown-2021&gaps=drawn", "/?down=included", "/trials", "/case", "/evidence")
RUN = """
const [done] = arguments;
axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'best-practice']}).then((found) => done(found.violations
  .filter((violation) => ['serious', 'critical'].includes(violation.impact))
  .map((violation) => violation.id + ': ' + violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | '))));
"""


def axe() -> str:
    spec = find_spec("axe_core_python")
    assert spec is not None
    assert spec.submodule_search_locations
    return (Path(spec.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_serious(page: Page, path: str, dark: bool) -> None:
    page.open(path)
    page.until(lambda: page.all(".graph .main-svg, .anomaly, .ag-row, .case-form input"))
    if dark:
        page.click("#theme-switch")
        page.until(lambda: page.driver.execute_script("return document.documentElement.dataset.bsTheme") == "dark")
    page.driver.execute_script(axe())
    assert page.driver.execute_async_script(RUN) == []
    if dark:
        page.click("#theme-switch")


FILL = """
document.getElementById('case-years').value = '6';
['setting-first_relapse', 'ph-yes', 'kmt2a-yes'].forEach((name) => document.getElementById('case-' + name).click());
document.querySelectorAll('#case-result [data-key]').forEach((one, index) => { if (index < 4) { one.click(); } });
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_serious_in_a_filled_case_on_the_page_and_presented(page: Page, dark: bool) -> None:
    page.open("/case")
    page.one("#case-years")
    if dark:
        page.click("#theme-switch")
        page.until(lambda: page.driver.execute_script("return document.documentElement.dataset.bsTheme") == "dark")
    page.driver.execute_script(FILL)
    assert page.all(".case-fold:not([hidden]) .case-reasons")
    page.driver.execute_script(axe())
    assert page.driver.execute_async_script(RUN) == []
    page.press("p")
    assert page.one("#case-room").is_displayed()
    assert page.driver.execute_async_script(RUN) == []
    page.press("\ue00c")
    if dark:
        page.click("#theme-switch")


def test_the_first_tab_stop_leads_to_the_evidence(page: Page) -> None:
    page.open()
    page.press("\ue004")
    assert page.driver.switch_to.active_element.text == "Skip to the evidence"
