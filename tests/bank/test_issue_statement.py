"""A statement adds up, is numbered once, and can be printed, read by a spreadsheet and read by a program."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit import iso20022
from postkit.iso20022.statement import Statements
from rekkas.bank import queries
from rekkas.bank.commands import issue_statement
from rekkas.bank.errors import SpanNotRight, UnknownBankAccount
from rekkas.bank.models import IssuedStatement
from rekkas.bank.papers import statement_camt, statement_csv, statement_pdf
from rekkas.bank.papers.statements import HERE, statement_data
from rekkas.bank.queries import Statement
from rekkas.base.errors import NotAllowed, Refused
from rekkas.design.paper import sheets
from rekkas.money import queries as money
from rekkas.money.choices import Book, EntryKind
from rekkas.money.commands import close_day
from tests.bank.accounts import account, credited, days, holds, paid_in, paid_out, salary, sent, terms
from tests.build import BOSS, FATIMA, MONDAY, YOUSSEF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture
def number() -> str:
    """A wallet with a month of movements: cash, a salary, a transfer each way, a withdrawal with its fee."""
    terms()
    mine, other = account("amina", "wallet", amount=500_000), account("brahim", amount=900_000)
    credited(salary("march", mine, 250_050), at=days(1))
    sent(mine, other, 120_000, note="rent, “March” 2026", at=days(2))
    sent(other, mine, 7_500, at=days(2))
    paid_out(mine, 100_000, at=days(3))
    return mine


def told(number: str, first: date = FIRST, last: date = LAST) -> Statement:
    return queries.statement(queries.account(number), first, last)


def issued(number: str, first: date = FIRST, last: date = LAST, **changes: object) -> int:
    said = {"account": number, "first": first, "last": last, "by": FATIMA, "at": days(30), **changes}
    return issue_statement(**said)  # type: ignore[arg-type]


def test_what_it_held_and_what_moved_come_to_what_it_holds(number: str) -> None:
    found = told(number)

    assert (found.opening, found.closing) == (0, holds(number))
    assert [(line.kind, line.amount) for line in found.lines] == [
        (EntryKind.DEPOSIT, 500_000), (EntryKind.SALARY, 250_050), (EntryKind.ACCOUNT_TRANSFER, -120_000),
        (EntryKind.ACCOUNT_TRANSFER, 7_500), (EntryKind.WITHDRAWAL, -100_000), (EntryKind.FEE, -500),
    ]  # fmt: skip
    assert [line.balance for line in found.lines][-1] == found.closing
    assert found.opening + found.paid_in - found.paid_out == found.closing
    assert (found.lines[2].counterpart_name, found.lines[2].note) == (
        "Brahim FamilyBrahim",
        "rent, “March” 2026",
    )


def test_a_later_span_begins_with_what_the_earlier_ended_with(number: str) -> None:
    early, late = told(number, FIRST, days(2).date()), told(number, days(3).date(), LAST)

    assert early.closing == late.opening
    assert len(early.lines) + len(late.lines) == 6
    assert told(number, date(2026, 4, 1), date(2026, 4, 30)).opening == holds(number)


def test_a_span_is_numbered_once_and_numbers_have_no_gap(number: str) -> None:
    assert told(number).number is None

    assert issued(number) == issued(number) == 1
    assert issued(number, FIRST, FIRST + timedelta(days=9)) == 2

    found = told(number)
    assert (found.number, found.is_as_issued) == (1, True)
    assert [one.number for one in queries.statements_issued(queries.account(number))] == [2, 1]


def test_a_movement_entered_late_shows_that_it_no_longer_says_the_same(number: str) -> None:
    issued(number, FIRST, days(3).date(), at=days(4))
    paid_in(number, 100, at=days(3))

    found = told(number, FIRST, days(3).date())

    assert (found.number, found.is_as_issued) == (1, False)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"first": LAST, "last": FIRST}, SpanNotRight),
        ({"at": MONDAY}, SpanNotRight),
        ({"first": date.min}, SpanNotRight),
        ({"last": date.max}, SpanNotRight),
        ({"account": "+212600000000"}, UnknownBankAccount),
        ({"by": YOUSSEF}, NotAllowed),
    ],
)
def test_what_is_not_over_or_not_there_has_no_statement(
    number: str, changes: dict[str, object], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        issued(number, **changes)

    assert not IssuedStatement.objects.exists()


@pytest.mark.parametrize(
    ("first", "last"), [(date.min, LAST), (date.min, date.max), (FIRST, date.max), (date.max, date.max)]
)
def test_no_statement_begins_or_ends_where_no_calendar_does(number: str, first: date, last: date) -> None:
    with pytest.raises(SpanNotRight):
        told(number, first, last)


def test_a_closed_day_puts_its_root_under_the_statement(number: str) -> None:
    assert told(number).root == ""
    root = close_day(book=Book.BANK, business_date=LAST, by=BOSS, at=days(30))

    found = told(number)

    assert (found.root, found.closed_on) == (root, LAST)
    assert root[:8] in statement_data(found)["root"][1]
    assert told(number, FIRST, date(2026, 4, 2)).root == ""


def test_as_a_table_it_adds_up_and_no_cell_is_a_formula(number: str) -> None:
    sent(number, account("chama"), 100, note="=HYPERLINK(evil)", at=days(4))
    issued(number)

    rows = list(csv.DictReader(io.StringIO(statement_csv(told(number)))))

    assert (rows[0]["balance"], rows[-1]["balance"]) == ("0.00", rows[-2]["balance"])
    assert rows[1]["paid_in"] == "5000.00"
    assert rows[3]["description"] == "rent, “March” 2026"
    assert rows[-2]["description"] == "'=HYPERLINK(evil)"
    assert {row["statement"] for row in rows} == {f"{number}-1"}


def test_as_a_message_it_is_read_back_with_the_same_figures(number: str) -> None:
    issued(number)
    found = told(number)

    message = iso20022.read(statement_camt(found, at=days(30)))

    assert isinstance(message, Statements)
    (one,) = message.statements
    row = queries.account(number)
    assert (one.statement_id, one.sequence, one.account.number) == (f"{number}-1", 1, row.iban)
    assert (one.opening, one.closing, one.currency) == (0, found.closing, "MAD")
    assert [entry.signed for entry in one.entries] == [line.amount for line in found.lines]
    assert one.servicer is not None
    assert one.servicer.bic == "REKKMAMC"
    assert one.entries[2].details[0].counterparty == "Brahim FamilyBrahim"


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_on_paper_it_is_in_the_readers_language_and_always_the_same(number: str, language: str) -> None:
    issued(number)
    with override(language):
        data = statement_data(told(number))
        paper = statement_pdf(told(number))

        assert paper.startswith(b"%PDF")
        assert paper == statement_pdf(told(number))
    assert data["rtl"] == (language == "ar")
    assert data["warning"] == ""
    assert len(data["lines"]) == 6


def test_a_long_statement_goes_on_over_many_pages() -> None:
    mine = account("amina", amount=1_000)
    credited(*[salary(f"s{n}", mine, 100 + n) for n in range(120)], at=days(1))

    found = told(mine)

    assert len(found.lines) == 121
    assert found.closing == holds(mine)
    assert len(sheets.pictures(HERE / "statement.typ", statement_data(found), dpi=30)) > 1


def test_a_statement_of_nothing_says_so() -> None:
    mine = account("amina")

    found = told(mine)

    assert (found.opening, found.closing, found.lines) == (0, 0, ())
    assert statement_data(found)["nothing"]
    assert isinstance(iso20022.read(statement_camt(found, at=days(30))), Statements)


def test_issued_statements_are_only_added_to(number: str) -> None:
    issued(number)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("DELETE FROM bank_issuedstatement")


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(-50_000, 90_000)), max_size=8), st.integers(0, 20))
def test_wherever_a_span_is_cut_its_parts_come_to_the_whole(moves: list[tuple[int, int]], cut: int) -> None:
    with transaction.atomic():
        mine = account("amina", amount=100_000)
        for day, amount in sorted(moves, key=lambda one: one[0]):
            try:
                (paid_in if amount > 0 else paid_out)(mine, abs(amount), at=days(day))
            except Refused:
                continue
        whole = told(mine)
        early, late = told(mine, FIRST, days(cut).date()), told(mine, days(cut + 1).date(), LAST)

        assert whole.closing == late.closing == holds(mine) == -money.balance(queries.account(mine).ledger)
        assert early.closing == late.opening
        assert [line.amount for line in (*early.lines, *late.lines)] == [line.amount for line in whole.lines]
        transaction.set_rollback(True)
