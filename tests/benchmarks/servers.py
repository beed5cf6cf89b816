"""Servers under measurement: how they are started, how long that takes, and the memory of all their processes."""

from __future__ import annotations

import http.client
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.asking import bodies
from tests.serving import ROOT, Served, free_port

OURS = "gunicorn --config gunicorn.conf.py app:server"
OUR_FOUR = "gunicorn --config gunicorn.conf.py tests.benchmarks.peers.ours:server"
VIZRO = "gunicorn --config /dev/null --preload --workers 2 --threads 8 --bind 127.0.0.1:$PORT tests.benchmarks.peers.in_vizro:server"
STREAMLIT = (
    "streamlit run tests/benchmarks/peers/in_streamlit.py --server.port $PORT --server.address 127.0.0.1 --server.headless true "
    "--browser.gatherUsageStats false --server.fileWatcherType none"
)
PEERS = ROOT / ".venv-bench" / "bin"
PATIENCE = 120


@contextmanager
def served(command: str, *, ready: str = "/", **settings: str) -> Iterator[tuple[Served, float]]:
    """A server, and the seconds from its start to its first good answer at `ready`; it is ended at the end."""
    peer = command in (VIZRO, STREAMLIT)
    path = f"{PEERS}:{os.environ['PATH']}" if peer else None
    with tempfile.TemporaryDirectory() as folder:
        environment = {"WEB_CONCURRENCY": "2", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "", **settings}
        started = time.perf_counter()
        server = Served(Path(folder), command, says="", port=free_port(), **environment, **({"PATH": path} if path else {}))
        try:
            yield server, _answered(server, ready, started)
        finally:
            server.end()


def _answered(server: Served, path: str, started: float) -> float:
    while time.perf_counter() < started + PATIENCE:
        try:
            if server.ask(path).status == 200:
                return time.perf_counter() - started
        except (OSError, http.client.HTTPException):
            time.sleep(0.01)
        if server.process.poll() is not None:
            break
    assert server.process.stderr is not None
    server.end()
    raise RuntimeError(f"no answer from {server.process.args}")


def address(server: Served) -> str:
    return f"http://127.0.0.1:{server.port}/"


def memory_mb(server: Served) -> float:
    """The memory of a server and its workers, shared pages shared out (PSS), in MB."""
    return sum(_pss_kb(process) for process in _family(server.process.pid)) / 1024


def _family(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(relative for child in children for relative in _family(int(child)))]


def _pss_kb(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def change_bodies(server: Served) -> dict[str, Any]:
    """The well-formed changes of a server of ours; see tests.asking."""
    return bodies(SimpleNamespace(get=lambda path: SimpleNamespace(get_json=lambda: server.ask(path).json)))
