"""The client says what the interface says today, and takes in what comes to it without being told."""

import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from rekkas.web.api import api
from rekkas_client import Client
from tests.architecture.ladder import ROOT
from tests.clients.shop import SOURCES

GENERATOR = ROOT / "clients" / "python"
sys.path.insert(0, str(GENERATOR))


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return document


def test_the_client_does_not_lag_behind_the_interface(described: dict[str, Any], tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(described))

    looked = subprocess.run(
        [sys.executable, str(GENERATOR / "generate.py"), "--check", str(document)],
        capture_output=True,
        text=True,
    )

    assert (looked.returncode, looked.stderr) == (0, "")


def test_every_operation_is_a_method_with_a_sentence(described: dict[str, Any]) -> None:
    names = [node["operationId"] for path in described["paths"].values() for node in path.values()]

    assert len(names) > 30
    assert [name for name in names if not (getattr(Client, name, None) or Client).__doc__] == []
    assert [name for name in names if not hasattr(Client, name)] == []


def test_an_operation_that_comes_tomorrow_is_taken_in(
    described: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from generate import written

    document = json.loads(json.dumps(described))
    document["components"]["schemas"]["Twig"] = {
        "title": "Twig", "type": "object", "required": ["at", "kind"], "description": "A branch has twigs.",
        "properties": {
            "at": {"type": "string", "format": "date-time"}, "kind": {"type": "string", "enum": ["a", "b"]},
            "twigs": {"type": "array", "items": {"$ref": "#/components/schemas/Twig"}, "default": []},
            "said": {"type": ["string", "null"], "default": None},
        },
    }  # fmt: skip
    answers = {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Twig"}}}}}
    document["paths"]["/api/v1/trees/{tree}/twigs"] = {
        "put": {
            "operationId": "graft_twig", "tags": ["Green things"], "x-permission": "trees.graft_twig",
            "description": "Put it on.", "responses": answers,
            "parameters": [{"name": "tree", "in": "path", "required": True, "schema": {"type": "string"}}],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Twig"}}}},
        }
    }  # fmt: skip

    files = written(document)

    module = files["green_things.py"]
    green = ModuleType("green_things")
    monkeypatch.setitem(sys.modules, green.__name__, green)
    exec(compile(module, "green_things.py", "exec"), green.__dict__)  # noqa: S102 -- it was written a moment ago
    twig = '{"at": "2026-03-02T10:00:00+01:00", "kind": "a word of tomorrow", "twigs": [%s]}'
    branch = twig % (twig % "")
    assert msgspec.json.decode(branch, type=green.Twig).twigs[0].kind == "a word of tomorrow"
    assert "def graft_twig(self, tree: str, body: Twig) -> Twig:" in module
    assert "again=False" in module  # it changes something and takes no key: it is tried once
    assert "GreenThingsOperations" in files["__init__.py"]


def test_what_changes_something_has_a_key_or_is_tried_once(described: dict[str, Any]) -> None:
    text = "\n".join(path.read_text() for path in (SOURCES / "rekkas_client" / "api").glob("*.py"))
    for methods in described["paths"].values():
        for method, node in methods.items():
            body = re.search(rf"def {node['operationId']}\(.*?return self\..*?\n(?=\n|\Z)", text, re.DOTALL)
            assert body
            scope = node["x-permission"]
            is_question = method == "get" or scope == "public" or scope.startswith("view.")
            assert is_question or "fresh_key()" in body[0] or "again=False" in body[0], node["operationId"]


def test_the_client_knows_nothing_of_the_server() -> None:
    wrong = re.compile(r"^\s*(?:from|import) (?:rekkas|postkit|django|tests)\b", re.MULTILINE)

    assert [path.name for path in SOURCES.rglob("*.py") if wrong.search(path.read_text())] == []
