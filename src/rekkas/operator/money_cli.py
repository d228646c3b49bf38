"""`rekkas money …`: what an operator of the books does at a terminal."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from rekkas.operator.circumstances import need_database, plainly, say, set_up

money_app = typer.Typer(
    help="The books: close a day, let holds lapse, hand out evidence.", no_args_is_help=True
)

Day = Annotated[
    datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The last day to close; else today.")
]


@money_app.command("close-day")
def close_day(day: Day = None) -> None:
    """Close the day in the books of the post and of its bank, and sign both roots."""
    with plainly():
        set_up()
        from rekkas.operator.books import close_books

        need_database()
        for book, root, key in close_books(day.date() if day else None):
            say.print(f"[bold]{book}[/]  root {root}  signed by {key}", highlight=False)


@money_app.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="Where to write the books; a file there is not overwritten.")],
) -> None:
    """Write the books as one file that anybody can check: python -m postkit.evidence FILE."""
    with plainly():
        set_up()
        from rekkas.operator.books import export_books

        need_database()
        count = export_books(file)
        say.print(
            f"{count:,} lines in {file}. To check them anywhere: python -m postkit.evidence {file.name}"
        )


@money_app.command("expire-holds")
def expire_holds() -> None:
    """Let go what was set aside until a moment that has passed."""
    with plainly():
        set_up()
        from rekkas.operator.books import let_holds_lapse

        need_database()
        say.print(f"{let_holds_lapse():,} entries were let go")
