"""reach.toml: in which languages a post writes to people, when it lets them sleep, and what it tells them unasked.

The idea is that of the other files of a pack: a person edits it, and reading it finds every mistake in one pass with
the line on which it stands.

Source: the format is this package's own. Shapes and units: bytes in, a frozen `Reach` out; times of day are minutes
after midnight on the country's clock. Quiet hours may pass midnight; where they begin and end at the same minute there
are none. Errors: none are raised for what a person wrote; they are `Mistake`s in the order of the lines.

>>> night, mistakes = read_reach(b'source = "x"\\nquiet_from = "21:30"\\nlanguages = ["ar"]')
>>> night.quiet_end(datetime(2026, 3, 2, 23, 15)), night.quiet_end(datetime(2026, 3, 2, 12, 0))
(datetime.datetime(2026, 3, 3, 8, 0), None)
>>> [str(one) for one in read_reach(b'source = "x"\\nquiet_from = "9"\\nlanguages = ["ar"]')[1]]
["reach.toml, line 2, quiet_from: '9' will not do; write a time of day such as 21:30"]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from postkit.pack.document import CODE, SOURCE, Document, Key, Table, read_document
from postkit.pack.fields import choice, shaped
from postkit.pack.model import Mistake

FILE = "reach.toml"
# What happens to an item that somebody can be told of.
EVENTS = ("accepted", "out", "tried", "waiting", "delivered", "coming-back")
EVENING, MORNING = "21:00", "08:00"


@dataclass(frozen=True, slots=True)
class Told:
    """What the addressees of a product are told without asking."""

    product: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How a country's post writes to people. ``urgent`` kinds of texts are sent at night, too."""

    source: str
    sender: str
    languages: tuple[str, ...]
    quiet_from_min: int
    quiet_until_min: int
    urgent: tuple[str, ...]
    told: tuple[Told, ...]

    def quiet_end(self, here: datetime) -> datetime | None:
        """When the quiet hours end that a moment on the country's clock lies in; nothing outside them."""
        now = here.hour * 60 + here.minute
        first, last = self.quiet_from_min, self.quiet_until_min
        is_quiet = first <= now < last if first <= last else now >= first or now < last
        if not is_quiet:
            return None
        end = datetime.combine(here.date(), time(last // 60, last % 60), here.tzinfo)
        return end if now < last else end + timedelta(days=1)

    def events_for(self, product: str) -> tuple[str, ...]:
        """What the addressee of an item of a product is told unasked."""
        return next((row.events for row in self.told if row.product == product), ())


_TIME = shaped(r"([01]\d|2[0-3]):[0-5]\d", right="a time of day such as 21:30")
_KIND = shaped("[a-z-]{1,24}", right="at most 24 small letters and hyphens")
_HEAD = {
    "source": SOURCE,
    "sender": Key(str, shaped("[A-Za-z0-9 ]{1,11}", right="at most 11 letters and digits"), "REKKAS"),
    "languages": Key(str, shaped("[a-z]{2,3}", right="a language by ISO 639, such as ar"), many=True),
    "quiet_from": Key(str, _TIME, EVENING),
    "quiet_until": Key(str, _TIME, MORNING),
    "urgent": Key(str, _KIND, (), many=True),
}
_TABLES = {
    "told": Table(
        {"product": Key(str, CODE), "events": Key(str, choice(*EVENTS), many=True)}, once=("product",)
    )
}


def read_reach(data: bytes, *, currency: str = "") -> tuple[Reach | None, list[Mistake]]:
    """How a country's post writes to people, or else every mistake in its file."""
    found = read_document(FILE, data, _HEAD, _TABLES)
    for path, reason in _cross_check(found):
        found.note(path, reason)
    return (None, found.mistakes) if found.noted else (_reach(found), [])


def _cross_check(found: Document) -> Iterator[tuple[str, str]]:
    """Nobody is left without an hour in which they may be written to."""
    ends = [found.head.get(name) for name in ("quiet_from", "quiet_until")]
    if None not in ends and (_minutes(str(ends[1])) - _minutes(str(ends[0]))) % 1440 > 16 * 60:
        yield "quiet_until", "leaves less than eight hours of the day; write an earlier time"


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _reach(found: Document) -> Reach:
    head = dict(found.head)
    first, last = _minutes(head.pop("quiet_from")), _minutes(head.pop("quiet_until"))
    return Reach(
        **head, quiet_from_min=first, quiet_until_min=last,
        told=tuple(Told(**row.values) for row in found.rows["told"]),
    )  # fmt: skip
