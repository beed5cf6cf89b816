"""Marks that the figures of the randomised trials share: lines of text, hatched gaps."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.theme import MUTED, Part, hatched


def stacked(first: str, *rest: str) -> str:
    """A line in full size, set already, and plain smaller ones under it, for a figure; empty ones are left out."""
    lines = [f"<span style='font-size:13px'>{wording.escaped(line)}</span>" for line in rest if line]
    return "<br>".join([f"<b>{first}</b>", *lines])


def muted(text: str, size: int = 13) -> str:
    """Text that stands back; `size` in pixels."""
    return f"<span style='font-size:{size}px;color:{MUTED}'>{text}</span>"


def gaps(evidence: Evidence, axis: str, y: Sequence[float], keys: Sequence[str], ends: tuple[float, float]) -> Part:
    """Hatched bars across an axis, which ends at `ends`, for the publications `keys`: a gap is drawn, never left blank."""
    layers = [evidence.layer_of(evidence.study(key)) for key in keys]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [ends[0]] * len(y),
        "x": [ends[1] - ends[0]] * len(y),
        "y": list(y),
        "xaxis": axis,
        "width": 24,
        "marker": hatched(),
        "customdata": list(keys),
        "hovertext": [wording.escaped(f"Not reported {layer.within}") for layer in layers],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
