"""A till is closed with a blind count, and never over something in its record that does not agree."""

from typing import Any

import pytest
from django.db import DatabaseError

from rekkas.base.actors import Actor, system
from rekkas.base.choices import ActorKind
from rekkas.base.errors import KeyReused
from rekkas.cash import commands, queries
from rekkas.cash.entries import Closing
from rekkas.cash.errors import MarkDiffers, MarkUnknown, Mismatch, TillNotOpen, ToBeRecounted, UnseenLines
from rekkas.money.queries import balance_faults, line_faults, lines_of
from tests.build import AGENCY, FATIMA, later
from tests.cash.drawers import (
    SALMA,
    TILL,
    TOLERANCE,
    close_till,
    held,
    hidden_hand,
    mark,
    open_till,
    pay_out,
    see,
    sell,
    short,
    sql,
)

pytestmark = pytest.mark.usefixtures("post_office")


def test_a_count_that_agrees_closes_the_till() -> None:
    opened = open_till()
    sell()

    closed = close_till(53_500)

    assert closed == Closing(opened.session, True, 53_500, 53_500)
    session = queries.session(opened.session)
    assert (session.state, session.difference, session.counted_by) == ("closed", 0, "fatima")
    assert session.last_chain == queries.standing(TILL).chain.hex()
    assert held(TILL) == [53_500]


@pytest.mark.parametrize("difference", [-TOLERANCE, -10, 10, TOLERANCE])
def test_a_small_difference_is_set_aside_as_a_question_and_closes_the_till(difference: int) -> None:
    open_till()
    sell()

    closed = close_till(53_500 + difference)

    case = queries.case(closed.case)
    assert (closed.is_closed, closed.difference) == (True, difference)
    assert (case.amount, case.state, case.clerk, case.owner) == (difference, "open", "fatima", "karim")
    assert held(TILL, case.suspense) == [53_500 + difference, -difference]
    assert list(balance_faults()) == list(line_faults()) == []


def test_a_difference_is_said_by_the_system_and_waits_to_be_seen_by_the_clerk() -> None:
    short()

    (line,) = queries.unseen_lines(TILL)
    assert (line.actor_kind, line.actor_name, line.kind, line.delta) == (
        "system", "cash-count", "cash-difference", -300,
    )  # fmt: skip
    assert "question" in line.note


@pytest.mark.parametrize("difference", [-TOLERANCE - 10, TOLERANCE + 10, -53_500])
def test_a_large_difference_waits_for_another_count_and_nobody_is_told_what_was_expected(
    difference: int,
) -> None:
    opened = open_till()
    sell()

    counted = close_till(53_500 + difference)

    assert counted == Closing(opened.session, False, 53_500 + difference)
    assert queries.session(opened.session).state == "counted"
    assert held(TILL) == [53_500]
    with pytest.raises(ToBeRecounted):
        close_till(53_500)


def test_every_count_is_kept_as_it_was_sent() -> None:
    opened = open_till()

    close_till(49_900)

    (_, _, count) = queries.counts_for(opened.session)
    assert (count.purpose, count.pieces, count.actor_name) == (
        "closing", "20000x2 5000x1 2000x2 500x1 200x2", "fatima",
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="append-only"):
        sql("UPDATE cash_cashcount SET amount = 0")


def test_lines_that_others_wrote_must_be_seen_first_and_are_named() -> None:
    open_till()
    pay_out("a-correction", 1_000, by=system("central"))

    with pytest.raises(UnseenLines) as refused:
        close_till(49_000)

    assert "number 2" in str(refused.value)
    assert "by central" in str(refused.value)
    assert see() == 1
    assert close_till(49_000).is_closed


@pytest.mark.parametrize(
    "author",
    [
        SALMA,
        Actor(ActorKind.SYSTEM, "fatima"),
        Actor(ActorKind.DEVICE, "fatima"),
        Actor(ActorKind.PARTNER, "x"),
    ],
)
def test_whoever_is_not_the_clerk_is_another_whatever_they_are_called(author: Actor) -> None:
    open_till()
    pay_out("somebody", 1_000, by=author)

    with pytest.raises(UnseenLines):
        close_till(49_000)


def test_a_hidden_hand_is_named_by_the_database_and_the_till_stays_open() -> None:
    open_till()
    entry = hidden_hand()

    with pytest.raises(Mismatch) as refused:
        close_till(43_500)

    assert entry[:8] in str(refused.value)
    assert queries.open_session(AGENCY, "fatima", "MAD") is not None


def test_a_balance_that_was_changed_is_named_without_saying_what_is_expected() -> None:
    open_till()
    sql("UPDATE money_balance SET given = given + 700 WHERE account_id = (SELECT id FROM money_account WHERE "
        "code = %s)", TILL)  # fmt: skip

    with pytest.raises(Mismatch) as refused:
        close_till(49_300)

    assert "7.00" in str(refused.value)
    assert not any(figure in str(refused.value) for figure in ("500.00", "493.00"))


def test_a_line_that_was_changed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    open_till()
    sell()
    without_guards("UPDATE money_line SET delta = delta - 500, after = after - 500 WHERE number = 2")
    sql("UPDATE money_balance SET received = received - 500 WHERE account_id = (SELECT id FROM money_account WHERE "
        "code = %s)", TILL)  # fmt: skip

    with pytest.raises(Mismatch, match="line 2"):
        close_till(53_000)


def without_guards(statement: str) -> None:
    """What an administrator can do who drops the triggers first."""
    from django.db import connection, transaction

    from tests.emptying import TRIGGERS

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        triggers = [(drop, create) for drop, create in cursor.fetchall() if "money_line" in drop]
        for drop, _ in triggers:
            cursor.execute(drop)
        cursor.execute(statement)
        for _, create in triggers:
            cursor.execute(create)


def test_a_mark_that_is_not_the_last_names_what_came_after_it() -> None:
    open_till()
    before = mark()
    sell("two")
    sell("three")

    with pytest.raises(MarkDiffers) as refused:
        close_till(57_000, last_mark=before)

    assert "number 2" in str(refused.value)
    assert "number 3" in str(refused.value)
    assert close_till(57_000).is_closed


@pytest.mark.parametrize("said", ["FFFFFFFF", "fatima"])
def test_a_mark_that_no_line_bears_is_refused(said: str) -> None:
    open_till()

    with pytest.raises(MarkUnknown, match=said.upper()):
        close_till(50_000, last_mark=said)


def test_a_forgotten_mark_names_every_line() -> None:
    open_till()

    with pytest.raises(MarkDiffers, match="number 1"):
        close_till(50_000, last_mark="")


def test_a_mark_is_read_in_any_case_and_with_blanks() -> None:
    open_till()

    assert close_till(50_000, last_mark=f" {mark().lower()} ").is_closed


def test_a_till_that_never_moved_is_closed_without_a_mark() -> None:
    open_till(taken=0)

    assert close_till(0, last_mark="") == Closing(queries.sessions_of(AGENCY)[0].number, True, 0, 0)


def test_the_same_request_again_gets_the_same_answer() -> None:
    open_till()
    said: dict[str, Any] = {"last_mark": mark(), "key": "close-1"}
    first = close_till(49_800, **said)

    assert close_till(49_800, at=later(20), **said) == first
    assert len(lines_of(TILL)) == 2
    with pytest.raises(KeyReused):
        close_till(49_700, **said)


def test_only_an_open_till_is_closed() -> None:
    with pytest.raises(TillNotOpen):
        close_till(0)
    open_till()
    with pytest.raises(TillNotOpen):
        close_till(0, by=SALMA)


def test_a_closing_costs_the_same_however_long_the_day_was(statements: Any) -> None:
    def cost(sales: int, day: int) -> int:
        open_till(drawer=held(TILL)[0], taken=0, at=later(24 * day))
        for sale in range(sales):
            sell(f"{day} {sale}", at=later(24 * day))
        with statements() as seen:
            close_till(held(TILL)[0], at=later(24 * day + 8))
        return len(seen)

    assert cost(2, 0) == cost(30, 1)


def test_a_difference_does_not_outlive_a_command_that_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    from rekkas.cash.commands import tills

    open_till()
    real = tills.set_aside

    def set_aside_and_break(*said: Any, **more: Any) -> None:
        real(*said, **more)
        raise ZeroDivisionError

    monkeypatch.setattr(tills, "set_aside", set_aside_and_break)
    with pytest.raises(ZeroDivisionError):
        close_till(49_800)
    monkeypatch.undo()

    assert held(TILL) == [50_000]
    assert len(queries.cases()) == 0
    assert close_till(49_800).is_closed


def test_what_is_counted_can_be_kept_for_later_and_is_gone_with_the_closing() -> None:
    opened = open_till()
    commands.keep_draft(session=opened.session, pieces="20000x2", by=FATIMA, at=later(1))
    session = queries.session(opened.session)
    assert queries.draft_of(session, session.business_date) == "20000x2"

    close_till(50_000)

    assert queries.draft_of(session, session.business_date) == ""
