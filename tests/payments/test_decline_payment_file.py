"""What was not carried out yet can be declined, with a reason."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from rekkas.payments import queries
from rekkas.payments.commands import approve_payment_file, carry_out_due_files, decline_payment_file
from rekkas.payments.errors import ExplanationMissing, FileDecided
from rekkas.payments.models import PaymentFile
from tests.bank.accounts import holds
from tests.build import BOSS, MONDAY
from tests.payments import transfers_world as world
from tests.payments.transfers_world import LATIFA, account, employer, iban, pack, payment_file, states, wage

pytestmark = pytest.mark.usefixtures("clearing")


def later(day: date = date(2026, 3, 9)) -> tuple[bytes, str, str, str]:
    source, amina = employer(), account("amina")
    content = payment_file(source, wage(iban(amina), 300_000, "A"), day=day)
    return content, world.receive(content, source).number, source, amina


def decline(number: str, **changes: Any) -> int:
    return decline_payment_file(
        **{"number": number, "why": "Wrong month", "by": LATIFA, "at": MONDAY, **changes}
    )


def test_a_file_that_waits_is_declined_and_nothing_is_ever_paid() -> None:
    _, number, source, amina = later()

    assert decline(number) == 1

    file = queries.payment_file(number)
    assert (file.state, file.decided_by, file.decided_why, states(number)) == (
        "cancelled", "latifa", "Wrong month", ["cancelled CUST"],
    )  # fmt: skip
    carry_out_due_files(country="MA", by=BOSS, at=MONDAY + timedelta(days=30))
    assert (holds(source), holds(amina)) == (10_000_000, 0)


def test_it_may_come_again_and_is_then_paid_once() -> None:
    content, number, source, amina = later()
    decline(number)

    again = world.receive(content, source, at=MONDAY + timedelta(days=7))

    assert (again.state, holds(amina)) == ("executed", 300_000)
    assert world.nothing_is_wrong()


def test_what_was_paid_is_not_declined() -> None:
    source, amina = employer(), account("amina")
    number = world.receive(payment_file(source, wage(iban(amina))), source).number

    with pytest.raises(FileDecided, match="Executed"):
        decline(number)


def test_why_is_said_in_words() -> None:
    _, number, _, _ = later()

    with pytest.raises(ExplanationMissing):
        decline(number, why="  ")


def test_declined_twice_is_refused_and_sent_twice_is_one() -> None:
    _, number, _, _ = later()

    assert decline(number, key="k-1") == decline(number, key="k-1") == 1
    with pytest.raises(FileDecided, match="Declined"):
        decline(number)


def test_an_approval_is_anothers_only_where_the_file_is_cancelled() -> None:
    source = employer(1_000_000_000)
    content = payment_file(
        source, wage(iban(account("amina")), pack().second_person_from), day=date(2026, 3, 9)
    )
    number = world.receive(content, source).number
    approve_payment_file(number=number, by=LATIFA, at=MONDAY)
    rows = PaymentFile.objects.filter(number=number)

    for forged in (
        {"decided_by": "somebody"},
        {"decided_at": MONDAY + timedelta(days=1)},
        {"decided_at": None},
    ):
        with pytest.raises(DatabaseError, match="evidence_is_never_written_anew"), transaction.atomic():
            rows.update(state="executed", **forged)
    decline(number, by=BOSS)

    assert rows.get().decided_by == BOSS.name
    with pytest.raises(DatabaseError, match="evidence_is_never_written_anew"), transaction.atomic():
        rows.update(decided_why="Another")
