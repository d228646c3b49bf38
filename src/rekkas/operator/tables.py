"""What the operator's command shows as tables."""

from pathlib import Path

from rich.table import Table

from postkit.pack import Mistake
from rekkas.operator.verify import Report

FIRST = 5


def mistakes_table(folder: Path, mistakes: list[Mistake]) -> Table:
    table = Table("File", "Line", "Field", "Reason", title=str(folder), title_justify="left")
    for mistake in mistakes:
        table.add_row(mistake.file, str(mistake.line or ""), mistake.field, mistake.reason)
    return table


def verify_table(report: Report) -> Table:
    table = Table("Compared", "Differences", "First of them", title_justify="left")
    for name, faults in report.faults.items():
        colour = "red" if faults else "green"
        first = "\n".join(f"{fault.name}: {fault.reason}" for fault in faults[:FIRST])
        table.add_row(name, f"[{colour}]{len(faults)}[/]", first)
    if report.rebuilt:
        table.caption = f"{report.rebuilt} rows were written again"
    return table
