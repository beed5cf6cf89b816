"""Check the shape of a change: what a browser posts must fit a declared callback before Dash sees it.

Dash trusts the shape and fails on any other. Values are not checked: callbacks must survive any JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import Dash
from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from dashboard.pages.contract import CHANGE, FAMILIES, MOST_OF_A_FAMILY

NAME = re.compile(r"[\w./-]{0,100}")
WAY_OUT = "Reload the page: what you chose is in its address."

Slot = tuple[str | dict[str, Any], str]
"""A declared input, state or output: its id, in which ["ALL"] stands for any name, and its property."""


@dataclass(frozen=True)
class Declared:
    """The outputs, inputs and state of one callback."""

    outputs: tuple[Slot, ...]
    inputs: tuple[Slot, ...]
    state: tuple[Slot, ...]
    several_outputs: bool


class Malformed(BadRequest):
    """A body that no page of this version sends."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This change cannot be answered: {what}. {WAY_OUT}")


def check(app: Dash) -> None:
    """Refuse a malformed change with 400 and a sentence."""
    declared = {output: _declared(callback) for output, callback in app.callback_map.items() if "callback" in callback}

    @app.server.before_request
    def refuse_malformed_changes() -> None:
        if request.path == CHANGE and request.method == "POST":
            inspect(_body(), declared)


def inspect(body: Any, declared: Mapping[str, Declared]) -> None:
    """Raise Malformed unless `body` is a change for one of the declared callbacks."""
    if not isinstance(body, dict):
        raise Malformed("it is not a JSON object")
    output = body.get("output")
    callback = declared.get(output) if isinstance(output, str) else None
    if callback is None:
        raise Malformed("it names no output of this version")
    outputs = body.get("outputs")
    families: dict[str, list[str]] = {}
    _slots("outputs", outputs if callback.several_outputs else [outputs], callback.outputs, families)
    _slots("inputs", body.get("inputs"), callback.inputs, families)
    _slots("state", body.get("state", []), callback.state, families)
    _changed(body.get("changedPropIds"))


def _body() -> Any:
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        return request.get_json()
    except RecursionError:
        raise Malformed("it is nested too deeply") from None
    except BadRequest:
        raise Malformed("it is not JSON") from None


def _declared(callback: Mapping[str, Any]) -> Declared:
    several = isinstance(callback["output"], (list, tuple))
    outputs = [output.to_dict() for output in (callback["output"] if several else [callback["output"]])]
    slots, inputs, state = (tuple(map(_slot, part)) for part in (outputs, callback["inputs"], callback["state"]))
    return Declared(slots, inputs, state, several)


def _slot(spec: Mapping[str, str]) -> Slot:
    name = spec["id"]
    return (json.loads(name) if name.startswith("{") else name), spec["property"]


def _slots(part: str, given: Any, declared: tuple[Slot, ...], families: dict[str, list[str]]) -> None:
    if not isinstance(given, list) or len(given) != len(declared):
        raise Malformed(f"its {part} are not those of its output")
    for components, slot in zip(given, declared, strict=True):
        if not _fits(components, slot, families):
            raise Malformed(f"its {part} do not fit {slot[1]} of {slot[0]}")


def _fits(components: Any, slot: Slot, families: dict[str, list[str]]) -> bool:
    """Whether `components` fit the slot: one or, if its id has ["ALL"], a list with the same ids in every slot of that family."""
    declared, _ = slot
    if not (isinstance(declared, dict) and ["ALL"] in declared.values()):
        return _is(components, slot)
    if not isinstance(components, list) or len(components) > MOST_OF_A_FAMILY or not all(_is(component, slot) for component in components):
        return False
    names = [json.dumps(component["id"], sort_keys=True) for component in components]
    others = ",".join(f"{key}={value}" for key, value in sorted(declared.items()))
    return len(set(names)) == len(names) and families.setdefault(others, names) == names


def _is(component: Any, slot: Slot) -> bool:
    declared, declared_property = slot
    if not isinstance(component, dict) or component.get("property") != declared_property:
        return False
    if declared_property == "id" and component.get("value") != component.get("id"):
        return False
    given = component.get("id")
    if isinstance(declared, str) or not isinstance(given, dict):
        return bool(given == declared)
    return given.keys() == declared.keys() and all(_names(given[key], value, declared) for key, value in declared.items())


def _names(given: Any, declared: Any, whole: Mapping[str, Any]) -> bool:
    """Whether one part of an id is the declared one or, where that is ["ALL"], a known name."""
    if not isinstance(declared, list):
        return bool(given == declared)
    known = FAMILIES.get(str(whole.get("type")))
    return isinstance(given, str) and (given in known if known is not None else NAME.fullmatch(given) is not None)


def _changed(names: Any) -> None:
    """Raise Malformed unless `names` are names of properties, from which Dash reads the ids."""
    if (
        not isinstance(names, list)
        or len(names) > MOST_OF_A_FAMILY
        or not all(isinstance(name, str) and _is_property(name) for name in names)
    ):
        raise Malformed("it does not say what changed")


def _is_property(name: str) -> bool:
    component, dot, _ = name.rpartition(".")
    if not component.startswith("{"):
        return bool(dot)
    try:
        return isinstance(json.loads(component), dict)
    except (ValueError, RecursionError):
        return False
