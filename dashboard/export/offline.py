"""One HTML file of charts, tables and sources that needs no network and sends no request: for a memory stick, a mail, a ward computer.

Nothing in it can be filtered; hovers and the tables work. A policy inside the file forbids every request, and allows only the scripts
written here, by their hashes.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup

from dashboard import templates, theme
from dashboard.charts.chart import BAND
from dashboard.export.inline import fingerprint
from dashboard.export.picture import paper_pictures
from dashboard.export.provenance import Item
from dashboard.export.tables import signs_in
from dashboard.tableplot import screen

MOST_PLAIN_BYTES = 1_500_000
"""A drawing library above this size is packed (gzip, base64) and unpacked by the browser; a smaller one is in the file as it is."""
WINDOW = screen(1216)
"""A window 1280 pixels wide, without its scroll bar and the margins of the page."""
DRAWING = templates.FOLDER / "offline.js"


def offline_page(items: Iterable[Item], *, library: Path | None = None) -> bytes:
    """The page of all `items`, as bytes. `library` is a small bundle of plotly.js (basic); without it, the Python package's own is used.

    Raises ValueError where there is no item.
    """
    chosen = list(items)
    if not chosen:
        raise ValueError("No chart was chosen for the page.")
    element, allowed = _library(library if library and library.exists() else _own_library())
    drawing = DRAWING.read_text(encoding="utf-8")
    scripts = f"script-src {allowed} {fingerprint(drawing)}"
    stamps = [item.stamp for item in chosen]
    page = templates.page(
        "offline.html",
        policy=f"default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; {scripts}; base-uri 'none'; form-action 'none'",
        title=" · ".join(item.chart.title for item in chosen),
        copies=dict.fromkeys((stamp.evidence, stamp.issue) for stamp in stamps),
        items=chosen,
        sources=list(dict.fromkeys(source for item in chosen for source in item.sources)),
        citations=dict.fromkeys(stamp.citation for stamp in stamps),
        tables=dict.fromkeys(stamp.tables for stamp in stamps),
        disclaimers=dict.fromkeys(stamp.disclaimer for stamp in stamps),
        figures=[item.drawing.figure(WINDOW) for item in chosen],
        papers=[[part["figure"] for part in paper_pictures(item)] for item in chosen],
        library=Markup(element),
        drawing=Markup(drawing),
        band=BAND,
        theme=theme,
        signs=lambda item: signs_in(item.drawing, (row.cells for row in item.drawing.table.rows)),
        is_address=lambda link: urlsplit(link).scheme in ("http", "https"),
    )
    return page.encode("utf-8")


def _own_library() -> Path:
    """The path of plotly.js in the Python package."""
    spec = find_spec("plotly")
    assert spec is not None
    return Path(str(spec.origin)).parent / "package_data" / "plotly.min.js"


@cache
def _library(path: Path) -> tuple[str, str]:
    """The element that holds the library at `path`, and the fingerprint of its script."""
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    code = text.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    if len(code) <= MOST_PLAIN_BYTES:
        return f"<script>{code}</script>", fingerprint(code)
    packed = base64.b64encode(gzip.compress(code.encode(), 9, mtime=0)).decode()
    return f'<script type="text/plain" id="library">{packed}</script>', fingerprint(code)
