"""The demonstration's own folder: the mark that it made it, and what it may delete there."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from rekkas.operator.errors import DemoRunning, NotTheDemosFolder, ResetElsewhere

MARK = settings.DEMO_MARK
TEXT = "Made by `rekkas demo`, which may delete its database, static and media files here (--reset).\n"
OWN_FILES = ("rekkas.sqlite3", "rekkas.sqlite3-wal", "rekkas.sqlite3-shm", "rekkas.sqlite3-journal")
OWN_FOLDERS = ("static", "media")


def is_marked(folder: Path) -> bool:
    return (folder / MARK).is_file()


def mark(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(TEXT, encoding="utf-8")


def reset(folder: Path) -> list[str]:
    """Delete the demonstration's own files, and no others. Returns what was deleted."""
    if os.environ.get("DATABASE_URL"):
        raise ResetElsewhere()
    own = [folder / name for name in (*OWN_FILES, *OWN_FOLDERS) if (folder / name).exists()]
    if not is_marked(folder):
        if own:
            raise NotTheDemosFolder(folder=folder)
        return []
    with only_one(folder):
        connections.close_all()
        for path in own:
            if path.is_symlink() or path.is_file():
                path.unlink()
            else:
                shutil.rmtree(path)
    (folder / MARK).unlink()
    return [path.name for path in own]


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder: two demonstrations at once would get into each other's way."""
    held = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoRunning(folder=folder) from None
        yield
    finally:
        os.close(held)
