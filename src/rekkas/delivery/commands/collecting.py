"""Who may collect an item that waits: whoever says its code, its addressee, or whom they let collect.

What goes back is its sender's: they have it at the office where it was posted, against a document, and nobody else.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.crypto import constant_time_compare

from postkit.phone import e164
from postkit.text import clean_number, western_digits
from rekkas.bank.queries import document_kinds
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.citizen.queries import authorisations_keyed
from rekkas.delivery.choices import Recipient, Shown
from rekkas.delivery.commands.shelf import held_here
from rekkas.delivery.entries import Handover, Identified
from rekkas.delivery.errors import (
    TRIES,
    CodeLocked,
    CodeNotProved,
    DocumentDiffers,
    DocumentLocked,
    DocumentMissing,
    GoesBack,
    IdentityMissing,
    NotAuthorised,
    NotForItsSender,
)
from rekkas.delivery.models import Kept
from rekkas.delivery.queries import (
    SIGNS_AT_LEAST,
    collectors_of,
    going_back,
    is_document,
    is_given_against_proof,
)
from rekkas.mail.choices import ATTEMPTED, AWAITING, RETURN_BEGUN
from rekkas.mail.errors import NotHere
from rekkas.mail.queries import Position, pick_up_code
from rekkas.network.queries import office as known_office

PROVED_FOR = timedelta(minutes=30)  # so long the visit may take in which the code was said
SIGNS_KEPT = 4


@command
def try_pick_up_code(*, number: str, code: str, office: str, by: Actor, at: Moment) -> bool:
    """Say whether the code is right with which an item is collected instead of a document. Three wrong ones lock it.

    A right one is noted for the hand-over that follows. A wrong one is counted: the answer is given, not raised, so
    that the count stays, and it stays when the item is put on a shelf again.
    """
    row, position = _note_of(number, {AWAITING}, office, by)
    if row.tries >= TRIES:
        raise CodeLocked
    if constant_time_compare(western_digits(code).strip(), pick_up_code(position.event.scan_id)):
        row.proved_at = at
        row.save(update_fields=["proved_at"])
        return True
    row.tries += 1
    row.save(update_fields=["tries"])
    return False


@command
def try_document(*, number: str, collector: UUID, signs: str, office: str, by: Actor, at: Moment) -> bool:
    """Say whether a document is the one that the addressee named for whoever comes for them. Three wrong ones lock it.

    It is counted as wrong codes are: whoever has the item in front of them could else find the signs by guessing.
    """
    row, _position = _note_of(number, {AWAITING, ATTEMPTED, RETURN_BEGUN}, office, by)
    if row.document_tries >= TRIES:
        raise DocumentLocked(number=clean_number(number), most=TRIES)
    let = next((one for one in collectors_of(number, known_office(office), at) if one.key == collector), None)
    if let is None:
        raise NotAuthorised(number=clean_number(number))
    if is_document(let.document, signs):
        return True
    row.document_tries += 1
    row.save(update_fields=["document_tries"])
    return False


def _note_of(number: str, codes: set[str], office: str, by: Actor) -> tuple[Kept, Any]:
    """The note of an item that lies here for its addressee, held until the transaction ends, and where it is."""
    (item,), positions = held_here([number], office, codes, by)
    if going_back([item], office):
        raise GoesBack(number=item.unit.number)
    since = positions[item.pk].effective_at
    until = since.astimezone(item.destination.zone).date() + timedelta(days=item.product.kept_days)
    row, _is_new = Kept.objects.select_for_update().get_or_create(
        unit_id=item.pk, defaults={"office_id": office, "since": since, "until": until}
    )
    return row, positions[item.pk]


class Collecting:
    """What is known of those who take the items of a batch: read once, however many there are."""

    def __init__(
        self, handovers: Sequence[Handover], items: Iterable[Any], lying: Mapping[int, Position], office: Any
    ) -> None:
        self.office, self.lying = office, lying
        self.back = going_back([item for item in items if item.pk in lying], office.code)
        self.waiting = {
            unit: one
            for unit, one in lying.items()
            if is_given_against_proof(one, goes_back=unit in self.back)
        }
        shown = [one.identified for one in handovers if one.identified is not None] if self.waiting else []
        self.kept: dict[int, Kept] = {}
        if any(one.shown is Shown.CODE or one.collector is not None for one in shown):
            rows = Kept.objects.select_for_update().filter(unit__in=self.waiting).order_by("pk")
            self.kept = {row.pk: row for row in rows}
        by_document = any(one.shown is Shown.IDENTITY for one in shown)
        self.kinds = {kind.code for kind in document_kinds(office.country_id)} if by_document else set()
        keys = {one.collector for one in shown if one.collector is not None}
        self.collectors = authorisations_keyed(keys) if keys else {}

    def check_recipient(self, handover: Handover, item: Any) -> None:
        """Only what is here is given: what goes back to its sender, where it was posted, and nothing else to them."""
        number = item.unit.number
        if item.unit_id not in self.lying:
            raise NotHere(number=number, office=self.office.code)
        goes_back = self._goes_back(handover, item)
        if handover.recipient is not Recipient.SENDER:
            if goes_back:
                raise GoesBack(number=number)
        elif not goes_back or item.origin_id != self.office.code:
            raise NotForItsSender(number=number)

    def _goes_back(self, handover: Handover, item: Any) -> bool:
        """What was handed over before the return began, and is told late, was its addressee's."""
        begun = self.back.get(item.unit_id)
        return begun is not None and begun <= handover.happened_at

    def checked(self, handover: Handover, item: Any) -> Identified | None:
        """What is kept of what was shown. A waiting item is refused to who has not shown that they may have it."""
        position = self.waiting.get(item.unit_id)
        if position is None:
            return None  # at a door
        if handover.happened_at < position.effective_at and position.code != RETURN_BEGUN:
            return None  # before it came to lie on the shelf; a return begins there
        said, goes_back = handover.identified, self._goes_back(handover, item)
        if said is None:
            raise IdentityMissing(number=item.unit.number)
        if goes_back and (said.shown is Shown.CODE or said.collector is not None):
            raise GoesBack(number=item.unit.number)  # both are the addressee's
        if said.shown is Shown.CODE:
            self._check_code(handover, item)
            return Identified(Shown.CODE)
        self._check_document(handover, said, item)
        signs = clean_number(said.document_signs)[-SIGNS_KEPT:]
        return Identified(said.shown, said.document_kind, signs, said.collector)

    def _check_code(self, handover: Handover, item: Any) -> None:
        """The proof is used up: it goes with the note of the shelf, in the transaction that hands the item over."""
        row = self.kept.get(item.unit_id)
        if row is None or row.proved_at is None or handover.happened_at > row.proved_at + PROVED_FOR:
            raise CodeNotProved(number=item.unit.number, minutes=int(PROVED_FOR.total_seconds()) // 60)

    def _check_document(self, handover: Handover, said: Identified, item: Any) -> None:
        signs = clean_number(said.document_signs)
        known = not self.kinds or said.document_kind in self.kinds
        if not said.document_kind or len(said.document_kind) > 24 or not known or len(signs) < SIGNS_AT_LEAST:
            raise DocumentMissing
        if said.collector is not None:
            self._check_collector(handover, said.collector, said.document_signs, item)
        elif handover.recipient not in (Recipient.ADDRESSEE, Recipient.SENDER):
            raise NotAuthorised(number=item.unit.number)

    def _check_collector(self, handover: Handover, collector: UUID, signs: str, item: Any) -> None:
        note = self.kept.get(item.unit_id)
        if note is not None and note.document_tries >= TRIES:
            raise DocumentLocked(number=item.unit.number, most=TRIES)
        row = self.collectors.get(collector)
        phone = e164(str(item.addressee.get("phone", "")), self.office.country_id)
        day = handover.happened_at.astimezone(self.office.zone).date()
        if row is None or row.citizen.phone != phone or not allows(row, item, day, handover.happened_at):
            raise NotAuthorised(number=item.unit.number)
        if not is_document(row.document, signs):
            raise DocumentDiffers(number=item.unit.number)


def allows(row: Any, item: Any, day: date, at: Moment) -> bool:
    """Whether an authorisation lets somebody collect an item on a day: not after it, nor once it was taken back."""
    stood = row.revoked_at is None or row.revoked_at > at
    return stood and row.until >= day and row.unit_id in (None, item.unit_id)
