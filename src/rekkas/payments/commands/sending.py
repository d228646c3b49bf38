"""A single transfer to another bank: entered, approved by a second person where it is large, taken back."""

from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.utils.translation import gettext as _

from postkit.iban import NotAnAccount
from postkit.iso20022.parts import Account
from rekkas.bank.choices import Channel
from rekkas.bank.commands.gate import Gate, Move
from rekkas.bank.commands.owners import check_own
from rekkas.bank.commands.papers_shown import check_paper
from rekkas.bank.queries.accounts import account as known_account
from rekkas.base.actors import Actor, Moment, author_name, is_author
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.design.formats import money_text
from rekkas.money.choices import EntryKind, Phase
from rekkas.money.commands import post_all, reverse_entry
from rekkas.money.entries import TransferEntry, release
from rekkas.money.errors import NothingMoves
from rekkas.payments.choices import ReasonCode, TransferState, TransferWay
from rekkas.payments.commands.cutting_off import send_at_once
from rekkas.payments.commands.payment_files import account_text
from rekkas.payments.commands.transfer_money import fee_code, move_one, part_key
from rekkas.payments.commands.transfer_steps import Step, add_transfers, take_steps
from rekkas.payments.entries import TransferTaken
from rekkas.payments.errors import (
    ExplanationMissing,
    OwnTransfer,
    PayeeAccountNotRight,
    PayeeIsOurs,
    TransferAskedBefore,
    TransferCurrencyDiffers,
    TransferNotInState,
    TransferTooLarge,
)
from rekkas.payments.mistakes import account_text as why_no_account
from rekkas.payments.models import Clearing, CreditTransfer
from rekkas.payments.queries.clearing import clearing_rules, day_of
from rekkas.payments.queries.transfers import (
    asked_before,
    credit_transfer_for_update,
    member_of,
    plain_account,
)

S = TransferState
NAME_LENGTH, REFERENCE_LENGTH, REMITTANCE_LENGTH = 140, 35, 140
_MOST = 10**15  # no transfer is larger, whatever a pack allows: a finger slipped


@command
def send_transfer(
    *, account: str, payee_name: str, payee_account: str, amount: int, currency: str, remittance: str = "",
    reference: str = "", at_once: bool = False, document: str = "", office: str = "", by: Actor, at: Moment, key: str,
) -> TransferTaken:  # fmt: skip
    """Send an amount from an account of ours to one at another bank, with the next cut-off or at once.

    A large amount is set aside until a second person has approved it. At a counter somebody who may act on the account
    shows an identity document, and a customer who acts alone moves what is theirs only. ``reference`` is the payer's
    own and goes to the payee.
    """
    payer = known_account(account)
    check_own(payer, by, at)
    rules = clearing_rules(payer.product.country_id)
    if office:
        check_paper(payer, document, at)
    target, bank = target_of(rules, payee_account)
    check_sum(rules, amount, currency, at_once=at_once)
    row = CreditTransfer(
        country_id=rules.country_id, way=TransferWay.OUT, customer=payer.holder,
        payer_name=payer.holder.latin_name or payer.holder.arabic_name, payer_account=account_text(payer),
        payer_ledger=payer.ledger, payee_name=one_line(payee_name, "payee_name", NAME_LENGTH, is_needed=True),
        payee_account=target.number, payee_bank=bank, amount=amount, currency=currency,
        end_to_end_id=one_line(reference, "reference", REFERENCE_LENGTH),
        remittance=one_line(remittance, "remittance", REMITTANCE_LENGTH), requested_date=day_of(rules, at),
        key=uuid5(NAMESPACE_OID, f"payments.send_transfer {key}"), received_at=at, received_by=author_name(by),
        office_code=office or by.office or "",
    )  # fmt: skip
    if row.end_to_end_id and (
        first := asked_before(payer.holder_id, [row.end_to_end_id]).get(row.end_to_end_id)
    ):
        raise TransferAskedBefore(reference=row.end_to_end_id, number=first)
    add_transfers([row], by=by, at=at)
    if amount >= rules.second_person_from:
        _set_aside(rules, row, payer, by=by, at=at)
    else:
        _go(rules, row, at_once=at_once, by=by, at=at)
    return TransferTaken(row.number, TransferState(row.state), row.fee, row.key)


@command
def approve_transfer(*, number: str, by: Actor, at: Moment, key: str | None = None) -> TransferTaken:
    """Approve a transfer that somebody else has entered: what was set aside leaves, and waits for the next file."""
    row = credit_transfer_for_update(number)
    _check_state(row, S.HELD)
    if is_author(by, row.received_by):
        raise OwnTransfer(number=row.number)
    _let_go(row, at=at, by=by)
    row.approved_by = author_name(by)
    CreditTransfer.objects.filter(pk=row.pk).update(approved_by=row.approved_by)
    _go(clearing_rules(row.country_id), row, at_once=False, by=by, at=at)
    return TransferTaken(row.number, TransferState(row.state), row.fee, row.key)


@command
def cancel_transfer(*, number: str, why: str, by: Actor, at: Moment, key: str | None = None) -> None:
    """Take a transfer back before it is in a file: the payer has the money again, the fee with it."""
    row = credit_transfer_for_update(number)
    _check_state(row, S.HELD, S.WAITING)
    if not why.strip():
        raise ExplanationMissing
    if row.state == S.HELD:
        _let_go(row, by=by, at=at)
    else:
        reverse_entry(entry=row.key, note=why.strip()[:200], by=by, at=at)
    take_steps([Step(row, S.CANCELLED, ReasonCode.CUST, why.strip())], by=by, at=at)


def _check_state(row: CreditTransfer, *states: TransferState) -> None:
    if row.state not in states or row.way == TransferWay.IN:
        raise TransferNotInState(number=row.number, state=row.get_state_display())


def target_of(rules: Clearing, text: str) -> tuple[Account, str]:
    """The payee's account and the number of its bank."""
    try:
        target = plain_account(text)
    except NotAnAccount as fault:
        raise PayeeAccountNotRight(account=text.strip(), reason=why_no_account(fault)) from None
    member = member_of(rules, target)
    if member is None:
        raise PayeeAccountNotRight(account=text.strip(), reason=ReasonCode.RC01.label)
    if member == rules.member:
        raise PayeeIsOurs(account=text.strip())
    return target, member


def check_sum(rules: Clearing, amount: int, currency: str, *, at_once: bool) -> None:
    """Refuse what is no sum to be sent, or too much."""
    if amount <= 0:
        raise NothingMoves
    if currency != rules.currency:
        raise TransferCurrencyDiffers(kept=rules.currency, given=currency)
    for most in (_MOST, rules.transfer_at_most, rules.instant_at_most if at_once else None):
        if most is not None and amount > most:
            raise TransferTooLarge(most=money_text(most, currency))


def one_line(text: str, field: str, most: int, *, is_needed: bool = False) -> str:
    """What somebody has typed, in one line, as short as a message takes it."""
    line = " ".join(text.split())
    if is_needed and not line:
        raise InvalidInput(field=field, reason=_("it is empty."))
    if len(line) > most:
        raise InvalidInput(field=field, reason=_("it is too long."))
    return line


def _set_aside(rules: Clearing, row: CreditTransfer, payer: Any, *, by: Actor, at: Moment) -> None:
    """Keep the amount so that it cannot be spent meanwhile; what could not be paid is refused now."""
    asked = Move(
        row.key, row.amount, row.currency, payer, rules.ledger, EntryKind.CREDIT_TRANSFER_OUT, Channel.TRANSFER,
        fee_code(row.way),
    )  # fmt: skip
    fee = Gate([asked], at, explains=True).let(asked)
    hold = TransferEntry(
        key=part_key(row, "hold"), source=rules.unallocated_ledger, target=row.payer_ledger, amount=row.amount + fee,
        currency=row.currency, kind=EntryKind.CREDIT_TRANSFER_OUT, happened_at=at, subject=row.number,
        office=row.office_code, phase=Phase.HELD,
    )  # fmt: skip
    post_all(transfers=[hold], by=by, at=at)
    take_steps([Step(row, S.HELD)], by=by, at=at)


def _let_go(row: CreditTransfer, *, by: Actor, at: Moment) -> None:
    held, done = part_key(row, "hold"), part_key(row, "hold let go")
    post_all(
        transfers=[release(held, key=done, kind=EntryKind.CREDIT_TRANSFER_OUT, happened_at=at)], by=by, at=at
    )


def _go(rules: Clearing, row: CreditTransfer, *, at_once: bool, by: Actor, at: Moment) -> None:
    """Move the money into the clearing; a refusal of the bank is said as it is, and nothing was done."""
    row.fee = move_one(rules, row, by=by, at=at)
    take_steps([Step(row, S.WAITING)], "fee", by=by, at=at)
    if at_once:
        send_at_once(rules, row, by=by, at=at)
