"""What is agreed with a merchant holds from a day on, and what was agreed before stays to be read."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rekkas.bank.errors import AccountNumberNotRight, UnknownBankAccount
from rekkas.bank.queries import account
from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, KeyReused, NotAllowed
from rekkas.catalogue.errors import UnknownCustomer
from rekkas.commerce.choices import Cycle, FeesTaken, PayWay
from rekkas.commerce.commands import agree_terms
from rekkas.commerce.entries import TermsEntry
from rekkas.commerce.errors import TermsTooEarly
from rekkas.commerce.models import MerchantTerms
from rekkas.commerce.queries import terms_in_force, terms_of
from tests.build import MONDAY, staff
from tests.commerce.merchants import (
    FEES,
    NADIA,
    OTHER_RIB,
    PERIOD,
    agreed,
    current_account,
    in_the_bank,
    settled,
)

pytestmark = pytest.mark.usefixtures("trade")


def in_force(day: date) -> MerchantTerms | None:
    return terms_in_force(["ATLAS"], day).get(("ATLAS", "MAD"))


def test_terms_hold_from_their_day_on_and_what_was_agreed_before_stays() -> None:
    agreed(valid_from=date(2026, 3, 1), minimum=10_000, **FEES)

    agreed(valid_from=date(2026, 4, 1), cycle=Cycle.MONTHLY, month_day=31, fees_taken=FeesTaken.INVOICED)

    assert in_force(date(2026, 2, 28)) is None
    march, april = in_force(date(2026, 3, 31)), in_force(date(2026, 4, 1))
    assert march is not None
    assert april is not None
    assert (march.cycle, march.minimum, march.fee, march.tax_per_mille) == ("working-days", 10_000, 500, 200)
    assert (april.cycle, april.month_day, april.fees_taken, april.fee) == ("monthly", 31, "invoiced", 0)
    assert [row.valid_from for row in terms_of("ATLAS")] == [date(2026, 4, 1), date(2026, 3, 1)]
    assert {(row.currency, row.agreed_by, row.agreed_at) for row in terms_of("ATLAS")} == {
        ("MAD", "nadia", MONDAY)
    }


def test_of_two_terms_for_one_day_the_later_word_holds() -> None:
    agreed(fee=500)
    agreed(fee=700)

    found = in_force(date(2026, 3, 1))

    assert found is not None
    assert found.fee == 700
    assert len(terms_of("ATLAS")) == 2


@pytest.mark.parametrize("written", ["number", "rib", "iban"])
def test_an_account_of_the_postal_bank_is_known_by_any_of_its_numbers(written: str) -> None:
    number = current_account()

    agreed(pay_to=getattr(account(number), written))

    (kept,) = terms_of("ATLAS")
    assert (kept.pay_way, kept.pay_to) == (PayWay.BANK, number)


def test_the_account_of_another_bank_is_kept_as_it_is_checked() -> None:
    agreed(pay_to="011 519 0000012050005349 21")

    (kept,) = terms_of("ATLAS")
    assert (kept.pay_way, kept.pay_to) == (PayWay.ELSEWHERE, OTHER_RIB)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("011519000001205000534922", AccountNumberNotRight),  # the key of the RIB is wrong
        ("MA64011519000001205000534922", AccountNumberNotRight),
        ("0000000000000195", UnknownBankAccount),  # rightly written, and nobody's
        ("my account", AccountNumberNotRight),
    ],
)
def test_an_account_that_cannot_be_is_refused_before_anything_is_paid_to_it(text: str, refusal: Any) -> None:
    with pytest.raises(refusal):
        agreed(pay_to=text)

    assert terms_of("ATLAS") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cycle": Cycle.WEEKLY}, "weekday"),
        ({"cycle": Cycle.WEEKLY, "weekday": 8}, "weekday"),
        ({"cycle": Cycle.MONTHLY}, "month_day"),
        ({"cycle": Cycle.MONTHLY, "month_day": 32}, "month_day"),
        ({"cycle": Cycle.AFTER_DAYS, "after_days": 91}, "after_days"),
        ({"weekday": 1}, "weekday"),  # every working day needs none
        ({"days": ""}, "days"),
        ({"days": "18"}, "days"),
        ({"minimum": -1}, "minimum"),
        ({"fee": 10**12 + 1}, "fee"),
        ({"fee_per_mille": 1_001}, "fee_per_mille"),
        ({"tax_per_mille": -1}, "tax_per_mille"),
        ({"valid_from": date(2027, 6, 1)}, "valid_from"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        agreed(**changes)

    assert refused.value.details["field"] == field
    assert terms_of("ATLAS") == []


def test_terms_do_not_reach_back_behind_a_statement() -> None:
    agreed()
    in_the_bank({"one": 10_000})
    settled(PERIOD)

    with pytest.raises(TermsTooEarly, match="2026-03-04"):
        agreed(valid_from=PERIOD, fee=500)

    assert agreed(valid_from=date(2026, 3, 5), fee=500) == "2026-03-05"


def test_the_same_request_again_agrees_once() -> None:
    terms = TermsEntry(valid_from=date(2026, 3, 1))

    first = agree_terms(merchant="ATLAS", terms=terms, by=NADIA, at=MONDAY, key="agree-1")
    again = agree_terms(merchant="ATLAS", terms=terms, by=NADIA, at=MONDAY, key="agree-1")

    assert first == again
    assert len(terms_of("ATLAS")) == 1
    with pytest.raises(KeyReused):
        agree_terms(
            merchant="ATLAS",
            terms=TermsEntry(valid_from=date(2026, 3, 2)),
            by=NADIA,
            at=MONDAY,
            key="agree-1",
        )


def test_a_merchant_nobody_knows_has_no_terms() -> None:
    with pytest.raises(UnknownCustomer, match="NOBODY"):
        agreed("NOBODY")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TREASURER])
def test_only_those_who_keep_the_money_agree_terms(role: Role) -> None:
    with pytest.raises(NotAllowed):
        agree_terms(
            merchant="ATLAS",
            terms=TermsEntry(valid_from=date(2026, 3, 1)),
            by=staff("someone", role),
            at=MONDAY,
        )


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"cycle": "weekly", "weekday": 0}, "terms_name_the_day_of_their_cycle"),
        ({"cycle": "never"}, "terms_"),
        ({"pay_way": "bank", "pay_to": ""}, "terms_say_where_to_pay"),
        ({"fees_taken": "somehow"}, "terms_take_fees_in_a_known_way"),
        ({"fee": -1}, "terms_take_no_less_than_nothing"),
        ({"days": ""}, "terms_know_their_weekdays"),
    ],
)
def test_the_database_keeps_no_terms_that_make_no_sense(changes: dict[str, Any], constraint: str) -> None:
    agreed()
    (row,) = terms_of("ATLAS")
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_lets_nobody_change_what_was_agreed() -> None:
    agreed()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        MerchantTerms.objects.update(fee=1)
