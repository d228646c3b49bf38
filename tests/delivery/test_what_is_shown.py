"""What waits on a shelf is given to who shows its code, to its addressee, and to whom the addressee lets collect it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from rekkas.base.choices import Role
from rekkas.citizen.commands import authorise_collector, revoke_collector
from rekkas.delivery.choices import Recipient, Shown
from rekkas.delivery.commands import (
    attempt_delivery,
    await_collection,
    return_items,
    stop_return,
    take_out,
    try_pick_up_code,
)
from rekkas.delivery.entries import Handover, Identified
from rekkas.delivery.models import Kept
from rekkas.delivery.queries import proof_of
from rekkas.mail.commands import record_scans
from rekkas.mail.queries import events_of, pick_up_code
from rekkas.mail.scans import Scan
from rekkas.money.queries import balance
from tests.build import AGENCY, BOSS, YOUSSEF, ZAGORA_OFFICE, accepted, key, later, staff
from tests.citizen.citizens import citizen
from tests.delivery.doorstep import (
    BAG,
    BY_CODE,
    BY_DOCUMENT,
    collected,
    handover,
    outcomes,
    parcels,
    returned,
    to_sender,
)
from tests.delivery.shelves import CLERK, WEDNESDAY, days_on, waiting
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


# ---- what goes back is its sender's, and what waits is not


def test_whoever_says_that_they_sent_it_does_not_take_what_waits_for_nothing() -> None:
    one, two = waiting("one", "two")
    (door,) = parcels("door")
    said: dict[str, Any] = days_on(2)
    return_items(numbers=[two], **said)  # still lies here

    for number in (one, two, door):
        answer = outcomes(to_sender(number, happened_at=said["at"]), by=CLERK, at=said["at"])
        assert answer == ["delivery.not-for-its-sender"]
    assert (balance(BAG), proof_of(one), proof_of(two)) == (0, None, None)


def test_what_has_come_back_is_given_to_its_sender_with_a_document_and_to_nobody_else() -> None:
    (number,) = returned(*parcels("one"))
    brother = authorised()
    there: dict[str, Any] = {"office": AGENCY, "by": BOSS, "at": later(25)}

    def answers(made: Handover) -> list[str]:
        return outcomes(made, **there)

    assert answers(collected(number)) == ["delivery.goes-back"]
    assert answers(collected(number, **as_collector(brother))) == ["delivery.goes-back"]
    assert answers(to_sender(number, identified=BY_CODE)) == ["delivery.goes-back"]
    assert answers(to_sender(number, identified=as_collector(brother)["identified"])) == [
        "delivery.goes-back"
    ]
    assert answers(to_sender(number, identified=None)) == ["delivery.identity-missing"]
    assert answers(to_sender(number)) == ["delivered"]

    kept = proof_of(number)
    assert kept is not None
    assert (kept.recipient, kept.cod_amount, kept.document_signs) == ("sender", 0, "2345")


def test_at_the_door_of_its_sender_nobody_is_asked_either() -> None:
    (number,) = returned(*parcels("one"))
    there: dict[str, Any] = {"office": AGENCY, "by": BOSS}
    take_out(numbers=[number], at=later(24.5), **there)

    assert outcomes(to_sender(number, identified=None), at=later(25), **there) == ["delivered"]


def test_a_return_that_has_begun_opens_no_way_and_once_stopped_it_is_the_addressees_again() -> None:
    (number,) = waiting("one")
    said: dict[str, Any] = days_on(0.5)
    return_items(numbers=[number], **said)

    assert given(number) == "delivery.goes-back"
    assert given(number, identified=None) == "delivery.goes-back"
    stop_return(number=number, **days_on(0.6))  # type: ignore[arg-type]

    assert given(number, identified=None) == "delivery.identity-missing"
    assert given(number) == "delivered"


def test_what_was_given_before_its_return_began_and_is_told_late_was_its_addressees() -> None:
    (number,) = waiting("one")
    return_items(numbers=[number], **days_on(2))  # type: ignore[arg-type]
    late = later(48, WEDNESDAY)

    def told(**changes: Any) -> list[str]:
        return outcomes(collected(number, happened_at=THURSDAY, **changes), by=CLERK, at=late)

    assert told(identified=None) == ["delivery.identity-missing"]
    assert told() == ["delivered"]


def test_an_item_of_the_office_itself_is_its_senders_only_until_the_return_is_stopped() -> None:
    (number,) = [one.number for one in accepted("near", by=staff("leila", Role.CLERK, ZAGORA_OFFICE))]
    await_collection(numbers=[number], office=ZAGORA_OFFICE, by=CLERK, at=WEDNESDAY)
    return_items(numbers=[number], **days_on(0.5))  # type: ignore[arg-type]

    assert given(number) == "delivery.goes-back"
    assert (
        given(number, identified=None, recipient=Recipient.SENDER, cod_taken=0) == "delivery.identity-missing"
    )
    stop_return(number=number, **days_on(0.6))  # type: ignore[arg-type]

    assert given(number, recipient=Recipient.SENDER, cod_taken=0) == "delivery.not-for-its-sender"
    assert given(number) == "delivered"


def test_a_return_that_only_a_scanner_told_opens_no_way_without_proof() -> None:
    (number,) = waiting("one")
    at = later(12, WEDNESDAY)
    record_scans(scans=[Scan(key("bare"), number, "RRT", at, ZAGORA_OFFICE)], by=BOSS, at=at)

    assert given(number, identified=None) == "delivery.identity-missing"
    assert given(number) == "delivered"


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("redeliver", "delivered"),
        ("hold-for-pickup", "delivery.identity-missing"),
        ("return", "delivery.identity-missing"),
    ],
)
def test_what_a_postman_brought_back_is_given_at_the_office_against_proof(step: str, answer: str) -> None:
    (number,) = parcels("door")
    attempt_delivery(
        number=number, reason="absent", next_step=step, office=ZAGORA_OFFICE, by=YOUSSEF, at=WEDNESDAY
    )

    assert given(number, identified=None) == answer
