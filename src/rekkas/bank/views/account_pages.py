"""What every page of an account knows: which of its verbs the reader may use, and the head of the account."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from rekkas.bank import queries
from rekkas.bank.choices import AccountEventKind, BlockKind, State
from rekkas.bank.models import AccountEvent, BankAccount
from rekkas.bank.views.pages import bank_page
from rekkas.base import looks
from rekkas.base.access import StaffRequest
from rekkas.design import formats
from rekkas.money.choices import AccountState

STATE_LOOKS = {
    AccountState.OPEN: ("good", "check"),
    AccountState.BLOCKED: ("bad", "alert"),
    AccountState.FROZEN: ("bad", "alert"),
    AccountState.CLOSED: ("quiet", "cross"),
}


def account_page(request: StaffRequest, template: str, row: BankAccount, **context: Any) -> HttpResponse:
    """A page of one account, with what it holds at its head."""
    looks.note_look(request, looks.customer(row.holder.number))
    return bank_page(
        request, template, account=row, holder=row.holder, look=STATE_LOOKS[AccountState(row.state)],
        standing=queries.standing(row), currency=row.currency, **context,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One line of an account's history."""

    event: AccountEvent
    lines: tuple[str, ...]

    @property
    def what(self) -> str:
        return str(self.event.get_kind_display())


def told(row: BankAccount) -> list[Told]:
    """The history of an account in words, the latest first."""
    return [Told(event, tuple(_lines(event, row.currency))) for event in queries.history_of_account(row)]


def _lines(event: AccountEvent, currency: str) -> Iterator[str]:
    said = event.details
    match event.kind:
        case AccountEventKind.OPENED:
            yield from said["others"]
        case AccountEventKind.BLOCKED:
            yield str(BlockKind(said["block"]).label)
            yield formats.comma().join([said["authority"], said["reference"], said["reason"]])
            if said["asked"]:
                asked, held = (formats.money_text(said[name], currency) for name in ("asked", "held"))
                yield _("%(held)s of %(asked)s is set aside") % {"held": held, "asked": asked}
        case AccountEventKind.UNBLOCKED:
            yield formats.comma().join([said["reference"], said["reason"]])
        case AccountEventKind.RENEWED:
            if said.get("after"):
                yield str(State(said["after"]).label)
            if said.get("ceiling") is not None:
                yield _("at most %(ceiling)s") % {"ceiling": formats.money_text(said["ceiling"], currency)}
        case AccountEventKind.DORMANT:
            day = formats.day_text(date.fromisoformat(said["last_moved_on"]))
            yield _("not moved since %(day)s") % {"day": day}
        case AccountEventKind.CLOSED:
            yield _("%(amount)s was paid out") % {"amount": formats.money_text(said["paid_out"], currency)}
