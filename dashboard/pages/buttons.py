"""Buttons that the browser answers by itself: plain elements that say what they do, unknown to the callbacks.

Dash visits every component of a page several times in each change, and runs a callback whenever an input of it comes or goes.
So these are no inputs: assets/dashboard.js answers them, assets/share.js those of the menus.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from dash import html

from dashboard.pages.contract import Act


def opener(record: str, words: str) -> html.Button:
    """Pins a publication or registration, which opens its card."""
    return _button(words, className="btn btn-link", **{"data-pin": record})


def closer(record: str, name: str) -> html.Button:
    """Takes a pin back; Esc does so for the newest. Whoever hears it by itself hears of which record."""
    return _button(
        "Close", className="btn btn-sm btn-outline-primary", title="Esc", **{"data-unpin": record, "aria-label": f"Close {name}"}
    )


def dropper(field: str, code: str, children: object, **attributes: object) -> html.Button:
    """Takes a filter back: one option of it, or all of them where `code` is empty."""
    return _button(children, **{"data-drop": field, "data-option": code}, **attributes)


def reset() -> html.Button:
    """Takes every filter back."""
    return _button("Reset", id="reset", className="btn btn-link btn-sm", **{"data-drop": ""})


def menu(summary: html.Summary, acts: Mapping[Act, str], chart: str = "") -> html.Details:
    """A folded list of acts, given as their names and words; those of a chart say which."""
    return html.Details(summary, className="menu", **{"data-acts": json.dumps(acts), **({"data-chart": chart} if chart else {})})


def _button(children: object, **attributes: object) -> html.Button:
    return html.Button(children, type="button", **attributes)
