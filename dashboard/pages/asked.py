"""The questions that boards ask: a menu in the strip, and what stands over the charts while one is in force (assets/page-text.js)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from dash import html

from dashboard import wording
from dashboard.facets import Kind
from dashboard.pages.contract import QuestionInForce
from dashboard.pages.filters import count_words, records_words
from dashboard.pages.places import address_of
from dashboard.questions import Question, answered, in_force, questions_for
from dashboard.selection import Shown


def menu(shown: Shown) -> list[html.Details]:
    """Each question as a link to the state that answers it; nothing where there is no question. The browser adds which layers are shown."""
    questions = questions_for(shown.evidence)
    if not questions:
        return []
    summary = html.Summary(
        wording.figure(len(questions), "question"), className="btn btn-link btn-sm", title="Questions that boards ask, with their answers"
    )
    links = json.dumps([(question.words, question.address) for question in questions])
    return [html.Details(summary, className="questions", **{"data-questions": links})]


OTHERS: Mapping[str, tuple[str, Kind]] = {"/": ("/trials", "registrations"), "/trials": ("/", "publications")}
"""To each page that answers questions the other one, and what it has."""


def banner(shown: Shown) -> QuestionInForce | None:
    """The question in force with its answer, what that does not say, and where else to look; None where none is."""
    question = in_force(shown)
    if question is None:
        return None
    state = replace(shown, selection=replace(shown.selection, question=""))
    said = answered(question, shown.catalogue)
    return {
        "key": question.key,
        "path": question.path,
        "words": said.words,
        "answer": said.answer,
        "detail": said.detail,
        "since": said.since,
        "limits": said.limits,
        "links": _elsewhere(question, state, survival=said.survival),
        "close": _address(question.path, state),
    }


def _elsewhere(question: Question, state: Shown, *, survival: bool) -> list[tuple[str, str]]:
    """The other page with the same filters, and how much it has, if anything.

    Also survival, where the answer is of something else, and what fits one child.
    """
    where = " with these filters" if state.selection.filters else ""
    path, kind = OTHERS[question.path]
    records = records_words(state.counts, kind)
    return [
        *([(f"{records}{where}", _address(path, state))] if count_words(state.counts, kind) else []),
        *([("Survival figures", address_of("survival", state.selection))] if survival else []),
        ("Case: what fits one child", _address("/case", state)),
    ]


def _address(path: str, shown: Shown) -> str:
    return f"{path}?{shown.query}".rstrip("?")
