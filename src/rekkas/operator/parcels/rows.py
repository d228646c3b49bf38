"""One row of a file as an item and its events, or the reason why not."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from postkit.address import Address
from postkit.text import western_digits
from rekkas.operator.parcels.columns import ColumnMap
from rekkas.operator.parcels.errors import RowRejected
from rekkas.operator.parcels.reading import Row
from rekkas.territory.queries import Written

LONGEST_REFERENCE = 64
LARGEST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Parcel:
    """A row understood: everything that an item needs except what its places mean."""

    line: int
    key: UUID
    reference: str
    product: str
    customer: str
    number: str
    weight_g: int
    declared_value: int
    cod_amount: int
    sender: Address
    addressee: Address
    sender_place: Written
    addressee_place: Written
    posted_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reader:
    """How the rows of one file are understood."""

    map: ColumnMap
    country: str
    zone: ZoneInfo
    decimals: int
    now: datetime

    def read(self, row: Row) -> Parcel:
        """The parcel that a row speaks of; RowRejected with the first thing that is wrong."""
        if row.problem:
            raise RowRejected("", "import.row-not-readable", _("The row cannot be used: %s.") % row.problem)
        reference = self._reference(row)
        posted_at, delivered_at = self._moments(row)
        weight = self._number(row, "weight_g") * (1000 if self.map.formats.weight == "kg" else 1)
        return Parcel(
            line=row.line, key=uuid5(NAMESPACE_URL, f"import:{self.country}\n{self.map.source}\n{reference}"),
            reference=reference, product=self._needed(row, "product"), customer=self._text(row, "customer").upper(),
            number=self._text(row, "number"), weight_g=round(weight),
            declared_value=self._amount(row, "declared_value"), cod_amount=self._amount(row, "cod_amount"),
            sender=self._address(row, "sender"), addressee=self._address(row, "addressee"),
            sender_place=self._place(row, "sender"), addressee_place=self._place(row, "addressee"),
            posted_at=posted_at, delivered_at=delivered_at,
        )  # fmt: skip

    def promised_at(self, row: Row) -> datetime | None:
        """Until when the sender's own promise runs, where the file says so: only compared with what happened."""
        there = row.values.keys() >= set(self.map.columns_of("promised_at"))
        return self._moment(row, "promised_at") if there else None

    def _text(self, row: Row, key: str) -> str:
        names = self.map.columns_of(key)
        said = "-".join(row.values[name] for name in names)
        return said or self.map.fixed.get(key, "")

    def _needed(self, row: Row, key: str) -> str:
        if not (text := self._text(row, key)):
            raise RowRejected(key, "import.field-missing", _("The field %s is empty.") % key)
        return text

    def _reference(self, row: Row) -> str:
        parts = [row.values[name] for name in self.map.columns_of("reference")]
        if not all(parts):
            raise RowRejected("reference", "import.field-missing", _("The row has no complete reference."))
        reference = "-".join(parts)
        if len(reference) > LONGEST_REFERENCE:
            raise RowRejected(
                "reference", "import.reference-too-long",
                _("The reference is longer than %s characters.") % LONGEST_REFERENCE,
            )  # fmt: skip
        return reference

    def _moments(self, row: Row) -> tuple[datetime, datetime | None]:
        posted_at = self._moment(row, "posted_at") or self._moment(row, "accepted_at")
        if posted_at is None:
            field = "posted_at" if self.map.columns_of("posted_at") else "accepted_at"
            reason = _("The row does not say when the item was handed over, so the post never had it.")
            raise RowRejected(field, "import.never-posted", reason)
        delivered_at = self._moment(row, "delivered_at")
        for field, moment in (("posted_at", posted_at), ("delivered_at", delivered_at)):
            if moment is not None and self.aware(moment) > self.now:
                raise RowRejected(field, "import.in-the-future", _("%s is in the future.") % moment)
        if delivered_at is not None and self.aware(delivered_at) < self.aware(posted_at):
            reason = _("It was delivered at %(one)s, before it was handed over at %(other)s.")
            said = {"one": delivered_at, "other": posted_at}
            raise RowRejected("delivered_at", "import.delivered-before-posted", reason % said)
        return posted_at, delivered_at

    def _moment(self, row: Row, key: str) -> datetime | None:
        """A moment as the file says it: without an offset where the file gives none."""
        text = western_digits(self._text(row, key))
        if not text:
            return None
        form = self.map.formats.time
        try:
            return datetime.strptime(text, form) if form else datetime.fromisoformat(text)
        except ValueError:
            form = form or "YYYY-MM-DD HH:MM:SS"
            reason = _("%(text)s is not a moment written as %(form)s.") % {"text": text, "form": form}
            raise RowRejected(key, "import.not-a-moment", reason) from None

    def aware(self, moment: datetime) -> datetime:
        """The moment itself, on the clock of the country where the file gives no offset."""
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def _number(self, row: Row, key: str) -> Decimal:
        text = western_digits(self._text(row, key)).replace("\u00a0", "").replace(" ", "")
        if not text:
            return Decimal(0)
        point = self.map.formats.decimal
        try:
            number = Decimal(text.replace("٫", ".") if point == "." else text.replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or (point == "," and "." in text):
            raise RowRejected(key, "import.not-a-number", _("%s is not a number.") % text)
        if not 0 <= number <= LARGEST:
            raise RowRejected(key, "import.out-of-range", _("%s cannot be right.") % text)
        return number

    def _amount(self, row: Row, key: str) -> int:
        number = self._number(row, key)
        minor = number * 10**self.decimals if self.map.formats.amounts == "major" else number
        if minor != int(minor):
            reason = _("%s is finer than the smallest coin.") % number
            raise RowRejected(key, "import.finer-than-a-coin", reason)
        return int(minor)

    def _address(self, row: Row, who: str) -> Address:
        name = self._needed(row, "addressee_name") if who == "addressee" else self._text(row, "sender_name")
        return Address(
            name=name, street=self._text(row, f"{who}_street"), locality=self._needed(row, f"{who}_city"),
            postcode=self._text(row, f"{who}_postcode"), phone=self._text(row, f"{who}_phone"),
        )  # fmt: skip

    def _place(self, row: Row, who: str) -> Written:
        region = self._text(row, f"{who}_region")
        return Written(
            locality=self._needed(row, f"{who}_city"), region=self.map.regions.get(region, region),
            postcode=self._text(row, f"{who}_postcode"), position=self._position(row, who),
        )  # fmt: skip

    def _position(self, row: Row, who: str) -> tuple[float, float] | None:
        """Coordinates are a help for finding the place: what is no number helps nobody and harms nobody."""
        try:
            latitude = float(self._text(row, f"{who}_latitude"))
            longitude = float(self._text(row, f"{who}_longitude"))
        except ValueError:
            return None
        on_the_globe = abs(latitude) <= 90 and abs(longitude) <= 180
        return (latitude, longitude) if on_the_globe else None
