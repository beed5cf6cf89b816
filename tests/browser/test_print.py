"""On paper: every word of the screen's charts, at the width of a sheet."""

from __future__ import annotations

import base64
import re
import subprocess
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.page import Page

WORDS = """
const lines = (e) => [...e.querySelectorAll("tspan.line")].map((line) => line.textContent);
return [...document.querySelectorAll("main .js-plotly-plot text, main h1, main h2, main figcaption p")]
  .filter((e) => e.getClientRects().length).flatMap((e) => lines(e).length ? lines(e) : [e.textContent]);
"""


def squeezed(text: str) -> str:
    """Letters and digits alone: a line may break elsewhere on paper."""
    return re.sub(r"\W+", "", text).lower()


@pytest.mark.parametrize("path", ["/", "/?tab=survival", "/trials"])
def test_every_word_of_the_charts_is_on_the_paper(page: Page, driver: Chrome, tmp_path: Path, path: str) -> None:
    page.open(path)
    page.until(lambda: page.all(".graph .main-svg") and page.all("figcaption p"))
    shown = [text for text in driver.execute_script(WORDS) if len(squeezed(text)) > 2]
    assert len(shown) > 50
    sheet = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True, "paperWidth": 8.27, "paperHeight": 11.69})
    file = tmp_path / "paper.pdf"
    file.write_bytes(base64.b64decode(sheet["data"]))
    printed = squeezed(subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout)
    assert [text for text in shown if squeezed(text) not in printed] == []
    page.until(lambda: not page.all(".paper"), "the screen as it was")
