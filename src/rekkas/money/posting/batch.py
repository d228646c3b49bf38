"""One batch from what was asked to what was answered."""

from collections.abc import Collection, Iterable, Sequence
from zlib import crc32

from django.db import connection

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import among, moment
from rekkas.base.errors import Refused
from rekkas.base.seals import take_lane
from rekkas.money.choices import LANES, Phase, Posted
from rekkas.money.entries import Leg, TransferEntry, TransferResult
from rekkas.money.errors import MoreThanHeld, NotHeld, NotReversible, UnknownAccount, UnknownEntry
from rekkas.money.models import Entry, Transfer
from rekkas.money.posting.accounts import Purse, empty_purses, open_purses, take_purses
from rekkas.money.posting.judging import Judge, last_closed_days
from rekkas.money.posting.requests import (
    RELEASED,
    Other,
    Request,
    check_author,
    check_shape,
    request_digest,
)
from rekkas.money.posting.writing import write
from rekkas.money.queries import RECORD

POSTED, REPEATED = Posted.POSTED, Posted.REPEATED


def post_batch(asked: Sequence[tuple[TransferEntry, Actor]], at: Moment) -> list[TransferResult]:
    """Post entries, each in its author's name; one answer a row, in their order. Runs inside a transaction."""
    results: dict[int, TransferResult] = {}
    requests = _well_formed(asked, results)
    _find_others(requests, results)
    codes = {code for one in requests for leg in one.legs for code in (leg.source, leg.target)}
    purses = take_purses(codes)
    if missing := codes - purses.keys():
        purses |= empty_purses(missing)
    requests = _with_ends(requests, purses, results)
    if not requests:
        return [results[position] for position in range(len(asked))]
    lane = take_lane(RECORD, crc32(requests[0].entry.key.bytes) % LANES, of=LANES)
    judge = Judge(at, _known_requests(requests), last_closed_days(), _done(requests))
    passed = []
    for request in requests:
        try:
            is_new = judge.judge(request)
        except Refused as refusal:
            results[request.position] = _declined(request.entry, refusal)
            continue
        if is_new:
            passed.append(request)
        results[request.position] = TransferResult(request.entry.key, POSTED if is_new else REPEATED)
    moved: Collection[Purse] = purses.values()
    if missing:
        moved = [purse for purse in moved if purse.id or purse.is_moved]
        open_purses([purse for purse in moved if not purse.id], at)
    write(passed, moved, lane, at)
    return [results[position] for position in range(len(asked))]


def _declined(entry: TransferEntry, refusal: Refused) -> TransferResult:
    return TransferResult(entry.key, Posted.DECLINED, refusal.code, str(refusal))


def _well_formed(
    asked: Sequence[tuple[TransferEntry, Actor]], results: dict[int, TransferResult]
) -> list[Request]:
    passed: list[Request] = []
    for position, (entry, by) in enumerate(asked):
        try:
            legs = entry.legs
            check_shape(entry, legs)
            check_author(by)
        except Refused as refusal:
            results[position] = _declined(entry, refusal)
            continue
        passed.append(Request(position, entry, entry.key.hex, by, legs, request_digest(entry, legs)))
    return passed


def _find_others(requests: list[Request], results: dict[int, TransferResult]) -> None:
    """Look up the entries that these settle or reverse, with their legs: nothing of them ever changes."""
    named = [request for request in requests if request.entry.other_key is not None]
    if not named:
        return
    keys = {key for request in named if (key := request.entry.other_key)}
    rows = Entry.objects.filter(key__in=keys).values_list("id", "key", "phase", "expires_at", "reverses_id")
    others = {
        key: Other(pk, key, phase, expires and moment(expires), reverses is not None)
        for pk, key, phase, expires, reverses in rows
    }
    legs: dict[int, list[Leg]] = {}
    moved = Transfer.objects.filter(entry__in=[other.id for other in others.values()]).order_by(
        "entry", "leg"
    )
    columns = ("entry", "source__code", "target__code", "amount", "currency")
    for pk, source, target, amount, currency in moved.values_list(*columns):
        legs.setdefault(pk, []).append(Leg(source, target, amount, currency))
    for other in others.values():
        other.legs = tuple(legs.get(other.id, ()))
    for request in named:
        try:
            request.other = others.get(request.entry.other_key)  # type: ignore[arg-type]
            request.legs = _legs_of(request)
        except Refused as refusal:
            results[request.position] = _declined(request.entry, refusal)
    requests[:] = [request for request in requests if request.position not in results]


def _legs_of(request: Request) -> tuple[Leg, ...]:
    """What the entry moves: for a reversal the other's legs turned round, for a settlement those held, or a part."""
    entry, other = request.entry, request.other
    if other is None:
        raise UnknownEntry(key=str(entry.other_key))
    if entry.reverses:
        if other.phase != Phase.POSTED or other.is_reversal or entry.legs:
            raise NotReversible(key=str(other.key))
        return tuple(
            Leg(leg.target, leg.source, leg.amount, leg.currency) for leg in reversed(other.legs)
        )  # fmt: skip
    if other.phase != Phase.HELD:
        raise NotHeld(key=str(other.key))
    if entry.takes_legs and entry.also:
        raise MoreThanHeld(key=str(other.key))
    if entry.phase is RELEASED or entry.takes_legs:
        return other.legs
    is_part = len(entry.legs) == len(other.legs) and all(
        (part.source, part.target, part.currency) == (held.source, held.target, held.currency)
        and part.amount <= held.amount
        for part, held in zip(entry.legs, other.legs, strict=True)
    )
    if not is_part:
        raise MoreThanHeld(key=str(other.key))
    return entry.legs


def _with_ends(
    requests: Iterable[Request], purses: dict[str, Purse], results: dict[int, TransferResult]
) -> list[Request]:
    passed = []
    for request in requests:
        try:
            request.ends = [
                (purses[leg.source], purses[leg.target], leg.amount) for leg in request.legs
            ]  # fmt: skip
        except KeyError as missing:
            results[request.position] = _declined(request.entry, UnknownAccount(account=missing.args[0]))
            continue
        passed.append(request)
    return passed


def _known_requests(requests: Sequence[Request]) -> dict[str, bytes]:
    """What was asked under these keys before, by the key's hexadecimal form."""
    condition, values = among("key", [request.key for request in requests], of="uuid")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, request FROM money_entry WHERE {condition}", values)  # noqa: S608
        return {
            key if isinstance(key, str) else key.hex: bytes(request) for key, request in cursor.fetchall()
        }


def _done(requests: Sequence[Request]) -> set[int]:
    """The entries named by these that were settled or reversed before."""
    ids = {request.other.id for request in requests if request.other}
    if not ids:
        return set()
    settled = Entry.objects.filter(settles__in=ids).values_list("settles", flat=True)
    turned = Entry.objects.filter(reverses__in=ids).values_list("reverses", flat=True)
    return {pk for pk in (*settled, *turned) if pk is not None}
