"""Who looked at a person's data, on a page of the desk or of the admin site or as a machine of the post; whoever it is
about can read it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from postkit.phone import kept_phone
from rekkas.base.access import reader_of
from rekkas.base.actors import Actor
from rekkas.base.choices import Role, SubjectKind
from rekkas.base.keys import Holder
from rekkas.base.models import LookRecord

TOLD_AGAIN_AFTER = timedelta(minutes=10)  # whoever turns to the same page within these looks once
SUBJECT_AT_MOST, REASON_AT_MOST = 80, 300
MACHINE = "machine"  # stands where the role of a person stands


@dataclass(frozen=True, slots=True)
class Subject:
    """At what was looked: its kind and its number, telephone or words."""

    kind: SubjectKind
    identifier: str


@dataclass(frozen=True, slots=True)
class Look:
    """One look as it is told: who, in which role, from which office, on which page, why if it was said, and when."""

    reader: str
    role: str
    office: str
    kind: str
    subject: str
    page: str
    reason: str
    at: datetime

    @property
    def role_label(self) -> Any:
        """The role in the reader's language."""
        if self.role == MACHINE:
            return _("A machine of the post")
        return Role(self.role).label if self.role in Role.values else self.role


def customer(number: str) -> Subject:
    return Subject(SubjectKind.CUSTOMER, number)


def phone(number: str) -> Subject:
    return Subject(SubjectKind.PHONE, kept_phone(number, settings.COUNTRY))


def item(number: str) -> Subject:
    return Subject(SubjectKind.ITEM, number)


def money_order(number: str) -> Subject:
    return Subject(SubjectKind.ORDER, number)


def search(words: str) -> Subject:
    return Subject(SubjectKind.SEARCH, words)


Holders = Callable[[Iterable[str]], Iterable[Subject]]
_holders: list[Holders] = []


def knows_holders(asked: Holders) -> Holders:
    """Mark the question whose the accounts of the ledger are: it lies below the bank, and shows what they hold."""
    _holders[:] = [asked]
    return asked


def holders_of(accounts: Iterable[str]) -> list[Subject]:
    """Whoever is behind these accounts of the ledger; nobody behind those of the post itself."""
    codes = list(accounts)
    return [subject for asked in _holders for subject in asked(codes)]


def note_look(request: HttpRequest, *subjects: Subject, reason: str = "") -> None:
    """Record that whoever reads this for the post sees these: once each in ten minutes, and none for others."""
    known = _reader(request)
    wanted = dict.fromkeys(
        Subject(one.kind, one.identifier.strip()[:SUBJECT_AT_MOST])
        for one in subjects
        if one.identifier.strip()
    )
    if known is None or not wanted:
        return
    reader, role = known
    page, at = _page(request, role), timezone.now()
    seen = set(
        LookRecord.objects.filter(
            kind__in={one.kind for one in wanted}, subject__in={one.identifier for one in wanted},
            reader=reader.name, page=page, looked_at__gt=at - TOLD_AGAIN_AFTER,
        ).values_list("kind", "subject")
    )  # fmt: skip
    LookRecord.objects.bulk_create(
        LookRecord(
            reader=reader.name, role=role, office_code=reader.office or "", kind=one.kind, subject=one.identifier,
            page=page, reason=reason[:REASON_AT_MOST], looked_at=at,
        )
        for one in wanted if (one.kind, one.identifier) not in seen
    )  # fmt: skip


def _page(request: HttpRequest, role: str) -> str:
    """Where it was seen: the name of a page, the method and address of a door of the API."""
    match = request.resolver_match
    if match is None:
        return request.path[:80]
    return (f"{request.method} /{match.route}" if role == MACHINE else match.view_name)[:80]


def _reader(request: HttpRequest) -> tuple[Actor, str] | None:
    """Who reads for the post: a member of staff in their role, or one of its machines.

    The machine of a customer or a merchant is told what is theirs or what they said: that is no look of the post.
    """
    if (staff := reader_of(request)) is not None:
        return staff, getattr(request.user, "role", "")
    holder = getattr(request, "auth", None)
    if isinstance(holder, Holder) and not holder.actor.customer:
        return holder.actor, MACHINE
    return None


def looks_at(kind: SubjectKind | str, *identifiers: str, at_most: int = 100) -> list[Look]:
    """Who looked at a customer, a telephone or an item; the latest first."""
    return looks_at_any([Subject(SubjectKind(kind), one) for one in identifiers], at_most=at_most)


def looks_at_any(subjects: Iterable[Subject], *, at_most: int = 100) -> list[Look]:
    """The same for things of several kinds: a telephone and the items sent to it."""
    by_kind: dict[SubjectKind, list[str]] = {}
    for one in subjects:
        by_kind.setdefault(one.kind, []).append(one.identifier)
    found: list[LookRecord] = []
    for kind, identifiers in by_kind.items():
        found += LookRecord.objects.filter(kind=kind, subject__in=identifiers).order_by("-id")[:at_most]
    found.sort(key=lambda row: row.pk, reverse=True)
    return [
        Look(
            row.reader, row.role, row.office_code, row.kind, row.subject, row.page, row.reason, row.looked_at
        )
        for row in found[:at_most]
    ]
