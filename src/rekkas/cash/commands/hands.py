"""What every verb of an office's cash does first: whose hands these are, what was counted, and one at a time."""

from typing import Any

from django.utils.translation import gettext as _

from postkit.cash import faults, from_text, total
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.choices import ActorKind
from rekkas.base.errors import NotYourOffice
from rekkas.cash.choices import MOST, CountPurpose
from rekkas.cash.entries import Pieces
from rekkas.cash.errors import ReasonMissing, SupportNotGranted, WrongCount
from rekkas.cash.models import CashCount, OfficeCash
from rekkas.cash.queries import denominations_of, is_let_in, office_for_update
from rekkas.design.formats import comma, money_text
from rekkas.network import queries as network


def enter(office: str, by: Actor, at: Moment) -> OfficeCash:
    """The cash of an office, held until the transaction ends: for people who work there, or whom it let in."""
    is_person = by.kind is ActorKind.PERSON
    if not is_person or (by.office != office and not is_let_in(by.name, office, at)):
        raise SupportNotGranted(who=by.name, office=office)
    return office_for_update(office)


def check_office(office: str, by: Actor) -> None:
    """Who has an office acts for that office only, also where the office comes with what is acted upon."""
    if by.office and by.office != office:
        raise NotYourOffice(yours=by.office, office=office)


def next_number(held: OfficeCash, letter: str) -> str:
    """The next number of an office's papers: `MA0001-Q12`."""
    held.last_number += 1
    held.save(update_fields=("last_number",))
    return f"{held.pk}-{letter}{held.last_number}"


def day_of(office: str, at: Moment) -> Any:
    """The day on the office's calendar."""
    return at.astimezone(network.office(office).zone).date()


def said(text: str) -> str:
    """A reason in words, or a refusal."""
    if not text.strip():
        raise ReasonMissing()
    return text.strip()


def counted(pieces: Pieces, country: str, currency: str) -> int:
    """The sum of a count that can be right, in the currency's notes and coins."""
    try:
        count = from_text(pieces)
    except ValueError as problem:
        raise WrongCount(what=pieces) from problem
    known = denominations_of(country, currency)
    wrong = faults(count, known) if known else []
    if wrong:
        values = comma().join(money_text(one.value, currency) for one in wrong)
        raise WrongCount(what=_("there is no note or coin of %(value)s") % {"value": values})
    if total(count) > MOST:
        raise WrongCount(what=_("no drawer holds so much"))
    return total(count)


def keep_count(
    account: str, purpose: CountPurpose, reference: str, pieces: Pieces, by: Actor, at: Moment,
    *, at_line: int | None = None,
) -> CashCount:  # fmt: skip
    """Write down what was counted, by whom: before anything is made of it."""
    return CashCount.objects.create(
        account=account, purpose=purpose, reference=reference, pieces=pieces, amount=total(from_text(pieces)),
        actor_kind=by.kind, actor_name=author_name(by), counted_at=at, at_line=at_line,
    )  # fmt: skip
