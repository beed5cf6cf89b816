"""What the browser writes by itself (assets/told.js): the address, counts and chips of the filters, and the words under each chart.

Dash visits every component of a page several times in each change. As data, these words cost a reader next to nothing; as
components, 45 labels and the lists of publications under four charts took longer than drawing a chart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dashboard.charts import Drawing
from dashboard.facets import FACETS
from dashboard.pages.filters import count_words
from dashboard.selection import Catalogue, Counts, Selection, counts_line


def told(catalogue: Catalogue, selection: Selection, drawings: Mapping[str, Drawing]) -> str:
    """All of it as JSON, for the charts in `drawings`."""
    counts = catalogue.option_counts(selection)
    everything = catalogue.open_counts
    return json.dumps(
        {
            "query": selection.to_query(),
            "pinned": bool(selection.pins),
            "counts": counts_line(catalogue.counts(selection), catalogue.totals),
            "beside": {key: [_beside(counts[key][code], everything[key][code]) for code in facet.options] for key, facet in FACETS.items()},
            "chips": [(key, code, FACETS[key].title, FACETS[key].options[code]) for key, codes in selection.filters for code in codes],
            "captions": {key: _caption(drawing) for key, drawing in drawings.items()},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


@lru_cache(maxsize=1000)
def _beside(left: Counts, in_review: Counts) -> list[str]:
    """What stands beside an option, and what that means; an option that leaves nothing stays, and says why."""
    if left.publications or left.registrations:
        return [f"{left.publications} ({left.cohorts}) · {left.registrations}", count_words(left)]
    return ["none with these filters" if in_review.publications or in_review.registrations else "none in the review"]


def _caption(drawing: Drawing) -> dict[str, Any]:
    """The sentence, what else a reader must know, and publications that stand under the chart, with the reason."""
    asides = [{"words": aside.words, "records": aside.records} for aside in drawing.asides]
    return {"sentence": drawing.sentence, "caveats": drawing.caveats, "asides": asides}
