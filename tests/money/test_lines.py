"""Lines of tills in the database: whoever writes them anew, with numbers and a chain that fit, is found out."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from postkit.evidence import START, Fault, chain_digest
from postkit.evidence.books import check
from rekkas.money.choices import Book
from rekkas.money.commands import close_day
from rekkas.money.models import Balance, Entry, Line, Touch
from rekkas.money.queries import books_file, line_faults
from rekkas.money.queries.evidence import stored_lines
from tests.build import BOSS, MONDAY, later
from tests.money.purses import INCOME, TILL, guards_off, post, run, transfer, wrong

pytestmark = pytest.mark.django_db
AMOUNTS = tuple(range(100, 110))
Statements = Callable[[], AbstractContextManager[list[str]]]


def of_the_file() -> list[str]:
    """What whoever holds the exported books finds."""
    return [f"{one.name}: {one.reason}" for one in check(books_file()) if isinstance(one, Fault)]


def amounts(numbers: Sequence[int], day: date | None = None) -> None:
    """One batch each into the till."""
    for number in numbers:
        post(transfer(str(number), amount=AMOUNTS[number], business_date=day))


def written_anew(entries: Sequence[int], *, deltas: Sequence[int] | None = None) -> None:
    """Let the lines of the till come in this order of entries, as an administrator can."""
    kept = {line.entry_id: line.delta for line in Line.objects.filter(account__code=TILL)}
    account = Line.objects.filter(account__code=TILL).values_list("account", flat=True)[0]
    with guards_off():
        Line.objects.filter(account=account).delete()
        held = 0
        for number, entry in enumerate(entries, start=1):
            delta = deltas[number - 1] if deltas else kept[entry]
            held += delta
            Line.objects.create(
                account_id=account, number=number, entry_id=entry, delta=delta, after=held, chain=START
            )
        chain = START
        for said, *_ in list(stored_lines()):
            chain = chain_digest(chain, said)
            Line.objects.filter(account=account, number=said[1]).update(chain=chain)
        Balance.objects.filter(account=account).update(line_count=len(entries), chain=chain)


def in_order() -> list[int]:
    return list(Line.objects.filter(account__code=TILL).order_by("number").values_list("entry", flat=True))


def test_lines_that_are_written_again_as_they_were_agree() -> None:
    amounts(range(3))

    written_anew(in_order())

    assert (wrong(), of_the_file()) == ([], [])


def test_lines_of_one_lane_that_changed_places_are_named_by_both() -> None:
    """Nine batches go into eight lanes, so two of them are in one."""
    amounts(range(9))
    lanes = dict(Entry.objects.values_list("pk", "lane"))
    entries = in_order()
    one, two = next(
        (a, b) for a in range(9) for b in range(a + 1, 9) if lanes[entries[a]] == lanes[entries[b]]
    )

    entries[one], entries[two] = entries[two], entries[one]
    written_anew(entries)

    named = [f"line {two + 1} of {TILL}: line-out-of-place"]
    assert (wrong(), of_the_file()) == (named, named)


def test_so_are_lines_of_before_and_after_a_closing_whatever_their_lanes() -> None:
    amounts([0])
    for book in Book:
        close_day(book=book, business_date=MONDAY.date(), by=BOSS, at=later(12))
    amounts([1], MONDAY.date() + timedelta(days=1))

    written_anew(in_order()[::-1])

    named = [f"line 2 of {TILL}: line-out-of-place"]
    assert (wrong(), of_the_file()) == (named, named)


def test_so_are_lines_that_say_what_other_entries_moved() -> None:
    amounts(range(3))

    written_anew(in_order(), deltas=(AMOUNTS[1], AMOUNTS[0], AMOUNTS[2]))

    named = [f"line {number} of {TILL}: line-differs-from-its-entry" for number in (1, 2)]
    assert (wrong(), of_the_file()) == (named, named)


def test_what_came_and_went_unseen_is_named_though_its_touches_were_taken_away_too() -> None:
    amounts([0])
    (first,) = in_order()
    post(transfer("in", amount=500))
    post(transfer("out", source=TILL, target=INCOME, amount=500))
    with guards_off():
        run("DELETE FROM money_touch WHERE entry_id > %s", first)

    written_anew([first])

    assert Touch.objects.count() == 1
    assert [fault.rpartition(": ")[2] for fault in wrong()] == ["moved-by-a-hidden-hand"] * 2
    assert [fault.rpartition(": ")[2] for fault in of_the_file()] == ["moved-by-a-hidden-hand"] * 2


def test_as_many_statements_are_asked_however_many_lines_there_are(statements: Statements) -> None:
    amounts(range(1))
    with statements() as few:
        assert list(line_faults()) == []
    amounts(range(1, 10))
    with statements() as many:
        assert list(line_faults()) == []

    assert len(many) == len(few)
