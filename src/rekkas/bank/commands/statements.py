"""Statements get their numbers: an account's are counted from 1, and a span is numbered once."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from rekkas.bank import queries
from rekkas.bank.choices import SweepKind
from rekkas.bank.commands.sweeps import AT_ONCE, finish_part, take_part
from rekkas.bank.entries import Swept
from rekkas.bank.errors import PeriodNotOver, PeriodNotRight, SpanNotRight
from rekkas.bank.models import AccountProduct, BankAccount, IssuedStatement
from rekkas.bank.queries.accounts import account_for_update
from rekkas.bank.queries.statements import check_span, digest_of_legs
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.bulk import add_to_rows, insert_all
from rekkas.base.command import command
from rekkas.money.queries.many import balances_by_day, legs_of

A_DAY = timedelta(days=1)
COLUMNS = (
    "account_id", "number", "first", "last", "opening", "closing", "line_count", "digest", "issued_at", "issued_by",
)  # fmt: skip


@command
def issue_statement(
    *, account: str, first: date, last: date, by: Actor, at: Moment, key: str | None = None
) -> int:
    """Number the statement of an account from one day to another that is over. The same span keeps its number."""
    row = account_for_update(account)
    check_span(first, last)
    if last >= at.astimezone(row.zone).date():
        raise SpanNotRight
    issued = IssuedStatement.objects.filter(account=row, first=first, last=last).first()
    if issued is not None:
        return issued.number
    _issue([row], first, last, by, at)
    return row.statement_count + 1


@command
def issue_statements(
    *, country: str, product: str, period: str, at_most: int = AT_ONCE, by: Actor, at: Moment
) -> Swept:
    """Number the statements of a month (2026-03) or a day (2026-03-02) for the next accounts that moved in it.

    Called until nothing is left.
    """
    wanted = queries.product(country, product)
    first, last = _span(wanted, period)
    issued = IssuedStatement.objects.filter(first=first, last=last).values("account")
    rows = BankAccount.objects.filter(opened_on__lte=last).exclude(pk__in=issued)
    part = take_part(wanted, SweepKind.STATEMENT, period, rows, at_most=at_most, by=by, at=at)
    for row in part.rows[:1]:
        if last >= at.astimezone(row.zone).date():
            raise PeriodNotOver(period=period, until=last)
    part.done = part.amount = _issue(part.rows, first, last, by, at, even_if_still=False)
    return finish_part(part, at)


def _span(product: AccountProduct, period: str) -> tuple[date, date]:
    try:
        first = date.fromisoformat(period if len(period) == 10 else f"{period}-01")
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        last = first if len(period) == 10 else after - A_DAY
        check_span(first, last)
    except (ValueError, SpanNotRight) as fault:
        raise PeriodNotRight(product=product.name, period=period, example="2026-03") from fault
    return first, last


def _issue(
    rows: Sequence[BankAccount], first: date, last: date, by: Actor, at: Moment, *, even_if_still: bool = True
) -> int:
    """Number a statement for each of these locked accounts; returns for how many."""
    codes = [row.ledger for row in rows]
    before = balances_by_day(codes, first, first - A_DAY).before if rows else []
    legs = {
        place: list(lines) for place, lines in groupby(legs_of(codes, first, last), lambda one: one.place)
    }
    made: list[tuple[object, ...]] = []
    for place, row in enumerate(rows):
        lines = legs.get(place, [])
        if lines or even_if_still:
            opening = -before[place]
            closing = opening - sum(line.amount for line in lines)
            digest = digest_of_legs(row.number, first, last, opening, lines)
            made.append(
                (row.pk, row.statement_count + 1, first.isoformat(), last.isoformat(), opening, closing, len(lines),
                 digest, at, author_name(by))
            )  # fmt: skip
    insert_all("bank_issuedstatement", COLUMNS, made)
    add_to_rows("bank_bankaccount", ("id", "statement_count"), [(row[0], 1) for row in made], key="id")
    return len(made)
