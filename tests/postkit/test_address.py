"""Addresses as parts and as lines."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from postkit.address import Address

WORDS = st.text(max_size=20)
ADDRESSES = st.builds(Address, **{field.name: WORDS for field in fields(Address)})
FULL = Address(
    name="Amina Alaoui", name_ar="أمينة العلوي", organisation="Atlas", street="12, avenue Mohammed V",
    street_ar="شارع محمد الخامس", locality="Zagora", locality_ar="زاكورة", locality_code="MA2527089",
    postcode="47900", country="MA", phone="+212600000000",
)  # fmt: skip


@given(ADDRESSES)
def test_an_address_comes_back_from_its_parts(address: Address) -> None:
    assert Address.from_dict(address.as_dict()) == address


@given(ADDRESSES)
def test_no_line_is_empty_and_none_is_invented(address: Address) -> None:
    lines = [*address.lines(), *address.lines_ar()]

    assert all(lines)
    assert len(address.lines()) <= (5 if len(address.country) > 2 else 4)  # abroad the country stands last
    assert len(address.lines_ar()) <= 3


def test_the_most_particular_line_comes_first() -> None:
    assert FULL.lines() == ("Amina Alaoui", "Atlas", "12, avenue Mohammed V", "47900 Zagora")
    assert FULL.lines_ar() == ("أمينة العلوي", "شارع محمد الخامس", "زاكورة")


def test_a_postcode_is_never_required_and_neither_is_a_locality() -> None:
    assert Address(name="Driss", locality="Zagora").lines() == ("Driss", "Zagora")
    assert Address(name="Driss", postcode="47900").lines() == ("Driss", "47900")
    assert Address(name="Driss").lines_ar() == ()


def test_neither_telephone_nor_code_is_printed() -> None:
    printed = " ".join([*FULL.lines(), *FULL.lines_ar()])

    assert "+212" not in printed
    assert "MA2527089" not in printed


def test_parts_that_are_not_of_an_address_are_passed_over_and_a_name_is_not_demanded() -> None:
    assert Address.from_dict({"street": "3", "planet": "Mars"}) == Address(name="", street="3")


def test_a_number_where_a_word_is_expected_becomes_the_word() -> None:
    assert Address.from_dict({"name": "A", "postcode": 20000}).postcode == "20000"
