"""The layers: what a module may import, where Dash may stand, which names are refused, and nothing from a foreign host."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HERE = Path(__file__)
MODULES = sorted((ROOT / "dashboard").rglob("*.py"))
SOURCES = [ROOT / "app.py", *MODULES, *sorted((ROOT / "tests").rglob("*.py"))]

ORDER = (
    *("vocabulary", "theme", "statistics", "ids", "settings", "schema", "evidence", "datapackage"),
    *(
        "wording",
        "citation",
        "registry",
        "approvals",
        "changes",
        "facets",
        "selection",
        "lens",
        "tableplot",
        "charts",
        "questions",
        "export",
        "pages",
        "callbacks",
        "web",
    ),
)
"""Each may import what stands to its left; modules of one package (charts, pages) may import each other."""

DASH = {"dash", "dash_bootstrap_components", "dash_ag_grid"}
MAY_IMPORT_DASH = {"pages", "callbacks", "web"}
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
CDN = re.compile(
    r"jsdelivr|unpkg|cdnjs|bootstrapcdn|googleapis|gstatic|\bcdn[.-]|\b(?:dbc|dash_bootstrap_components)\.(?:themes|icons)\b", re.I
)


def imports(source):
    """The dotted names that Python source imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the layer: write dashboard.…"
            # from dashboard.evidence import rules: the module is the name; from dashboard.evidence.rules import Fault: it is not
            yield from (f"{node.module}.{alias.name}" if node.module == "dashboard" else str(node.module) for alias in node.names)


def layer(path):
    """The module, or the package, of dashboard/ that a file belongs to."""
    return path.relative_to(ROOT / "dashboard").with_suffix("").parts[0]


def layers_in(source):
    return {name.split(".")[1] for name in imports(source) if name.startswith("dashboard.")}


def packages_in(source):
    return {name.split(".")[0] for name in imports(source)}


def is_top(path):
    return path == ROOT / "dashboard" / "__init__.py"


def refused(own, source):
    """The layers that `source`, of the layer `own`, must not import."""
    return layers_in(source) - {own} - set(ORDER[: ORDER.index(own)])


@pytest.mark.parametrize("path", [path for path in MODULES if not is_top(path)], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_stands_to_its_left(path):
    assert layer(path) in ORDER, "a new module: give it its place in ORDER"
    assert refused(layer(path), path.read_text(encoding="utf-8")) == set()


def test_the_package_itself_imports_nothing():
    assert list(imports((ROOT / "dashboard" / "__init__.py").read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_knows_nothing_of_the_application(path):
    assert "app" not in packages_in(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_dash_stands_only_in_pages_callbacks_and_web(path):
    found = DASH & packages_in(path.read_text(encoding="utf-8"))
    assert not found or layer(path) in MAY_IMPORT_DASH


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_says_what_it_holds(path):
    assert not NO_NAMES & set(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", [path for path in SOURCES if path != HERE], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_source_names_a_foreign_host_of_scripts_and_styles(path):
    assert CDN.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("own", "source", "expected"),
    [
        ("evidence", "from dashboard import statistics", set()),
        ("statistics", "from dashboard import evidence", {"evidence"}),
        ("evidence", "def late():\n    import dashboard.pages.shell", {"pages"}),
        ("schema", "from dashboard.evidence.rules import Fault", {"evidence"}),
        ("charts", "from dashboard.charts.chart import Chart", set()),
        ("charts", "from dashboard.pages import shell", {"pages"}),
        ("web", "from dashboard import callbacks, nobody", {"nobody"}),
    ],
)
def test_an_import_from_the_right_is_found(own, source, expected):
    assert refused(own, source) == expected


@pytest.mark.parametrize("source", ["dbc.themes.BOOTSTRAP", "https://cdn.plot.ly/plotly.js", "https://unpkg.com/x", "fonts.googleapis.com"])
def test_a_foreign_host_is_found(source):
    assert CDN.search(source)
