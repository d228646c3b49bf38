"""``python -m tests.cash.write_paths``: every place in the sources that can write to the ledger (Horizon, rule L9).

Prints docs/domains/write-paths.md anew: what was reviewed keeps its reason, what is new asks for one. Found are calls
of what posts, whatever name it was imported under; the bulk writers with a table of money; SQL that names one, or any
table at all; and, inside the app money alone, its models written through Django.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "domains" / "write-paths.md"
UNREVIEWED = "to be reviewed"
POSTS = frozenset(
    {
        "post_all", "post_transfers", "post_for_authors", "post_batch", "reverse_entry", "expire_holds",
        "rebuild_balances", "add_accounts", "limit_accounts", "set_account_states", "open_accounts", "close_day",
        "sign_day", "write_day_balances",
    }
)  # fmt: skip
BULK = frozenset({"insert_all", "insert_new", "update_rows", "add_to_rows", "append_only"})
ORM = frozenset(
    {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "update", "delete", "save"}
)
SQL = re.compile(
    r"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|COPY|ALTER\s+TABLE|DROP\s+TABLE|ON)\s+(money_\w+|\{)",
    re.I,
)
HEAD = """# Every way to write to the ledger

Horizon’s makers admitted in private that there were four ways to touch a branch’s accounts. Here the list is public,
made from the sources by `tests/cash/write_paths.py`, and a test fails when a place appears that nobody reviewed.

Whatever moves cash of a till, bag, vault or pouch by any of these leaves a line that its keeper can prove, or the
database itself tells that it left none. Cash is never set aside, limited or blocked: that would leave no line, so the
verbs (`money.cash-moves-openly`) and the database (`cash_moves_openly`) refuse it. All this holds for a role that does
not own the tables: who owns them can take the guards off, [so the program has a role of its
own](../operations/install.md#two-roles). See [the cash of offices](cash.md).

A new place: `python -m tests.cash.write_paths` prints this page with it; say in the last column why it may write.

| Where | What in it | Writes by | Why it may |
|---|---|---|---|
"""


class Place(NamedTuple):
    path: str
    function: str
    how: str


class _Finder(ast.NodeVisitor):
    def __init__(self, path: str) -> None:
        self.path, self.scope, self.names = path, list[str](), dict[str, str]()
        self.found: dict[Place, None] = {}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self.names |= {alias.asname or alias.name: alias.name for alias in node.names}

    def _enter(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        for decorator in node.decorator_list:
            self.visit(decorator)
        self.scope.append(node.name)
        for inner in node.body:
            self.visit(inner)
        self.scope.pop()

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _enter

    def visit_Call(self, node: ast.Call) -> None:
        name = self._called(node.func)
        first = node.args[0] if node.args else None
        if name in POSTS and not self._is_its_own_name(name):
            self._note(f"calls {name}")
        elif name in BULK and first is not None and (table := self._table(first)):
            self._note(f"{name} {table}")
        elif name in ORM and "/rekkas/money/" in self.path and "objects" in ast.unparse(node.func):
            self._note(f"Django: {ast.unparse(node.func)[:60]}")
        elif name == "get_model" and first is not None and _text(first).lower().startswith("money"):
            self._note(f"Django: {_text(first)}")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._sql(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._sql("".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part)

    def _sql(self, text: str) -> None:
        for verb, table in SQL.findall(text):
            word = re.sub(r"\s+", " ", verb.upper())
            if word == "ON" and "TRIGGER" not in text.upper():
                continue
            if (
                table == "{"
                and word in ("UPDATE", "ON", "COPY")
                and not re.search(r"\b(SET|TRIGGER|STDIN)\b", text)
            ):
                continue
            self._note(
                f"SQL: {'trigger on' if word == 'ON' else word} {'any table' if table == '{' else table}"
            )

    def _table(self, node: ast.expr) -> str:
        """The table that is written, where it is money’s; a name given elsewhere may be."""
        text = _text(node)
        if text:
            return text if text.startswith("money_") else ""
        return "" if self.path.startswith("src/rekkas/base/") else "any table"

    def _called(self, function: ast.expr) -> str:
        if isinstance(function, ast.Attribute):
            return function.attr
        return self.names.get(function.id, function.id) if isinstance(function, ast.Name) else ""

    def _is_its_own_name(self, name: str) -> bool:
        return bool(self.scope) and self.scope[-1] == name

    def _note(self, how: str) -> None:
        self.found[Place(self.path, ".".join(self.scope) or "(module)", how)] = None


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "*" for part in node.values)
    return ""


def places(files: Iterable[tuple[str, str]] | None = None) -> list[Place]:
    """Every place that can write to the ledger: in these sources, or in all."""
    return list(_in_all_sources()) if files is None else _places(files)


@cache
def _in_all_sources() -> tuple[Place, ...]:
    return tuple(_places(_sources()))


def _places(files: Iterable[tuple[str, str]]) -> list[Place]:
    found: list[Place] = []
    for path, source in files:
        finder = _Finder(path)
        finder.visit(ast.parse(source))
        found += finder.found
    return sorted(found)


def _sources() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "src").rglob("*.py")):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def reviewed() -> dict[Place, str]:
    """The places on the page, each with the reason that a reviewer gave."""
    rows = re.findall(
        r"^\| `(src/[^`]+)` \| `([^`]+)` \| ([^|]+?) \| ([^|]*?) \|$", PAGE.read_text(encoding="utf-8"), re.M
    )
    return {Place(path, function, how): why for path, function, how, why in rows}


def page() -> str:
    """The page anew."""
    known = reviewed() if PAGE.exists() else {}
    rows = (
        f"| `{place.path}` | `{place.function}` | {place.how} | {known.get(place) or UNREVIEWED} |"
        for place in places()
    )
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
