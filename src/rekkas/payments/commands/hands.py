"""Whose hands the money passes through: an open till, a document that was looked at, an account at the bank."""

import re
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from postkit.names import likeness
from postkit.text import clean_number
from rekkas.bank import queries as bank
from rekkas.bank.commands.gate import Move
from rekkas.bank.commands.moving import move
from rekkas.bank.commands.papers_shown import check_paper
from rekkas.bank.errors import DocumentExpired, DocumentNumberNotRight
from rekkas.bank.queries.accounts import account as bank_account
from rekkas.base.actors import Actor, Moment, is_author
from rekkas.base.errors import InvalidInput
from rekkas.design.formats import money_text
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.entries import Leg, TransferEntry, entry_of, reversal
from rekkas.money.queries import entry_keyed
from rekkas.payments.entries import DocumentShown
from rekkas.payments.errors import (
    CancelNeedsAnother,
    DocumentDiffers,
    DocumentMissing,
    OfVisit,
    ReasonMissing,
)
from rekkas.payments.models import BillPayment, MoneyOrder
from rekkas.payments.queries.rules import rules_of

SIGNS = "payments.sign_payment"  # who signs at an office also ends and undoes there what a clerk did
TILLS = f"{AccountKind.TILL.value}:"


def looked_at(shown: DocumentShown | None, country: str, at: Moment) -> DocumentShown:
    """A document as it is kept, or why it does not count: no such paper, a number that cannot be, too old."""
    if shown is None or not shown.number.strip():
        raise DocumentMissing()
    kind = bank.document_kind(country, shown.kind)
    number = "".join(sign for sign in clean_number(shown.number) if sign.isalnum())
    if not re.fullmatch(kind.number_pattern, number) or len(number) > 32:
        raise DocumentNumberNotRight(kind=kind.name)
    if shown.expires_on is not None and shown.expires_on < at.date():
        raise DocumentExpired(date=shown.expires_on.isoformat())
    issuer = shown.country.strip().upper() or country
    if not re.fullmatch("[A-Z]{2}", issuer):
        raise InvalidInput(field="country", reason=_("write the two letters of the country that issued it."))
    return DocumentShown(
        kind=kind.code, number=number, name=one_line(shown.name, "name"), country=issuer,
        expires_on=shown.expires_on,
    )  # fmt: skip


def check_sender(order: MoneyOrder, shown: DocumentShown | None, at: Moment) -> None:
    """Whoever acts for the sender shows the document of the issue, or one of those who may act on the account."""
    document = looked_at(shown, order.country_id, at)
    if order.sender_account:
        check_paper(bank_account(order.sender_account), document.number, at)
        return
    kept = (order.sender_document_kind, order.sender_document_country, order.sender_document_number)
    if kept != (document.kind, document.country, document.number):
        raise DocumentDiffers()


def likeness_of(name: str, names: Sequence[str]) -> int:
    """How like a name is to the likest of these, in thousandths."""
    return round(1000 * max((likeness(name, other) for other in names), default=0.0))


def one_line(text: str, field: str, most: int = 160) -> str:
    """A text in one line, without what no paper can print."""
    line = " ".join(text.split())
    if len(line) > most or not line.isprintable():
        raise InvalidInput(field=field, reason=_("write at most %(most)s characters.") % {"most": most})
    return line


def reason_of(text: str) -> str:
    """Why something is done, in words."""
    line = one_line(text, "reason", 200)
    if not line:
        raise ReasonMissing()
    return line


def check_may_cancel(
    row: BillPayment | MoneyOrder, *, country: str, visit: str, is_cash: bool, by: Actor
) -> None:
    """What was settled in a visit is undone with its line, whose limits hold; of the rest a clerk alone so much."""
    if row.visit and row.visit != visit:
        raise OfVisit(number=row.number, visit=row.visit)
    most = rules_of(country).cancel_at_most
    if not visit and is_cash and row.total > most and is_author(by, row.clerk):
        raise CancelNeedsAnother(most=money_text(most, row.currency))


def move_all(moves: Sequence[Move], *, by: Actor, at: Moment) -> list[UUID]:
    """Move amounts from or into accounts of the bank, all or none: the first refusal is raised and nothing moves."""
    for answer in move(moves, by=by, at=at):
        if answer.refusal is not None:
            raise answer.refusal
    return [one.key for one in moves]


def moved_back(
    entry: UUID,
    *,
    key: UUID,
    kind: EntryKind,
    till: str,
    happened_at: Moment,
    subject: str,
    note: str,
    office: str,
) -> TransferEntry:
    """Move back what an entry moved. Where another till gives than took, it stands in the other's place."""
    before = entry_keyed(entry) if till else None
    moved = list(before.transfers.all()) if before is not None else []
    takers = {leg.target.code for leg in moved if leg.target.code.startswith(TILLS)}
    if takers <= {till}:
        return reversal(entry, key=key, happened_at=happened_at, note=note, office=office)
    legs = tuple(
        Leg(till if leg.target.code in takers else leg.target.code, leg.source.code, leg.amount, leg.currency)
        for leg in moved
    )
    return entry_of(
        legs, key=key, kind=kind, happened_at=happened_at, subject=subject, office=office, note=note
    )
