"""How to cite the tables, for programs: data/dataset.csv in the formats of archives, search engines and citation tools.

`python -m dashboard.citation` writes CITATION.cff and .zenodo.json at the top of the repository; the description for search engines is in
every page (`web.index`). The sentence for people is `wording.cited_tables`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dashboard import wording
from dashboard.commands import write
from dashboard.evidence import Evidence

ROOT = Path(__file__).parent.parent
ARTICLE = "publication-article"


def cff(evidence: Evidence) -> str:
    """The text of CITATION.cff (version 1.2.0). It is YAML with texts quoted as in JSON, which YAML accepts."""
    record = evidence.record
    fields: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": f"Cite the tables, and the sources in which their facts were read: {evidence.citation}.",
        "type": "dataset",
        "title": record.title,
        "abstract": record.description,
        "version": evidence.version,
        "date-released": record.released,
        "license": record.licence,
        **({"doi": record.doi} if record.doi else {}),
    }
    lists = {"authors": list(map(_cff_author, record.authors)), "keywords": list(map(_quoted, record.keywords))}
    lines = [f"{name}: {_quoted(value)}" for name, value in fields.items()]
    lines += [line for name, items in lists.items() if items for line in (f"{name}:", *(f"  - {item}" for item in items))]
    return "\n".join([*lines, ""])


def zenodo(evidence: Evidence) -> dict[str, Any]:
    """The content of .zenodo.json: what Zenodo takes for a deposit of the repository."""
    record = evidence.record
    return {
        "upload_type": "dataset",
        "title": record.title,
        "description": f"{record.description} {wording.reach(evidence)}.",
        "creators": [{"name": author} for author in record.authors],
        "version": evidence.version,
        "publication_date": record.released,
        "access_right": "open",
        "license": record.licence,
        "keywords": list(record.keywords),
        "related_identifiers": [
            {"identifier": doi, "scheme": "doi", "relation": "isDerivedFrom", "resource_type": ARTICLE} for doi in _dois(evidence)
        ],
    }


def json_ld(evidence: Evidence, page: str, package: str) -> dict[str, Any]:
    """The data set for search engines (schema.org): `page` is the address that describes it, `package` that of its files.

    Both are relative to the page that holds it.
    """
    record = evidence.record
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": record.title,
        "description": f"{record.description} {wording.reach(evidence)}.",
        "creator": [{"@type": "Person" if _is_person(author) else "Organization", "name": author} for author in record.authors],
        "version": evidence.version,
        "datePublished": record.released,
        "license": record.licence_address,
        "keywords": list(record.keywords),
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        **({"identifier": f"https://doi.org/{record.doi}"} if record.doi else {}),
        "url": page,
        "isBasedOn": [f"https://doi.org/{doi}" for doi in _dois(evidence)],
        "distribution": [{"@type": "DataDownload", "encodingFormat": "application/zip", "contentUrl": package}],
    }


def _is_person(author: str) -> bool:
    return ", " in author


def _cff_author(author: str) -> str:
    """A person by family and given names, a group by its name."""
    family, _, given = author.partition(", ")
    return f"family-names: {_quoted(family)}\n    given-names: {_quoted(given)}" if _is_person(author) else f"name: {_quoted(author)}"


def _dois(evidence: Evidence) -> Iterable[str]:
    """The DOIs of the sources that were read, each once."""
    return dict.fromkeys(source.doi for source in evidence.sources if source.doi)


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def files(evidence: Evidence) -> dict[str, str]:
    """The texts of CITATION.cff and .zenodo.json, by file name."""
    return {"CITATION.cff": cff(evidence), ".zenodo.json": json.dumps(zenodo(evidence), indent=2, ensure_ascii=False) + "\n"}


if __name__ == "__main__":
    sys.exit(write(ROOT, files))
