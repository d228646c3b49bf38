"""``python -m tests.kills --times 200 --database postgresql``: kill workers and the database at random, and look.

Workers post batches and single entries, set money aside, settle, reverse, close days, and try again what was not
answered. They are killed with SIGKILL and begin again; so is the server of PostgreSQL, or one process of it. At the
end all that was ever answered must be in the books once, what was tried again must be there once, nothing else
may be there, and the books must agree. It prints what it counted, and ends with 1 where something is missing.
"""

import argparse
import multiprocessing
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import django

from tests.kills.server import Server, running_server
from tests.postgres import temporary_folder

PAUSE_S = 0.05, 0.45
fork = multiprocessing.get_context("fork")


class Crew:
    """The workers, each a process, each with its paper."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        from tests.kills.worker import ROLES

        self.folder, self.dice, self.roles = folder, dice, ROLES
        self.processes = {name: self._start(name) for name in ROLES}

    def _start(self, name: str, *, finish: bool = False) -> multiprocessing.process.BaseProcess:
        seed, path = self.dice.getrandbits(60), self.folder / f"{name}.paper"
        process = fork.Process(target=self.roles[name], args=(path, seed), kwargs={"finish": finish})
        process.start()
        return process

    def kill_one(self) -> None:
        """Kill a worker, whatever it is doing, and let another take over its paper."""
        name = self.dice.choice(list(self.processes))
        self.processes[name].kill()
        self.processes[name].join()
        self.processes[name] = self._start(name)

    def check(self) -> None:
        """A worker ends only when it is killed: one that ended by itself has found something."""
        ended = [name for name, process in self.processes.items() if process.exitcode is not None]
        if ended:
            raise SystemExit(f"a worker ended by itself: {', '.join(ended)}")

    def finish(self) -> None:
        """Kill them all; others finish what has no answer yet, and ask nothing new."""
        for process in self.processes.values():
            process.kill()
            process.join()
        for name in self.roles:
            process = self._start(name, finish=True)
            process.join()
            if process.exitcode:
                raise SystemExit(f"{name} could not finish")


@contextmanager
def database(kind: str) -> Iterator[Server | None]:
    """A migrated database with accounts in it, and the server that can be killed."""
    with temporary_folder() as folder, running_server() if kind == "postgresql" else nullcontext() as server:
        os.environ.pop("DATABASE_URL", None)
        if server:
            os.environ["DATABASE_URL"] = server.address
        (folder / "static").mkdir()
        os.environ |= {"REKKAS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "rekkas.settings"}
        django.setup()
        from django.core.management import call_command
        from django.db import connections

        from tests.kills.books import open_books

        for app in ("base", "money"):
            call_command("migrate", app, verbosity=0, skip_checks=True)
        open_books()
        connections.close_all()  # none may be shared with those who are killed
        yield server
        connections.close_all()


def kill(times: int, crew: Crew, server: Server | None, dice: random.Random) -> Counter[str]:
    """Kill at random moments; return how often what was killed."""
    counted: Counter[str] = Counter()
    while sum(counted.values()) < times:
        time.sleep(dice.uniform(*PAUSE_S))
        crew.check()
        chance = dice.random()
        if server is None or chance > 0.2:
            crew.kill_one()
            counted["workers"] += 1
        elif chance > 0.13:
            counted["a process of the database"] += server.kill_a_backend(dice)
        else:
            way, name = dice.choice(
                [(server.kill, "the database"), (server.stop_at_once, "the database, by its stop")]
            )
            way()
            time.sleep(dice.uniform(0, 0.3))
            server.start()
            counted[name] += 1
    return counted


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    dice = random.Random(asked.seed)  # noqa: S311
    started = time.monotonic()
    with database(asked.database) as server, temporary_folder() as papers:
        from tests.kills.books import report

        crew = Crew(papers, dice)
        killed = kill(asked.times, crew, server, dice)
        crew.finish()
        print(f"killed on {asked.database}, in {time.monotonic() - started:.0f} s:", flush=True)
        for name, count in killed.most_common():
            print(f"  {name}: {count}")
        return report(papers)


if __name__ == "__main__":
    sys.exit(main())
