"""cash.toml: what is right in it is read, and each mistake is named where it stands."""

from pathlib import Path

import pytest

from postkit.cash import Denomination, Limits
from postkit.pack import read_pack
from postkit.pack.cash import Cash, Waits, read_cash
from postkit.pack.model import Mistake

COUNTRIES = Path(__file__).resolve().parents[2] / "countries"
TINY = """\
currency = "MAD"
source = "made up"
recount_tolerance = 500

[[denominations]]
value = 100
kind = "coin"

[[denominations]]
value = 2000
kind = "note"
use = "rare"

[[limits]]
office_kind = "agency"
minimum = 2000
maximum = 90000
bundle = 4000

[[payments]]
code = "pensions"
name_en = "Pensions"
days_of_month = [5, 20]
when_closed = "after"
"""


def read(content: str, currency: str = "MAD") -> tuple[Cash | None, list[Mistake]]:
    return read_cash(content.encode(), currency=currency)


def test_what_is_right_is_read() -> None:
    cash, mistakes = read(TINY)

    assert mistakes == []
    assert cash is not None
    assert cash.denominations == (Denomination(2000, "note", "rare"), Denomination(100, "coin"))
    assert cash.limits_of("agency") == Limits(2000, 90_000, 4000)
    assert cash.limits_of("sorting") is None
    assert cash.rules[0].days_of_month == (5, 20)
    assert (cash.rules[0].when_closed, len(cash.rules[0].months)) == ("after", 12)
    assert cash.payments[0].name_ar == ""
    assert cash.waits == Waits(14, 7, 480)


def test_how_long_questions_wait_may_be_said() -> None:
    cash, mistakes = read("answer_days = 30\ndispute_days = 30\nsupport_minutes = 60\n" + TINY)

    assert mistakes == []
    assert cash is not None
    assert cash.waits == Waits(30, 30, 60)


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "reason"),
    [
        ('currency = "MAD"', 'currency = "DH"', 1, "currency", "three capital letters"),
        ('currency = "MAD"', 'currency = "TND"', 1, "currency", "write MAD"),
        ('source = "made up"\n', "", 1, "source", "is missing"),
        ("recount_tolerance = 500", "recount_tolerance = 5.0", 3, "recount_tolerance", "a whole number"),
        ("recount_tolerance = 500", "recount_tolerance = -5", 3, "recount_tolerance", "out of range"),
        (
            "recount_tolerance = 500",
            "recount_tolerance = 500\nanswer_days = 0",
            4,
            "answer_days",
            "out of range",
        ),
        (
            "recount_tolerance = 500",
            "recount_tolerance = 500\ndispute_days = 15",
            4,
            "dispute_days",
            "write 14 at most",
        ),
        (
            "recount_tolerance = 500",
            "recount_tolerance = 500\nsupport_minutes = 1441",
            4,
            "support_minutes",
            "out of range",
        ),
        ("recount_tolerance = 500", "recount = 500", 3, "recount", "no such key"),
        ("value = 100", "value = true", 6, "denominations.value", "a whole number"),
        ("value = 100", "value = 0", 6, "denominations.value", "out of range"),
        ("value = 100", "value = 2000", 10, "denominations.value", "already stands"),
        ('kind = "coin"', 'kind = "token"', 7, "denominations.kind", "write one of note, coin"),
        ('use = "rare"', 'use = "seldom"', 12, "denominations.use", "current, rare, unknown"),
        ('use = "rare"', 'since = "2020"', 12, "denominations.since", "no such key"),
        ('office_kind = "agency"', 'office_kind = "bank"', 15, "limits.office_kind", "agency, delivery"),
        ("maximum = 90000", "maximum = 5999", 17, "limits.maximum", "a bundle above the minimum"),
        ("maximum = 90000\n", "", 14, "limits.maximum", "is missing"),
        ("bundle = 4000", "bundle = 4100", 18, "limits.bundle", "a multiple of 2000"),
        ('code = "pensions"', 'code = "Pensions"', 21, "payments.code", "small letters"),
        ('name_en = "Pensions"', 'name_en = ""', 22, "payments.name_en", "is empty"),
        ("days_of_month = [5, 20]", "days_of_month = [5, 32]", 23, "payments.days_of_month", "out of range"),
        ("days_of_month = [5, 20]", "days_of_month = [5, 5]", 23, "payments.days_of_month", "each once"),
        ("days_of_month = [5, 20]", "days_of_month = []", 23, "payments.days_of_month", "a list such as"),
        ("days_of_month = [5, 20]", "days_of_month = 5", 23, "payments.days_of_month", "a list such as"),
        ('when_closed = "after"', 'when_closed = "later"', 24, "payments.when_closed", "before, after"),
        ('when_closed = "after"', "months = [13]", 24, "payments.months", "out of range"),
        ("[[payments]]", "[payments]", 20, "payments", "under [[payments]]"),
        ("recount_tolerance = 500", "recount_tolerance =", 3, "", "cannot be read as TOML"),
    ],
)
def test_each_mistake_is_named_where_it_stands(
    old: str, new: str, line: int, field: str, reason: str
) -> None:
    assert TINY.count(old) == 1, "a corruption changes one place"

    cash, mistakes = read(TINY.replace(old, new))

    assert cash is None
    found = [mistake for mistake in mistakes if mistake.field == field]
    assert [mistake.line for mistake in found] == [line]
    assert reason in found[0].reason


def test_every_mistake_is_found_in_one_pass_and_in_order() -> None:
    wrong = TINY.replace('"coin"', '"token"').replace("4000", "0").replace("[5, 20]", "[0]")

    _, mistakes = read(wrong, "TND")

    assert [mistake.line for mistake in mistakes] == [1, 7, 18, 23]


def test_a_file_without_denominations_is_no_cash() -> None:
    _, mistakes = read(TINY.partition("[[denominations]]")[0])

    assert [(mistake.field, mistake.line) for mistake in mistakes] == [("denominations", 1)]


def test_another_encoding_is_named() -> None:
    _, mistakes = read_cash(TINY.replace("made up", "inventé").encode("cp1252"))

    assert [mistake.line for mistake in mistakes] == [2]
    assert "UTF-8" in mistakes[0].reason


@pytest.mark.parametrize("country", ["morocco", "senegal", "brazil"])
def test_each_demonstration_has_cash_that_says_what_is_made_up(country: str) -> None:
    folder = COUNTRIES / country
    pack, _ = read_pack({path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()})
    assert pack is not None

    cash, mistakes = read_cash((folder / "cash.toml").read_bytes(), currency=pack.country.currency)

    assert mistakes == []
    assert cash is not None
    assert "made up" in cash.source
    assert {office.kind for office in pack.offices} <= {row.office_kind for row in cash.limits}
    assert all(payment.name_fr and payment.name_ar for payment in cash.payments)
