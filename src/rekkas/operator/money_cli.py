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


@money_app.command("settle-merchants")
def settle_merchants(day: Day = None) -> None:
    """Settle the merchants whom their contracts want settled: statements for all, payments where due."""
    with plainly():
        set_up()
        from django.utils import timezone

        from postkit.money import to_text
        from rekkas.operator.daily_money import settled_by

        need_database()
        for one in settled_by(timezone.localtime(), day.date() if day else None):
            amount = to_text(one.paid or one.carried, one.currency)
            say.print(
                f"[bold]{one.customer}[/]  {one.outcome.value}  {amount} {one.currency}  {one.number}  {one.code}",
                highlight=False,
            )


@money_app.command("reconcile-cod")
def reconcile_cod() -> None:
    """Compare deliveries, cash and payments, and list what does not agree. Exits with 1 where something is listed."""
    with plainly():
        set_up()
        from django.utils import timezone

        from rekkas.base.actors import system
        from rekkas.commerce.commands import reconcile_cod as reconcile

        need_database()
        now = timezone.localtime()
        found = reconcile(day=now.date(), by=system("comparison"), at=now)
        say.print(
            f"{found.items:,} items, {found.exceptions:,} exceptions ({found.new:,} new), "
            f"{found.differing_merchants:,} merchants differ, {found.old_bags:,} bags carry cash for more than a day"
        )
        if found.exceptions or found.differing_merchants:
            raise typer.Exit(1)


@money_app.command("expire-holds")
def expire_holds() -> None:
    """Let go what was set aside until a moment that has passed."""
    with plainly():
        set_up()
        from django.utils import timezone

        from rekkas.operator.daily_money import let_holds_lapse

        need_database()
        say.print(f"{let_holds_lapse(timezone.now()):,} entries were let go")


@money_app.command("load-sanction-list")
def load_sanction_list(
    file: Annotated[
        Path, typer.Argument(help="The list as its publisher gives it (UN, EU, OFAC, or our CSV).")
    ],
    even_if_smaller: Annotated[
        bool, typer.Option("--even-if-smaller", help="Take it though it lost half of its entries.")
    ] = False,
) -> None:
    """Take in a sanction list, and compare every customer with what is new in it."""
    with plainly():
        set_up()
        from django.utils import timezone

        from rekkas.bank.commands import load_sanction_list as load
        from rekkas.bank.queries import counts_by_state
        from rekkas.base.actors import system
        from rekkas.operator.daily_money import screen

        need_database()
        data, now = file.read_bytes(), timezone.now()
        found = load(data=data, even_if_smaller=even_if_smaller, by=system("sanction list"), at=now)
        say.print(
            f"{found.code} of {found.listed_on}: {found.entry_count:,} entries, {found.new_count:,} new, "
            f"{found.left_count:,} left" + ("" if found.is_new else "; it was in force already")
        )
        screen(now)
        say.print(f"{counts_by_state().get('open', 0):,} likenesses wait for a reviewer")
