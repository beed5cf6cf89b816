"""What Python and the scripts tell each other: one list of ids, limits, acts and colours, which the scripts read and never repeat."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, NotRequired, TypedDict, get_args

import pytest
from flask.testing import FlaskClient

from dashboard import pages, theme
from dashboard.evidence import Evidence
from dashboard.pages import buttons, contract, panel, shell
from dashboard.pages.contract import Act, Action, Addresses, BrowserSettings, Ids, Medium, PageState, RowForm, SentView, View
from dashboard.web import downloads
from dashboard.web.index import index_page
from tests.asking import CHANGE, Body, page_text
from tests.serving import ROOT
from tools import fetch_typescript
from tools.contract_types import declarations, typescript
from tools.fetch_bundle import NotFetched, verified

SCRIPTS = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "assets").glob("*.js") if not file.name.startswith("case")}
"""Those of the case page know a form of their own."""
CODE = {name: re.sub(r"/\*.*?\*/|(?<=\s)//[^\n]*", "", text, flags=re.DOTALL) for name, text in SCRIPTS.items()}
"""Without comments."""
ALL = "\n".join(CODE.values())
STYLE = (ROOT / "assets" / "style.css").read_text(encoding="utf-8")
CASE_STYLE = (ROOT / "assets" / "case.css").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def settings(evidence: Evidence) -> BrowserSettings:
    return pages.settings(evidence)


@pytest.mark.parametrize("path", ["/", "/case", "/embed/board", "/present?order=board~", "/nowhere"])
def test_every_page_has_the_settings(client: FlaskClient, settings: BrowserSettings, path: str) -> None:
    written = re.findall(r'<script id="settings" type="application/json">(.*?)</script>', client.get(path).text)
    assert list(map(json.loads, written)) == [json.loads(json.dumps(settings))]


def test_nothing_in_the_settings_ends_their_element_or_is_filled_in_by_dash(settings: BrowserSettings, evidence: Evidence) -> None:
    name = "</script><b>{%css%}{%renderer%}"
    page = index_page({**settings, "name": name}, evidence)
    assert page.count("</script>") == index_page(settings, evidence).count("</script>") == 2
    assert page.count("{%css%}") == 1
    assert json.loads(page.partition('id="settings" type="application/json">')[2].partition("</script>")[0])["name"] == name


def test_the_scripts_read_every_setting_and_every_id() -> None:
    assert [key for key in BrowserSettings.__annotations__ if key not in ("ids", "addresses") and f"settings.{key}" not in ALL] == []
    assert [key for key in Ids.__annotations__ if f"ids.{key}" not in ALL] == []
    assert [key for key in Addresses.__annotations__ if f"addresses.{key}" not in ALL] == []


def test_no_script_spells_an_id() -> None:
    spelled = re.findall(r"""(?:getElementById|set_props|place|byId)\(\s*["'`]([\w-]+)|querySelector(?:All)?\(\s*["'`]#([\w-]+)""", ALL)
    assert [one or other for one, other in spelled] == ["settings"]


def test_no_script_repeats_what_the_settings_say(settings: BrowserSettings, evidence: Evidence) -> None:
    texts = [settings["name"], *settings["addresses"].values(), *settings["ids"].values()]
    # a word alone may be another one; this one is also a class of the style sheet
    longer = {text for text in texts if not text.isalpha() or text == settings["name"]} - {"possible-matches"}
    assert [text for text in longer if re.search(rf"""["'`]{re.escape(text)}["'`?]""", ALL)] == []
    numbers = [settings["edges"], settings["filters_width"], settings["most_address"]]
    assert [number for number in numbers if re.search(rf"\b{number}\b", ALL)] == []
    assert f"slice(-{settings['most_pins']})" not in ALL


FOUND_BY = {"case-done", "case-evidence", "case-given"}
"""Classes without a look, by which scripts and tests find their elements."""
OTHERS = {"ag-row", "ag-cell-wrap-text", "bg", "bglayer", "form-check", "form-check-input"}
"""Classes that the grid, Plotly and Dash write."""


def test_every_class_is_written_and_has_a_look() -> None:
    styled = set(re.findall(r"\.(-?[a-z_][\w-]*)", re.sub(r"/\*.*?\*/", "", STYLE + CASE_STYLE, flags=re.DOTALL)))
    sources = [
        *(ROOT / "assets").glob("*.js"),
        *(file for ending in ("py", "html", "js") for file in (ROOT / "dashboard").rglob(f"*.{ending}")),
    ]
    words = set(re.findall(r"-?[a-z_][\w-]*", "\n".join(file.read_text(encoding="utf-8") for file in sources)))
    assert styled - words - OTHERS == {"case-efficacy", "case-toxicity"}, "which are put together from the name of a side"
    scripts = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "assets").glob("case*.js"))
    written = {name for names in re.findall(r'class: "([^"]*)"', scripts) for name in names.split() if name.startswith("case-")}
    assert written - styled - {"case-"} == FOUND_BY


def test_colours_stand_in_the_theme_alone() -> None:
    texts = {**CODE, "style": STYLE, "case": CASE_STYLE}
    written = {name: re.findall("|".join(theme.COLOURS.values()), text, flags=re.IGNORECASE) for name, text in texts.items()}
    assert {name: colours for name, colours in written.items() if colours} == {}
    # the script that leaves with the rows shown stands by itself
    alone = {Path(str(theme.__file__)), *(ROOT / "dashboard").rglob("redraw.py")}
    modules = [file for file in (ROOT / "dashboard").rglob("*.py") if file not in alone]
    colour = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)
    assert {file.name: found for file in modules if (found := colour.findall(file.read_text(encoding="utf-8")))} == {}


def test_the_style_sheet_takes_every_colour_and_the_width_of_the_filters_from_python(settings: BrowserSettings, evidence: Evidence) -> None:
    page = index_page(settings, evidence)
    for name, value in {**theme.COLOURS, "filters-width": f"{settings['filters_width']}px"}.items():
        assert f"--{name}:{value}" in page
        assert f"var(--{name})" in STYLE
    assert f"{settings['filters_width']}px" not in STYLE


def test_every_act_has_its_words_on_a_button_and_no_button_another() -> None:
    assert {*panel.ACTS, *shell.EXPORTS} == {*get_args(Act)}


@pytest.mark.parametrize(
    "button",
    [buttons.opener("a", "A"), buttons.closer("a", "A"), buttons.dropper("line", "x", "A"), buttons.reset()],
    ids=lambda one: str(one.children),
)
def test_a_button_asks_only_for_what_an_action_is(button: Any) -> None:
    asked = {name.removeprefix("data-") for name in button.to_plotly_json()["props"] if name.startswith("data-")}
    assert asked
    assert asked <= Action.__annotations__.keys()


def test_the_server_draws_for_every_medium_and_writes_every_form_of_rows() -> None:
    assert [*downloads.MEDIA] == [*get_args(Medium)]
    assert [*downloads.FORMS] == [*get_args(RowForm)]


def test_an_answer_has_every_part_of_a_page_state(client: FlaskClient, change: Body) -> None:
    assert page_text(client.post(CHANGE, json=change).get_json()).keys() == PageState.__annotations__.keys()


def test_a_view_is_sent_in_its_own_parts() -> None:
    assert [field.name for field in fields(View)] == [*SentView.__annotations__]


# The types for TypeScript


class Inner(TypedDict):
    name: str


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (str, "string"),
        (int, "number"),
        (bool, "boolean"),
        (Inner, "Inner"),
        (Inner | None, "Inner | null"),
        (tuple[str, int], "[string, number]"),
        (Sequence[tuple[str, Sequence[str]]], "Array<[string, Array<string>]>"),
        (Mapping[str, Inner], "Record<string, Inner>"),
        (Literal["a", "b-c"], '"a" | "b-c"'),
    ],
)
def test_a_type_in_the_words_of_typescript(kind: Any, written: str) -> None:
    assert typescript(kind) == written


def test_a_type_that_json_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="has no name in TypeScript"):
        typescript(set[str])


def test_interfaces_say_what_may_be_missing() -> None:
    module = ModuleType("written")

    class Asked(TypedDict):
        at: float
        pin: NotRequired[str]

    Asked.__module__ = "written"
    vars(module).update(Asked=Asked, Either=Literal["a"], Pair=tuple[str, str], Inner=Inner, number=3)
    interfaces = ["interface Asked { at: number; pin?: string; }", 'type Either = "a";', "type Pair = [string, string];"]
    assert declarations(module).splitlines() == interfaces


def test_every_type_of_the_contract_is_written() -> None:
    written = declarations(contract)
    for name in ("PageState", "Caption", "Action", "BrowserSettings", "Ids", "QuestionInForce"):
        assert f"interface {name} {{" in written
    assert 'type Act = "present" | ' in written


# TypeScript itself


def test_anything_else_than_the_pinned_typescript_is_refused() -> None:
    with pytest.raises(NotFetched, match="not what was pinned"):
        verified(b"another package", fetch_typescript.INTEGRITY)


def test_without_npm_it_is_said_that_the_scripts_are_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fetch_typescript, "FOLDER", tmp_path / "typescript")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert fetch_typescript.main() == 1
    assert "there is no npm. Without it the scripts in assets/ are not checked." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
