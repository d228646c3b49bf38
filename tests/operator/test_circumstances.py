"""What an operator runs into is said in a sentence; what nobody foresaw keeps its traceback."""

import errno
import sqlite3

import click
import pytest
import typer
from django.db import DatabaseError, OperationalError, connection

from rekkas.base.actors import system
from rekkas.operator.circumstances import explain, plainly
from rekkas.operator.country_loading import load_pack
from rekkas.territory.queries import countries
from tests import build


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "a"), "operator.disk-full"),
        (PermissionError(errno.EACCES, "Permission denied", "/data"), "operator.not-writable"),
        (OSError(errno.EROFS, "Read-only file system", "/data"), "operator.not-writable"),
        (FileNotFoundError(errno.ENOENT, "No such file", "parcels.csv"), "operator.no-such-file"),
        (OperationalError("database is locked"), "operator.database-locked"),
        (OperationalError("disk I/O error"), "operator.disk-full"),
        (OperationalError("unable to open database file"), "operator.not-writable"),
        (OperationalError("attempt to write a readonly database"), "operator.not-writable"),
        (DatabaseError("no such table: mail_item"), "operator.no-database"),
        (OperationalError('connection failed: connection to server at "::1" failed'), "operator.database-unreachable"),
    ],
)  # fmt: skip
def test_what_can_be_foreseen_has_a_code_and_a_sentence(error: Exception, code: str) -> None:
    explained = explain(error)

    assert explained is not None
    assert explained[0] == code
    assert explained[1].endswith((".", "it."))


def test_what_nobody_foresaw_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError), plainly():
        _ = 1 / 0


def test_a_refusal_is_printed_with_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    from rekkas.operator.errors import PortInUse

    with pytest.raises((typer.Exit, click.exceptions.Exit)) as left, plainly():
        raise PortInUse(port=8000, host="127.0.0.1")

    assert left.value.exit_code == 1
    said = capsys.readouterr().err
    assert "Port 8000 of 127.0.0.1 is in use" in said
    assert "--port" in said
    assert "operator.port-in-use" in said


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_leaves_nothing_half_loaded() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a disk is filled by telling SQLite how large its file may grow")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that earlier tests left free would be room enough
        cursor.execute("PRAGMA max_page_count")
        (usual,) = cursor.fetchone()
        cursor.execute("PRAGMA page_count")
        (now,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {now}")

    try:
        with pytest.raises(OperationalError) as full:
            load_until_full()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {usual}")

    explained = explain(full.value)
    assert isinstance(full.value.__cause__, sqlite3.OperationalError)
    assert explained is not None
    assert explained[0] == "operator.disk-full"
    assert countries() == []


def load_until_full() -> None:
    for turn in range(100):
        fill(turn)
        load_pack(build.pack(), by=system("tests"), at=build.MONDAY)


def fill(turn: int) -> None:
    """Use up what room the file has left."""
    from django.contrib.sessions.models import Session

    Session.objects.create(session_key=f"full{turn}", session_data="x" * 100_000, expire_date=build.MONDAY)
