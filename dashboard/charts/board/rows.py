"""Which publications stand on the board, in which order, which stand under it, and what each row reports of whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from dashboard import wording
from dashboard.charts import rows as shared
from dashboard.charts.chart import Aside
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Result, Study
from dashboard.selection import Shown
from dashboard.theme import GREY, PALETTE
from dashboard.vocabulary import TOXICITY_COLUMNS, TOXICITY_PARTS

OTHER_TOXICITY = "Toxicity figures for events other than those in the columns; see the card"
NO_FIGURE = "No response, MRD or toxicity figure; words and other figures in the card"
EFFICACY = ("response", "mrd")
"""The domains that have an axis."""
TOXICITY = tuple(TOXICITY_COLUMNS)
"""The columns of boxes."""
COLUMN_OF: Mapping[str, str] = {
    endpoint: column for column in TOXICITY for endpoint in (*TOXICITY_COLUMNS[column], *TOXICITY_PARTS.get(column, ()))
}
"""The column in which an endpoint stands."""
NOT_SAID = "NR"
"""The size of an arm that the source does not give."""
STATES = ("count", "percent_only", "approximate", "implied_zero", "estimate", "qualitative")
"""In this order results fill a cell."""


@dataclass(frozen=True)
class Row:
    """One publication, or one arm of a randomised one, with what it reports."""

    study: Study
    arm: Arm
    n: str
    held: Mapping[str, tuple[Result, ...]]
    """By domain and column what stands there, of which the first is drawn; empty for a gap."""
    remark: str
    """'same children as [25], longer follow-up', 'same children in [22] [40]', '108 in both arms', or nothing."""
    of_arm: bool
    """Whether it speaks of one of several arms, so that the arm has a row of its own under the publication."""
    asked: tuple[str, ...]
    """The populations of which the reader asked for publications that include them."""
    evidence: Evidence = field(repr=False, compare=False)
    """Where its source and its layer are looked up."""
    settings: tuple[str, ...] = ()
    """The settings asked for."""
    replaced: frozenset[str] = frozenset()
    """The domains and columns whose figures a later report of the same children replaces; it stands in the row below."""

    @property
    def label(self) -> str:
        return f"{self.study.label}, {self.arm.short}" if self.of_arm or self.other else self.study.label

    @property
    def other(self) -> str:
        """The name of the arm, where a publication has another than the drug's alone: a row that names none is the drug's."""
        return "" if self.of_arm or self.arm.role == "experimental" else self.arm.short

    @property
    def colour(self) -> str:
        return PALETTE[self.arm.colour]

    @property
    def tag(self) -> str:
        return shared.tag(self.evidence, self.study, chain.from_iterable(self.held.values()), brief=True)

    @property
    def others(self) -> int:
        """How many more publications report the same children."""
        return len(shared.mates(self.evidence, self.study))

    @property
    def all_reconstructed(self) -> bool:
        """Whether its size and every count of its toxicity are worked out, so that one sign at the size says so."""
        counts = [result for column in TOXICITY for result in self.held[column] if result.state == "count"]
        return "‡" in self.n and all(result.n_basis == "reconstructed" for result in counts)

    def first(self, key: str) -> Result | None:
        """The result that is drawn of a domain or column."""
        return next(iter(self.held[key]), None)

    @property
    def reports_other_toxicity(self) -> bool:
        """Whether no column holds anything, but figures of toxicity are reported: such a row is not silent on toxicity."""
        own = [result for result in self.evidence.results_of(self.study.study_id) if result.arm == self.arm.arm]
        return any(map(_is_other_toxicity, own)) and all(map(self.is_gap, TOXICITY))

    def is_gap(self, key: str) -> bool:
        """Whether nothing is reported, here or in the report that replaces it."""
        return not self.held[key] and key not in self.replaced

    def is_mixed(self, result: Result) -> bool:
        """Whether a result counts others than the children asked for, or is of a part of the patients in another setting."""
        return wording.is_elsewhere(result, self.settings) or not shared.is_of_just(self.evidence, result, self.asked)

    def colour_of(self, result: Result) -> str:
        """That of its arm; grey where it counts others than the children asked for."""
        return GREY if self.is_mixed(result) else self.colour


def board_rows(shown: Shown) -> tuple[list[Row], tuple[Aside, ...]]:
    """The rows by setting, then n, each figure of a group of children once; and what stands under the chart, with the reason."""
    evidence = shown.evidence
    carrying = [study for study in shown.studies if any(map(_is_figure, evidence.results_of(study.study_id)))]
    latest = shared.one_a_cohort(carrying)
    updated = {later.updates for later in latest}
    beside = [study for study in carrying if study not in latest and study.study_id not in updated and _more(evidence, study, latest)]
    drawn = shared.under_the_earlier([study for study in carrying if study in latest or study in beside or study.study_id in updated])
    rows = [row for study in drawn for row in rows_of(shown, study)]
    rows = [own for row in rows if (own := _without_replaced(row, rows))]
    rows = [own for row in rows if (own := _without_again(row, latest) if row.study in beside else row)]
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
    """Whether it is a figure of toxicity for which there is no column."""
    return result.domain == "toxicity" and wording.has_number(result) and _key(result) == ""


def _key(result: Result) -> str:
    """The domain or the column in which a result stands; empty for none."""
    return result.domain if result.domain in EFFICACY else COLUMN_OF.get(result.endpoint, "")


def _more(evidence: Evidence, study: Study, latest: Iterable[Study]) -> set[tuple[str, str]]:
    """The figures, by arm and place, that a publication has and that of the same children which is drawn has not."""
    same = [other for other in latest if other.cohort_id == study.cohort_id]
    known = {place for other in same for place in _figures(evidence, other)}
    return _figures(evidence, study) - known


def _figures(evidence: Evidence, study: Study) -> set[tuple[str, str]]:
    return {(result.arm, _key(result)) for result in evidence.results_of(study.study_id) if _is_figure(result)}


def _without_again(row: Row, latest: Iterable[Study]) -> Row | None:
    """A row with nothing but the figures that the publication of the same children beside it has not; None where there is none."""
    more = _more(row.evidence, row.study, latest)
    held = {key: own if (row.arm.arm, key) in more else () for key, own in row.held.items()}
    return replace(row, held=held) if any(held.values()) else None


def _without_replaced(row: Row, rows: Sequence[Row]) -> Row | None:
    """A row without the figures that a later report has too, in the same arm; None where nothing is left of it."""
    later = next((other for other in rows if other.study.updates == row.study.study_id and other.arm == row.arm), None)
    if later is None:
        return row
    replaced = frozenset(key for key, own in row.held.items() if own and later.held[key])
    held = {key: () if later.held[key] else own for key, own in row.held.items()}
    return replace(row, held=held, replaced=replaced) if any(held.values()) else None


def rows_of(shown: Shown, study: Study) -> list[Row]:
    """A row for each arm of which a publication reports something, for historical controls a figure; several are named."""
    evidence, results = shown.evidence, shown.evidence.results_of(study.study_id)
    of_board = {result.arm for result in results if _is_figure(result)}
    reported = {result.arm for result in results}
    arms = [arm for arm in evidence.arms if arm.arm in (of_board if arm.role == "historical_control" else reported) and arm.role != "both"]
    asked, settings = shared.asked_of(shown), shown.selection.chosen("setting")
    rows = []
    for arm in arms:
        own, size = [result for result in results if result.arm == arm.arm], _size(study, arm, results)
        held = {domain: _efficacy(evidence, own, domain, asked) for domain in EFFICACY}
        held |= {column: _cell(evidence, own, column, asked) for column in TOXICITY}
        same = f"{study.patients} in both arms" if study.randomised and size == NOT_SAID else shared.same_children(shown, study)
        remark = shared.longer(evidence, study) or same
        rows.append(Row(study, arm, size, held, remark, study.randomised or len(arms) > 1, asked, evidence, settings))
    return rows


def _efficacy(evidence: Evidence, own: Iterable[Result], domain: str, asked: Sequence[str]) -> tuple[Result, ...]:
    """The main result of a domain; before it one of just the children asked for, where the main one counts others too."""
    found = [result for result in own if result.domain == domain]
    main = [result for result in found if result.main]
    if not asked or any(shared.is_of_just(evidence, result, asked) for result in main):
        return tuple(main)
    just = [result for result in found if wording.has_number(result) and not result.main and shared.is_of_just(evidence, result, asked)]
    return (*just[:1], *main)


def _cell(evidence: Evidence, own: Iterable[Result], column: str, asked: Sequence[str]) -> tuple[Result, ...]:
    """What fills one cell: what is of just the children asked for first, then the event before a part of it, and numbers before words;
    nothing where there is a gap."""
    found = [result for result in own if COLUMN_OF.get(result.endpoint) == column and result.state != "not_reported"]

    def place(result: Result) -> tuple[bool, bool, int]:
        is_part = result.endpoint not in TOXICITY_COLUMNS[column]
        return not shared.is_of_just(evidence, result, asked), is_part, STATES.index(result.state)

    return tuple(sorted(found, key=place))


def _size(study: Study, arm: Arm, results: Iterable[Result]) -> str:
    """The patients that a row speaks of: those of an arm of a randomised trial, else those at the recommended dose or all of them.

    Historical controls are none of a publication's patients, and how many they are may differ from figure to figure.
    """
    for result in results:
        if study.randomised and result.endpoint == "randomised" and result.arm == arm.arm and result.events is not None:
            return f"{result.events}{wording.mark(result)}"
        if result.endpoint == "enrolled" and result.n is not None and result.events not in (None, result.n):
            return f"{result.events} of {result.n}"
    return NOT_SAID if study.randomised or arm.role == "historical_control" else str(study.patients)


def plotted(result: Result) -> bool:
    """Whether a proportion is drawn: from five patients on, or as printed without a denominator; fewer are text only."""
    return wording.counts_of(result)[1] >= wording.FEW if wording.is_counted(result) else result.percent is not None
