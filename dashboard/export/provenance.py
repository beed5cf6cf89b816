"""What every export carries to stay honest away from the dashboard: what was asked for, how much is shown, whose it is, and its date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from dashboard import wording
from dashboard.charts import CHARTS, with_changes
from dashboard.charts.chart import Chart, Drawing
from dashboard.evidence import Evidence
from dashboard.schema import Study, Trial
from dashboard.selection import Shown, counts_line
from dashboard.tableplot import DataTable

NO_DOI = "no DOI in the text read"
FIRST_ONLY = "first author only"


@dataclass(frozen=True)
class Stamp:
    """The small print of one export, in words. `rows` counts what is drawn or written, `gaps` says what is not reported."""

    title: str
    filters: str
    shown: str
    rows: int
    gaps: str
    evidence: str
    data_version: str
    tables: str
    """How to cite the tables: their authors, title, version with its day, and licence."""
    day: date
    link: str
    citation: str
    disclaimer: str = wording.DISCLAIMER

    @property
    def date_in_words(self) -> str:
        return wording.day(self.day)

    @property
    def content(self) -> str:
        """Filters, rows and gaps: 'Filters: Infants: included · 4 rows drawn · 12 cells not reported'."""
        return wording.joined([self.filters, f"{wording.figure(self.rows, 'row')} drawn", self.gaps], " · ")

    @property
    def origin(self) -> str:
        """Whose evidence it is, and up to when it reaches."""
        return f"{self.citation} · {self.evidence}"

    @property
    def issue(self) -> str:
        """The version of the tables, and the day of the export."""
        return f"Data version {self.data_version} · {self.date_in_words}"

    @property
    def lines(self) -> tuple[str, ...]:
        """The whole stamp, one line for each statement, for pictures and notes."""
        return (self.title, self.content, self.shown, self.origin, self.tables, self.issue, self.disclaimer, self.link)

    def fields(self) -> dict[str, str | int]:
        """The stamp for programs, with the date as in ISO 8601."""
        return asdict(self) | {"day": self.day.isoformat()}


@dataclass(frozen=True)
class Source:
    """A publication or registration behind an export, its address where one is verified, and every place where the source mentions it.

    `title` is as printed, empty where the text read has none; `year` is empty for a registration. `remarks` say what is not known about it.
    """

    record: str
    label: str
    title: str
    address: str
    places: tuple[str, ...]
    read_in: str
    """The citation of the publication, report or register from which it was entered."""
    author: str = ""
    year: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """'Example 2030 [7]. A phase II study of … https://doi.org/… In the source: Table 1; 3.1 p2.'"""
        places = f"In the source: {'; '.join(self.places)}." if self.places else ""
        title = f"{self.title.rstrip('.')}." if self.title else ""
        return " ".join(part for part in (f"{self.label}.", title, self.address, places) if part)


@dataclass(frozen=True)
class Item:
    """One chart of an export: its drawing for a selection, its stamp and sources, and pictures of it (PNG) if there are any."""

    chart: Chart
    drawing: Drawing
    stamp: Stamp
    sources: tuple[Source, ...]
    pictures: tuple[bytes, ...] = ()


def item(shown: Shown, key: str, *, day: date, link: str, pictures: Iterable[bytes] = ()) -> Item:
    """The export of the chart `key` for what is shown; `link` is the whole address of that state.

    Raises whatever a chart raises that fails.
    """
    drawing = with_changes(CHARTS[key], shown, CHARTS[key].draw(shown))
    stamp = stamp_of(shown, CHARTS[key].title, rows=drawing.rows, gaps=drawing.gaps, day=day, link=link)
    return Item(CHARTS[key], drawing, stamp, sources(shown.evidence, drawing.table), tuple(pictures))


def stamp_of(shown: Shown, title: str, *, rows: int, gaps: str, day: date, link: str) -> Stamp:
    """The stamp of what is shown, under the title of a chart or a table."""
    words = shown.selection.describe()
    filters = f"Filters: {words}" if shown.selection.filters else words
    return Stamp(
        title=title,
        filters=wording.joined([filters, shown.asked_for], " · "),
        shown=counts_line(shown.counts, shown.catalogue.totals),
        rows=rows,
        gaps=gaps,
        evidence=wording.reach(shown.evidence),
        data_version=shown.evidence.version,
        tables=wording.cited_tables(shown.evidence),
        day=day,
        link=link,
        citation=shown.evidence.citation,
    )


def sources(evidence: Evidence, table: DataTable) -> tuple[Source, ...]:
    """The records that a table's rows open, in their order, then the others that its rows and cells are about, each once."""
    own = [row.record for row in table.rows]
    named = {*own, *(record for row in table.rows for record in (*row.records, *(record for _, record in row.own)))}
    publications = _publications(evidence, [study for study in evidence.studies if study.study_id in named])
    registrations = _registrations(evidence, [trial for trial in evidence.trials if trial.trial_id in named])
    found = {source.record: source for source in (*publications, *registrations)}
    return tuple(found[key] for key in dict.fromkeys([*own, *found]) if key in found)


def sources_shown(shown: Shown) -> tuple[Source, ...]:
    """Every publication, then every registration, that a selection leaves, in the order of the page."""
    return (*_publications(shown.evidence, shown.studies), *_registrations(shown.evidence, shown.trials))


def _publications(evidence: Evidence, studies: Iterable[Study]) -> Iterable[Source]:
    for study in studies:
        said = [result for result in evidence.results_of(study.study_id) if result.state != "not_reported"]
        yield Source(
            study.study_id, study.label, study.title, study.address, wording.places(evidence, [study, *said]),
            read_in=evidence.source_of(study).citation, author=study.first_author, year=str(study.year), doi=study.doi, pmid=study.pmid,
            pmcid=study.pmcid, remarks=tuple(_unknown(evidence, study)),
        )  # fmt: skip


def _unknown(evidence: Evidence, study: Study) -> Iterable[str]:
    """What is not known about a publication, so that a reader must look it up elsewhere."""
    gap = evidence.layer_of(study).gap_words
    if not study.title:
        yield f"title {gap}"
    yield FIRST_ONLY if study.first_author else f"author {gap}"
    if study.year_basis == "inferred":
        yield "year inferred"
    if not study.doi:
        yield NO_DOI
    if study.doi_sought:
        yield wording.sought(study)


def _registrations(evidence: Evidence, trials: Iterable[Trial]) -> Iterable[Source]:
    for trial in trials:
        address = wording.registry_address(trial.registration_id)
        places, citation = wording.places(evidence, [trial]), evidence.source_of(trial).citation
        yield Source(trial.trial_id, wording.trial_name(trial), trial.title, address, places, citation, remarks=("registered trial",))
