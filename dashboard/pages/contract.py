"""What Python and the browser tell each other: typed here, read under the same names by the scripts in assets/.

`tools/contract_types.py` writes these types for TypeScript, so that a script which reads another name does not pass the check.

Whatever a browser sends may be any JSON: it is taken for what it should be where it is that, and else for the usual. A change
that names a component which no page has is refused (`web/request_check.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NotRequired, TypedDict

from dashboard import ids
from dashboard.charts import CHARTS
from dashboard.facets import FACETS
from dashboard.pages.running_order import BETWEEN, MOST_ENTRIES
from dashboard.selection import CHOICES, MOST_PINS
from dashboard.tableplot import Look, screen

# ---- What the browser may send ------------------------------------------------------------------------------------------

CHANGE = "/_dash-update-component"
"""Where Dash takes changes."""
LAYOUT, DEPENDENCIES = "/_dash-layout", "/_dash-dependencies"
"""Where Dash says of what a page is made, and which change asks for what."""
DATA_VERSION = "Data-Version"
"""The header of its answer that says of which data version it is: the page may have been opened with another."""
HEALTH, READY = "/health", "/ready"
TABLE_FILES, DOCUMENT = "/data/", "/documents/"
FIND = "/find.json"
"""Every record with the words by which it is found."""
PRESENT, EMBED, WHAT_CHANGED, WHAT_CHANGED_JSON = "/present", "/embed/", "/changes", "/changes.json"
FIGURES, SLIDES, OFFLINE, ROWS = "/export/figures", "/export/slides", "/export/view.html", "/export/chart/"
DATA_PACKAGE, RECORDS, REPRODUCTION = "/export/data-package.zip", "/export/records.", "/export/reproduce.zip"
FAMILIES: Mapping[str, Collection[str]] = {
    "filter": FACETS,
    "choice": CHOICES,
    "grid": ("trials",),
    **dict.fromkeys(("chart", "data-table", "table-switch"), CHARTS),
}
"""What may stand in the free place of an id, for each type of ids; for others any short name."""
MOST_OF_A_FAMILY = 100
"""Components of one family on a page."""
LEAST_WIDTH, MOST_WIDTH = 320, 3840
LEAST_HEIGHT, MOST_HEIGHT = 240, 2160
EDGES, FILTERS_WIDTH = 16, 356
"""Pixels at the sides of a chart, and of the filters where they stand beside it."""
CHART_WIDTH = 1280 - EDGES
"""Pixels of a chart where nobody has said how wide its place is."""
MOST_ADDRESS = 8000
"""Letters of an address: a little less than gunicorn.conf.py lets in, since the steps of a presentation make it longer."""
MOST_PICTURES, MOST_OF_A_DECK = 24, 120
"""Pictures of one chart, and of a deck; a browser of ours sends one for each page of its drawing."""
Medium = Literal["picture", "slide", "paper"]
"""For what the server draws the figures of a running order anew (web/downloads.py)."""
RowForm = Literal["csv", "json", "ris", "bib"]
"""The forms of the rows of a chart."""


@dataclass(frozen=True)
class View:
    """The address that is open, without its fragment, and the size of the window in pixels."""

    path: str = "/"
    query: str = ""
    origin: str = ""
    width: int = 1280
    height: int = 720

    @classmethod
    def of(cls, sent: Any) -> View:
        """What assets/dashboard.js sends, a `SentView`, when an address is opened or, in the room, when the window changes."""
        said = sent if isinstance(sent, dict) else {}
        path, query, origin = (_text(said.get(key)) for key in ("path", "query", "origin"))
        width = _within(said.get("width"), LEAST_WIDTH, MOST_WIDTH, cls.width)
        return cls(path or "/", query, origin, width, _within(said.get("height"), LEAST_HEIGHT, MOST_HEIGHT, cls.height))


class SentView(TypedDict):
    """A `View` as it is sent."""

    path: str
    query: str
    origin: str
    width: float
    height: float


def desk(width: Any) -> Look:
    """The look of a chart on a page, for the width of its place that a browser sent."""
    return screen(_within(width, LEAST_WIDTH, MOST_WIDTH, CHART_WIDTH))


def _text(value: Any) -> str:
    """A text; one with half a surrogate pair, which JSON can carry and no address, is none."""
    return value if isinstance(value, str) and not re.search("[\ud800-\udfff]", value) else ""


def _within(value: Any, least: int, most: int, usual: int) -> int:
    number = isinstance(value, int | float) and not isinstance(value, bool) and value == value
    return round(min(max(value, least), most)) if number else usual


# ---- What a button asks of the scripts: its data attributes, of the same names ------------------------------------------

Act = Literal[
    "present", "link", "title-link", "iframe", "png", "svg", "pptx", "csv", "json", "order",
    "ris", "bib", "records-ris", "records-bib", "reproduce", "deck", "offline", "package", "present-order", "empty-order",
]  # fmt: skip
"""What assets/share.js does for a chart or a page; of a button, `data-act`."""


class Action(TypedDict):
    """A change of the choices that a button asks for (pages/buttons.py), as it lies in the store `ids.ACTION`."""

    at: float
    """When, so that the same button may be pressed again."""
    pin: NotRequired[str]
    unpin: NotRequired[str]
    drop: NotRequired[str]
    """A facet whose filter is taken back; all of them where it is empty."""
    option: NotRequired[str]
    """The one option of it; all of them where it is empty."""


# ---- What an answer has the browser write (pages/page_text.py, assets/page-text.js) -------------------------------------

Opener = tuple[str, str]
"""A record, and the words on the button that opens its card."""


class Aside(TypedDict):
    """Records that stand under a chart instead of on it."""

    words: str
    records: Sequence[Opener]


class Caption(TypedDict):
    """The words under a chart, and its entry for a running order."""

    sentence: str
    caveats: Sequence[str]
    asides: Sequence[Aside]
    entry: str


class PossibleMatches(TypedDict):
    """The records that nothing but silence keeps out: each with its key, its name, and what is not said of it as (code, words)."""

    summary: str
    why: str
    items: Sequence[tuple[str, str, Sequence[tuple[str, str]]]]
    more: int


class QuestionInForce(TypedDict):
    """A question that boards ask, with its answer, and where else to look as (words, address)."""

    key: str
    path: str
    words: str
    answer: str
    detail: str
    since: str
    limits: str
    links: Sequence[tuple[str, str]]
    close: str


class PageState(TypedDict):
    """Everything on a page that follows the selection and is not a component of Dash's."""

    query: str
    pinned: bool
    counts: str
    stamp: str
    beside: Mapping[str, Sequence[Sequence[str]]]
    """For each facet and option what choosing it would leave: in short, and in words where that is anything."""
    chips: Sequence[tuple[str, str, str, str]]
    """The options in force: facet, option, and the words of both."""
    possible_matches: PossibleMatches | None
    question: QuestionInForce | None
    captions: Mapping[str, Caption]


class Found(TypedDict):
    """A record that can be found (pages/find.py): the page on which it opens, and every text by which it is found, first its title."""

    record: str
    page: str
    name: str
    where: str
    texts: Sequence[str]


# ---- What the scripts need to know before anything is asked --------------------------------------------------------------


class Ids(TypedDict):
    """The ids that the scripts look for; of `caption` and `chart` what stands before the name of a chart."""

    action: str
    asked: str
    banner: str
    caption: str
    card: str
    chart: str
    chips: str
    counts: str
    filters: str
    filters_button: str
    heard: str
    keys_switch: str
    page: str
    page_text: str
    possible_matches: str
    present_back: str
    present_leave: str
    present_next: str
    question: str
    report_text: str
    said: str
    theme_switch: str
    url: str
    view: str
    width: str


class Addresses(TypedDict):
    """Where the scripts ask and lead; `embed` and `rows` are followed by the name of a chart, `records` by a form."""

    change: str
    data_package: str
    dependencies: str
    embed: str
    figures: str
    find: str
    health: str
    layout: str
    offline: str
    present: str
    records: str
    reproduction: str
    rows: str
    slides: str
    what_changed: str


class BrowserSettings(TypedDict):
    """One JSON in the page that Dash starts in (web/index.py), for all scripts."""

    name: str
    version: str
    """Of the data."""
    version_header: str
    """In which each answer to a change says of which data version it is."""
    ids: Ids
    addresses: Addresses
    with_filters: Sequence[str]
    with_grids: Sequence[str]
    """The pages, by their paths, that have filters beside their charts, or a table as a grid."""
    edges: int
    filters_width: int
    most_pins: int
    most_address: int
    most_entries: int
    between: str
    """What stands between the entries of a running order."""


def browser_settings(name: str, version: str, *, with_filters: Sequence[str], with_grids: Sequence[str]) -> BrowserSettings:
    """What holds for every page of an application over data of a version."""
    return {
        "name": name,
        "version": version,
        "version_header": DATA_VERSION,
        "ids": {
            "action": ids.ACTION,
            "asked": ids.ASKED,
            "banner": ids.BANNER,
            "caption": ids.caption_id(""),
            "card": ids.CARD,
            "chart": ids.panel_id(""),
            "chips": ids.CHIPS,
            "counts": ids.COUNTS,
            "filters": ids.FILTERS,
            "filters_button": ids.FILTERS_BUTTON,
            "heard": ids.HEARD,
            "keys_switch": ids.KEYS_SWITCH,
            "page": ids.PAGE,
            "page_text": ids.PAGE_TEXT,
            "possible_matches": ids.POSSIBLE_MATCHES,
            "present_back": ids.PRESENT_BACK,
            "present_leave": ids.PRESENT_LEAVE,
            "present_next": ids.PRESENT_NEXT,
            "question": ids.QUESTION,
            "report_text": ids.REPORT_TEXT,
            "said": ids.SAID,
            "theme_switch": ids.THEME_SWITCH,
            "url": ids.URL,
            "view": ids.VIEW,
            "width": ids.WIDTH,
        },
        "addresses": {
            "change": CHANGE,
            "data_package": DATA_PACKAGE,
            "dependencies": DEPENDENCIES,
            "embed": EMBED,
            "figures": FIGURES,
            "find": FIND,
            "health": HEALTH,
            "layout": LAYOUT,
            "offline": OFFLINE,
            "present": PRESENT,
            "records": RECORDS,
            "reproduction": REPRODUCTION,
            "rows": ROWS,
            "slides": SLIDES,
            "what_changed": WHAT_CHANGED,
        },
        "with_filters": with_filters,
        "with_grids": with_grids,
        "edges": EDGES,
        "filters_width": FILTERS_WIDTH,
        "most_pins": MOST_PINS,
        "most_address": MOST_ADDRESS,
        "most_entries": MOST_ENTRIES,
        "between": BETWEEN,
    }
