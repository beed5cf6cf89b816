"""What several test files share."""

from __future__ import annotations

import gc
import runpy
from collections.abc import Callable, Iterator
from typing import Any

import gunicorn.util
import pytest
from flask.testing import FlaskClient

from dashboard.evidence import Evidence, load
from dashboard.settings import Settings
from tests.asking import Body, bodies
from tests.serving import ROOT
from tests.tables import DATA, Tables


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """The shipped review alone. Session-wide: a test that changes a table works on a copy."""
    return load(Tables(tmp_path_factory.mktemp("review") / "tables").folder)


@pytest.fixture(scope="session")
def shipped() -> Evidence:
    """The shipped tables, all layers."""
    return load(DATA)


@pytest.fixture(scope="session")
def client(evidence: Evidence) -> FlaskClient:
    """The application without a network, with two origins that may frame its embeds."""
    from app import create_app

    settings = Settings(embed_origins=("https://wiki.hospital.example", "http://localhost:3000"))
    return create_app(evidence, settings).server.test_client()


@pytest.fixture
def own_client(evidence: Evidence) -> FlaskClient:
    """An application of one test alone, which has kept no answer."""
    from app import create_app

    return create_app(evidence).server.test_client()


@pytest.fixture(scope="session")
def change(client: FlaskClient) -> Body:
    """The well-formed change of Compare with all its charts."""
    return bodies(client)["page-text"]


@pytest.fixture
def gunicorn_conf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], dict[str, Any]]]:
    """Runs the file that gunicorn reads; what that does to the process ends with the test."""
    monkeypatch.setattr(gunicorn.util, "write_error", gunicorn.util.write_error)
    yield lambda: runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    gc.enable()
    gc.unfreeze()
