"""HTTP without a network: the headers of every answer, how long it is kept, and how it is compressed."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any
from urllib.parse import urlsplit

import brotli
import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient

import app as application
from dashboard.evidence import Evidence
from dashboard.pages import running_order
from dashboard.web import answer_cache, compression, index
from tests import every_address
from tests.asking import CHANGE, Body, choosing, page_text
from tests.serving import ROOT

BOARD_CSS = "/assets/style.css"
PLOTLY = "/_dash-component-suites/plotly/package_data/plotly.min.js"


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
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in response.headers["Permissions-Policy"]


def test_an_embed_may_stand_in_the_frames_of_the_setting_and_nowhere_else(client: FlaskClient) -> None:
    response = client.get("/embed/board?setting=first_relapse")
    assert policy(response)["frame-ancestors"] == "'self' https://wiki.hospital.example http://localhost:3000"
    assert "X-Frame-Options" not in response.headers


@pytest.mark.parametrize("path", ["/embed/", "/embed/nobody", "/embed/board/more", "/embed/../", "/embedded"])
def test_an_unknown_page_under_embed_stands_in_no_frame(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert policy(response)["frame-ancestors"] == "'none'"
    assert response.headers["X-Frame-Options"] == "DENY"


def test_no_page_may_be_given_another_base(client: FlaskClient) -> None:
    assert policy(client.get("/"))["base-uri"] == "'none'"


def test_a_browser_finds_our_icon_where_it_looks_for_one(client: FlaskClient) -> None:
    with client.get("/favicon.ico") as icon, client.get("/assets/icon.svg") as ours:
        assert (icon.status_code, icon.mimetype, icon.data) == (200, "image/svg+xml", ours.data)


def test_an_answer_to_a_change_and_a_refusal_carry_them_too(client: FlaskClient, change: Body) -> None:
    for response in (client.post(CHANGE, json=change), client.post(CHANGE, json={}), client.put("/")):
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def addresses(client: FlaskClient) -> list[str]:
    """What the page itself asks for."""
    return re.findall(r'(?:src|href)="(/[^"]+)"', client.get("/").text)


def test_an_address_that_names_the_very_file_is_kept_for_a_year(client: FlaskClient) -> None:
    asked = addresses(client)
    assert any("/bootstrap/" in address for address in asked)
    assert any("/assets/dashboard.js?m=" in address for address in asked)
    for address in asked:
        with client.get(address) as response:
            assert response.status_code == 200
            expected = "no-cache" if address == "/assets/icon.svg" else "public, max-age=31536000, immutable"
            assert (address, response.headers["Cache-Control"]) == (address, expected)


@pytest.mark.parametrize(
    ("path", "grid"), [("/", False), ("/case", False), ("/trials", True), ("/evidence/", True), ("/embed/board", False)]
)
def test_a_page_asks_for_the_scripts_that_it_needs(client: FlaskClient, path: str, grid: bool) -> None:
    page = client.get(path).text
    assert "/dash_core_components." in page
    assert ("/dash_ag_grid/" in page) == grid
    assert not any(place in page for place in index.NEVER)


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


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/data/studies.csv", "text/csv; charset=utf-8"),
        ("/data/README.md", "text/markdown; charset=utf-8"),
        ("/export/chart/flow.csv", "text/csv; charset=utf-8"),
        ("/export/chart/flow.json", "application/json"),
        ("/export/chart/flow.ris", "application/x-research-info-systems"),
        ("/export/records.bib", "application/x-bibtex; charset=utf-8"),
        ("/export/reproduce.zip", "application/zip"),
        ("/export/view.html?order=flow~", "text/html; charset=utf-8"),
        ("/export/data-package.zip", "application/zip"),
    ],
)
def test_a_file_says_once_of_what_kind_it_is(client: FlaskClient, path: str, kind: str) -> None:
    assert client.get(path).headers["Content-Type"] == kind


def test_an_answer_to_a_change_says_of_which_tables_it_is_also_when_it_was_asked_before(
    own_client: FlaskClient, evidence: Evidence, change: Body
) -> None:
    answers = [own_client.post(CHANGE, json=body) for body in (change, change, {})]
    assert [(answer.status_code, answer.headers["Data-Version"]) for answer in answers] == [
        (200, evidence.version), (200, evidence.version), (400, evidence.version)
    ]  # fmt: skip
    assert "Data-Version" not in own_client.get("/").headers


def test_an_answer_to_a_change_is_never_kept(client: FlaskClient, change: Body) -> None:
    first = client.post(CHANGE, json=choosing(change, {"down": ["included"]}), headers={"Accept-Encoding": "gzip, br"})
    second = client.post(CHANGE, json=choosing(change, {"ph": ["included"]}), headers={"Accept-Encoding": "gzip, br"})
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["Content-Encoding"] == "gzip"
    asked = [page_text(json.loads(gzip.decompress(response.data)))["query"] for response in (first, second)]
    assert asked == ["down=included", "ph=included"]


def test_an_answer_is_the_same_when_it_is_asked_again(client: FlaskClient, change: Body) -> None:
    fresh, other, plain = (
        choosing(change, {"kmt2a": ["included"]}),
        choosing(change, {"kmt2a": ["not_included"]}),
        {"Accept-Encoding": "br"},
    )
    first, again = (client.post(CHANGE, json=fresh, headers={"Accept-Encoding": "gzip"}) for _ in range(2))
    assert (again.status_code, again.data, dict(again.headers)) == (200, first.data, dict(first.headers))
    assert page_text(client.post(CHANGE, json=fresh, headers=plain).get_json())["query"] == "kmt2a=included"
    assert page_text(client.post(CHANGE, json=other, headers=plain).get_json())["query"] == "kmt2a=not_included"


def test_answers_are_kept_as_far_as_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_cache, "MOST_BYTES", 25)
    server, answers, made = Flask("kept"), answer_cache.Answers(), []

    @server.post(CHANGE)
    def answer() -> Response:
        made.append(request.get_data())
        size = 26 if made[-1] == b"large" else 10
        return Response(b"x" * size, mimetype="application/json", status=500 if b"bad" in made[-1] else 200)

    @server.after_request
    def keep(response: Response) -> Response:
        answers.keep(response)
        return response

    answers.serve(server)
    for body in (b"1", b"2", b"1", b"3", b"2", b"bad", b"bad", b"large", b"large", b"2"):
        assert len(server.test_client().post(CHANGE, data=body).data) == (26 if body == b"large" else 10)
    assert made == [b"1", b"2", b"3", b"2", b"bad", b"bad", b"large", b"large"]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("*", "br"), ("", None), ("identity", None), ("zstd", None)],
)
def test_a_file_comes_as_the_browser_accepts_it(client: FlaskClient, accepted: str, coding: str | None) -> None:
    plain = (ROOT / "assets" / "style.css").read_bytes()
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
    plain = (ROOT / "assets" / "style.css").read_bytes()
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


def test_a_tab_that_a_later_change_overtook_is_answered_with_that_change(client: FlaskClient, change: Body) -> None:
    panel = '{"page":"compare","type":"tab-panel"}'
    assert panel not in client.post(CHANGE, json=choosing(change, {"down": ["included"]})).get_json()["response"]
    overtaken = client.post(CHANGE, json=choosing(change, {"down": ["included"]}, tab="survival")).get_json()["response"]
    assert '"chart": "survival"' in json.dumps(overtaken[panel])


def test_whoever_asks_every_address_leaves_none_out(shipped: Evidence) -> None:
    server = application.create_app(shipped).server
    routes = server.url_map.bind("board.example.org")
    addresses = list(every_address.addresses(shipped))
    asked = {routes.match(urlsplit(one.path).path, method="POST" if one.form else "GET")[0] for one in addresses}
    of_dash = {"static", "_dash_assets.static", "bootstrap.static", "icon"} | {rule for rule in routes_of(server) if rule.startswith("/_")}
    assert routes_of(server) - of_dash <= asked
    client = server.test_client()
    for one in addresses:
        if not one.path.startswith(("/export/figures", "/export/slides", "/export/view.html", "/embed/")):
            answer = client.get(one.path)
            assert (answer.status_code, answer.data[: len(one.begins)]) == (200, one.begins), one.path


def routes_of(server: Flask) -> set[str]:
    return {rule.endpoint for rule in server.url_map.iter_rules()}


def test_the_order_that_is_asked_for_has_two_charts_and_the_second_a_state() -> None:
    entries, left_out = running_order.parsed(every_address.ORDER)
    assert [(entry.chart, entry.query) for entry in entries] == [("board", ""), ("landscape", "evidence=all")]
    assert not left_out
