"""What merchants are due follows from the news that their cash is in the bank, and from nothing else."""

import pytest
from django.db import IntegrityError, transaction

from rekkas.base.actors import system
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.base.outbox import relay_notices, tell
from rekkas.commerce import subscribers
from rekkas.commerce.commands import note_due, pay_merchant
from rekkas.commerce.models import SettlementLine
from rekkas.commerce.queries import dues
from rekkas.delivery.facts import CodBanked
from tests.build import BOSS, MONDAY, ZAGORA_OFFICE, later, staff
from tests.delivery.doorstep import COD, banked, delivered, hand_over

pytestmark = pytest.mark.usefixtures("post_office")

ITEMS = (("PC000000014MA", "ATLAS", COD, "MAD"), ("PC000000028MA", "ATLAS", 100, "MAD"))


def note(*items: tuple[str, str, int, str]) -> int:
    return note_due(items=items, due_at=MONDAY, by=system("commerce"), at=MONDAY)


def test_cash_in_the_bank_is_due_to_its_merchant() -> None:
    assert note(*ITEMS) == 2

    (due,) = dues()
    assert (due.customer_code, due.currency, due.amount, due.item_count) == ("ATLAS", "MAD", COD + 100, 2)


def test_news_heard_again_changes_nothing() -> None:
    note(*ITEMS)

    assert note(*ITEMS) == 0
    assert note(*ITEMS, ("PC000000031MA", "ATLAS", 5, "MAD")) == 1
    assert dues()[0].amount == COD + 105


def test_news_with_another_amount_does_not_change_what_was_noted() -> None:
    note(*ITEMS)

    assert note(("PC000000014MA", "RIF", 1, "MAD")) == 0
    assert dues()[0].amount == COD + 100


def test_nothing_is_due_before_the_cash_is_in_the_bank() -> None:
    delivered()
    relay_notices()
    assert dues() == []
    hand_over(COD)
    relay_notices()

    assert dues() == []


def test_a_relay_that_tells_it_twice_is_harmless() -> None:
    (number,) = banked()
    relay_notices()
    tell(CodBanked(((number, "ATLAS", COD, "MAD"),), ZAGORA_OFFICE, later(53).isoformat()))

    relay_notices()

    assert [(due.amount, due.item_count) for due in dues()] == [(COD, 1)]


def test_nor_is_one_that_tells_it_again_after_the_merchant_was_paid() -> None:
    (number,) = banked()
    relay_notices()
    pay_merchant(merchant="ATLAS", currency="MAD", by=BOSS, at=later(60))

    subscribers.note_due(CodBanked(((number, "ATLAS", COD, "MAD"),), ZAGORA_OFFICE, later(53).isoformat()))

    assert dues() == []


def test_it_is_due_since_it_was_banked_and_keeps_when_it_was_taken() -> None:
    banked()
    relay_notices()

    (line,) = SettlementLine.objects.all()

    assert line.due_at == later(53)
    assert line.collected_at == later(25)


def test_it_bears_the_merchants_own_reference() -> None:
    banked(reference="ORDER-7")
    relay_notices()

    assert SettlementLine.objects.get().reference == "ORDER-7"


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.SORTER, Role.MANAGER, Role.INSPECTOR])
def test_those_who_handle_mail_cannot_note_it(role: Role) -> None:
    with pytest.raises(NotAllowed):
        note_due(items=ITEMS, due_at=MONDAY, by=staff("someone", role), at=MONDAY)


def test_the_database_keeps_one_line_an_item_and_none_of_nothing() -> None:
    note(*ITEMS)
    line = SettlementLine.objects.first()
    assert line is not None
    line.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)
    line.key, line.subject, line.amount = "collected PC000000031MA", "PC000000031MA", 0
    with pytest.raises(IntegrityError, match="due_is_of_something"), transaction.atomic():
        line.save(force_insert=True)
