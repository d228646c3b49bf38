"""Cells as exact values: what is clear is read, what is not has a fault with a code."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.money import to_text
from postkit.sheets import (
    Fault,
    amount,
    currency_in,
    day,
    day_order_of,
    decimal_mark_of,
    digits_of,
    phone,
    unit_in,
    weight_g,
    yes_or_no,
    zeros_lost,
)


def said(value: object) -> object:
    return value.code if isinstance(value, Fault) else value


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("1,5 كغ", 1500),
        ("1.5kg", 1500),
        ("1500 g", 1500),
        ("١٥٠٠ غ", 1500),
        ("1 500", 1500),
        ("1\u202f500 grammes", 1500),
        ("كلغ ٢٫٥", 2500),  # the unit may stand first
        ("0,250 kg", 250),  # a zero parts no thousands
        ("2 Kilos.", 2000),
        ("1.250,5 kg", 1_250_500),
        ("12500,000", 12_500),  # five digits before a mark are not parted
        ("0", 0),
        ("1,250 kg", "ambiguous"),
        ("1.250", "ambiguous"),
        ("-1 kg", "negative"),
        ("1 kg 200 g", "several"),
        ("1-2 kg", "several"),
        ("1 lb", "unit"),
        ("~1 kg", "unit"),
        ("1 kg g", "unit"),
        ("1,5", "too-fine"),  # half a gram
        ("0.0005 kg", "too-fine"),
        ("1½ kg", "unit"),
        ("kg", "number"),
        ("1..5", "number"),
        ("12 50", "number"),
        ("", "empty"),
        (" \u200f ", "empty"),
        ("2,5E+11", "exponent"),
        ("1234567890123456 g", "too-large"),
    ],
)
def test_a_weight_is_whole_grams_or_a_fault(text: str, grams: object) -> None:
    assert said(weight_g(text)) == grams


def test_a_weight_without_a_unit_has_the_one_that_is_given() -> None:
    assert weight_g("1,5", unit="kg") == 1500
    assert weight_g("1500 g", unit="kg") == 1500
    assert weight_g("1,250", unit="kg", decimal_mark=",") == 1250
    assert weight_g("1,250", unit="kg", decimal_mark=".") == 1_250_000


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1.234,50 DH", 123_450),
        ("MAD 350", 35_000),
        ("350,00 درهم", 35_000),
        ("٣٥٠٫٥٠ د.م.", 35_050),
        ("1 250 Dhs", 125_000),
        ("MAD (DH) 12", 1_200),
        ("1'250.5", 125_050),
        ("1,234,567.00", 123_456_700),
        ("350,-", 35_000),
        ("350.- DH", 35_000),
        ("0", 0),
        ("12.50000", 1_250),  # zeros say nothing
        ("1,234", "ambiguous"),
        ("1.234 DH", "ambiguous"),
        ("350 €", "other-currency"),
        ("$350", "other-currency"),
        ("350 دينار", "other-currency"),
        ("350 DH / 35 €", "two-currencies"),
        ("MAD 350 EUR", "two-currencies"),
        ("350 DH environ", "word"),
        ("gratuit", "number"),
        ("-350", "negative"),
        ("350-", "negative"),
        ("(350) DH", "negative"),
        ("−350", "negative"),
        ("350 + 20", "several"),
        ("350/400", "several"),
        ("12.345", "ambiguous"),
        ("1234.567", "decimals"),
        ("12,3456", "decimals"),
        ("", "empty"),
        ("3,5E+11", "exponent"),
        ("9999999999999999", "too-large"),
    ],
)
def test_an_amount_is_minor_units_or_a_fault(text: str, minor: object) -> None:
    assert said(amount(text, currency="MAD", decimals=2)) == minor


@pytest.mark.parametrize(
    ("text", "currency", "decimals", "minor"),
    [
        ("1,234", "XOF", 0, 1_234),  # no decimals: it can only be thousands
        ("1.234 FCFA", "XOF", 0, 1_234),
        ("1.234 FCFA", "XAF", 0, 1_234),  # the word is of both
        ("12,5", "XOF", 0, "decimals"),
        ("1.234", "TND", 3, 1_234),  # all three decimals after a point: the plain form
        ("1,234", "TND", 3, "ambiguous"),
        ("12,500 DT", "TND", 3, "ambiguous"),
        ("12,5 DT", "TND", 3, 12_500),
        ("35 dinars", "TND", 3, 35_000),
        ("35 dinars", "MAD", 2, "other-currency"),
        ("350 ISK", "ISK", 0, 350),  # a code is a word for its own currency
        ("350 ISK", "MAD", 2, "word"),
    ],
)
def test_the_decimals_of_the_currency_decide_where_they_can(
    text: str, currency: str, decimals: int, minor: object
) -> None:
    assert said(amount(text, currency=currency, decimals=decimals)) == minor


def test_a_decimal_mark_that_is_known_decides() -> None:
    assert amount("1,234", currency="MAD", decimals=2, decimal_mark=".") == 123_400
    assert said(amount("1,234", currency="MAD", decimals=2, decimal_mark=",")) == "decimals"
    assert amount("1.234,5", currency="MAD", decimals=2, decimal_mark=".") == 123_450


@given(st.integers(0, 10**11), st.sampled_from([("MAD", 2), ("XOF", 0), ("TND", 3)]))
def test_an_amount_that_the_post_writes_is_read_back(minor: int, money: tuple[str, int]) -> None:
    currency, decimals = money

    assert amount(f"{to_text(minor, currency)} {currency}", currency=currency, decimals=decimals) == minor


@given(st.text(max_size=20) | st.text(st.sampled_from("0123456789.,  -()kgDH€٠١٢٫"), max_size=12))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (
        weight_g(text),
        amount(text, currency="MAD", decimals=2),
        phone(text, region="MA"),
        yes_or_no(text),
        day(text),
    ):
        assert isinstance(read, (int, str, date, Fault))
        assert not isinstance(read, int) or read >= 0
    decimal_mark_of([text])
    day_order_of([text])
    digits_of([text])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0612-34 56 78", "+212612345678"),
        ("٠٦١٢٣٤٥٦٧٨", "+212612345678"),
        ("+33 1 23 45 67 89", "+33123456789"),
        ("00212612345678", "+212612345678"),
        (
            "612345678",
            "+212612345678",
        ),  # a spreadsheet has taken the zero; the plan of numbers brings it back
        ("06 12 3A", "letters"),
        ("0800-FLOWERS", "letters"),
        ("tél 0612345678", "letters"),
        ("0612345678 / 0698765432", "several"),
        ("0612345678 ou 0698765432", "several"),
        ("0612345678\n0698765432", "several"),
        ("06 12", "phone"),
        ("06123456789012345", "phone"),
        ("2,12612E+11", "exponent"),
        ("", "empty"),
    ],
)
def test_a_telephone_is_in_its_one_form_or_a_fault(text: str, number: str) -> None:
    assert said(phone(text, region="MA")) == number


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Oui", True), ("NON", False), ("yes", True), ("نعم", True), ("لا", False), ("Não", False), ("sí", True),
        ("1", True), ("0", False), ("x", True), ("✓", True), ("TRUE", True), ("FALSE", False), ("FAUX", False),
        ("peut-être", "answer"), ("2", "answer"), ("", "empty"),
    ],
)  # fmt: skip
def test_yes_and_no_in_the_languages(text: str, answer: object) -> None:
    assert said(yes_or_no(text)) == answer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-01-05", date(2026, 1, 5)),
        ("2026-01-05 00:00", date(2026, 1, 5)),  # as a workbook shows a day with the time of midnight
        ("2026/1/5", date(2026, 1, 5)),
        ("25/01/2026", date(2026, 1, 25)),
        ("01/25/2026", date(2026, 1, 25)),
        ("05/05/2026", date(2026, 5, 5)),
        ("٢٥-٠١-٢٠٢٦", date(2026, 1, 25)),
        ("5 janvier 2026", date(2026, 1, 5)),
        ("1er août 2026", date(2026, 8, 1)),
        ("3 de março de 2026", date(2026, 3, 3)),
        ("5-Jan-26", date(2026, 1, 5)),
        ("Jan 5, 2026", date(2026, 1, 5)),
        ("12 شتنبر 2026", date(2026, 9, 12)),
        ("05/01/2026", "ambiguous"),
        ("05/01/26", "year"),
        ("2026-01-05 14:30", "time"),
        ("31/02/2026", "no-such-day"),
        ("2026-13-01", "no-such-day"),
        ("46027", "day"),
        ("demain", "day"),
        ("5 foo 2026", "day"),
        ("", "empty"),
    ],
)
def test_a_day_is_clear_or_a_fault(text: str, found: object) -> None:
    assert said(day(text)) == found


def test_the_order_of_a_column_decides_between_day_and_month() -> None:
    assert day_order_of(["05/01/2026", "x", "25/01/2026"]) == "dmy"
    assert day_order_of(["05/01/2026", "01/25/2026"]) == "mdy"
    assert day_order_of(["25/01/2026", "01/25/2026"]) == ""
    assert day("05/01/2026", order="dmy") == date(2026, 1, 5)
    assert day("05/01/2026", order="mdy") == date(2026, 5, 1)
    assert day("25/01/2026", order="mdy") == date(2026, 1, 25)


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1,5", "1,250", "12"], ","),
        (["1.234,50 DH"], ","),
        (["1,234,567"], "."),
        (["1,5", "1.5"], ""),  # with two tongues
        (["1,250", "1 250"], ""),
        (["12٫5"], ""),
        ([], ""),
    ],
)
def test_the_decimal_mark_of_a_column_is_that_of_its_clear_cells(texts: list[str], mark: str) -> None:
    assert decimal_mark_of(texts) == mark


def test_zeros_that_a_spreadsheet_has_taken_are_seen_by_the_other_cells() -> None:
    digits = digits_of(["0612345678", "0698765432", "0511223344", "612345678", "x"])

    assert digits == 10
    assert zeros_lost("612345678", digits)
    assert not zeros_lost("0612345678", digits)
    assert not zeros_lost("61234567", digits)
    assert digits_of(["0612345678", "712345", "812345", "912345"]) == 0
    assert not zeros_lost("612345678", 0)


def test_units_and_currencies_of_headings() -> None:
    assert unit_in("Poids (kg)") == "kg"
    assert unit_in("Poids en grammes") == "g"
    assert unit_in("Poids kg/g") == ""
    assert currency_in("Montant (DH)") == {"MAD"}
    assert currency_in("COD (CFA)") == {"XOF", "XAF"}
    assert currency_in("Total") == frozenset()
