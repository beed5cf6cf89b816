"""The four charts that every framework of the comparison draws, for each of the two selections between which it changes."""

from __future__ import annotations

import gzip
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.charts import CHARTS
from dashboard.evidence import load
from dashboard.selection import Catalogue, Catalogues, Selection

KEYS = ("board", "contrast", "dumbbell", "survival")
HOME = ("board", "contrast", "dumbbell")
"""The charts of the home page as it opens."""
EVERYTHING, CHOSEN = "Everything", "Not stated"
FILTERS = {EVERYTHING: {}, CHOSEN: {"infant": ["not_stated"]}}
"""Infants: "not stated" leaves every chart something, and none what it was."""


@cache
def catalogue() -> Catalogue:
    return Catalogues(load(Path(os.environ.get("EVIDENCE_DIR") or Path(__file__).parents[2] / "data"))).of("review")


def figure(key: str, words: str) -> dict[str, Any]:
    """One chart as the dashboard draws it: select the records, draw them."""
    return CHARTS[key].draw(catalogue().show(Selection.of(FILTERS[words]))).figure()


def board_before() -> dict[str, dict[str, Any]]:
    """The board of both selections as it was drawn while each gap was a hatched box, recorded from that version."""
    return dict(json.loads(gzip.decompress((Path(__file__).parent / "board-before.json.gz").read_bytes())))
