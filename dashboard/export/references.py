"""Records for a reference manager, as RIS or BibTeX: exactly those given, in their order, each with what the tables know.

The tables know a publication's first author, year and title, and its identifiers where they were verified. They do not know journal, volume
and pages, so no entry claims to be a journal article. The note of an entry says what is not known; a publication without a DOI also has
that as a keyword, by which it can be found. The same records give the same bytes: nothing here depends on the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard.export.provenance import NO_DOI, Source

LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
"""Signs with a meaning of their own in BibTeX, and how they are written."""
IN_ADDRESSES = {"{": "%7B", "}": "%7D", "\\": "%5C"}
"""Those of them that must not be in an address or a DOI, which are read as they are, and how they are encoded."""


def ris(sources: Iterable[Source], tables: str) -> bytes:
    """The records in RIS, with its line endings; `tables` says how to cite the tables, in each record."""
    return "\r\n".join(f"{''.join(map(_ris_line, _ris_fields(source, tables)))}ER  - \r\n" for source in sources).encode("utf-8")


def bibtex(sources: Iterable[Source], tables: str) -> bytes:
    """The records in BibTeX (UTF-8), after a comment that says how to cite the tables."""
    # for BibTeX a comment ends at the next @, with which an entry begins
    head = f"@comment{{{_latex(tables.replace('@', '(at)'))}}}\n"
    return "\n".join([head, *map(_entry, sources)]).encode("utf-8")


def _ris_fields(source: Source, tables: str) -> Iterator[tuple[str, str]]:
    yield "TY", "GEN"
    yield "ID", source.record
    yield "AU", source.author
    yield "TI", source.title or source.label
    yield "PY", source.year
    yield "DO", source.doi
    yield "AN", f"PMID:{source.pmid}" if source.pmid else ""
    yield "C2", source.pmcid
    yield "UR", source.address
    yield "KW", _keyword(source)
    yield "N1", _note(source)
    yield "N1", f"From: {tables}"


def _ris_line(field: tuple[str, str]) -> str:
    name, value = field
    return f"{name}  - {value}\r\n" if value else ""


def _entry(source: Source) -> str:
    author = f"{{{_latex(source.author)}}} and others" if source.author else ""
    texts = {"author": author, "title": f"{{{_latex(source.title or source.label)}}}", "year": source.year}
    addresses = {"doi": source.doi, "pmid": source.pmid, "pmcid": source.pmcid, "url": source.address}
    texts |= {name: _as_address(value) for name, value in addresses.items()}
    texts |= {"keywords": _keyword(source), "note": _latex(_note(source))}
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in texts.items() if value)
    return f"@misc{{{source.record},\n{lines}}}\n"


def _keyword(source: Source) -> str:
    return NO_DOI if NO_DOI in source.remarks else ""


def _note(source: Source) -> str:
    """'Example 2024 [1]; first author only; no DOI in the text read. Entered from Review 2025: Table 1; 3.1 p2.'"""
    return f"{'; '.join([source.label, *source.remarks])}. Entered from {source.read_in}: {'; '.join(source.places)}."


def _latex(text: str) -> str:
    return "".join(LATEX.get(sign, sign) for sign in text)


def _as_address(text: str) -> str:
    return "".join(IN_ADDRESSES.get(sign, sign) for sign in text)
