"""Two hands on one till, one pouch, one question at the same moment."""

import pytest
from django.db import transaction

from rekkas.base.errors import Refused
from rekkas.cash import commands, queries
from rekkas.cash.entries import Closing, Opening
from rekkas.cash.errors import TillNotOpen
from rekkas.money.queries import balance_faults, hold_accounts, line_faults, lines_of
from tests import build
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, later
from tests.cash import drawers, pouches
from tests.cash.drawers import (
    IDRISS,
    KARIM,
    NADIA,
    OTHER_VAULT,
    RACHID,
    TILL,
    close_till,
    held,
    mark,
    open_till,
    sell,
)
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _office(db: None) -> None:
    build.country()
    commands.load_cash(rules=drawers.rules(), country="MA", by=BOSS, at=MONDAY)
    commands.entrust_vault(office=AGENCY, keeper="karim", by=KARIM, at=later(-48))
    drawers.fund()


def test_a_till_opened_twice_at_once_is_open_once() -> None:
    outcomes = together(*[lambda: open_till() for _ in range(4)])

    assert sum(isinstance(one, Opening) for one in outcomes) == 1
    assert all(isinstance(one, Opening | Refused) for one in outcomes), outcomes
    assert held(TILL) == [50_000]


def test_a_till_closed_twice_at_once_has_one_question() -> None:
    open_till()
    last = mark()

    outcomes = together(*[lambda: close_till(49_800, last_mark=last, key="close") for _ in range(4)])

    assert all(isinstance(one, Closing) and one == outcomes[0] for one in outcomes), outcomes
    assert len(queries.cases()) == 1
    assert list(balance_faults()) == list(line_faults()) == []


def test_a_sale_during_the_closing_is_before_it_or_after_it() -> None:
    open_till()
    last = mark()

    together(lambda: close_till(50_000, last_mark=last), *[lambda n=n: sell(f"sale {n}") for n in range(3)])

    session = queries.sessions_of(AGENCY)[0]
    lines = list(lines_of(TILL))
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    if session.state == "closed":
        assert session.expected == lines[(session.last_line or 0) - 1].after
        assert session.expected == session.counted == 50_000
    assert list(balance_faults()) == list(line_faults()) == []


def test_who_sells_holds_the_till_and_finds_it_closed_or_sells_before_the_closing() -> None:
    open_till(taken=0)

    def sell_in_an_open_till() -> str:
        with transaction.atomic():
            hold_accounts([TILL])
            queries.check_till_open(AGENCY, "fatima", "MAD")
            sell("one")
            return "sold"

    closed, sold = together(lambda: close_till(0, last_mark=""), sell_in_an_open_till)

    if sold == "sold":
        assert isinstance(closed, Refused)  # its line is after the mark that the clerk gave
    else:
        assert isinstance(sold, TillNotOpen)
    assert (len(lines_of(TILL)), queries.open_session(AGENCY, "fatima", "MAD") is None) in [
        (1, False),
        (0, True),
    ]


def test_a_pouch_received_by_many_at_once_is_booked_once() -> None:
    pouches.send()

    together(*[lambda: pouches.receive() for _ in range(5)])

    assert held(OTHER_VAULT, pouches.TRANSIT) == [100_000, 0]
    assert len(lines_of(OTHER_VAULT)) == 1


def test_a_question_written_off_by_two_at_once_is_borne_once() -> None:
    open_till()
    case = close_till(49_800).case
    commands.propose_write_off(case=case, reason="?", by=IDRISS, at=later(20))

    together(
        *[
            lambda who=who: commands.write_off_discrepancy(case=case, by=who, at=later(30))
            for who in (NADIA, RACHID, NADIA)
        ]
    )

    assert held("expense:cash-losses:MAD") == [200]
    assert FATIMA.office == AGENCY


def test_many_tills_of_one_office_open_at_once_with_numbers_of_their_own() -> None:
    clerks = [build.staff(f"clerk-{number}", build.Role.CLERK, AGENCY) for number in range(6)]

    outcomes = together(*[lambda by=by: open_till(by, taken=1_000) for by in clerks])

    assert len({one.session for one in outcomes if isinstance(one, Opening)}) == 6, outcomes
