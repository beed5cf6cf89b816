"""Exports: charts as slides, as tables and as one page that needs no network. All of it is pure: it needs neither a browser nor Dash.

Everything starts from an `Item`, a chart drawn for a selection together with its stamp and its sources:

    provenance.item(shown, "efficacy", day=date.today(), link=address)
    slides.deck_of([one])           a deck (PowerPoint), one or more slides for each chart
    picture.picture_of(one)         a figure that a browser draws as a picture
    tables.chart_csv(one)           exactly the rows shown, as CSV; chart_json(one) gives them as JSON
    references.ris(one.sources, …)  the records behind it for a reference manager; bibtex(…) gives them as BibTeX
    offline.offline_page([one])     the charts with tables and sources in one HTML file

`tables.data_package` gives all tables as a zip; `reproduction` has the rows shown, with scripts that recalculate and redraw them.
Every export carries its stamp: filters in words, how much is shown, gaps, source, dates, link.
"""
