"""The only place where the id of a component is spelled."""

from __future__ import annotations

URL = "url"
PAGE = "page"
TITLE = "title"
THEME_SWITCH = "theme-switch"
TABLE_TABS = "table-tabs"
TABLE_PANEL = "table-panel"
