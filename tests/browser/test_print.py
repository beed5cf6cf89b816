"""On paper: every word of the screen's charts, at the width of a sheet."""

from __future__ import annotations

import base64
import re
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest
from selenium.webdriver import Chrome

from dashboard.evidence import Evidence
from dashboard.pages.contract import OFFLINE
from dashboard.selection import Catalogues, Selection
from tests.browser.page import Page

WORDS = """
const lines = (e) => [...e.querySelectorAll("tspan.line")].map((line) => line.textContent);
return [...document.querySelectorAll("main .js-plotly-plot text, main h1, main h2, main figcaption p")]
  .filter((e) => e.getClientRects().length).flatMap((e) => lines(e).length ? lines(e) : [e.textContent]);
"""


DRAWN = """[...document.querySelectorAll(".js-plotly-plot text")].flatMap((e) => {
  const lines = [...e.querySelectorAll("tspan.line")].map((line) => line.textContent);
  return lines.length ? lines : [e.textContent];
})"""
A4_WIDTH, A4_MARGIN = 595, 26
"""In points; the margin of 10 mm with what the side bearing of a letter may take."""


def squeezed(text: str) -> str:
    """Letters and digits alone: a line may break elsewhere on paper."""
    return re.sub(r"\W+", "", text).lower()


def paper_of(page: Page, folder: Path) -> Path:
    sheet = page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True, "paperWidth": 8.27, "paperHeight": 11.69})
    file = folder / "paper.pdf"
    file.write_bytes(base64.b64decode(sheet["data"]))
    page.until(lambda: not page.all(".paper, .record, .printed, .on-paper"), "the screen as it was")
    return file


def text_of(paper: Path, *how: str) -> str:
    return subprocess.run(["pdftotext", *how, paper, "-"], capture_output=True, text=True, check=True).stdout


def printed(page: Page, folder: Path) -> list[str]:
    """The words of each sheet of A4, as a print of the page has them."""
    return text_of(paper_of(page, folder), "-raw").removesuffix("\f").split("\f")


@pytest.mark.parametrize("path", ["/", "/?tab=survival", "/trials"])
def test_every_word_of_the_charts_is_on_the_paper(page: Page, driver: Chrome, tmp_path: Path, path: str) -> None:
    page.open(path)
    page.until(lambda: page.all(".graph .main-svg") and page.all("figcaption p"))
    shown = [text for text in driver.execute_script(WORDS) if len(squeezed(text)) > 2]
    assert len(shown) > 50
    paper = squeezed(" ".join(printed(page, tmp_path)))
    assert [text for text in shown if squeezed(text) not in paper] == []


def test_every_row_of_a_table_is_on_the_paper_and_not_the_part_in_sight(page: Page, tmp_path: Path, shipped: Evidence) -> None:
    page.open("/trials")
    page.until(lambda: page.all(".ag-row"))
    paper = squeezed(" ".join(printed(page, tmp_path)))
    trials = Catalogues(shipped).show(Selection()).trials
    assert len(trials) > 20
    said = [words for trial in trials for words in (trial.registration_id, trial.title, trial.age_text)]
    assert [words for words in said if squeezed(words) not in paper] == []


@pytest.mark.parametrize(("path", "folded"), [("/", "details.aside"), ("/?infant=included", "details.possible-matches")])
def test_what_is_folded_on_the_screen_is_named_on_paper_and_folded_again(page: Page, tmp_path: Path, path: str, folded: str) -> None:
    page.open(path)
    page.until(lambda: page.all(folded) and page.all(".graph .main-svg"))
    names = page.driver.execute_script(f"return [...document.querySelectorAll('{folded} button')].map((button) => button.textContent)")
    assert len(names) > 10
    paper = squeezed(" ".join(printed(page, tmp_path)))
    assert [name for name in names if squeezed(name) not in paper] == []
    assert not page.all(f"{folded}[open]")


@pytest.mark.parametrize("path", ["/?setting=mrd", "/trials", "/evidence"])
def test_every_sheet_says_of_which_evidence_it_is_and_the_last_its_address(
    page: Page, tmp_path: Path, shipped: Evidence, path: str
) -> None:
    page.open(path)
    page.until(lambda: page.all(".graph .main-svg"))
    sheets = printed(page, tmp_path)
    for number, words in enumerate(sheets, start=1):
        assert f"Evidence to mid-March 2021 · Data version {shipped.version}" in words
        assert f"{number} of {len(sheets)}" in words
    address = f"{page.origin}{path}{'&' if '?' in path else '?'}v={shipped.version}"
    assert squeezed(address) in squeezed(sheets[-1])


@pytest.mark.parametrize("path", ["/", "/trials", "/evidence"])
def test_nothing_that_only_a_screen_can_use_is_on_the_paper_and_no_head_stands_alone(page: Page, tmp_path: Path, path: str) -> None:
    page.open(path)
    page.until(lambda: page.all(".graph .main-svg"))
    heads = {squeezed(head.text) for head in page.all("main h2, main h3")}
    sheets = printed(page, tmp_path)
    text = " ".join(sheets)
    assert not [words for words in ("Turn these keys off", "Report a data error", "Literature search", "As a table") if words in text]
    for words in sheets:
        *_, last = (line for line in words.splitlines() if not line.startswith("BlinaBoard ·") and not re.fullmatch(r"\d+ of \d+", line))
        assert squeezed(last) not in heads


def test_the_page_without_a_network_prints_its_charts_within_the_sheet(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "blinaboard.html"
    file.write_bytes(urlopen(f"{page.origin}{OFFLINE}?order=board~!contrast~").read())
    page.driver.get(file.as_uri())
    page.until(lambda: page.one("html").get_attribute("data-drawn") == "2")
    drawn = [squeezed(text) for text in page.driver.execute_script("return " + DRAWN)]
    assert len(drawn) > 100
    paper = paper_of(page, tmp_path)
    words = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"[^>]*>(.*?)</word>', text_of(paper, "-bbox"))
    assert [text for low, high, text in words if float(low) < A4_MARGIN or float(high) > A4_WIDTH - A4_MARGIN] == []
    said = squeezed(text_of(paper, "-raw"))
    assert [text for text in drawn if text not in said] == []
    page.forget()
