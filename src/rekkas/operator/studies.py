"""Studies at the terminal, run here and now with a bar that shows how far they are; and the worker of the site."""

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from rekkas.operator.circumstances import say
from rekkas.operator.daily import DailyWork
from rekkas.operator.parcels.edge import loaded_country
from rekkas.strategy import runs
from rekkas.strategy.choices import Doing, StudyKind
from rekkas.strategy.tasks import with_draft, work
from rekkas.strategy.words import Cell, Sheet, sheets_of
from rekkas.territory import queries as territory

ROWS_SHOWN = 15
TONES = {"good": "green", "bad": "red"}
LEVELS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Asked:
    """A study as it is asked for at the terminal."""

    kind: StudyKind
    country: str
    params: Mapping[str, Any]
    seed: int
    csv: Path | None = None
    draft: bool = False


def country_named(name: str) -> str:
    """The country of that code or name; the only one there is, where none is named."""
    known = territory.countries()
    if not name and len(known) == 1:
        return known[0].pk
    return str(loaded_country(name or "…").pk)


def next_monday() -> date:
    """The week that studies look at where nobody names another."""
    today = timezone.now().date()
    return today + timedelta(days=7 - today.weekday())


def run_study(asked: Asked) -> None:
    """Run it to its end and print its tables. Ctrl-C ends it, and nothing is left behind."""
    told_to_stop = threading.Event()
    with _bar() as watch, _told_by_signals(told_to_stop):
        try:
            made = runs.run(
                asked.country, asked.kind, asked.params, seed=asked.seed, watch=watch,
                should_stop=told_to_stop.is_set,
            )  # fmt: skip
        except runs.Stopped:
            raise KeyboardInterrupt from None
    for sheet in sheets_of(made.result):
        if sheet.rows:
            say.print(sheet_table(sheet))
    if asked.csv is not None:
        names = made.write(asked.csv)
        say.print(f"Written into {asked.csv}: {', '.join(names)}")
    if asked.draft and made.draft is not None:
        kept = with_draft(made, asked.country, "network improve", at=timezone.now())
        say.print(f"Draft timetable {kept['timetable']}: look at it, and publish it from a day.")


def sheet_table(sheet: Sheet) -> Table:
    """A table of a study as a terminal shows it: the first rows of a long one."""
    table = Table(
        title=sheet.caption, title_justify="left", caption=sheet.note or None, caption_justify="left"
    )
    for column in sheet.columns:
        table.add_column(column.label, justify="right" if column.is_number else "left", overflow="fold")
    for row in sheet.rows[:ROWS_SHOWN]:
        table.add_row(*(_cell(cell) for cell in row))
    if len(sheet.rows) > ROWS_SHOWN:
        table.add_row(f"… {len(sheet.rows) - ROWS_SHOWN}", *[""] * (len(sheet.columns) - 1))
    return table


def _cell(cell: Cell) -> str:
    text = escape(cell.text) or _levels(cell.line)
    return f"[{TONES[cell.tone]}]{text}[/]" if cell.tone in TONES else text


def _levels(values: tuple[int, ...]) -> str:
    """A line over time in letters."""
    if not values:
        return ""
    step = max(1, -(-len(values) // 28))
    peaks = [max(values[at : at + step]) for at in range(0, len(values), step)]
    most = max(peaks) or 1
    return "".join(LEVELS[value * (len(LEVELS) - 1) // most] for value in peaks)


@contextmanager
def _bar() -> Iterator[runs.Watch]:
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description:<40}"), BarColumn(), TaskProgressColumn(),
        TimeElapsedColumn(), console=say, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=1.0)

        def watch(doing: Doing, share: float) -> None:
            bar.update(task, description=str(doing.label), completed=share)

        yield watch


@contextmanager
def _told_by_signals(told_to_stop: threading.Event) -> Iterator[None]:
    """Ctrl-C asks the work to stop; a second one does not wait for it."""

    def ask(number: int, frame: object) -> None:
        told_to_stop.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def work_on_studies(*, parent: int = 0, once: bool = False) -> int:
    """The worker: studies as they come, and what each day brings, until it is told to stop.

    The study that it is at then is given back.
    """
    leave = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: leave.set())
    return work(parent=parent, once=once, told_to_stop=leave, between=DailyWork())
