"""The real application under the real Procfile, and a real Chromium."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.browser.page import Page

ROOT = Path(__file__).parents[2]
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-sync",
    "--window-size=1920,1080",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    """The origin of a server started by the Procfile's own words, which says itself when it listens."""
    command = (ROOT / "Procfile").read_text().removeprefix("web: ").strip()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "WEB_CONCURRENCY": "1", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    server = subprocess.Popen(f"exec {command}", shell=True, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    said = []
    for line in server.stderr:
        said.append(line)
        if "Booting worker" in line:
            break
    else:
        pytest.fail("the server did not start:\n" + "".join(said))
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=15)
    server.stderr.close()


@pytest.fixture(scope="session")
def driver() -> Iterator[Chrome]:
    options = ChromeOptions()
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    yield chrome
    chrome.quit()


@pytest.fixture
def page(driver: Chrome, url: str) -> Iterator[Page]:
    """A fresh page; at its end the console must be empty and no other origin asked."""
    driver.get("about:blank")
    driver.get_log("performance")
    driver.get_log("browser")
    fresh = Page(driver, url)
    yield fresh
    fresh.finish()


@pytest.fixture
def browser(page: Page) -> Chrome:
    """The bare driver of a page that is checked at its end."""
    return page.driver
