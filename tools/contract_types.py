"""The types of `dashboard/pages/contract.py` for TypeScript: `python -m tools.contract_types` prints them.

They are generated for each check, so that they cannot differ from Python's.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from dashboard.pages import contract

PLAIN: Mapping[Any, str] = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def declarations(module: types.ModuleType) -> str:
    """TypeScript for a module: each TypedDict as an interface, each named Literal or tuple as a type."""
    return "\n".join(_declared(module))


def _declared(module: types.ModuleType) -> Iterable[str]:
    for name, value in vars(module).items():
        if is_typeddict(value) and value.__module__ == module.__name__:
            fields = get_type_hints(value, include_extras=True)
            yield f"interface {name} {{ {' '.join(_field(field, kind) for field, kind in fields.items())} }}"
        elif get_origin(value) in (Literal, tuple):
            yield f"type {name} = {typescript(value)};"


def _field(name: str, kind: Any) -> str:
    optional = get_origin(kind) is NotRequired
    return f"{name}{'?' if optional else ''}: {typescript(get_args(kind)[0] if optional else kind)};"


def typescript(kind: Any) -> str:
    """A Python type in TypeScript. Raises TypeError for one that has no equivalent."""
    parts = get_args(kind)
    match get_origin(kind):
        case None if kind in PLAIN:
            return PLAIN[kind]
        case None if is_typeddict(kind):
            return str(kind.__name__)
        case origin if origin is Literal:
            return " | ".join(f'"{part}"' for part in parts)
        case origin if origin in (Union, types.UnionType):
            return " | ".join(map(typescript, parts))
        case origin if origin is tuple:
            return f"[{', '.join(map(typescript, parts))}]"
        case origin if origin in (Sequence, list):
            return f"Array<{typescript(parts[0])}>"
        case origin if origin in (Mapping, dict):
            return f"Record<string, {typescript(parts[1])}>"
    raise TypeError(f"{kind} has no name in TypeScript")


if __name__ == "__main__":
    print(declarations(contract))
