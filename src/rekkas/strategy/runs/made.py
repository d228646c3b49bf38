"""What a run is told, and what it makes: an answer, tables for files, and perhaps a timetable to be drafted."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rekkas.strategy.choices import Doing
from rekkas.strategy.entries import Result

Watch = Callable[[Doing, float], None]  # what is being done, and the share of the whole that is done
ShouldStop = Callable[[], bool]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Stopped(Exception):
    """The run was told to stop. There is no half answer."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is too long for a page: a CSV file."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / self.name).open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow(self.head)
            table.writerows([_plain(cell) for cell in row] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Made:
    """A run's answer. ``draft`` are the files of a timetable that is to be drafted with it."""

    result: Result
    tables: Sequence[Table] = ()
    draft: Mapping[str, str] | None = field(default=None)

    def write(self, folder: Path) -> list[str]:
        """Write the tables; their names."""
        for table in self.tables:
            table.write(folder)
        return [table.name for table in self.tables]


def _plain(cell: Any) -> Any:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
