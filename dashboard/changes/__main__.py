"""The comparison, from the command line: two folders of tables in, the step between them added to the list of changes."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from dashboard.changes.difference import difference
from dashboard.changes.tables import NotComparable, of_folder
from dashboard.changes.words import counted
from dashboard.commands import as_csv, day, put, say
from dashboard.evidence.reading import read
from dashboard.schema import CHANGES, Change


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, and give 0; 2 with a report where anything is wrong, and then nothing is written."""
    asked = _parser().parse_args(arguments)
    into = (asked.into or asked.new) / CHANGES.file()
    try:
        old, new = of_folder(asked.old), of_folder(asked.new)
        step = difference(old, new, asked.date)
        listed = _before(_listed(into), old.name, into)
        if not asked.dry_run:
            put(into, as_csv([Change._fields, *listed, *step]))
    except NotComparable as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"{into}: {problem.strerror or problem}. Nothing was written", file=sys.stderr)
        return 2
    say(_summary(step, old.name, new.name))
    return 0


def _listed(file: Path) -> Sequence[Change]:
    """The steps that are listed already."""
    if not file.exists():
        return ()
    content = read(file.parent, "", CHANGES)
    if content.faults:
        raise NotComparable("\n".join(map(str, content.faults)))
    return content.records


def _before(listed: Sequence[Change], version: str, file: Path) -> list[Change]:
    """The steps up to a version.

    The last one is written anew where it begins there, since tables are compared again until they are handed on; earlier ones stay, since
    links carry the versions to which they lead.
    """
    starts = [*dict.fromkeys(change.from_version for change in listed)]
    if version in starts[:-1]:
        expected = f"{starts[-1]}, which writes the last step anew, or {listed[-1].version}"
        raise NotComparable(
            f"{file}: after data version {version} others are listed, which links may carry. Expected to compare {expected}"
        )
    kept = [change for change in listed if change.from_version != version]
    if kept and kept[-1].version != version:
        known = ", ".join(dict.fromkeys(change.version for change in kept))
        raise NotComparable(f"{file}: the first folder is data version {version}. Expected one that is listed: {known}")
    return kept


def _summary(step: Sequence[Change], old: str, new: str) -> Iterator[str]:
    yield f"{old} → {new}: {counted(step)}"
    for table, count in Counter(change.table for change in step).items():
        yield f"  {table}: {count}"


def _parser() -> argparse.ArgumentParser:
    words = "List what changed from one version of the tables to another."
    parser = argparse.ArgumentParser(prog="python -m dashboard.changes", description=words)
    parser.add_argument("old", type=Path, metavar="OLD", help="a folder with the tables before")
    parser.add_argument("new", type=Path, metavar="NEW", help="a folder with the tables after, such as data")
    parser.add_argument("--date", type=day, default=date.today().isoformat(), metavar="YYYY-MM-DD", help="day of the version after; today")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="where changes.csv stands, or shall; by default NEW")
    parser.add_argument("--dry-run", action="store_true", help="say how much changed, write nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
