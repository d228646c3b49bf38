from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from postkit.pack.bank_model import ProductFee, ProductRate
from rekkas.bank import queries
from rekkas.bank.choices import CustomerKind
from rekkas.bank.commands import load_bank
from rekkas.bank.entries import LoadedBank
from rekkas.bank.errors import BankCurrencyDiffers, UnknownLevel, UnknownProduct
from rekkas.bank.models import AccountProduct, DocumentKind, Level, LevelLimit
from rekkas.bank.models import ProductRate as RateRow
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.territory.errors import UnknownCountry
from tests import build
from tests.bank.people import morocco
from tests.build import BOSS, MONDAY, staff

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _country() -> None:
    build.country()


def load(**changes: object) -> LoadedBank:
    return load_bank(bank=replace(morocco(), **changes), country="MA", by=BOSS, at=MONDAY)


def test_the_levels_of_morocco_come_in_with_their_ceilings() -> None:
    loaded = load()

    persons = queries.levels_of("MA")
    assert loaded == LoadedBank(levels=4, documents=3, products=3, retired=0)
    assert [level.code for level in persons] == ["1", "2", "3"]
    limits = [queries.limits_on(level, TODAY) for level in persons]
    assert [limit.balance_at_most for limit in limits if limit] == [20_000, 500_000, 2_000_000]
    assert [level.code for level in queries.levels_of("MA", CustomerKind.ORGANISATION)] == ["business"]


def test_loading_the_same_pack_twice_changes_nothing() -> None:
    def kept() -> list[list[dict[str, object]]]:
        return [list(rows.objects.order_by("pk").values()) for rows in (Level, RateRow, AccountProduct)]

    load()
    before = kept()

    again = load()

    assert again.retired == 0
    assert kept() == before


def test_what_left_the_pack_is_retired_and_comes_back() -> None:
    load()
    bank = morocco()

    loaded = load(levels=bank.levels[1:], documents=bank.documents[:1], products=bank.products[:2])

    assert loaded.retired == 1 + 2 + 1
    assert [level.code for level in queries.levels_of("MA")] == ["2", "3"]
    assert [row.code for row in queries.document_kinds("MA")] == ["national-id"]
    assert queries.product("MA", "wallet").retired
    with pytest.raises(UnknownLevel):
        queries.level("MA", "person", "1")
    assert load().retired == 0
    assert DocumentKind.objects.filter(retired=True).count() == 0


def test_limits_hold_from_their_day_and_those_before_are_kept() -> None:
    load()
    bank = morocco()
    first = replace(bank.levels[0], limits=(*bank.levels[0].limits, replace(bank.levels[0].limits[0],
                    valid_from=date(2027, 1, 1), balance_at_most=30_000)))  # fmt: skip

    load(levels=(first, *bank.levels[1:]))

    level = queries.level("MA", "person", "1")
    days = [date(2020, 12, 31), date(2026, 12, 31), date(2027, 1, 1)]
    limits = [queries.limits_on(level, day) for day in days]
    assert [limit and limit.balance_at_most for limit in limits] == [None, 20_000, 30_000]


def test_a_rate_that_left_the_pack_does_not_hold() -> None:
    load()
    bank = morocco()
    savings = replace(bank.products[1], rates=(ProductRate(date(2026, 1, 1), 250),))

    load(products=(bank.products[0], savings, bank.products[2]))

    rates = queries.rates_of(queries.product("MA", "savings"))
    assert [(rate.valid_from, rate.basis_points) for rate in rates] == [(date(2026, 1, 1), 250)]
    assert RateRow.objects.filter(retired=True).count() == 1


def test_a_fee_is_that_of_its_day() -> None:
    bank = morocco()
    fees = (ProductFee("per-month", date(2026, 1, 1), 500), ProductFee("per-month", date(2026, 6, 1), 700))
    load(products=(replace(bank.products[0], fees=fees), *bank.products[1:]))

    product = queries.product("MA", "current")
    on = [queries.fee_on(product, "per-month", day) for day in (date(2025, 1, 1), TODAY, date(2026, 6, 1))]

    assert [fee and fee.amount for fee in on] == [None, 500, 700]


def test_an_account_is_named_in_the_language_of_its_reader() -> None:
    from django.utils.translation import override

    load()

    with override("ar"):
        assert queries.product("MA", "savings").name == "دفتر التوفير"
    with pytest.raises(UnknownProduct):
        queries.product("MA", "loan")


def test_the_currency_must_be_that_of_the_country() -> None:
    with pytest.raises(BankCurrencyDiffers, match="XOF"):
        load(currency="XOF")

    assert Level.objects.count() == 0


def test_the_country_must_be_loaded() -> None:
    with pytest.raises(UnknownCountry):
        load_bank(bank=morocco(), country="ZZ", by=BOSS, at=MONDAY)


def test_a_clerk_does_not_load_the_bank() -> None:
    with pytest.raises(NotAllowed):
        load_bank(bank=morocco(), country="MA", by=staff("fatima", Role.CLERK), at=MONDAY)


@pytest.mark.parametrize(
    ("table", "changes", "constraint"),
    [
        (AccountProduct, {"kind": "loan"}, "bank_product_is_of_a_known_kind"),
        (AccountProduct, {"ceiling": -1}, "bank_product_holds_something"),
        (
            AccountProduct,
            {"day_count": "act/365", "capitalised": ""},
            "bank_product_bears_interest_wholly_or_not",
        ),
        (Level, {"holders": "cats"}, "bank_level_is_for_known_holders"),
    ],
)
def test_impossible_rules_are_refused_by_the_database(
    table: type, changes: dict[str, object], constraint: str
) -> None:
    load()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        table.objects.filter(code__in=("savings", "1")).update(**changes)


def test_two_limits_do_not_begin_on_one_day() -> None:
    load()
    row = LevelLimit.objects.first()
    assert row is not None

    with pytest.raises(IntegrityError, match=r"bank_limits_are_set_once_a_day|UNIQUE"), transaction.atomic():
        LevelLimit.objects.create(level=row.level, valid_from=row.valid_from)
