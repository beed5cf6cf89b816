"""The board: efficacy and toxicity of the same children in the same rows, and each half as a chart of its own."""

from __future__ import annotations

from functools import partial

from dashboard import wording
from dashboard.adverse_events import BY_CODE
from dashboard.charts.board.plot import BOTH, EFFICACY_ONLY, TOXICITY_ONLY, Parts, board_plot
from dashboard.charts.board.rows import board_rows
from dashboard.charts.board.words import TITLES, caveats, efficacy_claim, efficacy_sentence, gaps, toxicity_claim, toxicity_sentence
from dashboard.charts.chart import Chart, Drawing, Statement
from dashboard.selection import Shown


def draw(shown: Shown, *, parts: Parts) -> Drawing:
    """Response and MRD response (percent, 0-100, with 95 % intervals) and the toxicity matrix, or the half that `parts` names."""
    rows, asides = board_rows(shown)
    said: list[Statement] = []
    if parts.efficacy:
        about = frozenset(TITLES[domain] for domain in parts.efficacy)
        said.append(Statement(about, efficacy_sentence(shown.evidence, rows), efficacy_claim(shown.evidence, rows)))
    if parts.toxicity:
        about = frozenset(BY_CODE[code].title for code in parts.toxicity)
        said.append(Statement(about, toxicity_sentence(shown.evidence, rows), toxicity_claim(shown.evidence, rows)))
    notes = caveats(shown, rows, parts.efficacy, parts.toxicity)
    silent = f"{wording.figure(gaps(rows, (*parts.efficacy, *parts.toxicity)), 'cell')} not reported"
    sentence = " ".join(statement.sentence for statement in said)
    return Drawing(
        board_plot(shown, rows, parts), sentence, asides, silent, len(rows), notes, claim=said[0].claim, statements=tuple(said),
    )  # fmt: skip


def response_sentence(shown: Shown) -> str:
    """The sentence on response alone, for a question that asks for nothing else."""
    return efficacy_sentence(shown.evidence, board_rows(shown)[0], ["response"])


CHARTS = (
    Chart("board", "Efficacy and toxicity", "Who responded, and at what cost in toxicity?", partial(draw, parts=BOTH)),
    Chart("efficacy", "Efficacy", "Who responded?", partial(draw, parts=EFFICACY_ONLY)),
    Chart("toxicity", "Toxicity", "At what cost in toxicity?", partial(draw, parts=TOXICITY_ONLY)),
)
