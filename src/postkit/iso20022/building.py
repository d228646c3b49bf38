"""Messages written: plain nodes in the order of the standard, then bytes that are read back before they are given out.

Idea: a writer says what it wants as a tree of nodes; what is empty and may be left out disappears. The bytes are
then read by the reader of the same message, and only bytes that give the same message again leave this package. So
every rule stands once, in the reader, and holds for what is written too.

>>> leaf("MsgId", "M-1"), maybe("InstrId", "")
(Node(name='MsgId', text='M-1', currency='', inside=()), None)
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from lxml import etree

from postkit.iso20022.opening import Opened, open_message
from postkit.iso20022.refusal import NotAMessage
from postkit.iso20022.shape import SUM_PLACES, Money
from postkit.iso20022.versions import VERSIONS, Version
from postkit.money import NotAnAmount, decimals, to_text

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Node:
    """An element to be: a text, or the nodes inside it."""

    name: str
    text: str = ""
    currency: str = ""
    inside: tuple["Node", ...] = ()


def node(name: str, *inside: Node | None) -> Node:
    """An element that must be there, with what there is inside it."""
    return Node(name, inside=tuple(part for part in inside if part))


def group(name: str, *inside: Node | None) -> Node | None:
    """An element that is there only when something is inside it."""
    made = node(name, *inside)
    return made if made.inside else None


def leaf(name: str, text: str) -> Node:
    """A text that must be there."""
    return Node(name, text)


def maybe(name: str, text: object) -> Node | None:
    """A text that may be left out; dates and counts are written as the standard does."""
    if text is None or text == "":
        return None
    return Node(name, text.isoformat() if isinstance(text, date) else str(text))


def lines(name: str, text: str) -> tuple[Node, ...]:
    """An element for each line of a text."""
    return tuple(Node(name, line) for line in text.split("\n")) if text else ()


def moment(name: str, at: datetime) -> Node:
    return Node(name, at.isoformat())


def money(name: str, amount: int, currency: str) -> Node:
    """An amount with exactly the decimals of its currency."""
    _decimals(currency)
    return Node(name, to_text(amount, currency), currency)


def control_sum(amounts: Iterable[Money]) -> str:
    """The sum of all amounts whatever their currencies, with the decimals of the finest.

    >>> control_sum([Money(1250, "MAD"), Money(12500, "TND")]), control_sum([Money(7, "XOF")])
    ('25.000', '7')
    """
    every = [(amount, _decimals(currency)) for amount, currency in amounts]
    places = max((finest for _, finest in every), default=0)
    total = sum(amount * 10 ** (places - finest) for amount, finest in every)
    digits = str(total).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def scaled_sum(amounts: Iterable[Money]) -> int:
    """The same sum as `Reader.sum` reads it."""
    return sum(amount * 10 ** (SUM_PLACES - _decimals(currency)) for amount, currency in amounts)


def version_of(name: str, names: Container[str]) -> Version:
    """The version in which a message is to be written; `names` are those of its kind."""
    if name not in names or name not in VERSIONS:
        raise NotAMessage("unknown-message", name)
    return VERSIONS[name]


def written(version: Version, body: Sequence[Node | None], message: M, read: Callable[[Opened], M]) -> bytes:
    """The bytes of a message, if they are read back as the same message."""
    data = _bytes_of(version, node(version.body, *body))
    if read(open_message(data, most_bytes=len(data))) != message:
        raise NotAMessage("text", "a text or a value would not be read back as it is given")
    return data


def _decimals(currency: str) -> int:
    try:
        return decimals(currency)
    except NotAnAmount:
        raise NotAMessage("currency", repr(currency)) from None


def _bytes_of(version: Version, body: Node) -> bytes:
    root = etree.Element(f"{{{version.namespace}}}Document", nsmap={None: version.namespace})
    _grow(root, body, f"{{{version.namespace}}}")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _grow(parent: etree._Element, made: Node, prefix: str) -> None:
    element = etree.SubElement(parent, prefix + made.name)
    if made.currency:
        element.set("Ccy", made.currency)
    if made.text:
        try:
            element.text = made.text
        except ValueError:
            raise NotAMessage("text", "characters that no XML can hold", made.name) from None
    for part in made.inside:
        _grow(element, part, prefix)
