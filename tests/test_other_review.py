"""Another review, invented, of an invented drug: everything works on it, and no word of the first is left on any screen or in any file."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from dashboard.charts import CHARTS
from dashboard.evidence import Evidence, load
from dashboard.export.offline import offline_page
from dashboard.export.provenance import item
from dashboard.export.slides import deck_of
from dashboard.facets import FACETS
from dashboard.pages import PAGES
from dashboard.schema import TABLES
from dashboard.selection import Catalogues, Counts
from dashboard.theme import BLUE, ORANGE
from dashboard.vocabulary import SETTING
from tests.asking import CHANGE, Body, bodies, choosing
from tests.opened import texts_in
from tests.serving import ROOT
from tests.tables import OTHER

STATES = [
    "",
    "gaps=drawn",
    "pin=crackenthorpe-2031,NCT99999902",
    *(f"{key}={code}" for key, facet in FACETS.items() for code in facet.options),
]
CHART = pytest.mark.parametrize("key", CHARTS)
DAY, LINK = date(2031, 7, 1), "https://board.example.org/"


@pytest.fixture(scope="module")
def other() -> Evidence:
    return load(OTHER)


@pytest.fixture(scope="module")
def catalogues(other: Evidence) -> Catalogues:
    return Catalogues(other)


@pytest.fixture(scope="module")
def client(other: Evidence) -> FlaskClient:
    from app import create_app

    return create_app(other).server.test_client()


@pytest.fixture(scope="module")
def body(client: FlaskClient) -> Body:
    return bodies(client, CHARTS)["page-text"]


# The words of the first review


@pytest.fixture(scope="module")
def first_review(evidence: Evidence) -> re.Pattern[str]:
    """Its drugs and arms, authors, publications, trials, numbers, citation and date."""
    words = {"Queudeville", "Ebinger", "10.3390", "J. Clin. Med.", "March 2021", "24 publications", "25 rows"}
    for study in evidence.studies:
        words |= {study.study_id, study.label, study.first_author, study.title, study.doi, study.pmid}
    for trial in evidence.trials:
        words |= {trial.trial_id, trial.registration_id, *trial.other_ids, trial.acronym, trial.title, trial.sponsor}
    for source in evidence.sources:
        words |= {source.source_id, source.citation, source.doi, source.pmid, source.pmcid, source.address}
    words |= {text for cohort in evidence.cohorts for text in (cohort.cohort_id, cohort.label)} | {
        row.anomaly_id for row in evidence.anomalies
    }
    named = "|".join(re.escape(word) for word in sorted(words - {""}, key=len, reverse=True))
    arms = "|".join(sorted({re.escape(part) for arm in evidence.arms if arm.role != "both" for part in re.findall(r"\w{7,}", arm.words)}))
    return re.compile(rf"(?<!\w)(?:{named}|(?i:{arms}|blina(?!board)\w*))(?!\w)")


@pytest.fixture(scope="module")
def left_of_the_first(first_review: re.Pattern[str]) -> Callable[[str], list[str]]:
    """What stands in a text of the first review, with what stands around it."""

    everybodys = SETTING["toxicity_driven"]  # a setting that any review may have

    def found(text: str) -> list[str]:
        text = re.sub(everybodys, "", re.sub(r"(?:<br>|\\u003cbr\\u003e|\s)+", " ", text), flags=re.IGNORECASE)
        return [text[max(0, match.start() - 40) : match.end() + 40] for match in first_review.finditer(text)]

    return found


@pytest.mark.parametrize(
    "text",
    [
        "Blinatumomab",
        "with BLINATUMOMAB or not",
        "Chemotherapy",
        "brown-2021",
        "(Brown)",
        "doi:10.3390/jcm10122544",
        "mid-March 2021",
        "NCT02101853",
        "Gore 2018 [23]",
        "inotuzumab",
    ],
)
def test_the_words_that_are_looked_for(left_of_the_first: Callable[[str], list[str]], text: str) -> None:
    assert left_of_the_first(text)


@pytest.mark.parametrize(
    "text", ["BlinaBoard", "blinaboard-board.csv", "Chemotherapy intolerance", "brownish", "zenolimab against standard care"]
)
def test_words_that_are_everybodys(left_of_the_first: Callable[[str], list[str]], text: str) -> None:
    assert left_of_the_first(text) == []


def test_the_first_review_itself_is_full_of_them(evidence: Evidence, left_of_the_first: Callable[[str], list[str]]) -> None:
    catalogues = Catalogues(evidence)
    assert [key for key in CHARTS if key != "flow" and not left_of_the_first(drawn(catalogues, key))] == []


# It loads


def test_the_other_review_is_what_it_is_meant_to_be(other: Evidence, catalogues: Catalogues) -> None:
    assert [len(other.table(name)) for name in TABLES] == [5, 4, 3, 41, len(other.results), 3, 0, 11, 0, 2, 1]
    assert [study.label for study in other.studies if study.randomised] == ["Crackenthorpe 2031 [4]"]
    assert {result.arm for result in other.results_of("crackenthorpe-2031")} == {"zenolimab", "standard_care", "both"}
    assert catalogues.of("review").totals == Counts(5, 4, 3)
    assert (other.experimental.words, other.reach) == ("Zenolimab", "late June 2031")


def test_the_application_starts_on_the_other_folder() -> None:
    environment = {**os.environ, "EVIDENCE_DIR": str(OTHER)}
    command = [sys.executable, "-c", "import app; print(app.server.test_client().get('/health').status_code)"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[-1] == "200"


# Charts


@CHART
def test_every_chart_is_drawn_in_every_state(catalogues: Catalogues, left_of_the_first: Callable[[str], list[str]], key: str) -> None:
    for state in STATES:
        drawing = CHARTS[key].draw(catalogues.show(catalogues.read(state)))
        said = json.dumps([drawing.figure(), drawing.sentence, drawing.table, drawing.asides, drawing.caveats], default=vars)
        assert left_of_the_first(json.dumps(json.loads(said), ensure_ascii=False)) == [], state


def drawn(catalogues: Catalogues, key: str) -> str:
    return json.dumps(CHARTS[key].draw(catalogues.show(catalogues.read(""))).figure(), ensure_ascii=False)


@pytest.mark.parametrize("key", ["board", "efficacy", "toxicity", "timeline", "gaps"])
def test_the_charts_show_the_publications_of_the_other_review(catalogues: Catalogues, key: str) -> None:
    drawing = CHARTS[key].draw(catalogues.show(catalogues.read("")))
    assert "21/48" in json.dumps(drawing.figure()) or "Bramblewick 2028 [2]" in json.dumps([drawing.figure(), drawing.table], default=vars)


@pytest.mark.parametrize("key", ["board", "contrast"])
def test_a_place_carries_the_name_of_its_source(catalogues: Catalogues, key: str) -> None:
    figure = drawn(catalogues, key)
    assert re.search(r"Synopsis (?:Table|2\.)", figure)
    assert not re.search(r"Review (?:Table|2\.)", figure)


@pytest.mark.parametrize("key", ["contrast", "dumbbell"])
def test_arms_are_named_and_coloured_as_the_table_of_arms_says(catalogues: Catalogues, key: str) -> None:
    figure = drawn(catalogues, key)
    assert "zenolimab" in figure.lower()
    assert "standard care" in figure.lower()
    assert key == "contrast" or (BLUE in figure and ORANGE in figure)


def test_the_search_is_that_of_the_other_review(catalogues: Catalogues) -> None:
    figure = drawn(catalogues, "flow")
    assert all(re.search(rf"\b{number}\b", figure) for number in (40, 6, 30, 15, 5, 3))


# Pages


def shown_at(client: FlaskClient, path: str, query: str) -> str:
    """What the browser gets for an address: the page that Dash starts in, and what stands on it."""
    opening = next(body for name, body in bodies(client).items() if name == "page")
    opening["inputs"][0]["value"] = {"path": path, "query": f"?{query}" if query else "", "origin": "https://board.example.org"}
    answer = client.post(CHANGE, json=opening)
    assert answer.status_code == 200
    return "\n".join([client.get(f"{path}?{query}").text, *texts_in(answer.get_json())])


@pytest.mark.parametrize("query", ["", "pin=crackenthorpe-2031,NCT99999902,dunnywater-2031", "infant=included&setting=newly_diagnosed"])
@pytest.mark.parametrize("path", [*PAGES, *(f"/embed/{key}" for key in CHARTS), "/nowhere"])
def test_every_page_opens(client: FlaskClient, left_of_the_first: Callable[[str], list[str]], path: str, query: str) -> None:
    said = shown_at(client, path, query)
    assert "could not be drawn" not in said
    assert left_of_the_first(said) == []


@CHART
def test_every_chart_can_be_presented(client: FlaskClient, left_of_the_first: Callable[[str], list[str]], key: str) -> None:
    said = shown_at(client, "/present", f"order={key}~infant%3Dincluded!{key}")
    assert "Nothing to present" not in said
    assert left_of_the_first(said) == []


def test_what_the_browser_runs_is_clean(left_of_the_first: Callable[[str], list[str]]) -> None:
    ours = [*(ROOT / "assets").glob("*.js"), *(ROOT / "assets").glob("*.css")]
    assert ours
    assert [(file.name, found) for file in ours if (found := left_of_the_first(file.read_text(encoding="utf-8")))] == []


def test_the_frame_of_every_page_is_clean(client: FlaskClient, left_of_the_first: Callable[[str], list[str]]) -> None:
    assert left_of_the_first("\n".join(texts_in(client.get("/_dash-layout").get_json()))) == []


@pytest.mark.parametrize("field", FACETS)
def test_every_change_is_answered(client: FlaskClient, body: Body, left_of_the_first: Callable[[str], list[str]], field: str) -> None:
    for code in FACETS[field].options:
        answer = client.post(CHANGE, json=choosing(body, {field: [code]}, pins=["bramblewick-2028"]))
        assert answer.status_code == 200
        said = "\n".join(texts_in(answer.get_json()))
        assert "could not be drawn" not in said
        assert left_of_the_first(said) == [], code


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_listed_and_given(
    client: FlaskClient, other: Evidence, left_of_the_first: Callable[[str], list[str]], table: str
) -> None:
    given = client.get(f"/data/{table}.csv")
    assert given.data == other.files[f"synopsis/{table}.csv"]
    listing = next(body for name, body in bodies(client).items() if "table-panel" in name)
    listing["inputs"][0]["value"] = table
    answer = client.post(CHANGE, json=listing)
    assert answer.status_code == 200
    assert left_of_the_first("\n".join([given.text, *texts_in(answer.get_json())])) == []


# Files


@CHART
@pytest.mark.parametrize("form", ["csv", "json", "ris", "bib", "figure"])
def test_every_chart_is_given_as_a_file(client: FlaskClient, left_of_the_first: Callable[[str], list[str]], key: str, form: str) -> None:
    answer = client.get(f"/export/figures?medium=picture&order={key}~" if form == "figure" else f"/export/chart/{key}.{form}")
    assert answer.status_code == 200
    text = answer.data.decode("utf-8")
    assert form == "figure" or not text or "Wobblethwaite" in text
    assert left_of_the_first("\n".join(texts_in(answer.get_json(force=True))) if form in ("json", "figure") else text) == []


def words_of_a_deck(content: bytes) -> str:
    """Every text of every part of a deck: slides, notes, properties."""
    with zipfile.ZipFile(io.BytesIO(content)) as deck:
        parts = [deck.read(name) for name in deck.namelist() if name.endswith(".xml") and "theme" not in name]
    return "\n".join(text for part in parts for text in ElementTree.fromstring(part).itertext())


@CHART
def test_slides_and_the_offline_page_are_clean(catalogues: Catalogues, left_of_the_first: Callable[[str], list[str]], key: str) -> None:
    one = item(catalogues.show(catalogues.read("")), key, day=DAY, link=LINK)
    deck, page = words_of_a_deck(deck_of([one])), offline_page([one]).decode()
    assert "Wobblethwaite" in deck
    assert "Wobblethwaite" in page
    assert left_of_the_first(deck) == []
    # the drawing library is not ours
    assert left_of_the_first(re.sub(r"<script(?! type=.application/json)[^>]*>.*?</script>", "", page, flags=re.DOTALL)) == []


def test_slides_and_the_offline_page_are_answered(client: FlaskClient) -> None:
    order = "!".join(CHARTS)
    assert client.post("/export/slides", data={"order": order}).status_code == 200
    assert client.get(f"/export/view.html?order={order}").status_code == 200


@pytest.mark.parametrize("path", ["records.ris", "records.bib"])
def test_the_records_are_given_as_references(client: FlaskClient, left_of_the_first: Callable[[str], list[str]], path: str) -> None:
    answer = client.get(f"/export/{path}")
    assert answer.status_code == 200
    assert "Wobblethwaite" in answer.text
    assert left_of_the_first(answer.text) == []


def test_what_redraws_the_rows_is_that_of_the_other_review(client: FlaskClient, left_of_the_first: Callable[[str], list[str]]) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get("/export/reproduce.zip").data)) as folder:
        files = {name: folder.read(name).decode() for name in folder.namelist()}
    assert "Zenolimab" in files["data/differences.csv"]
    assert [(name, found) for name, text in files.items() if (found := left_of_the_first(text))] == []


def test_the_data_package_is_that_of_the_other_review(
    client: FlaskClient, other: Evidence, left_of_the_first: Callable[[str], list[str]]
) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get("/export/data-package.zip").data)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    assert {name.removeprefix("data/"): content for name, content in files.items() if name.endswith(".csv")} == other.files
    assert [(name, found) for name, content in files.items() if (found := left_of_the_first(content.decode()))] == []
