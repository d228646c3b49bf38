"""How staff log in, as the country of their office has it: who needs a second factor, and when their desk locks.

A pack says it (staff.toml). Where none was loaded the usual holds; what the operator sets (REKKAS_LOCK,
REKKAS_SECOND_FACTOR) stands above both.
"""

import time

import msgspec
from django.conf import settings

from postkit.pack.staff import Lock, Staff
from rekkas.base.choices import Role
from rekkas.base.models import StaffRules, User

GOOD_FOR_S = 60.0  # other processes learn of a pack that was loaded by then
USUAL = Staff(
    second_factor=(Role.ADMINISTRATOR.value, Role.ENGINEER.value),
    locks=(Lock(Role.CLERK.value, 90), Lock(Role.SUPERVISOR.value, 90)),
)
_held: list[tuple[float, dict[str, Staff]]] = []


def rules_for(user: User) -> Staff:
    """What holds for somebody: the rules of the country in which they work."""
    if not _held or time.monotonic() - _held[0][0] > GOOD_FOR_S:
        _held[:] = [
            (time.monotonic(), {row.pk: msgspec.convert(row.body, Staff) for row in StaffRules.objects.all()})
        ]
    country = (user.office_code or user.region_code or settings.COUNTRY)[:2]
    return _held[0][1].get(country, USUAL)


def forget_rules() -> None:
    """Have the rules read again: a pack was loaded."""
    _held.clear()


def locks_after(user: User) -> int:
    """After how many idle seconds the session of somebody is locked; 0 for never."""
    said = settings.DESK_LOCKS_AFTER_S
    usual = rules_for(user).locks_after(user.role)
    return int(said.get(user.role, said.get("*", usual)))


def needs_second_factor(user: User) -> bool:
    """Whether somebody shows more than a password: their role asks for it, or they may do everything."""
    said = settings.SECOND_FACTOR_ROLES
    roles = frozenset(rules_for(user).second_factor if said is None else said)
    return user.role in roles or (user.is_superuser and bool(roles))
