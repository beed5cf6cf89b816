"""What the command lines (`python -m dashboard...`) share: days that are typed, lines printed, files written, tables that may be broken."""

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
    """A day for an option of argparse. Raises ArgumentTypeError for a text that is none."""
    if re.fullmatch(DAY, text, re.ASCII) and is_date(text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not a date. Expected one such as 2026-11-24")


def say(lines: Iterable[str]) -> None:
    """Print lines; a sign that the terminal's encoding does not have, such as the arrow between two states, as an escape."""
    encoding = sys.stdout.encoding
    print("\n".join(lines).encode(encoding, "backslashreplace").decode(encoding))


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as they stand in a table of the evidence."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def put(file: Path, content: bytes, check: Callable[[], None] = lambda: None) -> None:
    """Write a file whole, or leave it as it was: nobody ever reads half of it. `check` is asked at the last moment, and may raise."""
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
    """Write the files, by their place in `root`, that are made of the tables in root/data; 0, 2 with a report of what is broken there."""
    try:
        made = files(load(root / "data"))
    except (BrokenEvidence, ValueError) as problem:  # of the tables, or of the text beside them into which something is written
        print(problem, file=sys.stderr)
        return 2
    for name, text in made.items():
        put(root / name, text.encode("utf-8"))
    return 0
