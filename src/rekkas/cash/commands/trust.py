"""Known errors told to everyone, supporters let in for a while, and what is put right after a fault of the program."""

from uuid import UUID, uuid5

from rekkas.base.actors import Actor, Moment, system
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.errors import NotFound
from rekkas.cash.choices import ACCESS_AT_MOST, RECOVERY, HitKind
from rekkas.cash.commands.hands import enter, next_number, said
from rekkas.cash.entries import ErrorEntry
from rekkas.cash.errors import HitsWrong, NotOfThisOffice, OwnAccess, SupportAnswered
from rekkas.cash.models import KnownError, SupportAccess
from rekkas.cash.queries import known_errors, office_for_update, office_of, support_access
from rekkas.money.choices import CASH_KINDS, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import reversal
from rekkas.money.queries import entry_keyed
from rekkas.network import queries as network

LEAST_MINUTES = 5


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
    """Ask to be let into an office's cash, with a reason and for how long. Returns the number of the request."""
    held = office_for_update(branch)
    longest = int(ACCESS_AT_MOST.total_seconds() // 60)
    row = SupportAccess.objects.create(
        number=next_number(held, "S"), office_id=branch, supporter=by.name, reason=said(reason)[:300],
        minutes=min(max(minutes, LEAST_MINUTES), longest), asked_at=at,
    )  # fmt: skip
    return row.number


@command
def grant_support_access(*, access: str, office: str, by: Actor, at: Moment) -> str:
    """Let a supporter into the office's cash for as long as they asked: by who manages it, and by nobody else."""
    from datetime import timedelta

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


@command
def recover_entry(
    *, entry: UUID, branch: str, reason: str, by: Actor, at: Moment, key: str | None = None
) -> str:
    """Move back an entry that a fault of the program made on an office's cash. Returns the key of the reversal.

    Its author is the system, whoever asked for it: a recovery never bears the name of a person. The clerk whose till
    it touches is told by its line, with the reason and who asked.
    """
    enter(branch, by, at)
    found = entry_keyed(entry)
    if found is None:
        raise NotFound(what=str(entry))
    accounts = {end.code for leg in found.transfers.all() for end in (leg.source, leg.target)}
    if not any(code.partition(":")[0] in CASH_KINDS and office_of(code) == branch for code in accounts):
        raise NotOfThisOffice(key=str(entry), office=branch)
    back = reversal(
        entry, key=uuid5(entry, "reversal"), happened_at=at, note=f"{said(reason)} ({by.name})"[:200],
        office=branch,
    )  # fmt: skip
    post_all(transfers=[back], by=system(RECOVERY), at=at)
    return str(back.key)


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
