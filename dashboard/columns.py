"""Tables and their columns: what a cell may hold, its typed value, and what is wrong with a malformed one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from unicodedata import category

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
RECORD = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
DAY = r"\d{4}-\d{2}-\d{2}"
DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
"""A day, a month or a year, as precise as known."""

Kind = Literal["text", "integer", "number", "flag"]
Value = str | int | float | bool | tuple[str, ...] | None


@dataclass(frozen=True)
class Column:
    """What the cells of one column may hold, in which unit, and what they mean.

    `codes` maps each allowed value to its words on the screen; `refers` names the tables whose keys it holds; `low` and `high` are
    inclusive. `name`, `kind` and `several` (values per cell) follow from the field that it describes.
    """

    meaning: str
    required: bool = True
    codes: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    expected: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    refers: tuple[str, ...] = ()
    may_be_absent: bool = False
    """Whether a file may lack the whole column."""
    name: str = ""
    kind: Kind = "text"
    several: bool = False

    def fault(self, text: str) -> str | None:
        """What was expected instead of `text`; None if the cell is well formed."""
        if text == "":
            return "a value (the cell is empty)" if self.required else None
        if not text.isprintable() and any(category(sign) == "Cc" or sign in UNSEEN for sign in text):
            return "no control characters (line breaks included)"
        if text[0] == " " or text[-1] == " " or text != text.strip():
            return "no blanks before or after the value"
        if not self.several:
            return self._fault_of_value(text)
        parts = text.split(";")
        if "" in parts:
            return "values with ; between, and none empty"
        if any(part != part.strip() for part in parts):
            return "no blanks before or after the value"
        return next((fault for fault in map(self._fault_of_value, parts) if fault), None)

    @cached_property
    def is_plain_text(self) -> bool:
        """Whether a cell's text is its value."""
        return self.kind == "text" and not self.several

    @cached_property
    def holds_keys(self) -> bool:
        """Whether the pattern is a sufficient check, since it allows neither blanks nor control characters."""
        return self.pattern in (SLUG, RECORD) and self.required and not self.several

    @cached_property
    def matches(self) -> Callable[[str], object]:
        return re.compile(self.pattern, re.ASCII).fullmatch

    def value(self, text: str) -> Value:
        """The typed value of a well-formed cell. An empty one is "" as text, False as a flag, () if several, else None."""
        if self.several:
            return tuple(text.split(";")) if text else ()
        if self.kind == "flag":
            return text == "yes"
        if self.kind == "text":
            return text
        return (int if self.kind == "integer" else float)(text) if text else None

    def _fault_of_value(self, text: str) -> str | None:
        if self.kind == "flag":
            return None if text in ("yes", "no") else "yes or no"
        if self.kind != "text":
            return self._fault_of_number(text)
        if self.codes and text not in self.codes:
            return f"one of {', '.join(self.codes)}"
        if self.pattern and not self.matches(text):
            return self.expected or f"the form {self.pattern}"
        return "a date that exists" if self.pattern in (DAY, DATE) and not is_date(text) else None

    def _fault_of_number(self, text: str) -> str | None:
        form = r"-?\d{1,9}" if self.kind == "integer" else r"-?\d{1,9}(?:\.\d{1,9})?"
        if not re.fullmatch(form, text, re.ASCII):
            return "a whole number, in digits" if self.kind == "integer" else "a number, in digits, with a point"
        if (self.low is not None and float(text) < self.low) or (self.high is not None and float(text) > self.high):
            return f"a number from {self.low:g}" + (f" to {self.high:g}" if self.high is not None else " upwards")
        return None


UNSEEN = {"\ufffe", "\uffff", "\u2028", "\u2029", *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
"""Characters, besides control characters, that XML slides cannot hold, that break lines, or that reverse text: 27/70 reads 07/72."""


def is_date(text: str) -> bool:
    """Whether a date of the form DAY or DATE exists in the calendar."""
    try:
        return bool(date.fromisoformat(text + "-01-01"[len(text) - 4 :]))
    except ValueError:
        return False


@dataclass(frozen=True)
class Table:
    """One table: its row class, its key and what it holds; `base` tables are beside the layers, the others within each layer.

    `folder` is the subfolder of a table beside the layers, empty for the evidence's own folder. `apart` names leading columns that only
    identify a row: rows that differ in nothing else are kept and checked once (`evidence.rows`). The first layer may lack only tables that
    `may_be_absent`, later layers any.
    """

    name: str
    title: str
    meaning: str
    row: type[Any]
    key: tuple[str, ...]
    base: bool = False
    may_be_empty: bool = False
    may_be_absent: bool = False
    folder: str = ""
    apart: tuple[str, ...] = ()

    def file(self, layer: str = "") -> str:
        """The table's path in the folder of the evidence; `layer` is empty for a table beside the layers."""
        place = layer or self.folder
        return f"{place}/{self.name}.csv" if place else f"{self.name}.csv"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The described columns, in the order of the class; the loader fills fields without a description."""
        hints = get_type_hints(self.row, include_extras=True)
        return tuple(_column(name, hint) for name, hint in hints.items() if get_origin(hint) is Annotated)

    def key_of(self, record: Any) -> str:
        """The key of a row as in reports and the list of changes: its parts with / between."""
        return "/".join(getattr(record, name) for name in self.key)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _column(name: str, hint: Any) -> Column:
    """The column of an annotated field, completed from its name and type."""
    held, described = get_args(hint)
    kinds: Mapping[type, Kind] = {str: "text", int: "integer", float: "number", bool: "flag"}
    several = get_origin(held) is tuple
    options = get_args(held) if not several else (str,)
    kind = kinds[next((option for option in options or (held,) if option is not type(None)), str)]
    optional = type(None) in options
    return replace(described, name=name, kind=kind, several=several, required=described.required and not optional)
