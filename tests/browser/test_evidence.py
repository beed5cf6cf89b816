"""The Evidence page in a real browser: tables, search, and what it says about itself."""

from __future__ import annotations

from functools import partial

import pytest

from dashboard.pages.evidence import LISTED
from dashboard.schema import Table
from tests.browser.page import Page


def test_every_table_opens(page: Page) -> None:
    """One after the other on one page, each with rows in a grid of its own."""
    page.open("/evidence")
    for name, table in LISTED.items():
        page.click(page.labelled(".table-choice label", table.title))
        page.until(partial(_leads_in, page, table), f"the words of {name}")
        page.until(
            partial(page.all, ".anomaly" if name == "anomalies" else f"#table-panel [id*='\"{name}\"'] .ag-row"), f"the rows of {name}"
        )


def _leads_in(page: Page, table: Table) -> bool:
    return page.text("#table-panel .lead-in").startswith(table.meaning)


def test_a_search_narrows_the_publications_which_stand_there_first(page: Page) -> None:
    page.open("/evidence")
    page.until(lambda: len(page.all("#table-panel .ag-center-cols-container .ag-row")) > 5)
    page.one("input[type=search]").send_keys("Mouttet")
    page.until(lambda: len(page.all("#table-panel .ag-center-cols-container .ag-row")) == 1)


def test_methods_limits_approvals_and_citation_stand_there(page: Page) -> None:
    page.open("/evidence")
    text = page.text("main")
    said = (
        "Methods, in plain words",
        "What this cannot tell",
        "EMA",
        "How to cite",
        "How were the publications",
        "What was published when",
    )
    assert [words for words in said if words not in text] == []


def test_the_label_of_a_publication_is_read_whole_and_lines_of_a_cell_stand_together(page: Page) -> None:
    page.open("/evidence")
    page.until(lambda: page.all("#table-panel .ag-cell[col-id=label]"))
    cut, line, size = page.driver.execute_script("""
        const labels = [...document.querySelectorAll("#table-panel .ag-cell[col-id=label]")];
        const title = getComputedStyle(document.querySelector("#table-panel .ag-cell[col-id=title]"));
        const cut = labels.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent);
        return [cut, title.lineHeight, title.fontSize];
    """)
    assert cut == []
    assert float(line.removesuffix("px")) < 1.6 * float(size.removesuffix("px"))


BROKEN = """
const range = document.createRange();
const lines = (node, from, to) => { range.setStart(node, from); range.setEnd(node, to); return range.getClientRects().length; };
const broken = (cell) => [...cell.textContent.matchAll(/[a-z]+/gi)]
  .filter((word) => lines(cell.firstChild, word.index, word.index + word[0].length) > 1).map(([word]) => word);
const names = ".what-changed thead th, .what-changed td:nth-child(2), .what-changed td:nth-child(3)";
return [...document.querySelectorAll(names)].flatMap(broken);
"""


@pytest.mark.parametrize("width", [390, 1280])
def test_what_changed_breaks_no_name_of_a_table_or_a_column(page: Page, width: int) -> None:
    page.sized(width, 800)
    page.open("/changes")
    assert page.all(".what-changed td")
    assert page.driver.execute_script(BROKEN) == []
    assert page.driver.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_a_table_has_the_scroll_bars_of_the_dark(page: Page) -> None:
    page.open("/evidence")
    page.until(lambda: page.all("#table-panel .ag-row"))
    page.click("#theme-switch")
    page.until(lambda: page.driver.execute_script("return document.documentElement.dataset.bsTheme") == "dark")
    scheme = "return getComputedStyle(document.querySelector('#table-panel .ag-body-viewport')).colorScheme"
    assert page.driver.execute_script(scheme) == "dark"
