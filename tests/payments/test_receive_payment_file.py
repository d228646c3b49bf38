"""A file of payments is taken in, each payment of it for itself."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from postkit.iso20022 import statuses
from postkit.iso20022.parts import Agent, Remittance, account_of
from rekkas.bank.commands import block_customer
from rekkas.money.choices import Book
from rekkas.money.commands import close_day
from rekkas.money.queries import trail_of
from rekkas.payments import queries
from rekkas.payments.errors import DayNotOpen
from rekkas.payments.papers.answers import payment_file_answer
from tests.bank.accounts import holds
from tests.build import BOSS, MONDAY
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    account,
    block,
    elsewhere,
    employer,
    frozen,
    iban,
    payment_file,
    payment_file_of,
    receive,
    shut,
    states,
    wage,
)

pytestmark = pytest.mark.usefixtures("clearing")


def closed_until(day: date) -> None:
    """Close the books up to a day."""
    for book in Book:
        close_day(book=book, business_date=day, by=BOSS, at=MONDAY)


def test_salaries_are_on_the_accounts_at_once() -> None:
    source, amina, youssef = employer(), account("amina"), account("youssef")

    taken = receive(payment_file(source, wage(iban(amina)), wage(iban(youssef), 500_000)), source)

    assert (taken.state, taken.taken, taken.rejected) == ("executed", 2, 0)
    assert states(taken.number) == ["settled", "settled"]
    assert (holds(amina), holds(youssef), holds(source)) == (450_000, 500_000, 10_000_000 - 950_000)
    assert world.cleared() == 0
    assert world.nothing_is_wrong()


def test_a_payment_for_another_bank_leaves_the_payer_and_waits_for_the_next_file() -> None:
    source = employer()

    taken = receive(payment_file(source, wage(elsewhere(), 200_000)), source)

    assert states(taken.number) == ["waiting"]
    assert holds(source) == 10_000_000 - 200_000 - 300  # and the fee for a transfer outside
    assert world.cleared() == 200_000
    assert world.nothing_is_wrong()


def test_an_account_is_named_by_iban_rib_number_or_telephone() -> None:
    source, amina = employer(), account("amina")
    wallet = account("salma", "wallet", level="2")
    rib = iban(amina)[4:]
    phone = world.bank.customer(world.holder(wallet)).phone

    taken = receive(
        payment_file(
            source,
            wage(rib, 100, "A"),
            wage(amina, 200, "B"),
            wage(iban(amina), 400, "C"),
            wage(phone, 800, "D"),
        ),
        source,
    )

    assert states(taken.number) == ["settled"] * 4
    assert (holds(amina), holds(wallet)) == (700, 800)


def test_a_payment_keeps_the_words_and_references_of_its_sender() -> None:
    source, amina = employer(), account("amina")
    told = Remittance("Salary of March", ("RF18539007547034",))

    taken = receive(payment_file(source, wage(iban(amina), 100, "E-1", remittance=told)), source)

    (row,) = queries.credit_transfers(file=queries.payment_file(taken.number))
    assert (row.end_to_end_id, row.remittance, row.payee_references) == (
        "E-1", "Salary of March", ["RF18539007547034"],
    )  # fmt: skip
    assert [event.after for event in queries.events_of(row)] == ["received", "settled"]


# ---- what is wrong with one payment ----------------------------------------------------------------------------


DECLINED: dict[str, tuple[Callable[[], str], str]] = {
    "closed": (lambda: _after(account("amina"), shut), "AC04"),
    "blocked": (lambda: _after(account("amina"), frozen), "AC06"),
    "holder blocked": (
        lambda: _after(
            account("amina"),
            lambda number: block_customer(number=world.holder(number), reason="Seizure", by=BOSS, at=MONDAY),
        ),
        "AC06",
    ),
    "savings book": (lambda: account("amina", "savings"), "AG01"),
    "wallet that may hold no more": (lambda: account("amina", "wallet", level="1"), "AM02"),
    "no such account of ours": (lambda: elsewhere(424_242, "999"), "AC03"),
    "account abroad": (lambda: "GB82WEST12345698765432", "RC01"),
}


def _after(number: str, deed: Callable[[str], Any]) -> str:
    text = iban(number)
    deed(number)
    return text


@pytest.mark.parametrize("case", sorted(DECLINED))
def test_a_payment_that_cannot_be_made_is_rejected_for_itself(case: str) -> None:
    make, code = DECLINED[case]
    to = make()
    to = iban(to) if to.isdigit() and len(to) == 16 else to
    source, youssef = employer(), account("youssef")

    taken = receive(
        payment_file(source, wage(to, 450_000, "BAD"), wage(iban(youssef), 300_000, "GOOD")), source
    )

    assert (taken.taken, taken.rejected) == (1, 1)
    assert states(taken.number) == [f"rejected {code}", "settled"]
    assert (holds(youssef), holds(source)) == (300_000, 9_700_000)
    assert world.nothing_is_wrong()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "EUR"}, "AM03"),
        ({"creditor_account": lambda to: account_of(to).__class__(to, "iban", "EUR")}, "AM03"),
        ({"creditor_agent": Agent("DEMBMAMC")}, "RC01"),
        ({"creditor_agent": Agent("", "902")}, "RC01"),
    ],
)
def test_a_payment_whose_own_words_differ_is_rejected(changes: dict[str, Any], code: str) -> None:
    source, amina = employer(), account("amina")
    said = {name: value(iban(amina)) if callable(value) else value for name, value in changes.items()}

    taken = receive(
        payment_file(source, wage(iban(amina), 1, "BAD", **said), wage(iban(amina), 2, "GOOD")), source
    )

    assert states(taken.number) == [f"rejected {code}", "settled"]


def test_a_reference_of_the_payer_stands_on_one_payment() -> None:
    source, amina = employer(), account("amina")
    receive(payment_file(source, wage(iban(amina), 100, "E-1")), source)

    taken = receive(
        payment_file(source, wage(iban(amina), 999, "E-1"), wage(iban(amina), 5, "E-2"), message_id="M-2"),
        source,
    )

    assert states(taken.number) == ["rejected AM05", "settled"]
    assert holds(amina) == 105


def test_what_names_nothing_may_stand_on_many() -> None:
    source, amina = employer(), account("amina")

    taken = receive(
        payment_file(source, wage(iban(amina), 100, "NOTPROVIDED"), wage(iban(amina), 100, "NOTPROVIDED")),
        source,
    )

    assert states(taken.number) == ["settled", "settled"]


def test_one_wrong_payment_refuses_its_file_where_the_rules_say_so() -> None:
    world.rules(accept="whole")
    source, amina = employer(), account("amina")

    taken = receive(
        payment_file(source, wage(elsewhere(1, "999"), 100, "BAD"), wage(iban(amina), 100, "GOOD")), source
    )

    assert (taken.state, taken.taken, taken.rejected) == ("rejected", 0, 2)
    assert states(taken.number) == ["rejected AC03", "rejected NARR"]
    assert (holds(amina), holds(source)) == (0, 10_000_000)


# ---- too little money ------------------------------------------------------------------------------------------


def test_a_file_is_paid_whole_or_not_at_all_where_the_rules_say_so() -> None:
    source, amina, youssef = employer(500_000), account("amina"), account("youssef")

    taken = receive(
        payment_file(source, wage(iban(amina), 300_000, "A"), wage(iban(youssef), 300_000, "B")), source
    )

    assert (taken.state, taken.rejected) == ("rejected", 2)
    assert states(taken.number) == ["rejected AM04", "rejected AM04"]
    assert (holds(amina), holds(youssef), holds(source)) == (0, 0, 500_000)
    assert world.nothing_is_wrong()


def test_or_as_far_as_the_money_goes() -> None:
    world.rules(funds="each")
    source, amina, youssef = employer(500_000), account("amina"), account("youssef")

    taken = receive(
        payment_file(
            source,
            wage(iban(amina), 300_000, "A"),
            wage(iban(youssef), 300_000, "B"),
            wage(iban(amina), 200_000, "C"),
        ),
        source,
    )

    assert states(taken.number) == ["settled", "rejected AM04", "settled"]
    assert (holds(amina), holds(youssef), holds(source)) == (500_000, 0, 0)


def test_a_file_that_was_turned_down_for_want_of_money_may_come_again() -> None:
    source, amina = employer(100), account("amina")
    content = payment_file(source, wage(iban(amina), 300_000))
    assert receive(content, source).state == "rejected"
    world.pay_in(source, 1_000_000)

    taken = receive(content, source, name="again.xml")

    assert (taken.state, holds(amina)) == ("executed", 300_000)
    assert world.nothing_is_wrong()


# ---- days and second persons -----------------------------------------------------------------------------------


def test_a_payment_of_a_later_day_waits_for_it() -> None:
    source, amina = employer(), account("amina")

    taken = receive(payment_file(source, wage(iban(amina)), day=date(2026, 3, 5)), source)

    assert (taken.state, states(taken.number)) == ("approved", ["received"])
    assert holds(amina) == 0


def test_a_day_that_is_past_in_books_that_are_open_is_carried_out_and_booked_today() -> None:
    source, amina = employer(), account("amina")
    closed_until(date(2026, 2, 14))

    taken = receive(payment_file(source, wage(iban(amina)), day=date(2026, 2, 15)), source)

    (row,) = queries.credit_transfers(file=queries.payment_file(taken.number))
    assert (row.state, row.requested_date) == ("settled", date(2026, 2, 15))
    assert {leg.entry.business_date for leg in trail_of(row.number)} == {world.TODAY}


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 2, 14),  # the last day whose books are closed
        date(2025, 1, 1),
        date(2027, 4, 1),  # more than a year ahead
    ],
)
def test_a_file_for_a_day_that_is_not_open_is_refused_and_nothing_moved(day: date) -> None:
    source, amina = employer(), account("amina")
    closed_until(date(2026, 2, 14))
    before = world.everything()

    with pytest.raises(DayNotOpen, match=r"march\.xml") as refused:
        receive(payment_file(source, wage(iban(amina)), day=day), source)

    assert (refused.value.code, refused.value.details["reason"]) == ("payments.day-not-open", "DT01")
    assert world.everything() == before


def test_today_can_be_asked_for_after_its_books_are_closed_and_is_booked_tomorrow() -> None:
    source, amina = employer(), account("amina")
    closed_until(world.TODAY)
    evening = MONDAY.replace(hour=18)

    taken = receive(payment_file(source, wage(iban(amina))), source, at=evening)

    (row,) = queries.credit_transfers(file=queries.payment_file(taken.number))
    assert (row.state, holds(amina)) == ("settled", 450_000)
    assert {leg.entry.business_date for leg in trail_of(row.number)} == {world.TODAY + timedelta(days=1)}
    yesterday = payment_file(source, wage(iban(amina)), message_id="M-2", day=world.TODAY - timedelta(days=1))
    with pytest.raises(DayNotOpen):
        receive(yesterday, source, at=evening)


def test_a_day_further_back_than_the_country_allows_is_not_open() -> None:
    world.rules(days_back_at_most=10)
    source, amina = employer(), account("amina")
    ten_days_ago = world.TODAY - timedelta(days=10)

    with pytest.raises(DayNotOpen):
        receive(payment_file(source, wage(iban(amina)), day=ten_days_ago - timedelta(days=1)), source)

    assert receive(payment_file(source, wage(iban(amina)), day=ten_days_ago), source).state == "executed"


def test_one_block_of_a_file_for_a_day_that_is_not_open_is_rejected_for_itself() -> None:
    source, amina = employer(), account("amina")
    closed_until(date(2026, 2, 28))
    late = block(
        source, date(2026, 2, 28), wage(iban(amina), 100, "LATE-1"), wage(iban(amina), 200, "LATE-2")
    )
    good = block(source, world.TODAY, wage(iban(amina), 400, "GOOD"))

    taken = receive(payment_file_of(late, good), source)

    assert states(taken.number) == ["rejected DT01", "rejected DT01", "settled"]
    assert (holds(amina), holds(source)) == (400, 10_000_000 - 400)
    answer = statuses.read_customer_status(payment_file_answer(queries.payment_file(taken.number)))
    assert [(part.status, [reason.code for reason in part.reasons]) for part in answer.payments] == [
        ("RJCT", ["DT01"]),
        ("ACSC", []),
    ]
    assert world.nothing_is_wrong()


def test_or_refuses_its_file_where_the_rules_say_so() -> None:
    world.rules(accept="whole")
    source, amina = employer(), account("amina")
    closed_until(date(2026, 2, 28))
    late = block(source, date(2026, 2, 28), wage(iban(amina), 100, "LATE"))
    good = block(source, world.TODAY, wage(iban(amina), 400, "GOOD"))

    taken = receive(payment_file_of(late, good), source)

    assert (taken.state, states(taken.number)) == ("rejected", ["rejected DT01", "rejected NARR"])
    assert holds(source) == 10_000_000


def test_a_large_sum_waits_for_a_second_person() -> None:
    source, amina = employer(20_000_000), account("amina")

    taken = receive(payment_file(source, wage(iban(amina), 10_000_000)), source)

    assert (taken.state, states(taken.number)) == ("received", ["received"])
    assert holds(source) == 20_000_000
