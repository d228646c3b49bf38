"""Accounts to which everybody writes, lanes that do not wait for each other, and single entries that are grouped."""

from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError, connection

from rekkas.base.actors import system
from rekkas.base.errors import NotAllowed
from rekkas.base.models import Lane, Seal
from rekkas.money.choices import LANES
from rekkas.money.entries import Leg, TransferEntry
from rekkas.money.grouping import GroupPoster
from rekkas.money.models import Balance, Entry
from rekkas.money.queries import balance
from tests.build import BOSS, FATIMA, MONDAY, key
from tests.money.purses import (
    AMINA,
    BRAHIM,
    INCOME,
    TILL,
    holds,
    opened,
    outcomes,
    paid_in,
    post,
    transfer,
    wrong,
)
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)
FEES = "fees:transfers:MAD"


def test_many_hands_on_one_striped_account_lose_nothing_and_wait_for_nobody() -> None:
    def pay(name: int) -> list[str]:
        return [
            code for n in range(10)
            for code in outcomes(transfer(f"{name} {n}", target=f"merchant:M{name}:MAD", amount=1))
        ]  # fmt: skip

    answers = together(*(lambda name=name: pay(name) for name in range(6)))

    assert answers == [["posted"] * 10] * 6
    assert balance(INCOME) == -60
    assert Balance.objects.filter(account__code=INCOME, given__gt=0).count() > 1  # in several lanes
    assert wrong() == []


def test_each_lane_is_a_chain_of_its_own_without_a_gap() -> None:
    def pay(name: int) -> list[str]:
        return [code for n in range(10) for code in outcomes(transfer(f"{name} {n}"))]

    together(*(lambda name=name: pay(name) for name in range(4)))

    for lane in Lane.objects.filter(record="money"):
        numbers = list(
            Seal.objects.filter(record="money", lane=lane.lane).order_by("number").values_list("number")
        )
        assert [number for (number,) in numbers] == list(range(1, lane.number + 1))
    assert Lane.objects.filter(record="money").count() == LANES
    assert Entry.objects.count() == 40
    assert wrong() == []


@pytest.mark.parametrize("order", [1, -1], ids=["the same order", "opposite orders"])
def test_batches_over_the_same_accounts_block_nobody(order: int) -> None:
    opened(*(f"current:{n}:MAD" for n in range(20)), floor=-1_000)
    ring = [
        transfer("unused", source=f"current:{n}:MAD", target=f"current:{(n + 1) % 20}:MAD", amount=1)
        for n in range(20)
    ]

    def go(name: int) -> list[str]:
        found = []
        for turn in range(4):
            batch = [
                one.__class__(**{**fields(one), "key": key(name, turn, n)}) for n, one in enumerate(ring)
            ]
            found += outcomes(*batch[:: order if name % 2 else 1])
        return found

    answers = together(*(lambda name=name: go(name) for name in range(4)))

    assert answers == [["posted"] * 80] * 4
    assert {holds(f"current:{n}:MAD") for n in range(20)} == {0}
    assert wrong() == []


def fields(entry: TransferEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__struct_fields__}


def test_accounts_opened_crosswise_by_several_open_once() -> None:
    """Each opens what another has locked or opens too: the database may send one back, and it tries again."""
    tills = [f"till:MA0001/{n}:MAD" for n in range(12)]

    def go(name: int) -> list[str]:
        turned = tills[name * 3 :] + tills[: name * 3]
        return [
            code
            for start in range(0, 12, 2)
            for code in outcomes(
                *(transfer(f"{name} {one}", target=one) for one in turned[start : start + 2])
            )
        ]

    answers = together(*(lambda name=name: go(name) for name in range(4)))

    assert answers == [["posted"] * 12] * 4
    assert {balance(one) for one in tills} == {4 * 3_500}
    assert wrong() == []


def test_a_key_in_two_batches_of_two_lanes_at_once_moves_once() -> None:
    shared = transfer("shared", source=FEES, target="tax:vat:MAD", amount=7)

    def go(name: int) -> list[str]:
        own = [transfer(f"{name} {n}", source=FEES, target="tax:vat:MAD", amount=1) for n in range(5)]
        return outcomes(*own, shared)

    answers = together(*(lambda name=name: go(name) for name in range(8)))

    assert sorted(answer[-1] for answer in answers) == ["posted"] + ["repeated"] * 7
    assert {code for answer in answers for code in answer[:-1]} == {"posted"}
    assert (holds(FEES), wrong()) == (8 * 5 + 7, [])


def test_keys_in_opposite_orders_in_striped_batches_block_nobody_for_ever() -> None:
    """Here only unique keys make two lanes wait for each other: a ring is broken by the database, and tried again."""
    batch = [transfer(str(n), source=FEES, target="tax:vat:MAD", amount=1) for n in range(30)]

    answers = together(
        lambda: outcomes(transfer("lane a", source=FEES, target="tax:vat:MAD"), *batch),
        lambda: outcomes(transfer("lane b", source=FEES, target="tax:vat:MAD"), *reversed(batch)),
        lambda: outcomes(transfer("lane c", source=FEES, target="tax:vat:MAD"), *batch[15:], *batch[:15]),
    )

    codes = [code for answer in answers for code in answer]
    assert (codes.count("posted"), codes.count("repeated")) == (33, 60)
    assert wrong() == []


def grouped(poster: GroupPoster, entry: TransferEntry, **changes: Any) -> str:
    found = poster.post(entry, **{"by": BOSS, "at": MONDAY, **changes})
    return found.code or found.outcome.value


def test_single_entries_of_many_threads_are_posted_each_once_in_few_batches() -> None:
    poster = GroupPoster()

    def pay(name: int) -> list[str]:
        by = system(f"clerk {name}")
        return [grouped(poster, transfer(f"{name} {n}", amount=1), by=by) for n in range(20)]

    answers = together(*(lambda name=name: pay(name) for name in range(8)))

    assert answers == [["posted"] * 20] * 8
    assert balance(TILL) == 160
    assert Seal.objects.filter(record="money").count() < 160
    assert Entry.objects.values("actor_name").distinct().count() == 8
    assert wrong() == []


def test_the_same_entry_from_many_threads_of_a_group_moves_once() -> None:
    poster = GroupPoster()

    answers = together(*[lambda: grouped(poster, transfer())] * 8)

    assert sorted(answers) == ["posted"] + ["repeated"] * 7
    assert (balance(TILL), wrong()) == (3_500, [])


def test_a_group_takes_no_more_from_a_purse_than_is_in_it() -> None:
    opened()
    post(paid_in(500))
    poster = GroupPoster()
    spent = [transfer(str(n), source=BRAHIM, target=AMINA, amount=100) for n in range(8)]

    answers = together(*(lambda one=one: grouped(poster, one) for one in spent))

    assert sorted(answers) == ["money.not-enough"] * 3 + ["posted"] * 5
    assert (holds(AMINA), wrong()) == (0, [])


def test_a_bad_entry_in_a_group_is_answered_to_whoever_sent_it() -> None:
    poster = GroupPoster()
    bad = transfer("bad", amount=0)

    answers = together(
        *(lambda n=n: grouped(poster, bad if n == 3 else transfer(str(n), amount=1)) for n in range(8))
    )

    assert [answer for n, answer in enumerate(answers) if n != 3] == ["posted"] * 7
    assert answers[3] == "money.nothing-moves"


def test_who_may_not_post_is_kept_out_of_the_group() -> None:
    with pytest.raises(NotAllowed):
        grouped(GroupPoster(), transfer(), by=FATIMA)
    assert Entry.objects.count() == 0


def test_a_batch_that_was_lost_is_told_to_everybody_in_it_and_the_next_goes_on() -> None:
    lost = [OperationalError("the server closed the connection unexpectedly")]

    def post_or_lose(requests: Any, at: Any) -> Any:
        from rekkas.money.grouping import _post

        if lost:
            raise lost.pop()
        return _post(requests, at)

    poster = GroupPoster(post_or_lose)

    answers = together(*(lambda n=n: grouped(poster, transfer(str(n), amount=1)) for n in range(6)))
    again = [grouped(poster, transfer(str(n), amount=1)) for n in range(6)]

    failed = [answer for answer in answers if isinstance(answer, OperationalError)]
    assert len(failed) >= 1
    assert again.count("posted") == len(failed)
    assert again.count("repeated") == 6 - len(failed)
    assert (balance(TILL), wrong()) == (6, [])


def test_two_posters_of_two_processes_keep_each_other_waiting_and_lose_nothing() -> None:
    posters = [GroupPoster(), GroupPoster()]

    def pay(name: int) -> list[str]:
        return [grouped(posters[name % 2], transfer(f"{name} {n}", amount=1)) for n in range(10)]

    answers = together(*(lambda name=name: pay(name) for name in range(6)))

    assert answers == [["posted"] * 10] * 6
    assert (balance(TILL), wrong()) == (60, [])


def test_a_hundred_who_come_at_once_are_all_answered() -> None:
    poster, answers = GroupPoster(most=7), []

    def one(number: int) -> None:
        try:
            answers.append(grouped(poster, transfer(str(number), amount=1)))
        finally:
            connection.close()

    threads = [Thread(target=one, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert answers == ["posted"] * 40
    assert (balance(TILL), wrong()) == (40, [])


def test_legs_through_striped_accounts_of_both_books_from_many_hands() -> None:
    opened(AMINA, BRAHIM)
    fee = (Leg(FEES, AMINA, 1, "MAD"),)

    def pay(name: int) -> list[str]:
        found = []
        for n in range(6):
            deposit = paid_in(10, word=f"{name} {n}")
            found += outcomes(TransferEntry(**{**fields(deposit), "also": (*deposit.also, *fee)}))
        return found

    answers = together(*(lambda name=name: pay(name) for name in range(5)))

    assert answers == [["posted"] * 6] * 5
    assert (holds(AMINA), holds(FEES), balance(TILL), wrong()) == (270, 30, 300, [])
