"""How a difference becomes a question: set aside in an account of its own, with an owner and a clock."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from rekkas.base.actors import Actor, Moment, author_name, system
from rekkas.cash.choices import ASKED, CASE_DESK, COUNTING, CaseKind, StatementKind
from rekkas.cash.commands.hands import next_number
from rekkas.cash.models import CaseStatement, DiscrepancyCase, OfficeCash
from rekkas.cash.queries import keeper_of, terms_of, waits_of
from rekkas.money.choices import EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry
from rekkas.network import queries as network


@dataclass(frozen=True, slots=True)
class Found:
    """Cash that was not what the record says: where, in whose hands, in what, and how much more (less below zero)."""

    kind: CaseKind
    account: str
    reference: str
    clerk: str
    currency: str
    amount: int


def ask(held: OfficeCash, found: Found, *, by: Actor, at: Moment, text: str = ASKED) -> DiscrepancyCase:
    """Open a question. It belongs to an investigator, never to the clerk in whose hands the cash was."""
    answer = timedelta(days=waits_of(network.office(held.pk).country_id).answer_days)
    case = DiscrepancyCase.objects.create(
        number=next_number(held, "Q"), office_id=held.pk, kind=found.kind, account=found.account,
        reference=found.reference, clerk=found.clerk, currency=found.currency, amount=found.amount,
        owner=_owner(held.pk, found, by), opened_at=at, due_at=at + answer,
    )  # fmt: skip
    note(case, StatementKind.OPENED, text, by=by, at=at, amount=found.amount)
    return case


def _owner(office: str, found: Found, by: Actor) -> str:
    """The office's investigator, else who keeps its vault, else the desk of the inspection."""
    named = terms_of(network.office(office), found.currency).investigator
    concerned = {"", found.clerk, by.name}
    return next((name for name in (named, keeper_of(office)) if name not in concerned), CASE_DESK)


def set_aside(case: DiscrepancyCase, account: str, *, at: Moment) -> None:
    """Move a difference out of where it was found. Nobody did this: the system that compared says it."""
    source, target = (account, case.suspense) if case.is_shortage else (case.suspense, account)
    entry = TransferEntry(
        key=uuid5(NAMESPACE_OID, f"cash-difference {case.number}"), source=source, target=target,
        amount=abs(case.amount), currency=case.currency, kind=EntryKind.CASH_DIFFERENCE, happened_at=at,
        subject=case.number, office=case.office_id, note=f"{case.number}: {ASKED}",
    )  # fmt: skip
    post_all(transfers=[entry], by=system(COUNTING), at=at)


def note(
    case: DiscrepancyCase, kind: StatementKind, text: str, *, by: Actor, at: Moment, amount: int | None = None,
    entry: UUID | None = None, account: str = "",
) -> None:  # fmt: skip
    """Write down what somebody said or did in a case."""
    CaseStatement.objects.create(
        case=case, kind=kind, text=text, actor_kind=by.kind, actor_name=author_name(by), said_at=at, amount=amount,
        entry_key=entry, account=account,
    )  # fmt: skip
