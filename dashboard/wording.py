"""Results in words: value, interval and its origin, whom it counts, place in the source.

A result is a row of the results table as a named tuple. Only here are the rules by which its percentages and intervals are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import itemgetter
from typing import NamedTuple

from dashboard import statistics
from dashboard import vocabulary as words
from dashboard.evidence import Evidence
from dashboard.schema import Anomaly, Approval, Contrast, Fact, Layer, Population, Reporting, Result, Study, Trial

NUMBER_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
LEVEL = 95
"""The level, in percent, of the intervals that are drawn."""
PUBLISHED, COMPUTED = f"{LEVEL} % CI as published", f"exact {LEVEL} % CI, computed"
"""The origin of a proportion's interval."""
INCLUDES = {True: "includes", False: "does not include"}
"""Whether an interval includes the value of no difference."""
SOME, FEW = 10, 5
"""From 10 patients on, a percentage beside the count; from 5 to 9, no percentage; below 5, text only."""
N_NOT_STATED = "n not stated"
DISCLAIMER = "Not a medical device; not for decisions about one patient without current sources."

REGISTRY = "https://clinicaltrials.gov/study/"
EU_REGISTRY = "https://www.clinicaltrialsregister.eu/ctr-search/search?query="
Stated = Study | Trial | Population | Result | Contrast | Fact | Approval | Reporting
"""A record with a place in its source."""


class Limits(NamedTuple):
    """An interval in percent (0-100), and its origin."""

    low: float
    high: float
    whose: str

    @property
    def ends(self) -> str:
        """'27–51', '0.04–1': rounded as a percentage is, so for a computed one."""
        return f"{_rounded(self.low)}–{_rounded(self.high)}"


def is_counted(result: Result) -> bool:
    """Whether events and denominator are both known."""
    return result.events is not None and result.n is not None


def counts_of(result: Result) -> tuple[int, int]:
    """Events and denominator. Raises ValueError if either is unknown: ask `is_counted` first."""
    if result.events is None or result.n is None:
        raise ValueError(f"{result.result_id} has no count of a denominator")
    return result.events, result.n


def whom_is_said(result: Result) -> bool:
    """Whether it is known whom the denominator counts: the source says so, or n is not a group's size from elsewhere."""
    return result.denominator != "not_stated" or result.n_basis != "cohort"


def has_number(result: Result) -> bool:
    """Whether the source gives a number, however incomplete."""
    return result.state in ("count", "percent_only", "estimate", "approximate", "implied_zero")


def share(result: Result) -> float | None:
    """The proportion in percent: from the counts if known, else as printed, else None."""
    if result.events is not None and result.n is not None:
        return 100 * result.events / result.n
    return result.percent


def limits(result: Result) -> Limits | None:
    """A proportion's 95 % interval in percent: as published, else exact from counts if it is known whom they count, else None.

    A published one of another level, or with one limit only, is given in words only.
    """
    return _published(result) or _computed(result)


def _published(result: Result) -> Limits | None:
    if result.percent is not None and result.ci_low is not None and result.ci_high is not None and result.ci_level == LEVEL:
        return Limits(result.ci_low, result.ci_high, PUBLISHED)
    return None


def is_drawn(result: Result) -> bool:
    """Whether a proportion has a mark: a count of five patients or more of whom it is known who they are, or a percentage by itself.

    A lower bound and an approximate share have none.
    """
    if result.at_least or result.state == "approximate":
        return False
    return counts_of(result)[1] >= FEW and whom_is_said(result) if is_counted(result) else result.percent is not None


def _computed(result: Result) -> Limits | None:
    if result.domain == "conduct":
        return None  # the conduct of a study, such as 54 of 108 in an arm, is an estimate of nothing
    if is_counted(result) and result.state == "count" and whom_is_said(result) and not result.at_least and not of_courses(result):
        low, high = statistics.exact_interval(*counts_of(result))
        return Limits(low, high, COMPUTED)
    return None


def of_courses(result: Result) -> bool:
    """Whether a result counts courses of treatment; one patient may have several."""
    return result.denominator == "courses"


def fraction(result: Result) -> str:
    """'27/70', '≥ 2/70' for a lower bound, '2, n not stated' without a denominator."""
    return f"{_events(result)}/{result.n}" if result.n is not None else f"{_events(result)}, {N_NOT_STATED}"


def without_size(result: Result) -> str:
    """'2', '58 %': a count or a percentage of a group of unknown size, where that it is unknown is said once for several."""
    if result.state == "percent_only":
        return _percentage_of(result)
    return f"{_events(result)} courses" if of_courses(result) else _events(result)


def _events(result: Result) -> str:
    return f"{'≥ ' if result.at_least else ''}{result.events}"


def percentage(result: Result) -> str:
    """The percentage as printed, else rounded from the counts; empty if neither is known."""
    if result.percent is not None:
        return f"{result.percent_as_printed.rstrip('%')} %"
    value = share(result)
    return "" if value is None else f"{_rounded(value)} %"


def _rounded(value: float) -> str:
    """'39'; '0.3' and '99.6', so that some is not 0, nor nearly all 100."""
    if 0 < value < 0.5:
        return f"{value:.1g}"
    if 99.5 <= value < 100:
        return f"{100 - float(f'{100 - value:.1g}'):g}"
    return f"{value:.0f}"


def value(result: Result) -> str:
    """The result by the rules for small numbers: '27/70 · 39 %', '6/9', '58 %, n not stated', '13.1 months'."""
    if result.state == "not_reported":
        return "not reported"
    if result.state == "qualitative":
        return "in words only"
    if result.state == "approximate":
        return result.reason if result.percent is None else f"about {percentage(result)}"
    if result.state == "estimate":
        return f"{estimate(result)} {result.unit}"
    if result.state == "implied_zero":
        return f"0/{result.n}, implied" if result.n is not None else "0, implied"
    if result.state == "percent_only":
        return f"{_percentage_of(result)}, {_size(result)}"
    return f"{fraction(result)} courses" if of_courses(result) else counted(result)


def _percentage_of(result: Result) -> str:
    return f"{percentage(result)}{' of courses' if of_courses(result) else ''}"


def _size(result: Result) -> str:
    """The size of a group with a percentage but no count: 'n 718', 'n not stated'."""
    return N_NOT_STATED if result.n is None else f"n {result.n}"


def estimate(result: Result) -> str:
    """The number of an estimate: months of survival with one decimal, '3.0', others as short as they are; empty if none."""
    if result.estimate is None:
        return ""
    return f"{result.estimate:.1f}" if result.unit == "months" and result.domain == "survival" else f"{result.estimate:g}"


def counted(result: Result) -> str:
    """A count, with a percentage if the rules for small numbers allow it; a reconstructed count is marked."""
    if result.n is None or result.n < SOME or not whom_is_said(result) or result.at_least:
        return fraction(result) + mark(result)
    return f"{fraction(result)} · {percentage(result)}{mark(result)}"


def brief(result: Result) -> str:
    """'27/70', '58 %': the count, else the percentage."""
    return fraction(result) if is_counted(result) else percentage(result)


def with_interval(result: Result) -> str:
    """'27/70 · 39 % (27–51 %, exact 95 % CI, computed)': the result, with its interval if it is counted."""
    own = interval(result) if is_counted(result) else ""
    return f"{value(result)} ({own})" if own else value(result)


def mark(result: Result) -> str:
    """The mark of a reconstructed number, after a space; empty for other numbers."""
    return " ‡" if result.n_basis == "reconstructed" else ""


def interval(result: Result) -> str:
    """The interval and its origin, or why there is none; empty if none is due, such as a computed one of fewer than five."""
    if ends := _published_ends(result):
        return f"{ends}, {_level(result)}"
    if result.state == "estimate":
        return _spread_of(result)
    found = _computed(result) if (result.n or 0) >= FEW else None
    if found:
        return f"{found.ends} %, {found.whose}"
    if result.se is not None:
        return f"± {result.se:g}, a standard error, no interval"
    if of_courses(result):
        return "no interval: counts courses, and one patient may have several"
    if result.state == "percent_only" and result.n is not None:
        return "no interval published"
    if result.state == "percent_only" or (result.state == "count" and result.n is None):
        return "no interval: no denominator stated"
    if result.state == "count" and not whom_is_said(result):
        return "no interval: who the denominator counts is not stated"
    return ""


def interval_in_brief(result: Result) -> str:
    """'20–51 %', '27–51 %, published': for a card that says once that other intervals are computed; empty if there is none."""
    if result.state == "estimate":
        return interval(result)
    if ends := _published_ends(result):
        return f"{ends}, {'published' if _published(result) else _level(result)}"
    found = _computed(result) if (result.n or 0) >= FEW else None
    return f"{found.ends} %" if found else ""


def _level(result: Result) -> str:
    """'90 % CI as published': what the published limits are."""
    return f"{result.ci_level:g} % CI as published"


def _published_ends(result: Result) -> str:
    """'27–51 %', '4.4–not evaluable', 'not given–51 %': the published limits of the printed number; empty if there are none."""
    low, high = result.ci_low, result.ci_high
    if (low is None and high is None) or (result.percent is None and result.estimate is None):
        return ""
    unit = " %" if result.estimate is None else ""
    missing = "not evaluable" if any(word in result.ci_note for word in ("evaluable", "estimable")) else "not given"
    if low is None:
        return f"{missing}–{high:g}{unit}"
    return f"{low:g}–{high:g}{unit}" if high is not None else f"{low:g}{unit}–{missing}"


def _spread_of(result: Result) -> str:
    if result.spread_low is not None:
        kind = words.SPREAD[result.spread_kind]
        return f"{result.spread_low:g}–{result.spread_high:g}, {'spread, ' if result.spread_kind == 'not_stated' else ''}{kind}"
    return ""


def group(result: Result) -> str:
    """The patients whom a result counts: 'all 110', '69 responders', '54 randomised ‡', 'group not stated'."""
    if result.n is None or result.denominator == "not_stated":
        return "group not stated"
    counted_as = f"all {result.n}" if result.denominator == "treated" else f"{result.n} {words.DENOMINATOR[result.denominator]}"
    return counted_as + mark(result)


def state(result: Result) -> str:
    """What kind of statement it is, in words for the middle of a sentence."""
    if result.state == "percent_only" and result.n is not None:
        return "percentage of a group of known size, without a count"
    return words.STATE[result.state].lower()


def counts_whom(result: Result) -> str:
    """Whom n counts and where it comes from: 'n: responders, printed with the figure'; without an n, whom the figure counts."""
    basis = words.N_BASIS[result.n_basis] if result.n_basis else ""
    if result.denominator == "not_stated" and basis:
        return f"n: {basis}; whom it counts is not stated"
    whom = words.DENOMINATOR[result.denominator] if result.denominator else ""
    return f"n: {joined([whom, basis])}" if basis else whom


RELATED = "related to treatment"
ABBREVIATIONS: Mapping[str, str] = {
    words.ENDPOINT_WORDS["crs"]: "CRS",
    "Cytokine release syndrome": "CRS",
    "Event-free survival": "EFS",
    "Overall survival": "OS",
    "Disease-free survival": "DFS",
}


def causes(result: Result) -> str:
    """'for a seizure': the only causes of a stop or an interruption that a result counts; empty where it counts all."""
    return f"for {' or '.join(words.CAUSE[cause] for cause in result.cause)}" if result.cause else ""


def toxicity_terms(result: Result) -> str:
    """The only causes counted, grade, seriousness and relatedness in words; what is denied or not stated is left out."""
    return joined([_only(result), *_terms(result)])


def _only(result: Result) -> str:
    return f"only those {causes(result)}" if result.cause else ""


def _terms(result: Result) -> list[str]:
    """Grade, seriousness and relatedness."""
    parts = [words.GRADE[result.grade]] if result.grade and result.grade != "not_stated" else []
    parts += {"yes": ["serious"], "probable": ["probably serious"]}.get(result.serious, [])
    return [*parts, RELATED] if result.related == "yes" else parts


def what(result: Result) -> str:
    """What was observed: the source's definition, else the endpoint, with its subgroup and the toxicity terms that the definition lacks."""
    name = _name(result)
    terms = joined([_only(result), *(term for term in _terms(result) if not _says(name, term))])
    return _with(name, _subgroup(result), terms)


def what_in_brief(result: Result) -> str:
    """The same in fewer words: usual abbreviations, no causes, and no grade after a definition with a grade of its own."""
    name = _name(result)
    graded = re.search(r"\bgrades?\b", name)
    terms = (term.removesuffix(" to treatment") for term in _terms(result) if not (graded and "grade" in term))
    return _with(abbreviated(name), _subgroup(result), *(term for term in terms if not _says(name, term)))


def abbreviated(name: str) -> str:
    """An endpoint or a definition with the usual abbreviations."""
    return reduce(lambda said, words: said.replace(words, ABBREVIATIONS[words]), ABBREVIATIONS, name)


def _name(result: Result) -> str:
    return result.definition or words.ENDPOINT_WORDS[result.endpoint]


def _subgroup(result: Result) -> str:
    """The subgroup; empty where the definition ends in it as '… of those …', for a word of it elsewhere may mean something else."""
    own = result.subgroup
    return "" if result.definition.endswith((f" of those {own}", f" of those with {own}")) else own


def _says(name: str, term: str) -> bool:
    """Whether a definition has a term in whole words: 'non-serious' does not have 'serious'."""
    return re.search(rf"(?<![\w-]){re.escape(term)}(?![\w-])", name, re.IGNORECASE) is not None


def _with(name: str, *extras: str) -> str:
    said = joined(extras, "; ")
    return f"{name} ({said})" if said else name


def includes_one(effect: Contrast) -> bool | None:
    """Whether the published interval of a ratio includes 1; None if there is no interval."""
    return effect.ci_low <= 1 <= effect.ci_high if effect.ci_low is not None and effect.ci_high is not None else None


def place(evidence: Evidence, record: Stated) -> str:
    """A record's place: '3.1 p2' as in the table if there is one source, else with the source before it."""
    return place_at(evidence, record, record.source)


def place_at(evidence: Evidence, record: Stated | Anomaly, where: str) -> str:
    """One of a record's places in the same form: 'Review, 3.1 p2', 'Example 2024, abstract, primary source'."""
    return where if len(evidence.sources) == 1 else f"{evidence.source_of(record).label}, {where}{standing(evidence, record)}"


def spelled(place: str) -> str:
    """A place as a reader outside the tables understands it: 'Review, section 3.1, paragraph 2' for 'Review, 3.1 p2'."""
    return re.sub(r"\b(\d+(?:\.\d+)*) p(\d+)\b", r"section \1, paragraph \2", place)


def standing(evidence: Evidence, record: Stated | Anomaly) -> str:
    """', secondary report': whether a source reports its own figures; empty for a review, which reports others'."""
    if evidence.layer_of(record).kind == "review":
        return ""
    return f", {words.STANDING[evidence.source_of(record).standing]}"


def contradiction(evidence: Evidence, row: Anomaly) -> str:
    """Both statements of an anomaly, each with its place, and what is shown."""
    one, other = (place_at(evidence, row, where) for where in (row.source_a, row.source_b))
    return f"{row.statement_a} ({one}) – {row.statement_b} ({other}). Shown here: {row.shown_as}"


def places(evidence: Evidence, records: Iterable[Stated]) -> tuple[str, ...]:
    """The places of the records, each once."""
    named = (place_at(evidence, record, where) for record in records for where in record.source.split("; ") if where)
    return tuple(dict.fromkeys(named))


def place_in_full(evidence: Evidence, record: Stated) -> str:
    """'Review 3.1 p2': a record's place and source, for text that names the source nowhere else."""
    return f"{evidence.source_of(record).label} {record.source}{standing(evidence, record)}"


def in_full(evidence: Evidence, result: Result) -> str:
    """One line for a hover or a screen reader: what, value, interval, whom it counts, note, place."""
    where = place_in_full(evidence, result)
    parts = [f"{what(result)}: {value(result)}", interval(result), counts_whom(result), result.note, where]
    return joined((part.rstrip(".") for part in parts), ". ")


def joined(parts: Iterable[str], between: str = ", ") -> str:
    """The parts that are not empty, joined by `between`."""
    return between.join(part for part in parts if part)


def listed(items: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'; empty for none."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def dated(text: str) -> str:
    """'24 November 2026', 'November 2026' or '2026': a date of the tables, as precise as it is; empty for none."""
    if len(text) <= len("2026"):
        return text
    return f"{date.fromisoformat(f'{text}-01'):%B %Y}" if len(text) == len("2026-11") else day(date.fromisoformat(text))


def number(count: int, noun: str, plural: str | None = None) -> str:
    """'six cohorts', 'one cohort', 'no cohort'; above twelve in digits."""
    return f"{in_words(count)} {noun if count in (0, 1) else plural or noun + 's'}"


def in_words(count: int) -> str:
    """'six'; above twelve in digits."""
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def figure(count: int, noun: str) -> str:
    """'7 publications', '1 cohort'."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


NAMES = (
    "Ph-",
    "Philadelphia",
    "Down",
    "Ewing",
    "Burkitt",
    "Hodgkin",
    "Fanconi",
    "Li-Fraumeni",
    "Langerhans",
    "Europe",
    "Japan",
    "China",
    "Chinese",
)
"""How names in the field begin that a text may begin with; 'T-cell' and 'MRD' are told by their form."""


def lowered(text: str) -> str:
    """`text` for the middle of a sentence: its first letter lowered, unless it begins a name or an abbreviation."""
    is_name = text[1:2].isupper() or text[1:2] == "-" or text.startswith(NAMES)
    return text if is_name else text[:1].lower() + text[1:]


def said_of(title: str, code: str) -> str:
    """'Down syndrome: included': what a record says about a population, by one of the tables' six codes."""
    return f"{title}: {lowered(words.POPULATION_CODE[code])}"


def spread(results: Iterable[Result]) -> str:
    """'34–67 %' for a range of proportions, '58 %' for one, '13/38 to 6/9' if an end has too few for a percentage; empty for none."""
    shares = sorted(((found, result) for result in results if (found := share(result)) is not None), key=itemgetter(0))
    ends = [*shares[:1], *shares[-1:]]
    if any(is_counted(result) and counts_of(result)[1] < SOME for _, result in ends):
        return " to ".join(dict.fromkeys(brief(result) for _, result in ends))
    rounded = "–".join(dict.fromkeys(_rounded(found) for found, _ in ends))
    return f"{rounded} %" if rounded else ""


def registry_address(registration: str) -> str:
    """The web address to look up a registration today; ClinicalTrials.gov does not carry EudraCT numbers."""
    return (REGISTRY if registration.startswith("NCT") else EU_REGISTRY) + registration


def quoted(text: str, most: int) -> str:
    """The first `most` characters of a text from an address, without unprintable ones, to be shown."""
    return "".join(filter(str.isprintable, text[:most]))


def settings(codes: Iterable[str]) -> str:
    """'First relapse; bridge to transplant': separated by semicolons, since a setting's name may contain a comma."""
    return capitalised("; ".join(lowered(words.SETTING[code]) for code in codes))


def title(evidence: Evidence, study: Study) -> str:
    """The title as printed, or that the text read gives none."""
    return study.title or f"Title {evidence.layer_of(study).gap_words}"


def age_bounds(row: Study | Trial) -> str:
    """'1–18', 'from 14', 'under 18', '1 to under 18', '6 months–21': the bounds as stated, in years; empty if there are none."""
    low, high = ("" if age is None else _age(age) for age in (row.age_min_years, row.age_max_years))
    if not (low and high):
        return f"from {low}" if low else f"{'under' if row.age_max_exclusive else 'up to'} {high}" if high else ""
    return f"{low}{' to under ' if row.age_max_exclusive else '–'}{high}"


def _age(years: float) -> str:
    """'14', '1.7', '6 months', '28 days': in years from one year on, in months from one month on, else in days."""
    if years == 0 or years >= 1:
        return f"{years:g}"
    months = round(12 * years, 3)
    return f"{months:g} months" if months >= 1 else f"{365.25 * years:.0f} days"


def ages(study: Study) -> str:
    """'1 to 30 years (ages that could enter)': the ages in a publication's own words, and whose they are."""
    return f"{study.age_text} ({words.AGE_BASIS[study.age_basis]})"


def place_of_ages(evidence: Evidence, study: Study) -> str:
    """The place where the ages of a publication are stated, in its own source or in another."""
    return place_at(evidence, study._replace(source_id=study.age_source_id or study.source_id), study.source)


def trial_name(trial: Trial) -> str:
    """'NCT00000000 (EXAMPLE-1)'."""
    return f"{trial.registration_id} ({trial.acronym})" if trial.acronym else trial.registration_id


def is_of(evidence: Evidence, result: Result, population: str) -> bool:
    """Whether the events of a result are of this population only: its subgroup is or, without a subgroup, the whole publication is."""
    whole = evidence.populations_of(result.study_id)[population].whole_population
    return population in result.population or (not result.subgroup and whole == "yes")


def is_of_just(evidence: Evidence, result: Result, population: str) -> bool:
    """Whether a result counts this population only, in its denominator too: 1 of all 38 patients is no figure of the one child's kind."""
    whole = evidence.populations_of(result.study_id)[population].whole_population
    return is_of(evidence, result, population) and (whole == "yes" or not result.n_counts_others)


def is_of_all_in(study: Study, result: Result, setting: str) -> bool:
    """Whether everyone whom a result counts, its subgroup or else the whole publication, was treated in a setting."""
    return setting in (result.settings or study.settings_of_all)


def is_elsewhere(result: Result, settings: Iterable[str]) -> bool:
    """Whether a result's subgroup was treated only in settings not asked for; False if none is asked for."""
    asked = {*settings}
    return bool(asked and result.settings) and asked.isdisjoint(result.settings)


def cohorts(evidence: Evidence, studies: Iterable[Study], noun: str = "cohort") -> str:
    """'six cohorts', and which may overlap: 'six cohorts (overlap not excluded for [20], [36])'."""
    own = list(studies)
    doubt = overlap(evidence, own)
    return number(len({study.cohort_id for study in own}), noun) + (f" ({doubt})" if doubt else "")


def maybe_shared(evidence: Evidence, study: Study) -> list[Study]:
    """Publications of other cohorts that may count the same children; across layers, only the later cohort names the earlier."""
    named = {cohort.cohort_id for cohort in evidence.reported_cohorts if study.cohort_id in cohort.may_overlap}
    named.update(evidence.cohort(study.cohort_id).may_overlap)
    return [other for other in evidence.studies if other.cohort_id in named]


def overlap(evidence: Evidence, studies: Iterable[Study]) -> str:
    """'overlap not excluded for [20], [36]; [122] with [21], [25]': every pair that may count the same children; empty if none.

    Of several pairs it is said who may overlap with whom, each pair once, under the cohort that has most of them.
    """
    refs: dict[str, set[int]] = {}
    for study in studies:
        refs.setdefault(study.cohort_id, set()).add(study.ref)
    pairs = {frozenset((own, other)) for own in refs for other in evidence.cohort(own).may_overlap if other in refs}
    said: list[tuple[int, str]] = []
    while pairs:
        most = max(refs, key=lambda cohort: (sum(cohort in pair for pair in pairs), -min(refs[cohort])))
        others = {cohort for pair in pairs if most in pair for cohort in pair} - {most}
        pairs = {pair for pair in pairs if most not in pair}
        one, many = refs[most], {ref for cohort in others for ref in refs[cohort]}
        words = _refs(one | many) if len(one) == len(many) == 1 else f"{_refs(one)} with {_refs(many)}"
        said.append((min(one | many), words))
    return f"overlap not excluded for {'; '.join(words for _, words in sorted(said))}" if said else ""


def _refs(refs: Iterable[int]) -> str:
    """'[20], [36]'."""
    return ", ".join(f"[{ref}]" for ref in sorted(refs))


def reach(evidence: Evidence) -> str:
    """'Evidence to May 2030 + chosen later results, read to June 2031 + local results to July 2031': each layer by its kind.

    Chosen results are no search, so they are read to a date.
    """
    return capitalised(" + ".join(f"{_held(layer)} to {layer.evidence_date_words}" for layer in evidence.layers))


def _held(layer: Layer) -> str:
    if layer.kind == "local":
        return lowered(words.LAYER_KIND[layer.kind])
    return "evidence" if layer.is_complete else "chosen later results, read"


def on_request(evidence: Evidence) -> str:
    """'later', 'later or local': what the layers that are shown on request hold, beside a count of their records."""
    kinds = dict.fromkeys("local" if layer.kind == "local" else "later" for layer in evidence.layers if layer.shown == "on_request")
    return " or ".join(kinds)


def day(value: date) -> str:
    """'24 November 2026'."""
    return f"{value.day} {value:%B %Y}"


def sought(study: Study) -> str:
    """'no DOI found as of 24 November 2026', of a publication for which one was sought."""
    return f"no DOI found as of {dated(study.doi_sought)}"


def cited_tables(evidence: Evidence) -> str:
    """How to cite the tables, beside their sources: authors, year, title, version with its day, licence, DOI if any."""
    record = evidence.record
    version = f"Data version {evidence.version}, {dated(record.released)}"
    doi = f" doi:{record.doi}." if record.doi else ""
    return f"{', '.join(record.authors)} ({record.released[:4]}). {record.title}. {version}. {record.licence}.{doi}"
