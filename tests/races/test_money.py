"""Two hands on the same money at the same moment."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection

from rekkas.base.choices import Role
from rekkas.base.outbox import relay_notices
from rekkas.cash.errors import MarkDiffers, TillNotOpen
from rekkas.commerce.commands import pay_merchant
from rekkas.commerce.errors import NothingDue
from rekkas.commerce.queries import payouts_of
from rekkas.counter.commands import accept_parcels
from rekkas.counter.queries import receipts_of
from rekkas.delivery.errors import NothingToHandOver
from rekkas.money.commands import rebuild_balances
from rekkas.money.queries import accounts, balance, balance_faults, ledger_faults
from tests import build
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, YOUSSEF, ZAGORA_OFFICE, later, staff
from tests.cash.drawers import close_till
from tests.delivery.doorstep import (
    BAG,
    COD,
    SAFE,
    bank,
    banked,
    deliver,
    delivered,
    hand_over,
    handover,
    parcels,
)
from tests.money.purses import INCOME, TILL, outcomes, post, transfer
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post_office() -> None:
    build.country()
    build.merchant()


def count_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def nothing_is_wrong() -> bool:
    return [*balance_faults(), *ledger_faults()] == []


def kinds(answers: list[Any]) -> Counter[str]:
    return Counter(type(answer).__name__ for answer in answers)


def test_the_same_transfer_from_many_hands_moves_once_and_opens_its_accounts_once() -> None:
    answers = together(*[lambda: outcomes(transfer())] * 6)

    assert sorted(answers, key=str) == [["posted"]] + [["repeated"]] * 5
    assert (balance(TILL), count_of("money_transfer"), count_of("money_account")) == (3_500, 1, 2)
    assert nothing_is_wrong()


def test_of_two_transfers_that_share_a_key_one_is_declined() -> None:
    one, other = transfer(), transfer(source="income:fines:MAD", target="till:MA0001/karim:MAD")

    answers = together(lambda: outcomes(one), lambda: outcomes(other))

    assert sorted(answers, key=str) == [["money.key-reused"], ["posted"]]
    assert count_of("money_transfer") == 1


def test_accounts_opened_from_both_ends_at_once_hold_up_nobody() -> None:
    there = [transfer(f"a{n}", target=f"till:MA0001/{n}:MAD") for n in range(20)]
    back = [transfer(f"b{n}", target=f"till:MA0001/{n}:MAD") for n in reversed(range(20))]

    answers = together(lambda: outcomes(*there), lambda: outcomes(*back))

    assert answers == [["posted"] * 20] * 2
    assert [line.amount for line in accounts() if line.code != INCOME] == [7_000] * 20
    assert nothing_is_wrong()


def test_many_hands_take_no_more_from_a_purse_than_is_in_it() -> None:
    post(transfer(amount=300))

    answers = together(
        *[
            lambda n=n: outcomes(transfer(f"out {n}", source=TILL, target=f"vault:{n}:MAD", amount=100))
            for n in range(6)
        ]
    )

    assert sorted(answers, key=str) == [["money.not-enough"]] * 3 + [["posted"]] * 3
    assert balance(TILL) == 0
    assert nothing_is_wrong()


def test_money_going_round_in_both_directions_blocks_nobody() -> None:
    one, other = "merchant:A:MAD", "merchant:B:MAD"

    def send(word: str, source: str, target: str) -> list[str]:
        return [
            outcome
            for n in range(15)
            for outcome in outcomes(transfer(f"{word} {n}", source=source, target=target, amount=1))
        ]

    answers = together(lambda: send("there", one, other), lambda: send("back", other, one))

    assert answers == [["posted"] * 15] * 2
    assert (balance(one), balance(other)) == (0, 0)
    assert nothing_is_wrong()


def test_a_rebuild_beside_live_transfers_loses_none() -> None:
    def work() -> int:
        for n in range(15):
            post(transfer(f"live {n}", target=f"till:MA0001/{n % 3}:MAD"))
        return 15

    def rebuild() -> int:
        return sum(1 for _ in range(6) if rebuild_balances(by=BOSS, at=MONDAY) >= 0)

    assert together(work, rebuild) == [15, 6]
    assert balance(INCOME) == -15 * 3_500
    assert nothing_is_wrong()


@pytest.mark.usefixtures("post_office")
def test_a_parcel_sent_twice_at_once_is_taken_once_and_paid_once() -> None:
    build.with_till(FATIMA)

    def accept() -> tuple[str, str]:
        (taken,) = accept_parcels(parcels=[build.parcel()], office=AGENCY, by=FATIMA, at=MONDAY)
        return taken.outcome, taken.receipt

    answers = together(accept, accept, accept)

    receipt = receipts_of(AGENCY)[0].number
    assert sorted(answers, key=str) == [("repeated", receipt), ("repeated", receipt), ("taken", receipt)]
    assert len(receipts_of(AGENCY)) == 1
    assert balance(TILL) == 4_350


@pytest.mark.usefixtures("post_office")
def test_postage_is_in_a_till_before_it_is_closed_or_the_parcel_is_not_taken() -> None:
    build.with_till(FATIMA)

    closed, taken = together(
        lambda: close_till(0, last_mark="", at=MONDAY),
        lambda: accept_parcels(parcels=[build.parcel()], office=AGENCY, by=FATIMA, at=MONDAY),
    )

    if isinstance(taken, TillNotOpen):
        assert closed.is_closed  # type: ignore[union-attr]
    else:
        assert isinstance(closed, MarkDiffers)
    assert balance(TILL) == 4_350 * len(receipts_of(AGENCY)) == 4_350 * isinstance(taken, list)


@pytest.mark.usefixtures("post_office")
def test_two_postmen_at_one_door_deliver_one_parcel() -> None:
    (number,) = parcels()
    hassan = staff("hassan", Role.COURIER, ZAGORA_OFFICE)

    answers = together(
        lambda: deliver(handover(number), by=YOUSSEF)[0].code,
        lambda: deliver(handover(number, happened_at=later(26)), by=hassan)[0].code,
    )

    assert sorted(answers, key=str) == ["", "mail.already-delivered"]
    assert balance(BAG) + balance(f"courier:{ZAGORA_OFFICE}/hassan:MAD") == COD
    assert count_of("delivery_proofofdelivery") == 1


@pytest.mark.usefixtures("post_office")
def test_a_bag_counted_by_two_people_at_once_is_emptied_once() -> None:
    delivered("one", "two")

    answers = together(*[lambda: hand_over(2 * COD)] * 3)

    assert kinds(answers) == {"BagCounted": 1, NothingToHandOver.__name__: 2}
    assert (balance(BAG), balance(SAFE)) == (0, 2 * COD)


@pytest.mark.usefixtures("post_office")
def test_a_safe_banked_by_two_people_at_once_is_told_once() -> None:
    delivered()
    hand_over(COD)

    answers = together(*[lambda: bank(COD)] * 3)

    assert kinds(answers) == {"BagCounted": 1, NothingToHandOver.__name__: 2}
    assert relay_notices() == 1


@pytest.mark.usefixtures("post_office")
def test_a_merchant_paid_by_two_people_at_once_is_paid_once() -> None:
    banked("one", "two")
    together(relay_notices, relay_notices)

    answers = together(*[lambda: pay_merchant(merchant="ATLAS", currency="MAD", by=BOSS, at=later(60))] * 3)

    assert kinds(answers) == {"str": 1, NothingDue.__name__: 2}
    assert [row.amount for row in payouts_of()] == [2 * COD]
    assert balance("merchant:ATLAS:MAD") == balance("mirror:bank:MAD") == 0
    assert nothing_is_wrong()
