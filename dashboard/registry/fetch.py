"""Fetch trials' records from the register's public interface, page by page, and only on request."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from dashboard.registry.files import parsed
from dashboard.registry.records import FIELDS, Json

BASE = "https://clinicaltrials.gov/api/v2"
AT_ONCE = 100
"""Trials per request, so that its address stays shorter than what proxies refuse."""
PAGE = 25
MOST_BYTES = 64 * 1024 * 1024
LONGEST_WAIT = 60.0
BUSY = (429, 500, 502, 503, 504)


class Unreachable(Exception):
    """The register gave no usable answer; the message tells the person who asked why."""


@dataclass(frozen=True)
class Interface:
    """The register's address, the timeout of an answer in seconds, the number of tries, and how to pause between them."""

    base: str = BASE
    timeout: float = 30.0
    tries: int = 5
    pause: Callable[[float], None] = time.sleep

    def studies(self, numbers: Sequence[str], told: Callable[[int], None] = lambda count: None) -> list[Json]:
        """The records of the trials, in the register's order; `told` is given the count so far. Raises Unreachable."""
        if not _is_web_address(self.base):
            raise Unreachable(f"{self.base!r} is not a web address. Expected one such as {BASE}")
        found: list[Json] = []
        for start in range(0, len(numbers), AT_ONCE):
            for page in self._pages(numbers[start : start + AT_ONCE]):
                found += page
                told(len(found))
        return found

    def _pages(self, numbers: Sequence[str]) -> Iterator[list[Json]]:
        wanted = dict.fromkeys(known.path for known in FIELDS)
        query = {"format": "json", "filter.ids": "|".join(numbers), "fields": ",".join(wanted), "pageSize": str(PAGE)}
        token, seen = "", set[str]()
        while True:
            answer = self._answer(f"{self.base.rstrip('/')}/studies?{urlencode(query | ({'pageToken': token} if token else {}))}")
            yield answer["studies"]
            token = answer.get("nextPageToken") or ""
            if not token:
                return
            if not isinstance(token, str) or token in seen:
                raise Unreachable("The register's pages lead in a circle; nothing was read.")
            seen.add(token)

    def _answer(self, address: str) -> dict[str, Json]:
        """One page of records; a busy or interrupted register is asked again after growing pauses. Raises Unreachable."""
        for attempt in range(1, self.tries + 1):
            wait = min(2.0 ** (attempt - 1), LONGEST_WAIT)
            try:
                return _page(self._body(address))
            except HTTPError as error:
                with error:
                    problem, asked = f"it answered {error.code} {error.reason}", _asked_to_wait(error.headers)
                if error.code not in BUSY:
                    raise Unreachable(_sentence(self.base, problem)) from None
                wait = max(wait, asked)
            except URLError as error:
                problem = str(error.reason)
                if isinstance(error.reason, socket.gaierror):
                    raise Unreachable(_sentence(self.base, "its name is not known here, perhaps because there is no network")) from None
            except (OSError, HTTPException, ValueError) as error:
                problem = f"its answer broke off or is none ({error or type(error).__name__})"
            if attempt < self.tries:
                self.pause(wait)
        raise Unreachable(_sentence(self.base, f"{problem}, {self.tries} times"))

    def _body(self, address: str) -> bytes:
        """The bytes of an answer. Raises TimeoutError, Unreachable if too large, ValueError if cut off."""
        end = time.monotonic() + self.timeout
        parts = []
        with urlopen(Request(address, headers={"Accept": "application/json", "User-Agent": "BlinaBoard"}), timeout=self.timeout) as answer:
            while part := answer.read1(65536):
                parts.append(part)
                if time.monotonic() > end:
                    raise TimeoutError(f"not complete after {self.timeout:g} seconds")
                if sum(map(len, parts)) > MOST_BYTES:
                    raise Unreachable(f"The register's answer is larger than {MOST_BYTES // 2**20} MB.")
            if answer.length:  # read1 does not report a cut connection
                raise ValueError(f"{answer.length} bytes are missing")
        return b"".join(parts)


def _is_web_address(text: str) -> bool:
    """Whether `text` is an HTTP or HTTPS address with a host and a valid port."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _page(body: bytes) -> dict[str, Json]:
    page = parsed(body.decode("utf-8"))
    if not isinstance(page, dict) or not isinstance(page.get("studies"), list):
        raise ValueError(f"no list of studies: {json.dumps(page)[:80]}")
    return page


def _asked_to_wait(headers: Message) -> float:
    """The seconds to wait that a busy register asks for; 0 if it asks for none or names a date."""
    text = headers.get("Retry-After", "")
    return min(float(text), LONGEST_WAIT) if text.isascii() and text.isdigit() else 0.0


def _sentence(base: str, problem: str) -> str:
    host = urlsplit(base).netloc
    return (
        f"The register at {host} could not be asked: {problem}. Nothing was changed. A downloaded file can be imported without a network."
    )
