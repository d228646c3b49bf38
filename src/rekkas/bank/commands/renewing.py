"""How accounts are kept in line with what is known of their holders: limits, states, telephones."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rekkas.bank import queries
from rekkas.bank.choices import AccountEventKind, AccountKind, BlockKind, LimitRule
from rekkas.bank.commands.account_history import note_accounts
from rekkas.bank.models import BankAccount, BlockingOrder
from rekkas.bank.queries.accounts import accounts_for_update, standings
from rekkas.bank.queries.limits import allowances
from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import update_rows
from rekkas.base.command import command
from rekkas.money import queries as money
from rekkas.money.choices import AccountState
from rekkas.money.commands import limit_accounts, set_account_states
from rekkas.money.entries import AccountLimit, AccountStanding

AT_ONCE = 5_000
Rows = Mapping[int, BankAccount]
Changes = dict[int, dict[str, Any]]  # by account: what was brought in line


@command
def renew_accounts(
    *, customer: str = "", after: str = "", at_most: int = AT_ONCE, by: Actor, at: Moment
) -> str:
    """Bring limits, states and telephones of accounts in line with what is known of their holders.

    Of one customer; or, without one, of the accounts after a number: it returns the number to go on from, or nothing.
    An account that holds more than it may by now keeps it, and nothing more comes in.
    """
    rows = BankAccount.objects.exclude(state=AccountState.CLOSED).order_by("number")
    rows = rows.filter(holder__number=customer) if customer else rows.filter(number__gt=after)
    wanted = list(rows.values_list("pk", "number")[: None if customer else at_most])
    held = accounts_for_update(pk for pk, _ in wanted)
    changed = set_states(held, by, at)
    for found in (_renew_limits(held, by, at), _renew_telephones(held)):
        for pk, details in found.items():
            changed.setdefault(pk, {}).update(details)
    note_accounts(AccountEventKind.RENEWED, changed.items(), by=by, at=at)
    return wanted[-1][1] if len(wanted) == at_most and not customer else ""


def ceilings_of(rows: Sequence[BankAccount], at: Moment) -> dict[int | None, int | None]:
    """The most that each account may hold: its product's ceiling beside capitalised interest, and that of the level."""
    found: dict[int | None, int | None] = {}
    for day in {at.astimezone(row.zone).date() for row in rows}:
        state = allowances(rows, day)
        for row in rows:
            product = row.product.ceiling
            both = (
                None if product is None else product + row.capitalised,
                state.limit(row, LimitRule.BALANCE),
            )
            if at.astimezone(row.zone).date() == day:
                found[row.pk] = min((most for most in both if most is not None), default=None)
    return found


def set_states(rows: Rows, by: Actor, at: Moment) -> Changes:
    """Give these locked accounts the state that they should have, here and in the ledger; say what changed."""
    blocks: dict[int, list[str]] = {}
    standing = BlockingOrder.objects.filter(account__in=rows.keys(), lifted_at=None)
    for account, kind in standing.values_list("account", "kind"):
        blocks.setdefault(account, []).append(kind)
    held = queries.held_among({row.holder.number for row in rows.values()})
    changed: Changes = {}
    for pk, row in rows.items():
        state = _state_of(row, blocks.get(pk, ()), held)
        if state != row.state:
            changed[pk] = {"before": row.state, "after": state.value}
            row.state = state.value
    update_rows("bank_bankaccount", ("id", "state"), [(pk, rows[pk].state) for pk in changed], key="id")
    if changed:
        states = [AccountStanding(rows[pk].ledger, AccountState(rows[pk].state)) for pk in changed]
        set_account_states(states=states, by=by, at=at)
    return changed


def _state_of(row: BankAccount, blocks: Iterable[str], held: set[str]) -> AccountState:
    """What may happen on an account: blocking orders, and what is known of its holder, decide."""
    if BlockKind.FROZEN in blocks:
        return AccountState.FROZEN
    if BlockKind.WHOLE in blocks or not row.holder.is_active or row.holder.number in held:
        return AccountState.BLOCKED
    return AccountState.OPEN


def _renew_limits(rows: Rows, by: Actor, at: Moment) -> Changes:
    money.hold_accounts([row.ledger for row in rows.values()])
    ceilings, now = ceilings_of(list(rows.values()), at), standings(list(rows.values()))
    changed: Changes = {}
    limits = []
    for pk, row in rows.items():
        ceiling, floor = ceilings[pk], min(row.product.floor, now[pk].available + now[pk].floor)
        if ceiling is not None:
            ceiling = max(ceiling, now[pk].filled)
        if (floor, ceiling) != (now[pk].floor, now[pk].ceiling):
            limits.append(AccountLimit(row.ledger, floor, ceiling))
            changed[pk] = limits_said(row, floor, ceiling)
    if limits:
        limit_accounts(limits=limits, by=by, at=at)
    return changed


def limits_said(row: BankAccount, floor: int | None, ceiling: int | None) -> dict[str, int | None]:
    """How an account's history names its new limits: the floor where it is another than that of its product."""
    return {"ceiling": ceiling} if floor == row.product.floor else {"ceiling": ceiling, "floor": floor}


def telephones_taken(phones: Iterable[str]) -> set[str]:
    """Which of these telephones lead to a wallet."""
    open_ones = BankAccount.objects.filter(alias__in=set(phones)).exclude(state=AccountState.CLOSED)
    return set(open_ones.values_list("alias", flat=True))


def _renew_telephones(rows: Rows) -> Changes:
    """A wallet is reached by its holder's telephone of now; one that leads to another wallet leads to no second."""
    stale = {
        pk: row.holder.phone
        for pk, row in rows.items()
        if row.product.kind == AccountKind.WALLET and row.alias != row.holder.phone
    }
    if not stale:
        return {}
    taken = telephones_taken(phone for phone in stale.values() if phone)
    wanted: list[tuple[int, str]] = []
    for pk, phone in stale.items():
        alias = "" if phone in taken else phone
        taken.add(phone)
        if alias != rows[pk].alias:
            wanted.append((pk, alias))
    BankAccount.objects.filter(pk__in=[pk for pk, _ in wanted]).update(alias="")
    update_rows("bank_bankaccount", ("id", "alias"), wanted, key="id")
    return {pk: {"telephone": "changed"} for pk, _ in wanted}
