"""A block is lifted under its reference, by somebody else than who placed it, and what was set aside is let go."""

import pytest

from rekkas.bank import queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account, unblock_account
from rekkas.bank.errors import OwnBlockingOrder, ReasonMissing, UnknownBlockingOrder
from rekkas.base.actors import Actor
from tests.bank.accounts import account, paid_out
from tests.bank.people import KARIM, NADIA
from tests.build import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def blocked(number: str, kind: BlockKind, reference: str, amount: int | None = None) -> None:
    block_account(
        account=number, kind=kind, reference=reference, authority="Court", reason="debt", amount=amount, by=KARIM,
        at=MONDAY,
    )  # fmt: skip


def lifted(number: str, reference: str, by: Actor = NADIA, reason: str = "paid") -> None:
    unblock_account(account=number, reference=reference, reason=reason, by=by, at=MONDAY)


def test_an_account_opens_again_and_the_order_is_kept() -> None:
    number = account(amount=50_000)
    blocked(number, BlockKind.WHOLE, "C-1")

    lifted(number, "C-1")

    (order,) = queries.blocking_orders_of(queries.account(number))
    assert (order.lifted_by, order.lifted_reason) == ("nadia", "paid")
    assert paid_out(number, 50_000).balance == 0


def test_what_was_set_aside_is_let_go_even_while_another_order_holds() -> None:
    number = account(amount=50_000)
    blocked(number, BlockKind.AMOUNT, "G-1", 30_000)
    blocked(number, BlockKind.FROZEN, "C-2")

    lifted(number, "G-1")

    now = queries.standing(queries.account(number))
    assert (now.set_aside, now.state) == (0, "frozen")
    lifted(number, "C-2")
    assert queries.standing(queries.account(number)).state == "open"


def test_of_two_orders_one_is_enough_to_block() -> None:
    number = account(amount=50_000)
    blocked(number, BlockKind.WHOLE, "C-1")
    blocked(number, BlockKind.WHOLE, "C-2")

    lifted(number, "C-1")

    assert queries.account(number).state == "blocked"


def test_who_placed_it_does_not_lift_it() -> None:
    number = account()
    blocked(number, BlockKind.WHOLE, "C-1")

    with pytest.raises(OwnBlockingOrder):
        lifted(number, "C-1", by=KARIM)
    with pytest.raises(ReasonMissing):
        lifted(number, "C-1", reason="")
    with pytest.raises(UnknownBlockingOrder):
        lifted(number, "C-9")
    lifted(number, "C-1")
    with pytest.raises(UnknownBlockingOrder):
        lifted(number, "C-1")


def test_an_order_of_the_same_reference_may_come_again() -> None:
    number = account(amount=50_000)
    blocked(number, BlockKind.AMOUNT, "G-1", 30_000)
    lifted(number, "G-1")

    block_account(
        account=number, kind=BlockKind.AMOUNT, reference="G-1", authority="Court", reason="debt", amount=10_000,
        by=KARIM, at=MONDAY.replace(hour=12),
    )  # fmt: skip

    assert queries.standing(queries.account(number)).set_aside == 10_000
