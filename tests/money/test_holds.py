"""What is set aside: it counts as gone until it is taken, whole or in part, or let go."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection

from rekkas.money.choices import Book, EntryKind, Phase
from rekkas.money.entries import Leg, TransferEntry, mirror, release
from rekkas.money.models import Entry, Transfer
from rekkas.money.queries import account, balance, movements
from tests.build import MONDAY, key, later
from tests.money.purses import (
    AMINA,
    BAG,
    BRAHIM,
    INCOME,
    MERCHANT,
    POUCH,
    SAFE,
    TILL,
    available,
    everything,
    hold,
    holds,
    opened,
    outcomes,
    paid_in,
    post,
    transfer,
    wrong,
)

pytestmark = pytest.mark.django_db
ASIDE = "suspense:1:MAD"
HOLD = hold().key


@pytest.fixture(autouse=True)
def _purses() -> None:
    """Amina has 100.00, Brahim nothing."""
    opened()
    post(paid_in(10_000))


def settle(word: str = "settle", of: Any = HOLD, **changes: Any) -> TransferEntry:
    """Take what was set aside: whole, or with an amount in part."""
    ends = (
        {"source": BRAHIM, "target": AMINA}
        if "amount" in changes
        else {"source": "", "target": "", "amount": 0}
    )
    return transfer(word, **{**ends, "settles": of, "subject": "", **changes})


def let_go(word: str = "let go", of: Any = HOLD, at: datetime = MONDAY) -> TransferEntry:
    return release(of, key=key("transfer", word), kind=EntryKind.ACCOUNT_TRANSFER, happened_at=at)


def spent(word: str = "spent", amount: int = 1) -> TransferEntry:
    return transfer(word, source=BRAHIM, target=AMINA, amount=amount)


def test_what_is_set_aside_is_still_there_and_cannot_be_spent() -> None:
    assert outcomes(hold(amount=6_000)) == ["posted"]

    assert (holds(AMINA), available(AMINA), holds(BRAHIM)) == (10_000, 4_000, 0)
    assert outcomes(spent("too much", 4_001), spent("the rest", 4_000)) == ["money.not-enough", "posted"]
    assert (holds(AMINA), available(AMINA)) == (6_000, 0)
    assert wrong() == []


def test_no_more_can_be_set_aside_than_is_free() -> None:
    assert outcomes(hold("one", 6_000), hold("two", 4_001), hold("three", 4_000)) == [
        "posted", "money.not-enough", "posted",
    ]  # fmt: skip
    assert available(AMINA) == 0


def test_what_is_set_aside_to_come_cannot_be_spent_yet() -> None:
    post(hold(amount=6_000))

    assert available(BRAHIM) == 0
    assert outcomes(transfer("out", source=AMINA, target=BRAHIM, amount=1)) == ["money.not-enough"]


def test_what_is_set_aside_to_come_counts_against_a_ceiling() -> None:
    opened("wallet:3:MAD", ceiling=5_000)
    to_wallet = {"source": "wallet:3:MAD", "target": AMINA}

    answers = outcomes(
        hold("one", 4_000, **to_wallet), hold("two", 1_001, **to_wallet), transfer("now", **to_wallet, amount=1_001),
        transfer("less", **to_wallet, amount=1_000),
    )  # fmt: skip

    assert answers == ["posted", "money.too-much", "money.too-much", "posted"]
    assert wrong() == []


def test_it_is_taken_whole() -> None:
    post(hold(amount=6_000))

    assert outcomes(settle()) == ["posted"]

    assert (holds(AMINA), available(AMINA), holds(BRAHIM)) == (4_000, 4_000, 6_000)
    assert Entry.objects.get(key=settle().key).settles.key == HOLD
    assert wrong() == []


def test_it_is_taken_in_part_and_the_rest_is_let_go() -> None:
    post(hold(amount=6_000))

    assert outcomes(settle(amount=2_500)) == ["posted"]

    assert (holds(AMINA), available(AMINA), holds(BRAHIM)) == (7_500, 7_500, 2_500)
    assert outcomes(settle("again", amount=1)) == ["money.already-settled"]
    assert wrong() == []


def test_it_is_let_go_and_nothing_has_moved() -> None:
    post(hold(amount=6_000))

    assert outcomes(let_go()) == ["posted"]

    assert (holds(AMINA), available(AMINA), holds(BRAHIM)) == (10_000, 10_000, 0)
    assert not Transfer.objects.filter(entry__key=let_go().key).exists()
    assert wrong() == []


ENDINGS = {"whole": settle("whole"), "part": settle("part", amount=1), "let go": let_go("gone")}


@pytest.mark.parametrize("second", ENDINGS)
@pytest.mark.parametrize("first", ENDINGS)
@pytest.mark.parametrize("is_at_once", [True, False], ids=["in one batch", "one after the other"])
def test_it_ends_once(first: str, second: str, is_at_once: bool) -> None:
    post(hold(amount=6_000))
    one, other = ENDINGS[first], ENDINGS[second]
    expected = "repeated" if one == other else "money.already-settled"

    if is_at_once:
        assert outcomes(one, other) == ["posted", expected]
    else:
        assert [*outcomes(one), *outcomes(other)] == ["posted", expected]

    assert wrong() == []
    assert account(AMINA).coming == account(AMINA).leaving == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": 6_001}, "money.more-than-held"),
        ({"amount": 5_000, "source": "current:1003:MAD"}, "money.more-than-held"),
        ({"amount": 5_000, "target": "current:1003:MAD"}, "money.more-than-held"),
        ({"amount": 5_000, "source": AMINA, "target": BRAHIM}, "money.more-than-held"),
        ({"amount": 5_000, "also": (Leg(BRAHIM, AMINA, 1, "MAD"),)}, "money.more-than-held"),
        ({"amount": 0}, "money.nothing-moves"),
        ({"amount": -1}, "money.nothing-moves"),
        ({"of": key("nobody")}, "money.unknown-entry"),
        ({"of": paid_in(1).key}, "money.not-held"),
        ({"reverses": paid_in(1).key}, "base.invalid-input"),
        ({"phase": Phase.HELD}, "base.invalid-input"),
        ({"amount": 5_000, "phase": Phase.RELEASED}, "base.invalid-input"),
        ({"expires_at": later(1)}, "base.invalid-input"),
    ],
    ids=str,
)
def test_no_more_and_nothing_else_is_taken_than_was_set_aside(changes: dict[str, Any], code: str) -> None:
    opened("current:1003:MAD")
    post(hold(amount=6_000), paid_in(9_000, "current:1003:MAD", "theirs"))
    before = everything()

    assert outcomes(settle(**changes)) == [code]

    assert everything() == before
    assert outcomes(settle()) == ["posted"]


def test_a_hold_of_several_legs_is_taken_leg_by_leg() -> None:
    fees, tax = "fees:transfers:MAD", "tax:vat:MAD"
    held = hold(amount=1_000, also=(Leg(fees, AMINA, 100, "MAD"), Leg(tax, AMINA, 20, "MAD")))
    post(held)

    less = settle("no tax", amount=900, also=(Leg(fees, AMINA, 90, "MAD"),))
    part = settle("part", amount=900, also=(Leg(fees, AMINA, 90, "MAD"), Leg(tax, AMINA, 18, "MAD")))
    assert outcomes(less, part) == ["money.more-than-held", "posted"]

    assert (holds(AMINA), available(AMINA)) == (8_992, 8_992)
    assert (holds(BRAHIM), holds(fees), holds(tax)) == (900, 90, 18)
    assert wrong() == []


def test_a_hold_across_the_books_sets_both_halves_aside() -> None:
    post(transfer("found", source=INCOME, target=ASIDE, amount=10_000))
    halves = {
        "source": ASIDE, "target": mirror(Book.POST, "MAD"),
        "also": (Leg(mirror(Book.BANK, "MAD"), AMINA, 500, "MAD"),),
    }  # fmt: skip

    assert outcomes(hold("half", 500, source=ASIDE, target=mirror(Book.POST, "MAD"))) == [
        "money.mirrors-differ"
    ]
    assert outcomes(hold("both", 500, **halves)) == ["posted"]
    assert available(ASIDE) == 10_000 - 500
    uneven = settle("uneven", of=key("transfer", "both"), **{**halves, "amount": 400})
    assert outcomes(uneven) == ["money.mirrors-differ"]
    assert outcomes(settle("even", of=key("transfer", "both"))) == ["posted"]
    assert wrong() == []


@pytest.mark.parametrize(
    ("source", "target"), [(TILL, SAFE), (TILL, MERCHANT), (INCOME, TILL), (MERCHANT, BAG), (POUCH, INCOME)]
)
def test_cash_is_never_set_aside_for_its_keeper_would_see_no_line(source: str, target: str) -> None:
    post(transfer("cash", amount=1_000))
    before = everything()

    assert outcomes(hold("seal", 400, source=source, target=target)) == ["money.cash-moves-openly"]

    assert everything() == before


def test_the_database_itself_refuses_to_set_cash_aside() -> None:
    post(transfer("cash", amount=1_000))
    post(hold(amount=100))

    with pytest.raises(DatabaseError, match="cash_moves_openly"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO money_transfer (entry_id, leg, source_id, target_id, amount, currency, business_date,"
            " is_held) SELECT t.entry_id, 9, a.id, b.id, 1, t.currency, t.business_date, t.is_held"
            " FROM money_transfer t, money_account a, money_account b WHERE t.is_held AND a.code = %s AND b.code = %s",
            [TILL, INCOME],
        )


def test_a_hold_that_has_expired_cannot_be_taken_but_still_be_let_go() -> None:
    post(hold(amount=6_000, expires_at=later(1)))

    assert [one.code for one in post(settle(), at=later(1))] == ["money.hold-expired"]
    assert [one.outcome for one in post(let_go(), at=later(1))] == ["posted"]

    assert available(AMINA) == 10_000


def test_until_the_moment_before_it_can_be_taken() -> None:
    post(hold(amount=6_000, expires_at=later(1)))

    assert [one.outcome for one in post(settle(), at=later(1) - timedelta(microseconds=1))] == ["posted"]


def test_what_was_taken_in_time_is_answered_again_after_it_expired() -> None:
    post(hold(amount=6_000, expires_at=later(1)))
    post(settle())

    assert [one.outcome for one in post(settle(), at=later(99))] == ["repeated"]


def test_a_hold_repeated_sets_nothing_more_aside() -> None:
    assert outcomes(hold(), hold(), hold(amount=1), hold(expires_at=later(1))) == [
        "posted", "repeated", "money.key-reused", "money.key-reused",
    ]  # fmt: skip
    assert available(AMINA) == 6_500


def test_a_settlement_names_what_is_in_the_books_already() -> None:
    """A hold whose answer nobody has yet cannot be taken: asked again after the answer, it is."""
    assert outcomes(hold(), settle()) == ["posted", "money.unknown-entry"]
    assert outcomes(hold(), settle()) == ["repeated", "posted"]


def test_what_was_taken_can_be_moved_back_and_what_was_set_aside_cannot() -> None:
    post(hold(amount=6_000))
    post(settle(amount=2_500))
    back = {"source": "", "target": "", "amount": 0, "kind": EntryKind.REVERSAL}

    assert outcomes(transfer("a", **back, reverses=HOLD), transfer("b", **back, reverses=settle().key)) == [
        "money.not-reversible", "posted",
    ]  # fmt: skip

    assert (holds(AMINA), holds(BRAHIM)) == (10_000, 0)
    assert wrong() == []


def test_only_a_hold_expires() -> None:
    assert outcomes(transfer(expires_at=later(1))) == ["base.invalid-input"]


def test_movements_show_what_was_set_aside_and_balances_do_not() -> None:
    post(hold(amount=6_000))

    latest = movements(AMINA)[0]
    assert (latest.is_held, latest.amount) == (True, 6_000)
    assert balance(AMINA) == -10_000


def test_a_settlement_that_takes_the_legs_of_its_hold_brings_no_others() -> None:
    post(hold(amount=6_000))

    answers = outcomes(settle(also=(Leg(BRAHIM, AMINA, 1, "MAD"),)))

    assert answers != ["posted"]
    assert holds(BRAHIM) == 0


def test_what_a_striped_account_gives_can_be_set_aside_too() -> None:
    fees = "fees:transfers:MAD"
    post(transfer("fee", source=fees, target=AMINA, amount=50))

    assert outcomes(hold("back", 20, source=AMINA, target=fees), settle("given back", of=key("transfer", "back"))) == [
        "posted", "money.unknown-entry",
    ]  # fmt: skip
    assert (holds(fees), account(fees).set_aside) == (50, 20)
    assert outcomes(settle("given back", of=key("transfer", "back"))) == ["posted"]
    assert (holds(fees), account(fees).set_aside, holds(AMINA)) == (30, 0, 9_970)
    assert wrong() == []
