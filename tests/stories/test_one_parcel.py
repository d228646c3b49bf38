"""One parcel from Casablanca to Zagora by the commands alone: each step tells the truth, each dirham has a place."""

import pytest

from rekkas.base.choices import Role
from rekkas.base.outbox import relay_notices
from rekkas.commerce import queries as commerce
from rekkas.commerce.commands import pay_merchant
from rekkas.delivery.choices import Recipient
from rekkas.delivery.commands import attempt_delivery, bank_cash, deliver_items, hand_over_cash, take_out
from rekkas.delivery.entries import Handover
from rekkas.mail import commands as mail
from rekkas.mail.queries import track
from rekkas.money.queries import balance, cod_places, sums_by_kind
from tests import build
from tests.build import AGENCY, HUB, OUARZAZATE, YOUSSEF, ZAGORA_OFFICE, later

pytestmark = pytest.mark.django_db


def status_of(number: str, hours: float) -> str:
    (found,) = track([number], at=later(hours))
    return found.status


def ledger_is_even() -> bool:
    return sum(amount for _, _, amount in sums_by_kind()) == 0


def carry(number: str, origin: str, destination: str, trip: str, hours: float, arrives: float) -> None:
    """One leg: bag, dispatch, lorry, and out of the bag again."""
    by, there = build.staff("sorter", Role.MANAGER, origin), build.staff("sorter", Role.MANAGER, destination)
    bag = mail.prepare_receptacle(office=origin, destination=destination, by=by, at=later(hours))
    mail.fill_receptacle(receptacle=bag, numbers=[number], office=origin, by=by, at=later(hours))
    mail.close_receptacle(receptacle=bag, office=origin, by=by, at=later(hours))
    dispatch = mail.close_dispatch(
        office=origin, destination=destination, receptacles=[bag], by=by, at=later(hours)
    )
    run = mail.depart_run(
        trip=trip, date=later(hours).date(), office=origin, dispatches=[dispatch], by=by, at=later(hours)
    )
    assert status_of(number, hours) == "in_transit"
    mail.arrive_run(run=run, office=destination, by=there, at=later(arrives))
    assert (
        mail.receive_dispatch(dispatch=dispatch, office=destination, found=[bag], by=there, at=later(arrives))
        == []
    )
    assert (
        mail.open_receptacle(receptacle=bag, office=destination, found=[number], by=there, at=later(arrives))
        == []
    )


def test_a_parcel_goes_from_casablanca_to_zagora_and_its_merchant_is_paid() -> None:
    build.country()
    build.merchant()

    (receipt,) = build.accepted()
    number = receipt.number

    assert receipt.amount == 3_500 + 500 + 350
    assert status_of(number, 0.1) == "accepted"
    carry(number, AGENCY, HUB, "MAT00001", 8, 9)
    carry(number, HUB, OUARZAZATE, "MAT00002", 11, 19)
    carry(number, OUARZAZATE, ZAGORA_OFFICE, "MAT00003", 21, 24)
    take_out(numbers=[number], office=ZAGORA_OFFICE, by=YOUSSEF, at=later(24.5))
    assert status_of(number, 25) == "out_for_delivery"
    attempt_delivery(
        number=number, reason="absent", next_step="redeliver", office=ZAGORA_OFFICE, by=YOUSSEF, at=later(26)
    )
    assert status_of(number, 26) == "attempt_failed"
    take_out(numbers=[number], office=ZAGORA_OFFICE, by=YOUSSEF, at=later(48))
    handover = Handover(number, later(49), Recipient.ADDRESSEE, "Amina Alaoui", 35_000, build.PNG)
    (delivered,) = deliver_items(handovers=[handover], office=ZAGORA_OFFICE, by=YOUSSEF, at=later(49))

    assert delivered.outcome == "delivered"
    assert status_of(number, 50) == "delivered"
    assert cod_places([number])[number].account == f"courier:{ZAGORA_OFFICE}/youssef:MAD"
    boss = build.staff("karim", Role.MANAGER, ZAGORA_OFFICE)
    hand_over_cash(
        courier="youssef", counted=35_000, currency="MAD", office=ZAGORA_OFFICE, by=boss, at=later(52)
    )
    assert cod_places([number])[number].account == f"vault:{ZAGORA_OFFICE}:MAD"
    bank_cash(counted=35_000, currency="MAD", office=ZAGORA_OFFICE, by=boss, at=later(53))
    assert commerce.dues() == []
    relay_notices()
    assert commerce.dues()[0].amount == 35_000
    pay_merchant(merchant="ATLAS", currency="MAD", by=build.BOSS, at=later(60))
    assert commerce.dues() == []
    assert balance("merchant:ATLAS:MAD") == 0
    assert balance("mirror:bank:MAD") == 0
    assert balance(f"till:{AGENCY}/fatima:MAD") == receipt.amount
    assert ledger_is_even()


def test_the_story_is_told_step_by_step_with_what_the_item_lay_in() -> None:
    build.country()
    build.merchant()
    (receipt,) = build.accepted()

    carry(receipt.number, AGENCY, HUB, "MAT00001", 8, 9)

    (found,) = track([receipt.number], at=later(10))
    assert [(step.code, bool(step.inherited_from)) for step in found.steps] == [
        ("EMA", False), ("RDP", True), ("RAR", True), ("ROP", True), ("ROP", True),
    ]  # fmt: skip
    assert found.office_name == "Casablanca Sorting"
    assert found.promise_date is not None
