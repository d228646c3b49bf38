"""Messages judged by the official schemas, where somebody has them.

The schemas of ISO 20022 are published by its registration authority and are not part of this package. Who has fetched
them gives the folder: each file is named after its message, `pacs.008.001.08.xsd`. A folder of an installed package
will do as well. The readers and writers of this package do not need them; a test suite and a careful operator do.

Errors: `NotAMessage` for what is no XML or no ISO 20022 document, `NoSchema` where the folder has none for the message.
Any message is judged whose schema is there, read by this package or not.
"""

from dataclasses import dataclass
from importlib.resources.abc import Traversable

from lxml import etree

from postkit.iso20022.opening import MOST_BYTES, open_tree, path_of
from postkit.iso20022.refusal import NotAMessage
from postkit.iso20022.versions import NAMESPACE

_MOST_SCHEMA_BYTES = 4 * 1024 * 1024


class NoSchema(LookupError):
    """The folder holds no schema of this message, or one that cannot be used."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a schema says against a message: the line, and the schema's words without namespaces."""

    line: int
    said: str


def problems_of(data: bytes, folder: Traversable, most_bytes: int = MOST_BYTES) -> list[Problem]:
    """What the message's schema says against it; nothing when the message is valid."""
    root = open_tree(data, most_bytes)
    namespace = root.tag.rpartition("}")[0].removeprefix("{")
    name = namespace.removeprefix(NAMESPACE)
    if name == namespace or "/" in name:
        raise NotAMessage("unknown-message", "no name of a message in the namespace", path_of(root), 1)
    schema = _schema(folder, f"{name}.xsd")
    schema.validate(root)
    return [Problem(error.line, error.message.replace(f"{{{namespace}}}", "")) for error in schema.error_log]


def _schema(folder: Traversable, name: str) -> etree.XMLSchema:
    file = folder.joinpath(name)
    if not file.is_file():
        raise NoSchema(name)
    try:
        return etree.XMLSchema(open_tree(file.read_bytes(), _MOST_SCHEMA_BYTES))
    except (etree.XMLSchemaParseError, NotAMessage) as error:
        raise NoSchema(f"{name}: {error}") from None
