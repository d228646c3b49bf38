"""Money paid in and out over a counter, from account to account, and by lists."""

from collections.abc import Sequence
from uuid import NAMESPACE_OID, UUID, uuid5

from rekkas.bank import queries
from rekkas.bank.choices import Channel
from rekkas.bank.commands.gate import Move, Party
from rekkas.bank.commands.moving import Answer, move
from rekkas.bank.commands.owners import check_own
from rekkas.bank.commands.papers_shown import check_paper
from rekkas.bank.entries import AccountEntry, Moved, RowAnswer
from rekkas.bank.models import BankAccount
from rekkas.bank.queries.accounts import accounts_named, standing
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import Refused
from rekkas.cash.queries import hold_open_till
from rekkas.money.choices import EntryKind, Posted
from rekkas.network.queries import office as known_office


@command
def deposit(
    *, account: str, amount: int, currency: str, office: str, by: Actor, at: Moment, key: str, note: str = ""
) -> Moved:
    """Take cash at the counter for an account. ``note`` says who brings it, where it is not the holder."""
    row = queries.account(account)
    one = Move(
        entry_key("deposit", key), amount, currency, hold_open_till(office, by, at, row.currency), row,
        EntryKind.DEPOSIT, Channel.COUNTER, "per-deposit", row.number, note.strip()[:200], office,
    )  # fmt: skip
    return _moved(one, row, by, at)


@command
def withdraw(
    *, account: str, amount: int, currency: str, document: str, office: str, by: Actor, at: Moment, key: str,
    note: str = "",
) -> Moved:  # fmt: skip
    """Pay cash at the counter out of an account, to somebody who may act on it and shows an identity document."""
    row = queries.account(account)
    check_paper(row, document, at)
    one = Move(
        entry_key("withdraw", key), amount, currency, row, hold_open_till(office, by, at, row.currency),
        EntryKind.WITHDRAWAL, Channel.COUNTER, "per-withdrawal", row.number, note.strip()[:200], office,
    )  # fmt: skip
    return _moved(one, row, by, at)


@command
def transfer_between(
    *, source: str, target: str, amount: int, currency: str, by: Actor, at: Moment, key: str, note: str = "",
    office: str = "", document: str = "",
) -> Moved:  # fmt: skip
    """Move an amount from one account of the bank to another, at once; a telephone leads to its wallet.

    At a counter somebody who may act on the source shows an identity document. A customer who acts alone moves what
    is theirs only.
    """
    giver, taker = queries.account(source), queries.account(target)
    check_own(giver, by, at)
    if office:
        known_office(office)
        check_paper(giver, document, at)
    one = Move(
        entry_key("transfer_between", key), amount, currency, giver, taker, EntryKind.ACCOUNT_TRANSFER, None,
        "per-transfer-inside", giver.number, note.strip()[:200], office,
    )  # fmt: skip
    return _moved(one, giver, by, at)


@command
def credit_many(
    *, entries: Sequence[AccountEntry], by: Actor, at: Moment, office: str = ""
) -> list[RowAnswer]:
    """Credit many accounts, each once for its key: salaries, pensions, what other banks send. One answer a row.

    Accounts that are closed, blocked or whose holder is held are declined for themselves.
    """
    return _list(entries, Channel.TRANSFER, is_credit=True, office=office, by=by, at=at)


@command
def debit_many(
    *, entries: Sequence[AccountEntry], by: Actor, at: Moment, office: str = ""
) -> list[RowAnswer]:
    """Take amounts out of many accounts, each once for its key, for what their holders asked. One answer a row."""
    return _list(entries, Channel.TRANSFER, is_credit=False, office=office, by=by, at=at)


def entry_key(verb: str, key: str) -> UUID:
    """The key of an entry in the ledger, from the key of a request."""
    return uuid5(NAMESPACE_OID, f"bank.{verb} {key}")


def _moved(one: Move, row: BankAccount, by: Actor, at: Moment) -> Moved:
    (answer,) = move([one], by=by, at=at)
    if answer.refusal is not None:
        raise answer.refusal
    held = standing(row)
    return Moved(one.key, row.number, one.amount, one.currency, answer.fee, held.balance, held.available)


def _list(
    entries: Sequence[AccountEntry], channel: Channel, *, is_credit: bool, office: str, by: Actor, at: Moment
) -> list[RowAnswer]:
    found = accounts_named([entry.account for entry in entries])
    moves = [
        _of_list(entry, row, channel, is_credit, office)
        for entry, row in zip(entries, found, strict=True)
        if isinstance(row, BankAccount)
    ]
    answers = iter(move(moves, by=by, at=at))
    return [
        _answer(entry, row.number, next(answers)) if isinstance(row, BankAccount) else _unknown(entry, row)
        for entry, row in zip(entries, found, strict=True)
    ]


def _of_list(entry: AccountEntry, row: BankAccount, channel: Channel, is_credit: bool, office: str) -> Move:
    ends: tuple[Party, Party] = (entry.place, row) if is_credit else (row, entry.place)
    return Move(
        entry.key, entry.amount, entry.currency, *ends, entry.kind, channel, entry.fee, entry.subject, entry.note,
        office, for_holder=not is_credit,
    )  # fmt: skip


def _answer(entry: AccountEntry, number: str, answer: Answer) -> RowAnswer:
    said = str(answer.refusal) if answer.refusal else ""
    return RowAnswer(entry.key, answer.outcome, number, answer.fee, answer.code, said)


def _unknown(entry: AccountEntry, refusal: Refused) -> RowAnswer:
    return RowAnswer(entry.key, Posted.DECLINED, code=refusal.code, message=str(refusal))
