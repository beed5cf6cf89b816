"""The four charts that every framework of the comparison draws, for each of the two selections between which it changes."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.charts import CHARTS
from dashboard.evidence import load
from dashboard.selection import Catalogue, Selection

KEYS = ("board", "contrast", "dumbbell", "survival")
EVERYTHING, CHOSEN = "Everything", "Not stated"
FILTERS = {EVERYTHING: {}, CHOSEN: {"infant": ["not_stated"]}}
"""Infants: "not stated" leaves every chart something, and none what it was."""


@cache
def catalogue() -> Catalogue:
    return Catalogue(load(Path(os.environ.get("EVIDENCE_DIR") or Path(__file__).parents[2] / "data")))


def figure(key: str, words: str) -> dict[str, Any]:
    """One chart as the dashboard draws it: select the records, draw them."""
    return CHARTS[key].draw(catalogue().show(Selection.of(FILTERS[words]))).figure()
