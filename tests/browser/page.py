"""A page in a real Chromium, as a reader meets it: open, look, click, and what the network and the console saw."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from selenium.common.exceptions import TimeoutException
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

FAULTS = """
const [done] = arguments;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// what passes is counted, but not described node by node: violations are the same and come sooner
axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then((found) => done(found.violations
  .filter((violation) => violation.impact !== 'minor')
  .map((violation) => violation.id + ': ' + violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | '))));
"""


class Page:
    """One browser window on one server. `finish` must find the console empty and every request on our own origin."""

    def __init__(self, driver: Chrome, origin: str) -> None:
        self.driver, self.origin = driver, origin
        self._requests: list[dict[str, Any]] = []

    def open(self, path: str = "/") -> Page:
        self.driver.get(self.origin + path)
        self.until(lambda: self.all("main h1"))
        return self

    def sized(self, width: int, height: int, **others: Any) -> None:
        """Give the window a size, until the test ends."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False, **others}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def until(self, found: Callable[[], Any], what: str = "") -> Any:
        """Wait for what a reader would wait for; it must come within ten seconds, whatever fails until then."""
        last: Exception | None = None

        def tried(_: object) -> Any:
            nonlocal last
            last = None
            try:
                return found()
            except Exception as failed:
                last = failed

        try:
            return WebDriverWait(self.driver, 10, poll_frequency=0.05).until(tried)
        except TimeoutException:
            raise AssertionError(f"not within ten seconds: {what or 'what was waited for'}") from last

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def one(self, css: str) -> WebElement:
        return self.until(lambda: self.all(css)[0], css)

    def text(self, css: str) -> str:
        return self.one(css).text

    def labelled(self, css: str, words: str) -> WebElement:
        """The first element of `css` whose text begins with `words`."""
        return self.until(lambda: next(element for element in self.all(css) if element.text.strip().startswith(words)), f"{css}: {words}")

    def click(self, element: WebElement | str) -> None:
        target = self.one(element) if isinstance(element, str) else element
        self.until(lambda: self._clicked(target), "a place to click")

    def _clicked(self, target: WebElement) -> bool:
        """Fails, to be tried again, while the page still moves under the pointer."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", target)
        target.click()
        return True

    def point_at(self, element: WebElement) -> None:
        """Click in the middle of an SVG mark, which has no click of its own."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        ActionChains(self.driver).move_to_element(element).click().perform()

    def press(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def choose(self, facet: str, option: str) -> None:
        """Tick an option of a filter, as a reader does, and wait for the answer."""
        before = self.query
        fieldset = self.until(lambda: next(f for f in self.all(".facet") if f.find_element(By.TAG_NAME, "legend").text == facet), facet)
        label = next(label for label in fieldset.find_elements(By.CSS_SELECTOR, "label") if label.text.startswith(option))
        self.click(label)
        self.until(lambda: self.query != before, "a new address")

    @property
    def query(self) -> str:
        return urlsplit(self.driver.current_url).query

    def until_query(self, query: str) -> None:
        """Wait for an address, which follows what it is the address of."""
        self.until(lambda: self.query == query, f"the address ?{query}")

    def faults_of_access(self) -> list[str]:
        """What axe-core finds on the page as it stands, but for what it calls minor."""
        axe = resources.files("axe_core_python").joinpath("axe.min.js")
        self.driver.execute_script(axe.read_text(encoding="utf-8"))
        return list(self.driver.execute_async_script(FAULTS))

    def requests(self) -> list[dict[str, Any]]:
        """The requests since the last call."""
        messages = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        fresh = [message["params"]["request"] for message in messages if message["method"] == "Network.requestWillBeSent"]
        self._requests += fresh
        return fresh

    def posts(self) -> int:
        """How many callbacks were asked of the server since the last look at the requests."""
        return sum(request["method"] == "POST" for request in self.requests())

    def forget(self) -> None:
        """After a visit to a file of the machine, or a time without a network: nothing of that counts."""
        self.requests()
        self._requests.clear()
        self.driver.get_log("browser")

    def finish(self) -> None:
        """Every browser test ends here."""
        self.requests()
        foreign = [request["url"] for request in self._requests if not request["url"].startswith((self.origin, "data:", "blob:"))]
        console = [entry["message"] for entry in self.driver.get_log("browser")]
        assert foreign == [], foreign
        assert console == [], console
