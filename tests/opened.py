"""A page as the browser gets it, opened without a server, and what stands on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from plotly.utils import PlotlyJSONEncoder

from dashboard.charts.chart import DESK
from dashboard.pages import open_page
from dashboard.pages.contract import View
from dashboard.selection import Catalogues


def page_of(catalogues: Catalogues, path: str, query: str) -> Any:
    """The page at an address, as JSON."""
    page, _ = open_page(catalogues, View(path, query, "https://board.example.org"), DESK)
    return json.loads(json.dumps(page, cls=PlotlyJSONEncoder))


def without_choice(part: Any) -> Any:
    """A page without the choice of layers, which stands only where there is one."""
    if isinstance(part, dict):
        return {name: without_choice(value) for name, value in part.items()}
    if isinstance(part, list):
        return [without_choice(value) for value in part if not (isinstance(value, dict) and _is_choice(value))]
    return part


def _is_choice(part: dict[str, Any]) -> bool:
    return bool({"choice-evidence", "case-layers"} & set(str(part.get("props", {}).get("className", "")).split()))


def texts_in(value: Any) -> Iterator[str]:
    """Every text in something that may be any JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)
