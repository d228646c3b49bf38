"""Interest is credited once for an account and a period, what is withheld from it beside it in the same entry."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from rekkas.bank import queries
from rekkas.bank.choices import AccountEventKind, SweepKind
from rekkas.bank.commands.account_history import note_accounts
from rekkas.bank.commands.renewing import ceilings_of, limits_said
from rekkas.bank.commands.sweeps import AT_ONCE, Part, finish_part, sweep_key, take_part
from rekkas.bank.entries import Swept
from rekkas.bank.errors import PeriodNotOver
from rekkas.bank.models import BankAccount, InterestLine
from rekkas.bank.queries.accounts import standings
from rekkas.bank.queries.interest import interest_of_many, period_named
from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import add_to_rows, insert_all
from rekkas.base.command import command
from rekkas.money import queries as money
from rekkas.money.choices import AccountKind, AccountState, EntryKind, Posted
from rekkas.money.commands import limit_accounts, post_transfers
from rekkas.money.entries import AccountLimit, Leg, TransferEntry, account_code, entry_of
from rekkas.territory import queries as territory

WITHHELD = "withheld"  # the owner of what is withheld until it is paid to the treasury
LINE_COLUMNS = ("account_id", "period", "gross", "tax", "entry", "credited_at")
Credit = tuple[BankAccount, int, int]  # an account, its interest, and what is withheld of it
Limits = dict[int, dict[str, int | None]]  # by account: its limits, as its history names them


@command
def capitalise_interest(
    *, country: str, product: str, period: str, at_most: int = AT_ONCE, by: Actor, at: Moment
) -> Swept:
    """Credit the interest of a period that is over to the next accounts of a product, each once.

    Worked out from what each held at the end of every day, rounded once to the even unit. Called until nothing is
    left; called again, it credits only those that were left out.
    """
    wanted = queries.product(country, product)
    span = period_named(wanted, period)
    zone = territory.country(country).time_zone
    _check_over(span.until, zone, at, period)
    paid = InterestLine.objects.filter(period=period).values("account")
    rows = BankAccount.objects.filter(opened_on__lt=span.until).exclude(state=AccountState.CLOSED)
    part = take_part(
        wanted, SweepKind.INTEREST, period, rows.exclude(pk__in=paid), at_most=at_most, by=by, at=at
    )
    if part.rows:
        interests = interest_of_many(part.rows, wanted, span)
        credits = [
            (row, gross, tax)
            for row, gross, tax in zip(
                part.rows, interests.gross.tolist(), interests.tax.tolist(), strict=True
            )
            if gross > 0
        ]
        _credit(part, credits, period, by, at)
    return finish_part(part, at)


def credit_interest(credits: Sequence[Credit], period: str, by: Actor, at: Moment) -> list[Credit]:
    """Credit interest to locked accounts, and keep that it was; returns those to which it could be credited.

    Interest may pass the ceiling of a principal: the ceiling rises by what is capitalised.
    """
    entries = [_entry(credit, period, at) for credit in credits]
    raised, beyond = _raise_ceilings(credits, by, at)
    results = post_transfers(transfers=entries, by=by, at=at)
    done = [
        (credit, entry) for credit, entry, result in zip(credits, entries, results, strict=True)
        if result.outcome is not Posted.DECLINED
    ]  # fmt: skip
    insert_all(
        "bank_interestline", LINE_COLUMNS,
        [(row.pk, period, gross, tax, entry.key, at) for (row, gross, tax), entry in done],
    )  # fmt: skip
    kept = {row.pk: gross - tax for (row, gross, tax), _ in done}
    add_to_rows("bank_bankaccount", ("id", "capitalised"), list(kept.items()), key="id")
    for row, gross, tax in credits:
        if row.pk not in kept:
            row.capitalised -= gross - tax
    # What no rule gives, being more than the raised ceiling or raised for nothing, stands in the history.
    told = [(pk, limits) for pk, limits in raised.items() if pk in beyond or pk not in kept]
    note_accounts(AccountEventKind.RENEWED, told, by=by, at=at)
    return [credit for credit, _ in done]


def _check_over(until: date, zone: str, at: Moment, period: str) -> None:
    if at.astimezone(ZoneInfo(zone)).date() < until:
        raise PeriodNotOver(period=period, until=until - timedelta(days=1))


def _credit(part: Part, credits: Sequence[Credit], period: str, by: Actor, at: Moment) -> None:
    moving = [credit for credit in credits if credit[0].state != AccountState.FROZEN]
    done = credit_interest(moving, period, by, at)
    part.done, part.declined = len(done), len(credits) - len(done)
    part.amount, part.tax = sum(gross for _, gross, _ in done), sum(tax for _, _, tax in done)


def _entry(credit: Credit, period: str, at: Moment) -> TransferEntry:
    row, gross, tax = credit
    paid = account_code(AccountKind.INTEREST, row.product.code, row.currency)
    legs = [Leg(row.ledger, paid, gross, row.currency)]
    if tax:
        legs.append(Leg(account_code(AccountKind.TAX, WITHHELD, row.currency), row.ledger, tax, row.currency))
    return entry_of(
        tuple(legs), key=sweep_key("interest", row.number, period), kind=EntryKind.INTEREST, happened_at=at,
        note=period,
    )  # fmt: skip


def _raise_ceilings(credits: Sequence[Credit], by: Actor, at: Moment) -> tuple[Limits, set[int]]:
    """Let interest pass the ceilings; the limits that were given, and which are above what is capitalised."""
    for row, gross, tax in credits:
        row.capitalised += gross - tax
    net = {
        row.pk: gross - tax
        for row, gross, tax in credits
        if row.product.ceiling is not None or row.product.limited_by_level
    }
    limited = [row for row, _, _ in credits if row.pk in net]
    if not limited:
        return {}, set()
    money.hold_accounts([row.ledger for row in limited])
    now, ceilings = standings(limited), ceilings_of(limited, at)
    limits: list[AccountLimit] = []
    raised, beyond = {}, set()
    for row in limited:
        held, ceiling = now[row.pk], ceilings[row.pk]
        if ceiling is None:
            continue
        most = max(ceiling, held.filled + net[row.pk])
        limits.append(AccountLimit(row.ledger, held.floor, most))
        raised[row.pk] = limits_said(row, held.floor, most)
        if most > ceiling:
            beyond.add(row.pk)
    limit_accounts(limits=limits, by=by, at=at)
    return raised, beyond
