"""The comparisons in a real browser: five of a board's questions from one link each, tabs, and a choice that is seen in every chart."""

from __future__ import annotations

import pytest

from tests.browser.page import Page

HIGHLIGHT = "#fff3cd"
BROWN, LOCATELLI, RIALTO = "Brown 2021 [38]", "Locatelli 2021 [39]", "Locatelli 2020 (RIALTO) [25]"
ROWS = """
return Array.from(arguments[0].querySelectorAll('tbody tr'), (row) => Array.from(row.children, (cell) => cell.textContent.trim()));
"""
BANDS = """
return Object.fromEntries(Array.from(document.querySelectorAll('.js-plotly-plot'), (plot) => [
  JSON.parse(plot.parentElement.id || plot.id).chart,
  (plot.layout.shapes || []).filter((shape) => shape.fillcolor === arguments[0])
    .reduce((count, shape) => count + (shape.path || 'M').split('M').length - 1, 0),
]));
"""


def ask(page: Page, question: str) -> None:
    """From the home page: unfold the questions, choose one, and wait for its charts."""
    page.open()
    page.click(page.labelled(".questions summary", "15 questions"))
    page.click(page.labelled(".questions a", question))
    page.until(lambda: page.text(".asked h2") == question and page.all(".graph .main-svg"), question)


def panel(key: str) -> str:
    return f"section:has(> .panel-head #question-{key})"


def table(page: Page, key: str) -> list[dict[str, str]]:
    """The table of a chart, switched on as a reader does: its rows as column -> cell."""
    page.click(f"{panel(key)} .table-switch input")
    table = page.one(f"{panel(key)} .data-table table")
    columns = [cell.text for cell in table.find_elements("css selector", "thead th")]
    return [dict(zip(columns, cells, strict=True)) for cells in page.driver.execute_script(ROWS, table)]


def test_how_much_less_toxicity_in_first_relapse(page: Page) -> None:
    ask(page, "First relapse: is it less toxic than chemotherapy?")
    page.until_query("setting=first_relapse&question=toxicity")
    rows = {(row["Publication"], row["Event"]): row for row in table(page, "dumbbell")}
    arms = {
        event: [rows[event][column].split(";")[0] for column in ("Blinatumomab", "Chemotherapy", "Difference, points")]
        for event in (
            (BROWN, "Infection"),
            (BROWN, "Febrile neutropenia"),
            (BROWN, "Sepsis"),
            (BROWN, "Mucositis"),
            (BROWN, "Encephalopathy"),
        )
    }
    assert arms == {
        (BROWN, "Infection"): ["15 %, n not stated", "65 %, n not stated", "−50"],
        (BROWN, "Febrile neutropenia"): ["5 %, n not stated", "58 %, n not stated", "−53"],
        (BROWN, "Sepsis"): ["2 %, n not stated", "27 %, n not stated", "−25"],
        (BROWN, "Mucositis"): ["1 %, n not stated", "28 %, n not stated", "−27"],
        (BROWN, "Encephalopathy"): ["11 %, n not stated", "not reported", ""],
    }
    serious = rows[LOCATELLI, "Serious adverse event"]
    assert [serious["Blinatumomab"][:14], serious["Chemotherapy"][:14], serious["Difference, points"]] == [
        "13/54 · 24.1 %",
        "22/51 · 43.1 %",
        "−19.1",
    ]
    assert serious["95 % interval"] == "−35.6 to −1.0, Newcombe, computed"
    assert rows[BROWN, "Infection"]["95 % interval"].startswith("cannot be derived")


def test_does_it_prolong_survival_in_first_relapse(page: Page) -> None:
    ask(page, "First relapse: does it prolong survival?")
    ratios = [row for row in table(page, "contrast") if row["Measure"] == "Hazard ratio" and row["Endpoint"] == "Overall survival"]
    assert [(row["Publication"], row["Effect"], row["95 % interval"], row["In words"].split(";")[0]) for row in ratios] == [
        (BROWN, "0.62", "0.39–0.98, as published", "interval does not include 1"),
        (LOCATELLI, "0.43", "0.18–1.01, as published", "interval includes 1"),
    ]


def test_mrd_clearance_before_transplant(page: Page) -> None:
    ask(page, "First relapse: MRD clearance before transplant?")
    page.until_query("setting=first_relapse&question=mrd")
    assert {row["Publication"]: (row["MRD response"], row["MRD response: interval"]) for row in table(page, "board")} == {
        f"{BROWN}, blinatumomab": ("75 %, n not stated", "no interval: no denominator stated"),
        f"{BROWN}, chemotherapy": ("32 %, n not stated", "no interval: no denominator stated"),
        f"{LOCATELLI}, blinatumomab": ("44/49 · 90 %", "78–97 %, exact 95 % CI, computed"),
        f"{LOCATELLI}, chemotherapy": ("26/48 · 54 %", "39–69 %, exact 95 % CI, computed"),
    }
    difference = next(row for row in table(page, "contrast") if row["Measure"] == "Difference in MRD remission, points")
    assert (difference["Effect"], difference["95 % interval"]) == ("+35.6", "+18.0 to +50.7, Newcombe, computed")


def test_will_she_reach_transplant(page: Page) -> None:
    ask(page, "Will she reach transplant?")
    page.until_query("tab=transplant&question=transplant")
    rows = [row for row in table(page, "transplant") if row["Value"] not in ("in words only", "NR")]
    assert [(row["Publication"], row["Group"], row["Value"]) for row in rows] == [
        (RIALTO, "69 responders", "45/69 · 65 %"),
        ("Ampatzidou 2020 [34]", "all 9", "5/9"),
        ("Clesham 2020 [32]", "all 11", "11/11 · 100 %"),
        ("Queudeville 2021 [36]", "9 survivors", "9/9"),
        ("Sutton 2021 [37]", "group not stated", "83 %, n not stated"),
    ]
    assert "45 is not divided by 110" in page.text(panel("transplant"))


def test_risk_of_cd19_negative_relapse_and_of_lineage_switch(page: Page) -> None:
    ask(page, "Risk of CD19-negative relapse, and of lineage switch?")
    page.until_query("tab=phenotype&question=phenotype")
    rows = {(row["Publication"], row["What"]): (row["Of relapses"], row["Of all treated"]) for row in table(page, "phenotype")}
    negative = {publication: shares for (publication, what), shares in rows.items() if what == "CD19-negative relapse"}
    assert negative == {
        "Mikhailova 2020 [43]": ("6/27 or 9/30 §", "6/90 or 9/90 §"),
        "Queudeville 2021 [36]": ("1/17 · 6 % §", "1/38 · 3 %"),
        "Sutton 2021 [37]": ("NR", "2/24 · 8 %"),
        "Mejstříková 2017 [40]": ("4/18", "4/18"),
    }
    assert rows["Clesham 2020 [32]", "Lineage switch"] == ("1/4", "1/11 · 9 % §")
    assert "six cohorts (overlap not excluded for [36], [42]), in five of them with a KMT2A rearrangement" in page.text(
        f"{panel('phenotype')} .sentence"
    )


TABS = {
    "Randomised trials": ("randomised", {"contrast", "dumbbell"}),
    "Survival": ("survival", {"survival"}),
    "Transplant": ("transplant", {"transplant"}),
    "CD19 and lineage": ("phenotype", {"phenotype"}),
    "Timeline": ("timeline", {"timeline"}),
    "Literature search": ("flow", {"flow"}),
}


def test_a_tab_that_is_opened_is_one_request_and_no_other_is_in_the_page(page: Page) -> None:
    def charts() -> set[str]:
        return {element.get_attribute("id").removeprefix("question-") for element in page.all(".panel-head [id^=question-]")}

    page.open("/?setting=first_relapse")
    page.until(lambda: len(page.all(".graph .main-svg")) and charts() == {"board", "contrast", "dumbbell"})
    for words, (tab, expected) in [*list(TABS.items())[1:], *list(TABS.items())[:1]]:
        page.requests()
        page.click(page.labelled(".choice-tab label", words))
        page.until(lambda expected=expected: charts() == {"board", *expected}, words)
        page.until(lambda expected=expected: len(page.all(".graph .main-svg")) >= 1 + len(expected))
        assert page.posts() == 1
        page.until_query(f"setting=first_relapse{'' if tab == 'randomised' else f'&tab={tab}'}")


def bands(page: Page) -> dict[str, int]:
    """How many rows and headings are highlighted in each chart on the page."""
    return page.driver.execute_script(BANDS, HIGHLIGHT)


@pytest.mark.parametrize(
    ("path", "other"), [("/?setting=first_relapse", ("contrast", "dumbbell")), ("/?setting=first_relapse&tab=survival", ("survival",))]
)
def test_a_choice_in_the_board_is_highlighted_in_every_other_chart(page: Page, path: str, other: tuple[str, ...]) -> None:
    page.open(path)
    page.until(lambda: bands(page) == dict.fromkeys(("board", *other), 0))
    page.point_at(page.all(f"{panel('board')} .barlayer .point")[0])
    page.until(lambda: page.text(".study-card h2") == BROWN)
    page.until(lambda: all(bands(page).values()), "a highlight in each chart")
    assert bands(page)["board"] == 3, "the trial's name and its two arms"


def test_a_choice_in_another_chart_is_highlighted_in_the_board(page: Page) -> None:
    page.open("/?tab=transplant")
    page.until(lambda: bands(page) == {"board": 0, "transplant": 0})
    page.point_at(page.all(f"{panel('transplant')} .scatterlayer .points path.point")[0])
    page.until(lambda: page.text(".study-card h2") == RIALTO)
    page.until(lambda: bands(page)["board"] == 1 and bands(page)["transplant"])
    page.until_query("tab=transplant&pin=locatelli-2020-rialto")
