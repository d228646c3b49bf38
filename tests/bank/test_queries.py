from typing import Any

import pytest
from django.utils.translation import override

from rekkas.bank import queries
from rekkas.bank.choices import CustomerKind
from rekkas.bank.errors import UnknownCustomer, UnknownMatch
from rekkas.bank.models import Customer
from tests.bank.people import card, enrolled, organisation
from tests.build import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def found(words: str) -> list[str]:
    return [row.number for row in queries.find_customers(words)[0]]


@pytest.fixture
def number() -> str:
    """Abdelkader Benali, with a card, between others."""
    enrolled(
        given_name="Khadija", family_name="Tazi", given_name_ar="خديجة", family_name_ar="التازي", phone=""
    )
    kept = enrolled(documents=[card()]).number
    enrolled(entry=organisation())
    return kept


@pytest.mark.parametrize(
    "words",
    [
        "MA0000000022",
        " ma 0000000022",
        "+212 6 12 34 56 78",
        "00212612345678",
        "ab-123456",
        "AB١٢٣٤٥٦",
        "Abdelkader Benali",
        "بنعلي عبدالقادر",
        "ben ali",
        "Abdulqadir",
        "عبد القادر",
    ],
)
def test_a_customer_is_found_by_whatever_is_at_hand(number: str, words: str) -> None:
    assert number == "MA0000000022"
    assert found(words) == [number]


@pytest.mark.parametrize("words", ["", "  ", "Zzz", "+212600000000", "XY999999", "MA0000000999", "12", "…"])
def test_what_fits_nobody_finds_nobody(number: str, words: str) -> None:
    assert found(words) == []


def test_an_organisation_is_found_by_its_name_and_its_register(number: str) -> None:
    assert found("haut atlas") == found("ورشة الاطلس") == found("001561191000066") == ["MA0000000039"]


def test_the_nearest_come_first(number: str) -> None:
    other = enrolled(
        given_name="Abdelkader",
        family_name="Benallal",
        given_name_ar="",
        family_name_ar="",
        born="1950",
        phone="",
    ).number

    assert found("Abdelkader Benallal")[0] == other
    assert found("Abdelkader Benali")[0] == number


def test_a_replaced_paper_finds_nobody(number: str) -> None:
    Customer.objects.get(number=number).documents.update(live=False)

    assert found("AB123456") == []


def test_a_name_is_shown_in_the_letters_of_its_reader(number: str) -> None:
    row = queries.customer(number)

    assert row.shown_name == "Abdelkader Benali"
    with override("ar"):
        assert row.shown_name == "عبد القادر بن علي"


def test_who_and_what_is_not_there_is_said() -> None:
    with pytest.raises(UnknownCustomer):
        queries.customer("MA0000000014")
    with pytest.raises(UnknownMatch):
        queries.match("2026-000001")
    assert queries.customers_numbered(["MA0000000014"]) == {}


def test_a_search_costs_as_many_statements_among_many(number: str, statements: Any) -> None:
    with statements() as few:
        found("Abdelkader")
    for year in range(1930, 1950):
        enrolled(born=str(year), phone="", not_any_of=list(Customer.objects.values_list("number", flat=True)))
    with statements() as many:
        found("Abdelkader")

    assert len(many) == len(few)


def test_levels_and_registers_of_a_country_are_listed() -> None:
    assert [level.code for level in queries.levels_of("MA", CustomerKind.ORGANISATION)] == ["business"]
    assert [row.code for row in queries.registration_kinds("MA")] == ["ice"]
    assert queries.levels_of("SN") == []
    assert [row.code for row in queries.products_of("MA")] == ["current", "savings", "wallet"]
    assert queries.limits_on(queries.level("MA", "person", "3"), MONDAY.date()) is not None
