"""The search flow: its counts as printed, and what we subtract from them, marked as ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import wording
from dashboard.charts.chart import PLACE_COLUMN, Drawing, unported
from dashboard.evidence import Evidence
from dashboard.schema import Fact
from dashboard.selection import Shown
from dashboard.tableplot import DataTable, TableRow
from dashboard.theme import BLUE, INK, MUTED, NOTHING, PAPER, RULE, Figure, Part, empty, layout, note, tint
from dashboard.vocabulary import COUNTED_FACTS

OURS = "§"
ROW, BOX, FOOT = 122, 90, 40
"""Pixels from row to row, of a box, and for the key."""
LEFT, RIGHT, MIDDLE, SIDE = (0.0, 30.0), (34.0, 64.0), (17.0, 47.0), (72.0, 100.0)
"""Where boxes stand across the figure, in percent of its width."""


@dataclass(frozen=True)
class Step:
    """One count of the search, in records; `ours` says how we came by it, and is empty where the source prints it."""

    words: str
    count: int
    source: str
    ours: str = ""

    @property
    def figure(self) -> str:
        return f"{self.count}{f' {OURS}' if self.ours else ''}"


@dataclass(frozen=True)
class Box:
    """A step in its place: the row from the top, and where it stands across."""

    step: str
    row: int
    place: tuple[float, float]


BOXES = (
    Box("publications_found", 0, LEFT), Box("registrations_found", 0, RIGHT), Box("in_both_lists", 0, SIDE),
    Box("screened", 1, MIDDLE), Box("excluded_at_screening", 1, SIDE),
    Box("full_text_assessed", 2, MIDDLE), Box("excluded_at_full_text", 2, SIDE),
    Box("included", 3, MIDDLE), Box("publications_included", 4, LEFT), Box("registration_rows_included", 4, RIGHT),
)  # fmt: skip
WORDS = {
    "publications_found": "records of publications",
    "registrations_found": "records of registered trials",
    "in_both_lists": "in both lists: counted once",
    "excluded_at_screening": "excluded at screening",
    "full_text_assessed": "full texts and studies assessed",
}
NO_SEARCH = "What is shown was chosen: no search is described."


def draw_flow(shown: Shown) -> Drawing:
    """The flow of the search in records, whatever is filtered."""
    steps, columns = flow_steps(shown.evidence), ("Step", "Records", "Whose count", PLACE_COLUMN)
    if not steps:
        return unported(figure=empty(NO_SEARCH), sentence=NO_SEARCH, twin=DataTable(columns))
    return unported(
        figure=_figure(steps),
        sentence=flow_sentence(steps),
        twin=DataTable(columns, tuple(_table_row(step) for step in steps.values())),
        rows=len(steps),
        caveats=(_apart(shown.evidence), *_doubts(shown.evidence)),
    )


def flow_steps(evidence: Evidence) -> Mapping[str, Step]:
    """The steps by name, in their order: as printed, then as we work them out; none where no search is described."""
    facts = {key: fact for key in COUNTED_FACTS if (fact := evidence.fact(key))}
    if len(facts) < len(COUNTED_FACTS):
        return {}
    count = {key: int(fact.value) for key, fact in facts.items()}
    found, registered, both = (count[key] for key in ("publications_found", "registrations_found", "in_both_lists"))
    papers, tables, read = (count[key] for key in ("publications_included", "registration_rows_included", "full_text_assessed"))
    screened, included = found + registered - both, papers + tables - both
    places = {key: wording.place(evidence, fact) for key, fact in facts.items()}
    lists = f"{places['publications_included']}; {places['registration_rows_included']}"
    printed = {key: Step(words, count[key], places[key]) for key, words in WORDS.items()}
    return {
        **{key: printed[key] for key in ("publications_found", "registrations_found", "in_both_lists")},
        "screened": Step("records screened", screened, places["full_text_assessed"], f"{found} + {registered} − {both}"),
        "excluded_at_screening": printed["excluded_at_screening"],
        "full_text_assessed": printed["full_text_assessed"],
        "excluded_at_full_text": Step("excluded after full text", read - included, places["full_text_assessed"], f"{read} − {included}"),
        "included": Step("records included", included, lists, f"{papers} + {tables} − {both}"),
        **_included(evidence, facts),
    }


def _included(evidence: Evidence, facts: Mapping[str, Fact]) -> Mapping[str, Step]:
    """The publications and registrations that the search found, and of how many cohorts and numbers they are."""
    papers, tables = facts["publications_included"], facts["registration_rows_included"]
    cohorts = {study.cohort_id for study in evidence.studies if study.layer == papers.layer}
    numbers = {trial.registration_id for trial in evidence.trials if trial.layer == tables.layer}
    words = {
        papers: f"publications, of {wording.figure(len(cohorts), 'cohort')}",
        tables: f"rows of {wording.figure(len(numbers), 'registration')}",
    }
    places = {fact: wording.place(evidence, fact) for fact in words}
    return {fact.key: Step(said, int(fact.value), places[fact], f"rows of {places[fact]}, counted") for fact, said in words.items()}


def _apart(evidence: Evidence) -> str:
    """How many cohorts the publications found report, and of which it is not said that they are apart."""
    fact = evidence.fact("publications_included")
    studies = [study for study in evidence.studies if fact and study.layer == fact.layer]
    return f"{wording.capitalised(wording.number(len(studies), 'publication'))} of {wording.cohorts(evidence, studies)}."


def flow_sentence(steps: Mapping[str, Step]) -> str:
    """From screening to what was included, and which figures are not the source's own."""
    count = {key: step.count for key, step in steps.items()}
    screened, read, included = count["screened"], count["full_text_assessed"], count["included"]
    agrees = "agrees with" if screened - count["excluded_at_screening"] == read else "does not agree with"
    tables = f"{count['publications_included']} publications and {count['registration_rows_included']} rows of registrations"
    return (
        f"Of {screened} records screened {read} were assessed in full, and {included} were included: {tables}, "
        f"{count['in_both_lists']} of them in both lists. {screened}, {count['excluded_at_full_text']} and {included} are worked out "
        f"by us; {screened} less {count['excluded_at_screening']} {agrees} the printed {read}."
    )


def _doubts(evidence: Evidence) -> tuple[str, ...]:
    """The doubts about the counts of the search itself."""
    places = {fact.source for fact in evidence.review if fact.step and fact.step != "inclusion"}
    return tuple(
        f"{row.statement_a} ({wording.place_at(evidence, row, row.source_a)}) – "
        f"{row.statement_b} ({wording.place_at(evidence, row, row.source_b)}). Shown here: {row.shown_as}"
        for row in evidence.anomalies
        if row.kind in ("counts", "omission") and row.source_a in places
    )


def _table_row(step: Step) -> TableRow:
    return TableRow((step.words, str(step.count), f"computed by us: {step.ours}" if step.ours else "as printed", step.source))


def _figure(steps: Mapping[str, Step]) -> Figure:
    body = ROW * max(box.row for box in BOXES) + BOX
    return {
        "data": [_texts(steps)],
        "layout": layout(
            height=round(body + FOOT + 16),
            margin={"l": 8, "r": 8, "t": 8, "b": FOOT + 8},
            xaxis={**NOTHING, "range": [-0.2, 100.2]},
            yaxis={**NOTHING, "range": [body + 2, -2]},
            shapes=[_box(box, steps[box.step]) for box in BOXES],
            annotations=[*_arrows(), _key()],
        ),
    }


def _texts(steps: Mapping[str, Step]) -> Part:
    return {
        "type": "scatter",
        "mode": "text",
        "name": "steps",
        "x": [sum(box.place) / 2 for box in BOXES],
        "y": [_top(box) + BOX / 2 for box in BOXES],
        "text": [_text(steps[box.step]) for box in BOXES],
        "textposition": "middle center",
        "textfont": {"size": 15, "color": INK},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _text(step: Step) -> str:
    ours = f"<br><span style='font-size:13px;color:{MUTED}'>{wording.escaped(step.ours)}</span>" if step.ours else ""
    return f"<span style='font-size:24px'><b>{step.figure}</b></span><br>{wording.escaped(step.words)}{ours}"


def _top(box: Box) -> int:
    return box.row * ROW


def _box(box: Box, step: Step) -> Part:
    """A box; with a broken edge where the count is ours."""
    edge = {"width": 2, "color": MUTED, "dash": "dash"} if step.ours else {"width": 2, "color": RULE}
    fill = PAPER if box.place == SIDE else tint(BLUE, 0.07)
    return {
        "type": "rect", "x0": box.place[0], "x1": box.place[1], "y0": _top(box), "y1": _top(box) + BOX, "line": edge, "fillcolor": fill,
        "layer": "below",
    }  # fmt: skip


def _arrows() -> list[Part]:
    """Down from row to row, and aside to what is taken out."""
    lists, centre = [sum(place) / 2 for place in (LEFT, RIGHT)], sum(MIDDLE) / 2
    down = [(x, 0, centre) for x in lists] + [(centre, row, centre) for row in (1, 2)] + [(centre, 3, x) for x in lists]
    aside = [(RIGHT if box.row == 0 else MIDDLE, _top(box) + BOX / 2) for box in BOXES if box.place == SIDE]
    return [_arrow(x, row * ROW + BOX, to_x, (row + 1) * ROW) for x, row, to_x in down] + [
        _arrow(place[1], y, SIDE[0], y) for place, y in aside
    ]


def _arrow(x: float, y: float, to_x: float, to_y: float) -> Part:
    return {
        "x": to_x, "y": to_y, "ax": x, "ay": y, "xref": "x", "yref": "y", "axref": "x", "ayref": "y", "showarrow": True, "text": "",
        "arrowhead": 2, "arrowwidth": 1.5, "arrowcolor": MUTED,
    }  # fmt: skip


def _key() -> Part:
    words = f"{OURS} and a broken edge: not printed, computed by us as said in the box"
    return note(words, 0, 0, xanchor="left", yanchor="top", yshift=-12, font={"size": 14, "color": INK})
