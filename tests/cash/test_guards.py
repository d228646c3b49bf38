"""Evidence about cash is never written anew nor taken away: the database itself refuses, whoever asks."""

import pytest
from django.db import DatabaseError

from rekkas.cash import commands, queries
from tests.build import AGENCY, FATIMA, MONDAY, later
from tests.cash import pouches
from tests.cash.drawers import (
    ENGINEER,
    IDRISS,
    KARIM,
    NADIA,
    close_till,
    open_till,
    pieces,
    see,
    sell,
    short,
    sql,
)
from tests.lasting import lasting

pytestmark = pytest.mark.usefixtures("post_office")


def all_kinds() -> str:
    """A closed till, an open question with a proposal, a settled one, a hand-over, a pouch, a supporter let in."""
    access = commands.ask_support_access(branch=AGENCY, reason="Printer.", minutes=30, by=ENGINEER, at=MONDAY)
    commands.grant_support_access(access=access, office=AGENCY, by=KARIM, at=MONDAY)
    commands.end_support_access(access=access, office=AGENCY, by=KARIM, at=later(0.1))
    pouches.send()
    pouches.receive()
    case = short(300)
    commands.propose_write_off(case=case, reason="Nobody knows.", by=IDRISS, at=later(10))
    commands.write_off_discrepancy(case=case, by=NADIA, at=later(11))
    open_till(drawer=53_200, taken=0, at=later(24))
    commands.move_to_vault(office=AGENCY, currency="MAD", pieces=pieces(10_000), by=FATIMA, at=later(25))
    see()
    other = close_till(43_000, at=later(30)).case
    commands.propose_write_off(case=other, reason="Nobody knows.", by=IDRISS, at=later(31))
    return other


_all_kinds = lasting(all_kinds, on="_post_office")


@pytest.fixture
def evidence(_all_kinds: str, db: None) -> str:
    """The number of the open question."""
    return _all_kinds


TABLES = ("discrepancycase", "tillsession", "supportaccess", "move", "pouch", "writeoff")


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_taken_away(evidence: str, table: str) -> None:
    with pytest.raises(DatabaseError, match="evidence_is_never_taken_away"):
        sql(f"DELETE FROM cash_{table}")


@pytest.mark.parametrize(
    "change",
    [
        "cash_discrepancycase SET amount = -99",
        "cash_discrepancycase SET clerk = 'salma'",
        "cash_discrepancycase SET due_at = '2099-01-01 00:00:00'",
        "cash_discrepancycase SET settled_at = NULL, state = 'open' WHERE settled_at IS NOT NULL",
        "cash_discrepancycase SET state = 'explained' WHERE settled_at IS NOT NULL",
        "cash_discrepancycase SET owner = 'rachid' WHERE settled_at IS NOT NULL",
        "cash_tillsession SET counted = 1",
        "cash_tillsession SET expected = 99999",
        "cash_tillsession SET last_line = 1000000",
        "cash_tillsession SET last_chain = ''",
        "cash_tillsession SET before_line = 1",
        "cash_tillsession SET state = 'open', closed_at = NULL",
        "cash_supportaccess SET supporter = 'nobody'",
        "cash_supportaccess SET granted_by = 'salma'",
        "cash_supportaccess SET until = '2026-01-01 00:00:00', granted_at = '2025-12-31 00:00:00'",
        "cash_supportaccess SET ended_at = NULL",
        "cash_move SET amount = amount + 1",
        "cash_move SET given_by = 'salma'",
        "cash_pouch SET amount = amount + 1",
        "cash_pouch SET received_amount = 1",
        "cash_pouch SET seal_found = 'another'",
        "cash_writeoff SET reason = 'another'",
        "cash_writeoff SET approved_by = 'rachid' WHERE approved_by <> ''",
    ],
)
def test_nothing_that_was_told_is_written_anew(evidence: str, change: str) -> None:
    with pytest.raises(DatabaseError, match="evidence_is_never_written_anew"):
        sql(f"UPDATE {change}")


def test_no_till_is_added_that_was_never_open(evidence: str) -> None:
    columns = (
        "office_id, clerk, currency, account, business_date, opened_at, before_line, before_chain, state, closed_at, "
        "last_chain, expected, counted, counted_by"
    )
    with pytest.raises(DatabaseError, match="begins_at_its_beginning"):
        sql(
            f"INSERT INTO cash_tillsession (number, last_line, {columns}) SELECT 'forged', 1000000, {columns} "
            "FROM cash_tillsession WHERE state = 'closed' LIMIT 1"
        )


def test_after_all_that_was_done_by_the_verbs_nothing_is_found(evidence: str) -> None:
    assert list(queries.cash_faults()) == []


def test_what_goes_round_the_verbs_without_breaking_a_guard_is_found(evidence: str) -> None:
    open_till(drawer=43_000, taken=0, at=later(48))
    sell("third day", at=later(49))
    sql(
        "UPDATE cash_tillsession SET state = 'closed', closed_at = opened_at, last_line = before_line + 1, "
        "expected = 1, counted = 1, counted_by = 'fatima' WHERE state = 'open'"
    )
    sql(
        "UPDATE cash_discrepancycase SET state = 'written-off', settled_at = opened_at WHERE number = %s",
        evidence,
    )

    found = {(fault.name.split()[0], fault.reason) for fault in queries.cash_faults()}

    assert {
        ("till", "expected-differs-from-its-lines"),
        ("till", "count-differs"),
        ("question", "settled-without-an-answer"),
        ("question", "borne-without-approval"),
    } <= found
