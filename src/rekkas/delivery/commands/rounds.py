"""Out for delivery, tried, handed over."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid5

import msgspec
from django.utils.translation import gettext as _

from postkit.images import kind_of_image
from postkit.text import clean_number
from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import insert_all
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput, Refused
from rekkas.base.outbox import tell_all
from rekkas.delivery.choices import FAILURES, NEXT_STEPS, Recipient
from rekkas.delivery.commands.collecting import Collecting
from rekkas.delivery.commands.shelf import keep, lay, scan_id
from rekkas.delivery.entries import Delivered, Handover
from rekkas.delivery.errors import (
    CodDiffers,
    EvidenceMissing,
    EvidenceTooLarge,
    NotAnImage,
    UnknownReason,
)
from rekkas.delivery.facts import ItemDelivered
from rekkas.delivery.models import Kept, ProofOfDelivery
from rekkas.mail.choices import ATTEMPTED, AWAITING, DELIVERED, OUT
from rekkas.mail.commands import record_events
from rekkas.mail.errors import AlreadyDelivered, NotHere, UnknownUnit
from rekkas.mail.queries import items_numbered, lies_at, positions_of, standings_for_update
from rekkas.mail.scans import Scan
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry, account_code
from rekkas.network.queries import office as known_office

MOST_BYTES, NAME_AT_MOST = 200 * 1024, 120
PROOF_COLUMNS = (
    "unit_id", "recipient", "recipient_name", "signature", "photo", "evidence_digest", "office_code",
    "cod_amount", "currency", "happened_at", "actor_kind", "actor_name", "shown", "document_kind", "document_signs",
    "collector",
)  # fmt: skip


@command
def take_out(*, numbers: Sequence[str], office: str, by: Actor, at: Moment, key: str | None = None) -> int:
    """Take items out on a round. Returns how many were recorded."""
    items, _positions = _in_hand(numbers, office, by)
    return _scan_each(items, OUT, office, by, at)


@command
def attempt_delivery(
    *, number: str, reason: str, next_step: str, office: str, by: Actor, at: Moment, key: str | None = None
) -> None:
    """Note that an item could not be handed over, why, and what is done next."""
    if reason not in FAILURES or next_step not in NEXT_STEPS:
        raise UnknownReason(reason=reason if reason not in FAILURES else next_step)
    items, _positions = _in_hand([number], office, by)
    _scan_each(items, ATTEMPTED, office, by, at, reason=reason, action=next_step)


@command
def await_collection(
    *, numbers: Sequence[str], office: str, shelf: str = "", by: Actor, at: Moment, key: str | None = None
) -> int:
    """Put items on the shelf for their addressees to collect, until the end of keeping.

    One that waits here already keeps its day and its code: only its shelf is noted.
    """
    items, positions = _in_hand(numbers, office, by)
    waiting = [item for item in items.values() if positions[item.unit_id].code == AWAITING]
    fresh = {number: item for number, item in items.items() if item not in waiting}
    _scan_each(fresh, AWAITING, office, by, at)
    if fresh:
        keep(fresh.values(), office=office, shelf=shelf, at=at)
    if waiting and shelf.strip():
        lay(waiting, positions, office=office, shelf=shelf)
    return len(items)


def _in_hand(numbers: Sequence[str], office: str, by: Actor) -> tuple[dict[str, Any], dict[int, Any]]:
    """The items, held until the transaction ends, and where they are: all of them here, or none is done with."""
    known_office(office)
    items = items_numbered(numbers)
    held = standings_for_update([item.unit_id for item in items.values()], by=by)
    positions = positions_of(held)
    for number in map(clean_number, numbers):
        if number not in items:
            raise UnknownUnit(number=number)
        if held[items[number].unit_id].is_final:
            raise AlreadyDelivered(number=number)
        if not lies_at(positions[items[number].unit_id], office):
            raise NotHere(number=number, office=office)
    return items, positions


def _scan_each(
    items: Mapping[str, Any],
    code: str,
    office: str,
    by: Actor,
    at: Moment,
    reason: str = "",
    action: str = "",
) -> int:
    record_events(
        scans=[
            Scan(scan_id(item, code, at), number, code, at, office, "", reason, action)
            for number, item in items.items()
        ],
        by=by, at=at,
    )  # fmt: skip
    return len(items)


@command
def deliver_items(
    *,
    handovers: Sequence[Handover],
    office: str,
    till: str = "",
    by: Actor,
    at: Moment,
    key: str | None = None,
) -> list[Delivered]:
    """Hand items to those who take them, against signature or photograph and the cash due.

    Ends the post's responsibility. One answer an item; each item is delivered only once. What waits on a shelf is given
    only to who has shown that they may have it. The cash goes into the bag of who hands over, or at a counter into the
    open ``till``.
    """
    here = known_office(office)
    items = items_numbered([handover.number for handover in handovers])
    held = standings_for_update([item.unit_id for item in items.values()], by=by)
    handed = dict(ProofOfDelivery.objects.filter(unit__in=held).values_list("unit", "happened_at"))
    ended = {unit for unit, standing in held.items() if standing.is_final}
    lying = {unit: position for unit, position in positions_of(held).items() if lies_at(position, office)}
    collecting = Collecting(handovers, items.values(), lying, here)
    results, passed = [], list[tuple[Handover, Any]]()
    for handover in handovers:
        number = clean_number(handover.number)
        item = items.get(number)
        if item and handed.get(item.unit_id) == handover.happened_at:
            results.append(Delivered("repeated", number))
            continue
        try:
            item = _checked(handover, item, ended, collecting)
            handover = msgspec.structs.replace(handover, identified=collecting.checked(handover, item))
        except Refused as refusal:
            results.append(Delivered("declined", number, refusal.code, str(refusal)))
            continue
        handed[item.unit_id] = handover.happened_at  # the second of two in one batch is like any other
        ended.add(item.unit_id)
        passed.append((handover, item))
        results.append(Delivered("delivered", number))
    _record(passed, office, till, by, at)
    if collecting.waiting:
        Kept.objects.filter(unit__in=[item.pk for _handover, item in passed]).delete()
    return results


def _checked(handover: Handover, item: Any, ended: set[int], collecting: Collecting) -> Any:
    number, name = clean_number(handover.number), handover.recipient_name.strip()
    if item is None:
        raise UnknownUnit(number=number)
    if item.unit_id in ended:
        raise AlreadyDelivered(number=number)
    collecting.check_recipient(handover, item)
    if handover.happened_at < item.unit.opened_at:
        raise InvalidInput(field="happened_at", reason=_("it is before the item was posted. Set the clock."))
    if not name:
        raise InvalidInput(field="recipient_name", reason=_("it is empty"))
    if len(name) > NAME_AT_MOST:
        reason = _("it has more than %(max_length)s characters") % {"max_length": NAME_AT_MOST}
        raise InvalidInput(field="recipient_name", reason=reason)
    if handover.cod_taken != (due := _cash_due(handover, item)):
        raise CodDiffers(number=number, due=due, taken=handover.cod_taken)
    if not handover.signature and not handover.photo:
        raise EvidenceMissing()
    for image in filter(None, (handover.signature, handover.photo)):
        if len(image) > MOST_BYTES:
            raise EvidenceTooLarge(most=MOST_BYTES // 1024)
        if not kind_of_image(image):
            raise NotAnImage()
    return item


def _cash_due(handover: Handover, item: Any) -> int:
    """What is taken against an item: nothing where its sender takes it back, which only follows a return."""
    return 0 if handover.recipient is Recipient.SENDER else int(item.cod_amount)


def _record(passed: Sequence[tuple[Handover, Any]], office: str, till: str, by: Actor, at: Moment) -> None:
    if not passed:
        return
    record_events(
        scans=[
            Scan(
                uuid5(item.key, DELIVERED), item.unit.number, DELIVERED, handover.happened_at, office,
                reason=f"to-{handover.recipient.value}",
            )
            for handover, item in passed
        ],
        by=by, at=at,
    )  # fmt: skip
    insert_all("delivery_proofofdelivery", PROOF_COLUMNS, [_proof(h, i, office, by) for h, i in passed])
    post_all(
        transfers=[
            TransferEntry(
                key=uuid5(item.key, EntryKind.COD_COLLECTED.value),
                source=account_code(AccountKind.MERCHANT, item.customer_code, item.currency),
                target=till or account_code(AccountKind.COURIER, f"{office}/{by.name}", item.currency),
                amount=_cash_due(handover, item), currency=item.currency, kind=EntryKind.COD_COLLECTED,
                happened_at=handover.happened_at, subject=item.unit.subject, office=office,
            )
            for handover, item in passed
            if _cash_due(handover, item)
        ],
        by=by, at=at,
    )  # fmt: skip
    tell_all(
        ItemDelivered(item.unit.number, handover.recipient.value, handover.happened_at.isoformat())
        for handover, item in passed
    )


def _proof(handover: Handover, item: Any, office: str, by: Actor) -> tuple[Any, ...]:
    said = handover.identified
    return (
        item.unit_id, handover.recipient.value, handover.recipient_name.strip(), handover.signature or None,
        handover.photo or None, hashlib.sha256(handover.signature + handover.photo).digest(), office,
        _cash_due(handover, item), item.currency, handover.happened_at, by.kind.value, by.name,
        said.shown.value if said else "", said.document_kind if said else "",
        said.document_signs if said else "", said.collector if said else None,
    )  # fmt: skip
