"""The import command: adds rows from files or the public interface to the table of states."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from dashboard.commands import day, say
from dashboard.evidence import BrokenEvidence, Evidence, load
from dashboard.registry.adding import add, report, sides, summary
from dashboard.registry.fetch import BASE, Interface, Unreachable
from dashboard.registry.files import Refused, read_answer, read_files
from dashboard.registry.records import FIELDS, NUMBER
from dashboard.schema import REGISTRY, RegistryState


def main(arguments: Sequence[str] | None = None) -> int:
    """Import and return 0; if anything is wrong, add nothing, report it and return 2."""
    asked = _parser().parse_args(arguments)
    if asked.fetch == bool(asked.files):
        print("Name either files or --fetch.", file=sys.stderr)
        return 2
    into = asked.into.resolve()
    if into.name != REGISTRY.folder:
        print(f"{asked.into}: states are not read from there. Expected the folder {REGISTRY.folder} beside the tables.", file=sys.stderr)
        return 2
    try:
        evidence = load(into.parent)
        states = _fetched(evidence, asked) if asked.fetch else read_files(asked.files, as_of=asked.as_of or "", without=asked.without)
        if asked.dry_run:
            lines = list(report(evidence, states))
        else:
            lines = [summary(add(states, asked.into), len(states), asked.into), *sides(evidence, states)]
    except (BrokenEvidence, Refused, Unreachable) as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"{asked.into}: {problem.strerror or problem}. Nothing was changed.", file=sys.stderr)
        return 2
    # outside the try: the rows are added by now, so an error in printing is not one of the import
    say(lines)
    return 0


def _fetched(evidence: Evidence, asked: argparse.Namespace) -> list[RegistryState]:
    """The states of every trial in the tables that has a number of this register."""
    numbers = [number for number in dict.fromkeys(trial.registration_id for trial in evidence.trials) if re.fullmatch(NUMBER, number)]
    visible = sys.stderr.isatty()

    def told(count: int) -> None:
        if visible:
            done = 30 * min(count, len(numbers)) // len(numbers)
            sys.stderr.write(f"\r[{'#' * done}{' ' * (30 - done)}] {count} of {len(numbers)} records")

    try:
        studies = Interface(asked.base, timeout=asked.timeout).studies(numbers, told)
    finally:
        if visible:
            sys.stderr.write("\n")
    return read_answer(studies, f"{asked.base.rstrip('/')}/studies", as_of=asked.as_of or date.today().isoformat(), without=asked.without)


def _day_of_download(text: str) -> str:
    """`text` as a day, not in the future: such a state would stay the newest. Raises ArgumentTypeError."""
    chosen = day(text)
    if chosen > (date.today() + timedelta(days=1)).isoformat():  # at the register it may already be tomorrow
        raise argparse.ArgumentTypeError(f"{text!r} is still to come. Expected the day of the download")
    return chosen


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dashboard.registry", description="Add states of a register to the tables.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a download of ClinicalTrials.gov, JSON or CSV")
    parser.add_argument("--into", type=Path, required=True, help="the folder of the states, such as data/registry")
    parser.add_argument("--as-of", type=_day_of_download, metavar="YYYY-MM-DD", help="day of the download; needed for a CSV")
    parser.add_argument("--dry-run", action="store_true", help="compare field by field, add nothing")
    parser.add_argument("--fetch", action="store_true", help="ask the register for every trial of the tables")
    parser.add_argument("--base", default=BASE, help=f"its address, by default {BASE}")
    parser.add_argument("--timeout", type=float, default=30.0, help="seconds to wait for one answer")
    parser.add_argument(
        "--without", action="append", default=[], choices=[known.column for known in FIELDS], metavar="COLUMN",
        help="a field that really none of the records has; may be given several times",
    )  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())
