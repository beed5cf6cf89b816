"""Another review, invented, of an invented drug, in a real browser: every page works on it, and no word of the first is on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from dashboard.evidence import Evidence
from dashboard.pages.evidence import LISTED
from dashboard.vocabulary import SETTING
from tests.browser.page import Page
from tests.serving import Served
from tests.tables import OTHER

REACH = "Evidence to late June 2031"
CRACKENTHORPE = "Crackenthorpe 2031 [4]"
ON_THE_SCREEN = """
const [done] = arguments;
const folded = Array.from(document.querySelectorAll('details:not([open])'));
folded.forEach((fold) => { fold.open = true; });
setTimeout(() => {
  const charts = Array.from(document.querySelectorAll('.js-plotly-plot'), (plot) => JSON.stringify([plot.data, plot.layout]));
  const words = Array.from(document.querySelectorAll('[aria-label], [title]'), (one) => one.ariaLabel + ' ' + one.title);
  done([document.title, document.body.textContent, ...words, ...charts].join('\\n'));
  folded.forEach((fold) => { fold.open = false; });
}, 100);
"""
"""The words of a page, folded or not, those for screen readers, and those of each chart with what a pointer brings up."""

Clean = Callable[[Page], str]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a server on the other review's folder, started as the first's is."""
    with Served(tmp_path_factory.mktemp("other"), EVIDENCE_DIR=str(OTHER)) as served:
        yield f"http://127.0.0.1:{served.port}"


@pytest.fixture(scope="session")
def first_review(evidence: Evidence) -> re.Pattern[str]:
    """Its drug, its other arm, its authors and labels, its registrations, its date, its DOI."""
    words = {"Queudeville", "March 2021", "10.3390", *(word for arm in evidence.arms for word in re.findall(r"\w{7,}", arm.words))}
    words |= {part for study in evidence.studies for part in (study.label, study.first_author, study.study_id)}
    words |= {part for trial in evidence.trials for part in (trial.registration_id, trial.acronym)} - {""}
    words -= {word for arm in evidence.arms if arm.role == "both" for word in arm.words.split()}
    return re.compile(rf"(?<!\w)(?:blinatumomab|{'|'.join(map(re.escape, sorted(words)))})(?!\w)", re.IGNORECASE)


@pytest.fixture(scope="session")
def clean(first_review: re.Pattern[str]) -> Clean:
    """The words of a page, in which nothing of the first review may stand."""

    def read(page: Page) -> str:
        words = str(page.driver.execute_async_script(ON_THE_SCREEN))
        # a setting that any review may have
        words = re.sub(SETTING["toxicity_driven"], "", re.sub(r"(?:<br>|\s)+", " ", words), flags=re.IGNORECASE)
        found = [words[max(0, match.start() - 40) : match.end() + 40] for match in first_review.finditer(words)]
        assert found == []
        return words

    return read


def drawn(page: Page, charts: int) -> None:
    page.until(lambda: len(page.all(".graph .main-svg, .present .main-svg")) >= charts)


def panel(key: str) -> str:
    return f"section:has(> .panel-head #question-{key})"


def test_the_first_review_is_full_of_the_words_that_are_looked_for(first_review: re.Pattern[str], evidence: Evidence) -> None:
    named = ("Blinatumomab", "chemotherapy", "(Queudeville)", "mid-March 2021", *(study.label for study in evidence.studies))
    assert [word for word in named if not first_review.search(word)] == []
    assert not first_review.search("BlinaBoard: zenolimab against standard care, both arms")


def test_compare_with_its_tables_filters_and_a_card(page: Page, clean: Clean) -> None:
    page.open()
    drawn(page, 3)
    assert page.all(".questions") == []
    for key in ("board", "contrast", "dumbbell"):
        page.click(f"{panel(key)} .table-switch input")
        page.one(f"{panel(key)} .data-table table")
    assert {"Zenolimab", "Standard care"} <= {cell.text for cell in page.all(f"{panel('contrast')} .data-table th")}
    words = clean(page)
    assert "Three cohorts report a response with zenolimab, 21/48 to 4/6" in words
    assert REACH in words
    page.choose("Relapse setting", "First relapse")
    page.until(lambda: page.text("#counts").startswith("1 of 5 publications (1 of 4 cohorts) · 1 of 3 registrations"))
    page.click(page.labelled(".data-table button", CRACKENTHORPE))
    page.until(lambda: page.text(".study-card h2") == CRACKENTHORPE)
    assert "standard care" in page.text(".study-card").lower()
    clean(page)


@pytest.mark.parametrize("tab", ["Survival", "Transplant", "CD19 and lineage", "Timeline", "Literature search", "Randomised trials"])
def test_every_tab_of_compare(page: Page, clean: Clean, tab: str) -> None:
    page.open("/?tab=survival" if tab == "Randomised trials" else "/")
    drawn(page, 2)
    page.click(page.labelled(".choice-tab label", tab))
    page.until(lambda: page.query == "" if tab == "Randomised trials" else page.query.startswith("tab="))
    drawn(page, 2)
    clean(page)


def test_an_empty_result_and_a_choice_that_is_not_known(page: Page, clean: Clean) -> None:
    page.open("/?ph=included&pin=nobody-1999")
    notices = " ".join(notice.text for notice in page.all(".notice"))
    assert "Ph-positive: included" in notices
    assert "pin=nobody-1999" in notices
    clean(page)


def test_trials_with_status_card_and_gaps(page: Page, clean: Clean) -> None:
    page.open("/trials")
    drawn(page, 2)
    for key in ("landscape", "gaps"):
        page.click(f"{panel(key)} .table-switch input")
        page.one(f"{panel(key)} .data-table table")
    page.until(lambda: int(page.one(".ag-root").get_attribute("aria-rowcount")) == 1 + 3)
    assert "Active, not recruiting (late June 2031)" in clean(page)
    page.click(page.labelled(f"{panel('landscape')} .data-table button", "NCT99999902"))
    page.until(lambda: page.text(".study-card h2") == "NCT99999902 (ZEN-2)")
    assert "Zenolimab or Standard Care in Invented First Relapse" in page.text(".study-card")
    clean(page)


def test_a_child_in_the_case_lens(page: Page, clean: Clean) -> None:
    page.open("/case")
    page.one("#case-years").send_keys("7")
    page.click("#case-setting-first_relapse")
    for answer in ("infant-no", "ph-no", "down-no", "kmt2a-no", "transplant-no"):
        page.click(f"#case-{answer}")
    tiers = {tier.get_attribute("data-tier"): tier.get_attribute("textContent") for tier in page.all("[data-tier]")}
    assert "NCT99999902" in tiers["fits"]
    assert "2099-999903-99" in tiers["does_not_fit"]
    words = clean(page)
    assert CRACKENTHORPE in words
    assert "Synopsis: Table 2; 2.1 p4" in words
    assert "late June 2031 and later" in words


def test_every_table_of_evidence(page: Page, clean: Clean) -> None:
    page.open("/evidence")
    words = clean(page)
    assert "Zenolimab in childhood leukaemia: an invented synopsis" in words
    assert "Wobblethwaite and Nobody, Journal of Invented Medicine 2031" in words
    for table in LISTED.values():
        page.click(page.labelled(".table-choice label", table.title))
        page.until(lambda meaning=table.meaning: page.text("#table-panel .lead-in").startswith(meaning), table.title)
        clean(page)


@pytest.mark.parametrize("chart", ["efficacy", "dumbbell", "landscape"])
def test_an_embed(page: Page, clean: Clean, chart: str) -> None:
    page.open(f"/embed/{chart}")
    drawn(page, 1)
    words = clean(page)
    assert REACH in words
    assert "10.99999/invented-synopsis" in words


def test_present(page: Page, clean: Clean) -> None:
    page.open("/?setting=first_relapse")
    drawn(page, 3)
    page.press("p")
    page.until(lambda: page.text(".present h1").startswith("Who responded"))
    drawn(page, 1)
    assert "Relapse setting: first relapse" in clean(page)
    page.open("/present?order=toxicity~!contrast~!landscape~&at=1")
    drawn(page, 1)
    clean(page)
