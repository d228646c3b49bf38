"""A parcel against cash that goes back to its merchant is on their statement, with what the contract takes for it."""

from datetime import date

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.commerce.commands import note_returns
from rekkas.commerce.queries import said, statement
from rekkas.money.queries import balance
from tests.build import BOSS, later, staff
from tests.commerce.merchants import FEES, PERIOD, agreed, in_the_bank, nothing_is_wrong, settled
from tests.delivery.doorstep import parcels, taken_back

pytestmark = pytest.mark.usefixtures("trade")


def sent_back(word: str, **changes: object) -> str:
    """The number of a parcel that nobody took and its sender has again."""
    return taken_back(*parcels(word, **changes))


def note(day: date = PERIOD) -> int:
    return note_returns(day=day, by=BOSS, at=later(60))


def test_what_came_back_is_noted_once() -> None:
    sent_back("one", reference="ORDER-1")

    assert (note(), note()) == (1, 0)


def test_only_parcels_against_cash_are_noted() -> None:
    sent_back("plain", product="parcel", cod_amount=0)

    assert note() == 0


def test_the_run_notes_them_and_takes_the_fee_of_the_contract() -> None:
    agreed(**FEES)
    sent_back("back", reference="ORDER-1")
    in_the_bank({"one": 35_000})

    (answer,) = settled(PERIOD)

    lines = {line.kind: line for line in said(statement(answer.number)).lines}
    assert (lines["returned"].amount, lines["returned"].fee, lines["returned"].tax) == (0, 2_000, 400)
    assert (lines["returned"].reference, lines["returned"].net) == ("ORDER-1", -2_400)
    assert answer.paid == 35_000 - 850 - 170 - 2_400
    assert (balance("income:return-fees:MAD"), balance("income:cod-fees:MAD")) == (-2_000, -850)
    assert nothing_is_wrong()


def test_returns_alone_make_the_merchant_owe_their_fee() -> None:
    agreed(**FEES)
    sent_back("back")

    (answer,) = settled(PERIOD)

    assert (answer.outcome.value, answer.code, answer.carried) == ("carried", "negative", -2_400)
    assert settled(date(2026, 3, 5)) == []
    assert nothing_is_wrong()


def test_what_went_back_long_before_is_not_looked_for() -> None:
    sent_back("old")

    assert note(date(2026, 6, 1)) == 0


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.MANAGER])
def test_those_who_handle_mail_cannot_note_it(role: Role) -> None:
    with pytest.raises(NotAllowed):
        note_returns(day=PERIOD, by=staff("someone", role), at=later(60))
