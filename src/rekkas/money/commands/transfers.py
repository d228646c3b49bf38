"""Money moves, is set aside, is let go, and is moved back."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import update_rows
from rekkas.base.command import command
from rekkas.base.seals import take_lane
from rekkas.money.choices import LANES, Posted, rule_of
from rekkas.money.entries import TransferEntry, TransferResult, release, reversal, undoing
from rekkas.money.errors import AlreadyReversed, TransferDeclined
from rekkas.money.models import Account, Balance, Line, first_balance
from rekkas.money.posting import RECORD, post_batch
from rekkas.money.queries import (
    check_not_given_back,
    entries_named,
    entry_keyed,
    expired_holds,
    recomputed_balances,
    reversal_of,
)
from rekkas.money.queries.permits import check_by_hand

HOLDS_AT_ONCE = 5_000


@command
def post_transfers(*, transfers: Sequence[TransferEntry], by: Actor, at: Moment) -> list[TransferResult]:
    """Move amounts between accounts, each entry once for its key; one answer a row."""
    return post_batch([(entry, by) for entry in transfers], at)


@command
def post_for_authors(
    *, requests: Sequence[tuple[TransferEntry, Actor]], by: Actor, at: Moment
) -> list[TransferResult]:
    """Move amounts for several authors in one batch, each entry in its own author's name; one answer a row."""
    return post_batch(requests, at)


def post_all(*, transfers: Sequence[TransferEntry], by: Actor, at: Moment) -> None:
    """Post a set of transfers of which none may fail: the first refusal is raised and nothing moves."""
    if not transfers:
        return
    for result in post_transfers(transfers=transfers, by=by, at=at):
        if result.outcome is Posted.DECLINED:
            raise TransferDeclined(reason=result.message, code=result.code)


@command
def reverse_entry(
    *, entry: UUID, note: str, by: Actor, at: Moment, office: str = "", by_hand: bool = False,
    key: str | None = None,
) -> UUID:  # fmt: skip
    """Move back what an entry moved, once. Returns the key of the reversal.

    ``by_hand`` says that no app above has asked for it: then only what none of them keeps is moved back, and cash of
    the author's own office alone.
    """
    if by_hand and (named := entries_named([entry]).get(entry)):
        check_by_hand(named, by)
    kept = entry_keyed(entry)
    before = reversal_of(kept) if kept else None
    if before is not None and before.note != note:
        raise AlreadyReversed(key=str(entry))
    check_not_given_back(entry)
    back = reversal(entry, key=undoing(entry), happened_at=at, note=note, office=office)
    post_all(transfers=[back], by=by, at=at)
    return back.key


@command
def expire_holds(*, by: Actor, at: Moment) -> int:
    """Let go what was set aside until a moment that has passed. Returns how many entries were let go."""
    late = [
        release(hold.key, key=uuid5(hold.key, "expired"), kind=hold.kind, happened_at=at)
        for hold in expired_holds(at, HOLDS_AT_ONCE)
    ]
    results = post_batch([(entry, by) for entry in late], at)
    return sum(result.outcome is Posted.POSTED for result in results)


@command
def rebuild_balances(*, by: Actor, at: Moment) -> int:
    """Compute every balance again from the transfers alone. Returns how many accounts were written.

    Balances are locked before the lanes, as a batch locks them, so that none is posted meanwhile and lost. Stripes
    are not: who has their lane writes them, and would be waited for in a ring.
    """
    _open_missing_balances()
    whole = Balance.objects.filter(account__stripes=1).select_for_update(of=("self",))
    list(whole.order_by("id").values_list("pk"))
    for lane in range(LANES):
        take_lane(RECORD, lane, of=LANES)
    sums = {row.account: row for row in recomputed_balances()}
    rows = []
    for pk, account in Balance.objects.order_by("id").values_list("pk", "account"):
        found = sums[account]
        is_first = pk == first_balance(account)
        rows.append(
            (pk, found.received, found.given, found.coming, found.leaving) if is_first else (pk, 0, 0, 0, 0)
        )
    update_rows("money_balance", ("id", "received", "given", "coming", "leaving"), rows, key="id")
    return len(sums)


def _open_missing_balances() -> None:
    """A balance that was taken away is made again, without limits: those are for its owner to set again.

    That of a till has the limit of its kind, and goes on from its last line, or no line could ever be added.
    """
    known = set(Balance.objects.values_list("pk", flat=True))
    missing = [
        (account, pk)
        for account in Account.objects.order_by("id")
        for pk in range(first_balance(account.pk), first_balance(account.pk) + account.stripes)
        if pk not in known
    ]
    lost = [account for account, _ in missing if account.is_witnessed]
    last = {account: Line.objects.filter(account=account).order_by("-number").first() for account in lost}
    Balance.objects.bulk_create(
        Balance(
            id=pk, account=account, side=account.side, line_count=line.number if line else 0,
            chain=line.chain if line else None,
            floor=rule_of(account.kind, account.owner).floor if account.is_witnessed else None,
        )
        for account, pk in missing
        for line in (last.get(account),)
    )  # fmt: skip
