"""On a host: the Procfile's server as a host runs it, stops it, kills it and reads its log."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient

from dashboard.evidence import load
from dashboard.facets import FACETS
from dashboard.pages.contract import MOST_ADDRESS
from dashboard.web.headers import ALWAYS
from tests import every_address
from tests.asking import CHANGE, Body, bodies, choosing, page_text
from tests.proxying import Proxy
from tests.serving import LISTENS, ROOT, Answer, Served

pytestmark = pytest.mark.hosting
PLOTLY = "/_dash-component-suites/plotly/package_data/plotly.min.js"
READ_ONLY = "mount --make-rprivate / && mount -o remount,bind,ro /"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("served"), WEB_CONCURRENCY="2") as server:
        yield server


@pytest.fixture(scope="module")
def change(client: FlaskClient) -> Body:
    """A change on Compare with the charts left out, which answers in a moment."""
    return bodies(client, charts=())["page-text"]


def test_it_is_up_and_ready_with_its_tables(served: Served) -> None:
    evidence = load(ROOT / "data")
    assert served.ask("/health").body == b"ok\n"
    ready = served.ask("/ready").json
    assert ready["ready"] is True
    assert ready["data_version"] == evidence.version
    assert ready["rows"]["studies"] == len(evidence.studies)


def test_a_large_file_is_compressed_once_in_each_process(served: Served) -> None:
    plain = served.ask(PLOTLY)
    first, second = (served.ask(PLOTLY, Accept_Encoding="gzip, deflate, br, zstd") for _ in range(2))
    assert first.headers["Content-Encoding"] == "br"
    assert brotli.decompress(first.body) == plain.body == brotli.decompress(second.body)
    assert len(first.body) < len(plain.body) / 3
    assert served.ask(PLOTLY, Accept_Encoding="br", If_None_Match=first.headers["ETag"]).status == 304
    assert gzip.decompress(served.ask(PLOTLY, Accept_Encoding="gzip").body) == plain.body
    head = served.ask(PLOTLY, method="HEAD", Accept_Encoding="br")
    assert (head.headers["Content-Length"], head.body) == (str(len(first.body)), b"")


def test_the_log_is_one_json_line_a_request_and_never_tells_of_a_child(served: Served) -> None:
    asked = [
        "/trials?infant=included",
        "/case?age=3&secret=down",
        "/nowhere?secret=1",
        "/health?a=%0A%7B%22status%22%3A200%7D",
        "/%0Aforged%1b%5b31m",
    ]
    for address in asked:
        served.ask(address, Referer="http://127.0.0.1/case?secret=2")
    lines = served.lines()[-len(asked) :]
    assert all(line.keys() >= {"time", "method", "path", "status", "ms", "bytes"} for line in lines)
    assert [(line["path"], line.get("query"), line["status"]) for line in lines] == [
        ("/trials", "infant=included", 200),
        ("/case", None, 200),
        ("/nowhere", None, 404),
        ("/health", None, 200),
        ("/\nforged\x1b[31m", None, 404),
    ]
    assert "secret" not in served.output.read_text()


@pytest.mark.parametrize(
    ("request_head", "status", "words"),
    [
        (b"\x16\x03\x01\x02\x00 <b>hello</b>\r\n\r\n", 400, b"This request is not understood"),
        (b"GET /<b> HTTP/9.9\r\nHost: x\r\n\r\n", 400, b"This request is not understood"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400, b"This request is not understood"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: <b>\r\n\r\n", 501, b"This request is not understood"),
        (b"GET /".ljust(9000, b"a") + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, b"The address is longer"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: ".ljust(9000, b"a") + b"\r\n\r\n", 431, b"What the browser sends"),
    ],
)
def test_what_never_reaches_the_application_is_refused_in_words_with_the_headers(
    served: Served, request_head: bytes, status: int, words: bytes
) -> None:
    with served.connected() as connection:
        connection.sendall(request_head)
        head, _, body = _rest(connection).partition(b"\r\n\r\n")
    said = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert body.startswith(words)
    assert b"<b>" not in body
    assert said.keys() >= {*ALWAYS, "X-Frame-Options"}
    assert "frame-ancestors 'none'" in said["Content-Security-Policy"]
    assert (said["Cache-Control"], said["Content-Length"]) == ("no-store", str(len(body)))


def test_the_longest_running_order_that_a_page_opens_is_let_in(served: Served) -> None:
    assert served.ask("/present?order=".ljust(MOST_ADDRESS + 20, "a")).status == 200


def test_a_header_cannot_move_the_application(served: Served) -> None:
    raw = b"GET /export/chart/flow.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\nSCRIPT_NAME: /evil\r\nPATH_INFO: /evil\r\n\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        connection.sendall(raw)
        answer = _rest(connection)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"/evil" not in answer


@pytest.mark.parametrize(("trusted", "scheme"), [("127.0.0.1", "https"), ("10.0.0.9", "http"), ("127.0.0.0/8,10.0.0.9", "https")])
def test_a_link_follows_the_scheme_that_a_trusted_proxy_names(tmp_path: Path, trusted: str, scheme: str) -> None:
    with Served(tmp_path, FORWARDED_ALLOW_IPS=trusted) as served:
        stamp = served.ask("/export/chart/flow.json", Host="board.example", X_Forwarded_Proto="https").json["stamp"]
    assert stamp["link"] == f"{scheme}://board.example/?tab=flow&v={stamp['data_version']}#chart-flow"


@pytest.mark.parametrize("path", [CHANGE, "/export/slides"])
def test_a_malformed_chunk_is_refused_in_words_and_ends_the_connection(served: Served, path: str) -> None:
    kind = "application/json" if path == CHANGE else "application/x-www-form-urlencoded"
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        connection.sendall(head.encode() + b"zz\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = _rest(connection)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("command", ["gunicorn app:server", f"honcho --procfile {ROOT / 'Procfile'} start"])
def test_sigterm_answers_what_is_in_flight_and_ends_within_ten_seconds(tmp_path: Path, change: Body, command: str) -> None:
    by_honcho = command.startswith("honcho")
    body = json.dumps(choosing(change, {"down": ["included"]})).encode()
    with Served(tmp_path, command, says="" if by_honcho else LISTENS, WEB_CONCURRENCY="2") as served, served.connected() as connection:
        _begin(connection, len(body))
        served.process.send_signal(signal.SIGTERM)
        if not by_honcho:
            served.hear("Handling signal: term")
        connection.sendall(body)
        answer = _rest(connection)
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert page_text(json.loads(answer.partition(b"\r\n\r\n")[2]))["query"] == "down=included"
        assert served.end() == (143 if by_honcho else 0)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", served.port))


def _begin(connection: socket.socket, length: int) -> None:
    """Send the head of a change; the server's 100 says that it has begun to read it."""
    head = (
        f"POST {CHANGE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n"
    )
    connection.sendall(head.encode())
    assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")


def _rest(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_broken_tables_end_it_with_code_2_and_the_report(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "data", tmp_path / "data")
    studies = folder / "review/studies.csv"
    studies.write_text(studies.read_text().replace("locatelli-2021,", "locatelli-1921,", 1))
    with Served(tmp_path, "gunicorn app:server", says="", EVIDENCE_DIR=str(folder)) as served:
        said = served.process.communicate(timeout=20)[1]
    assert served.process.returncode == 2
    assert "locatelli-2021" in said
    assert "Traceback" not in said


def _may_mount() -> bool:
    return (
        shutil.which("unshare") is not None
        and subprocess.run(["unshare", "--mount", "sh", "-c", READ_ONLY], capture_output=True).returncode == 0
    )


def test_a_read_only_file_system_is_enough(tmp_path: Path, change: Body) -> None:
    if not _may_mount():
        pytest.skip("needs unshare and the right to mount (root) to make the file system read-only for one process")
    script = f'{READ_ONLY} && ! touch {ROOT}/written && exec "$@"'
    with Served(tmp_path, before=["unshare", "--mount", "sh", "-c", script, "sh"]) as served:
        assert served.ask(CHANGE, change).status == 200
        assert every_address.faults(load(ROOT / "data"), every_address.over_http(f"http://127.0.0.1:{served.port}")) == []
        assert served.end() == 0


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("board.hospital.example", "is not a web address. Expected one such as https://board.hospital.example"),
        ("http://[::1", "is not a web address. Expected one such as https://board.hospital.example"),
        ("http://127.0.0.1:1", "/ready: 0 b'[Errno 111] Connection refused'. Expected a running BlinaBoard"),
        ("{served}/nowhere", "/nowhere/ready: 404 b'<!DOCTYPE html>"),
    ],
)
def test_whoever_asks_every_address_of_nobody_is_told_so(
    served: Served, capsys: pytest.CaptureFixture[str], address: str, says: str
) -> None:
    try:
        code: object = every_address.main(address.format(served=f"http://127.0.0.1:{served.port}"))
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(("writable", "folder"), [(True, "/dev/shm"), (False, None)])
def test_signs_of_life_lie_in_memory_where_there_is_a_place(
    monkeypatch: pytest.MonkeyPatch, gunicorn_conf: Callable[[], dict[str, Any]], writable: bool, folder: str | None
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: writable)
    assert gunicorn_conf()["worker_tmp_dir"] == folder


def test_one_of_several_instances_is_killed_and_no_reader_loses_a_state(tmp_path: Path, change: Body) -> None:
    with ExitStack() as running:
        instances = [running.enter_context(Served(tmp_path, says="")) for _ in range(3)]
        for instance in instances:
            instance.hear("Booting worker")
        proxy = running.enter_context(Proxy(tmp_path, instances))
        readers = [(facet, option) for facet in FACETS for option in FACETS[facet].options][:12]
        half_way = threading.Barrier(len(readers) + 1)
        with ThreadPoolExecutor(len(readers)) as pool:
            read = [pool.submit(_read, proxy, choosing(change, {facet: [option]}), half_way) for facet, option in readers]
            half_way.wait(timeout=30)
            os.killpg(instances[1].process.pid, signal.SIGKILL)
            answers = [reader.result() for reader in read]
    assert [{answer.status for answer in answered} for answered in answers] == [{200}] * len(readers)
    queries = [{page_text(answer.json)["query"] for answer in answered} for answered in answers]
    assert queries == [{f"{facet}={option}"} for facet, option in readers]
    served = [sum(line["path"] == CHANGE for line in instance.lines()) for instance in instances]
    assert 0 < served[1] < min(served[0], served[2]), "each took its turn, the killed one for half of the time"


def _read(proxy: Proxy, body: Body, half_way: threading.Barrier) -> list[Answer]:
    """Sixteen changes of one reader, one after the other."""
    answers = [proxy.ask(CHANGE, body) for _ in range(8)]
    half_way.wait(timeout=30)
    return answers + [proxy.ask(CHANGE, body) for _ in range(8)]
