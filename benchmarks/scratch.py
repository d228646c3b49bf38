"""A migrated database to measure in, and nothing left of it afterwards."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from tests.postgres import temporary_folder


@contextmanager
def empty_postgresql(server: str) -> Iterator[str]:
    """A database of its own on a server; yields its address."""
    name = f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def environment(server: str | None) -> Iterator[dict[str, str]]:
    """What a process needs to find an empty database: on ``server``, or SQLite in a temporary data folder."""
    found = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with temporary_folder() as folder:
        (folder / "static").mkdir()
        found |= {"REKKAS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "rekkas.settings"}
        if server is None:
            yield found
        else:
            with empty_postgresql(server) as address:
                yield found | {"DATABASE_URL": address}


def migrate() -> None:
    """Bring the database of this process, which is empty, to where the post expects it."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
