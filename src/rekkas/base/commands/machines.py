"""Machines are given a way in, and it is taken from them again."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment
from rekkas.base.choices import NOT_FOR_CUSTOMERS, ActorKind
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput, NotAllowed, NotForCustomers, NotFound
from rekkas.base.keys import SCOPE, digest_of, new_token, prefix_of
from rekkas.base.models import ApiKey


@command
def issue_api_key(
    *, name: str, scopes: Sequence[str], by: Actor, at: Moment, kind: ActorKind = ActorKind.DEVICE,
    office: str = "", customer: str = "", expires_at: Moment | None = None,
) -> str:  # fmt: skip
    """Give a machine a token for some verbs and views; it is told this once and cannot be read again."""
    if not 0 < len(name.strip()) <= 80:
        raise InvalidInput(field="name", reason=_("name the machine in 1 to 80 characters."))
    if kind == ActorKind.PERSON:
        raise InvalidInput(field="kind", reason=_("a token speaks for a machine, never for a person."))
    if expires_at is not None and expires_at <= at:
        raise InvalidInput(field="expires_at", reason=_("it is in the past."))
    if not scopes:
        raise InvalidInput(field="scopes", reason=_("name at least one verb or view."))
    for scope in scopes:
        if not SCOPE.fullmatch(scope):
            raise InvalidInput(
                field="scopes", reason=_("%(scope)s is no verb and no view.") % {"scope": scope}
            )
        if not by.may(scope):  # nobody gives away what they do not have
            raise NotAllowed(who=by.name, verb=scope)
    customer = customer or by.customer or ""
    asked = Actor(kind, name, permissions=frozenset(scopes))
    if customer and (found := next((one for one in NOT_FOR_CUSTOMERS if asked.may(one)), None)):
        raise NotForCustomers(scope=found)
    token = new_token()
    ApiKey.objects.create(
        name=name.strip(), prefix=prefix_of(token), digest=digest_of(token), kind=kind,
        scopes=sorted(set(scopes)), office_code=office or by.office or "", customer_code=customer,
        created_at=at,
        expires_at=expires_at,
    )  # fmt: skip
    return token


@command
def revoke_api_key(*, prefix: str, by: Actor, at: Moment, ends_at: Moment | None = None) -> None:
    """Take a token out of use for good, at once or at a later moment; it is named by its first twelve characters."""
    rows = ApiKey.objects.filter(prefix=prefix)
    if by.office:
        rows = rows.filter(office_code=by.office)
    if not rows.exists():
        raise NotFound(what=prefix)
    ends_at = max(ends_at, at) if ends_at else at
    rows.filter(Q(revoked_at=None) | Q(revoked_at__gt=ends_at)).update(revoked_at=ends_at)
