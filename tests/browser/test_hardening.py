"""Hostile and unlucky days in a real browser: the security policy holds, and a lost connection loses no change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.page import Page
from tests.serving import Served
from tests.tables import DATA

LOST = "No connection: what you see stays as it was."
KEPT = f"{LOST} Your last change follows as soon as the connection is back."


@pytest.fixture
def marked(page: Page) -> Iterator[Page]:
    """A page with its charts drawn that knows whether it was loaded anew; failed requests are left out of its console."""
    page.open()
    page.until(lambda: len(page.all(".graph .main-svg")) > 1)
    page.driver.execute_script("window.mark = 1")
    yield page
    connected(page.driver, True)
    assert page.driver.execute_script("return window.mark") == 1, "the page was loaded anew"
    console = [entry["message"] for entry in page.driver.get_log("browser")]
    assert [message for message in console if "Failed to load resource" not in message] == []


def connected(driver: Chrome, there: bool) -> None:
    conditions = {"offline": not there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)


def tick(page: Page, facet: str, option: str) -> None:
    """Tick an option without waiting for its answer."""
    fieldset = page.until(lambda: next(f for f in page.all(".facet") if f.find_element("css selector", "legend").text == facet), facet)
    page.click(next(label for label in fieldset.find_elements("css selector", "label") if label.text.startswith(option)))


def banner(page: Page) -> str:
    """The words of the banner, empty where none shows."""
    return "".join(element.text for element in page.all("#banner"))


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/", ".graph .main-svg"),
        ("/?tab=survival", ".graph .main-svg"),
        ("/trials", ".ag-row"),
        ("/case", ".case-form input"),
        ("/evidence", "#table-panel .ag-row"),
        ("/embed/board?setting=first_relapse", ".main-svg"),
        ("/present?order=board~", ".main-svg"),
        ("/nowhere", "main h1"),
    ],
)
def test_every_page_keeps_to_the_policy_and_to_our_origin(page: Page, path: str, there: str) -> None:
    page.driver.get(page.origin + path)
    page.one(there)
    if path == "/nowhere":
        (message,) = [entry["message"] for entry in page.driver.get_log("browser")]
        assert "404" in message
    # the end of every browser test looks for violations and foreign requests


def test_a_script_that_is_not_ours_does_not_run(page: Page) -> None:
    page.open("/evidence")
    page.driver.execute_script("document.head.appendChild(document.createElement('script')).textContent = 'window.foreign = 1'")
    assert page.driver.execute_script("return window.foreign") is None
    (message,) = [entry["message"] for entry in page.driver.get_log("browser")]
    assert "Content Security Policy" in message


def test_offline_says_so_at_once_and_takes_it_back(marked: Page) -> None:
    connected(marked.driver, False)
    marked.until(lambda: banner(marked) == LOST)
    connected(marked.driver, True)
    marked.until(lambda: banner(marked) == "")


def test_changes_without_a_connection_follow_when_it_is_back(marked: Page) -> None:
    marked.choose("Relapse setting", "Relapsed or refractory")
    before = marked.text(".sentence")
    marked.requests()
    connected(marked.driver, False)
    tick(marked, "Infants", "Included")
    marked.until(lambda: banner(marked) == KEPT)
    tick(marked, "Relapse setting", "First relapse")
    assert (marked.text(".sentence"), marked.query) == (before, "setting=relapsed_refractory")
    connected(marked.driver, True)
    marked.until(lambda: marked.query == "setting=first_relapse,relapsed_refractory&infant=included")
    marked.until(lambda: banner(marked) == "")
    assert marked.text(".sentence") != before


def test_a_tab_opened_without_a_connection_is_there_when_it_is_back(marked: Page) -> None:
    connected(marked.driver, False)
    marked.click(marked.labelled(".choice-tab label", "Survival"))
    marked.until(lambda: banner(marked) == KEPT)
    tick(marked, "Infants", "Included")
    connected(marked.driver, True)
    marked.until(lambda: marked.query == "infant=included&tab=survival")
    marked.until(lambda: marked.all("#question-survival"))


def test_a_server_that_starts_again_answers_what_was_asked_meanwhile(driver: Chrome, tmp_path: Path) -> None:
    with Served(tmp_path) as first:
        page = Page(driver, f"http://127.0.0.1:{first.port}").open()
        driver.execute_script("window.mark = 1")
    tick(page, "Down syndrome", "Included")
    page.until(lambda: banner(page) == KEPT)
    with Served(tmp_path, port=first.port):
        page.until(lambda: page.query == "down=included")
        assert banner(page) == ""
        assert driver.execute_script("return window.mark") == 1
    driver.get_log("browser")


def test_a_page_left_standing_says_that_its_tables_have_changed_since(driver: Chrome, tmp_path: Path) -> None:
    with Served(tmp_path) as first:
        page = Page(driver, f"http://127.0.0.1:{first.port}").open()
        page.choose("Infants", "Included")
        assert banner(page) == ""
    shutil.copytree(DATA, tmp_path / "tables")
    arms = tmp_path / "tables" / "arms.csv"
    arms.write_bytes(arms.read_bytes().replace(b"Blinatumomab", b"Blinatumomab as it is now", 1))
    with Served(tmp_path, port=first.port, EVIDENCE_DIR=str(tmp_path / "tables")):
        page.choose("Infants", "Included")
        page.until(lambda: page.query == "")
        page.until(lambda: banner(page).startswith("Since this page was opened, its tables have changed"))
        page.click(page.labelled(".choice-tab label", "Survival"))
        page.until(lambda: page.all("#question-survival"))
        page.until_query("tab=survival")  # the address follows the chart, and a refresh asks for what stands there
        assert banner(page).startswith("Since this page was opened, its tables have changed")
        driver.refresh()
        page.until(lambda: page.all("#question-survival"))
        assert banner(page) == ""
    driver.get_log("browser")


def test_the_banner_has_the_width_of_a_telephone_before_it_takes_its_height(page: Page) -> None:
    page.sized(390, 800)
    page.open()
    page.driver.execute_script("window.blinaboard.warn('test', 'Words that take several lines of a telephone. '.repeat(4))")
    width, left = page.driver.execute_script("const box = banner.getBoundingClientRect(); return [box.width, box.left]")
    assert left >= 0
    assert 0.85 * 390 < width < 390


def blocked(driver: Chrome, *addresses: str) -> None:
    """Nothing comes from addresses of these forms until others, or none, are named."""
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": [*addresses]})


def test_a_script_that_does_not_come_is_said_instead_of_charts_that_are_missing(page: Page) -> None:
    page.open("/case")
    blocked(page.driver, "*/async-graph*")
    page.click(page.labelled("a.nav-link", "Compare"))
    page.until(lambda: banner(page).startswith("Part of this page did not arrive, so not everything is drawn. With a connection"))
    blocked(page.driver)
    page.driver.refresh()
    page.until(lambda: page.all(".graph .main-svg"))
    assert banner(page) == ""
    said = [entry["message"] for entry in page.driver.get_log("browser")]  # of the script, and late ones too, and of nothing else
    assert [message for message in said if "async-graph" not in message] == []
    page.forget()


@pytest.mark.parametrize("part", ["layout", "dependencies"])
def test_what_a_page_is_made_of_is_asked_for_until_it_comes(page: Page, part: str) -> None:
    blocked(page.driver, f"*/_dash-{part}*")
    page.driver.get(page.origin)
    page.until(lambda: any(f"_dash-{part}" in request["url"] for request in page.requests()))
    page.press("p")
    said = [entry["message"] for entry in page.driver.get_log("browser")]
    assert [message for message in said if "ERR_BLOCKED" not in message] == []
    blocked(page.driver)
    page.until(lambda: page.all(".graph .main-svg"))
    page.forget()


def test_a_part_of_the_page_that_cannot_be_written_stops_no_other_and_leaves_nothing_old(marked: Page) -> None:
    marked.until(lambda: len(marked.all(".sentence")) == 3)
    before = [sentence.text for sentence in marked.all(".sentence")]
    marked.driver.execute_script("""
        document.getElementById("counts").remove();
        const caption = document.getElementById("caption-board");
        caption.replaceChildren = function (...words) {
            if (words.length) { throw new Error("broken on purpose"); }
            Element.prototype.replaceChildren.call(this);
        };
    """)
    marked.choose("Infants", "Included")
    words = "Could not be updated: the counts, the words under a chart. Reload the page."
    marked.until(lambda: banner(marked) == words)
    assert marked.text(".chips") == "Infants: Included ×"
    assert marked.all("#caption-board > *") == []
    after = [sentence.text for sentence in marked.all(".sentence")]
    assert (len(after), set(after) & set(before)) == (2, set())
    said = [entry["message"] for entry in marked.driver.get_log("browser")]
    assert [any(words in message for message in said) for words in ("the counts", "broken on purpose")] == [True, True]
    marked.click("#nav-case")
    marked.until(lambda: banner(marked) == "")


def test_a_change_that_is_refused_says_why(marked: Page) -> None:
    options = "{method: 'POST', body: '{}', headers: {'Content-Type': 'application/json'}}"
    marked.driver.execute_script(f"fetch('/_dash-update-component', {options})")
    marked.until(lambda: banner(marked).startswith("This change cannot be answered"))
    marked.choose("Infants", "Included")
    assert banner(marked) == ""
