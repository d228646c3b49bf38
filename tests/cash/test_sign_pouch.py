"""Two people sign for a pouch at each end."""

import pytest
from django.db import IntegrityError

from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed, NotFound, NotYourOffice
from rekkas.cash import commands, queries
from rekkas.cash.errors import NothingToSign, OwnSignature
from tests.build import AGENCY, FATIMA, ZAGORA_OFFICE, later, staff
from tests.cash.drawers import KARIM, LEILA, NADIA, OMAR, RACHID, sql
from tests.cash.pouches import POUCH, receive, send, supply

pytestmark = pytest.mark.usefixtures("post_office")


def sign(by: Actor, pouch: str = POUCH) -> str:
    return commands.sign_pouch(pouch=pouch, office=by.office or "", by=by, at=later(2))


def test_a_pouch_bears_two_signatures_at_each_end() -> None:
    send()
    assert [pouch.number for pouch in queries.pouches_to_sign(AGENCY)] == [POUCH]
    sign(FATIMA)
    assert queries.pouch(POUCH).is_signed

    receive()
    assert [pouch.number for pouch in queries.pouches_to_sign(ZAGORA_OFFICE)] == [POUCH]
    sign(OMAR)

    pouch = queries.pouch(POUCH)
    assert (pouch.sent_by, pouch.sent_witness, pouch.received_by, pouch.received_witness) == (
        "karim", "fatima", "leila", "omar",
    )  # fmt: skip
    assert queries.pouches_to_sign(AGENCY) == queries.pouches_to_sign(ZAGORA_OFFICE) == []


def test_a_forgotten_signature_is_given_when_the_pouch_has_long_arrived() -> None:
    send()
    receive()

    sign(FATIMA)

    assert queries.pouch(POUCH).sent_witness == "fatima"


def test_the_second_signature_is_anothers_and_is_given_once() -> None:
    send()
    with pytest.raises(OwnSignature, match="karim"):
        sign(KARIM)
    sign(FATIMA)
    with pytest.raises(NothingToSign):
        sign(FATIMA)
    with pytest.raises(NothingToSign):
        sign(OMAR)  # it has not arrived
    with pytest.raises(NotFound):
        sign(FATIMA, "P9999")


def test_what_the_treasury_sends_is_signed_there() -> None:
    supply()

    with pytest.raises(OwnSignature):
        sign(NADIA, "B0001")
    with pytest.raises(NotYourOffice):
        commands.sign_pouch(pouch="B0001", office="", by=LEILA, at=later(2))
    with pytest.raises(NotAllowed):
        sign(staff("hind", Role.CLERK), "B0001")
    sign(RACHID, "B0001")

    assert queries.pouch("B0001").sent_witness == "rachid"


def test_the_database_itself_wants_two_people() -> None:
    send()

    with pytest.raises(IntegrityError, match="pouch_is_signed_by_two_at_its_origin"):
        sql("UPDATE cash_pouch SET sent_witness = sent_by")
