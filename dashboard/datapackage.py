"""The tables described for others: a Frictionless Data Package for programs, a data dictionary for people.

Both say what `schema` says and nothing else. `python -m dashboard.datapackage` writes them to data/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dashboard.schema import TABLES, Column, Table

DATA = Path(__file__).parent.parent / "data"
START = "<!-- The dictionary, from here to its end, is written by `make data` out of dashboard/schema.py. -->"
END = "<!-- End of the dictionary. -->"
DISCLAIMER = "Not a medical device; not for decisions about one patient without current sources."
CITATION = "Queudeville and Ebinger, J. Clin. Med. 2021, 10, 2544, doi:10.3390/jcm10122544"
REVIEW_ADDRESS = "https://doi.org/10.3390/jcm10122544"
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
KINDS = {"text": "string", "integer": "integer", "number": "number"}
KINDS_IN_WORDS = {"text": "text", "integer": "whole number", "number": "number"}


def describe() -> dict[str, Any]:
    """The descriptor of the package, as in data/datapackage.json."""
    return {
        "profile": "tabular-data-package",
        "name": "blinaboard-evidence",
        "title": "Blinatumomab in childhood leukaemia: the tables of one systematic review",
        "description": "Every fact of the review as a row with its place in the text, and every gap as a row that says so.",
        "licenses": [dict(LICENCE)],
        "sources": [{"title": CITATION, "path": REVIEW_ADDRESS}],
        "resources": [_resource(table) for table in TABLES.values()],
    }


def dictionary() -> str:
    """The data dictionary in Markdown: each table with its meaning, its key and its columns."""
    return "\n\n".join(_chapter(table) for table in TABLES.values())


def with_dictionary(readme: str) -> str:
    """The text of data/README.md with the dictionary between its two markers brought up to date."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"data/README.md: expected the lines {START!r} and {END!r}, in this order")
    return f"{before}{START}\n\n{dictionary()}\n\n{END}{after}"


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    foreign_keys = [_foreign_key(column, table.references[column.name][0]) for column in table.columns if _refers_to_one_key(table, column)]
    if foreign_keys:
        schema["foreignKeys"] = foreign_keys
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": f"{table.meaning}.",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": KINDS[column.kind], "description": f"{column.meaning}."}
    if column.unit:
        field["unit"] = column.unit
    constraints = _constraints(column)
    if constraints:
        field["constraints"] = constraints
    return field


def _constraints(column: Column) -> dict[str, Any]:
    """What one cell may hold; a pattern stands for codes where a cell may hold several of them."""
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.several:
        # a list of its own alternatives: (?:a|b), then any number of them with ; before each
        one = f"(?:{column.pattern or '|'.join(map(re.escape, column.codes)) or '[^;]+'})"
        constraints["pattern"] = f"{one}(?:;{one})*"
    elif column.codes:
        constraints["enum"] = list(column.codes)
    elif column.pattern:
        constraints["pattern"] = f"(?:{column.pattern})"
    limits = {"minimum": column.low, "maximum": column.high}
    return constraints | {name: _plain(limit) for name, limit in limits.items() if limit is not None}


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number


def _refers_to_one_key(table: Table, column: Column) -> bool:
    """Whether a foreign key can say it: Frictionless knows none of several values, of two tables, or left empty."""
    return column.required and not column.several and len(table.references.get(column.name, ())) == 1


def _foreign_key(column: Column, target: str) -> dict[str, Any]:
    return {"fields": [column.name], "reference": {"resource": target, "fields": list(TABLES[target].key)}}


def _chapter(table: Table) -> str:
    keys = " and ".join(f"`{name}`" for name in table.key)
    rows = [_dictionary_row(table, column) for column in table.columns]
    head = ["| column | holds | allowed | meaning |", "| --- | --- | --- | --- |"]
    return "\n".join([f"### {table.name}.csv", "", f"{table.title}. {table.meaning}. Key: {keys}.", "", *head, *rows])


def _dictionary_row(table: Table, column: Column) -> str:
    cells = [f"`{column.name}`", ", ".join(_holds(column)), _allowed(table, column), column.meaning]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _holds(column: Column) -> Iterable[str]:
    yield KINDS_IN_WORDS[column.kind]
    if column.unit:
        yield column.unit
    if column.several:
        yield "several with `;` between"
    if not column.required:
        yield "may be empty"


def _allowed(table: Table, column: Column) -> str:
    if column.codes:
        return "<br>".join(f"`{code}`" if words == code else f"`{code}` {words}" for code, words in column.codes.items())
    if column.name in table.references:
        return "a key of " + " or ".join(f"{target}.csv" for target in table.references[column.name])
    if column.low is not None:
        return f"from {column.low:g}" + (f" to {column.high:g}" if column.high is not None else "")
    return column.expected or (f"`{column.pattern}`" if column.pattern else "")


def main() -> None:
    """Write data/datapackage.json and the dictionary in data/README.md."""
    (DATA / "datapackage.json").write_text(json.dumps(describe(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    readme = DATA / "README.md"
    readme.write_text(with_dictionary(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
