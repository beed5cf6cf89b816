"""For a colleague on a keyboard, a screen reader or a magnifier: axe-core finds nothing, focus is seen and kept, pages fit."""

from __future__ import annotations

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.page import Page

PAGES = (
    "/",
    "/?setting=first_relapse&pin=brown-2021&gaps=drawn",
    "/?down=included&evidence=all",
    "/trials",
    "/case",
    "/evidence",
    "/changes",
    "/embed/board?evidence=all",
    "/present?order=board~evidence%3Dall&at=0&page=1",
)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_serious(page: Page, path: str) -> None:
    page.open(path)
    page.until(lambda: page.all(".main-svg, .anomaly, .ag-row, .case-form input, .what-changed"))
    assert page.faults_of_access() == [], "light"
    if page.one("#theme-switch").is_displayed():
        page.click("#theme-switch")
        page.until(lambda: page.driver.execute_script("return document.documentElement.dataset.bsTheme") == "dark")
        assert page.faults_of_access() == [], "dark"


@pytest.mark.parametrize("path", ["/documents/assurance", "/documents/accessibility", "/export/chart/nothing.csv"])
def test_nothing_serious_in_a_document_and_in_a_refusal(page: Page, path: str) -> None:
    page.open(path)
    page.driver.get_log("browser")  # Chromium says there, too, that a page was refused
    assert page.faults_of_access() == []


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
return Array.from(document.querySelectorAll('[role=img][tabindex="0"] .graph'), (graph) => {
  const title = document.getElementById((graph.closest('figure') || graph).getAttribute('aria-labelledby'));
  return title ? title.textContent : '';
});
"""
UNDER = """
const found = [], strip = document.querySelector('.strip');
for (const control of document.querySelectorAll('main :is(a[href], button, summary, [tabindex="0"]):not(.ag-root *)')) {
  control.focus();
  const isKept = strip && getComputedStyle(strip).position === 'sticky';
  const {top, bottom} = control.getBoundingClientRect(), edge = isKept ? strip.getBoundingClientRect().bottom : 0;
  if (document.activeElement === control && !strip?.contains(control) && (bottom <= edge || top >= innerHeight)) {
    found.push([control.outerHTML.slice(0, 120), top, bottom, edge, innerHeight]);
  }
}
window.scrollTo(0, 0);
return found;
"""
WIDE = "return [document.documentElement.scrollWidth, window.innerWidth]"


@pytest.mark.parametrize(
    ("path", "title", "charts"),
    [
        ("/", "Compare", 3),
        ("/trials", "Trials", 2),
        ("/case", "Case", 0),
        ("/evidence?evidence=all", "Evidence", 2),
        ("/changes", "What changed", 0),
    ],
)
def test_a_page_has_a_title_names_its_charts_shows_focus_and_fits_a_narrow_window(page: Page, path: str, title: str, charts: int) -> None:
    page.open(path)
    page.until(lambda: page.all(".graph .main-svg, .anomaly, .case-form input, .what-changed"))
    assert page.driver.title == f"{title} · BlinaBoard"
    names = page.driver.execute_script(CHARTS)
    assert len({*names} - {""}) == len(names) == charts
    found = page.driver.execute_script(FOCUS)
    assert found["unseen"] == []
    assert found["seen"] > 20
    for width, height in ((640, 512), (320, 256)):  # a window of 1280 by 1024 pixels, enlarged to 200 and 400 %
        page.sized(width, height)
        page.until(lambda: page.driver.execute_script(WIDE)[1] == width)  # noqa: B023 - asked before the next width
        assert page.driver.execute_script(WIDE)[0] <= width
        assert page.driver.execute_script(UNDER) == []
        assert page.driver.execute_script(KEPT) < height / 2
        if page.all("#filters-button"):
            open_and_close_filters(page)


OVER = "return document.documentElement.classList.contains('filters-toggled')"


def open_and_close_filters(page: Page) -> None:
    """By the keyboard, in a window where they lie over the charts: Esc folds them, and so does going on behind them."""
    page.driver.execute_script("document.getElementById('filters-button').focus()")
    page.press(Keys.ENTER)
    page.until(lambda: page.driver.execute_script(OVER))
    for _ in range(12):
        page.press(Keys.TAB)
        if page.driver.execute_script("return document.activeElement.closest('.filters') !== null"):
            break
    assert page.driver.execute_script(OVER)
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.driver.execute_script(OVER))
    assert page.driver.switch_to.active_element.get_attribute("id") == "filters-button"
    page.press(Keys.ENTER)
    page.until(lambda: page.driver.execute_script(OVER))
    page.driver.execute_script("document.querySelector('.table-switch input').focus()")
    page.until(lambda: not page.driver.execute_script(OVER))


KEPT = """
const strip = document.querySelector('.strip');
return strip && getComputedStyle(strip).position === 'sticky' ? strip.getBoundingClientRect().height : 0;
"""
CHOSEN = """
const look = (one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).borderBottomColor].join();
return [['.btn-check:checked + .btn', '.btn-check:not(:checked) + .btn'], ['.nav-link[aria-current]', '.nav-link:not([aria-current])'],
  ['.case-option input:checked + label', '.case-option input:not(:checked) + label']]
  .map((pair) => pair.map((css) => document.querySelector(css))).filter(([one, other]) => one && other)
  .map(([one, other]) => look(one) === look(other) ? one.outerHTML : '');
"""


@pytest.mark.parametrize(("path", "pairs"), [("/", 2), ("/case", 2)])
def test_what_is_chosen_is_seen_in_the_colours_of_the_system(page: Page, path: str, pairs: int) -> None:
    forced = {"features": [{"name": "forced-colors", "value": "active"}]}
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", forced)
    page.open(path)
    page.until(lambda: page.all(".graph .main-svg, .case-form input"))
    assert page.driver.execute_script(CHOSEN) == [""] * pairs


@pytest.mark.parametrize("path", ["/", "/embed/board"])
def test_the_look_and_its_button_follow_the_system(page: Page, path: str) -> None:
    """The page turned dark at sunset, and its button went on offering the dark."""
    page.open(path)
    page.until(lambda: page.all(".graph .main-svg"))
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    page.until(lambda: page.driver.execute_script("return document.documentElement.dataset.bsTheme") == "dark")
    page.until(lambda: page.one("#theme-switch").get_attribute("textContent") == "Light", "the button")


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
    assert page.faults_of_access() == []
    page.press("p")
    assert page.one("#case-room").is_displayed()
    assert page.faults_of_access() == []


def test_the_first_tab_stop_leads_to_the_evidence(page: Page) -> None:
    page.open()
    page.press(Keys.TAB)
    assert page.driver.switch_to.active_element.text == "Skip to the evidence"
    page.until(lambda: page.all(".graph .main-svg"))
    page.press(Keys.ENTER)
    assert page.driver.switch_to.active_element.get_attribute("class") == "charts"
    page.press(Keys.TAB)
    assert page.driver.execute_script("return document.activeElement.closest('.charts') !== null"), "past the filters"


HEARD = """
window.heard = [];
const of = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('[role=status], [role=alert], [aria-live]');
new MutationObserver((changes) => {
  for (const place of new Set(changes.map(({target}) => of(target)).filter(Boolean))) {
    if (place.textContent) { window.heard.push(place.textContent); }
  }
}).observe(document.body, {childList: true, characterData: true, subtree: true});
"""


def test_what_changed_is_heard_once_and_the_keyboard_goes_on_where_it_was(page: Page) -> None:
    page.open()
    page.until(lambda: page.text("#counts").startswith("24 of 24"))
    page.driver.execute_script(HEARD)
    page.choose("Relapse setting", "First relapse")
    page.until(lambda: page.text("#counts").startswith("2 of 24"))
    page.driver.execute_script("document.querySelector('.choice-gaps input:checked').focus()")
    page.press(Keys.RIGHT)
    page.until(lambda: page.query == "setting=first_relapse&gaps=drawn")
    assert page.driver.execute_script("return window.heard") == ["2 of 24 publications (2 of 19 cohorts) · 4 of 24 registrations"]
    option = page.labelled(".facet label", "First relapse").find_element("xpath", "preceding-sibling::input")
    assert option.accessible_name == "First relapse: 2 publications (2 cohorts) · 4 registrations"
    page.click(".table-switch input")
    page.driver.execute_script("arguments[0].focus()", page.one(".data-table button"))
    page.press(Keys.ENTER)
    page.until(lambda: page.driver.switch_to.active_element.accessible_name == "Close Brown 2021 [38]", "the card")
    page.press(Keys.ENTER)
    page.until(lambda: page.driver.switch_to.active_element.get_attribute("data-pin") == "brown-2021", "the row from which it was opened")
    page.until_query("setting=first_relapse&gaps=drawn")  # the chips are written with the address
    page.driver.execute_script("document.querySelector('.chip').focus()")
    page.press(Keys.ENTER)
    page.until(lambda: page.driver.switch_to.active_element.get_attribute("id") == "filters-button", "where filters are chosen")


def test_esc_takes_away_what_a_pointer_opened_over_a_mark(page: Page) -> None:
    page.open()
    page.until(lambda: page.all(".graph .point"))
    marks = iter(page.all(".graph .point"))

    def is_over_one_that_says_more() -> bool:
        ActionChains(page.driver).move_to_element(next(marks)).perform()
        return bool(page.all(".hoverlayer > *"))

    page.until(is_over_one_that_says_more)
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.all(".hoverlayer > *"), "no box")
