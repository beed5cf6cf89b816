"""The small plotly.js: what is fetched is what was pinned, and nothing that goes wrong does harm."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

from tools import fetch_bundle


def test_pinned_version_is_that_of_the_whole_plotly_js() -> None:
    assert get_plotlyjs_version() == fetch_bundle.VERSION


def test_anything_else_than_what_was_pinned_is_refused() -> None:
    with pytest.raises(fetch_bundle.NotFetched, match="not what was pinned"):
        fetch_bundle.verified(b"another package", fetch_bundle.INTEGRITY)


@pytest.mark.parametrize(
    ("head", "there"),
    [(f"/**\n* plotly.js (basic - minified) v{fetch_bundle.VERSION}\n", True), ("/**\n* plotly.js v1.0.0\n", False), ("", False)],
)
def test_only_this_version_counts_as_there(tmp_path: Path, head: str, there: bool) -> None:
    file = tmp_path / "plotly-basic.min.js"
    file.write_text(head)
    assert fetch_bundle.is_there(file) is there


@pytest.mark.parametrize("archive", [None, b"another package"])
def test_without_npm_or_with_a_wrong_package_nothing_is_left_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], archive: bytes | None
) -> None:
    file = tmp_path / "vendor" / "plotly-basic.min.js"
    monkeypatch.setattr(fetch_bundle, "FILE", file)
    if archive is None:
        monkeypatch.setenv("PATH", str(tmp_path))
    else:
        monkeypatch.setattr(fetch_bundle, "archive", lambda *_: archive)
    fetch_bundle.main()
    assert not file.exists()
    assert "All works with the whole one" in capsys.readouterr().err


def test_the_script_comes_out_of_the_archive() -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("package/plotly-basic.min.js")
        member.size = 6
        archive.addfile(member, io.BytesIO(b"script"))
    assert fetch_bundle.script(packed.getvalue()) == b"script"
