"""Who looked at a person's data: each page of the desk that shows some says so, and whoever it is about can read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from postkit.phone import kept_phone
from rekkas.base.access import reader_of
from rekkas.base.choices import Role, SubjectKind
from rekkas.base.models import LookRecord

TOLD_AGAIN_AFTER = timedelta(minutes=10)  # whoever turns to the same page within these looks once
SUBJECT_AT_MOST, REASON_AT_MOST = 80, 300


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


def note_look(request: HttpRequest, *subjects: Subject, reason: str = "") -> None:
    """Record that the member of staff who reads this page sees these: once each in ten minutes, and none for others."""
    reader, user = reader_of(request), getattr(request, "user", None)
    wanted = dict.fromkeys(
        Subject(one.kind, one.identifier.strip()[:SUBJECT_AT_MOST])
        for one in subjects
        if one.identifier.strip()
    )
    if reader is None or not wanted:
        return
    match = request.resolver_match
    page = (match.view_name if match else request.path)[:80]
    at = timezone.now()
    seen = LookRecord.objects.filter(
        subject__in={one.identifier for one in wanted}, reader=reader.name, page=page,
        looked_at__gt=at - TOLD_AGAIN_AFTER,
    ).values_list("kind", "subject")  # fmt: skip
    known = set(seen)
    LookRecord.objects.bulk_create(
        LookRecord(
            reader=reader.name, role=getattr(user, "role", ""), office_code=reader.office or "",
            kind=one.kind, subject=one.identifier, page=page, reason=reason[:REASON_AT_MOST], looked_at=at,
        )
        for one in wanted if (one.kind, one.identifier) not in known
    )  # fmt: skip


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
