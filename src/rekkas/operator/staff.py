"""Logins for members of staff, as an operator gives them."""

from django.utils import timezone

from rekkas.base import commands
from rekkas.base.actors import system
from rekkas.base.choices import Role
from rekkas.network.queries import office as known_office


def add_user(name: str, role: Role, office: str, password: str = "", region: str = "") -> str:
    """Give somebody a login with a role, at an office, in a region or in the whole network; tell its password."""
    if office:
        office = known_office(office.strip().upper()).code
    return commands.add_user(
        user=name, role=role, office=office, region=region, password=password, by=system("operator"),
        at=timezone.now(),
    )  # fmt: skip
