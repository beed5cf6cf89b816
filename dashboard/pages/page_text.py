"""What the browser writes by itself (assets/page-text.js): the address, counts, chips and possible matches, the words under each chart.

Dash visits every component of a page several times in each change. As data, these words cost a reader next to nothing; as
components, 45 labels and the lists of publications under four charts took longer than drawing a chart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from dashboard import wording
from dashboard.charts import MOST, Drawing
from dashboard.charts.rows import tag
from dashboard.facets import FACETS, Facet, Kind
from dashboard.pages import asked
from dashboard.pages.contract import Aside, Caption, PageState, PossibleMatches
from dashboard.pages.filters import count_words, counted, records_words
from dashboard.pages.running_order import Entry
from dashboard.selection import Counts, Shown, counts_line


def page_text(shown: Shown, drawings: Mapping[str, Drawing]) -> str:
    """All of it as JSON, for the charts in `drawings`."""
    return json.dumps(state(shown, drawings), ensure_ascii=False, separators=(",", ":"))


def state(shown: Shown, drawings: Mapping[str, Drawing]) -> PageState:
    """All of it."""
    selection, catalogue = shown.selection, shown.catalogue
    counts = catalogue.option_counts(selection)
    in_all, within = catalogue.open_counts, shown.evidence.within
    return {
        "query": shown.query,
        "pinned": bool(selection.pins),
        "counts": counts_line(shown.counts, catalogue.totals),
        "stamp": wording.reach(shown.evidence),
        "beside": {
            key: [_beside(facet.of, counts[key][code], in_all[key][code], within) for code in facet.options]
            for key, facet in FACETS.items()
        },
        "chips": [(key, code, FACETS[key].title, FACETS[key].options[code]) for key, codes in selection.filters for code in codes],
        "possible_matches": _possible_matches(shown),
        "question": asked.banner(shown),
        "captions": {key: _caption(drawing, Entry.of(key, selection)) for key, drawing in drawings.items()},
    }


@lru_cache(maxsize=1000)
def _beside(of: Kind, left: Counts, in_all: Counts, within: str) -> list[str]:
    """What stands beside an option, and what that means; an option that leaves nothing stays, and says why."""
    if counted(left, of):
        return [" · ".join(counted(left, of, in_short=True)), count_words(left, of)]
    return ["none with these filters" if counted(in_all, of) else f"none {within}"]


def _possible_matches(shown: Shown) -> PossibleMatches | None:
    """The records that nothing but silence keeps out, each with what is not said of it; None where there are none."""
    studies, trials = shown.possible_studies, shown.possible_trials
    if not studies and not trials:
        return None
    requested = [FACETS[key] for key, _ in shown.selection.filters if FACETS[key].may_be_silent]
    evidence = shown.evidence
    items = [
        (study.study_id, wording.joined([study.label, tag(evidence, study)]), _unsaid(shown, study.study_id, requested))
        for study in studies[:MOST]
    ]
    items += [
        (trial.trial_id, wording.joined([wording.trial_name(trial), tag(evidence, trial)]), _unsaid(shown, trial.trial_id, requested))
        for trial in trials[:MOST]
    ]
    return {
        "summary": f"Cannot be ruled out: {records_words(shown.possible_counts)}",
        "why": f"Not stated for these {shown.evidence.within}: {'; '.join(facet.title for facet in requested)}.",
        "items": items,
        "more": len(studies) + len(trials) - len(items),
    }


def _unsaid(shown: Shown, record: str, requested: Sequence[Facet]) -> list[tuple[str, str]]:
    """What is said instead of yes or no, as (code, words)."""
    said = (facet.left_unsaid(shown.evidence, record) for facet in requested)
    return [(code, words) for code, words in said if words]


def _caption(drawing: Drawing, entry: Entry) -> Caption:
    """The sentence, what else a reader must know, and publications that stand under the chart, with the reason."""
    asides: list[Aside] = [{"words": aside.words, "records": aside.records} for aside in drawing.asides]
    return {"sentence": drawing.sentence, "caveats": drawing.caveats, "asides": asides, "entry": str(entry)}
