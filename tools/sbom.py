"""BlinaBoard's components as a CycloneDX 1.6 document: the pinned Python packages, and the scripts and styles served to browsers.

The same parts give the same bytes: no time, no random number; the serial number is derived from the parts.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools import fetch_bundle

ROOT = Path(__file__).parents[1]
NOT_STATED = "not stated"
SPDX = {
    **{
        name: name
        for name in ("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Zlib")
    },
    "MIT License": "MIT",
    "BSD 3-Clause License": "BSD-3-Clause",
    "Apache 2": "Apache-2.0",
    "Apache License": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
}
"""Packages' names for a licence, and the SPDX identifier that each means. `BSD License` is ambiguous and stays as it is."""


@dataclass(frozen=True)
class Pin:
    """An entry of requirements.txt: one version of one package, and the SHA-256 of each file that may be installed."""

    name: str
    version: str
    hashes: tuple[str, ...]
    applies: bool
    """Whether it is for the Python version that runs this."""

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


@dataclass(frozen=True)
class Part:
    """A component of the document; `needs` holds the purls of its dependencies."""

    name: str
    version: str
    purl: str
    licence: str
    hashes: tuple[tuple[str, str], ...] = ()
    """Algorithm and hex digest of each file in which it may come."""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Installed:
    """What an installed package says about itself."""

    version: str
    licence: str
    requires: tuple[str, ...]


def pins(text: str) -> list[Pin]:
    """The pins of a requirements file with hashes, sorted by name and version."""
    found = []
    for block in re.split(r"\n(?=\w)", text.strip()):
        requirement = Requirement(block.splitlines()[0].rstrip("\\ "))
        (specifier,) = requirement.specifier
        hashes = tuple(sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", block)))
        applies = requirement.marker is None or requirement.marker.evaluate()
        found.append(Pin(canonicalize_name(requirement.name), specifier.version, hashes, applies))
    return sorted(found, key=lambda pin: (pin.name, pin.version))


def installed(name: str) -> Installed | None:
    """The installed package of this name; None if there is none."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    says = found.metadata
    return Installed(
        found.version,
        licence_of(says.get("License-Expression"), says.get("License"), says.get_all("Classifier") or ()),
        tuple(found.requires or ()),
    )


def licence_of(expression: str | None, words: str | None, classifiers: Iterable[str]) -> str:
    """The SPDX expression if the package gives one or names an unambiguous licence, else its own words."""
    if expression:
        return expression
    classified = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License :: ")]
    # some packages give the whole licence text instead of its name
    named = words if words and "\n" not in words and len(words) <= 40 else None
    stated = named or next(iter(classified), NOT_STATED)
    return SPDX.get(stated, stated)


def packages(found: Sequence[Pin], look_up: Callable[[str], Installed | None] = installed) -> list[Part]:
    """The pinned packages for this Python version, with the licences and dependencies that they state."""
    here = {pin.name: pin for pin in found if pin.applies}
    parts = []
    for name, pin in here.items():
        says = look_up(name) or Installed("", NOT_STATED, ())
        needed = {canonicalize_name(Requirement(line).name) for line in says.requires} & here.keys()
        hashes = tuple(("SHA-256", digest) for digest in pin.hashes)
        parts.append(Part(name, pin.version, pin.purl, says.licence, hashes, tuple(sorted(here[other].purl for other in needed))))
    return parts


def not_as_pinned(found: Sequence[Pin], look_up: Callable[[str], Installed | None] = installed) -> list[str]:
    """Faults: packages of this environment that are missing or differ from their pins."""
    here = [(pin, look_up(pin.name)) for pin in found if pin.applies]
    return [
        f"{pin.name} is pinned at {pin.version}, installed is {says.version if says else 'none'}"
        for pin, says in here
        if says is None or says.version != pin.version
    ]


def scripts(site: Path, bundle: Path = fetch_bundle.FILE) -> list[Part]:
    """What browsers are given: the plotly.js fetched at set-up, and what Python packages in `site` carry."""
    carried = site / "plotly/package_data/plotly.min.js"
    styles = site / "flask_bootstrap/static/bootstrap5/css/bootstrap.min.css"
    grid = json.loads((site / "dash_ag_grid/package-info.json").read_text())["dependencies"]["ag-grid-community"]
    archive = ("SHA-512", base64.b64decode(fetch_bundle.INTEGRITY.partition("-")[2]).hex())
    fetched = (archive, *_hash(bundle)) if fetch_bundle.is_there(bundle) else (archive,)
    return [
        _script(fetch_bundle.PACKAGE, fetch_bundle.VERSION, fetched),
        _script("plotly.js-dist-min", _banner(carried), _hash(carried)),
        _script("bootstrap", _banner(styles), _hash(styles)),
        _script("ag-grid-community", grid),
        *(_react(site, name) for name in ("react", "react-dom")),
    ]


def _script(name: str, version: str, hashes: tuple[tuple[str, str], ...] = ()) -> Part:
    return Part(name, version, f"pkg:npm/{name}@{version}", "MIT", hashes)


def _banner(file: Path) -> str:
    """The version that the first 200 characters of a file name."""
    found = re.search(r"\bv(\d+\.\d+\.\d+)", file.read_text(encoding="utf-8")[:200])
    assert found is not None, file
    return found[1]


def _hash(file: Path) -> tuple[tuple[str, str], ...]:
    return (("SHA-256", hashlib.sha256(file.read_bytes()).hexdigest()),)


def _react(site: Path, name: str) -> Part:
    """The newest of Dash's several versions, which is the one it serves."""
    files = {Version(file.name.split("@")[1].removesuffix(".min.js")): file for file in (site / "dash/deps").glob(f"{name}@*.min.js")}
    newest = max(files)
    return _script(name, str(newest), _hash(files[newest]))


def document(name: str, version: str, direct: Sequence[str], parts: Sequence[Part]) -> str:
    """The document of an application whose direct dependencies are the packages `direct` and every script."""
    ordered = sorted(parts, key=lambda part: part.purl)
    root = f"{name}@{version}"
    first = sorted(part.purl for part in parts if part.name in direct or part.purl.startswith("pkg:npm/"))
    content: dict[str, Any] = {
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": name,
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [_component(part) for part in ordered],
        "dependencies": [
            {"ref": root, "dependsOn": first},
            *({"ref": part.purl, **({"dependsOn": list(part.needs)} if part.needs else {})} for part in ordered),
        ],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1}
    return json.dumps({**head, **content}, indent=1, ensure_ascii=False) + "\n"


def _component(part: Part) -> dict[str, Any]:
    licence = {"license": {"name": part.licence}}
    if set(re.split(r" AND | OR ", part.licence)) <= SPDX.keys():
        licence = {"expression": part.licence} if " " in part.licence else {"license": {"id": part.licence}}
    component = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "licenses": [licence],
        "purl": part.purl,
    }
    if part.hashes:
        hashes = [{"alg": algorithm, "content": digest} for algorithm, digest in part.hashes]
        component["externalReferences"] = [
            {"type": "distribution", "url": part.purl, "comment": "any one of these files", "hashes": hashes}
        ]
    return component
