"""The table of docs/speed.md: what was aimed at beside what was reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

START, END = "<!-- bench -->", "<!-- /bench -->"


@dataclass(frozen=True)
class Row:
    """One thing measured; `reached` is None where there was no aim."""

    what: str
    aim: str
    found: str
    reached: bool | None

    def __str__(self) -> str:
        mark = {True: "", False: " – missed", None: ""}[self.reached]
        return f"| {self.what} | {self.aim} | {self.found}{mark} |"


def table(rows: Iterable[Row], machine: str) -> str:
    return "\n".join(["| what | aimed at | reached |", "| --- | --- | --- |", *map(str, rows), "", machine])


def write(readme: Path, rows: Sequence[Row], machine: str) -> None:
    """Put the table between its marks; without marks it is only printed."""
    text, fresh = readme.read_text(encoding="utf-8"), table(rows, machine)
    print(fresh)
    if START in text and END in text:
        before, _, rest = text.partition(START)
        readme.write_text(f"{before}{START}\n{fresh}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def locked(requirements: Path) -> list[tuple[str, str]]:
    """The frameworks beside ours and their versions, as they are locked."""
    return re.findall(r"^(vizro|streamlit)==([\w.]+)", requirements.read_text(), re.MULTILINE)
