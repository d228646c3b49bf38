"""Where the time of a batch goes: each step of the ledger with a clock around it (``--profile``).

A step's time is its own: what it calls that is a step too is taken off. The rows of a batch are posted as they
always are; only the names below are wrapped.
"""

import random
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from time import perf_counter
from typing import Any

import django
from rich.console import Console
from rich.table import Table

STEPS = (
    ("parse", "rekkas.money.posting.batch", "_well_formed"),
    ("accounts", "rekkas.money.posting.batch", "take_purses"),
    ("lock", "rekkas.money.posting.accounts", "_locked_balances"),
    ("lane", "rekkas.money.posting.batch", "take_lane"),
    ("keys", "rekkas.money.posting.batch", "_known_requests"),
    ("closed days", "rekkas.money.posting.batch", "last_closed_days"),
    ("judge", "rekkas.money.posting.judging", "Judge.judge"),
    ("rows", "rekkas.money.posting.batch", "write"),
    ("ids", "rekkas.money.posting.writing", "new_ids"),
    ("digest", "rekkas.money.posting.writing", "row_digest"),
    ("copy", "rekkas.money.posting.writing", "insert_all"),
    ("seal", "rekkas.money.posting.writing", "seal_batch"),
    ("balances", "rekkas.money.posting.writing", "add_to_rows"),
    ("balances", "rekkas.money.posting.writing", "update_rows"),
    ("answers", "rekkas.money.commands.transfers", "post_batch"),
    ("record of the act", "rekkas.base.command", "_record"),
    ("commit", "django.db.backends.base.base", "BaseDatabaseWrapper.commit"),
)


class Clocks:
    """What each step took, without the steps inside it."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inner: list[float] = []

    def around(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            name = f"copy {args[0].removeprefix('money_')}" if step == "copy" else step
            self._inner.append(0.0)
            started = perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                whole = perf_counter() - started
                own = whole - self._inner.pop()
                self.spent[name] = self.spent.get(name, 0.0) + own
                if self._inner:
                    self._inner[-1] += whole

        return timed


def _wrap(clocks: Clocks) -> list[str]:
    """Put a clock around every step; return the names that are no longer there."""
    lost = []
    for step, module, path in STEPS:
        holder: Any = import_module(module)
        *outer, name = path.split(".")
        for part in outer:
            holder = getattr(holder, part, None)
        if not hasattr(holder, name):
            lost.append(f"{module}.{path}")
            continue
        setattr(holder, name, clocks.around(step, getattr(holder, name)))
    return lost


def profile(seed: int, batches: int) -> None:
    """Post batches with the clocks on, and print what each step of one took."""
    from benchmarks.cost import Cost
    from benchmarks.money import BATCH, batch, opened, post, still, told

    opened()
    dice, clocks, cost = random.Random(seed), Clocks(), Cost()
    post(batch(dice))
    lost = _wrap(clocks)
    for _ in range(batches):
        work = batch(dice)
        still()
        with cost.counted():
            post(work)
    table = Table(title=f"A batch of {BATCH:,} transfers, {batches} of them")
    table.add_column("step")
    table.add_column("ms a batch", justify="right")
    table.add_column("share", justify="right")
    known = sum(clocks.spent.values())
    steps = sorted(clocks.spent.items(), key=lambda one: -one[1])
    for step, spent in [*steps, ("everything else", cost.wall - known)]:
        table.add_row(step, f"{spent / batches * 1e3:.2f}", f"{spent / cost.wall:.1%}")
    Console(width=100).print(table, told("with the clocks", cost, BATCH * batches))
    for name in lost:
        Console().print(f"[red]no step is called {name} any more")


if __name__ == "__main__":
    django.setup()
    profile(seed=1, batches=30)
