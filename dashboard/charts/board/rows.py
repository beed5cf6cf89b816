"""Which publications are on the board and in which order, which are listed under it, and what each row reports of whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from dashboard import wording
from dashboard.adverse_events import BY_CODE, CODE_OF
from dashboard.charts import rows as shared
from dashboard.charts.chart import Aside
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Result, Study
from dashboard.selection import Shown
from dashboard.theme import GREY, PALETTE

OTHER_TOXICITY = "Toxicity figures for events other than those in the columns; see the card"
NO_FIGURE = "No response, MRD or toxicity figure; words and other figures in the card"
EFFICACY = ("response", "mrd")
"""The domains that have an axis."""
TOXICITY = tuple(BY_CODE)
"""The columns of boxes, by the codes of their events."""
NOT_SAID = "NR"
"""The size of an arm where the source does not give it."""
STATES = ("count", "percent_only", "approximate", "implied_zero", "estimate", "qualitative")
"""The order in which results fill a cell."""


@dataclass(frozen=True)
class BoardRow:
    """One publication, or one of its arms, with what it reports."""

    study: Study
    arm: Arm
    n: str
    held: Mapping[str, tuple[Result, ...]]
    """The results by domain and column, of which the first is drawn; empty for a gap."""
    remark: str
    """'same children as [25], longer follow-up', 'same children in [22] [40]', '108 in both arms', or nothing."""
    of_arm: bool
    """Whether the row is about one of several arms, each of which has a row of its own under the publication."""
    asked: tuple[str, ...]
    """The populations that the reader filters for (`asked_of`)."""
    evidence: Evidence = field(repr=False, compare=False)
    """Used to look up its sources and its layer."""
    settings: tuple[str, ...] = ()
    """The settings asked for."""
    replaced: frozenset[str] = frozenset()
    """The domains and columns whose figures a later report of the same children replaces, in the row below."""

    @property
    def label(self) -> str:
        return f"{self.study.label}, {self.arm.short}" if self.of_arm or self.other else self.study.label

    @property
    def other(self) -> str:
        """The name of a publication's only arm where it is not the drug's; a row that names no arm is the drug's."""
        return "" if self.of_arm or self.arm.role == "experimental" else self.arm.short

    @property
    def colour(self) -> str:
        return PALETTE[self.arm.colour]

    @property
    def tag(self) -> str:
        return shared.tag(self.evidence, self.study, chain.from_iterable(self.held.values()), brief=True)

    @property
    def others(self) -> int:
        """How many other publications report the same children."""
        return len(self.evidence.mates(self.study))

    @property
    def all_reconstructed(self) -> bool:
        """Whether its size and every denominator of its toxicity are worked out from percentages, so that one sign at the size says so."""
        counts = [result for column in TOXICITY for result in self.held[column] if result.state == "count"]
        return "‡" in self.n and all(result.n_basis == "reconstructed" for result in counts)

    def first(self, key: str) -> Result | None:
        """The result that is drawn for a domain or column; None for a gap."""
        return next(iter(self.held[key]), None)

    @property
    def reports_other_toxicity(self) -> bool:
        """Whether all columns are gaps although figures of toxicity are reported: such a row is not silent on toxicity."""
        own = [result for result in self.evidence.results_of(self.study.study_id) if result.arm == self.arm.arm]
        return any(map(_is_other_toxicity, own)) and all(map(self.is_gap, TOXICITY))

    def is_gap(self, key: str) -> bool:
        """Whether nothing is reported, here or in the report that replaces it."""
        return not self.held[key] and key not in self.replaced

    def is_mixed(self, result: Result) -> bool:
        """Whether a result counts others than the children asked for, or a part of the patients in another setting."""
        return wording.is_elsewhere(result, self.settings) or not shared.is_of_just(self.evidence, result, self.asked)

    def counts_others(self, result: Result) -> bool:
        """Whether the source says that a mixed result counts other children too; of historical controls it may not say whom they are."""
        said = self.evidence.populations_of(self.study.study_id)
        others = any(said[code].whole_population == "no" for code in self.asked if code in said)
        return wording.is_elsewhere(result, self.settings) or result.n_counts_others or (others and self.arm.role != "historical_control")

    def colour_of(self, result: Result) -> str:
        """The colour of the result's arm; grey where the result is mixed (`is_mixed`)."""
        return GREY if self.is_mixed(result) else self.colour


def board_rows(shown: Shown) -> tuple[list[BoardRow], tuple[Aside, ...]]:
    """The rows by setting, then n, with each figure of a group of children once; and what is listed under the chart and why."""
    evidence = shown.evidence
    carrying = [study for study in shown.studies if any(map(_is_figure, evidence.results_of(study.study_id)))]
    latest = shared.one_a_cohort(evidence, carrying)
    rows = [row for study in shared.under_the_earlier(evidence, carrying) for row in rows_of(shown, study)]
    rows = [own for row in rows if (own := row if row.study in latest else _without_again(row, rows, latest))]
    in_a_row = [row.study for row in rows]
    without = [study for study in shown.studies if study not in carrying]
    other = [study for study in without if any(map(_is_other_toxicity, evidence.results_of(study.study_id)))]
    return rows, shared.asides(
        evidence,
        (shared.SAME_CHILDREN, [study for study in carrying if study not in in_a_row]),
        (OTHER_TOXICITY, other),
        (NO_FIGURE, [study for study in without if study not in other]),
    )


def _is_figure(result: Result) -> bool:
    return wording.has_number(result) and _key(result) != ""


def _is_other_toxicity(result: Result) -> bool:
    """Whether a result is a toxicity figure for which there is no column."""
    return result.domain == "toxicity" and wording.has_number(result) and _key(result) == ""


def _key(result: Result) -> str:
    """The domain or column of a result; empty where it has neither."""
    return result.domain if result.domain in EFFICACY else CODE_OF.get(result.endpoint, "")


def _without_again(row: BoardRow, rows: Sequence[BoardRow], latest: Sequence[Study]) -> BoardRow | None:
    """The row of an earlier or smaller report without what a report of the same children gives again; None if empty.

    Words replace words only. Words alone make no row, unless they are all that a later report leaves.
    """
    later = [other for other in rows if _is_later(other, row)]
    others = [*later, *(other for other in rows if other.study in latest and other.study.cohort_id == row.study.cohort_id)]
    replaced = frozenset(key for key in row.held if _is_again(row, later, key))
    held = {key: () if _is_again(row, others, key) else own for key, own in row.held.items()}
    left = [result for own in held.values() for result in own]
    return replace(row, held=held, replaced=replaced) if (left and later) or any(map(wording.has_number, left)) else None


def _is_again(row: BoardRow, others: Iterable[BoardRow], key: str) -> bool:
    """Whether another row of its arm gives what a row holds for a domain or column: a number, or words where it has no number either.

    A count of some causes alone gives no count of all again.
    """
    own, found = row.held[key], [result for other in others if other.arm == row.arm for result in other.held[key]]
    theirs = [result for result in found if result.cause in ((), *(mine.cause for mine in own))]
    return bool(own and theirs) and (any(map(wording.has_number, theirs)) or not any(map(wording.has_number, own)))


def _is_later(row: BoardRow, than: BoardRow) -> bool:
    """Whether a row's report updates that of another, directly or through others."""
    return than.study in row.evidence.earlier(row.study)


def rows_of(shown: Shown, study: Study) -> list[BoardRow]:
    """A row for each arm on which a publication reports something; for historical controls, a figure.

    Arms are named where there are several.
    """
    evidence, results = shown.evidence, shown.evidence.results_of(study.study_id)
    of_board = {result.arm for result in results if _is_figure(result)}
    reported = {result.arm for result in results}
    arms = [arm for arm in evidence.arms if arm.arm in (of_board if arm.role == "historical_control" else reported) and arm.role != "both"]
    asked, settings = shared.asked_of(shown), shown.selection.chosen("setting")
    rows = []
    for arm in arms:
        own, size = [result for result in results if result.arm == arm.arm], _size(study, arm, results)
        held = {domain: _efficacy(evidence, own, domain, asked) for domain in EFFICACY}
        by_column: dict[str, list[Result]] = {column: [] for column in ("", *TOXICITY)}
        for result in own:
            by_column[CODE_OF.get(result.endpoint, "")].append(result)
        held |= {column: _cell(evidence, by_column[column], column, asked) for column in TOXICITY}
        same = f"{study.patients} in both arms" if study.randomised and size == NOT_SAID else shared.same_children(shown, study)
        remark = shared.longer(evidence, study) or same
        rows.append(BoardRow(study, arm, size, held, remark, study.randomised or len(arms) > 1, asked, evidence, settings))
    return rows


def _efficacy(evidence: Evidence, own: Iterable[Result], domain: str, asked: Sequence[str]) -> tuple[Result, ...]:
    """The main result of a domain; before it a result for just the children asked for, where the main one counts others too."""
    found = [result for result in own if result.domain == domain]
    main = [result for result in found if result.main]
    if not asked or any(shared.is_of_just(evidence, result, asked) for result in main):
        return tuple(main)
    just = [result for result in found if wording.has_number(result) and not result.main and shared.is_of_just(evidence, result, asked)]
    return (*just[:1], *main)


def _cell(evidence: Evidence, own: Iterable[Result], column: str, asked: Sequence[str]) -> tuple[Result, ...]:
    """The results of one cell; empty for a gap.

    Those for just the children asked for come first, then an event before its parts, then numbers before words.
    """
    found = [result for result in own if result.state != "not_reported"]

    def place(result: Result) -> tuple[bool, bool, int]:
        is_part = result.endpoint not in BY_CODE[column].endpoints
        return not shared.is_of_just(evidence, result, asked), is_part, STATES.index(result.state)

    return tuple(sorted(found, key=place))


PART_OF_ALL = ("enrolled", "earlier_treatment")
"""Endpoints that count the patients whom a publication's figures are about, where they are only some of its patients."""


def _size(study: Study, arm: Arm, results: Iterable[Result]) -> str:
    """How many patients a row is about.

    Those of an arm of a randomised trial, else those at the recommended dose, or given the drug before; else all of them.
    Historical controls are not a publication's patients, and their number may differ from figure to figure.
    """
    for result in results:
        if study.randomised and result.endpoint == "randomised" and result.arm == arm.arm and result.events is not None:
            return f"{result.events}{wording.mark(result)}"
        if result.endpoint in PART_OF_ALL and result.n is not None and result.events not in (None, result.n):
            return f"{result.events} of {result.n}"
    return NOT_SAID if study.randomised or arm.role == "historical_control" else str(study.patients)
