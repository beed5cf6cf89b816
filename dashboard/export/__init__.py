"""Exports: charts as slides, as tables and as one page that needs no network. All of it is pure: it needs neither a browser nor Dash.

Everything starts from an `Item`, a chart drawn for a selection together with its stamp and its sources:

    one = item(shown, "efficacy", day=date.today(), link=address)
    slides([one])          a deck (PowerPoint), one or more slides for each chart
    chart_csv(one)         exactly the rows shown, as CSV; chart_json(one) gives them as JSON
    ris(one.sources, ...)  the records behind it for a reference manager; bibtex(...) gives them as BibTeX
    offline_page([one])    the charts with tables and sources in one HTML file

`data_package` gives all tables as a zip; `reproduction` gives the rows shown, with scripts that recalculate and redraw them.
Every export carries its stamp: filters in words, how much is shown, gaps, source, dates, link.
"""

from __future__ import annotations

from dashboard.export.offline import offline_page
from dashboard.export.picture import paper_pictures, picture, slide_pictures
from dashboard.export.provenance import Item, Source, Stamp, item, sources_shown, stamp_of
from dashboard.export.references import bibtex, ris
from dashboard.export.reproduction import reproduction
from dashboard.export.slides import check_picture, slides
from dashboard.export.tables import chart_csv, chart_json, data_package

__all__ = [
    "Item",
    "Source",
    "Stamp",
    "bibtex",
    "chart_csv",
    "chart_json",
    "check_picture",
    "data_package",
    "item",
    "offline_page",
    "paper_pictures",
    "picture",
    "reproduction",
    "ris",
    "slide_pictures",
    "slides",
    "sources_shown",
    "stamp_of",
]
