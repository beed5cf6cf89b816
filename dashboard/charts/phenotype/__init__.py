"""CD19 loss and lineage switch at relapse: how often, among relapses and among all treated, and what the source leaves unclear."""

from __future__ import annotations

from dashboard import wording
from dashboard.charts.chart import Chart, Drawing
from dashboard.charts.phenotype import words
from dashboard.charts.phenotype.plot import phenotype_plot
from dashboard.charts.phenotype.rows import findings_of
from dashboard.charts.rows import Reported, of_others
from dashboard.selection import Shown


def draw(shown: Shown) -> Drawing:
    """CD19-negative relapse and lineage switch among relapses and among all treated (percent, exact 95 % intervals)."""
    said = Reported.of(shown, "phenotype")
    found = findings_of(said)
    plot = phenotype_plot(shown, found)
    lines = [line for group in plot.groups for line in group.rows]
    sentence = words.sentence(shown.evidence, found)
    caveats = (*words.overlap(shown.evidence, found, sentence), *words.caveats(said, found, lines))
    mixed = of_others(shown, (line.result for line in lines), of_all=True)
    return Drawing(
        plot,
        wording.joined([sentence, mixed], " "),
        words.asides(said, found),
        f"{wording.figure(said.without_numbers, 'publication')} without a number",
        len(lines),
        caveats,
        claim="" if mixed else words.claim(shown.evidence, found),
    )


def kept_or_switched(shown: Shown) -> str:
    """How many relapses stayed CD19-positive, and in how many cohorts a lineage switched."""
    return words.kept_or_switched(shown.evidence, findings_of(Reported.of(shown, "phenotype")))


def cd19_negative(shown: Shown) -> str:
    """How many relapses were CD19-negative; empty where nothing is reported."""
    found = findings_of(Reported.of(shown, "phenotype"))
    return words.negative(shown.evidence, found) if found else ""


CHARTS = (Chart("phenotype", "CD19 and lineage", "How often was CD19 lost, or did the lineage switch?", draw),)
