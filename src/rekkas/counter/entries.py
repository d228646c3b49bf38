"""The shapes in which a counter is told what a visitor wants, and in which it answers. Amounts are minor units."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from postkit.address import Address
from rekkas.counter.choices import ActState, Means, Purpose
from rekkas.delivery.choices import Recipient
from rekkas.delivery.entries import Identified
from rekkas.payments.entries import OrderEntry


class ParcelEntry(msgspec.Struct, frozen=True):
    """One parcel as the clerk enters it. Amounts are minor units; ``customer`` names a merchant's contract.

    A merchant with credit sends on account; ``pays_now`` says that this one is paid at the counter all the same.
    """

    key: UUID
    product: str
    destination_locality: str
    sender: Address
    addressee: Address
    weight_g: int
    number: str = ""
    declared_value: int = 0
    cod_amount: int = 0
    customer: str = ""
    reference: str = ""
    country: str = ""  # where it goes abroad
    exchange: str = ""  # the office of exchange from which it leaves
    pays_now: bool = False


class Accepted(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer: the item's number and receipt, or why it was declined; ``on_account``: whose price it is to pay."""

    outcome: str
    number: str = ""
    receipt: str = ""
    amount: int = 0
    currency: str = ""
    promise_date: date | None = None
    code: str = ""
    message: str = ""
    on_account: str = ""


# ---- what one line of a visit can be: ``amount`` is what the visitor was told, below nothing where the post pays out


class Content(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One kind of thing in a parcel for abroad, as a CN 22 or CN 23 declares it: all of that kind together."""

    what: str
    count: int
    weight_g: int
    value: int
    tariff_code: str = ""
    made_in: str = ""


class SendingLine(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="sending", tag_field="service"
):
    """A letter or parcel handed in. ``size_mm`` is length, width, height where it was measured.

    Abroad it has a ``country`` and no ``destination``: what its addressee's place is called stands in the address.
    """

    product: str
    destination: str
    weight_g: int
    sender: Address
    addressee: Address
    amount: int
    number: str = ""
    declared_value: int = 0
    cod_amount: int = 0
    customer: str = ""
    reference: str = ""
    size_mm: tuple[int, int, int] | None = None
    contents: tuple[Content, ...] = ()
    purpose: Purpose = Purpose.OTHER
    country: str = ""


class AnnouncedLine(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="announced", tag_field="service"
):
    """A parcel whose data its sender sent before. Only its weight is still said."""

    number: str
    weight_g: int
    amount: int


class ArticleLine(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="article", tag_field="service"
):
    """Stamps and boxes."""

    code: str
    count: int
    amount: int


class AdministrationLine(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="administration", tag_field="service"
):
    """A request to an administration, with the number of its file and who asks."""

    code: str
    amount: int
    reference: str = ""
    name: str = ""


class BillLine(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="bill", tag_field="service"
):
    """A bill; ``amount`` is that with the fee of whoever pays, ``due`` that of the bill alone."""

    biller: str
    reference: str
    due: int
    amount: int
    again: bool = False


class DepositLine(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="deposit", tag_field="service"
):
    account: str
    amount: int
    note: str = ""


class WithdrawalLine(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="withdrawal", tag_field="service"
):
    """Cash out of an account, against the number of an identity document. ``amount`` is below nothing."""

    account: str
    amount: int
    document: str


class MoneyOrderLine(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="money-order", tag_field="service"
):
    """A money order to be issued; ``amount`` is that with its fee."""

    order: OrderEntry
    amount: int


class OrderPaymentLine(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="order-payment", tag_field="service"
):
    """A money order that is in this till's hands, to be paid out. ``amount`` is below nothing."""

    token: UUID
    amount: int
    signature: bytes = b""


class PickUpLine(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="pick-up", tag_field="service"
):
    """A waiting item handed to who collects it, against the cash due. ``identified`` says what they have shown."""

    number: str
    recipient: Recipient
    name: str
    amount: int
    signature: bytes = b""
    photo: bytes = b""
    identified: Identified | None = None


Line = (
    SendingLine
    | AnnouncedLine
    | ArticleLine
    | AdministrationLine
    | BillLine
    | DepositLine
    | WithdrawalLine
    | MoneyOrderLine
    | OrderPaymentLine
    | PickUpLine
)


class Payment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of the total: ``reference`` is a card's slip, an account's number, or the merchant on whose account the
    whole of what they send is put; ``document`` who owns the account.
    """

    means: Means
    amount: int
    reference: str = ""
    document: str = ""


class VisitEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A visit as it is to be settled. Payments add up to its lines; ``tendered`` is the cash that was handed over."""

    key: UUID
    lines: tuple[Line, ...]
    payments: tuple[Payment, ...] = ()
    tendered: int = 0
    ticket: str = ""


class LineDone(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of one line: the number of the item, bill, order or account, and its proof of posting."""

    subject: str = ""
    amount: int = 0
    receipt: str = ""
    promise_date: date | None = None
    more: dict[str, str] = {}


class Settled(msgspec.Struct, frozen=True, omit_defaults=True):
    """A visit that was settled."""

    number: str
    amount: int
    currency: str
    change: int
    lines: tuple[LineDone, ...]


class RefundEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a visit to be undone, and how its money is given back."""

    key: UUID
    visit: str
    place: int
    reason: str
    means: Means = Means.CASH
    reference: str = ""


class Refunded(msgspec.Struct, frozen=True):
    number: str
    visit: str
    place: int
    amount: int
    currency: str


# ---- what a device says and hears


class DeviceKnown(msgspec.Struct, frozen=True):
    """How far a device's journal was heard (its last number and chain), and the prices that it carries now."""

    device: UUID
    heard: int
    head: str
    sheet: str
    tariff: dict[str, Any]


class ActEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An act as a device wrote it down: ``said`` is the exact text that its chain is made of.

    ``is_kept`` where the device went on without an answer: the visitor is gone, and it can no longer be refused.
    """

    key: UUID
    number: int
    said: str
    chain: str
    is_kept: bool = False


class Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of an act."""

    key: UUID
    number: int
    state: ActState
    code: str = ""
    message: str = ""
    answer: dict[str, object] = {}


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an act says of itself, inside its text.

    ``at`` is the device's clock; ``heard_at`` the post's clock when the two last spoke; ``sheet`` the prices carried.
    """

    kind: str
    at: datetime
    clerk: str
    session: str
    heard_at: datetime | None = None
    sheet: str = ""
    visit: VisitEntry | None = None
    refund: RefundEntry | None = None


class TicketTaken(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place in a queue: how many are called before, and the minutes of waiting.

    Half wait no longer than ``likely``, four in five no longer than ``nearly``; neither is known where no desk is open.
    """

    number: str
    office: str
    day: date
    errand: str
    before: int
    likely: int | None = None
    nearly: int | None = None
