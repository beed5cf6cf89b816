"""`python -m tests.benchmarks`: measure everything in one run and write the table of docs/speed.md; `--short` for a quick look."""

from __future__ import annotations

import platform
import statistics
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome

from dashboard.evidence import load
from dashboard.selection import Catalogues
from tests.asking import CHANGE
from tests.benchmarks import alone, hundredfold, report
from tests.benchmarks import browser as chrome
from tests.benchmarks import load as readers
from tests.benchmarks.four import FILTERS, HOME, KEYS, board_before, figure
from tests.benchmarks.report import Row
from tests.benchmarks.servers import OUR_FOUR, OURS, STREAMLIT, VIZRO, address, memory_mb, served
from tests.serving import ROOT, Served

DATA = ROOT / "data"
median = statistics.median


@dataclass(frozen=True)
class Size:
    """How long a run is: rounds of each measurement in the browser, starts, changes for the memory, seconds of load."""

    rounds: int = 9
    visits: int = 5
    starts: int = 5
    changes: int = 10_000
    seconds: int = 60


SHORT = Size(rounds=4, visits=2, starts=2, changes=1_000, seconds=5)
TURNS = 6
CLIENTS = 50
AIMED_A_SECOND = 250


def main() -> None:
    size = SHORT if "--short" in sys.argv else Size()
    rows: list[Row] = []
    for part in (starts, in_the_browser, home_page, at_the_server, hundred_times):
        for row in part(size):
            print(row, flush=True)
            rows.append(row)
    report.write(ROOT / "docs" / "speed.md", rows, _machine(size))


def _machine(size: Size) -> str:
    with Path("/proc/cpuinfo").open() as file:
        cores = sum(line.startswith("processor") for line in file)
    load_average = Path("/proc/loadavg").read_text().split()[0]
    frameworks = ", ".join(f"{name} {number}" for name, number in report.locked(ROOT / "tests" / "benchmarks" / "requirements.txt"))
    bundle = "small" if alone.FILE.is_file() else "whole"
    return (
        f"{date.today():%d %B %Y}; {cores} cores, load {load_average} at the end; Python {platform.python_version()}, "
        f"Dash {version('dash')}, the {bundle} plotly.js; beside it {frameworks}. "
        f"Medians of {2 * TURNS * -(-size.rounds // TURNS)} changes, {size.visits} visits, {size.starts} starts."
    )


def starts(size: Size) -> Iterable[Row]:
    """Process start to the first good answer."""
    ours, vizro = [], []
    for _ in range(size.starts):
        with served(OURS, ready="/ready") as (_, seconds):
            ours.append(seconds)
        with served(VIZRO) as (_, seconds):
            vizro.append(seconds)
    one, other = median(ours), median(vizro)
    yield Row("process start to `/ready`", "≤ 1.5 s", f"{one:.1f} s", one <= 1.5)
    yield Row("… of Vizro's start", "≤ 0.6 ×", f"{one / other:.2f} × (Vizro {other:.1f} s)", one / other <= 0.6)


def in_the_browser(size: Size) -> Iterable[Row]:
    """Changes and first visits, ours and the peers' in turn."""
    with chrome.chromium() as driver, served(OUR_FOUR) as (ours, _), served(VIZRO) as (vizro, _), served(STREAMLIT) as (streamlit, _):
        yield from _changes(driver, size, {"ours": ours, "vizro": vizro, "streamlit": streamlit})
        yield from _visits(driver, size, ours, vizro)


def _changes(driver: Chrome, size: Size, servers: dict[str, Served]) -> Iterable[Row]:
    ms: dict[str, list[float]] = {name: [] for name in (*servers, "alone")}
    width = _opened(driver, address(servers["ours"]))
    with alone.page(width, _figures(KEYS)) as bare:
        places = {name: address(server) for name, server in servers.items()} | {"alone": bare}
        for _ in range(TURNS):  # in turn, so that what else the machine does meets all of them
            for name, place in places.items():
                _opened(driver, place)
                ms[name] += chrome.changes(driver, -(-size.rounds // TURNS))
    found = {name: median(values) for name, values in ms.items()}
    spread = ", ".join(f"{name} {value:.0f}" for name, value in found.items())
    yield Row(
        "filter change, click to all four charts repainted (to and fro between two states)",
        "",
        f"{found['ours']:.0f} ms ({spread} ms)",
        None,
    )
    for other, words, aim in (
        ("alone", "plotly.js alone with the same figures", 1.2),
        ("vizro", "Vizro", 0.45),
        ("streamlit", "Streamlit", 0.3),
    ):
        ratio = found["ours"] / found[other]
        yield Row(f"… against {words}", f"≤ {aim} ×", f"{ratio:.2f} ×", ratio <= aim)


def _figures(keys: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    return {words: [figure(key, words) for key in keys] for words in FILTERS}


def home_page(size: Size) -> Iterable[Row]:
    """The chart that is in sight, against plotly.js alone drawing the whole page; and the board against what it was."""
    ms: dict[str, list[float]] = {"ours": [], "page": [], "chart": []}
    with chrome.chromium() as driver, served(OURS, ready="/ready") as (server, _):
        driver.set_window_size(1280, 720)
        width = _opened(driver, address(server), len(HOME))
        with alone.page(width, _figures(HOME)) as page, alone.page(width, _figures(HOME[:1])) as chart:
            places = {"ours": address(server), "page": page, "chart": chart}
            awaited = {"ours": 1, "page": len(HOME), "chart": 1}
            for _ in range(TURNS):
                for name, place in places.items():
                    _opened(driver, place, 1 if name == "chart" else len(HOME))
                    within = "#chart-board" if name == "ours" else "body"
                    ms[name] += chrome.changes(driver, -(-size.rounds // TURNS), awaited[name], within)
        found = {name: median(values) for name, values in ms.items()}
        ratio, least = found["ours"] / found["page"], found["chart"] / found["page"]
        yield Row(
            "home page at 1280 × 720, click to the chart in sight repainted, against plotly.js alone drawing all charts of the page",
            "≤ 0.5 ×",
            f"{ratio:.2f} × ({found['ours']:.0f} of {found['page']:.0f} ms)",
            ratio <= 0.5,
        )
        yield Row("… plotly.js alone drawing that chart only, without a server", "", f"{least:.2f} × ({found['chart']:.0f} ms)", None)
        yield _board(driver, size, width)


def _board(driver: Chrome, size: Size, width: int) -> Row:
    """What plotly.js needs for the board, against the board with a hatched box for each gap."""
    drawn = {"before": {words: [one] for words, one in board_before().items()}, "now": _figures(["board"])}
    ms: dict[str, list[float]] = {name: [] for name in drawn}
    for _ in range(TURNS):
        for name, figures in drawn.items():
            with alone.page(width, figures) as bare:
                _opened(driver, bare, 1)
                ms[name] += chrome.changes(driver, -(-size.rounds // TURNS), 1)
    ratio = median(ms["now"]) / median(ms["before"])
    said = f"{ratio:.2f} × ({median(ms['now']):.0f} of {median(ms['before']):.0f} ms)"
    return Row("the board in plotly.js, against the board with hatched gaps", "≤ 0.65 ×", said, ratio <= 0.65)


def _opened(driver: Chrome, place: str, charts: int = len(KEYS)) -> int:
    """Open a page, wait for its charts, and say how wide they are."""
    driver.get(place)
    chrome.all_drawn(driver, charts)
    return int(driver.execute_script("return document.querySelector('.js-plotly-plot').getBoundingClientRect().width"))


def _visits(driver: Chrome, size: Size, ours: Served, vizro: Served) -> Iterable[Row]:
    found = {(name, slow): [] for name in ("ours", "vizro") for slow in (False, True)}
    for _ in range(size.visits):
        for name, server in (("ours", ours), ("vizro", vizro)):
            for slow in (False, True):
                found[name, slow].append(chrome.visit(driver, address(server), slow=slow))
    sizes = {name: median([visit.bytes for visit in found[name, False]]) / 1e6 for name in ("ours", "vizro")}
    aim = 0.8 if alone.FILE.is_file() else 1.8
    yield Row("first visit, bytes", f"≤ {aim} MB", f"{sizes['ours']:.2f} MB (Vizro {sizes['vizro']:.1f} MB)", sizes["ours"] <= aim)
    for slow, words in ((False, "loopback"), (True, "10 Mbit/s, 20 ms")):
        one, other = (median([visit.first_chart_ms for visit in found[name, slow]]) for name in ("ours", "vizro"))
        yield Row(
            f"first visit, time to first chart, {words}",
            "≤ 0.5 × Vizro",
            f"{one / other:.2f} × ({one:.0f} of {other:.0f} ms)",
            one / other <= 0.5,
        )


def at_the_server(size: Size) -> Iterable[Row]:
    """Answers of the real application: time, size, memory, many readers."""
    asked = readers.selections(Catalogues(load(DATA)).of("review"))
    with served(OURS, ready="/ready") as (server, _):
        posts = readers.requests(server, asked)
        one_by_one = readers.run(server.port, posts, clients=1, changes=len(posts))
        took = median(_server_ms(server))
        yield Row(f"server time of a change, {len(posts)} states never asked before", "≤ 10 ms", f"{took:.1f} ms", took <= 10)
        readers.run(server.port, posts, clients=1, changes=3 * len(posts))
        again = median(_server_ms(server)[-len(posts) :])
        yield Row("… asked before", "", f"{again:.1f} ms", None)
        requests = _requests(server)
        yield Row("requests a filter change", "1", str(requests), requests == 1)
        middle, largest = median(one_by_one.bytes) / 1000, max(one_by_one.bytes) / 1000
        yield Row("answer, compressed", "≤ 10 KB", f"{middle:.1f} KB (largest {largest:.1f} KB)", middle <= 10)
    with served(OURS, ready="/ready") as (server, _):
        posts = readers.requests(server, asked)
        # until each worker has met nearly all states: what is kept of them is not growth
        readers.run(server.port, posts, clients=8, changes=min(size.changes // 2, 3 * len(posts)))
        before = memory_mb(server)
        readers.run(server.port, posts, clients=8, changes=size.changes)
        after = memory_mb(server)
        yield Row(f"memory (PSS) of two workers after {size.changes:,} changes", "≤ 220 MB", f"{after:.0f} MB", after <= 220)
        yield Row("… growth", "≤ 5 MB", f"{after - before:.1f} MB", after - before <= 5)
        most = readers.run(server.port, posts, clients=CLIENTS, seconds=size.seconds / 2)
        yield Row(
            f"changes a second, {CLIENTS} clients without pause",
            f"≥ {AIMED_A_SECOND}",
            f"{most.a_second:.0f}",
            most.a_second >= AIMED_A_SECOND,
        )
        paced = readers.run(server.port, posts, clients=CLIENTS, seconds=size.seconds, a_second=min(AIMED_A_SECOND, 0.7 * most.a_second))
        p95 = paced.percentile(0.95)
        yield Row(f"p95 with {CLIENTS} clients, {paced.a_second:.0f} changes a second", "≤ 60 ms", f"{p95:.0f} ms", p95 <= 60)
        errors = most.errors + paced.errors
        yield Row(f"errors in {1.5 * size.seconds:.0f} s of both", "0", str(errors), errors == 0)


def _server_ms(server: Served) -> list[float]:
    return [line["ms"] for line in server.lines() if line.get("path") == CHANGE]


def _requests(server: Served) -> int:
    """How many requests one change of a filter makes in the browser."""
    with chrome.chromium() as driver:
        driver.get(address(server))
        chrome.wait(driver, "return document.querySelectorAll('.js-plotly-plot .main-svg').length >= 9")
        before = len(server.lines())
        driver.execute_script("[...document.querySelectorAll('.facet label')].find((l) => l.textContent.startsWith('Not stated')).click()")
        chrome.wait(driver, "return location.search.length > 1")
        return len(server.lines()) - before


def hundred_times(size: Size) -> Iterable[Row]:
    """The same with the tables a hundred times over."""
    measured: dict[bool, tuple[float, float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        hundredfold.write(DATA, Path(folder))
        for large in (False, True):
            with served(OURS, ready="/ready", **({"EVIDENCE_DIR": folder} if large else {})) as (server, seconds):
                posts = readers.requests(server, readers.selections(Catalogues(load(DATA)).of("review"))[::5])
                found = readers.run(server.port, posts, clients=1, changes=len(posts))
                measured[large] = seconds, median(found.ms), memory_mb(server)
    (_, small_ms, small_mb), (seconds, ms, mb) = measured[False], measured[True]
    yield Row(
        "tables × 100: filter change at the server",
        "≤ 1.5 ×",
        f"{ms / small_ms:.1f} × ({ms:.0f} of {small_ms:.0f} ms)",
        ms <= 1.5 * small_ms,
    )
    yield Row("tables × 100: start", "≤ 2 s", f"{seconds:.1f} s", seconds <= 2)
    yield Row("tables × 100: memory", "≤ 1.4 ×", f"{mb / small_mb:.2f} × ({mb:.0f} MB)", mb <= 1.4 * small_mb)


if __name__ == "__main__":
    main()
