"""Money orders between cash and accounts: the two books stay equal, and an account is used by who may use it."""

import pytest

from rekkas.bank.commands import block_account, close_account
from rekkas.bank.errors import BalanceTooLow, BankAccountClosed, PaperDiffers
from rekkas.base.errors import Refused
from rekkas.money.queries import accounts as ledger_accounts
from rekkas.money.queries import balance, balance_faults
from rekkas.payments import errors
from rekkas.payments.entries import PayeeEntry, SenderEntry
from rekkas.payments.models import MoneyOrder
from rekkas.payments.queries import orders
from tests.bank.accounts import holds
from tests.build import AGENCY, BOSS, ZAGORA_OFFICE, later
from tests.payments.accounts import from_account, into_account, of
from tests.payments.desks import (
    FLOAT,
    INCOME,
    OMAR,
    TILLS,
    begin,
    card,
    held,
    history,
    issue,
    owed,
    pay,
)

pytestmark = pytest.mark.usefixtures("tills")


def mirrors() -> int:
    return balance("mirror:bank:MAD") + balance("mirror:post:MAD")


def test_cash_for_an_account_is_there_at_once() -> None:
    number, _ = of("amina")

    done = into_account(number, 50_000)

    assert (done.state, done.fee) == ("paid", 1_000)
    assert holds(number) == 50_000
    assert held(TILLS["fatima"], INCOME) == [FLOAT + 51_000, -1_000]
    assert (owed(done.number), mirrors()) == (0, 0)
    assert history(done.number) == ["issued", "notified", "paid"]
    (payment,) = orders.payments_of(orders.order(done.number))
    assert payment.account == f"current:{number}:MAD"


def test_an_order_from_an_account_takes_amount_and_fee_from_it_and_is_paid_in_cash() -> None:
    number, paper = of("driss", 100_000)
    before = held(TILLS["fatima"])

    done = from_account(number, paper, 50_000)
    begin(done.number)
    pay()

    assert holds(number) == 100_000 - 50_000 - 1_500
    assert held(TILLS["fatima"]) == before
    assert held(TILLS["omar"], INCOME) == [FLOAT - 50_000, -1_500]
    assert (owed(done.number), mirrors()) == (0, 0)
    assert list(balance_faults()) == []


def test_an_order_from_account_to_account_moves_between_them() -> None:
    giver, paper = of("driss", 100_000)
    taker, _ = of("amina")

    done = issue(
        30_000, product="account-to-account", sender=SenderEntry(account=giver, document=paper),
        payee=PayeeEntry(name="Amina", account=taker), code=None,
    )  # fmt: skip

    assert done.state == "paid"
    assert (holds(giver), holds(taker)) == (100_000 - 30_000 - 500, 30_000)
    assert (owed(done.number), mirrors()) == (0, 0)


def test_the_sender_is_the_holder_where_no_name_is_written() -> None:
    number, paper = of("driss", 100_000)

    done = from_account(number, paper)

    row = orders.order(done.number)
    assert row.sender.startswith("Driss")
    assert row.sender_account == number


def test_more_than_there_is_does_not_leave_an_account_and_nothing_moves() -> None:
    number, paper = of("driss", 51_000)

    with pytest.raises(BalanceTooLow):
        from_account(number, paper, 50_000)  # and the fee

    assert holds(number) == 51_000
    assert MoneyOrder.objects.count() == 0
    assert orders.ledger_owes() == {}


def test_nobody_uses_the_account_of_another() -> None:
    number, _ = of("driss", 100_000)

    with pytest.raises(PaperDiffers):
        from_account(number, card("ZZ999999", "Somebody"))

    assert holds(number) == 100_000


def test_an_account_closed_a_second_ago_takes_nothing_and_the_whole_order_is_refused() -> None:
    number, paper = of("amina")
    close_account(
        account=number, document=paper.number, office=AGENCY, by=BOSS, at=later(0), key="to be closed"
    )
    before = held(*TILLS.values(), INCOME)

    with pytest.raises(BankAccountClosed):
        into_account(number)

    assert held(*TILLS.values(), INCOME) == before
    assert MoneyOrder.objects.count() == 0


@pytest.mark.parametrize("number", ["0000000000000", "not an account"])
def test_an_account_that_is_none_is_refused(number: str) -> None:
    with pytest.raises(Refused) as refused:
        into_account(number)

    assert refused.value.code.startswith("bank.")


def test_an_order_from_an_account_to_itself_is_refused() -> None:
    number, paper = of("driss", 100_000)

    with pytest.raises(errors.SameAccount):
        issue(
            product="account-to-account", sender=SenderEntry(account=number, document=paper),
            payee=PayeeEntry(name="Driss", account=number),
        )  # fmt: skip


def test_an_order_into_an_account_is_not_paid_in_cash() -> None:
    number, _ = of("amina")
    done = into_account(number)

    with pytest.raises(errors.PaidIntoAccount):
        begin(done.number, by=OMAR, office=ZAGORA_OFFICE)


def test_a_frozen_account_takes_nothing() -> None:
    number, _ = of("amina")
    block_account(
        account=number,
        kind="frozen",
        reference="R-1",
        authority="court",
        reason="ordered",
        by=BOSS,
        at=later(0),
    )

    with pytest.raises(Refused):
        into_account(number)

    assert holds(number) == 0


def test_both_books_agree_after_all_of_it() -> None:
    giver, paper = of("driss", 200_000)
    taker, _ = of("amina")
    begin(from_account(giver, paper).number)
    pay()
    into_account(taker)

    sums = {"post": 0, "bank": 0}
    for line in ledger_accounts():
        sums[line.book] += line.amount
    assert sums == {"post": 0, "bank": 0}
