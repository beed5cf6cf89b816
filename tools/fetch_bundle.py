"""Fetch the small plotly.js at set-up: `python tools/fetch_bundle.py`.

The charts need only scatter and bar, so a quarter of plotly.js is enough. A failed fetch is reported and harmless: without the file, the
whole plotly.js from the plotly package is served.
"""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "plotly.js-basic-dist-min"
VERSION = "4.1.1"
"""The version of plotly.js in the plotly package; tests/test_bundle.py fails if they differ."""
INTEGRITY = "sha512-1oNF8PeQx2hv/y7tqEVWKD3JGwn/MGEMQ8mL9HUwsaqG9FGy/OU5FHUHvzqbqxN4mnwZGI9abTiE775C4kkjMQ=="
"""Hash of the package's archive, as npm gives it: `npm view PACKAGE@VERSION dist.integrity`."""
FILE = Path(__file__).parents[1] / "assets" / "vendor" / "plotly-basic.min.js"
PATIENCE = 90
"""Seconds to wait for npm."""


class NotFetched(Exception):
    """Why a package could not be fetched."""


def is_there(file: Path) -> bool:
    """Whether `file` is the bundle of this version, which its first 200 characters name."""
    return file.is_file() and f"v{VERSION}" in file.read_text(encoding="utf-8")[:200].split()


def archive(package: str, version: str) -> bytes:
    """The archive of a package, from npm. Raises NotFetched."""
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetched("there is no npm")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", f"{package}@{version}", "--silent", "--pack-destination", folder]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE, cwd=folder)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
            raise NotFetched(f"npm did not give it ({type(failed).__name__})") from None
        return next(Path(folder).glob("*.tgz")).read_bytes()


def verified(content: bytes, integrity: str) -> bytes:
    """`content`, if its SHA-512 is `integrity`. Raises NotFetched if not."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != integrity:
        raise NotFetched(f"what npm gave is not what was pinned: {found}")
    return content


def script(content: bytes) -> bytes:
    """The only script in the package's archive."""
    with tarfile.open(fileobj=io.BytesIO(content)) as package:
        member = package.extractfile("package/plotly-basic.min.js")
        assert member is not None
        return member.read()


def main() -> None:
    """Put the script where Dash finds it, in one step, or leave no file there."""
    if is_there(FILE):
        return
    try:
        FILE.unlink(missing_ok=True)
        content = script(verified(archive(PACKAGE, VERSION), INTEGRITY))
        FILE.parent.mkdir(parents=True, exist_ok=True)
        part = FILE.with_suffix(".part")
        part.write_bytes(content)
        part.replace(FILE)
    except (NotFetched, OSError) as why:
        print(f"The small plotly.js was not fetched: {why}. All works with the whole one, which is slower to load.", file=sys.stderr)


if __name__ == "__main__":
    main()
