"""A day of books is closed: it takes no more entries, and what it held is kept for good."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed, Refused
from rekkas.money.choices import Book, EntryKind
from rekkas.money.commands import close_day, expire_holds
from rekkas.money.models import Balance, ClosedDay, DayBalance, Entry
from rekkas.money.queries import (
    balance_on,
    closed_days,
    closing,
    day_figures,
    last_closed_day,
)
from tests.build import BOSS, MONDAY, later, staff
from tests.money.purses import (
    AMINA,
    BANK,
    BRAHIM,
    INCOME,
    SAFE,
    TILL,
    everything,
    guards_off,
    hold,
    opened,
    outcomes,
    paid_in,
    post,
    run,
    transfer,
    wrong,
)

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
A_DAY = timedelta(days=1)
EVENING = later(12)


def close(day: date = DAY, book: str = Book.POST, at: datetime = EVENING, **changes: Any) -> str:
    return close_day(book=Book(book), business_date=day, at=max(at, midnight(day)), **{"by": BOSS, **changes})


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=MONDAY.tzinfo)


def code_of(*arguments: Any, **changes: Any) -> str:
    with pytest.raises(Refused) as refused:
        close(*arguments, **changes)
    return refused.value.code


def day_of(word: str = "one") -> date:
    return Entry.objects.get(key=transfer(word).key).business_date


def test_a_closed_day_keeps_its_trial_balance_and_its_root() -> None:
    post(transfer("a"), transfer("b"), transfer("c", source=TILL, target=SAFE, amount=3_000))

    root = close()

    kept = closing("post", DAY)
    assert (bytes(kept.root).hex(), kept.entry_count, kept.transfer_count) == (root, 3, 3)
    assert kept.trial_balance == [
        ["income", "MAD", 0, 7_000], ["till", "MAD", 7_000, 3_000], ["vault", "MAD", 3_000, 0],
    ]  # fmt: skip
    assert {(row.account.code, row.received, row.given) for row in DayBalance.objects.select_related("account")} == {
        (INCOME, 0, 7_000), (TILL, 7_000, 3_000), (SAFE, 3_000, 0),
    }  # fmt: skip
    assert wrong() == []


def test_who_closed_it_and_when_is_kept() -> None:
    close(by=staff("nadia", Role.TREASURER))

    day = ClosedDay.objects.get()
    assert (day.actor_kind, day.actor_name, day.closed_at) == ("person", "nadia", EVENING)


def test_what_comes_late_goes_to_the_first_open_day_and_keeps_its_moment() -> None:
    close()

    assert outcomes(transfer()) == ["posted"]

    entry = Entry.objects.get()
    assert (entry.business_date, entry.happened_at) == (DAY + A_DAY, MONDAY)
    assert wrong() == []


def test_what_was_posted_before_is_answered_again_after_the_day_is_closed() -> None:
    post(transfer())
    close()

    assert outcomes(transfer()) == ["repeated"]


@pytest.mark.parametrize("day", [DAY, DAY - A_DAY, date(1970, 1, 1)])
def test_an_entry_that_insists_on_a_closed_day_is_declined(day: date) -> None:
    close()
    before = everything()

    assert outcomes(transfer(business_date=day)) == ["money.day-closed"]
    assert everything()["Entry"] == before["Entry"]
    assert everything()["DayBalance"] == before["DayBalance"]


def test_an_entry_may_name_a_day_that_is_open() -> None:
    close()

    assert outcomes(transfer("next", business_date=DAY + A_DAY), transfer("far", business_date=DAY + 366 * A_DAY)) == [
        "posted", "posted",
    ]  # fmt: skip
    assert outcomes(transfer("too far", business_date=DAY + 367 * A_DAY)) == ["base.invalid-input"]


def test_a_device_with_a_clock_ahead_posts_today() -> None:
    post(transfer(happened_at=later(24 * 30)))

    assert day_of() == DAY


def test_closing_a_day_closes_all_before_it() -> None:
    post(transfer("monday"), transfer("tuesday", happened_at=later(24)), at=later(24))

    close(DAY + A_DAY, at=later(36))

    assert last_closed_day("post") == DAY + A_DAY
    assert outcomes(transfer("late")) == ["posted"]
    assert day_of("late") == DAY + 2 * A_DAY


def test_each_book_closes_its_own_days() -> None:
    opened()
    close()
    post(paid_in(100))
    post(transfer("within", source=BRAHIM, target=AMINA, amount=1))

    assert day_of("in") == DAY + A_DAY  # both halves on one day, open in both books
    assert day_of("within") == DAY
    assert (last_closed_day("post"), last_closed_day("bank")) == (DAY, None)
    close(book="bank")
    assert wrong() == []


def test_what_is_between_the_books_is_the_same_in_both_at_the_end_of_every_day() -> None:
    opened()
    post(paid_in(100, word="monday"))
    post(paid_in(50, word="tuesday", happened_at=later(24)), at=later(24))

    for day in (DAY, DAY + A_DAY):
        close(day, at=later(48))
        close(day, "bank", at=later(48))

    days = {(row.book, row.business_date): {kind: r - g for kind, _, r, g in row.trial_balance}
            for row in closed_days().rows}  # fmt: skip
    for day, held in ((DAY, 100), (DAY + A_DAY, 150)):
        assert days["post", day]["mirror"] == -held == -days["bank", day]["mirror"]
    assert balance_on(BANK, DAY) == -100


@pytest.mark.parametrize(
    ("day", "at"),
    [(DAY, later(30)), (DAY - A_DAY, later(30)), (DAY + 2 * A_DAY, later(24))],
    ids=["again", "one before", "one that has not come"],
)
def test_days_are_closed_once_one_after_the_other_and_not_before_their_time(day: date, at: datetime) -> None:
    close()
    before = everything()

    with pytest.raises(Refused) as refused:
        close_day(book=Book.POST, business_date=day, by=BOSS, at=at)

    assert refused.value.code == "money.day-not-closable"
    assert everything() == before


def test_a_request_repeated_with_its_key_is_answered_with_the_same_root() -> None:
    first = close(key="evening")
    post(transfer("next day", happened_at=later(24)), at=later(24))

    assert close(key="evening") == first
    assert ClosedDay.objects.count() == 1


def test_roots_are_chained_from_day_to_day() -> None:
    roots = []
    for number in range(3):
        at = later(24 * number)
        post(transfer(str(number), happened_at=at), at=at)
        roots.append(close(at.date(), at=at))

    days = list(ClosedDay.objects.order_by("business_date"))
    assert [bytes(day.root).hex() for day in days] == roots
    assert [bytes(day.previous).hex() for day in days] == ["00" * 32, *roots[:2]]
    assert wrong() == []


def test_an_empty_day_is_closed_too() -> None:
    close()
    close(DAY + A_DAY, at=later(30))

    assert [day.entry_count for day in ClosedDay.objects.all()] == [0, 0]
    assert wrong() == []


def test_what_is_set_aside_stays_so_over_the_night_and_is_in_no_days_figures() -> None:
    opened()
    post(paid_in(10_000))
    post(hold(amount=6_000, expires_at=later(40)))
    close(book="bank")

    assert balance_on(AMINA, DAY) == -10_000
    assert [one.outcome for one in post(transfer("take", source="", target="", amount=0, settles=hold().key),
                                        at=later(24))] == ["posted"]  # fmt: skip
    assert day_of("take") == DAY + A_DAY
    assert wrong() == []


def test_what_expires_after_the_closing_is_let_go_on_the_next_day() -> None:
    opened()
    post(paid_in(10_000))
    post(hold(expires_at=later(1)))
    close(book="bank")
    expire_holds(by=BOSS, at=later(12))

    assert Entry.objects.get(phase="released").business_date == DAY + A_DAY
    assert wrong() == []


def test_books_that_do_not_agree_are_not_closed_and_the_difference_is_named() -> None:
    post(transfer())
    Balance.objects.filter(account__code=TILL).update(received=3_600)
    before = everything()

    with pytest.raises(Refused) as refused:
        close()

    assert (refused.value.code, TILL in str(refused.value)) == ("money.books-differ", True)
    assert everything() == before


def test_nor_are_books_whose_transfers_do_not_sum_to_zero() -> None:
    """By construction they always do; a row taken away by a hidden hand is the only way."""
    post(transfer("a"), transfer("b", source=TILL, target=SAFE))
    with guards_off():
        run("DELETE FROM money_transfer WHERE leg = 0 AND entry_id = (SELECT max(id) FROM money_entry)")

    assert code_of() == "money.books-differ"


@pytest.mark.parametrize("verb", ["UPDATE {} SET business_date = business_date", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["money_closedday", "money_daybalance"])
def test_a_closed_day_cannot_be_changed(verb: str, table: str) -> None:
    post(transfer())
    close()

    with pytest.raises(DatabaseError, match=f"append-only: .* on {table}"), transaction.atomic():
        run(verb.format(table))


def test_round_the_command_the_database_lets_nothing_into_a_closed_day() -> None:
    post(transfer())
    close()

    with pytest.raises(IntegrityError, match="transfer_in_an_open_day"), transaction.atomic():
        run(
            "INSERT INTO money_transfer (entry_id, leg, source_id, target_id, amount, currency, business_date, is_held)"
            " SELECT entry_id, leg + 1, source_id, target_id, amount, currency, business_date, is_held"
            " FROM money_transfer"
        )


HANDS = {
    "a figure": ("UPDATE money_closedday SET trial_balance = '[]'", "day-changed"),
    "a count": ("UPDATE money_closedday SET entry_count = entry_count + 1", "day-changed"),
    "its root": ("UPDATE money_closedday SET root = digest FROM base_lane WHERE lane = 0", "day-changed"),
    "a balance": ("UPDATE money_daybalance SET received = received + 1", "day-changed"),
    "a day": ("DELETE FROM money_closedday WHERE business_date = '2026-03-02'", "day-missing"),
    "an entry": (
        "INSERT INTO money_transfer SELECT entry_id, leg + 1, source_id, target_id, amount, currency, business_date,"
        " is_held FROM money_transfer WHERE entry_id = (SELECT min(id) FROM money_entry)",
        "row-changed",
    ),
    "a seal": ("UPDATE base_seal SET digest = previous WHERE record = 'money'", "head-differs"),
}


@pytest.mark.parametrize("what", HANDS)
def test_what_a_hidden_hand_changes_in_a_closed_day_is_named(what: str) -> None:
    statement, reason = HANDS[what]
    post(transfer("monday"))
    close()
    post(transfer("tuesday", happened_at=later(24)), at=later(24))
    close(DAY + A_DAY, at=later(36))
    assert wrong() == []

    with guards_off():
        run(statement)

    assert any(reason in fault for fault in wrong()), wrong()


def test_the_figures_of_a_day_can_be_asked_before_it_is_closed() -> None:
    post(transfer("a"), transfer("b", happened_at=later(24)), at=later(24))

    figures = day_figures("post", DAY)

    assert (figures.entry_count, figures.totals) == (1, {"MAD": 0})
    assert ("till", "MAD", 3_500, 0) in figures.trial_balance


def test_closing_costs_the_same_however_much_moved(statements: Any) -> None:
    post(*(transfer(f"few {n}", target=f"till:MA0001/{n}:MAD") for n in range(3)))
    with statements() as few:
        close()
    post(*(transfer(f"many {n}", target=f"till:MA0001/m{n}:MAD", happened_at=later(24)) for n in range(500)),
         at=later(24))  # fmt: skip
    with statements() as many:
        close(DAY + A_DAY, at=later(36))

    assert abs(len(many) - len(few)) <= 8  # the first closing of all makes the lanes
    assert wrong() == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.SORTER])
def test_only_those_who_keep_the_money_close_a_day(role: Role) -> None:
    with pytest.raises(NotAllowed):
        close(by=staff("someone", role))


def test_a_day_closed_by_hand_twice_is_refused_by_the_database() -> None:
    close()
    columns = ", ".join(field.column for field in ClosedDay._meta.concrete_fields if field.column != "id")

    with pytest.raises(IntegrityError, match=r"day_is_closed_once|business_date"), transaction.atomic():
        connection.cursor().execute(
            f"INSERT INTO money_closedday ({columns}) SELECT {columns} FROM money_closedday"
        )


def test_an_entry_whose_device_knows_no_date_does_not_stand_in_the_way_of_closing() -> None:
    answers = outcomes(transfer(happened_at=datetime(1, 1, 1, tzinfo=MONDAY.tzinfo), kind=EntryKind.FEE))

    close()
    assert answers in (["posted"], ["base.invalid-input"])
    assert wrong() == []
