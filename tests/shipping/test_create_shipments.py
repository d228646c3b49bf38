from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import msgspec
import pytest

from postkit.address import Address
from rekkas.base.actors import Actor
from rekkas.base.errors import NotAllowed
from rekkas.mail.queries import item, track
from rekkas.merchant.choices import MemberRole
from rekkas.merchant.commands import check_merchant, close_merchant
from rekkas.merchant.errors import MerchantClosed
from rekkas.shipping import queries
from rekkas.shipping.choices import ShipmentOutcome
from rekkas.shipping.commands import create_shipments
from rekkas.shipping.entries import ParcelSaid
from rekkas.shipping.models import Parcel, Shipment
from tests.build import BOSS, MONDAY, key, later
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import OTHER_ICE, actor, colleague, proved, signed_up
from tests.shipping.shipments import entry, sent

CREATED, REPEATED, DECLINED = ShipmentOutcome.CREATED, ShipmentOutcome.REPEATED, ShipmentOutcome.DECLINED


def built() -> str:
    merchants.country()
    return merchants.merchant().name


world = lasting(built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_a_shipment_is_priced_promised_and_announced(leila: Actor) -> None:
    (made,) = sent(leila)

    assert made.outcome is CREATED
    assert (made.amount, made.currency) == (4_350, "MAD")  # 35.00 and, for the cash, 5.00 and 1 %
    assert sum(line.amount for line in made.lines) == made.amount
    assert made.promise_date == date(2026, 3, 4)
    kept = item(made.numbers[0])
    assert (kept.customer_code, kept.reference, kept.cod_amount) == ("ZELLIGE", "R-one", 35_000)
    assert track(made.numbers, at=later(1))[0].status == "announced"


def test_the_same_once_more_is_found_and_not_made_again(leila: Actor) -> None:
    (first,) = sent(leila)

    (by_key,) = sent(leila, at=later(1))
    (by_reference,) = create_shipments(
        shipments=[msgspec.structs.replace(entry(), key=key("another"))], by=leila, at=later(2)
    )

    assert (by_key.outcome, by_reference.outcome) == (REPEATED, REPEATED)
    assert by_key.numbers == by_reference.numbers == first.numbers
    assert by_key.lines == first.lines
    assert Shipment.objects.count() == Parcel.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "base.key-reused"),  # the same key
        ({"key": key("another")}, "shipping.reference-used"),  # the same reference
    ],
)
def test_the_same_with_another_content_is_refused(
    leila: Actor, changes: dict[str, object], code: str
) -> None:
    sent(leila)

    (answer,) = sent(leila, parcels=(ParcelSaid(1_300, 35_000),), **changes)

    assert (answer.outcome, answer.code) == (DECLINED, code)
    assert Shipment.objects.count() == 1


def test_twice_in_one_batch_is_made_once(leila: Actor) -> None:
    answers = sent(leila, "one", "one", "two")

    assert [answer.outcome for answer in answers] == [CREATED, DECLINED, CREATED]


def test_several_parcels_go_together_under_one_reference(leila: Actor) -> None:
    (made,) = sent(leila, parcels=(ParcelSaid(1_200, 35_000), ParcelSaid(900), ParcelSaid(800)))

    assert len(set(made.numbers)) == 3
    assert made.amount == 4_350 + 2 * 3_500
    assert [line.amount for line in made.lines] == [10_500, 850]
    assert [item(number).reference for number in made.numbers] == ["R-one", "R-one/2", "R-one/3"]
    assert [row.place for row in Parcel.objects.order_by("place")] == [1, 2, 3]


def test_where_one_parcel_cannot_go_none_does(leila: Actor) -> None:
    (answer, other) = create_shipments(
        shipments=[entry(parcels=(ParcelSaid(1_200), ParcelSaid(90_000))), entry("two")], by=leila, at=MONDAY
    )

    assert (answer.outcome, answer.code) == (DECLINED, "catalogue.too-heavy")
    assert answer.numbers == ()
    assert other.outcome is CREATED
    assert Shipment.objects.count() == 1


def test_what_the_post_itself_declines_leaves_none_of_its_parcels_on_the_way(leila: Actor) -> None:
    unnamed = Address(name=" ", locality="Zagora")

    (answer,) = sent(leila, addressee=unnamed, parcels=(ParcelSaid(1_200), ParcelSaid(900)))

    assert (answer.outcome, answer.code) == (DECLINED, "base.invalid-input")
    assert not Shipment.objects.exists()


def test_one_declined_in_part_was_never_announced_and_goes_once_its_hindrance_is_gone(leila: Actor) -> None:
    sent(leila, reference="R/2")
    both = {"reference": "R", "parcels": (ParcelSaid(1_200), ParcelSaid(900))}
    numbered = Parcel.objects.count()

    first = sent(leila, "two", "three", product="parcel", **both | {"reference": "R"})
    again = sent(leila, "two", product="parcel", **both)

    assert [(one.outcome, one.code) for one in (first[0], again[0])] == [
        (DECLINED, "mail.reference-in-use")
    ] * 2
    assert first[1].outcome is DECLINED  # the same reference again, in the same batch
    assert Parcel.objects.count() == numbered
    (whole,) = sent(leila, "two", product="parcel", **both | {"reference": "S"})
    assert (whole.outcome, len(whole.numbers)) == (CREATED, 2)
    assert item(whole.numbers[0]).reference == "S"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"product": "balloon"}, "catalogue.unknown-product"),
        ({"destination_locality": "XX"}, "territory.unknown-locality"),
        ({"parcels": ()}, "shipping.no-parcels"),
        ({"parcels": (ParcelSaid(0),)}, "catalogue.weight-missing"),
        ({"reference": "R" * 61}, "base.invalid-input"),
        ({"parcels": (ParcelSaid(900, contents="x" * 121),)}, "base.invalid-input"),
        ({"parcels": (ParcelSaid(900, 900_000),)}, "catalogue.cod-too-high"),
    ],
)
def test_one_that_cannot_be_made_is_answered_for_itself(
    leila: Actor, changes: dict[str, object], code: str
) -> None:
    first, second = create_shipments(shipments=[entry(**changes), entry("two")], by=leila, at=MONDAY)

    assert (first.outcome, first.code) == (DECLINED, code)
    assert first.message
    assert second.outcome is CREATED


def test_whoever_is_not_checked_yet_sends_so_many_a_day(leila: Actor) -> None:
    words = [f"p{n}" for n in range(7)]

    first = sent(leila, *words)
    tomorrow = sent(leila, "later", at=later(24))
    check_merchant(merchant="ZELLIGE", notes="papers", by=BOSS, at=later(25))
    checked = sent(leila, *(f"q{n}" for n in range(9)), at=later(26))

    assert [answer.code for answer in first] == [""] * 5 + ["shipping.not-checked-yet"] * 2
    assert tomorrow[0].outcome is CREATED
    assert {answer.outcome for answer in checked} == {CREATED}


def test_nobody_sends_under_a_contract_that_has_ended_or_without_the_right(leila: Actor) -> None:
    reader = colleague(leila, MemberRole.READER)

    with pytest.raises(NotAllowed):
        sent(reader)
    close_merchant(merchant="ZELLIGE", reason="x", by=BOSS, at=MONDAY)
    with pytest.raises(MerchantClosed):
        sent(leila)


def test_another_merchants_reference_is_no_hindrance_and_their_parcels_are_not_seen(leila: Actor) -> None:
    (mine,) = sent(leila)
    other = signed_up(tax_number=OTHER_ICE, email="other@example.org", name="Argan").member
    proved("other@example.org")

    (theirs,) = sent(actor(other), key=key("theirs"))

    assert theirs.outcome is CREATED
    with pytest.raises(Exception, match="nothing"):
        queries.shipment("ARGAN", mine.numbers[0], MONDAY)


def test_a_batch_costs_the_same_statements_whatever_its_size(
    leila: Actor, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    check_merchant(merchant="ZELLIGE", notes="papers", by=BOSS, at=MONDAY)
    sent(leila, "warm")

    with statements() as one:
        sent(leila, "a")
    with statements() as many:
        sent(leila, *(f"b{n}" for n in range(40)))

    assert len(many) <= len(one) + 2
