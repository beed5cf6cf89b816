"""What the command lines (`python -m dashboard...`) share: parsing days, printing lines, writing files, broken tables."""

from __future__ import annotations

import argparse
import csv
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from dashboard.columns import DAY, is_date
from dashboard.evidence import BrokenEvidence, Evidence, load


def day(text: str) -> str:
    """`text`, if it is a day, for an argparse option. Raises ArgumentTypeError if not."""
    if re.fullmatch(DAY, text, re.ASCII) and is_date(text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not a date. Expected one such as 2026-11-24")


def say(lines: Iterable[str]) -> None:
    """Print lines, with characters that the terminal's encoding lacks, such as →, as escapes."""
    encoding = sys.stdout.encoding
    print("\n".join(lines).encode(encoding, "backslashreplace").decode(encoding))


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as UTF-8 CSV, as in the tables of the evidence."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def put(file: Path, content: bytes, check: Callable[[], None] = lambda: None) -> None:
    """Replace a file whole, or leave it as it was: nobody reads half of it. `check` runs just before and may raise to stop it."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        check()
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def write(root: Path, files: Callable[[Evidence], Mapping[str, str]]) -> int:
    """Write the files made from root/data, by their path in `root`. Returns 0, or 2 with a report if the tables are broken."""
    try:
        made = files(load(root / "data"))
    except (BrokenEvidence, ValueError) as problem:  # ValueError: from a document that the tables are written into
        print(problem, file=sys.stderr)
        return 2
    for name, text in made.items():
        put(root / name, text.encode("utf-8"))
    return 0
