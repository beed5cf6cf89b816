"""CD19 and lineage at relapse: how often, of the relapses and of all treated, and what the source leaves open."""

from __future__ import annotations

from dashboard.charts import rows as row_language
from dashboard.charts.chart import Chart, Drawing
from dashboard.charts.phenotype import words
from dashboard.charts.phenotype.plot import phenotype_plot
from dashboard.charts.phenotype.rows import findings_of
from dashboard.selection import Shown


def draw(shown: Shown) -> Drawing:
    """CD19-negative relapse and lineage switch of relapses and of all treated (percent, exact 95 % intervals)."""
    found, said = findings_of(shown), row_language.reported(shown, "phenotype")
    plot = phenotype_plot(shown, found)
    lines = [line for group in plot.groups for line in group.rows]
    return Drawing(
        plot,
        sentence=words.sentence(shown.evidence, found),
        asides=words.asides(shown, said, found),
        not_reported=len(shown.studies) - len(row_language.with_numbers(shown, said)),
        rows=len(lines),
        caveats=words.caveats(shown, said, found, lines),
    )


CHARTS = (Chart("phenotype", "CD19 and lineage", "How often did CD19 get lost, or the lineage switch?", draw),)
