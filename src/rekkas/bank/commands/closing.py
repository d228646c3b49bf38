"""How an account ends: asleep when nobody moves it, closed when its holder wants it."""

from calendar import monthrange
from datetime import date
from zoneinfo import ZoneInfo

from rekkas.bank import queries
from rekkas.bank.choices import AccountEventKind, Channel
from rekkas.bank.commands.account_history import note_account, note_accounts
from rekkas.bank.commands.gate import Move, Party
from rekkas.bank.commands.interest import credit_interest
from rekkas.bank.commands.movements import entry_key
from rekkas.bank.commands.moving import fee_leg, move
from rekkas.bank.commands.papers_shown import check_paper
from rekkas.bank.commands.sweeps import sweep_key
from rekkas.bank.entries import Moved
from rekkas.bank.errors import AccountHasHolds, BankAccountBlocked, BankAccountClosed
from rekkas.bank.facts import AccountFellDormant
from rekkas.bank.models import AccountProduct, BankAccount
from rekkas.bank.queries.accounts import account_for_update, accounts_for_update, standing
from rekkas.bank.queries.interest import interest_until, periods_unpaid
from rekkas.bank.queries.limits import fee_for
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.outbox import tell_all
from rekkas.cash.queries import hold_open_till
from rekkas.design.formats import money_text
from rekkas.money.choices import AccountState, EntryKind
from rekkas.money.commands import post_all, set_account_states
from rekkas.money.entries import AccountStanding, entry_of
from rekkas.network.queries import office as known_office
from rekkas.territory import queries as territory

DORMANT_AT_ONCE = 5_000


@command
def close_account(
    *, account: str, document: str, office: str, by: Actor, at: Moment, key: str, to_account: str = ""
) -> Moved:
    """Close an account for somebody who may act on it and shows an identity document.

    Its interest until yesterday is credited, what closing costs is taken, and the rest is paid out: to another account
    of the bank, or in cash. Refused while anything is set aside.
    """
    row = account_for_update(account)
    known_office(office)
    _check_closable(row)
    check_paper(row, document, at)
    day = at.astimezone(row.zone).date()
    _credit_rest(row, day, by, at)
    fee = _take_fee(row, day, by, at)
    left = standing(row).balance
    if left:
        place: Party = (
            queries.account(to_account) if to_account else hold_open_till(office, by, at, row.currency)
        )
        _pay_out(row, place, left, office, key, by, at)
    set_account_states(states=[AccountStanding(row.ledger, AccountState.CLOSED)], by=by, at=at)
    row.state, row.closed_at = AccountState.CLOSED, at
    row.save(update_fields=["state", "closed_at"])
    note_account(
        row.pk, AccountEventKind.CLOSED, by=by, at=at, office=office, paid_out=left, to_account=to_account
    )
    return Moved(entry_key("close_account", key), row.number, left, row.currency, fee, 0, 0)


@command
def mark_dormant(*, country: str, at_most: int = DORMANT_AT_ONCE, by: Actor, at: Moment) -> int:
    """Note which accounts their holders have not moved for as long as their product says. Returns how many.

    Whoever must be told hears of each (`AccountFellDormant`). A movement by the holder wakes an account again.
    """
    today = at.astimezone(ZoneInfo(territory.country(country).time_zone)).date()
    asleep: list[BankAccount] = []
    for product in queries.products_of(country):
        if product.dormant_after_months and len(asleep) < at_most:
            before = months_before(today, product.dormant_after_months)
            asleep += _left_alone(product, before, at_most - len(asleep))
    BankAccount.objects.filter(pk__in=[row.pk for row in asleep]).update(dormant_since=today)
    lines = [(row.pk, {"last_moved_on": row.last_moved_on.isoformat()}) for row in asleep]
    note_accounts(AccountEventKind.DORMANT, lines, by=by, at=at)
    tell_all(
        AccountFellDormant(row.number, row.holder.number, row.last_moved_on.isoformat()) for row in asleep
    )
    return len(asleep)


def months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of that month where it is shorter.

    >>> months_before(date(2026, 3, 31), 1), months_before(date(2026, 3, 2), 120)
    (datetime.date(2026, 2, 28), datetime.date(2016, 3, 2))
    """
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _left_alone(product: AccountProduct, before: date, at_most: int) -> list[BankAccount]:
    rows = BankAccount.objects.filter(product=product, dormant_since=None, last_moved_on__lte=before)
    ids = rows.exclude(state=AccountState.CLOSED).order_by("pk").values_list("pk", flat=True)
    held = accounts_for_update(ids[:at_most])
    # Looked at again under the lock: its holder may have moved it meanwhile.
    return [row for row in held.values() if row.last_moved_on <= before and row.dormant_since is None]


def _check_closable(row: BankAccount) -> None:
    if row.is_closed:
        raise BankAccountClosed(account=row.number)
    now = standing(row)
    if now.set_aside or now.filled != now.balance:
        held = max(now.set_aside, now.filled - now.balance)
        raise AccountHasHolds(account=row.number, held=money_text(held, row.currency))
    if row.state != AccountState.OPEN:
        raise BankAccountBlocked(account=row.number, state=row.get_state_display())


def _credit_rest(row: BankAccount, day: date, by: Actor, at: Moment) -> None:
    """What it bore since it was last credited, and in periods for which it was left out."""
    if not row.product.capitalised:
        return
    for period in periods_unpaid(row, day):
        found = interest_until(row, period, day)
        if found.gross:
            credit_interest([(row, found.gross, found.tax)], period.label, by, at)


def _take_fee(row: BankAccount, day: date, by: Actor, at: Moment) -> int:
    """What closing costs, at most what is there."""
    costs = queries.fee_on(row.product, "at-closing", day)
    balance = standing(row).balance
    fee = min(fee_for(costs, balance), balance)
    if fee <= 0:
        return 0
    entry = entry_of(
        (fee_leg(row, "at-closing", fee),), key=sweep_key("fee at-closing", row.number, "once"),
        kind=EntryKind.FEE, happened_at=at,
    )  # fmt: skip
    post_all(transfers=[entry], by=by, at=at)
    return fee


def _pay_out(
    row: BankAccount, place: Party, amount: int, office: str, key: str, by: Actor, at: Moment
) -> None:
    is_cash = isinstance(place, str)
    kind = EntryKind.WITHDRAWAL if is_cash else EntryKind.ACCOUNT_TRANSFER
    one = Move(
        entry_key("close_account", key), amount, row.currency, row, place, kind,
        Channel.COUNTER if is_cash else None, subject=row.number, office=office,
    )  # fmt: skip
    (answer,) = move([one], by=by, at=at)
    if answer.refusal is not None:
        raise answer.refusal
