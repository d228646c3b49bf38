"""staff.toml: who needs a second factor to log in, and after how many idle seconds a desk locks, by role.

The idea is that of the other files of a pack: a person edits it, and reading it finds every mistake in one pass with
the line on which it stands. How careful a desk must be differs from post to post: a hall that strangers walk through
locks sooner than an office upstairs.

Source: the format is this package's own. Shapes and units: bytes in, a frozen `Staff` out; seconds, 0 for never. The
roles that exist are given by who asks: postkit knows none. Errors: none are raised for what a person wrote; they are
`Mistake`s in the order of the lines.

>>> text = b'source = "x"\\nsecond_factor = ["boss"]\\nlocks_after_s = 600\\n[[locks]]\\nrole = "clerk"\\nafter_s = 90'
>>> rules, mistakes = read_staff(text, roles=["clerk", "boss"])
>>> rules.locks_after("clerk"), rules.locks_after("boss"), rules.needs_second_factor("boss"), mistakes
(90, 600, True, [])
>>> [str(one) for one in read_staff(text, roles=["clerk"])[1]]
["staff.toml, line 2, second_factor: 'boss' is no role; write some of clerk"]
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from postkit.pack.document import SOURCE, Document, Key, Table, read_document
from postkit.pack.fields import shaped
from postkit.pack.model import Mistake

FILE = "staff.toml"
A_DAY_S = 86_400
LOCKS_AFTER_S = 600


@dataclass(frozen=True, slots=True)
class Lock:
    """After how many idle seconds the desk of a role locks."""

    role: str
    after_s: int


@dataclass(frozen=True, slots=True)
class Staff:
    """How the staff of a country logs in. ``locks_after_s`` is for roles that have no row of their own."""

    source: str = ""
    second_factor: tuple[str, ...] = ()
    locks_after_s: int = LOCKS_AFTER_S
    locks: tuple[Lock, ...] = ()

    def locks_after(self, role: str) -> int:
        return next((row.after_s for row in self.locks if row.role == role), self.locks_after_s)

    def needs_second_factor(self, role: str) -> bool:
        return role in self.second_factor


_ROLE = shaped("[a-z-]{1,24}", right="a role in small letters, such as clerk")
_HEAD = {
    "source": SOURCE,
    "second_factor": Key(str, _ROLE, many=True),
    "locks_after_s": Key(low=0, high=A_DAY_S, default=LOCKS_AFTER_S),
}
_TABLES = {"locks": Table({"role": Key(str, _ROLE), "after_s": Key(low=0, high=A_DAY_S)}, once=("role",))}


def read_staff(
    data: bytes, *, currency: str = "", roles: Collection[str] = ()
) -> tuple[Staff | None, list[Mistake]]:
    """How a country's staff logs in, or else every mistake in its file."""
    found = read_document(FILE, data, _HEAD, _TABLES)
    for path, reason in _unknown_roles(found, roles):
        found.note(path, reason)
    if found.noted:
        return None, found.mistakes
    return Staff(**found.head, locks=tuple(Lock(**row.values) for row in found.rows["locks"])), []


def _unknown_roles(found: Document, roles: Collection[str]) -> Iterator[tuple[str, str]]:
    said = [("second_factor", role) for role in found.head.get("second_factor", ())]
    said += [(f"{row.path}.role", row.values["role"]) for row in found.rows["locks"] if "role" in row.values]
    for path, role in said:
        if roles and role not in roles:
            yield path, f"'{role}' is no role; write some of {', '.join(roles)}"
