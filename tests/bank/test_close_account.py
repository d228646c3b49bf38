"""An account is closed for its holder: interest until yesterday, what it costs, the rest paid out; then nothing."""

from datetime import date

import pytest

from rekkas.bank import queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account, capitalise_interest, close_account
from rekkas.bank.entries import Moved
from rekkas.bank.errors import AccountHasHolds, BankAccountBlocked, BankAccountClosed, PaperDiffers
from rekkas.bank.models import InterestLine, ProductFee
from rekkas.money import queries as money
from tests.bank.accounts import (
    PAPERS,
    TILL,
    account,
    customer,
    days,
    holds,
    paid_in,
    paid_out,
    sent,
    snapshot,
    terms,
)
from tests.bank.people import KARIM
from tests.build import AGENCY, BOSS, FATIMA, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def closed(number: str, **changes: object) -> Moved:
    said = {
        "account": number, "document": PAPERS.get(queries.account(number).holder.number, ""), "office": AGENCY,
        "by": FATIMA, "at": MONDAY, "key": f"close {number}", **changes,
    }  # fmt: skip
    return close_account(**said)  # type: ignore[arg-type]


def test_the_rest_is_paid_out_and_nothing_moves_any_more() -> None:
    number = account(amount=50_000)

    done = closed(number)

    assert (done.amount, done.balance, money.balance(TILL)) == (50_000, 0, 0)
    row = queries.account(number)
    assert (row.state, row.closed_at) == ("closed", MONDAY)
    for verb in (paid_in, paid_out):
        with pytest.raises(BankAccountClosed):
            verb(number, 1)
    with pytest.raises(BankAccountClosed):
        closed(number, key="again")


def test_the_rest_may_go_to_another_account() -> None:
    amina, brahim = account("amina", amount=50_000), account("brahim")

    closed(amina, to_account=brahim)

    assert (holds(brahim), money.balance(TILL)) == (50_000, 50_000)


def test_an_empty_account_is_closed_as_it_is() -> None:
    assert closed(account()).amount == 0


def test_while_something_is_set_aside_it_stays_open() -> None:
    number = account(amount=50_000)
    block_account(
        account=number, kind=BlockKind.AMOUNT, amount=1, reference="G", authority="Court", reason="debt", by=KARIM,
        at=MONDAY,
    )  # fmt: skip
    before = snapshot()

    with pytest.raises(AccountHasHolds):
        closed(number)

    assert snapshot() == before


def test_a_blocked_account_is_not_closed_and_a_stranger_closes_none() -> None:
    number = account(amount=50_000)
    block_account(
        account=number, kind=BlockKind.WHOLE, reference="G", authority="Court", reason="debt", by=KARIM, at=MONDAY
    )  # fmt: skip

    with pytest.raises(BankAccountBlocked):
        closed(number)
    with pytest.raises(PaperDiffers):
        closed(account("brahim"), document=PAPERS[customer("chama")])


def test_interest_until_yesterday_is_credited_and_withheld_from() -> None:
    terms()
    account("brahim", amount=500_000)  # cash for the till
    number = account("amina", "savings", amount=1_000_000, at=days(30))

    done = closed(number, at=days(50))

    # 10,000.00 from 1 to 20 April at 2 %: 10.96, of which 2.19 is withheld.
    (line,) = InterestLine.objects.all()
    assert (line.period, line.gross, line.tax) == ("2026-Q2", 1_096, 219)
    assert done.amount == 1_000_000 + 1_096 - 219


def test_a_period_that_nobody_capitalised_is_not_lost() -> None:
    terms()
    account("brahim", amount=500_000)
    number = account("amina", "savings", amount=1_000_000)

    closed(number, at=days(50))

    lines = {line.period: line.gross for line in InterestLine.objects.order_by("period")}
    assert lines == {"2026-Q1": 1_644, "2026-Q2": 1_096}  # 30 days and 20 days at 2 % of 10,000.00


def test_what_was_capitalised_is_not_credited_again() -> None:
    terms()
    account("brahim", amount=500_000)
    number = account("amina", "savings", amount=1_000_000)
    capitalise_interest(country="MA", product="savings", period="2026-Q1", by=BOSS, at=days(31))

    closed(number, at=days(50))

    assert InterestLine.objects.filter(period="2026-Q1").count() == 1
    assert not capitalise_interest(
        country="MA", product="savings", period="2026-Q2", by=BOSS, at=days(130)
    ).done


def test_what_closing_costs_is_taken_up_to_what_is_there() -> None:
    product = queries.product("MA", "current")
    ProductFee.objects.create(product=product, code="at-closing", valid_from=date(2026, 1, 1), amount=2_000)
    rich, poor = account("amina", amount=50_000), account("brahim", amount=1_500)

    assert (closed(rich).fee, closed(poor).fee) == (2_000, 1_500)
    assert money.balance("fees:at-closing:MAD") == -3_500


def test_a_request_sent_twice_closes_once() -> None:
    number = account(amount=50_000)

    assert closed(number) == closed(number)
    assert money.balance(TILL) == 0


def test_the_next_holder_of_a_telephone_may_open_a_wallet() -> None:
    number = account("amina", "wallet")
    phone = queries.account(number).holder.phone
    closed(number)

    other = account(holder=customer("brahim", phone=phone), product="wallet")

    assert queries.account(phone).number == other
    with pytest.raises(BankAccountClosed):
        sent(number, other, 1)
