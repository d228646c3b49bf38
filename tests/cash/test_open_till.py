"""A till is opened with a count, once, and what its drawer holds more or less is a question from the start."""

import pytest
from django.db import IntegrityError

from rekkas.base.choices import Role
from rekkas.base.errors import KeyReused, NotAllowed, NotYourOffice
from rekkas.cash import commands, queries
from rekkas.cash.errors import (
    Mismatch,
    SupportNotGranted,
    TillAlreadyOpen,
    TillNotOpen,
    UnseenLines,
    WrongCount,
)
from rekkas.money.errors import TransferDeclined
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, later, staff
from tests.cash.drawers import (
    ENGINEER,
    FUNDS,
    NADIA,
    SALMA,
    TILL,
    VAULT,
    close_till,
    forged_line,
    held,
    hidden_hand,
    open_till,
    pay_out,
    sell,
    sql,
)

pytestmark = pytest.mark.usefixtures("post_office")


def test_what_is_taken_from_the_vault_lies_in_the_till() -> None:
    opened = open_till(taken=50_000)

    session = queries.session(opened.session)
    assert (session.clerk, session.state, session.business_date.isoformat()) == (
        "fatima",
        "open",
        "2026-03-02",
    )
    assert held(TILL, VAULT) == [50_000, FUNDS - 50_000]
    assert [(count.purpose, count.pieces) for count in queries.counts_for(opened.session)] == [
        ("opening", ""),
        ("taken", "20000x2 10000x1"),
    ]


def test_a_till_is_opened_with_nothing_in_it() -> None:
    opened = open_till(taken=0)

    assert held(TILL, VAULT) == [0, FUNDS]
    assert opened.case == ""


def test_a_till_is_open_once() -> None:
    open_till()

    with pytest.raises(TillAlreadyOpen, match="fatima"):
        open_till(taken=10_000)

    assert held(TILL) == [50_000]


def test_the_database_itself_lets_no_till_be_open_twice() -> None:
    opened = open_till()

    columns = (
        "office_id, clerk, currency, account, business_date, opened_at, before_line, before_chain, state, last_chain, "
        "counted_by"
    )

    with pytest.raises(IntegrityError, match=r"till_is_open_once|cash_tillsession\.account"):
        sql(
            f"INSERT INTO cash_tillsession (number, {columns}) SELECT 'other', {columns} FROM cash_tillsession "
            "WHERE number = %s", opened.session,
        )  # fmt: skip


def test_the_same_request_again_gets_the_same_answer() -> None:
    first = open_till(key="open-1")

    assert open_till(key="open-1", at=later(1)) == first
    assert held(TILL) == [50_000]
    with pytest.raises(KeyReused):
        open_till(taken=10_000, key="open-1")


def test_each_clerk_has_a_till_of_their_own() -> None:
    open_till()
    open_till(SALMA, taken=10_000)

    assert [line.amount for line in queries.office_cash(AGENCY, "MAD")] == [FUNDS - 60_000, 50_000, 10_000]


def test_a_till_is_opened_again_the_next_day_with_what_was_left_in_it() -> None:
    open_till()
    close_till(50_000)

    opened = open_till(drawer=50_000, taken=0, at=later(24))

    assert (opened.difference, opened.case) == (0, "")
    assert held(TILL) == [50_000]


@pytest.mark.parametrize(("drawer", "difference"), [(49_000, -1_000), (52_000, 2_000)])
def test_a_drawer_that_is_not_what_was_left_is_a_question_and_the_till_opens(
    drawer: int, difference: int
) -> None:
    open_till()
    close_till(50_000)

    opened = open_till(drawer=drawer, taken=0, at=later(24))

    case = queries.case(opened.case)
    assert (opened.difference, case.amount, case.clerk, case.state) == (
        difference,
        difference,
        "fatima",
        "open",
    )
    assert held(TILL, case.suspense) == [drawer, -difference]


def test_what_was_sold_before_the_till_was_opened_is_counted_with_the_drawer() -> None:
    sell()

    assert open_till(drawer=3_500, taken=0).case == ""


def test_a_till_is_open_in_its_own_currency_alone() -> None:
    session = open_till().session

    assert queries.check_till_open(AGENCY, "fatima", "MAD").number == session
    with pytest.raises(TillNotOpen):
        queries.check_till_open(AGENCY, "fatima", "EUR")


def test_more_than_the_vault_holds_cannot_be_taken() -> None:
    with pytest.raises(TransferDeclined):
        open_till(taken=FUNDS + 10)

    assert queries.open_session(AGENCY, "fatima", "MAD") is None


@pytest.mark.parametrize(
    "count",
    ["30000x1", "20000x-1", "20000x0", "100x1 20000x1", "two hundred", "20000", "20000x999999999999999999"],
)
def test_a_count_that_cannot_be_right_is_refused(count: str) -> None:
    with pytest.raises(WrongCount):
        commands.open_till(office=AGENCY, currency="MAD", drawer="", taken=count, by=FATIMA, at=MONDAY)

    assert queries.open_session(AGENCY, "fatima", "MAD") is None


def test_only_those_who_work_there_open_a_till() -> None:
    with pytest.raises(SupportNotGranted):
        open_till(ENGINEER, office=AGENCY)
    with pytest.raises(SupportNotGranted):
        open_till(BOSS, office=AGENCY)
    with pytest.raises(NotYourOffice):
        open_till(FATIMA, office="MA0004")
    with pytest.raises(NotAllowed):
        open_till(staff("youssef", Role.COURIER, AGENCY))


TAMPER = (
    "UPDATE money_balance SET received = received + 700 WHERE account_id = "
    "(SELECT id FROM money_account WHERE code = %s)"
)


def test_what_was_done_to_a_closed_till_is_a_question_from_the_first_minute_on() -> None:
    open_till()
    sell()
    close_till(53_500)
    hidden_hand(500)
    forged_line(-500)
    assert "line" in {one.kind.value for one in queries.mismatches(TILL)}

    opened = open_till(drawer=held(TILL)[0], taken=0, at=later(24))

    case = queries.case(opened.question)
    assert (case.kind, case.reference, case.clerk) == ("mismatch", opened.session, "fatima")
    assert case.owner != "fatima"
    assert [one.kind for one in queries.statements_of(case.number)][:2] == ["opened", "said"]
    assert "does not follow" in queries.statements_of(case.number)[-1].text


def test_what_was_done_to_a_closed_till_is_named_until_its_question_is_settled() -> None:
    open_till()
    sell()
    close_till(53_500)
    sql(TAMPER, TILL)

    opened = open_till(drawer=53_500, taken=0, at=later(24))

    assert queries.case(opened.question).amount == 700
    assert queries.mismatches(TILL) == []  # it is being asked about
    commands.explain_discrepancy(
        case=opened.question, reason="Nothing found.", account="", amount=0, by=NADIA, at=later(25)
    )
    assert [one.kind.value for one in queries.mismatches(TILL)] == ["balance"]
    with pytest.raises(Mismatch):
        close_till(53_500, at=later(30))


def test_a_line_in_the_clerks_name_while_the_till_was_closed_is_anothers() -> None:
    open_till()
    sell()
    close_till(53_500)
    pay_out("at night", 500, by=FATIMA, at=later(14))

    assert [line.number for line in queries.unseen_lines(TILL)] == [3]
    assert queries.unseen_counts(AGENCY) == {TILL: 1}
    open_till(drawer=53_000, taken=0, at=later(24))
    sell("in the morning", at=later(25))
    with pytest.raises(UnseenLines, match="number 3"):
        close_till(56_500, at=later(30))
    assert [line.number for line in queries.unseen_lines(TILL)] == [3]  # her own sale is none
