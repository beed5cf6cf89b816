"""The case lens in a real browser: what it says, that it says the same as Python, and that nothing of a child gets out."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from typing import Any

import pytest

from dashboard.evidence import Evidence
from dashboard.lens import Case, assess, verdict_table
from dashboard.lens.case import ANSWERS, POPULATIONS, SETTINGS
from tests.browser.page import Page

ENTER, ESCAPE, SPACE, TAB, RIGHT = "\ue007", "\ue00c", " ", "\ue004", "\ue014"
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
    cards = "Array.from(tier.querySelectorAll('.case-card'), (card) => card.dataset.record)"
    tiers = f"Object.fromEntries(Array.from(document.querySelectorAll('[data-tier]'), (tier) => [tier.dataset.tier, {cards}]))"
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
    assert page.text("#case-status").startswith("1 criterion unknown: check the protocol. Down syndrome.")
    found = fallen(page)
    assert found["fits"] == {"NCT03914625", "NCT04307576", "NCT03643276", "NCT03117751"}
    assert found["cannot_be_ruled_out"] == {"NCT04723342"}
    assert len(found["does_not_fit"]) == 19
    assert "Elitzur 2019 [29]" in page.text(".case-side:last-child .case-card")
    assert "Direct, but no extractable outcome" in page.text(".case-side:last-child .case-card")


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
            **{question: chance.choice(ANSWERS) for question in POPULATIONS},
        )
        for _ in range(count)
    ]


def as_numbers(said: dict[str, Any], numbers: dict[tuple[str, ...], int]) -> dict[str, Any]:
    """What Python says, with each verdict by its number, as the browser has it."""

    def plain(entry: dict[str, Any]) -> dict[str, Any]:
        found = {criterion: numbers[one.verdict, one.reason, one.source] for criterion, one in entry["verdicts"].items()}
        return {**entry, "verdicts": found}

    return {**said, **{kind: {key: plain(entry) for key, entry in said[kind].items()} for kind in ("registrations", "publications")}}


def test_browser_and_python_say_the_same_of_three_hundred_children(page: Page, evidence: Evidence) -> None:
    open_case(page)
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
    page.one("#case-years").send_keys(ENTER)
    page.click(".case-chip summary")
    page.click("#case-present")
    page.press(ESCAPE)
    assert "7 years 8 months" in page.text(".case-given")
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
    assert page.text("#case-status").startswith("7 criteria unknown: check the protocol." if cleared else "4 criteria unknown")
    assert bool(page.all(".case-card")) is not cleared


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    open_case(page)

    def focused() -> str:
        return str(page.driver.execute_script("return document.activeElement.id"))

    def tab_to(name: str) -> None:
        for _ in range(40):
            if focused() == name:
                return
            page.press(TAB)
        pytest.fail(f"Tab never reached {name}")

    tab_to("case-years")
    page.press("4")
    page.press(ENTER)
    tab_to("case-setting-newly_diagnosed")
    page.press(SPACE)
    tab_to("case-ph-unknown")
    page.press(RIGHT, RIGHT)
    tab_to("case-down-unknown")
    page.press(RIGHT)
    assert entered(page) == ["case-years", "case-setting-newly_diagnosed", "case-ph-no", "case-down-yes"]
    assert len(fallen(page)["fits"]) == 4
    page.press(TAB, TAB, TAB)
    page.press(ENTER)
    assert page.text(".case-chip[open] .place") == "Review: Table 2; 3.4 p4; 4 p8"


def test_each_criterion_is_a_chip_that_says_why_and_opens_its_place(page: Page) -> None:
    open_case(page)
    enter(page, years="6", settings=["newly_diagnosed"], ph="yes", down="no")
    card = page.one(".case-card[data-record=NCT03914625]")
    chips = [chip.text for chip in card.find_elements("css selector", ".case-chip")]
    assert len(chips) == 7
    assert any("Ph-positive conflicting · Said to include Ph-positive leukaemia, then said to be no exception" in chip for chip in chips)
    chip = card.find_element("css selector", ".case-chip.conflicting")
    page.click(chip.find_element("css selector", "summary"))
    page.until(lambda: "Review: 3.4 p4; 4 p6" in chip.text)


def test_contrary_evidence_is_never_behind_a_fold(page: Page) -> None:
    open_case(page)
    enter(page, settings=["first_relapse"], ph="yes")
    card = page.one(".case-card[data-record=von-stackelberg-2016]")
    assert "Locatelli 2020 (historical) [24] Contrary" in card.text
    assert "Ph-positive does not match · Title: Ph-negative" in card.text
    assert "Gore 2018 [22] Setting only" in card.text


def test_completed_registrations_are_folded_and_counted(page: Page) -> None:
    open_case(page)
    enter(page, years="7", settings=["post_transplant_relapse"], down="no", ph="no")
    fold = page.one("[data-tier=cannot_be_ruled_out] details.case-fold")
    assert fold.text == "Of these 3 completed (mid-March 2021)"
    assert not page.one(".case-card[data-record=NCT01471782]").is_displayed()
    statuses = page.driver.execute_script("return Array.from(document.querySelectorAll('.case-status-now'), (one) => one.textContent)")
    assert len(statuses) == 24
    assert all(" (mid-March 2021)" in status for status in statuses)
    assert "Recruiting (mid-March 2021) → Jan 2024 terminated" in statuses


def test_nothing_fits_says_so_and_no_word_judges(page: Page) -> None:
    open_case(page)
    enter(page, years="8", settings=["bridge"], down="yes", ph="yes")
    assert "not the same as no option" in page.text(".case-side .notice")
    shown = page.driver.execute_script("return document.querySelector('main').textContent").lower()
    assert "cannot prove anything about entry: a protocol can be narrower than its register entry" in shown
    assert [word for word in ("eligible", "recommended", "score", "ranking", "open to", "superior") if word in shown] == []


def test_an_age_that_cannot_be_used_is_said_and_counts_as_unknown(page: Page) -> None:
    open_case(page)
    enter(page, years="0", settings=["newly_diagnosed"])
    assert "the months are needed" in page.text("#case-age-problem")
    page.one("#case-months").send_keys("13")
    assert "months from 0 to 11" in page.text("#case-age-problem")
    assert "years" not in page.text(".case-given")


def test_present_hides_the_form_and_print_shows_every_place(page: Page) -> None:
    open_case(page)
    enter(page, years="4", settings=["newly_diagnosed"], down="yes", ph="no")
    page.click("#case-present")
    assert not page.one("#case-form").is_displayed()
    assert page.one("#case-present").get_attribute("aria-pressed") == "true"
    page.press(ESCAPE)
    assert page.one("#case-form").is_displayed()
    for present in (lambda: page.press("p"), lambda: page.click(".bar [data-act=present]")):
        present()
        assert not page.one("#case-form").is_displayed()
        page.press("p")
        assert page.one("#case-form").is_displayed()
    unfolded = "return document.querySelectorAll('.case-chip[open]:not(.not_tested)').length"
    page.driver.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    assert page.driver.execute_script(unfolded) == page.driver.execute_script(unfolded.replace("[open]", "")) > 0
    page.driver.execute_script("window.dispatchEvent(new Event('afterprint'))")
    assert page.driver.execute_script(unfolded) == 0
