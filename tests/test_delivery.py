"""What is handed out to run it: the container, the proxy, what a PaaS and CI read, and that the documents name what exists."""

from __future__ import annotations

import json
import os
import re
import socketserver
import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from shutil import copyfile
from threading import Thread

import pytest
import yaml

from dashboard.settings import read
from tests.serving import ROOT
from tools import sbom

DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
RENDER = yaml.safe_load((ROOT / "render.yaml").read_text())["services"][0]
HEROKU = json.loads((ROOT / "app.json").read_text())
CI = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())
PROCFILE = (ROOT / "Procfile").read_text().removeprefix("web: ").strip()
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
SETTINGS = set(re.findall(r'"([A-Z][A-Z_]{3,})"', (ROOT / "dashboard/settings.py").read_text()))
DOCUMENTS = ("SECURITY.md", "CONTRIBUTING.md", "docs/hosting.md")
PINNED = re.compile(r".+@sha256:[0-9a-f]{64}")


class Healthy(BaseHTTPRequestHandler):
    """Answers what asks for `/health`, and says so nowhere."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def instructions(name: str) -> list[str]:
    """What follows an instruction of the Dockerfile, each on one line."""
    lines = DOCKERFILE.replace("\\\n", " ").splitlines()
    return [line.removeprefix(f"{name} ") for line in lines if line.startswith(f"{name} ")]


def test_whatever_is_fetched_is_pinned_by_hash() -> None:
    assert PINNED.fullmatch(instructions("ARG")[0].removeprefix("BASE="))
    assert {line.split()[0] for line in instructions("FROM")} == {"${BASE}"}
    assert all(PINNED.fullmatch(service["image"]) for service in COMPOSE["services"].values() if "image" in service)
    for command in (*instructions("RUN"), RENDER["buildCommand"]):
        assert command.count("pip install") == command.count("--require-hashes -r requirements.txt")
    assert not re.search(r"apt-get|apk |curl|wget", DOCKERFILE)
    assert all(pin.hashes for pin in sbom.pins((ROOT / "requirements.txt").read_text()))
    assert all(re.fullmatch(r"[a-z-]+/[a-z-]+@[0-9a-f]{40}", step["uses"]) for step in CI["jobs"]["test"]["steps"] if "uses" in step)


def test_the_image_runs_as_nobody_and_can_be_asked_and_stopped() -> None:
    assert len(DOCKERFILE.splitlines()) < 40
    user, group = instructions("USER")[-1].split(":")
    assert int(user) > 1000
    assert int(group) > 1000
    assert DOCKERFILE.index("\nUSER ") > DOCKERFILE.rindex("\nCOPY "), "what is copied belongs to root"
    assert "--chown" not in DOCKERFILE
    assert "/health" in instructions("HEALTHCHECK")[0]
    assert instructions("STOPSIGNAL") == ["SIGTERM"]
    assert json.loads(instructions("CMD")[-1]) == ["sh", "-c", PROCFILE]


def test_the_image_asks_itself_and_no_proxy_that_a_hospital_gives_its_containers() -> None:
    python, *rest = json.loads(instructions("HEALTHCHECK")[0].partition("CMD ")[2])
    assert python == "python"
    with socketserver.TCPServer(("127.0.0.1", 0), Healthy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        environment = os.environ | {"PORT": str(server.server_address[1]), "http_proxy": "http://127.0.0.1:1", "no_proxy": ""}
        probed = [subprocess.run([sys.executable, *rest], env=environment, check=False, capture_output=True)]
        server.shutdown()
    probed.append(subprocess.run([sys.executable, *rest], env=environment, check=False, capture_output=True))
    assert [bool(done.returncode) for done in probed] == [False, True]


def test_only_what_serves_gets_into_the_image() -> None:
    asked = {source for line in instructions("COPY") if not line.startswith("--from") for source in line.split()[:-1]}
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {path.partition("/")[0] for path in let_in} == asked
    assert all((ROOT / path).exists() for path in let_in)


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_container_can_do_nothing_but_serve(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all("noexec" in place for place in service["tmpfs"])
    assert {"mem_limit", "pids_limit"} <= service.keys()
    assert not {"privileged", "cap_add", "network_mode", "devices"} & service.keys()
    assert all(volume.endswith(":ro") for volume in service.get("volumes", ()))


def test_the_application_has_no_way_out_and_only_the_proxy_a_way_in() -> None:
    board = COMPOSE["services"]["board"]
    assert board["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert "ports" not in board
    assert board["mem_limit"] == "512m"
    # longer than the application takes to end
    assert board["stop_grace_period"] == "12s"


def test_the_proxy_listens_where_it_is_published_and_finds_the_application() -> None:
    conf = (ROOT / "deploy/nginx.conf").read_text()
    published = {port.split(":")[1] for port in COMPOSE["services"]["nginx"]["ports"]}
    assert set(re.findall(r"listen (\d+)", conf)) == published
    (host, port) = re.search(r"server (\w+):(\d+);", conf).groups()  # type: ignore[union-attr]  # no match fails the test
    assert host in COMPOSE["services"]
    assert f"PORT={port}" in DOCKERFILE


def test_every_place_starts_it_with_the_same_words() -> None:
    assert RENDER["startCommand"] == PROCFILE
    assert RENDER["healthCheckPath"] == "/health"
    assert ".ci/run" in [step.get("run") for step in CI["jobs"]["test"]["steps"]]


@pytest.mark.parametrize(
    "environ",
    [
        COMPOSE["services"]["board"]["environment"],
        {setting["key"]: setting["value"] for setting in RENDER["envVars"]},
        {name: setting.get("value", "") for name, setting in HEROKU["env"].items()},
    ],
    ids=["compose", "render", "heroku"],
)
def test_every_place_sets_what_exists_to_what_is_valid(environ: dict[str, str]) -> None:
    assert environ.keys() <= SETTINGS
    read(environ)


def test_there_is_one_python() -> None:
    version = (ROOT / ".python-version").read_text().strip()
    assert f"BASE=python:{version}." in DOCKERFILE
    assert CI["jobs"]["test"]["container"] == instructions("ARG")[0].removeprefix("BASE=")
    assert f'requires-python = ">={version}"' in (ROOT / "pyproject.toml").read_text()


def test_hooks_call_make_and_make_has_what_they_call() -> None:
    hooks = [hook for repo in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"] for hook in repo["hooks"]]
    called = [hook["entry"].split() for hook in hooks]
    assert {command for command, _ in called} == {"make"}
    assert {target for _, target in called} <= TARGETS


def test_make_names_a_python_that_is_too_old_before_it_fetches(tmp_path: Path) -> None:
    old = tmp_path / "python-old"
    old.write_text(f"#!/bin/sh\nexec {sys.executable} -c \"import sys; sys.version_info, sys.version = (3, 9, 2), '3.9.2'\n$2\"\n")
    old.chmod(0o755)
    for name in ("Makefile", "requirements.txt", "tools/fetch_bundle.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        copyfile(ROOT / name, tmp_path / name)
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # the tests may be run by a make
    run = subprocess.run(["make", "run", f"PYTHON={old}"], cwd=tmp_path, env=alone, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, (tmp_path / ".venv").exists()) == (2, "", False)
    assert f"Python 3.11 or newer is needed; {old} is 3.9.2" in run.stderr


def test_make_runs_in_a_folder_that_was_moved_or_renamed_since_it_was_set_up(tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.txt", "tools/fetch_bundle.py", ".venv/done"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes() if name != ".venv/done" else b"")
    (tmp_path / ".venv/bin").mkdir()
    # the command of a package begins with the path at which its environment was made, its Python does not
    for name, line in (("python", '#!/bin/sh\necho "$@"\n'), ("gunicorn", "#!/where/it/was/.venv/bin/python\n")):
        (tmp_path / ".venv/bin" / name).write_text(line)
        (tmp_path / ".venv/bin" / name).chmod(0o755)
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")} | {"PORT": "8240"}
    run = subprocess.run(["make", "run"], cwd=tmp_path, env=alone, capture_output=True, text=True, check=False)
    assert run.stdout.splitlines() == ["-m dashboard.settings", "-m gunicorn --workers 1 --bind 127.0.0.1:8240 app:server"], run.stderr


def test_make_says_no_address_before_the_tables_are_read() -> None:
    assert "http" not in (ROOT / "Makefile").read_text()


def test_ci_may_read_and_no_more() -> None:
    assert CI["permissions"] == {"contents": "read"}
    assert CI["jobs"]["test"].keys() == {"runs-on", "container", "timeout-minutes", "steps"}


def test_every_setting_is_in_the_chapter_on_hosting_and_no_other() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/hosting.md").read_text(), re.MULTILINE)
    assert set(rows) == SETTINGS
    assert len(rows) == len(SETTINGS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_what_exists(name: str) -> None:
    text = (ROOT / name).read_text()
    quoted = set(re.findall(r"`([^`\n]+)`", text))
    for path in quoted:
        if re.fullmatch(r"(tests|tools|docs|deploy|data|dashboard|assets|\.github)/[\w./-]*", path) and path != "deploy/tls/":
            assert (ROOT / path).exists(), path
    assert set(re.findall(r"`make ([a-z]+)`", text)) <= TARGETS
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert ((ROOT / name).parent / link).exists(), link


def test_each_control_of_the_security_document_is_a_test() -> None:
    named = re.findall(r"`(tests/[\w/.]+\.py)(?:::(\w+))?`", (ROOT / "SECURITY.md").read_text())
    assert len([test for _, test in named if test]) > 15
    for file, test in named:
        assert not test or f"\ndef {test}(" in (ROOT / file).read_text(), f"{file}::{test}"
