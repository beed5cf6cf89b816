"""Settings: what the environment may hold, and how a bad one ends the start, with and without gunicorn."""

from __future__ import annotations

import os
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

import app as application
from dashboard.evidence import Evidence
from dashboard.settings import BadSetting, Settings, read
from tests.serving import PROCFILE, ROOT

BAD = {"PORT": "99999", "WEB_CONCURRENCY": "x", "EMBED_ORIGINS": "* https://wiki.example", "REPORT_ADDRESS": "javascript:alert(1)"}
REPORT = [
    "PORT: '99999' is not a port. Expected a whole number from 1 to 65535",
    "WEB_CONCURRENCY: 'x' is not a number of workers. Expected a whole number from 1 to 64",
    "EMBED_ORIGINS: '*' is not an origin. Expected origins with a space between, such as https://wiki.hospital.example",
    "REPORT_ADDRESS: 'javascript:alert(1)' is not an address for reports. "
    "Expected one that begins with https: or mailto:, such as mailto:evidence@hospital.example",
]


@pytest.mark.parametrize(
    ("environ", "settings"),
    [
        ({}, Settings(port=8050, workers=2, evidence_dir=ROOT / "data", embed_origins=(), report_address="")),
        ({"PORT": "", "EVIDENCE_DIR": "", "EMBED_ORIGINS": "", "REPORT_ADDRESS": ""}, Settings()),
        ({"PORT": "1", "WEB_CONCURRENCY": "64"}, Settings(port=1, workers=64)),
        ({"PORT": " 65535 ", "WEB_CONCURRENCY": " 1\n"}, Settings(port=65535, workers=1)),
        ({"EVIDENCE_DIR": "ours/a b"}, Settings(evidence_dir=Path("ours/a b"))),
        ({"EMBED_ORIGINS": "https://wiki.example"}, Settings(embed_origins=("https://wiki.example",))),
        (
            {"EMBED_ORIGINS": "  https://a.example:8443\thttp://10.0.0.7 "},
            Settings(embed_origins=("https://a.example:8443", "http://10.0.0.7")),
        ),
        ({"REPORT_ADDRESS": "https://x.example/report?to=us"}, Settings(report_address="https://x.example/report?to=us")),
        ({"REPORT_ADDRESS": "mailto:us@x.example?subject=Error"}, Settings(report_address="mailto:us@x.example?subject=Error")),
        (
            {"TRUSTED_USER_HEADER": " X-Remote-User ", "TRUSTED_PROXIES": "10.0.0.5, 10.1.0.0/24 fd00::/64"},
            Settings(user_header="X-Remote-User", proxies=tuple(ip_network(one) for one in ("10.0.0.5", "10.1.0.0/24", "fd00::/64"))),
        ),
        ({"TRUSTED_USER_HEADER": "", "TRUSTED_PROXIES": " ", "FORWARDED_ALLOW_IPS": ""}, Settings()),
        ({"FORWARDED_ALLOW_IPS": "*"}, Settings()),
        ({"FORWARDED_ALLOW_IPS": "10.0.0.5,10.1.0.0/24"}, Settings()),
    ],
)
def test_settings_are_read(environ: dict[str, str], settings: Settings) -> None:
    assert read(environ) == settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("TRUSTED_USER_HEADER", value)
            for value in ("Cookie", "user-agent", "Sec-Fetch-Site", "X-Forwarded-For", "Content-Type", "Host")
        ),
        *(("FORWARDED_ALLOW_IPS", value) for value in ("proxy", "10.0.0", "10.0.0.5/24", "10.0.0.0/33", "10.0.0.5:80")),
        *(("PORT", value) for value in ("0", "65536", "99999", "-1", "+1", "1.5", "abc", "80 80", "٣", "1" * 5000)),
        *(("WEB_CONCURRENCY", value) for value in ("", " ", "0", "-1", "65", "x", "2.0", "1" * 5000)),
        *(("EMBED_ORIGINS", value) for value in ("*", "wiki.example", "https://", "https://x.example/", "https://x.example/page")),
        *(("EMBED_ORIGINS", value) for value in ("ftp://x.example", "https://x;script-src", "https://x.example:port", "'self'")),
        ("EMBED_ORIGINS", "https://x.example,https://y.example"),
        *(("REPORT_ADDRESS", value) for value in ("javascript:alert(1)", "http://x.example", "x.example", "us@x.example", "https:")),
        *(("REPORT_ADDRESS", value) for value in ("https:///report", "mailto:", "mailto:us", "https://x.example two")),
    ],
)
def test_a_bad_setting_is_named_with_what_it_holds(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read({name: value})
    assert str(refused.value).startswith(f"{name}: {value!r} is not ")
    assert ". Expected " in str(refused.value)


@pytest.mark.parametrize(
    "header",
    [
        *("X_Remote_User", "X Remote", "X-Remote-User:", "-X", "Ä", "a" * 62),
        *("Cookie", "user-agent", "Sec-Fetch-Site", "X-Forwarded-For", "Content-Type", "Host", "Priority", "Save-Data"),
    ],
)
def test_a_header_that_anybody_sends_names_nobody(header: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read({"TRUSTED_USER_HEADER": header, "TRUSTED_PROXIES": "10.0.0.5"})
    assert str(refused.value).startswith(f"TRUSTED_USER_HEADER: {header!r} is not a header for the name of a reader. Expected ")


@pytest.mark.parametrize("proxies", ["*", "proxy", "0.0.0.0/0", "::/0", "10.0.0.5/24", "10.0.0.5,everywhere"])
def test_a_proxy_is_an_address_and_never_everybody(proxies: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read({"TRUSTED_USER_HEADER": "X-Remote-User", "TRUSTED_PROXIES": proxies})
    assert [line.partition(" is not the address of a proxy. Expected addresses")[0] for line in str(refused.value).splitlines()] == [
        f"TRUSTED_PROXIES: {proxies.split(',')[-1]!r}"
    ]


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"TRUSTED_USER_HEADER": "X-Remote-User"}, "TRUSTED_PROXIES: '' is not a list of proxies. Expected "),
        (
            {"TRUSTED_PROXIES": "10.0.0.5"},
            "TRUSTED_USER_HEADER: '' is not a header for the name of a reader. Expected ",
        ),
    ],
)
def test_half_a_login_does_not_start(environ: dict[str, str], says: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read(environ)
    assert str(refused.value).startswith(says)


def test_all_faults_are_reported_at_once() -> None:
    with pytest.raises(BadSetting) as refused:
        read(BAD)
    assert str(refused.value).splitlines() == REPORT


def test_the_application_ends_with_the_report_and_code_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in BAD.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        application.start()
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines() == REPORT


def test_what_a_host_tells_other_programs_made_with_dash_changes_nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("DASH_URL_BASE_PATHNAME", "/elsewhere/"),
        ("DASH_REQUESTS_PATHNAME_PREFIX", "/elsewhere/"),
        ("dash_app_name", "elsewhere"),
        ("DASH_ASSETS_EXTERNAL_PATH", "https://elsewhere.example/"),
        ("DASH_COMPRESS", "true"),
        ("DASH_MCP_ENABLED", "true"),
    ):
        monkeypatch.setenv(name, value)
    client = application.start().test_client()
    assert "elsewhere" not in client.get("/").text
    assert client.get("/_dash-layout").status_code == 200
    assert client.get("/_mcp").status_code == 404


@pytest.mark.hosting
@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("python app.py", BAD),
        (PROCFILE, BAD),
        (PROCFILE, {"WEB_CONCURRENCY"}),
        # what gunicorn reads before our configuration is left out
        ("gunicorn app:server", BAD.keys() - {"WEB_CONCURRENCY"}),
    ],
)
def test_a_server_ends_with_one_report_and_code_2(command: str, names: set[str]) -> None:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **{name: BAD[name] for name in names}}
    ended = subprocess.run(["sh", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=30, check=False)
    expected = [line for line in REPORT if line.partition(":")[0] in names]
    assert (ended.returncode, ended.stderr.splitlines(), ended.stdout) == (2, expected, "")


@pytest.mark.parametrize(("address", "links"), [("", 0), ("mailto:us@hospital.example", 1)])
def test_every_page_says_where_a_report_is_sent_if_the_operator_does(evidence: Evidence, address: str, links: int) -> None:
    layout = application.create_app(evidence, Settings(report_address=address)).server.test_client().get("/_dash-layout").text
    assert layout.count("Send a report") == links
    assert layout.count("mailto:us@hospital.example") == links
