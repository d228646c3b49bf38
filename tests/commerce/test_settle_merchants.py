"""Merchants are settled by their contracts: each period once, each coin once, never before it is in."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account, unblock_account
from rekkas.base.actors import system
from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, NotAllowed
from rekkas.commerce.choices import Cycle, FeesTaken, Settlement
from rekkas.commerce.commands import note_due, pay_merchant, settle_merchants, settling
from rekkas.commerce.models import SettlementLine
from rekkas.commerce.queries import dues, lines_on, payout, payouts_of, said, statement, statements_of
from rekkas.commerce.queries.cycles import last_settlement_day
from rekkas.money.errors import TransferDeclined
from rekkas.money.queries import balance, entry_keyed, sums_by_kind
from tests import build
from tests.build import BOSS, MONDAY, later, staff
from tests.commerce.merchants import (
    CASABLANCA_TIME,
    FEES,
    NADIA,
    PERIOD,
    agreed,
    current_account,
    in_the_bank,
    in_the_bank_for,
    nothing_is_wrong,
    settled,
    taken,
)
from tests.delivery.doorstep import bank, hand_over

pytestmark = pytest.mark.usefixtures("trade")

DUE, OWED, INVOICES = "due:ATLAS:MAD", "merchant:ATLAS/owed:MAD", "merchant:ATLAS/invoices:MAD"
PAYOUTS, VAT = "clearing:payouts:MAD", "biller:tax-on-fees:MAD"
INCOME, RETURNS = "income:cod-fees:MAD", "income:return-fees:MAD"
THURSDAY = date(2026, 3, 5)


class Rhythm:
    """Terms, as far as days go."""

    def __init__(self, cycle: Cycle, *, days: str = "12345", weekday: int = 0, month_day: int = 0) -> None:
        self.cycle, self.days, self.weekday, self.month_day = cycle, days, weekday, month_day


def outcomes(*days: date, **changes: Any) -> list[tuple[str, str, int]]:
    """What became of each merchant on each of these days: code, outcome, amount paid or carried."""
    return [
        (one.customer, one.outcome.value, one.paid or one.carried)
        for day in days
        for one in settled(day, **changes)
    ]


def legs(number: str) -> list[tuple[str, str, int]]:
    """The legs of a statement's one entry."""
    key = statement(number).entry
    assert key is not None
    entry = entry_keyed(key)
    assert entry is not None
    assert entry.subject == number
    return [(leg.source.code, leg.target.code, leg.amount) for leg in entry.transfers.order_by("leg")]


# ---- when ------------------------------------------------------------------------------------------------------

HOLIDAYS = {date(2026, 3, 20), date(2026, 3, 23)}  # a Friday and the Monday after it


@pytest.mark.parametrize(
    ("terms", "until", "settled_on"),
    [
        (Rhythm(Cycle.WORKING_DAYS), date(2026, 3, 4), date(2026, 3, 4)),
        (Rhythm(Cycle.WORKING_DAYS), date(2026, 3, 8), date(2026, 3, 6)),  # a Sunday: Friday was the last
        (Rhythm(Cycle.WORKING_DAYS), date(2026, 3, 23), date(2026, 3, 19)),  # holidays and a week-end
        (
            Rhythm(Cycle.WORKING_DAYS, days="71234"),
            date(2026, 3, 8),
            date(2026, 3, 8),
        ),  # they work on Sundays
        (Rhythm(Cycle.WEEKLY, weekday=1), date(2026, 3, 15), date(2026, 3, 9)),
        (Rhythm(Cycle.WEEKLY, weekday=1), date(2026, 3, 23), date(2026, 3, 16)),  # the Monday is a holiday
        (Rhythm(Cycle.WEEKLY, weekday=1), date(2026, 3, 24), date(2026, 3, 24)),  # and gives way to Tuesday
        (Rhythm(Cycle.WEEKLY, weekday=6), date(2026, 3, 9), date(2026, 3, 9)),  # Saturday to Monday
        (Rhythm(Cycle.MONTHLY, month_day=20), date(2026, 3, 23), date(2026, 2, 20)),
        (Rhythm(Cycle.MONTHLY, month_day=20), date(2026, 3, 24), date(2026, 3, 24)),
        (Rhythm(Cycle.MONTHLY, month_day=31), date(2026, 3, 3), date(2026, 3, 2)),  # the 28th was a Saturday
        (Rhythm(Cycle.AFTER_DAYS), date(2026, 3, 7), date(2026, 3, 6)),
    ],
)
def test_the_contract_says_on_which_day(terms: Rhythm, until: date, settled_on: date) -> None:
    assert last_settlement_day(terms, until, HOLIDAYS) == settled_on


def test_a_weekly_merchant_is_paid_on_their_day_and_not_before() -> None:
    agreed(cycle=Cycle.WEEKLY, weekday=5)
    in_the_bank({"one": 10_000})

    assert outcomes(PERIOD, THURSDAY) == []
    assert outcomes(date(2026, 3, 6)) == [("ATLAS", "paid", 10_000)]
    assert nothing_is_wrong()


def test_a_day_that_was_missed_is_made_good_on_the_next_with_what_counted_then() -> None:
    agreed(cycle=Cycle.WEEKLY, weekday=3)
    in_the_bank({"one": 10_000})
    in_the_bank({"late": 5_000}, at=later(72))  # in the bank on Saturday: it counts for the Wednesday after

    (answer,) = settled(date(2026, 3, 8))

    assert (statement(answer.number).period, answer.paid) == (PERIOD, 10_000)
    assert outcomes(date(2026, 3, 10)) == []
    assert outcomes(date(2026, 3, 11)) == [("ATLAS", "paid", 5_000)]


def test_so_many_days_after_the_cash_is_in() -> None:
    agreed(cycle=Cycle.AFTER_DAYS, after_days=2)
    in_the_bank({"one": 10_000})
    in_the_bank({"two": 20_000}, at=later(24))

    assert outcomes(PERIOD, THURSDAY) == []
    assert outcomes(date(2026, 3, 6)) == [("ATLAS", "paid", 10_000)]
    assert outcomes(date(2026, 3, 9)) == [("ATLAS", "paid", 20_000)]


def test_nobody_is_paid_before_the_cash_is_in_the_bank() -> None:
    agreed()
    taken({"one": 10_000})
    assert outcomes(PERIOD) == []
    hand_over(10_000)
    assert outcomes(PERIOD) == []
    bank(10_000)
    assert outcomes(PERIOD) == []  # the news is still on its way

    assert len(payouts_of()) == 0


def test_a_merchant_without_terms_is_left_to_the_hand() -> None:
    in_the_bank({"one": 10_000})

    assert outcomes(PERIOD) == []

    assert dues()[0].amount == 10_000
    assert payout(pay_merchant(merchant="ATLAS", currency="MAD", by=NADIA, at=later(60))).amount == 10_000


def test_terms_that_begin_tomorrow_pay_nobody_today() -> None:
    agreed(valid_from=THURSDAY)
    in_the_bank({"one": 10_000})

    assert outcomes(PERIOD) == []
    assert outcomes(THURSDAY) == [("ATLAS", "paid", 10_000)]


def test_on_the_first_day_of_the_calendar_nobody_was_to_be_settled() -> None:
    agreed()

    assert settle_merchants(day=date.min, by=NADIA, at=later(60)).merchants == ()


def test_a_day_that_has_not_come_is_not_settled() -> None:
    agreed()
    in_the_bank({"one": 10_000})

    with pytest.raises(InvalidInput):
        settle_merchants(day=THURSDAY, by=NADIA, at=datetime(2026, 3, 4, 18, tzinfo=CASABLANCA_TIME))

    assert len(payouts_of()) == 0


# ---- once ------------------------------------------------------------------------------------------------------


def test_a_run_that_is_repeated_pays_nobody_again() -> None:
    agreed(**FEES)
    in_the_bank({"one": 10_000, "two": 20_000})
    first = settled(PERIOD)

    assert settled(PERIOD) == []
    assert settled(PERIOD, at=later(100)) == []

    assert [row.number for row in payouts_of()] == [first[0].number]
    assert (balance(DUE), balance(OWED)) == (0, 0)
    assert nothing_is_wrong()


def test_cash_that_comes_later_on_the_day_waits_for_the_next_period() -> None:
    agreed()
    in_the_bank({"one": 10_000})
    settled(PERIOD)
    in_the_bank({"two": 20_000})

    assert outcomes(PERIOD) == []
    assert outcomes(THURSDAY) == [("ATLAS", "paid", 20_000)]


def test_what_was_paid_by_hand_is_not_paid_by_the_cycle() -> None:
    agreed()
    in_the_bank({"one": 10_000})
    pay_merchant(merchant="ATLAS", currency="MAD", by=NADIA, at=later(54))
    in_the_bank({"two": 20_000})

    assert outcomes(PERIOD) == [("ATLAS", "paid", 20_000)]
    assert [row.sequence for row in statements_of("ATLAS")] == [2, 1]
    assert nothing_is_wrong()


@pytest.mark.parametrize("step", ["insert_all", "update_rows", "post_transfers"])
def test_a_run_that_breaks_off_leaves_nothing_and_is_taken_up_again(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(**FEES)
    in_the_bank({"one": 10_000})
    monkeypatch.setattr(settling, step, lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        settled(PERIOD)
    monkeypatch.undo()

    assert (list(payouts_of()), list(statements_of()), balance(DUE)) == ([], [], -10_000)
    assert outcomes(PERIOD) == [("ATLAS", "paid", 10_000 - 600 - 120)]
    assert nothing_is_wrong()


def test_a_run_killed_between_its_parts_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "MERCHANTS_AT_ONCE", 2)
    codes = ["BLED", "CEDRE", "DADES", "ERG"]
    for code in codes:
        build.merchant(code)
    for code in ("ATLAS", *codes):
        agreed(code)
    in_the_bank_for({code: (code, 1_000) for code in ("ATLAS", *codes)})
    at = datetime(2026, 3, 4, 18, tzinfo=CASABLANCA_TIME)
    first = settle_merchants(day=PERIOD, by=NADIA, at=at)
    assert [one.customer for one in first.merchants] == ["ATLAS", "BLED"]
    assert first.is_more

    again = settled(PERIOD)

    assert [one.customer for one in again] == ["CEDRE", "DADES", "ERG"]
    assert sorted(row.customer_code for row in payouts_of()) == ["ATLAS", *codes]
    assert nothing_is_wrong()


# ---- how much --------------------------------------------------------------------------------------------------


def test_one_entry_pays_the_merchant_and_takes_fee_and_tax_in_legs_of_their_own() -> None:
    agreed(**FEES)
    in_the_bank({"one": 35_000, "two": 12_345})

    (answer,) = settled(PERIOD)

    fees, taxes = (500 + 350) + (500 + 123), 170 + 125
    net = 47_345 - fees - taxes
    assert legs(answer.number) == [
        ("mirror:bank:MAD", DUE, net),
        (PAYOUTS, "mirror:post:MAD", net),
        (INCOME, OWED, fees),
        (VAT, OWED, taxes),
        (OWED, DUE, fees + taxes),
    ]
    assert (balance(DUE), balance(OWED), balance(PAYOUTS)) == (0, 0, -net)
    assert sum(amount for _, _, amount in sums_by_kind()) == 0
    assert [(line.amount, line.fee, line.tax) for line in said(statement(answer.number)).lines] == [
        (35_000, 850, 170), (12_345, 623, 125),
    ]  # fmt: skip
    assert nothing_is_wrong()


def test_a_merchant_at_the_postal_bank_is_credited_in_one_movement() -> None:
    number = current_account()
    agreed(pay_to=number, **FEES)
    in_the_bank({"one": 35_000, "two": 12_345})

    (answer,) = settled(PERIOD)

    ledger = f"current:{number}:MAD"
    assert (ledger, "mirror:post:MAD", answer.paid) in legs(answer.number)
    assert balance(ledger) == -answer.paid
    assert balance("mirror:bank:MAD") + balance("mirror:post:MAD") == 0
    kept = payout(answer.number)
    assert (kept.way, kept.account, kept.ledger, kept.item_count) == ("bank", number, ledger, 2)
    assert nothing_is_wrong()


def test_an_account_that_is_blocked_pays_nothing_and_loses_nothing() -> None:
    number = current_account()
    agreed(pay_to=number)
    in_the_bank({"one": 35_000})
    order: dict[str, Any] = {"account": number, "reference": "T-1", "at": later(54)}
    block_account(kind=BlockKind.FROZEN, authority="Court", reason="seizure", by=BOSS, **order)

    (answer,) = settled(PERIOD)

    assert (answer.outcome, answer.code, answer.carried) == (
        Settlement.CARRIED, "bank.account-blocked", 35_000,
    )  # fmt: skip
    assert (statement(answer.number).why_not_paid, balance(DUE)) == ("account", -35_000)
    assert outcomes(THURSDAY) == []  # still blocked, and nothing new to tell
    unblock_account(reason="lifted", by=system("the court"), **order)
    assert outcomes(date(2026, 3, 6)) == [("ATLAS", "paid", 35_000)]
    assert nothing_is_wrong()


def test_less_than_the_minimum_is_carried_over_until_it_is_reached() -> None:
    agreed(minimum=30_000, **FEES)
    in_the_bank({"one": 20_000})
    first = settled(PERIOD)
    in_the_bank({"two": 20_000}, at=later(24))

    second = settled(date(2026, 3, 6))

    carried = 20_000 - 700 - 140
    assert (first[0].outcome, first[0].code, first[0].carried) == (
        Settlement.CARRIED,
        "below-minimum",
        carried,
    )
    kept = statement(second[0].number)
    assert (kept.opening, kept.paid, kept.closing, kept.line_count) == (carried, 2 * carried, 0, 1)
    assert legs(first[0].number) == [(INCOME, OWED, 700), (VAT, OWED, 140), (OWED, DUE, 840)]
    assert (balance(DUE), balance(OWED)) == (0, 0)
    assert nothing_is_wrong()


def test_by_hand_less_than_the_minimum_is_paid_too() -> None:
    agreed(minimum=30_000)
    in_the_bank({"one": 20_000})

    assert payout(pay_merchant(merchant="ATLAS", currency="MAD", by=NADIA, at=later(60))).amount == 20_000
    assert nothing_is_wrong()


def test_fees_above_what_came_in_are_carried_over_as_what_the_merchant_owes() -> None:
    agreed(fee=15_000, tax_per_mille=200)
    in_the_bank({"one": 10_000})

    (first,) = settled(PERIOD)

    assert (first.outcome, first.code, first.carried) == (Settlement.CARRIED, "negative", 10_000 - 18_000)
    assert legs(first.number) == [(INCOME, OWED, 15_000), (VAT, OWED, 3_000), (OWED, DUE, 10_000)]
    assert (balance(DUE), balance(OWED)) == (0, 8_000)
    assert outcomes(THURSDAY) == []  # nothing new: it is not charged again
    in_the_bank({"two": 50_000}, at=later(48))
    (second,) = settled(date(2026, 3, 9))
    assert (second.outcome, second.paid) == (Settlement.PAID, 50_000 - 18_000 - 8_000)
    assert (balance(DUE), balance(OWED)) == (0, 0)
    assert statement(second.number).opening == -8_000
    assert nothing_is_wrong()


def test_fees_that_are_invoiced_leave_what_is_paid_whole() -> None:
    agreed(fees_taken=FeesTaken.INVOICED, **FEES)
    in_the_bank({"one": 35_000})

    (answer,) = settled(PERIOD)

    assert answer.paid == 35_000
    assert legs(answer.number)[2:] == [(INCOME, INVOICES, 850), (VAT, INVOICES, 170)]
    assert (balance(DUE), balance(OWED), balance(INVOICES)) == (0, 0, 1_020)
    assert nothing_is_wrong()


def test_each_statement_uses_the_terms_of_its_day() -> None:
    agreed(fee=500)
    in_the_bank({"one": 10_000})
    settled(PERIOD)
    agreed(valid_from=THURSDAY, fee=900)
    in_the_bank({"two": 10_000}, at=later(24))

    settled(THURSDAY)

    assert [row.fee for row in statements_of("ATLAS")] == [900, 500]
    assert nothing_is_wrong()


def test_what_the_bank_does_not_hold_is_declined_for_itself_and_its_neighbours_are_paid() -> None:
    build.merchant("RIF")
    agreed()
    agreed("RIF")
    in_the_bank({"one": 10_000})
    note_due(items=[("GHOST", "RIF", 5_000, "MAD")], due_at=later(53), by=BOSS, at=later(53))

    answers = settled(PERIOD)

    assert [(one.customer, one.outcome.value, one.code) for one in answers] == [
        ("ATLAS", "paid", ""), ("RIF", "declined", "money.not-enough"),
    ]  # fmt: skip
    assert [row.customer_code for row in statements_of()] == ["ATLAS"]
    with pytest.raises(TransferDeclined):
        pay_merchant(merchant="RIF", currency="MAD", by=NADIA, at=later(60))


# ---- how many --------------------------------------------------------------------------------------------------


def test_many_merchants_take_no_more_statements_than_a_few(statements: Any) -> None:
    many = [f"M{number:03}" for number in range(60)]
    for code in many:
        build.merchant(code)
        agreed(code, **FEES)
    agreed(**FEES)

    def run(codes: list[str], day: date, at: datetime) -> list[str]:
        in_the_bank_for({f"{code} {day} {n}": (code, 5_000) for code in codes for n in range(3)}, at=at)
        with statements() as seen:
            assert {one.outcome for one in settled(day)} == {Settlement.PAID}
        return seen

    run(["ATLAS"], date(2026, 3, 4), MONDAY)
    few = run(["ATLAS", "M001"], date(2026, 3, 5), later(24))
    most = run(["ATLAS", *many], date(2026, 3, 6), later(48))

    assert len(most) == len(few)
    assert len(payouts_of()) == 1 + 2 + 61
    assert nothing_is_wrong()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TREASURER])
def test_only_those_who_keep_the_money_settle(role: Role) -> None:
    agreed()
    in_the_bank({"one": 10_000})

    with pytest.raises(NotAllowed):
        settle_merchants(day=PERIOD, by=staff("someone", role), at=later(60))

    assert balance(DUE) == -10_000


def test_the_database_lets_nobody_edit_a_line_or_take_it_away() -> None:
    agreed()
    in_the_bank({"one": 10_000, "two": 20_000})

    def changed(**values: Any) -> None:
        with pytest.raises(IntegrityError, match="evidence_is_never_written_anew"), transaction.atomic():
            SettlementLine.objects.filter(subject=line.subject).update(**values)

    line = SettlementLine.objects.order_by("id")[0]
    for values in ({"amount": 1}, {"customer_code": "RIF"}, {"note": "other"}, {"collected_at": None}):
        changed(**values)
    settled(PERIOD)
    for values in ({"statement": None}, {"fee": 1}, {"statement": line.statement_id}):
        changed(**values)
    with pytest.raises(IntegrityError, match="evidence_is_never_taken_away"), transaction.atomic():
        line.delete()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite empties a table row by row")
def test_nor_take_them_all_away_at_once() -> None:
    agreed()
    in_the_bank({"one": 10_000})

    with (
        pytest.raises(IntegrityError, match="evidence_is_never_taken_away"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE commerce_settlementline")


def test_every_line_is_on_one_statement() -> None:
    agreed()
    in_the_bank({"one": 10_000, "two": 20_000})
    (answer,) = settled(PERIOD)
    in_the_bank({"three": 30_000}, at=later(24))
    settled(THURSDAY)

    on = [[line.amount for line in lines_on(row.pk)] for row in statements_of("ATLAS")]

    assert on == [[30_000], [10_000, 20_000]]
    assert answer.paid == 30_000
