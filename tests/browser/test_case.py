"""The case lens in a real browser: what it says, that it says the same as Python, and that nothing of a child gets out."""

from __future__ import annotations

import base64
import json
import random
import subprocess
from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from dashboard.evidence import Evidence
from dashboard.lens import verdict_table
from dashboard.lens.case import ANSWERS, SETTINGS
from dashboard.vocabulary import ASKED
from tests.browser.page import Page
from tests.lens_reference import Case, assess

SMALL = (1280, 720)
DATA = "return JSON.parse(document.getElementById('case-form').dataset.case)"
AFTER_TRANSPLANT = {"NCT03849651", "NCT04746209", "NCT02807883", "NCT04044560", "NCT04785547"}


def open_case(page: Page) -> None:
    page.open("/case")
    page.one("#case-years")


def enter(page: Page, *, years: str = "", months: str = "", settings: Iterable[str] = (), **answers: str) -> None:
    """Fill the form in as a reader does."""
    page.one("#case-years").send_keys(years)
    page.one("#case-months").send_keys(months)
    for code in settings:
        page.click(f"#case-setting-{code}")
    for question, answer in answers.items():
        page.click(f"#case-{question}-{answer}")


def fallen(page: Page) -> dict[str, set[str]]:
    """The registrations on the page by the tier in which they stand, folded or not."""
    cards = "Array.from(tier.querySelectorAll('[data-record]'), (card) => card.dataset.record)"
    found = "document.querySelectorAll('.case-registered [data-tier]')"
    tiers = f"Object.fromEntries(Array.from({found}, (tier) => [tier.dataset.tier, {cards}]))"
    return {tier: set(numbers) for tier, numbers in page.driver.execute_script(f"return {tiers}").items()}


def entered(page: Page) -> list[str]:
    """What stands in the form, but for the answer unknown."""
    filled = page.driver.execute_script(
        "return Array.from(document.querySelectorAll('#case-form input'))"
        ".filter((input) => input.type === 'number' ? input.value : input.checked && input.value !== 'unknown').map((input) => input.id)"
    )
    return list(filled)


def test_four_years_down_syndrome_newly_diagnosed(page: Page) -> None:
    open_case(page)
    enter(page, years="4", settings=["newly_diagnosed"], down="yes", ph="no")
    assert page.text("#case-status").startswith("Missing answers: 1 (KMT2A) · missing in registrations: 1 (Down syndrome in 1).")
    found = fallen(page)
    assert found["fits"] == {"NCT03914625", "NCT04307576", "NCT03643276", "NCT03117751"}
    assert "Risk group as printed, not tested: standard risk" in page.text("[data-record=NCT03914625]")
    assert found["cannot_be_ruled_out"] == {"NCT04723342"}
    assert len(found["does_not_fit"]) == 19
    direct = page.text(".case-evidence [data-tier=direct] .case-row")
    assert "Elitzur 2019 [29]" in direct
    assert "in words only: bridge to further chemotherapy" in direct
    assert "no toxicity figure in the review" in direct


def test_seven_years_relapse_after_transplant(page: Page) -> None:
    open_case(page)
    enter(page, years="7", settings=["post_transplant_relapse"], down="no", ph="no")
    found = fallen(page)
    assert found["fits"] == {"NCT02790515"}
    assert found["later_step"] == AFTER_TRANSPLANT
    assert found["cannot_be_ruled_out"] == {"NCT01471782", "NCT02187354", "NCT02783651", "NCT02412306", "NCT03605589", "NCT04556084"}
    assert len(found["does_not_fit"]) == 12


def random_cases(count: int) -> list[Case]:
    chance = random.Random(20210315)
    ages = [None, *range(25), *(12 * year + extra for year in range(1, 32) for extra in (-1, 0, 5))]
    return [
        Case(
            age=chance.choice(ages),
            settings=tuple(code for code in SETTINGS if chance.random() < chance.choice((0.0, 0.15, 0.4))),
            **{question: chance.choice(ANSWERS) for question in ASKED},
        )
        for _ in range(count)
    ]


def as_numbers(said: dict[str, Any], numbers: dict[tuple[str, ...], int]) -> dict[str, Any]:
    """What Python says, with each verdict by its number, as the browser has it."""

    def plain(entry: dict[str, Any]) -> dict[str, Any]:
        found = {criterion: numbers[astuple(one)] for criterion, one in entry["verdicts"].items()}
        return {**entry, "verdicts": found}

    return {**said, **{kind: {key: plain(entry) for key, entry in said[kind].items()} for kind in ("registrations", "publications")}}


@pytest.mark.parametrize("query", ["", "?evidence=all"])
def test_browser_and_python_say_the_same_of_three_hundred_children(page: Page, evidence: Evidence, shipped: Evidence, query: str) -> None:
    """Of the ages of publications most are stated in what came since."""
    evidence = shipped if query else evidence
    page.open(f"/case{query}")
    page.one("#case-years")
    table = page.driver.execute_script(DATA)["table"]
    assert table == json.loads(json.dumps(verdict_table(evidence)))
    numbers = {tuple(verdict): number for number, verdict in enumerate(table["verdicts"])}
    cases = random_cases(300)
    answers = [{**vars(case), "settings": list(case.settings)} for case in cases]
    said = page.driver.execute_script("return arguments[1].map((one) => window.blinaboardCase.evaluate(arguments[0], one))", table, answers)
    for case, browser in zip(cases, said, strict=True):
        assert browser == as_numbers(assess(evidence, case), numbers), case


KEPT = (
    "return [location.href, document.title, JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, history.length]"
)
CHILD = ("post_transplant_relapse", "kmt2a", "case-", "years", "8 months")


def test_nothing_that_is_entered_leaves_the_page(page: Page) -> None:
    open_case(page)
    page.until(lambda: not page.requests(), "a quiet page")
    kept = page.driver.execute_script(KEPT)
    enter(page, years="7", months="8", settings=["post_transplant_relapse", "bridge"], infant="yes", kmt2a="yes", ph="no", transplant="yes")
    page.one("#case-years").send_keys(Keys.ENTER)
    page.click(".case-evidence .case-open")
    page.click("#case-present")
    page.press(Keys.RIGHT)
    assert "7 years 8 months" in page.text(".case-screen:not([hidden]) .case-given")
    page.press(Keys.ESCAPE)
    page.driver.execute_script("window.dispatchEvent(new Event('beforeprint')); window.dispatchEvent(new Event('afterprint'))")
    assert page.requests() == []
    assert page.driver.execute_script(KEPT) == kept
    page.click("#nav-evidence")
    page.until(lambda: page.text("h1") == "The evidence")
    after = [request for request in page.requests() if "/assets/case-" not in request["url"]]
    assert after
    assert [word for word in CHILD for request in after if word in request["url"] + request.get("postData", "")] == []
    page.driver.back()
    page.one("#case-years")
    assert entered(page) == []


def test_a_presented_case_is_forgotten_when_its_page_is_left(page: Page) -> None:
    """Back while a case was presented ended in an error, and the child stood in the form again when the page was next opened."""
    page.open("/")
    page.one("#chart-board .js-plotly-plot")
    page.click("#nav-case")
    page.one("#case-years")
    enter(page, years="7", settings=["first_relapse"], ph="yes")
    page.click("#case-present")
    page.one(".case-screen:not([hidden])")
    page.driver.back()
    page.one("#chart-board .js-plotly-plot")
    page.click("#nav-case")
    page.one("#case-years")
    assert entered(page) == []
    assert not page.driver.execute_script("return document.documentElement.classList.contains('presenting-case')")


@pytest.mark.parametrize(
    ("what", "cleared"),
    [
        ("document.getElementById('case-reset').click()", True),
        ("window.blinaboardCase.clearIfIdle(Date.now() + 15 * 60 * 1000)", True),
        ("window.blinaboardCase.clearIfIdle(Date.now() + 14 * 60 * 1000)", False),
        ("window.dispatchEvent(new Event('pagehide'))", True),
    ],
)
def test_reset_idle_minutes_and_leaving_clear_it(page: Page, what: str, cleared: bool) -> None:
    open_case(page)
    enter(page, years="7", settings=["first_relapse"], ph="yes")
    assert len(entered(page)) == 3
    page.driver.execute_script(what)
    assert entered(page) == ([] if cleared else ["case-years", "case-setting-first_relapse", "case-ph-yes"])
    assert page.text("#case-status").startswith("Nothing is entered yet." if cleared else "Missing answers: 4")
    if not cleared:
        assert page.text("#banner") == "The case is cleared in a minute, unless a key is pressed or the page is touched."
        page.press(Keys.TAB)
        assert page.one("#banner").get_attribute("textContent") == ""
    assert bool(page.all(".case-card")) is not cleared
    assert page.all("#case-paper *") == []


def test_with_other_evidence_the_child_stays_and_no_request_names_it(page: Page) -> None:
    open_case(page)
    enter(page, years="9", settings=["first_relapse"], down="no")
    assert page.text("#case .stamp") == "Evidence to mid-March 2021"
    page.requests()
    page.click(".case-layers a[href*='evidence=all']")
    page.until(lambda: "later results" in page.text("#case .stamp"))
    page.until(lambda: page.all(".case-row[data-record=hogan-2023]"))
    page.until_query("evidence=all")
    assert entered(page) == ["case-years", "case-setting-first_relapse", "case-down-no"]
    assert [word for word in CHILD for request in page.requests() if word in request["url"] + request.get("postData", "")] == []


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    open_case(page)

    def focused() -> str:
        return str(page.driver.execute_script("return document.activeElement.id"))

    def tab_to(name: str) -> None:
        for _ in range(40):
            if focused() == name:
                return
            page.press(Keys.TAB)
        pytest.fail(f"Tab never reached {name}")

    tab_to("case-years")
    page.press("4")
    page.press(Keys.ENTER)
    tab_to("case-setting-newly_diagnosed")
    page.press(Keys.SPACE)
    for question in ("infant", "kmt2a"):
        tab_to(f"case-{question}-unknown")
    tab_to("case-ph-unknown")
    page.press(Keys.RIGHT, Keys.RIGHT)
    tab_to("case-down-unknown")
    page.press(Keys.RIGHT)
    assert entered(page) == ["case-years", "case-setting-newly_diagnosed", "case-ph-no", "case-down-yes"]
    assert len(fallen(page)["fits"]) == 4
    for _ in range(40):
        page.press(Keys.TAB)
        if page.driver.execute_script("return document.activeElement.dataset.key") == "NCT03914625":
            break
    page.press(Keys.ENTER)
    opened = page.one(".case-card[data-record=NCT03914625]")
    assert opened.find_element("css selector", ".case-open").get_attribute("aria-expanded") == "true"
    assert "KMT2A not tested. KMT2A is not stated (Review: whole review)" in opened.text
    page.press("p")
    assert page.driver.execute_script("return document.getElementById('heard').textContent").startswith(
        "What is reported in children like this 1 of "
    )
    page.press(Keys.TAB, Keys.TAB, Keys.ENTER)
    assert page.driver.execute_script("return document.activeElement.dataset.step") == "1", "the keyboard stays on Next"
    assert page.text(".case-screen:not([hidden]) .case-step").startswith("2 of ")
    page.press(Keys.LEFT)
    assert "What was registered" in page.text(".case-screen:not([hidden])")
    page.press(Keys.ESCAPE)
    assert focused() == "case-present"


def test_each_criterion_says_why_and_where(page: Page) -> None:
    open_case(page)
    enter(page, years="6", settings=["newly_diagnosed"], ph="yes", down="no")
    card = page.one("[data-tier=conflicting] [data-record=NCT03914625]")
    page.click(card.find_element("css selector", ".case-open"))
    assert len(card.find_elements("css selector", ".case-reasons li")) == 7
    assert "⇄ Ph-positive conflicting. Said to include Ph-positive leukaemia, then said to be no exception" in card.text
    assert "(Review: 3.4 p4; 4 p6)" in card.text


def test_evidence_without_such_children_says_so_and_stands_after_that_in_part(page: Page) -> None:
    open_case(page)
    enter(page, settings=["first_relapse"], ph="yes")
    row = page.one("[data-tier=without] .case-row[data-record=locatelli-2020-historical]")
    assert "Ph-positive not included" in row.text
    assert "without such children" in row.text
    assert "[21]" in row.text
    tiers = [tier.get_attribute("data-tier") for tier in page.all(".case-evidence [data-tier]")]
    assert tiers == ["partial", "without", "setting_only"]


def test_what_reports_on_such_children_stands_and_what_leaves_them_out_folds_first(page: Page) -> None:
    """Three publications without infants stood open, two of them without a figure, and Sutton's infants with KMT2A were folded."""
    page.sized(*SMALL)
    page.open("/case?evidence=all")
    page.one("#case-years")
    enter(page, months="8", years="0", settings=["mrd", "bridge"], kmt2a="yes")
    row = page.one("[data-tier=partial] > .case-row[data-record=sutton-2021]")
    assert row.is_displayed()
    assert "44 %" in row.text
    assert [one.get_attribute("data-record") for one in page.all("[data-tier=without] > .case-row")] == []
    assert page.text("[data-tier=without] .case-names").startswith("3 cohorts Brown 2021 [38]")
    assert "Figures for such children alone first." in page.text(".case-note")


def test_evidence_stands_beside_registrations_and_toxicity_beside_efficacy(page: Page) -> None:
    open_case(page)
    enter(page, years="9", settings=["first_relapse"])
    boxes = [page.one(css).rect for css in ("#case-form", ".case-evidence", ".case-registered")]
    assert [box["x"] for box in boxes] == sorted({box["x"] for box in boxes})
    assert boxes[1]["y"] == boxes[2]["y"]
    row = page.one(".case-row[data-record=brown-2021]")
    efficacy, toxicity = (row.find_element("css selector", f".case-{side}") for side in ("efficacy", "toxicity"))
    assert (efficacy.rect["y"], efficacy.rect["width"]) == (toxicity.rect["y"], toxicity.rect["width"])
    assert fallen(page)["fits"] == {"NCT02393859", "NCT04546399", "NCT02101853", "NCT04556084"}
    order = [tier.get_attribute("data-tier") for tier in page.all(".case-registered [data-tier]")]
    assert order == ["fits", "cannot_be_ruled_out", "later_step", "does_not_fit"]


def test_completed_registrations_are_folded_and_counted(page: Page) -> None:
    open_case(page)
    enter(page, years="7", settings=["post_transplant_relapse"], down="no", ph="no")
    fold = page.one("[data-tier=cannot_be_ruled_out] .case-done")
    assert fold.text == "4 completed or stopped"
    assert not page.one("[data-record=NCT01471782]").is_displayed()
    page.click(fold.find_element("css selector", "button"))
    assert page.one("[data-record=NCT01471782]").is_displayed()
    assert "completed · relapse after transplant not stated" in page.text("[data-record=NCT01471782]")
    assert page.text("[data-record=NCT04785547] .case-state") == "terminated"


def test_nothing_fits_says_so_and_no_word_judges(page: Page) -> None:
    open_case(page)
    enter(page, years="8", settings=["bridge"], down="yes", ph="yes")
    assert "does not mean no option" in page.text(".case-registered .case-notice")
    shown = page.driver.execute_script("return document.querySelector('main').textContent").lower()
    assert "a printed age proves nothing about entry: a protocol can be narrower than its register entry" in shown
    assert [word for word in ("eligible", "recommended", "score", "ranking", "open to", "superior") if word in shown] == []


def test_an_age_that_cannot_be_used_is_said_and_counts_as_unknown(page: Page) -> None:
    open_case(page)
    enter(page, years="0", settings=["newly_diagnosed"])
    assert "the months are needed" in page.text("#case-age-problem")
    page.one("#case-months").send_keys("13")
    assert "months from 0 to 11" in page.text("#case-age-problem")
    assert page.text("#case-status").startswith("Missing answers: 5 (age, ")


def test_before_anything_is_entered_the_columns_say_what_they_will_hold(page: Page) -> None:
    open_case(page)
    groups = [[item.text.split("\n")[0] for item in page.all(f".case-{side} .case-outline b")] for side in ("evidence", "registered")]
    assert groups[0] == ["Direct", "In part", "Without such children", "In the setting only"]
    assert groups[1][0] == "Fits every criterion tested here"
    assert "24 publications" in page.text(".case-evidence")
    assert "? unknown" in page.text(".case-registered").replace("\u00a0", " ")
    page.press("p")
    assert "In part" in page.text(".case-screen:not([hidden])")
    page.press(Keys.ESCAPE)
    assert paper(page) == [[]]
    enter(page, settings=["first_relapse"])
    assert not page.all(".case-outline")


def test_an_age_alone_finds_no_publication_and_that_is_no_absence_of_reports(page: Page) -> None:
    """'No publication says anything about what is entered' stood here of every child whose age was entered first."""
    open_case(page)
    enter(page, years="9")
    assert page.text(".case-evidence .case-notice") == (
        "Publications are found by setting, or by a question answered yes; an age alone finds none, and leaves none out."
    )
    enter(page, settings=["first_relapse"])
    assert page.all(".case-row[data-record=brown-2021]")
    assert not page.all(".case-evidence .case-notice")


def test_an_age_is_held_against_those_that_a_publication_states_and_leaves_none_out(page: Page) -> None:
    open_case(page)
    enter(page, months="8", settings=["first_relapse"], infant="no")
    assert "age leaves none out" in page.text(".case-evidence .case-note")
    chips = page.text(".case-row[data-record=brown-2021] .case-chips").split("\n")
    assert chips[-3:] == ["≠", "outside the ages stated:", "age outside 1–30 years"]
    page.click(".case-row[data-record=brown-2021] .case-open")
    assert (
        "≠ age outside the ages stated. Stated: 1 to 30 years (ages that could enter). Nothing is reported here of a child of this age"
        in page.text(".case-row[data-record=brown-2021] .case-reasons")
    )
    assert "age 28 days to under 18 years" in page.text(".case-row[data-record=locatelli-2021] .case-matching")


FITS = """
const box = document.querySelector('.case-screen:not([hidden])');
return [box, ...box.querySelectorAll('.case-column, .case-flow')].every((one) => one.scrollHeight <= one.clientHeight + 1
  && one.scrollWidth <= one.clientWidth + 1) && box.getBoundingClientRect().bottom <= innerHeight + 1;
"""


def test_a_presented_case_goes_in_steps_that_fit_and_is_left_where_it_began(page: Page) -> None:
    """The most that a child can ask for: everything on screens of 1280x720, none of it below or beside them."""
    page.sized(*SMALL)
    open_case(page)
    enter(page, years="6", settings=["first_relapse", "relapsed_refractory"], ph="yes", kmt2a="yes", down="yes")
    page.press("/")
    page.until(lambda: page.all(".find[open] input"))
    page.press("p", "h")
    assert page.one(".find input").get_attribute("value") == "ph"
    page.press(Keys.ESCAPE)
    assert not page.all(".find[open]")
    page.press("p")
    assert not page.one("#case-form").is_displayed()
    page.driver.execute_script("const now = Date.now(); Date.now = () => now + 14 * 60 * 1000;")
    page.press(Keys.RIGHT, Keys.LEFT)
    page.driver.execute_script("window.blinaboardCase.clearIfIdle(Date.now() + 60 * 1000)")
    count = len(page.all(".case-screen"))
    assert count > 5
    for step in range(1, count + 1):
        assert page.text(".case-screen:not([hidden]) .case-step") == f"{step} of {count}"
        assert page.driver.execute_script(FITS), step
        page.press(Keys.RIGHT)
    words = page.driver.execute_script("return document.getElementById('case-room').textContent")
    listed = page.driver.execute_script(DATA)["records"]["publications"]
    shown = [name for name in (record["name"] for record in listed.values()) if name in words]
    assert len(shown) == 22
    page.click(page.labelled(".case-screen:not([hidden]) button", "Leave"))
    assert page.one("#case-form").is_displayed()
    page.click(".bar [data-act=present]")
    assert page.one("#case-room").is_displayed()
    page.press(Keys.ESCAPE)


BLANK = "return document.documentElement.classList.contains('blank')"


@pytest.mark.parametrize("key", ["b", "."])
def test_a_presented_case_is_blanked_and_shown_again_by_the_keys_that_blank_a_chart(page: Page, key: str) -> None:
    open_case(page)
    enter(page, years="6", settings=["first_relapse"])
    page.press("p", key)
    assert page.driver.execute_script(BLANK)
    page.press(Keys.RIGHT)  # nobody steps on without seeing where
    assert not page.driver.execute_script(BLANK)
    assert page.text(".case-screen:not([hidden]) .case-step").startswith("1 of ")
    page.press(key, key, Keys.RIGHT)
    assert page.text(".case-screen:not([hidden]) .case-step").startswith("2 of ")
    page.press(Keys.ESCAPE)
    assert page.one("#case-form").is_displayed()


INFANT: dict[str, Any] = {
    "years": "0",
    "months": "8",
    "settings": ["mrd", "bridge"],
    "kmt2a": "yes",
    "ph": "no",
    "down": "no",
    "transplant": "no",
}


def test_with_what_came_since_every_figure_stands_once_on_screens_that_hold_them(page: Page) -> None:
    """The number of a screen was written when all was measured, and took a line from it; one card had room on the first."""
    page.sized(*SMALL)
    page.open("/case?evidence=all")
    page.one("#case-years")
    enter(page, **INFANT)
    data = page.driver.execute_script(DATA)
    given = {question: INFANT.get(question, "unknown") for question in ASKED}
    answers = {"age": 8, "settings": INFANT["settings"], **given}
    said = page.driver.execute_script("return window.blinaboardCase.evaluate(arguments[0], arguments[1])", data["table"], answers)
    listed = [data["records"]["publications"][study] for card in said["cards"] for study in card["studies"]]
    page.press("p")
    assert len(page.all(".case-screen:not([hidden]) .case-row[data-record]")) >= 2
    assert len(page.all(".case-flow .case-figure")) == sum(len(record["efficacy"]) + len(record["toxicity"]) for record in listed)
    count = len(page.all(".case-screen"))
    for step in range(1, count + 1):
        assert page.text(".case-screen:not([hidden]) .case-step") == f"{step} of {count}"
        assert page.driver.execute_script(FITS), step
        page.press(Keys.RIGHT)


@pytest.mark.parametrize("query", ["", "?evidence=all"])
def test_on_a_narrow_screen_the_evidence_leaves_the_registrations_their_room(page: Page, query: str) -> None:
    page.sized(1024, 768)
    page.open(f"/case{query}")
    page.one("#case-years")
    after = ["later_relapse", "post_transplant_relapse"]
    enter(page, years="12", settings=after, infant="no", ph="no", down="yes", transplant="yes")
    page.press("p")
    assert page.driver.execute_script(FITS)


RELAPSED: dict[str, Any] = {"years": "7", "settings": ["relapsed_refractory"]}
ANYTHING: dict[str, Any] = {"years": "6", "settings": ["first_relapse", "relapsed_refractory"], "ph": "yes", "kmt2a": "yes", "down": "yes"}


@pytest.mark.parametrize("child", [INFANT, RELAPSED, ANYTHING], ids=["infant", "relapsed", "anything"])
def test_the_first_presented_screen_has_figures_in_a_narrow_window_too(page: Page, child: dict[str, Any]) -> None:
    """There were names alone, and more of them than it held; what has no room is counted, and stands on the screens that follow."""
    page.sized(1024, 768)
    page.open("/case?evidence=all")
    page.one("#case-years")
    enter(page, **child)
    page.press("p")
    assert page.all(".case-screen:not([hidden]) .case-row .case-figure")
    assert page.driver.execute_script(FITS)
    assert "on the screens that follow" in page.text(".case-screen:not([hidden]) .case-evidence")


BOTTOM = "return document.getElementById('case-result').getBoundingClientRect().bottom + window.scrollY"
RESIZE = "window.dispatchEvent(new Event('resize'))"


def test_on_a_desk_what_has_no_room_is_counted_and_unfolds(page: Page) -> None:
    """With both layers the answer for an infant reached below the window, for the names of what had no figures."""
    page.sized(*SMALL)
    page.open("/case?evidence=all")
    page.one("#case-years")
    enter(page, **INFANT)
    assert page.driver.execute_script(BOTTOM) < SMALL[1]
    names = page.one(".case-evidence [data-tier=partial] .case-names")
    assert names.text.startswith("5 more ")
    page.click(names.find_element("css selector", "button"))
    assert page.one(".case-row[data-record=queudeville-2021]").is_displayed()


def test_on_a_desk_what_has_ended_folds_before_the_registrations_reach_below_the_window(page: Page) -> None:
    """Seven that cannot be ruled out, each with its reason, stood with the later steps in a column higher than the window."""
    page.sized(*SMALL)
    open_case(page)
    enter(page, years="17", months="6", settings=["first_relapse", "mrd", "bridge"])
    assert page.driver.execute_script(BOTTOM) < SMALL[1]
    fold = page.one(".case-registered [data-tier=cannot_be_ruled_out] .case-done")
    assert fold.text == "3 completed or stopped"
    assert not page.one("[data-record=NCT02187354]").is_displayed()
    page.click(fold.find_element("css selector", "button"))
    assert "completed · first relapse not stated" in page.text("[data-record=NCT02187354]")


AFTER_ONE: dict[str, Any] = {"years": "4", "settings": ["post_transplant_relapse"], "ph": "yes", "transplant": "yes"}
WITHOUT_STATE = """
const { registrations } = JSON.parse(document.getElementById('case-form').dataset.case).records;
return Array.from(document.querySelectorAll(arguments[0]))
  .filter(({ dataset: { record }, textContent }) => ['state', 'status'].every((said) => !textContent.includes(registrations[record][said])))
  .map(({ dataset: { record } }) => record);
"""
STATES = ".case-registered [data-record]"


@pytest.mark.parametrize("child", [AFTER_ONE, {"settings": ["mrd"]}, {**AFTER_ONE, "years": ""}], ids=["one", "MRD", "no age"])
def test_the_last_state_of_a_registration_always_stands_with_it(page: Page, child: dict[str, Any]) -> None:
    """As soon as the list was long, a registration that is suspended looked like one that recruits."""
    page.sized(*SMALL)
    open_case(page)
    enter(page, **child)
    assert len(page.all(STATES)) == 24
    assert page.driver.execute_script(WITHOUT_STATE, STATES) == []
    suspended = ".case-registered [data-record=NCT03605589]"
    assert "Mar 2021 suspended" in page.driver.execute_script("return document.querySelector(arguments[0]).textContent", suspended)
    page.press("p")
    assert page.all(".case-screen:not([hidden]) .case-registered [data-record]")
    assert page.driver.execute_script(WITHOUT_STATE, "#case-room [data-record^=NCT]") == []
    assert page.driver.execute_script(FITS)


LINES = """
const lines = document.querySelectorAll('.case-screen:not([hidden]) [data-tier=cannot_be_ruled_out] > .case-line');
return Array.from(lines, (line) => [line.getBoundingClientRect().left, line.textContent]);
"""


def test_what_cannot_be_ruled_out_stands_line_by_line_and_what_is_said_of_all_once(page: Page) -> None:
    """All in one run of prose, in a column that got narrower the more stood in it."""
    page.sized(*SMALL)
    open_case(page)
    enter(page, years="9", settings=["first_relapse"])
    width = page.one(".case-registered").rect["width"]
    page.click("#case-reset")
    enter(page, **AFTER_ONE)
    assert page.one(".case-registered").rect["width"] == width
    page.press("p")
    assert page.text(".case-screen:not([hidden]) .case-common") == "In all 3: Ph-positive not stated"
    lines = page.driver.execute_script(LINES)
    assert len({left for left, _ in lines}) == 1
    assert [words for _, words in lines] == [
        "REF2HCT Mar 2021 recruiting",
        "NCT03605589 Mar 2021 suspended · relapse after transplant not stated, earlier transplant not stated",
        "NCT02412306 Mar 2021 recruiting · relapse after transplant not stated, earlier transplant not stated",
    ]


@pytest.mark.parametrize("query", ["", "?evidence=all"])
@pytest.mark.parametrize("setting", ["mrd", "bridge", "toxicity_driven"])
def test_a_setting_alone_fits_the_window(page: Page, setting: str, query: str) -> None:
    """Nineteen that cannot be ruled out reached up to 500 pixels below it."""
    page.sized(*SMALL)
    page.open(f"/case{query}")
    page.one("#case-years")
    enter(page, settings=[setting])
    assert page.driver.execute_script(BOTTOM) < SMALL[1]
    more = page.one("[data-tier=cannot_be_ruled_out] > .case-names")
    assert "recruiting" in more.text, "the states of what is folded"
    page.click(more.find_element("css selector", "button"))
    assert page.one(".case-registered [data-record=NCT02412306]").is_displayed()


def test_where_no_registration_is_listed_none_is_counted(page: Page) -> None:
    """'0 registrations' and 'No trial found here' stood where nobody listed any."""
    page.open("/case?evidence=later")
    page.one("#case-years")
    said = "What was registered\nRegistrations are not in this choice of evidence."
    assert page.text(".case-registered") == said
    enter(page, years="9", settings=["first_relapse"])
    assert page.text(".case-registered") == said
    assert page.text("#case-status") == "Missing answers: 5 (infant at diagnosis, Ph-positive, Down syndrome, KMT2A, earlier transplant)."
    page.press("p")
    assert "0 registrations" not in wall(page)
    assert "Registrations are not in this choice of evidence." in wall(page)


def test_relapses_are_told_by_their_share_of_the_relapses(page: Page) -> None:
    """'CD19-positive at relapse: 21/90 · 23 %' said the opposite of 21 of 27 that stayed so."""
    open_case(page)
    enter(page, years="4", settings=["relapsed_refractory"], ph="no", kmt2a="yes")
    page.press("p")
    said = wall(page)
    assert "CD19-positive at relapse: 21/27 or 21/30, of the relapses with known CD19 status (added up by us) among 90 treated" in said
    assert "16/17\u00a0· 94\u00a0% (71–99.9\u00a0%), of the relapses with known CD19 status (added up by us) among 38 treated" in said
    assert "21/90" not in said


def test_what_is_resized_while_it_is_presented_fits_the_window_when_that_is_left(page: Page) -> None:
    """Behind the screens nothing could be measured: all fitted, and stood there afterwards, four windows high."""
    page.sized(*SMALL)
    page.open("/case?evidence=all")
    page.one("#case-years")
    enter(page, **INFANT)
    page.press("p")
    page.driver.execute_script(RESIZE)
    page.press(Keys.ESCAPE)
    assert page.driver.execute_script(BOTTOM) < SMALL[1]


def test_a_window_made_narrow_has_one_column(page: Page) -> None:
    """What stood there kept two, and left 81 pixels for the evidence on a telephone."""
    page.sized(*SMALL)
    page.open("/case?evidence=all")
    page.one("#case-years")
    enter(page, **INFANT)
    columns = "return getComputedStyle(document.getElementById('case-result')).gridTemplateColumns.split(' ').length"
    assert page.driver.execute_script(columns) == 2
    page.sized(390, 800)
    page.until(lambda: page.driver.execute_script(columns) == 1, "one column")


HEARD = """
window.heard = [];
const { announce } = window.blinaboard;
window.blinaboard.announce = (words) => { window.heard.push(words); announce(words); };
"""


@pytest.mark.parametrize("focused", [".case-open", ".case-fold a"])
def test_in_another_window_the_keyboard_stays_and_nothing_is_announced(page: Page, focused: str) -> None:
    """Zooming is a resize, too: it put the keyboard at the top of the page, and the same counts were read out again."""
    open_case(page)
    enter(page, years="9", settings=["first_relapse"])
    page.click(".case-row[data-record=brown-2021] .case-open")
    page.driver.execute_script(HEARD)
    page.driver.execute_script(f"document.querySelector('.case-row[data-record=brown-2021] {focused}').focus()")
    page.driver.execute_script(RESIZE)
    assert page.driver.switch_to.active_element.get_attribute("data-key") == "brown-2021"
    assert page.driver.execute_script("return window.heard") == []


def test_a_published_effect_stands_on_the_desk_the_wall_and_the_paper(page: Page) -> None:
    """Of the FDA's summary, which has nothing but a hazard ratio, it was said that there is no efficacy figure."""
    page.open("/case?evidence=later")
    page.one("#case-years")
    enter(page, years="9", settings=["first_relapse"], ph="no", down="no")
    said = "OS, randomised arms, blinatumomab against chemotherapy, longer follow-up: hazard ratio 0.35 (0.17–0.70, published)"
    assert said in page.text(".case-row[data-record=fda-summary-2025] .case-efficacy")
    page.click(".case-row[data-record=fda-summary-2025] .case-open")
    fold = page.text(".case-row[data-record=fda-summary-2025] .case-fold")
    assert "hazard ratio 0.35 (0.17–0.70, 95 % CI as published) FDA summary 2025, Table 5, primary source. Below 1: fewer with" in fold
    page.press("p")
    assert f"{said}. Below 1: fewer with blinatumomab. Replaces 0.43 (0.18-1.01) of the review" in wall(page)
    page.press(Keys.ESCAPE)
    assert said in page.driver.execute_script(
        "window.dispatchEvent(new Event('beforeprint')); const own = document.getElementById('case-paper').textContent;"
        "window.dispatchEvent(new Event('afterprint')); return own;"
    )


def wall(page: Page) -> str:
    """The words of all presented screens."""
    return str(page.driver.execute_script("return document.getElementById('case-room').textContent"))


SPACED = """
const own = document.head.appendChild(document.createElement('style'));
own.textContent = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }'
  + 'p { margin-bottom: 2em !important; }';
"""
REACHED = """
return Array.from(document.querySelectorAll('.case-screen:not([hidden]) :is(.case-column, .case-flow)'))
  .every((one) => one.scrollHeight <= one.clientHeight + 1 || getComputedStyle(one).overflowY === 'auto');
"""


def test_a_readers_own_text_spacing_loses_no_line_of_a_presented_case(page: Page) -> None:
    """WCAG 1.4.12, while it is presented: the screens are made anew, and what cannot be parted scrolls."""
    page.sized(*SMALL)
    open_case(page)
    enter(page, years="9", settings=["first_relapse"], ph="no", down="no")
    page.press("p", Keys.RIGHT)
    before = len(page.all(".case-screen"))
    page.driver.execute_script(SPACED)
    page.until(lambda: len(page.all(".case-screen")) > before, "more screens")
    assert page.text(".case-screen:not([hidden]) .case-step").startswith("2 of ")
    assert page.driver.execute_script(FITS)
    page.press(Keys.LEFT)
    assert page.driver.execute_script(REACHED)


CUT = """
window.dispatchEvent(new Event('beforeprint'));
const cut = Array.from(document.querySelectorAll('.case-sheet-body')).map((one) => one.scrollHeight > one.clientHeight + 1);
window.dispatchEvent(new Event('afterprint'));
return cut;
"""


def paper(page: Page) -> list[list[str]]:
    """The notices on each sheet."""
    notices = "Array.from(sheet.querySelectorAll('.case-notice'), (notice) => notice.textContent)"
    return list(
        page.driver.execute_script(
            "window.dispatchEvent(new Event('beforeprint'));"
            f"const found = Array.from(document.querySelectorAll('.case-sheet'), (sheet) => {notices});"
            "window.dispatchEvent(new Event('afterprint')); return found;"
        )
    )


@pytest.mark.parametrize("query", ["", "?evidence=all"])
def test_nothing_is_cut_off_a_sheet(page: Page, query: str) -> None:
    page.open(f"/case{query}")
    page.one("#case-years")
    enter(page, years="1", months="1", settings=["newly_diagnosed", "relapsed_refractory"], infant="yes", down="yes", kmt2a="yes")
    assert page.driver.execute_script(CUT) == [False, False]
    counted = [page.text(".case-evidence .case-counts"), *(heading.text for heading in page.all(".case-evidence h3"))]
    assert all(("later" in words) == bool(query) for words in counted[:2]), counted


def printed(page: Page) -> list[str]:
    """The words of each sheet."""
    pdf = base64.b64decode(page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True, "preferCSSPageSize": True})["data"])
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [" ".join(sheet.split()) for sheet in read.split("\f") if sheet.strip()]


def test_paper_without_registrations_is_one_sheet_that_says_so(page: Page) -> None:
    page.open("/case?evidence=later")
    page.one("#case-years")
    enter(page, years="9", settings=["first_relapse"])
    (sheet,) = printed(page)
    assert "Registrations are not in this choice of evidence." in sheet
    assert "0 registrations" not in sheet


LETTERS = """
window.dispatchEvent(new Event('beforeprint'));
const sizes = Array.from(document.querySelectorAll('.case-sheet-body *')).filter((one) => one.getClientRects().length)
  .map((one) => parseFloat(getComputedStyle(one).fontSize) * 72 / 96);
window.dispatchEvent(new Event('afterprint'));
return Math.min(...sizes);
"""


def test_paper_with_room_has_letters_of_nine_points(page: Page) -> None:
    """Most words were of 7.4 to 8 points, with a third of the sheet empty."""
    open_case(page)
    enter(page, **AFTER_ONE)
    assert page.driver.execute_script(LETTERS) >= 8.99


def test_paper_is_two_sheets_with_stamp_child_and_places(page: Page) -> None:
    open_case(page)
    enter(page, years="9", settings=["first_relapse"])
    sheets = printed(page)
    assert len(sheets) == 2
    assert all("The child: 9 years" in sheet and "Evidence to mid-March 2021" in sheet for sheet in sheets)
    assert all("Not a medical device" in sheet for sheet in sheets)
    assert "3.1 p8: MRD-negative: 75 %; chemotherapy 32 %, n not stated OS at two years: 71.3 %" in sheets[0]
    assert "Febrile neutropenia, among notable serious adverse events: 5 %; chemotherapy 58 %" in sheets[0]
    assert "NCT02393859 completed" in sheets[1]
    assert "Blina Part 1) terminated" in sheets[1]
    assert "Not tested: infant at diagnosis, Ph-positive, Down syndrome" in sheets[1]
    assert page.all("#case-paper *") == []
    page.press("p")
    assert page.one("#case-room").is_displayed()
    assert printed(page) == sheets, "what is printed while it is presented was blank"
