"""Synthetic records of a register, and a local server that speaks its interface, well or badly."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dashboard.evidence import Evidence
from dashboard.registry.files import read_answer
from dashboard.schema import RegistryState

Json = Any
STUDY: Json = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT90000001",
            "secondaryIdInfos": [
                {"id": "2090-000001-11", "type": "EUDRACT_NUMBER"},
                {"id": "2091-500001-12-00", "type": "CTIS"},
                {"id": "R01-1", "type": "NIH"},
            ],
        },
        "statusModule": {
            "statusVerifiedDate": "2090-05",
            "overallStatus": "TERMINATED",
            "lastKnownStatus": "RECRUITING",
            "whyStopped": "Slow\naccrual",
            "startDateStruct": {"date": "2088-02", "type": "ACTUAL"},
            "primaryCompletionDateStruct": {"date": "2091-01-31", "type": "ESTIMATED"},
            "completionDateStruct": {"date": "2092-01", "type": "ESTIMATED"},
            "resultsFirstPostDateStruct": {"date": "2090-03-02", "type": "ACTUAL"},
            "lastUpdatePostDateStruct": {"date": "2090-05-17", "type": "ACTUAL"},
        },
        "designModule": {"phases": ["PHASE1", "PHASE2"], "enrollmentInfo": {"count": 40, "type": "ACTUAL"}},
        "eligibilityModule": {"minimumAge": "8 Months", "maximumAge": "17 Years"},
        "referencesModule": {
            "references": [
                {"pmid": "11", "type": "RESULT", "citation": "An invented paper"},
                {"pmid": "12", "type": "DERIVED"},
                {"pmid": "13", "type": "BACKGROUND"},
                {"type": "RESULT", "citation": "One without a number"},
            ]
        },
    },
    "derivedSection": {"miscInfoModule": {"versionHolder": "2090-06-01"}},
    "hasResults": True,
}
del STUDY["protocolSection"]["statusModule"]["lastKnownStatus"]


def study(number: str = "NCT90000001", **changes: Json) -> Json:
    """A whole record; `changes` names fields by their last part, and None takes one away."""
    made = copy.deepcopy(STUDY)
    made["protocolSection"]["identificationModule"]["nctId"] = number
    if number != "NCT90000001":
        made["protocolSection"]["identificationModule"]["secondaryIdInfos"] = []
    for name, value in changes.items():
        put(made, PLACES[name], value)
    return made


PLACES = {
    name: path.split(".")
    for name, path in {
        "nctId": "protocolSection.identificationModule.nctId",
        "secondaryIdInfos": "protocolSection.identificationModule.secondaryIdInfos",
        "overallStatus": "protocolSection.statusModule.overallStatus",
        "lastKnownStatus": "protocolSection.statusModule.lastKnownStatus",
        "whyStopped": "protocolSection.statusModule.whyStopped",
        "statusVerifiedDate": "protocolSection.statusModule.statusVerifiedDate",
        "start": "protocolSection.statusModule.startDateStruct.date",
        "lastUpdate": "protocolSection.statusModule.lastUpdatePostDateStruct.date",
        "resultsPosted": "protocolSection.statusModule.resultsFirstPostDateStruct",
        "count": "protocolSection.designModule.enrollmentInfo.count",
        "phases": "protocolSection.designModule.phases",
        "minimumAge": "protocolSection.eligibilityModule.minimumAge",
        "maximumAge": "protocolSection.eligibilityModule.maximumAge",
        "references": "protocolSection.referencesModule.references",
        "statusModule": "protocolSection.statusModule",
        "versionHolder": "derivedSection.miscInfoModule.versionHolder",
        "hasResults": "hasResults",
    }.items()
}


def put(record: Json, path: list[str], value: Json) -> None:
    for name in path[:-1]:
        record = record[name]
    if value is None:
        record.pop(path[-1], None)
    else:
        record[path[-1]] = value


def nulled(record: Json, name: str) -> Json:
    """The record with an explicit null in a field."""
    made = copy.deepcopy(record)
    here = made
    for part in PLACES[name][:-1]:
        here = here[part]
    here[PLACES[name][-1]] = None
    return made


class Interface:
    """What a server knows, how it misbehaves at first (a list of statuses and words), and what it was asked."""

    def __init__(self, studies: list[Json], troubles: list[int | str]) -> None:
        self.studies, self.troubles = {one["protocolSection"]["identificationModule"]["nctId"]: one for one in studies}, troubles
        self.asked: list[dict[str, list[str]]] = []
        self.base = ""


@contextmanager
def serving(studies: list[Json], *troubles: int | str) -> Iterator[Interface]:
    """A register on a local port, for as long as the block lasts."""
    interface = Interface(studies, list(troubles))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            query = parse_qs(address.query)
            interface.asked.append(query)
            trouble = interface.troubles.pop(0) if interface.troubles else 200
            if isinstance(trouble, int) and trouble != 200:
                return self.give(trouble, b"busy", {"Retry-After": "7"} if trouble == 429 else {})
            if trouble == "slow":
                time.sleep(0.6)
            body = json.dumps(page(interface, query, circle=trouble == "circle")).encode()
            bodies = {"broken": body[:20], "none": b"[]", "html": b"<html>maintenance</html>", "bytes": b"\xff\xfe"}
            if trouble == "cut":
                return self.give(200, body, {"Content-Length": str(len(body) + 50)})
            return self.give(200, bodies.get(str(trouble), body), {})

        def give(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    interface.base = f"http://127.0.0.1:{server.server_port}/api/v2"
    try:
        yield interface
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(interface: Interface, query: dict[str, list[str]], *, circle: bool) -> Json:
    """One page of the records asked for, with the token of the next."""
    numbers = [number for number in query["filter.ids"][0].split("|") if number in interface.studies]
    start, size = int(query.get("pageToken", ["0"])[0]), int(query["pageSize"][0])
    found = [interface.studies[number] for number in numbers[start : start + size]]
    more = {"nextPageToken": str(0 if circle else start + size)} if circle or start + size < len(numbers) else {}
    return {"studies": found, **more}


def state(**cells: Any) -> RegistryState:
    """A state of a whole record, with what is stated."""
    [whole] = read_answer([STUDY], "ctg.json", as_of="")
    return whole._replace(**cells)


def knowing(evidence: Evidence, *states: RegistryState) -> Evidence:
    return replace(evidence, registry=states)
