"""What a device did, heard in its own words and in its order: done, not done, or held until somebody decides."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import msgspec
from django.db import OperationalError, transaction

from postkit.moneyorder import SecretCode
from postkit.text import clean_number
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.base.errors import Refused
from rekkas.cash.queries import check_till_open, hold_till
from rekkas.counter.choices import ActKind, ActState, Means
from rekkas.counter.commands.devices import clock_off, next_in_chain, spend_numbers
from rekkas.counter.commands.limits import check_kept, check_numbers
from rekkas.counter.commands.refunds import give_back
from rekkas.counter.commands.visits import settle
from rekkas.counter.entries import ActEntry, Answered, Said, SendingLine
from rekkas.counter.errors import (
    ActChanged,
    ActUnreadable,
    DeviceElsewhere,
    JournalForked,
    NotYourJournal,
    OtherSession,
)
from rekkas.counter.models import Act, Device
from rekkas.counter.queries.acts import device_for_update, sheet_given
from rekkas.counter.queries.rules import rules_of
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry, account_code
from rekkas.network.queries import office as known_office

log = logging.getLogger(__name__)
NUMBER_AT_MOST = 2**31 - 1
FAULT = "counter.fault"  # the program failed: nobody's words were wrong


@command
def take_act(
    *, device: UUID, act: ActEntry, device_now: datetime, codes: Mapping[int, SecretCode] | None = None, office: str,
    by: Actor, at: Moment,
) -> Answered:  # fmt: skip
    """Hear one act of a device, once, in the words in which it was written down, and do what it says.

    What its visitor still waits for and cannot be done is not done. What the device went on with alone and cannot be
    done is held: its money stands in the till, named, until somebody else decides.
    """
    row = device_for_update(device)
    if row.office_id != office:
        raise DeviceElsewhere(office=row.office_id)
    if not 0 < act.number <= NUMBER_AT_MOST:
        raise ActUnreadable(reason=str(act.number))
    before = Act.objects.select_for_update().filter(key=act.key).first()
    if before is not None:
        return _again(before, act, row, by, at)
    said, problem = _read(act)
    if said is not None and said.clerk != by.name:
        raise NotYourJournal(clerk=said.clerk)
    forked = act.number != row.heard + 1 or act.chain != next_in_chain(row.head, act.said)
    if forked and not act.is_kept:
        raise JournalForked()
    kept = _write(row, act, said, device_now, by, at)
    _become(kept, said, problem or (JournalForked() if forked else None), codes or {}, row, by, at)
    spend_numbers(row, _numbers_in(said))
    row.heard, row.head, row.seen_at = act.number, act.chain, at
    row.clock_off_ms = clock_off(device_now, at)
    row.save(update_fields=["heard", "head", "seen_at", "clock_off_ms"])
    return answer_of(kept)


def answer_of(row: Act) -> Answered:
    """What became of an act, as its device hears it."""
    return Answered(row.key, row.number, ActState(row.state), row.code, row.message, dict(row.answer))


def _again(before: Act, act: ActEntry, device: Device, by: Actor, at: Moment) -> Answered:
    """An act that was heard before is answered as then. What its device meanwhile went on with can no longer be
    refused: it is tried once more, and held.
    """
    if (before.said, before.chain, before.device_id) != (act.said, act.chain, device.pk):
        raise ActChanged()
    if before.clerk != by.name:
        raise NotYourJournal(clerk=before.clerk)
    if act.is_kept and not before.is_kept and before.state == ActState.NOT_DONE and not before.decided_by:
        before.is_kept = True
        _become(before, *_read(act), {}, device, by, at)
    return answer_of(before)


def _read(act: ActEntry) -> tuple[Said | None, Refused | None]:
    """What an act says, or what is wrong with it: not in its own words, which may name customers."""
    try:
        said = msgspec.json.decode(act.said, type=Said)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        return None, ActUnreadable(reason=str(error))
    if any(moment.tzinfo is None for moment in (said.at, said.heard_at or said.at)):
        return None, ActUnreadable(reason="$.at, $.heard_at")
    return said, None


def said_in(row: Act) -> Said:
    """What an act says."""
    try:
        return msgspec.json.decode(row.said, type=Said)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise ActUnreadable(reason=str(error)) from error


def _numbers_in(said: Said | None) -> list[str]:
    """The numbers of what is sent, as mail reads them: however they are written, each is one number."""
    lines = said.visit.lines if said is not None and said.visit is not None else ()
    return [clean_number(line.number) for line in lines if isinstance(line, SendingLine)]


def _write(
    device: Device, act: ActEntry, said: Said | None, device_now: datetime, by: Actor, at: Moment
) -> Act:  # fmt: skip
    kind = ActKind.REFUND if said is not None and said.refund is not None else ActKind.VISIT
    return Act(
        key=act.key, device=device, number=act.number, kind=kind, said=act.said, chain=act.chain,
        clerk=author_name(by), session=said.session[:32] if said else "", sheet=said.sheet[:64] if said else "",
        device_at=said.at if said else at, happened_at=_moment(device, act, said, device_now, at), received_at=at,
        is_kept=act.is_kept, state=ActState.NOT_DONE, money=cash_of(said),
    )  # fmt: skip


def _moment(device: Device, act: ActEntry, said: Said | None, device_now: datetime, at: Moment) -> Moment:
    """When an act happened: now, where its visitor still waits; else by the device's clock, put right by how far it is
    off where that is more than a country allows; never after now, never before the act before it.
    """
    if not act.is_kept or said is None:
        return at
    off = device_now - at
    tolerance = timedelta(seconds=rules_of(device.office.country_id).clock_tolerance_s)
    when = min(said.at - off if abs(off) > tolerance else said.at, at)
    last = Act.objects.filter(device=device, number__lt=act.number).order_by("-number").first()
    return max(when, last.happened_at) if last else when


def cash_of(said: Said | None) -> int:
    """What an act put into the till in cash; less than nothing where it took some out."""
    if said is None or said.visit is None:
        return 0
    return sum(payment.amount for payment in said.visit.payments if payment.means is Means.CASH)


def _become(
    row: Act, said: Said | None, problem: Refused | None, codes: Mapping[int, SecretCode], device: Device, by: Actor,
    at: Moment,
) -> None:  # fmt: skip
    """Do an act and write down what became of it."""
    row.state, row.code, row.message, row.answer = ActState.DONE, "", "", {}
    try:
        with transaction.atomic():
            if problem is not None or said is None:
                raise problem or ActUnreadable(reason="")
            if row.is_kept:
                check_kept(row, said, device)
            check_numbers(_numbers_in(said), device, is_kept=row.is_kept)
            row.answer = do_act(row, said, codes, _carried(row, said), by, row.happened_at)
    except Refused as refusal:
        _decline(row, refusal.code, str(refusal), refusal)
    except OperationalError:
        raise  # a deadlock or a busy lock: the whole act is tried again
    except Exception:
        if not row.is_kept:
            raise
        log.exception("act %s of device %s", row.key, device.pk)
        _decline(row, FAULT, "", None)
    row.save()
    if row.state == ActState.HELD:
        _set_aside(row, by, at)


def _decline(row: Act, code: str, message: str, refusal: Refused | None) -> None:
    row.state = ActState.HELD if row.is_kept else ActState.NOT_DONE
    row.code, row.message = code, message
    details = refusal.details if refusal is not None else {}
    row.answer = {name: value for name, value in details.items() if name in ("line", "refusal")}


def do_act(
    row: Act, said: Said, codes: Mapping[int, SecretCode], carried: str, by: Actor, at: Moment
) -> dict[str, object]:  # fmt: skip
    office = row.device.office_id
    if said.visit is not None:
        settled = settle(
            said.visit, office=office, codes=codes, by=by, at=at, carried=carried, device=row.device_id
        )
        return _plain(settled)
    if said.refund is not None:
        return _plain(give_back(said.refund, office=office, by=by, at=at))
    raise ActUnreadable(reason=said.kind[:80])


def _plain(answer: object) -> dict[str, object]:
    """An answer as it will be read again from the record."""
    return dict(msgspec.json.decode(msgspec.json.encode(answer)))


def _carried(row: Act, said: Said) -> str:
    """The prices that a device carried, as long as they hold after the tariff changed: by the post's own record of
    what it gave to this device. Once the device acted by newer ones, the older are gone.
    """
    given = sheet_given(row.device, said.sheet)
    if given is None:
        return ""
    until = given.until_at + timedelta(hours=rules_of(row.device.office.country_id).price_hours)
    if row.happened_at > until:
        return ""
    before = Act.objects.filter(device=row.device, number__lt=row.number).exclude(sheet="")
    last = before.order_by("-number").values_list("sheet", flat=True).first()
    newer = sheet_given(row.device, last) if last and last != said.sheet else None
    return "" if newer is not None and newer.from_at > given.until_at else said.sheet


def _set_aside(row: Act, by: Actor, at: Moment) -> None:
    """The cash of a held act lies in the till: it stands there by name, so that the till agrees with its drawer."""
    if not row.money:
        return
    try:
        with transaction.atomic():
            office, currency = row.device.office_id, currency_of(row)
            till = hold_till(office, by, currency)  # an act may be heard after the office has closed
            if check_till_open(office, by.name, currency).number != row.session:
                raise OtherSession(session=row.session)
            row.held_entry = move_held(row, till, row.money, EntryKind.ACT_HELD, by, at)
            row.save(update_fields=["held_entry"])
    except Refused:
        log.warning("act %s is held, and no open till holds its money", row.key)


def move_held(row: Act, till: str, amount: int, kind: EntryKind, by: Actor, at: Moment) -> UUID:
    office, currency = row.device.office_id, currency_of(row)
    held = account_code(AccountKind.HELD, office, currency)
    source, target = (held, till) if amount > 0 else (till, held)
    entry = TransferEntry(
        key=uuid5(row.key, kind.value), source=source, target=target, amount=abs(amount), currency=currency, kind=kind,
        happened_at=row.happened_at if kind is EntryKind.ACT_HELD else at, subject=row.key.hex[:12].upper(),
        office=office,
    )  # fmt: skip
    post_all(transfers=[entry], by=by, at=at)
    return entry.key


def currency_of(row: Act) -> str:
    return str(known_office(row.device.office_id).country.currency)
