"""What can be done with money: one verb. See docs/algorithms/ledger.md."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from postkit.evidence import row_digest
from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import insert_all, insert_new, update_rows
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput, Refused
from rekkas.base.seals import seal_batch, take_lane
from rekkas.money.choices import AccountKind, Posted
from rekkas.money.entries import TransferEntry, TransferResult
from rekkas.money.errors import (
    NotAnAccount,
    NotEnough,
    NothingMoves,
    TransferDeclined,
    TransferKeyReused,
    WrongCurrency,
)
from rekkas.money.models import Account, Balance, Transfer
from rekkas.money.queries import RECORD, TRANSFER_COLUMNS, recomputed_balances, said_by

ACCOUNT = re.compile(rf"({'|'.join(AccountKind.values)}):([^\x00-\x1f\x7f]{{1,64}}):([A-Z]{{3}})")
AMOUNT_AT_MOST = 10**15  # far above any transfer, and thousands of these still fit a balance


@command
def post_transfers(*, transfers: Sequence[TransferEntry], by: Actor, at: Moment) -> list[TransferResult]:
    """Move amounts between accounts, each once; one answer a row. Accounts open with their first transfer.

    Two statements and then a look: accounts are locked first, in the order of their codes, and judged after.
    """
    results: dict[int, TransferResult] = {}
    wanted = _well_formed(transfers, results)
    _open_accounts({code for _, entry in wanted for code in (entry.source, entry.target)})
    purses = _locked(entry for _, entry in wanted)
    lane = take_lane(RECORD, 0)
    kept = {row.key: row for row in Transfer.objects.filter(key__in=[entry.key for _, entry in wanted])}
    rows = []
    for position, entry in wanted:
        source, target = purses[entry.source], purses[entry.target]
        if (first := kept.get(entry.key)) is not None:
            same = _said(first) == (
                source.id,
                target.id,
                entry.amount,
                entry.currency,
                entry.kind,
                entry.subject,
            )
            results[position] = (
                TransferResult(entry.key, Posted.REPEATED)
                if same
                else _declined(entry.key, TransferKeyReused(key=str(entry.key)))
            )
        elif source.is_cash and source.amount < entry.amount:
            results[position] = _declined(
                entry.key, NotEnough(account=entry.source, held=source.amount, amount=entry.amount)
            )
        else:
            source.given += entry.amount
            target.received += entry.amount
            row = _row(entry, source, target, by, at, lane.lane, lane.number + 1)
            rows.append(row)
            results[position] = TransferResult(entry.key, Posted.POSTED)
            kept[entry.key] = Transfer(**dict(zip(TRANSFER_COLUMNS, row, strict=True)))
    insert_all("money_transfer", TRANSFER_COLUMNS, rows)
    seal_batch(lane, [row[-1] for row in rows], at=at)
    update_rows(
        "money_balance", ("account_id", "received", "given"),
        [(p.id, p.received, p.given) for p in sorted(purses.values(), key=lambda purse: purse.id)],
        key="account_id",
    )  # fmt: skip
    return [results[position] for position in range(len(transfers))]


@dataclass(slots=True)
class Purse:
    """An account under lock, with what it holds as the batch goes on."""

    id: int
    is_cash: bool
    received: int
    given: int

    @property
    def amount(self) -> int:
        return self.received - self.given


def _declined(key: UUID, refusal: Refused) -> TransferResult:
    return TransferResult(key, Posted.DECLINED, refusal.code, str(refusal))


def _well_formed(
    transfers: Sequence[TransferEntry], results: dict[int, TransferResult]
) -> list[tuple[int, TransferEntry]]:
    passed = []
    for position, entry in enumerate(transfers):
        try:
            if entry.amount <= 0 or entry.source == entry.target:
                raise NothingMoves()
            _check_fields(entry)
            for code in (entry.source, entry.target):
                if parts_of(code)[2] != entry.currency:
                    raise WrongCurrency(account=code, currency=entry.currency)
            passed.append((position, entry))
        except Refused as refusal:
            results[position] = _declined(entry.key, refusal)
    return passed


def _check_fields(entry: TransferEntry) -> None:
    """What no column has room for would fail the whole batch; here it fails its own row."""
    if entry.amount > AMOUNT_AT_MOST:
        raise InvalidInput(field="amount", reason=_("it is too large."))
    for field, text, room in (("subject", entry.subject, 40), ("office", entry.office, 12)):
        if len(text) > room:
            raise InvalidInput(field=field, reason=_("it is too long."))
        if "\0" in text:
            raise InvalidInput(field=field, reason=_("it holds a sign that cannot be kept."))
    if entry.happened_at.utcoffset() is None:
        raise InvalidInput(field="happened_at", reason=_("it has no UTC offset."))


def parts_of(code: str) -> tuple[str, str, str]:
    """An account's kind, owner and currency."""
    found = ACCOUNT.fullmatch(code)
    if found is None:
        raise NotAnAccount(account=code)
    return found[1], found[2], found[3]


def _open_accounts(codes: set[str]) -> None:
    known = set(Account.objects.filter(code__in=codes).values_list("code", flat=True))
    missing = sorted(codes - known)
    if not missing:
        return
    insert_new(
        "money_account", ("code", "kind", "owner", "currency"), [(code, *parts_of(code)) for code in missing],
        key="code",
    )  # fmt: skip
    _open_balances(Account.objects.filter(code__in=missing).order_by("code").values_list("pk", flat=True))


def _open_balances(accounts: Iterable[int]) -> None:
    rows = [(pk, 0, 0) for pk in accounts]
    insert_new("money_balance", ("account_id", "received", "given"), rows, key="account_id")


def _locked(entries: Iterable[TransferEntry]) -> dict[str, Purse]:
    codes = {code for entry in entries for code in (entry.source, entry.target)}
    rows = Balance.objects.select_for_update(of=("self",)).select_related("account")
    found = rows.filter(account__code__in=codes).order_by("account__code")
    return {
        row.account.code: Purse(row.account_id, row.account.is_cash, row.received, row.given) for row in found
    }


def _said(transfer: Transfer) -> tuple[Any, ...]:
    return (
        transfer.source_id, transfer.target_id, transfer.amount, transfer.currency, transfer.kind,
        transfer.subject,
    )  # fmt: skip


def _row(
    entry: TransferEntry, source: Purse, target: Purse, by: Actor, at: Moment, lane: int, number: int
) -> list[Any]:
    row = [
        entry.key, source.id, target.id, entry.amount, entry.currency, entry.kind.value, entry.subject,
        entry.office, entry.happened_at, at, by.kind.value, by.name, lane, number,
    ]  # fmt: skip
    return [*row, row_digest(said_by(row))]


def post_all(*, transfers: Sequence[TransferEntry], by: Actor, at: Moment) -> None:
    """Post a set of transfers of which none may fail: the first refusal is raised and nothing moves."""
    if not transfers:
        return
    for result in post_transfers(transfers=transfers, by=by, at=at):
        if result.outcome is Posted.DECLINED:
            raise TransferDeclined(reason=result.message)


@command
def rebuild_balances(*, by: Actor, at: Moment) -> int:
    """Compute every balance again from the transfers alone. Returns how many were written.

    Balances are locked before the lane, as a transfer locks them, so that none is posted meanwhile and lost.
    """
    _open_balances(Account.objects.order_by("code").values_list("pk", flat=True))
    list(Balance.objects.select_for_update(of=("self",)).select_related("account").order_by("account__code"))
    take_lane(RECORD, 0)
    rows = [(account, *sums) for account, sums in sorted(recomputed_balances().items())]
    update_rows("money_balance", ("account_id", "received", "given"), rows, key="account_id")
    return len(rows)
