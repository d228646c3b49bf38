"""bank.toml is read whole, or every mistake in it is named with its line."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from postkit.pack.bank import read_bank
from postkit.pack.bank_model import Bank, LevelLimit, ProductRate

COUNTRIES = Path(__file__).parents[2] / "countries"


def read(data: str | bytes, **more: str) -> Bank:
    bank, mistakes = read_bank(data.encode() if isinstance(data, str) else data, **more)
    assert mistakes == []
    assert bank is not None
    return bank


def wrong(data: str | bytes, **more: str) -> list[str]:
    bank, mistakes = read_bank(data.encode() if isinstance(data, str) else data, **more)
    assert bank is None
    return [str(mistake) for mistake in mistakes]


def of(country: str) -> str:
    return (COUNTRIES / country / "bank.toml").read_text()


@pytest.mark.parametrize(("country", "currency"), [("morocco", "MAD"), ("senegal", "XOF"), ("brazil", "BRL")])
def test_each_country_of_the_repository_has_a_bank_that_can_be_read(country: str, currency: str) -> None:
    bank = read(of(country), currency=currency)

    assert {product.kind for product in bank.products} == {"current", "savings", "wallet"}
    assert "made up" in bank.source
    for level in bank.levels:
        assert level.name_fr, level.code
        assert level.name_ar, level.code


def test_the_three_levels_of_morocco() -> None:
    bank = read(of("morocco"))

    persons = [level for level in bank.levels if level.holders == "persons"]
    assert [level.limits[0].balance_at_most for level in persons] == [20_000, 500_000, 2_000_000]
    assert persons[2].needs == ("phone", "document-in-person", "address")


def test_the_savings_book_of_morocco() -> None:
    savings = next(product for product in read(of("morocco")).products if product.code == "savings")

    assert (savings.ceiling, savings.natural_persons_only, savings.one_per_person) == (40_000_000, True, True)
    assert savings.channels == ("counter", "own-account")
    assert savings.dormant_after_months == 120
    assert savings.rates == (ProductRate(date(2026, 1, 1), 200), ProductRate(date(2026, 7, 1), 185))


SMALL = """currency = "MAD"
[[levels]]
code = "1"
name_en = "One"
holders = "persons"
needs = ["phone"]
[[levels.limits]]
valid_from = 2026-01-01
balance_at_most = 5
[[levels.limits]]
valid_from = 2027-01-01
[[documents]]
code = "card"
name_en = "Card"
number = "[A-Z][0-9]{6}"
expires = true
[[products]]
code = "book"
name_en = "Book"
kind = "savings"
currency = "MAD"
levels = ["1"]
channels = ["counter"]
"""


def test_what_is_left_out_means_no_limit_and_no_fee() -> None:
    bank = read(SMALL)

    assert bank.levels[0].limits == (LevelLimit(date(2026, 1, 1), 5), LevelLimit(date(2027, 1, 1)))
    product = bank.products[0]
    assert (product.floor, product.ceiling, product.fees, product.rates) == (0, None, (), ())
    assert bank.documents[0].issuer == "country"
    assert read(SMALL.replace("\n", "\r\n")) == bank
    assert read(b"\xef\xbb\xbf" + SMALL.encode()) == bank
    assert replace(bank, registrations=()) == bank


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('currency = "MAD"\n[', "[", "line 1, currency: this key is missing"),
        ('"MAD"\n[', '"dirham"\n[', "line 1, currency: 'dirham' will not do"),
        ('code = "1"', 'code = "One"', "line 3, levels.code: 'One' will not do"),
        ('name_en = "One"', "", "line 2, levels.name_en: this key is missing; write a text in quotes"),
        ('["phone"]', '["fax"]', "line 6, levels.needs: 'fax' is not known here"),
        ('["phone"]', "[]", "line 6, levels.needs: is no list of different values"),
        ('["phone"]', '["phone", "phone"]', "line 6, levels.needs: is no list of different values"),
        ('["phone"]', '"phone"', "line 6, levels.needs: is not of the right type; write a list"),
        ('["phone"]', '["phone", "registration"]', "line 6, levels.needs: organisations need their registration"),
        ("2026-01-01", '"2026-01-01"', "line 8, levels.limits.valid_from: is not of the right type; write a day"),
        ("2027-01-01", "2026-01-01", "line 11, levels.limits.valid_from: already stands in the row of line 7"),
        ("balance_at_most = 5", "balance_at_most = -5", "line 9, levels.limits.balance_at_most: -5 is out of range"),
        ("balance_at_most = 5", "balance_at_most = 5.0", "line 9, levels.limits.balance_at_most: is not of the right"),
        ("balance_at_most = 5", "balance_at_most = true", "line 9, levels.limits.balance_at_most: is not of the right"),
        ("balance_at_most = 5", "ceiling = 5", "line 9, levels.limits.ceiling: no such key; the keys are valid_from"),
        ("[A-Z][0-9]{6}", "[A-Z", "line 15, documents.number: is no regular expression"),
        ("expires = true", "expires = 1", "line 16, documents.expires: is not of the right type; write true or false"),
        ('kind = "savings"', 'kind = "loan"', "line 20, products.kind: 'loan' is not known here"),
        ('levels = ["1"]', 'levels = ["2"]', "line 22, products.levels: '2' is no level of this file"),
        ('levels = ["1"]', 'levels = ["1"]\nceiling = 0', "line 23, products.ceiling: 0 is not above the floor"),
        ('levels = ["1"]', 'levels = ["1"]\nday_count = "act/360"', "products.rates: interest needs rates, day_count"),
        ('holders = "persons"\nneeds = ["phone"]', 'holders = "organisations"\nneeds = ["registration"]',
         "levels: there is no level for persons"),
        ("[[documents]]", "[documents]", "documents: is no array of tables; write each row under [[documents]]"),
        ("[[documents]]", "[[papers]]", "papers: no such key; the keys are currency, source, rib_bank"),
        ('"MAD"\n[', '"MAD\n[', "line 1: cannot be read as TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_where_it_stands(before: str, after: str, said: str) -> None:
    assert before in SMALL

    assert any(said in mistake for mistake in wrong(SMALL.replace(before, after, 1)))


def test_a_code_names_one_row() -> None:
    twice = SMALL + SMALL[SMALL.index("[[documents]]") : SMALL.index("[[products]]")]

    assert wrong(twice) == [
        "bank.toml, line 25, documents.code: already stands in the row of line 12; keep one"
    ]


def test_every_mistake_is_named_at_once_and_in_the_order_of_lines() -> None:
    mistakes = wrong(SMALL.replace('"One"', '""').replace("= 5", "= -1").replace('"savings"', '"loan"'))

    assert [int(mistake.split("line ")[1].partition(",")[0]) for mistake in mistakes] == [4, 9, 20]


FEE = '[[products.fees]]\ncode = "per-month"\nvalid_from = 2026-01-01\n'


@pytest.mark.parametrize(
    ("fee", "said"),
    [
        (FEE, "products.fees.amount: a fee is an amount or per_mille"),
        (
            f"{FEE}amount = 5\nper_mille = 5\n",
            "line 27, products.fees.amount: a fee is an amount or per_mille",
        ),
        (
            f"{FEE}per_mille = 5\nat_least = 9\nat_most = 8\n",
            "line 29, products.fees.at_most: 8 is below at_least",
        ),
        (
            f"{FEE}amount = 5\n{FEE}amount = 6\n",
            "line 29, products.fees.code: already stands in the row of line 24",
        ),
        (f"{FEE}per_mille = 1001\n", "1001 is out of range"),
        (FEE.replace("month", "sneeze"), "'per-sneeze' is not known here"),
    ],
)
def test_a_fee_is_an_amount_or_a_share_once_from_a_day(fee: str, said: str) -> None:
    assert any(said in mistake for mistake in wrong(SMALL + fee))


def test_an_account_for_persons_only_is_not_opened_by_organisations() -> None:
    business = '[[levels]]\ncode = "b"\nname_en = "B"\nholders = "organisations"\nneeds = ["registration"]\n'
    data = SMALL.replace("[[documents]]", f"{business}[[documents]]").replace('["1"]', '["1", "b"]')

    assert read(data).products[0].levels == ("1", "b")
    (mistake,) = wrong(data.replace("channels", "natural_persons_only = true\nchannels"))
    assert "products.levels: 'b' is for organisations; this account is for persons only" in mistake


def test_the_currency_is_that_of_the_country() -> None:
    assert wrong(SMALL, currency="XOF") == [
        "bank.toml, line 1, currency: MAD is not the currency of country.toml; write XOF"
    ]


@pytest.mark.parametrize("data", [b"\xff\xfec\x00", "currency = “MAD”".encode("windows-1252")])
def test_another_encoding_is_named(data: bytes) -> None:
    assert "UTF" in wrong(data)[0]
