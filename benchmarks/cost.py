"""What a piece of work costs: time on the wall, and the processor time of this process and of its database.

On a machine that others use too, processor time is the steadier figure; ratios are taken of wall time, since that
is what a clerk waits for.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time

TICK = os.sysconf("SC_CLK_TCK")


def _backend() -> int:
    """The process that serves this thread's connection; nothing where it is not one of this machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _cpu_of(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


class Cost:
    """Sums over several spans, so that two ways of doing a thing can take turns."""

    def __init__(self) -> None:
        self.wall = self.client = self.backend = 0.0
        self._process = _backend()

    @property
    def cpu(self) -> float:
        return self.client + self.backend

    @contextmanager
    def counted(self) -> Iterator[None]:
        backend, client, started = _cpu_of(self._process), process_time(), perf_counter()
        yield
        self.wall += perf_counter() - started
        self.client += process_time() - client
        self.backend += _cpu_of(self._process) - backend
