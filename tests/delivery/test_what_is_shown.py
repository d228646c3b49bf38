"""What waits on a shelf is given to who shows its code, to its addressee, and to whom the addressee lets collect it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from rekkas.citizen.commands import authorise_collector, revoke_collector
from rekkas.delivery.choices import Recipient, Shown
from rekkas.delivery.commands import try_pick_up_code
from rekkas.delivery.entries import Handover, Identified
from rekkas.delivery.models import Kept
from rekkas.delivery.queries import proof_of
from rekkas.mail.queries import events_of, pick_up_code
from tests.build import key, later
from tests.citizen.citizens import citizen
from tests.delivery.doorstep import BY_CODE, BY_DOCUMENT, collected, handover, outcomes, parcels
from tests.delivery.shelves import CLERK, WEDNESDAY, waiting
from tests.reach.texts import AMINA, DRISS

pytestmark = pytest.mark.usefixtures("post_office")
THURSDAY = later(24, WEDNESDAY)


def given(number: str, at: Any = THURSDAY, **changes: Any) -> str:
    (answer,) = outcomes(collected(number, happened_at=at, **changes), by=CLERK, at=at)
    return answer


def proved(number: str, at: Any = THURSDAY) -> None:
    code = pick_up_code(events_of(number)[-1].scan_id)
    assert try_pick_up_code(number=number, code=code, office=CLERK.office or "", by=CLERK, at=at)


def authorised(
    word: str = "brother", phone: str = AMINA, number: str = "", until: date = date(2026, 3, 8)
) -> UUID:
    authorise_collector(
        phone=phone, name="Brahim Alaoui", document="AB1234", number=number, until=until, authorisation=key(word),
        by=citizen(phone, at=WEDNESDAY), at=WEDNESDAY,
    )  # fmt: skip
    return key(word)


def as_collector(collector: UUID, signs: str = "ab1234") -> dict[str, Any]:
    shown = Identified(Shown.IDENTITY, "national-id", signs, collector)
    return {"recipient": Recipient.AGENT, "recipient_name": "Brahim Alaoui", "identified": shown}


def test_nothing_is_given_to_who_shows_nothing() -> None:
    (number,) = waiting("one")

    assert given(number, identified=None) == "delivery.identity-missing"
    assert given(number, identified=Identified(Shown.IDENTITY, "", "2345")) == "delivery.document-missing"
    assert (
        given(number, identified=Identified(Shown.IDENTITY, "national-id", "12"))
        == "delivery.document-missing"
    )
    assert Kept.objects.exists()


def test_at_a_door_nobody_is_asked() -> None:
    (number,) = parcels("door")

    assert outcomes(handover(number, identified=BY_DOCUMENT)) == ["delivered"]
    kept = proof_of(number)
    assert kept is not None
    assert (kept.shown, kept.document_kind, kept.document_signs) == ("", "", "")


def test_what_was_shown_stays_with_the_delivery_and_the_number_does_not() -> None:
    (number,) = waiting("one")

    assert given(number, identified=Identified(Shown.IDENTITY, "national-id", "BK 99812345")) == "delivered"

    kept = proof_of(number)
    assert kept is not None
    assert (kept.shown, kept.document_kind, kept.document_signs, kept.collector) == (
        "identity", "national-id", "2345", None,
    )  # fmt: skip


def test_a_code_is_used_up_by_the_hand_over_that_it_opens() -> None:
    one, two = waiting("one", "two")
    assert given(one, identified=BY_CODE) == "delivery.code-not-proved"
    proved(one)

    assert (
        given(one, identified=BY_CODE, recipient=Recipient.AGENT, recipient_name="A neighbour") == "delivered"
    )

    kept = proof_of(one)
    assert kept is not None
    assert (kept.shown, kept.document_signs) == ("code", "")
    assert [row.unit.number for row in Kept.objects.all()] == [two]
    assert given(two, identified=BY_CODE) == "delivery.code-not-proved"


def test_a_proof_lasts_for_a_visit_and_not_for_the_day() -> None:
    one, two = waiting("one", "two")
    proved(one)
    proved(two)

    assert given(one, later(0.5, THURSDAY), identified=BY_CODE) == "delivered"
    assert given(two, later(0.6, THURSDAY), identified=BY_CODE) == "delivery.code-not-proved"


def test_whoever_the_addressee_lets_collect_collects_with_the_document_that_was_named() -> None:
    one, two = waiting("one", "two")
    brother = authorised()

    assert given(one, **as_collector(brother, "AB9999")) == "delivery.document-differs"
    assert given(one, **as_collector(brother, "1234")) == "delivered"

    kept = proof_of(one)
    assert kept is not None
    assert (kept.collector, kept.document_signs) == (brother, "1234")
    assert given(two, **{**as_collector(brother), "identified": BY_DOCUMENT}) == "delivery.not-authorised"


@pytest.mark.parametrize("why", ["nobody", "of-another", "of-another-item", "over", "taken-back"])
def test_nobody_else_collects_for_an_addressee(why: str) -> None:
    one, two = waiting("one", "two")
    collector, at = key("nobody"), THURSDAY
    if why == "of-another":
        collector = authorised(phone=DRISS)
    elif why == "of-another-item":
        collector = authorised(number=two)
    elif why == "over":
        collector, at = authorised(until=date(2026, 3, 4)), THURSDAY
    elif why == "taken-back":
        collector = authorised()
        amina = citizen(at=later(1, WEDNESDAY))
        revoke_collector(phone=AMINA, authorisation=collector, by=amina, at=later(1, WEDNESDAY))

    assert given(one, at, **as_collector(collector)) == "delivery.not-authorised"


def test_what_was_done_before_it_was_taken_back_was_done() -> None:
    """A counter says late what it did: what counts is who was let collect when it happened."""
    (number,) = waiting("one")
    brother = authorised()
    amina = citizen(at=later(25, WEDNESDAY))
    revoke_collector(phone=AMINA, authorisation=brother, by=amina, at=later(25, WEDNESDAY))

    assert given(number, THURSDAY, **as_collector(brother)) == "delivered"


def test_a_batch_is_looked_at_in_as_many_statements_as_one(assert_statements: Any) -> None:
    few, many = waiting("few"), waiting(*(f"many {n}" for n in range(20)))

    def all_given(numbers: list[str]) -> set[str]:
        for number in numbers[::2]:
            proved(number)
        made: list[Handover] = [
            collected(number, happened_at=THURSDAY, identified=BY_DOCUMENT if at % 2 else BY_CODE)
            for at, number in enumerate(numbers)
        ]
        with assert_statements(at_most=60) as seen:
            answers = set(outcomes(*made, by=CLERK, at=THURSDAY))
        counts.append(len(seen))
        return answers

    counts: list[int] = []
    assert all_given(few) == all_given(many) == {"delivered"}
    assert counts[1] <= counts[0] + 1  # the kinds of documents, which a code does not ask for


def test_a_document_without_its_kind_is_refused_by_the_database() -> None:
    (number,) = waiting("one")
    assert given(number) == "delivered"
    row = apps.get_model("delivery", "ProofOfDelivery").objects.get()
    (other,) = waiting("two")
    unit = apps.get_model("mail", "Unit").objects.get(number=other)
    names = [field.column for field in row._meta.concrete_fields]
    values = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    said = dict(zip(names, values, strict=True)) | {"unit_id": unit.pk, "document_kind": ""}

    marks = ", ".join(["%s"] * len(said))
    statement = f"INSERT INTO delivery_proofofdelivery ({', '.join(said)}) VALUES ({marks})"

    with (
        pytest.raises(IntegrityError, match="proof_by_document_names_its_kind"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, list(said.values()))
