"""The keeper of a till, bag or vault says that they saw what another wrote to it; it is kept who and when."""

import pytest
from django.db import DatabaseError

from rekkas.base.actors import system
from rekkas.base.choices import Role
from rekkas.base.errors import NotYourOffice
from rekkas.cash import commands, queries
from rekkas.cash.errors import NotYourTill, SupportNotGranted
from tests.build import AGENCY, FATIMA, YOUSSEF, ZAGORA_OFFICE, later
from tests.cash.drawers import KARIM, OMAR, SALMA, TILL, VAULT, close_till, open_till, pay_out, see, sell, sql
from tests.desk import at_desk

pytestmark = pytest.mark.usefixtures("post_office")


def test_a_line_that_was_seen_waits_no_longer() -> None:
    open_till()
    pay_out("one", 100, by=system("central"))
    pay_out("two", 100, by=SALMA)

    assert see(TILL, FATIMA, 2) == 1
    assert [line.number for line in queries.unseen_lines(TILL)] == [3]
    assert see(TILL, FATIMA, 2, 3, 99) == 1
    assert queries.unseen_lines(TILL) == []


def test_a_notice_carries_its_author_and_reason() -> None:
    open_till()
    pay_out("a wrong receipt", 100, by=system("central"))

    (line,) = queries.unseen_lines(TILL)
    assert (line.actor_kind, line.actor_name, line.note) == (
        "system",
        "central",
        "because of a wrong receipt",
    )


def test_ones_own_lines_are_no_news() -> None:
    open_till()
    pay_out("mine", 100, by=FATIMA)

    assert queries.unseen_lines(TILL) == []
    assert see(TILL, FATIMA, 1, 2) == 0


def test_nobody_sees_for_another() -> None:
    open_till()
    pay_out("one", 100, by=KARIM)

    with pytest.raises(NotYourTill, match="fatima"):
        see(TILL, KARIM)
    with pytest.raises(NotYourTill):
        see(TILL, SALMA)
    with pytest.raises(NotYourTill):
        see(TILL, OMAR)
    with pytest.raises(NotYourOffice):
        commands.acknowledge_lines(account=TILL, numbers=[2], office=ZAGORA_OFFICE, by=FATIMA, at=later(1))
    with pytest.raises(SupportNotGranted):
        commands.acknowledge_lines(account=TILL, numbers=[2], office=AGENCY, by=system("fatima"), at=later(1))


def test_a_vault_is_seen_by_its_keeper_and_a_new_keeper_sees_what_comes_then() -> None:
    open_till()
    with pytest.raises(NotYourTill, match="karim"):
        see(VAULT, SALMA)
    commands.entrust_vault(office=AGENCY, keeper="salma", by=KARIM, at=later(1))

    with pytest.raises(NotYourTill, match="salma"):
        see(VAULT, KARIM)
    assert see(VAULT, SALMA) == 1


def test_a_postman_sees_what_was_taken_out_of_the_bag() -> None:
    bag = f"courier:{ZAGORA_OFFICE}/youssef:MAD"
    may = type(YOUSSEF)(YOUSSEF.kind, "youssef", ZAGORA_OFFICE, frozenset({"cash.acknowledge_lines"}))
    put_into(bag)

    assert see(bag, may) == 1


def put_into(bag: str) -> None:
    from tests.money.purses import post, transfer

    post(transfer("bag", target=bag, amount=500))


def test_what_was_seen_stays_seen() -> None:
    open_till()
    pay_out("one", 100, by=KARIM)
    see()

    with pytest.raises(DatabaseError, match="append-only"):
        sql("DELETE FROM cash_acknowledgement")
    close_till(49_900)
    assert queries.seen_until(TILL) == 2


def test_how_many_lines_wait_in_an_office_costs_one_statement(statements: object) -> None:
    open_till()
    open_till(SALMA, taken=10_000)
    pay_out("one", 100, by=KARIM)
    pay_out("two", 100, by=KARIM)
    see(TILL, FATIMA, 2)

    with statements() as seen:  # type: ignore[operator]
        assert queries.unseen_counts(AGENCY) == {TILL: 1}
    assert len(seen) == 1


def test_an_acknowledgement_that_nobody_made_is_shown_where_the_till_is_closed() -> None:
    open_till()
    sell()
    pay_out("the centre", 500, by=system("central"))
    sql(
        "INSERT INTO cash_acknowledgement (account, number, seen_by, seen_at) "
        "VALUES (%s, 3, 'fatima', '2026-03-02 09:00:00')", TILL,
    )  # fmt: skip
    fatima = at_desk("fatima", Role.CLERK, AGENCY)

    before = fatima.get("/desk/cash/close-till/").content.decode()
    closed = close_till(53_000)
    after = fatima.get(f"/desk/cash/sessions/{closed.session}/").content.decode()

    found = queries.others_since_closing(queries.session(closed.session))
    assert [(line.number, seen.seen_by) for line, seen in found if seen] == [(3, "fatima")]
    for page in (before, after):
        assert 'data-other="3"' in page
        assert "Did you not say that you saw one of these?" in page
