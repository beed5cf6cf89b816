"""What is refused, what fails, and what is logged of it: limits, words for a reader, one line for the operator."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import threading
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from gunicorn.http.errors import ChunkMissingTerminator, InvalidChunkSize
from jinja2 import UndefinedError
from werkzeug.exceptions import TooManyRequests

from dashboard import templates
from dashboard.charts import CHARTS, draw
from dashboard.evidence import Evidence
from dashboard.pages import PAGES
from dashboard.questions import BY_KEY, answered
from dashboard.selection import Catalogue, Catalogues, Selection
from dashboard.tableplot import Words
from dashboard.web import errors, limits, log
from dashboard.web.downloads import SHORTEN
from tests.asking import CHANGE, Body, choosing, page_text
from tests.every_address import large_picture, multipart


@pytest.mark.parametrize(
    ("path", "limit"), [(CHANGE, 256 * 1024), ("/", 256 * 1024), ("/export/slides", 16 * 1024 * 1024), ("/exports", 256 * 1024)]
)
def test_how_large_a_body_may_be(path: str, limit: int) -> None:
    assert limits.body_limit(path) == limit


def test_a_body_that_is_too_large_is_refused_in_words(client: FlaskClient) -> None:
    response = client.post(CHANGE, data=b" " * (256 * 1024 + 1), content_type="application/json")
    assert (response.status_code, response.text) == (413, "This is more than is accepted here. The limit is 256 KB.\n")


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("text/plain", 415, "What was sent is of a kind not understood here.\n"),
        (
            "application/json",
            400,
            "This change cannot be answered: it is not JSON. Reload the page: what you chose is in its address.\n",
        ),
    ],
)
def test_what_is_no_json_is_refused_in_our_words(client: FlaskClient, kind: str, status: int, words: str) -> None:
    response = client.post(CHANGE, data="{", content_type=kind)
    assert (response.status_code, response.text) == (status, words)


def test_a_body_that_does_not_say_how_large_it_is_is_read_no_further(client: FlaskClient) -> None:
    content = io.BytesIO(b" " * 300_000 + b"{}")
    chunked = {"wsgi.input": content, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    assert client.post(CHANGE, content_type="application/json", environ_overrides=chunked).status_code == 400
    assert content.tell() == 256 * 1024


@pytest.mark.parametrize("path", [CHANGE, "/export/slides"])
@pytest.mark.parametrize("error", [InvalidChunkSize(b"zz"), ChunkMissingTerminator(b"zz")], ids=repr)
def test_a_body_of_broken_chunks_is_refused_in_words(client: FlaskClient, path: str, error: Exception) -> None:
    class Broken(io.RawIOBase):
        def readinto(self, _: Any) -> int:
            raise error

    chunked = {"wsgi.input": Broken(), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    kind = "application/json" if path == CHANGE else "application/x-www-form-urlencoded"
    response = client.post(path, content_type=kind, environ_overrides=chunked)
    assert (response.status_code, response.text) == (400, f"{errors.BROKEN_BODY}\n")


def test_what_is_sent_is_never_put_on_a_disk(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    body, kind = multipart({"order": b"board~", "picture-0": large_picture()})
    response = client.post("/export/slides", data=body, content_type=kind)
    assert (response.status_code, response.data[:2]) == (200, b"PK")


def test_a_second_deck_at_the_same_time_is_put_off_in_words() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def build(slides: int) -> int:
        begun.set()
        assert go_on.wait(10)
        return slides

    alone = limits.one_at_a_time(build, "Another deck is being made; try again in a few seconds.")
    done: list[int] = []
    first = threading.Thread(target=lambda: done.append(alone(3)))
    first.start()
    assert begun.wait(10)
    with pytest.raises(TooManyRequests) as refused:
        alone(4)
    assert refused.value.description == "Another deck is being made; try again in a few seconds."
    assert dict(refused.value.get_headers())["Retry-After"] == "5"
    go_on.set()
    first.join()
    assert (done, alone(5)) == ([3], 5)


@pytest.mark.parametrize(
    ("pictures", "words"),
    [
        ({"picture-0": 25}, f"A chart of a deck has at most 24 pictures, and one of these has 25: {SHORTEN}"),
        ({"picture-0": 900}, f"A chart of a deck has at most 24 pictures, and one of these has 900: {SHORTEN}"),
        ({"picture-0": 1, "other": 120}, f"A deck has at most 120 pictures, and this one has 121: {SHORTEN}"),
        ({"picture-0": 2}, "The picture is not a PNG file."),
    ],
)
def test_a_deck_of_too_many_pictures_is_refused_before_any_is_looked_at(client: FlaskClient, pictures: dict[str, int], words: str) -> None:
    form = {name: [(io.BytesIO(b"none"), "a.png") for _ in range(number)] for name, number in pictures.items()}
    response = client.post("/export/slides", data={"order": "flow~", **form})
    assert (response.status_code, response.text) == (400, words + "\n")


def test_a_deck_that_fails_lets_the_next_one_in() -> None:
    def build(fails: bool) -> str:
        if fails:
            raise ValueError("no picture")
        return "deck"

    alone = limits.one_at_a_time(build, "busy")
    with pytest.raises(ValueError, match="no picture"):
        alone(True)
    assert alone(False) == "deck"


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/assets/nothing.js", 404, "There is nothing at this address."),
        ("GET", "/_dash-component-suites/dash/nothing.js", 404, "There is nothing at this address."),
        ("GET", "/_dash-component-suites/nobody/nothing.js", 404, "There is nothing at this address."),
        ("GET", "/assets/../app.py", 404, "There is nothing at this address."),
        ("GET", "/assets/%00", 404, "There is nothing at this address."),
        ("PUT", "/", 405, "This address does not answer such a request."),
        ("DELETE", CHANGE, 405, "This address does not answer such a request."),
    ],
)
def test_a_refusal_is_in_words_and_for_a_reader_a_page(client: FlaskClient, method: str, path: str, status: int, words: str) -> None:
    bare = client.open(path, method=method)
    assert (bare.status_code, bare.text) == (status, words + "\n")
    for_reader = client.open(path, method=method, headers={"Accept": "text/html"})
    assert for_reader.status_code == status
    assert words in for_reader.text
    if method == "GET":
        assert 'href="/evidence"' in for_reader.text


@pytest.mark.parametrize(
    ("accepted", "kind"),
    [
        ("*/*", "text/plain"),  # a script of ours, curl
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "text/html"),
        ("text/plain", "text/plain"),
        ("nonsense;q=x", "text/plain"),
    ],
)
def test_only_who_asks_for_a_page_is_refused_with_one(client: FlaskClient, accepted: str, kind: str) -> None:
    assert client.get("/export/view.html", headers={"Accept": accepted}).mimetype == kind


def test_words_of_a_request_stay_words_on_the_page_that_refuses_it(client: FlaskClient) -> None:
    response = client.get("/export/chart/<b id=x>&'\".csv", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "<b id" not in response.text
    assert "There is no chart" in response.text
    assert "&lt;b id=x&gt;&amp;" in response.text


def test_a_refusal_is_as_dark_as_its_reader_asks_for(client: FlaskClient) -> None:
    """It was white at night, in a room where everything else is dark."""
    page = client.get("/export/chart/nothing.csv", headers={"Accept": "text/html"}).text
    assert '<meta name="color-scheme" content="light dark">' in page


def test_a_page_is_not_made_without_a_value_that_it_needs() -> None:
    with pytest.raises(UndefinedError, match="words"):
        templates.page("error.html", name="x", title="x", pages={})


@pytest.mark.parametrize("path", ["/nowhere", "/wp-login.php", "/.env", "/evidence/more", "/_dash-"])
def test_an_unknown_page_opens_with_its_sentence_and_says_so_to_machines(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "_dash-renderer" in response.text


@pytest.mark.parametrize("path", [*PAGES, "/evidence/", "/embed/board"])
def test_a_page_is_no_error(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_callback_that_fails_gives_a_sentence_with_a_reference_and_one_line(
    own_client: FlaskClient, change: Body, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("a secret\nof two lines")

    monkeypatch.setattr("dashboard.callbacks.updates.of_selection", fail)
    response = own_client.post(CHANGE, json=change)
    assert response.status_code == 500
    reference = re.search(r"reference ([0-9a-f]{8})\.", response.text)
    assert reference is not None
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    (line,) = capsys.readouterr().out.splitlines()
    logged = json.loads(line)
    assert (logged["status"], logged["reference"]) == (500, reference[1])
    assert logged["error"] == "RuntimeError: a secret\nof two lines"
    assert logged["where"].endswith(" fail")


def test_a_chart_that_raises_says_so_and_the_others_stand(
    own_client: FlaskClient, change: Body, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Any) -> Any:
        raise RuntimeError("no such column")

    sound = own_client.post(CHANGE, json=change).get_json()
    monkeypatch.setitem(CHARTS, "contrast", replace(CHARTS["contrast"], draw=fail))
    # with a pin of nobody's, which is left out: another change with the same answer
    response = own_client.post(CHANGE, json=choosing(change, {}, pins=["nobody-1999"]))
    assert response.status_code == 200
    answer = response.get_json()
    broken = {key for key in answer["response"] if answer["response"][key] != sound["response"][key]}
    assert broken == {"page-text", '{"chart":"contrast","type":"chart"}'}
    captions, before = page_text(answer)["captions"], page_text(sound)["captions"]
    assert {key for key in captions if captions[key] != before[key]} == {"contrast"}
    assert "This chart could not be drawn. The others are not affected" in captions["contrast"]["sentence"]
    (record,) = caplog.records
    assert (record.levelname, "contrast" in record.getMessage()) == ("ERROR", True)


@pytest.mark.parametrize(("key", "plot"), [("contrast", "contrast_plot"), ("dumbbell", "toxicity_plot")])
def test_a_fault_in_a_column_is_a_chart_that_could_not_be_drawn(
    shipped: Evidence, monkeypatch: pytest.MonkeyPatch, key: str, plot: str
) -> None:
    """A chart with a table of its own was not read before its figure was drawn, and took the page with it."""
    module = sys.modules[CHARTS[key].draw.__module__]
    whole = getattr(module, plot)

    def with_a_fault(*given: Any) -> Any:
        return replace(made := whole(*given), columns=(Words("Fault", 1, lambda row: row.nothing), *made.columns))

    monkeypatch.setattr(module, plot, with_a_fault)
    drawing = draw(CHARTS[key], Catalogues(shipped).show(Selection()))
    assert "could not be drawn" in drawing.sentence
    assert drawing.figure()["data"]


def test_a_fault_in_a_diagram_is_a_chart_that_could_not_be_drawn(shipped: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise RuntimeError("no such box")

    monkeypatch.setattr("dashboard.charts.flow.plot.placed", fail)
    drawing = draw(CHARTS["flow"], Catalogues(shipped).show(Selection()))
    assert "could not be drawn" in drawing.sentence


def test_an_answer_does_not_depend_on_another_chart(shipped: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Any) -> Any:
        raise RuntimeError("no such column")

    catalogue = Catalogue(shipped)
    monkeypatch.setitem(CHARTS, "survival", replace(CHARTS["survival"], draw=fail))
    assert not answered(BY_KEY["overt"], catalogue).survival


def test_a_chart_that_failed_once_is_drawn_when_it_is_asked_again(own_client: FlaskClient, change: Body) -> None:
    def fail(_: Any) -> Any:
        raise MemoryError

    def caption() -> str:
        answer = own_client.post(CHANGE, json=choosing(change, {"infant": ["included"]})).get_json()
        return str(page_text(answer)["captions"]["contrast"]["sentence"])

    with pytest.MonkeyPatch.context() as out_of_memory:
        out_of_memory.setitem(CHARTS, "contrast", replace(CHARTS["contrast"], draw=fail))
        assert "could not be drawn" in caption()
    assert "could not be drawn" not in caption()


def test_whatever_is_logged_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    one_line = log.OneLine()
    try:
        raise ValueError("first\nsecond\x7f\x1b[31m")
    except ValueError as error:
        record = logging.LogRecord(
            "charts", logging.ERROR, "f.py", 1, "chart %s failed", ("board",), (ValueError, error, error.__traceback__)
        )
    one_line.emit(record)
    written = capsys.readouterr().out
    assert written.count("\n") == 1
    assert written.isascii()
    assert written.strip().isprintable()
    told = json.loads(written)
    assert (told["level"], told["message"], told["error"]) == ("error", "chart board failed", "ValueError: first\nsecond\x7f\x1b[31m")


@pytest.mark.parametrize(
    ("path", "query", "told"),
    [
        ("/", "setting=first_relapse%0A", "setting=first_relapse%0A"),
        ("/case", "age=3", None),
        ("/case/", "age=3", None),
        ("/present", "slides=1", "slides=1"),
        ("/nowhere", "age=3", None),
        (CHANGE, "endId=3", None),
        ("/trials", "", None),
    ],
)
def test_the_query_is_told_of_pages_alone_and_never_of_the_case_page(path: str, query: str, told: str | None) -> None:
    assert log.asked({"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}).get("query") == told


def test_a_log_that_nobody_reads_does_not_stop_the_answers(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def write(self, text: str) -> None:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Gone())
    assert client.get("/health").status_code == 200
