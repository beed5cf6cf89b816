"""Well-formed changes, as a page posts them, built from what the application itself declares."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from dashboard.facets import FACETS
from dashboard.selection import CHOICES, default

CHARTS = ("board", "contrast", "dumbbell")
ON_COMPARE: Mapping[str, Iterable[str]] = {
    "filter": FACETS,
    "choice": [choice for choice in CHOICES if choice != "evidence"],
    "tab-panel": ("compare",),
    "grid": (),
}
"""The names in the free place of each type of ids while Compare shows a single layer, but for charts; any other type stands there once."""
CHANGE = "/_dash-update-component"
Body = dict[str, Any]


def bodies(client: Any, charts: Iterable[str] = CHARTS) -> dict[str, Body]:
    """One well-formed change for each callback of the server, by its first output, while Compare shows `charts`."""
    declared = client.get("/_dash-dependencies").get_json()
    there = {**ON_COMPARE, **dict.fromkeys(("chart", "data-table"), charts)}
    return {_first(callback["output"]): _body(callback, there) for callback in declared if not callback["clientside_function"]}


def choosing(body: Body, filters: Mapping[str, Iterable[str]], *, pins: Iterable[str] = (), **choices: str) -> Body:
    """The change of Compare's filters, pins and choices, made of the well-formed `body` of the callback that answers it."""
    changed = deepcopy(body)
    for component in _components(changed["inputs"]):
        match component["id"]:
            case {"type": "filter", "field": field}:
                component["value"] = list(filters.get(field, ()))
            case {"type": "choice", "field": field}:
                component["value"] = choices.get(field, default(field))
            case "pins":
                component["value"] = list(pins)
    return changed


def page_text(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What an answer to a change tells the browser to write (dashboard/pages/page_text.py)."""
    return dict(json.loads(answer["response"]["page-text"]["data-page-text"]))


def _components(slots: Iterable[Any]) -> Iterable[Body]:
    return (component for slot in slots for component in (slot if isinstance(slot, list) else [slot]))


def _first(output: str) -> str:
    return output.strip(".").split("...")[0].rpartition(".")[0]


def _body(callback: Mapping[str, Any], there: Mapping[str, Iterable[str]]) -> Body:
    several = callback["output"].startswith("..")
    outputs = [_slot(*name.rsplit(".", 1), there) for name in callback["output"].strip(".").split("...")]
    inputs, state = ([_valued(_slot(spec["id"], spec["property"], there)) for spec in callback[part]] for part in ("inputs", "state"))
    first = next(iter(_components(inputs)))
    name = first["id"] if isinstance(first["id"], str) else json.dumps(first["id"], sort_keys=True, separators=(",", ":"))
    return {
        "output": callback["output"],
        "outputs": outputs if several else outputs[0],
        "inputs": inputs,
        "changedPropIds": [f"{name}.{first['property']}"],
        "parsedChangedPropsIds": [first["id"]],
        "state": state,
    }


def _slot(name: str, named_property: str, there: Mapping[str, Iterable[str]]) -> Any:
    if not name.startswith("{"):
        return {"id": name, "property": named_property}
    pattern = json.loads(name)
    free = next(key for key, value in pattern.items() if value == ["ALL"])
    return [{"id": {**pattern, free: value}, "property": named_property} for value in there.get(pattern["type"], ("one",))]


def _valued(slot: Any) -> Any:
    for component in _components([slot]):
        component["value"] = component["id"] if component["property"] == "id" else None
    return slot
