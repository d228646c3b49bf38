"""What may stand inside an element, written as one line, and the reading of what does.

Idea: the profile is a text. Each word is the name of a child in the order of the standard, with how often it stands:
nothing for once, `?` for once or never, `+` for at least once, `*` for any number. A word that begins with `~` is
taken and not kept; one that begins with `!` is refused as unsupported, because leaving it out would change what is
paid. Whatever has no word is unexpected. So a message is either understood whole or refused with the place.

>>> Shape("MsgId ~Authstn* CtrlSum? !Chq? Tx+").names
('MsgId', 'Authstn', 'CtrlSum', 'Chq', 'Tx')

A `Reader` reads what is inside: texts, codes, moments, amounts. Texts have their blanks brought together; characters
that turn the direction of writing or have no shape are refused, since they can make a name look like another.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple, TypeAlias, TypeVar

from lxml import etree

from postkit.iso20022.opening import refusal
from postkit.iso20022.refusal import NotAMessage
from postkit.iso20022.versions import Version
from postkit.money import NotAnAmount, decimals
from postkit.text import visible

T = TypeVar("T")
Element: TypeAlias = etree._Element
Found = dict[str, list[Element]]

_WORD = re.compile(r"([~!]?)(\w+)([?*+]?)")
_BLANKS = re.compile(r"[ \t\r\n]+")
_UNEVEN = re.compile(r"^[ \t\r\n]|[ \t\r\n]$|[\t\r\n]|  ")
# Control characters; what turns the direction of writing; letters without a shape, under which another text could be
# hidden; what Unicode never assigns. The joiners and marks that Arabic and other scripts need are left.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_AMOUNT = re.compile(r"([0-9]{1,18})(?:\.([0-9]{1,5}))?")
_MOST_DIGITS = 18
_SUM = re.compile(r"([0-9]{1,18})(?:\.([0-9]{1,17}))?")
SUM_PLACES = 17
_COUNT = re.compile(r"[0-9]{1,15}")
_ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
_DATE = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}){_ZONE}")
_MOMENT = re.compile(
    rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]{{1,9}})?{_ZONE}"
)
ID, NAME, LINE, NOTE, REMARK = 35, 140, 140, 105, 500  # the longest texts, by what they are for


class Money(NamedTuple):
    """Minor units beside their currency."""

    amount: int
    currency: str


class Shape:
    """The children that an element of this profile may have."""

    __slots__ = ("marks", "names", "needed", "order")

    def __init__(self, words: str) -> None:
        parts = [_WORD.fullmatch(word) for word in words.split()]
        matched = [part for part in parts if part]
        if len(matched) != len(parts):
            raise ValueError(f"not a shape: {words}")
        self.names = tuple(part[2] for part in matched)
        self.order = {name: at for at, name in enumerate(self.names)}
        self.marks = {part[2]: (part[1], part[3] in "*+" and part[3] != "") for part in matched}
        self.needed = tuple(part[2] for part in matched if part[3] in ("", "+"))


class Reader:
    """Reads elements of one version; every refusal names the element."""

    __slots__ = ("prefix", "version")

    def __init__(self, version: Version) -> None:
        self.version = version
        self.prefix = f"{{{version.namespace}}}"

    def parts(self, element: Element, shape: Shape) -> Found:
        """The children that are kept, by name; refused unless they stand as the shape says."""
        found: Found = {}
        prefix, size, at = self.prefix, len(self.prefix), -1
        if element.keys():
            raise refusal("unexpected", element, "an attribute")
        _refuse_stray(element, element.text)
        for child in element:
            tag = child.tag
            if child.tail is not None:
                _refuse_stray(element, child.tail)
            if not isinstance(tag, str):
                if isinstance(child, etree._Entity):
                    raise refusal("unexpected", element, "an entity")
                continue
            name = tag[size:]
            place = shape.order.get(name, -1) if tag.startswith(prefix) else -1
            if place < 0:
                raise refusal("unexpected", child, "no such element here")
            mark, is_many = shape.marks[name]
            if place < at or (place == at and not is_many):
                raise refusal("unexpected", child, "stands too late or too often")
            if mark == "!":
                raise refusal("unsupported", child)
            at = place
            found.setdefault(name, []).append(child)
        for name in shape.needed:
            if name not in found:
                raise refusal("missing", element, inside=name)
        return found

    def inside(self, found: Found, name: str, shape: Shape) -> Found:
        """The parts of one child; nothing where the child is missing."""
        return self.parts(found[name][0], shape) if name in found else {}

    def leaf(self, element: Element) -> str:
        """The text of an element that holds nothing else."""
        if len(element) or element.keys():
            raise refusal("unexpected", element, "text alone expected")
        text = element.text or ""
        return _BLANKS.sub(" ", text).strip(" ") if _UNEVEN.search(text) else text

    def text(self, found: Found, name: str, most: int = ID) -> str:
        """A text for people or an identification; empty only where the element is missing."""
        return self.shown(found[name][0], most) if name in found else ""

    def lines(self, found: Found, name: str, most: int = LINE, most_lines: int = 20) -> str:
        """The texts of a repeated element, one a line."""
        elements = found.get(name, [])
        if len(elements) > most_lines:
            raise refusal("text", elements[most_lines], f"more than {most_lines} lines")
        return "\n".join(self.shown(element, most) for element in elements)

    def shown(self, element: Element, most: int) -> str:
        text = self.leaf(element)
        if not 0 < len(text) <= most:
            raise refusal("text", element, f"{len(text)} characters; 1 to {most} may stand there")
        if UNSEEN.search(text) or not (text.isascii() or visible(text).strip()):
            raise refusal("text", element, "characters that cannot be shown")
        return text

    def code(self, found: Found, name: str, shape: re.Pattern[str] | Iterable[str]) -> str:
        """A code of a list, or of a form; empty only where the element is missing."""
        if name not in found:
            return ""
        text = self.leaf(found[name][0])
        fits = shape.fullmatch(text) if isinstance(shape, re.Pattern) else text in shape
        if not fits:
            raise refusal("code", found[name][0], repr(text[:35]))
        return text

    def count(self, found: Found, name: str) -> int | None:
        if name not in found:
            return None
        text = self.leaf(found[name][0])
        if not _COUNT.fullmatch(text):
            raise refusal("number", found[name][0], repr(text[:35]))
        return int(text)

    def day(self, found: Found, name: str) -> date | None:
        """A date; an offset beside it is skipped, since a day has none here."""
        if name not in found:
            return None
        text = _DATE.fullmatch(self.leaf(found[name][0]))
        try:
            return date.fromisoformat(text[1] if text else "")
        except ValueError:
            raise refusal("date", found[name][0]) from None

    def moment(self, found: Found, name: str) -> datetime | None:
        """A moment, with its offset where one is written."""
        if name not in found:
            return None
        text = self.leaf(found[name][0])
        try:
            return datetime.fromisoformat(text if _MOMENT.fullmatch(text) else "")
        except ValueError:
            raise refusal("date", found[name][0]) from None

    def money(self, found: Found, name: str, least: int = 1) -> Money | None:
        """An amount in minor units: plain digits, at most the decimals of its currency."""
        if name not in found:
            return None
        element = found[name][0]
        if element.keys() != ["Ccy"] or len(element):
            raise refusal("currency", element, "Ccy expected")
        currency, text = element.get("Ccy") or "", (element.text or "").strip(" \t\r\n")
        try:
            places = decimals(currency)
        except NotAnAmount:
            raise refusal("currency", element, repr(currency[:35])) from None
        digits = _AMOUNT.fullmatch(text)
        if not digits or len(digits[1]) + len(digits[2] or "") > _MOST_DIGITS:
            raise refusal("amount", element, repr(text[:35]))
        if len(digits[2] or "") > places:
            raise refusal("decimals", element, f"{currency} has {places}")
        amount = int(digits[1] + (digits[2] or "").ljust(places, "0"))
        if amount < least:
            raise refusal("amount", element, "nothing is moved")
        return Money(amount, currency)

    def sum(self, found: Found, name: str) -> int | None:
        """A control sum, whatever the currencies: a whole number of the 17th decimal."""
        if name not in found:
            return None
        text = self.leaf(found[name][0])
        digits = _SUM.fullmatch(text)
        if not digits or len(digits[1]) + len(digits[2] or "") > _MOST_DIGITS:
            raise refusal("sum", found[name][0], repr(text[:35]))
        return int(digits[1] + (digits[2] or "").ljust(SUM_PLACES, "0"))


def sure(value: T | None) -> T:
    """What a shape has already required to be there."""
    if value is None:
        raise NotAMessage("missing")
    return value


def _refuse_stray(element: Element, text: str | None) -> None:
    if text and text.strip(" \t\r\n"):
        raise refusal("unexpected", element, "a text between elements")
