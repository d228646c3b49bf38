"""A biller's list is taken whole or not at all, once, and never changes what somebody has begun to pay."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekkas.base.errors import KeyReused, NotAllowed
from rekkas.payments import errors
from rekkas.payments.commands.bill_lists import read_bills
from rekkas.payments.models import Bill, Biller
from rekkas.payments.queries.bills import bill, bills_due, files_of
from rekkas.payments.queries.rules import biller
from tests.build import FATIMA
from tests.payments.bills import LIST, WATER_LIST, left, load, pay_bill

pytestmark = pytest.mark.usefixtures("tills")


def test_the_bills_are_on_the_list_with_what_is_due() -> None:
    done = load()

    assert (done.bills, done.new, done.changed, done.kept, done.is_new) == (2, 2, 0, 0, True)
    row = bill(biller("MA", "power"), "44000012342")
    assert (row.amount, row.due_on, row.name, row.left) == (
        31_250,
        date(2026, 3, 31),
        "Driss Berrada",
        31_250,
    )
    assert [one.reference for one in bills_due(biller("MA", "power"))] != []


def test_the_same_file_under_another_name_is_taken_once() -> None:
    first, second = load(), load(key="again, by another name")

    assert (second.is_new, second.digest, second.new) == (False, first.digest, 2)
    assert Bill.objects.count() == 2
    assert len(files_of(biller("MA", "power"))) == 1


def test_a_new_list_changes_what_nobody_began_to_pay_and_keeps_the_rest() -> None:
    load()
    pay_bill(reference="44000012359", amount=8_700)

    done = load(text=LIST.replace("312.50", "300").replace("87.00", "90.00"))

    assert (done.new, done.changed, done.kept) == (0, 1, 1)
    assert left("power", "44000012342") == 30_000
    assert bill(biller("MA", "power"), "44000012359").amount == 8_700


def test_columns_may_stand_in_any_order_and_references_in_groups() -> None:
    load("water", WATER_LIST)
    load("power", "name,amount,reference\nA,١٢٫٥٠,4400-0012-342\n")

    assert left("water", "2600012348") == 40_000
    assert left("power", "44000012342") == 1_250


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "its first line"),
        ("reference,price\n44000012342,3\n", "its first line"),
        ("reference,amount,amount\n44000012342,3,3\n", "its first line"),
        ("reference,amount\n", "no bill"),
        ("reference,amount\n44000012342,3,4\n", "line 2: it has 3 fields"),
        ("reference,amount\n44000012341,3\n", "line 2: 44000012341 is no reference"),
        ("reference,amount\n\n44000012342,0\n", "line 3: 0 is no amount"),
        ("reference,amount\n44000012342,-3\n", "line 2: -3 is no amount"),
        ("reference,amount\n44000012342,3.001\n", "line 2: 3.001 is no amount"),
        ("reference,amount\n44000012342,9e99\n", "line 2: 9e99 is no amount"),
        ("reference,amount\n44000012342,99999999999999999999\n", "is no amount"),
        ("reference,amount\n44000012342,3\n4400-0012-342,3\n", "line 3: its reference stands twice"),
        ("reference,amount,due_on\n44000012342,3,31/03/2026\n", "is no day"),
        ("reference,amount\n44000012342,x\n44000012341,3\n", "2 mistakes in all"),
        ("reference,amount\n44000012342,3\n".encode("utf-16"), "UTF-8"),
        ('reference,amount\n44000012342,"3\n', "parted into fields"),
    ],
)
def test_a_file_with_a_mistake_is_refused_whole_with_its_line(text: str | bytes, reason: str) -> None:
    with pytest.raises(errors.BillsFileNotRight, match=reason):
        load(text=text)

    assert Bill.objects.count() == 0


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_whatever_bytes_come_are_bills_or_a_refusal(data: bytes) -> None:
    with suppress(errors.BillsFileNotRight):
        assert read_bills(
            data, Biller(code="power", currency="MAD", reference_pattern="[0-9]{11}", check_name="luhn")
        )


def test_only_who_has_bills_on_a_list_sends_one() -> None:
    with pytest.raises(errors.UnknownBiller):
        load("phone-credit", "reference,amount\n061234568,3\n")
    with pytest.raises(errors.UnknownBiller):
        load("nobody")


def test_a_clerk_does_not_load_bills_and_a_key_is_for_one_file() -> None:
    with pytest.raises(NotAllowed):
        load(by=FATIMA)
    load(key="upload")
    with pytest.raises(KeyReused):
        load(text=LIST.replace("87", "88"), key="upload")


def test_a_thousand_bills_cost_no_more_statements_than_two(
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    def text(count: int, amount: int) -> str:
        return "reference,amount\n" + "".join(f"{_luhn(at)},{amount}\n" for at in range(count))

    load(text=text(1, 5))
    with statements() as few:
        assert load(text=text(2, 6)).changed == 1
    with statements() as many:
        assert load(text=text(1_000, 7)).new == 998

    assert len(many) == len(few)


def _luhn(serial: int) -> str:
    body = f"{serial:010}"
    total = sum(
        (int(digit) * 2 - 9 * (int(digit) > 4)) if at % 2 == 0 else int(digit)
        for at, digit in enumerate(reversed(body))
    )
    return f"{body}{-total % 10}"
