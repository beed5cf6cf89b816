"""Files for a reader to keep: tables, rows, pictures' figures, slides, one offline page. Made anew each time, never stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from dash import Dash
from flask import Flask, Response, abort, jsonify, request

from dashboard import export
from dashboard.charts import CHARTS
from dashboard.pages.present import MOST_ENTRIES, Entry, parse_order
from dashboard.schema import TABLES
from dashboard.selection import Catalogue, Selection
from dashboard.web.limits import one_at_a_time

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MOST_PICTURES = 2
"""Of one chart in a deck; a browser of ours sends one."""
BUSY = "Slides are being made for somebody else in this moment. Try again in a few seconds."
ROWS: dict[str, tuple[Callable[[export.Item], bytes], str]] = {
    "csv": (export.chart_csv, "text/csv; charset=utf-8"),
    "json": (export.chart_json, "application/json"),
}


def serve(app: Dash, catalogue: Catalogue, bundle: Path) -> None:
    """The addresses under /export/ and /data/; `bundle` is where a small plotly.js may lie."""
    server = app.server
    _tables(server, catalogue)
    _rows(server, catalogue)
    _offline(server, catalogue, bundle)
    _slides(server, catalogue)


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, content_type=kind, headers=headers)


def _item(catalogue: Catalogue, key: str, query: str, pictures: tuple[bytes, ...] = ()) -> export.Item:
    if key not in CHARTS:
        abort(404, f"There is no chart {key[:40]!r}.")
    selection = Selection.from_query(query, records=catalogue.records)
    link = f"{request.url_root}?{selection.to_query()}".rstrip("?")
    return export.item(catalogue, selection, key, day=date.today(), link=link, pictures=pictures)


def _query() -> str:
    return request.query_string.decode("utf-8", "replace")


def _tables(server: Flask, catalogue: Catalogue) -> None:
    @server.get("/data/<name>.csv")
    def table(name: str) -> Response:
        if name not in TABLES:
            abort(404, "There is no such table.")
        return _file((catalogue.evidence.folder / f"{name}.csv").read_bytes(), "text/csv; charset=utf-8", f"{name}.csv")

    @server.get("/export/data-package.zip")
    def package() -> Response:
        return _file(export.data_package(catalogue.evidence.folder), "application/zip", f"blinaboard-data-{catalogue.evidence.version}.zip")


def _rows(server: Flask, catalogue: Catalogue) -> None:
    @server.get("/export/chart/<key>.<form>")
    def rows(key: str, form: str) -> Response:
        if form == "figure":
            return jsonify(export.picture(_item(catalogue, key, _query())))
        if form not in ROWS:
            abort(404, "Rows are given as csv or json.")
        write, kind = ROWS[form]
        return _file(write(_item(catalogue, key, _query())), kind, f"blinaboard-{key}.{form}")


def _offline(server: Flask, catalogue: Catalogue, bundle: Path) -> None:
    @server.get("/export/view.html")
    def view() -> Response:
        items = [_item(catalogue, entry.chart, entry.query) for entry in _ordered()]
        return _file(export.offline_page(items, library=bundle), "text/html; charset=utf-8", "blinaboard.html")


def _slides(server: Flask, catalogue: Catalogue) -> None:
    make = one_at_a_time(export.slides, BUSY)

    @server.post("/export/slides")
    def deck() -> Response:
        """A form with `order`, and a picture `picture-0`, `picture-1` ... for each entry whose browser drew one."""
        entries = _ordered()
        pictures = _pictures(len(entries))
        try:
            items = [_item(catalogue, entry.chart, entry.query, drawn) for entry, drawn in zip(entries, pictures, strict=True)]
            return _file(make(items), PPTX, "blinaboard.pptx")
        except ValueError as wrong:
            abort(400, str(wrong))


def _pictures(entries: int) -> list[tuple[bytes, ...]]:
    """The pictures that were sent for each of so many entries, as they are; more than a deck can be meant to have are refused."""
    sent = [request.files.getlist(f"picture-{index}") for index in range(entries)]
    if any(len(files) > MOST_PICTURES for files in sent):
        abort(400, f"A chart of a deck has at most {MOST_PICTURES} pictures.")
    if sum(1 for _ in request.files.items(multi=True)) > MOST_PICTURES * MOST_ENTRIES:
        abort(400, f"A deck has at most {MOST_PICTURES * MOST_ENTRIES} pictures.")
    return [tuple(file.read() for file in files) for files in sent]


def _ordered() -> list[Entry]:
    entries, _ = parse_order(request.values.get("order", ""))
    if not entries:
        abort(400, "Name at least one chart, as order=chart~query.")
    return entries
