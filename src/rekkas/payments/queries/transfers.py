"""Transfers and files of payments: found, listed, counted; and where a payee's account is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Sum

from postkit import iban
from postkit.iso20022.parts import Account
from rekkas.bank.errors import AccountNumberNotRight
from rekkas.bank.queries.accounts import accounts_named
from rekkas.base.errors import Refused
from rekkas.desk.listings import Listing
from rekkas.money.choices import Book
from rekkas.money.entries import DAYS_AHEAD_AT_MOST
from rekkas.money.queries import last_closed_day
from rekkas.payments.choices import UNDONE, FileState, ReasonCode, TransferState, TransferWay
from rekkas.payments.errors import UnknownPaymentFile, UnknownTransfer
from rekkas.payments.models import Clearing, ClearingFile, CreditTransfer, PaymentFile, TransferEvent

IBAN_HEAD = 4  # country and check digits, before a country's own number


# ---- files of payments -----------------------------------------------------------------------------------------


def payment_file(number: str) -> PaymentFile:
    """One file of payments, by its number."""
    found = _files().filter(number=number.strip().upper()).first()
    if found is None:
        raise UnknownPaymentFile(number=number)
    return found


def payment_file_for_update(number: str) -> PaymentFile:
    """The same, held until the change is made."""
    found = payment_file(number)
    PaymentFile.objects.select_for_update().only("pk").get(pk=found.pk)
    return payment_file(number)  # as it is now that we have it


def _files() -> "QuerySet[PaymentFile]":
    return PaymentFile.objects.defer("content").select_related("customer", "country", "like")


def payment_files(*, state: str = "", customer: str = "") -> Listing[PaymentFile]:
    """Files of payments, the latest first."""
    rows = _files().order_by("-id")
    if state in FileState.values:
        rows = rows.filter(state=state)
    return Listing(rows.filter(customer__number=customer) if customer else rows, list)


def files_to_decide() -> Listing[PaymentFile]:
    """The files that wait for a second person, the oldest first."""
    return Listing(_files().filter(state=FileState.RECEIVED).order_by("id"), list)


def content_of(file: PaymentFile) -> bytes:
    """The bytes of a file of payments, as its sender gave them."""
    return bytes(PaymentFile.objects.values_list("content", flat=True).get(pk=file.pk))


def same_payment_file(customer: int, *, fingerprint: str, message_id: str) -> PaymentFile | None:
    """The file that came before with these payments, or under this identification; not one that was turned down."""
    rows = _files().exclude(state__in=(FileState.REJECTED, FileState.CANCELLED))
    mine = rows.filter(customer=customer, message_id=message_id)
    return (rows.filter(fingerprint=fingerprint) | mine).order_by("id").first()


def turned_down(fingerprint: str) -> int:
    """How often these payments came and were turned down."""
    states = (FileState.REJECTED, FileState.CANCELLED)
    return PaymentFile.objects.filter(fingerprint=fingerprint, state__in=states).count()


def like_payment_file(likeness: str) -> PaymentFile | None:
    """The latest earlier file that moves the same, whatever its sender called it."""
    return _files().filter(likeness=likeness).order_by("-id").first()


@dataclass(frozen=True, slots=True)
class StateSum:
    """How many transfers of a file stand where, and of how much."""

    state: TransferState
    count: int
    total: int


def sums_of(file: PaymentFile) -> list[StateSum]:
    """Where the transfers of a file stand, in the order of the states."""
    rows = CreditTransfer.objects.filter(file=file).values_list("state")
    found = {
        state: (count, total) for state, count, total in rows.annotate(Count("id"), Sum("amount")).order_by()
    }
    return [StateSum(state, *found[state]) for state in TransferState if state in found]


# ---- transfers -------------------------------------------------------------------------------------------------


def _transfers() -> "QuerySet[CreditTransfer]":
    return CreditTransfer.objects.select_related("country", "customer", "file").defer("file__content")


def credit_transfer(number: str) -> CreditTransfer:
    """One transfer, by its number."""
    found = _transfers().filter(number=number.strip().upper()).first()
    if found is None:
        raise UnknownTransfer(number=number)
    return found


def credit_transfer_for_update(number: str) -> CreditTransfer:
    """The same, held until the change is made."""
    found = credit_transfer(number)
    CreditTransfer.objects.select_for_update().only("pk").get(pk=found.pk)
    return credit_transfer(number)  # as it is now that we have it


def credit_transfers(
    *, file: PaymentFile | None = None, state: str = "", way: str = "", customer: str = ""
) -> Listing[CreditTransfer]:
    """Transfers: those of a file in its order, others the latest first."""
    rows = _transfers()
    if state in TransferState.values:
        rows = rows.filter(state=state)
    if way in TransferWay.values:
        rows = rows.filter(way=way)
    if customer:
        rows = rows.filter(customer__number=customer)
    return Listing(rows.filter(file=file).order_by("id") if file else rows.order_by("-id"), list)


def to_be_decided() -> Listing[CreditTransfer]:
    """Single transfers whose amount is set aside until a second person has looked, the oldest first."""
    return Listing(_transfers().filter(state=TransferState.HELD, way=TransferWay.OUT).order_by("id"), list)


def events_of(transfer: CreditTransfer) -> list[TransferEvent]:
    """The steps of a transfer, in their order."""
    return list(TransferEvent.objects.filter(transfer=transfer).order_by("id"))


def last_event_of(file: PaymentFile) -> tuple[int, datetime]:
    """How many things happened to the payments of a file, and when the last of them did."""
    rows = TransferEvent.objects.filter(transfer__file=file)
    found = rows.aggregate(count=Count("id"), last=Max("happened_at"))
    return found["count"], found["last"]


def due_in(file: PaymentFile, day: date) -> list[CreditTransfer]:
    """The payments of a file whose day has come and that were not carried out, held until they are."""
    rows = CreditTransfer.objects.select_for_update(of=("self",)).filter(
        file=file, state=TransferState.RECEIVED, requested_date__lte=day
    )
    return list(rows.order_by("id"))


def files_due(country: str, day: date, most: int) -> list[str]:
    """The approved files with payments whose day has come, the oldest first."""
    rows = CreditTransfer.objects.filter(
        country=country, state=TransferState.RECEIVED, requested_date__lte=day, file__state=FileState.APPROVED
    )
    found = rows.order_by("file").values_list("file__number", flat=True).distinct()
    return list(found[:most])


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The days on which a customer may ask for payment, both among them."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def open_days(rules: Clearing, today: date) -> OpenDays:
    """From when to when payments can be asked for: as far back as the country allows, and not in closed books.

    Today can be asked for even when its books are closed: the ledger books it on the first open day.
    """
    first = today - timedelta(days=rules.days_back_at_most)
    closed = last_closed_day(Book.BANK)
    if closed is not None:
        first = max(first, min(closed + timedelta(days=1), today))
    return OpenDays(first, today + DAYS_AHEAD_AT_MOST)


def asked_before(customer: int, references: Iterable[str]) -> dict[str, str]:
    """The references of a payer that stand on a transfer already. What was undone may be asked anew."""
    rows = CreditTransfer.objects.filter(customer=customer, end_to_end_id__in=list(references))
    rows = rows.exclude(way=TransferWay.IN).exclude(state__in=UNDONE)
    return dict(rows.values_list("end_to_end_id", "number"))


def transfers_keyed(keys: Iterable[UUID]) -> dict[UUID, str]:
    """The transfers that have these keys in the ledger already, by number."""
    return dict(CreditTransfer.objects.filter(key__in=list(keys)).values_list("key", "number"))


def transfers_numbered_for_update(numbers: Iterable[str]) -> dict[str, CreditTransfer]:
    """Transfers of ours to other banks by number, held until they have gone on."""
    rows = CreditTransfer.objects.select_for_update(of=("self",)).filter(number__in=set(numbers))
    return {row.number: row for row in rows.exclude(way=TransferWay.IN).order_by("id")}


def transfers_of_file_for_update(file: ClearingFile) -> list[CreditTransfer]:
    """The transfers that were sent in a file, held until they have gone on."""
    rows = CreditTransfer.objects.select_for_update(of=("self",)).filter(sent_file=file)
    return list(rows.order_by("id"))


def known_from(bank: str, transactions: Sequence[str]) -> set[str]:
    """Which of these transactions of another bank came before."""
    rows = CreditTransfer.objects.filter(way=TransferWay.IN, payer_bank=bank)
    return set(rows.filter(transaction_id__in=list(transactions)).values_list("transaction_id", flat=True))


# ---- where a payee's account is kept ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Payee:
    """Where an account is kept: with us (``account``), or with another bank by its number; or why nowhere."""

    bank: str = ""
    account: Any = None
    reason: ReasonCode | None = None
    refusal: Refused | None = None

    @property
    def way(self) -> TransferWay:
        return TransferWay.OUT if self.bank else TransferWay.INSIDE


def payees_of(rules: Clearing, accounts: Sequence[Account]) -> list[Payee]:
    """Where the accounts of payees are kept, in one question for all."""
    found: dict[int, Payee] = {}
    ours: list[int] = []
    for place, account in enumerate(accounts):
        member = member_of(rules, account)
        if member is None:
            found[place] = Payee(reason=ReasonCode.RC01)
        elif member in ("", rules.member):
            ours.append(place)
        else:
            found[place] = Payee(bank=member)
    named = accounts_named([accounts[place].number for place in ours])
    for place, row in zip(ours, named, strict=True):
        found[place] = _unknown(row) if isinstance(row, Refused) else Payee(account=row)
    return [found[place] for place in range(len(accounts))]


def member_of(rules: Clearing, account: Account) -> str | None:
    """The number of the bank in an account's number; empty where it names none, nothing for another country's."""
    match account.scheme:
        case "rib":
            return account.number[: rules.member_digits]
        case "iban" if account.number.startswith(rules.country_id):
            return account.number[IBAN_HEAD : IBAN_HEAD + rules.member_digits]
        case "iban":
            return None
        case _:
            return ""


def _unknown(refusal: Refused) -> Payee:
    is_wrong = isinstance(refusal, AccountNumberNotRight)
    return Payee(reason=ReasonCode.AC01 if is_wrong else ReasonCode.AC03, refusal=refusal)


def plain_account(text: str) -> Account:
    """The account that somebody has typed: an IBAN, a RIB, or else a number of ours; refused where it cannot be."""
    number = "".join(text.split()).replace("-", "").upper()
    if number[:2].isalpha():
        return Account(str(iban.parse(text)), "iban")
    return Account(str(iban.parse_rib(text)), "rib")
