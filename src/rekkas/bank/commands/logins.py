"""How customers come to their own pages: invited at the counter, let in by a secret of their own."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from postkit.passcode import Passcode
from postkit.text import clean_number
from rekkas.bank import queries
from rekkas.bank.choices import CustomerKind
from rekkas.bank.entries import DoorAnswer, Invited
from rekkas.bank.errors import (
    CustomerNotActive,
    DocumentExpired,
    NoLoginFor,
    NotTheirPaper,
    SecretTooEasy,
    SecretTooShort,
)
from rekkas.bank.matching import plain_number
from rekkas.bank.models import Customer, CustomerLogin, IdentityDocument
from rekkas.bank.queries.accounts import is_minor
from rekkas.bank.queries.logins import login_for_update, plain_secret, proof_of
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.attempts import Attempt, is_right, is_shut
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.network.queries import office as known_office

CODE_LASTS = timedelta(days=10)
LEAST_SIGNS, LEAST_DIFFERENT = 8, 4
# What stands before the part of a number or a telephone that is a person's own.
_PREFIX = re.compile(r"^(?:[A-Z]{2}|\+[0-9]{3}|0)")
# Whoever stands before the door has no name yet.
AT_THE_DOOR = Actor(
    ActorKind.SYSTEM, "customers’ door", permissions=frozenset({"bank.activate_login", "bank.log_in_customer"})
)  # fmt: skip


class NewSecret:
    """A secret that somebody has chosen. Looked at and hashed when it is made: slowly, before any lock."""

    __slots__ = ("hash",)

    def __init__(self, text: str, *, known: Sequence[str] = ()) -> None:
        """``known`` is what others know of whoever chooses it: their number, their telephone."""
        plain = plain_secret(text)
        if len(plain) < LEAST_SIGNS:
            raise SecretTooShort(least=LEAST_SIGNS)
        folded = "".join(plain.casefold().split())
        easy = (_PREFIX.sub("", clean_number(one)) for one in known)
        if (
            len(set(folded)) < LEAST_DIFFERENT
            or any(one and one in folded for one in easy)
            or _is_common(folded)
        ):
            raise SecretTooEasy
        self.hash = make_password(plain)

    def __repr__(self) -> str:
        return "NewSecret(••••••••)"


def _is_common(secret: str) -> bool:
    try:
        CommonPasswordValidator().validate(secret)
    except ValidationError:
        return True
    return False


@command
def invite_customer(
    *, number: str, document: str, code: Passcode, office: str, by: Actor, at: Moment, key: str | None = None
) -> Invited:
    """Let a customer have pages of their own: the code on the slip opens them once, within some days.

    The customer shows an identity document at the counter. What opened the pages before opens them no longer.
    """
    row = queries.customer_for_update(number)
    here = known_office(office)
    if not row.is_active:
        raise CustomerNotActive(customer=row.number, status=row.get_status_display())
    if row.kind != CustomerKind.PERSON or is_minor(row, at.astimezone(here.zone).date()):
        raise NoLoginFor(customer=row.number)
    _check_paper(row, document, at.astimezone(here.zone).date())
    until = at + CODE_LASTS
    CustomerLogin.objects.update_or_create(
        customer=row,
        defaults={
            "code_hash": make_password(code.printed), "code_until": until, "secret_hash": "", "wrong": 0,
            "shut_until": None, "invited_at": at, "invited_by": author_name(by), "invited_office": office,
        },
    )  # fmt: skip
    return Invited(row.number, until)


def _check_paper(row: Customer, number: str, today: date) -> None:
    papers = IdentityDocument.objects.filter(customer=row, number=plain_number(number), live=True)
    paper = papers.defer("image").first()
    if paper is None or not plain_number(number):
        raise NotTheirPaper(customer=row.number)
    if paper.expires_on and paper.expires_on < today:
        raise DocumentExpired(date=paper.expires_on)


@command
def activate_login(*, number: str, attempt: Attempt, secret: NewSecret, by: Actor, at: Moment) -> DoorAnswer:
    """Let a customer choose the secret that opens their pages, against the code on their slip, which is then used up.

    A code that is wrong is counted, as a wrong secret is: the answer is given, not raised, so that the count stays.
    """
    row = login_for_update(number)
    if row is None or not _may_try(row, at) or row.code_until is None or row.code_until <= at:
        return DoorAnswer()
    if not is_right(row, attempt, row.code_hash, at):
        return DoorAnswer()
    row.code_hash, row.code_until = "", None
    row.secret_hash, row.activated_at = secret.hash, at
    return _opened(row, at)


@command
def log_in_customer(*, number: str, attempt: Attempt, by: Actor, at: Moment) -> DoorAnswer:
    """Let a customer in who knows their secret. After five wrong ones the door is shut, each time for longer.

    Who is unknown, blocked, shut out or wrong gets the same answer, and it is an answer: the count stays.
    """
    row = login_for_update(number)
    if row is None or not _may_try(row, at) or not row.secret_hash:
        return DoorAnswer()
    if not is_right(row, attempt, row.secret_hash, at):
        return DoorAnswer()
    return _opened(row, at)


@command
def change_secret(*, number: str, attempt: Attempt, secret: NewSecret, by: Actor, at: Moment) -> DoorAnswer:
    """Put another secret in the place of the one that a customer has; visits begun with that one are over."""
    row = login_for_update(number)
    if by.holder != number or row is None or not _may_try(row, at) or not row.secret_hash:
        return DoorAnswer()
    if not is_right(row, attempt, row.secret_hash, at):
        return DoorAnswer()
    row.secret_hash = secret.hash
    return _opened(row, at)


def _may_try(row: CustomerLogin, at: Moment) -> bool:
    return row.customer.is_active and not is_shut(row, at)


def _opened(row: CustomerLogin, at: Moment) -> DoorAnswer:
    before, row.last_in_at = row.last_in_at, at
    row.wrong, row.shut_until = 0, None
    row.save()
    return DoorAnswer(True, proof_of(row), before)
