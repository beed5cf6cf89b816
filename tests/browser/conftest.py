"""The real application under the real Procfile, and a real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.browser.page import Page
from tests.serving import Served

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
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a server started by the Procfile's own words, which says itself when it listens."""
    with Served(tmp_path_factory.mktemp("served")) as served:
        yield f"http://127.0.0.1:{served.port}"


@pytest.fixture(scope="session")
def driver() -> Iterator[Chrome]:
    options = ChromeOptions()
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(service=Service(shutil.which("chromedriver")), options=options)
    yield chrome
    chrome.quit()


@pytest.fixture
def page(driver: Chrome, url: str) -> Iterator[Page]:
    """A fresh page, with no size, look or storage of the last; at its end the console must be empty and no other origin asked."""
    driver.get(f"{url}/assets/icon.svg")
    driver.execute_script("localStorage.clear(); sessionStorage.clear();")
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    driver.get_log("performance")
    driver.get_log("browser")
    fresh = Page(driver, url)
    yield fresh
    fresh.finish()


@pytest.fixture
def browser(page: Page) -> Chrome:
    """The bare driver of a page that is checked at its end."""
    return page.driver
