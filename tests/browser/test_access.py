"""For a colleague on a keyboard, a screen reader or a magnifier: nothing serious for axe-core, a focus that is seen, pages that fit."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.browser.page import Page

PAGES = ("/", "/?setting=first_relapse&pin=brown-2021&gaps=drawn", "/?down=included", "/trials", "/case", "/evidence")
RUN = """
const [done] = arguments;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
axe.run(document, {runOnly: rules}).then((found) => done(found.violations
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


@pytest.mark.parametrize("name", ["assurance", "accessibility"])
def test_nothing_serious_in_a_document(page: Page, name: str) -> None:
    page.open(f"/documents/{name}")
    page.driver.execute_script(axe())
    assert page.driver.execute_async_script(RUN) == []


FOCUS = """
const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
const found = {seen: 0, unseen: []};
for (const control of document.querySelectorAll(controls)) {
  control.focus({focusVisible: true, preventScroll: true});
  if (document.activeElement !== control) { continue; }
  const looks = [control, ...(control.labels || [])].map((one) => getComputedStyle(one));
  if (looks.some((look) => look.outlineStyle === 'solid' && parseFloat(look.outlineWidth) >= 3)) {
    found.seen += 1;
  } else {
    found.unseen.push(control.outerHTML.slice(0, 160));
  }
}
return found;
"""
CHARTS = """
return Array.from(document.querySelectorAll('.graph'), (graph) => {
  const title = document.getElementById((graph.closest('figure') || graph).getAttribute('aria-labelledby'));
  return title ? title.textContent : '';
});
"""
WIDE = "return [document.documentElement.scrollWidth, window.innerWidth]"


@pytest.mark.parametrize(
    ("path", "title", "charts"), [("/", "Compare", 3), ("/trials", "Trials", 2), ("/case", "Case", 0), ("/evidence", "Evidence", 2)]
)
def test_a_page_has_a_title_names_its_charts_shows_focus_and_fits_a_narrow_window(page: Page, path: str, title: str, charts: int) -> None:
    page.open(path)
    page.until(lambda: page.all(".graph .main-svg, .anomaly, .case-form input"))
    assert page.driver.title == f"{title} · BlinaBoard"
    names = page.driver.execute_script(CHARTS)
    assert len({*names} - {""}) == len(names) == charts
    found = page.driver.execute_script(FOCUS)
    assert found["unseen"] == []
    assert found["seen"] > 20
    for width in (640, 320):  # a window of 1280 pixels, enlarged to 200 and 400 %
        metrics = {"width": width, "height": 640, "deviceScaleFactor": 1, "mobile": False}
        page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        try:
            page.until(lambda: page.driver.execute_script(WIDE)[1] == width)  # noqa: B023 - asked before the next width
            assert page.driver.execute_script(WIDE)[0] <= width
        finally:
            page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


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
