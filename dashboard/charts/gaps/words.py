"""What the gap map says in words: in a cell and of it, of all cells in a sentence, and under them."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
from dashboard.charts.gaps.rows import Cell, Counted, Line, Row
from dashboard.charts.rows import apart, since_then
from dashboard.facets import REPORTED
from dashboard.selection import Shown

MOST_SIZES = 8
"""How many cohorts a cell of the figure lists by their n."""
KINDS = {
    "randomised": "randomised trial",
    "single-arm": "single-arm trial",
    "series": "series",
    "case report": "case report",
    "words": "in words only",
}
"""What a cell may hold, as the key says it."""
SHORT_HEAD = {"phenotype": "CD19"}
FILTERED, TRIALS, SINCE = "–", "Trials", "|"
NO_BREAK = "\u00a0"
SIGNS = {
    "mixed": "group only",
    "≤": "at most",
    "NR": "n not stated",
    SINCE: "after it what came since",
    FILTERED: "nothing left by these filters",
    TRIALS: "registered, not completed",
}
SHORT = {
    "relapsed_refractory": "Relapsed or refractory",
    "later_relapse": "Refractory, later relapse",
    "mrd": "MRD",
    "post_transplant": "After transplant",
}
"""Settings whose full words are longer than a line of a map has room for."""


def short(line: Line) -> str:
    return SHORT.get(line.option, line.words) if line.is_setting else line.words


def sizes(numbered: Sequence[Counted], most: int | None = None) -> str:
    """'110 · 70 · ≤ 38 | 60 · NR': whom the figure of each cohort counts, of at most so many, after a stroke of those that came since;
    never added up."""
    always, since = ([counted for counted in numbered if counted.since is came] for came in (False, True))
    own = _sizes(always, most)
    later = _sizes(since, None if most is None else max(most - len(always), 1))
    return f"{own}{f'{NO_BREAK}{SINCE} ' if own else f'{SINCE}{NO_BREAK}'}{later}" if later else own


def _sizes(numbered: Sequence[Counted], most: int | None) -> str:
    listed = numbered[:most]
    more = f"{len(numbered) - len(listed)}{NO_BREAK}more" if len(listed) < len(numbered) else ""
    return wording.joined([*map(size, listed), more], f"{NO_BREAK}· ")


def size(counted: Counted) -> str:
    """The n of one cohort; with ≤ where some of the patients may lie outside of the line."""
    if counted.figure.n is None:
        return "NR"
    return f"≤\u00a0{counted.figure.n}" if counted.at_most else f"{counted.figure.n}"


def cell_text(cell: Cell) -> str:
    """All that a cell says: each cohort with a number by its publication and n, the strongest design, who else says something."""
    always, since = ([_named(counted) for counted in cell.numbered if counted.since is came] for came in (False, True))
    subject = f"{wording.figure(len(always), 'cohort')} with a number"
    counted = f"{subject}: {', '.join(always)}" if always else subject
    counted += f"; since then {len(since)}: {', '.join(since)}" if since else ""
    parts = [f"{counted}; {cell.design}"] if cell.numbered else []
    also = (("in words only", cell.in_words), ("only in a mixed group", cell.mixed))
    parts += [f"{reason}: {', '.join(study.label for study in own)}" for reason, own in also if own]
    return "; ".join(parts) or "none with these filters"


def _named(counted: Counted) -> str:
    return f"{counted.study.label} (n {size(counted)})"


def places(row: Row) -> str:
    """Where the numbers and words of a line stand, endpoint by endpoint."""
    return "; ".join(f"{REPORTED[cell.domain]}: {', '.join(cell.places)}" for cell in row if cell.places)


def caveats(shown: Shown, rows: Sequence[Row]) -> tuple[str, ...]:
    treatment, silent = shown.evidence.experimental.words.lower(), silent_lines(rows)
    named = f"No cohort reports a number on: {'; '.join(wording.lowered(line.words) for line in silent)}."
    return (
        *([named] if 0 < len(silent) < len(rows) else []),
        f"n: the patients whom the figure of each cohort counts, under {treatment} alone; never added up. "
        "≤: some of them may lie outside of the line. A cohort may stand in several lines. The shade is that of the strongest design.",
        "A line of a population counts a cohort only where a figure counts nobody but these patients; "
        f"else, and where {treatment} and other treatment are not told apart, it is only in a mixed group.",
        f"The publications shown report {_cohorts(shown)}.",
        "Registrations: not completed at the time of the search; whether they measure the endpoint is not asked.",
    )


def _cohorts(shown: Shown) -> str:
    """'19 cohorts, since then 23 (overlap not excluded for [19], [101])'."""
    first, *later = ({study.cohort_id for study in own} for own in apart(shown.evidence, shown.studies, lambda study: study))
    counted = since_then([wording.number(len(first), "cohort"), *(wording.in_words(len(own)) for own in later)])
    doubt = wording.overlap(shown.evidence, shown.studies)
    return counted + (f" ({doubt})" if doubt else "")


def silent_lines(rows: Sequence[Row]) -> list[Line]:
    """The lines without any number."""
    return [row[0].line for row in rows if not any(cell.numbered for cell in row)]


def sentence(rows: Sequence[Row]) -> str:
    """How many cells hold a number, words or nothing, what could fill the gaps, and how many lines have no number at all."""
    cells = [cell for row in rows for cell in row]
    numbers = sum(1 for cell in cells if cell.numbered)
    words, mixed = (sum(1 for cell in cells if cell.kind == kind) for kind in ("words", "mixed"))
    gaps = [cell for cell in cells if cell.is_empty]
    filtered = " with these filters" if any(cell.kind == "hidden" for cell in cells) else ""
    fillable = sum(1 for cell in gaps if cell.line.registrations)
    registered = f"{fillable or 'none'} of them with a registration not completed"
    if len(gaps) == len(cells):
        return f"All {len(cells)} cells are empty{filtered}, {registered}."
    new = sum(1 for cell in cells if cell.new)
    only = f" ({new} of them only since then)" if new else ""
    hold = f"{numbers or 'none'} {'hold' if numbers > 1 else 'holds'} a number{only}"
    counted = f"Of {len(cells)} cells {hold}, {words or 'none'} words only, {mixed or 'none'} a mixed group only"
    silent = len(silent_lines(rows))
    lines = f" {wording.capitalised(wording.number(silent, 'line'))} of {len(rows)} {'has' if silent == 1 else 'have'} no number."
    empty = f"{len(gaps)} {'is' if len(gaps) == 1 else 'are'} empty{filtered}, {registered}."
    return f"{counted} and {empty}{lines if 0 < silent < len(rows) else ''}"
