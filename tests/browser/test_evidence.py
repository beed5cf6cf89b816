"""The Evidence page in a real browser: tables, search, and what it says about itself."""

from __future__ import annotations

import pytest

from dashboard.pages.evidence import LISTED
from tests.browser.page import Page


@pytest.mark.parametrize("table", [table.title for table in LISTED.values()])
def test_every_table_opens(page: Page, table: str) -> None:
    page.open("/evidence")
    page.click(page.labelled(".table-choice label", table))
    page.until(lambda: page.all(".anomaly" if table == "Anomalies" else "#table-panel .ag-row"))


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
