"""The gap map in words: what a cell says, a sentence on all cells, and caveats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboard import wording
from dashboard.charts.gaps.rows import STRENGTH, Counted, EvidenceCell, PopulationLine
from dashboard.charts.rows import apart, counted_apart
from dashboard.facets import REPORTED
from dashboard.selection import Shown

MOST_SIZES = 8
"""The most cohorts that a cell of the figure lists by their n."""
KINDS = {
    "randomised": "randomised trial",
    "single-arm": "single-arm trial",
    "series": "series",
    "case report": "case report",
    "words": "in words only",
}
"""What a cell may hold, in the words of the key."""
SHORT_HEAD = {"phenotype": "CD19"}
FILTERED, TRIALS, SINCE = "–", "Trials", "|"
NO_BREAK = "\u00a0"
SIGNS = {
    "mixed": "group only",
    "≤": "at most",
    "NR": "n not stated",
    SINCE: "then what came since",
    FILTERED: "nothing left by these filters",
    TRIALS: "registered, not completed",
}
SHORT = {
    "relapsed_refractory": "Relapsed or refractory",
    "later_relapse": "Refractory, later relapse",
    "mrd": "MRD",
    "post_transplant": "After transplant",
}
"""Short words for settings whose full words do not fit on a line of the map."""


def sizes(numbered: Sequence[Counted], most: int = MOST_SIZES) -> str:
    """'110 · 70 · ≤ 38 | 60 · NR': how many patients the figure of each cohort counts, for at most `most` cohorts.

    Those that came since stand after a stroke; they are never added up.
    """
    always, since = ([size(counted) for counted in numbered if counted.since is came] for came in (False, True))
    own, later = _listed(always, most), _listed(since, max(most - len(always), 1))
    return f"{own}{f'{NO_BREAK}{SINCE} ' if own else f'{SINCE}{NO_BREAK}'}{later}" if later else own


def _listed(sizes: Sequence[str], most: int) -> str:
    more = [f"{len(sizes) - most}{NO_BREAK}more"] if len(sizes) > most else []
    return f"{NO_BREAK}· ".join([*sizes[:most], *more])


def size(counted: Counted) -> str:
    """The n of one cohort, with ≤ where some of the patients may be outside the line."""
    if counted.patients is None:
        return "NR"
    return f"≤\u00a0{counted.patients}" if counted.at_most else f"{counted.patients}"


def cell_text(cell: EvidenceCell) -> str:
    """Everything a cell says: each cohort with a number by its publication and n, the strongest design, and who else says something."""
    named = [(counted.since, f"{counted.study.label} (n {size(counted)})") for counted in cell.numbered]
    always, since = ([name for later, name in named if later is came] for came in (False, True))
    subject = f"{wording.figure(len(always), 'cohort')} with a number"
    counted = f"{subject}: {', '.join(always)}" if always else subject
    counted += f"; since then {len(since)}: {', '.join(since)}" if since else ""
    parts = [f"{counted}; {cell.kind}"] if cell.numbered else []
    also = (("in words only", cell.in_words), ("only in a mixed group", cell.mixed))
    parts += [f"{reason}: {', '.join(study.label for study in own)}" for reason, own in also if own]
    return "; ".join(parts) or "none with these filters"


def places(line: PopulationLine) -> str:
    """Where in the sources the numbers and words of a line are, by group of endpoints."""
    return "; ".join(f"{REPORTED[domain]}: {', '.join(cell.places)}" for domain, cell in line.cells.items() if cell.places)


def caveats(shown: Shown, lines: Sequence[PopulationLine]) -> tuple[str, ...]:
    treatment, silent = shown.evidence.experimental.words.lower(), silent_lines(lines)
    named = f"No cohort reports a number for: {'; '.join(wording.lowered(line.words) for line in silent)}."
    return (
        *([named] if 0 < len(silent) < len(lines) else []),
        f"n: the patients counted in each cohort's figure, on {treatment} alone; never added up. "
        "≤: some may fall outside the row. A cohort may appear in several rows, but with a figure for part of its patients only in the "
        "settings of that part. Shade: the strongest design.",
        "A population row counts a cohort only where a figure covers these patients alone; "
        f"otherwise, and where {treatment} and other treatment are not separated, the cohort is in a mixed group only.",
        f"The publications shown report {_cohorts(shown)}.",
        "Registrations: not completed at the time of the search; not checked for whether they measure the endpoint.",
    )


def _cohorts(shown: Shown) -> str:
    """'19 cohorts, since then 23 (overlap not excluded for [19], [101])'."""
    layers = apart(shown.evidence, shown.studies, lambda study: study)
    counted = counted_apart([len({study.cohort_id for study in own}) for own in layers], "cohort").removesuffix(",")
    doubt = wording.overlap(shown.evidence, shown.studies)
    return counted + (f" ({doubt})" if doubt else "")


def silent_lines(lines: Sequence[PopulationLine]) -> list[PopulationLine]:
    """The lines without any number."""
    return [line for line in lines if not any(cell.numbered for cell in line.cells.values())]


def claim(lines: Sequence[PopulationLine]) -> str:
    """'40 of 105 cells hold a number, 47 are empty'."""
    kinds, numbers, gaps, filtered = _counted(lines)
    hold = f"{numbers or 'none'} of {kinds.total()} cells {'hold' if numbers > 1 else 'holds'} a number"
    return wording.capitalised(f"{hold}, {gaps or 'none'} {'is' if gaps == 1 else 'are'} empty{filtered if gaps else ''}")


def _counted(lines: Sequence[PopulationLine]) -> tuple[Counter[str], int, int, str]:
    """The cells by kind; how many hold a number; how many hold nothing; and whether the filters leave some of those empty, in words."""
    kinds = Counter(cell.kind for line in lines for cell in line.cells.values())
    numbers, gaps = sum(kinds[design] for design in STRENGTH), kinds["hidden"] + kinds["none"]
    return kinds, numbers, gaps, " with these filters" if kinds["hidden"] else ""


def sentence(lines: Sequence[PopulationLine]) -> str:
    """How many cells hold a number, words or nothing, what could fill the gaps, and how many lines have no number at all."""
    cells = [(line, cell) for line in lines for cell in line.cells.values()]
    kinds, numbers, gaps, filtered = _counted(lines)
    fillable = sum(cell.is_empty and line.registrations > 0 for line, cell in cells)
    registered = f"{fillable or 'none'} of them with a registration not completed"
    if gaps == len(cells):
        return f"All {len(cells)} cells are empty{filtered}, {registered}."
    new = sum(cell.new for _, cell in cells)
    only = f" ({new} of them only since then)" if new else ""
    hold = f"{numbers or 'none'} {'hold' if numbers > 1 else 'holds'} a number{only}"
    counted = f"Of {len(cells)} cells, {hold}, {kinds['words'] or 'none'} words only, {kinds['mixed'] or 'none'} a mixed group only"
    silent = len(silent_lines(lines))
    of_lines = f" {wording.capitalised(wording.in_words(silent))} of {len(lines)} rows {'has' if silent == 1 else 'have'} no number."
    empty = f"{gaps} {'is' if gaps == 1 else 'are'} empty{filtered}, {registered}."
    return f"{counted} and {empty}{of_lines if 0 < silent < len(lines) else ''}"
