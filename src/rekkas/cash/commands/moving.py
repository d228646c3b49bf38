"""Cash between a till and the vault: given by one, counted and confirmed by another; and who saw what."""

from collections.abc import Sequence
from uuid import NAMESPACE_OID, uuid5

from rekkas.base.actors import Actor, Moment
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.errors import NotFound
from rekkas.cash.choices import CaseKind, CountPurpose, Way
from rekkas.cash.commands.asking import Found, ask, set_aside
from rekkas.cash.commands.hands import counted, day_of, enter, keep_count, next_number
from rekkas.cash.entries import Confirmed, Pieces
from rekkas.cash.errors import MoveConfirmed, NotTheTaker, NotYourTill, OwnMove
from rekkas.cash.models import Acknowledgement, Move, OfficeCash, TillSession, VaultKeeper
from rekkas.cash.queries import (
    check_till_open,
    keeper_named_in,
    keeper_of,
    office_of,
    open_session,
    till_of,
    unseen_lines,
    vault_of,
)
from rekkas.cash.queries import move as known_move
from rekkas.money.choices import EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry
from rekkas.money.queries import hold_accounts, lines_of
from rekkas.network import queries as network


@command
def move_to_vault(
    *, office: str, currency: str, pieces: Pieces, by: Actor, at: Moment, key: str | None = None
) -> str:
    """Give cash from one's till into the vault. Its keeper counts and confirms it. Returns the hand-over's number."""
    held = enter(office, by, at)
    check_till_open(office, by.name, currency)
    return _give(held, Way.TO_VAULT, by.name, currency, pieces, by, at)


@command
def move_to_till(
    *, office: str, clerk: str, currency: str, pieces: Pieces, by: Actor, at: Moment, key: str | None = None
) -> str:
    """Give cash from the vault to a clerk, who counts and confirms it. Returns the hand-over's number."""
    held = enter(office, by, at)
    if by.name == clerk:
        raise OwnMove(who=by.name)
    check_till_open(office, clerk, currency)
    return _give(held, Way.TO_TILL, clerk, currency, pieces, by, at)


@command
def confirm_move(
    *, move: str, office: str, pieces: Pieces, by: Actor, at: Moment, key: str | None = None
) -> Confirmed:
    """Confirm cash that was handed over, by a count of one's own. What differs is a question."""
    held = enter(office, by, at)
    row = known_move(move, lock=True)
    if row.office_id != office:
        raise NotFound(what=move)
    if row.taken_by:
        raise MoveConfirmed(move=move, who=row.taken_by)
    if by.name == row.given_by:
        raise OwnMove(who=by.name)
    into = _taker_of(row, by)
    amount = counted(pieces, network.office(office).country_id, row.currency)
    keep_count(into, CountPurpose.MOVE, row.number, pieces, by, at)
    hold_accounts([into])
    case = ""
    if amount != row.amount:
        found = Found(CaseKind.MOVE, into, row.number, row.given_by, row.currency, amount - row.amount)
        row.case = ask(held, found, by=by, at=at)
        set_aside(row.case, into, at=at)
        case = row.case.number
    row.taken_by, row.taken_at, row.taken_amount = by.name, at, amount
    row.save(update_fields=("taken_by", "taken_at", "taken_amount", "case"))
    _see([line.number for line in lines_of(into, keys=[row.entry_key])], into, by, at)
    return Confirmed(row.number, amount, amount - row.amount, case)


@command
def acknowledge_lines(
    *, account: str, numbers: Sequence[int], office: str, by: Actor, at: Moment
) -> int:  # fmt: skip
    """Say that one saw lines which another wrote to one's till, bag or vault: not that one agrees.

    Returns how many were not seen before.
    """
    enter(office, by, at)
    keeper = keeper_named_in(account) or keeper_of(office)
    is_theirs = by.kind is ActorKind.PERSON and by.office == office and office_of(account) == office
    if not is_theirs or (keeper and keeper != by.name):
        raise NotYourTill(account=account, keeper=keeper or office)
    waiting = {line.number for line in unseen_lines(account)}
    fresh = [number for number in dict.fromkeys(numbers) if number in waiting]
    _see(fresh, account, by, at)
    return len(fresh)


@command
def entrust_vault(*, office: str, keeper: str, by: Actor, at: Moment) -> None:
    """Entrust the vault of an office to somebody: from now on what others move in it is told to them."""
    enter(office, by, at)
    if keeper != keeper_of(office):
        VaultKeeper.objects.create(office_id=office, keeper=keeper, since=at, entrusted_by=by.name)


def take_from_vault(session: TillSession, amount: int, *, by: Actor, at: Moment) -> None:
    """What a clerk takes from the vault when opening the till. Its keeper is told by the line."""
    entry = TransferEntry(
        key=uuid5(NAMESPACE_OID, f"cash-moved {session.number}"),
        source=vault_of(session.office_id, session.currency), target=session.account, amount=amount,
        currency=session.currency, kind=EntryKind.CASH_MOVED, happened_at=at, subject=session.number,
        office=session.office_id,
    )  # fmt: skip
    post_all(transfers=[entry], by=by, at=at)


def _give(
    held: OfficeCash, way: Way, clerk: str, currency: str, pieces: Pieces, by: Actor, at: Moment
) -> str:  # fmt: skip
    office = held.pk
    amount = counted(pieces, network.office(office).country_id, currency)
    till, vault = till_of(office, clerk, currency), vault_of(office, currency)
    source, target = (till, vault) if way is Way.TO_VAULT else (vault, till)
    number = next_number(held, "M")
    entry = TransferEntry(
        key=uuid5(NAMESPACE_OID, f"cash-moved {number}"), source=source, target=target, amount=amount,
        currency=currency, kind=EntryKind.CASH_MOVED, happened_at=at, subject=number, office=office,
    )  # fmt: skip
    post_all(transfers=[entry], by=by, at=at)
    count = keep_count(source, CountPurpose.MOVE, number, pieces, by, at)
    Move.objects.create(
        number=number, office_id=office, way=way, clerk=clerk, currency=currency, amount=amount, pieces=count.pieces,
        given_by=by.name, given_at=at, business_date=day_of(office, at), entry_key=entry.key,
    )  # fmt: skip
    return number


def _taker_of(row: Move, by: Actor) -> str:
    """Where the cash went, if this is who takes it there: the clerk, or the vault's keeper."""
    if row.way == Way.TO_TILL:
        if by.name != row.clerk or open_session(row.office_id, row.clerk, row.currency) is None:
            raise NotTheTaker(move=row.number, taker=row.clerk)
        return till_of(row.office_id, row.clerk, row.currency)
    keeper = keeper_of(row.office_id)
    if keeper and keeper not in (by.name, row.given_by):
        raise NotTheTaker(move=row.number, taker=keeper)
    return vault_of(row.office_id, row.currency)


def _see(numbers: Sequence[int], account: str, by: Actor, at: Moment) -> None:
    Acknowledgement.objects.bulk_create(
        [Acknowledgement(account=account, number=number, seen_by=by.name, seen_at=at) for number in numbers],
        ignore_conflicts=True,
    )
