"""Hostile requests by the thousand, without a network: forged, truncated and random, and never a 5xx."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from dashboard.evidence import Evidence
from dashboard.facets import FACETS
from dashboard.pages import PAGES
from dashboard.selection import CHOICES, Selection
from dashboard.web import request_check
from tests.asking import CHANGE, Body, bodies


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


FILTERS, CHART_IDS, FIGURES = ("inputs", 0), ("state", 2), ("outputs", 5)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("output",), "page.children", "it names no output of this version"),
        (("output",), ["query"], "it names no output of this version"),
        (("outputs",), None, "its outputs are not those of its output"),
        (("outputs", 0), {"id": "page", "property": "data"}, "its outputs do not fit data-page-text of page-text"),
        ((*FIGURES, 0, "id", "chart"), "nobody", "its outputs do not fit figure of"),
        (("inputs",), {}, "its inputs are not those of its output"),
        (("inputs",), [[]], "its inputs are not those of its output"),
        ((*FILTERS, 0, "id", "field"), "colour", "its inputs do not fit value of"),
        ((*FILTERS, 0, "id", "field"), ["setting"], "its inputs do not fit value of"),
        ((*FILTERS, 0, "id"), "setting", "its inputs do not fit value of"),
        ((*FILTERS, 0, "property"), "id", "its inputs do not fit value of"),
        ((*FILTERS, 1), {"id": {"field": "line", "type": "filter"}, "property": "value"}, "its inputs do not fit value of"),
        (FILTERS, [], "its state do not fit id of"),
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
    assert response.text.startswith(f"This change cannot be answered: {words}")
    assert response.text.endswith(f"{request_check.WAY_OUT}\n")


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
        Selection.from_values({"line": value, "nothing": value}, {"gaps": value, "tab": value}, pins=value, records=["a"]), Selection
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
                    part[key] = deepcopy(chance.choice(ANY))
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
    records = tuple(study.study_id for study in evidence.studies)
    chosen = 0
    for _ in range(10_000):
        selection = Selection.from_query(scribble(chance), records=records)
        assert Selection.from_query(selection.to_query(), records=records) == selection
        chosen += bool(selection.filters)
    assert chosen > 500, "some must have chosen something"


def test_random_addresses_and_methods_are_answered_in_words(client: FlaskClient) -> None:
    chance = random.Random(11)
    starts = (
        *("/", "/", "/assets/", "/bootstrap/", "/_dash-component-suites/", "/_dash-component-suites/dash/", "/_dash-", "/embed/", "/data/"),
        *("/case?", "/?", "/evidence?", "/export/", "/export/chart/", "/export/chart/board.csv?", "/export/view.html?order=board~"),
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
        body = edited(
            opening,
            "inputs",
            0,
            "value",
            value=chance.choice(
                [
                    None,
                    3,
                    ["/"],
                    {
                        "path": chance.choice([*PAGES, "/present", "/embed/board", "/nowhere", scribble(chance), None, 3, ["/"]]),
                        "query": chance.choice(["?" + scribble(chance), "?order=board~" + scribble(chance), None, {}, 3]),
                        "width": chance.choice([None, 0, -5, 1e300, "wide", True, 1280, 320.5]),
                        "height": chance.choice([None, 0, 9, 720]),
                    },
                ]
            ),
        )
        body = edited(body, "state", 0, "value", value=chance.choice([None, 0, -1, 1e308, "x", [], 900]))
        assert client.post(CHANGE, data=json.dumps(body), content_type="application/json").status_code == 200


@pytest.mark.parametrize("origin", ["http://" + "a" * 3000, "http://\ud800", "http://" + "\U0001f600" * 900])
def test_where_no_code_can_be_drawn_a_chart_is_presented_without(client: FlaskClient, origin: str) -> None:
    body = bodies(client)["page"]
    view = {"path": "/present", "query": "?order=board", "origin": origin}
    body = edited(body, "inputs", 0, "value", value=view)
    response = client.post(CHANGE, data=json.dumps(body), content_type="application/json")
    assert response.status_code == 200
    assert "present-head" in response.text
    assert "QR code" not in response.text
    near = client.post(CHANGE, json=edited(body, "inputs", 0, "value", value=view | {"origin": "http://board.example"}))
    assert "QR code of" in near.text


@pytest.mark.parametrize(
    "query", ["order=board~x\ud800!board", "order=board&from=/\ud800", "order=board&v=\ud800", "order=board~v%3D\ud800"]
)
def test_half_a_letter_in_an_address_to_present_is_survived(client: FlaskClient, query: str) -> None:
    body = edited(bodies(client)["page"], "inputs", 0, "value", value={"path": "/present", "query": f"?{query}"})
    assert client.post(CHANGE, data=json.dumps(body), content_type="application/json").status_code == 200


@pytest.mark.parametrize("sign", ["\ufffe", "\x0b", "\u202e", "\u2028"])
def test_a_sign_in_an_address_that_no_file_can_hold_or_that_turns_what_follows_reaches_none(client: FlaskClient, sign: str) -> None:
    order = quote(f"board~{quote(f'v=2a{sign}55', safe='')}", safe="")
    assert client.post(f"/export/slides?order={order}").data[:2] == b"PK"
    for path in ("/export/chart/board.csv", "/export/chart/board.json", f"/export/view.html?order={order}"):
        answer = client.get(path, query_string=None if "?" in path else {"v": f"2a{sign}55"})
        assert "address made for data version 2a55: what changed" in answer.text
    for path, query in (
        ("/present", f"?order={order}!no{quote(sign)}body~"),
        (f"/no{sign}where", ""),
        ("/changes", f"?v=2a{quote(sign)}55"),
    ):
        body = edited(bodies(client)["page"], "inputs", 0, "value", value={"path": path, "query": query})
        answer = client.post(CHANGE, json=body)
        assert answer.status_code == 200
        assert sign not in answer.get_data(as_text=True)
        assert json.dumps(sign)[1:-1] not in answer.get_data(as_text=True)


SUITE = "/_dash-component-suites/dash/"


@pytest.mark.parametrize("method", ["OPTIONS", "GET", "HEAD"])
def test_no_request_tells_which_files_lie_outside_the_packages(client: FlaskClient, tmp_path: Path, method: str) -> None:
    there = tmp_path / "there.conf"
    there.touch()
    up = SUITE + "../" * 20 + str(tmp_path).lstrip("/")
    names = ["there.v1m1.conf", "nowhere.v1m1.conf", f"there.v1m{int(there.stat().st_mtime)}.conf", "", "..v1m1."]
    answers = [client.open(f"{up}/{name}", method=method) for name in names]
    assert len({(answer.status_code, answer.headers["Cache-Control"]) for answer in answers}) == 1
    assert answers[0].headers["Cache-Control"] == "no-store"
    assert answers[0].status_code < 500


@pytest.mark.parametrize(
    "path", [f"{SUITE}nothing.v1m1.js", "/_dash-component-suites/nopkg/x.v1m1.js", "/_dash-component-suites/dash/x.v1m1.js/%00.v1m1.js"]
)
@pytest.mark.parametrize("method", ["OPTIONS", "GET", "HEAD", "POST"])
def test_a_fingerprint_of_nothing_is_no_failure(client: FlaskClient, path: str, method: str) -> None:
    assert client.open(path, method=method).status_code < 500
