"""A locked session is resumed by whoever is known here: by PIN, badge or password. See decision 0034."""

from dataclasses import dataclass
from itertools import pairwise

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password

from rekkas.base.actors import Actor, Moment
from rekkas.base.choices import ROLE_PERMISSIONS, Role
from rekkas.base.command import command
from rekkas.base.errors import NotFound, NotResumed, PinShut, PinTooEasy
from rekkas.base.keys import badge_digest
from rekkas.base.logins import needs_second_factor
from rekkas.base.models import User

PIN_TRIES = 5


@dataclass(frozen=True, slots=True)
class Resumed:
    """Who works on: nobody where what was given is wrong, with how many PINs may still be tried."""

    user: str = ""
    tries_left: int = 0


@command
def choose_pin(*, pin: str, by: Actor, at: Moment) -> None:
    """Choose the PIN by which one's own locked session is resumed."""
    steps = {int(b) - int(a) for a, b in pairwise(pin)} if pin.isascii() and pin.isdigit() else set()
    if not 4 <= len(pin) <= 8 or not steps or steps in ({0}, {1}, {-1}):
        raise PinTooEasy
    row = _own(by)
    row.pin_hash, row.pin_wrong = make_password(pin), 0
    row.save(update_fields=("pin_hash", "pin_wrong"))


@command
def resume_session(
    *, by: Actor, at: Moment, pin: str = "", badge: str = "", password: str = ""
) -> Resumed:  # fmt: skip
    """Go on with a locked session by PIN, badge or password; a colleague's badge begins theirs in its place.

    A wrong PIN is counted, and is an answer and no refusal: the count must be kept.
    """
    if badge:
        return Resumed(_wearer(badge, by).username, PIN_TRIES)
    row = _own(by)
    if pin and row.pin_wrong >= PIN_TRIES:
        raise PinShut
    is_right = check_password(pin, row.pin_hash) if pin and row.pin_hash else False
    if password:
        is_right = row.check_password(password)
    if is_right:
        User.objects.filter(pk=row.pk).update(pin_wrong=0)
        return Resumed(row.username, PIN_TRIES)
    if pin:
        row.pin_wrong += 1
        row.save(update_fields=("pin_wrong",))
    return Resumed(tries_left=PIN_TRIES - row.pin_wrong)


def _own(by: Actor) -> User:
    row = User.objects.select_for_update().filter(username=by.name, is_active=True).first()
    if row is None:
        raise NotFound(what=by.name)
    return row


def _wearer(badge: str, by: Actor) -> User:
    """Whose badge this is. It resumes one's own session, and begins that of a colleague of the same office who may do
    nothing that one may not do oneself, and logs in with no more than a password: a badge that was found, or taken in a
    picture, opens nothing new.
    """
    row = User.objects.filter(badge_digest=badge_digest(badge), is_active=True).first()
    own = _own(by)
    if row is None:
        raise NotResumed
    if row.pk != own.pk:
        is_here = bool(own.office_code) and row.office_code == own.office_code
        may_more = not ROLE_PERMISSIONS[Role(row.role)] <= ROLE_PERMISSIONS[Role(own.role)]
        is_more = may_more or row.is_superuser or row.is_staff
        has_more = is_more or row.is_secret_given or needs_second_factor(row)
        if not is_here or has_more or Authenticator.objects.filter(user=row).exists():
            raise NotResumed
    return row
