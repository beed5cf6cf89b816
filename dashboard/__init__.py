"""BlinaBoard: what the curated evidence reports about a drug in childhood leukaemia, and what it does not.

The modules, each importing only from those above it:

    vocabulary             codes of the clinical domain and their words
    adverse_events         the events of the toxicity matrix: their groups, endpoints and names
    theme, ids, settings   the shared look; the ids of components; the environment, checked
    templates              pages outside of Dash, escaped
    statistics             intervals and contrasts that printed counts allow
    columns, schema        one typed record per table; every column described once, in its class
    evidence               reading, rules, layers: load(folder) -> Evidence, or a report of every fault
    commands               what the command lines share
    datapackage            the tables described for programs and people
    wording, effects       how a result, a count, an interval, a gap, an effect becomes text
    citation               how to cite the tables, in the formats of archives, search engines and citation tools
    registry               states of registrations: a register's files read, compared, added and put into words
    approvals              what regulators decided, by date
    changes                versions of the tables compared; the evidence as it was in an earlier one
    facets, selection      the filters; a reader's choices, and the records that they leave
    lens                   the rules of the case lens
    tableplot, charts      pure functions from the records shown to a drawing; CHARTS lists them all
    questions              what tumour boards ask: the state and chart that answer, the sentence, its limits
    export                 slides, tables, references, one offline page, rows that redraw themselves
    pages                  layout
    callbacks, web         the steps from a choice to the screen; everything about HTTP

The steps of one filter change:

1. The reader ticks an option of `facets.FACETS`. All controls share one id family, `ids.filter_id`.
2. `callbacks` builds a `Selection` from all controls, `Catalogues.show` finds the records (`Shown`) in the layers that were chosen, and
   `pages.updates` makes one answer: the figure of each chart on the page and, as data (`pages.page_text`), the canonical query, the
   counts and the words under each chart.
3. The browser updates the charts in place, then writes the words and puts the query into the address (`assets/page-text.js`). Each
   part is a step of its own: one that fails is emptied and named in a banner.

When a button on the page asks for a change, `assets/dashboard.js` puts its data, an `Action`, into the store `ids.ACTION`; a clientside
callback writes the filters, and the change takes the steps above.

The data that Python and the scripts exchange is typed in `pages.contract`, and the scripts are checked against it.

To add a filter, add a `Facet` to FACETS. To add a column, add a field to its table's class in `schema`; to add an event to the toxicity
matrix, add it to `adverse_events.EVENTS`. To add a chart, write its package in `charts`, add it to CHARTS and to a page.
"""
