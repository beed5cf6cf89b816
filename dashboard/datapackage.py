"""The tables described for others: a Frictionless Data Package for programs, a data dictionary for people.

Both take tables and columns from `schema` alone. `python -m dashboard.datapackage` writes them to data/.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dashboard.columns import Column, Table
from dashboard.commands import write
from dashboard.evidence import Evidence
from dashboard.schema import BASE, BESIDE, TABLES, Source

ROOT = Path(__file__).parent.parent
START = "<!-- The dictionary, from here to its end, is written by `make data` out of dashboard/schema.py. -->"
END = "<!-- End of the dictionary. -->"
PROFILES = "https://datapackage.org/profiles/2.0"
MISSING = [{"value": "", "label": "nothing in the source, or not applicable; a gap that was looked for is a row of its own"}]
KINDS = {"text": "string", "integer": "integer", "number": "number", "flag": "boolean"}
KINDS_IN_WORDS = {"text": "text", "integer": "whole number", "number": "number", "flag": "yes or no"}


def describe(evidence: Evidence) -> dict[str, Any]:
    """The descriptor of the package (Data Package, version 2), as in data/datapackage.json."""
    layers = [(table, layer.layer) for layer in evidence.layers for table in TABLES.values()]
    present = [(table, layer) for table, layer in layers if table.file(layer) in evidence.files]
    beside = [(table, "") for table in BESIDE.values() if table.file() in evidence.files]
    record = evidence.record
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": record.dataset,
        **({"id": f"https://doi.org/{record.doi}"} if record.doi else {}),
        "version": evidence.version,
        "created": f"{record.released}T00:00:00Z",
        "title": record.title,
        "description": record.description,
        "keywords": list(record.keywords),
        "licenses": [{"name": record.licence, "path": record.licence_address, "title": record.licence_title}],
        "contributors": [{"title": author, "roles": ["author", "curator"]} for author in record.authors],
        "sources": [_source(source) for source in evidence.sources],
        "resources": [_resource(*one, evidence) for one in [*((table, "") for table in BASE.values()), *present, *beside]],
    }


def _source(source: Source) -> dict[str, object]:
    return {"title": source.reference, **({"path": source.address} if source.address else {})}


def dictionary() -> str:
    """The data dictionary in Markdown: each table with its meaning, its key and its columns."""
    return "\n\n".join(_chapter(table) for table in (*BASE.values(), *TABLES.values(), *BESIDE.values()))


def with_dictionary(readme: str) -> str:
    """data/README.md with the dictionary between its two markers brought up to date. Raises ValueError without both markers."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"data/README.md: expected the lines {START!r} and {END!r}, in this order")
    return f"{before}{START}\n\n{dictionary()}\n\n{END}{after}"


def _resource(table: Table, layer: str, evidence: Evidence) -> dict[str, object]:
    """The resource of one file, a table of a layer or one beside the layers, with the columns that the file has."""
    path = table.file(layer)
    header = next(csv.reader(io.StringIO(evidence.files[path].decode("utf-8-sig"), newline="")))
    columns = [column for name in header for column in table.columns if column.name == name]
    schema: dict[str, object] = {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": [_field(column) for column in columns],
        "primaryKey": list(table.key),
        "missingValues": MISSING,
    }
    foreign_keys = [_foreign_key(column, layer) for column in columns if _refers_to_one_key(column, layer, evidence)]
    if foreign_keys:
        schema["foreignKeys"] = foreign_keys
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": _name(table.name, layer),
        "type": "table",
        "title": table.title,
        "description": f"{table.meaning}.",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _name(table: str, layer: str) -> str:
    return f"{layer}-{table}" if layer else table


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "type": KINDS[column.kind], "description": f"{column.meaning}."}
    if column.unit:
        field["unit"] = column.unit
    if column.kind == "flag":
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    if column.codes and not column.several:
        field["categories"] = [{"value": code, "label": words} for code, words in column.codes.items()]
    constraints = _constraints(column)
    if constraints:
        field["constraints"] = constraints
    return field


def _constraints(column: Column) -> dict[str, object]:
    """The constraints on one cell; where it may hold several codes, a pattern stands in for an enum."""
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if column.several:
        # one value, then any number of values after a ;
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


def _refers_to_one_key(column: Column, layer: str, evidence: Evidence) -> bool:
    """Whether a foreign key can state the reference: not for several values, tables or layers, nor for cells that may be empty."""
    alone = column.required and not column.several and len(column.refers) == 1
    return alone and (column.refers[0] in BASE or layer == evidence.layers[0].layer)


def _foreign_key(column: Column, layer: str) -> dict[str, object]:
    [target] = column.refers
    base = target in BASE
    key = (BASE if base else TABLES)[target].key
    return {"fields": [column.name], "reference": {"resource": _name(target, "" if base else layer), "fields": list(key)}}


def _chapter(table: Table) -> str:
    keys = " and ".join(f"`{name}`" for name in table.key)
    rows = [_dictionary_row(column) for column in table.columns]
    head = ["| column | holds | allowed | meaning |", "| --- | --- | --- | --- |"]
    return "\n".join([f"### {table.name}.csv", "", f"{table.title}. {table.meaning}. Key: {keys}.", "", *head, *rows])


def _dictionary_row(column: Column) -> str:
    cells = [f"`{column.name}`", ", ".join(_holds(column)), _allowed(column), column.meaning]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _holds(column: Column) -> Iterable[str]:
    yield KINDS_IN_WORDS[column.kind]
    if column.unit:
        yield column.unit
    if column.several:
        yield "several with `;` between"
    if column.may_be_absent:
        yield "the column may be absent"
    elif not column.required:
        yield "may be empty"


def _allowed(column: Column) -> str:
    if column.codes:
        return "<br>".join(f"`{code}`" if words == code else f"`{code}` {words}" for code, words in column.codes.items())
    if column.refers:
        return "a key of " + " or ".join(f"{target}.csv" for target in column.refers)
    if column.low is not None:
        return f"from {column.low:g}" + (f" to {column.high:g}" if column.high is not None else "")
    return column.expected or (f"`{column.pattern}`" if column.pattern else "")


def text(evidence: Evidence) -> str:
    """The descriptor as the text of data/datapackage.json."""
    return json.dumps(describe(evidence), indent=2, ensure_ascii=False) + "\n"


def files(evidence: Evidence) -> dict[str, str]:
    """The texts of data/datapackage.json and data/README.md, by path in the repository."""
    readme = evidence.files.get("README.md", b"").decode("utf-8")
    return {"data/datapackage.json": text(evidence), "data/README.md": with_dictionary(readme)}


if __name__ == "__main__":
    sys.exit(write(ROOT, files))
