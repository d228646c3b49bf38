"""`rekkas import parcels`: the file in, the record and two files for people out."""

import csv
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from rekkas.base.actors import system
from rekkas.operator.errors import CountryNotLoaded
from rekkas.operator.parcels.columns import read_map
from rekkas.operator.parcels.errors import CannotWriteBeside
from rekkas.operator.parcels.places import DOUBTFUL_HEADER, Places, read_decisions
from rekkas.operator.parcels.reading import decode, rows_of
from rekkas.operator.parcels.rows import Reader
from rekkas.operator.parcels.taking import Counts, Import
from rekkas.territory.queries import countries

REJECTED_HEADER = ("line", "field", "code", "reason")


def import_file(
    file: Path, *, country: str, maps: Sequence[str], at: datetime, console: Console,
    decisions: Path | None = None, rejects: Path | None = None, encoding: str = "",
) -> Table:  # fmt: skip
    """Take a file in and write beside it what a person must look at. Returns the counts as a table."""
    land = loaded_country(country)
    columns = read_map(maps, stem=file.stem)
    rejected = rejects or file.with_name(f"{file.name}.rejected.csv")
    doubtful = rejected.with_name(f"{file.name}.doubtful.csv")
    for path in (rejected, doubtful):
        _check_writable(path)
    text = decode(file.read_bytes(), file=str(file), encoding=encoding)
    header, rows = rows_of(text, file=str(file), columns=columns.all_columns())
    decided = read_decisions(decisions, land.iso) if decisions else {}
    reader = Reader(columns, land.iso, ZoneInfo(land.time_zone), land.decimals, at)
    run = Import(reader, Places(land.iso, decided), system("import"), at)
    with Progress(
        TextColumn(file.name), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    ) as progress:
        task = progress.add_task("", total=max(1, text.count("\n")))
        run.take(rows, lambda done: progress.update(task, completed=done))
        progress.update(task, total=max(1, run.counts.rows))
    own = [f"{name}_in_file" if name in REJECTED_HEADER else name for name in header]
    _write(rejected, (*REJECTED_HEADER, *own), _rejected_cells(run, header))
    _write(doubtful, DOUBTFUL_HEADER, (doubt.cells() for doubt in run.places.doubts.values()))
    return counts_table(run.counts, rejected, doubtful)


def loaded_country(name: str) -> Any:
    """A loaded country by its ISO code or its name."""
    wanted = name.strip().casefold()
    for land in countries():
        if wanted in {land.iso.casefold(), land.name_en.casefold(), land.name_fr.casefold(), land.name_ar}:
            return land
    raise CountryNotLoaded(name=name)


def _check_writable(path: Path) -> None:
    """Say before the import, not after it, that its answers cannot be written."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-"):
            pass
    except OSError:
        raise CannotWriteBeside(path=path) from None
    if path.exists() and not os.access(path, os.W_OK):
        raise CannotWriteBeside(path=path)


def _rejected_cells(run: Import, header: list[str]) -> Iterable[list[str]]:
    for said in run.rejections:
        row = said.row
        given = [row.values[column] for column in header] if row.values else [row.text]
        yield [str(row.line), said.field, said.code, said.reason, *given]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Replaced whole once it is written; a file with nothing to say is not left lying."""
    lines = list(rows)
    if not lines:
        path.unlink(missing_ok=True)
        return
    with NamedTemporaryFile(
        "w", dir=path.parent, prefix=f".{path.name}-", delete=False, encoding="utf-8", newline=""
    ) as file:
        try:
            csv.writer(file, lineterminator="\n").writerows([header, *lines])
            file.flush()
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def counts_table(counts: Counts, rejected: Path, doubtful: Path) -> Table:
    table = Table(show_header=False, title=_("What became of the rows"), title_justify="left")
    table.add_column(justify="left")
    table.add_column(justify="right")
    table.add_column(justify="left")
    table.add_row(_("rows"), f"{counts.rows:,}", "")
    table.add_section()
    table.add_row(_("imported"), f"{counts.imported:,}", "")
    table.add_row(_("repeated"), f"{counts.repeated:,}", _("imported before, or the same row again"))
    table.add_row(_("rejected"), f"{counts.rejected:,}", rejected.name if counts.rejected else "")
    table.add_row(_("doubtful place"), f"{counts.doubtful:,}", doubtful.name if counts.doubtful else "")
    return table
