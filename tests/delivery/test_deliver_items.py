"""A parcel is handed over once, against a proof and the cash due."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from rekkas.base.choices import Role
from rekkas.base.command import COMMANDS
from rekkas.base.errors import KeyReused, NotAllowed, NotYourOffice
from rekkas.delivery.choices import Recipient
from rekkas.delivery.commands import rounds
from rekkas.delivery.models import ProofOfDelivery
from rekkas.delivery.queries import proof_of
from rekkas.mail.commands import accept_items, announce_items, record_scans
from rekkas.mail.entries import ItemResult
from rekkas.mail.queries import latest_unit, track
from rekkas.mail.scans import Scan
from rekkas.money.queries import balance, cod_places, sums_by_kind, trail_of
from rekkas.network.errors import UnknownOffice
from rekkas.operator.verify import verify
from tests import build
from tests.build import AGENCY, BOSS, MONDAY, YOUSSEF, ZAGORA_OFFICE, key, later, staff
from tests.delivery.doorstep import (
    BAG,
    COD,
    arrived,
    bagged,
    deliver,
    delivered,
    handover,
    outcomes,
    parcels,
    returned,
    to_be_posted,
    to_sender,
)

pytestmark = pytest.mark.usefixtures("post_office")

JPEG = b"\xff\xd8\xff\xe0" + bytes(40) + b"\xff\xd9"


def status_of(number: str, hours: float = 27) -> str:
    return track([number], at=later(hours))[0].status


def test_a_parcel_handed_over_is_delivered_with_its_proof() -> None:
    (number,) = parcels()

    (answer,) = deliver(
        handover(number, recipient=Recipient.NEIGHBOUR, recipient_name=" Brahim  ", photo=JPEG)
    )

    assert (answer.outcome, answer.number) == ("delivered", number)
    assert status_of(number) == "delivered"
    proof = proof_of(number)
    assert proof is not None
    assert (proof.recipient, proof.recipient_name, proof.office_code) == (
        "neighbour",
        "Brahim",
        ZAGORA_OFFICE,
    )
    assert (proof.happened_at, proof.actor_kind, proof.actor_name) == (later(25), "person", "youssef")
    assert (bytes(proof.signature), bytes(proof.photo)) == (build.PNG, JPEG)
    assert bytes(proof.evidence_digest) == hashlib.sha256(build.PNG + JPEG).digest()


def test_a_parcel_that_was_not_delivered_has_no_proof() -> None:
    assert proof_of(*parcels()) is None


def test_the_cash_lies_in_the_bag_of_the_postman_who_took_it() -> None:
    (number,) = delivered()

    place = cod_places([number])[number]
    assert (place.account, place.amount) == (BAG, COD)
    assert (balance(BAG), balance("merchant:ATLAS:MAD")) == (COD, -COD)
    assert sum(amount for _, _, amount in sums_by_kind()) == 0


def test_two_postmen_are_kept_apart() -> None:
    one, two, three = parcels("one", "two", "three")
    deliver(handover(one), handover(two))

    deliver(handover(three), by=staff("hassan", Role.COURIER, ZAGORA_OFFICE))

    assert balance(BAG) == 2 * COD
    assert cod_places([three])[three].account == f"courier:{ZAGORA_OFFICE}/hassan:MAD"


def test_a_parcel_without_cash_moves_no_money() -> None:
    (number,) = parcels(cod_amount=0)

    assert outcomes(handover(number, cod_taken=0)) == ["delivered"]

    assert balance(BAG) == 0
    assert cod_places([number]) == {}


def test_the_same_handover_again_is_answered_as_such() -> None:
    (number,) = delivered()

    assert outcomes(handover(number), at=later(60)) == ["repeated"]
    assert balance(BAG) == COD
    assert ProofOfDelivery.objects.count() == 1


def test_a_parcel_is_handed_over_only_once() -> None:
    (number,) = delivered()

    assert outcomes(handover(number, happened_at=later(26))) == ["mail.already-delivered"]
    assert balance(BAG) == COD


def test_nor_is_it_twice_in_one_batch() -> None:
    (number,) = parcels()
    lower = number.lower()

    answers = outcomes(handover(number), handover(lower), handover(number, happened_at=later(26)))

    assert answers == ["delivered", "repeated", "mail.already-delivered"]
    assert (balance(BAG), ProofOfDelivery.objects.count()) == (COD, 1)


def test_the_same_request_again_gets_the_same_answer() -> None:
    (number,) = parcels()
    first = deliver(handover(number), key="round-1")

    assert deliver(handover(number), key="round-1", at=later(70)) == first
    with pytest.raises(KeyReused):
        deliver(handover(number, cod_taken=1), key="round-1")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"signature": b""}, "delivery.evidence-missing"),
        ({"signature": b"GIF89a" + bytes(20)}, "delivery.not-an-image"),
        ({"photo": b"<svg>" + bytes(20)}, "delivery.not-an-image"),
        ({"signature": build.PNG + bytes(200 * 1024)}, "delivery.evidence-too-large"),
        ({"photo": JPEG + bytes(200 * 1024)}, "delivery.evidence-too-large"),
        ({"cod_taken": COD - 1}, "delivery.cod-differs"),
        ({"cod_taken": COD + 1}, "delivery.cod-differs"),
        ({"cod_taken": 0}, "delivery.cod-differs"),
        ({"recipient_name": "  "}, "base.invalid-input"),
        ({"recipient_name": "x" * 121}, "base.invalid-input"),
        ({"number": "PC999999996MA"}, "mail.unknown-number"),
    ],
)
def test_a_handover_that_is_not_right_does_not_hold_up_the_others(changes: dict[str, Any], code: str) -> None:
    one, bad, other = parcels("one", "bad", "other")

    answers = deliver(handover(one), handover(bad, **changes), handover(other))

    assert [answer.code or answer.outcome for answer in answers] == ["delivered", code, "delivered"]
    assert answers[1].message
    assert (status_of(bad), proof_of(bad)) == ("in_transit", None)
    assert balance(BAG) == 2 * COD
    assert outcomes(handover(bad)) == ["delivered"]  # put right, it goes through


def test_cash_that_differs_is_declined_with_both_figures() -> None:
    (number,) = parcels()

    (answer,) = deliver(handover(number, cod_taken=34_000))

    assert "35000" in answer.message
    assert "34000" in answer.message
    assert number in answer.message


@pytest.mark.parametrize("evidence", [{"signature": build.PNG}, {"signature": b"", "photo": JPEG}])
def test_a_signature_or_a_photograph_is_enough(evidence: dict[str, bytes]) -> None:
    assert outcomes(handover(*parcels(), **evidence)) == ["delivered"]


def test_evidence_of_the_largest_size_is_taken() -> None:
    full = b"\xff\xd8\xff\xe0" + bytes(200 * 1024 - 6) + b"\xff\xd9"

    assert outcomes(handover(*parcels(), photo=full)) == ["delivered"]


@pytest.mark.parametrize("verb", [announce_items, accept_items])
@pytest.mark.parametrize("customer", ["", "NOBODY", "atlas"])
def test_an_item_with_cash_for_a_merchant_that_nobody_knows_cannot_come_into_being(
    verb: Callable[..., list[ItemResult]], customer: str
) -> None:
    number, other = "RA123456785MA", "RA123456799MA"
    entries = [
        to_be_posted(number=number, customer=customer),
        to_be_posted(key=key("without cash"), number=other, customer=customer, cod_amount=0),
    ]

    answers = verb(items=entries, by=BOSS, at=MONDAY)

    assert [(one.outcome, one.code) for one in answers] == [
        ("declined", "mail.merchant-missing"),
        ("taken", ""),
    ]
    (neighbour,) = parcels()
    assert outcomes(handover(number), handover(neighbour)) == ["mail.unknown-number", "delivered"]
    assert latest_unit(other).kind == "item"


@pytest.mark.parametrize("role", [Role.COURIER, Role.CLERK, Role.MANAGER])
def test_what_lies_at_another_office_is_not_handed_over(role: Role) -> None:
    (here,), (elsewhere,) = parcels("here"), [taken.number for taken in build.accepted("elsewhere")]
    by = staff("someone", role, ZAGORA_OFFICE)

    assert outcomes(handover(elsewhere), handover(here), by=by) == ["mail.not-here", "delivered"]

    assert (status_of(elsewhere), proof_of(elsewhere), cod_places([elsewhere])) == ("accepted", None, {})
    arrived(elsewhere, at=later(20))
    assert outcomes(handover(elsewhere), by=by) == ["delivered"]


@pytest.mark.parametrize("step", ["closed", "arrived", "received"])
def test_an_item_in_a_closed_bag_at_the_office_is_not_handed_over(step: str) -> None:
    (number,) = [taken.number for taken in build.accepted()]
    bagged(number, until=step)

    assert outcomes(handover(number)) == ["mail.not-here"]
    assert (proof_of(number), cod_places([number])) == (None, {})


def test_an_item_in_a_bag_that_was_opened_at_the_office_is_handed_over() -> None:
    (number,) = [taken.number for taken in build.accepted()]
    bagged(number, until="opened")

    assert outcomes(handover(number)) == ["delivered"]


def test_what_was_only_announced_is_not_handed_over() -> None:
    (result,) = announce_items(items=[to_be_posted(ZAGORA_OFFICE)], by=BOSS, at=MONDAY)

    assert outcomes(handover(result.number)) == ["mail.not-here"]
    assert (status_of(result.number), balance(BAG)) == ("announced", 0)


def test_a_handover_before_the_item_was_posted_is_declined() -> None:
    (number,) = parcels()

    (answer,) = deliver(handover(number, happened_at=MONDAY - timedelta(seconds=1)))

    assert (answer.outcome, answer.code) == ("declined", "base.invalid-input")
    assert "happened_at" in answer.message
    assert (proof_of(number), balance(BAG)) == (None, 0)
    assert outcomes(handover(number, happened_at=MONDAY)) == ["delivered"]


def test_what_goes_back_to_its_sender_takes_no_cash_and_books_none() -> None:
    (number,) = returned(*parcels())
    postman = staff("hassan", Role.COURIER, AGENCY)

    assert outcomes(to_sender(number), office=AGENCY, by=postman) == ["delivered"]

    assert status_of(number) == "returned"
    proof = proof_of(number)
    assert proof is not None
    assert (proof.recipient, proof.cod_amount) == ("sender", 0)
    assert cod_places([number]) == {}
    assert [row.entry.kind for row in trail_of(number)] == ["postage"]
    assert balance(f"courier:{AGENCY}/hassan:MAD") == 0
    assert sum(amount for _, _, amount in sums_by_kind()) == 0
    assert verify().fault_count == 0


def test_cash_taken_from_a_sender_is_declined_and_what_is_due_is_nothing() -> None:
    (number,) = returned(*parcels())

    (answer,) = deliver(to_sender(number, cod_taken=COD), office=AGENCY, by=BOSS)

    assert answer.code == "delivery.cod-differs"
    assert "against 0;" in answer.message
    assert (proof_of(number), cod_places([number])) == (None, {})


def test_a_return_is_proved_like_any_handover_and_ends_the_way_of_the_item() -> None:
    (number,) = returned(*parcels())
    there: dict[str, Any] = {"office": AGENCY, "by": BOSS}

    assert outcomes(to_sender(number, signature=b""), **there) == ["delivery.evidence-missing"]
    assert outcomes(to_sender(number), **there) == ["delivered"]
    assert outcomes(handover(number, happened_at=later(26)), **there) == ["mail.already-delivered"]
    assert cod_places([number]) == {}


def test_beside_a_return_the_others_of_the_batch_are_paid_for() -> None:
    back, other = parcels("back", "other")
    returned(back)
    arrived(other, office=AGENCY, at=later(24))
    postman = staff("hassan", Role.COURIER, AGENCY)

    made = outcomes(to_sender(back), handover(other), office=AGENCY, by=postman)

    assert made == ["delivered", "delivered"]
    assert balance(f"courier:{AGENCY}/hassan:MAD") == COD
    assert list(cod_places([back, other])) == [other]


def test_what_went_back_to_its_sender_is_not_handed_over() -> None:
    (number,) = parcels()
    record_scans(scans=[Scan(key("back"), number, "RRS", later(30), AGENCY)], by=BOSS, at=later(30))

    assert outcomes(handover(number)) == ["mail.already-delivered"]
    assert (status_of(number), balance(BAG)) == ("returned", 0)


def test_a_number_that_comes_again_after_its_period_does_not_confuse_its_money() -> None:
    number, year = "RA123456785MA", timedelta(days=371)
    (_,) = delivered("one", number=number)
    parcels("two", number=number, at=MONDAY + year)

    assert proof_of(number) is None
    assert outcomes(handover(number, happened_at=later(25) + year), at=later(25) + year) == ["delivered"]

    assert [row.amount for row in trail_of(number) if row.entry.kind == "cod-collected"] == [COD]
    assert [row.amount for row in trail_of(f"{number}~2") if row.entry.kind == "cod-collected"] == [COD]
    assert balance(BAG) == 2 * COD


@pytest.mark.parametrize("broken", ["record_events", "insert_all", "post_all", "tell_all"])
def test_what_breaks_off_in_the_middle_leaves_nothing_behind(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (number,) = parcels()
    monkeypatch.setattr(rounds, broken, lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        deliver(handover(number), key="round-1")
    monkeypatch.undo()

    assert (status_of(number), proof_of(number), balance(BAG)) == ("in_transit", None, 0)
    assert outcomes(handover(number), key="round-1") == ["delivered"]


def test_many_handovers_take_no_more_statements_than_a_few(statements: Any) -> None:
    few, many = parcels(*"abcdefghij"), parcels(*map(str, range(1_000)))
    delivered("before")
    with statements() as small:
        deliver(*map(handover, few))
    with statements() as large:
        deliver(*map(handover, many))

    assert len(large) == len(small)
    assert balance(BAG) == 1_011 * COD


@pytest.mark.parametrize("role", [Role.SORTER, Role.TREASURER, Role.INSPECTOR, Role.ENGINEER])
def test_only_those_who_deliver_may_hand_over(role: Role) -> None:
    (number,) = parcels()

    with pytest.raises(NotAllowed):
        deliver(handover(number), by=staff("someone", role, ZAGORA_OFFICE))


def test_a_courier_has_the_verbs_of_the_door_and_no_others() -> None:
    allowed = {verb for verb in COMMANDS if YOUSSEF.may(verb) and not verb.startswith("base.")}

    assert allowed == {
        "delivery.take_out", "delivery.attempt_delivery", "delivery.deliver_items", "delivery.await_collection",
        "mail.record_scans", "cash.acknowledge_lines", "cash.dispute_discrepancy", "payments.begin_payment",
        "payments.pay_money_order", "payments.resolve_payment",
    }  # fmt: skip


def test_a_postman_delivers_from_his_own_office_only() -> None:
    (number,) = parcels()

    with pytest.raises(NotYourOffice):
        deliver(handover(number), office=AGENCY)
    with pytest.raises(UnknownOffice):
        deliver(handover(number), office="MA9999", by=BOSS)
    assert status_of(number) == "in_transit"


@pytest.mark.parametrize("statement", ["UPDATE {} SET recipient_name = 'x'", "DELETE FROM {}"])
def test_a_proof_cannot_be_changed_or_taken_away(statement: str) -> None:
    delivered()

    with (
        pytest.raises(DatabaseError, match=r"append-only: .* on delivery_proofofdelivery"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement.format("delivery_proofofdelivery"))


def test_a_proof_names_who_took_it_and_there_is_only_one() -> None:
    (number,) = delivered()
    proof = proof_of(number)
    assert proof is not None

    with pytest.raises(IntegrityError), transaction.atomic():
        proof.save(force_insert=True)
    proof.recipient_name = ""
    proof.unit_id = build_unit_of(*parcels("other"))
    with pytest.raises(IntegrityError, match="proof_names_who_took_it"), transaction.atomic():
        proof.save(force_insert=True)


def build_unit_of(number: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM mail_unit WHERE number = %s", [number])
        return int(cursor.fetchone()[0])


def test_delivery_is_told_to_those_above() -> None:
    (number,) = parcels()
    told: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounds, "tell_all", lambda facts: told.extend(facts))
        deliver(handover(number), by=YOUSSEF)

    assert [(fact.number, fact.recipient, fact.delivered_at) for fact in told] == [
        (number, "addressee", later(25).isoformat())
    ]
