"""Logins for members of staff."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from rekkas.base.actors import author_name, system
from rekkas.base.choices import Role
from rekkas.network.queries import office as known_office
from rekkas.operator.errors import PasswordTooWeak, UserExists


def add_user(name: str, role: Role, office: str, password: str) -> None:
    """Give somebody a login with a role, at an office or in the whole network. Engineers enter the admin pages."""
    users = get_user_model().objects
    author_name(system(name))
    if users.filter(username=name).exists():
        raise UserExists(name=name)
    if office:
        office = known_office(office.strip().upper()).code
    try:
        validate_password(password)
    except ValidationError as error:
        raise PasswordTooWeak(reason=" ".join(error.messages)) from None
    is_engineer = role == Role.ENGINEER
    users.create_user(
        name, password=password, role=role, office_code=office, is_staff=is_engineer, is_superuser=is_engineer
    )


def made_password() -> str:
    """A password that nobody guesses, to be read out once."""
    return secrets.token_urlsafe(12)
