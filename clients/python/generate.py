"""Write the client's shapes and operations from the description of the interface (OpenAPI 3.1).

    python clients/python/generate.py            # from the server in this repository
    python clients/python/generate.py FILE.json  # from a description that was saved
    python clients/python/generate.py --check    # only tells whether the files lag behind

One module for each tag, one method for each operation, one struct for each shape; what several tags use is in
``shared``. A new operation comes in by running it again: nothing here names one.
"""

import inspect
import json
import os
import re
import subprocess
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from description import SHARED, Description, Node, NotKnown, Operation, module_of

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
TARGET = HERE / "src" / "rekkas_client" / "api"
JSON = "application/json"
WIDTH = 108
HEAD = '''"""{about}

Written by ``generate.py`` from the description of the interface: change that, and run it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID, uuid4

from msgspec import Struct, field

from rekkas_client.door import Door, File
'''


def docstring(*paragraphs: str, indent: str = "    ") -> str:
    """Sentences as a docstring, each paragraph wrapped."""
    blocks = [block for text in paragraphs for block in inspect.cleandoc(text).split("\n\n") if block.strip()]
    room = WIDTH - len(indent)
    wrapped = ["\n".join(textwrap.wrap(" ".join(block.split()), room)) for block in blocks]
    text = "\n\n".join(wrapped).replace("\\", r"\\").replace('"""', "'''")
    is_one_line = "\n" not in text and len(text) <= room - 6
    return textwrap.indent(f'"""{text}"""' if is_one_line else f'"""{text}\n"""', indent)


def struct(told: Description, name: str) -> str:
    """One shape as a struct. A generic one is written once, with a letter for what it holds."""
    shape, generic = told.shapes[name], told.generic_of(name)
    sent = told.is_only_sent(name)
    options = ["frozen=True", "kw_only=True"]
    if sent:
        options.append("omit_defaults=True")
    if shape.get("additionalProperties") is False:
        options.append("forbid_unknown_fields=True")
    head = f"{generic['name']}(Struct, Generic[T]" if generic else f"{name}(Struct"
    lines = [f"class {head}, {', '.join(options)}):", docstring(shape.get("description", ""))]
    for property_name, node in shape.get("properties", {}).items():
        lines += [f"    {line}" for line in _field(told, name, property_name, node, sent)]
    text = "\n".join(lines)
    return re.sub(rf"\b{generic['part']}\b", "T", text) if generic else text


def _field(told: Description, shape: str, name: str, node: Node, sent: bool) -> Iterator[str]:
    kind = told.python(node, sent=sent)
    words = node.get("description") or ("" if sent else _words_of(node))
    if words:
        yield from (f"# {line}" for line in textwrap.wrap(" ".join(words.split()), WIDTH - 6))
    if name not in told.shapes[shape].get("required", ()):
        yield f"{name}: {kind} = {node.get('default')!r}"
    elif sent and name == "key" and kind == "UUID":
        yield f"{name}: {kind} = field(default_factory=uuid4)"  # made with the row, before its first try
    else:
        yield f"{name}: {kind}"


def _words_of(node: Node) -> str:
    """What an answer may say today, for the reader."""
    words = [str(word) for word in node.get("enum", ())]
    return f"{', '.join(words[:-1])} or {words[-1]}" if 1 < len(words) <= 12 else ""


def method(told: Description, operation: Operation) -> str:
    """One operation as a method."""
    path_parts, asked = operation.parameters("path"), operation.parameters("query")
    first = [f"{part['name']}: {told.python(part['schema'], sent=True)}" for part in path_parts]
    first += [f"body: {_body_kind(told, operation)}"] if operation.body else []
    named = [_argument(told, part) for part in asked]
    named += ["key: str | None = None"] if operation.takes_key else []
    arguments = ["self", *first, *(["*", *named] if named else [])]
    gives, call = _given(told, operation)
    return "\n".join(
        [
            f"def {operation.name}({', '.join(arguments)}) -> {gives}:",
            docstring(operation.node.get("description", ""), *_notes(operation)),
            f"    return self.{call}({', '.join(_passed(told, operation, gives))})",
        ]
    )


def _body_kind(told: Description, operation: Operation) -> str:
    media_type, node = operation.body or ("", {})
    if media_type != JSON:
        return "bytes"
    kind = told.python(node, sent=True)
    return f"Sequence[{kind[5:]}" if kind.startswith("list[") else kind


def _argument(told: Description, parameter: Node) -> str:
    """What may be left out is None: then the post's own default holds, whatever it will be."""
    kind = told.python(parameter["schema"], sent=True)
    if parameter.get("required"):
        return f"{parameter['name']}: {kind}"
    return f"{parameter['name']}: {kind if 'None' in kind else kind + ' | None'} = None"


def _given(told: Description, operation: Operation) -> tuple[str, str]:
    """The type of an answer, and how it is asked for. Where there may be a file, there is always one."""
    if any(media_type != JSON for media_type in operation.given):
        return "File", "fetch"
    node: Node = next((said.get("schema", {}) for said in operation.given.values()), {})
    return told.python(node, sent=False), "ask"


def _notes(operation: Operation) -> Iterator[str]:
    for parameter in operation.parameters("query"):
        if words := parameter.get("description") or parameter["schema"].get("description"):
            yield f"``{parameter['name']}``: {words}"
    if operation.permission != "public":
        yield f"Needs the scope ``{operation.permission}``."


def _passed(told: Description, operation: Operation, gives: str) -> Iterator[str]:
    path = operation.path
    for part in operation.parameters("path"):
        path = path.replace(f"{{{part['name']}}}", f"{{part({part['name']})}}")
    yield f'"{operation.method.upper()}"'
    yield f"{'f' if '{' in path else ''}{json.dumps(path)}"
    if gives != "File":
        yield f"gives={gives}"
    if asked := operation.parameters("query"):
        pairs = ", ".join(f'"{part["name"]}": {part["name"]}' for part in asked)
        yield f"query={{{pairs}}}"
    if operation.body:
        yield "body=body"
        if operation.body[0] != JSON:
            yield f'media_type="{operation.body[0]}"'
    if operation.takes_key:
        yield "key=key or fresh_key()"
    elif not operation.is_question:
        yield "again=False"


def modules(document: Node) -> dict[str, str]:
    """The text of each module by its name, not yet put in order."""
    told = Description(document)
    homes: dict[str, list[str]] = defaultdict(list)
    generics: set[str] = set()
    for name in told.shapes:
        if name not in told.uses or told.is_choice(name):
            continue
        if generic := told.generic_of(name):
            if generic["name"] not in generics:
                generics.add(generic["name"])
                homes[SHARED].append(name)
        else:
            homes[told.home_of(name)].append(name)
    for names in homes.values():
        names.sort(key=list(told.in_order()).index)
    public = {module: [_written_name(told, name) for name in names] for module, names in homes.items()}
    shared = "\n\n".join(struct(told, name) for name in homes[SHARED])
    about = "Shapes that operations of several kinds use."
    texts = {SHARED: f'{HEAD.format(about=about)}\nT = TypeVar("T")\n\n{shared}\n'}
    for tag, sentence in told.tags.items():
        structs = "\n\n".join(struct(told, name) for name in homes[module_of(tag)])
        texts[module_of(tag)] = "\n\n".join(
            [HEAD.format(about=sentence or tag) + _imports(public[SHARED]), structs, _operations(told, tag)]
        )
    texts["__init__"] = _everything(told, public)
    return texts


def _imports(shared: list[str]) -> str:
    names = ", ".join(sorted(shared))
    return f"from rekkas_client.api.shared import {names}\nfrom rekkas_client.door import fresh_key, part\n"


def _written_name(told: Description, name: str) -> str:
    generic = told.generic_of(name)
    return generic["name"] if generic else name


def _operations(told: Description, tag: str) -> str:
    methods = [method(told, operation) for operation in told.operations if operation.tag == tag]
    body = "\n\n".join(textwrap.indent(text, "    ") for text in methods)
    return f"class {_class_of(tag)}(Door):\n{docstring(told.tags[tag] or tag)}\n\n{body}\n"


def _class_of(tag: str) -> str:
    return "".join(word.title() for word in re.split(r"\W+", tag)) + "Operations"


def _everything(told: Description, public: Mapping[str, list[str]]) -> str:
    about = "All shapes and operations of the interface."
    parts = {module_of(tag): [*public.get(module_of(tag), ()), _class_of(tag)] for tag in told.tags}
    parts[SHARED] = public[SHARED]
    lines = [f"from rekkas_client.api.{module} import {', '.join(names)}" for module, names in parts.items()]
    names = sorted({"Operations", *(name for names in parts.values() for name in names)})
    bases = ", ".join(_class_of(tag) for tag in told.tags)
    listed = ", ".join(f'"{name}"' for name in names)
    head = HEAD.format(about=about).partition("\n\nfrom ")[0]
    everything = f"class Operations({bases}):\n{docstring('Every operation, by its name.')}\n"
    return f"{head}\n\n{chr(10).join(lines)}\n\n__all__ = [{listed}]\n\n\n{everything}"


def put_in_order(name: str, text: str) -> str:
    """The text as the tools of this repository would leave it."""
    as_file = str((TARGET / f"{name}.py").relative_to(REPOSITORY))
    ruff = [sys.executable, "-m", "ruff"]
    for tool in (
        ["check", "--fix-only", "--quiet", "--select", "F401,I", "--stdin-filename", as_file, "-"],
        ["format", "--quiet", "--stdin-filename", as_file, "-"],
    ):
        done = subprocess.run([*ruff, *tool], cwd=REPOSITORY, input=text, text=True, capture_output=True)
        if done.returncode:
            raise NotKnown(f"{as_file}: {done.stderr}")
        text = done.stdout
    return text


def written(document: Node) -> dict[str, str]:
    """The files of the client, by name."""
    return {f"{name}.py": put_in_order(name, text) for name, text in sorted(modules(document).items())}


def document_of_this_repository() -> Node:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rekkas.settings")
    import django

    django.setup()
    from rekkas.web.api import api

    document: Node = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return document


def stale(files: Mapping[str, str]) -> list[str]:
    """The files that are not as they would be written now."""
    there = {path.name: path.read_text(encoding="utf-8") for path in TARGET.glob("*.py")}
    return sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    only_look = "--check" in arguments
    named = [argument for argument in arguments if argument != "--check"]
    files = written(json.loads(Path(named[0]).read_text()) if named else document_of_this_repository())
    if only_look:
        if late := stale(files):
            sys.stderr.write(f"behind the interface: {', '.join(late)}; run make client\n")
        return int(bool(late))
    TARGET.mkdir(parents=True, exist_ok=True)
    for path in TARGET.glob("*.py"):
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (TARGET / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
