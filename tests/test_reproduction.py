"""The rows shown, worked out again by the scripts that are handed out with them, in Python and in R, and compared with `statistics`."""

from __future__ import annotations

import ast
import csv
import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dashboard import statistics, wording
from dashboard.charts import CHARTS
from dashboard.charts.arms.rows import trials_of
from dashboard.charts.contrast.rows import contrasts_of
from dashboard.evidence import Evidence, load
from dashboard.export.provenance import stamp_of
from dashboard.export.reproduction import HERE, redraw, reproduction
from dashboard.selection import Catalogues, Shown
from tests.tables import OTHER, Tables

BODIES = ["", "evidence=all", "setting=first_relapse", "line=frontline", "other"]
R = shutil.which("Rscript")
RUNS = [
    pytest.param([sys.executable, "-I", "redraw.py"], "redrawn-python", id="python"),
    pytest.param(
        [R, "--vanilla", "redraw.R"], "redrawn-r", id="R",
        marks=pytest.mark.skipif(R is None, reason="no Rscript here; sh tests/r.sh installs it where that is allowed"),
    ),
]  # fmt: skip
NINE = {"rel": 1e-9, "abs": 1e-9}


@pytest.fixture(scope="module")
def shown_of(shipped: Evidence) -> Callable[[str], Shown]:
    """What a state of the shipped layers shows; 'other' is the whole of the other review."""
    bodies = {False: Catalogues(shipped), True: Catalogues(load(OTHER))}

    def shown(query: str) -> Shown:
        catalogues = bodies[query == "other"]
        return catalogues.show(catalogues.read("" if query == "other" else query))

    return shown


def exported(shown: Shown, day: date = date(2026, 11, 22)) -> bytes:
    return reproduction(shown, stamp_of(shown, "Rows", rows=0, gaps="", day=day, link="https://board.example.org/?infant=included"))


def unpacked(data: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    return folder


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))


def run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Without a locale, which is the hardest for names with accents."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.run(command, cwd=folder, env=environment | {"LC_ALL": "C"}, capture_output=True, text=True, timeout=120, check=False)


def numbers(row: dict[str, str]) -> list[float]:
    return [float(row[name]) for name in ("estimate", "low", "high") if row[name] and row[name] != "NA"]


@pytest.mark.parametrize("query", ["evidence=all", "line=frontline", "other"])
@pytest.mark.parametrize(("command", "out"), RUNS)
def test_the_scripts_give_what_statistics_gives(
    shown_of: Callable[[str], Shown], tmp_path: Path, command: Sequence[str], out: str, query: str
) -> None:
    folder = unpacked(exported(shown_of(query)), tmp_path)
    ended = run(command, folder)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "to nine digits" in ended.stdout
    results = {row["result_id"]: row for row in rows_of(folder / "data/results.csv") if row["interval"] == "computed"}
    intervals = {row["interval_id"]: numbers(row) for row in rows_of(folder / out / "intervals.csv")}
    assert intervals.keys() == results.keys()
    for key, found in intervals.items():
        events, n = int(results[key]["events"]), int(results[key]["n"])
        assert found == pytest.approx([100 * events / n, *statistics.exact_interval(events, n)], **NINE)
    pairs = {row["difference_id"]: row for row in rows_of(folder / "data/differences.csv")}
    differences = {row["difference_id"]: numbers(row) for row in rows_of(folder / out / "differences.csv")}
    assert differences.keys() == pairs.keys()
    for key, found in differences.items():
        counts = [pairs[key][name] for name in ("events_1", "n_1", "events_2", "n_2")]
        given = [float(pairs[key][name]) for name in ("percent_1", "percent_2") if pairs[key][name]]
        assert found == pytest.approx(statistics.risk_difference(*map(int, counts)) if counts[0] else [given[0] - given[1]], **NINE)
    assert bool(intervals) is (query != "line=frontline")


@pytest.mark.parametrize(("command", "out"), RUNS)
def test_a_figure_that_is_not_the_dashboards_ends_with_code_1_and_its_name(
    shown_of: Callable[[str], Shown], tmp_path: Path, command: Sequence[str], out: str
) -> None:
    folder = unpacked(exported(shown_of("other")), tmp_path)
    results = folder / "data/results.csv"
    rows = rows_of(results)
    counted = next(row for row in rows if row["interval"] == "computed" and 0 < int(row["events"]) < int(row["n"]))
    counted["events"] = str(int(counted["events"]) + 1)
    with results.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    ended = run(command, folder)
    assert ended.returncode == 1
    assert counted["result_id"] in ended.stdout
    assert (folder / out / "intervals.csv").exists()


def test_the_drawings_hold_every_line_and_where_it_comes_from(shown_of: Callable[[str], Shown], tmp_path: Path) -> None:
    shown = shown_of("evidence=all")
    folder = unpacked(exported(shown), tmp_path)
    assert run([sys.executable, "-I", "redraw.py"], folder).returncode == 0
    lines = rows_of(folder / "data/forest.csv")
    for domain in ("response", "mrd"):
        drawn = ElementTree.fromstring((folder / f"redrawn-python/forest-{domain}.svg").read_bytes())
        said = [element.text for element in drawn.iter() if element.text and element.text.strip()]
        expected = [row for row in lines if row["domain"] == domain]
        assert [row["label"] for row in expected] == [words for words in said if words in {row["label"] for row in expected}]
        circles = [element for element in drawn.iter() if element.tag.endswith("circle")]
        assert len(circles) == sum(row["marked"] == "yes" for row in expected)
        assert shown.evidence.version in " ".join(said)
    effects = rows_of(folder / "data/effects.csv")
    ratios = ElementTree.fromstring((folder / "redrawn-python/hazard-ratios.svg").read_bytes())
    said = [element.text for element in ratios.iter()]
    assert all(row["label"] in said for row in effects if row["drawn"] == "yes")


@pytest.mark.parametrize("query", BODIES)
def test_the_rows_are_those_shown_gaps_too(shown_of: Callable[[str], Shown], tmp_path: Path, query: str) -> None:
    shown = shown_of(query)
    folder = unpacked(exported(shown), tmp_path)
    rows = rows_of(folder / "data/results.csv")
    assert [row["result_id"] for row in rows] == [result.result_id for result in shown.results]
    assert [row["state"] for row in rows].count("not_reported") == sum(result.state == "not_reported" for result in shown.results)
    whose = {result.result_id: limits.whose for result in shown.results if (limits := wording.limits(result))}
    names = {wording.PUBLISHED: "published", wording.COMPUTED: "computed"}
    assert {row["result_id"]: row["interval"] for row in rows if row["interval"] != "none"} == {
        key: names[words] for key, words in whose.items()
    }


def test_a_published_interval_of_another_level_gives_way_to_the_exact_one(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "tables")
    tables.set("results", "von-stackelberg-2016-cr-two-cycles", ci_level="90")
    catalogues = Catalogues(load(tables.folder))
    folder = unpacked(exported(catalogues.show(catalogues.read(""))), tmp_path / "out")
    whose = {row["result_id"]: (row["ci_level"], row["interval"]) for row in rows_of(folder / "data/results.csv")}
    assert whose["von-stackelberg-2016-cr-two-cycles"] == ("90", "computed")
    assert run([sys.executable, "-I", "redraw.py"], folder).returncode == 0


@pytest.mark.parametrize("query", BODIES)
def test_the_forest_and_the_ratios_are_those_of_the_charts(shown_of: Callable[[str], Shown], tmp_path: Path, query: str) -> None:
    shown = shown_of(query)
    folder = unpacked(exported(shown), tmp_path)
    table = CHARTS["efficacy"].draw(shown).table
    first = [row["label"] for row in rows_of(folder / "data/forest.csv") if row["domain"] == "response"]
    assert first == [row.cells[0] for row in table.rows]
    ratios = [contrast.hazard_ratio for contrast in contrasts_of(trials_of(shown)) if contrast.hazard_ratio]
    drawn = [row for row in rows_of(folder / "data/effects.csv") if row["drawn"] == "yes"]
    assert {row["contrast_id"]: float(row["estimate"]) for row in drawn} == {ratio.contrast_id: ratio.estimate for ratio in ratios}


def test_sentences_and_caveats_of_the_charts_go_along(shown_of: Callable[[str], Shown], tmp_path: Path) -> None:
    shown = shown_of("")
    readme = (unpacked(exported(shown), tmp_path) / "README.txt").read_text(encoding="utf-8")
    for key in ("efficacy", "contrast", "dumbbell"):
        drawing = CHARTS[key].draw(shown)
        assert [words for words in (drawing.sentence, *drawing.notes) if words not in readme] == []


def test_the_same_state_gives_the_same_bytes_on_any_day(shown_of: Callable[[str], Shown]) -> None:
    shown = shown_of("infant=included")
    assert exported(shown) == exported(shown, date(2027, 3, 1))
    assert exported(shown) != exported(shown_of(""))


def redrawn(tables: Tables, command: Sequence[str], folder: Path, query: str = "") -> Path:
    """The folder of some tables, redrawn without an error."""
    catalogues = Catalogues(load(tables.folder))
    folder = unpacked(exported(catalogues.show(catalogues.read(query))), folder)
    ended = run(command, folder)
    assert (ended.returncode, ended.stderr) == (0, "")
    return folder


@pytest.mark.parametrize(("command", "out"), RUNS)
def test_signs_that_a_table_may_hold_stay_words(tmp_path: Path, command: Sequence[str], out: str) -> None:
    tables = Tables(tmp_path / "tables")
    tables.set("studies", "von-stackelberg-2016", label='=1+1 <b>&"Mejstříková", ‡ 𝛼')
    redrawn(tables, command, tmp_path / "out", "line=relapsed_refractory")


@pytest.mark.parametrize(("command", "out"), RUNS)
def test_a_ratio_whose_lower_limit_is_printed_as_0_is_drawn(tmp_path: Path, command: Sequence[str], out: str) -> None:
    tables = Tables(tmp_path / "tables")
    tables.set("contrasts", "brown-2021-overall-survival", ci_low="0")
    folder = redrawn(tables, command, tmp_path / "out")
    if out == "redrawn-python":
        assert "0.62 (0.00 to 0.98)" in (folder / out / "hazard-ratios.svg").read_text(encoding="utf-8")


# The scripts themselves


def test_the_script_in_python_needs_its_standard_library_alone() -> None:
    tree = ast.parse((HERE / "redraw.py").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_the_script_in_r_loads_no_package() -> None:
    text = (HERE / "redraw.R").read_text(encoding="utf-8")
    assert [word for word in ("library(", "require(", "::", "install.packages", "source(", "http") if word in text] == []


@pytest.mark.parametrize("n", [1, 2, 9, 70, 718, 5_000])
def test_limits_found_by_halving_are_the_quantiles_of_the_beta_distribution(n: int) -> None:
    for events in sorted({0, 1, n // 3, n // 2, n - 1, n}):
        assert redraw.exact_interval(events, n) == pytest.approx(statistics.exact_interval(events, n), **NINE)
