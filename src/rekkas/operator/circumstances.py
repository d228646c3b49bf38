"""What an operator may run into, said in a sentence that tells what to do; everything else keeps its traceback."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

say = Console(highlight=False, soft_wrap=True)
warn = Console(stderr=True, highlight=False, soft_wrap=True)

FULL = "The disk is full. Free some space and run it again: nothing was left half written."
NO_TABLES = (
    "The database has no tables yet. Run `rekkas demo` for a demonstration, or `rekkas manage migrate`."
)
LOCKED = "Another process is writing to the database and did not finish in time. Try again when it is done."
UNREACHABLE = "The database that DATABASE_URL names does not answer. Start it, or correct DATABASE_URL."
UNWRITABLE = (
    "The database cannot be opened for writing. "
    "Check who owns the data folder, or name another with REKKAS_DATA."
)
DAMAGED = (
    "The file of the database is damaged, or is none. Restore it from a copy: see docs/operations/restore.md."
)
BAD_URL = "DATABASE_URL cannot be understood. Write postgres://user:password@host:5432/name."
NOT_OURS = "check who owns it, or name another data folder with REKKAS_DATA."
# What databases say, in the order in which it is looked for, and what it means to an operator.
SAID = (
    ("database or disk is full", "operator.disk-full", FULL),
    ("disk i/o error", "operator.disk-full", FULL),
    ("no space left on device", "operator.disk-full", FULL),
    ("database is locked", "operator.database-locked", LOCKED),
    ("unable to open database file", "operator.not-writable", UNWRITABLE),
    ("readonly database", "operator.not-writable", UNWRITABLE),
    ("no such table", "operator.no-database", NO_TABLES),
    ("does not exist", "operator.no-database", NO_TABLES),
    ("connection failed", "operator.database-unreachable", UNREACHABLE),
    ("connection refused", "operator.database-unreachable", UNREACHABLE),
    ("could not translate host name", "operator.database-unreachable", UNREACHABLE),
    ("failed to resolve host", "operator.database-unreachable", UNREACHABLE),
    ("name or service not known", "operator.database-unreachable", UNREACHABLE),
    ("file is not a database", "operator.damaged-database", DAMAGED),
    ("database disk image is malformed", "operator.damaged-database", DAMAGED),
)
NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
STOPPED = 130


@contextmanager
def plainly() -> Iterator[None]:
    """Print what went wrong and leave with 1 where it could be foreseen."""
    try:
        yield
    except KeyboardInterrupt:
        warn.print("Stopped. Nothing was left half done: run it again to go on.")
        raise typer.Exit(STOPPED) from None
    except Exception as error:
        explained = explain(error)
        if explained is None:
            raise
        code, sentence = explained
        warn.print(f"[bold red]{escape(sentence)}[/] [dim]({code})[/]")
        raise typer.Exit(1) from None


def explain(error: BaseException) -> tuple[str, str] | None:
    """A stable code and a sentence; nothing for what nobody foresaw."""
    if isinstance(error, OSError):
        return _of_the_system(error)
    from dj_database_url import ParseError, UnknownSchemeError
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    from rekkas.base.errors import Refused

    if isinstance(error, Refused):
        return error.code, str(error)
    if isinstance(error, UnknownSchemeError | ParseError) or (
        isinstance(error, ImproperlyConfigured) and "database" in str(error).lower()
    ):
        return "operator.database-url", BAD_URL
    if isinstance(error, DatabaseError):
        text = str(error).lower()
        return next(((code, sentence) for said, code, sentence in SAID if said in text), None)
    return None


def _of_the_system(error: OSError) -> tuple[str, str] | None:
    where = error.filename or "the data folder"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "operator.disk-full", FULL
    if error.errno in NOT_ALLOWED:
        return "operator.not-writable", f"{where} cannot be used: {NOT_OURS}"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return (
            "operator.not-a-folder",
            f"{where} is a file where a folder is expected. Name another with REKKAS_DATA.",
        )
    if isinstance(error, FileNotFoundError | IsADirectoryError):
        return "operator.no-such-file", f"There is no such file: {where}."
    return None


def set_up() -> None:
    """Set Django up; only inside a command, so that help comes at once."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rekkas.settings")
    django.setup()


def need_database() -> None:
    """Refuse to go on where there is no database, or one of an earlier version."""
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from rekkas.operator.errors import DatabaseBehind, NoDatabase

    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not Path(name).is_file():
        raise NoDatabase(where=settings.DATA)
    executor = MigrationExecutor(connection)
    lacking = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if lacking and not executor.loader.applied_migrations:
        raise NoDatabase(where=settings.DATA if connection.vendor == "sqlite" else name)
    if lacking:
        raise DatabaseBehind(count=lacking)
