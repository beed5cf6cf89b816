"""How one result is read: its value, its interval and whose it is, what it counts, where it stands. In words, and never more.

A result is a row of the results table as a named tuple. These functions are the only place where a figure becomes text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from dashboard import statistics
from dashboard import vocabulary as words
from dashboard.evidence import rules

Result = Any
"""A row of the results table (`itertuples`); pandas gives its rows no static type."""

NUMBER_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
has = rules.has
MUCH, SOME, FEW = 20, 10, 5
"""From 20 patients a percentage is shown, from 10 the count comes first, from 5 no percentage, below 5 text only."""


REGISTRY = "https://clinicaltrials.gov/study/"
EU_REGISTRY = "https://www.clinicaltrialsregister.eu/ctr-search/search?query="
MARKUP = re.compile(r"</?(?:b|i|span|sub|sup)\b[^>]*>")
"""What a figure's text may carry to be set in Plotly, beside line breaks."""


class Limits(NamedTuple):
    """An interval in percent and whose it is."""

    low: float
    high: float
    whose: str


def results_of(frame: pd.DataFrame) -> list[Result]:
    """The rows of a results table, in its order."""
    return list(frame.itertuples(index=False))


def is_counted(result: Result) -> bool:
    """Whether events and denominator are both known."""
    return has(result.events) and has(result.n)


def has_number(result: Result) -> bool:
    """Whether the review gives a number, however incomplete."""
    return result.state in ("count", "percent_only", "estimate", "approximate", "implied_zero")


def share(result: Result) -> float | None:
    """The proportion in percent: from the counts where they are known, else as printed, else None."""
    if is_counted(result):
        return 100 * int(result.events) / int(result.n)
    return float(result.percent) if has(result.percent) else None


def limits(result: Result) -> Limits | None:
    """The 95 % interval of a proportion: the published one, else ours where counts are known, else none."""
    if has(result.percent) and has(result.ci_low) and has(result.ci_high):
        return Limits(float(result.ci_low), float(result.ci_high), "95 % CI as published")
    if is_counted(result) and result.state == "count":
        low, high = statistics.exact_interval(int(result.events), int(result.n))
        return Limits(low, high, "exact 95 % CI, computed")
    return None


def fraction(result: Result) -> str:
    """'27/70', '2 of not stated' where the review gives no denominator."""
    return f"{result.events}/{result.n}" if has(result.n) else f"{result.events}, n not stated"


def percentage(result: Result) -> str:
    """The percentage as printed, else from the counts to a whole number."""
    if has(result.percent):
        return f"{result.percent_as_printed.rstrip('%')} %"
    value = share(result)
    return "" if value is None else f"{value:.0f} %"


def value(result: Result) -> str:
    """The result as the small-number rules allow it: '27/70 · 39 %', '6/9', '58 %, n not stated', '13.1 months'."""
    if result.state == "not_reported":
        return "not reported"
    if result.state == "qualitative":
        return "in words only"
    if result.state == "approximate":
        return "about half" if not has(result.percent) else f"about {percentage(result)}"
    if result.state == "estimate":
        return f"{result.estimate:g} {result.unit}"
    if result.state == "implied_zero":
        return f"0/{result.n}, implied" if has(result.n) else "0, implied"
    if result.state == "percent_only":
        return f"{percentage(result)}, n not stated"
    return counted(result)


def counted(result: Result) -> str:
    """A count by the rules for small numbers; a reconstructed one is marked."""
    mark = " ‡" if result.n_basis == "reconstructed" else ""
    if not has(result.n) or int(result.n) < SOME:
        return fraction(result) + mark
    return f"{fraction(result)} · {percentage(result)}{mark}"


def interval(result: Result) -> str:
    """The interval with whose it is, or why there is none; empty where none is due."""
    if result.state == "estimate":
        return _median_interval(result)
    found = limits(result)
    if found and int(result.n if has(result.n) else 0) >= FEW:
        return f"{found.low:.0f}–{found.high:.0f} %, {found.whose}"
    if result.state == "percent_only":
        return "no interval: no denominator in the review"
    if result.state == "count" and not has(result.n):
        return "no interval: no denominator in the review"
    return ""


def _median_interval(result: Result) -> str:
    if has(result.ci_low):
        high = f"{result.ci_high:g}" if has(result.ci_high) else "not evaluable"
        return f"{result.ci_low:g}–{high}, {result.ci_level:g} % CI as published"
    if has(result.spread_low):
        kind = words.SPREAD[result.spread_kind]
        return f"{result.spread_low:g}–{result.spread_high:g}, {'spread, ' if result.spread_kind == 'not_stated' else ''}{kind}"
    return ""


def group(result: Result) -> str:
    """The patients whom a result speaks of: 'all 110', '69 responders', '54 randomised ‡', 'group not said'."""
    if not has(result.n) or result.denominator in ("", "not_stated"):
        return "group not said"
    counted_as = f"all {result.n}" if result.denominator == "treated" else f"{result.n} {words.DENOMINATOR[result.denominator]}"
    return f"{counted_as}{' ‡' if result.n_basis == 'reconstructed' else ''}"


def counts_whom(result: Result) -> str:
    """Whom the denominator counts and where it comes from, for example 'responders; printed with the count'."""
    parts = [words.DENOMINATOR[result.denominator]] if result.denominator else []
    parts += [words.N_BASIS[result.n_basis]] if result.n_basis else []
    return "; ".join(parts)


def toxicity_terms(result: Result) -> str:
    """Grade, seriousness and relatedness as stated; what is not stated is left to the reader's table."""
    parts = [words.GRADE[result.grade]] if result.grade and result.grade != "not_stated" else []
    parts += ["serious"] if result.serious == "yes" else []
    parts += ["related to treatment"] if result.related == "yes" else []
    return ", ".join(parts)


def what(result: Result) -> str:
    """What was observed: the review's definition, else the endpoint, with subgroup and time."""
    name = result.definition or words.ENDPOINT_WORDS[result.endpoint]
    extras = [extra for extra in (result.subgroup, toxicity_terms(result)) if extra and extra.lower() not in name.lower()]
    return f"{name} ({'; '.join(extras)})" if extras else name


def in_full(result: Result) -> str:
    """One line for a hover or a screen reader: what, value, interval, whom it counts, place."""
    parts = [f"{what(result)}: {value(result)}", interval(result), counts_whom(result), result.note, f"Review {result.source}"]
    return ". ".join(part.rstrip(".") for part in parts if part)


def number(count: int, noun: str, plural: str | None = None) -> str:
    """'six cohorts', 'one cohort', 'no cohort'; figures above twelve."""
    return f"{in_words(count)} {noun if count in (0, 1) else plural or noun + 's'}"


def in_words(count: int) -> str:
    """'six'; figures above twelve."""
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def figure(count: int, noun: str) -> str:
    """'7 publications', '1 cohort'."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def lowered(text: str) -> str:
    """`text` for the middle of a sentence: its first letter lowered, unless it begins a name or an abbreviation."""
    return text if text[1:2].isupper() or text.startswith(("Ph-", "Down")) else text[:1].lower() + text[1:]


def spread(values: Iterable[float]) -> str:
    """'34–67 %' for the range of shares in percent, '58 %' for one; empty for none."""
    rounded = sorted(round(value) for value in values)
    if not rounded:
        return ""
    return f"{rounded[0]} %" if rounded[0] == rounded[-1] else f"{rounded[0]}–{rounded[-1]} %"


def registry_address(registration: str) -> str:
    """Where to look up what a registration is today; ClinicalTrials.gov does not carry EudraCT numbers."""
    return (REGISTRY if registration.startswith("NCT") else EU_REGISTRY) + registration


def plain(text: str) -> str:
    """A figure's text without its markup, for tables and files: '7/38<br>g 2' is '7/38, g 2'."""
    return html.unescape(MARKUP.sub("", text.replace("<br>", ", ")))
