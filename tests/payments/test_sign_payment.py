"""The second signature under a payment is another's, and it gives the clerk time."""

from datetime import timedelta

import pytest

from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.base.errors import NotAllowed, NotYourOffice
from rekkas.payments import errors
from rekkas.payments.commands import sign_payment
from rekkas.payments.queries import orders
from tests.build import ZAGORA_OFFICE, later
from tests.payments.desks import HIND, KARIM, LEILA, begin, history, issue, pay, resolve, token

pytestmark = pytest.mark.usefixtures("tills")


@pytest.fixture
def number() -> str:
    """A large order that is being paid."""
    number = issue(600_000).number
    begin(number)
    return number


def test_a_manager_looks_and_signs(number: str) -> None:
    assert [row.order.number for row in orders.payments_to_sign(ZAGORA_OFFICE)] == [number]

    signed = sign_payment(token=token(), by=LEILA, at=later(1))

    row = orders.payment(token())
    assert signed == number
    assert (row.signed_by, row.signed_at, row.waits_for_signature) == ("leila", later(1), False)
    assert history(number)[-1] == "payment-signed"
    assert list(orders.payments_to_sign(ZAGORA_OFFICE)) == []


def test_the_signature_gives_the_clerk_the_time_to_pay(number: str) -> None:
    at = later(1) + timedelta(minutes=14)
    sign_payment(token=token(), by=LEILA, at=at)

    assert orders.payment(token()).lapses_at == at + timedelta(minutes=15)
    assert pay(at=at + timedelta(minutes=10)).number == number


def test_a_clerk_does_not_sign(number: str) -> None:
    with pytest.raises(NotAllowed):
        sign_payment(token=token(), by=HIND, at=later(1))


def test_the_manager_of_another_office_does_not(number: str) -> None:
    with pytest.raises(NotYourOffice):
        sign_payment(token=token(), by=KARIM, at=later(1))

    assert orders.payment(token()).waits_for_signature


def test_nobody_signs_beside_themselves(number: str) -> None:
    both = Actor(ActorKind.PERSON, "omar", ZAGORA_OFFICE, frozenset({"payments.*"}))

    with pytest.raises(errors.OwnSignature):
        sign_payment(token=token(), by=both, at=later(1))


def test_what_needs_no_signature_or_has_one_is_not_signed(number: str) -> None:
    small = issue().number
    begin(small, by=HIND, word="small")
    sign_payment(token=token(), by=LEILA, at=later(1))

    for word in ("one", "small"):
        with pytest.raises(errors.NothingToSign):
            sign_payment(token=token(word), by=LEILA, at=later(1))


def test_what_is_over_or_was_given_up_is_not_signed(number: str) -> None:
    with pytest.raises(errors.NothingToSign):
        sign_payment(token=token(), by=LEILA, at=later(1) + timedelta(minutes=15))
    resolve()
    with pytest.raises(errors.NothingToSign):
        sign_payment(token=token(), by=LEILA, at=later(1))


def test_a_token_that_nobody_began_is_not_signed() -> None:
    with pytest.raises(errors.UnknownPayment):
        sign_payment(token=token("made up"), by=LEILA, at=later(1))
