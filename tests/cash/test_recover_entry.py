"""What a fault of the program posted is moved back by the system: never in a person's name, never unseen."""

from uuid import UUID

import pytest

from rekkas.base.errors import NotFound
from rekkas.cash import commands, queries
from rekkas.cash.errors import NotOfThisOffice, ReasonMissing, SupportNotGranted
from rekkas.money.errors import TransferDeclined
from tests.build import AGENCY, MONDAY, ZAGORA_OFFICE, key, later
from tests.cash.drawers import ENGINEER, TILL, held, open_till, sell
from tests.cash.test_ask_support_access import ask
from tests.cash.test_grant_support_access import grant

pytestmark = pytest.mark.usefixtures("post_office")


def recover(entry: UUID, branch: str = AGENCY, reason: str = "Sold twice by a frozen screen.") -> str:
    return commands.recover_entry(entry=entry, branch=branch, reason=reason, by=ENGINEER, at=later(0.5))


def test_a_recovery_names_the_system_and_says_who_asked() -> None:
    open_till()
    sale = sell()
    grant(ask())

    recover(sale.key)

    (line,) = queries.unseen_lines(TILL)
    assert (line.actor_kind, line.actor_name, line.kind, line.delta) == (
        "system",
        "recovery",
        "reversal",
        -3_500,
    )
    assert line.note == "Sold twice by a frozen screen. (zineb)"
    assert held(TILL) == [50_000]


def test_without_a_grant_nothing_is_recovered() -> None:
    sale = sell()

    with pytest.raises(SupportNotGranted):
        recover(sale.key)
    assert held(TILL) == [3_500]


def test_an_entry_is_recovered_once_and_only_where_it_moved_cash() -> None:
    sale = sell()
    grant(ask())
    grant(ask(ZAGORA_OFFICE), by=_leila(), office=ZAGORA_OFFICE)
    with pytest.raises(NotOfThisOffice):
        recover(sale.key, ZAGORA_OFFICE)
    with pytest.raises(NotFound):
        recover(key("nothing"))
    with pytest.raises(ReasonMissing):
        recover(sale.key, reason=" ")
    recover(sale.key)

    recover(sale.key)  # the same again moves nothing
    with pytest.raises(TransferDeclined):
        recover(sale.key, reason="Another reason.")
    assert held(TILL) == [0]
    assert later(0.5) > MONDAY


def _leila() -> object:
    from tests.cash.drawers import LEILA

    return LEILA
