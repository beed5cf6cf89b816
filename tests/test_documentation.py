"""The documents: what they name exists, what exists they name, and their commands do what they say."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from dashboard import settings
from dashboard.pages import PAGES
from dashboard.pages.contract import EMBED, PRESENT, WHAT_CHANGED
from dashboard.pages.panel import ACTS
from dashboard.pages.shell import EXPORTS
from tests.register import serving, study
from tests.serving import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "data" / "README.md"])
WRITTEN = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in DOCUMENTS}
ALL = "\n".join(WRITTEN.values())
LATELY = {"statusVerifiedDate": "2026-11", "lastUpdate": "2026-11-20", "versionHolder": "2026-11-27"}
USING, TABLES = WRITTEN["docs/using.md"], WRITTEN["docs/tables.md"]


def first_cells(document: str, head: str) -> set[str]:
    """The words in backticks of the first column of the table under a head."""
    table = document.split(f"| {head} |", 1)[1].split("\n\n", 1)[0]
    return {name for line in table.splitlines()[2:] for name in re.findall(r"`([^`]+)`", line.split("|")[1])}


@pytest.mark.parametrize("name", WRITTEN)
def test_links_between_documents_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#[^)]*)?\)", WRITTEN[name])
    assert [link for link in links if link and not (ROOT / name).parent.joinpath(link).exists()] == []


def test_every_setting_is_documented_and_exists() -> None:
    known = set(re.findall(r'"([A-Z][A-Z_]+)"', Path(settings.__file__).read_text(encoding="utf-8")))
    assert first_cells(WRITTEN["docs/hosting.md"], "setting") - {"FORWARDED_ALLOW_IPS"} == known - {"FORWARDED_ALLOW_IPS"}


def test_every_page_is_documented_and_exists() -> None:
    assert first_cells(USING, "page") == {*PAGES, PRESENT, WHAT_CHANGED, f"{EMBED}<chart>"}


def test_every_act_and_export_is_documented() -> None:
    assert [words for words in (*ACTS.values(), *EXPORTS.values()) if words not in USING] == []


def test_every_target_of_make_is_documented_and_exists() -> None:
    made = set(re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1].split())
    assert set(re.findall(r"\bmake ([a-z]+)\b`?", ALL)) & made == made - {"clean"}
    in_code = set(re.findall(r"`make ([a-z-]+)", ALL)) | set(re.findall(r"^make ([a-z-]+)", ALL, re.MULTILINE))
    assert in_code <= made


def test_every_command_that_is_named_exists() -> None:
    assert [name for name in set(re.findall(r"python -m ([a-z_.]+)", ALL)) if find_spec(name) is None] == []


def commands(document: str) -> list[list[str]]:
    """The lines of the shell blocks, each as its words."""
    blocks = re.findall(r"```sh\n(.*?)```", document, re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines() if line.strip()]


def test_the_commands_of_the_registers_chapter_do_what_it_says(tmp_path: Path) -> None:
    """In an empty folder but for the tables, with a made-up download, and a server of ours that speaks the register's interface."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "ctg-studies.json").write_text(json.dumps([study("NCT02187354", **LATELY)]), encoding="utf-8")
    dry, adding, fetching = (["-m", *words[2:]] for words in commands(TABLES) if "dashboard.registry" in words)
    before = (tmp_path / "data" / "registry" / "registry.csv").read_bytes()
    table = tmp_path / "data" / "registry" / "registry.csv"

    def run(words: list[str]) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout

    assert "NCT02187354" in run(dry)
    assert table.read_bytes() == before
    run(adding)
    assert table.read_bytes().startswith(before)
    assert table.read_bytes().count(b"\n") == before.count(b"\n") + 1
    with serving([study("NCT02187354", **LATELY)]) as register:
        assert "NCT02187354" in run([*fetching, "--base", register.base])
