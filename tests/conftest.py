"""What several test files share."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.evidence import Evidence, load

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    """The shipped tables. Session-wide: a test that changes a table works on a copy."""
    return load(DATA)
