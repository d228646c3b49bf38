"""Cash on delivery to its merchant: from two doors to one line on the merchant's bank account, and offline proof."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from postkit.cod_statement import to_text
from postkit.iso20022 import read, write
from postkit.iso20022.statement import Advices
from rekkas.base.outbox import relay_notices
from rekkas.commerce.choices import CorrectionReason, Cycle
from rekkas.commerce.commands import correct_due
from rekkas.commerce.queries import advice, cod_faults, exceptions, latest_check, payout, said, statement
from rekkas.money.queries import balance, balance_faults, ledger_faults, line_faults, sums_by_kind
from tests.bank.accounts import holds
from tests.build import later
from tests.commerce.checks import compared
from tests.commerce.merchants import (
    FEES,
    NADIA,
    agreed,
    current_account,
    in_the_bank,
    settled,
    world,
)
from tests.delivery.doorstep import bank, hand_over, handover, outcomes, parcels, taken_back

pytestmark = pytest.mark.django_db

WEDNESDAY, FRIDAY = date(2026, 3, 4), date(2026, 3, 6)


def books_agree() -> bool:
    """Each book balances, the two say the same of each other, and every row is as it was written."""
    for book in ("post", "bank"):
        assert sum(held for _, _, held in sums_by_kind(book)) == 0
    assert balance("mirror:bank:MAD") + balance("mirror:post:MAD") == 0
    assert [*balance_faults(), *ledger_faults(), *line_faults(), *cod_faults()] == []
    return True


def offline(tmp_path: Path, number: str) -> str:
    """What the merchant's own machine says of the statement, with no database and no network."""
    file = tmp_path / f"{number}.csv"
    file.write_bytes(to_text(said(statement(number))).encode())
    done = subprocess.run(
        [sys.executable, "-m", "postkit.cod_statement", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_a_parcel_against_cash_reaches_its_merchants_account(tmp_path: Path) -> None:
    world()
    number = current_account("atlas")
    agreed(cycle=Cycle.WORKING_DAYS, pay_to=number, minimum=10_000, **FEES)
    assert books_agree()

    # Three parcels leave Casablanca. Two addressees in Zagora pay at the door, one refuses.
    tea, rug, lamp = parcels("tea", "rug", "lamp")
    assert outcomes(handover(tea), handover(rug)) == ["delivered", "delivered"]
    assert settled(WEDNESDAY) == []  # the cash is in a bag, and nobody is paid from a bag
    assert books_agree()
    taken_back(lamp)

    # The cash goes from the bag to the safe, from the safe to the bank. Nothing is lost on the way.
    hand_over(70_000)
    assert (
        settled(WEDNESDAY, at=later(52.5))[0].outcome.value == "carried"
    )  # the fee of what came back, alone
    assert books_agree()
    bank(70_000)

    relay_notices()
    assert books_agree()

    # The next working day settles what is in the bank: one movement on the merchant's account.
    (answer,) = settled(date(2026, 3, 5))
    fees, tax, return_fee = 2 * 850, 2 * 170, 2_400
    assert answer.paid == 70_000 - fees - tax - return_fee
    assert (holds(number), balance("due:ATLAS:MAD"), balance("merchant:ATLAS:MAD")) == (answer.paid, 0, 0)
    assert books_agree()
    assert settled(date(2026, 3, 5)) == []

    # What the merchant gets: a bank's advice that adds up, and a table that their own machine recomputes.
    kept = statement(answer.number)
    message = read(write(advice(kept, later(80))))
    assert isinstance(message, Advices)
    (entry,) = message.advices[0].entries
    assert entry.amount == answer.paid == sum(detail.amount or 0 for detail in entry.details)
    assert {line.item for line in said(kept).lines} == {tea, rug}
    assert "right: every fee, sum and balance follows" in offline(tmp_path, answer.number)

    # An addressee brings the rug back. No statement is changed: the next one says it.
    before = to_text(said(kept))
    correct_due(
        item=rug, amount=-35_000, reason=CorrectionReason.TAKEN_BACK, note="brought back", by=NADIA, at=later(81),
        key="rug",
    )  # fmt: skip
    in_the_bank({"pouffe": 90_000}, at=later(24))
    (second,) = settled(FRIDAY, at=later(110))
    assert to_text(said(kept)) == before
    assert second.paid == 90_000 - 1_400 - 280 - 35_000
    assert holds(number) == answer.paid + second.paid
    assert "right" in offline(tmp_path, second.number)
    assert payout(second.number).way == "bank"
    assert books_agree()

    # The nightly comparison finds that deliveries, cash and payments say the same.
    found = compared(later(111))
    check = latest_check()
    assert check is not None
    assert (found.exceptions, found.differing_merchants, found.old_bags) == (0, 0, 0)
    assert check.matched_count == check.item_count == 3
    assert len(exceptions()) == 0
