"""What authorities order of accounts: that nothing leaves, that nothing moves, that an amount is set aside."""

from uuid import NAMESPACE_OID, UUID, uuid5

from rekkas.bank.choices import AccountEventKind, BlockKind
from rekkas.bank.commands.account_history import note_account
from rekkas.bank.commands.renewing import set_states
from rekkas.bank.errors import (
    BankAccountClosed,
    BlockingOrderKnown,
    BlockNotRight,
    OwnBlockingOrder,
    ReasonMissing,
    UnknownBlockingOrder,
)
from rekkas.bank.models import BankAccount, BlockingOrder
from rekkas.bank.queries.accounts import account_for_update, standing
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.money import queries as money
from rekkas.money.choices import AccountKind, AccountState, EntryKind, Phase
from rekkas.money.commands import post_all, set_account_states
from rekkas.money.entries import AccountStanding, TransferEntry, account_code, release

BLOCKED = "blocking-orders"  # the owner of what is set aside for authorities until they call for it


@command
def block_account(
    *, account: str, kind: BlockKind, reference: str, authority: str, reason: str, amount: int | None = None,
    by: Actor, at: Moment, key: str | None = None,
) -> int:  # fmt: skip
    """Block an account by an authority's order: nothing leaves, nothing moves, or an amount is set aside.

    Of an amount only what is there can be set aside. Returns how much that was.
    """
    row = account_for_update(account)
    kind, reference = BlockKind(kind), reference.strip()[:80]
    if row.is_closed:
        raise BankAccountClosed(account=row.number)
    if not reference or not authority.strip() or not reason.strip():
        raise ReasonMissing
    if (kind is BlockKind.AMOUNT) != (amount is not None and amount > 0):
        raise BlockNotRight
    if BlockingOrder.objects.filter(account=row, reference=reference, lifted_at=None).exists():
        raise BlockingOrderKnown(account=row.number, reference=reference)
    order = BlockingOrder(
        account=row, kind=kind, reference=reference, authority=authority.strip()[:120],
        reason=reason.strip()[:200], asked=amount, placed_at=at, placed_by=author_name(by),
    )  # fmt: skip
    if kind is BlockKind.AMOUNT:
        _set_aside(order, row, amount or 0, by, at)
    order.save(force_insert=True)
    set_states({row.pk: row}, by, at)
    note_account(
        row.pk, AccountEventKind.BLOCKED, by=by, at=at, block=kind.value, reference=reference,
        authority=order.authority, reason=order.reason, asked=amount, held=order.held,
    )  # fmt: skip
    return order.held


@command
def unblock_account(
    *, account: str, reference: str, reason: str, by: Actor, at: Moment, key: str | None = None
) -> None:
    """Lift a block; what was set aside under it is let go. Whoever placed it does not lift it."""
    row = account_for_update(account)
    if not reason.strip():
        raise ReasonMissing
    orders = BlockingOrder.objects.select_for_update().filter(account=row, reference=reference.strip())
    order = orders.filter(lifted_at=None).first()
    if order is None:
        raise UnknownBlockingOrder(account=row.number, reference=reference)
    if order.placed_by == by.name:
        raise OwnBlockingOrder(account=row.number, reference=order.reference)
    if order.hold:
        lifted = release(
            order.hold, key=uuid5(order.hold, "lifted"), kind=EntryKind.CORRECTION, happened_at=at
        )
        _post(lifted, row, by, at)
    order.lifted_at, order.lifted_by, order.lifted_reason = at, author_name(by), reason.strip()[:200]
    order.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    set_states({row.pk: row}, by, at)
    note_account(
        row.pk, AccountEventKind.UNBLOCKED, by=by, at=at, reference=order.reference, reason=order.lifted_reason
    )  # fmt: skip


def _set_aside(order: BlockingOrder, row: BankAccount, asked: int, by: Actor, at: Moment) -> None:
    """Set aside what is there, up to the amount that was ordered."""
    money.hold_accounts([row.ledger])
    order.held = min(asked, max(standing(row).available, 0))
    if not order.held:
        return
    order.hold = _hold_key(row, order.reference, at)
    hold = TransferEntry(
        key=order.hold, source=account_code(AccountKind.UNALLOCATED, BLOCKED, row.currency), target=row.ledger,
        amount=order.held, currency=row.currency, kind=EntryKind.CORRECTION, happened_at=at, subject=row.number,
        phase=Phase.HELD, note=order.reference,
    )  # fmt: skip
    _post(hold, row, by, at)


def _post(entry: TransferEntry, row: BankAccount, by: Actor, at: Moment) -> None:
    """Set aside or let go on an account that may be blocked for another reason: the ledger is told to let it pass."""
    if row.state != AccountState.OPEN:
        set_account_states(states=[AccountStanding(row.ledger, AccountState.OPEN)], by=by, at=at)
    post_all(transfers=[entry], by=by, at=at)
    if row.state != AccountState.OPEN:
        set_account_states(states=[AccountStanding(row.ledger, AccountState(row.state))], by=by, at=at)


def _hold_key(row: BankAccount, reference: str, at: Moment) -> UUID:
    return uuid5(NAMESPACE_OID, f"bank.block_account {row.number} {reference} {at.isoformat()}")
