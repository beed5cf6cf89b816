"""What a change of the selection puts on the page: a value for each output of the one callback that answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import no_update

from dashboard.charts import CHARTS, draw
from dashboard.pages import card, compare, filters, trials
from dashboard.pages.grid import row_data
from dashboard.pages.page_text import page_text
from dashboard.pages.panel import data_table
from dashboard.schema import TABLES
from dashboard.selection import Shown
from dashboard.tableplot import Look

Answer = dict[str, object]


def of_selection(
    shown: Shown,
    keys: Sequence[str],
    tables_open: Sequence[str],
    panels: int,
    grids: int,
    look: Look,
) -> Answer:
    """Everything that follows the filters and pins; `keys` name the charts on the page in their order, `panels` and `grids` are numbers."""
    selection = shown.selection
    drawings = {key: draw(CHARTS[key], shown) for key in keys}
    overtaken = bool(panels) and not compare.shows_tab(selection, keys)
    tab = compare.tab_drawings(shown) if overtaken else {}
    # None for what is empty: of an empty list Dash would still look for components
    return {
        "page_text": page_text(shown, drawings | tab),
        "notices": filters.notices(shown, keys) or None,
        "card": card.cards(shown) or None,
        "panels": [compare.tab_panels(selection, tab, look) if overtaken else no_update] * panels,
        "grids": [row_data(TABLES["trials"], shown.trials, trials.since(shown.evidence, date.today()))] * grids,
        "figures": [drawing.figure(look) for drawing in drawings.values()],
        "tables": [data_table(CHARTS[key], drawing.table) if key in tables_open else None for key, drawing in drawings.items()],
    }


def of_tab(shown: Shown, keys: Sequence[str], panels: int, grids: int, look: Look) -> Answer:
    """Another tab: its charts, and nothing else."""
    drawings = compare.tab_drawings(shown)
    unchanged = [no_update] * len(keys)
    return {
        **dict.fromkeys(("notices", "card"), no_update),
        "page_text": page_text(shown, drawings),
        "panels": [compare.tab_panels(shown.selection, drawings, look)] * panels,
        "grids": [no_update] * grids,
        **dict.fromkeys(("figures", "tables"), unchanged),
    }
