"""What a change of the selection puts on the page: a value for each output of the one callback that answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import no_update

from dashboard.charts import CHARTS, Shown, draw
from dashboard.pages import card, compare, filters
from dashboard.pages.grid import row_data
from dashboard.pages.panel import caption
from dashboard.schema import TABLES
from dashboard.selection import Catalogue

Answer = dict[str, Any]


def of_selection(
    catalogue: Catalogue,
    shown: Shown,
    keys: Sequence[str],
    twins_open: Sequence[str],
    panels: int,
    grids: Sequence[str],
) -> Answer:
    """Everything that follows the filters and pins: `keys`, `grids` name what is on the page, in its order."""
    selection, selected = shown.selection, shown.selected
    drawings = {key: draw(CHARTS[key], shown) for key in keys}
    return {
        "told": filters.told(catalogue, selection),
        "chips": filters.chips(selection),
        "beside": filters.beside_chart(catalogue, selection, selected),
        "card": card.cards(catalogue, selection, selected),
        "panels": [no_update if compare.shows_tab(selection, keys) else compare.tab_panels(shown)] * panels,
        "grids": [row_data(TABLES[name], {"studies": selected.studies, "trials": selected.trials}[name]) for name in grids],
        "figures": [drawing.figure for drawing in drawings.values()],
        "captions": [caption(drawing, with_twin=key in twins_open) for key, drawing in drawings.items()],
    }


def of_tab(catalogue: Catalogue, shown: Shown, keys: Sequence[str], panels: int, grids: int) -> Answer:
    """Another tab: its charts, and nothing else."""
    unchanged = [no_update] * len(keys)
    return {
        **dict.fromkeys(("chips", "beside", "card"), no_update),
        "told": filters.told(catalogue, shown.selection),
        "panels": [compare.tab_panels(shown)] * panels,
        "grids": [no_update] * grids,
        **dict.fromkeys(("figures", "captions"), unchanged),
    }
