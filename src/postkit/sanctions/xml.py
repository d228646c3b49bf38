"""XML from outside, element by element, without anything that an XML file could ask for.

A list of sanctions has tens of megabytes: an element is handed on when it is complete and forgotten after that. A
document type is refused before it is looked at, since it could name entities that grow without end or files and
addresses to be fetched; beside that the parser is told to follow none.
"""

import io
from collections.abc import Iterator

from lxml import etree

from postkit.sanctions.model import NotAList

MOST_BYTES = 512 * 1024 * 1024
_HEAD = 256


def first_element(data: bytes) -> str:
    """The name of the outermost element."""
    for _event, element in _events(data, ("start",)):
        return local_name(element)
    raise NotAList("no-element")


def root_attributes(data: bytes) -> dict[str, str]:
    for _event, element in _events(data, ("start",)):
        return {str(name): str(value) for name, value in element.attrib.items()}
    return {}


def elements(data: bytes, *names: str) -> Iterator[etree._Element]:
    """Each element of these names, whatever its namespace, once it is complete."""
    for _event, element in _events(data, ("end",)):
        if local_name(element) in names:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def local_name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of a name, whatever its namespace, and so on down the path."""
    for name in path:
        element = next((one for one in children(element, name)), None)
    return element


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return (one for one in (element if element is not None else ()) if local_name(one) == name)


def text_of(element: etree._Element | None, *path: str) -> str:
    found = child(element, *path)
    return " ".join((found.text or "").split()) if found is not None else ""


def _events(data: bytes, events: tuple[str, ...]) -> Iterator[tuple[str, etree._Element]]:
    if len(data) > MOST_BYTES:
        raise NotAList("too-large", most=MOST_BYTES // 2**20)
    if b"\0" in data[:_HEAD]:
        raise NotAList("not-utf-8")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotAList("document-type")
    found = etree.iterparse(
        io.BytesIO(data),
        events=events,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for number, (event, element) in enumerate(found):
            # An encoding may have hidden it from the search above; it stands before the first element.
            if not number and element.getroottree().docinfo.internalDTD is not None:
                raise NotAList("document-type")
            yield event, element
    except etree.XMLSyntaxError as error:
        raise NotAList("not-whole", error=error.msg) from error
