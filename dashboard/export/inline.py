"""What an HTML page includes: data that cannot turn into markup, and the fingerprint by which a policy allows a script."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any


def inert(content: Any) -> str:
    """The content as JSON that can neither end its script element nor begin another."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def fingerprint(script: str) -> str:
    """The hash of a script, as written in a Content-Security-Policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
