"""Items handed to the post: each gets its number and its promise, and a bad one holds up nobody."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from postkit.address import Address
from postkit.s10 import is_valid
from rekkas.base.actors import system
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.catalogue.commands import load_catalogue
from rekkas.mail import commands as mail
from rekkas.mail.models import Event, Item, Unit
from rekkas.mail.queries import item, track
from tests.build import (
    AGENCY,
    BOSS,
    CASABLANCA,
    MONDAY,
    OUARZAZATE,
    YOUSSEF,
    ZAGORA_OFFICE,
    later,
    pack,
    staff,
)
from tests.mail.world import accept, entry, posted, record, s10, scan, told

A_YEAR = 366 * 24  # hours: the period of an S10 number, in a year of the longer kind


def codes(*entries: Any) -> list[str]:
    return [result.code or result.outcome for result in accept(*entries)]


def test_an_item_gets_a_number_of_its_product_and_a_promise() -> None:
    (result,) = accept(entry())

    assert (result.outcome, result.subject) == ("taken", result.number)
    assert result.number.startswith("PA")
    assert is_valid(result.number)
    assert result.promise_date == date(2026, 3, 4)
    kept = item(result.number)
    assert (kept.origin.code, kept.destination.code) == (AGENCY, ZAGORA_OFFICE)
    assert (kept.weight_g, kept.currency, kept.addressee) == (1_200, "MAD", {"name": "Amina Alaoui"})
    assert [step.code for step in told(result.number).steps] == ["EMA"]


def test_numbers_follow_one_another_and_each_product_has_its_own_series() -> None:
    letters = [number[:10] for number in posted("one", "two")]
    other = posted("three", product="parcel-cod")[0]

    assert letters == ["PA00000001", "PA00000002"]
    assert other.startswith("PC00000001")


def test_a_number_that_was_given_by_hand_is_passed_over() -> None:
    posted("by hand", number="PA000000028MA")

    assert [number[:10] for number in posted("one", "two")] == ["PA00000001", "PA00000003"]


def test_a_key_that_is_repeated_gives_the_first_number() -> None:
    first = accept(entry())[0]

    again = accept(entry())[0]
    other = accept(entry(weight_g=900))[0]

    assert (again.outcome, again.number, again.promise_date) == ("repeated", first.number, first.promise_date)
    assert other.code == "base.key-reused"
    assert Item.objects.get().weight_g == 1_200


def test_a_key_twice_in_one_batch_is_taken_once() -> None:
    assert codes(entry("one"), entry("one")) == ["taken", "base.invalid-input"]


def test_a_declined_item_can_be_handed_in_again_with_the_same_key() -> None:
    assert codes(entry(weight_g=0)) == ["catalogue.weight-missing"]

    assert codes(entry()) == ["taken"]


def test_a_reference_belongs_to_one_item_of_its_customer() -> None:
    first = accept(entry("one", customer="ATLAS", reference="order 1"))[0]

    (again,) = accept(entry("two", customer="ATLAS", reference="order 1"))

    assert again.code == "mail.reference-in-use"
    assert first.number in again.message
    assert codes(
        entry("three", customer="OTHER", reference="order 1"),
        entry("four", reference="order 1"),
        entry("five", reference="order 1"),
        entry("six", customer="ATLAS", reference="order 2"),
        entry("seven", customer="ATLAS", reference="order 2"),
    ) == ["taken", "taken", "taken", "taken", "base.invalid-input"]


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("weight 0", {"weight_g": 0}, "catalogue.weight-missing"),
    ("less than nothing", {"weight_g": -5}, "catalogue.weight-missing"),
    ("ten tonnes", {"weight_g": 10_000_000}, "catalogue.too-heavy"),
    ("heavier than a column", {"weight_g": 10**20}, "catalogue.too-heavy"),
    ("no such product", {"product": "pigeon"}, "catalogue.unknown-product"),
    ("no cash on this product", {"cod_amount": 100}, "catalogue.cod-not-offered"),
    ("too much cash", {"product": "parcel-cod", "cod_amount": 10**7}, "catalogue.cod-too-high"),
    ("nobody to pay", {"product": "parcel-cod", "cod_amount": 100}, "mail.merchant-missing"),
    ("a merchant unknown", {"product": "parcel-cod", "cod_amount": 1, "customer": "X"}, "mail.merchant-missing"),
    ("negative value", {"declared_value": -1}, "base.invalid-input"),
    ("value without end", {"declared_value": 10**30}, "base.invalid-input"),
    ("no such office", {"origin": "XX9999"}, "network.unknown-office"),
    ("nobody delivers there", {"destination_locality": "MA0"}, "base.invalid-input"),
    ("no addressee", {"addressee": Address(name=" ")}, "base.invalid-input"),
    ("misread", {"number": "RB123456786GB"}, "mail.invalid-number"),
    ("too short", {"number": "A-1"}, "mail.invalid-number"),
    ("too long", {"number": "A" * 36}, "mail.invalid-number"),
    ("other letters", {"number": "طرد123456"}, "mail.invalid-number"),
    ("a customer's code too long", {"customer": "c" * 25}, "base.invalid-input"),
    ("a reference too long", {"reference": "r" * 65}, "base.invalid-input"),
    ("a reference that is no text", {"reference": "a\0b", "customer": "ATLAS"}, "base.invalid-input"),
    ("an origin that is no text", {"origin": "MA\0"}, "base.invalid-input"),
    ("a product that is no text", {"product": "\0"}, "base.invalid-input"),
    ("an address that is no text", {"addressee": Address(name="A", street="12\0")}, "base.invalid-input"),
    ("a sender that is no text", {"sender": Address(name="A\0")}, "base.invalid-input"),
    ("a moment without offset", {"happened_at": MONDAY.replace(tzinfo=None)}, "base.invalid-input"),
    ("tomorrow", {"happened_at": later(24)}, "base.invalid-input"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_is_wrong_with_one_item_does_not_fail_its_neighbours(changes: dict[str, Any], code: str) -> None:
    assert codes(entry("before"), entry("bad", **changes), entry("after")) == ["taken", code, "taken"]

    assert Item.objects.count() == 2


def test_all_that_is_wrong_in_one_batch_is_answered_row_by_row() -> None:
    found = codes(entry("good"), *(entry(name, **changes) for name, changes, _ in BAD))

    assert found == ["taken", *(code for _, _, code in BAD)]


def test_a_product_that_was_withdrawn_is_not_sold() -> None:
    left = replace(
        pack(),
        products=tuple(product for product in pack().products if product.code != "parcel"),
        prices=tuple(price for price in pack().prices if price.product != "parcel"),
    )
    load_catalogue(pack=left, by=BOSS, at=MONDAY)

    (result,) = accept(entry())

    assert result.code == "catalogue.not-sold-here"


@pytest.mark.parametrize(
    "written", ["rb 123 456 785 gb", "RB-123456785-GB", "RB١٢٣٤٥٦٧٨٥GB", "\u200fRB123456785GB\u200e"]
)
def test_a_number_is_kept_in_its_one_form(written: str) -> None:
    assert posted(number=written) == ["RB123456785GB"]


def test_a_number_of_a_reserved_service_is_taken_since_such_numbers_circulate() -> None:
    assert posted(number="JA876543216CA") == ["JA876543216CA"]


def test_a_number_is_refused_within_its_period() -> None:
    posted("one", number=s10(1))

    (result,) = accept(entry("two", number=s10(1), happened_at=later(A_YEAR - 1)), at=later(A_YEAR))

    assert result.code == "mail.number-in-use"
    assert "2026-03-02" in result.message
    assert "2027-03-03" in result.message


def test_of_two_items_with_one_number_in_a_batch_the_first_is_taken() -> None:
    assert codes(entry("one", number=s10(1)), entry("two", number=s10(1))) == ["taken", "mail.number-in-use"]


def test_after_its_period_a_number_begins_another_life() -> None:
    posted("old", number=s10(1), weight_g=100)
    record(scan(s10(1), "EMI", 50))

    (result,) = accept(entry("new", number=s10(1), happened_at=later(A_YEAR)), at=later(A_YEAR))

    assert (result.outcome, result.number, result.subject) == ("taken", s10(1), f"{s10(1)}~2")
    now = later(A_YEAR + 1)
    assert (item(s10(1)).weight_g, track([s10(1)], at=now)[0].status) == (1_200, "accepted")
    assert item(s10(1), posted=date(2026, 3, 5)).weight_g == 100


def test_a_scan_finds_the_life_of_the_number_in_which_it_happened() -> None:
    posted("old", number=s10(1))
    accept(entry("new", number=s10(1), happened_at=later(A_YEAR)), at=later(A_YEAR))

    record(scan(s10(1), "EMH", 50), scan(s10(1), "EMG", A_YEAR + 5), at=later(A_YEAR + 10))

    said = Event.objects.exclude(code="EMA").order_by("code").values_list("code", "unit__cycle", "clock")
    assert list(said) == [("EMG", 2, ""), ("EMH", 1, "")]
    assert told(s10(1), at=later(A_YEAR + 10)).status == "in_transit"


def test_a_number_may_come_a_third_time() -> None:
    for turn in range(3):
        at = later(turn * A_YEAR)
        accept(entry(turn, number=s10(1), happened_at=at), at=at)

    assert list(Unit.objects.order_by("cycle").values_list("cycle", flat=True)) == [1, 2, 3]


def test_a_batch_of_any_size_costs_the_same_number_of_statements(statements: Any) -> None:
    def cost(count: int, word: str) -> int:
        with statements() as seen:
            assert len(accept(*(entry(f"{word} {n}") for n in range(count)))) == count
        return len(seen)

    cost(2, "first")

    assert cost(10, "few") == cost(1_000, "many")


def test_strays_of_many_devices_join_in_a_bounded_number_of_statements(statements: Any) -> None:
    def cost(start: int, count: int) -> int:
        numbers = [s10(start + n) for n in range(count)]
        record(*(scan(number) for number in numbers))
        with statements() as seen:
            accept(*(entry(number, number=number) for number in numbers))
        return len(seen)

    cost(0, 2)

    assert cost(1_000, 10) == cost(2_000, 500)


def test_a_promise_counts_from_when_it_was_handed_over() -> None:
    early, late = (accept(entry(at, happened_at=at), at=later(80))[0] for at in (later(0), later(72)))

    assert early.promise_date
    assert late.promise_date
    assert late.promise_date - early.promise_date >= timedelta(days=2)


def test_an_item_for_the_place_itself_and_one_from_far_are_both_taken() -> None:
    assert codes(entry("near", destination_locality=CASABLANCA), entry("far", origin=OUARZAZATE)) == [
        "taken",
        "taken",
    ]


def test_who_may_not_accept_is_refused() -> None:
    with pytest.raises(NotAllowed):
        mail.accept_items(items=[entry()], by=YOUSSEF, at=MONDAY)


def test_an_empty_batch_is_answered_with_nothing() -> None:
    assert accept() == []


def test_the_answer_to_a_keyed_request_is_the_same_the_second_time() -> None:
    def ask() -> Any:
        return mail.accept_items(items=[entry()], by=BOSS, at=MONDAY, key="counter 7")

    first = ask()

    assert ask() == first
    assert first[0].outcome == "taken"


def test_a_wall_time_of_the_source_is_kept_with_its_offset_unknown() -> None:
    wall_time = MONDAY.astimezone(ZoneInfo("Africa/Casablanca"))

    (result,) = accept(entry(happened_at=wall_time, offset_known=False))

    (event,) = Event.objects.filter(unit__number=result.number)
    assert (event.happened_at, event.offset_min) == (MONDAY, None)


def test_what_was_handed_over_long_ago_is_accepted_from_an_import_only() -> None:
    long_ago, lately = later(-46 * 24), later(-44 * 24)
    old, late = entry("old", happened_at=long_ago), entry("late", happened_at=lately)

    declined, taken = mail.accept_items(items=[old, late], by=staff("karim", Role.MANAGER), at=MONDAY)
    (imported,) = mail.accept_items(items=[old], by=system("import"), at=MONDAY)

    assert (declined.code, taken.outcome, imported.outcome) == ("mail.too-long-ago", "taken", "taken")
    assert "more than 45 days ago" in declined.message
