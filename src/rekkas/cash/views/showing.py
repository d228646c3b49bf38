"""What the pages of cash share: who may read a till, and what is told on each of them."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest
from rekkas.base.choices import ActorKind
from rekkas.base.errors import NotYourOffice
from rekkas.cash import queries
from rekkas.cash.models import Acknowledgement, DiscrepancyCase, TillSession
from rekkas.cash.words import why
from rekkas.desk.listings import Listing
from rekkas.desk.pages import show
from rekkas.money.queries import TillLine
from rekkas.network import queries as network


def sees_office(request: StaffRequest, office: str) -> bool:
    """Whether the reader sees all cash of an office at this moment."""
    return queries.sees_all_cash(request.actor, office, timezone.now())


def in_sight(request: StaffRequest, rows: Listing[Any]) -> Listing[Any]:
    """A list of the reader's office, or of all of them: without an office it is seen by who sees all cash alone."""
    is_seen = request.actor.office or request.actor.may("view.cash")
    return rows if is_seen else Listing(rows.rows.none(), rows.read)


def check_reader(request: StaffRequest, account: str) -> None:
    """A till is read by its keeper and by those who see the cash of its office."""
    queries.cash_named(account)
    office = queries.office_of(account)
    is_own = queries.keeper_named_in(account) == request.actor.name and request.actor.office == office
    if not is_own and not sees_office(request, office):
        raise NotYourOffice(yours=request.actor.office or "", office=account)


def check_case_reader(request: StaffRequest, case: DiscrepancyCase) -> None:
    """A question is read by those it concerns, by its owner, and by those who see the cash of its office."""
    concerned = request.actor.name in {case.owner, *queries.parties_of(case)}
    if not concerned and not sees_office(request, case.office_id):
        raise NotYourOffice(yours=request.actor.office or "", office=case.office_id)


def shown(request: StaffRequest, template: str, office: Any = None, **context: Any) -> HttpResponse:
    """The page of an office, with what its reader may turn to from there."""
    may = request.actor.may
    return show(
        request, f"cash/{template}.html", office=office, sees_cash=may("view.cash"),
        may_count=may("cash.open_till"), is_treasury=may("cash.set_cash_terms"), **context,
    )  # fmt: skip


def notices(lines: Iterable[TillLine]) -> list[tuple[TillLine, str, str]]:
    """Lines of others with what kind of author made them, and why."""
    return [(line, str(ActorKind(line.actor_kind).label), why(line)) for line in lines]


def others(session: TillSession | None) -> list[tuple[TillLine, str, str, Acknowledgement | None]]:
    """What others wrote since the closing before, seen or not, with who said when that they saw it."""
    found = queries.others_since_closing(session) if session else []
    told = notices(line for line, _seen in found)
    return [(*notice, seen) for notice, (_line, seen) in zip(told, found, strict=True)]


def place(code: str) -> Any:
    return network.office(code)


def count_form(form: type[Any], request: StaffRequest, office: Any, **more: Any) -> Any:
    """A form in which cash is counted by the notes and coins of the office's country."""
    currency = office.country.currency
    return form(
        request.POST or None, currency=currency,
        denominations=queries.denominations_of(office.country_id, currency), **more,
    )  # fmt: skip


def say_counted(request: StaffRequest, result: Any) -> None:
    """What became of a count: it agrees, or it is a question."""
    if not result.case:
        messages.success(request, _("The count agrees."))
        return
    said = _("The count differs. This is a question (%(case)s), not a debt.") % {"case": result.case}
    messages.warning(request, said)
