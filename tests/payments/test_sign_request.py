"""A request is signed once, by another than who asked, at the office where it was asked."""

import pytest
from django.db import IntegrityError, transaction

from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.base.errors import NotAllowed, NotYourOffice
from rekkas.payments import errors
from rekkas.payments.choices import Act
from rekkas.payments.commands import sign_request
from rekkas.payments.entries import Redirection
from rekkas.payments.models import SignatureRequest
from rekkas.payments.queries import orders
from tests.build import AGENCY, MONDAY, ZAGORA_OFFICE, later
from tests.payments.desks import HIND, KARIM, LEILA, ask, history, issue

pytestmark = pytest.mark.usefixtures("tills")


@pytest.fixture
def request_number() -> str:
    return ask(issue().number, Act.REDIRECT, redirection=Redirection(pay_office=AGENCY))


def test_a_manager_signs_what_a_clerk_asked(request_number: str) -> None:
    sign_request(request=request_number.lower(), by=LEILA, at=later(2))

    row = orders.request(request_number)
    assert (row.signed_by, row.signed_at, row.used_at) == ("leila", later(2), None)
    assert history(row.order.number)[-1] == "signed"


def test_nobody_signs_what_they_asked(request_number: str) -> None:
    both = Actor(ActorKind.PERSON, "omar", ZAGORA_OFFICE, frozenset({"payments.*"}))

    with pytest.raises(errors.OwnSignature):
        sign_request(request=request_number, by=both, at=later(2))


def test_a_clerk_does_not_sign_and_the_manager_of_another_office_neither(request_number: str) -> None:
    with pytest.raises(NotAllowed):
        sign_request(request=request_number, by=HIND, at=later(2))
    with pytest.raises(NotYourOffice):
        sign_request(request=request_number, by=KARIM, at=later(2))


def test_a_request_is_signed_once(request_number: str) -> None:
    sign_request(request=request_number, by=LEILA, at=later(2))

    with pytest.raises(errors.NothingToSign):
        sign_request(request=request_number, by=LEILA, at=later(2))


def test_a_request_that_is_none_is_not_signed() -> None:
    with pytest.raises(errors.UnknownRequest):
        sign_request(request="MA000000000137-S9", by=LEILA, at=later(2))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"signed_by": "omar", "signed_at": MONDAY}, "payments_request_is_signed_by_another"),
        ({"used_at": MONDAY}, "payments_request_is_used_when_signed"),
    ],
)
def test_the_database_itself_asks_for_two_people(
    request_number: str, changes: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SignatureRequest.objects.filter(number=request_number).update(**changes)


def test_the_database_itself_asks_why(request_number: str) -> None:
    row = SignatureRequest.objects.get(number=request_number)
    row.pk, row.number, row.reason = None, "BY-SQL", ""

    with pytest.raises(IntegrityError, match="payments_request_says_why"), transaction.atomic():
        row.save(force_insert=True)
