"""What no ledger should take: each is declined for itself with a code that never changes, and nothing has moved."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from postkit.money import NotAnAmount, to_minor
from rekkas.base.actors import system
from rekkas.money.choices import AccountState, Book, EntryKind, Phase
from rekkas.money.commands import close_day, set_account_states
from rekkas.money.entries import AccountStanding, Leg
from rekkas.money.models import Balance
from rekkas.money.queries import balance
from tests.build import BOSS, MONDAY, key, later
from tests.money.purses import (
    AMINA,
    BANK,
    BRAHIM,
    INCOME,
    TILL,
    everything,
    hold,
    opened,
    outcomes,
    paid_in,
    post,
    transfer,
    wrong,
)

pytestmark = pytest.mark.django_db
CLOSED = "current:1003:MAD"
DINARS = "till:MA0001/fatima:TND"


@pytest.fixture(autouse=True)
def _purses() -> None:
    """Amina has 100.00; an account was closed a second ago; yesterday is closed in both books."""
    opened(AMINA, BRAHIM, CLOSED)
    post(paid_in(10_000), transfer("dinars", source="income:postage:TND", target=DINARS, currency="TND"))
    for book in Book:
        close_day(book=book, business_date=later(-24).date(), by=BOSS, at=MONDAY)
    closing = [AccountStanding(CLOSED, AccountState.CLOSED)]
    set_account_states(states=closing, by=BOSS, at=MONDAY - timedelta(seconds=1))
    post(transfer("reused"))


FAR_EAST, FAR_WEST = timezone(timedelta(hours=14)), timezone(-timedelta(hours=12))
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "an amount of nothing": ({"amount": 0}, "money.nothing-moves"),
    "an amount below nothing": ({"amount": -1}, "money.nothing-moves"),
    "an amount just beyond 64 bits": ({"amount": 2**63}, "base.invalid-input"),
    "an amount that would wrap round": ({"amount": 2**64 + 1}, "base.invalid-input"),
    "an amount below 64 bits": ({"amount": -(2**63) - 1}, "money.nothing-moves"),
    "an amount of a hundred digits": ({"amount": 10**100}, "base.invalid-input"),
    "more than all the money there is": ({"amount": 10**15 + 1}, "base.invalid-input"),
    "a currency that is not the accounts’": ({"currency": "EUR"}, "money.wrong-currency"),
    "one account in another currency": ({"target": DINARS}, "money.wrong-currency"),
    "dinars out of dirhams": ({"source": DINARS, "currency": "TND"}, "money.wrong-currency"),
    "an account closed a second ago": ({"source": CLOSED, "target": AMINA}, "money.account-closed"),
    "into an account closed a second ago": (
        {"source": AMINA, "target": CLOSED, "amount": 1}, "money.account-closed",
    ),
    "an account that nobody opened": ({"source": AMINA, "target": "current:9:MAD"}, "money.unknown-account"),
    "no account": ({"target": ""}, "money.not-an-account"),
    "an account of no kind": ({"target": "drawer:MA0001:MAD"}, "money.not-an-account"),
    "an account with a line break": ({"target": "till:a\nb:MAD"}, "money.not-an-account"),
    "an account that ends in a line break": ({"target": f"{TILL}\n"}, "money.not-an-account"),
    "SQL for an account": ({"target": "till:x'; DROP TABLE money_entry; --"}, "money.not-an-account"),
    "itself": ({"target": INCOME}, "money.nothing-moves"),
    "more than is there": ({"source": BRAHIM, "target": AMINA, "amount": 10_001}, "money.not-enough"),
    "the books of another": ({"source": AMINA}, "money.two-books"),
    "half of an entry": ({"source": BANK}, "money.mirrors-differ"),
    "a value date in a closed period": ({"business_date": later(-24).date()}, "money.day-closed"),
    "a value date long ago": ({"business_date": later(-24 * 9_000).date()}, "money.day-closed"),
    "a value date in years": ({"business_date": later(24 * 900).date()}, "base.invalid-input"),
    "a key that moved something else": ({"key": key("transfer", "reused"), "amount": 1}, "money.key-reused"),
    "a key that belongs to a deposit": ({"key": key("transfer", "in")}, "money.key-reused"),
    "a moment without its offset": ({"happened_at": MONDAY.replace(tzinfo=None)}, "base.invalid-input"),
    "an end without its offset": (
        {"phase": Phase.HELD, "expires_at": MONDAY.replace(tzinfo=None)}, "base.invalid-input",
    ),
    "an end for what is not set aside": ({"expires_at": later(1)}, "base.invalid-input"),
    "to let go of nothing": ({"phase": Phase.RELEASED}, "base.invalid-input"),
    "to let go of nothing that is known": (
        {"phase": Phase.RELEASED, "settles": key("nobody"), "source": "", "target": "", "amount": 0},
        "money.unknown-entry",
    ),
    "to take what is not set aside": (
        {"settles": key("transfer", "reused"), "source": "", "target": "", "amount": 0}, "money.not-held",
    ),
    "to take and to reverse": (
        {"settles": key("transfer", "in"), "reverses": key("transfer", "in")}, "base.invalid-input",
    ),
    "to reverse what nobody knows": (
        {"reverses": key("nobody"), "source": "", "target": "", "amount": 0}, "money.unknown-entry",
    ),
    "to reverse itself": (
        {"key": key("self"), "reverses": key("self"), "source": "", "target": "", "amount": 0},
        "money.unknown-entry",
    ),
    "two currencies and no rate": (
        {"also": (Leg("income:postage:TND", DINARS, 1, "TND"),)}, "money.rate-missing",
    ),
    "two currencies that meet nowhere": (
        {"also": (Leg("income:postage:TND", DINARS, 999_999, "TND"),), "rate": "0.30"}, "money.not-exchanged",
    ),
    "a currency of nobody": (
        {"source": "income:postage:ZZZ", "target": "till:MA0001/fatima:ZZZ", "currency": "ZZZ"},
        "money.unknown-currency",
    ),
    "a subject too long": ({"subject": "x" * 41}, "base.invalid-input"),
    "a note too long": ({"note": "é" * 201}, "base.invalid-input"),
    "an office too long": ({"office": "x" * 13}, "base.invalid-input"),
    "a rate too long": ({"rate": "1" * 41}, "base.invalid-input"),
    "a sign that no column keeps": ({"note": "paid\0twice"}, "base.invalid-input"),
    "more legs than a hundred": ({"also": (Leg(INCOME, TILL, 1, "MAD"),) * 100}, "base.invalid-input"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_it_is_declined_for_itself_and_nothing_has_moved(what: str) -> None:
    changes, code = BAD[what]
    before = everything()

    assert outcomes(transfer("bad", **changes)) == [code]

    assert everything() == before
    assert wrong() == []


@pytest.mark.parametrize("what", BAD)
def test_its_neighbours_in_the_batch_are_posted(what: str) -> None:
    changes, code = BAD[what]

    assert outcomes(transfer("good"), transfer("bad", **changes), transfer("better")) == [
        "posted",
        code,
        "posted",
    ]
    assert wrong() == []


@pytest.mark.parametrize("what", BAD)
def test_its_message_tells_a_person_what_to_do(what: str) -> None:
    changes, _ = BAD[what]

    (answer,) = post(transfer("bad", **changes))

    assert answer.outcome == "declined"
    assert len(answer.message) > 20
    assert "%(" not in answer.message


@pytest.mark.parametrize("said", ["1.234", "0.001", "12.3456", "1,2345", "٠٫٠٠١"])
def test_dirhams_have_no_third_decimal(said: str) -> None:
    """Amounts are read into whole units before any ledger sees them: what does not fit is refused, never rounded."""
    with pytest.raises(NotAnAmount) as refused:
        to_minor(said, "MAD")

    assert refused.value.reason in {"decimals", "ambiguous"}


def test_dinars_have() -> None:
    assert to_minor("1.234", "TND") == 1_234


POISON: dict[str, dict[str, Any]] = {
    "a letter that is half of one": {"note": "\ud800"},
    "a subject that is half a letter": {"subject": "\udfff"},
    "an account that is half a letter": {"target": "till:\ud800:MAD"},
    "the first moment of all, east": {"happened_at": datetime.min.replace(tzinfo=FAR_EAST)},
    "the last moment of all, west": {"happened_at": datetime.max.replace(tzinfo=FAR_WEST)},
    "the end of all days for a hold": {
        "phase": Phase.HELD, "expires_at": datetime.max.replace(tzinfo=FAR_WEST),
    },
}  # fmt: skip


@pytest.mark.parametrize("what", POISON)
def test_what_no_column_can_keep_fails_nobody_else(what: str) -> None:
    answers = outcomes(transfer("good"), transfer("bad", **POISON[what]), transfer("better"))

    assert (answers[0], answers[2]) == ("posted", "posted")
    assert answers[1] in {"posted", "base.invalid-input", "money.not-an-account"}
    assert wrong() == []


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(1, 1, 1, tzinfo=UTC), "base.invalid-input"),
        (datetime(1899, 12, 31, tzinfo=UTC), "base.invalid-input"),
        (datetime(1900, 1, 1, tzinfo=FAR_EAST), "posted"),
        (datetime(1969, 12, 31, tzinfo=UTC), "posted"),
        (datetime(2999, 12, 31, 23, 59, tzinfo=FAR_WEST), "posted"),
        (datetime(3000, 1, 1, tzinfo=UTC), "base.invalid-input"),
        (datetime(9999, 12, 31, tzinfo=UTC), "base.invalid-input"),
    ],
)
def test_a_device_with_a_broken_clock_is_written_down_and_read_back_or_told(
    moment: datetime, said: str
) -> None:
    assert outcomes(transfer(happened_at=moment)) == [said]
    assert wrong() == []


def test_an_account_that_can_count_no_further_fails_nobody_else() -> None:
    full = "till:MA0001/full:MAD"
    post(transfer("full", target=full))
    most = 2**63 - 1
    Balance.objects.filter(account__code=full).update(received=most, given=most)

    answers = outcomes(transfer("good"), transfer("bad", target=full), transfer("better"))

    assert (answers[0], answers[2]) == ("posted", "posted")
    assert answers[1] != "posted"
    assert Balance.objects.get(account__code=full).received == most


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "till:MA0001/new:MAD"},
        {"target": "till:MA0001/new:MAD", "key": key("transfer", "reused")},
        {"target": "till:MA0001/new:MAD", "business_date": later(-24).date()},
    ],
    ids=["empty", "key reused", "day closed"],
)
def test_what_is_declined_opens_no_account(changes: dict[str, Any]) -> None:
    before = everything()

    assert outcomes(transfer("bad", **changes)) != ["posted"]
    assert everything() == before


def test_the_same_bad_batch_is_answered_the_same_way_each_time() -> None:
    batch = [transfer(what, **{"key": key(what), **changes}) for what, (changes, _) in BAD.items()]

    first, second = outcomes(*batch), outcomes(*batch)

    assert first == second == [code for _, code in BAD.values()]


def test_a_batch_of_nothing_but_bad_ones_leaves_no_seal() -> None:
    before = everything()

    assert set(outcomes(*(transfer(str(n), amount=0) for n in range(50)))) == {"money.nothing-moves"}
    assert everything() == before


def test_a_clock_of_the_post_that_goes_back_loses_nothing() -> None:
    post(transfer("tomorrow"), at=later(24))
    post(transfer("today"), at=MONDAY)
    post(transfer("last year"), at=later(-24 * 365))

    assert balance(TILL) == 10_000 + 4 * 3_500
    assert wrong() == []


def test_a_hold_with_an_end_before_its_beginning_can_only_be_let_go() -> None:
    assert outcomes(hold(expires_at=later(-1))) == ["posted"]

    take = transfer("take", source="", target="", amount=0, settles=hold().key, kind=EntryKind.FEE)
    assert outcomes(take) == ["money.hold-expired"]


@pytest.mark.parametrize("name", ["", " ", "\u00a0\t"])
def test_nothing_moves_without_the_name_of_its_author(name: str) -> None:
    before = everything()

    assert [one.code for one in post(transfer(), by=system(name))] == ["money.author-missing"]
    assert everything() == before
