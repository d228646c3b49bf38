"""The description of an interface (OpenAPI 3.1), read: its operations, its shapes, and what is for what."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
REF = "#/components/schemas/"
GENERIC = re.compile(r"(?P<name>\w+)\[(?P<part>\w+)\]")
SCALARS = {"integer": "int", "number": "float", "boolean": "bool", "null": "None", "string": "str"}
FORMATS = {"uuid": "UUID", "date": "date", "date-time": "datetime", "binary": "bytes"}
SAID_BY_THE_CLIENT = {"lang", "Accept-Language"}  # one setting of the whole client
SHARED = "shared"
Node = Mapping[str, Any]


class NotKnown(Exception):
    """The description says something that cannot be put into Python."""


@dataclass(frozen=True)
class Operation:
    """One operation, as the description has it."""

    method: str
    path: str
    node: Node

    @property
    def name(self) -> str:
        return str(self.node["operationId"])

    @property
    def tag(self) -> str:
        return str(self.node["tags"][0])

    @property
    def permission(self) -> str:
        return str(self.node.get("x-permission", "public"))

    @property
    def is_question(self) -> bool:
        """Whether it changes nothing: then it may be asked again without a key."""
        return self.method == "get" or self.permission == "public" or self.permission.startswith("view.")

    @property
    def takes_key(self) -> bool:
        return any(parameter["name"] == "Idempotency-Key" for parameter in self.node.get("parameters", ()))

    def parameters(self, where: str) -> list[Node]:
        return [
            parameter
            for parameter in self.node.get("parameters", ())
            if parameter["in"] == where and parameter["name"] not in SAID_BY_THE_CLIENT
        ]

    @property
    def body(self) -> tuple[str, Node] | None:
        """The media type and the shape of what it takes."""
        content = self.node.get("requestBody", {}).get("content", {})
        return next(((kind, said.get("schema", {})) for kind, said in content.items()), None)

    @property
    def given(self) -> Node:
        """What it answers when all is well, by media type."""
        well = (answer for status, answer in self.node["responses"].items() if int(status) < 400)
        content: Node = next(well).get("content", {})
        return content

    def roots(self) -> Iterator[tuple[str, Node]]:
        """The shapes that it sends and is answered."""
        if self.body:
            yield "sent", self.body[1]
        for answer in self.node["responses"].values():
            for said in answer.get("content", {}).values():
                yield "given", said.get("schema", {})


@dataclass
class Description:
    """The description of an interface, and which shape is for what."""

    document: Node
    uses: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # shape: sent, given
    tags_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for operation in self.operations:
            for use, node in operation.roots():
                for name in self._names_in(node, set()):
                    self.uses[name].add(use)
                    self.tags_of[name].add(operation.tag)

    @cached_property
    def shapes(self) -> Mapping[str, Node]:
        shapes: Mapping[str, Node] = self.document["components"]["schemas"]
        return shapes

    @cached_property
    def operations(self) -> list[Operation]:
        return [
            Operation(method, path, node)
            for path, methods in self.document["paths"].items()
            for method, node in methods.items()
            if method in METHODS
        ]

    @cached_property
    def tags(self) -> dict[str, str]:
        """The tags that have operations, with their sentences."""
        sentences = {tag["name"]: tag.get("description", "") for tag in self.document.get("tags", ())}
        return {operation.tag: sentences.get(operation.tag, "") for operation in self.operations}

    def _names_in(self, node: Any, seen: set[str]) -> set[str]:
        """The shapes that a node leads to, near and far."""
        for name in _references(node) - seen:
            seen.add(name)
            self._names_in(self.shapes[name], seen)
        return seen

    def in_order(self) -> list[str]:
        """The shapes, each after those that it is made of."""
        order: dict[str, None] = {}
        for name in sorted(self.shapes):
            self._after_its_parts(name, order, set())
        return list(order)

    def _after_its_parts(self, name: str, order: dict[str, None], waiting: set[str]) -> None:
        if name in order or name in waiting:
            return
        for part in sorted(_references(self.shapes[name])):
            self._after_its_parts(part, order, waiting | {name})
        order[name] = None

    def home_of(self, name: str) -> str:
        """The module of a shape: that of its tag, or the one for all where several use it, or it is generic."""
        tags = self.tags_of[name]
        return module_of(next(iter(tags))) if len(tags) == 1 else SHARED

    def is_only_sent(self, name: str) -> bool:
        return self.uses[name] == {"sent"}

    def generic_of(self, name: str) -> re.Match[str] | None:
        return GENERIC.fullmatch(self.shapes[name].get("title", ""))

    def is_choice(self, name: str) -> bool:
        return "enum" in self.shapes[name]

    def python(self, node: Node, *, sent: bool) -> str:
        """A shape as a type. What the post answers may have words that it learns later: they stay plain."""
        if "$ref" in node:
            return self._named(node["$ref"].removeprefix(REF), sent)
        if "enum" in node:
            words = ", ".join(json.dumps(word, ensure_ascii=False) for word in node["enum"])
            return f"Literal[{words}]" if sent else "str"
        for together in ("allOf", "anyOf", "oneOf"):
            if together in node:
                kinds = [self.python(part, sent=sent) for part in node[together]]
                return " | ".join(dict.fromkeys(kinds))
        kind = node.get("type")
        if isinstance(kind, list):
            return " | ".join(self.python({**node, "type": one}, sent=sent) for one in kind)
        if kind == "array":
            return f"list[{self.python(node.get('items', {}), sent=sent)}]"
        if kind == "object":
            values = node.get("additionalProperties")
            return f"dict[str, {self.python(values, sent=sent) if isinstance(values, Mapping) else 'Any'}]"
        if kind == "string":
            return FORMATS.get(node.get("format", ""), "str")
        if kind is None:
            return "Any"
        if kind not in SCALARS:
            raise NotKnown(f"a type {kind}")
        return SCALARS[kind]

    def _named(self, name: str, sent: bool) -> str:
        if self.is_choice(name):
            return self.python(self.shapes[name], sent=sent)
        if generic := self.generic_of(name):
            return f"{generic['name']}[{generic['part']}]"
        return name


def _references(node: Any) -> set[str]:
    """The shapes that a node names."""
    if isinstance(node, list):
        return {name for part in node for name in _references(part)}
    if not isinstance(node, Mapping):
        return set()
    here = {node["$ref"].removeprefix(REF)} if isinstance(node.get("$ref"), str) else set()
    return here | {name for part in node.values() for name in _references(part)}


def module_of(tag: str) -> str:
    return re.sub(r"\W+", "_", tag).lower()
