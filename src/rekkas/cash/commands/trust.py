"""Known errors told to everyone, and supporters let in for a while."""

from datetime import timedelta

from django.utils.translation import gettext as _

from postkit.pack.cash import SUPPORT_AT_LEAST
from rekkas.base.actors import Actor, Moment
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput, NotFound
from rekkas.cash.choices import HitKind
from rekkas.cash.commands.hands import next_number, said
from rekkas.cash.entries import ErrorEntry
from rekkas.cash.errors import HitsWrong, OwnAccess, SupportAnswered
from rekkas.cash.models import KnownError, SupportAccess
from rekkas.cash.queries import known_errors, office_for_update, support_access, waits_of
from rekkas.money.choices import EntryKind
from rekkas.network import queries as network


@command
def declare_known_error(*, error: ErrorEntry, by: Actor, at: Moment, key: str | None = None) -> int:
    """Tell everyone of a fault of the program that touched cash. Told again it is a later edition. Returns which."""
    _check_hits(error)
    before = [known.edition for known in known_errors() if known.code == error.code]
    edition = max(before, default=0) + 1
    said(error.title_en)
    said(error.effect_en)
    KnownError.objects.create(
        code=error.code, edition=edition, title_en=error.title_en, title_fr=error.title_fr,
        title_ar=error.title_ar, effect_en=error.effect_en, effect_fr=error.effect_fr,
        effect_ar=error.effect_ar, since=error.since, until=error.until, versions=error.versions,
        hit_kind=error.hit_kind, hits=list(error.hits), declared_by=by.name, declared_at=at,
    )  # fmt: skip
    return edition


@command
def ask_support_access(
    *, branch: str, reason: str, minutes: int, by: Actor, at: Moment, key: str | None = None
) -> str:  # fmt: skip
    """Ask to be let into an office's cash, with a reason and for how long. Returns the number of the request.

    InvalidInput says for how many minutes one may ask in this country.
    """
    held = office_for_update(branch)
    longest = waits_of(network.office(branch).country_id).support_minutes
    if not SUPPORT_AT_LEAST <= minutes <= longest:
        allowed = {"least": SUPPORT_AT_LEAST, "most": longest}
        raise InvalidInput(field="minutes", reason=_("here it is from %(least)d to %(most)d.") % allowed)
    row = SupportAccess.objects.create(
        number=next_number(held, "S"), office_id=branch, supporter=by.name, reason=said(reason)[:300],
        minutes=minutes, asked_at=at,
    )  # fmt: skip
    return row.number


@command
def grant_support_access(*, access: str, office: str, by: Actor, at: Moment) -> str:
    """Let a supporter into the office's cash for as long as they asked: by who manages it, and by nobody else."""
    if by.kind is not ActorKind.PERSON or by.office != office:
        raise OwnAccess()
    row = _access(access, office)
    if row.supporter == by.name:
        raise OwnAccess()
    if row.granted_at is not None or row.ended_at is not None:
        raise SupportAnswered(number=access)
    row.granted_by, row.granted_at = by.name, at
    row.until = at + timedelta(minutes=row.minutes)
    row.save(update_fields=("granted_by", "granted_at", "until"))
    return row.number


@command
def end_support_access(*, access: str, office: str, by: Actor, at: Moment) -> str:
    """End a supporter's access before its time, or decline it: by the office, or by the supporter."""
    row = _access(access, office)
    if by.office != office and by.name != row.supporter:
        raise OwnAccess()
    if row.ended_at is not None:
        raise SupportAnswered(number=access)
    row.ended_by, row.ended_at = by.name, at
    row.save(update_fields=("ended_by", "ended_at"))
    return row.number


def _access(number: str, office: str) -> SupportAccess:
    office_for_update(office)
    row = support_access(number, lock=True)
    if row.office_id != office:
        raise NotFound(what=number)
    return row


def _check_hits(error: ErrorEntry) -> None:
    if error.hit_kind not in HitKind.values:
        raise HitsWrong(what=error.hit_kind)
    if error.hit_kind == HitKind.EVERYWHERE:
        return
    known = (
        set(EntryKind.values) if error.hit_kind == HitKind.ENTRIES else set(network.offices_named(error.hits))
    )
    wrong = [hit for hit in error.hits if hit not in known]
    if wrong or not error.hits:
        raise HitsWrong(what=", ".join(wrong) or "-")
