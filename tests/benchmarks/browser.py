"""What a reader waits for, in a real Chromium: a first visit, and a change of the filter."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.benchmarks.four import CHOSEN, EVERYTHING, KEYS
from tests.browser.conftest import ARGUMENTS

MEASURE = (Path(__file__).parent / "measure.js").read_text()
DRAWN = ".js-plotly-plot .scatterlayer .trace, .js-plotly-plot .barlayer .trace"
WATCH = f"""
new MutationObserver(function (_, observer) {{
  if (!document.querySelector("{DRAWN}")) {{ return; }}
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => {{ window.firstChart = performance.now(); }}));
}}).observe(document, {{ subtree: true, childList: true }});
"""
"""Milliseconds from the start of the visit to the frame after the first marks of a chart."""
PATIENCE = 60
TEN_MEGABITS = {"offline": False, "latency": 20, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000}
UNLIMITED = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


@dataclass(frozen=True)
class Visit:
    """A first visit: what it fetched, compressed, and when the first chart stood there."""

    bytes: int
    requests: int
    first_chart_ms: float


@contextmanager
def chromium() -> Iterator[Chrome]:
    options = ChromeOptions()
    for argument in (*ARGUMENTS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = Chrome(service=Service(shutil.which("chromedriver")), options=options)
    driver.set_script_timeout(PATIENCE)
    try:
        yield driver
    finally:
        driver.quit()


def visit(driver: Chrome, address: str, *, slow: bool = False) -> Visit:
    """Open an address with an empty cache and wait until four charts, or all that come, stand there."""
    driver.get("about:blank")
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", TEN_MEGABITS if slow else UNLIMITED)
    watching = driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
    driver.get_log("performance")
    driver.get(address)
    first = wait(driver, "return window.firstChart")
    time.sleep(1.5)
    fetched = [message["params"] for message in _log(driver) if message["method"] == "Network.loadingFinished"]
    driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", watching)
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", UNLIMITED)
    return Visit(sum(int(one["encodedDataLength"]) for one in fetched), len(fetched), float(first))


def changes(driver: Chrome, times: int, charts: int = len(KEYS), within: str = "body") -> list[float]:
    """Milliseconds from click to so many charts `within` an element repainted, choosing and taking back in turn; a first round warms up."""
    measured = [_change(driver, words, charts, within) for _ in range(times + 1) for words in (CHOSEN, EVERYTHING)]
    return measured[2:]


def _change(driver: Chrome, words: str, charts: int, within: str) -> float:
    takes_back = driver.execute_script(
        f"return ![...document.querySelectorAll('label, button')].some((l) => l.textContent.trim().startsWith('{EVERYTHING}'))"
    )
    found = driver.execute_async_script(MEASURE, CHOSEN if takes_back else words, charts, within)
    if not found["settled"]:
        raise RuntimeError(f"the charts of {driver.current_url} did not settle: {found}")
    return float(found["ms"])


def wait(driver: Chrome, script: str) -> Any:
    """What a script gives once it gives something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := driver.execute_script(script):
            return found
        time.sleep(0.05)
    raise RuntimeError(f"{driver.current_url}: nothing from {script!r}")


def all_drawn(driver: Chrome, charts: int = len(KEYS)) -> None:
    """Wait for so many charts."""
    wait(driver, f"return document.querySelectorAll('.js-plotly-plot .main-svg').length >= {3 * charts}")
    time.sleep(1)


def _log(driver: Chrome) -> list[dict[str, Any]]:
    return [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
