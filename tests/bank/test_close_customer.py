import pytest

from rekkas.bank import queries
from rekkas.bank.choices import CloseReason, CustomerStatus
from rekkas.bank.commands import close_customer
from rekkas.bank.errors import CustomerNotActive, ReasonMissing
from rekkas.bank.models import IdentityDocument
from rekkas.base.errors import NotAllowed
from tests.bank.people import KARIM, card, enrolled
from tests.build import FATIMA, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def test_who_has_died_is_known_as_such_and_the_papers_stay_theirs() -> None:
    number = enrolled(documents=[card()]).number

    close_customer(number=number, why=CloseReason.DECEASED, reason="Certificate 12", by=KARIM, at=MONDAY)

    row = queries.customer(number)
    assert (row.status, row.status_reason) == (CustomerStatus.DECEASED, "Certificate 12")
    assert IdentityDocument.objects.get().live


def test_who_has_left_may_come_back_with_the_same_papers() -> None:
    number = enrolled(documents=[card()]).number

    close_customer(number=number, why=CloseReason.CLOSED, reason="Left", by=KARIM, at=MONDAY)

    assert queries.customer(number).status == CustomerStatus.CLOSED
    assert not IdentityDocument.objects.get().live


def test_it_is_said_why_and_once() -> None:
    number = enrolled().number

    with pytest.raises(ReasonMissing):
        close_customer(number=number, why=CloseReason.CLOSED, reason=" ", by=KARIM, at=MONDAY)
    close_customer(number=number, why=CloseReason.CLOSED, reason="Left", by=KARIM, at=MONDAY)
    with pytest.raises(CustomerNotActive):
        close_customer(number=number, why=CloseReason.DECEASED, reason="Died", by=KARIM, at=MONDAY)


def test_a_clerk_does_not_close_a_customer() -> None:
    with pytest.raises(NotAllowed):
        close_customer(number=enrolled().number, why=CloseReason.CLOSED, reason="Left", by=FATIMA, at=MONDAY)
