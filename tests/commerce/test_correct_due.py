"""What turns out after a statement is said on the next one: taken or given, never by an edit."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, KeyReused, NotAllowed
from rekkas.commerce.choices import CorrectionReason
from rekkas.commerce.commands import correct_due
from rekkas.commerce.errors import CorrectionTooLarge, UnknownDue
from rekkas.commerce.models import SettlementLine
from rekkas.commerce.queries import lines_on, said, statement, statements_of
from rekkas.money.queries import balance, trail_of
from tests.build import key, later, staff
from tests.commerce.merchants import (
    FEES,
    NADIA,
    PERIOD,
    agreed,
    in_the_bank,
    nothing_is_wrong,
    settled,
    taken,
)

pytestmark = pytest.mark.usefixtures("trade")

DUE, OWED = "due:ATLAS:MAD", "merchant:ATLAS/owed:MAD"
FRIDAY = date(2026, 3, 6)


def correct(
    item: str, amount: int, reason: CorrectionReason = CorrectionReason.TAKEN_BACK, **changes: Any
) -> str:
    said: dict[str, Any] = {
        "note": "brought back on Thursday", "by": NADIA, "at": later(75), "key": f"correct {item} {amount}", **changes
    }  # fmt: skip
    return correct_due(item=item, amount=amount, reason=reason, **said)


@pytest.fixture
def item() -> str:
    """The number of an item that was paid out."""
    agreed(**FEES)
    (number,) = in_the_bank({"one": 35_000})
    settled(PERIOD)
    return number


def test_what_was_paid_and_came_back_is_a_line_below_zero_on_the_next_statement(item: str) -> None:
    before = said(statements_of("ATLAS")[0])

    correct(item, -35_000)
    in_the_bank({"two": 50_000}, at=later(24))
    (answer,) = settled(FRIDAY)

    assert [(line.kind, line.amount, line.reason) for line in said(statement(answer.number)).lines] == [
        ("correction", -35_000, "taken-back brought back on Thursday"), ("collected", 50_000, ""),
    ]  # fmt: skip
    assert answer.paid == 50_000 - 1_000 - 200 - 35_000
    assert said(statement(before.number)) == before
    assert (balance(DUE), balance(OWED), balance("suspense:cod-refunds:MAD")) == (0, 0, -35_000)
    assert nothing_is_wrong()


def test_a_correction_alone_makes_the_merchant_owe_and_nothing_is_charged_in_silence(item: str) -> None:
    correct(item, -35_000)

    (answer,) = settled(FRIDAY)

    assert (answer.outcome.value, answer.code, answer.carried) == ("carried", "negative", -35_000)
    assert balance(OWED) == 35_000
    assert statement(answer.number).entry is None  # the correction's own entry has said it
    assert nothing_is_wrong()


def test_what_was_too_little_is_given_on_the_next_statement(item: str) -> None:
    correct(item, 5_000, CorrectionReason.CLAIM, note="claim 7 was settled")

    (answer,) = settled(FRIDAY)

    assert (answer.paid, balance("expense:cod-claims:MAD"), balance(DUE)) == (5_000, 5_000, 0)
    assert nothing_is_wrong()


def test_a_wrong_amount_stays_a_question_until_it_is_answered(item: str) -> None:
    correct(item, -5_000, CorrectionReason.WRONG_AMOUNT)

    assert balance("suspense:cod-differences:MAD") == -5_000
    assert [row.entry.kind for row in trail_of(item)][-1] == "correction"


def test_no_more_is_taken_back_than_was_collected(item: str) -> None:
    correct(item, -30_000)

    with pytest.raises(CorrectionTooLarge, match="50"):
        correct(item, -5_001)
    assert correct(item, -5_000)

    with pytest.raises(CorrectionTooLarge):
        correct(item, -1)


def test_what_is_not_paid_out_yet_can_be_corrected_too() -> None:
    agreed()
    (number,) = in_the_bank({"one": 35_000})

    correct(number, -5_000)

    (answer,) = settled(PERIOD, at=later(80))
    assert answer.paid == 35_000
    assert [line.amount for line in lines_on(statement(answer.number).pk)] == [
        35_000
    ]  # it was noted on Thursday
    (after,) = settled(FRIDAY)
    assert after.carried == -5_000
    assert nothing_is_wrong()


def test_the_same_request_again_corrects_once(item: str) -> None:
    assert correct(item, -100, key="one") == correct(item, -100, key="one")

    assert balance(OWED) == 100
    with pytest.raises(KeyReused):
        correct(item, -200, key="one")


@pytest.mark.parametrize(
    ("amount", "changes"),
    [(0, {}), (35_001, {}), (-100, {"note": " "})],
    ids=["nothing", "too much", "unsaid"],
)
def test_what_makes_no_sense_is_refused(item: str, amount: int, changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        correct(item, amount, **changes)

    assert balance(OWED) == 0


def test_only_what_was_collected_can_be_corrected() -> None:
    agreed()
    (number,) = taken({"one": 10_000})

    for item in (number, "PC000009999MA"):
        with pytest.raises(UnknownDue):
            correct(item, -100)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TREASURER])
def test_only_those_who_keep_the_money_correct(item: str, role: Role) -> None:
    with pytest.raises(NotAllowed):
        correct(item, -100, by=staff("someone", role))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"amount": 0}, "due_is_of_something"),
        ({"reason": ""}, "due_is_of_something"),
        ({"entry": None}, "due_is_corrected_by_an_entry"),
        ({"kind": "gift"}, "due_is_of"),
        ({"fee": 5, "statement": None}, "due_is_charged_on_a_statement"),
    ],
)
def test_the_database_keeps_no_line_that_makes_no_sense(
    item: str, changes: dict[str, Any], constraint: str
) -> None:
    correct(item, -100)
    row = SettlementLine.objects.get(kind="correction")
    row.pk, row.key, row.entry = None, "other", key("another entry")
    for name, value in changes.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)
