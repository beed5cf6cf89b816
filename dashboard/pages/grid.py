"""A table of the evidence as an AG Grid: every column of its schema, in words, searchable, sortable, with CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import dash_ag_grid as dag

from dashboard import ids
from dashboard.columns import Column, Table, Value
from dashboard.theme import BLUE, PALETTE

THEME = (
    "themeQuartz.withParams({browserColorScheme: 'inherit', backgroundColor: 'var(--bs-body-bg)', foregroundColor: 'var(--bs-body-color)', "
    "borderColor: 'var(--bs-border-color)', headerBackgroundColor: 'var(--bs-tertiary-bg)', "
    "rowHoverColor: 'var(--bs-secondary-bg)', menuBackgroundColor: 'var(--bs-body-bg)', chromeBackgroundColor: 'var(--bs-tertiary-bg)', "
    f"inputBackgroundColor: 'var(--bs-body-bg)', accentColor: '{BLUE}', "
    "fontFamily: 'inherit', fontSize: 14, spacing: 6})"
)
LEADING = ("source", "anomaly_ids")
WIDE = 520
NARROW = 150
KEY = 280
LEAVES_BY_TAB = {name: {"function": "false"} for name in ("tabToNextCell", "tabToNextHeader")}
"""Arrows move between cells; Tab leaves the grid, so that a keyboard need not pass every cell on its way to the cards."""


class Computed(NamedTuple):
    """A column that no table holds: its name, its heading, what it means, and its text for a record."""

    name: str
    heading: str
    meaning: str
    text: Callable[[Any], str]


def grid(table: Table, records: Iterable[object], grid_id: ids.Id, more: Sequence[Computed] = ()) -> dag.AgGrid:
    """The records of a table in the words of the screen, after the key what is computed; a file saved from it has the same words."""
    key, *rest = (_definition(column, first=column.name == table.key[0]) for column in _ordered(table))
    return dag.AgGrid(
        id=grid_id,
        rowData=row_data(table, records, more),
        columnDefs=[key, *map(_computed, more), *rest],
        defaultColDef={"sortable": True, "filter": True, "resizable": True, "wrapHeaderText": True, "autoHeaderHeight": True},
        dashGridOptions={
            "theme": {"function": THEME},
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "domLayout": "normal",
            "suppressDragLeaveHidesColumns": True,
            **LEAVES_BY_TAB,
        },
        getRowId="params.data." + table.key[0] if len(table.key) == 1 else "params.data." + " + '/' + params.data.".join(table.key),
        style={"height": "62vh", "width": "100%"},
    )


def row_data(table: Table, records: Iterable[object], more: Sequence[Computed] = ()) -> list[dict[str, object]]:
    """The records, of the class of the table's rows, in the words of the screen."""
    return [
        {
            **{column.name: _cell(column, getattr(record, column.name)) for column in table.columns},
            **{computed.name: computed.text(record) for computed in more},
        }
        for record in records
    ]


def heading(column: Column) -> str:
    """A column's name in words, with its unit where the name does not carry it."""
    return column.name.replace("_", " ").removesuffix(" ids").capitalize()


def _ordered(table: Table) -> list[Column]:
    """Key first, then where it stands in the source, then the rest."""
    key, *rest = table.columns
    return [key, *sorted(rest, key=lambda column: column.name not in LEADING)]


def _definition(column: Column, *, first: bool) -> dict[str, object]:
    long = column.name in ("title", "note", "basis", "definition", "statement_a", "statement_b", "shown_as", "patients_note", "value")
    numeric = column.kind in ("integer", "number")
    return {
        "field": column.name,
        "headerName": heading(column),
        "headerTooltip": column.meaning,
        "width": WIDE if long else KEY if first or column.name == "label" else NARROW,
        "pinned": "left" if first else None,
        "wrapText": long,
        "autoHeight": long,
        "type": "numericColumn" if numeric else None,
        "filter": "agNumberColumnFilter" if numeric else "agTextColumnFilter",
    }


def _computed(column: Computed) -> dict[str, object]:
    """Words of a sentence's length, which wrap."""
    plain = {"width": KEY, "wrapText": True, "autoHeight": True, "filter": "agTextColumnFilter"}
    return {"field": column.name, "headerName": column.heading, "headerTooltip": column.meaning, **plain}


def _cell(column: Column, value: Value) -> str | float | None:
    if isinstance(value, bool):
        return "yes" if value else "no" if column.required else None
    if isinstance(value, tuple):
        return "; ".join(in_words(column, code) for code in value)
    return in_words(column, value) if isinstance(value, str) and value else value


def in_words(column: Column, code: str) -> str:
    """A value as a reader sees it; a colour is known by its name."""
    return code if column.codes is PALETTE else column.codes.get(code, code)
