"""Who may show a chart in a frame: the origins that the operator names, and nobody the rest of the site."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.page import Page
from tests.serving import Served


class Host(BaseHTTPRequestHandler):
    """A page of somebody else that frames the address it is asked for."""

    def do_GET(self) -> None:
        address = parse_qs(urlsplit(self.path).query).get("frame", [""])[0]
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f'<title>Host</title><iframe src="{address}" width="640" height="360"></iframe>'.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hosts() -> Iterator[tuple[str, str]]:
    """Two origins that are not ours."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Host) for _ in range(2)]
    for server in servers:
        Thread(target=server.serve_forever, daemon=True).start()
    first, second = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    yield first, second
    for server in servers:
        server.shutdown()
        server.server_close()


def framed(page: Page, host: str, address: str) -> bool:
    """Whether the page of `host` shows a chart from `address` in its frame."""
    page.driver.get(f"{host}/?frame={address}")
    page.driver.switch_to.frame(page.one("iframe"))
    try:
        page.until(lambda: page.driver.execute_script("return document.readyState") == "complete")
        if page.driver.execute_script("return location.protocol") == "chrome-error:":
            return False
        page.until(lambda: page.all(".graph .main-svg"))
        return "Evidence to mid-March 2021" in page.text("body")
    finally:
        page.driver.switch_to.default_content()


def test_an_embed_may_be_framed_by_named_origins_only(page: Page, hosts: tuple[str, str], tmp_path: Path) -> None:
    allowed, other = hosts
    served = Served(tmp_path, EMBED_ORIGINS=allowed)
    try:
        ours = f"http://127.0.0.1:{served.port}"
        assert framed(page, allowed, f"{ours}/embed/efficacy?setting=relapsed_refractory")
        page.driver.switch_to.frame(page.one("iframe"))
        page.click(page.one("h1"))
        page.press("p")
        page.driver.switch_to.default_content()
        page.driver.execute_script("window.focus()")
        page.driver.switch_to.frame(page.one("iframe"))
        assert page.all(".graph .main-svg"), "what another site shows in a frame cannot be presented there"
        page.driver.switch_to.default_content()
        assert not framed(page, other, f"{ours}/embed/efficacy?setting=relapsed_refractory")
        assert not framed(page, allowed, f"{ours}/")
    finally:
        page.driver.get("about:blank")
        page.forget()
        served.end()
