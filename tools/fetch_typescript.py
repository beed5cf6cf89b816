"""Fetch TypeScript, which checks the scripts in assets/: `python -m tools.fetch_typescript`.

This release line is written in JavaScript: one archive, and so one hash, for every machine that has node.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import tarfile
from pathlib import Path

from tools.fetch_bundle import NotFetched, archive, verified

PACKAGE = "typescript"
VERSION = "6.0.3"
INTEGRITY = "sha512-y2TvuxSZPDyQakkFRPZHKFm+KKVqIisdg9/CZwm9ftvKXLP8NRWj38/ODjNbr43SsoXqNuAisEf1GdCxqWcdBw=="
"""Hash of the package's archive, as npm gives it: `npm view PACKAGE@VERSION dist.integrity`."""
FOLDER = Path(__file__).parents[1] / "node_modules" / PACKAGE


def is_there(folder: Path) -> bool:
    """Whether this version is in `folder`, where editors look too."""
    file = folder / "package.json"
    return file.is_file() and json.loads(file.read_text(encoding="utf-8")).get("version") == VERSION


def unpack(content: bytes, folder: Path) -> None:
    """Replace `folder` with the package in the archive `content`."""
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    with tarfile.open(fileobj=io.BytesIO(content)) as package:
        package.extraction_filter = getattr(tarfile, "data_filter", None)  # absent in the first releases of Python 3.11
        package.extractall(part)
    shutil.rmtree(folder, ignore_errors=True)
    (part / "package").rename(folder)
    part.rmdir()


def main() -> int:
    """Fetch the package if needed. Returns 0 if it is there in the end, else 1."""
    if is_there(FOLDER):
        return 0
    try:
        content = verified(archive(PACKAGE, VERSION), INTEGRITY)
    except NotFetched as why:
        print(f"TypeScript was not fetched: {why}. Without it the scripts in assets/ are not checked.", file=sys.stderr)
        return 1
    unpack(content, FOLDER)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
