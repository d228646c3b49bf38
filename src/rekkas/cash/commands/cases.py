"""A question about cash, until it is explained, found again, or borne by the post. Never a debt by default."""

from datetime import timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.cash.choices import (
    KEPT_KINDS,
    LOSSES,
    OWED_KINDS,
    OWN_KINDS,
    SURPLUSES,
    CaseState,
    StatementKind,
)
from rekkas.cash.commands.asking import note
from rekkas.cash.commands.hands import check_office, said
from rekkas.cash.errors import (
    AccountMissing,
    AlreadyProposed,
    CaseSettled,
    FourEyes,
    KeptElsewhere,
    MoreThanOpen,
    NotConcerned,
    NotFromAPerson,
    NotItsCash,
    NotProposed,
    OwnCase,
    OwnerIsTheClerk,
)
from rekkas.cash.models import DiscrepancyCase, WriteOff
from rekkas.cash.queries import case as known_case
from rekkas.cash.queries import cash_of, office_for_update, parties_of, rest_of, waits_of
from rekkas.design.formats import money_text
from rekkas.money.choices import CASH_KINDS, KEPT_BY, AccountKind, Book, EntryKind, rule_of
from rekkas.money.commands import post_all
from rekkas.money.entries import Leg, account_code, entry_of, from_the_bank, to_the_bank
from rekkas.network import queries as network


@command
def dispute_discrepancy(
    *, case: str, statement: str, by: Actor, at: Moment, key: str | None = None
) -> str:  # fmt: skip
    """Dispute a difference: for those through whose hands the cash went. An answer is due sooner then."""
    row = _waiting(case, by)
    if by.name not in parties_of(row):
        raise NotConcerned(case=case, who=by.name)
    row.state = CaseState.DISPUTED
    days = waits_of(network.office(row.office_id).country_id).dispute_days
    row.due_at = min(row.due_at, at + timedelta(days=days))
    row.save(update_fields=("state", "due_at"))
    note(row, StatementKind.DISPUTED, said(statement), by=by, at=at)
    return row.number


@command
def add_statement(*, case: str, statement: str, by: Actor, at: Moment, key: str | None = None) -> str:
    """Say something in a question, also when it is settled. What was said stays, and goes into every export."""
    row = known_case(case)
    check_office(row.office_id, by)
    note(row, StatementKind.SAID, said(statement), by=by, at=at)
    return row.number


@command
def assign_case(*, case: str, owner: str, by: Actor, at: Moment, key: str | None = None) -> str:
    """Hand a question to another owner: never to those through whose hands the cash went."""
    row = _waiting(case, by)
    if not owner.strip() or owner in parties_of(row):
        raise OwnerIsTheClerk()
    row.owner = owner.strip()
    row.save(update_fields=("owner",))
    note(row, StatementKind.ASSIGNED, row.owner, by=by, at=at)
    return row.number


@command
def explain_discrepancy(
    *, case: str, reason: str, account: str, amount: int, by: Actor, at: Moment, key: str | None = None
) -> str:
    """Explain a difference or a part of it: the amount goes to the account where it belongs, with the reason.

    Nothing is taken from what an app keeps for others (a customer, a merchant, an order, a biller), nor from another's
    till. What was too much is given here to a customer of the bank or to be allotted by it; to the others by the verb
    of their app (KeptElsewhere names it). Where it would leave the post's own accounts one says so first, and another
    who says the same approves it. A question about which no money lies aside is explained by its reason alone, with an
    amount of zero.
    """
    row = _waiting(case, by)
    _check_impartial(row, by)
    rest = rest_of(row)
    if amount > abs(rest) or amount < 0 or (rest and not amount):
        raise MoreThanOpen(case=case, rest=money_text(abs(rest), row.currency))
    entry = None
    if amount:
        if not account.strip():
            raise AccountMissing()
        account = account.strip()
        _check_target(row, account)
        if not _is_own(account) and not _is_approved(row, account, amount, by):
            note(row, StatementKind.SUGGESTED, said(reason), by=by, at=at, amount=amount, account=account)
            return row.number
        entry = _move(row, account, amount, said(reason), EntryKind.CASH_EXPLAINED, by, at)
    note(
        row, StatementKind.EXPLAINED, said(reason), by=by, at=at, amount=amount, entry=entry, account=account
    )
    if abs(rest) == amount:
        is_cash = amount and account.partition(":")[0] in CASH_KINDS
        _settle(row, CaseState.RECOVERED if is_cash else CaseState.EXPLAINED, at)
    return row.number


@command
def propose_write_off(*, case: str, reason: str, by: Actor, at: Moment, key: str | None = None) -> str:
    """Propose that the post bears what stays unexplained. Another approves it."""
    row = _waiting(case, by)
    _check_impartial(row, by)
    before = WriteOff.objects.filter(case=row).first()
    if before is not None:
        raise AlreadyProposed(case=case, who=before.proposed_by)
    WriteOff.objects.create(case=row, reason=said(reason), proposed_by=by.name, proposed_at=at)
    note(row, StatementKind.PROPOSED, said(reason), by=by, at=at, amount=rest_of(row))
    return row.number


@command
def write_off_discrepancy(*, case: str, by: Actor, at: Moment, key: str | None = None) -> str:
    """Let the post bear what stays unexplained, as another proposed. It was never the clerk's debt."""
    row = _waiting(case, by)
    _check_impartial(row, by)
    proposal = WriteOff.objects.select_for_update().filter(case=row).first()
    if proposal is None:
        raise NotProposed(case=case)
    if proposal.proposed_by == by.name:
        raise FourEyes(who=by.name)
    rest, entry = rest_of(row), None
    if rest:
        borne = (
            account_code(AccountKind.EXPENSE, LOSSES, row.currency)
            if rest < 0
            else account_code(AccountKind.INCOME, SURPLUSES, row.currency)
        )
        entry = _move(row, borne, abs(rest), proposal.reason, EntryKind.CASH_EXPLAINED, by, at)
    proposal.approved_by, proposal.approved_at = by.name, at
    proposal.save(update_fields=("approved_by", "approved_at"))
    note(row, StatementKind.WRITTEN_OFF, proposal.reason, by=by, at=at, amount=rest, entry=entry)
    _settle(row, CaseState.WRITTEN_OFF, at)
    return row.number


def _waiting(number: str, by: Actor) -> DiscrepancyCase:
    """A question that is not settled, held until the transaction ends, of an office for which this person acts."""
    office = known_case(number).office_id
    check_office(office, by)
    office_for_update(office)
    row = known_case(number, lock=True)
    if not row.is_waiting:
        raise CaseSettled(case=number)
    return row


def _check_impartial(row: DiscrepancyCase, by: Actor) -> None:
    if by.name in parties_of(row):
        raise OwnCase(case=row.number, who=by.name)


def _check_target(row: DiscrepancyCase, account: str) -> None:
    """Nothing is taken from what is kept for others, from another question, or from cash that this one is not about."""
    kind = account.partition(":")[0]
    if kind not in AccountKind.values or account.count(":") != 2:
        raise AccountMissing()
    if kind in KEPT_KINDS and row.is_shortage:
        raise NotFromAPerson(account=account)
    if kind in KEPT_KINDS - OWED_KINDS:
        raise KeptElsewhere(account=account, case=row.number, verb=KEPT_BY[kind])
    if kind == AccountKind.SUSPENSE or (kind in CASH_KINDS and account not in cash_of(row)):
        raise NotItsCash(account=account, case=row.number)


def _is_own(account: str) -> bool:
    return account.partition(":")[0] in OWN_KINDS


def _is_approved(row: DiscrepancyCase, account: str, amount: int, by: Actor) -> bool:
    """Whether another said since the last explanation that this amount belongs there."""
    told = row.statements.filter(kind__in=(StatementKind.SUGGESTED, StatementKind.EXPLAINED)).order_by("-id")
    last = told.filter(account=account).first()
    if last is None or last.kind == StatementKind.EXPLAINED or last.amount != amount:
        return False
    if last.actor_name == by.name:
        raise AlreadyProposed(case=row.number, who=by.name)
    return True


def _move(
    row: DiscrepancyCase, account: str, amount: int, reason: str, kind: EntryKind, by: Actor, at: Moment
) -> UUID:  # fmt: skip
    """Out of the suspense account to where a shortage belongs, or from there into it for what was too much."""
    suspense, currency = row.suspense, row.currency
    is_short = rest_of(row) < 0
    parts = account.split(":")
    is_banks = (
        len(parts) == 3 and parts[0] in AccountKind.values and rule_of(parts[0], parts[1]).book is Book.BANK
    )
    if is_banks:
        legs = (
            to_the_bank(suspense, account, amount, currency)
            if is_short
            else from_the_bank(account, suspense, amount, currency)
        )
    else:
        source, target = (suspense, account) if is_short else (account, suspense)
        legs = (Leg(source, target, amount, currency),)  # type: ignore[assignment]
    done = row.statements.count()  # a part at a time: each has a key of its own
    entry = entry_of(
        legs, key=uuid5(NAMESPACE_OID, f"cash-explained {row.number} {done}"), kind=kind, happened_at=at,
        subject=row.number, office=row.office_id, note=f"{row.number}: {reason}"[:200],
    )  # fmt: skip
    post_all(transfers=[entry], by=by, at=at)
    return entry.key


def _settle(row: DiscrepancyCase, state: CaseState, at: Moment) -> None:
    row.state, row.settled_at = state, at
    row.save(update_fields=("state", "settled_at"))
