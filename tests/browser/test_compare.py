"""Compare in a real browser: the five questions, the linking, the address, the count of requests."""

from __future__ import annotations

import json
import re

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.keys import Keys

from tests.browser.page import Page


def table(page: Page) -> dict[str, list[str]]:
    """The board's data table by publication: what a reader who cannot see the chart reads."""
    if not page.all(".data-table table"):
        page.click(".table-switch input")
    page.one(".data-table table")
    rows = page.all(".data-table tbody tr")
    return {row.find_element("css selector", "th").text: [cell.text for cell in row.find_elements("css selector", "td")] for row in rows}


def test_chance_of_remission_in_relapsed_or_refractory_disease(page: Page) -> None:
    page.open().choose("Relapse setting", "Relapsed or refractory")
    assert page.text("#counts").startswith("13 of 24 publications (9 of 19 cohorts) · 6 of 24 registrations")
    shown = table(page)
    assert list(shown) == [
        "Locatelli 2020 (RIALTO) [25]",
        "von Stackelberg 2016 [21]",
        "Queudeville 2021 [36]",
        "Sutton 2021 [37]",
        "Horibe 2020 [35]",
        "Ampatzidou 2020 [34]",
    ]
    assert [cells[3] for cells in shown.values()] == ["69/110 · 63 %", "27/70 · 39 %", "13/38 · 34 %", "NR", "5/9 ‡", "6/9"]
    assert "Five cohorts report a response with blinatumomab, 13/38 to 6/9" in page.text(".sentence")
    assert "no average is shown" in page.text(".sentence")


@pytest.mark.parametrize(
    ("facet", "option", "publications", "possible"),
    [
        ("Down syndrome", "Included", ["Elitzur 2019 [29]", "Wadhwa 2018 [28]"], "22 publications · 19 registrations"),
        (
            "Infants",
            "Included",
            ["Sutton 2021 [37]", "Clesham 2020 [32]", "Wölfl 2018 [42]", "Brethon 2021 [44]"],
            "19 publications · 11 registrations",
        ),
        ("Ph-positive", "Included", ["Sutton 2021 [37]"], "22 publications · 22 registrations"),
        ("Relapse setting", "Relapse after transplant", ["Schlegel 2014 [20]", "Handgretinger 2011 [19]", "Zoghbi 2017 [41]"], ""),
    ],
)
def test_a_population_is_answered_in_one_choice(page: Page, facet: str, option: str, publications: list[str], possible: str) -> None:
    page.open().choose(facet, option)
    drawn = list(table(page))
    board = page.one(".chart-panel")
    beside = [button.text.split(" (n =")[0] for button in board.find_elements("css selector", ".aside button")]
    assert sorted(drawn + beside) == sorted(publications)
    summaries = [summary.text for summary in page.all(".possible-matches summary")]
    assert summaries == ([f"Cannot be ruled out: {possible}"] if possible else [])


def test_one_request_for_one_change(page: Page) -> None:
    page.open()
    page.requests()
    page.choose("Line of therapy", "Frontline")
    assert page.posts() == 1
    page.click(".chip")
    page.until(lambda: page.query == "")
    assert page.posts() == 1
    page.click(page.labelled(".choice-gaps label", "Gaps hatched"))
    page.until(lambda: page.query == "gaps=drawn")
    assert page.posts() == 1


def test_one_change_draws_each_chart_once(page: Page) -> None:
    page.open()
    page.until(lambda: len(page.all(".graph .main-svg")) >= 9)
    page.driver.execute_script("""
        window.drawn = [];
        for (const name of ["react", "newPlot", "relayout", "redraw"]) {
            const draw = Plotly[name];
            Plotly[name] = function (place) {
                window.drawn.push([name, JSON.parse(place.parentElement.id).chart]);
                return draw.apply(this, arguments);
            };
        }
    """)
    page.choose("Infants", "Not stated")
    page.choose("Relapse setting", "First relapse")
    drawn = page.driver.execute_script("return window.drawn")
    assert drawn == [["react", "board"], ["react", "contrast"], ["react", "dumbbell"]] * 2


def test_a_folded_list_opens_cards_and_follows_the_filters(page: Page) -> None:
    page.open()
    listed = "section:has(#question-contrast) details.aside"
    assert page.text(f"{listed} summary") == "Not randomised, so no arm to compare with: 22"
    page.click(f"{listed} summary")
    page.click(page.labelled(f"{listed} button", "Sutton 2021 [37]"))
    page.until(lambda: page.text(".study-card h2") == "Sutton 2021 [37]")
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.query)
    page.choose("Down syndrome", "Included")
    aside = "section:has(#question-contrast) .aside"
    page.until(lambda: "Elitzur 2019 [29]" in page.text(aside))
    assert "Sutton" not in page.text(aside)


def test_no_two_texts_run_together(page: Page) -> None:
    page.open("/?setting=relapsed_refractory")
    page.click(".questions summary")
    page.one(".questions li")
    texts = "return Array.from(document.querySelectorAll(arguments[0]), (one) => one.textContent)"
    questions = page.driver.execute_script(texts, ".questions li")
    assert questions[0] == "Overt relapsed or refractory disease: what chance of remission?"
    page.click(".questions a")
    page.until(lambda: page.all(".asked .answer"))
    asked = page.driver.execute_script(texts, ".asked")[0]
    assert asked.startswith("Overt relapsed or refractory disease: what chance of remission? × Five cohorts report a response")
    assert asked.endswith("See also: 6 registrations with these filters Survival figures Case: what fits one child")
    asides = page.driver.execute_script(texts, ".aside")
    assert any("] " in aside for aside in asides)
    assert [aside for aside in asides if re.search(r"\]\S|:\S", aside)] == []
    assert page.driver.execute_script(texts, ".chip") == ["Relapse setting: Relapsed or refractory, line not stated ×"]
    page.until(lambda: page.all(".facet .beside"))
    labels = [" ".join(label.split()) for label in page.driver.execute_script(texts, ".facet label")]
    assert labels
    assert [label for label in labels if re.search(r"[a-z]\d", label)] == []


def test_an_empty_result_says_what_was_asked_and_the_way_out(page: Page) -> None:
    page.open("/?line=frontline&ph=included")
    assert "No publication in the review matches: Line of therapy: frontline; Ph-positive: included." in page.text(".notice")
    assert "absence of reports, not evidence of no effect" in page.text(".notice")
    page.click(page.labelled(".notice button", "Without Ph-positive: 2 publications (2 cohorts)"))
    page.until(lambda: page.query == "line=frontline")
    assert page.text("#counts").startswith("2 of 24 publications")


def test_choosing_a_mark_opens_the_card_and_esc_closes_it(page: Page) -> None:
    page.open("/?setting=relapsed_refractory")
    page.until(lambda: page.all(".graph .scatterlayer .point"))
    page.point_at(page.all(".graph .scatterlayer .errorbars + .points .point, .graph .scatterlayer .points .point")[0])
    page.until(lambda: page.text(".study-card h2") == "Locatelli 2020 (RIALTO) [25]")
    page.until_query("setting=relapsed_refractory&pin=locatelli-2020-rialto")
    card = page.text(".study-card")
    assert "45/69 · 65 %" in card
    assert "responders" in card
    assert "section 3.1, paragraph 4" in card
    page.press("/")
    page.until(lambda: page.all(".find[open] input"))
    page.press(Keys.ESCAPE)
    assert page.driver.switch_to.active_element.text == "Find"
    assert not page.all(".find[open]")
    assert page.all(".study-card")
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.all(".study-card"))
    page.until_query("setting=relapsed_refractory")


def test_keyboard_opens_cards_through_the_table_and_three_stay(page: Page) -> None:
    page.open()
    table(page)
    for name in ("Brown 2021 [38], blinatumomab", "Queudeville 2021 [36]", "Clesham 2020 [32]", "Sutton 2021 [37]"):
        button = page.labelled(".data-table button", name)
        page.driver.execute_script("arguments[0].focus()", button)
        page.press(Keys.ENTER)
        page.until(lambda name=name: page.text(".study-card h2").startswith(name.split(",")[0]))
    page.until_query("pin=queudeville-2021,clesham-2020,sutton-2021")


def test_address_restores_the_screen_after_reload_and_back(page: Page) -> None:
    page.open("/?setting=first_relapse&gaps=drawn&pin=locatelli-2021")
    sentence = page.text(".sentence")
    page.driver.refresh()
    page.until(lambda: page.text(".sentence") == sentence)
    page.click("#nav-evidence")
    page.until(lambda: page.text("h1") == "The evidence")
    page.driver.back()
    page.until(lambda: page.text(".sentence") == sentence)
    page.until_query("setting=first_relapse&gaps=drawn&pin=locatelli-2021")
    assert page.text(".study-card h2") == "Locatelli 2021 [39]"


def test_back_undoes_a_change_and_forward_makes_it_again(page: Page) -> None:
    page.open()
    page.until(lambda: page.text("#counts").startswith("24 of 24"))
    page.choose("Infants", "Included")
    page.driver.back()  # to the very address that was opened
    page.until(lambda: page.query == "" and page.text("#counts").startswith("24 of 24"))
    page.choose("Infants", "Included")
    page.choose("Relapse setting", "Measurable residual disease")
    counts = page.text("#counts")
    for query, begins in (("infant=included", "4 of 24"), ("", "24 of 24")):
        page.driver.back()
        page.until(lambda query=query, begins=begins: page.query == query and page.text("#counts").startswith(begins))
    page.driver.forward()
    page.driver.forward()
    page.until(lambda: page.text("#counts") == counts)
    page.until_query("setting=mrd&infant=included")
    assert len(page.all(".chip")) == 2


def test_the_bar_takes_along_what_is_chosen_and_the_grid_is_there(page: Page) -> None:
    page.open()
    assert not page.driver.execute_script("return Boolean(window.dash_ag_grid)")
    page.choose("Infants", "Included")
    page.click("#nav-trials")
    page.one(".ag-row")
    page.until_query("infant=included")
    page.click("#nav-")
    page.until(lambda: page.all("#question-board"))
    page.driver.refresh()
    page.until(lambda: page.all("#question-board"))
    page.driver.back()
    page.one(".ag-row")
    page.until_query("infant=included")


def test_unknown_parts_of_an_address_are_named_and_dropped(page: Page) -> None:
    page.open("/?setting=first_relapse,on_the_moon&colour=red&pin=nobody-1999&utm_source=x")
    notice = page.text(".notice")
    for part in ("setting=on_the_moon", "pin=nobody-1999", "colour=red", "utm_source=x"):
        assert part in notice
    page.until(lambda: page.query == "setting=first_relapse")


def test_a_hidden_pin_says_so(page: Page) -> None:
    page.open("/?setting=first_relapse&pin=sutton-2021")
    assert "Hidden by the filters in force" in page.text(".study-card")


def test_the_whole_board_stands_on_the_first_screen_of_a_small_projector(page: Page, driver: Chrome) -> None:
    page.sized(1280, 720)
    page.open()
    page.until(lambda: page.all(".graph .main-svg"))
    top, rows = driver.execute_script(
        "const graph = document.querySelector('.graph'), drawn = graph.querySelector('.js-plotly-plot');"
        "return [graph.getBoundingClientRect().top, drawn.layout.meta.rows];"
    )
    assert len(rows) == 12
    assert top + rows[0]["top"] <= 280, "under the heads, the name of its setting and of its trial"
    assert top + rows[-1]["bottom"] <= 720


def test_what_is_in_sight_is_drawn_first_and_the_rest_when_near_or_idle(page: Page, driver: Chrome) -> None:
    page.sized(1280, 720)
    page.open()
    page.until(lambda: len(page.all(".graph .main-svg")) >= 9)
    driver.execute_script("""
        window.idle = [], window.drawn = [];
        window.requestIdleCallback = (run) => window.idle.push(run);
        document.querySelectorAll(".js-plotly-plot").forEach((chart) => chart.on("plotly_afterplot",
            () => window.drawn.push(JSON.parse(chart.parentElement.id).chart)));
        document.querySelectorAll("[data-facet=infant] input")[2].click();
    """)
    page.until(lambda: driver.execute_script("return window.idle.length") == 2, "the words, and the next chart")
    assert driver.execute_script("return window.drawn") == ["board"]
    charts = {json.loads(place.get_attribute("id"))["chart"] for place in page.all(".graph:has(.js-plotly-plot)")}
    driver.execute_script("document.getElementById('chart-contrast').scrollIntoView()")
    page.until(lambda: "contrast" in driver.execute_script("return window.drawn"), "the chart that came near")
    driver.execute_script("while (window.idle.length) { window.idle.shift()(); }")
    page.until(lambda: sorted(driver.execute_script("return window.drawn")) == sorted(charts), "all")


def test_a_chart_that_waits_to_be_drawn_is_forgotten_with_its_page(page: Page, driver: Chrome) -> None:
    """Two changes and a step to another page before the chart was drawn: Dash drew the second on a place that was gone, with an error."""
    page.sized(1280, 720)
    page.open()
    page.until(lambda: len(page.all(".graph .main-svg")) >= 9)
    driver.execute_script("window.idle = []; window.requestIdleCallback = (run) => window.idle.push(run);")
    for option in (2, 0):
        driver.execute_script(f"document.querySelectorAll('[data-facet=infant] input')[{option}].click()")
        page.one("#chart-contrast .dash-graph--pending")
    page.click("#nav-case")
    page.one("#case-form")
    driver.execute_script("while (window.idle.length) { window.idle.shift()(); }")
    page.until(lambda: driver.execute_script("return new Promise((done) => setTimeout(() => done(true), 0))"), "what was promised")


def test_a_chart_that_is_wider_than_a_telephone_scrolls_in_its_place(page: Page) -> None:
    page.sized(320, 600)
    page.open()
    page.until(lambda: page.all(".graph .main-svg"))
    unreached = page.driver.execute_script(
        "return [...document.querySelectorAll('.scroller')].filter((place) => place.querySelector('.main-svg'))"
        ".map((place) => place.querySelector('.main-svg').getBoundingClientRect().width - place.scrollWidth);"
    )
    assert max(unreached) <= 1
    assert page.driver.execute_script("return document.documentElement.scrollWidth <= innerWidth")


BEYOND = """
const cards = document.querySelector('.cards');
return [cards.scrollWidth > cards.clientWidth, ...[...cards.querySelectorAll('.study-card')].map((card) =>
  [...card.querySelectorAll('.place')].some((place) => place.getBoundingClientRect().right > card.getBoundingClientRect().right))];
"""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_nothing_of_a_card_is_cut_or_reaches_over_the_next(page: Page, width: int, height: int) -> None:
    page.sized(width, height)
    page.open("/?evidence=all&pin=locatelli-2022,locatelli-2021,wolfl-2018")
    page.until(lambda: len(page.all(".study-card")) == 3)
    assert page.driver.execute_script(BEYOND) == [False] * 4
    shown = page.driver.execute_script("return getComputedStyle(document.querySelector('.filters')).visibility === 'visible'")
    beside = page.driver.execute_script("return getComputedStyle(document.querySelector('.cards')).position === 'fixed'")
    assert beside == (width == 1920)
    assert not (beside and shown), "the filters show around the cards that stand over them"


def test_the_words_of_a_filter_can_be_pressed_and_the_filters_stay_open(page: Page) -> None:
    """A press on a label gives the focus to the page in which the filters stand, which is not behind them."""
    page.sized(1280, 720)
    page.open()
    page.click("#filters-button")
    label = page.labelled(".facet label", "First relapse")
    ActionChains(page.driver).move_to_element(label).click().perform()
    page.until(lambda: "setting=first_relapse" in page.query, "the filter")
    assert page.one("#filters-button").get_attribute("aria-expanded") == "true"
    page.press(Keys.ESCAPE)
    page.until(lambda: page.one("#filters-button").get_attribute("aria-expanded") == "false", "folded filters")


def test_a_button_leads_to_a_card_below_the_window_until_it_is_seen(page: Page) -> None:
    page.sized(1280, 720)
    page.open()
    page.driver.execute_script("dash_clientside.set_props('action', {data: {at: 1, pin: 'brown-2021'}})")
    way = page.one(".way-to-card")
    assert way.text == "Brown 2021 [38]: card below ↓"
    assert page.one("#heard").get_attribute("textContent") == "Card opened: Brown 2021 [38]"
    page.click(way)
    page.until(lambda: not page.all(".way-to-card"), "the card on screen")
    assert page.driver.execute_script("return document.activeElement.dataset.unpin") == "brown-2021"
    page.open("/?pin=brown-2021,horibe-2020")
    assert not page.all(".way-to-card")


def test_the_button_to_a_card_goes_with_that_card_and_with_the_page(page: Page) -> None:
    page.sized(1280, 720)
    page.open("/?pin=brown-2021")
    page.driver.execute_script("dash_clientside.set_props('action', {data: {at: 1, pin: 'horibe-2020'}})")
    page.one(".way-to-card")
    page.driver.execute_script("dash_clientside.set_props('action', {data: {at: 2, unpin: 'horibe-2020'}})")
    page.until(lambda: not page.all(".way-to-card"), "no button to a card that is gone")
    assert len(page.all(".study-card")) == 1
    page.driver.execute_script("dash_clientside.set_props('action', {data: {at: 3, pin: 'horibe-2020'}})")
    page.one(".way-to-card")
    page.click(page.labelled(".bar .nav-link", "Evidence"))
    page.until(lambda: page.all(".table-choice") and not page.all(".way-to-card"), "no button on another page")


def test_a_table_that_is_switched_on_comes_on_screen(page: Page) -> None:
    page.sized(1280, 720)
    page.open()
    page.click("#chart-board .table-switch input")
    top = "return document.querySelector('#chart-board .data-table table').getBoundingClientRect().top"
    page.until(lambda: 0 <= page.driver.execute_script(top) < 600, "the table")


def test_presenting_begins_with_the_chart_in_sight_and_esc_leads_back_to_it(page: Page) -> None:
    page.sized(1280, 720)
    page.open("/?tab=survival")
    page.driver.execute_script("document.querySelector('#chart-survival').scrollIntoView({block: 'start', behavior: 'instant'})")
    above = page.driver.execute_script("return window.scrollY")
    page.press("p")
    page.until(lambda: page.text("main h1") == "How many survive, and for how long?", "the chart presented")
    page.press(Keys.ESCAPE)
    page.until(lambda: above and page.driver.execute_script("return window.scrollY") == above, "where presenting began")
    assert page.driver.execute_script("return document.activeElement.dataset.act") == "present"
