"""The board: efficacy and toxicity of the same children in the same rows, and each half as a chart of its own."""

from __future__ import annotations

from functools import partial

from dashboard import wording
from dashboard.charts.board.plot import BOTH, EFFICACY_ONLY, TOXICITY_ONLY, Parts, board_plot
from dashboard.charts.board.rows import board_rows
from dashboard.charts.board.words import caveats, efficacy_claim, efficacy_sentence, gaps, toxicity_claim, toxicity_sentence
from dashboard.charts.chart import Chart, Drawing
from dashboard.selection import Shown


def draw(shown: Shown, *, parts: Parts) -> Drawing:
    """Response and MRD response (percent, 0-100, with 95 % intervals) and the toxicity matrix, or the half that `parts` names."""
    rows, asides = board_rows(shown)
    sentences = [efficacy_sentence(shown.evidence, rows)] if parts.efficacy else []
    sentences += [toxicity_sentence(shown.evidence, rows)] if parts.toxicity else []
    said = caveats(shown, rows, parts.efficacy, parts.toxicity)
    silent = f"{wording.figure(gaps(rows, (*parts.efficacy, *parts.toxicity)), 'cell')} not reported"
    claim = efficacy_claim(shown.evidence, rows) if parts.efficacy else toxicity_claim(shown.evidence, rows)
    return Drawing(board_plot(shown, rows, parts), " ".join(sentences), asides, silent, len(rows), said, claim=claim)


def response_sentence(shown: Shown) -> str:
    """The sentence on response alone, for a question that asks for nothing else."""
    return efficacy_sentence(shown.evidence, board_rows(shown)[0], ["response"])


CHARTS = (
    Chart("board", "Efficacy and toxicity", "Who responded, and at what cost in toxicity?", partial(draw, parts=BOTH)),
    Chart("efficacy", "Efficacy", "Who responded?", partial(draw, parts=EFFICACY_ONLY)),
    Chart("toxicity", "Toxicity", "At what cost in toxicity?", partial(draw, parts=TOXICITY_ONLY)),
)
