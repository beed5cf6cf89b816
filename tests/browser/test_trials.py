"""Trials and Evidence in a real browser: registrations, gaps, tables, the dictionary, and the report of an error."""

from __future__ import annotations

from urllib.parse import urlsplit

from selenium.webdriver.common.keys import Keys

from tests.browser.page import Page
from tests.tables import DATA

ROWS = """
return Array.from(arguments[0].querySelectorAll('tbody tr'), (row) => Array.from(row.children, (cell) => cell.textContent.trim()));
"""
MARK = """
return Array.from(document.querySelectorAll('section:has(#question-' + arguments[0] + ') .graph .point')).find((mark) => {
  const trace = mark.parentElement.parentElement.__data__[0].trace;
  return trace.customdata && trace.customdata[mark.__data__.i] === arguments[1];
});
"""


def landscape(page: Page) -> list[dict[str, str]]:
    """The landscape's table: its rows as column -> cell."""
    page.click("section:has(#question-landscape) .table-switch input")
    return rows(page)


def rows(page: Page) -> list[dict[str, str]]:
    table = page.one("section:has(#question-landscape) .data-table table")
    columns = [cell.text for cell in table.find_elements("css selector", "thead th")]
    return [dict(zip(columns, cells, strict=True)) for cells in page.driver.execute_script(ROWS, table)]


def mark(page: Page, chart: str, record: str) -> None:
    """Click the mark of a chart that stands for `record`."""
    page.point_at(page.until(lambda: page.driver.execute_script(MARK, chart, record), record))


def grid_rows(page: Page) -> int:
    """How many rows the grid holds, on the screen or below it; the heading is a row to a screen reader."""
    return int(page.one(".ag-root").get_attribute("aria-rowcount")) - 1


def test_every_registration_once_with_its_status_and_date(page: Page) -> None:
    page.open("/trials")
    listed = landscape(page)
    assert len(listed) == len({row["Registration"] for row in listed}) == 24
    assert all(row["Status (mid-March 2021)"].split(" → ")[0].endswith("(mid-March 2021)") for row in listed)
    found = {row["Registration"]: row for row in listed}
    assert found["NCT02877303"]["Combination"] == "chemotherapy / inotuzumab ozogamicin and chemotherapy"
    assert "Ph-positive: conflicting statements" in found["NCT03914625"]["Populations"]
    assert found["NCT04604691"]["Status (mid-March 2021)"] == "Not yet recruiting (mid-March 2021)"
    assert "24 registrations are shown; 14 were recruiting in mid-March 2021" in page.text("section:has(#question-landscape) .sentence")


def test_a_registration_opens_its_card_which_leads_to_its_current_status(page: Page) -> None:
    page.open("/trials")
    mark(page, "landscape", "NCT04546399")
    page.until(lambda: page.text(".study-card h2") == "NCT04546399")
    assert "Recruiting (mid-March 2021)" in page.text(".study-card")
    link = page.labelled(".study-card a", "NCT04546399, check current status")
    assert link.get_attribute("href") == "https://clinicaltrials.gov/study/NCT04546399"
    page.until_query("pin=NCT04546399")
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.all(".study-card") and page.query == "")


def test_a_cell_of_the_gap_map_leads_to_what_it_counts(page: Page) -> None:
    page.open("/trials")
    mark(page, "gaps", "setting=first_relapse&endpoint=mrd")
    page.until(lambda: page.text("h1") == "Who responded, and at what cost in toxicity?")
    page.until_query("setting=first_relapse&endpoint=mrd")
    assert page.text("#counts").startswith("2 of 24 publications (2 of 19 cohorts)")


def test_an_empty_cell_of_the_gap_map_leads_to_the_words_for_it(page: Page) -> None:
    page.open("/trials")
    mark(page, "gaps", "setting=later_relapse&endpoint=survival")
    page.until(lambda: page.query == "setting=later_relapse&endpoint=survival")
    assert "absence of reports, not evidence of no effect" in page.text(".notice")


def test_a_filter_narrows_chart_table_and_grid_alike(page: Page) -> None:
    page.open("/trials")
    page.until(lambda: grid_rows(page) == 25, "25 rows of Table 2")
    assert len(landscape(page)) == 24
    page.requests()
    page.choose("Infants", "Included")
    page.until(lambda: grid_rows(page) == 2)
    assert page.posts() == 1
    page.until(lambda: [row["Registration"] for row in rows(page)] == ["NCT03643276", "2016-004674-17"])
    assert "2 of 24 registrations" in page.text("#counts")


def tab_to(page: Page, css: str, *, most: int) -> None:
    """Press Tab until an element of `css` has the focus."""
    for _ in range(most):
        page.press(Keys.TAB)
        if page.driver.execute_script("return document.activeElement.matches(arguments[0])", css):
            return
    raise AssertionError(f"no tab stop at {css}")


def test_a_card_and_its_link_are_reached_by_keyboard_alone(page: Page) -> None:
    page.open("/trials")
    page.press(Keys.TAB, Keys.ENTER)
    tab_to(page, "section:has(#question-landscape) .table-switch input", most=60)
    page.press(Keys.SPACE)
    page.one("section:has(#question-landscape) .data-table table")
    tab_to(page, ".data-table button", most=10)
    page.press(Keys.ENTER)
    page.until(lambda: page.text(".study-card h2") == "NCT04546399")
    # past the other 23 registrations, the gap map and the grid, which is one stop and not 625
    tab_to(page, ".study-card a[href='https://clinicaltrials.gov/study/NCT04546399']", most=40)
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.all(".study-card"))


def test_arrows_move_within_the_grid_and_tab_leaves_it(page: Page) -> None:
    column = "return [document.activeElement.className.split(' ').includes('ag-cell'), document.activeElement.getAttribute('col-id')]"
    page.open("/trials")
    page.until(lambda: grid_rows(page) == 25)
    page.click(".ag-row[row-index='0'] .ag-cell[col-id='source']")
    page.press(Keys.RIGHT)
    assert page.driver.execute_script(column) == [True, "table_row"]
    page.press(Keys.TAB)
    assert page.driver.execute_script("return document.activeElement.closest('.ag-root')") is None


def test_a_cell_that_is_clicked_fills_in_the_report_of_an_error(page: Page) -> None:
    page.open("/evidence")
    page.click(page.labelled(".table-choice label", "Cohorts"))
    page.click("#table-panel .ag-row[row-id='rialto'] .ag-cell[col-id='label']")
    report = page.one("#report-text")
    page.until(lambda: "Record: rialto" in report.get_property("value"))
    lines = report.get_property("value").split("\n")
    assert lines[:5] == [
        "Table: cohorts",
        "Record: rialto",
        "Column: label",
        "Value shown: RIALTO (expanded access, NCT02187354)",
        "What the source says, and where: ",
    ]
    assert lines[5] == f"Data version: {report.get_attribute('data-version')}"


def test_the_dictionary_of_a_table_opens(page: Page) -> None:
    page.open("/evidence")
    page.click(page.labelled(".table-choice label", "Contrasts"))
    page.click(page.labelled(".dictionary summary", "What the 18 columns mean"))
    terms = [term.text for term in page.all(".dictionary dt")]
    assert {"p_sided", "ci_low", "early_stop", "comparison"} <= set(terms)
    assert all(page.all(".dictionary dd")[terms.index(name)].text for name in terms)


def test_a_table_is_downloaded_as_it_is_kept(page: Page) -> None:
    page.open("/evidence")
    page.click(page.labelled(".table-choice label", "Registrations"))
    link = page.until(lambda: next(a for a in page.all("#table-panel a") if a.get_attribute("download") == "review-trials.csv"))
    fetched = page.driver.execute_async_script(
        "const [address, done] = arguments; fetch(address).then((answer) => answer.text()).then(done);", link.get_attribute("href")
    )
    assert fetched == (DATA / "review" / "trials.csv").read_text(encoding="utf-8")


def test_a_record_is_found_from_any_page_and_its_card_opened(page: Page) -> None:
    page.open("/case")
    page.requests()
    page.press("/")
    page.until(lambda: page.driver.switch_to.active_element.get_attribute("type") == "search", "the field")
    page.press("tcf3 zzz")
    page.until(lambda: page.text(".find-box [role=status]") == "No records")
    page.press(Keys.ENTER, *[Keys.BACKSPACE] * 4)
    page.until(lambda: page.text(".find-box [role=status]") == "1 record")
    assert "TCF3-HLF" in page.text(".find-box li")
    assert [urlsplit(request["url"]).path for request in page.requests()] == ["/find.json"] * 2, "of the evidence chosen, and of all"
    page.press(Keys.ENTER)
    page.until(lambda: page.query == "pin=mouttet-2019")
    page.until(lambda: page.driver.switch_to.active_element.get_attribute("data-unpin") == "mouttet-2019", "the card")
