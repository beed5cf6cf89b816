"""Which publications stand on the board, in which order, which stand under it, and what each row reports of whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboard import wording
from dashboard.charts import rows as shared
from dashboard.charts.chart import Aside
from dashboard.evidence import Evidence
from dashboard.facets import FACETS
from dashboard.schema import Arm, Result, Study
from dashboard.selection import Selection, Shown
from dashboard.theme import GREY, PALETTE
from dashboard.vocabulary import TOXICITY_COLUMNS

NO_FIGURE = "No response, MRD or toxicity figure; words and other figures in the card"
EFFICACY = ("response", "mrd")
"""The domains that have an axis."""
NOT_SAID = "NR"
"""The size of an arm that the source does not give."""
STATES = ("count", "percent_only", "approximate", "implied_zero", "estimate", "qualitative")
"""In this order results fill a cell."""


Held = Mapping[str, tuple[Result, ...]]
"""Results by their domain or column."""


@dataclass(frozen=True)
class Row:
    """One publication, or one arm of a randomised one, with what it reports: the first of several results is drawn."""

    study: Study
    arm: Arm
    n: str
    efficacy: Mapping[str, tuple[Result, ...]]
    """Its main result of each domain; before it that of just the children asked for, where there is one."""
    toxicity: Mapping[str, tuple[Result, ...]]
    remark: str
    of_arm: bool
    """Whether it speaks of one of several arms, so that the arm must be named."""
    replaced: frozenset[str]
    """The domains and columns whose figures a later report of the same children replaces; it stands in the row below."""
    longer: str
    """'same children as [25], longer follow-up', where it is such a report; else empty."""
    others: int
    """How many more publications report the same children."""
    asked: tuple[str, ...]
    """The populations of which the reader asked for publications that include them."""
    evidence: Evidence = field(repr=False, compare=False)
    """Where its source and its layer are looked up."""

    @property
    def label(self) -> str:
        return f"{self.study.label}, {self.arm.short}" if self.of_arm else self.study.label

    @property
    def colour(self) -> str:
        return PALETTE[self.arm.colour]

    @property
    def tag(self) -> str:
        said = [result for half in (self.efficacy, self.toxicity) for held in half.values() for result in held]
        return shared.tag(self.evidence, self.study, said, brief=True)

    @property
    def all_reconstructed(self) -> bool:
        """Whether its size and every count of its toxicity are worked out, so that one sign at the size says so."""
        counts = [result for cell in self.toxicity.values() for result in cell if result.state == "count"]
        return "‡" in self.n and all(result.n_basis == "reconstructed" for result in counts)

    def first(self, domain: str) -> Result | None:
        """The result that the axis of a domain draws."""
        return next(iter(self.efficacy[domain]), None)

    def is_mixed(self, result: Result) -> bool:
        """Whether a result counts others than the children asked for."""
        return not _of_just(self.evidence, result, self.asked)

    def colour_of(self, result: Result) -> str:
        """That of its arm; grey where it counts others than the children asked for."""
        return GREY if self.is_mixed(result) else self.colour


def asked_populations(selection: Selection) -> tuple[str, ...]:
    """The populations of which publications that include them are asked for, and no others."""
    return tuple(facet.population for key, facet in FACETS.items() if facet.population and selection.chosen(key) == ("included",))


def board_rows(shown: Shown) -> tuple[list[Row], tuple[Aside, ...]]:
    """The rows by setting, then n, each group of children once; and what stands under the chart, with the reason."""
    by_study = shared.by_study(shown)
    carrying = [study for study in shown.studies if _carries_figures(by_study[study.study_id])]
    latest = shared.one_a_cohort(carrying)
    drawn = shared.under_the_earlier([study for study in carrying if study in latest or _updated_by(study, latest)])
    rows = [row for study in drawn for row in _rows_of(shown, study, by_study[study.study_id])]
    rows = [own for row in rows if (own := _without_replaced(row, rows))]
    drawn = [study for study in drawn if any(row.study is study for row in rows)]
    return rows, shared.asides(
        (shared.SAME_CHILDREN, [study for study in carrying if study not in drawn]),
        (NO_FIGURE, [study for study in shown.studies if study not in carrying]),
    )


def _updated_by(study: Study, latest: Iterable[Study]) -> Study | None:
    """The drawn report that directly updates this one; None where there is none."""
    return next((later for later in latest if later.updates == study.study_id), None)


def _without_replaced(row: Row, rows: Sequence[Row]) -> Row | None:
    """A row without the figures that a later report has too, in the same arm; None where nothing is left of it."""
    later = next((other for other in rows if other.study.updates == row.study.study_id and other.arm == row.arm), None)
    if later is None:
        return row
    efficacy, toxicity = ({key: () if other[key] else held for key, held in own.items()} for own, other in _halves(row, later))
    if not any((*efficacy.values(), *toxicity.values())):
        return None
    replaced = frozenset(key for own, other in _halves(row, later) for key in own if own[key] and other[key])
    return replace(row, efficacy=efficacy, toxicity=toxicity, replaced=replaced)


def _halves(row: Row, later: Row) -> tuple[tuple[Held, Held], tuple[Held, Held]]:
    return (row.efficacy, later.efficacy), (row.toxicity, later.toxicity)


def _carries_figures(results: Iterable[Result]) -> bool:
    columns = {endpoint for endpoints in TOXICITY_COLUMNS.values() for endpoint in endpoints}
    return any(wording.has_number(result) and (result.domain in EFFICACY or result.endpoint in columns) for result in results)


def _rows_of(shown: Shown, study: Study, results: Sequence[Result]) -> list[Row]:
    reported = {result.arm for result in results}
    arms = [arm for arm in shown.evidence.arms if arm.role != "both" and arm.arm in reported]
    of_arm = study.randomised or len(arms) > 1
    asked = asked_populations(shown.selection)
    rows = []
    for arm in arms:
        own, size = [result for result in results if result.arm == arm.arm], _size(arm.arm, results)
        rows.append(
            Row(
                study=study,
                arm=arm,
                n=size or (NOT_SAID if of_arm else str(study.patients)),
                efficacy={domain: _efficacy(shown.evidence, own, domain, asked) for domain in EFFICACY},
                toxicity={column: _cell(shown.evidence, own, endpoints, asked) for column, endpoints in TOXICITY_COLUMNS.items()},
                remark=f"{study.patients} in both arms" if study.randomised and not size else shared.same_children(shown, study),
                of_arm=of_arm,
                replaced=frozenset(),
                longer=shared.longer(shown.evidence, study),
                others=len(shared.mates(shown, study)),
                asked=asked,
                evidence=shown.evidence,
            )
        )
    return rows


def _efficacy(evidence: Evidence, own: Iterable[Result], domain: str, asked: Sequence[str]) -> tuple[Result, ...]:
    """The main result of a domain; before it one of just the children asked for, where the main one counts others too."""
    found = [result for result in own if result.domain == domain]
    main = [result for result in found if result.main]
    if not asked or any(_of_just(evidence, result, asked) for result in main):
        return tuple(main)
    just = [result for result in found if wording.has_number(result) and not result.main and _of_just(evidence, result, asked)]
    return (*just[:1], *main)


def _of_just(evidence: Evidence, result: Result, asked: Iterable[str]) -> bool:
    said = evidence.populations_of(result.study_id)
    return all(population in said and wording.is_of_just(result, population, said[population]) for population in asked)


def plotted(result: Result) -> bool:
    """Whether a proportion is drawn: from five patients on, or as printed without a denominator; fewer are text only."""
    return wording.counts_of(result)[1] >= wording.FEW if wording.is_counted(result) else result.percent is not None


def _cell(evidence: Evidence, own: Iterable[Result], endpoints: Sequence[str], asked: Sequence[str]) -> tuple[Result, ...]:
    """What fills one cell: what is of just the children asked for first, then numbers before words; nothing where there is a gap."""
    found = [result for result in own if result.endpoint in endpoints and result.state != "not_reported"]
    return tuple(sorted(found, key=lambda result: (not _of_just(evidence, result, asked), STATES.index(result.state))))


def _size(arm: str, results: Iterable[Result]) -> str:
    """The patients that a row speaks of, where they differ from the publication's: of an arm, or at the recommended dose."""
    for result in results:
        if result.endpoint == "randomised" and result.arm == arm and result.events is not None:
            return f"{result.events}{' ‡' if result.n_basis == 'reconstructed' else ''}"
        if result.endpoint == "enrolled" and result.n is not None and result.events not in (None, result.n):
            return f"{result.events} of {result.n}"
    return ""
