"""What the pages with filters share: the strip, the filters, the possible matches, the pinned cards, and the stores between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.charts import Drawing
from dashboard.pages import asked, buttons, card, filters, shell
from dashboard.pages.page_text import page_text
from dashboard.selection import CHOICES, Selection, Shown


def frame(shown: Shown, drawings: Mapping[str, Drawing], main: Sequence[object]) -> html.Div:
    """`main`, which shows `drawings`, with everything around it that follows the selection; cards stand under its first part."""
    notices = html.Div(filters.notices(shown, drawings), id=ids.NOTICES)
    cards = html.Aside(card.cards(shown), id=ids.CARD, className="cards", **{"aria-label": "Pinned records"})
    charts = html.Div(
        [
            html.Section(id=ids.ASKED, className="asked", **{"aria-label": "The question and its answer", "aria-live": "polite"}),
            notices,
            html.Div(id=ids.POSSIBLE_MATCHES),
            *main[:1],
            cards,
            *main[1:],
        ],
        className="charts",
    )
    words = html.Div(id=ids.PAGE_TEXT, hidden=True, **{"data-page-text": page_text(shown, drawings)})
    columns = html.Div([filters.panel(shown, choice(shown.selection, "gaps", "How gaps are drawn")), charts], className="columns")
    return html.Div([words, *_stores(shown.selection), _strip(shown), columns])


def _stores(selection: Selection) -> list[dcc.Store]:
    """What the callbacks hand on in the browser."""
    return [
        dcc.Store(id=ids.ACTION),
        dcc.Store(id=ids.PINS, data=list(selection.pins)),
        dcc.Store(id=ids.TABLES_OPEN, data=[]),
        dcc.Store(id=ids.QUESTION, data=selection.question),
        dcc.Store(id=ids.MADE_FOR, data=selection.version),
    ]


def _strip(shown: Shown) -> html.Div:
    """Always on screen: filters in force, counts, questions, which layers where there is a choice, stamp."""
    button = html.Button(
        "Filters", id=ids.FILTERS_BUTTON, type="button", className="btn btn-outline-primary btn-sm", **{"aria-controls": ids.FILTERS}
    )
    counts = html.P(id=ids.COUNTS, className="counts", role="status", **{"aria-live": "polite"})
    chips = html.Div(id=ids.CHIPS, className="chips")
    layers = [choice(shown.selection, "evidence", shell.WHICH_EVIDENCE, shell.IN_SHORT)] if len(shown.catalogue.choices) > 1 else []
    return html.Div([button, chips, counts, buttons.reset(), *asked.menu(shown), *layers, shell.stamp(shown.evidence)], className="strip")


def choice(selection: Selection, key: str, label: str, short: Mapping[str, str] = MappingProxyType({})) -> html.Div:
    """A row of buttons of which one is chosen; `short` has other words for some where there is little room."""
    options = [{"label": short.get(code, words), "value": code} for code, words in CHOICES[key].items()]
    group = dbc.RadioItems(
        options, getattr(selection, key), id=ids.choice_id(key), name=f"choice-{key}", className="btn-group", input_class_name="btn-check",
        label_class_name="btn btn-outline-primary btn-sm", label_checked_class_name="active",
    )  # fmt: skip
    return html.Div(group, className=f"choice-{key}", role="group", **{"aria-label": label})
