"""What waits for a person: money that no account took, lines that were kept aside. And the banks settle."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from rekkas.bank.commands import credit_many
from rekkas.bank.entries import AccountEntry
from rekkas.bank.queries.accounts import account as bank_account
from rekkas.base.actors import Actor, Moment, author_name, is_author
from rekkas.base.bulk import update_rows
from rekkas.base.command import command
from rekkas.design.formats import money_text
from rekkas.money.choices import AccountKind, EntryKind, Posted
from rekkas.money.commands import post_all
from rekkas.money.entries import CENTRAL, Leg, account_code, entry_of
from rekkas.money.errors import TransferDeclined
from rekkas.payments.choices import TransferState, TransferWay
from rekkas.payments.commands.hands import likeness_of
from rekkas.payments.commands.transfer_money import part_key
from rekkas.payments.commands.transfer_steps import TRANSFERS, Step, take_steps
from rekkas.payments.entries import ClearingSettled
from rekkas.payments.errors import (
    AllottedBefore,
    ExplainedBefore,
    ExplanationMissing,
    NothingToSettle,
    NotToBeSentBack,
    SettlementDiffers,
)
from rekkas.payments.models import ClearingSettlement, StatusNote, Unallocated
from rekkas.payments.queries.clearing import (
    GIVEN,
    RECEIVED,
    Part,
    clearing_rules,
    clearing_rules_for_update,
    exception_for_update,
    to_settle,
    unallocated_for_update,
)
from rekkas.payments.queries.rules import name_likeness_from
from rekkas.payments.queries.transfers import credit_transfer_for_update

S = TransferState


@command
def allocate_money(*, number: str, account: str, by: Actor, at: Moment, key: str | None = None) -> str:
    """Give money that no account took to an account of the bank. Returns the number of that account.

    Where its holder is not named as the transfer says, one person proposes it and another, who says the same, does it:
    nothing is returned until then.
    """
    held = _open(number)
    if not _is_seconded(held, bank_account(account), by):
        return ""
    rules = clearing_rules(held.country_id)
    (answer,) = credit_many(
        entries=[
            AccountEntry(
                key=part_key(held.transfer, "allotted"), account=account, amount=held.amount, currency=held.currency,
                place=rules.unallocated_ledger, kind=EntryKind.CREDIT_TRANSFER_IN, subject=held.transfer.number,
            )
        ],
        by=by, at=at,
    )  # fmt: skip
    if answer.outcome is Posted.DECLINED:
        raise TransferDeclined(reason=answer.message, code=answer.code)
    transfer = credit_transfer_for_update(held.transfer.number)
    if transfer.way == TransferWay.IN:
        take_steps([Step(transfer, S.SETTLED)], by=by, at=at)
    _close(held, answer.account, by, at)
    return answer.account


def _is_seconded(held: Unallocated, to: Any, by: Actor) -> bool:
    """Whether the name agrees, or another has proposed this very account; else it is proposed now."""
    row = held.transfer
    said = row.payee_name if row.way == TransferWay.IN else row.payer_name
    alike = max(likeness_of(name, (said,)) for name in (to.holder.latin_name, to.holder.arabic_name))
    if alike >= name_likeness_from(held.country_id):
        held.proposed_to = held.proposed_by = ""
        return True
    if held.proposed_to == to.number and not is_author(by, held.proposed_by):
        return True
    held.proposed_to, held.proposed_by = to.number, author_name(by)
    held.save(update_fields=["proposed_to", "proposed_by"])
    return False


@command
def send_money_back(*, number: str, by: Actor, at: Moment, key: str | None = None) -> None:
    """Have money that no account took go back to its bank with the next cut-off."""
    held = _open(number)
    transfer = credit_transfer_for_update(held.transfer.number)
    if transfer.way != TransferWay.IN:
        raise NotToBeSentBack(number=held.number)
    take_steps([Step(transfer, S.WAITING)], by=by, at=at)
    _close(held, "", by, at)


def _open(number: str) -> Unallocated:
    held = unallocated_for_update(number)
    if held.closed_at is not None:
        raise AllottedBefore(number=held.number, who=held.closed_by)
    return held


def _close(held: Unallocated, account: str, by: Actor, at: Moment) -> None:
    held.allotted_to, held.closed_at, held.closed_by = account, at, author_name(by)
    held.save(update_fields=["proposed_to", "proposed_by", "allotted_to", "closed_at", "closed_by"])


@command
def explain_exception(
    *, number: str, explanation: str, by: Actor, at: Moment, key: str | None = None
) -> None:
    """Say what became of a line of another bank's file that was kept aside: it needs nobody any more."""
    note = exception_for_update(number)
    if note.explained_at is not None:
        raise ExplainedBefore(number=number, who=note.explained_by)
    if not explanation.strip():
        raise ExplanationMissing
    StatusNote.objects.filter(pk=note.pk).update(
        explanation=explanation.strip()[:200], explained_at=at, explained_by=author_name(by)
    )


@command
def settle_clearing(
    *, country: str, settled_date: date, net: int, by: Actor, at: Moment, key: str | None = None
) -> ClearingSettled:
    """Settle through the central bank what banks owe one another up to a day, if the clearing says the same.

    ``net`` is what the clearing says: what comes to us less what we give, in minor units.
    """
    rules = clearing_rules_for_update(country)
    given, received = (_owed(country, parts, settled_date) for parts in (GIVEN, RECEIVED))
    out, back = (sum(amount for _, _, amount in rows) for rows in (given, received))
    if not given and not received:
        raise NothingToSettle(date=settled_date.isoformat())
    if back - out != net:
        said, found = (money_text(amount, rules.currency) for amount in (net, back - out))
        raise SettlementDiffers(said=said, found=found, date=settled_date.isoformat())
    reserve = account_code(AccountKind.RESERVE, CENTRAL, rules.currency)
    legs = [
        *([Leg(reserve, rules.ledger, out, rules.currency)] if out else []),
        *([Leg(rules.ledger, reserve, back, rules.currency)] if back else []),
    ]
    entry = entry_of(
        tuple(legs), key=uuid5(NAMESPACE_OID, f"clearing {country} {settled_date.isoformat()}"),
        kind=EntryKind.SETTLEMENT, happened_at=at, subject=f"{rules.code} {settled_date.isoformat()}",
    )  # fmt: skip
    settled = ClearingSettlement.objects.create(
        country_id=country, settled_date=settled_date, currency=rules.currency, given=out, received=back,
        entry=entry.key, settled_at=at, settled_by=author_name(by),
    )  # fmt: skip
    post_all(transfers=[entry], by=by, at=at)
    for mark in ("settlement_id", "return_settlement_id"):
        marked = [(pk, settled.pk) for rows in (given, received) for pk, name, _ in rows if name == mark]
        update_rows(TRANSFERS, ("id", mark), marked, key="id")
    return ClearingSettled(out, back, entry.key)


def _owed(country: str, parts: Iterable[Part], until: date) -> list[tuple[int, str, int]]:
    """What is owed one way between the banks up to a day: each transfer with what marks it as settled, and how much."""
    return [
        (pk, f"{mark}_id", amount)
        for condition, column, mark, file in parts
        for pk, amount in to_settle(country, condition, column, file, until)
    ]
