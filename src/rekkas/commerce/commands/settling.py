"""Merchants are settled: told what came in and what it cost, and paid what is left; each period once."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils.translation import gettext as _

from rekkas.bank.choices import Channel
from rekkas.bank.commands import Gate, Move
from rekkas.base.actors import FIRST_YEAR, Actor, Moment, author_name
from rekkas.base.bulk import insert_all, new_ids, update_rows
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput, Refused
from rekkas.catalogue.queries import customer as known_customer
from rekkas.commerce.choices import (
    COD_FEES,
    OWED,
    RETURN_FEES,
    TAX,
    TO_INVOICE,
    FeesTaken,
    LineKind,
    NotPaid,
    PayoutState,
    PayWay,
    Settlement,
)
from rekkas.commerce.commands.dues import LINES, note_returns
from rekkas.commerce.commands.sending import send_unsent
from rekkas.commerce.commands.telling import tell_paid
from rekkas.commerce.entries import Run, Settled
from rekkas.commerce.errors import NothingDue, PayoutAccountInDoubt
from rekkas.commerce.queries.drafts import Draft, candidate_by_hand, candidates_due, drafts
from rekkas.money.choices import AccountKind, EntryKind, Posted
from rekkas.money.commands import post_transfers
from rekkas.money.entries import PAYOUTS, Leg, TransferEntry, account_code, entry_of, from_the_bank
from rekkas.money.errors import TransferDeclined

MERCHANTS_AT_ONCE = 500
STATEMENT_COLUMNS = (
    "id", "number", "customer_code", "currency", "sequence", "period", "is_by_hand", "terms_id", "made_at", "made_by",
    "line_count", "opening", "amount", "fee", "tax", "is_invoiced", "paid", "closing", "why_not_paid", "why_code",
    "entry",
)  # fmt: skip
PAYOUT_COLUMNS = (
    "number", "statement_id", "customer_code", "amount", "currency", "item_count", "paid_at", "way", "account",
    "ledger", "entry", "state", "returned", "returned_at", "returned_by", "returned_why", "transfer", "unsent_code",
)  # fmt: skip


@command
def settle_merchants(*, day: date, by: Actor, at: Moment, after: str = "") -> Run:
    """Settle the merchants whom their contracts want settled by a day: statements for all, payments where due.

    One part of a run; the next goes on after the ``last`` of this. A period is settled once: a run that is repeated,
    runs twice at once or broke off half-way pays nobody again.
    """
    if day > at.date():
        raise InvalidInput(field="day", reason=_("it has not come yet."))
    if day.year < FIRST_YEAR:
        return Run((), "", False)
    if not after:
        note_returns(day=day, by=by, at=at)
    candidates, codes = candidates_due(day, after, MERCHANTS_AT_ONCE)
    made = [draft for draft in drafts(candidates, at, lock=True) if not draft.is_empty]
    settled = _settle(made, by, at)
    send_unsent(by=by, at=at)
    return Run(tuple(settled), codes[-1] if codes else "", len(codes) == MERCHANTS_AT_ONCE)


@command
def pay_merchant(*, merchant: str, currency: str, by: Actor, at: Moment, key: str | None = None) -> str:
    """Pay a merchant all cash that is in the bank for them, whatever their cycle says. Returns the payment's number.

    Never twice, never before the cash is in: only what was noted as due is paid, and each once.
    """
    customer = known_customer(merchant)
    (draft,) = drafts([candidate_by_hand(customer, currency, at)], at, lock=True)
    if draft.said.why_not_paid == NotPaid.RETURNED:
        raise PayoutAccountInDoubt(customer=customer.name)
    if draft.refusal is not None:
        raise draft.refusal
    if not draft.said.paid:
        raise NothingDue(customer=customer.name)
    answers = _settle([draft], by, at)
    if draft.refusal is not None:
        raise draft.refusal
    (answer,) = answers
    if answer.outcome is not Settlement.PAID:
        raise TransferDeclined(reason=answer.message, code=answer.code)
    send_unsent(by=by, at=at)
    return answer.number


def _settle(made: Sequence[Draft], by: Actor, at: Moment) -> list[Settled]:
    """Move the money of these drafts and write what was moved; one answer a draft, in a constant number of statements.

    What the ledger declines is left as it was: its lines stay open, and the next run finds them.
    """
    if not made:
        return []
    gate, moves = _ask_accounts(made, at)
    made = [draft for draft in made if not draft.is_empty]  # an account that declined what was carried over
    ids = new_ids("commerce_statement", len(made))
    for draft, pk in zip(made, ids, strict=True):
        draft.said = draft.said._replace(number=f"{draft.candidate.period:%Y%m%d}-{pk}")
    entries = {
        place: entry for place, draft in enumerate(made) if (entry := entry_for(draft, at)) is not None
    }
    results = post_transfers(transfers=list(entries.values()), by=by, at=at) if entries else []
    declined = {
        place: result
        for place, result in zip(entries, results, strict=True)
        if result.outcome is Posted.DECLINED
    }
    for place in declined:
        if move := moves.get(settlement_key(made[place])):
            gate.take_back(move)
    gate.write_uses()
    kept = [(pk, draft, entries.get(place)) for place, (pk, draft) in enumerate(zip(ids, made, strict=True))
            if place not in declined]  # fmt: skip
    _write(kept, by, at)
    return [_answer(draft, declined.get(place)) for place, draft in enumerate(made)]


def _ask_accounts(made: Sequence[Draft], at: Moment) -> tuple[Gate, dict[UUID, Move]]:
    """Ask the postal bank whether each account takes its payment; where not, the balance is carried over."""
    wanted = [
        (draft, Move(
            settlement_key(draft), draft.said.paid, draft.said.currency, due_account(draft), draft.bank_account,
            EntryKind.COD_PAID, Channel.TRANSFER, for_holder=False,
        ))
        for draft in made
        if draft.bank_account is not None and draft.said.paid
    ]  # fmt: skip
    gate = Gate([move for _, move in wanted], at, explains=False)
    let: dict[UUID, Move] = {}
    for draft, move in wanted:
        try:
            gate.let(move)
            let[move.key] = move
        except Refused as refusal:
            draft.withhold(NotPaid.ACCOUNT, refusal)
    return gate, let


# ---- the ledger ------------------------------------------------------------------------------------------------


def settlement_key(draft: Draft) -> UUID:
    """The key of a settlement's entry: of a merchant and a period there is one, however often it is tried."""
    said, one = draft.said, draft.candidate
    of = f"by hand {said.sequence}" if one.is_by_hand else said.period
    return uuid5(NAMESPACE_OID, f"commerce.settlement {said.merchant} {said.currency} {of}")


def due_account(draft: Draft) -> str:
    return account_code(AccountKind.DUE, draft.said.merchant, draft.said.currency)


def entry_for(draft: Draft, at: Moment) -> TransferEntry | None:
    """The one entry of a settlement: what is paid, in both books, the fees, the tax, and what is set off."""
    legs = tuple(_legs(draft))
    if not legs:
        return None
    said = draft.said
    return entry_of(
        legs, key=settlement_key(draft), kind=EntryKind.COD_PAID if said.paid else EntryKind.COD_FEE,
        happened_at=at, subject=said.number, note=f"{said.merchant} {said.period}",
    )  # fmt: skip


def _legs(draft: Draft) -> Iterator[Leg]:
    """Fees make the merchant owe; what is due pays that first, and then the merchant."""
    said, currency = draft.said, draft.said.currency
    if said.paid:
        yield from from_the_bank(payout_ledger(draft), due_account(draft), said.paid, currency)
    is_invoiced = said.terms.fees == FeesTaken.INVOICED
    charged_to = account_code(
        AccountKind.MERCHANT, f"{said.merchant}/{TO_INVOICE if is_invoiced else OWED}", currency
    )
    for kind, owner, amount in _charges(draft):
        if amount:
            yield Leg(account_code(kind, owner, currency), charged_to, amount, currency)
    in_due, owed = draft.carried_in
    owed += 0 if is_invoiced else said.total.fee + said.total.tax
    if set_off := min(in_due, owed):
        owing = account_code(AccountKind.MERCHANT, f"{said.merchant}/{OWED}", currency)
        yield Leg(owing, due_account(draft), set_off, currency)


def _charges(draft: Draft) -> Iterator[tuple[AccountKind, str, int]]:
    lines = draft.said.lines
    yield AccountKind.INCOME, COD_FEES, sum(line.fee for line in lines if line.kind == LineKind.COLLECTED)
    yield AccountKind.INCOME, RETURN_FEES, sum(line.fee for line in lines if line.kind == LineKind.RETURNED)
    yield AccountKind.BILLER, TAX, draft.said.total.tax


def payout_ledger(draft: Draft) -> str:
    """The account of the bank where the payment arrives: the merchant's own, or what waits for other banks."""
    if draft.bank_account is not None:
        return str(draft.bank_account.ledger)
    return account_code(AccountKind.CLEARING, PAYOUTS, draft.said.currency)


# ---- what is kept ----------------------------------------------------------------------------------------------

Kept = tuple[int, Draft, TransferEntry | None]


def _write(kept: Sequence[Kept], by: Actor, at: Moment) -> None:
    insert_all("commerce_statement", STATEMENT_COLUMNS, [_statement_row(*one, by, at) for one in kept])
    paid = [one for one in kept if one[1].said.paid]
    payouts = [_payout_row(*one, at) for one in paid]
    insert_all("commerce_payout", PAYOUT_COLUMNS, payouts)
    update_rows(
        LINES, ("id", "statement_id", "fee", "tax"),
        [
            (row.pk, pk, line.fee, line.tax)
            for pk, draft, _ in kept
            for row, line in zip(draft.lines, draft.said.lines, strict=True)
        ],
        key="id", only_if=f"{LINES}.statement_id IS NULL",
    )  # fmt: skip
    if payouts:
        tell_paid([dict(zip(PAYOUT_COLUMNS, row, strict=True)) for row in payouts], by=by, at=at)


def _statement_row(
    pk: int, draft: Draft, entry: TransferEntry | None, by: Actor, at: Moment
) -> tuple[Any, ...]:
    one, said = draft.candidate, draft.said
    return (
        pk, said.number, said.merchant, said.currency, said.sequence, said.period, one.is_by_hand,
        one.terms.pk if one.terms else None, at, author_name(by), len(said.lines), said.opening, said.total.amount,
        said.total.fee, said.total.tax, said.terms.fees == FeesTaken.INVOICED, said.paid, said.closing,
        said.why_not_paid, draft.refusal.code if draft.refusal else "", entry.key if entry else None,
    )  # fmt: skip


def _payout_row(pk: int, draft: Draft, entry: TransferEntry | None, at: Moment) -> tuple[Any, ...]:
    said = draft.said
    item_count = sum(line.kind == LineKind.COLLECTED for line in said.lines)
    return (
        said.number, pk, said.merchant, said.paid, said.currency, item_count, at,
        (PayWay.BANK if draft.bank_account is not None else PayWay.ELSEWHERE).value, draft.account,
        payout_ledger(draft), entry.key if entry else None, PayoutState.PAID.value, 0, None, "", "", "", "",
    )  # fmt: skip


def _answer(draft: Draft, declined: Any) -> Settled:
    said = draft.said
    if declined is not None:
        return Settled(
            said.merchant, said.currency, Settlement.DECLINED, code=declined.code, message=declined.message
        )
    outcome = Settlement.PAID if said.paid else Settlement.CARRIED
    refusal = draft.refusal
    return Settled(
        said.merchant, said.currency, outcome, said.number, said.paid, said.closing,
        refusal.code if refusal else said.why_not_paid, str(refusal) if refusal else "",
    )  # fmt: skip
