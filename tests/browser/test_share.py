"""Into the room and onto the slide, in a real browser: presented, shared, embedded, saved."""

from __future__ import annotations

import csv
import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

import pytest
from pptx import Presentation
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

from dashboard.facets import FACETS
from dashboard.pages.contract import MOST_ADDRESS
from tests.browser.page import Page

STATE = "/?setting=relapsed_refractory"
RIALTO = "69/110"


@pytest.fixture
def saved(driver: Chrome, tmp_path: Path, page: Page) -> Callable[[str, str], Path]:
    """Press a button that saves a file, and give the file."""
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})

    def press(act: str, name: str) -> Path:
        press_act(page, act)
        return page.until(lambda: next(path for path in tmp_path.iterdir() if path.name == name and path.stat().st_size), name)

    return press


def press_act(page: Page, act: str) -> None:
    """Press what the menu of the board, or the bar, has for an act."""
    page.driver.execute_script("document.querySelectorAll('.menu').forEach((menu) => { menu.open = true; })")
    page.until(lambda: len(page.all(".menu .acts")) == len(page.all(".menu[data-acts]")))
    target = page.all(f'.menu[data-chart=board] [data-act="{act}"]') or page.all(f'.bar [data-act="{act}"]')
    page.driver.execute_script("arguments[0].click()", target[0])


def ready(page: Page) -> Page:
    page.until(lambda: page.driver.execute_script("return Boolean(window.Plotly)") and page.all(".graph .main-svg"))
    return page


def test_picture_is_1920_by_1080(page: Page, saved: Callable[[str, str], Path]) -> None:
    ready(page.open(STATE))
    data = saved("png", "blinaboard-board.png").read_bytes()
    assert struct.unpack(">II", data[16:24]) == (1920, 1080)


def test_svg_carries_what_keeps_it_honest(page: Page, saved: Callable[[str, str], Path]) -> None:
    ready(page.open(STATE))
    text = " ".join(ElementTree.fromstring(saved("svg", "blinaboard-board.svg").read_text(encoding="utf-8")).itertext())
    for words in (
        RIALTO,
        "Relapse setting: relapsed or refractory",
        "cells not reported",
        "10.3390/jcm10122544",
        "mid-March 2021",
        "Data version",
        "no average",
    ):
        assert words in text


def test_rows_as_csv_and_json(page: Page, saved: Callable[[str, str], Path]) -> None:
    ready(page.open(STATE))
    rows = list(csv.reader(io.StringIO(saved("csv", "blinaboard-board.csv").read_text(encoding="utf-8-sig"))))
    assert any(RIALTO in cell for row in rows for cell in row)
    content = json.loads(saved("json", "blinaboard-board.json").read_text(encoding="utf-8"))
    assert RIALTO in json.dumps(content)
    # the same page: what a reference manager takes, of the chart and of everything shown, and what redraws it
    for act, name in (("ris", "blinaboard-board.ris"), ("records-bib", "blinaboard-records.bib")):
        assert "von-stackelberg-2016" in saved(act, name).read_text(encoding="utf-8")
    with zipfile.ZipFile(saved("reproduce", "blinaboard-reproduce.zip")) as folder:
        assert RIALTO in folder.read("data/forest.csv").decode("utf-8")


def test_slide_has_picture_table_and_notes(page: Page, saved: Callable[[str, str], Path]) -> None:
    ready(page.open(STATE))
    deck = Presentation(str(saved("pptx", "blinaboard-board.pptx")))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    cells = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    assert any(RIALTO in cell for cell in cells)
    assert any(shape.shape_type == 13 for shape in shapes)
    assert all(slide.has_notes_slide for slide in deck.slides)


def test_a_page_without_a_chart_says_so(page: Page) -> None:
    page.open("/case")
    for act in ("deck", "offline"):
        page.driver.execute_script("document.getElementById('said').textContent = ''")
        press_act(page, act)
        page.until(lambda: page.text("#said") == "There is no chart on this page.")


HELD = """
const fetched = window.fetch, let_go = new Promise((done) => { window.letGo = done; });
window.fetch = async (address, ...more) => {
  if (!window.location.pathname.startsWith('/present') && String(address).includes('_dash-update-component')) { await let_go; }
  return fetched(address, ...more);
};
"""


@pytest.mark.parametrize(("path", "presented"), [(STATE, ".present-steps"), ("/case", "#case-room .case-screen")])
def test_a_page_that_does_not_stand_yet_is_presented_when_it_does(page: Page, path: str, presented: str) -> None:
    """'There is no chart on this page' was said of a page that was still on its way."""
    held = page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": HELD})
    try:
        page.driver.get(page.origin + path)
        page.one("#said")
        assert not page.all("main h1")
        page.press("p")
        assert page.one("#said").get_attribute("textContent") == "Working on it …"
        page.driver.execute_script("window.letGo()")
        page.until(lambda: page.one(presented).is_displayed())
    finally:
        page.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", held)


def test_data_package(page: Page, saved: Callable[[str, str], Path]) -> None:
    page.open("/evidence")
    version = page.driver.execute_script("return window.blinaboard.settings.version")
    with zipfile.ZipFile(saved("package", f"blinaboard-data-{version}.zip")) as package:
        assert {"data/review/results.csv", "data/layers.csv", "data/arms.csv", "datapackage.json", "README.md", "CITATION.txt"} <= set(
            package.namelist()
        )


def test_offline_page_works_without_a_network(page: Page, saved: Callable[[str, str], Path]) -> None:
    ready(page.open(STATE))
    file = saved("offline", "blinaboard.html")
    assert file.stat().st_size < 3_000_000
    page.driver.execute_cdp_cmd("Network.enable", {})
    page.driver.execute_cdp_cmd(
        "Network.emulateNetworkConditions", {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    )
    try:
        page.requests()
        page.driver.get(file.as_uri())
        page.until(lambda: page.all(".main-svg"))
        assert page.faults_of_access() == []
        assert RIALTO in page.driver.find_element("tag name", "body").get_attribute("textContent")
        assert [request["url"] for request in page.requests() if request["url"].startswith("http")] == []
    finally:
        page.driver.execute_cdp_cmd(
            "Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        )
        page.forget()


def test_present_steps_blanks_and_leaves(page: Page) -> None:
    ready(page.open("/"))
    page.choose("Relapse setting", "First relapse")  # where the focus then is, no letter is typed
    page.press("p")
    page.until(lambda: page.text(".present h1").startswith("Who responded, and at what cost"))
    assert "Relapse setting: first relapse" in page.text(".present-filters")
    page.until(lambda: page.all(".present .main-svg"))

    def heard() -> str:
        """The screen, where what is said of it is what stands there."""
        said = page.text(".present h1") + " " + page.text(".present-steps span")
        return said if page.one("#heard").get_attribute("textContent") == said else ""

    first = page.until(heard)
    page.driver.execute_script("document.getElementById('present-next').focus()")
    page.press(Keys.ENTER)
    page.until(lambda: "at=0" not in page.query or "page=0" not in page.query)
    page.until(lambda: page.all(".present .main-svg"))
    page.until(lambda: heard() not in ("", first), "the next screen, said")
    assert page.driver.execute_script("return document.activeElement.id") == "present-next", "the keyboard stays on Next"
    page.press("b")
    page.until(lambda: page.driver.execute_script("return document.documentElement.classList.contains('blank')"), "a blank screen")
    at = page.query
    page.press(Keys.PAGE_DOWN)  # Page down, as a remote control sends it
    page.until(lambda: page.driver.execute_script("return !document.documentElement.classList.contains('blank')"), "the screen again")
    assert page.query == at, "where it was"
    page.press(".")
    page.until(
        lambda: page.driver.execute_script("return document.documentElement.classList.contains('blank')"), "blank by a remote control"
    )
    page.press(".")
    page.press(Keys.ESCAPE)
    page.until(lambda: page.query == "setting=first_relapse" and page.all(".filters"))
    page.click("#keys-switch")
    page.press("p", "/")
    assert not page.all(".find[open]")
    assert page.text("#keys-switch") == "Turn these keys on"
    page.click("#keys-switch")
    page.press("/")
    page.until(lambda: page.all(".find[open]"))


def test_running_order_lives_in_the_link(page: Page) -> None:
    ready(page.open(STATE))
    press_act(page, "order")
    page.until(lambda: "In the running order: 1" in page.text("#said"))
    press_act(page, "present-order")
    page.until(lambda: page.all(".present h1"))
    assert "board~setting=relapsed_refractory" in unquote(unquote(page.query))


@pytest.mark.parametrize("kept", ['{"a": 1}', '"board~"', "5", "[1, null, {}]"])
def test_what_is_kept_and_is_no_running_order_is_none(page: Page, kept: str) -> None:
    ready(page.open(STATE))
    page.driver.execute_script("sessionStorage.setItem('running-order', arguments[0])", kept)
    press_act(page, "order")
    page.until(lambda: page.text("#said").startswith("In the running order: 1."))


def test_a_running_order_too_long_for_an_address_is_refused_in_words(page: Page) -> None:
    ready(page.open(STATE))
    long = "board~" + quote("&".join(f"{facet}={','.join(FACETS[facet].options)}" for facet in FACETS))
    keep = "sessionStorage.setItem('running-order', JSON.stringify(Array(20).fill(arguments[0])))"
    page.driver.execute_script(keep, long)
    press_act(page, "present-order")
    page.until(lambda: "too long for one address" in page.text("#said"))
    assert urlsplit(page.driver.current_url).path == "/"
    # slides, to which that points, ask for each chart by itself
    refusing = "(address) => { lengths.push(address.length); return Promise.resolve(new Response('', { status: 404 })); }"
    page.driver.execute_script(f"window.lengths = []; window.fetch = {refusing}")
    press_act(page, "deck")
    page.until(lambda: "That did not work" in page.text("#said"))
    assert page.driver.execute_script("return Math.max(...lengths)") < MOST_ADDRESS
    press_act(page, "order")
    page.until(lambda: "at most 20 charts" in page.text("#said"))


def test_a_link_of_an_older_version_says_so(page: Page) -> None:
    ready(page.open("/?v=00000000&setting=mrd"))
    assert "data version 00000000" in page.text(".notice")
    page.choose("Line of therapy", "Relapsed or refractory")
    page.until(lambda: "v=00000000" in page.query and "line=" in page.query)
    page.until(lambda: "made for data version 00000000" in page.text("#caption-board"))
    page.click(page.labelled(".nav-link", "Trials"))
    page.until(lambda: urlsplit(page.driver.current_url).path == "/trials" and "data version 00000000" in page.text(".notice"))
    assert "v=00000000" in page.query
    page.open("/changes?v=00000000")
    assert "What changed since data version 00000000 is not listed" in page.text("main")
    page.click(page.labelled(".nav-link", "Compare"))
    page.until(lambda: urlsplit(page.driver.current_url).path == "/" and "data version 00000000" in page.text(".notice"))


def test_an_embed_reads_at_640_by_360(page: Page) -> None:
    page.open("/embed/efficacy?setting=relapsed_refractory")
    page.until(lambda: page.all(".graph .main-svg"))
    body = page.text("main")
    for words in (
        "Who responded?",
        "Relapse setting: relapsed or refractory",
        "Evidence to mid-March 2021",
        "10.3390/jcm10122544",
        "Open in the dashboard",
        "13/38 to 6/9",
    ):
        assert words in body
    assert not page.one(".bar").is_displayed()


def test_a_shared_link_opens_the_same_screen(page: Page) -> None:
    page.driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    ready(page.open("/?setting=first_relapse&gaps=drawn&pin=locatelli-2021&tab=survival"))
    seen = (page.text("#counts"), page.text(".study-card h2"), [sentence.text for sentence in page.all(".sentence")])
    page.driver.execute_script("document.querySelector('.bar [data-act=link]').click()")
    page.until(lambda: "copied" in page.text("#said"))
    link = page.driver.execute_async_script("const [done] = arguments; navigator.clipboard.readText().then(done);")
    assert "v=" in link
    press_act(page, "iframe")
    page.until(lambda: "Frame copied" in page.text("#said"))
    frame = page.driver.execute_async_script("const [done] = arguments; navigator.clipboard.readText().then(done);")
    assert "/embed/board?setting=first_relapse" in frame
    assert f'&amp;{link.rpartition("&")[2]}"' in frame
    page.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    page.driver.get("about:blank")
    ready(page.open(link.removeprefix(page.origin)))
    page.until(lambda: (page.text("#counts"), page.text(".study-card h2"), [sentence.text for sentence in page.all(".sentence")]) == seen)
    assert page.all(".notice") == []
