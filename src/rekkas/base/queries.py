"""Who stands at the door, who works here, and what was answered before."""

from datetime import datetime, timedelta
from hmac import compare_digest

from allauth.mfa.models import Authenticator
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.base.errors import NotFound, Refused
from rekkas.base.keys import Holder, digest_of, prefix_of
from rekkas.base.models import ActionRecord, ApiKey, KeyedResult, User

NOTED_EACH = timedelta(minutes=5)  # how exactly it is known when a token was last shown
HELD_FOR = timedelta(seconds=30)  # a revoked token still opens for so long in a process that knew it

_held: dict[str, tuple[datetime, Holder]] = {}
_noted: dict[str, datetime] = {}


class UnknownToken(Refused):
    code = "base.unknown-token"
    message = _("This token opens nothing. Send it whole, as it was shown when it was issued.")
    status = 401


class TokenExpired(Refused):
    code = "base.token-expired"
    message = _("The token %(prefix)s has expired. Ask for a new one.")
    status = 401


class TokenRevoked(Refused):
    code = "base.token-revoked"
    message = _("The token %(prefix)s was revoked. Ask for a new one.")
    status = 401


def holder_of(token: str, *, at: datetime) -> Holder:
    """The machine that a token speaks for, if it may still speak."""
    holder = _holder(prefix_of(token), at)
    if holder is None or not compare_digest(holder.digest, digest_of(token)):
        raise UnknownToken
    if holder.revoked_at is not None and holder.revoked_at <= at:
        raise TokenRevoked(prefix=holder.prefix)
    if holder.expires_at is not None and holder.expires_at <= at:
        raise TokenExpired(prefix=holder.prefix)
    _note_use(holder.prefix, at)
    return holder


def _note_use(prefix: str, at: datetime) -> None:
    """When a token opened last. Asked of the database once in a while: it would be a write with every question."""
    if prefix in _noted and timedelta() <= at - _noted[prefix] < NOTED_EACH:
        return
    before = Q(last_used_at=None) | Q(last_used_at__lte=at - NOTED_EACH)
    ApiKey.objects.filter(before, prefix=prefix).update(last_used_at=at)
    _noted[prefix] = at


def _holder(prefix: str, at: datetime) -> Holder | None:
    """Looked up once in half a minute: it would be one of the two reads of every question."""
    if not prefix:
        return None
    since, holder = _held.get(prefix, (at, None))
    if holder is not None and timedelta() <= at - since < HELD_FOR:
        return holder
    row = ApiKey.objects.filter(prefix=prefix).first()
    if row is None:
        _held.pop(prefix, None)
        return None
    actor = Actor(
        ActorKind(row.kind),
        row.name,
        row.office_code or None,
        frozenset(row.scopes),
        row.customer_code or None,
    )
    holder = Holder(row.prefix, bytes(row.digest), actor, row.expires_at, row.revoked_at)
    _held[prefix] = at, holder
    return holder


def was_answered(key: str) -> bool:
    """Whether something was done under a key already: sent again, it is answered as before."""
    return KeyedResult.objects.filter(pk=key).exists()


def people_in_reach(by: Actor, *, words: str = "", role: str = "") -> "QuerySet[User, User]":
    """Who works where an actor may see people: at their office, for their region, or anywhere; by name."""
    rows = User.objects.order_by("-is_active", "username")
    if by.office or by.region:
        rows = rows.filter(Q(office_code=by.office or "-") | Q(region_code=by.region or "-"))
    if role:
        rows = rows.filter(role=role)
    for word in words.split():
        rows = rows.filter(
            Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
            | Q(office_code__iexact=word) | Q(region_code__iexact=word)
        )  # fmt: skip
    return rows


def person_in_reach(by: Actor, username: str) -> User:
    """One of them."""
    row = people_in_reach(by).filter(username=username).first()
    if row is None:
        raise NotFound(what=username)
    return row


def ways_in(user: User) -> dict[str, bool]:
    """What somebody has besides a password."""
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {
        "pin": bool(user.pin_hash),
        "badge": user.badge_digest is not None,
        "app": Authenticator.Type.TOTP in kinds,
        "key": Authenticator.Type.WEBAUTHN in kinds,
    }


def acts_about(username: str, *, at_most: int = 20) -> list[ActionRecord]:
    """What was done about the login of somebody, and by whom; the latest first."""
    verbs = ("base.add_user", "base.assign_user", "base.retire_user", "base.reset_user", "base.issue_badge")
    rows = ActionRecord.objects.filter(subject=username[:80], verb__in=verbs).order_by("-id")
    return list(rows[:at_most])


def acts_at(office: str) -> "QuerySet[ActionRecord, ActionRecord]":
    """What was done at an office, by whom; the latest first."""
    return ActionRecord.objects.filter(office_code=office).order_by("-id")


def acts_under(customer: str) -> "QuerySet[ActionRecord, ActionRecord]":
    """What was done in a merchant's name, by whom; the latest first."""
    return ActionRecord.objects.filter(customer_code=customer).order_by("-id")


def keys_of(customer: str) -> list[ApiKey]:
    """The machines of a merchant: those that may speak for long yet first, the latest of them first."""
    rows = ApiKey.objects.filter(customer_code=customer)
    return list(rows.order_by(F("revoked_at").desc(nulls_first=True), "-id"))
