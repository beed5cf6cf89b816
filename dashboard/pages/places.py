"""Where a chart stands: the page, the tab and the place on it, as an address. For links out of exports and presentations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dashboard import ids
from dashboard.pages.contract import EMBED
from dashboard.selection import Selection

TAB_CHARTS: Mapping[str, tuple[str, ...]] = {
    "randomised": ("contrast", "dumbbell"),
    "survival": ("survival",),
    "transplant": ("transplant",),
    "phenotype": ("phenotype",),
    "timeline": ("timeline",),
    "flow": ("flow",),
}
"""The charts of each tab of Compare."""
ON_TRIALS = ("landscape", "gaps")


def address_of(chart: str, selection: Selection, version: str = "") -> str:
    """'/?tab=survival#chart-survival': the page that shows a chart in a state; by itself where no page does.

    With a data version the address carries it, so that it says later what changed since.
    """
    tab = next((tab for tab, charts in TAB_CHARTS.items() if chart in charts), None)
    if tab is None and chart != "board" and chart not in ON_TRIALS:
        return _address(f"{EMBED}{chart}", selection, version)
    state = replace(selection, tab=tab) if tab else selection
    return _address("/trials" if chart in ON_TRIALS else "/", state, version) + f"#{ids.panel_id(chart)}"


def _address(path: str, selection: Selection, version: str) -> str:
    query = "&".join(part for part in (selection.to_query(), f"v={version}" if version else "") if part)
    return f"{path}?{query}" if query else path
