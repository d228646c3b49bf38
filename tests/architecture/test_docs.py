"""The papers say what the code does: refusals, verbs, links, paths and libraries are all there."""

import pkgutil
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import rekkas
from rekkas.base.errors import Refused
from tests.architecture.ladder import ROOT, commands, tracked_files

LINK = re.compile(r"!?\[[^]\n]*\]\(<?([^)\s>]+)>?\)")
FENCED = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
ANCHOR = re.compile(r'<a id="([^"]+)">')
PATH = re.compile(r"`((?:src|tests|docs|countries|benchmarks)/[\w./-]+)`")


def papers() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".md"]


def text_of(path: Path) -> str:
    """A paper without its examples, where brackets are not links."""
    return FENCED.sub("", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """The places in a paper that a link can lead to: its headings as forges name them, and its own marks."""
    text = text_of(path)
    headings = (re.sub(r"[^\w -]", "", heading.lower()) for heading in HEADING.findall(text))
    return {heading.replace(" ", "-") for heading in headings} | set(ANCHOR.findall(text))


def broken_links(path: Path) -> Iterator[str]:
    for link in LINK.findall(text_of(path)):
        address, _, anchor = link.partition("#")
        if ":" in address:
            continue
        target = (path.parent / address).resolve() if address else path
        if not target.exists():
            yield f"{path.relative_to(ROOT)}: {link} is not there"
        elif anchor and target.suffix == ".md" and anchor not in anchors(target):
            yield f"{path.relative_to(ROOT)}: {link} leads to no heading"


def refusals() -> dict[str, type[Refused]]:
    """Every refusal of the post, by code."""
    for module in pkgutil.walk_packages(rekkas.__path__, "rekkas."):
        if ".migrations" not in module.name and module.name != "rekkas.__main__":
            import_module(module.name)
    found: dict[str, type[Refused]] = {}
    waiting = Refused.__subclasses__()
    while waiting:
        refusal = waiting.pop()
        waiting += refusal.__subclasses__()
        if refusal.__module__.startswith("rekkas."):
            found[refusal.code] = refusal
    return found


def page_of(app: str) -> str:
    """What is said of an app: its page, and those beside it that go on from there (bank-accounts.md)."""
    folder = ROOT / "docs" / "domains"
    pages = [*folder.glob(f"{app}.md"), *sorted(folder.glob(f"{app}-*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def test_every_link_of_every_paper_leads_somewhere() -> None:
    assert [broken for path in papers() for broken in broken_links(path)] == []


def test_every_path_that_a_paper_names_is_there() -> None:
    named = {(path, name) for path in papers() for name in PATH.findall(text_of(path))}

    assert named
    assert {f"{path.name}: {name}" for path, name in named if not (ROOT / name).exists()} == set()


def test_every_picture_is_shown() -> None:
    shown = {Path(link).name for path in papers() for link in LINK.findall(text_of(path))}

    assert {path.name for path in (ROOT / "docs" / "pictures").iterdir()} - shown == set()


def test_every_refusal_is_in_the_table_and_on_its_apps_page() -> None:
    table = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")

    missing = [code for code in refusals() if f"`{code}`" not in table]
    owners = {code: refusal.__module__.split(".")[1] for code, refusal in refusals().items()}
    missing += [code for code, app in owners.items() if f"`{code}`" not in page_of(app)]

    assert sorted(missing) == []


def test_the_table_holds_no_refusal_that_is_gone() -> None:
    table = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")

    assert set(ANCHOR.findall(table)) == set(refusals())


def test_every_verb_is_on_its_apps_page() -> None:
    missing = [verb for verb in commands() if f"`{verb.split('.')[1]}`" not in page_of(verb.split(".")[0])]

    assert missing == []


def test_every_library_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    reasons = (ROOT / "docs/decisions/0018-each-dependency-has-a-reason.md").read_text(encoding="utf-8")

    named = [re.split(r"[\[<>=~ ]", requirement)[0] for requirement in project["dependencies"]]

    assert [name for name in named if not re.search(rf"^\|[^|]*\b{name}\b", reasons, re.MULTILINE)] == []
