"""What an authority orders is done: nothing leaves, nothing moves, or an amount is set aside with its reference."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rekkas.bank import queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account
from rekkas.bank.errors import BankAccountBlocked, BlockingOrderKnown, BlockNotRight, ReasonMissing
from rekkas.bank.models import BlockingOrder
from rekkas.base.errors import NotAllowed
from rekkas.money import queries as money
from tests.bank.accounts import account, holds, paid_in, paid_out, snapshot
from tests.bank.people import KARIM
from tests.build import FATIMA, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def blocked(number: str, kind: BlockKind = BlockKind.WHOLE, **changes: Any) -> int:
    said = {
        "account": number, "kind": kind, "reference": "C-1", "authority": "Court of Zagora", "reason": "debt",
        "by": KARIM, "at": MONDAY, **changes,
    }  # fmt: skip
    return block_account(**said)


def test_nothing_leaves_a_blocked_account() -> None:
    number = account(amount=50_000)

    blocked(number)

    assert queries.account(number).state == "blocked"
    with pytest.raises(BankAccountBlocked):
        paid_out(number, 1)
    assert paid_in(number, 1).balance == 50_001


def test_nothing_moves_on_a_frozen_account() -> None:
    number = account(amount=50_000)

    blocked(number, BlockKind.FROZEN)

    for verb in (paid_in, paid_out):
        with pytest.raises(BankAccountBlocked):
            verb(number, 1)


def test_an_amount_is_set_aside_under_the_reference_of_its_order() -> None:
    number = account(amount=50_000)

    assert blocked(number, BlockKind.AMOUNT, amount=30_000, reference="G-7") == 30_000

    row = queries.account(number)
    (hold,) = queries.holds_of(row)
    now = queries.standing(row)
    assert (hold.amount, hold.note, hold.subject) == (30_000, "G-7", number)
    assert (now.balance, now.set_aside, now.available, now.state) == (50_000, 30_000, 20_000, "open")
    assert money.balance("unallocated:blocking-orders:MAD") == 0


def test_of_an_order_for_more_what_is_there_is_set_aside() -> None:
    number = account(amount=50_000)
    empty = account("brahim")

    assert blocked(number, BlockKind.AMOUNT, amount=80_000) == 50_000
    assert blocked(empty, BlockKind.AMOUNT, amount=80_000) == 0

    (order,) = queries.blocking_orders_of(queries.account(number))
    assert (order.asked, order.held, order.authority) == (80_000, 50_000, "Court of Zagora")


def test_a_second_order_takes_what_the_first_left_even_on_a_blocked_account() -> None:
    number = account(amount=50_000)
    blocked(number, BlockKind.AMOUNT, amount=30_000, reference="G-1")
    blocked(number, BlockKind.WHOLE, reference="C-2")

    assert blocked(number, BlockKind.AMOUNT, amount=30_000, reference="G-3") == 20_000

    assert queries.account(number).state == "blocked"
    assert queries.standing(queries.account(number)).available == 0


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"kind": BlockKind.AMOUNT}, BlockNotRight),
        ({"kind": BlockKind.AMOUNT, "amount": 0}, BlockNotRight),
        ({"kind": BlockKind.WHOLE, "amount": 5}, BlockNotRight),
        ({"reference": " "}, ReasonMissing),
        ({"authority": ""}, ReasonMissing),
        ({"reason": ""}, ReasonMissing),
        ({"by": FATIMA}, NotAllowed),
    ],
)
def test_an_order_that_is_not_right_blocks_nothing(changes: dict[str, Any], refusal: type[Exception]) -> None:
    number = account(amount=50_000)
    before = snapshot()

    with pytest.raises(refusal):
        blocked(number, **changes)

    assert snapshot() == before
    assert not BlockingOrder.objects.exists()


def test_one_order_blocks_an_account_once() -> None:
    number = account(amount=50_000)
    blocked(number, key="k-1")

    assert blocked(number, key="k-1") == 0
    with pytest.raises(BlockingOrderKnown):
        blocked(number)
    assert holds(number) == 50_000


def test_impossible_orders_are_refused_by_the_database() -> None:
    number = account(amount=50_000)
    blocked(number)
    order = BlockingOrder.objects.get()

    for changes, constraint in (
        ({"kind": "amount"}, "bank_blocking_order_of_an_amount_names_it"),
        ({"lifted_at": MONDAY, "lifted_by": "karim"}, "bank_blocking_order_is_lifted_by_another"),
        ({"kind": "half"}, "bank_blocking_order_is_of_a_known_kind"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            BlockingOrder.objects.filter(pk=order.pk).update(**changes)
