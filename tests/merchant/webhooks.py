"""A merchant with a journal, and a machine of theirs that listens at a real port of this one."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.test import override_settings

from rekkas.base.actors import Actor, system
from rekkas.base.outward import Outward
from rekkas.mail.commands import record_scans
from rekkas.mail.scans import Scan
from rekkas.merchant.choices import ChangeKind
from rekkas.merchant.commands import add_endpoint, note_attempts, take_due_changes
from rekkas.merchant.entries import EndpointSecret, Lane, LaneSent, Tried
from rekkas.merchant.tasks import note_news, sent_to
from tests.build import BOSS, MONDAY, ZAGORA_OFFICE, key
from tests.merchant import merchants
from tests.shipping.shipments import sent

SENDER = system("tests")
SECRET, NEXT_SECRET = EndpointSecret(b"a" * 32), EndpointSecret(b"b" * 32)
URL = "https://shop.example.org/news"


def built() -> str:
    """The name of Leila, whose shop has two parcels on their way."""
    merchants.country()
    leila = merchants.merchant()
    sent(leila, "one", "two")
    return leila.name


def numbers() -> list[str]:
    """The shop's parcels, in their order."""
    rows = apps.get_model("mail", "Item").objects.filter(customer_code="ZELLIGE").order_by("unit_id")
    return list(rows.values_list("unit__number", flat=True))


def scanned(number: str, code: str, at: datetime, *, office: str = ZAGORA_OFFICE, **more: Any) -> None:
    """Something is scanned, and known at once."""
    name = key("scan", number, code, at.isoformat(), *more.values())
    more.setdefault("recorded", at)
    heard = more.pop("recorded")
    record_scans(scans=[Scan(name, number, code, at, office, **more)], by=BOSS, at=heard)


def journal() -> list[Any]:
    return list(apps.get_model("merchant", "Change").objects.filter(merchant="ZELLIGE").order_by("number"))


def told() -> list[tuple[str, str]]:
    """What the journal says, in short."""
    return [(row.subject, row.status) for row in journal()]


def endpoint_row(place: int = 1) -> Any:
    return apps.get_model("merchant", "Endpoint").objects.get(merchant="ZELLIGE", place=place)


def held() -> list[Any]:
    return list(apps.get_model("merchant", "Held").objects.order_by("endpoint", "number"))


def attempts() -> list[Any]:
    return list(apps.get_model("merchant", "Attempt").objects.order_by("id"))


def added(by: Actor, url: str = URL, at: datetime = MONDAY, *kinds: ChangeKind) -> int:
    return add_endpoint(url=url, kinds=kinds, secret=SECRET, by=by, at=at)


def noted(at: datetime) -> None:
    note_news(at)


def taken(at: datetime, lease: UUID | None = None) -> list[Lane]:
    return take_due_changes(at_most=100, lease=lease or uuid4(), by=SENDER, at=at)


def answered(at: datetime, status: int = 200, problem: str = "") -> list[int]:
    """Everything that is due is sent, and answered so. Returns the numbers that were tried."""
    return answered_each(at, lambda number: Tried(number, at, status, problem, 12, "said"))


def answered_each(at: datetime, answer: Callable[[int], Tried]) -> list[int]:
    """The same, each change answered for itself, by the rules of a lane."""
    tried: list[int] = []
    for lane in taken(at):
        tries, blocked = [], set(lane.behind)
        for due in lane.changes:
            if due.subject in blocked and not due.is_held:
                continue
            tries.append(answer(due.number))
            if not tries[-1].is_taken:
                blocked.add(due.subject)
                if not tries[-1].was_answered:
                    break
        tried += [one.number for one in tries]
        note_attempts(sent=[LaneSent(lane, tuple(tries), 0.5)], by=SENDER, at=at)
    return tried


def pushed(at: datetime, way: Outward) -> int:
    """One round of sending over real sockets, at a moment. Returns how many attempts there were."""
    lanes = taken(at)
    done = [sent_to(lane, way, lambda: at, 0.5) for lane in lanes]
    note_attempts(sent=done, by=SENDER, at=at)
    return sum(len(one.tries) for one in done)


class Heard:
    """One request as it came."""

    def __init__(self, path: str, headers: dict[str, str], body: bytes) -> None:
        self.path, self.headers, self.body = path, headers, body

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Answers = Callable[[Heard], tuple[int, dict[str, str], bytes]]


class Listener:
    """Somebody who listens at a port of this machine and answers as told."""

    def __init__(self, answers: Answers) -> None:
        self.heard: list[Heard] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                one = Heard(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
                outer.heard.append(one)
                status, headers, said = answers(one)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_: Any) -> None:
                """A test's output is its own."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def way(self) -> Outward:
        return Outward(also=frozenset({self.origin}), timeout_s=5)


def takes_all(_heard: Heard) -> tuple[int, dict[str, str], bytes]:
    return 204, {}, b""


@contextmanager
def listening(answers: Answers = takes_all) -> Iterator[Listener]:
    """A listener to whom the post may send."""
    listener = Listener(answers)
    thread = Thread(target=listener.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        with override_settings(OUTWARD_ALSO=[listener.origin]):
            yield listener
    finally:
        listener.server.shutdown()
        listener.server.server_close()
        thread.join(5)
