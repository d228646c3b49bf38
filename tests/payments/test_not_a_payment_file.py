"""What is no file of payments, or not theirs to send, is refused: nothing is kept and nothing moves."""

from collections.abc import Callable

import pytest
from django.db import connection

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.payments.errors import (
    NoClearing,
    PayerNotTheirs,
    PaymentFileNotRight,
    TooManyPayments,
)
from tests.bank.accounts import customer
from tests.build import staff
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    BOMB,
    EXTERNAL,
    account,
    elsewhere,
    employer,
    iban,
    payment_file,
    receive,
    wage,
)

pytestmark = pytest.mark.usefixtures("clearing")


GOOD = (b'<InstdAmt Ccy="MAD">4500.00</InstdAmt>', b"<CtrlSum>4500.00</CtrlSum>")
NOT_RIGHT: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a bomb": (lambda content: BOMB, "has-dtd"),
    "an external entity": (lambda content: EXTERNAL, "has-dtd"),
    "no XML": (lambda content: b"dear bank, please pay", "not-xml"),
    "nothing": (lambda content: b"", "not-xml"),
    "another message": (
        lambda content: content.replace(b"pain.001.001.09", b"pain.013.001.07"),
        "unknown-message",
    ),
    "three decimals": (lambda content: content.replace(b"4500.00<", b"4500.001<"), "decimals"),
    "nothing to pay": (lambda content: content.replace(b"4500.00<", b"0.00<"), "amount"),
    "below zero": (lambda content: content.replace(b">4500.00<", b">-4500.00<"), "amount"),
    "beyond 64 bits": (lambda content: content.replace(b">4500.00<", b">99999999999999999999.00<"), "amount"),
    "a sum that differs": (lambda content: content.replace(b"<CtrlSum>4500.00", b"<CtrlSum>4500.01"), "sum"),
    "a count that differs": (lambda content: content.replace(b"<NbOfTxs>1<", b"<NbOfTxs>2<"), "count"),
    "a wrong key of a RIB": (lambda content: _wrong_key(content), "account"),
    "a hidden turn of the writing": (
        lambda content: content.replace("Leïla".encode(), "Le\u202eïla".encode()),
        "text",
    ),
    "another encoding": (lambda content: content.decode().encode("utf-16"), "encoding"),
}


def _wrong_key(content: bytes) -> bytes:
    import re

    return re.sub(rb"(<CdtrAcct>.*?<IBAN>MA64\d{22})(\d\d)(<)", rb"\g<1>98\3", content, flags=re.DOTALL)


@pytest.mark.parametrize("case", sorted(NOT_RIGHT))
def test_what_is_no_file_of_payments_is_refused_and_nothing_moved(case: str) -> None:
    change, reason = NOT_RIGHT[case]
    source, amina = employer(), account("amina")
    content = payment_file(source, wage(iban(amina)))
    bad = change(content)
    assert bad != content
    before = world.everything()

    with pytest.raises(PaymentFileNotRight) as refused:
        receive(bad, source)

    assert (refused.value.code, refused.value.details["fault"]) == ("payments.file-not-right", reason)
    assert "march.xml" in str(refused.value)
    assert world.everything() == before


def test_more_payments_than_are_taken_at_once_are_refused() -> None:
    world.rules(payments_at_most=2)
    source, amina = employer(), account("amina")

    with pytest.raises(TooManyPayments, match="3"):
        receive(payment_file(source, *(wage(iban(amina), n, f"E-{n}") for n in (1, 2, 3))), source)


@pytest.mark.parametrize("case", ["another's", "nobody's", "at another bank"])
def test_nobody_pays_from_an_account_of_another(case: str) -> None:
    source, amina = employer(), account("amina")
    content = payment_file(source, wage(iban(amina)))
    if case == "nobody's":
        content = content.replace(iban(source).encode(), elsewhere(424_242, "999").encode())
    if case == "at another bank":
        content = content.replace(iban(source).encode(), elsewhere().encode())
    payer = world.holder(source) if case != "another's" else customer("thief")
    before = world.everything()

    with pytest.raises(PayerNotTheirs):
        receive(content, source, customer=payer)

    assert world.everything() == before


def test_without_a_clearing_nothing_is_taken() -> None:
    source, amina = employer(), account("amina")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM payments_clearingbank")
        cursor.execute("DELETE FROM payments_clearing")

    with pytest.raises(NoClearing):
        receive(payment_file(source, wage(iban(amina))), source)


def test_whoever_may_not_is_refused() -> None:
    source, amina = employer(), account("amina")

    with pytest.raises(NotAllowed):
        receive(payment_file(source, wage(iban(amina))), source, by=staff("ali", Role.SORTER))
