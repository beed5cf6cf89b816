"""The documents of the repository as pages, from the little Markdown that they use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from flask import Flask, Response, abort
from markupsafe import Markup, escape

from dashboard import templates, theme
from dashboard.pages import PAGES
from dashboard.pages.contract import DOCUMENT
from dashboard.pages.documents import DOCUMENTS
from dashboard.pages.shell import NAME


def serve(server: Flask) -> None:
    """Serve each installed document at `/documents/<name>`."""

    @server.get(f"{DOCUMENT}<name>")
    def document(name: str) -> Response:
        found = DOCUMENTS.get(name)
        if found is None or not found.path.is_file():
            abort(404, "There is no such document.")
        return Response(_page(name), content_type="text/html; charset=utf-8")


@cache
def _page(name: str) -> str:
    text = DOCUMENTS[name].path.read_text(encoding="utf-8")
    title = text.partition("\n")[0].lstrip("# ")
    return templates.page("document.html", name=NAME, title=title, pages=PAGES, body=as_html(text), theme=theme)


def as_html(text: str) -> Markup:
    """The HTML of Markdown headings, paragraphs, lists, tables, bold and code; all else stays text, escaped."""
    parts = [[*lines] for filled, lines in groupby(text.split("\n"), bool) if filled]
    return Markup("\n").join(map(_block, parts))


def _block(lines: Sequence[str]) -> Markup:
    first = lines[0]
    if heading := re.fullmatch(r"(#{1,3}) (.+)", first):
        return Markup("<h{0}>{1}</h{0}>").format(len(heading[1]), _inline(heading[2]))
    if first.startswith("- "):
        return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(_inline(line[2:])) for line in lines))
    if first.startswith("| "):
        return _table([[cell.strip() for cell in line.strip("|").split("|")] for line in lines])
    return Markup("<p>{}</p>").format(_inline(" ".join(lines)))


def _table(rows: Sequence[Sequence[str]]) -> Markup:
    """The table of `rows`: its first row is the head, its second the line below that."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(_inline(cell.capitalize())) for cell in rows[0])
    body = [Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(_inline(cell)) for cell in row)) for row in rows[2:]]
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, Markup("\n").join(body))


def _inline(text: str) -> Markup:
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text)))
    return Markup(re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", marked))
