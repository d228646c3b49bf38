"""What a page costs to somebody on a thin line: itself and everything that it asks for, as the server compresses it."""

import gzip
import re
from functools import cache
from pathlib import Path
from posixpath import dirname, normpath

from django.contrib.staticfiles import finders

ASKED = re.compile(r'(?:href|src)="/static/([^"#]+)')
DRAWN = re.compile(r'url\("([^")]+)"\)')
IMPORTED = re.compile(r'(?:from|import) "(\.[^"]+)"')


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, compresslevel=6, mtime=0))


def asked_by(html: str) -> set[Path]:
    """The files of a page, what they draw and what they import."""
    waiting, found = ASKED.findall(html), dict[str, Path]()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = file = _file(name)
        more = {".css": DRAWN, ".js": IMPORTED}.get(file.suffix)
        if more:
            waiting += [normpath(f"{dirname(name)}/{asked}") for asked in more.findall(file.read_text())]
    return set(found.values())


def weight_of(html: str) -> int:
    """The bytes that travel for a first visit."""
    return compressed(html.encode()) + sum(size_of(file) for file in asked_by(html))


@cache
def size_of(file: Path) -> int:
    return compressed(file.read_bytes())


def _file(name: str) -> Path:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found)
