"""What a change of the selection puts on the page: a value for each output of the one callback that answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import no_update

from dashboard.charts import CHARTS, Shown, draw
from dashboard.facets import FACETS
from dashboard.pages import card, compare, filters
from dashboard.pages.grid import row_data
from dashboard.pages.panel import twin_table, under
from dashboard.schema import TABLES
from dashboard.selection import Catalogue, counts_line

Answer = dict[str, Any]


def of_selection(
    catalogue: Catalogue,
    shown: Shown,
    facets: Sequence[str],
    keys: Sequence[str],
    twins_open: Sequence[str],
    panels: int,
    grids: Sequence[str],
) -> Answer:
    """Everything that follows the filters and pins: `facets`, `keys`, `grids` name what is on the page, in its order."""
    selection, selected = shown.selection, shown.selected
    counts = catalogue.option_counts(selection)
    drawings = {key: draw(CHARTS[key], shown) for key in keys}
    return {
        "query": selection.to_query(),
        "counts": counts_line(selected.counts, catalogue.totals),
        "chips": filters.chips(selection),
        "beside": filters.beside_chart(catalogue, selection, selected),
        "card": card.cards(catalogue, selection, selected),
        "options": [filters.options(catalogue, FACETS[facet], counts) for facet in facets],
        "panels": [no_update if compare.shows_tab(selection, keys) else compare.tab_panels(shown)] * panels,
        "grids": [row_data(TABLES[name], {"studies": selected.studies, "trials": selected.trials}[name]) for name in grids],
        "figures": [drawing.figure for drawing in drawings.values()],
        "sentences": [drawing.sentence for drawing in drawings.values()],
        "unders": [under(drawing, key) for key, drawing in drawings.items()],
        "twins": [twin_table(drawing.twin, key) if key in twins_open else [] for key, drawing in drawings.items()],
    }


def of_tab(shown: Shown, facets: Sequence[str], keys: Sequence[str], panels: int, grids: int) -> Answer:
    """Another tab: its charts, and nothing else."""
    unchanged = [no_update] * len(keys)
    return {
        **dict.fromkeys(("counts", "chips", "beside", "card"), no_update),
        "query": shown.selection.to_query(),
        "options": [no_update] * len(facets),
        "panels": [compare.tab_panels(shown)] * panels,
        "grids": [no_update] * grids,
        **dict.fromkeys(("figures", "sentences", "unders", "twins"), unchanged),
    }
