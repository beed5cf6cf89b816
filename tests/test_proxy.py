"""Behind the nginx that is handed out: TLS, the scheme of links, slow clients, and log-ins as docs/hosting.md gives them."""

from __future__ import annotations

import base64
import http.client
import random
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from dashboard.web.login import REFUSED
from tests.asking import CHANGE, Body, bodies
from tests.proxying import NGINX_CONF, OPENSSL, Proxy
from tests.serving import ROOT, Served

pytestmark = pytest.mark.hosting
NOBODY = 'proxy_set_header X-Remote-User "";'
BLOCKS = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs" / "hosting.md").read_text(), re.DOTALL)
ASKS_FOR_NAMES = {"TRUSTED_USER_HEADER": "X-Remote-User", "TRUSTED_PROXIES": "127.0.0.1", "WEB_CONCURRENCY": "1"}


@pytest.fixture(scope="module")
def change(client: FlaskClient) -> Body:
    return bodies(client, charts=())["page-text"]


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("board")) as served:
        yield served


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory, board: Served) -> Iterator[Proxy]:
    with Proxy(tmp_path_factory.mktemp("proxy"), [board]) as served:
        yield served


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An instance that asks for names, and believes 127.0.0.1 alone."""
    with Served(tmp_path_factory.mktemp("guarded"), **ASKS_FOR_NAMES) as served:
        yield served


def test_links_follow_tls_and_not_what_a_browser_claims(proxy: Proxy) -> None:
    for claimed in ("http", "ftp", "https, http"):
        stamp = proxy.ask("/export/chart/flow.json", Host="board.example", X_Forwarded_Proto=claimed, Forwarded="host=evil.example").json[
            "stamp"
        ]
        assert stamp["link"].startswith("https://board.example/?")


def test_without_tls_one_is_sent_on(proxy: Proxy) -> None:
    plain = http.client.HTTPConnection("127.0.0.1", proxy.plain_port, timeout=20)
    plain.request("GET", "/trials?infant=included", headers={"Host": "board.example"})
    response = plain.getresponse()
    plain.close()
    assert (response.status, response.headers["Location"]) == (308, "https://board.example/trials?infant=included")


@pytest.mark.parametrize("path", ["/", "/health", "/nowhere", "/assets/style.css", "/".ljust(20000, "a")])
def test_each_header_stands_once_whoever_answers(proxy: Proxy, path: str) -> None:
    """The last address is too long for nginx, which then answers itself."""
    connection = proxy.connection()
    connection.request("GET", path)
    headers = connection.getresponse().headers
    connection.close()
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Strict-Transport-Security"):
        assert len(headers.get_all(name, [])) == 1, name
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_a_connection_to_the_application_is_kept_for_the_next_request(tmp_path: Path) -> None:
    made = []

    class Application(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            made.append(self.client_address)

        def do_GET(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Application) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with Proxy(tmp_path, [SimpleNamespace(port=server.server_port)], {"worker_processes auto;": "worker_processes 1;"}) as proxy:
            assert [proxy.ask("/").status for _ in range(5)] == [204] * 5
        server.shutdown()
    assert len(made) == 1


def test_an_application_that_is_not_there_is_said_with_the_headers(tmp_path: Path, board: Served) -> None:
    with Proxy(tmp_path, [board], {f"server 127.0.0.1:{board.port};": "server 127.0.0.1:9;"}) as alone:
        answer = alone.ask("/")
    assert answer.status == 502
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_slow_clients_do_not_keep_the_others_waiting(proxy: Proxy, change: Body) -> None:
    """Forty who sent half a head and forty who sent half a body, before one instance of eight threads."""
    head = f"POST {CHANGE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
    with ExitStack() as slow:
        for sent in (head, f"{head}\r\n{{") * 40:
            slow.enter_context(proxy.tls.wrap_socket(slow.enter_context(proxy.connected()), server_hostname="127.0.0.1")).sendall(
                sent.encode()
            )
        assert [proxy.ask(CHANGE, change).status for _ in range(20)] == [200] * 20


def test_a_thousand_forged_requests_reach_nothing(guarded: Served) -> None:
    """Over real connections: half from an address that is no proxy's, half from the proxy's own without a single good name."""
    rng = random.Random(5)
    stranger = ["X-Remote-User: nurse.example\r\n"]
    proxied = [
        "",
        "X-Remote-User:\r\n",
        "X-Remote-User: \t\r\n",
        "X_Remote_User: nurse\r\n",
        "X-Remote_User: nurse\r\n",
        "x_remote-user: nurse\r\n",
    ]
    proxied += [
        "X-Remote-User: a\r\nX-Remote-User: b\r\n",
        "X-Remote-User: a,b\r\n",
        "HTTP_X_REMOTE_USER: nurse\r\n",
        "REMOTE_ADDR: 127.0.0.1\r\n",
    ]
    claims = ["X-Forwarded-For: 127.0.0.1\r\n", "Forwarded: for=127.0.0.1\r\n", "X-Real-IP: 127.0.0.1\r\n", "REMOTE_USER: nurse\r\n", ""]
    paths = [
        "/",
        "/ready",
        "/case",
        "/_dash-layout",
        "/data/studies.csv",
        "/health/",
        "/export/data-package.zip",
        "/assets/style.css",
    ]
    for number in range(1000):
        ours = number % 2 == 0
        forged = rng.choice(proxied if ours else stranger) + rng.choice(claims)
        head = f"GET {rng.choice(paths)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{forged}\r\n"
        source = ("127.0.0.1" if ours else "127.0.0.2", 0)
        with socket.create_connection(("127.0.0.1", guarded.port), timeout=10, source_address=source) as connection:
            connection.sendall(head.encode())
            answer = connection.recv(12)
        assert answer == b"HTTP/1.1 403", (source, head)
    assert guarded.ask("/", X_Remote_User="nurse.example").status == 200, "and whom the proxy names is let in"


def test_nginx_as_handed_out_names_nobody(tmp_path: Path, guarded: Served) -> None:
    claimed = base64.b64encode(b"nurse:anything").decode()
    with Proxy(tmp_path, [guarded]) as proxy:
        answers = [
            proxy.ask("/"),
            proxy.ask("/", X_Remote_User="nurse"),
            proxy.ask("/", Authorization=f"Basic {claimed}"),
        ]
        assert proxy.ask("/health").status == 200
    assert [answer.status for answer in answers] == [403] * 3
    assert all(REFUSED.encode() in answer.body for answer in answers)


def test_passwords_in_a_file_as_documented(tmp_path: Path, guarded: Served) -> None:
    def basic(name: str, word: str) -> dict[str, str]:
        return {"Authorization": f"Basic {base64.b64encode(f'{name}:{word}'.encode()).decode()}"}

    with Proxy(tmp_path, [guarded], {NOBODY: BLOCKS[0]}) as proxy:
        hashed = subprocess.run([str(OPENSSL), "passwd", "-6", "right"], check=True, capture_output=True, text=True).stdout
        next(tmp_path.glob("nginx-*")).joinpath("readers").write_text(f"nurse.example:{hashed}")
        assert proxy.ask("/", **basic("nurse.example", "right")).status == 200
        refused = [proxy.ask("/"), proxy.ask("/", **basic("nurse.example", "wrong")), proxy.ask("/", **basic("other", "right"))]
        refused += [proxy.ask("/", X_Remote_User="nurse.example"), proxy.ask("/ready")]
    assert [answer.status for answer in refused] == [401] * 5


class SignIn(BaseHTTPRequestHandler):
    """What oauth2-proxy answers: who holds the cookie has a name; everybody else is shown where to sign in."""

    def do_GET(self) -> None:
        asked = self.path.startswith("/oauth2/auth")
        known = self.headers.get("Cookie") == "session=good"
        self.send_response((202 if known else 401) if asked else 200)
        if asked and known:
            self.send_header("X-Auth-Request-User", "nurse.example")
        self.end_headers()
        if not asked:
            self.wfile.write(b"sign in")

    def log_message(self, *_: object) -> None:
        """Silent."""


def test_a_sign_in_service_as_documented(tmp_path: Path, guarded: Served) -> None:
    service = ThreadingHTTPServer(("127.0.0.1", 0), SignIn)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    beside = BLOCKS[2].replace("sign-in:4180", f"127.0.0.1:{service.server_port}")
    try:
        with Proxy(tmp_path, [guarded], {NOBODY: BLOCKS[1], "    location / {": f"{beside}\n    location / {{"}) as proxy:
            signed_in = proxy.ask("/ready", Cookie="session=good")
            others = [proxy.ask("/ready"), proxy.ask("/ready", X_Remote_User="nurse"), proxy.ask("/ready", Cookie="session=forged")]
            direct = proxy.ask("/oauth2/auth", Cookie="session=good")
    finally:
        service.shutdown()
        service.server_close()
    assert signed_in.json["ready"] is True
    assert [answer.body for answer in others] == [b"sign in"] * 3
    assert direct.status == 404


def test_there_is_one_configuration() -> None:
    assert NGINX_CONF.read_text().count(NOBODY) == 1
    assert "./deploy/nginx.conf:/etc/nginx/nginx.conf:ro" in (ROOT / "compose.yaml").read_text()
