"""Buttons that the browser answers by itself (assets/board.js): plain elements that say what they do, unknown to the callbacks.

A callback that listened to them would be run, by Dash, whenever one of them comes or goes; and each chart has dozens.
"""

from __future__ import annotations

from typing import Any

from dash import html


def opener(record: str, words: str) -> html.Button:
    """Pins a publication or registration, which opens its card."""
    return _button(words, className="btn btn-link", **{"data-pin": record})


def closer(record: str) -> html.Button:
    """Takes a pin back; Esc does so for the newest."""
    return _button("Close", className="btn btn-sm btn-outline-primary", title="Esc", **{"data-unpin": record})


def dropper(field: str, code: str, children: Any, **attributes: Any) -> html.Button:
    """Takes a filter back: one option of it, or all of them where `code` is empty."""
    return _button(children, **{"data-drop": field, "data-option": code}, **attributes)


def reset() -> html.Button:
    """Takes every filter back."""
    return _button("Reset", id="reset", className="btn btn-link btn-sm", **{"data-drop": ""})


def _button(children: Any, **attributes: Any) -> html.Button:
    return html.Button(children, type="button", **attributes)
