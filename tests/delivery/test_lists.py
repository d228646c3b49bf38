"""The lists of delivery: as long as they are, and as cheap with forty rows as with ten."""

import pytest
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.counter.commands import accept_parcels
from rekkas.delivery.commands import attempt_delivery, await_collection, take_out
from rekkas.desk.listings import A_PAGE
from rekkas.money.choices import EntryKind
from tests.build import CASABLANCA, ZAGORA_OFFICE, parcel, staff, with_till
from tests.desk import at_desk, load, open_day_and_night, sent
from tests.money.purses import MERCHANT, post, transfer
from tests.statements import costs_of

pytestmark = pytest.mark.django_db
TAKE_OUT = "/desk/delivery/take-out/"
PAGES = ("take-out", "await-collection", "attempt-delivery", "deliver-items", "hand-over-cash", "bank-cash")
KARIM = staff("karim", Role.MANAGER, ZAGORA_OFFICE)
HERE = {"office": ZAGORA_OFFICE, "by": KARIM}


def at_the_office(*words: str, **changes: str) -> list[str]:
    """Items posted across the counter of the office that delivers them."""
    entries = [parcel(word, **changes) for word in words]
    with_till(KARIM, at=timezone.now())
    return [one.number for one in accept_parcels(parcels=entries, at=timezone.now(), **HERE)]


def work_of(these: range) -> None:
    """Items in each state of a round, and a postman with cash, for each of these."""
    numbers = at_the_office(*(f"{state} {n}" for n in these for state in ("lies", "out", "tried", "kept")))
    at = timezone.now()
    take_out(numbers=numbers[1::4], at=at, **HERE)
    await_collection(numbers=numbers[3::4], at=at, **HERE)
    for number in numbers[2::4]:
        attempt_delivery(number=number, reason="absent", next_step="redeliver", at=at, **HERE)
    bags = [f"courier:{ZAGORA_OFFICE}/postman {n}:MAD" for n in these]
    collected = {"source": MERCHANT, "kind": EntryKind.COD_COLLECTED}
    post(
        *(
            transfer(f"by {n}", target=bag, subject=f"S{n}", **collected)
            for n, bag in zip(these, bags, strict=True)
        )
    )


def test_a_list_costs_as_many_statements_with_forty_rows_as_with_ten() -> None:
    load(open_day_and_night())
    manager = at_desk("karim", Role.MANAGER, ZAGORA_OFFICE)
    pages = [(manager, f"/desk/delivery/{page}/") for page in PAGES]

    work_of(range(10))
    ten = costs_of(pages)
    work_of(range(10, 40))

    assert costs_of(pages) == ten
    assert len(manager.get("/desk/delivery/hand-over-cash/").context["bags"]) == 40


def test_every_item_of_the_office_can_be_reached_and_ticked_however_many_lie_there() -> None:
    load(open_day_and_night())
    at_the_office(*(f"far {n}" for n in range(A_PAGE)), destination_locality=CASABLANCA)
    numbers = at_the_office(*(f"here {n}" for n in range(A_PAGE + 2)))
    postman = at_desk("youssef", Role.COURIER, ZAGORA_OFFICE)

    first, second = postman.get(TAKE_OUT), postman.get(TAKE_OUT, {"page": "2"})
    done = postman.post(f"{TAKE_OUT}?page=2", sent(second, ticked=[numbers[0], numbers[-1]]))

    assert [row.number for row in (*first.context["rows"], *second.context["rows"])] == numbers
    assert f"({len(numbers)})" in first.content.decode()
    assert done.status_code == 302
    out = postman.get("/desk/delivery/deliver-items/").context["rows"]
    assert {row.number for row in out} == {numbers[0], numbers[-1]}
    assert postman.get(TAKE_OUT).context["rows"].paginator.count == A_PAGE


def test_what_was_ticked_and_has_gone_since_is_named() -> None:
    load(open_day_and_night())
    postman = at_desk("youssef", Role.COURIER, ZAGORA_OFFICE)
    page = postman.get(TAKE_OUT)

    refused = postman.post(TAKE_OUT, sent(page, ticked=["RR123456785MA"]))

    assert b'data-refusal="mail.unknown-number"' in refused.content
    assert "RR123456785MA" in refused.content.decode()
