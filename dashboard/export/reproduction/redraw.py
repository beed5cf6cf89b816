"""Recalculates the rows of this folder and draws them, with nothing but Python and its standard library.

    python redraw.py          results in redrawn-python/: intervals.csv, differences.csv, and drawings as SVG

It exits with code 1 where a figure differs from expected/ within nine digits. The script writes SVG itself, since a drawing library
would have to be installed first. Any browser, word processor or presentation program takes SVG.
"""

from __future__ import annotations

import csv
import sys
from math import comb, exp, hypot, isclose, log, log1p, sqrt
from pathlib import Path
from statistics import NormalDist
from textwrap import wrap
from typing import NamedTuple
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
INK, GREY, RULE = "#16212e", "#5d6975", "#b8c2cc"
TABLES = "results", "forest", "differences", "effects"


class Row(NamedTuple):
    """One line of a drawing; without an estimate, only its words."""

    label: str
    words: str
    colour: str = INK
    estimate: float | None = None
    low: float | None = None
    high: float | None = None


# Intervals, in percent and percentage points


def at_least(events: int, n: int, share: float) -> float:
    """The probability of at least `events` events among n, each with the probability `share`."""
    term = exp(log(comb(n, events)) + events * log(share) + (n - events) * log1p(-share))
    total = 0.0
    for count in range(events, n + 1):
        total += term
        if term < total * 1e-18:
            break
        term *= (n - count) / (count + 1) * share / (1 - share)
    return total


def lower_limit(events: int, n: int) -> float:
    """The share at which at least `events` events have a probability of 2.5 %, found by bisection."""
    low, high = 0.0, events / n
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if at_least(events, n, middle) < (1 - LEVEL) / 2 else (low, middle)
    return high


def exact_interval(events: int, n: int) -> tuple[float, float]:
    """The Clopper-Pearson limits of events/n, in percent."""
    low = 100 * lower_limit(events, n) if events > 0 else 0.0
    high = 100 * (1 - lower_limit(n - events, n)) if events < n else 100.0
    return low, high


def score_interval(events: int, n: int) -> tuple[float, float, float]:
    """events/n with Wilson's limits, in percent; exact at 0 and 100."""
    share, shrink = events / n, 1 + Z**2 / n
    middle = (share + Z**2 / (2 * n)) / shrink
    reach = Z * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2)) / shrink
    low = 100 * (middle - reach) if events > 0 else 0.0
    return 100 * share, low, 100 * (middle + reach) if events < n else 100.0


def risk_difference(events_1: int, n_1: int, events_2: int, n_2: int) -> tuple[float, float, float]:
    """events_1/n_1 minus events_2/n_2 with Newcombe's hybrid score limits, in percentage points."""
    share_1, low_1, high_1 = score_interval(events_1, n_1)
    share_2, low_2, high_2 = score_interval(events_2, n_2)
    estimate = share_1 - share_2
    return estimate, estimate - hypot(share_1 - low_1, high_2 - share_2), estimate + hypot(high_1 - share_1, share_2 - low_2)


# Reading and working out


def read(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def intervals(results: list[dict[str, str]]) -> dict[str, tuple[float, ...]]:
    """The share and the limits, in percent, of each result whose interval is computed."""
    counted = {row["result_id"]: (int(row["events"]), int(row["n"])) for row in results if row["interval"] == "computed"}
    return {key: (100 * events / n, *exact_interval(events, n)) for key, (events, n) in counted.items()}


def differences(rows: list[dict[str, str]]) -> dict[str, tuple[float, ...]]:
    """The difference and its limits, in percentage points, for each pair of arms; for printed percentages the difference alone."""
    found: dict[str, tuple[float, ...]] = {}
    for row in rows:
        if row["events_1"]:
            found[row["difference_id"]] = risk_difference(*(int(row[name]) for name in ("events_1", "n_1", "events_2", "n_2")))
        else:
            found[row["difference_id"]] = (float(row["percent_1"]) - float(row["percent_2"]),)
    return found


# Drawing


def forest_rows(forest: list[dict[str, str]], results: dict[str, dict[str, str]], found: dict[str, tuple[float, ...]]) -> list[Row]:
    rows = []
    for line in forest:
        if line["marked"] != "yes":
            rows.append(Row(line["label"], line["words"]))
            continue
        result = results[line["result_id"]]
        share = 100 * int(result["events"]) / int(result["n"]) if result["events"] and result["n"] else number(result["percent"])
        limits: tuple[float | None, ...] = ()
        if result["interval"] == "computed":
            limits = found[line["result_id"]][1:]
        elif result["interval"] == "published":
            limits = number(result["ci_low"]), number(result["ci_high"])
        rows.append(Row(line["label"], line["words"], line["colour"], share, *limits))
    return rows


def drawing(title: str, rows: list[Row], ticks: list[float], *, ratio: bool = False) -> str:
    """The rows as an SVG of their own. The axis holds every tick and value; for ratios it is logarithmic, with 0 at its left edge."""
    label, words = (8 * max([len(getattr(row, name)) for row in rows], default=0) + 30 for name in ("label", "words"))
    axis, top, line = 420, 64, 26
    width, bottom = label + axis + words, top + line * len(rows)
    notes = [part for note in (HERE / "data" / "notes.txt").read_text(encoding="utf-8").splitlines() for part in wrap(note, width // 7)]
    values = [*ticks, *(value for row in rows for value in row[3:] if value is not None and not (ratio and value <= 0))]

    def x(value: float) -> float:
        first, last, value = (log(part) if ratio else part for part in (min(values), max(values), max(value, min(values))))
        return label + axis * (value - first) / (last - first)

    parts = [f'<text x="12" y="24" font-size="18" font-weight="bold">{escape(title)}</text>']
    for tick in ticks:
        parts.append(f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{top - 8}" y2="{bottom}" stroke="{RULE}"/>')
        parts.append(f'<text x="{x(tick):.1f}" y="{top - 14}" text-anchor="middle">{tick:g}</text>')
    for place, row in enumerate(rows):
        y = top + line * place + line / 2
        parts.append(f'<text x="12" y="{y + 5}">{escape(row.label)}</text>')
        parts.append(f'<text x="{label + axis + 16}" y="{y + 5}" fill="{GREY}">{escape(row.words)}</text>')
        if row.estimate is None:
            continue
        if row.low is not None and row.high is not None:
            ends = f'x1="{x(row.low):.2f}" x2="{x(row.high):.2f}" y1="{y}" y2="{y}"'
            parts.append(f'<line {ends} stroke="{row.colour}" stroke-width="2"/>')
        fill = "white" if row.low is None else row.colour
        parts.append(f'<circle cx="{x(row.estimate):.2f}" cy="{y}" r="5" fill="{fill}" stroke="{row.colour}" stroke-width="2"/>')
    for place, note in enumerate(notes):
        parts.append(f'<text x="12" y="{bottom + 28 + 16 * place}" font-size="12" fill="{GREY}">{escape(note)}</text>')
    look = f'width="{width}" height="{bottom + 28 + 16 * len(notes)}" font-family="sans-serif" font-size="14" fill="{INK}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {look}>'
    return "\n".join([head, '<rect width="100%" height="100%" fill="white"/>', *parts, "</svg>", ""])


def words_of(values: tuple[float | None, ...], decimals: int) -> str:
    estimate, *limits = (f"{value:.{decimals}f}" for value in values if value is not None)
    return f"{estimate} ({' to '.join(limits)})" if limits else estimate


def difference_rows(rows: list[dict[str, str]], found: dict[str, tuple[float, ...]]) -> list[Row]:
    """The lines of the differences; those under an assumption are grey."""
    drawn = []
    for row in rows:
        values = found[row["difference_id"]]
        drawn.append(Row(row["label"], words_of(values, 1), GREY if row["assumption"] else INK, *values))
    return drawn


def effect_rows(effects: list[dict[str, str]]) -> list[Row]:
    """The hazard ratios that the contrast draws, as published."""
    values = [
        (row["label"], tuple(number(row[name]) for name in ("estimate", "ci_low", "ci_high"))) for row in effects if row["drawn"] == "yes"
    ]
    return [Row(label, words_of(three, 2), INK, *three) for label, three in values]


# All of it


def write(file: Path, head: tuple[str, ...], rows: dict[str, tuple[float, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([head, *((key, *map(repr, values)) for key, values in rows.items())])


def faults(found: dict[str, tuple[float, ...]], name: str) -> list[str]:
    """The keys whose figures differ from those of expected/ within nine digits."""
    expected = {key: tuple(float(cell) for cell in cells if cell) for key, *cells in (row.values() for row in read(f"expected/{name}"))}
    return [
        key
        for key in expected.keys() | found.keys()
        if len(found.get(key, ())) != len(expected.get(key, ()))
        or not all(isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) for one, other in zip(found[key], expected[key], strict=True))
    ]


def main(out: Path) -> int:
    results, forest, pairs, effects = (read(f"data/{name}") for name in TABLES)
    by_id = {row["result_id"]: row for row in results}
    out.mkdir(exist_ok=True)
    worked_out = {"intervals": intervals(results), "differences": differences(pairs)}
    for name, found in worked_out.items():
        write(out / f"{name}.csv", (f"{name[:-1]}_id", "estimate", "low", "high"), found)
    drawn = {domain: [row for row in forest if row["domain"] == domain] for domain in dict.fromkeys(row["domain"] for row in forest)}
    pictures = {
        f"forest-{domain}": drawing(f"{rows[0]['title']}, percent", forest_rows(rows, by_id, worked_out["intervals"]), [0, 25, 50, 75, 100])
        for domain, rows in drawn.items()
    }
    pictures["differences"] = drawing(
        "Differences between the arms, percentage points", difference_rows(pairs, worked_out["differences"]), [-100, -50, 0, 50, 100]
    )
    pictures["hazard-ratios"] = drawing("Hazard ratios, as published", effect_rows(effects), [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10], ratio=True)
    for name, svg in pictures.items():
        (out / f"{name}.svg").write_text(svg, encoding="utf-8")
    wrong = [f"{name}: {key}" for name, found in worked_out.items() for key in faults(found, name)]
    said = ", ".join(f"{len(found)} {name}" for name, found in worked_out.items())
    print(f"Not as in expected/: {'; '.join(wrong)}" if wrong else f"{said}: all as the dashboard has them, to nine digits.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "redrawn-python"))
