"""The shapes in which payments are told what is wanted, and in which they answer."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from rekkas.money.choices import Posted
from rekkas.payments.choices import CodeAnswer, FileState, TransferState, Way


class DocumentShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A paper that somebody shows at a counter or a door, and the name on it as it is written there."""

    kind: str
    number: str
    name: str = ""
    country: str = ""
    expires_on: date | None = None


class SenderEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who sends: with a document where cash is brought, with an account where it comes from one."""

    name: str = ""
    name_ar: str = ""
    phone: str = ""
    document: DocumentShown | None = None
    account: str = ""


class PayeeEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is to be paid: in the spellings that the sender knows, or by the number of an account."""

    name: str = ""
    name_ar: str = ""
    phone: str = ""
    locality: str = ""
    account: str = ""


class OrderEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A money order as it is asked for. ``amount`` is what the payee gets, in minor units of ``currency``."""

    product: str
    amount: int
    currency: str
    sender: SenderEntry
    payee: PayeeEntry
    pay_office: str = ""
    message: str = ""


class Issued(msgspec.Struct, frozen=True):
    """The order that was made: its number, what it cost, from when and until when it can be paid."""

    number: str
    amount: int
    fee: int
    currency: str
    available_at: datetime
    expires_on: date
    state: str


class Begun(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a payment that was begun: with the right code it is in this till's hands until ``lapses_at``."""

    answer: CodeAnswer
    number: str
    token: UUID
    tries_left: int = 0
    amount: int = 0
    currency: str = ""
    likeness: int = 0  # of the payee's name and that on the document, in thousandths
    needs_signature: bool = False
    lapses_at: datetime | None = None


class PaidOut(msgspec.Struct, frozen=True):
    """That an order was paid: never more than once for one token."""

    number: str
    amount: int
    currency: str
    paid_at: datetime
    entry: UUID
    is_repeat: bool = False


class Resolved(msgspec.Struct, frozen=True, omit_defaults=True):
    """What truly became of a payment that was asked and not answered."""

    is_paid: bool
    number: str = ""
    amount: int = 0
    currency: str = ""
    entry: UUID | None = None


class Redirection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What shall be otherwise: what is empty stays as it is."""

    pay_office: str = ""
    payee_name: str = ""
    payee_name_ar: str = ""
    payee_phone: str = ""


class Waiver(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is done without, in giving an order back: its receipt; and whether the post bears the fee."""

    no_receipt: bool = False
    fee_back: bool = False


class GivenBack(msgspec.Struct, frozen=True):
    """What the sender got back."""

    number: str
    amount: int
    fee: int
    currency: str
    entry: UUID
    way: Way


class Swept(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one round of a batch did: how many orders, of which so many moved money, and whether more wait."""

    orders: int
    moved: int = 0
    declined: int = 0
    is_more: bool = False


# ---- bills -----------------------------------------------------------------------------------------------------


class BillEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One bill that is due, as its biller tells it."""

    reference: str
    amount: int
    due_on: date | None = None
    name: str = ""


class LoadedBills(msgspec.Struct, frozen=True):
    """What a file of bills brought; ``is_new`` is false where that very file was taken before."""

    digest: str
    bills: int
    new: int
    changed: int
    kept: int  # paid or begun to be paid: they stay as they are
    is_new: bool = True


class BillTaken(msgspec.Struct, frozen=True):
    """That a bill or a part of it was paid."""

    number: str
    reference: str
    amount: int
    fee: int
    currency: str
    left: int
    entry: UUID


class Remitted(msgspec.Struct, frozen=True):
    """What a biller was paid of what was collected."""

    number: str
    biller: str
    currency: str
    payments: int
    amount: int
    fee: int
    digest: str

    @property
    def net(self) -> int:
        return self.amount - self.fee


@dataclass(frozen=True, slots=True)
class LoadedPayments:
    """What a load found in the pack."""

    orders: int
    billers: int
    retired: int


# ---- transfers -------------------------------------------------------------------------------------------------


class FileTaken(msgspec.Struct, frozen=True):
    """What became of a file of payments. ``like`` is an earlier file that moves the same, for a person to compare."""

    number: str
    state: FileState
    taken: int
    rejected: int
    like: str = ""


class TransferTaken(msgspec.Struct, frozen=True):
    """A transfer that was entered, with what it costs."""

    number: str
    state: TransferState
    fee: int
    entry: UUID


class CarriedOut(msgspec.Struct, frozen=True):
    """How many transfers were credited at once, wait for the next file, or were rejected; and whether more are due."""

    settled: int
    waiting: int
    rejected: int
    is_more: bool = False


class CutOffClosed(msgspec.Struct, frozen=True):
    """What a cut-off put into its files; the same however often it is asked to close."""

    business_date: date
    ordinal: int
    transfer_count: int
    total: int
    return_count: int
    return_total: int
    currency: str


class StatusesTaken(msgspec.Struct, frozen=True):
    """What became of the lines of a file of another bank. ``is_new`` is false where that very file came before."""

    file: int
    applied: int
    repeated: int
    aside: int
    is_new: bool = True


class InterbankTaken(msgspec.Struct, frozen=True):
    """What became of the transfers that another bank has sent: by state, and those that came before."""

    file: int
    credited: int
    kept: int
    going_back: int
    refused: int
    repeated: int


class ClearingSettled(msgspec.Struct, frozen=True):
    """What the banks owed one another, and what it came to."""

    given: int
    received: int
    entry: UUID


class PayoutWish(msgspec.Struct, frozen=True, kw_only=True):
    """An amount that waits in ``clearing:payouts`` and goes to an account at another bank, once for its ``key``.

    ``reference`` is the sender's own and goes to the payee; ``payee_account`` is an IBAN or a RIB.
    """

    key: UUID
    country: str
    payer_name: str
    payee_name: str
    payee_account: str
    amount: int
    currency: str
    reference: str
    remittance: str = ""


class PayoutAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one payout: the number of its transfer, or why it was declined."""

    key: UUID
    outcome: Posted
    number: str = ""
    code: str = ""
    message: str = ""
