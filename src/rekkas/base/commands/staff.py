"""People are given a login, a role and a place, and all of it is taken from them again."""

import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment, author_name, system
from rekkas.base.choices import Role
from rekkas.base.command import command
from rekkas.base.errors import (
    EngineerOutOfReach,
    InvalidInput,
    NotFound,
    OutOfReach,
    OwnRights,
    PasswordTooWeak,
    UserExists,
)
from rekkas.base.keys import badge_digest, new_badge
from rekkas.base.models import User
from rekkas.base.places import are_known, lies_in


@command
def add_user(
    *, user: str, role: Role, by: Actor, at: Moment, office: str = "", region: str = "", password: str = "",
    full_name: str = "",
) -> str:  # fmt: skip
    """Give somebody a login with a role, at an office, in a region or in the whole network; its password is returned.

    A password that was made here is changed by its owner before anything else.
    """
    author_name(system(user))
    office, region = _place(office, region)
    _check_reach(by, office, region, role)
    if User.objects.filter(username=user).exists():
        raise UserExists(name=user)
    given = password or made_password()
    try:
        validate_password(given)
    except ValidationError as error:
        raise PasswordTooWeak(reason=" ".join(error.messages)) from None
    first, _space, last = full_name.strip().partition(" ")
    User.objects.create_user(
        user, password=given, first_name=first[:150], last_name=last[:150], office_code=office,
        region_code=region, is_secret_given=not password, **_rights(role),
    )  # fmt: skip
    return given


@command
def assign_user(
    *, user: str, role: Role, by: Actor, at: Moment, office: str = "", region: str = ""
) -> None:  # fmt: skip
    """Give somebody another role, office or region; never oneself."""
    row = _theirs(user, by)
    office, region = _place(office, region)
    _check_reach(by, office, region, role)
    for name, value in {**_rights(role), "office_code": office, "region_code": region}.items():
        setattr(row, name, value)
    row.save()


@command
def retire_user(*, user: str, by: Actor, at: Moment) -> None:
    """Take somebody's login away for good; what they did stays under their name."""
    row = _theirs(user, by)
    row.is_active, row.pin_hash, row.badge_digest = False, "", None
    row.set_unusable_password()
    row.save()
    Authenticator.objects.filter(user=row).delete()


@command
def reset_user(*, user: str, by: Actor, at: Moment) -> str:
    """Give somebody who lost their way in a new password, told once; their PIN, badge and second factors go."""
    row = _theirs(user, by)
    given = made_password()
    row.set_password(given)
    row.is_secret_given, row.pin_hash, row.pin_wrong, row.badge_digest = True, "", 0, None
    row.save()
    Authenticator.objects.filter(user=row).delete()
    return given


@command
def issue_badge(*, user: str, by: Actor, at: Moment) -> str:
    """Make a new badge for somebody; its code is printed once, and the badge before it resumes nothing any more."""
    row = _theirs(user, by, himself=True)
    code = new_badge()
    row.badge_digest = badge_digest(code)
    row.save(update_fields=("badge_digest",))
    return code


def made_password() -> str:
    """A password that nobody guesses, to be read out once."""
    return secrets.token_urlsafe(12)


def _rights(role: Role) -> dict[str, Any]:
    """A role as it is kept. An engineer enters the admin pages."""
    is_engineer = role == Role.ENGINEER
    return {"role": role, "is_staff": is_engineer, "is_superuser": is_engineer}


def _place(office: str, region: str) -> tuple[str, str]:
    office, region = office.strip().upper(), region.strip().upper()
    if office and region:
        raise InvalidInput(field="region", reason=_("somebody works at an office or in a region, not both."))
    if (office or region) and not are_known(office, region):
        raise NotFound(what=office or region)
    return office, region


def _check_reach(by: Actor, office: str, region: str, role: Role) -> None:
    """Whoever belongs somewhere says who works there, and nowhere else. An engineer is everywhere."""
    if role == Role.ENGINEER and (by.office or by.region):
        raise EngineerOutOfReach
    if by.region:
        is_reached = region == by.region or lies_in(office, by.region)
    else:
        is_reached = not by.office or (office == by.office and not region)
    if not is_reached:
        raise OutOfReach(yours=by.region or by.office)


def _theirs(user: str, by: Actor, *, himself: bool = False) -> User:
    """Somebody within reach of an administrator, who is not that administrator, locked until the transaction ends."""
    row = User.objects.select_for_update().filter(username=user, is_active=True).first()
    if row is None:
        raise NotFound(what=user)
    if user == by.name and not himself:
        raise OwnRights
    _check_reach(by, row.office_code, row.region_code, Role(row.role))
    return row
