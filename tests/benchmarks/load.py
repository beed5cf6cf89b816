"""Many readers at once, on this machine only: each on a connection of its own, bounded in time and in number of changes."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from dashboard.facets import FACETS
from dashboard.selection import Catalogue, Selection
from tests.asking import CHANGE, choosing
from tests.benchmarks.servers import change_bodies
from tests.serving import Served


@dataclass
class Told:
    """What the readers met: milliseconds of each answer, bytes of each body, and how many were no good answer."""

    ms: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0

    @property
    def a_second(self) -> float:
        return len(self.ms) / self.seconds

    def percentile(self, share: float) -> float:
        return sorted(self.ms)[int(share * (len(self.ms) - 1))]


def selections(catalogue: Catalogue) -> list[Selection]:
    """Nothing chosen, each option, and each pair of options of two filters, as far as they leave a publication."""
    options = [(key, code) for key, facet in FACETS.items() for code in facet.options]
    pairs = [{one[0]: [one[1]], other[0]: [other[1]]} for one, other in combinations(options, 2) if one[0] != other[0]]
    asked = [Selection.of(filters) for filters in ({}, *({key: [code]} for key, code in options), *pairs)]
    return [selection for selection in asked if catalogue.counts(selection).publications]


def requests(server: Served, asked: Sequence[Selection]) -> list[bytes]:
    """A whole request for each selection, as the browser posts it."""
    body = change_bodies(server)["page-text"]
    return [_request(server.port, choosing(body, dict(selection.filters))) for selection in asked]


def _request(port: int, body: dict[str, Any]) -> bytes:
    content = json.dumps(body, separators=(",", ":")).encode()
    head = (
        f"POST {CHANGE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Accept-Encoding: gzip, deflate, br\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def run(port: int, posts: Sequence[bytes], *, clients: int, seconds: float = 0, changes: int = 0, a_second: float = 0) -> Told:
    """`clients` readers for `seconds`, or until `changes` are answered; without pause, or together `a_second` changes."""
    return asyncio.run(_run(port, posts, clients, seconds or 3600, changes or 10**9, a_second))


async def _run(port: int, posts: Sequence[bytes], clients: int, seconds: float, changes: int, a_second: float) -> Told:
    told, started = Told(), time.perf_counter()
    left = iter(range(changes))
    pause = clients / a_second if a_second else 0.0

    async def reader(number: int) -> None:
        take, give = await asyncio.open_connection("127.0.0.1", port)
        due = started + pause * number / clients
        for turn in left:
            if pause:
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
            asked = time.perf_counter()
            if asked > started + seconds:
                break
            # neighbours in the list are alike: a step that shares no factor with its length visits all of it in no order
            give.write(posts[turn * 7919 % len(posts)])
            good, size = await _answer(take)
            told.ms.append(1000 * (time.perf_counter() - asked))
            told.bytes.append(size)
            told.errors += not good
            due = max(due + pause, asked)
        give.close()

    outcomes = await asyncio.gather(*(reader(number) for number in range(clients)), return_exceptions=True)
    told.errors += sum(isinstance(outcome, BaseException) for outcome in outcomes)
    told.seconds = time.perf_counter() - started
    return told


async def _answer(take: asyncio.StreamReader) -> tuple[bool, int]:
    head = (await take.readuntil(b"\r\n\r\n")).lower()
    size = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    await take.readexactly(size)
    return head.startswith(b"http/1.1 200"), size
