"""Up to which sums a customer's accounts move, how much of that is left, and what raises it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from rekkas.bank import queries
from rekkas.bank.choices import Evidence, LimitRule
from rekkas.bank.models import BankAccount, Customer, Level, LevelLimit
from rekkas.bank.queries import LimitLine
from rekkas.bank.views.me.pages import me_page, now_of
from rekkas.base.access import CustomerRequest, for_customers
from rekkas.design.formats import comma
from rekkas.network import queries as network

RULES: Mapping[str, Any] = {
    LimitRule.BALANCE: _("On the account at once"),
    LimitRule.OPERATION: _("In one go"),
    LimitRule.DAY_IN: _("Comes in today"),
    LimitRule.DAY_OUT: _("Goes out today"),
    LimitRule.MONTH_IN: _("Comes in this month"),
    LimitRule.MONTH_OUT: _("Goes out this month"),
}
# What to bring for evidence that is not there yet.
BRING: Mapping[str, Any] = {
    Evidence.PHONE: _("Your telephone: its number is noted."),
    Evidence.DOCUMENT_REMOTE: _("One of these, valid today: %(papers)s."),
    Evidence.DOCUMENT_IN_PERSON: _("One of these, valid today, which the clerk looks at: %(papers)s."),
    Evidence.ADDRESS: _("Your postal address, on a bill or another letter that came to you."),
    Evidence.PHOTO: _("Your identity document, of which the clerk takes a picture."),
    Evidence.REGISTRATION: _("The number under which you stand in the register."),
}
COLUMNS = (
    (LimitRule.BALANCE, "balance_at_most"), (LimitRule.DAY_OUT, "day_out_at_most"),
    (LimitRule.MONTH_OUT, "month_out_at_most"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One limit as its customer reads it; ``percent`` is how much of it is used."""

    line: LimitLine
    label: Any
    percent: int | None


@dataclass(frozen=True, slots=True)
class Raised:
    """A level above, what it allows, and what to bring for it; nothing where all is there."""

    level: Level
    allows: list[tuple[Any, int]]
    bring: list[str]


@require_safe
@for_customers
def limits(request: CustomerRequest) -> HttpResponse:
    """Every limit of every account, and what raises it: which paper at which office."""
    at = now_of(request)
    rows = [own.row for own in queries.own_accounts(request.customer, at) if not own.row.is_closed]
    found = [(row, limits_shown(row, at.date())) for row in rows]
    office = home_office(rows)
    return me_page(
        request, "bank/me/limits.html", limited=[pair for pair in found if pair[1]],
        free=[row for row, lines in found if not lines], raised=what_raises(request.customer, rows, at.date()),
        office=office, currency=request.customer.country.currency,
    )  # fmt: skip


def limits_shown(row: BankAccount, today: date) -> list[Shown]:
    """The limits of an account in the words of its customer."""
    return [
        Shown(line, RULES[line.rule], None if line.used is None else min(100, line.used * 100 // max(line.most, 1)))
        for line in queries.limits_of(row, today)
    ]  # fmt: skip


def what_raises(customer: Customer, rows: list[BankAccount], today: date) -> list[Raised]:
    """The levels above that raise a limit of one of these accounts, and what each needs."""
    mine = [row for row in rows if row.product.limited_by_level and row.holder_id == customer.pk]
    if not mine:
        return []
    papers = comma().join(kind.name for kind in queries.document_kinds(customer.country_id))
    return [
        Raised(
            step.level, _allows(queries.limits_on(step.level, today)),
            [str(BRING[need]) % {"papers": papers} for need in step.missing],
        )
        for step in queries.steps_above(customer, today)
        if any(step.level.code in row.product.levels for row in mine)
    ]  # fmt: skip


def _allows(limit: LevelLimit | None) -> list[tuple[Any, int]]:
    found = ((RULES[rule], getattr(limit, column, None)) for rule, column in COLUMNS)
    return [(label, most) for label, most in found if most is not None]


def home_office(rows: list[BankAccount]) -> Any:
    """The office at which the customer's first account was opened; nothing where none is known."""
    code = next((row.opened_office for row in rows if row.opened_office), "")
    return network.office(code) if code else None
