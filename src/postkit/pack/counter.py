"""counter.toml: what a counter sells beside mail, what it may do without a network, how refunds and queues go.

A person edits it, and reading it finds every mistake in one pass with the line on which it stands.

Source: the format is this package's own. Shapes and units: bytes in, a frozen `Counter` out; amounts are minor units,
times say their unit. Errors: none are raised for what a person wrote; they are `Mistake`s in the order of the lines.

>>> counter, mistakes = read_counter(b'currency = "MAD"\\n[[means]]\\ncode = "gold"')
>>> counter is None, str(mistakes[-1])
(True, "counter.toml, line 3, means.code: 'gold' is not known here; write one of cash, card, account")
"""

from dataclasses import dataclass
from typing import Any

from postkit.pack.document import (
    CODE_AND_NAMES,
    CURRENCY,
    SOURCE,
    Key,
    Row,
    Table,
    chosen,
    read_document,
)
from postkit.pack.fields import choice
from postkit.pack.model import Mistake

FILE = "counter.toml"
# What one line of a visit can be.
SERVICES = (
    "sending", "announced", "article", "administration", "bill", "deposit", "withdrawal", "money-order",
    "order-payment", "pick-up",
)  # fmt: skip
# What needs the state of an account or an order, or a secret that no device may hold, waits for the network.
NEVER_ALONE = ("withdrawal", "money-order", "order-payment")
ALONE = tuple(one for one in SERVICES if one not in NEVER_ALONE)
MEANS = CASH, CARD, ACCOUNT = ("cash", "card", "account")
ARTICLE_KINDS = GOODS, ADMINISTRATION = ("goods", "administration")


@dataclass(frozen=True, slots=True)
class Offline:
    """What one service may do while there is no network. ``at_most``: of one line; 0 for no limit."""

    service: str
    at_most: int


@dataclass(frozen=True, slots=True)
class Means:
    """A way to pay, and whether it is taken without a network."""

    code: str
    offline: bool


@dataclass(frozen=True, slots=True)
class Article:
    """Something sold by the piece: goods, or a request to an administration.

    Of the ``amount`` of a request ``duty`` belongs to the ``administration``; the rest is the post's.
    """

    code: str
    kind: str
    name_en: str
    name_fr: str
    name_ar: str
    amount: int
    duty: int
    administration: str
    asks_reference: bool


@dataclass(frozen=True, slots=True)
class Question:
    """Something that may not be sent, asked plainly."""

    code: str
    name_en: str
    name_fr: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class Errand:
    """What people queue for. A lower ``priority`` is called earlier; one takes about so many ``minutes``."""

    code: str
    name_en: str
    name_fr: str
    name_ar: str
    priority: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Counter:
    """``price_hours``: how long a price that a device carries still holds after the tariff changed.

    ``offline_total``: cash taken on one device since it last spoke with the post. ``refund_at_most``: what a clerk
    gives back alone. ``remind_after_days``: when the addressee of a waiting item is reminded. ``questions_above_g``: of
    what may weigh more than that it is asked whether something forbidden is inside. ``cn22_up_to``: the value up to
    which a letter for abroad bears a CN 22; 0: any value.
    """

    currency: str
    source: str
    offline_hours: int = 8
    offline_acts: int = 300
    offline_total: int = 0
    clock_tolerance_s: int = 120
    price_hours: int = 24
    numbers_reserved: int = 50
    customers_kept: int = 500
    refund_hours: int = 24
    refund_at_most: int = 0
    remind_after_days: tuple[int, ...] = (3, 8)
    questions_above_g: int = 2_000
    cn22_up_to: int = 0
    offline: tuple[Offline, ...] = ()
    means: tuple[Means, ...] = (Means(CASH, offline=True),)
    articles: tuple[Article, ...] = ()
    questions: tuple[Question, ...] = ()
    errands: tuple[Errand, ...] = ()

    def article(self, code: str) -> Article | None:
        return next((row for row in self.articles if row.code == code), None)

    def offline_for(self, service: str) -> Offline | None:
        return next((row for row in self.offline if row.service == service), None)

    def takes(self, means: str) -> Means | None:
        return next((row for row in self.means if row.code == means), None)


_USUAL = Counter("", "")
_HEAD = {
    "currency": CURRENCY,
    "source": SOURCE,
    "offline_hours": Key(low=0, high=72, default=_USUAL.offline_hours),
    "offline_acts": Key(low=0, high=5_000, default=_USUAL.offline_acts),
    "offline_total": Key(default=_USUAL.offline_total),
    "clock_tolerance_s": Key(low=1, high=3_600, default=_USUAL.clock_tolerance_s),
    "price_hours": Key(low=0, high=24 * 14, default=_USUAL.price_hours),
    "numbers_reserved": Key(low=1, high=1_000, default=_USUAL.numbers_reserved),
    "customers_kept": Key(low=0, high=5_000, default=_USUAL.customers_kept),
    "refund_hours": Key(low=0, high=24 * 31, default=_USUAL.refund_hours),
    "refund_at_most": Key(default=_USUAL.refund_at_most),
    "questions_above_g": Key(default=_USUAL.questions_above_g),
    "cn22_up_to": Key(default=_USUAL.cn22_up_to),
    "remind_after_days": Key(low=1, high=60, default=_USUAL.remind_after_days, many=True),
}
_TABLES = {
    "offline": Table({"service": chosen(*ALONE), "at_most": Key(default=0)}, once=("service",)),
    "means": Table({"code": chosen(*MEANS), "offline": Key(bool, default=False)}, once=("code",)),
    "articles": Table(
        {
            **CODE_AND_NAMES, "kind": Key(str, choice(*ARTICLE_KINDS), GOODS), "amount": Key(), "duty": Key(default=0),
            "administration": Key(str, default=""), "asks_reference": Key(bool, default=False),
        },
        once=("code",),
    ),
    "questions": Table({**CODE_AND_NAMES}, once=("code",)),
    "errands": Table(
        {**CODE_AND_NAMES, "priority": Key(low=1, high=9, default=5), "minutes": Key(low=1, high=120, default=4)},
        once=("code",),
    ),
}  # fmt: skip


def read_counter(data: bytes, *, currency: str = "") -> tuple[Counter | None, list[Mistake]]:
    """The counter of a country, or else every mistake in its file. ``currency`` is that of country.toml, if known."""
    found = read_document(FILE, data, _HEAD, _TABLES)
    found.check_currency(currency)
    for row in found.whole("articles"):
        if reason := _what_is_wrong(row):
            found.note(f"{row.path}.duty", reason)
    if found.mistakes:
        return None, found.mistakes
    made = {"offline": Offline, "means": Means, "articles": Article, "questions": Question, "errands": Errand}
    rows: dict[str, Any] = {
        name: tuple(of(**row.values) for row in found.whole(name)) for name, of in made.items()
    }
    if not rows["means"]:
        del rows["means"]
    return Counter(**{**found.head, **rows}), []


def _what_is_wrong(row: Row) -> str:
    said = row.values
    if said["duty"] > said["amount"]:
        return "it is more than the whole amount; write what belongs to the administration"
    if bool(said["duty"]) != bool(said["administration"]):
        return "duty and administration go together; write both or neither"
    if said["duty"] and said["kind"] != ADMINISTRATION:
        return 'only a request to an administration has a duty; write kind = "administration"'
    return ""
