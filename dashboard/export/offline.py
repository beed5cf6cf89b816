"""One HTML file of charts, tables and sources that needs no network and asks for nothing: for a stick, a mail, a ward computer.

Nothing in it can be filtered; hovering, zooming and the tables work. A policy inside the file forbids every request, and allows
only the scripts that were written here, by their hashes.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from dashboard import wording
from dashboard.charts.chart import BAND, Aside
from dashboard.export.inline import fingerprint, inert
from dashboard.export.provenance import Item, Source, Stamp
from dashboard.tableplot import DataTable
from dashboard.theme import FONT, INK, MUTED, PAPER, RULE, Figure, Part

MOST_PLAIN_BYTES = 1_500_000
"""A drawing library above this is packed (gzip, base64) and unpacked by the browser; below, it stands in the file as it is."""

DRAWING = """
async function library() {
  const packed = document.getElementById("library");
  if (!packed) { return; }
  const bytes = Uint8Array.from(atob(packed.textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(stream).text();
  document.head.append(script);
}
const figures = JSON.parse(document.getElementById("figures").textContent);
const config = {
  responsive: true, displaylogo: false, showSendToCloud: false, doubleClick: "reset",
  modeBarButtons: [["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d", "toImage"]],
};
function sayWhy() {
  for (const place of document.querySelectorAll(".chart")) {
    place.textContent = "This browser is too old to draw the chart. The table holds the same facts.";
  }
  for (const table of document.querySelectorAll("details")) { table.open = true; }
}
library()
  .then(() => Promise.all(figures.map((figure, index) => Plotly.newPlot("chart-" + index, figure.data, figure.layout, config))))
  .then(() => document.documentElement.setAttribute("data-drawn", figures.length))
  .catch(sayWhy);
"""
STYLE = f"""
:root {{ color-scheme: light; }}
body {{ margin: 0 auto; max-width: 1500px; padding: 16px 24px; background: {PAPER}; color: {INK}; font: 16px/1.45 {FONT}; }}
h1 {{ font-size: 28px; margin: 8px 0; }} h2 {{ font-size: 24px; margin: 0 0 4px; }} h3 {{ font-size: 18px; }}
section {{ border-top: 2px solid {RULE}; padding-top: 16px; margin-top: 32px; }}
.stamp, .filters, .aside, footer {{ color: {MUTED}; }} .band {{ font-weight: 600; }}
.scroller {{ overflow-x: auto; }} .chart {{ min-width: 1100px; }}
figure {{ margin: 0; }} figcaption {{ font-size: 19px; font-weight: 600; margin: 8px 0; }}
summary {{ cursor: pointer; padding: 6px 0; font-weight: 600; }}
table {{ border-collapse: collapse; font-size: 15px; }}
th, td {{ text-align: left; vertical-align: top; padding: 4px 10px; border-bottom: 1px solid {RULE}; }}
:focus-visible {{ outline: 3px solid #b36b00; }}
"""


def offline_page(items: Iterable[Item], *, library: Path | None = None) -> bytes:
    """The page of all `items`. `library` is a small bundle of plotly.js (basic); without it the wheel's own is packed in.

    Raises ValueError where there is no item.
    """
    chosen = list(items)
    if not chosen:
        raise ValueError("No chart was chosen for the page.")
    element, allowed = _library(library if library and library.exists() else _own_library())
    scripts = f"script-src {allowed} {fingerprint(DRAWING)}"
    policy = f"default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; {scripts}; base-uri 'none'; form-action 'none'"
    title = escape(" · ".join(item.chart.title for item in chosen))
    page = f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<header><h1>{title}</h1>{_copy_of(chosen)}</header>
<main>
{"".join(_chart(item, index) for index, item in enumerate(chosen))}
{_sources(chosen)}
</main>
<footer>{_origins(chosen)}{_disclaimer(chosen)}</footer>
<script type="application/json" id="figures">{inert([_free(item.drawing.figure()) for item in chosen])}</script>
{element}
<script>{DRAWING}</script>
</body>
</html>
"""
    return page.encode("utf-8")


def _copy_of(items: Sequence[Item]) -> str:
    """What this file is, and of when."""
    stamps = list(dict.fromkeys((item.stamp.evidence, item.stamp.issue) for item in items))
    lines = "".join(f'<p class="stamp"><strong>{escape(evidence)}</strong> · {escape(issue)}</p>' for evidence, issue in stamps)
    fixed = "A copy to read without a network: its filters are fixed, hovering and zooming work."
    return f"{lines}<p>{fixed}</p><noscript><p>The charts need JavaScript; the tables hold the same facts without it.</p></noscript>"


def _chart(item: Item, index: int) -> str:
    stamp, drawing = item.stamp, item.drawing
    band = f'<p class="band">{escape(BAND)}</p>' if item.chart.across_studies else ""
    under = "".join(f"<p>{escape(caveat)}</p>" for caveat in drawing.caveats) + "".join(map(_aside, drawing.asides))
    return f"""<section>
<h2 id="question-{index}">{escape(item.chart.question)}</h2>
<p class="filters">{escape(stamp.content)}<br>{escape(stamp.shown)}{_back(stamp)}</p>
{band}
<figure aria-labelledby="question-{index}">
<div class="scroller" tabindex="0" aria-label="Chart; the table holds the same facts"><div class="chart" id="chart-{index}"></div></div>
<figcaption>{escape(drawing.sentence)}</figcaption>
</figure>
{under}
<details><summary>Table</summary>{_table(drawing.table)}</details>
</section>
"""


def _back(stamp: Stamp) -> str:
    return f"<br>{_link(stamp.link, 'Open this view in the dashboard')}" if urlsplit(stamp.link).scheme in ("http", "https") else ""


def _aside(aside: Aside) -> str:
    return f'<p class="aside">{escape(aside.words)}: {escape("; ".join(name for _, name in aside.records))}.</p>'


def _table(table: DataTable) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.heads)
    body = "".join(_row([wording.plain(cell) for cell in row.cells]) for row in table.rows)
    return f'<div class="scroller" tabindex="0" aria-label="Table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _row(cells: Sequence[str]) -> str:
    first, *rest = (escape(cell) for cell in cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'


def _sources(items: Sequence[Item]) -> str:
    every = dict.fromkeys(source for item in items for source in item.sources)
    listed = "".join(map(_source, every))
    return f"<section><h2>Sources</h2><ul>{listed}</ul></section>" if listed else ""


def _source(source: Source) -> str:
    address = f" {_link(source.address, source.address)}" if source.address else ""
    return (
        f"<li>{escape(source.label)}. {escape(source.title.rstrip('.'))}.{address} In the source: {escape('; '.join(source.places))}.</li>"
    )


def _disclaimer(items: Sequence[Item]) -> str:
    return "".join(f"<p>{escape(words)}</p>" for words in dict.fromkeys(item.stamp.disclaimer for item in items))


def _origins(items: Sequence[Item]) -> str:
    sources = (f"Source: {words}." for words in dict.fromkeys(item.stamp.citation for item in items))
    tables = (f"Tables: {words}" for words in dict.fromkeys(item.stamp.tables for item in items))
    return "".join(f"<p>{escape(words)}</p>" for words in (*sources, *tables))


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}" rel="noreferrer">{escape(words)}</a>'


def _free(figure: Figure) -> Part:
    """The figure with zooming on every axis that carries a scale; axes that only hold positions stay as they are."""
    layout = {
        name: {**part, "fixedrange": False} if name[1:5] == "axis" and part.get("visible", True) else part
        for name, part in figure["layout"].items()
    }
    return {"data": figure["data"], "layout": {**layout, "dragmode": "zoom"}}


def _own_library() -> Path:
    """plotly.js as the Python package brings it."""
    spec = find_spec("plotly")
    assert spec is not None
    return Path(str(spec.origin)).parent / "package_data" / "plotly.min.js"


@cache
def _library(path: Path) -> tuple[str, str]:
    """The element that carries the library of `path`, and the fingerprint of its script."""
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    code = text.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    if len(code) <= MOST_PLAIN_BYTES:
        return f"<script>{code}</script>", fingerprint(code)
    packed = base64.b64encode(gzip.compress(code.encode(), 9, mtime=0)).decode()
    return f'<script type="text/plain" id="library">{packed}</script>', fingerprint(code)
