"""Documents as a tree of nodes, put into the order of the standard when they become bytes."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from postkit.ubl.elements import FIELD, HOLDER, ROOTS, SHAPES
from postkit.ubl.model import Identifier
from postkit.ubl.refusal import NotWritable, Problem


@dataclass(frozen=True, slots=True)
class Node:
    """An element to be: a text with at most one attribute, or the nodes inside it."""

    name: str
    text: str = ""
    attribute: tuple[str, str] | None = None
    inside: tuple["Node", ...] = ()


Inside = Node | None | Iterable[Node]


def node(name: str, *inside: Inside) -> Node:
    """An element that must be there, with what there is inside it, whatever the order in which it is said.

    >>> [one.name for one in node("TaxScheme", leaf("Name", "VAT"), None, leaf("ID", "VAT")).inside]
    ['ID', 'Name']
    """
    order = SHAPES[name].order
    return Node(name, inside=tuple(sorted(_flat(inside), key=lambda one: order[one.name])))


def group(name: str, *inside: Inside) -> Node | None:
    """An element that is there only when something is inside it."""
    made = node(name, *inside)
    return made if made.inside else None


def leaf(name: str, text: str, attribute: tuple[str, str] | None = None) -> Node:
    """A text that must be there."""
    return Node(name, text, attribute)


def maybe(name: str, text: object) -> Node | None:
    """A text that may be left out; a date is written as the standard does."""
    return None if text is None or text == "" else Node(name, str(text))


def identifier(name: str, number: Identifier | None) -> Node | None:
    if number is None:
        return None
    return Node(name, number.number, ("schemeID", number.scheme) if number.scheme else None)


def to_bytes(root: Node) -> bytes:
    """The bytes of a document: UTF-8 with its declaration, the same for the same nodes."""
    namespace = ROOTS[root.name]
    made = etree.Element(
        namespace + root.name, nsmap={None: namespace[1:-1], "cac": HOLDER[1:-1], "cbc": FIELD[1:-1]}
    )
    _grow(made, root)
    data: bytes = etree.tostring(made, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _flat(inside: Iterable[Inside]) -> Iterable[Node]:
    for one in inside:
        if isinstance(one, Node):
            yield one
        elif one is not None:
            yield from one


def _grow(element: etree._Element, made: Node) -> None:
    for part in made.inside:
        child = etree.SubElement(element, SHAPES[made.name].names[part.name])
        try:
            if part.attribute:
                child.set(*part.attribute)
            if part.text:
                child.text = part.text
        except ValueError:
            raise NotWritable(
                [Problem("text", part.name, "it has characters that no XML can hold")]
            ) from None
        _grow(child, part)
