"""A bill is paid once: in cash or from an account, whole or in parts, however often a key is pressed."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rekkas.bank.commands import close_account
from rekkas.bank.errors import BalanceTooLow, BankAccountClosed, PaperDiffers
from rekkas.base.choices import Role
from rekkas.base.errors import KeyReused, NotAllowed, NotYourOffice
from rekkas.cash.errors import TillNotOpen
from rekkas.money.queries import balance, balance_faults
from rekkas.payments import errors
from rekkas.payments.models import Bill, BillPayment
from rekkas.payments.queries.bills import bill_payment, bill_payments_of, biller_faults
from tests.bank.accounts import holds
from tests.build import AGENCY, ZAGORA_OFFICE, key, later, staff
from tests.payments.accounts import of
from tests.payments.bills import (
    INCOME,
    PHONE,
    POWER,
    TAX,
    TAX_LIST,
    WATER,
    WATER_LIST,
    left,
    load,
    pay_bill,
)
from tests.payments.desks import FLOAT, OMAR, SALMA, TILLS, held

pytestmark = pytest.mark.usefixtures("tills")


@pytest.fixture(autouse=True)
def _lists(tills: None) -> None:
    load()
    load("water", WATER_LIST)
    load("local-tax", TAX_LIST)


def test_what_is_paid_is_in_the_till_and_owed_to_the_biller() -> None:
    done = pay_bill()

    assert (done.amount, done.fee, done.left) == (31_250, 0, 0)
    assert held(TILLS["fatima"], POWER) == [FLOAT + 31_250, -31_250]
    assert left("power", "44000012342") == 0
    assert bill_payment(done.number).is_whole
    assert [row.number for row in bill_payments_of(AGENCY)] == [done.number]
    assert (list(balance_faults()), biller_faults()) == ([], [])


def test_a_bill_is_paid_once_wherever_it_is_brought() -> None:
    done = pay_bill()

    with pytest.raises(errors.BillAlreadyPaid, match=done.number):
        pay_bill(by=OMAR, again=True)

    assert held(POWER) == [-31_250]


def test_a_key_pressed_many_times_pays_once() -> None:
    answers = [pay_bill("phone-credit", "061234568", 5_000, key="press") for _ in range(5)]

    assert len({one.number for one in answers}) == 1
    assert held(PHONE, TILLS["fatima"]) == [-5_000, FLOAT + 5_000]
    with pytest.raises(KeyReused):
        pay_bill("phone-credit", "061234568", 6_000, key="press")


def test_the_same_again_a_moment_later_is_asked_about_first() -> None:
    first = pay_bill("phone-credit", "061234568", 5_000)

    with pytest.raises(errors.PaidJustNow, match=first.number):
        pay_bill("phone-credit", "061234568", 5_000, by=SALMA)
    pay_bill("phone-credit", "061234568", 5_000, again=True)
    pay_bill("phone-credit", "061234568", 5_000, at=later(1))

    assert held(PHONE) == [-15_000]


@pytest.mark.parametrize("amount", [31_249, 31_251, 1])
def test_a_bill_that_is_paid_whole_is_not_paid_in_part(amount: int) -> None:
    with pytest.raises(errors.BillAmountDiffers, match=r"312\.50"):
        pay_bill(amount=amount)


def test_a_bill_may_be_paid_in_parts_where_its_biller_says_so_and_never_beyond_it() -> None:
    first = pay_bill("water", "2600012348", 10_000)
    second = pay_bill("water", "2600012348", 29_999, by=OMAR)

    assert (first.left, first.fee, second.left) == (30_000, 200, 1)
    with pytest.raises(errors.MoreThanDue, match=r"0\.01"):
        pay_bill("water", "2600012348", 2)
    pay_bill("water", "2600012348", 1)
    with pytest.raises(errors.BillAlreadyPaid):
        pay_bill("water", "2600012348", 1, again=True)
    assert held(WATER, INCOME) == [-40_000, -600]


def test_a_fee_that_the_biller_bears_is_not_asked_of_the_customer() -> None:
    done = pay_bill("local-tax", "tf 26 0012 22", 150_000)

    assert done.fee == 0
    assert held(TILLS["fatima"], TAX, INCOME) == [FLOAT + 150_000, -150_000, 0]
    assert bill_payment(done.number).biller_fee == 300


@pytest.mark.parametrize("amount", [0, -5_000, 100_001, 2**63, 10**30])
def test_an_amount_that_cannot_be_is_refused(amount: int) -> None:
    with pytest.raises(errors.BillAmountNotRight, match="1,000"):
        pay_bill("phone-credit", "061234568", amount)

    assert held(PHONE) == [0]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"biller_code": "nobody"}, errors.UnknownBiller),
        ({"reference": "44000012343"}, errors.ReferenceNotRight),
        ({"reference": ""}, errors.ReferenceNotRight),
        ({"reference": "4400001234"}, errors.ReferenceNotRight),
        ({"reference": "44000012367", "amount": 5}, errors.UnknownBill),
        ({"currency": "EUR"}, errors.OtherCurrency),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_moves(said: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        pay_bill(**said)

    assert held(TILLS["fatima"], POWER) == [FLOAT, 0]


def test_it_is_paid_into_an_open_till_of_the_clerks_own_office() -> None:
    with pytest.raises(TillNotOpen):
        pay_bill(by=staff("zineb", Role.CLERK, AGENCY))
    with pytest.raises(NotYourOffice):
        pay_bill(office=ZAGORA_OFFICE)
    with pytest.raises(NotAllowed):
        pay_bill(by=staff("hassan", Role.SORTER, AGENCY))


def test_from_an_account_amount_and_fee_leave_it_and_the_books_stay_equal() -> None:
    account, paper = of("driss", 100_000)

    done = pay_bill("water", "2600012348", 40_000, account=account, document=paper.number)

    assert holds(account) == 100_000 - 40_200
    assert held(TILLS["fatima"], WATER, INCOME) == [FLOAT, -40_000, -200]
    assert balance("mirror:bank:MAD") + balance("mirror:post:MAD") == 0
    assert bill_payment(done.number).account == f"current:{account}:MAD"


def test_an_account_closed_a_second_ago_pays_nothing() -> None:
    account, paper = of("driss", 100_000)
    close_account(
        account=account, document=paper.number, office=AGENCY, by=SALMA, at=later(0), key="to be closed"
    )

    with pytest.raises(BankAccountClosed):
        pay_bill("water", "2600012348", 40_000, account=account, document=paper.number)

    assert (held(WATER), left("water", "2600012348")) == ([0], 40_000)


def test_from_an_account_only_by_who_may_use_it_and_only_what_is_there() -> None:
    account, paper = of("driss", 40_100)

    with pytest.raises(PaperDiffers):
        pay_bill("water", "2600012348", 40_000, account=account, document="ZZ999999")
    with pytest.raises(BalanceTooLow):
        pay_bill("water", "2600012348", 40_000, account=account, document=paper.number)

    assert (holds(account), left("water", "2600012348")) == (40_100, 40_000)


@pytest.mark.parametrize(
    ("table", "reference", "changes", "constraint"),
    [
        (Bill, "44000012342", {"paid_amount": 31_251}, "payments_bill_is_not_paid_beyond_its_amount"),
        (Bill, "44000012359", {"amount": 0}, "payments_bill_is_of_something"),
        (
            BillPayment, "44000012342", {"state": "cancelled"},
            "payments_bill_payment_is_cancelled_with_a_reason",
        ),
    ],
)  # fmt: skip
def test_impossible_bills_are_refused_by_the_database(
    table: Any, reference: str, changes: dict[str, Any], constraint: str
) -> None:
    pay_bill()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        table.objects.filter(reference=reference).update(**changes)


def test_a_payment_of_nothing_is_refused_by_the_database() -> None:
    row = BillPayment.objects.get(number=pay_bill("water", "2600012348", 10_000).number)
    row.pk, row.number, row.entry, row.amount = None, "BY-SQL", key("by SQL"), 0

    with (
        pytest.raises(IntegrityError, match="payments_bill_payment_is_of_something"),
        transaction.atomic(),
    ):
        row.save(force_insert=True)


def test_a_bill_that_says_otherwise_than_its_payments_is_found_and_is_not_paid_again() -> None:
    done = pay_bill()
    Bill.objects.filter(reference="44000012342").update(paid_amount=0)

    with pytest.raises(errors.BillAlreadyPaid, match=done.number):
        pay_bill(again=True)

    assert [(one.biller, one.reason, one.what, one.said, one.found) for one in biller_faults()] == [
        ("power", "paid-amount-differs", "44000012342", 0, 31_250)
    ]


def test_the_database_itself_pays_a_whole_bill_once() -> None:
    done = pay_bill()
    row = BillPayment.objects.get(number=done.number)
    row.pk, row.number, row.entry = None, "BY-SQL", key("by SQL")

    with pytest.raises(IntegrityError, match=r"payments_bill_is_paid_once|UNIQUE"), transaction.atomic():
        row.save(force_insert=True)
