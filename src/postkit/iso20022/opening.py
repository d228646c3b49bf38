"""Bytes that anybody may have sent, opened so that they can do no harm.

Idea: what the XML parser could be tricked with is refused before it sees the file. Only UTF-8 is taken, decoded here,
and the XML declaration is taken off: the parser never guesses an encoding. A document type is refused in any form, so
there are no entities to expand, no files to fetch and no defaults to fill in. Then the size, the depth of elements and
the name of the message are checked, in this order, each in time that grows with the file alone.

Comments and processing instructions may stand between elements and are skipped; inside a text they are refused when it
is read, because programmes disagree on what such a text says.

Errors: `NotAMessage`, and nothing else, whatever the bytes.

>>> open_message(b"<Document/>")
Traceback (most recent call last):
postkit.iso20022.refusal.NotAMessage: unknown-message: no name of a message in the namespace (line 1, /Document)
"""

import re
from collections.abc import Container
from dataclasses import dataclass

from lxml import etree

from postkit.iso20022.refusal import NotAMessage
from postkit.iso20022.versions import NAMESPACE, VERSIONS, Version

MOST_BYTES = 16 * 1024 * 1024
MOST_LEVELS = 24
_DEEPER = f"boolean({'/*' * (MOST_LEVELS + 1)})"
_DECLARATION = re.compile(r"<\?xml[ \t\r\n][^?]*\?>")
_ENCODING = re.compile(r"""[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["']([^"']*)["']""")
_PLACES = {"{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A document whose version is known; `body` is the element of the message inside it."""

    version: Version
    body: etree._Element


def open_tree(data: bytes, most_bytes: int = MOST_BYTES) -> etree._Element:
    """Parse a file and give its root; the file has no document type and is not deep."""
    text = _text_of(data, most_bytes)
    if "<!DOCTYPE" in text:
        raise NotAMessage("has-dtd")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        attribute_defaults=False, huge_tree=False, recover=False, collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode(), parser)
        is_deep = root.xpath(_DEEPER)
    except etree.XMLSyntaxError as error:
        raise NotAMessage("not-xml", error.msg or "", line=error.lineno or 0) from None
    except (etree.LxmlError, ValueError) as error:
        raise NotAMessage("not-xml", str(error)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotAMessage("has-dtd")
    if is_deep:
        raise NotAMessage("too-deep", f"more than {MOST_LEVELS} levels")
    return root


def open_message(data: bytes, most_bytes: int = MOST_BYTES, names: Container[str] = VERSIONS) -> Opened:
    """Parse a file and tell which message it holds; `names` are those that the caller reads."""
    root = open_tree(data, most_bytes)
    namespace, _, tag = root.tag.rpartition("}")
    name = namespace.removeprefix("{" + NAMESPACE)
    if tag != "Document" or name == namespace:
        raise NotAMessage("unknown-message", "no name of a message in the namespace", path_of(root), 1)
    if name not in VERSIONS or name not in names:
        raise NotAMessage("unknown-message", name, path_of(root), root.sourceline or 0)
    version = VERSIONS[name]
    if not set(root.keys()) <= _PLACES:
        raise refusal("unexpected", root, "an attribute")
    bodies = [child for child in root if isinstance(child.tag, str)]
    if len(bodies) != 1 or bodies[0].tag != f"{namespace}}}{version.body}":
        raise refusal("missing" if not bodies else "unexpected", root, f"{version.body} alone expected")
    if any((text or "").strip() for text in (root.text, *(child.tail for child in root))):
        raise refusal("unexpected", root, "a text between elements")
    return Opened(version, bodies[0])


def path_of(element: etree._Element) -> str:
    """Where an element stands, for people: `/Document/CstmrCdtTrfInitn/PmtInf[2]/Dbtr`; the first is not counted."""
    steps = []
    at: etree._Element | None = element
    while at is not None:
        parent = at.getparent()
        before = 0 if parent is None else sum(1 for _ in at.itersiblings(at.tag, preceding=True))
        steps.append(str(at.tag).rpartition("}")[2] + (f"[{before + 1}]" if before else ""))
        at = parent
    return "/" + "/".join(reversed(steps))


def refusal(reason: str, element: etree._Element, said: str = "", inside: str = "") -> NotAMessage:
    """The refusal of an element, or of one that should be inside it."""
    path = path_of(element) + (f"/{inside}" if inside else "")
    return NotAMessage(reason, said, path, element.sourceline or 0)


def _text_of(data: bytes, most_bytes: int) -> str:
    """The text of a file without its declaration; lines keep their numbers."""
    if len(data) > most_bytes:
        raise NotAMessage("too-large", f"{len(data)} bytes; at most {most_bytes} are taken")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAMessage("encoding", f"byte {error.start} is not UTF-8") from None
    if "\x00" in text:
        raise NotAMessage("encoding", "a zero byte")
    declaration = _DECLARATION.match(text)
    if not declaration:
        return text
    encoding = _ENCODING.search(declaration[0])
    if encoding and encoding[1].upper() != "UTF-8":
        raise NotAMessage("encoding", f"{encoding[1]} is declared; UTF-8 is taken", line=1)
    # A blank in its place, so that a second declaration is no declaration but an error.
    return "\n" * declaration[0].count("\n") + " " + text[declaration.end() :]
