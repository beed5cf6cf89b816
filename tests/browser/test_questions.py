"""The questions that boards ask, in a window of 1280 x 720: two choices, and the answer stands there with the chart that answers."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from dashboard.charts import CHARTS
from dashboard.questions import QUESTIONS, Question
from tests.browser.page import Page

HEIGHT = 720
TOUCHED = 32
"""Pixels that a finger needs; WCAG 2.2 asks for 24."""
TOP = "return document.querySelector(arguments[0]).getBoundingClientRect().top"
BOTTOM = "return document.querySelector(arguments[0]).getBoundingClientRect().bottom"
KEYS = [question.key for question in QUESTIONS]


@pytest.fixture
def small(page: Page) -> Page:
    """The page in the smallest window for which it is made."""
    page.sized(1280, HEIGHT)
    return page


def ask(page: Page, question: Question) -> None:
    """Two choices: the menu, the question."""
    page.click(".questions summary")
    page.click(page.labelled(".questions a", question.words))
    page.until(lambda: page.text(".asked h2") == question.words, question.words)


@pytest.mark.parametrize("question", QUESTIONS, ids=KEYS)
def test_answer_and_chart_stand_on_the_first_screen(small: Page, question: Question) -> None:
    small.open()
    small.requests()
    ask(small, question)
    title = f"#question-{question.chart}"
    small.until(lambda: small.text(title) == CHARTS[question.chart].question)
    small.until(lambda: small.all(f"#chart-{question.chart} .graph .main-svg"))
    assert small.driver.execute_script("return window.scrollY") == 0
    assert small.text(".asked .answer").endswith(".")
    assert question.limits in small.text(".asked .limits")
    assert small.driver.execute_script(BOTTOM, ".asked .answer") < HEIGHT
    assert small.driver.execute_script(BOTTOM, title) < HEIGHT
    assert small.query == question.state.to_query()
    assert not small.all(".questions[open]")


@pytest.mark.parametrize("key", ["toxicity", "infants"])
def test_closing_drops_the_question_only(small: Page, key: str) -> None:
    question = QUESTIONS[KEYS.index(key)]
    small.open(question.address)
    small.until(lambda: small.text(".asked h2") == question.words)
    small.click(".asked .close-question")
    small.until(lambda: small.query == question.query)
    small.until(lambda: not small.text(".asked"))
    small.driver.back()
    small.until(lambda: small.text(".asked h2") == question.words)


def test_it_falls_with_its_filters_in_one_request_and_does_not_come_back_with_them(small: Page) -> None:
    small.open("/?setting=first_relapse&question=mrd")
    small.until(lambda: small.text(".asked .answer"))
    small.requests()
    small.click(".chip")
    small.until(lambda: small.query == "")
    assert small.posts() == 1
    assert small.text(".asked") == ""
    small.click("#filters-button")
    small.choose("Relapse setting", "First relapse")
    assert small.query == "setting=first_relapse"


def test_another_tab_leaves_it(small: Page) -> None:
    small.open("/?tab=phenotype&question=phenotype")
    small.click(small.labelled(".choice-tab label", "Timeline"))
    small.until(lambda: small.query == "tab=timeline&question=phenotype")
    assert small.text(".asked .answer").startswith("Most relapses")


def test_where_else_to_look_has_the_same_filters_and_what_came_since_stands_apart(small: Page) -> None:
    small.open("/?infant=included&kmt2a=included&evidence=all&question=infant_kmt2a")
    assert small.text(".asked .since").startswith("Since then, ")
    small.click(small.labelled(".asked .limits a", "1 registration with these filters"))
    small.until(lambda: small.all("#question-landscape"))
    assert small.query == "infant=included&kmt2a=included&evidence=all"
    small.click(".questions summary")
    assert all("evidence=all" in (link.get_attribute("href") or "") for link in small.all(".questions a"))


def test_an_answer_leads_on_to_the_chart_of_survival_and_no_further_up(small: Page) -> None:
    small.open("/trials?infant=included&question=infants")
    small.click(small.labelled(".asked .limits a", "Survival figures"))
    small.until(lambda: small.all("#chart-survival .graph .main-svg"))
    small.until(lambda: 0 <= small.driver.execute_script(TOP, "#chart-survival") < HEIGHT / 2)
    assert small.query == "infant=included&tab=survival"


@pytest.mark.parametrize(
    "address",
    [
        "/?infant=included&evidence=all&tab=survival#chart-survival",
        "/?evidence=all&infant=included&tab=survival#chart-survival",
        "/#chart-contrast",
    ],
    ids=["canonical", "another order", "home"],
)
def test_an_address_of_a_chart_ends_with_its_title_below_the_strip(small: Page, address: str) -> None:
    """Opened anew, the chart went down out of sight when those above it were drawn for their width."""
    small.open(address)
    place = f"#{address.partition('#')[2]}"
    small.until(lambda: small.all(f"{place} .graph .main-svg") and small.all("#chart-board .graph .main-svg"))

    def below() -> float:
        """How far the title stands below the strip."""
        return float(small.driver.execute_script(TOP, f"{place} h2") - small.driver.execute_script(BOTTOM, ".strip"))

    small.until(lambda: 0 <= below() < 30, "the title below the strip")
    small.press(Keys.SHIFT)
    small.driver.execute_script(
        "document.querySelector('.charts').style.paddingTop = '300px'; window.scrollTo({top: 0, behavior: 'instant'})"
    )
    small.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    assert small.driver.execute_script("return window.scrollY") == 0, "who scrolls is left where they are"


def test_the_answer_stands_out_from_what_belongs_to_it(small: Page) -> None:
    small.open("/?setting=first_relapse&question=toxicity")
    weights = [int(small.one(css).value_of_css_property("font-weight")) for css in (".asked .answer", ".asked .detail")]
    assert weights == [600, 400]


def test_a_finger_finds_the_switch_of_a_table_on_a_telephone(page: Page) -> None:
    page.sized(390, 844, deviceScaleFactor=2, mobile=True)
    page.open("/?setting=first_relapse")
    height = "return document.querySelector('.table-switch label').getBoundingClientRect().height"
    assert page.driver.execute_script(height) >= TOUCHED


def test_a_link_of_an_answer_that_begins_a_line_stands_where_lines_begin(small: Page) -> None:
    small.open("/?setting=relapsed_refractory&question=overt")
    small.until(lambda: small.all(".asked .limits a"))
    lefts = small.driver.execute_script("""
        const words = document.querySelector(".asked .limits"), range = document.createRange();
        range.selectNodeContents(words.firstChild);
        const text = range.getClientRects()[0], links = [...words.querySelectorAll("a")].map((link) => link.getBoundingClientRect());
        return links.filter((link) => link.left < text.left + 100).map((link) => Math.abs(link.left - text.left));
    """)
    assert lefts, "one of them begins a line"
    assert max(lefts) < 1
