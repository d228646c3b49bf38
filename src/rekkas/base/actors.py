"""The author of a change. Every record names one, truly: recovery by the system is never a person's act."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rekkas.base.choices import ROLE_PERMISSIONS, ActorKind, Role
from rekkas.base.errors import InvalidInput

NAME_AT_MOST = 80  # what every record has room for
FIRST_YEAR = 1900  # no record of a post is older, and the first day of a calendar has none before it
Moment = datetime  # always aware: commands refuse a wall time without its offset


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, from where, and what they may do."""

    kind: ActorKind
    name: str
    office: str | None = None
    permissions: frozenset[str] = frozenset()
    customer: str | None = None  # a merchant's machine: it knows and sends what is under this contract only
    holder: str = ""  # a customer of the bank, by number: they move what is theirs only
    citizen: str = ""  # somebody who has proved a telephone: they arrange what is theirs only
    region: str = ""  # they act for each office of it; ``office`` is then the one at which they stand
    till: str = (
        ""  # the clerk in whose till they work, where it is not their own: they let in what that clerk did
    )

    def may(self, permission: str) -> bool:
        app = permission.partition(".")[0]
        return not self.permissions.isdisjoint({permission, f"{app}.*", "*"})

    @classmethod
    def in_role(cls, name: str, role: Role, office: str | None = None, region: str = "") -> "Actor":
        return cls(ActorKind.PERSON, name, office, ROLE_PERMISSIONS[role], region=region)


def author_name(by: Actor) -> str:
    """The name of an author as records keep it: whole, for two names that are cut may become one.

    >>> author_name(system("relay"))
    'relay'
    """
    if not by.name.strip() or len(by.name) > NAME_AT_MOST:
        reason = _("the name of an author has 1 to %(most)s characters.")
        raise InvalidInput(field="actor", reason=reason % {"most": NAME_AT_MOST})
    return by.name


def is_author(by: Actor, kept: str) -> bool:
    """Whether the author of a record, as it was kept, is this one: who did the one half may not do the other."""
    return author_name(by) == kept


def system(name: str) -> Actor:
    """The post's own machinery: a relay, an import, a demonstration."""
    return Actor(ActorKind.SYSTEM, name, None, frozenset({"*"}))
