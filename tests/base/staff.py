"""People at the desks of the small country, as their administrators see them."""

from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.base.commands import add_user
from rekkas.base.models import User
from tests import build

ADMINISTRATOR = Actor.in_role("latifa", Role.ADMINISTRATOR)
SOUTH = "MA-08"
PASSWORD = "a long way to go"


def hired(user: str, role: Role = Role.CLERK, office: str = build.AGENCY, region: str = "") -> User:
    add_user(
        user=user, role=role, office=office, region=region, password=PASSWORD, by=ADMINISTRATOR, at=build.MONDAY
    )  # fmt: skip
    return User.objects.get(username=user)


def speaking(row: User) -> Actor:
    """The member of staff as an author."""
    return Actor.in_role(row.username, Role(row.role), row.office_code or None, row.region_code)
