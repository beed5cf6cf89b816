"""Everything of Dash and Plotly that this project relies on and that they do not document: what a new version may take away.

Each entry says where it is used and what for, and fails with these words when it is gone. That what stands here still does what
it is used for is shown by the other tests, in a browser where it takes one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import dash_ag_grid  # noqa: F401  whose script stands then in a start page, too
import pytest
from dash import Dash, Input, Output, html
from dash.exceptions import DashException, DependencyException
from dash.fingerprint import check_fingerprint

from dashboard.web.static import _FINGERPRINT
from tests.asking import bodies
from tests.serving import ROOT


class Private(NamedTuple):
    """One thing that is not ours: its name as the file that uses it spells it, what for, and whether it is still there."""

    name: str
    used_in: str
    what_for: str
    holds: Callable[[], bool]


@cache
def built(package: str, *files: str) -> str:
    """The scripts that a package brings, as they are sent."""
    spec = find_spec(package)
    assert spec is not None
    return "\n".join((Path(str(spec.origin)).parent / file).read_text(encoding="utf-8") for file in files)


def renderer() -> str:
    return built("dash", "dash-renderer/build/dash_renderer.min.js")


def core() -> str:
    return built("dash", "dcc/dash_core_components.js", "dcc/async-graph.js")


def grid() -> str:
    return built("dash_ag_grid", "dash_ag_grid.min.js")


def plotly() -> str:
    return built("plotly", "package_data/plotly.min.js")


@cache
def small() -> Dash:
    """An application of one callback, as Dash sets it up."""
    app = Dash("small")
    app.layout = html.Div([html.Div(id="one"), html.Div(id="other")])

    @app.callback(Output("one", "children"), Input("other", "children"))
    def one(other: Any) -> Any:
        return other

    with app.server.test_request_context("/"):
        app.server.preprocess_request()
    return app


def small_page() -> str:
    """Its start page."""
    return small().server.test_client().get("/").text


def has(where: Callable[[], str], text: str) -> Callable[[], bool]:
    """Whether what `where` gives still has a text."""
    return lambda: text in where()


def keeps_callbacks() -> bool:
    declared = small().callback_map["one.children"]
    return {"output", "inputs", "state", "callback"} <= declared.keys() and declared["inputs"] == [{"id": "other", "property": "children"}]


def takes_a_change_of_this_shape() -> bool:
    slot = {"id": "other", "property": "children"}
    body = {
        "output": "one.children",
        "outputs": {"id": "one", "property": "children"},
        "inputs": [slot | {"value": "x"}],
        "state": [],
        "changedPropIds": ["other.children"],
    }
    answer = small().server.test_client().post("/_dash-update-component", json=body)
    return bool(answer.get_json()["response"] == {"one": {"children": "x"}}) and "changedPropIds" in renderer()


def is_set_up_before_the_first_request() -> bool:
    app = Dash("fresh")
    app.layout = html.Div()
    before = len(app.registered_paths)
    with app.server.test_request_context("/"):
        app.server.preprocess_request()
    return before < len(app.registered_paths)


def puts_each_script_on_a_line() -> bool:
    return len(re.findall(r"^<script src=[^\n]*</script>$", small_page(), re.MULTILINE)) > 3


def names_the_time_of_a_file() -> bool:
    addresses = re.findall(r'src="(/_dash-component-suites/[^"]+)"', small_page())
    return len(addresses) > 3 and all(map(_FINGERPRINT.search, addresses))


def has_rule(rule: str) -> Callable[[], bool]:
    return lambda: rule in {one.rule for one in small().server.url_map.iter_rules()}


PYTHON = (
    Private("callback_map", "web/request_check.py", "the declared callbacks, with what they take and give", keeps_callbacks),
    Private("changedPropIds", "web/request_check.py", "the shape of a change, checked before Dash meets it", takes_a_change_of_this_shape),
    Private("/_dash-update-component", "pages/contract.py", "where changes are sent to", has(renderer, "_dash-update-component")),
    Private("/_dash-layout", "pages/contract.py", "what a page is made of, asked for again", has(renderer, "_dash-layout")),
    Private("/_dash-dependencies", "pages/contract.py", "the callbacks, asked for again", has(renderer, "_dash-dependencies")),
    Private("preprocess_request", "web/__init__.py", "ends Dash's set-up before two requests meet it", is_set_up_before_the_first_request),
    Private("interpolate_index", "web/index.py", "leaves scripts out of the start page", lambda: callable(Dash.interpolate_index)),
    Private('["scripts"].split("\\n")', "web/index.py", "each script of the start page has a line", puts_each_script_on_a_line),
    Private("/deps/polyfill@", "web/index.py", "a script that is left out for its slow text functions", has(small_page, "/deps/polyfill@")),
    Private("/dash/dash_table/", "web/index.py", "a script that is left out because no page uses it", has(small_page, "/dash/dash_table/")),
    Private("/dash_ag_grid/", "web/index.py", "the script that comes with pages with a grid only", has(small_page, "/dash_ag_grid/")),
    Private("/_dash-component-suites/", "web/static.py", "what a browser may keep a year", has(small_page, "/_dash-component-suites/")),
    Private('r"\\.v[\\w-]+m(\\d+)\\."', "web/static.py", "the time of a file in its address", names_the_time_of_a_file),
    Private("check_fingerprint", "web/static.py", "the name of a file out of its address",
            lambda: check_fingerprint("a/b.v1_2m345.min.js") == ("a/b.min.js", True)),
    Private("DependencyException", "web/errors.py", "of a file that is nowhere", lambda: issubclass(DependencyException, DashException)),
    Private("/<path:path>", "web/errors.py", "the rule that answers every address with the start page", has_rule("/<path:path>")),
    Private("/_favicon.ico", "web/static.py", "Dash's own icon", has_rule("/_favicon.ico")),
    Private("package_data", "export/offline.py", "where the package of Python keeps plotly.js", lambda: len(plotly()) > 1_000_000),
)  # fmt: skip
"""Files in dashboard/."""
BROWSER = (
    Private("_dashprivate_pushstate", "share.js", "told when a page is opened without a load", has(core, '"_dashprivate_pushstate"')),
    Private("popstate", "dashboard.js", "Dash follows Back and Forward by the same event", has(core, '"popstate"')),
    Private("window.fetch", "connection.js", "Dash asks by the fetch of the window, which is put in its place",
            lambda: re.search(r"[^.\w]fetch\(", renderer()) is not None),
    Private("status: 204", "connection.js", "an answer that ends a change and alters nothing", has(renderer, '"NO_UPDATE"')),
    Private("window.Plotly", "dashboard.js", "Dash takes the plotly.js that is there", has(core, "Promise.resolve(window.Plotly||")),
    Private("window.dash_ag_grid", "dashboard.js", "whether the script of the grid is there", has(grid, "window.dash_ag_grid=")),
    Private("plotly.react", "nearest-first.js", "by which Dash draws every chart", has(core, "Plotly.react(")),
    Private("_fullData", "nearest-first.js", "the traces of a chart as it was drawn", has(plotly, "_fullData")),
    Private("_module", "nearest-first.js", "what draws a trace, and gives all traces of its kind their look",
            lambda: re.search(r"\._fullLayout\._visibleModules,.{,80}\.style&&", plotly()) is not None),
    Private("Plots.resize", "dashboard.js", "called whenever something around a chart changes", has(core, "Plotly.Plots.resize(")),
    Private(".ag-root", "blinaboard.js", "keys inside a grid are the grid's", has(grid, "ag-root")),
    Private("--Dash-Fill-Interactive-Strong", "style.css", "colours of Dash's controls", has(core, "var(--Dash-Fill-Interactive-Strong")),
    Private("--Dash-Text-Strong", "style.css", "colours of their words", has(core, "var(--Dash-Text-Strong")),
    Private("main-svg", "style.css", "the sheet of a chart in the dark look", has(plotly, "main-svg")),
    Private("bglayer", "style.css", "the ground of a chart in the dark look", has(plotly, "bglayer")),
)  # fmt: skip
"""Files in assets/."""
TESTS = (
    Private("/_dash-dependencies", "asking.py", "the callbacks as the browser learns of them",
            lambda: bodies(small().server.test_client())["one"]["output"] == "one.children"),
    Private("_fullData", "browser/test_bundle.py", "the types that traces are drawn as", has(plotly, "_fullData")),
)  # fmt: skip
PRIVATE = [
    one._replace(used_in=f"{folder}/{one.used_in}")
    for folder, entries in (("dashboard", PYTHON), ("assets", BROWSER), ("tests", TESTS))
    for one in entries
]


@pytest.mark.parametrize("private", PRIVATE, ids=lambda private: private.name)
def test_it_is_still_there(private: Private) -> None:
    assert private.holds(), (
        f"Dash or Plotly no longer has {private.name}. {private.used_in} relies on it: {private.what_for}. Find what stands in its place."
    )


@pytest.mark.parametrize("private", PRIVATE, ids=lambda private: private.name)
def test_it_is_still_used_where_the_list_says(private: Private) -> None:
    assert private.name in (ROOT / private.used_in).read_text(encoding="utf-8"), "nothing relies on it any more: take it off the list"


def test_nothing_that_calls_itself_private_is_used_without_standing_here() -> None:
    files = [file for folder in ("dashboard", "assets") for kind in ("py", "js", "css") for file in (ROOT / folder).rglob(f"*.{kind}")]
    private = re.compile(r"_dashprivate\w*|/_dash[\w-]+|/_favicon\.ico|Plotly\.Plots\.\w+|--Dash-[A-Z][\w-]*|\b_full(?:Layout|Data)\b")
    used = {name for file in files if "vendor" not in file.parts for name in private.findall(file.read_text(encoding="utf-8"))}
    listed = " ".join(entry.name for entry in PRIVATE)
    colours = {name for name in used if name.startswith("--Dash-")}
    assert {name for name in used - colours if name.strip("/") not in listed and name.removeprefix("Plotly.") not in listed} == set()
    assert {name for name in colours if f"var({name}" not in core()} == set(), "colours that Dash does not ask for"
