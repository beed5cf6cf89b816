"""The only place where the ids of components are spelled out."""

from __future__ import annotations

Id = dict[str, object]
"""The id of one of a family of components: its type, and which one it is."""

URL = "url"
VIEW = "view"
WIDTH = "width"
PAGE = "page"
TITLE = "title"
THEME_SWITCH = "theme-switch"
TABLE_TABS = "table-tabs"
TABLE_PANEL = "table-panel"
REPORT_TEXT = "report-text"

PAGE_TEXT = "page-text"
ACTION = "action"
PINS = "pins"
TABLES_OPEN = "tables-open"
QUESTION = "question"
MADE_FOR = "made-for"
ASKED = "asked"
COUNTS = "counts"
POSSIBLE_MATCHES = "possible-matches"
CHIPS = "chips"
NOTICES = "notices"
CARD = "card"
FILTERS = "filters"
FILTERS_BUTTON = "filters-button"
BANNER = "banner"
SAID = "said"
HEARD = "heard"
KEYS_SWITCH = "keys-switch"
PRESENT_BACK = "present-back"
PRESENT_LEAVE = "present-leave"
PRESENT_NEXT = "present-next"

# assets/case.js uses these too
CASE = "case"
CASE_FORM = "case-form"
CASE_STATUS = "case-status"
CASE_RESULT = "case-result"
CASE_RESET = "case-reset"
CASE_PRINT = "case-print"
CASE_PRESENT = "case-present"
CASE_ROOM = "case-room"
CASE_PAPER = "case-paper"


def nav_id(path: str) -> str:
    """The id of a page's link in the bar."""
    return f"nav{path.replace('/', '-')}"


def filter_id(field: object) -> Id:
    """The id of a filter's control; all share one family, so that a new filter needs no new callback argument."""
    return {"type": "filter", "field": field}


def choice_id(field: object) -> Id:
    """The id of a choice that filters nothing, such as layers or a tab; a page may have any number of them."""
    return {"type": "choice", "field": field}


def tab_panel_id(page: object) -> Id:
    return {"type": "tab-panel", "page": page}


def grid_id(table: object) -> Id:
    """The id of a grid whose rows follow the filters."""
    return {"type": "grid", "table": table}


def table_grid_id(table: object) -> Id:
    """The id of a grid of the Evidence page, which shows its whole table."""
    return {"type": "table-grid", "table": table}


def search_id(table: object) -> Id:
    """The id of the search over all columns of a grid of the Evidence page."""
    return {"type": "search", "table": table}


def chart_id(chart: object) -> Id:
    return {"type": "chart", "chart": chart}


def panel_id(chart: str) -> str:
    """The id of a chart with everything around it, to which links lead."""
    return f"chart-{chart}"


def caption_id(chart: str) -> str:
    """The id of the words under a chart."""
    return f"caption-{chart}"


def data_table_id(chart: object) -> Id:
    """The id of the place for a chart's table, empty until it is switched on."""
    return {"type": "data-table", "chart": chart}


def table_switch_id(chart: object) -> Id:
    return {"type": "table-switch", "chart": chart}
