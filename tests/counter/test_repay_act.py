"""What was held for a visitor when their act was declined is given back when they come: once, and in the books."""

import pytest

from postkit.till import from_text, prove, to_text
from rekkas.base.errors import NotAllowed
from rekkas.cash import queries
from rekkas.cash.queries import cash_faults
from rekkas.counter.commands import decline_act, repay_act
from rekkas.counter.errors import NotHeld, OwnAct
from rekkas.counter.models import Act
from rekkas.counter.queries.acts import acts_with_cash
from rekkas.money.queries import balance, balance_faults, lines_of
from tests.build import AGENCY, FATIMA, later
from tests.cash import drawers
from tests.counter.test_release_act import EVENING, OWN, closed, held
from tests.counter.windows import POSTAGE, SUPERVISOR, TILL
from tests.payments.desks import SALMA

pytestmark = pytest.mark.usefixtures("counters")
HELD = f"held:{AGENCY}:MAD"


def declined(act: Act) -> Act:
    decline_act(act=act.key, reason="nobody came", given_back=False, office=AGENCY, by=SUPERVISOR, at=EVENING)
    return act


def repay(act: Act, **changes: object) -> None:
    repay_act(**{"act": act.key, "office": AGENCY, "by": SUPERVISOR, "at": later(6), **changes})  # type: ignore[arg-type]


def test_what_stayed_held_is_given_back_once_out_of_the_till_in_which_it_was_taken() -> None:
    act, before = declined(held()), balance(TILL)
    assert [one.key for one in acts_with_cash(AGENCY)[:5]] == [act.key]

    repay(act)
    repay(act)

    assert (balance(TILL), balance(HELD)) == (before - POSTAGE, 0)
    (proof,) = prove(from_text(to_text(queries.receipt_of(line))) for line in lines_of(TILL))
    assert proof.amount == balance(TILL)
    assert acts_with_cash(AGENCY)[:5] == []
    assert list(balance_faults()) == list(cash_faults()) == []


def test_once_that_till_was_closed_it_is_given_back_out_of_the_till_of_who_gives_it() -> None:
    act = declined(closed())
    drawers.open_till(by=SUPERVISOR, taken=5_000, at=later(5.5))
    before = balance(TILL)

    repay(act)

    assert (balance(TILL), balance(OWN), balance(HELD)) == (before, 5_000 - POSTAGE, 0)
    closing = drawers.close_till(by=SUPERVISOR, counted=5_000 - POSTAGE, at=later(7))
    assert closing.is_closed
    assert list(balance_faults()) == list(cash_faults()) == []


def test_nothing_is_given_back_that_still_waits_or_was_given_back_at_once() -> None:
    waits = held()
    with pytest.raises(NotHeld):
        repay(waits)

    decline_act(act=waits.key, reason="here", given_back=True, office=AGENCY, by=SUPERVISOR, at=EVENING)
    before = balance(TILL)
    repay(waits)

    assert balance(TILL) == before


def test_neither_its_clerk_nor_a_clerk_gives_it_back() -> None:
    act = declined(held())

    with pytest.raises(NotAllowed):
        repay(act, by=SALMA)
    with pytest.raises(OwnAct):
        repay(act, by=type(SUPERVISOR)(SUPERVISOR.kind, FATIMA.name, AGENCY, SUPERVISOR.permissions))
