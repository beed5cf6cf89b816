"""What changed: every step from one version of the tables to the next, newest first, and what registers changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html

from dashboard import wording
from dashboard.changes import history, words
from dashboard.charts.rows import given_again
from dashboard.columns import Column
from dashboard.evidence import Evidence
from dashboard.pages.contract import TABLE_FILES, WHAT_CHANGED_JSON
from dashboard.pages.grid import heading
from dashboard.pages.panel import scroller
from dashboard.registry import signals
from dashboard.schema import BESIDE, COMPARED, Change
from dashboard.selection import MOST_VERSION

TITLE = "What changed"
LEAD = (
    "Every difference between one version of the tables and the next, compared cell by cell by a command. A version is named by the "
    "first digits of its hash; links, frames and slides carry it."
)
NO_STEPS = "No earlier version of these tables is listed."
OPEN_END = "The list ends at data version {}; what changed after it is not listed."
UNKNOWN = "What changed since data version {} is not listed. Listed:"
FORMLESS = (
    "The version before had a different form, without layers: sources, arms and layers were in the program, and approvals and titles "
    "among the facts about the source. They are listed as added, and those facts as removed."
)
NOT_COMPARED = "Columns that only one of the two versions has are not compared: {}."
MOST = 12
"""Rows of a list that stand open; longer lists are folded."""


def page(evidence: Evidence, version: str = "") -> html.Div:
    """All steps; for an earlier `version` first what changed since, as one step. The filters and layers do not touch this page."""
    listed = history.steps(evidence)
    is_earlier = version not in ("", evidence.version)
    together = history.since(evidence, version) if is_earlier else None
    ends = [] if history.is_complete(evidence) or not listed else [html.P(OPEN_END.format(listed[-1][0].version), className="notice")]
    said = UNKNOWN.format(wording.quoted(version, MOST_VERSION))
    unknown = [html.P(said, className="notice")] if is_earlier and together is None else []
    return html.Div(
        [
            html.Section(
                [html.H1(TITLE), html.P(LEAD), html.P([f"Data version {evidence.version} is shown. ", *_files(evidence)]), *ends, *unknown],
                className="sheet prose",
            ),
            *([_step(evidence, together, "All changes since")] if together is not None else []),
            *[_step(evidence, step, wording.dated(step[0].date)) for step in reversed(listed)],
            *([] if listed else [html.Section(html.P(NO_STEPS), className="sheet")]),
            _registers(evidence),
        ],
        className="what-changed",
    )


def _files(evidence: Evidence) -> list[object]:
    as_json = html.A("As JSON", href=WHAT_CHANGED_JSON)
    table = BESIDE["changes"].file()
    return [as_json, *([" · ", html.A("as CSV", href=f"{TABLE_FILES}{table}", download=table)] if table in evidence.files else [])]


def _step(evidence: Evidence, changes: Sequence[Change], title: str) -> html.Section:
    """One step: what is counted, then kind by kind."""
    head = html.H2([title, " ", html.Small(f"{changes[0].from_version} → {changes[0].version}" if changes else "")])
    of = {kind: [change for change in changes if change.kind == kind] for kind in dict.fromkeys(change.kind for change in changes)}
    first_layer = evidence.layers[0].layer
    formless = any(change.table == "layers" and change.record == first_layer for change in of.get("added", ()))
    columns = [*of.get("new_column", ()), *of.get("gone_column", ())]
    heads = {table: sorted({_head(change.column) for change in own}) for table, own in words.by_table(columns).items()}
    named = "; ".join(f"{table}: {', '.join(own)}" for table, own in heads.items())
    return html.Section(
        [
            head,
            html.P(f"{wording.capitalised(words.counted(changes))}.", className="counts"),
            *([html.P(FORMLESS)] if formless else []),
            *_superseded(evidence, of.get("superseded", ())),
            *_corrected(evidence, of.get("corrected", ()), title),
            *_rows(evidence, "Looked for and not found", of.get("not_found", ())),
            *_rows(evidence, "Added", of.get("added", ())),
            *_rows(evidence, "Removed", of.get("removed", ())),
            *([html.P(NOT_COMPARED.format(named))] if named else []),
        ],
        className="sheet",
    )


def _superseded(evidence: Evidence, changes: Sequence[Change]) -> list[object]:
    """Which figures of a publication a later report of the same children gives again: only those are superseded."""
    lines = [f"{words.name(evidence, change)}: {said}" for change in changes for said in _later_reports(evidence, change)]
    return [html.H3("Given again by a later report of the same children"), html.Ul([html.Li(line) for line in lines])] if lines else []


def _later_reports(evidence: Evidence, change: Change) -> list[str]:
    """'in Example 2031 [8], only: hazard ratio for overall survival, 0.35 (0.17–0.70) after 0.43 (0.18–1.01)', for each later report."""
    return [_given_again(evidence, change.record, report) for report in words.later_reports(change)] or ["no later report any more"]


def _given_again(evidence: Evidence, earlier: str, later: str) -> str:
    if not (evidence.is_study(earlier) and evidence.is_study(later)):
        return f"in {later}"
    one, other = evidence.study(earlier), evidence.study(later)
    figures = "; ".join(f"{what}, {now} after {was}" for what, was, now in given_again(evidence, one, other))
    return f"in {other.label}, {f'only: {figures}' if figures else 'none of its figures'}"


def _corrected(evidence: Evidence, changes: Sequence[Change], title: str) -> list[object]:
    if not changes:
        return []
    heads = html.Thead(html.Tr([html.Th(head, scope="col") for head in ("Row", "Table", "Column", "Before", "After")]))
    body = html.Tbody([html.Tr([html.Th(cells[0], scope="row"), *map(html.Td, cells[1:])]) for cells in _cells(evidence, changes)])
    table = html.Table([heads, body], className="table table-sm")
    name = f"Corrected cells, {wording.lowered(title)}: {changes[0].from_version} → {changes[0].version}"
    return [html.H3("Corrected"), scroller(table, name)]


def _cells(evidence: Evidence, changes: Iterable[Change]) -> list[tuple[str, ...]]:
    """Row, table, column, before and after, in the words of the screen."""
    found: list[tuple[str, ...]] = []
    for change in changes:
        table = COMPARED[change.table]
        column = next((column for column in table.columns if column.name == change.column), None)
        said = (words.said(evidence, column, text) if column else text for text in (change.before, change.after))
        found.append((words.name(evidence, change), table.title, _head(change.column), *(text or "empty" for text in said)))
    return found


def _head(column: str) -> str:
    """The name of a column in words, also of one that is no longer there."""
    return heading(Column("", name=column))


def _rows(evidence: Evidence, title: str, changes: Sequence[Change]) -> list[object]:
    """Whole rows, table by table; a long list is folded."""
    lists = [_list(table, [words.name(evidence, change) for change in own]) for table, own in words.by_table(changes).items()]
    return [html.H3(title), *lists] if lists else []


def _list(table: str, names: Sequence[str]) -> html.Details:
    summary = html.Summary(f"{table}: {len(names)}")
    return html.Details([summary, html.Ul([html.Li(name) for name in names])], open=len(names) <= MOST)


def _registers(evidence: Evidence) -> html.Section:
    """What changed in registers from the last but one state of a trial to the last: another clock than that of the tables."""
    found = signals.signals(evidence)
    lines = [f"{wording.dated(signal.as_of)}: {signal.registration_id}: {signal.words}" for signal in found]
    said = html.Ul([html.Li(line) for line in lines]) if lines else html.P("No trial has two states that differ.")
    lead = "Between the last two known states of a trial; each state is the register's, with its date."
    return html.Section([html.H2("Changed in registers"), html.P(lead), said], className="sheet")


def for_programs(evidence: Evidence, version: str = "") -> dict[str, object]:
    """The same for /changes.json; `since` is null where no other version was asked for, or what changed since is not listed."""
    together = history.since(evidence, version) if version and version != evidence.version else None
    return {
        "data_version": evidence.version,
        "complete": history.is_complete(evidence),
        "steps": [
            {
                "from_version": step[0].from_version,
                "version": step[0].version,
                "date": step[0].date,
                "changes": [words.fields(change) for change in step],
            }
            for step in history.steps(evidence)
        ],
        "since": None if together is None else {"version": version, "changes": [words.fields(change) for change in together]},
        "signals": [signal._asdict() for signal in signals.signals(evidence)],
    }
