"""No page of the desk shows a person's data in silence: each says who looked, and the person can read it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from rekkas.bank.commands import load_bank_terms
from rekkas.base.choices import Role, SubjectKind
from rekkas.base.looks import Subject, looks_at, looks_at_any
from rekkas.counter.choices import ActState
from tests import build
from tests.bank import people
from tests.build import AGENCY, BOSS, ZAGORA_OFFICE
from tests.citizens import account, browser_of, citizen, now
from tests.counter import windows
from tests.desk import at_desk
from tests.lasting import lasting
from tests.payments import desks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
# What nobody else in this world is called, writes from or is rung under.
PRIVATE = (
    "Driss Berrada",
    "+212611111111",
    "Amina Alaoui",
    "+212622222222",
    "12, avenue Mohammed V",
    "+212600000000",
)
# Lists name many: what was searched for is written down, and whoever is opened from them.
LISTS = frozenset({"payments-orders"})
SAMPLES: dict[str, str] = {}


def _world() -> None:
    desks.open_desks()
    load_bank_terms(bank=people.morocco(), country="MA", by=BOSS, at=now())
    (item,) = build.accepted(at=now())
    SAMPLES.update(
        item=item.number, order=desks.issue(at=now()).number, customer=citizen("amina"), receipt=item.receipt,
        act=str(_held_act()),
    )  # fmt: skip
    SAMPLES["account"] = account(SAMPLES["customer"])


def _held_act() -> UUID:
    """What a device did alone for too long: a parcel from Driss to Amina."""
    windows.load(offline_hours=0)
    device = windows.Device(at=now() - timedelta(hours=3))
    act = device.write(windows.visit(device.parcel()), now() - timedelta(hours=2))
    assert device.send(act, now()).state == ActState.HELD
    return act.key


world = lasting(_world)


def pages() -> Iterator[tuple[str, str]]:
    """Each page of the desk that is turned to by a number, under each number that there is."""
    names = {
        (match.name, tuple(match.pattern.converters))
        for match in _patterns()
        if match.name and str(match.pattern) is not None
    }
    for name, wanted in sorted(names):
        for sample in sorted(set(SAMPLES.values())):
            if set(wanted) <= {"number", "act"}:
                try:
                    address = reverse(name, kwargs=dict.fromkeys(wanted, sample))
                except NoReverseMatch:
                    continue
                if address.startswith("/desk/") and "log-out" not in address:
                    yield name, address
                if not wanted:
                    break


def _patterns() -> Iterator[Any]:
    waiting = list(get_resolver().url_patterns)
    while waiting:
        entry = waiting.pop()
        if hasattr(entry, "url_patterns"):
            if entry.app_name in (None, ""):
                waiting += entry.url_patterns
        else:
            yield entry


def looked(reader: str, page: str) -> bool:
    subjects = [Subject(kind, one) for kind in SubjectKind for one in (*SAMPLES.values(), *PRIVATE)]
    return any((look.reader, look.page) == (reader, page) for look in looks_at_any(subjects, at_most=10_000))


def test_every_page_that_shows_a_person_says_who_looked() -> None:
    reader = at_desk("karim", Role.MANAGER, AGENCY)
    silent, told = set(), set()

    for name, address in pages():
        answer = reader.get(address)
        if answer.status_code != 200 or name in LISTS:
            continue
        is_paper = answer.headers["Content-Type"] == "application/pdf" and "<" in str(_route(name))
        if is_paper or any(word in answer.text for word in PRIVATE):
            (told if looked("karim", name) else silent).add(name)

    assert silent == set()
    assert {"bank-customer", "payments-order", "item"} & told or len(told) >= 3
    assert told >= {"counter-held", "counter-release-act", "counter-decline-act", "counter-repay-act"}


def _route(name: str) -> str:
    return next(str(entry.pattern) for entry in _patterns() if entry.name == name)


def test_whoever_takes_a_money_order_in_hand_at_a_window_has_looked_at_it() -> None:
    asked = {
        "token": str(uuid4()), "number": SAMPLES["order"], "code": desks.CODE.spoken, "kind": "national-id",
        "document": "CD654321", "name": "Amina El Alaoui",
    }  # fmt: skip
    omar = at_desk("omar", Role.CLERK, ZAGORA_OFFICE)

    wrong = omar.post("/desk/window/orders/begin/", {**asked, "code": desks.WRONG.spoken}, "application/json")
    assert wrong.json()["answer"] == "wrong"
    assert not looked("omar", "counter-begin-order")  # nothing was told
    right = omar.post("/desk/window/orders/begin/", {**asked, "token": str(uuid4())}, "application/json")

    assert "Amina Alaoui" in right.json()["names"]
    pages = {
        look.page
        for look in looks_at_any(
            [Subject(SubjectKind.ORDER, SAMPLES["order"]), Subject(SubjectKind.PHONE, "+212622222222")]
        )
        if look.reader == "omar"
    }
    assert pages == {"counter-begin-order"}


def test_a_customer_reads_who_looked_at_their_file() -> None:
    at_desk("nadia", Role.CLERK, AGENCY).get(f"/desk/bank/accounts/{SAMPLES['account']}/")

    text = browser_of(SAMPLES["customer"]).get("/me/looks/").text

    assert "Counter clerk" in text
    assert "Casablanca 1" in text
    assert "nadia" not in text  # a role and an office answer for it
    assert looks_at(SubjectKind.CUSTOMER, SAMPLES["customer"])[0].page == "bank-account"


def test_a_search_is_written_down_with_its_words() -> None:
    client: Client = at_desk("sara", Role.CLERK, AGENCY)

    client.post("/desk/bank/customers/", {"words": "amina"})

    (look,) = looks_at(SubjectKind.SEARCH, "amina")
    assert (look.reader, look.page) == ("sara", "bank-customers")
