"""Files to download: tables, rows, figures for pictures, slides, one offline page. Made for each request, never stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from dash import Dash
from flask import Flask, Response, abort, jsonify, request

from dashboard import wording
from dashboard.charts import CHARTS
from dashboard.export.offline import offline_page
from dashboard.export.picture import paper_pictures, picture_of, slide_pictures
from dashboard.export.provenance import Item, Source, item, sources_shown, stamp_of
from dashboard.export.references import bibtex, ris
from dashboard.export.reproduction import reproduction
from dashboard.export.slides import deck_of
from dashboard.export.tables import chart_csv, chart_json, data_package
from dashboard.pages import changes, find, running_order
from dashboard.pages.contract import (
    DATA_PACKAGE,
    FIGURES,
    FIND,
    MOST_OF_A_DECK,
    MOST_PICTURES,
    OFFLINE,
    RECORDS,
    REPRODUCTION,
    ROWS,
    SLIDES,
    TABLE_FILES,
    WHAT_CHANGED_JSON,
)
from dashboard.pages.places import address_of
from dashboard.pages.running_order import Entry
from dashboard.schema import TABLES
from dashboard.selection import MOST_VERSION, Catalogues, Selection
from dashboard.theme import Part
from dashboard.web.limits import one_at_a_time

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
SHORTEN = "take fewer charts, or filter them to fewer rows."
BUSY = "Slides are being made for somebody else at this moment. Try again in a few seconds."
MEDIA: Mapping[str, Callable[[Item], list[Part]]] = {
    "picture": lambda item: [picture_of(item)],
    "slide": slide_pictures,
    "paper": paper_pictures,
}
References = Callable[[Iterable[Source], str], bytes]
REFERENCES: Mapping[str, tuple[References, str]] = {
    "ris": (ris, "application/x-research-info-systems"),
    "bib": (bibtex, "application/x-bibtex; charset=utf-8"),
}


def _of_chart(write: References) -> Callable[[Item], bytes]:
    return lambda item: write(item.sources, item.stamp.tables)


FORMS: Mapping[str, tuple[Callable[[Item], bytes], str]] = {
    "csv": (chart_csv, "text/csv; charset=utf-8"),
    "json": (chart_json, "application/json"),
    **{form: (_of_chart(write), kind) for form, (write, kind) in REFERENCES.items()},
}
TO_REDRAW = "The rows shown, to work out and draw again"


def serve(app: Dash, catalogues: Catalogues, bundle: Path) -> None:
    """Serve the addresses of every download; `bundle` is the path of the small plotly.js, which may be absent."""
    server = app.server
    _tables(server, catalogues)
    _rows(server, catalogues)
    _records(server, catalogues)
    _figures(server, catalogues)
    _offline(server, catalogues, bundle)
    _slides(server, catalogues)


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, content_type=kind, headers=headers)


def _item(catalogues: Catalogues, key: str, query: str, pictures: tuple[bytes, ...] = ()) -> Item:
    if key not in CHARTS:
        abort(404, f"There is no chart {key[:40]!r}.")
    selection = catalogues.read(query)
    link = _link(catalogues, key, selection)
    return item(catalogues.show(selection), key, day=date.today(), link=link, pictures=pictures)


def _link(catalogues: Catalogues, key: str, selection: Selection) -> str:
    """The full address of a chart in a state, with the data version, so that it can later say what changed since."""
    return request.url_root.rstrip("/") + address_of(key, selection, catalogues.whole.version)


def _query() -> str:
    return request.query_string.decode("utf-8", "replace")


def _tables(server: Flask, catalogues: Catalogues) -> None:
    evidence = catalogues.whole

    @server.get(f"{TABLE_FILES}<path:file>")
    def table(file: str) -> Response:
        """A table, or the tables' README.md, as read at the start; a table without a layer is the first layer's."""
        if file.removesuffix(".csv") in TABLES:
            file = f"{evidence.layers[0].layer}/{file}"
        if file not in evidence.files:
            abort(404, "There is no such table.")
        kind = "csv" if file.endswith(".csv") else "markdown"
        return _file(evidence.files[file], f"text/{kind}; charset=utf-8", file.replace("/", "-"))

    @server.get(FIND)
    def records() -> Response:
        """Every record of the layers chosen in the address, with the words by which it is found."""
        return jsonify(find.index(catalogues.of(catalogues.read(_query()).evidence).evidence))

    @server.get(WHAT_CHANGED_JSON)
    def what_changed() -> Response:
        return jsonify(changes.for_programs(evidence, wording.quoted(request.args.get("v", ""), MOST_VERSION)))

    @server.get(DATA_PACKAGE)
    def package() -> Response:
        return _file(data_package(evidence), "application/zip", f"blinaboard-data-{evidence.version}.zip")


def _rows(server: Flask, catalogues: Catalogues) -> None:
    @server.get(f"{ROWS}<key>.<form>")
    def rows(key: str, form: str) -> Response:
        if form not in FORMS:
            abort(404, f"Rows come as {', '.join(FORMS)}.")
        write, kind = FORMS[form]
        return _file(write(_item(catalogues, key, _query())), kind, f"blinaboard-{key}.{form}")


def _records(server: Flask, catalogues: Catalogues) -> None:
    """Serve what a whole page shows: its records for a reference manager, its rows for recalculation."""

    @server.get(f"{RECORDS}<form>")
    def references(form: str) -> Response:
        if form not in REFERENCES:
            abort(404, f"Records come as {', '.join(REFERENCES)}.")
        write, kind = REFERENCES[form]
        shown = catalogues.show(catalogues.read(_query()))
        return _file(write(sources_shown(shown), wording.cited_tables(shown.evidence)), kind, f"blinaboard-records.{form}")

    @server.get(REPRODUCTION)
    def reproduce() -> Response:
        selection = catalogues.read(_query())
        shown = catalogues.show(selection)
        gaps = f"{wording.figure(sum(result.state == 'not_reported' for result in shown.results), 'result')} not reported"
        link = _link(catalogues, "board", selection)
        stamp = stamp_of(shown, TO_REDRAW, rows=len(shown.results), gaps=gaps, day=date.today(), link=link)
        return _file(reproduction(shown, stamp), "application/zip", "blinaboard-reproduce.zip")


def _figures(server: Flask, catalogues: Catalogues) -> None:
    @server.get(FIGURES)
    def figures() -> Response:
        """The figures, with their sizes, that a browser draws for a `medium`: one list per entry of `order`."""
        drawn = MEDIA.get(request.args.get("medium", ""))
        if drawn is None:
            abort(400, f"Name a medium: {', '.join(MEDIA)}.")
        return jsonify([drawn(_item(catalogues, entry.chart, entry.query)) for entry in _ordered()])


def _offline(server: Flask, catalogues: Catalogues, bundle: Path) -> None:
    @server.get(OFFLINE)
    def view() -> Response:
        items = [_item(catalogues, entry.chart, entry.query) for entry in _ordered()]
        return _file(offline_page(items, library=bundle), "text/html; charset=utf-8", "blinaboard.html")


def _slides(server: Flask, catalogues: Catalogues) -> None:
    make = one_at_a_time(deck_of, BUSY)

    @server.post(SLIDES)
    def deck() -> Response:
        """The slides for a form with `order` and, for each entry that the browser drew, `picture-0`, `picture-1` ..."""
        entries = _ordered()
        pictures = _pictures(len(entries))
        items = [_item(catalogues, entry.chart, entry.query, drawn) for entry, drawn in zip(entries, pictures, strict=True)]
        try:
            return _file(make(items), PPTX, "blinaboard.pptx")
        except ValueError as wrong:  # for a picture that is invalid or too large
            abort(400, str(wrong))


def _pictures(entries: int) -> list[tuple[bytes, ...]]:
    """The pictures sent for each entry, unchanged; too many for one entry or for the deck are refused with 400."""
    sent = [request.files.getlist(f"picture-{index}") for index in range(entries)]
    longest = max(map(len, sent), default=0)
    if longest > MOST_PICTURES:
        abort(400, f"A chart of a deck has at most {MOST_PICTURES} pictures, and one of these has {longest}: {SHORTEN}")
    if (all_of_them := sum(1 for _ in request.files.items(multi=True))) > MOST_OF_A_DECK:
        abort(400, f"A deck has at most {MOST_OF_A_DECK} pictures, and this one has {all_of_them}: {SHORTEN}")
    return [tuple(file.read() for file in files) for files in sent]


def _ordered() -> list[Entry]:
    entries, others = running_order.parsed(request.values.get("order", ""))
    if others:
        abort(400, f"{wording.capitalised(running_order.left_out(others))}.")
    if not entries:
        abort(400, "Name at least one chart, as order=chart~query.")
    return entries
