"""Cash leaves a vault in a pouch under seal: it has a place of its own until it arrives, and is sent once."""

import pytest

from rekkas.base.errors import NotAllowed, NotYourOffice
from rekkas.cash import queries
from rekkas.cash.errors import PouchKnown, SentToItself
from rekkas.money.errors import TransferDeclined
from rekkas.network.errors import UnknownOffice
from tests.build import AGENCY, FATIMA, ZAGORA_OFFICE
from tests.cash.drawers import FUNDS, VAULT, held, pieces
from tests.cash.pouches import POUCH, TRANSIT, send

pytestmark = pytest.mark.usefixtures("post_office")


def test_what_is_on_the_road_has_an_account_of_its_own() -> None:
    send()

    assert held(VAULT, TRANSIT) == [FUNDS - 100_000, 100_000]
    pouch = queries.pouch(POUCH)
    assert (pouch.seal, pouch.origin_id, pouch.destination_id, pouch.pieces, pouch.sent_by, pouch.is_signed) == (
        "S-77", AGENCY, ZAGORA_OFFICE, "20000x5", "karim", False,
    )  # fmt: skip


@pytest.mark.parametrize("keys", [("a", "b"), (None, None)])
def test_however_often_the_key_is_pressed_one_pouch_leaves(keys: tuple[str | None, str | None]) -> None:
    for key in keys:
        send(key=key)

    assert held(VAULT, TRANSIT) == [FUNDS - 100_000, 100_000]
    assert len(queries.pouches()) == 1


@pytest.mark.parametrize("changes", [{"pieces": pieces(90_000)}, {"seal": "S-78"}, {"destination": "MA0003"}])
def test_a_pouch_that_was_sent_is_not_sent_with_other_contents(changes: dict[str, str]) -> None:
    send()

    with pytest.raises(PouchKnown, match=POUCH):
        send(**changes)
    assert held(TRANSIT) == [100_000]


def test_what_cannot_be_sent_stays_where_it_is() -> None:
    with pytest.raises(TransferDeclined):
        send(FUNDS + 10)
    with pytest.raises(TransferDeclined):
        send(0)
    with pytest.raises(UnknownOffice):
        send(destination="MA9999")
    with pytest.raises(NotAllowed):
        send(by=FATIMA)
    with pytest.raises(NotYourOffice):
        send(office=ZAGORA_OFFICE)
    with pytest.raises(SentToItself):
        send(destination=AGENCY)

    assert held(VAULT) == [FUNDS]
    assert list(queries.pouches()) == []
