"""The gap map in words: what a cell says, a sentence on all cells, and caveats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboard import wording
from dashboard.charts.gaps.rows import STRENGTH, Counted, EvidenceCell, PopulationLine
from dashboard.charts.rows import apart, before, counted_apart
from dashboard.facets import REPORTED, reports_on
from dashboard.selection import Shown

RELAPSES_BY_CD19 = ("cd19_positive_relapse", "cd19_negative_relapse")
REGISTRATIONS = (
    "Registrations: those not known to have ended, by the last state that a register showed, else by the source; not checked for whether "
    "they measure the endpoint."
)
MOST_SIZES = 8
"""The most cohorts that a cell of the figure lists by their n."""
KINDS = {
    "randomised": "randomised trial",
    "single-arm": "single-arm trial",
    "series": "series",
    "case report": "case report",
    "effect": "an effect between groups only",
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
    TRIALS: "registered, not known to have ended",
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
    also = ((KINDS["effect"], cell.effects), ("in words only", cell.in_words), ("only in a mixed group", cell.mixed))
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
        *([by_cd19] if (by_cd19 := _by_cd19(shown)) else []),
        f"The publications shown report {_cohorts(shown)}.",
        REGISTRATIONS if shown.evidence.trials else f"No registrations are listed {shown.evidence.within}, so none are counted here.",
    )


def _by_cd19(shown: Shown) -> str:
    """Which publications count relapses, but only by their CD19 status, so that they are in another column; empty for none."""
    refs = [
        study.ref
        for study in shown.studies
        if not reports_on(shown.evidence, study.study_id, "relapse").results
        and any(
            result.endpoint in RELAPSES_BY_CD19 and wording.has_number(result)
            for result in reports_on(shown.evidence, study.study_id, "phenotype").results
        )
    ]
    return (
        f"Relapses counted only by CD19 status are under {REPORTED['phenotype']}: {', '.join(f'[{ref}]' for ref in sorted(refs))}."
        if refs
        else ""
    )


def _cohorts(shown: Shown) -> str:
    """'19 cohorts, since then 23 (two counted before); overlap not excluded for [19], [101]'."""
    layers = apart(shown.evidence, shown.studies, lambda study: study)
    counted = counted_apart([len({study.cohort_id for study in own}) for own in layers], "cohort", before(layers)).removesuffix(",")
    return wording.joined([counted, wording.overlap(shown.evidence, shown.studies)], "; ")


def silent_lines(lines: Sequence[PopulationLine]) -> list[PopulationLine]:
    """The lines without any number, be it only that of an effect between groups."""
    return [line for line in lines if not any(cell.numbered or cell.effects for cell in line.cells.values())]


def claim(lines: Sequence[PopulationLine]) -> str:
    """'40 of 105 cells hold a number, 47 are empty'."""
    kinds, numbers, gaps, filtered = _counted(lines)
    hold = f"{numbers or 'none'} of {kinds.total()} cells {'hold' if numbers > 1 else 'holds'} a number"
    return wording.capitalised(f"{hold}, {gaps or 'none'} {'is' if gaps == 1 else 'are'} empty{filtered if gaps else ''}")


def lists_registrations(lines: Sequence[PopulationLine]) -> bool:
    """Whether the layers shown list any registrations; what came since a review may not."""
    return any(line.shown.evidence.trials for line in lines)


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
    registered = f", {fillable or 'none'} of them with a registration not known to have ended" if lists_registrations(lines) else ""
    if gaps == len(cells):
        return f"All {len(cells)} cells are empty{filtered}{registered}."
    new = sum(cell.new for _, cell in cells)
    only = f" ({new} of them only since then)" if new else ""
    hold = f"{numbers or 'none'} {'hold' if numbers > 1 else 'holds'} a number{only}"
    effects = f", {kinds['effect']} an effect between groups only" if kinds["effect"] else ""
    counted = (
        f"Of {len(cells)} cells, {hold}{effects}, {kinds['words'] or 'none'} words only, {kinds['mixed'] or 'none'} a mixed group only"
    )
    silent = len(silent_lines(lines))
    nothing = "neither a number nor an effect" if effects else "no number"
    of_lines = f" {wording.capitalised(wording.in_words(silent))} of {len(lines)} rows {'has' if silent == 1 else 'have'} {nothing}."
    empty = f"{gaps} {'is' if gaps == 1 else 'are'} empty{filtered}{registered}."
    return f"{counted} and {empty}{of_lines if 0 < silent < len(lines) else ''}"
