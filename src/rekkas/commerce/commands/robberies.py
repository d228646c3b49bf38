"""Cash that was taken from a postman is borne by the post: never by the postman, never by the merchant."""

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.commerce.choices import LOSSES, RobberyState
from rekkas.commerce.commands.dues import add_collected
from rekkas.commerce.errors import NotInTheBag, OwnRobbery, RobberyDecided, RobberyNotDecided
from rekkas.commerce.models import RobberyReport
from rekkas.commerce.queries.robberies import robbery_for_update, waiting_robbery
from rekkas.delivery.errors import NothingToHandOver
from rekkas.mail.queries import customers_of
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import Leg, account_code, entry_of
from rekkas.money.queries import CodPlace, cod_held, hold_accounts

WORDS = 2_000


@command
def report_robbery(
    *, courier: str, currency: str, police_report: str, account: str, robbed_at: datetime, office: str, by: Actor,
    at: Moment, items: Sequence[str] = (), key: str | None = None,
) -> str:  # fmt: skip
    """Report that cash was taken from a postman, with the number of the police report. Nothing moves yet.

    ``items`` are those whose cash it was; none named: all in the bag. Returns the number of the report.
    """
    if courier == by.name:
        raise OwnRobbery(who=courier)
    for name, text in (("police_report", police_report), ("account", account)):
        if not text.strip():
            raise InvalidInput(field=name, reason=_("it is empty."))
    if robbed_at > at:
        raise InvalidInput(field="robbed_at", reason=_("it is in the future. Set the clock."))
    bag = account_code(AccountKind.COURIER, f"{office}/{courier}", currency)
    hold_accounts([bag])
    before = waiting_robbery(courier, office, currency)
    if before is not None:
        raise RobberyNotDecided(robbery=before.number, courier=courier)
    taken = _in_bag(bag, courier, items)
    row = RobberyReport.objects.create(
        number=f"RB-{uuid5(NAMESPACE_OID, f'{bag} {police_report} {at.isoformat()}').hex[:12].upper()}",
        courier=courier, office_code=office, currency=currency, amount=sum(one.amount for one in taken),
        items=[[one.subject, one.amount] for one in taken], police_report=police_report.strip()[:80],
        account=account.strip()[:WORDS], robbed_at=robbed_at, reported_at=at, reported_by=author_name(by),
    )  # fmt: skip
    return row.number


@command
def approve_robbery(*, number: str, by: Actor, at: Moment, key: str | None = None) -> int:
    """Let the post bear what was taken from a postman, as somebody else reported it. The merchants are due their cash.

    Returns the amount that the post bears.
    """
    row = _undecided(number, by)
    bag = account_code(AccountKind.COURIER, f"{row.office_code}/{row.courier}", row.currency)
    hold_accounts([bag])
    taken = _in_bag(bag, row.courier, [subject for subject, _ in row.items])
    merchants = customers_of([one.subject for one in taken])
    post_all(
        transfers=[
            entry_of(
                (
                    Leg(bag, account_code(AccountKind.EXPENSE, LOSSES, one.currency), one.amount, one.currency),
                    _now_due(merchants[one.subject], one),
                ),
                key=uuid5(NAMESPACE_OID, f"{EntryKind.COD_LOST.value} {one.subject}"), kind=EntryKind.COD_LOST,
                happened_at=at, subject=one.subject, office=row.office_code, note=f"{row.number} {row.police_report}",
            )
            for one in taken
        ],
        by=by, at=at,
    )  # fmt: skip
    add_collected([(one.subject, merchants[one.subject], one.amount, one.currency) for one in taken], at, by)
    _decide(row, RobberyState.APPROVED, "", by, at)
    return int(row.amount)


@command
def decline_robbery(*, number: str, reason: str, by: Actor, at: Moment, key: str | None = None) -> str:
    """Decline the report of a robbery, with the reason: the cash is still to be handed over."""
    if not reason.strip():
        raise InvalidInput(field="reason", reason=_("it is empty."))
    row = _undecided(number, by)
    _decide(row, RobberyState.DECLINED, reason.strip()[:200], by, at)
    return row.number


def _in_bag(bag: str, courier: str, wanted: Sequence[str]) -> list[CodPlace]:
    """The cash of these items in the bag, of all that are there where none is named."""
    held = cod_held(bag)
    if not held:
        raise NothingToHandOver(account=bag)
    for subject in wanted:
        if subject not in held:
            raise NotInTheBag(item=subject, courier=courier)
    return [held[subject] for subject in dict.fromkeys(wanted)] or list(held.values())


def _now_due(merchant: str, one: CodPlace) -> Leg:
    """What was only taken for a merchant is due to them, as if it had come into the bank."""
    due, taken = (
        account_code(kind, merchant, one.currency) for kind in (AccountKind.DUE, AccountKind.MERCHANT)
    )
    return Leg(due, taken, one.amount, one.currency)


def _undecided(number: str, by: Actor) -> RobberyReport:
    row = robbery_for_update(number)
    if row.state != RobberyState.REPORTED:
        raise RobberyDecided(robbery=row.number)
    if by.name in (row.reported_by, row.courier):
        raise OwnRobbery(who=by.name)
    return row


def _decide(row: RobberyReport, state: RobberyState, why: str, by: Actor, at: Moment) -> None:
    row.state, row.decided_at, row.decided_by, row.decided_why = state, at, author_name(by), why
    row.save(update_fields=("state", "decided_at", "decided_by", "decided_why"))
