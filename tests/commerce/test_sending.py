"""What merchants at other banks are paid goes on with the next cut-off; what their bank sends back is due again."""

from datetime import date
from typing import Any

import pytest

from rekkas.base.outbox import relay_notices
from rekkas.commerce.commands import pay_merchant, return_payout
from rekkas.commerce.errors import PayoutOnItsWay
from rekkas.commerce.queries import cod_faults, dues, payout, payouts_of, statement
from rekkas.money.queries import balance
from rekkas.payments.queries import credit_transfer
from tests import build
from tests.build import BOSS, later
from tests.commerce.merchants import (
    FEES,
    NADIA,
    PERIOD,
    agreed,
    in_the_bank,
    in_the_bank_for,
    nothing_is_wrong,
    settled,
)
from tests.payments import transfers_world as clearing
from tests.payments.transfers_world import (
    elsewhere,
    returned,
    returns,
    said,
    status,
    take_returns,
    take_status,
)

pytestmark = pytest.mark.usefixtures("trade")

DUE, PAYOUTS, CLEARING = "due:ATLAS:MAD", "clearing:payouts:MAD", "clearing:demo:MAD"
FRIDAY = date(2026, 3, 6)


@pytest.fixture
def sent() -> str:
    """A payment that is in a file to another bank. Returns its number."""
    clearing.rules()
    agreed(pay_to=elsewhere(), **FEES)
    in_the_bank({"one": 35_000})
    (answer,) = settled(PERIOD)
    clearing.cut_off(day=date(2026, 3, 5), by=BOSS, at=later(75))
    return answer.number


def told(number: str, code: str = "AC04") -> None:
    """Their bank rejects the transfer, and the news comes up."""
    transfer = payout(number).transfer
    original = "REKKMAMC-20260305-1"
    take_status(status(said("RJCT", transfer, code), original=original), at=later(80))
    while relay_notices():
        pass


def test_a_payment_goes_on_under_the_statements_number() -> None:
    clearing.rules()
    agreed(pay_to=elsewhere(), **FEES)
    in_the_bank({"one": 35_000})

    (answer,) = settled(PERIOD)

    kept = payout(answer.number)
    transfer = credit_transfer(kept.transfer)
    assert (transfer.end_to_end_id, transfer.amount, transfer.payee_name) == (
        answer.number,
        33_980,
        "Atlas Crafts",
    )
    assert (transfer.payer_name, transfer.state) == ("Post of Morocco", "waiting")
    assert (balance(PAYOUTS), balance(CLEARING)) == (0, -33_980)
    assert settled(PERIOD) == []
    assert nothing_is_wrong()


def test_by_hand_it_goes_on_too() -> None:
    clearing.rules()
    agreed(pay_to=elsewhere())
    in_the_bank({"one": 35_000})

    number = pay_merchant(merchant="ATLAS", currency="MAD", by=NADIA, at=later(60))

    assert payout(number).transfer
    assert balance(CLEARING) == -35_000


def test_without_a_clearing_it_waits_and_goes_when_there_is_one() -> None:
    agreed(pay_to=elsewhere())
    in_the_bank({"one": 35_000})
    (answer,) = settled(PERIOD)
    assert (payout(answer.number).transfer, balance(PAYOUTS)) == ("", -35_000)
    clearing.rules()

    assert settled(date(2026, 3, 5)) == []

    assert payout(answer.number).transfer
    assert (balance(PAYOUTS), balance(CLEARING)) == (0, -35_000)
    assert nothing_is_wrong()


def test_what_cannot_be_sent_waits_with_its_reason_and_holds_up_nobody() -> None:
    build.merchant("RIF")
    clearing.rules(transfer_at_most=20_000)
    agreed(pay_to=elsewhere())
    agreed("RIF", pay_to=elsewhere())
    in_the_bank_for({"one": ("ATLAS", 35_000), "two": ("RIF", 10_000)})

    settled(PERIOD)

    kept = {row.customer_code: row for row in payouts_of()}
    assert (kept["ATLAS"].transfer, kept["ATLAS"].unsent_code[:9]) == ("", "payments.")
    assert kept["RIF"].transfer
    assert balance(PAYOUTS) == -35_000
    assert return_payout(
        number=kept["ATLAS"].number, reason="too much for one transfer", by=NADIA, at=later(70)
    )
    assert balance(PAYOUTS) == 0
    assert nothing_is_wrong()


def test_a_transfer_that_is_rejected_makes_the_payment_due_again_once(sent: str) -> None:
    told(sent)
    told_again = relay_notices()

    kept = payout(sent)
    assert (kept.state, kept.returned, kept.returned_why, told_again) == ("returned", 33_980, "AC04", 0)
    assert [(due.amount, due.item_count) for due in dues()] == [(33_980, 1)]
    assert (balance(DUE), balance(PAYOUTS)) == (-33_980, 0)
    assert nothing_is_wrong()
    agreed(valid_from=FRIDAY, at=later(81), pay_to=elsewhere(2))
    (second,) = settled(FRIDAY)
    assert (second.paid, statement(second.number).fee) == (33_980, 0)
    assert payout(second.number).transfer != kept.transfer
    assert nothing_is_wrong()


def test_what_comes_back_with_a_charge_is_due_for_what_came_back(sent: str) -> None:
    take_status(
        status(said("ACSC", payout(sent).transfer), original="REKKMAMC-20260305-1"), at=later(78)
    )  # fmt: skip
    back = returned(payout(sent).transfer, 33_000)
    take_returns(returns(back, original="REKKMAMC-20260305-1"), at=later(100))
    while relay_notices():
        pass

    assert (payout(sent).returned, [due.amount for due in dues()]) == (33_000, [33_000])
    assert balance(DUE) == -33_000
    assert list(cod_faults()) == []


def test_nobody_takes_back_by_hand_what_is_on_its_way(sent: str) -> None:
    with pytest.raises(PayoutOnItsWay, match=payout(sent).transfer):
        return_payout(number=sent, reason="a telephone call", by=NADIA, at=later(79))

    assert payout(sent).state == "paid"


def test_many_payments_go_on_in_as_many_statements_as_a_few(statements: Any) -> None:
    clearing.rules()
    codes = [f"M{number:02}" for number in range(20)]
    for serial, code in enumerate(codes, start=1):
        build.merchant(code)
        agreed(code, pay_to=elsewhere(serial))

    def run(some: list[str], day: date, hours: float) -> list[str]:
        in_the_bank_for({f"{code} {day}": (code, 1_000) for code in some}, at=later(hours))
        with statements() as seen:
            assert len(settled(day)) == len(some)
        return seen

    run(codes[:1], PERIOD, 0)
    few, many = run(codes[:2], date(2026, 3, 5), 24), run(codes, FRIDAY, 48)

    assert len(many) == len(few)
    assert all(row.transfer for row in payouts_of())
