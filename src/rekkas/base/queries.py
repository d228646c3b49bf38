"""Who stands at the door, and what was answered before."""

from datetime import datetime, timedelta
from hmac import compare_digest

from django.utils.translation import gettext_lazy as _

from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.base.errors import Refused
from rekkas.base.keys import Holder, digest_of, prefix_of
from rekkas.base.models import ApiKey, KeyedResult

HELD_FOR = timedelta(seconds=30)  # a revoked token still opens for so long in a process that knew it

_held: dict[str, tuple[datetime, Holder]] = {}


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
    if holder.revoked_at is not None:
        raise TokenRevoked(prefix=holder.prefix)
    if holder.expires_at is not None and holder.expires_at <= at:
        raise TokenExpired(prefix=holder.prefix)
    return holder


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
