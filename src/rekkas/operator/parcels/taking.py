"""Rows into the record, a batch at a time: each batch whole or not at all, and a second time changes nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment
from rekkas.catalogue.queries import customers_by_code
from rekkas.mail.choices import DELIVERED
from rekkas.mail.commands import accept_items, record_scans
from rekkas.mail.entries import ItemEntry
from rekkas.mail.scans import Scan
from rekkas.network.queries import delivery_offices_for
from rekkas.operator.parcels.errors import RowRejected
from rekkas.operator.parcels.places import Places
from rekkas.operator.parcels.reading import Row
from rekkas.operator.parcels.rows import Parcel, Reader
from rekkas.territory.queries import Understood

BATCH = 500
DOUBTFUL = "import.place-doubtful"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that did not become an item, and why."""

    row: Row
    field: str
    code: str
    reason: str


@dataclass(slots=True)
class Counts:
    """What became of the rows: their number is the sum of the others."""

    rows: int = 0
    imported: int = 0
    repeated: int = 0
    rejected: int = 0
    doubtful: int = 0


@dataclass(slots=True)
class Import:
    """One run over one file."""

    reader: Reader
    places: Places
    by: Actor
    at: Moment
    counts: Counts = field(default_factory=Counts)
    rejections: list[Rejection] = field(default_factory=list)
    seen: dict[UUID, tuple[int, dict[str, str]]] = field(default_factory=dict)

    def take(self, rows: Iterable[Row], tell: Callable[[int], None]) -> None:
        """Take every row in; ``tell`` hears how many have been looked at."""
        coming = iter(rows)
        while batch := list(islice(coming, BATCH)):
            self._take_batch(batch)
            self.counts.rows += len(batch)
            tell(self.counts.rows)
        self.rejections.sort(key=lambda rejection: rejection.row.line)

    def _take_batch(self, rows: list[Row]) -> None:
        parcels = list(self._understood(rows))
        placed = list(self._placed(parcels))
        origins = delivery_offices_for({sender for _, _, sender, _ in placed})
        entries = [self._entry(parcel, origins[sender], to) for _, parcel, sender, to in placed]
        with transaction.atomic():
            answers = accept_items(items=entries, by=self.by, at=self.at)
            scans = []
            for (row, parcel, _sender, to), answer in zip(placed, answers, strict=True):
                if answer.declined:
                    self._reject(row, RowRejected("", answer.code, answer.message))
                elif parcel.delivered_at is not None:
                    scans.append((parcel, answer.number, to))
            offices = delivery_offices_for({to for _, _, to in scans})
            record_scans(
                scans=[
                    Scan(uuid5(p.key, DELIVERED), number, DELIVERED, p.delivered_at, offices[to])
                    for p, number, to in scans
                    if p.delivered_at is not None
                ],
                by=self.by, at=self.at,
            )  # fmt: skip
        self.counts.imported += sum(answer.outcome == "taken" for answer in answers)
        self.counts.repeated += sum(answer.outcome == "repeated" for answer in answers)

    def _reject(self, row: Row, why: RowRejected) -> None:
        self.rejections.append(Rejection(row, why.field, why.code, why.reason))
        if why.code == DOUBTFUL:
            self.counts.doubtful += 1
        else:
            self.counts.rejected += 1

    def _understood(self, rows: list[Row]) -> Iterator[tuple[Row, Parcel]]:
        passed = []
        for row in rows:
            try:
                parcel = self.reader.read(row)
                if self._is_new(row, parcel):
                    passed.append((row, parcel))
            except RowRejected as why:
                self._reject(row, why)
        customers = customers_by_code({parcel.customer for _, parcel in passed if parcel.customer})
        for row, parcel in passed:
            try:
                yield row, self._paid_to_somebody(parcel, set(customers))
            except RowRejected as why:
                self._reject(row, why)

    def _is_new(self, row: Row, parcel: Parcel) -> bool:
        """Whether this file has not said it before. The same row twice is one item; two rows are not."""
        line, values = self.seen.setdefault(parcel.key, (row.line, row.values))
        if line == row.line:
            return True
        if values != row.values:
            reason = _("The reference %(reference)s stands in line %(line)s with other content.")
            said = {"reference": parcel.reference, "line": line}
            raise RowRejected("reference", "import.reference-twice", reason % said)
        self.counts.repeated += 1
        return False

    def _paid_to_somebody(self, parcel: Parcel, customers: set[str]) -> Parcel:
        if parcel.customer and parcel.customer not in customers:
            reason = _("No customer has the code %s.") % parcel.customer
            raise RowRejected("customer", "catalogue.unknown-customer", reason)
        return parcel

    def _placed(self, parcels: list[tuple[Row, Parcel]]) -> Iterator[tuple[Row, Parcel, str, str]]:
        """The rows whose two places are certain, with the codes of both localities."""
        senders = self.places.match([parcel.sender_place for _, parcel in parcels])
        addressees = self.places.match([parcel.addressee_place for _, parcel in parcels])
        for (row, parcel), sender, addressee in zip(parcels, senders, addressees, strict=True):
            sure = [
                self._is_sure(row, parcel, "sender", sender),
                self._is_sure(row, parcel, "addressee", addressee),
            ]
            if all(sure):
                yield row, parcel, str(sender.code), str(addressee.code)
            else:
                where = "addressee_city" if sure[0] else "sender_city"
                reason = _(
                    "It is not certain which place is meant: a person decides, see the file of doubtful places."
                )
                self._reject(row, RowRejected(where, DOUBTFUL, reason))

    def _is_sure(self, row: Row, parcel: Parcel, who: str, answer: Understood) -> bool:
        if answer.is_settled:
            return True
        place = parcel.sender_place if who == "sender" else parcel.addressee_place
        self.places.doubt(row.line, f"{who}_city", place, answer)
        return False

    def _entry(self, parcel: Parcel, origin: str, destination: str) -> ItemEntry:
        return ItemEntry(
            key=parcel.key, product=parcel.product, origin=origin, destination_locality=destination,
            sender=parcel.sender, addressee=replace(parcel.addressee, locality_code=destination),
            weight_g=parcel.weight_g,
            happened_at=self.reader.aware(parcel.posted_at), number=parcel.number,
            declared_value=parcel.declared_value, cod_amount=parcel.cod_amount, customer=parcel.customer,
            reference=parcel.reference, offset_known=parcel.posted_at.tzinfo is not None,
        )  # fmt: skip
