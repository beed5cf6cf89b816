"""The environment, read and checked in one place: a setting that cannot be meant ends the start with a report, not a request.

`python -m dashboard.settings` checks and does nothing else. It stands before gunicorn in the Procfile, because gunicorn reads
some of the same names itself, before our configuration, and fails on them in its own words.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).parent.parent / "data"
MOST_PORT, MOST_WORKERS = 65535, 64
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)
_REPORT = re.compile(r"https://[^\s/]\S*|mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)


@dataclass(frozen=True)
class Settings:
    """What an operator may choose, with what holds where nothing is chosen."""

    port: int = 8050
    workers: int = 2
    evidence_dir: Path = SHIPPED
    embed_origins: tuple[str, ...] = ()
    """Origins that may show embeds in a frame."""
    report_address: str = ""
    """Where a reader may send a report of a data error."""


class BadSetting(ValueError):
    """Settings that cannot be meant; one line for each says which one, what it holds and what was expected."""


def read(environ: Mapping[str, str]) -> Settings:
    """The settings that `environ` holds. Raises BadSetting with all faults at once."""
    faults = list(_faults(environ))
    if faults:
        raise BadSetting("\n".join(faults))
    given = {name: value.strip() for name, value in environ.items()}
    return Settings(
        port=int(given.get("PORT") or Settings.port),
        workers=int(given.get("WEB_CONCURRENCY") or Settings.workers),
        evidence_dir=Path(environ.get("EVIDENCE_DIR") or SHIPPED),
        embed_origins=tuple(given.get("EMBED_ORIGINS", "").split()),
        report_address=given.get("REPORT_ADDRESS", ""),
    )


def of_this_process() -> Settings:
    """The settings of the environment; bad ones end the process with code 2 and the report on standard error."""
    try:
        return read(os.environ)
    except BadSetting as bad:
        print(bad, file=sys.stderr)
        raise SystemExit(2) from None


def _faults(environ: Mapping[str, str]) -> Iterable[str]:
    port, workers = environ.get("PORT", ""), environ.get("WEB_CONCURRENCY")
    if port.strip() and not _is_number(port, MOST_PORT):
        yield f"PORT: {port!r} is no port. Expected a whole number from 1 to {MOST_PORT}"
    # gunicorn takes an empty one for a number, too
    if workers is not None and not _is_number(workers, MOST_WORKERS):
        yield f"WEB_CONCURRENCY: {workers!r} is no number of workers. Expected a whole number from 1 to {MOST_WORKERS}"
    for origin in environ.get("EMBED_ORIGINS", "").split():
        if not _ORIGIN.fullmatch(origin):
            yield f"EMBED_ORIGINS: {origin!r} is no origin. Expected origins with a space between, such as https://wiki.hospital.example"
    address = environ.get("REPORT_ADDRESS", "")
    if address.strip() and not _REPORT.fullmatch(address.strip()):
        yield (
            f"REPORT_ADDRESS: {address!r} is no address for reports. "
            "Expected one that begins with https: or mailto:, such as mailto:evidence@hospital.example"
        )


def _is_number(text: str, most: int) -> bool:
    """Whether `text` is a whole number from 1 to `most`."""
    return re.fullmatch(r"[0-9]{1,5}", text.strip()) is not None and 1 <= int(text) <= most


if __name__ == "__main__":
    of_this_process()
