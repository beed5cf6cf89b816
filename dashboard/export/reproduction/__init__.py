"""The rows shown as a folder (zip) that redraws itself: tables, a script in Python and one in R, and the dashboard's own figures.

Both scripts (`redraw.py`, `redraw.R`) need only their language, and are handed out as they are here. By their own means they recalculate
every interval and difference that `statistics` gave; the figures to compare with are in the same folder.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dashboard import wording
from dashboard.charts import CHARTS
from dashboard.charts.arms.rows import Pair, trials_of
from dashboard.charts.board.rows import EFFICACY, board_rows
from dashboard.charts.board.words import REPLACED_IN_WORDS, TITLES
from dashboard.charts.chart import BAND, Chart
from dashboard.charts.contrast.rows import SECTIONS, TrialContrast, contrasts_of, scenarios_of
from dashboard.charts.contrast.words import outcome, sensitivity
from dashboard.charts.toxicity_by_arm.rows import event_rows, with_events
from dashboard.export.provenance import Stamp
from dashboard.export.tables import harmless, zipped
from dashboard.schema import TABLES, Result
from dashboard.selection import Shown
from dashboard.vocabulary import ENDPOINT_WORDS, MEASURE

HERE = Path(__file__).parent
SCRIPTS = ("redraw.py", "redraw.R")
Cell = str | float | None
WHOSE: Mapping[str, str] = {wording.PUBLISHED: "published", wording.COMPUTED: "computed"}
"""Whose an interval is, in the words of the folder's tables."""
README = """{title}

{lines}

How to redraw it

    python redraw.py      needs Python 3.10 or newer, nothing else; writes redrawn-python/
    Rscript redraw.R      needs R 4.0 or newer, nothing else; writes redrawn-r/

Each recalculates the intervals and differences, draws them, and exits with code 1 where a figure differs from expected/ within nine digits.

What is here

    data/results.csv       every result of the publications shown, gaps too: a row with the state not_reported is a gap, not a 0
    data/forest.csv        the lines of the forest plots in their order, one for each publication, or arm of a randomised one, and axis
    data/differences.csv   what both arms of a randomised trial report, and readings of outcomes that are not known (assumption)
    data/notes.txt         what stands under each drawing: filters, sources, version
    data/effects.csv       the published effects of the publications shown; the hazard ratios of randomised arms are drawn
    expected/              the same intervals and differences as the dashboard has them

How it is calculated

    interval = computed    the exact (Clopper-Pearson) 95 % interval of events / n
    interval = published   the 95 % limits ci_low and ci_high as the source prints them
    interval = none        no 95 % interval: the source says too little for one
    differences            arm 1 minus arm 2 in percentage points with Newcombe's hybrid score limits (of Wilson's); of printed
                           percentages without counts the difference alone
    hazard ratios          as published; none is worked out

Nothing here is pooled, ranked or averaged.

What belongs to the drawings

{said}
"""
SIGNS = "Hollow: no interval. ‡: worked out from printed percentages. Grey: counts others too, is of another setting, or assumed."
DRAWN = ("efficacy", "contrast", "dumbbell")
"""The charts whose rows are in the folder, with their sentences and caveats."""


class Difference(NamedTuple):
    """One outcome of both arms with its label in the folder, and the assumption that it rests on where it is not reported."""

    pair: Pair
    label: str
    assumption: str = ""

    @property
    def values(self) -> tuple[float, ...]:
        """The estimate with its limits in percentage points; the estimate alone where there are no limits."""
        if self.pair.counted:
            return tuple(self.pair.counted.difference)
        return () if self.pair.points is None else (self.pair.points,)


def reproduction(shown: Shown, stamp: Stamp) -> bytes:
    """The folder of what is shown, as a zip.

    The day of the export is left out of its stamp, so that the same state gives the same bytes.
    """
    differences = list(_differences(shown))
    files = {name: (HERE / name).read_bytes() for name in SCRIPTS}
    lines = (stamp.filters, stamp.shown, BAND, SIGNS, stamp.origin, stamp.tables, stamp.disclaimer, stamp.link)
    said = "\n\n".join(_said(shown, CHARTS[key]) for key in DRAWN)
    files["README.txt"] = README.format(title=stamp.title, lines="\n".join(lines), said=said).encode("utf-8")
    files["data/notes.txt"] = "\n".join((*lines, "")).encode("utf-8")
    files["data/results.csv"] = _csv(*_results(shown))
    files["data/forest.csv"] = _csv(*_forest(shown))
    files["data/differences.csv"] = _csv(*_difference_rows(differences))
    files["data/effects.csv"] = _csv(*_effects(shown))
    files["expected/intervals.csv"] = _csv(("interval_id", "estimate", "low", "high"), _intervals(shown))
    expected: list[list[Cell]] = [[_key(place), *difference.values] for place, difference in enumerate(differences)]
    files["expected/differences.csv"] = _csv(("difference_id", "estimate", "low", "high"), expected)
    return zipped(files)


def _said(shown: Shown, chart: Chart) -> str:
    """The sentence of a chart, and what else a reader must know about it."""
    drawing = chart.draw(shown)
    return "\n".join((f"{chart.title}. {drawing.sentence}", *drawing.notes))


def _csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as CSV; what is missing is empty, and each row has as many cells as the head."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        cells = [harmless(cell) if isinstance(cell, str) else _digits(cell) for cell in row]
        writer.writerow(cells + [""] * (len(head) - len(cells)))
    return text.getvalue().encode("utf-8")


def _digits(number: float | None) -> str:
    """A number with all its digits; a whole number without decimals."""
    return "" if number is None else repr(int(number)) if number == int(number) else repr(number)


def _interval(result: Result) -> str:
    limits = wording.limits(result)
    return WHOSE[limits.whose] if limits else "none"


def _results(shown: Shown) -> tuple[Sequence[str], list[list[Cell]]]:
    """The table of results as it is; then what would have to be looked up elsewhere, and whose the interval is."""
    names = [column.name for column in TABLES["results"].columns]
    evidence = shown.evidence
    rows: list[list[Cell]] = []
    for result in shown.results:
        study = evidence.study(result.study_id)
        known = [study.label, evidence.layer_of(result).layer, evidence.source_of(result).reference, _interval(result)]
        rows.append([*map(_cell, (getattr(result, name) for name in names)), *known])
    return (*names, "publication", "layer", "source_reference", "interval"), rows


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(value)
    return value if isinstance(value, (str, int, float)) else None


def _intervals(shown: Shown) -> list[tuple[Cell, ...]]:
    """The share and the limits, in percent, of each result whose interval is computed."""
    computed = ((result, wording.limits(result)) for result in shown.results if _interval(result) == "computed")
    return [(result.result_id, wording.share(result), limits.low, limits.high) for result, limits in computed if limits]


def _forest(shown: Shown) -> tuple[Sequence[str], list[list[Cell]]]:
    """The axes of the efficacy chart, row by row; a result without a mark, or a gap, is in words only."""
    rows: list[list[Cell]] = []
    lines, _ = board_rows(shown)
    for domain in EFFICACY:
        for row in lines:
            first = row.first(domain)
            words = REPLACED_IN_WORDS if domain in row.replaced else wording.value(first) if first else "not reported"
            marked = first is not None and wording.is_drawn(first)
            colour = row.colour_of(first) if first else ""
            label = "; ".join(part for part in (row.label, row.tag) if part)
            rows.append([domain, TITLES[domain], label, first.result_id if first else "", _cell(marked), colour, words])
    return ("domain", "title", "label", "result_id", "marked", "colour", "words"), rows


def _differences(shown: Shown) -> Iterable[Difference]:
    """What the contrasts draw, section by section; then the adverse events with a figure for both arms."""
    trials = trials_of(shown)
    for contrast in contrasts_of(trials):
        if contrast.points is not None:
            label = ", ".join(part for part in (_outcome(contrast), contrast.results[0].timepoint) if part)
            yield Difference(contrast, f"{contrast.trial.study.label}: {label}")
        for scenario in scenarios_of(contrast):
            assumption = f"{sensitivity(scenario)} {scenario.assumed}"
            yield Difference(scenario, assumption, assumption)
    for row in event_rows(with_events(trials)):
        for event in row:
            if event.points is not None:
                yield Difference(event, f"{event.trial.study.label}: {wording.lowered(event.kind.name)}")


def _outcome(contrast: TrialContrast) -> str:
    """'deaths', 'overall survival': the outcome that is compared; an event that a trial defines itself has the name of its section."""
    return contrast.harm if contrast.harm and contrast.section in SECTIONS else outcome(contrast)


def _key(place: int) -> str:
    return f"d{place + 1}"


def _difference_rows(differences: Iterable[Difference]) -> tuple[Sequence[str], list[list[Cell]]]:
    rows: list[list[Cell]] = []
    for place, (pair, label, assumption) in enumerate(differences):
        counts: Sequence[Cell] = pair.counted.counts if pair.counted else [None] * 4
        shares = [None if assumption else wording.share(result) for result in pair.results]
        ids = ["" if assumption else result.result_id for result in pair.results]
        arms = [arm.words for arm in pair.trial.arms]
        rows.append([_key(place), pair.trial.study.study_id, label, assumption, *arms, *ids, *counts, *shares])
    columns = ("arm_1", "arm_2", "result_id_1", "result_id_2", "events_1", "n_1", "events_2", "n_2", "percent_1", "percent_2")
    return ("difference_id", "study_id", "label", "assumption", *columns), rows


def _effects(shown: Shown) -> tuple[Sequence[str], list[list[Cell]]]:
    """The published effects of the publications shown, as the table has them; only hazard ratios of randomised arms are marked as drawn."""
    names = [column.name for column in TABLES["contrasts"].columns]
    drawn = {contrast.hazard_ratio for contrast in contrasts_of(trials_of(shown)) if contrast.hazard_ratio}
    rows = []
    for effect in shown.contrasts:
        study = shown.evidence.study(effect.study_id)
        label = f"{study.label}: {wording.lowered(ENDPOINT_WORDS[effect.endpoint])}"
        known = [label, MEASURE[effect.measure], shown.evidence.source_of(effect).reference, _cell(effect in drawn)]
        rows.append([*map(_cell, (getattr(effect, name) for name in names)), *known])
    return (*names, "label", "measure_words", "source_reference", "drawn"), rows
