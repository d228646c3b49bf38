"""How a machine is understood and answered: who it is, what it sent, and page by page what it asked for."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.security import HttpBearer

from rekkas.base.actors import Actor
from rekkas.base.choices import NOT_FOR_CUSTOMERS
from rekkas.base.errors import InvalidInput, NotAllowed, NotForCustomers, Refused
from rekkas.base.keys import Holder
from rekkas.base.problems import CannotBeRead, NotJson
from rekkas.base.queries import holder_of

T = TypeVar("T")
IDEMPOTENCY_KEY = re.compile(r'"?([\x21\x23-\x7e]{1,64})"?')
PATH = re.compile(r" - at `(?:key in )?\$(.*?)`$")
PAGE, PAGE_AT_MOST = 50, 200
HIGHEST = 2**63


class KeyMissing(Refused):
    code = "base.key-missing"
    message = gettext_lazy(
        "Send the header Idempotency-Key, 1 to 64 visible characters of your choice: "
        "the same key makes a repeat of this request harmless."
    )
    status = 400


class Bearer(HttpBearer):
    """The token that was shown when the key was issued."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Holder:
        holder = holder_of(token, at=timezone.now())
        if not holder.actor.may(self.scope):
            raise NotAllowed(who=holder.actor.name, verb=self.scope)
        if holder.actor.customer and self.scope in NOT_FOR_CUSTOMERS:
            raise NotForCustomers(scope=self.scope)
        return holder


def holder_in(request: HttpRequest) -> Holder:
    """The machine that was let in."""
    holder: Holder = request.auth  # type: ignore[attr-defined]
    return holder


def author_of(request: HttpRequest) -> Actor:
    return holder_in(request).actor


def is_theirs(request: HttpRequest, customer: str | None) -> bool:
    """Whether what belongs to a customer (none: to nobody) may be known to this machine: a customer's knows its own."""
    mine = author_of(request).customer
    return not mine or mine == customer


def key_of(request: HttpRequest) -> str:
    """The key of a write. Two machines may choose the same one: each has its own."""
    given = IDEMPOTENCY_KEY.fullmatch(request.headers.get("Idempotency-Key", ""))
    if given is None:
        raise KeyMissing
    return f"{holder_in(request).prefix}:{given[1]}"


def key_given(request: HttpRequest) -> str | None:
    """The key of a write that may go without: each of its rows has an id of its own."""
    return key_of(request) if request.headers.get("Idempotency-Key") else None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that has not the shape asked for: as it came, where it fails, and why."""

    text: str
    pointer: str
    reason: str
    value: Any = None

    @property
    def refusal(self) -> InvalidInput:
        return InvalidInput(field=self.pointer, reason=self.reason)


def json_body(request: HttpRequest) -> bytes:
    """The body, if it claims to be JSON and is not too large."""
    if request.content_type != "application/json":
        raise NotJson
    body = request.body
    if b"\0" in body:
        raise CannotBeRead(reason=_("it holds a NUL"))
    return body


def rows_of(body: bytes, shape: type[T], *, at_most: int) -> list[T | Unreadable]:
    """The rows of a list, each read by itself: one that cannot be read does not fail its neighbours."""
    try:
        rows = msgspec.json.decode(body, type=list[msgspec.Raw])
    except msgspec.ValidationError:
        raise InvalidInput(field="#", reason=_("a list is expected")) from None
    except (msgspec.DecodeError, RecursionError, ValueError) as fault:
        if (halves := _with_half_signs(body)) is None:
            raise CannotBeRead(reason=_why(fault)[0]) from None
        rows = halves
    check_count(rows, at_most)
    decode = msgspec.json.Decoder(shape).decode
    return [_row(bytes(row), decode, f"#/{position}") for position, row in enumerate(rows)]


def _with_half_signs(body: bytes) -> list[msgspec.Raw] | None:
    """The rows of a list that is JSON but for half a sign in some text: that row alone cannot be read."""
    if rb"\u" not in body:
        return None
    try:
        rows = json.loads(body)
    except (RecursionError, ValueError):
        return None
    return [msgspec.Raw(json.dumps(row).encode()) for row in rows] if isinstance(rows, list) else None


def object_of(request: HttpRequest, shape: type[T]) -> T:
    """The one object that a body holds."""
    body = json_body(request)
    try:
        msgspec.json.decode(body, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError, ValueError) as fault:
        raise CannotBeRead(reason=_why(fault)[0]) from None
    row = _row(body, msgspec.json.Decoder(shape).decode, "#")
    if isinstance(row, Unreadable):
        raise row.refusal
    return row


def check_count(rows: Sequence[object], at_most: int) -> None:
    if len(rows) > at_most:
        reason = _("it holds %(count)s rows and at most %(at_most)s are taken at once")
        raise InvalidInput(field="#", reason=reason % {"count": len(rows), "at_most": at_most})


def _row(raw: bytes, decode: Callable[[bytes], T], pointer: str) -> T | Unreadable:
    value = None
    try:
        value = json.loads(raw, object_pairs_hook=_said_once)
        return decode(raw)
    except (msgspec.DecodeError, RecursionError, ValueError) as fault:
        reason, path = _why(fault)
        return Unreadable(raw.decode("utf-8", "backslashreplace"), pointer + path, reason, value)


def _said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which every name comes once, and no text holds what a database cannot keep."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(_("it says the same thing twice"))
    if any(isinstance(value, str) and "\0" in value for value in found.values()):
        raise ValueError(_("it holds a NUL"))
    return found


def _why(fault: Exception) -> tuple[str, str]:
    """What a decoder complains of, and the pointer to it."""
    if isinstance(fault, RecursionError):
        return _("it is nested too deep"), ""
    said = str(fault)
    where = PATH.search(said)
    steps = re.findall(r"\w+", where[1]) if where else []
    return _in_readers_language(PATH.sub("", said)), "".join(f"/{step}" for step in steps)


# What the decoder says, in its own words, and the same for people. What it says beyond these stays as it is.
DECODER_SAYS = (
    (re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<given>[^`]+)`"),
     gettext_lazy("Expected `%(wanted)s`, got `%(given)s`")),
    (re.compile(r"Expected `(?P<wanted>\w+)` (?P<bound>[<>]=? \S+)"), gettext_lazy("Expected `%(wanted)s` %(bound)s")),
    (re.compile(r"Expected `(?P<wanted>\w+)` of length (?P<bound>[<>]=? \d+)"),
     gettext_lazy("Expected `%(wanted)s` of length %(bound)s")),
    (re.compile(r"Object missing required field `(?P<field>[^`]+)`"),
     gettext_lazy("Object missing required field `%(field)s`")),
    (re.compile(r"Object contains unknown field `(?P<field>[^`]+)`"),
     gettext_lazy("Object contains unknown field `%(field)s`")),
    (re.compile(r"Invalid UUID"), gettext_lazy("Invalid UUID")),
    (re.compile(r"Invalid RFC3339 encoded datetime"), gettext_lazy("Invalid RFC3339 encoded datetime")),
    (re.compile(r"Expected `datetime` with a timezone component"),
     gettext_lazy("Expected `datetime` with a timezone component")),
    (re.compile(r"Input data was truncated"), gettext_lazy("Input data was truncated")),
    (re.compile(r"JSON is malformed: (?P<detail>.*)"), gettext_lazy("JSON is malformed: %(detail)s")),
    (re.compile(r".*codec can't decode.*|.*[Ii]nvalid utf-8.*"), gettext_lazy("it is not UTF-8")),
)  # fmt: skip


def _in_readers_language(said: str) -> str:
    for pattern, words in DECODER_SAYS:
        if (found := pattern.fullmatch(said)) is not None:
            return str(words) % found.groupdict()
    return said


class Results(msgspec.Struct, Generic[T], frozen=True):
    """One answer a row, in the order asked."""

    results: list[T]


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Some rows, and the cursor of those after them; none after the last."""

    data: list[T]
    next: str | None = None


def page_of(
    rows: Sequence[Any], limit: int, shown: Callable[[Any], T], cursor: Callable[[Any], str]
) -> Page[T]:
    """A page of ``limit`` out of rows read one beyond it."""
    there_is_more = len(rows) > limit
    kept = rows[:limit]
    return Page([shown(row) for row in kept], cursor(kept[-1]) if there_is_more else None)


def cursor_after(place: int) -> str:
    """Where a page ended, as a word that means nothing to others.

    >>> place_of(cursor_after(41)), place_of("")
    (41, 0)
    """
    return urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def place_of(cursor: str) -> int:
    """The place that a cursor remembers."""
    if not cursor:
        return 0
    try:
        place = int(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode())
    except ValueError:
        place = -1
    if not 0 <= place < HIGHEST:
        raise InvalidInput(field="after", reason=_("take it from the field next of the page before"))
    return place


def answer(value: object, status: int = 200) -> HttpResponse:
    """Anything of ours as JSON: aware moments with their offset, amounts as integers."""
    body = msgspec.json.encode(value, enc_hook=str)
    return HttpResponse(
        body, content_type="application/json", status=status, headers={"Cache-Control": "no-store"}
    )
