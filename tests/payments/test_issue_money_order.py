"""A money order is issued: its money lies in an account of its own, its code lies nowhere, and it never is income."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.db import DatabaseError, IntegrityError, connection, transaction

from postkit.moneyorder import parse
from rekkas.bank.errors import DocumentExpired, DocumentNumberNotRight, UnknownDocumentKind
from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, KeyReused, NotAllowed, NotYourOffice, Refused
from rekkas.cash.errors import TillNotOpen
from rekkas.money.choices import Book
from rekkas.money.commands import close_day
from rekkas.money.queries import balance_faults, ledger_faults, trail_of
from rekkas.network.errors import OfficeClosed, UnknownOffice
from rekkas.payments import errors
from rekkas.payments.entries import PayeeEntry, SenderEntry
from rekkas.payments.models import MoneyOrder, OrderEvent
from rekkas.payments.queries import orders
from tests.build import AGENCY, BOSS, MONDAY, ZAGORA_OFFICE, later, staff
from tests.payments.desks import (
    CODE,
    INCOME,
    SALMA,
    TILLS,
    card,
    held,
    history,
    issue,
    owed,
    state,
)

ActionRecord: Any = apps.get_model("base", "ActionRecord")
KeyedResult: Any = apps.get_model("base", "KeyedResult")
pytestmark = pytest.mark.usefixtures("tills")


def test_what_the_sender_gives_lies_in_the_orders_own_account_and_the_fee_is_income() -> None:
    before = held(TILLS["fatima"])[0]

    done = issue(50_000)

    assert (done.amount, done.fee, done.currency) == (50_000, 1_500, "MAD")
    assert held(TILLS["fatima"], INCOME) == [before + 51_500, -1_500]
    assert owed(done.number) == 50_000
    assert orders.ledger_owes() == {"MAD": 50_000}
    assert [one.amount for one in orders.owed_by_state()] == [50_000]


def test_its_number_shows_a_wrong_digit_and_no_two_are_alike() -> None:
    numbers = [issue().number for _ in range(3)]

    assert len(set(numbers)) == 3
    assert [str(parse(number)) for number in numbers] == numbers
    with pytest.raises(errors.OrderNumberNotRight):
        orders.order(numbers[0][:-1] + str((int(numbers[0][-1]) + 1) % 10))


def test_it_can_be_paid_at_once_and_until_thirty_days_from_its_issue() -> None:
    done = issue()

    row = orders.order(done.number)
    assert (done.available_at, done.expires_on) == (MONDAY, date(2026, 4, 1))
    assert row.prescribed_on == date(2031, 3, 2)
    assert history(done.number) == ["issued", "notified"]


def test_an_ordinary_one_is_valid_until_the_end_of_the_next_month_and_takes_its_time() -> None:
    done = issue(2_000_000, product="ordinary")

    assert done.expires_on == date(2026, 4, 30)
    assert done.available_at == MONDAY + timedelta(days=2)
    assert state(done.number) == "issued"
    assert done.fee == 3_000 + 4_000


def test_the_code_is_kept_as_a_slow_hash_and_written_nowhere() -> None:
    done = issue(key="page-7")

    row = MoneyOrder.objects.get(number=done.number)
    assert check_password(CODE.spoken, row.code_hash)
    kept = [
        *MoneyOrder.objects.values_list(), *OrderEvent.objects.values_list(), *ActionRecord.objects.values_list(),
        *KeyedResult.objects.values_list("key", "verb", "result"),
    ]  # fmt: skip
    assert CODE.spoken not in repr(kept)


def test_the_digest_of_a_request_does_not_betray_the_code() -> None:
    """Whoever reads the database could try a million codes against a fast digest: it must not depend on the code."""
    issue(key="page-7")
    (first,) = KeyedResult.objects.values_list("content_digest", flat=True)

    again = issue(key="page-7", code=type(CODE)("730194"))

    assert again.number == orders.orders_of()[0].number
    assert bytes(KeyedResult.objects.get().content_digest) == bytes(first)


def test_passwords_of_the_running_post_are_hashed_slowly() -> None:
    from rekkas.settings import PASSWORD_HASHERS

    assert PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_a_request_sent_twice_issues_one_order_and_takes_the_money_once() -> None:
    first, second = issue(key="page-7"), issue(key="page-7")

    assert first == second
    assert len(orders.orders_of()) == 1
    assert owed(first.number) == 50_000


def test_a_key_used_for_another_order_is_refused_and_nothing_moves() -> None:
    issue(key="page-7")

    with pytest.raises(KeyReused):
        issue(60_000, key="page-7")

    assert len(orders.orders_of()) == 1
    assert orders.ledger_owes() == {"MAD": 50_000}


@pytest.mark.parametrize("amount", [0, -50_000, 999, 1_000_001, 2**63, 10**30])
def test_an_amount_that_cannot_be_is_refused_and_nothing_moves(amount: int) -> None:
    before = held(*TILLS.values(), INCOME)

    with pytest.raises(errors.AmountOutOfRange, match="10,000"):
        issue(amount)

    assert held(*TILLS.values(), INCOME) == before
    assert len(orders.orders_of()) == 0


@pytest.mark.parametrize("amount", [0, -1, 10**12 + 1, 2**63, 10**30])
def test_nor_one_without_a_limit_of_its_own(amount: int) -> None:
    with pytest.raises(errors.AmountOutOfRange, match=r"10,000,000,000\.00"):
        issue(amount, product="ordinary")

    assert len(orders.orders_of()) == 0


def test_what_happened_on_a_day_that_is_closed_is_booked_on_the_first_open_one() -> None:
    today = MONDAY.date()
    for book in Book:
        close_day(book=book, business_date=today, by=BOSS, at=later(24))

    number = issue(at=MONDAY).number

    assert {one.entry.business_date for one in trail_of(number)} == {today + timedelta(days=1)}


def test_another_currency_is_refused() -> None:
    with pytest.raises(errors.OtherCurrency, match="XOF"):
        issue(currency="XOF")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"product": "telegraphic"}, errors.UnknownOrderProduct),
        ({"code": None}, errors.CodeMissing),
        ({"sender": SenderEntry(name="Driss Berrada")}, errors.DocumentMissing),
        ({"sender": SenderEntry(name=" ", document=card())}, errors.NameMissing),
        ({"payee": PayeeEntry(phone="+212622222222")}, errors.NameMissing),
        ({"payee": PayeeEntry(name="A" * 161)}, InvalidInput),
        ({"payee": PayeeEntry(name="Amina\x07")}, InvalidInput),
        ({"message": "x" * 141}, InvalidInput),
        ({"sender": SenderEntry(name="Driss", document=card("12"))}, DocumentNumberNotRight),
        ({"sender": SenderEntry(name="Driss", document=card(kind="tram-ticket"))}, UnknownDocumentKind),
        (
            {"sender": SenderEntry(name="Driss", document=card(expires_on=date(2026, 3, 1)))},
            DocumentExpired,
        ),
        ({"product": "into-account"}, errors.AccountMissing),
        ({"product": "from-account"}, errors.AccountMissing),
        ({"pay_office": "MA9999"}, UnknownOffice),
    ],
)
def test_what_is_missing_or_wrong_is_refused_and_nothing_moves(
    changes: dict[str, Any], refusal: type[Refused]
) -> None:
    before = held(*TILLS.values(), INCOME)

    with pytest.raises(refusal):
        issue(**changes)

    assert held(*TILLS.values(), INCOME) == before
    assert MoneyOrder.objects.count() == 0


def test_a_document_sends_no_more_than_a_days_limit_wherever_it_is_shown() -> None:
    issue(1_000_000)
    issue(900_000, by=SALMA)

    with pytest.raises(errors.DayLimitReached, match="19,000"):
        issue(200_000, by=SALMA)

    assert issue(100_000).amount == 100_000
    assert issue(1_000_000, at=later(24)).amount == 1_000_000
    assert issue(200_000, sender=SenderEntry(name="Salim", document=card("EF777777"))).amount == 200_000


def test_cash_is_taken_only_into_an_open_till_of_an_open_office() -> None:
    stranger = staff("zineb", Role.CLERK, AGENCY)

    with pytest.raises(TillNotOpen):
        issue(by=stranger)
    with pytest.raises(OfficeClosed):
        issue(at=later(10))


def test_a_clerk_issues_at_their_own_office_and_a_sorter_nowhere() -> None:
    with pytest.raises(NotYourOffice):
        issue(office=ZAGORA_OFFICE)
    with pytest.raises(NotAllowed):
        issue(by=staff("hassan", Role.SORTER, AGENCY))


def test_a_country_without_rules_issues_nothing() -> None:
    from rekkas.payments.models import PaymentRules

    PaymentRules.objects.all().delete()

    with pytest.raises(errors.NoPaymentRules):
        issue()


def test_a_name_in_arabic_letters_alone_is_a_name() -> None:
    done = issue(payee=PayeeEntry(name_ar="أمينة العلوي"))

    assert orders.order(done.number).payee == "أمينة العلوي"


def test_every_step_is_in_the_record_under_its_author() -> None:
    done = issue()

    (event, _) = orders.events_of(orders.order(done.number))
    (transfer,) = trail_of(done.number)
    assert (event.actor_name, event.office_code, event.after) == ("fatima", AGENCY, "issued")
    assert event.entry == transfer.entry.key
    assert (transfer.entry.actor_name, transfer.entry.kind) == ("fatima", "order-issued")
    assert list(ledger_faults()) == []
    assert list(balance_faults()) == []


def test_an_event_is_never_changed_nor_taken_away() -> None:
    done = issue()

    for statement in ("UPDATE payments_orderevent SET kind = 'paid'", "DELETE FROM payments_orderevent"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    assert history(done.number) == ["issued", "notified"]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "lost"}, "payments_order_is_in_a_known_state"),
        ({"state": "locked"}, "payments_order_is_locked_for_a_reason"),
        ({"state": "out"}, "payments_order_is_out_with_somebody"),
        ({"code_hash": ""}, "payments_order_paid_in_cash_has_a_code"),
    ],
)
def test_impossible_orders_are_refused_by_the_database(changes: dict[str, Any], constraint: str) -> None:
    done = issue()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MoneyOrder.objects.filter(number=done.number).update(**changes)


def test_the_answer_can_be_told_to_a_machine() -> None:
    done = issue()

    assert msgspec.json.decode(msgspec.json.encode(done), type=type(done)) == done


@pytest.mark.parametrize(
    "change",
    [
        "amount = amount + 1", "fee = 0", "currency = 'EUR'", "number = 'MA000000999942'", "expires_on = '2030-01-01'",
        "sender_document_number = 'ZZ999999'", "clerk = 'somebody'", "paid = 'account'",
    ],
)  # fmt: skip
def test_what_was_fixed_at_the_issue_is_never_written_anew(change: str) -> None:
    issue()

    with (
        pytest.raises(DatabaseError, match="evidence_is_never_written_anew"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE payments_moneyorder SET {change}")


def test_an_order_is_never_taken_away() -> None:
    issue()

    with (
        pytest.raises(DatabaseError, match="evidence_is_never_taken_away"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM payments_moneyorder")
