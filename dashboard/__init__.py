"""BlinaBoard: what one systematic review reports about blinatumomab in childhood leukaemia, and what it does not.

The map, each importing only what stands above it:

    vocabulary, schema     codes and their words; every table and column, described once
    statistics             intervals and contrasts that the source allows
    theme, ids             one look; the ids of components
    settings               the environment, read and checked
    rules, evidence        what makes tables credible; load(folder) -> Evidence, or a report of every fault
    reading                how one result becomes text
    facets, selection      what a reader can ask; what a reader chose, and the records that it leaves
    charts                 pure functions from the records shown to a drawing; CHARTS is the one list
    questions              what boards ask, as ready states with the sentence that the tables support
    lens                   the rules of the case lens
    export                 slides, tables, one offline page
    pages                  layout
    callbacks, web         the steps from a choice to the screen; what belongs to HTTP

The way one filter change takes:

1. The reader ticks an option of `facets.FACETS`. All controls share one id family, `ids.filter_id`.
2. `callbacks` builds a `Selection` from all controls, `Catalogue.select` finds the records, and `pages.updates` makes, in one answer, the
   figure of each chart on the page, and as data (`pages.page_text`) the canonical query, the counts and the words under each chart.
3. The browser updates the charts in place, then writes the words and puts the query into the address (`assets/page-text.js`).

To add a filter, add a `Facet` to FACETS. To add a chart, write its file in `charts`, add it to CHARTS and to a page.
"""
