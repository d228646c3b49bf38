"""What is known of the program's own faults, and who of its makers is let in now."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from django.db.models import Count, Q

from rekkas.base.access import lets_in
from rekkas.base.actors import Actor, Moment
from rekkas.base.errors import NotFound
from rekkas.cash.choices import HitKind
from rekkas.cash.models import KnownError, SupportAccess
from rekkas.desk.listings import Listing
from rekkas.money.choices import AccountKind
from rekkas.money.queries import lines_of

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "known_errors.csv"
OF_AN_OFFICE = (AccountKind.TILL, AccountKind.COURIER, AccountKind.VAULT)
COLUMNS = (
    "code", "edition", "title_en", "title_fr", "title_ar", "effect_en", "effect_fr", "effect_ar", "since", "until",
    "versions", "hit_kind", "hits",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A known error that touched an office: on how many lines of its tills, or simply everywhere."""

    error: KnownError
    lines: int


@cache
def shipped_errors(path: Path = SHIPPED) -> tuple[KnownError, ...]:
    """The register that comes with the program."""
    rows = csv.DictReader(StringIO(path.read_text(encoding="utf-8")))
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise ValueError(f"{path.name} has the columns {', '.join(COLUMNS)}")
    return tuple(_shipped(row) for row in rows)


def _shipped(row: dict[str, str]) -> KnownError:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("since", "until")}
    return KnownError(
        **{**row, **days, "edition": int(row["edition"]), "hit_kind": HitKind(row["hit_kind"]).value,
           "hits": row["hits"].split(), "declared_by": "rekkas"}
    )  # fmt: skip


def known_errors() -> list[KnownError]:
    """Every known error in its latest edition, those that came with the program and those declared here; by day."""
    latest: dict[str, KnownError] = {}
    for error in [*shipped_errors(), *KnownError.objects.order_by("edition")]:
        before = latest.get(error.code)
        if before is None or error.edition >= before.edition:
            latest[error.code] = error
    return sorted(latest.values(), key=lambda error: (error.since, error.code), reverse=True)


def known_error(code: str) -> KnownError:
    """One known error in its latest edition."""
    found = next((error for error in known_errors() if error.code == code), None)
    if found is None:
        raise NotFound(what=code)
    return found


def hits_of(office: str) -> list[Hit]:
    """The known errors that touched an office, and on how many lines of its tills, bags and vault."""
    found = []
    for error in known_errors():
        if error.hit_kind == HitKind.ENTRIES:
            lines = _lines_hit(error, office)
            if lines:
                found.append(Hit(error, lines))
        elif error.hit_kind == HitKind.EVERYWHERE or office in error.hits:
            found.append(Hit(error, 0))
    return found


def offices_hit(code: str) -> dict[str, int]:
    """The offices that a known error touched, with the number of lines; none where it touched all."""
    error = known_error(code)
    if error.hit_kind == HitKind.OFFICES:
        return dict.fromkeys(error.hits, 0)
    if error.hit_kind == HitKind.EVERYWHERE:
        return {}
    rows = _hit(error).order_by().values_list("account__owner").annotate(count=Count("number"))
    found: dict[str, int] = {}
    for owner, count in rows:
        office = owner.partition("/")[0]
        found[office] = found.get(office, 0) + count
    return found


def _hit(error: KnownError) -> Any:
    rows = lines_of().rows.filter(
        account__kind__in=OF_AN_OFFICE, entry__kind__in=error.hits, entry__business_date__gte=error.since
    )
    return rows.filter(entry__business_date__lte=error.until) if error.until else rows


def _lines_hit(error: KnownError, office: str) -> int:
    own = Q(account__owner=office) | Q(account__owner__startswith=f"{office}/")
    return int(_hit(error).filter(own).count())


def support_access(number: str, *, lock: bool = False) -> SupportAccess:
    """One request for access by its number."""
    rows = SupportAccess.objects.select_for_update() if lock else SupportAccess.objects.all()
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound(what=number)
    return found


def support_of(office: str = "", *, supporter: str = "") -> Listing[SupportAccess]:
    """Who asked to be let into the cash of an office, and who was, or what one of them asked; the latest first."""
    rows = SupportAccess.objects.filter(office_id=office) if office else SupportAccess.objects.all()
    rows = rows.filter(supporter=supporter) if supporter else rows
    return Listing(rows.order_by("-id"), list)


def live_support(office: str, at: datetime) -> list[SupportAccess]:
    """Who is let into the cash of an office at this moment."""
    return list(_live(at).filter(office_id=office).order_by("id"))


def live_support_by(supporter: str, at: datetime) -> list[SupportAccess]:
    """Where a supporter is let in at this moment."""
    return list(_live(at).filter(supporter=supporter).order_by("id"))


def sees_all_cash(by: Actor, office: str, at: Moment) -> bool:
    """Whether somebody sees all cash of an office, each line of its tills: who manages it, who looks at the whole
    network, and whoever the office has let in."""
    return (by.may("view.cash") and by.office in (None, office)) or is_let_in(by.name, office, at)


@lets_in
def is_let_in(name: str, office: str, at: datetime) -> bool:
    return bool(_live(at).filter(office_id=office, supporter=name).exists())


def _live(at: datetime) -> Any:
    return SupportAccess.objects.filter(granted_at__lte=at, until__gt=at, ended_at=None)
