"""A held act is let in by somebody else, as its clerk wrote it, or is not done; its money is never nobody's."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rekkas.base.errors import NotAllowed
from rekkas.cash.commands import explain_discrepancy
from rekkas.cash.errors import TillNotOpen
from rekkas.cash.queries import cash_faults, unseen_lines
from rekkas.counter.choices import ActState
from rekkas.counter.commands import release_act
from rekkas.counter.errors import NotHeld, OwnAct, ReasonMissing
from rekkas.counter.models import Act
from rekkas.counter.queries import held_money, visit
from rekkas.counter.queries.visits import receipt_marks
from rekkas.money.queries import balance, balance_faults
from tests.build import AGENCY, FATIMA, later
from tests.cash import drawers
from tests.counter.windows import POSTAGE, SUPERVISOR, TILL, Device, load, session_of
from tests.counter.windows import visit as visit_of
from tests.payments.desks import SALMA

pytestmark = pytest.mark.usefixtures("counters")
NOON, LATER, EVENING = later(1), later(3), later(5)
OWN = f"till:{AGENCY}/samira:MAD"


def held() -> Act:
    """A parcel that was taken while the device was alone for too long."""
    load(offline_hours=0)
    device = Device()
    answer = device.send(device.write(visit_of(device.parcel()), NOON), LATER)
    assert answer.state == ActState.HELD
    return Act.objects.get(key=answer.key)


def release(act: Act, **changes: object) -> object:
    said = {"reason": "the parcel is here", "office": AGENCY, "by": SUPERVISOR, "at": EVENING, **changes}
    return release_act(act=act.key, **said)  # type: ignore[arg-type]


def test_what_is_let_in_happened_when_the_clerk_did_it() -> None:
    act, before = held(), balance(TILL)

    release(act)

    act.refresh_from_db()
    assert (act.state, act.decided_by, act.reason) == (ActState.DONE, "samira", "the parcel is here")
    kept = visit(str(act.answer["number"]))
    assert (kept.happened_at, kept.clerk, kept.amount) == (NOON, "fatima", POSTAGE)
    assert balance(TILL) == before  # it stood there already
    assert {line.line.actor_name for line in receipt_marks(kept)} == {"samira"}  # who posted it, truly
    assert unseen_lines(TILL)  # and the clerk is to see it before closing
    assert balance(f"held:{AGENCY}:MAD") == 0 == held_money(session_of(FATIMA))


def test_nobody_lets_in_their_own_and_nothing_twice() -> None:
    act = held()

    with pytest.raises(NotAllowed):
        release(act, by=SALMA)
    with pytest.raises(ReasonMissing):
        release(act, reason=" ")
    release(act)
    with pytest.raises(NotHeld):
        release(act)


def test_a_supervisor_who_was_the_clerk_asks_another() -> None:
    act = held()

    with pytest.raises(OwnAct):
        release(act, by=type(SUPERVISOR)(SUPERVISOR.kind, "fatima", AGENCY, SUPERVISOR.permissions))


def closed() -> Act:
    """The same, and its clerk has gone home: the till was counted with the cash in it."""
    act = held()
    drawers.close_till(by=FATIMA, counted=balance(TILL), at=later(4))
    return act


def test_once_the_till_was_closed_its_cash_goes_through_the_hands_of_who_lets_the_act_in() -> None:
    act = closed()
    drawers.open_till(by=SUPERVISOR, taken=1_000, at=later(4.5))
    before = balance(TILL)

    release(act)

    act.refresh_from_db()
    kept = visit(str(act.answer["number"]))
    assert (kept.clerk, kept.session, act.clerk) == ("samira", session_of(SUPERVISOR), "fatima")
    assert (balance(TILL), balance(OWN), balance(f"held:{AGENCY}:MAD")) == (before, 1_000, 0)
    assert unseen_lines(TILL) == []
    assert list(balance_faults()) == list(cash_faults()) == []


def test_without_any_open_till_nothing_is_let_in() -> None:
    act = closed()

    with pytest.raises(TillNotOpen):
        release(act)

    act.refresh_from_db()
    assert act.state == ActState.HELD


def test_the_next_till_of_the_clerk_is_not_the_one_in_which_the_cash_was_taken() -> None:
    act = closed()
    drawers.open_till(by=FATIMA, taken=0, drawer=balance(TILL), at=later(4.5))

    with pytest.raises(TillNotOpen) as told:
        release(act)

    assert told.value.details["clerk"] == "samira"


def test_cash_that_the_count_found_first_is_taken_over_by_who_lets_the_act_in() -> None:
    device = Device()
    act = device.write(visit_of(device.parcel()), NOON)
    counted = balance(TILL) + POSTAGE
    drawers.close_till(by=FATIMA, counted=counted, at=later(2))
    question = drawers.recount(device.session, counted, at=later(2.5)).case
    assert device.send(act, LATER).code == "cash.till-not-open"
    row = Act.objects.get()
    assert row.held_entry is None
    drawers.open_till(by=SUPERVISOR, taken=1_000, at=later(4))
    whole = balance(TILL) + balance(OWN)

    explain_discrepancy(
        case=question,
        reason="a parcel taken alone",
        account=TILL,
        amount=POSTAGE,
        by=drawers.NADIA,
        at=later(4.5),
    )
    release(row)

    assert (balance(OWN), balance(TILL) + balance(OWN)) == (1_000 + POSTAGE, whole)
    assert list(balance_faults()) == list(cash_faults()) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks no rows")
def test_locks_are_taken_in_the_order_in_which_an_act_is_heard_the_device_first_and_cash_last() -> None:
    """Else one who decides and a device that speaks wait for each other."""
    act = held()

    with CaptureQueriesContext(connection) as asked:
        release(act)

    locked = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    tables = [re.findall(r'FROM "(\w+)"', sql)[0] for sql in locked]
    assert tables[:3] == ["counter_device", "counter_act", "base_lane"]  # in whose lane mail is written
    assert "money_balance" in tables[3:]
