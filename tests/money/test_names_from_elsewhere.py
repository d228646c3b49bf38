"""What broke in the ledgers of others, each by its name, and why it cannot happen here."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid5

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from rekkas.base.actors import Moment
from rekkas.base.errors import Refused
from rekkas.money.choices import Book, EntryKind
from rekkas.money.commands import close_day, expire_holds, post_all, reverse_entry
from rekkas.money.entries import TransferEntry, release, reversal
from rekkas.money.models import Entry, Transfer
from rekkas.money.queries import accounts, balance, balance_on, sums_by_kind
from tests.build import BOSS, MONDAY, key, later
from tests.money.purses import (
    AMINA,
    BRAHIM,
    POUCH,
    SAFE,
    TILL,
    available,
    everything,
    guards_off,
    hold,
    holds,
    opened,
    outcomes,
    paid_in,
    post,
    run,
    transfer,
    wrong,
)

pytestmark = pytest.mark.django_db
DAY, A_DAY = MONDAY.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def _purses() -> None:
    """Amina has 100.00, Brahim nothing."""
    opened()
    post(paid_in(10_000))


def paid(amount: int = 2_000, word: str = "paid", **changes: Any) -> TransferEntry:
    """Amina pays Brahim."""
    return transfer(word, source=BRAHIM, target=AMINA, amount=amount, subject="", **changes)


def refund(of: Any, word: str) -> TransferEntry:
    return reversal(of, key=key("transfer", word), happened_at=MONDAY, note="refund")


def test_a_double_refund() -> None:
    """A refund asked for again, under the same key or another, gave the money back twice (Blnk 152)."""
    post(paid())

    first = reverse_entry(entry=paid().key, note="refund", by=BOSS, at=MONDAY)
    assert reverse_entry(entry=paid().key, note="refund", by=BOSS, at=later(1)) == first
    assert outcomes(refund(paid().key, "again"), refund(first, "of the refund")) == [
        "money.already-reversed", "money.not-reversible",
    ]  # fmt: skip

    assert (holds(AMINA), holds(BRAHIM)) == (10_000, 0)
    columns = [field.column for field in Entry._meta.concrete_fields]
    fresh = {"id": "id + 1", "key": "'00000000000000000000000000000001'"}
    values = ", ".join(fresh.get(name, name) for name in columns)
    copy = f"INSERT INTO money_entry ({', '.join(columns)}) SELECT {values} FROM money_entry WHERE reverses_id > 0"
    with pytest.raises(IntegrityError, match="reverses"), transaction.atomic():
        run(copy)


def test_a_hold_that_is_ignored_in_the_available_amount() -> None:
    """What was set aside could be spent all the same (Blnk 181)."""
    post(hold(amount=6_000))

    assert available(AMINA) == 4_000
    assert outcomes(paid(4_001), hold("second", 4_001), paid(4_000)) == [
        "money.not-enough", "money.not-enough", "posted",
    ]  # fmt: skip
    with pytest.raises(IntegrityError, match="balance_not_below_its_floor"), transaction.atomic():
        run("UPDATE money_balance SET received = received + 1 WHERE coming > 0")


def test_a_rejected_hold_that_commits() -> None:
    """A hold that was declined could be taken nevertheless, and overdrew the account (Blnk 182)."""
    take = transfer("take", source="", target="", amount=0, settles=hold().key)
    too_much = hold(amount=10_001)

    assert outcomes(too_much) == ["money.not-enough"]
    assert outcomes(take) == ["money.unknown-entry"]
    assert holds(AMINA) == available(AMINA) == 10_000
    assert not Entry.objects.filter(key=too_much.key).exists()


@pytest.mark.parametrize("end", ["let go", "expired"])
def test_a_hold_that_was_let_go_commits(end: str) -> None:
    post(hold(amount=6_000, expires_at=later(1)), paid(4_000))
    if end == "let go":
        post(release(hold().key, key=key("go"), kind=EntryKind.FEE, happened_at=MONDAY))
    else:
        expire_holds(by=BOSS, at=later(1))
    post(paid(6_000, "the rest"))

    assert outcomes(transfer("take", source="", target="", amount=0, settles=hold().key)) == [
        "money.already-settled"
    ]
    assert holds(AMINA) == 0


def interest(account: str, period: str, amount: int = 150, at: Moment = MONDAY) -> TransferEntry:
    """The key is made from what it is for: this account, this kind, this period. There is no other."""
    return transfer(
        "unused", key=uuid5(key("interest", account), period), source=account, target="interest:savings:MAD",
        amount=amount, kind=EntryKind.INTEREST, happened_at=at, subject=period,
    )  # fmt: skip


def test_nightly_interest_posted_twice() -> None:
    """Two runs of one night each paid the interest of the period (FINERACT-1659)."""
    night = [interest(account, "2026-02") for account in (AMINA, BRAHIM)]

    assert outcomes(*night, *night) == ["posted"] * 2 + ["repeated"] * 2
    post(*night, at=later(3))
    assert outcomes(interest(AMINA, "2026-02", at=later(9)), interest(AMINA, "2026-02", 151)) == [
        "repeated", "money.key-reused",
    ]  # fmt: skip
    assert outcomes(interest(AMINA, "2026-03")) == ["posted"]

    assert (holds(AMINA), holds(BRAHIM)) == (10_300, 150)


def test_a_backdated_entry_that_breaks_balances() -> None:
    """Running balances kept beside each row were wrong from the late one on (Formance, its migrations 3, 27, 28)."""
    post(paid(100, "tuesday", happened_at=later(24)), at=later(24))
    post(paid(30, "monday, heard late", happened_at=later(1)), at=later(25))

    assert [balance_on(AMINA, DAY + n * A_DAY) for n in range(2)] == [-9_970, -9_870]
    close_day(book=Book.BANK, business_date=DAY, by=BOSS, at=later(26))
    post(paid(7, "monday, heard too late", happened_at=later(2)), at=later(27))
    assert [balance_on(AMINA, DAY + n * A_DAY) for n in range(2)] == [-9_970, -9_863]
    assert wrong() == []


def test_a_remittance_booked_several_times_by_repeated_key_presses() -> None:
    """The screen froze, the clerk pressed again, and each press booked the pouch (Horizon, the Dalmellington bug)."""
    post(
        transfer("cash", target=SAFE, amount=8_000), transfer("sent", source=SAFE, target=POUCH, amount=8_000)
    )
    accepted = transfer(
        "unused", key=uuid5(key("pouch", "P0001"), "accepted"), source=POUCH, target=TILL, amount=8_000,
        kind=EntryKind.CASH_RECEIVED, subject="P0001",
    )  # fmt: skip
    before = balance(TILL)

    presses = [one for _ in range(4) for one in outcomes(accepted, accepted)]

    assert presses == ["posted"] + ["repeated"] * 7
    assert (balance(TILL) - before, balance(POUCH)) == (8_000, 0)
    other_key = transfer("pressed on another screen", source=POUCH, target=TILL, amount=8_000)
    assert outcomes(other_key) == ["money.not-enough"]  # the pouch is empty


EDITS = {
    "an amount": "UPDATE money_transfer SET amount = amount + 1",
    "an account": "UPDATE money_transfer SET source_id = target_id, target_id = source_id",
    "a leg away": "DELETE FROM money_transfer WHERE leg = 1",
    "an entry away": "DELETE FROM money_entry",
    "its author": "UPDATE money_entry SET actor_name = 'fatima'",
    "its day": "UPDATE money_entry SET business_date = '2026-03-01'",
    "its moment": "UPDATE money_entry SET happened_at = recorded_at, recorded_at = '2026-01-01'",
    "its note": "UPDATE money_entry SET note = 'agreed'",
    "a line": "UPDATE money_line SET delta = delta - 1",
    "a line away": "DELETE FROM money_line",
    "a name": "UPDATE money_account SET code = 'till:MA0001/karim:MAD', owner = 'MA0001/karim' WHERE kind = 'till'",
}


@pytest.mark.parametrize("what", EDITS)
def test_an_entry_edited_so_that_the_books_stop_summing(what: str) -> None:
    """Rows of a public ledger could be changed by plain SQL, and the sum was no longer zero (pgledger, measured)."""
    before = everything()

    with pytest.raises(DatabaseError, match=r"append-only: (UPDATE|DELETE) on money_"), transaction.atomic():
        run(EDITS[what])
    assert everything() == before


@pytest.mark.parametrize("what", sorted(EDITS.keys() - {"an entry away"}))
def test_and_where_the_guards_were_taken_away_verification_names_it(what: str) -> None:
    assert wrong() == []

    with guards_off():
        run(EDITS[what])

    assert wrong() != []


def test_an_entry_taken_away_whole_leaves_a_gap_that_is_named() -> None:
    post(paid())
    with guards_off():
        for table in ("money_transfer", "money_entry"):
            column = "id" if table == "money_entry" else "entry_id"
            run(f"DELETE FROM {table} WHERE {column} = (SELECT max(id) FROM money_entry)")

    assert any("rows-missing" in fault for fault in wrong())


def test_an_entry_slipped_in_by_a_hidden_hand_is_named() -> None:
    """Append-only does not stop an addition: what has no seal, and no line of its till, is told."""
    columns = [field.column for field in Entry._meta.concrete_fields]
    values = {"id": "id + 1", "key": "'00000000000000000000000000000001'"}
    run(
        f"INSERT INTO money_entry ({', '.join(columns)}) SELECT {', '.join(values.get(c, c) for c in columns)} "
        "FROM money_entry"
    )
    legs = [field.column for field in Transfer._meta.concrete_fields if field.column]
    run(
        f"INSERT INTO money_transfer ({', '.join(legs)}) "
        f"SELECT {', '.join('entry_id + 1' if c == 'entry_id' else c for c in legs)} FROM money_transfer"
    )

    found = wrong()
    assert any(
        "rows-missing" in fault or "row-without-seal" in fault or "row-changed" in fault for fault in found
    )
    assert any("moved-by-a-hidden-hand" in fault and TILL in fault for fault in found)
    assert any("differs-from-transfers" in fault for fault in found)


@pytest.mark.parametrize("currency", ["", " ", "   ", "mad", "MA", "MADX", "MA1", "M D", "ماد"])
def test_blank_currency_accepted(currency: str) -> None:
    """An amount without a currency was taken (Blnk 173)."""
    ends = {"source": f"income:postage:{currency}", "target": f"till:MA0001/fatima:{currency}"}
    before = everything()

    assert outcomes(transfer(**ends, currency=currency)) == ["money.not-an-account"]
    assert outcomes(transfer(currency=currency)) == ["money.wrong-currency"]
    assert everything() == before


def test_on_conflict_do_nothing_is_not_proof() -> None:
    """A second request under a known key was answered as done, though it asked for something else (maestro 10)."""
    assert outcomes(paid(2_000)) == ["posted"]

    for changes in ({"amount": 2_001}, {"note": "other"}, {"kind": EntryKind.SALARY}, {"office": "MA0009"}):
        assert outcomes(paid(**{"amount": 2_000, **changes})) == ["money.key-reused"]
    with pytest.raises(Refused, match="already moved something else"):
        post_all(transfers=[paid(2_001)], by=BOSS, at=MONDAY)

    assert outcomes(paid(2_000)) == ["repeated"]
    assert holds(BRAHIM) == 2_000


def test_an_answer_given_for_a_batch_that_was_undone() -> None:
    """A duplicate was answered with success and an empty body, because its batch had failed (Formance 364)."""

    def undone() -> None:
        with transaction.atomic():
            assert outcomes(paid()) == ["posted"]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()

    assert (Entry.objects.filter(key=paid().key).exists(), holds(BRAHIM)) == (False, 0)
    assert outcomes(paid()) == ["posted"]


def test_a_balance_that_is_the_sum_of_its_history_every_time() -> None:
    """Reads grew with the history (django-hordak): here a balance is one row, whatever lies behind it."""
    post(*(paid(1, str(n)) for n in range(200)))

    assert len(list(accounts(codes=[AMINA]))) == 1
    assert holds(AMINA) == 9_800


def test_entries_of_two_legal_persons_in_one() -> None:
    """What the post and its bank owe each other differed at night: here no entry can leave a difference."""
    assert outcomes(transfer("across", source=TILL, target=AMINA), transfer("half", source=TILL, target=
                    "mirror:bank:MAD")) == ["money.two-books", "money.mirrors-differ"]  # fmt: skip

    mirrors = [held for book in Book.values for kind, _, held in sums_by_kind(book) if kind == "mirror"]
    assert sum(mirrors) == 0
    assert set(mirrors) == {-10_000, 10_000}


def test_a_day_reopened_by_a_late_entry() -> None:
    close_day(book=Book.BANK, business_date=DAY, by=BOSS, at=later(12))

    assert outcomes(paid(business_date=DAY)) == ["money.day-closed"]
    assert outcomes(paid(business_date=date(2026, 3, 3))) == ["posted"]
    assert balance_on(AMINA, DAY) == -10_000


@pytest.mark.parametrize("amount", [0.1 + 0.2, 1.5, 100.0, float("nan"), Decimal("1.5"), True, "100"])
def test_money_that_is_made_by_rounding(amount: Any) -> None:
    """Amounts are whole numbers of the smallest unit: there is no float and no decimal to round."""
    answers = outcomes(paid(word="before"), paid(amount, "float"), paid(word="after"))

    assert (answers[0], answers[2]) == ("posted", "posted")
    assert answers[1] in {"base.invalid-input", "money.nothing-moves"}
