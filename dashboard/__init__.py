"""BlinaBoard: what the curated evidence reports about a drug in childhood leukaemia, and what it does not.

The map, each importing only what stands above it:

    vocabulary             codes of the clinical domain and their words
    theme, ids, settings   one look; the ids of components; the environment, checked
    templates              pages outside of Dash, escaped
    statistics             intervals and contrasts that a source allows
    schema                 one typed record per table; every column described once, in its class
    evidence               reading, rules, layers: load(folder) -> Evidence, or a report of every fault
    commands               what the command lines share
    datapackage            the tables described for others
    wording                how a result, a count, an interval, a gap becomes text
    citation               how to cite the tables, for those who archive, index and cite: out of the one record, data/dataset.csv
    registry               states of registrations: a register's files read, compared, added, and in words
    approvals              what regulators decided, by date
    changes                versions of the tables compared; the evidence as it was in an earlier one
    facets, selection      what a reader can ask; what a reader chose, and the records that it leaves
    lens                   the rules of the case lens
    charts                 pure functions from the records shown to a drawing; CHARTS is the one list
    questions              what boards ask: the state and chart that answer, the sentence, its limits
    export                 slides, tables, references, one offline page, rows that redraw themselves
    pages                  layout
    callbacks, web         the steps from a choice to the screen; what belongs to HTTP

The way one filter change takes:

1. The reader ticks an option of `facets.FACETS`. All controls share one id family, `ids.filter_id`.
2. `callbacks` builds a `Selection` from all controls, `Catalogues.show` finds the records (`Shown`) in the layers that were chosen, and
   `pages.updates` makes, in one answer, the figure of each chart on the page, and as data (`pages.page_text`) the canonical query, the
   counts and the words under each chart.
3. The browser updates the charts in place, then writes the words and puts the query into the address (`assets/page-text.js`), each
   part in a step of its own: one that fails is emptied and named in a banner.

The way back, when a button on the page asks for a change: `assets/dashboard.js` puts its data, an `Action`, into the store `ids.ACTION`;
a clientside callback writes the filters, and the change takes the way above.

What both sides say to each other is typed in `pages.contract`, and the scripts are checked against it.

To add a filter, add a `Facet` to FACETS. To add a column, add a field to its table's class in `schema`. To add a chart, write its file in
`charts`, add it to CHARTS and to a page.
"""
