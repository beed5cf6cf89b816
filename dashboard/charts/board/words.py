"""The board in sentences and in its table: ranges, never averages; how much is not reported; and whom a figure counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from dashboard import wording
from dashboard.adverse_events import BY_CODE
from dashboard.charts import rows as shared
from dashboard.charts.board.rows import EFFICACY, NOT_SAID, TOXICITY, BoardRow, rows_of
from dashboard.evidence import Evidence
from dashboard.facets import FACETS
from dashboard.schema import Result
from dashboard.selection import Shown
from dashboard.vocabulary import STOPS

TITLES: Mapping[str, str] = {"response": "Response", "mrd": "MRD response"}
NOUNS: Mapping[str, str] = {"response": "a response", "mrd": "an MRD result"}
JUST_THESE = " for these children alone"
IN_ANOTHER_SETTING = "in another setting"
NOT_THESE_ALONE, NOT_STATED = "not these alone", "whether these alone is not stated"
RECONSTRUCTED = "‡ beside n: in the boxes of that row each n is worked out from percentages, as is each count printed only as a percentage."
REPLACED, REPLACED_IN_WORDS = "↓", "replaced by the later report of the same children, in the row below"
Pairs = Sequence[tuple[BoardRow, Result]]


def efficacy_sentence(evidence: Evidence, rows: Sequence[BoardRow], domains: Sequence[str] = EFFICACY) -> str:
    """The range of each domain in the experimental arm, and in how many cohorts; never an average, and never across two layers."""
    layers = shared.apart(evidence, rows, lambda row: row.study)
    found = {domain: [_reported(evidence, own, domain) for own in layers] for domain in domains}
    reported = {domain: parts for domain, parts in found.items() if any(parts)}
    of_whom = JUST_THESE if any(row.asked for row in rows) else ""
    under = f"{of_whom} with {wording.lowered(evidence.experimental.words)}"
    verb = next((domain for domain, (first, *_) in reported.items() if first), next(iter(reported), ""))
    clauses = [_reporting(domain, parts, under if domain == verb else "") for domain, parts in reported.items()]
    between = "; " if len(layers) > 1 else ", and "
    said = [f"{wording.capitalised(between.join(clauses))}{_why_no_average(reported.values())}."] if clauses else []
    silent = [domain for domain in domains if domain not in reported]
    of_another = any(row.first(domain) for row in rows for domain in silent if row.arm != evidence.experimental)
    nouns = f"{' or '.join(NOUNS[domain] for domain in silent)}{under if of_another else of_whom}"
    held = [(row, own) for row in rows for domain in silent for own in row.held[domain] if wording.is_elsewhere(own, row.settings)]
    elsewhere = any(shared.is_of_just(evidence, own, row.asked) for row, own in held)
    but = f", except for part of the patients {IN_ANOTHER_SETTING}" if elsewhere else ""
    said += [f"No cohort shown here reports {nouns} as a number {evidence.within}{but}."] if silent else []
    return " ".join(said)


def efficacy_claim(evidence: Evidence, rows: Sequence[BoardRow]) -> str:
    """'Six cohorts, since then four, report a response with the drug; six, since then eight, MRD'; empty where none reports either."""
    layers = shared.apart(evidence, rows, lambda row: row.study)
    found = {domain: [_cohorts(_reported(evidence, own, domain)) for own in layers] for domain in EFFICACY}
    reported = {domain: counts for domain, counts in found.items() if any(counts)}
    under = f"{JUST_THESE if any(row.asked for row in rows) else ''} with {wording.lowered(evidence.experimental.words)}"
    told = [f"{shared.reporting(counts)} {NOUNS[domain]}{under}" for domain, counts in reported.items()][:1]
    told += [f"{shared.counted_apart(counts)} MRD" for counts in [*reported.values()][1:]]
    return wording.capitalised(("; " if len(layers) > 1 else ", ").join(told))


def _reporting(domain: str, parts: Sequence[Pairs], under: str) -> str:
    """'six cohorts report a response with the drug, 13/38 to 6/9, since then four, 29–82 %'; without the verb where `under` is empty."""
    first, *later = parts
    count = _cohorts(first)
    subject = wording.number(count, "cohort reports", "cohorts report") if under else wording.in_words(count)
    said = f"{subject} {NOUNS[domain]}{under}{_values(first)}" if first else f"no cohort reports {NOUNS[domain]}{under} as a number"
    return shared.since_then([said, *(f"{wording.in_words(_cohorts(pairs)) if pairs else 'none'}{_values(pairs)}" for pairs in later)])


def _reported(evidence: Evidence, rows: Iterable[BoardRow], domain: str) -> Pairs:
    """The rows of the experimental arm with a share of just the children asked for, or a count whose n is not stated."""
    firsts = [(row, row.first(domain)) for row in rows if row.arm == evidence.experimental]
    own = [(row, result) for row, result in firsts if result and not row.is_mixed(result)]
    return [(row, result) for row, result in own if wording.share(result) is not None or _is_bare(result)]


def _is_bare(result: Result) -> bool:
    return result.state == "count" and result.n is None


def _cohorts(pairs: Pairs) -> int:
    return len({row.study.cohort_id for row, _ in pairs})


def _values(pairs: Pairs) -> str:
    """', 34–67 %', ', 13/38 to 6/9'; for one cohort each value with its interval."""
    if not pairs:
        return ""
    results = [result for _, result in pairs]
    if _cohorts(pairs) == 1:
        return f": {', '.join(dict.fromkeys(map(wording.with_interval, results)))}"
    span = wording.spread(filter(wording.is_drawn, results))
    undrawn = [result for result in results if not wording.is_drawn(result) and not _is_bare(result)]
    less = f" of fewer than {wording.in_words(wording.FEW)}"
    few = [f"{wording.fraction(own)}{less}" if own.n is not None and own.n < wording.FEW else wording.value(own) for own in undrawn]
    return f", {wording.joined([span, *few, *_without_n(filter(_is_bare, results))], ' and ')}"


def _without_n(results: Iterable[Result]) -> list[str]:
    """'one patient, no n', 'one patient and at least three patients, no n': patients, not cohorts; empty for none."""
    counts = [f"{'at least ' if result.at_least else ''}{wording.number(result.events or 0, 'patient')}" for result in results]
    return [f"{wording.listed(counts)}, no n"] if counts else []


def _why_no_average(found: Iterable[Sequence[Pairs]]) -> str:
    """Why no average is shown; empty where there is only one cohort.

    The results of several differ in what is counted, in whom, or at least in their patients.
    """
    together = [list(chain.from_iterable(parts)) for parts in found]
    several = [[result for _, result in pairs] for pairs in together if _cohorts(pairs) > 1]
    definitions = any(len({result.endpoint for result in results}) > 1 for results in several)
    denominators = any(len({result.denominator for result in results}) > 1 for results in several)
    differing = "definitions" if definitions else "denominators" if denominators else "patients"
    return f"; {differing} differ, so no average is shown" if several else ""


def toxicity_sentence(evidence: Evidence, rows: Sequence[BoardRow]) -> str:
    """'116 of 156 toxicity figures looked for, since then 233 of 273, are not reported; this is not zero.': how much is not reported."""
    return f"{toxicity_claim(evidence, rows)}; this is not zero." if rows else "No toxicity is shown."


def toxicity_claim(evidence: Evidence, rows: Sequence[BoardRow]) -> str:
    """The same without 'this is not zero'; empty without rows."""
    silent = _silent(evidence, rows)
    first, *later = [*filter(None, silent), ""]
    opening, after = "" if silent[0] else "Since then ", "".join(f", since then {own}," for own in later if own)
    return f"{opening}{first} toxicity figures looked for{after} are not reported" if rows else ""


def _silent(evidence: Evidence, rows: Sequence[BoardRow]) -> list[str]:
    """'116 of 156', '233 of 273': how many cells are gaps, for each layer; an empty text for a layer without rows."""
    layers = shared.apart(evidence, rows, lambda row: row.study)
    return [f"{gaps(own, TOXICITY)} of {_cells(own)}" if own else "" for own in layers]


def _cells(rows: Iterable[BoardRow]) -> int:
    return sum(key not in row.replaced for row in rows for key in TOXICITY)


def gaps(rows: Sequence[BoardRow], keys: Sequence[str]) -> int:
    """How many cells of some domains and columns are not reported."""
    return sum(row.is_gap(key) for row in rows for key in keys)


def caveats(shown: Shown, rows: Sequence[BoardRow], domains: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    """What else a reader of the board must know.

    A filter chooses publications, not children; settings; who may be the same children; what a ‡ means; how much all publications leave
    unreported, since one without figures has no row; and figures of subgroups.
    """
    chosen = [facet.title for facet in FACETS.values() if facet.population and "included" in shown.selection.chosen(facet.key)]
    whole = f"These publications include such children ({', '.join(chosen)}); grey counts others too, or may."
    said = [whole] if chosen and rows else []
    said += shared.of_other_settings(shown, (own for row in rows for key in (*domains, *columns) for own in row.held[key]))
    doubt = wording.overlap(shown.evidence, (row.study for row in rows))
    said += [f"{wording.capitalised(doubt)}."] if doubt else []
    said += _reconstructed(rows) if columns else []
    everyone = [row for study in shown.studies for row in rows_of(shown, study)] if columns and rows else []
    if _cells(everyone) > _cells(rows):
        silent = shared.since_then(_silent(shown.evidence, everyone))
        said += [f"Not reported across all publications and arms shown, with or without a row: {silent} toxicity figures looked for."]
    return (*said, *(_of_a_part(shown, rows) if domains else []))


def _reconstructed(rows: Sequence[BoardRow]) -> list[str]:
    """What a ‡ beside n stands for, and which counts are printed, so that only their n is worked out; empty without such a row."""
    marked = [row for row in rows if row.all_reconstructed]
    printed: dict[str, set[int]] = {}
    for row in marked:
        for column in TOXICITY:
            if any(result.state == "count" and result.percent is None for result in row.held[column]):
                printed.setdefault(BY_CODE[column].title, set()).add(row.study.ref)
    named = [f"{title} {' '.join(f'[{ref}]' for ref in sorted(refs))}" for title, refs in printed.items()]
    except_for = f" Printed as a count: {', '.join(named)}." if named else ""
    return [RECONSTRUCTED + except_for] if marked else []


def _of_a_part(shown: Shown, rows: Sequence[BoardRow]) -> list[str]:
    """The figures of subgroups that no row draws."""
    drawn = [first for row in rows for key in row.held if (first := row.first(key))]
    return [
        f"{study.label}, in some of its patients: {wording.what(result)}: {wording.value(result)} "
        f"({wording.place_in_full(shown.evidence, result)})."
        for study in dict.fromkeys(row.study for row in rows)
        for result in shown.evidence.results_of(study.study_id)
        if result.domain in EFFICACY and result.subgroup and wording.has_number(result) and result not in drawn
    ]


def efficacy_words(row: BoardRow, domain: str) -> str:
    """'44 %, n not stated; of all 24: 58 %, n not stated' where a population is asked for."""
    if domain in row.replaced:
        return REPLACED_IN_WORDS
    return "; ".join(f"{f'{of_whom(row, result)}: ' if row.is_mixed(result) else ''}{wording.value(result)}" for result in row.held[domain])


def of_whom(row: BoardRow, result: Result) -> str:
    """'of all 24': whom a figure counts that is not for just the children asked for.

    Of a part of the patients only whether it is known to count others; historical controls are no part of them.
    """
    if wording.is_elsewhere(result, row.settings):
        return IN_ANOTHER_SETTING
    if result.subgroup or result.n not in (None, row.study.patients):
        return NOT_THESE_ALONE if row.counts_others(result) else NOT_STATED
    return "of all patients" if row.n == NOT_SAID else f"of all {row.n}"


def cell_words(row: BoardRow, column: str) -> str:
    """Everything a cell holds: '2/54 ‡, probably serious', 'interrupted 2/70, grade 2; stopped 0/70'."""
    if column in row.replaced:
        return REPLACED_IN_WORDS
    of_parts = len({result.subgroup for result in row.held[column]}) > 1
    return "; ".join(wording.joined([_part_words(result, column), result.subgroup if of_parts else ""]) for result in row.held[column])


def _part_words(result: Result, column: str) -> str:
    """A count without its percentage, as in the box; anything else in its usual words."""
    kind = STOPS.get(result.endpoint, "")
    said = wording.fraction(result) + wording.mark(result) if result.state == "count" else wording.value(result)
    return wording.joined([f"{kind} {said}".strip(), wording.toxicity_terms(result)])
