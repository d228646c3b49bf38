"""Several hands at once, each with its own connection to the database."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import TypeVar

from django.db import connection

R = TypeVar("R")


def together(*actions: Callable[[], R]) -> list[R | Exception]:
    """Start all at the same moment; what each gave or raised, in order."""
    start = Barrier(len(actions), timeout=30)
    outcomes: list[R | Exception] = [RuntimeError("did not finish")] * len(actions)

    def run(place: int, action: Callable[[], R]) -> None:
        try:
            connection.ensure_connection()
            start.wait()
            outcomes[place] = action()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
