"""The elements of a document as they are read: each against its shape, each refusal with its place."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from lxml import etree

from postkit.iso20022.opening import path_of
from postkit.iso20022.shape import UNSEEN
from postkit.money import NotAnAmount, decimals
from postkit.text import visible
from postkit.ubl.elements import SHAPES
from postkit.ubl.model import Identifier
from postkit.ubl.refusal import NotAnInvoice

MOST_SIGNS = 4_000  # of one text
_BLANKS = re.compile(r"[ \t\r\n]+")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,8})?")
_AMOUNT = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,8}))?")
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")


def refusal(reason: str, element: etree._Element, said: str = "", inside: str = "") -> NotAnInvoice:
    """The refusal of an element, or of one that should be inside it."""
    path = path_of(element) + (f"/{inside}" if inside else "")
    return NotAnInvoice(reason, said, path, element.sourceline or 0)


def currency_decimals(currency: str, element: etree._Element) -> int:
    try:
        return decimals(currency)
    except NotAnAmount:
        raise refusal("currency", element, repr(currency[:35])) from None


class Part:
    """One element that holds others, already found to stand as its shape says."""

    __slots__ = ("element", "inside")

    def __init__(self, element: etree._Element, name: str) -> None:
        self.element = element
        self.inside = _inside(element, name)

    def one(self, name: str) -> "Part":
        """An element that its shape requires."""
        return Part(self.inside[name][0], name)

    def maybe(self, name: str) -> "Part | None":
        return self.one(name) if name in self.inside else None

    def each(self, name: str) -> "list[Part]":
        return [Part(element, name) for element in self.inside.get(name, ())]

    def leaf(self, name: str) -> etree._Element:
        """The element of a field that its shape requires."""
        return self.inside[name][0]

    def text(self, name: str, *path: str) -> str:
        """A text, of this element or of one further down; nothing only where there is none."""
        if path:
            found = self.maybe(name)
            return found.text(*path) if found else ""
        return _text(self.inside[name][0]) if name in self.inside else ""

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(_text(element) for element in self.inside.get(name, ()))

    def code(self, name: str, allowed: Mapping[str, bool]) -> bool:
        text = self.text(name)
        if text not in allowed:
            raise refusal("code", self.leaf(name), repr(text[:35]))
        return allowed[text]

    def identifier(self, name: str) -> Identifier | None:
        if name not in self.inside:
            return None
        element = self.leaf(name)
        return Identifier(_text(element), _attribute(element, "schemeID"))

    def day(self, name: str) -> date | None:
        return self.sure_day(name) if name in self.inside else None

    def sure_day(self, name: str) -> date:
        """A date; an offset beside it is skipped, since a day has none here."""
        found = _DATE.fullmatch(self.text(name))
        try:
            return date.fromisoformat(found[1] if found else "")
        except ValueError:
            raise refusal("date", self.leaf(name)) from None

    def number(self, name: str) -> Decimal:
        text = self.text(name)
        if not _NUMBER.fullmatch(text):
            raise refusal("number", self.leaf(name), repr(text[:35]))
        return Decimal(text)

    def unit(self, name: str) -> str:
        return _attribute(self.leaf(name), "unitCode")

    def amount(self, name: str, currency: str) -> int:
        """An amount in minor units; nothing where it may be missing and is. Noughts behind the decimals do no harm."""
        if name not in self.inside:
            return 0
        element = self.leaf(name)
        said = _attribute(element, "currencyID")
        if said != currency:
            raise refusal("currency", element, f"{said[:35]!r}; the document is in {currency}")
        text = _text(element)
        found = _AMOUNT.fullmatch(text)
        if not found:
            raise refusal("amount", element, repr(text[:35]))
        places = currency_decimals(currency, element)
        fraction = (found[3] or "").rstrip("0")
        if len(fraction) > places:
            raise refusal("decimals", element, f"{currency} has {places}")
        size = int(found[2] + fraction.ljust(places, "0"))
        return -size if found[1] else size


def _inside(element: etree._Element, name: str) -> dict[str, list[etree._Element]]:
    shape = SHAPES[name]
    found: dict[str, list[etree._Element]] = {}
    _refuse_stray(element, element.text)
    last = -1
    for child in element:
        _refuse_stray(element, child.tail)
        if not isinstance(child.tag, str):
            if isinstance(child, etree._Entity):
                raise refusal("unexpected", element, "an entity")
            continue
        local = child.tag.rpartition("}")[2]
        if shape.names.get(local) != child.tag:
            raise refusal("unexpected", child, "no such element here")
        place = shape.order[local]
        if place < last or (place == last and local not in shape.many):
            raise refusal("unexpected", child, "it stands too late or too often")
        last = place
        if shape.marks[local] == "!":
            raise refusal("unsupported", child)
        if not shape.marks[local]:
            found.setdefault(local, []).append(child)
    for needed in shape.needed:
        if needed not in found:
            raise refusal("missing", element, inside=needed)
    return found


def _text(element: etree._Element) -> str:
    """The text of a field; blanks are brought together."""
    if len(element):
        raise refusal("unexpected", element, "text alone expected")
    text = _BLANKS.sub(" ", element.text or "").strip(" ")
    _check(text, element)
    return text


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute of a field; nothing where it has none. Those that say more of a code or a text are not kept."""
    text = _BLANKS.sub(" ", str(element.get(name, ""))).strip(" ")
    if name in element.attrib:
        _check(text, element)
    return text


def _check(text: str, element: etree._Element) -> None:
    if not 0 < len(text) <= MOST_SIGNS:
        raise refusal("text", element, f"{len(text)} characters; 1 to {MOST_SIGNS} may stand there")
    if UNSEEN.search(text) or not (text.isascii() or visible(text).strip()):
        raise refusal("text", element, "characters that cannot be shown")


def _refuse_stray(element: etree._Element, text: str | None) -> None:
    if text and text.strip(" \t\r\n"):
        raise refusal("unexpected", element, "a text between elements")
