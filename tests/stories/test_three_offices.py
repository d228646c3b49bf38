"""A parcel rides a lorry that calls at three offices; page, machine and paper say the same day and way of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from rekkas.base.choices import Role
from rekkas.counter import papers
from rekkas.counter.queries import receipt as kept_receipt
from rekkas.counter.queries import way_of
from rekkas.delivery.choices import Recipient
from rekkas.delivery.commands import deliver_items, take_out
from rekkas.delivery.entries import Handover
from rekkas.mail.queries import Tracking, arrived_dispatches, item, promises_kept, track
from rekkas.mail.queries.desk import story_of
from tests import build
from tests.build import AGENCY, HUB, OUARZAZATE, YOUSSEF, ZAGORA_OFFICE, later
from tests.desk import at_desk
from tests.mail.milkrun import LORRY, arrives, departs, on_the_road
from tests.mail.world import (
    arrived,
    closed_bag,
    closed_dispatch,
    departed,
    dispatch_of,
    opened,
    received,
)

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def _country() -> None:
    build.country()
    build.merchant()
    on_the_road()


def told(number: str, hours: float) -> Tracking:
    (found,) = track([number], at=later(hours), with_way=True)
    return found


def to_the_hub(numbers: Sequence[str]) -> None:
    bag = closed_bag(*numbers)
    load = closed_dispatch(bag)
    arrived(departed(load), hours=9.7)
    received(load, [bag], hours=10)
    opened(bag, list(numbers), hours=10)


def test_a_parcel_rides_on_and_another_gets_off_on_the_way() -> None:
    far, short = (one.number for one in build.accepted("far", "short"))
    to_the_hub([far, short])
    to_zagora, to_ouarzazate = dispatch_of(far, ZAGORA_OFFICE), dispatch_of(short, OUARZAZATE)
    assert (told(far, 12).promise_date, told(far, 12).expected_date) == (TUESDAY, TUESDAY)

    departs(to_zagora, to_ouarzazate)
    arrives()
    departs(office=OUARZAZATE, hours=17.75)
    assert [row.number for row in arrived_dispatches(OUARZAZATE)] == [to_ouarzazate]
    received(to_ouarzazate, office=OUARZAZATE, hours=18)
    arrives(ZAGORA_OFFICE, 22.5)
    assert [row.number for row in arrived_dispatches(ZAGORA_OFFICE)] == [to_zagora]
    received(to_zagora, office=ZAGORA_OFFICE, hours=22.6)
    (bag,) = story_of(to_zagora).contents
    opened(bag, [far], office=ZAGORA_OFFICE, hours=22.7)
    take_out(numbers=[far], office=ZAGORA_OFFICE, by=YOUSSEF, at=later(24))
    handover = Handover(far, later(26), Recipient.ADDRESSEE, "Amina Alaoui", 35_000, build.PNG)
    (delivered,) = deliver_items(handovers=[handover], office=ZAGORA_OFFICE, by=YOUSSEF, at=later(26))

    assert delivered.outcome == "delivered"
    assert [(s.code, s.office_code) for s in told(short, 27).steps][-2:] == [
        ("RAR", OUARZAZATE), ("ROP", OUARZAZATE),
    ]  # fmt: skip
    ridden = [s.office_code for s in told(far, 27).steps if s.inherited_from.startswith(LORRY)]
    assert ridden == [HUB, OUARZAZATE, OUARZAZATE, ZAGORA_OFFICE]
    assert (told(far, 27).promise_state, told(far, 27).expected_date) == ("kept", None)
    assert [(row.days, row.count) for row in promises_kept(later(0), later(48), office=ZAGORA_OFFICE)] == [
        (0, 1)
    ]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_page_machine_and_paper_say_the_same_day_and_way(language: str) -> None:
    (taken,) = build.accepted()
    with override(language):
        found = told(taken.number, 0.5)
        kept = kept_receipt(taken.receipt)
        data = papers.receipt_data(
            kept, item(taken.number), labels={}, site="", way=way_of(kept, item(taken.number))
        )
    short = [step.text for step in found.way if step.why in ("ride", "round")]

    clerk = at_desk("fatima", Role.CLERK, AGENCY)
    page = clerk.get(f"/desk/counter/receipts/{taken.receipt}/", headers={"accept-language": language})
    asked = {"numbers": taken.number, "way": "true"}
    machine: dict[str, Any] = Client().get(
        "/api/v1/tracking", asked, headers={"accept-language": language}
    ).json()["results"][0]  # fmt: skip

    assert taken.promise_date == found.promise_date == found.expected_date == TUESDAY
    assert machine["promise_date"] == TUESDAY.isoformat()
    assert list(page.context["way"]) == data["way"] == short
    assert [step["text"] for step in machine["way"]] == [step.text for step in found.way]
    assert len(short) == 3  # two lorries and the round
    assert data["promise"][1] in page.content.decode()


def test_a_desk_shows_the_stops_of_a_lorry_in_their_order() -> None:
    (one,) = build.accepted()
    to_the_hub([one.number])
    load = dispatch_of(one.number, ZAGORA_OFFICE)
    run = departs(load)
    by = at_desk("amal", Role.SORTER, OUARZAZATE)

    page = by.get("/desk/mail/arrive-run/").content.decode()

    assert run in page
    calls = page[page.index("Calls at") :]
    names = [calls.index(f"{name}<") for name in ("Casablanca Sorting", "Ouarzazate Sorting", "Zagora")]
    assert names == sorted(names)
