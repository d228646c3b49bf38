"""What is pushed and what is pulled is the same, whatever fails in between."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from rekkas.base.actors import Actor
from rekkas.merchant.choices import ChangeKind, KeyUse
from rekkas.merchant.commands import (
    check_merchant,
    issue_merchant_key,
    note_changes,
    resume_endpoint,
    send_test_change,
)
from rekkas.merchant.entries import ChangeEntry
from rekkas.merchant.tasks import note_news
from tests.api.caller import Caller
from tests.build import BOSS, MONDAY
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import (
    SECRET,
    Heard,
    added,
    attempts,
    endpoint_row,
    held,
    journal,
    listening,
    numbers,
    pushed,
    scanned,
)
from tests.shipping.shipments import sent

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
CODES = ("EMA", "RDP", "RIN", "EMG", "EDG", "EMH", "EDH", "RNT", "EMB", "EMI")


def pulled(token: str, limit: int) -> list[dict[str, Any]]:
    """The whole journal, page by page."""
    reader, after, said = Caller(token), 0, list[dict[str, Any]]()
    while True:
        page = reader.get(f"/changes?after={after}&limit={limit}").json()
        if not page["data"]:
            assert page["next_after"] == after == page["last"]
            return said
        said += page["data"]
        after = page["next_after"]


class Moody:
    """A machine that fails as a seed has it, until it is told to be good."""

    def __init__(self, draw: random.Random) -> None:
        self.draw, self.is_good = draw, False
        self.taken: dict[str, Heard] = {}
        self.heard: list[Heard] = []

    def __call__(self, heard: Heard) -> tuple[int, dict[str, str], bytes]:
        self.heard.append(heard)
        mood = 1.0 if self.is_good else self.draw.random()
        if mood < 0.25:
            return 503, {}, b"later"
        if mood < 0.35:
            return 302, {"Location": "http://169.254.169.254/"}, b""
        self.taken.setdefault(heard.headers["webhook-id"], heard)
        if mood < 0.45:
            raise ConnectionAbortedError  # taken, and the answer is lost
        return 200, {}, b"thanks"


def something_happens(draw: random.Random, parcels: list[str], at: datetime, round_: int) -> None:
    """Scans of any kind, some of them late, and now and then a payment."""
    for _ in range(draw.randint(0, 4)):
        happened = at - timedelta(minutes=draw.choice((0, 0, 0, 50, 400)))
        scanned(draw.choice(parcels), draw.choice(CODES), happened, recorded=at, raw_code=f"{round_}")
    if draw.random() < 0.2:
        number = f"20260302-{round_}"
        paid = ChangeEntry(
            "ZELLIGE", f"paid/{number}", ChangeKind.PAYOUT_MADE, number, at, {"amount": round_}
        )
        note_changes(changes=[paid], by=BOSS, at=at)


@pytest.mark.parametrize("seed", range(5))
def test_what_an_endpoint_took_is_what_the_journal_says(world: str, seed: int) -> None:
    leila, draw, at = actor(world), random.Random(seed), MONDAY  # noqa: S311
    check_merchant(merchant="ZELLIGE", notes="papers", by=BOSS, at=MONDAY)
    sent(leila, "three", "four")
    token = issue_merchant_key(name="Shop", uses=[KeyUse.NEWS], by=leila, at=MONDAY).token
    machine = Moody(draw)
    with listening(machine) as listener:
        listener.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        added(leila, listener.origin)
        for round_ in range(40):
            at += timedelta(minutes=draw.randint(1, 30))
            something_happens(draw, numbers(), at, round_)
            note_news(at, looks_back=draw.random() < 0.3)
            for _ in range(draw.randint(0, 3)):
                pushed(at, listener.way)
        send_test_change(endpoint=1, by=leila, at=at)
        machine.is_good = True
        settle(leila, at, listener.way)

    changes = pulled(token, limit=7)
    took = [heard.json for heard in machine.taken.values()]
    assert sorted(took, key=lambda body: body["number"]) == changes
    assert [change["number"] for change in changes] == list(range(1, len(journal()) + 1))
    assert {name: body for name, body in zip(machine.taken, took, strict=True) if name != body["id"]} == {}
    for subject in {row.subject for row in journal()}:
        of_it = {row.number for row in journal() if row.subject == subject}
        order = [body["number"] for body in took if body["number"] in of_it]
        assert order == sorted(order), subject
    assert len(machine.heard) > len(took) > 40
    assert len(attempts()) == len(machine.heard)
    assert {signed_as(heard) for heard in machine.heard} == {True}


def settle(leila: Actor, at: datetime, way: Any) -> None:
    """Time goes on until nothing waits."""
    while endpoint_row().cursor < len(journal()) or held():
        at += timedelta(minutes=11)
        if endpoint_row().state != "open":
            resume_endpoint(endpoint=1, by=leila, at=at)
        pushed(at, way)


def signed_as(heard: Heard) -> bool:
    """The signature is of what was sent, under the name of the change and the moment of the attempt."""
    moment = datetime.fromtimestamp(int(heard.headers["webhook-timestamp"]), UTC)
    said = Webhook(SECRET.plain).sign(heard.headers["webhook-id"], moment, heard.body.decode())
    return said == heard.headers["webhook-signature"]
