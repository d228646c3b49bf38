"""A merchant's machines: keys that say what they are for, shown once, taken away at once."""

from collections.abc import Sequence
from datetime import timedelta

from rekkas.base.actors import Actor, Moment
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.commands import issue_api_key, revoke_api_key
from rekkas.base.keys import prefix_of
from rekkas.base.queries import keys_of
from rekkas.merchant import queries
from rekkas.merchant.choices import SCOPES_OF_USE, KeyUse
from rekkas.merchant.entries import KeyAnswer
from rekkas.merchant.errors import TooManyHere, UnknownKey
from rekkas.merchant.models import Merchant

# While a machine is taught its new key, the old one still opens.
ROTATION = timedelta(hours=24)


@command
def issue_merchant_key(
    *, name: str, uses: Sequence[KeyUse], by: Actor, at: Moment, expires_at: Moment | None = None
) -> KeyAnswer:
    """Give a merchant's machine a key for some uses; it is told this once and cannot be read again."""
    row = queries.merchant(by.customer or "")
    Merchant.objects.select_for_update().get(customer=row.pk)
    most = queries.rules_of(row.customer.country_id).keys_at_most
    if sum(kept.revoked_at is None for kept in keys_of(row.pk)) >= most:
        raise TooManyHere(most=most)
    scopes = sorted({scope for use in uses for scope in SCOPES_OF_USE[use]})
    token = issue_api_key(
        name=name, scopes=scopes, by=by, at=at, kind=ActorKind.PARTNER, customer=row.pk, expires_at=expires_at
    )
    return KeyAnswer(prefix_of(token), token)


@command
def rotate_merchant_key(*, prefix: str, by: Actor, at: Moment) -> KeyAnswer:
    """Give a machine a new key in the place of its old one, which opens for one more day."""
    old = next((row for row in keys_of(by.customer or "-") if row.prefix == prefix), None)
    if old is None or (old.revoked_at is not None and old.revoked_at <= at):
        raise UnknownKey(prefix=prefix)
    token = issue_api_key(
        name=old.name, scopes=old.scopes, by=by, at=at, kind=ActorKind(old.kind), customer=old.customer_code,
        expires_at=old.expires_at,
    )  # fmt: skip
    revoke_api_key(prefix=prefix, by=by, at=at, ends_at=at + ROTATION)
    return KeyAnswer(prefix_of(token), token)


@command
def revoke_merchant_key(*, prefix: str, by: Actor, at: Moment) -> None:
    """Take a machine's key out of use for good; others of the merchant's go on."""
    if all(row.prefix != prefix for row in keys_of(by.customer or "-")):
        raise UnknownKey(prefix=prefix)
    revoke_api_key(prefix=prefix, by=by, at=at)
