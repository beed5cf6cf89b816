"""HTTP without a network: headers, caching, compression, limits, words for whatever goes wrong, and hostile requests by the thousand."""

from __future__ import annotations

import gzip
import io
import json
import logging
import random
import re
import threading
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import TooManyRequests

import app as application
from dashboard import web
from dashboard.charts import CHARTS
from dashboard.evidence import Evidence
from dashboard.facets import FACETS
from dashboard.pages import PAGES
from dashboard.selection import CHOICES, Selection
from dashboard.web import compression, envelope, limits, log
from tests.asking import CHANGE, Body, bodies, choosing

BOARD_CSS = "/assets/style.css"
PLOTLY = "/_dash-component-suites/plotly/package_data/plotly.min.js"
ORIGINS = ("https://wiki.hospital.example", "http://localhost:3000")
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@pytest.fixture(scope="module")
def client(evidence: Evidence) -> FlaskClient:
    return application.create_app(evidence, ORIGINS).server.test_client()


@pytest.fixture(scope="module")
def change(client: FlaskClient) -> Body:
    """The well-formed change of Compare with all its charts."""
    return bodies(client)["query"]


# --- headers


def policy(response: Any) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/evidence",
        "/case",
        "/nowhere",
        "/health",
        "/ready",
        "/_dash-layout",
        "/_dash-dependencies",
        BOARD_CSS,
        PLOTLY,
        "/assets/nothing.js",
    ],
)
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        said = policy(response)
        assert said["default-src"] == "'self'"
        assert said["script-src"].startswith("'self' 'sha256-")
        assert "unsafe" not in said["script-src"]
        assert said["frame-ancestors"] == "'none'"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in response.headers["Permissions-Policy"]


def test_an_embed_may_stand_in_the_frames_of_the_setting_and_nowhere_else(client: FlaskClient) -> None:
    response = client.get("/embed/board?setting=first_relapse")
    assert policy(response)["frame-ancestors"] == "'self' https://wiki.hospital.example http://localhost:3000"
    assert "X-Frame-Options" not in response.headers


def test_an_answer_to_a_change_and_a_refusal_carry_them_too(client: FlaskClient, change: Body) -> None:
    for response in (client.post(CHANGE, json=change), client.post(CHANGE, json={}), client.put("/")):
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("setting", "origins"),
    [
        ("", ()),
        ("https://wiki.example", ("https://wiki.example",)),
        ("  https://a.example:8443\thttp://10.0.0.7 ", ("https://a.example:8443", "http://10.0.0.7")),
    ],
)
def test_origins_are_read(setting: str, origins: tuple[str, ...]) -> None:
    assert web.embed_origins(setting) == origins


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "wiki.example",
        "https://",
        "https://x.example/",
        "https://x.example/page",
        "ftp://x.example",
        "https://x;script-src",
        "https://x.example:port",
        "'self'",
        "https://x.example,https://y.example",
    ],
)
def test_a_malformed_origin_ends_the_start_with_code_2_and_says_which(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], origin: str
) -> None:
    monkeypatch.setenv("EMBED_ORIGINS", f"https://wiki.example {origin}")
    with pytest.raises(SystemExit) as ended:
        application.start()
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(f"EMBED_ORIGINS: {origin!r} is no origin. Expected ")


# --- caching and compression


def addresses(client: FlaskClient) -> list[str]:
    """What the page itself asks for."""
    return re.findall(r'(?:src|href)="(/[^"]+)"', client.get("/").text)


def test_an_address_that_names_the_very_file_is_kept_for_a_year(client: FlaskClient) -> None:
    asked = addresses(client)
    assert any("/bootstrap/" in address for address in asked)
    assert any("/assets/board.js?m=" in address for address in asked)
    for address in asked:
        with client.get(address) as response:
            assert response.status_code == 200
            expected = "no-cache" if "favicon" in address else "public, max-age=31536000, immutable"
            assert (address, response.headers["Cache-Control"]) == (address, expected)


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/", "no-cache"),
        (BOARD_CSS, "no-cache"),
        (f"{BOARD_CSS}?m=1", "no-cache"),
        (f"{BOARD_CSS}?m={'9' * 5000}", "no-cache"),
        (PLOTLY, "no-cache"),
        (PLOTLY.replace("plotly.min", "plotly.v9_9_9m1.min"), "no-cache"),
        ("/assets/nothing.css?m=1", "no-store"),
        ("/nowhere", "no-store"),
        ("/ready", "no-store"),
        ("/_dash-layout", "no-store"),
    ],
)
def test_other_addresses_are_asked_again(client: FlaskClient, path: str, rule: str) -> None:
    with client.get(path) as response:
        assert response.headers["Cache-Control"] == rule


def test_an_answer_to_a_change_is_never_kept(client: FlaskClient, change: Body) -> None:
    first = client.post(CHANGE, json=choosing(change, {"down": ["included"]}), headers={"Accept-Encoding": "gzip, br"})
    second = client.post(CHANGE, json=choosing(change, {"ph": ["included"]}), headers={"Accept-Encoding": "gzip, br"})
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["Content-Encoding"] == "gzip"
    told = [json.loads(gzip.decompress(response.data))["response"]["query"]["data"] for response in (first, second)]
    assert told == ["down=included", "ph=included"]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("*", "br"), ("", None), ("identity", None), ("zstd", None)],
)
def test_a_file_comes_as_the_browser_accepts_it(client: FlaskClient, accepted: str, coding: str | None) -> None:
    plain = Path("assets/style.css").read_bytes()
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    with client.get(BOARD_CSS, headers={"Accept-Encoding": accepted}) as response:
        assert response.headers.get("Content-Encoding") == coding
        assert "Accept-Encoding" in response.headers["Vary"]
        assert decode(response.data) == plain
        assert response.content_length == len(response.data)
        tag = response.headers["ETag"]
    with client.get(BOARD_CSS, headers={"Accept-Encoding": accepted, "If-None-Match": tag}) as again:
        assert (again.status_code, again.data) == (304, b"")


def test_each_coding_has_its_own_tag(client: FlaskClient) -> None:
    tags = set()
    for accepted in ("br", "gzip", ""):
        with client.get(BOARD_CSS, headers={"Accept-Encoding": accepted}) as response:
            tags.add(response.headers["ETag"])
    assert len(tags) == 3


def test_a_range_is_one_of_the_file_itself(client: FlaskClient) -> None:
    plain = Path("assets/style.css").read_bytes()
    with client.get(BOARD_CSS, headers={"Accept-Encoding": "br", "Range": "bytes=10-19"}) as response:
        assert (response.status_code, response.data) == (206, plain[10:20])
        assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize("path", ["/", BOARD_CSS, PLOTLY, "/ready"])
def test_head_has_the_headers_of_get(client: FlaskClient, path: str) -> None:
    accept = {"Accept-Encoding": "br, gzip"}
    with client.get(path, headers=accept) as got, client.head(path, headers=accept) as headed:
        assert headed.data == b""
        assert {*headed.headers.keys()} == {*got.headers.keys()}
        varying = {"Date", "Content-Length"} if path == "/" else {"Date"}
        assert all(headed.headers[name] == got.headers[name] for name in {*got.headers.keys()} - varying)


def test_a_file_is_compressed_once_however_its_address_is_written() -> None:
    made = []
    kept = compression.Kept()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(compression.ENCODINGS, "br", lambda body: made.append(body) or b"small")
        assert kept.copy("/assets/a.css", "br", b"one").body == b"small"
        kept.copy("/assets/a.css", "br", b"one")
        kept.copy("/assets/a.css", "br", b"two")
    assert made == [b"one", b"two"]
    assert len(kept) == 1, "a changed file replaces its copy"


def test_what_is_kept_is_bounded_by_the_files_that_exist(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    all_kept = []
    monkeypatch.setattr(compression, "Kept", lambda new=compression.Kept: all_kept.append(new()) or all_kept[-1])
    client = application.create_app(evidence).server.test_client()
    for path in [
        BOARD_CSS,
        "/assets/x/../style.css",
        "/assets/./style.css",
        f"{BOARD_CSS}?m=1",
        "/assets/none.css",
        *(f"/assets/{n}/../style.css" for n in range(50)),
    ]:
        client.get(path, headers={"Accept-Encoding": "br"}).close()
    assert len(all_kept[0]) == 1


def test_a_small_answer_is_left_as_it_is(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/ready", headers={"Accept-Encoding": "gzip"}).headers


# --- limits


@pytest.mark.parametrize(
    ("path", "limit"), [(CHANGE, 256 * 1024), ("/", 256 * 1024), ("/export/slides", 6 * 1024 * 1024), ("/exports", 256 * 1024)]
)
def test_how_large_a_body_may_be(path: str, limit: int) -> None:
    assert limits.body_limit(path) == limit


def test_a_body_that_is_too_large_is_refused_in_words(client: FlaskClient) -> None:
    response = client.post(CHANGE, data=b" " * (256 * 1024 + 1), content_type="application/json")
    assert (response.status_code, response.text) == (413, "This is more than is accepted here. The limit is 256 KB.\n")


def test_a_body_that_does_not_say_how_large_it_is_is_read_no_further(client: FlaskClient) -> None:
    content = io.BytesIO(b" " * 300_000 + b"{}")
    chunked = {"wsgi.input": content, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    assert client.post(CHANGE, content_type="application/json", environ_overrides=chunked).status_code == 400
    assert content.tell() == 256 * 1024


def test_a_second_deck_at_the_same_time_is_put_off_in_words() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def build(slides: int) -> int:
        begun.set()
        assert go_on.wait(10)
        return slides

    alone = web.one_at_a_time(build, "Another deck is being made; try again in a few seconds.")
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


def test_a_deck_that_fails_lets_the_next_one_in() -> None:
    def build(fails: bool) -> str:
        if fails:
            raise ValueError("no picture")
        return "deck"

    alone = web.one_at_a_time(build, "busy")
    with pytest.raises(ValueError, match="no picture"):
        alone(True)
    assert alone(False) == "deck"


# --- words for whatever goes wrong


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/assets/nothing.js", 404, "Nothing stands at this address."),
        ("GET", "/_dash-component-suites/dash/nothing.js", 404, "Nothing stands at this address."),
        ("GET", "/_dash-component-suites/nobody/nothing.js", 404, "Nothing stands at this address."),
        ("GET", "/assets/../app.py", 404, "Nothing stands at this address."),
        ("GET", "/assets/%00", 404, "Nothing stands at this address."),
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


@pytest.mark.parametrize("path", ["/nowhere", "/wp-login.php", "/.env", "/favicon.ico", "/evidence/more", "/_dash-"])
def test_an_unknown_page_opens_with_its_sentence_and_says_so_to_machines(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "_dash-renderer" in response.text


@pytest.mark.parametrize("path", [*PAGES, "/evidence/", "/embed/board"])
def test_a_page_is_no_error(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_callback_that_fails_gives_a_sentence_with_a_reference_and_one_line(
    client: FlaskClient, change: Body, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("a secret\nof two lines")

    monkeypatch.setattr("dashboard.callbacks.answers.of_selection", fail)
    response = client.post(CHANGE, json=change)
    assert response.status_code == 500
    reference = re.search(r"reference ([0-9a-f]{8})\.", response.text)
    assert reference is not None
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["status"], told["reference"]) == (500, reference[1])
    assert told["error"] == "RuntimeError: a secret\nof two lines"
    assert told["where"].endswith(" fail")


def test_a_chart_that_raises_says_so_and_the_others_stand(
    client: FlaskClient, change: Body, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Any) -> Any:
        raise RuntimeError("no such column")

    sound = client.post(CHANGE, json=change).get_json()["response"]
    monkeypatch.setitem(CHARTS, "contrast", replace(CHARTS["contrast"], draw=fail))
    response = client.post(CHANGE, json=change)
    assert response.status_code == 200
    told = response.get_json()["response"]
    broken = {key for key in told if told[key] != sound[key]}
    assert {json.loads(key)["chart"] for key in broken} == {"contrast"}
    assert "This chart could not be drawn. The others are not affected" in json.dumps(told['{"chart":"contrast","type":"sentence"}'])
    (record,) = caplog.records
    assert (record.levelname, "contrast" in record.getMessage()) == ("ERROR", True)


# --- the log


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


# --- hostile requests


def test_what_pages_post_is_accepted(client: FlaskClient) -> None:
    assert {name: client.post(CHANGE, json=body).status_code for name, body in bodies(client).items()} == dict.fromkeys(bodies(client), 200)


def edited(body: Body, *path: Any, value: Any) -> Body:
    """`body` with the part at `path` set to `value`."""
    changed = deepcopy(body)
    part: Any = changed
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return changed


FILTERS, TWINS, CHART_IDS, FIGURES = ("inputs", 0), ("inputs", 3), ("state", 2), ("outputs", 8)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("output",), "page.children", "it names no output of this version"),
        (("output",), ["query"], "it names no output of this version"),
        (("outputs",), None, "its outputs are not those of its output"),
        (("outputs", 0), {"id": "page", "property": "data"}, "its outputs do not fit data of query"),
        ((*FIGURES, 0, "id", "chart"), "nobody", "its outputs do not fit figure of"),
        (("inputs",), {}, "its inputs are not those of its output"),
        (("inputs",), [[]], "its inputs are not those of its output"),
        ((*FILTERS, 0, "id", "field"), "colour", "its inputs do not fit value of"),
        ((*FILTERS, 0, "id", "field"), ["setting"], "its inputs do not fit value of"),
        ((*FILTERS, 0, "id"), "setting", "its inputs do not fit value of"),
        ((*FILTERS, 0, "property"), "id", "its inputs do not fit value of"),
        ((*FILTERS, 1), {"id": {"field": "line", "type": "filter"}, "property": "value"}, "its inputs do not fit value of"),
        (FILTERS, [], "its inputs do not fit value of"),
        (("state",), [], "its state are not those of its output"),
        ((*CHART_IDS, 0, "value"), {"type": "chart", "chart": "contrast"}, "its state do not fit id of"),
        (CHART_IDS, [None] * 1000, "its state do not fit id of"),
        (("changedPropIds",), "x", "it does not say what changed"),
        (("changedPropIds",), [{}], "it does not say what changed"),
        (("changedPropIds",), ["nothing"], "it does not say what changed"),
        (("changedPropIds",), ["{broken.value"], "it does not say what changed"),
        (("changedPropIds",), ["{" * 50_000 + ".value"], "it does not say what changed"),
    ],
)
def test_a_malformed_change_is_refused_in_words(client: FlaskClient, change: Body, path: tuple[Any, ...], value: Any, words: str) -> None:
    response = client.post(CHANGE, json=edited(change, *path, value=value))
    assert response.status_code == 400
    assert response.text.startswith(f"This is no change that can be answered: {words}")
    assert response.text.endswith(f"{envelope.WAY_OUT}\n")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"3",
        b"{",
        b'{"output": "query"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"output": 1e999999}',
        b"1" * 100_000,
        b'"\\ud800"',
    ],
)
def test_a_body_that_is_no_change_is_refused(client: FlaskClient, content: bytes) -> None:
    response = client.post(CHANGE, data=content, content_type="application/json")
    assert response.status_code == 400
    assert response.text.strip()


@pytest.mark.parametrize("kind", ["text/plain", "", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_a_body_of_another_kind_is_refused(client: FlaskClient, change: Body, kind: str) -> None:
    assert client.post(CHANGE, data=json.dumps(change), content_type=kind).status_code == 415


ANY: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, float("nan"), float("inf"), 10**400, "", "x", "included", "\ud800", "\x00",
    [], {}, [None], [[]], [["included"]], ["included"], {"a": {"b": []}}, [{"type": "filter"}], {"field": "line", "type": "filter"},
    "x" * 5000, ["x"] * 300, json.loads("[" * 400 + "]" * 400),
)  # fmt: skip


@pytest.mark.parametrize("value", ANY, ids=lambda value: repr(value)[:30])
def test_values_of_any_kind_are_survived(client: FlaskClient, value: Any) -> None:
    assert isinstance(
        Selection.from_values({"line": value, "nothing": value}, {"measure": value, "tab": value}, pins=value, records=["a"]), Selection
    )
    for body in bodies(client, charts=()).values():
        for component in (component for slot in body["inputs"] for component in (slot if isinstance(slot, list) else [slot])):
            before, component["value"] = component["value"], value
            response = client.post(CHANGE, data=json.dumps(body), content_type="application/json")
            assert response.status_code == 200, (component, response.text)
            component["value"] = before


def forged(body: Any, chance: random.Random) -> Any:
    """`body` with one or two of its parts taken out, doubled, moved or turned into anything."""
    changed = deepcopy(body)
    for _ in range(chance.randint(1, 2)):
        part = changed
        while True:
            keys = list(part) if isinstance(part, dict) else list(range(len(part)))
            if not keys:
                break
            key = chance.choice(keys)
            if isinstance(part[key], (dict, list)) and chance.random() < 0.75:
                part = part[key]
                continue
            match chance.randrange(5):
                case 0:
                    del part[key]
                case 1 if isinstance(part, list):
                    part.append(deepcopy(part[key]))
                case 2:
                    other = chance.choice(keys)
                    part[key], part[other] = part[other], part[key]
                case _:
                    part[key] = chance.choice(ANY)
            break
    return changed


def test_thousands_of_forged_and_truncated_changes_are_survived(client: FlaskClient) -> None:
    chance = random.Random(8)
    sound = bodies(client, charts=())
    # an unknown page opens fastest
    sound["page"]["inputs"][0]["value"] = "/nowhere"
    statuses: dict[int, int] = {}
    for number in range(4000):
        content = json.dumps(forged(chance.choice(list(sound.values())), chance)).encode()
        if number % 4 == 0:
            content = content[: chance.randrange(len(content))]
        elif number % 4 == 1:
            place = chance.randrange(len(content))
            content = content[:place] + chance.randbytes(chance.randint(1, 8)) + content[place + 4 :]
        response = client.post(CHANGE, data=content, content_type="application/json")
        assert response.status_code in (200, 400), (response.status_code, content)
        assert "Traceback" not in response.text
        statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
    assert min(statuses[200], statuses[400]) > 100, "both kinds must have been met"


def test_random_bytes_are_refused(client: FlaskClient) -> None:
    chance = random.Random(9)
    for _ in range(1000):
        assert client.post(CHANGE, data=chance.randbytes(chance.randrange(300)), content_type="application/json").status_code == 400


WORDS = (
    *FACETS,
    *CHOICES,
    *(f"&{key}={option}" for key, facet in FACETS.items() for option in facet.options),
    "pin",
    "v",
    "&",
    "=",
    ",",
    "%",
    "%00",
    "%ff",
    "%u12",
    ";",
    "+",
    "#",
    "\x00",
    "ü",
    "\ud800",
    "[]",
    "..",
    "/",
)


def scribble(chance: random.Random) -> str:
    return "".join(
        chance.choice(WORDS) if chance.random() < 0.7 else chr(chance.choice((chance.randrange(256), chance.randrange(0xD7FF))))
        for _ in range(chance.randrange(40))
    )


def test_ten_thousand_random_queries_are_read(evidence: Evidence) -> None:
    chance = random.Random(10)
    records = tuple(evidence.studies["study_id"])
    chosen = 0
    for _ in range(10_000):
        selection = Selection.from_query(scribble(chance), records=records)
        assert Selection.from_query(selection.to_query(), records=records) == selection
        chosen += bool(selection.filters)
    assert chosen > 500, "some must have chosen something"


def test_random_addresses_and_methods_are_answered_in_words(client: FlaskClient) -> None:
    chance = random.Random(11)
    starts = (
        "/",
        "/",
        "/assets/",
        "/bootstrap/",
        "/_dash-component-suites/",
        "/_dash-component-suites/dash/",
        "/_dash-",
        "/embed/",
        "/case?",
        "/?",
        "/evidence?",
        "/export/",
    )
    methods = ("GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "XYZZY")
    for _ in range(800):
        # one slash at the start: two name another host
        path, method = chance.choice(starts) + scribble(chance).lstrip("/"), chance.choice(methods)
        with client.open(path.encode("utf-8", "replace").decode(), method=method, headers={"Accept": "text/html"}) as response:
            assert response.status_code in (200, 308, 400, 404, 405, 413, 415), (method, path)
            assert "Traceback" not in response.text


def test_pages_open_on_random_paths_and_queries(client: FlaskClient) -> None:
    chance = random.Random(12)
    opening = bodies(client)["page"]
    for _ in range(25):
        body = edited(opening, "inputs", 0, "value", value=chance.choice([*PAGES, "/nowhere", scribble(chance), None, 3, ["/"]]))
        body = edited(body, "inputs", 1, "value", value=chance.choice(["?" + scribble(chance), None, {}, 3]))
        assert client.post(CHANGE, data=json.dumps(body), content_type="application/json").status_code == 200
