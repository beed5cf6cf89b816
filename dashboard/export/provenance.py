"""What every export carries to stay honest away from the dashboard: what was asked, how much is shown, whose, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from dashboard import wording
from dashboard.charts import CHARTS
from dashboard.charts.chart import Chart, Drawing, Shown, Twin
from dashboard.datapackage import CITATION, DISCLAIMER
from dashboard.evidence import Evidence
from dashboard.selection import Catalogue, Selection, counts_line


@dataclass(frozen=True)
class Stamp:
    """The small print of one export, in words. `rows` and `not_reported` count what is drawn or written, gaps included."""

    title: str
    filters: str
    shown: str
    rows: int
    not_reported: int
    evidence: str
    data_version: str
    day: date
    link: str
    citation: str = CITATION
    disclaimer: str = DISCLAIMER

    @property
    def date_in_words(self) -> str:
        return f"{self.day.day} {self.day:%B %Y}"

    @property
    def content(self) -> str:
        """Filters, rows and gaps: 'Filters: Infants: included · 4 rows drawn · 12 not reported (NR)'."""
        return f"{self.filters} · {wording.figure(self.rows, 'row')} drawn · {self.not_reported} not reported (NR)"

    @property
    def origin(self) -> str:
        """Whose evidence, and to when."""
        return f"{self.citation} · {self.evidence}"

    @property
    def issue(self) -> str:
        """Which state of the tables, and when it was exported."""
        return f"Data version {self.data_version} · {self.date_in_words}"

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything, a line a thought, for pictures and notes."""
        return (self.title, self.content, self.shown, self.origin, self.issue, self.disclaimer, self.link)

    def fields(self) -> dict[str, str | int]:
        """The stamp for programs; the date as ISO 8601."""
        return asdict(self) | {"day": self.day.isoformat()}


@dataclass(frozen=True)
class Source:
    """A publication or registration behind an export, its address where one is verified, and every place where the review speaks of it."""

    record: str
    label: str
    title: str
    address: str
    places: tuple[str, ...]

    @property
    def words(self) -> str:
        """'von Stackelberg 2016 [21]. Phase I/phase II study of … https://doi.org/… In the review: Table 1; 3.1 p2.'"""
        places = f"In the review: {'; '.join(self.places)}." if self.places else ""
        return " ".join(part for part in (f"{self.label}.", f"{self.title.rstrip('.')}.", self.address, places) if part)


@dataclass(frozen=True)
class Item:
    """One chart of an export: how it is drawn for a selection, its stamp and sources, and pictures of it (PNG) if there are any."""

    chart: Chart
    drawing: Drawing
    stamp: Stamp
    sources: tuple[Source, ...]
    pictures: tuple[bytes, ...] = ()


def item(catalogue: Catalogue, selection: Selection, key: str, *, day: date, link: str, pictures: Iterable[bytes] = ()) -> Item:
    """The chart `key` as `selection` shows it; `link` is the whole address of that state. A chart that fails raises."""
    shown = Shown(catalogue.evidence, catalogue.select(selection), selection)
    drawing = CHARTS[key].draw(shown)
    stamp = stamp_of(catalogue, shown, CHARTS[key].title, rows=drawing.rows, not_reported=drawing.not_reported, day=day, link=link)
    return Item(CHARTS[key], drawing, stamp, sources(catalogue.evidence, drawing.twin), tuple(pictures))


def stamp_of(catalogue: Catalogue, shown: Shown, title: str, *, rows: int, not_reported: int, day: date, link: str) -> Stamp:
    """The stamp of what `shown` leaves, under the title of a chart or a table."""
    words = shown.selection.describe()
    return Stamp(
        title=title,
        filters=f"Filters: {words}" if shown.selection.filters else words,
        shown=counts_line(shown.selected.counts, catalogue.totals),
        rows=rows,
        not_reported=not_reported,
        evidence=evidence_date(shown.evidence),
        data_version=shown.evidence.version,
        day=day,
        link=link,
    )


def evidence_date(evidence: Evidence) -> str:
    """'Evidence to mid-March 2021': the date of the review's search."""
    found = evidence.review.loc[evidence.review["key"] == "search_date", "value"]
    return f"Evidence to {found.iloc[0]}" if len(found) else "Date of the evidence not stated"


def sources(evidence: Evidence, twin: Twin) -> tuple[Source, ...]:
    """The records of a twin's rows, in their order, then those that its cells name, each once."""
    every = {source.record: source for source in (*_publications(evidence), *_registrations(evidence))}
    text = "\n".join(cell for row in twin.rows for cell in row.cells)
    opened = [every[row.record] for row in twin.rows if row.record in every]
    named = [source for source in every.values() if source.label in text]
    return tuple(dict.fromkeys([*opened, *named]))


def _publications(evidence: Evidence) -> Iterable[Source]:
    said = evidence.results[evidence.results["state"] != "not_reported"]
    places: dict[str, list[str]] = {}
    for study_id, place in zip(said["study_id"], said["source"], strict=True):
        places.setdefault(study_id, []).append(place)
    for study in evidence.studies.itertuples(index=False):
        record, doi, pmid = str(study.study_id), str(study.doi), str(study.pmid)
        address = f"https://doi.org/{doi}" if doi else f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else ""
        yield Source(record, str(study.label), str(study.title), address, _distinct([str(study.source), *places.get(record, [])]))


def _registrations(evidence: Evidence) -> Iterable[Source]:
    for trial in evidence.trials.itertuples(index=False):
        number = str(trial.registration_id)
        label = f"{number} ({trial.acronym!s})" if trial.acronym else number
        yield Source(str(trial.trial_id), label, str(trial.title), wording.registry_address(number), _distinct([str(trial.source)]))


def _distinct(cells: Iterable[str]) -> tuple[str, ...]:
    """Each place once, out of cells that hold several."""
    parts: Sequence[str] = [place for cell in cells for place in cell.split("; ") if place]
    return tuple(dict.fromkeys(parts))
