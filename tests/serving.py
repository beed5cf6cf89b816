"""Real servers: a command of ours in a process of its own, what it says, and what it answers."""

from __future__ import annotations

import http.client
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PROCFILE = f"sh -c {shlex.quote((ROOT / 'Procfile').read_text().removeprefix('web: ').strip())}"
LISTENS = "Listening at"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Served:
    """A process that serves on a port of its own. Standard output goes to a file, standard error is read as it comes."""

    def __init__(
        self, folder: Path, command: str = PROCFILE, *, before: Sequence[str] = (), says: str = LISTENS, port: int = 0, **settings: str
    ) -> None:
        self.port = port or free_port()
        self.output = folder / f"{self.port}.out"
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {
            **os.environ,
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "1",
            "PATH": path,
            "PYTHONDONTWRITEBYTECODE": "1",
            **settings,
        }
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [*before, "sh", "-c", f"exec {command}"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        self.said: list[str] = []
        if says:
            self.hear(says)

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        """However a test ends, its server does not outlive it."""
        self.end(signal.SIGINT)

    def hear(self, words: str) -> None:
        """Read on until the process says `words`."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            if words in line:
                return
        raise AssertionError(f"ended without saying {words!r}:\n" + "".join(self.said) + self.output.read_text())

    def ask(self, path: str, body: Any = None, method: str = "", **headers: str) -> Answer:
        """The answer to one request on a connection of its own; a body is sent as JSON."""
        connection = self.connection()
        content = None if body is None else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method or ("GET" if body is None else "POST"), path, content, {"Content-Type": "application/json", **named})
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read())
        connection.close()
        return answer

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def connected(self) -> socket.socket:
        """A bare connection, as soon as somebody listens."""
        until = time.monotonic() + 20
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=10)
            except ConnectionRefusedError:
                assert self.process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.05)

    def lines(self) -> list[dict[str, Any]]:
        """The log of the requests answered so far."""
        return [json.loads(line) for line in self.output.read_text().splitlines()]

    def end(self, how: int = signal.SIGTERM) -> int:
        """Ask the process to end, and say with which code it did within ten seconds."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(timeout=10)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
            assert self.process.stderr is not None
            self.process.stderr.close()
