"""Orders, bills, their payments and signatures are never written anew nor taken away: the database itself refuses."""

import pytest
from django.db import DatabaseError, connection, transaction

from rekkas.base.guards import Guard
from rekkas.payments.choices import Act
from rekkas.payments.commands import sign_payment
from rekkas.payments.guards import ORDERS_AND_BILLS, TRANSFERS
from tests.bank.accounts import terms
from tests.build import later
from tests.lasting import lasting
from tests.payments import bills, desks, transfers_world
from tests.payments.desks import LEILA, ask, begin, issue, paid, pay, signed, token
from tests.payments.transfers_world import employer, payment_file, receive, wage

TABLES = [guard.table for guard in (*ORDERS_AND_BILLS, *TRANSFERS)] + ["payments_remittance"]
TAKEN = "evidence_is_never_taken_away|append-only"
ANEW = "evidence_is_never_written_anew"
ANOTHER = "00000000-0000-4000-8000-000000000000"


def sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def one_of_each() -> None:
    """An order paid with two signatures, requests signed and not, bills paid, remitted and cancelled, a file."""
    desks.world()
    number = issue(600_000).number
    begin(number)
    sign_payment(token=token(), by=LEILA, at=later(1))
    pay()
    signed(number, Act.REVERSE)
    ask(paid(word="two"), Act.REVERSE)
    bills.load()
    bills.pay_bill()
    bills.remit()
    other = bills.pay_bill(reference="44000012359", amount=8_700)
    bills.cancel(other.number)
    terms()
    transfers_world.rules()
    source = employer()
    receive(payment_file(source, wage(transfers_world.elsewhere())), source)


_one_of_each = lasting(one_of_each)


@pytest.fixture
def evidence(_one_of_each: None, db: None) -> None:
    """What nobody may change."""


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_taken_away(evidence: None, table: str) -> None:
    with pytest.raises(DatabaseError, match=TAKEN):
        sql(f"DELETE FROM {table}")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite empties a table row by row")
@pytest.mark.parametrize("table", TABLES)
def test_nor_all_of_them_at_once(evidence: None, table: str) -> None:
    with pytest.raises(DatabaseError, match=TAKEN):
        sql(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "change",
    [
        "payments_orderpayment SET clerk = 'somebody'",
        "payments_orderpayment SET shown_name = 'Somebody'",
        "payments_orderpayment SET document_number = 'ZZ999999'",
        "payments_orderpayment SET needs_signature = NOT needs_signature",
        "payments_orderpayment SET signed_by = 'somebody' WHERE signed_by <> ''",
        "payments_orderpayment SET signed_by = '', signed_at = NULL WHERE signed_by <> ''",
        "payments_orderpayment SET state = 'begun', entry = NULL WHERE signed_by <> ''",
        "payments_orderpayment SET lapses_at = '2020-01-01 00:00:00'",
        "payments_signaturerequest SET asked_by = 'somebody'",
        "payments_signaturerequest SET reason = 'another'",
        "payments_signaturerequest SET act = 'redirect'",
        "payments_signaturerequest SET signed_by = 'somebody' WHERE signed_by <> ''",
        "payments_bill SET reference = reference || '0'",
        "payments_bill SET amount = 1000000 WHERE paid_amount > 0",
        "payments_billpayment SET amount = amount + 1",
        "payments_billpayment SET clerk = 'somebody'",
        "payments_billpayment SET visit = 'another'",
        "payments_moneyorder SET visit = 'another'",
        "payments_billpayment SET cancelled_by = 'somebody' WHERE cancelled_by <> ''",
        "payments_billpayment SET state = 'paid', cancelled_at = NULL, cancelled_by = '' WHERE cancelled_by <> ''",
        "payments_billpayment SET remittance_id = NULL",
        "payments_paymentfile SET total = total + 1",
        "payments_paymentfile SET needs_second = NOT needs_second",
        "payments_paymentfile SET received_by = 'somebody'",
        "payments_paymentfile SET decided_by = 'somebody'",
        "payments_paymentfile SET decided_at = received_at",
        "payments_paymentfile SET state = 'executed', decided_by = 'somebody'",
        "payments_paymentfile SET state = 'executed', decided_at = received_at",
        "payments_paymentfile SET state = 'received'",
        "payments_credittransfer SET amount = amount + 1",
        "payments_credittransfer SET received_by = 'somebody'",
    ],
)
def test_nothing_that_was_fixed_is_written_anew(evidence: None, change: str) -> None:
    with pytest.raises(DatabaseError, match=ANEW):
        sql(f"UPDATE {change}")


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("payments_signaturerequest", {"number": "forged", "signed_by": "leila"}),
        ("payments_orderpayment", {"token": ANOTHER, "signed_by": "leila"}),
        ("payments_billpayment", {"number": "forged", "entry": ANOTHER, "state": "cancelled"}),
    ],
)
def test_nothing_is_added_that_was_signed_or_undone_from_the_start(
    evidence: None, table: str, values: dict[str, str]
) -> None:
    guard: Guard = next(guard for guard in ORDERS_AND_BILLS if guard.table == table)

    with pytest.raises(DatabaseError, match="begins_at_its_beginning"):
        _add_again(guard.table, values)


def _add_again(table: str, values: dict[str, str]) -> None:
    """Add a row that is as one of a table, but for these values."""
    with connection.cursor() as cursor:
        columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
    kept = [name for name in columns if name != "id"]
    taken = ", ".join(f"'{values[name]}'" if name in values else name for name in kept)
    sql(f"INSERT INTO {table} ({', '.join(kept)}) SELECT {taken} FROM {table} LIMIT 1")
