"""Serve the site: static files as they should be, a free port, the server; the relay and the workers beside it."""

import errno
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connections

from rekkas.base.outbox import relay_notices
from rekkas.operator.errors import NoSuchAddress, PortInUse, ProxiesNotCounted
from rekkas.operator.reaching import Reaching
from rekkas.shipping.tasks import work_on_batches

STAMP = ".collected"
TARGET = "rekkas.wsgi:application"
THREADS, RELAY_PAUSE_S = 4, 2.0


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody listens on, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUse(port=port, host=host) from None
            raise NoSuchAddress(host=host, port=port, reason=os.strerror(error.errno or 0)) from None
        except OverflowError:
            raise NoSuchAddress(host=host, port=port, reason="ports go up to 65535") from None


def check_settings() -> None:
    """Refuse settings under which nobody would get in, before anything is started."""
    if run_checks(tags=["rekkas"]):
        raise ProxiesNotCounted


def collect_static() -> bool:
    """Bring the static files into the data folder when they differ from the sources; whether they did."""
    digest, stamp = _static_digest(), Path(settings.STATIC_ROOT) / STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return False
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest, encoding="utf-8")
    return True


def _static_digest() -> str:
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: str(found[0])):
            state = os.stat(storage.path(name))
            seen.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def serve(host: str, port: int, workers: int) -> None:
    """Serve until somebody stops it."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    connections.close_all()  # no process inherits an open one
    os.environ["REKKAS_SERVER_PID"] = str(os.getpid())  # see rekkas.wsgi
    server = Granian(
        TARGET, address=host, port=port, interface=Interfaces.WSGI, workers=workers, blocking_threads=THREADS,
        log_level=LogLevels.warning, respawn_failed_workers=True, working_dir=None,
    )  # fmt: skip
    with beside("relay"), beside("work"), beside("batches"):
        server.serve()


@contextmanager
def beside(what: str) -> Iterator[None]:
    """Relay notices, or do studies, in a process of its own for as long as this one lives."""
    command = [sys.executable, "-m", "rekkas", what, "--while", str(os.getpid())]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:  # in the middle of something long: it is begun again elsewhere
            child.kill()


def relay(*, parent: int = 0, once: bool = False) -> int:
    """Let the subscribers of higher apps hear what waits, again and again, and people too. Returns how many heard."""
    relayed, reaching = 0, Reaching()
    while not parent or os.getppid() == parent:
        try:
            count = relay_notices()
            reaching()
        except DatabaseError:
            if once:
                raise
            count = 0
            connections.close_all()  # a database that was away may be back
        relayed += count
        if once and not count:
            reaching.finish()
            break
        if not count:
            reaching.pause(RELAY_PAUSE_S)
    return relayed


def work_off_batches(*, parent: int = 0, once: bool = False) -> int:
    """The worker of merchants' tables, until it is told to stop: at the end of the part that it is at."""
    leave = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: leave.set())
    return work_on_batches(parent=parent, once=once, told_to_stop=leave)
