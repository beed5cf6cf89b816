"""The log-in by a proxy's header: deny by default, and nothing that a reader sends opens the door."""

from __future__ import annotations

import random
from ipaddress import ip_network
from typing import Any

import pytest
from flask.testing import FlaskClient

import app as application
from dashboard.evidence import Evidence
from dashboard.settings import Settings
from dashboard.web.login import REFUSED
from tests.asking import CHANGE, Body

PROXIES = (ip_network("10.0.0.5"), ip_network("10.1.0.0/24"), ip_network("fd00::/64"))
WITHIN, OUTSIDE = "10.1.0.77", "10.2.0.77"
NAMED = {"X-Remote-User": "nurse.example"}


@pytest.fixture(scope="module")
def guarded(evidence: Evidence) -> FlaskClient:
    """The application behind a log-in."""
    return application.create_app(evidence, Settings(user_header="X-Remote-User", proxies=PROXIES)).server.test_client()


def ask(client: FlaskClient, path: str, peer: str, headers: Any = (), method: str = "GET", **more: Any) -> Any:
    with client.open(path, method=method, headers=headers, environ_overrides={"REMOTE_ADDR": peer}, **more) as response:
        return response


@pytest.mark.parametrize("peer", ["10.0.0.5", "10.1.0.0", "10.1.0.255", "::ffff:10.0.0.5", "fd00::1"])
@pytest.mark.parametrize(
    "name",
    [
        "nurse.example",
        "n",
        "Nulla",
        "אבי".encode().decode("latin-1"),
        "Ärztin".encode().decode("latin-1"),
        "HOSPITAL\\nurse example",
        "a" * 256,
    ],
)
def test_whom_a_trusted_proxy_names_reads(guarded: FlaskClient, peer: str, name: str) -> None:
    assert ask(guarded, "/", peer, {"X-Remote-User": name}).status_code == 200


@pytest.mark.parametrize(
    "peer", ["", "unix", "127.0.0.1", "10.0.0.4", "10.1.1.0", "::1", "fd00:0:0:1::1", "::ffff:10.0.0.6", "10.0.0.5, 1.2.3.4"]
)
def test_from_anywhere_else_a_name_opens_nothing(guarded: FlaskClient, peer: str) -> None:
    assert ask(guarded, "/", peer, NAMED).status_code == 403


@pytest.mark.parametrize("name", ["", " ", "\t", "a,b", "a, b", ",", "a" * 257, "a\x00b", "a\x7f", "a\x1bb", " a", "a "])
def test_what_is_no_single_name_opens_nothing(guarded: FlaskClient, name: str) -> None:
    assert guarded.get("/", environ_overrides={"REMOTE_ADDR": WITHIN, "HTTP_X_REMOTE_USER": name}).status_code == 403


@pytest.mark.parametrize("name", ["(null)", "(NULL)", "null", "-", '""', "none", "<undefined>", "anonymous"])
def test_what_proxies_send_of_a_reader_whom_they_do_not_know_opens_nothing(guarded: FlaskClient, name: str) -> None:
    assert ask(guarded, "/", WITHIN, {"X-Remote-User": name}).status_code == 403


def test_a_name_that_was_sent_twice_opens_nothing(guarded: FlaskClient) -> None:
    assert ask(guarded, "/", WITHIN, [("X-Remote-User", "proxy.named"), ("X-Remote-User", "forged")]).status_code == 403


def test_no_address_answers_without_a_name(guarded: FlaskClient) -> None:
    """Every rule of the server with every method, deliberately including what no page links to."""
    rules = [rule for rule in guarded.application.url_map.iter_rules() if rule.rule != "/health"]
    values = {
        "path": "x",
        "file": "studies.csv",
        "key": "board",
        "name": "assurance",
        "form": "csv",
        "package_name": "dash",
        "fingerprinted_path": "x.js",
        "filename": "x",
    }
    addresses = {rule.rule if not rule.arguments else _filled(rule.rule, values) for rule in rules}
    assert len(addresses) > 12
    for address in addresses:
        for method in ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE"):
            assert ask(guarded, address, WITHIN, method=method).status_code == 403, (method, address)


def _filled(rule: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        rule = rule.replace(f"<path:{name}>", value).replace(f"<string:{name}>", value).replace(f"<{name}>", value)
    assert "<" not in rule, rule
    return rule


def test_only_health_is_answered_to_everybody(guarded: FlaskClient) -> None:
    assert ask(guarded, "/health", OUTSIDE).status_code == 200
    for path in ("/ready", "/health/", "/health/../", "/Health", "/health%00", "/%2e%2e/health", "/;/health"):
        assert ask(guarded, path, OUTSIDE).status_code == 403, path


def test_a_refusal_is_in_words_with_the_headers_and_is_kept_by_nobody(guarded: FlaskClient) -> None:
    response = ask(guarded, "/", WITHIN)
    assert REFUSED in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_an_answer_that_was_kept_is_not_given_to_a_stranger(guarded: FlaskClient, change: Body) -> None:
    assert [ask(guarded, CHANGE, WITHIN, NAMED, "POST", json=change).status_code for _ in range(2)] == [200, 200]
    assert ask(guarded, CHANGE, WITHIN, (), "POST", json=change).status_code == 403
    assert ask(guarded, CHANGE, OUTSIDE, NAMED, "POST", json=change).status_code == 403


def test_a_thousand_forged_requests_are_refused(guarded: FlaskClient, change: Body) -> None:
    rng = random.Random(17)
    claims = (
        "X-Forwarded-For",
        "X-Real-IP",
        "Forwarded",
        "X-Forwarded-User",
        "Remote-User",
        "Authorization",
        "X-Original-URL",
        "X-Forwarded-Host",
    )
    paths = (
        "/",
        "/case",
        "/trials",
        "/present?order=board",
        "/_dash-layout",
        "/data/studies.csv",
        "/export/data-package.zip",
        "/ready",
        CHANGE,
    )
    for _ in range(1000):
        headers = {claim: rng.choice(("10.0.0.5", "for=10.1.0.1", "nurse.example", "Basic bnVyc2U6")) for claim in rng.sample(claims, 3)}
        peer = rng.choice((OUTSIDE, WITHIN))
        if peer == OUTSIDE:
            headers |= NAMED
        path = rng.choice(paths)
        method = rng.choice(("GET", "HEAD", "POST", "OPTIONS"))
        assert ask(guarded, path, peer, headers, method, json=change if method == "POST" else None).status_code == 403, (path, headers)


def test_without_the_settings_everybody_reads_and_names_change_nothing(client: FlaskClient) -> None:
    plain, named = ask(client, "/_dash-layout", OUTSIDE), ask(client, "/_dash-layout", OUTSIDE, NAMED)
    assert (plain.status_code, plain.data) == (200, named.data)


def test_a_name_is_shown_nowhere_and_logged_nowhere(guarded: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    for path in ("/", "/evidence", "/_dash-layout", "/nowhere", "/export/chart/flow.json"):
        assert "nurse.example" not in ask(guarded, path, WITHIN, NAMED).text
    said = capsys.readouterr().out
    assert '"/evidence"' in said
    assert "nurse.example" not in said
