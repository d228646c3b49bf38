from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.money import NotAnAmount, allocate, decimals, to_minor, to_text

currencies = st.sampled_from(["MAD", "TND", "XOF", "CLF"])
amounts = st.integers(-(10**15), 10**15)
parts = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("currency", "count"),
    [
        ("MAD", 2),  # centimes
        ("EUR", 2),  # cents
        ("TND", 3),  # millimes
        ("XOF", 0),  # the CFA franc has no minor unit
        ("CLF", 4),  # a unit of account
    ],
)
def test_each_currency_has_its_decimals(currency: str, count: int) -> None:
    assert decimals(currency) == count


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("12.50", "MAD", 1250),  # as to_text writes it
        ("12,5", "MAD", 1250),  # a comma, one decimal
        ("12", "MAD", 1200),  # no decimals
        ("١٢٫٥٠", "MAD", 1250),  # Arabic digits and decimal sign
        ("۱۲٫۵", "MAD", 1250),  # Persian digits
        ("١٬٢٥٠", "MAD", 125_000),  # the Arabic thousands sign is no decimal sign
        ("1 250,50", "MAD", 125_050),  # blanks part thousands
        ("1\u202f250,50", "MAD", 125_050),  # the narrow blank of French typography
        ("1'250.50", "MAD", 125_050),  # the Swiss way
        ("1.250,50", "MAD", 125_050),  # both marks: the last is the decimal one
        ("1,250.50", "MAD", 125_050),  # the other way round
        ("1,250,000", "MAD", 125_000_000),  # a mark that comes twice parts thousands
        ("\u200f 12.50 \u200e", "MAD", 1250),  # pasted out of Arabic text
        ("-0,05", "MAD", -5),  # negative
        ("−3", "MAD", -300),  # the true minus sign
        ("12.500", "TND", 12_500),  # three decimals after a point, as to_text writes them
        ("0,125", "TND", 125),  # no thousands begin with a zero
        ("1 250", "XOF", 1250),  # no decimals
        ("1250.00", "XOF", 1250),  # decimals that say nothing, out of a shop's export
    ],
)
def test_an_amount_is_read_exactly(text: str, currency: str, amount: int) -> None:
    assert to_minor(text, currency) == amount


@pytest.mark.parametrize(
    ("text", "currency", "reason"),
    [
        ("", "MAD", "number"),  # nothing
        ("12.", "MAD", "number"),  # unfinished
        (".5", "MAD", "number"),  # begun in the middle
        ("12 DH", "MAD", "number"),  # the currency is said beside, not inside
        ("1e3", "MAD", "number"),  # a notation for physicists
        ("NaN", "MAD", "number"),  # no number at all
        ("12 50", "MAD", "number"),  # blanks part threes
        ("1,25,000", "MAD", "number"),  # uneven groups
        ("1,250,5", "MAD", "number"),  # one mark in two roles
        ("1,250", "MAD", "ambiguous"),  # thousands, or too many decimals
        ("1.250", "MAD", "ambiguous"),  # the same
        ("12,500", "TND", "ambiguous"),  # a Tunisian reads 12 and a half, an American 12 thousand
        ("12.000", "XOF", "ambiguous"),  # 12 or 12 thousand
        ("12.505", "MAD", "ambiguous"),  # three digits may always be thousands
        ("1250.505", "MAD", "decimals"),  # these cannot
        ("0.001", "MAD", "decimals"),  # less than a centime
        ("0.5", "XOF", "decimals"),  # half a franc does not exist
        ("12.50", "DH", "currency"),  # a customary sign, not the code
        ("12.50", "mad", "currency"),  # codes are capitals
    ],
)
def test_an_unclear_amount_is_refused_with_a_reason(text: str, currency: str, reason: str) -> None:
    with pytest.raises(NotAnAmount) as refusal:
        to_minor(text, currency)

    assert refusal.value.reason == reason


@given(amounts, currencies)
def test_an_amount_written_is_the_amount_read(amount: int, currency: str) -> None:
    assert to_minor(to_text(amount, currency), currency) == amount


@given(amounts, currencies)
def test_an_amount_is_written_at_its_value(amount: int, currency: str) -> None:
    assert Fraction(to_text(amount, currency)) * 10 ** decimals(currency) == amount


@given(st.text("0123456789.,- ٫٬٣", max_size=12), currencies)
def test_a_text_is_read_or_refused_and_nothing_else(text: str, currency: str) -> None:
    try:
        amount = to_minor(text, currency)
    except NotAnAmount:
        return
    assert to_minor(to_text(amount, currency), currency) == amount


@given(amounts, parts)
def test_sharing_makes_and_loses_nothing(amount: int, parts: list[int]) -> None:
    assert sum(allocate(amount, parts)) == amount


@given(amounts, parts)
def test_each_share_is_within_one_unit_of_its_due(amount: int, parts: list[int]) -> None:
    for share, part in zip(allocate(amount, parts), parts, strict=True):
        assert abs(share - Fraction(amount * part, sum(parts))) < 1


@given(st.integers(0, 10**15), parts)
def test_a_larger_part_never_gets_less(amount: int, parts: list[int]) -> None:
    shares = [share for _, share in sorted(zip(parts, allocate(amount, parts), strict=True))]

    assert shares == sorted(shares)


@given(amounts, parts)
def test_a_debt_is_shared_like_a_gain(amount: int, parts: list[int]) -> None:
    assert allocate(-amount, parts) == [-share for share in allocate(amount, parts)]


@pytest.mark.parametrize(
    "parts",
    [
        [],  # nobody
        [0, 0],  # nobody has a part
        [3, -1],  # a part below nothing
    ],
)
def test_an_amount_is_not_shared_without_parts(parts: list[int]) -> None:
    with pytest.raises(ValueError, match="parts are counted"):
        allocate(100, parts)
