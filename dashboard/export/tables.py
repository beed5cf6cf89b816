"""Tables for spreadsheets and programs: the rows that a chart shows, and all tables as one package.

CSV is plain UTF-8 as in RFC 4180, with every cell in quotes. Whatever a spreadsheet would take for a formula gets an apostrophe in front,
even after a semicolon or tab, where some spreadsheets split. JSON, the package and the tables under /data/ are for programs and stay as
they are, byte for byte. Every row carries its origin, so that a row copied elsewhere can still be traced.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard import datapackage, wording
from dashboard.charts.chart import BAND, Drawing
from dashboard.evidence import Evidence
from dashboard.export.provenance import Item, Source, Stamp
from dashboard.vocabulary import STATE

FORMULA = re.compile(r"(?:\A|(?<=[;\t]))(?=[=+\-@＝＋－＠].)|\A(?=[\t\r].)", re.DOTALL)
"""The places where a formula begins; spreadsheets in East Asia read the full-width signs as the usual ones."""
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
ORIGIN = ("filters", "evidence", "data_version", "tables", "day", "link", "citation")
"""The fields of the stamp that are beside every row of a CSV file."""

GAP_MEANS = f"{STATE['not_reported'].lower()}, which is not 0"
"""What NR in a cell means, unless a drawing gives it another meaning."""

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a package, so that the same tables give the same bytes."""


def chart_csv(item: Item) -> bytes:
    """Exactly the rows of the chart's table as CSV, each with its record, the record's source, and its origin."""
    records = {source.record: source for source in item.sources}
    columns = [*item.drawing.table.heads, "record_id", "record_label", "record_title", "record_address", "places_in_source"]
    rows = [[*row.cells, *_record_cells(records.get(row.record))] for row in item.drawing.table.rows]
    return _csv(columns, rows, item.stamp)


def chart_json(item: Item) -> bytes:
    """The chart's table as JSON, with cells in the order of `columns`.

    Beside it stand the sentence, the caveats, the meaning of the signs, the records not drawn, the sources and the stamp.
    """
    table = item.drawing.table
    known = {source.record for source in item.sources}
    rows = [{"record_id": row.record if row.record in known else "", "cells": list(row.cells)} for row in table.rows]
    return _json(
        {
            "chart": {"key": item.chart.key, "title": item.chart.title, "question": item.chart.question},
            "sentence": item.drawing.sentence,
            "caveats": [*([BAND] if item.chart.across_studies else []), *item.drawing.caveats],
            "columns": list(table.heads),
            "rows": rows,
            "signs": signs_in(item.drawing, (row["cells"] for row in rows)),
            "not_drawn": [{"why": aside.words, "records": [list(record) for record in aside.records]} for aside in item.drawing.asides],
            "sources": [_source_fields(source) for source in item.sources],
            "stamp": item.stamp.fields(),
        }
    )


def signs_in(drawing: Drawing, rows: Iterable[Iterable[str]]) -> dict[str, str]:
    """What the signs in the cells of a table mean, in the words of the drawing's key."""
    text = "\n".join(cell for row in rows for cell in row)
    known = {"NR": GAP_MEANS, **drawing.signs}
    return {sign: words for sign, words in known.items() if re.search(rf"\b{sign}\b" if sign.isalpha() else re.escape(sign), text)}


def data_package(evidence: Evidence) -> bytes:
    """All tables with their description, their dictionary and how to cite them, as a zip. The tables are the bytes checked at the start."""
    described = datapackage.describe(evidence)
    resources = [resource | {"path": f"data/{resource['path']}"} for resource in described["resources"]]
    files = {f"data/{name}": content for name, content in evidence.files.items()}
    files["datapackage.json"] = _json(described | {"resources": resources})
    files["README.md"] = files.pop("data/README.md", datapackage.dictionary().encode())
    files["CITATION.txt"] = _citation(evidence).encode()
    return zipped(files)


def _record_cells(source: Source | None) -> list[str]:
    """What is known about the record that a row opens; empty cells where it opens none."""
    return [source.record, source.label, source.title, source.address, "; ".join(source.places)] if source else [""] * 5


def _source_fields(source: Source) -> dict[str, Any]:
    return {
        "record_id": source.record,
        "label": source.label,
        "title": source.title,
        "address": source.address,
        "places_in_source": list(source.places),
    }


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]], stamp: Stamp) -> bytes:
    fields = stamp.fields()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(map(harmless, [*columns, *ORIGIN]))
    writer.writerows([*map(harmless, row), *(harmless(str(fields[name])) for name in ORIGIN)] for row in rows)
    return text.getvalue().encode("utf-8")


def harmless(cell: str) -> str:
    """The cell in a form that no spreadsheet runs. Numbers and single characters are not formulas, and stay as they are."""
    return cell if PLAIN_NUMBER.fullmatch(cell) else FORMULA.sub("'", cell)


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _citation(evidence: Evidence) -> str:
    record = evidence.record
    cited = "\n".join(f"{source.reference}\n{source.address}\n" for source in evidence.sources)
    return (
        f"Cite the tables:\n\n{wording.cited_tables(evidence)}\n\n"
        f"Cite the sources:\n\n{cited}\n"
        f"{wording.reach(evidence)}.\n\n"
        f"Licence of the tables: {record.licence_title} ({record.licence}), {record.licence_address}\n"
    )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip that depends only on its files, so that the same state gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()
