"""A clerk invites a customer to pages of their own, against a paper, with a code that is kept by nobody."""

import pytest
from django.db import IntegrityError, transaction

from postkit.passcode import draw
from rekkas.bank import queries
from rekkas.bank.choices import CloseReason
from rekkas.bank.commands import block_customer, close_customer
from rekkas.bank.errors import (
    CustomerNotActive,
    DocumentExpired,
    NoLoginFor,
    NotTheirPaper,
    UnknownCustomer,
)
from rekkas.bank.models import CustomerLogin
from rekkas.base.errors import KeyReused, NotAllowed, NotYourOffice
from tests.bank.accounts import customer, days
from tests.bank.doors import CODE, SECRET, activated, acts, invited, kept_answers, logged_in, with_pages
from tests.bank.people import KARIM, enrolled, organisation
from tests.build import MONDAY, YOUSSEF, ZAGORA_OFFICE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def test_who_shows_a_paper_gets_a_code_that_opens_once_within_ten_days() -> None:
    number = customer()

    done = invited(number)

    assert (done.number, done.until) == (number, days(10))
    assert acts("invite_customer") == [(number, "person", "fatima")]
    assert activated(number, at=days(9)).opened
    assert not activated(number, at=days(9)).opened


def test_the_code_is_kept_as_a_hash_and_shows_itself_nowhere() -> None:
    number = customer()

    invited(number, key="once")

    row = CustomerLogin.objects.get()
    kept = kept_answers("invite_customer")
    assert number in kept
    for text in (row.code_hash, kept, str(CODE), repr(CODE)):
        assert CODE.printed not in text
        assert CODE.printed.replace("-", "") not in text


def test_a_request_sent_twice_invites_once_and_another_code_under_its_key_changes_nothing() -> None:
    number = customer()

    first, again = invited(number, key="once"), invited(number, key="once", at=days(1))

    assert first == again
    with pytest.raises(KeyReused):
        invited(customer("brahim"), key="once")
    assert activated(number).opened


def test_a_new_invitation_shuts_what_was_open() -> None:
    number = with_pages(customer())
    other = draw(b"the seed of another slip, later")

    invited(number, code=other, at=days(1))

    assert not logged_in(number, at=days(1)).opened
    assert not activated(number, CODE.printed, at=days(1)).opened
    assert activated(number, other.printed, secret="a hundred almond trees", at=days(1)).opened
    assert not logged_in(number, SECRET, at=days(1)).opened


def test_it_opens_a_door_that_was_shut_by_wrong_attempts() -> None:
    number = with_pages(customer())
    for _ in range(5):
        logged_in(number, "wrong and wrong again")
    assert not logged_in(number).opened

    invited(number)

    assert activated(number).opened


def test_without_a_valid_paper_of_theirs_nobody_is_invited() -> None:
    number, other = customer(), customer("brahim")
    theirs = queries.documents_of(queries.customer(other))[0].number

    for document in ("", "AB99999", theirs):
        with pytest.raises(NotTheirPaper):
            invited(number, document=document)
    with pytest.raises(DocumentExpired):
        invited(number, at=MONDAY.replace(year=2031))
    assert not CustomerLogin.objects.exists()


def test_organisations_and_children_have_no_pages() -> None:
    company = enrolled(entry=organisation()).number
    child = customer("salim", born="2015-01-01")

    for number in (company, child):
        with pytest.raises(NoLoginFor):
            invited(number, document="AB123456")


def test_who_is_blocked_or_has_left_is_not_invited() -> None:
    blocked, left = customer("brahim"), customer("hind")
    block_customer(number=blocked, reason="Seizure", by=KARIM, at=MONDAY)
    close_customer(number=left, why=CloseReason.CLOSED, reason="Letter", by=KARIM, at=MONDAY)

    for number in (blocked, left):
        with pytest.raises(CustomerNotActive):
            invited(number)
    with pytest.raises(UnknownCustomer):
        invited("MA0000009999")


def test_a_clerk_invites_at_their_own_office_and_nobody_else_does() -> None:
    number = customer()

    with pytest.raises(NotYourOffice):
        invited(number, office=ZAGORA_OFFICE)
    with pytest.raises(NotAllowed):
        invited(number, by=YOUSSEF, office=ZAGORA_OFFICE)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"code_until": None}, "bank_code_of_a_login_ends"),
        ({"code_hash": "", "code_until": None}, "bank_login_has_a_code_or_a_secret"),
        ({"secret_hash": "x", "activated_at": None}, "bank_login_with_a_secret_was_activated"),
    ],
)
def test_impossible_logins_are_refused_by_the_database(changes: dict[str, object], constraint: str) -> None:
    invited(customer())

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CustomerLogin.objects.update(**changes)
