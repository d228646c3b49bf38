"""A parcel over the counter: what it costs and why, when it arrives, and what becomes of one that cannot be taken."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from rekkas.base.choices import Role
from rekkas.base.errors import KeyReused, NotAllowed, NotYourOffice
from rekkas.cash.errors import TillNotOpen, ToBeRecounted
from rekkas.catalogue.commands import load_catalogue
from rekkas.counter import commands
from rekkas.counter.commands import accept_parcels
from rekkas.counter.entries import Accepted, ParcelEntry
from rekkas.counter.models import Receipt
from rekkas.counter.queries import receipt, receipts_of
from rekkas.mail.queries import item, track
from rekkas.money.queries import account, balance, trail_of
from rekkas.network.errors import OfficeClosed, UnknownOffice
from tests import build
from tests.build import AGENCY, BOSS, CASABLANCA, FATIMA, MONDAY, ZAGORA_OFFICE, later, parcel, staff
from tests.cash import drawers

pytestmark = pytest.mark.django_db
TILL = f"till:{AGENCY}/fatima:MAD"
HERE = ZoneInfo("Africa/Casablanca")
POSTAGE = 3_500 + 500 + 350  # carriage, and for the cash 5.00 with 10 per mille of it


@pytest.fixture(autouse=True)
def open_for_business() -> None:
    build.country()
    build.merchant()
    build.with_till(FATIMA)


def accept(*parcels: ParcelEntry, **changes: Any) -> list[Accepted]:
    return accept_parcels(parcels=parcels, **{"office": AGENCY, "by": FATIMA, "at": MONDAY, **changes})


def codes(answers: list[Accepted]) -> list[str]:
    return [answer.code or answer.outcome for answer in answers]


def test_a_parcel_gets_a_number_a_promise_and_a_receipt() -> None:
    (taken,) = accept(parcel())

    assert (taken.outcome, taken.amount, taken.currency) == ("taken", POSTAGE, "MAD")
    assert taken.number.startswith("PC")
    assert taken.promise_date == date(2026, 3, 4)  # there on Tuesday morning, on Wednesday's round
    assert item(taken.number).promise_date == taken.promise_date
    assert track([taken.number], at=MONDAY)[0].status == "accepted"


def test_the_lines_of_a_receipt_explain_its_amount() -> None:
    (taken,) = accept(parcel())

    kept = receipt(taken.receipt)
    assert [(line["rule"], line["amount"]) for line in kept.lines] == [("cod-5", 3_500), ("cod-fee", 850)]
    assert sum(line["amount"] for line in kept.lines) == kept.amount == taken.amount
    assert (kept.item_number, kept.clerk, kept.office_id, kept.at) == (taken.number, "fatima", AGENCY, MONDAY)


@pytest.mark.parametrize(
    ("changes", "rules", "amount"),
    [
        ({"weight_g": 5_000}, ["cod-5", "cod-fee"], 3_500 + 850),
        ({"weight_g": 5_001}, ["cod-30", "cod-fee"], 9_000 + 850),
        ({"destination_locality": CASABLANCA}, ["cod-2", "cod-fee"], 2_500 + 850),
        ({"cod_amount": 0}, ["cod-5"], 3_500),
        ({"cod_amount": 49}, ["cod-5", "cod-fee"], 3_500 + 500),
        ({"product": "parcel", "cod_amount": 0, "customer": ""}, ["parcel-5"], 3_000),
    ],
)
def test_each_parcel_pays_what_its_tariff_says(
    changes: dict[str, Any], rules: list[str], amount: int
) -> None:
    (taken,) = accept(parcel(**changes))

    assert taken.amount == amount
    assert [line["rule"] for line in receipt(taken.receipt).lines] == rules


def test_the_postage_lies_in_the_till_of_the_clerk_who_took_it() -> None:
    (taken,) = accept(parcel())
    accept(parcel("two"), by=build.with_till(staff("karim", Role.CLERK, AGENCY)))

    assert balance(TILL) == POSTAGE
    assert balance(f"till:{AGENCY}/karim:MAD") == POSTAGE
    (paid,) = trail_of(taken.number)
    assert (paid.entry.kind, paid.target.code, paid.entry.actor_name, paid.entry.office_code) == (
        "postage",
        TILL,
        "fatima",
        AGENCY,
    )


def test_the_same_parcel_again_gets_the_same_receipt_and_pays_once() -> None:
    (first,) = accept(parcel())

    (again,) = accept(parcel(), at=later(2))

    assert again == msgspec.structs.replace(first, outcome="repeated")
    assert balance(TILL) == POSTAGE
    assert Receipt.objects.count() == 1


def test_the_same_request_again_gets_the_same_answer() -> None:
    first = accept(parcel("one"), parcel("two", weight_g=0), key="desk-1")

    assert accept(parcel("one"), parcel("two", weight_g=0), key="desk-1", at=later(1)) == first
    assert balance(TILL) == POSTAGE
    with pytest.raises(KeyReused):
        accept(parcel("one"), parcel("three"), key="desk-1")


def test_a_parcel_named_twice_in_one_request_is_taken_once_with_its_receipt() -> None:
    first, second = accept(parcel(), parcel())

    assert codes([first, second]) == ["taken", "base.invalid-input"]
    assert receipt(first.receipt).item_number == first.number
    assert balance(TILL) == POSTAGE


def test_a_number_that_comes_again_after_its_period_keeps_its_two_receipts_apart() -> None:
    (first,) = accept(parcel("one", number="RA123456785MA"))
    a_year_later = MONDAY + timedelta(days=371)
    (second,) = accept(parcel("two", number="RA123456785MA", weight_g=6_000), at=a_year_later)

    (first_again,) = accept(parcel("one", number="RA123456785MA"), at=a_year_later)

    assert (second.number, second.amount) == (first.number, 9_850)
    assert (first_again.receipt, first_again.amount) == (first.receipt, POSTAGE)
    assert second.receipt != first.receipt
    assert [row.amount for row in trail_of(f"{first.number}~2")] == [9_850]


def test_a_number_in_use_is_declined() -> None:
    accept(parcel("one", number="RA123456785MA"))

    (declined,) = accept(parcel("two", number="RA123456785MA"))

    assert (declined.outcome, declined.code, declined.receipt) == ("declined", "mail.number-in-use", "")
    assert balance(TILL) == POSTAGE


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"weight_g": 0}, "catalogue.weight-missing"),
        ({"weight_g": 10_000_000}, "catalogue.too-heavy"),
        ({"product": "letter"}, "catalogue.unknown-product"),
        ({"product": "parcel"}, "catalogue.cod-not-offered"),
        ({"cod_amount": 500_001}, "catalogue.cod-too-high"),
        ({"cod_amount": -1}, "base.invalid-input"),
        ({"declared_value": -1}, "base.invalid-input"),
        ({"declared_value": 2**63}, "base.invalid-input"),
        ({"reference": "x" * 65}, "base.invalid-input"),
        ({"reference": "x\0"}, "base.invalid-input"),
        ({"destination_locality": "MA1"}, "territory.unknown-locality"),
        ({"customer": ""}, "mail.merchant-missing"),
        ({"customer": "NOBODY"}, "mail.merchant-missing"),
        ({"number": "RA123456789MA"}, "mail.invalid-number"),
        ({"number": "A-1"}, "mail.invalid-number"),
        ({"addressee": replace(parcel().addressee, name=" ")}, "base.invalid-input"),
    ],
)
def test_a_parcel_that_cannot_be_taken_does_not_hold_up_the_others(
    changes: dict[str, Any], code: str
) -> None:
    one, bad, other = accept(parcel("one"), parcel("bad", **changes), parcel("other"))

    assert codes([one, bad, other]) == ["taken", code, "taken"]
    assert bad.message
    assert balance(TILL) == 2 * POSTAGE
    assert {row.item_number for row in receipts_of(AGENCY)} == {one.number, other.number}


def test_a_parcel_that_was_declined_can_be_put_right_and_tried_again() -> None:
    accept(parcel(weight_g=0))

    assert codes(accept(parcel(weight_g=900))) == ["taken"]


def test_nothing_on_the_counter_is_nothing_taken() -> None:
    assert accept() == []


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (
            datetime(2026, 3, 2, 7, 59, tzinfo=HERE),
            "Monday, 2 March 2026 at 08:00",
        ),  # a minute before it opens
        (datetime(2026, 3, 2, 18, 0, tzinfo=HERE), "Tuesday, 3 March 2026 at 08:00"),  # the minute it closes
        (datetime(2026, 3, 1, 10, 0, tzinfo=HERE), "Monday, 2 March 2026 at 08:00"),  # a Sunday
        (datetime(2026, 3, 20, 10, 0, tzinfo=HERE), "Saturday, 21 March 2026 at 08:00"),  # a holiday
    ],
)
def test_a_closed_office_says_when_it_opens(at: datetime, opens: str) -> None:
    with pytest.raises(OfficeClosed) as refused:
        accept(parcel(), at=at)

    assert opens in str(refused.value)
    assert refused.value.code == "network.office-closed"
    assert Receipt.objects.count() == 0


def test_the_last_minute_before_closing_still_counts() -> None:
    assert codes(accept(parcel(), at=datetime(2026, 3, 2, 17, 59, tzinfo=HERE))) == ["taken"]


def test_a_clerk_accepts_at_the_clerks_own_office_only() -> None:
    with pytest.raises(NotYourOffice):
        accept(parcel(), office=ZAGORA_OFFICE)


def test_an_office_that_does_not_exist_takes_nothing() -> None:
    with pytest.raises(UnknownOffice):
        accept(parcel(), office="MA9999", by=BOSS)


@pytest.mark.parametrize("role", [Role.SORTER, Role.COURIER, Role.TREASURER, Role.INSPECTOR, Role.ENGINEER])
def test_only_those_who_stand_at_a_counter_may_accept(role: Role) -> None:
    with pytest.raises(NotAllowed):
        accept(parcel(), by=staff("someone", role, AGENCY))


@pytest.mark.parametrize("broken", ["accept_items", "_take_postage", "insert_all"])
def test_what_breaks_off_in_the_middle_leaves_nothing_behind(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands.accepting, broken, lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        accept(parcel(number="RA123456785MA"), key="desk-1")
    monkeypatch.undo()

    assert track(["RA123456785MA"], at=MONDAY)[0].outcome == "unknown"
    assert (balance(TILL), Receipt.objects.count()) == (0, 0)
    assert codes(accept(parcel(number="RA123456785MA"), key="desk-1")) == ["taken"]


def test_many_parcels_take_no_more_statements_than_a_few(statements: Any) -> None:
    accept(parcel("before"))
    with statements() as few:
        accept(*[parcel(f"few {number}") for number in range(10)])
    with statements() as many:
        accept(*[parcel(f"many {number}") for number in range(1_000)])

    assert len(many) == len(few)


@pytest.mark.parametrize(
    "statement", ["UPDATE counter_receipt SET amount = 1", "DELETE FROM counter_receipt"]
)
def test_a_receipt_that_was_given_cannot_be_changed(statement: str) -> None:
    accept(parcel())

    with pytest.raises(DatabaseError, match=r"append-only: .* on counter_receipt"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_receipts_number_is_given_once() -> None:
    (taken,) = accept(parcel())
    kept = receipt(taken.receipt)
    kept.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save(force_insert=True)


def test_nothing_is_sold_into_a_till_that_was_counted_and_waits_for_another_count() -> None:
    accept(parcel())
    drawers.close_till(10_000, at=MONDAY)

    with pytest.raises(ToBeRecounted):
        accept(parcel("after the count"))

    assert balance(TILL) == POSTAGE


def test_who_opened_no_till_sells_nothing() -> None:
    salma = staff("salma", Role.CLERK, AGENCY)

    with pytest.raises(TillNotOpen, match="salma has no open till at office MA0001"):
        accept(parcel(number="RA123456785MA"), by=salma)

    assert track(["RA123456785MA"], at=MONDAY)[0].outcome == "unknown"
    assert Receipt.objects.count() == 0
    assert account(f"till:{AGENCY}/salma:MAD") is None


def test_a_machine_sells_nothing_since_it_can_open_no_till() -> None:
    with pytest.raises(TillNotOpen):
        accept(parcel(), by=BOSS)


def test_a_till_that_was_closed_takes_no_postage_until_it_is_opened_again() -> None:
    accept(parcel())
    drawers.close_till(POSTAGE)

    with pytest.raises(TillNotOpen):
        accept(parcel("after closing"), at=later(8))
    drawers.open_till(drawer=POSTAGE, taken=0, at=later(8.5))

    assert codes(accept(parcel("after closing"), at=later(8.5))) == ["taken"]


def test_what_was_taken_gets_its_first_answer_after_the_till_was_closed() -> None:
    first = accept(parcel(), key="desk-1")
    drawers.close_till(POSTAGE)

    assert accept(parcel(), key="desk-1", at=later(8)) == first
    assert accept(parcel(), at=later(8)) == [msgspec.structs.replace(first[0], outcome="repeated")]
    assert balance(TILL) == POSTAGE


def test_where_nothing_is_to_be_paid_no_till_is_needed() -> None:
    free = tuple(replace(rule, amount=0, per_mille=0) for rule in build.pack().prices)
    load_catalogue(pack=replace(build.pack(), prices=free), by=BOSS, at=MONDAY)

    (taken,) = accept(parcel(), by=staff("salma", Role.CLERK, AGENCY))

    assert (taken.outcome, taken.amount) == ("taken", 0)
