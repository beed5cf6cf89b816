"""`make audit`: BlinaBoard's components, their licences and the security advisories about them.

Writes build/sbom.cdx.json and build/audit.md. Exits with code 1 for a licence that tools/audit.toml does not name, a package that is not
the pinned one, an advisory rated high or critical, or not rated, that tools/audit.toml does not explain, or an explanation without an
advisory. If the source of advisories cannot be reached, the report says so, which is no fault.
"""

from __future__ import annotations

import json
import re
import sys
import sysconfig
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import sbom

SOURCE = "https://api.osv.dev/v1"
"""The Open Source Vulnerabilities database: advisories for PyPI and npm packages, by package URL."""
RATINGS = ("LOW", "MODERATE", "HIGH", "CRITICAL")
PATIENCE = 20
"""Seconds to wait for an answer."""
Get = Callable[[str, Any], Any]
"""From an address, and a question or None, to the JSON answer."""


class NotReached(Exception):
    """Why the source could not be asked."""


@dataclass(frozen=True)
class Advisory:
    """What is known about one vulnerability in one part, under all its names."""

    part: str
    names: frozenset[str]
    rating: str
    """One of RATINGS, or `not rated`, which counts as high."""
    summary: str

    @property
    def high(self) -> bool:
        return self.rating not in RATINGS[:2]

    def __str__(self) -> str:
        return f"{self.part}: {', '.join(sorted(self.names))} ({self.rating.lower()}) {self.summary}".rstrip()


@dataclass(frozen=True)
class Explained:
    """Why an advisory does not concern us, and until which day that holds."""

    advisory: str
    part: str
    reason: str
    until: date

    def of(self, advisory: Advisory) -> bool:
        return self.advisory in advisory.names and advisory.part.rpartition("@")[0].endswith(f"/{self.part}")


def over_http(address: str, question: Any = None) -> Any:
    content = None if question is None else json.dumps(question).encode()
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, content, {"Content-Type": "application/json"}), timeout=PATIENCE
        ) as answer:
            return json.load(answer)
    except (OSError, ValueError) as failed:
        raise NotReached(f"{address}: {getattr(failed, 'reason', failed)}") from None


def advisories(purls: Sequence[str], get: Get = over_http) -> list[Advisory]:
    """The advisories about these package URLs. Raises NotReached if any answer is missing: the list is never partial."""
    records: dict[str, Any] = {}
    found = []
    for purl, names in _names(purls, get).items():
        for name in names - records.keys():
            records[name] = get(f"{SOURCE}/vulns/{name}", None)
        found += _together(purl, [records[name] for name in sorted(names) if not records[name].get("withdrawn")])
    return found


def _names(purls: Sequence[str], get: Get) -> dict[str, set[str]]:
    """The names of the records on each package, from every page of answers."""
    found: dict[str, set[str]] = {purl: set() for purl in purls}
    queries: list[dict[str, Any]] = [{"package": {"purl": purl}} for purl in purls]
    while queries:
        results = get(f"{SOURCE}/querybatch", {"queries": queries}).get("results", [])
        if len(results) != len(queries):
            raise NotReached(f"{SOURCE}: {len(results)} answers to {len(queries)} questions")
        more = []
        for query, result in zip(queries, results, strict=True):
            found[query["package"]["purl"]] |= {record["id"] for record in result.get("vulns", [])}
            if result.get("next_page_token"):
                more.append({**query, "page_token": result["next_page_token"]})
        queries = more
    return found


def _together(purl: str, records: Iterable[Mapping[str, Any]]) -> list[Advisory]:
    """One advisory for records that name each other, with the highest rating that one of them gives."""
    groups: list[Advisory] = []
    for record in records:
        names = frozenset([record["id"], *record.get("aliases", [])])
        rating = str(record.get("database_specific", {}).get("severity", "")).upper()
        summary = str(record.get("summary") or "")
        same = [group for group in groups if group.names & names]
        rated = [one for one in (rating, *(group.rating for group in same)) if one in RATINGS]
        joined = Advisory(
            purl,
            names.union(*(group.names for group in same)),
            max(rated, key=RATINGS.index) if rated else "not rated",
            next((text for text in (summary, *(group.summary for group in same)) if text), ""),
        )
        groups = [group for group in groups if group not in same] + [joined]
    return groups


def unexplained(found: Sequence[Advisory], explained: Sequence[Explained], today: date) -> list[str]:
    """Faults: high advisories without an explanation valid today, and explanations without an advisory."""
    valid = [one for one in explained if one.until >= today]
    faults = [f"{advisory} is not explained" for advisory in found if advisory.high and not any(one.of(advisory) for one in valid)]
    stale = [one for one in explained if not any(one.of(advisory) for advisory in found)]
    return faults + [f"tools/audit.toml explains {one.advisory} of {one.part}, which nobody reports" for one in stale]


def refused_licences(parts: Sequence[sbom.Part], accepted: Iterable[str]) -> list[str]:
    """Faults: parts with a licence, or one term of a combined licence, that is not in `accepted`."""
    named = set(accepted)
    return [f"{part.purl}: licence {part.licence!r}" for part in parts if not set(re.split(r" AND | OR ", part.licence)) <= named]


def report(parts: Sequence[sbom.Part], found: Sequence[Advisory] | NotReached, faults: Sequence[str], now: datetime) -> str:
    """The dated report in Markdown, for whoever decides about an installation."""
    if isinstance(found, NotReached):
        said = f"NOT CHECKED: the source of advisories could not be reached ({found}). This says nothing about whether there are any."
    else:
        said = "\n".join([f"Asked {SOURCE}: {len(found)} found.", *(f"- {advisory}" for advisory in found)])
    return "\n".join(
        [
            f"# Audit of {now:%d %B %Y, %H:%M} UTC",
            f"\n## Faults: {len(faults)}\n",
            *(f"- {fault}" for fault in faults),
            f"\n## Advisories\n\n{said}",
            f"\n## Licences of {len(parts)} parts\n\n| part | licence |\n| --- | --- |",
            *(f"| {part.name} {part.version} | {part.licence} |" for part in sorted(parts, key=lambda part: part.purl)),
            "",
        ]
    )


def main(folder: Path = sbom.ROOT / "build", get: Get = over_http) -> int:
    project = tomllib.loads((sbom.ROOT / "pyproject.toml").read_text())["project"]
    rules = tomllib.loads((sbom.ROOT / "tools/audit.toml").read_text())
    pins = sbom.pins((sbom.ROOT / "requirements.txt").read_text())
    scripts = sbom.scripts(Path(sysconfig.get_path("purelib")))
    parts = [*sbom.packages(pins), *scripts]
    direct = [canonicalize_name(Requirement(line).name) for line in project["dependencies"]]
    faults = [*sbom.not_as_pinned(pins), *refused_licences(parts, rules["licences"])]
    found: list[Advisory] | NotReached
    now = datetime.now(UTC)
    try:
        # all pins, also those for Python versions other than this one
        found = advisories([*(pin.purl for pin in pins), *(part.purl for part in scripts)], get)
        faults += unexplained(found, [Explained(**one) for one in rules["explained"]], now.date())
    except NotReached as why:
        found = why
    folder.mkdir(exist_ok=True)
    (folder / "sbom.cdx.json").write_text(sbom.document(project["name"], project["version"], direct, parts), encoding="utf-8")
    text = report(parts, found, faults, now)
    (folder / "audit.md").write_text(text, encoding="utf-8")
    print(text.partition("\n## Licences")[0])
    print(f"{len(parts)} parts: {folder / 'sbom.cdx.json'}, {folder / 'audit.md'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
