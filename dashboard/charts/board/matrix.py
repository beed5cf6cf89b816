"""The toxicity matrix: a box a cell, drawn by what kind of statement fills it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import wording
from dashboard.charts.board.marks import Placed, bars, wrapped
from dashboard.charts.board.rows import Row
from dashboard.theme import ARM_COLOUR, MUTED, PAPER, hatched, tint
from dashboard.vocabulary import TOXICITY_COLUMNS
from dashboard.wording import Result

HEADING = {
    "CRS any": "CRS<br>any",
    "CRS ≥ 3": "CRS<br>≥ 3",
    "Neuro any": "Neuro<br>any",
    "Seizure": "Sei-<br>zure",
    "Encephal.": "Ence-<br>phal.",
    "Stopped": "Paused,<br>ended",
    "Infection": "Infec-<br>tion",
    "Febrile neutr.": "Febrile<br>neutr.",
    "Sepsis": "Sepsis",
    "Mucositis": "Muco-<br>sitis",
    "Serious": "Serious<br>event",
    "Any ≥ 3": "Any<br>≥ 3",
    "Dose-limiting": "Dose-<br>limiting",
}
SHORT_GRADE = {"lt3": "&lt; g 3", "1-2": "g 1–2", "2": "g 2", "higher": "“higher”"}
CELL_KINDS = {
    "number": "number, darker = more (‡ worked out from percentages, + more in the card)",
    "percent_only": "percentage without a denominator in the review",
    "implied_zero": "0 † implied, not stated",
    "words": "approximate, or in words only",
    "not_reported": "NR: not reported in the review, which is not 0",
}


def matrix_traces(placed: Placed) -> list[dict[str, Any]]:
    """A bar trace for each kind of cell, so that each kind has its place in the legend."""
    cells = [(y, row, index, column) for y, row in placed for index, column in enumerate(TOXICITY_COLUMNS)]
    traces = []
    for kind, words in CELL_KINDS.items():
        own = [cell for cell in cells if _kind(cell[1].toxicity[cell[3]]) == kind]
        traces.append(_cells(own, kind, words))
    return traces


def cell_text(result: Result, column: str, *, more: bool = False) -> str:
    """What a cell prints: number, and after a line break what qualifies it; a plus where the card says more."""
    terms = [SHORT_GRADE.get(result.grade, "")] if result.grade else []
    terms += ["serious"] if result.serious == "yes" and column != "Serious" else []
    terms += ["related"] if result.related == "yes" else []
    marks = [mark for mark, applies in (("‡", result.n_basis == "reconstructed" and result.state == "count"), ("+", more)) if applies]
    qualified = " ".join([*marks, ", ".join(term for term in terms if term)]).strip()
    return _bare(result) + (f"<br><span style='font-size:11px'>{qualified}</span>" if qualified else "")


def _bare(result: Result) -> str:
    if result.state == "not_reported":
        return "NR"
    if result.state == "qualitative":
        return "words"
    if result.state == "approximate":
        return "≈ half"
    if result.state == "percent_only":
        return wording.percentage(result)
    if result.state == "implied_zero":
        return "0 †"
    return f"{result.events}/{result.n}" if wording.has(result.n) else f"{result.events} pt"


def _kind(cell: Sequence[Result]) -> str:
    state = cell[0].state
    if state in ("not_reported", "percent_only", "implied_zero"):
        return str(state)
    return "number" if state == "count" else "words"


def _cells(cells: Sequence[tuple[int, Row, int, str]], kind: str, words: str) -> dict[str, Any]:
    placed = [(y, row) for y, row, _, _ in cells]
    first = [row.toxicity[column][0] for _, row, _, column in cells]
    texts = [cell_text(row.toxicity[column][0], column, more=len(row.toxicity[column]) > 1) for _, row, _, column in cells]
    trace = bars(placed, [index + 0.03 for _, _, index, _ in cells], 0.94, texts, axis="x4")
    trace |= {"name": words, "legend": "legend2", "showlegend": True, "width": 0.84}
    if kind == "not_reported":
        trace["marker"] = hatched()
        trace["textfont"] = {"size": 12, "color": MUTED}
        trace["hovertemplate"] = "Not reported in the review<extra></extra>"
    else:
        trace["marker"] = {
            "color": [_shade(result) for result in first],
            "line": {"width": 1, "color": [ARM_COLOUR[row.arm] for _, row in placed]},
        }
        trace["hovertext"] = [_cell_hover(row, column) for _, row, _, column in cells]
        trace["hovertemplate"] = "%{hovertext}<extra></extra>"
    return trace


def _cell_hover(row: Row, column: str) -> str:
    return f"<b>{row.label}</b><br>" + "<br>".join(wrapped(wording.in_full(result)) for result in row.toxicity[column])


def _shade(result: Result) -> str:
    share = wording.share(result)
    if share is None or result.state == "implied_zero":
        return PAPER
    return tint(ARM_COLOUR[result.arm], 0.06 + 0.54 * share / 100)
