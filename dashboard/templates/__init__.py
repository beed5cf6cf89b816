"""Pages that stand outside of Dash, as Jinja2 templates: what is put into them is escaped, unless it is marked as markup of ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent


def page(template: str, **values: Any) -> str:
    """The text of a template of this folder with `values` in it. A value that is missing raises UndefinedError."""
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    # `tojson` writes JSON that cannot end its script element, nor begin another
    templates.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return templates
