"""The layers: what a module may import, no circle, where Dash may stand, which names are refused, nothing from a foreign host."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

from tests.serving import ROOT

HERE = Path(__file__)
MODULES = sorted((ROOT / "dashboard").rglob("*.py"))
SOURCES = [ROOT / "app.py", *MODULES, *sorted((ROOT / "tests").rglob("*.py"))]

ORDER = (
    *(
        "vocabulary",
        "adverse_events",
        "theme",
        "statistics",
        "ids",
        "settings",
        "templates",
        "columns",
        "schema",
        "evidence",
        "commands",
        "datapackage",
    ),
    *(
        "wording",
        "effects",
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


def module(path):
    """The dotted name of a file; a package's own is that of its folder."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def modules_in(source, known):
    """The modules of `known` that Python source takes names from: a package itself only where it is the package that has the name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            names = {name if (name := f"{node.module}.{alias.name}") in known else node.module for alias in node.names}
            yield from names & known.keys()


def circle(sources):
    """The first circle of modules, as names of which each imports the one before it; empty where there is none."""
    try:
        TopologicalSorter({name: set(modules_in(source, sources)) for name, source in sources.items()}).prepare()
    except CycleError as found:
        return found.args[1]
    return []


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


def test_no_modules_import_each_other_in_a_circle():
    tools = sorted((ROOT / "tools").glob("*.py"))
    assert circle({module(path): path.read_text(encoding="utf-8") for path in [*SOURCES, *tools]}) == []


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem not in ("__init__", "__main__")], ids=module)
def test_no_name_of_a_package_hides_one_of_its_modules(path):
    name = module(path)
    found = import_module(name)
    assert getattr(import_module(name.rpartition(".")[0]), path.stem) is found


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


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ({"d.one": "from d import two", "d.two": "import d.three", "d.three": ""}, []),
        ({"d.one": "from d.two import x", "d.two": "def late():\n    from d import one"}, ["d.one", "d.two", "d.one"]),
        ({"d": "from d.one import x", "d.one": "from d import x"}, ["d", "d.one", "d"]),
        ({"d": "from d.one import x", "d.one": "from d import two", "d.two": ""}, []),
        ({"d.one": "import d.one"}, ["d.one", "d.one"]),
    ],
)
def test_a_circle_is_found_within_a_package_too(sources, expected):
    assert circle(sources) == expected


@pytest.mark.parametrize("source", ["dbc.themes.BOOTSTRAP", "https://cdn.plot.ly/plotly.js", "https://unpkg.com/x", "fonts.googleapis.com"])
def test_a_foreign_host_is_found(source):
    assert CDN.search(source)
