"""A merchant is paid what is in the bank for them: never twice, never before."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rekkas.base.choices import Role
from rekkas.base.errors import KeyReused, NotAllowed
from rekkas.base.outbox import relay_notices
from rekkas.catalogue.errors import UnknownCustomer
from rekkas.commerce.commands import note_due, pay_merchant, settling
from rekkas.commerce.errors import NothingDue
from rekkas.commerce.models import Payout, Statement
from rekkas.commerce.queries import dues, lines_of, payout, payouts_of, statement
from rekkas.money.errors import TransferDeclined
from rekkas.money.queries import balance, cod_places, movements, sums_by_kind, trail_of
from tests import build
from tests.build import BOSS, MONDAY, later, staff
from tests.delivery.doorstep import COD, bank, banked, delivered, hand_over, handover, outcomes, parcels

pytestmark = pytest.mark.usefixtures("post_office")

BANK, TAKEN, ATLAS = "mirror:bank:MAD", "merchant:ATLAS:MAD", "due:ATLAS:MAD"
TREASURER = staff("nadia", Role.TREASURER)


def pay(merchant: str = "ATLAS", **changes: object) -> str:
    said: dict[str, object] = {"currency": "MAD", "by": TREASURER, "at": later(60), **changes}
    return pay_merchant(merchant=merchant, **said)  # type: ignore[arg-type]


def in_the_bank(*words: str, **changes: object) -> list[str]:
    numbers = banked(*words, **changes)
    relay_notices()
    return numbers


def test_a_merchant_is_paid_all_that_is_in_the_bank_for_them() -> None:
    one, two = in_the_bank("one", "two")

    paid = payout(pay(" atlas "))

    assert (paid.customer_code, paid.amount, paid.currency, paid.item_count) == ("ATLAS", 2 * COD, "MAD", 2)
    assert [line.subject for line in lines_of(paid)] == [one, two]
    assert paid.paid_at == later(60)
    assert (balance(BANK), balance(ATLAS)) == (0, 0)
    assert {place.account for place in cod_places([one, two]).values()} == {BANK}
    assert [
        (leg.source.code, leg.target.code, leg.amount) for leg in movements(ATLAS) if leg.source.code == BANK
    ] == [(BANK, ATLAS, 2 * COD)]
    assert sum(amount for _, _, amount in sums_by_kind()) == 0


def test_nobody_is_paid_twice() -> None:
    (number,) = in_the_bank()
    paid = pay()

    with pytest.raises(NothingDue, match="Atlas Crafts"):
        pay()
    relay_notices()
    with pytest.raises(NothingDue):
        pay(at=later(90))

    assert [row.entry.subject for row in trail_of(paid)] == [paid]
    assert [line.subject for line in lines_of(payout(paid))] == [number]
    assert len(payouts_of("ATLAS")) == 1


def test_nobody_is_paid_before_the_cash_is_in_the_bank() -> None:
    steps = (lambda: delivered(), lambda: hand_over(COD), lambda: bank(COD))
    for step in steps:
        with pytest.raises(NothingDue):
            pay()
        step()
        if step is not steps[-1]:
            relay_notices()
    with pytest.raises(NothingDue):  # banked, and the news is still on its way
        pay()

    relay_notices()

    assert payout(pay()).amount == COD


def test_what_the_bank_does_not_hold_is_not_paid_out() -> None:
    note_due(items=[("GHOST", "ATLAS", COD, "MAD")], due_at=MONDAY, by=BOSS, at=MONDAY)

    with pytest.raises(TransferDeclined):
        pay()

    assert (list(payouts_of()), balance(ATLAS)) == ([], 0)
    assert dues()[0].amount == COD


def test_each_merchant_gets_their_own() -> None:
    build.merchant("RIF")
    delivered("one")
    delivered("two", customer="RIF")
    hand_over(2 * COD)
    bank(2 * COD)
    relay_notices()

    pay("RIF")

    assert {due.customer_code: due.amount for due in dues()} == {"ATLAS": COD}
    assert (balance("due:RIF:MAD"), balance(ATLAS)) == (0, -COD)


def test_a_merchant_with_the_longest_code_is_paid_too() -> None:
    code = build.merchant("ATLAS-CRAFTS-MAR")
    in_the_bank(customer=code)

    paid = payout(pay(code))

    assert (paid.customer_code, paid.amount) == (code, COD)


def test_each_payment_has_a_number_of_its_own() -> None:
    in_the_bank("one")
    first = pay()
    in_the_bank("two")

    assert pay() != first
    assert [row.amount for row in payouts_of()] == [COD, COD]


def test_the_same_request_again_gets_the_same_payment() -> None:
    in_the_bank()
    build.merchant("RIF")

    assert pay(key="pay-1") == pay(key="pay-1", at=later(99))
    with pytest.raises(KeyReused):
        pay("RIF", key="pay-1")


def test_another_currency_is_another_purse() -> None:
    in_the_bank()

    with pytest.raises(NothingDue):
        pay(currency="XOF")


def test_an_unknown_merchant_is_refused_by_name() -> None:
    with pytest.raises(UnknownCustomer, match="NOBODY"):
        pay("NOBODY")


def test_a_number_that_comes_again_after_its_period_is_paid_for_again() -> None:
    number, year = "RA123456785MA", timedelta(days=371)
    in_the_bank("one", number=number)
    pay()
    parcels("two", number=number, at=MONDAY + year)
    assert outcomes(handover(number, happened_at=later(25) + year), at=later(25) + year) == ["delivered"]
    hand_over(COD, at=later(52) + year)
    bank(COD, at=later(53) + year)
    relay_notices()

    second = payout(pay(at=later(60) + year))

    assert [line.subject for line in lines_of(second)] == [f"{number}~2"]
    assert second.amount == COD
    for subject in (number, f"{number}~2"):
        assert [row.entry.kind for row in trail_of(subject)] == [
            "postage", "cod-collected", "cod-handed-over", "cod-banked",
        ]  # fmt: skip
    assert (balance(BANK), balance(ATLAS)) == (0, 0)


def test_what_breaks_off_in_the_middle_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_bank("one", "two")
    monkeypatch.setattr(settling, "update_rows", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pay(key="pay-1")
    monkeypatch.undo()

    assert (list(payouts_of()), balance(BANK), dues()[0].amount) == ([], 2 * COD, 2 * COD)
    assert payout(pay(key="pay-1")).amount == 2 * COD


def test_the_cash_of_many_items_takes_no_more_statements_than_that_of_a_few(statements: Any) -> None:
    def way_to_the_merchant(words: list[str]) -> list[str]:
        delivered(*words)
        with statements() as seen:
            hand_over(COD * len(words))
            bank(COD * len(words))
            relay_notices()
            pay()
        return seen

    in_the_bank("before")
    pay()

    few = way_to_the_merchant(list("abcdefghij"))
    many = way_to_the_merchant([str(number) for number in range(1_000)])

    assert len(many) == len(few)


@pytest.mark.parametrize("role", [r for r in Role if r != Role.TREASURER])
def test_only_those_who_keep_the_money_pay_merchants(role: Role) -> None:
    in_the_bank()

    with pytest.raises(NotAllowed):
        pay(by=staff("someone", role))

    assert balance(BANK) == COD


def test_the_database_keeps_no_payment_of_nothing() -> None:
    in_the_bank()
    row = payout(pay())

    with pytest.raises(IntegrityError, match="payout_pays_something"), transaction.atomic():
        Payout.objects.filter(pk=row.pk).update(amount=0)


def test_a_statement_is_never_changed_and_none_pays_a_part() -> None:
    in_the_bank()
    row = statement(pay())

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Statement.objects.filter(pk=row.pk).update(paid=1)
    row.pk, row.number, row.sequence, row.closing, row.entry = None, "other", 2, 5, None
    with pytest.raises(IntegrityError, match="statement_"), transaction.atomic():
        row.save(force_insert=True)
