"""plotly.js alone: a bare page with the same figures in the same room, and a switch between the two selections."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.benchmarks.four import CHOSEN, EVERYTHING
from tools.fetch_bundle import FILE

PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>plotly.js alone</title><script src="plotly.js"></script>
<label><input type="checkbox" id="choice">{chosen}</label>{places}
<script>
const figures = {figures};
function draw(words) {{
  figures[words].forEach((figure, at) => Plotly.react("chart-" + at, figure.data, figure.layout, {{displayModeBar: false}}));
}}
document.getElementById("choice").addEventListener("change", (event) => draw(event.target.checked ? "{chosen}" : "{everything}"));
draw("{everything}");
</script></html>"""


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def page(width: int, figures: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """The address of a page that draws the figures of each of the two selections, `width` pixels wide."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(library(), Path(folder) / "plotly.js")
        (Path(folder) / "index.html").write_text(_page(width, figures), encoding="utf-8")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            server.server_close()


def library() -> Path:
    """The plotly.js that the dashboard serves."""
    if FILE.is_file():
        return FILE
    import plotly

    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def _page(width: int, figures: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    places = "".join(f'<div id="chart-{at}" style="width: {width}px"></div>' for at in range(len(figures[EVERYTHING])))
    return PAGE.format(figures=json.dumps(figures).replace("</", "<\\/"), places=places, chosen=CHOSEN, everything=EVERYTHING)
