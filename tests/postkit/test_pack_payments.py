"""payments.toml: what is right in it is read, and each mistake is named where it stands."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.pack.model import Mistake
from postkit.pack.payments import CHECKS, Payments, plain_reference, read_payments, reference_agrees

COUNTRIES = Path(__file__).resolve().parents[2] / "countries"
TINY = """\
currency = "MAD"
source = "made up"
code_tries = 3
payment_lock_minutes = 10
name_likeness_from = 850
second_signature_from = 500000
door_at_most = 80000
amendment_fee = 1000
prescription_months = 60
prescribed_to = "treasury"

[[orders]]
code = "electronic"
name_en = "Electronic"
taken = "cash"
paid = "cash"
amount_at_least = 100
amount_at_most = 1000000
valid_days = 30

[[fees]]
order = "electronic"
valid_from = 2026-01-01
up_to = 50000
amount = 1500

[[fees]]
order = "electronic"
valid_from = 2026-01-01
amount = 2000
per_mille = 2

[[fees]]
order = "electronic"
valid_from = 2027-01-01
amount = 900

[[billers]]
code = "power"
name_en = "Power"
reference = "[0-9]{11}"
check = "luhn"
amounts = "exact"
cycle = "day"
example = "4400-0012-342"
"""


def read(content: str, currency: str = "MAD") -> tuple[Payments | None, list[Mistake]]:
    return read_payments(content.encode(), currency=currency)


def whole() -> Payments:
    payments, mistakes = read(TINY)
    assert payments is not None, mistakes
    return payments


def test_what_is_right_is_read_and_what_is_left_out_means_no_limit() -> None:
    payments = whole()

    order, biller = payments.order("electronic"), payments.biller("power")
    assert order is not None
    assert biller is not None
    assert (order.validity, order.valid_days, order.available_after_minutes) == ("days", 30, 0)
    assert (biller.fee, biller.fee_payer, biller.cancel_minutes, biller.pays_to) == (0, "customer", 0, "")
    assert (payments.day_at_most, payments.suspicious_minutes, payments.near_limit_per_mille) == (
        None, 30, 950,
    )  # fmt: skip
    assert payments.order("ordinary") is None
    assert payments.biller("water") is None


@pytest.mark.parametrize(
    ("amount", "day", "fee"),
    [
        (50_000, date(2026, 3, 2), 1_500),
        (50_001, date(2026, 3, 2), 2_000 + 101),  # a part of a centime is a centime
        (50_000, date(2027, 1, 1), 900),  # the latest tariff alone, and whole
        (50_000, date(2025, 12, 31), None),  # none was set yet
    ],
)
def test_a_fee_is_that_of_the_day_and_of_the_smallest_band_that_holds_the_amount(
    amount: int, day: date, fee: int | None
) -> None:
    assert whole().fee_for("electronic", amount, day) == fee


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "reason"),
    [
        ('currency = "MAD"', 'currency = "DH"', 1, "currency", "three capital letters"),
        ('currency = "MAD"', 'currency = "TND"', 1, "currency", "write MAD"),
        ('source = "made up"\n', "", 1, "source", "is missing"),
        ("code_tries = 3", "code_tries = 0", 3, "code_tries", "out of range"),
        ("code_tries = 3", "tries = 3", 3, "tries", "no such key"),
        ("door_at_most = 80000", "door_at_most = 800.0", 7, "door_at_most", "a whole number"),
        ("door_at_most = 80000", "door_at_most = true", 7, "door_at_most", "a whole number"),
        ('prescribed_to = "treasury"', 'prescribed_to = "The State"', 10, "prescribed_to", "small letters"),
        ('code = "electronic"', 'code = "ordinary"', 13, "orders.code", "has no fee"),
        ('name_en = "Electronic"', 'name_en = ""', 14, "orders.name_en", "is empty"),
        ('taken = "cash"', 'taken = "cheque"', 15, "orders.taken", "write one of cash, account"),
        ("amount_at_least = 100", "amount_at_least = 0", 17, "orders.amount_at_least", "out of range"),
        ("amount_at_most = 1000000", "amount_at_most = 99", 18, "orders.amount_at_most", "below"),
        ("valid_days = 30", "", 12, "orders.valid_days", "where validity is days"),
        (
            "valid_days = 30",
            'valid_days = 30\nvalidity = "month-after"',
            19,
            "orders.valid_days",
            "only there",
        ),
        ("valid_from = 2027-01-01", 'valid_from = "2027-01-01"', 35, "fees.valid_from", "a day such as"),
        ("valid_from = 2027-01-01", "valid_from = 2026-01-01", 34, "fees.order", "already stands"),
        ("per_mille = 2", "per_mille = 1001", 31, "fees.per_mille", "out of range"),
        ('reference = "[0-9]{11}"', 'reference = "[0-9"', 41, "billers.reference", "no regular expression"),
        ('check = "luhn"', 'check = "crc"', 42, "billers.check", "luhn, mod97-10, mod11-10"),
        ('amounts = "exact"', 'amounts = "any"', 43, "billers.amounts", "exact, partial, open"),
        ('cycle = "day"', 'cycle = "year"', 44, "billers.cycle", "day, week, month"),
        ("4400-0012-342", "4400-0012-341", 45, "billers.example", "is no reference"),
        ("[[billers]]", "[billers]", 38, "billers", "under [[billers]]"),
        ("code_tries = 3", "code_tries =", 3, "", "cannot be read as TOML"),
    ],
)
def test_each_mistake_is_named_where_it_stands(
    old: str, new: str, line: int, field: str, reason: str
) -> None:
    assert TINY.count(old) == 1, "a corruption changes one place"

    payments, mistakes = read(TINY.replace(old, new))

    assert payments is None
    found = [mistake for mistake in mistakes if mistake.field == field]
    assert line in [mistake.line for mistake in found]
    assert reason in " ".join(mistake.reason for mistake in found)


def test_every_mistake_is_found_in_one_pass_and_in_order() -> None:
    wrong = (
        TINY.replace("code_tries = 3", "code_tries = 99").replace('"luhn"', '"none"').replace("2000", "-1")
    )

    _, mistakes = read(wrong, "TND")

    assert [mistake.line for mistake in mistakes] == [1, 3, 30, 42]


def test_a_fee_of_no_order_is_named() -> None:
    _, mistakes = read(f'{TINY}\n[[fees]]\norder = "gone"\nvalid_from = 2026-01-01\n')

    assert [(mistake.line, mistake.field) for mistake in mistakes] == [(48, "fees.order")]


def test_another_encoding_is_named() -> None:
    _, mistakes = read_payments(TINY.replace("made up", "inventé").encode("cp1252"))

    assert [mistake.line for mistake in mistakes] == [2]
    assert "UTF-8" in mistakes[0].reason


@given(st.text("0123456789", min_size=2, max_size=14), st.sampled_from(CHECKS))
def test_of_the_hundred_endings_of_a_reference_few_agree_and_a_wrong_last_digit_never_does(
    body: str, check: str
) -> None:
    agreeing = [f"{body}{end:02}" for end in range(100) if reference_agrees(f"{body}{end:02}", check)]

    assert len(agreeing) in ((1, 2) if check == "mod97-10" else (10,))
    if check != "mod97-10":
        assert len({text[:-1] for text in agreeing}) == 10


@pytest.mark.parametrize(
    ("written", "kept"), [(" tf 26-0012 / 22 ", "TF26001222"), ("٢٦٠٠١٢٣٤٨", "260012348")]
)
def test_a_reference_is_kept_in_one_form(written: str, kept: str) -> None:
    assert plain_reference(written) == kept


@pytest.mark.parametrize(("country", "currency"), [("morocco", "MAD"), ("senegal", "XOF"), ("brazil", "BRL")])
def test_each_demonstration_has_payments_that_say_what_is_made_up(country: str, currency: str) -> None:
    payments, mistakes = read_payments(
        (COUNTRIES / country / "payments.toml").read_bytes(), currency=currency
    )

    assert mistakes == []
    assert payments is not None
    assert "made up" in payments.source
    assert {(order.taken, order.paid) for order in payments.orders} == {
        ("cash", "cash"), ("cash", "account"), ("account", "cash"), ("account", "account"),
    }  # fmt: skip
    for row in (*payments.orders, *payments.billers):
        assert row.name_fr, row.code
        assert row.name_ar, row.code
    for order in payments.orders:
        most = order.amount_at_most or 10**9
        assert payments.fee_for(order.code, most, date(2026, 3, 2)) is not None, order.code


def test_the_electronic_order_of_morocco_is_that_of_the_public_texts() -> None:
    payments, _ = read_payments((COUNTRIES / "morocco" / "payments.toml").read_bytes())
    assert payments is not None

    electronic, ordinary = payments.order("electronic"), payments.order("ordinary")

    assert electronic is not None
    assert ordinary is not None
    assert (electronic.amount_at_most, electronic.valid_days, payments.door_at_most) == (
        1_000_000,
        30,
        80_000,
    )
    assert (ordinary.amount_at_most, ordinary.validity) == (None, "month-after")
