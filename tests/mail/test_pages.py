"""The sorter's pages: what is scanned is answered number by number, and a bag is one thing from its closing on."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.mail import commands
from rekkas.mail.queries import (
    arrived_dispatches,
    open_receptacles,
    track,
    waiting_dispatches,
)
from rekkas.network.queries import local_moment
from tests.build import AGENCY, HUB, accepted, staff
from tests.desk import at_desk, load, open_day_and_night, sent, with_second_factor

pytestmark = pytest.mark.django_db
STRANGER, MISREAD = "RR123456785MA", "RR123456789MA"


@pytest.fixture
def number() -> str:
    load(open_day_and_night())
    (answer,) = accepted(at=timezone.now())
    return answer.number


@pytest.fixture
def sorter(number: str) -> Client:
    return at_desk("hassan", Role.SORTER, AGENCY)


def prepared(sorter: Client) -> str:
    page = sorter.get("/desk/mail/prepare-receptacle/")
    sorter.post("/desk/mail/prepare-receptacle/", sent(page, destination=HUB))
    return open_receptacles(AGENCY)[-1].number


def filled(sorter: Client, bag: str, numbers: str) -> Any:
    address = f"/desk/mail/fill-receptacle/?receptacle={bag}"
    return sorter.post(address, sent(sorter.get(address), numbers=numbers), follow=True)


def closed(sorter: Client, bag: str) -> Any:
    page = sorter.get("/desk/mail/close-receptacle/")
    return sorter.post("/desk/mail/close-receptacle/", sent(page, number=bag))


def dispatched(number: str, *, bag_of: str = HUB) -> tuple[str, str]:
    """A bag with one item in a dispatch that has arrived at the hub."""
    here, there, at = staff("s", Role.SORTER, AGENCY), staff("t", Role.SORTER, HUB), timezone.now()
    by: dict[str, Any] = {"office": AGENCY, "by": here, "at": at}
    bag = commands.prepare_receptacle(destination=bag_of, **by)
    commands.fill_receptacle(receptacle=bag, numbers=[number], **by)
    commands.close_receptacle(receptacle=bag, **by)
    dispatch = commands.close_dispatch(destination=HUB, receptacles=[bag], **by)
    day = local_moment(AGENCY, at).date()
    run = commands.depart_run(trip="MAT00001", date=day, dispatches=[dispatch], **by)
    commands.arrive_run(run=run, office=HUB, by=there, at=at + timedelta(seconds=1))
    return dispatch, bag


def answers(page: Any) -> dict[str, str]:
    return {number: tone for number, tone, _words in page.context["answers"]}


def test_each_number_scanned_into_a_bag_has_its_own_answer(sorter: Client, number: str) -> None:
    page = filled(sorter, prepared(sorter), f"{number.lower()}\n{STRANGER}, {MISREAD}")

    assert answers(page) == {number: "good", STRANGER: "wait", MISREAD: "wait"}
    assert page.context["story"].contents == (number,)
    assert sorter.get(page.request["PATH_INFO"], {"receptacle": page.context["story"].unit.number}).context[
        "answers"
    ] == []  # fmt: skip


def test_an_empty_bag_is_not_closed_and_a_closed_one_takes_no_more(sorter: Client, number: str) -> None:
    bag = prepared(sorter)

    empty = closed(sorter, bag)
    filled(sorter, bag, number)
    done = closed(sorter, bag)
    late = filled(sorter, bag, number)

    assert b'data-refusal="mail.nothing-inside"' in empty.content
    assert done.status_code == 302
    assert b'data-refusal="mail.already-closed"' in late.content


def test_a_bag_is_closed_dispatched_and_leaves(sorter: Client, number: str) -> None:
    bag = prepared(sorter)
    filled(sorter, bag, number)
    closed(sorter, bag)
    page = sorter.get("/desk/mail/close-dispatch/")
    sorter.post("/desk/mail/close-dispatch/", sent(page, destination=HUB, receptacles=[bag]))
    (dispatch,) = waiting_dispatches(AGENCY)
    page = sorter.get("/desk/mail/depart-run/")
    left = {"trip": "MAT00001", "date": page.context["today"].isoformat(), "dispatches": [dispatch.number]}

    gone = sorter.post("/desk/mail/depart-run/", sent(page, **left))
    again = sorter.post("/desk/mail/depart-run/", sent(sorter.get("/desk/mail/depart-run/"), **left))

    assert gone.status_code == 302
    assert b'data-refusal="mail.already-departed"' in again.content
    assert track([number], at=timezone.now())[0].status == "in_transit"


def test_a_bag_for_afar_is_offered_under_the_next_office_on_its_way(sorter: Client, number: str) -> None:
    by: dict[str, Any] = {"office": AGENCY, "by": staff("s", Role.SORTER, AGENCY), "at": timezone.now()}
    bag = commands.prepare_receptacle(destination="MA0004", **by)
    commands.fill_receptacle(receptacle=bag, numbers=[number], **by)
    commands.close_receptacle(receptacle=bag, **by)

    page = sorter.get("/desk/mail/close-dispatch/")

    assert [(code, [one.number for one in bags]) for code, _, bags in page.context["groups"]] == [
        (HUB, [bag])
    ]


def test_what_is_missing_and_what_is_too_much_is_said_when_a_bag_is_opened(number: str) -> None:
    dispatch, bag = dispatched(number)
    hub = at_desk("brahim", Role.SORTER, HUB)
    address = f"/desk/mail/receive-dispatch/?number={dispatch}"
    received = hub.post(address, sent(hub.get(address), found=bag), follow=True)
    address = f"/desk/mail/open-receptacle/?number={bag}"

    nothing = hub.post(address, sent(hub.get(address)))
    opened = hub.post(address, sent(hub.get(address), found=STRANGER), follow=True)

    assert answers(received) == {bag: "good"}
    assert nothing.status_code == 422
    assert answers(opened) == {number: "bad", STRANGER: "wait"}


def test_a_run_that_arrives_brings_its_dispatches(number: str) -> None:
    dispatch, _bag = dispatched(number)
    hub = at_desk("brahim", Role.SORTER, HUB)

    page = hub.get("/desk/mail/receive-dispatch/")

    assert [one.number for one in arrived_dispatches(HUB)] == [dispatch]
    assert dispatch.encode() in page.content


def test_scans_by_hand_sent_twice_are_recorded_once(sorter: Client, number: str) -> None:
    page = sorter.get("/desk/mail/record-scans/")
    said = sent(page, numbers=f"{number} {STRANGER}", code="EDD", reason="")

    first = sorter.post("/desk/mail/record-scans/", said, follow=True)
    second = sorter.post("/desk/mail/record-scans/", said, follow=True)

    assert answers(first) == {number: "good", STRANGER: "wait"}
    assert answers(second)[number] == "quiet"
    kept = sorter.get("/desk/mail/quarantine/")
    assert [(stray.barcode, said["code"]) for stray, said in kept.context["strays"]] == [(STRANGER, "EDD")]


def test_the_page_of_an_item_tells_all_of_it_with_what_it_inherited(sorter: Client, number: str) -> None:
    _dispatch, bag = dispatched(number)

    page = sorter.get(f"/desk/mail/items/{number}/")

    assert page.context["story"].within == bag
    assert 'data-code="RDP" data-inherited="MAT00001' in page.content.decode()
    assert "Amina Alaoui" in page.content.decode()
    assert "/desk/money/items/" not in page.content.decode()  # a sorter has no business with money


def test_the_work_of_an_office_stands_on_one_page(sorter: Client, number: str) -> None:
    page = sorter.get("/desk/mail/")
    found = sorter.get("/desk/mail/", {"number": number.lower()})

    assert number.encode() in page.content
    assert found["Location"] == f"/desk/mail/items/{number}/"
    assert sorter.get("/desk/mail/items/RR123456785MA/").status_code == 404


def test_one_may_not_work_at_anothers_office(sorter: Client) -> None:
    page = sorter.get("/desk/mail/", {"office": HUB})

    assert page.context["office"].code == AGENCY


@pytest.mark.parametrize(
    "record", ["mail/event", "mail/item", "mail/strayscan", "money/entry", "money/account"]
)
def test_nobody_writes_the_two_records_in_the_admin_site(number: str, record: str) -> None:
    client = Client()
    root = get_user_model().objects.create_superuser("root", password="a long way to go")
    client.force_login(with_second_factor(root))

    listing = client.get(f"/admin/{record}/")

    assert listing.status_code == 200
    assert "delete_selected" not in listing.content.decode()
    assert client.get(f"/admin/{record}/add/").status_code == 403
    assert client.post(f"/admin/{record}/1/change/", {"actor_name": "nobody"}).status_code in {302, 403}
