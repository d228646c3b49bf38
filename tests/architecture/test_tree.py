"""What the repository may not hold."""

import re
from collections.abc import Iterator
from contextlib import suppress

from tests.architecture.ladder import ROOT, SOURCE, tracked_files

REGISTRY = re.compile(
    r"\bpypi\.org|pythonhosted\.org|registry\.npmjs|npmmirror\.com|\bcrates\.io|deb\.debian\.org|proxy\.golang"
    r"|--(?:extra-)?index-url|--find-link[s]"
)
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:home/[a-z]|Users/[A-Za-z]|root/|work/)")
UNWANTED = {"uv.lock", ".python-version"}
LINES_AT_MOST = 400


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked_files():
        with suppress(UnicodeDecodeError):  # a picture, not a text
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_no_file_names_a_package_registry() -> None:
    assert {name: found[0] for name, text in texts() if (found := REGISTRY.search(text))} == {}


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert {name: found[0] for name, text in texts() if (found := MACHINE_PATH.search(text))} == {}


def test_no_file_ties_the_project_to_one_interpreter_or_host() -> None:
    assert [path.name for path in tracked_files() if path.name in UNWANTED] == []


def test_no_style_names_left_or_right() -> None:
    comments = re.compile(r"/\*.*?\*/", re.DOTALL)

    sided = [
        f"{path.name}: {line.strip()}"
        for path in SOURCE.rglob("*.css")
        for line in comments.sub("", path.read_text()).splitlines()
        if re.search(r"\b(left|right)\b", line)
    ]

    assert sided == []


def test_commands_and_models_stay_short_enough_to_read() -> None:
    files = [*SOURCE.glob("*/commands.py"), *SOURCE.glob("*/commands/*.py")]
    files += [*SOURCE.glob("*/models.py"), *SOURCE.glob("*/models/*.py")]

    long = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if (lines := len(path.read_text().splitlines())) > LINES_AT_MOST
    }

    assert files
    assert long == {}
