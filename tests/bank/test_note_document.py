from datetime import date, timedelta
from typing import Any

import pytest

from rekkas.bank import queries
from rekkas.bank.choices import MOST_IMAGE_BYTES, Evidence, Seen
from rekkas.bank.commands import block_customer, note_document
from rekkas.bank.entries import DocumentEntry
from rekkas.bank.errors import (
    CustomerNotActive,
    DocumentDatesNotRight,
    DocumentExpired,
    DocumentImageNotRight,
    DocumentKnown,
    DocumentNumberNotRight,
    UnknownDocumentKind,
)
from rekkas.bank.models import Customer, IdentityDocument
from rekkas.base.errors import InvalidInput, NotAllowed
from tests.bank.people import NADIA, card, enrolled, screened
from tests.build import AGENCY, FATIMA, MONDAY, PNG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
TODAY = MONDAY.date()


@pytest.fixture
def number() -> str:
    return enrolled().number


def note(number: str, document: DocumentEntry | None = None, **more: Any) -> None:
    given = {"office": AGENCY, "by": FATIMA, "at": MONDAY} | more
    note_document(number=number, document=document or card(), **given)


def test_a_paper_is_noted_with_who_saw_it_where_and_how(number: str) -> None:
    note(number, card("ab123456", image=PNG))

    (document,) = queries.documents_of(queries.customer(number))
    assert (document.kind.code, document.number, document.seen) == ("national-id", "AB123456", Seen.IN_PERSON)
    assert (document.seen_by, document.seen_office, document.seen_at) == ("fatima", AGENCY, MONDAY)
    assert queries.picture_of(queries.customer(number), 1) == PNG
    assert queries.picture_of(queries.customer(number), 2) == b""


def test_a_passport_names_the_country_that_issued_it(number: str) -> None:
    note(number, DocumentEntry(kind="passport", number="x1234567", country="sn", expires_on=date(2030, 1, 1)))

    (document,) = queries.documents_of(queries.customer(number))
    assert (document.country_code, document.number) == ("SN", "X1234567")
    with pytest.raises(InvalidInput):
        note(
            number,
            DocumentEntry(kind="passport", number="x1234567", country="?", expires_on=date(2030, 1, 1)),
        )


def test_the_latest_of_its_kind_is_live_and_those_before_are_kept(number: str) -> None:
    note(number, card("AB123456"))
    note(number, card("AB123456", expires_on=date(2036, 1, 1)))
    note(number, card("CD999999"))

    documents = queries.documents_of(queries.customer(number))
    assert [(row.number, row.live) for row in documents] == [
        ("CD999999", True), ("AB123456", False), ("AB123456", False),
    ]  # fmt: skip


def test_a_paper_belongs_to_one_customer(number: str) -> None:
    note(number)
    other = enrolled(
        given_name="Omar", family_name="Tazi", given_name_ar="", family_name_ar="", born="1990", phone=""
    )

    with pytest.raises(DocumentKnown, match=number):
        note(other.number)

    assert IdentityDocument.objects.count() == 1


def test_what_a_customer_is_known_by_follows_from_papers_that_are_valid(number: str) -> None:
    note(number, card(image=PNG, expires_on=TODAY))
    row = queries.customer(number)

    assert queries.evidence_of(row, TODAY) == {
        Evidence.PHONE, Evidence.ADDRESS, Evidence.DOCUMENT_REMOTE, Evidence.DOCUMENT_IN_PERSON, Evidence.PHOTO,
    }  # fmt: skip
    assert queries.evidence_of(row, TODAY + timedelta(days=1)) == {Evidence.PHONE, Evidence.ADDRESS}


def test_a_paper_seen_from_afar_was_not_seen_at_the_counter(number: str) -> None:
    note(number, card(seen=Seen.REMOTE))

    evidence = queries.evidence_of(queries.customer(number), TODAY)
    assert Evidence.DOCUMENT_REMOTE in evidence
    assert Evidence.DOCUMENT_IN_PERSON not in evidence


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        (card(kind="library-card"), UnknownDocumentKind),
        (card("1234"), DocumentNumberNotRight),
        (card(""), DocumentNumberNotRight),
        (card(expires_on=TODAY - timedelta(days=1)), DocumentExpired),
        (card(expires_on=None), DocumentDatesNotRight),
        (card(issued_on=TODAY + timedelta(days=1)), DocumentDatesNotRight),
        (card(issued_on=date(2030, 1, 1), expires_on=date(2030, 1, 1)), DocumentDatesNotRight),
        (card(image=b"GIF89a"), DocumentImageNotRight),
        (card(image=b"\xff\xd8\xff" + b"x" * MOST_IMAGE_BYTES + b"\xff\xd9"), DocumentImageNotRight),
    ],
)
def test_a_paper_that_will_not_do_is_refused(
    number: str, document: DocumentEntry, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal) as refused:
        note(number, document)

    assert "AB123456" not in str(refused.value)
    assert IdentityDocument.objects.count() == 0


def test_the_same_request_sent_twice_notes_it_once(number: str) -> None:
    note(number, key="k-1")
    note(number, key="k-1")

    assert IdentityDocument.objects.count() == 1


def test_a_new_paper_is_compared_with_the_lists(number: str) -> None:
    screened()

    note(number)

    assert Customer.objects.get().to_screen


def test_who_is_blocked_shows_no_papers(number: str) -> None:
    block_customer(number=number, reason="court", by=NADIA, at=MONDAY)

    with pytest.raises(CustomerNotActive):
        note(number)


def test_compliance_notes_no_papers(number: str) -> None:
    with pytest.raises(NotAllowed):
        note(number, by=NADIA)
