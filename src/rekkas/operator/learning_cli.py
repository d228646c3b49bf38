"""`rekkas network learn`: what really happened, as a teacher."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.table import Table

from rekkas.operator.circumstances import need_database, plainly, say, set_up
from rekkas.operator.network_cli import Country

DAYS_BACK, MOST = 180, 50_000


def learn(
    file: Annotated[
        Path | None,
        typer.Argument(help="A file of parcels, to try the method on; else the post's own records."),
    ] = None,
    country: Country = "",
    map: Annotated[
        list[str] | None, typer.Option(help="As for import parcels: a TOML file, or key=column; repeatable.")
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option(help="The doubtful places as a person decided them.")
    ] = None,
) -> None:
    """Learn how late mail really is, and say how often each level of certainty was kept when it was tried."""
    with plainly():
        set_up()
        from django.utils import timezone

        from rekkas.operator.parcels.learning import learn_from_file, report_table
        from rekkas.operator.studies import country_named

        need_database()
        iso = country_named(country)
        if file is None:
            say.print(_calibration_table(learn_from_records(iso, at=timezone.now())))
            return
        report = learn_from_file(file, country=iso, maps=map or [], at=timezone.now(), decisions=decisions)
        say.print(report_table(report))


def learn_from_records(iso: str, *, at: Any) -> dict[str, Any]:
    """Learn from the movements and deliveries of the last half year. Returns the calibration."""
    from rekkas.base.actors import system
    from rekkas.mail.queries import delivered_lately
    from rekkas.network.commands import Delivered, learn_experience, lesson_of
    from rekkas.territory.queries import country as known_country

    zone = ZoneInfo(known_country(iso).time_zone)
    since = at - timedelta(days=DAYS_BACK)
    deliveries = [
        Delivered(
            one.origin, one.destination, one.carriage, one.accepted_at, one.promise_date,
            one.delivered_at.astimezone(zone).date(),
        )
        for one in delivered_lately(since, at, MOST)
        if one.promise_date is not None and one.destination[:2] == iso
    ]  # fmt: skip
    lesson = lesson_of(country=iso, deliveries=deliveries, since=since)
    learn_experience(country=iso, lesson=lesson, by=system("network learn"), at=at)
    return lesson.calibration


def _calibration_table(found: dict[str, Any]) -> Table:
    table = Table(title=f"Tried on {found['count']} deliveries that taught nothing")
    for heading in ("certainty", "kept", "between"):
        table.add_column(heading, justify="right")
    for row in found["levels"]:
        table.add_row(f"{row['level']:.0%}", f"{row['kept']:.1%}", f"{row['low']:.1%} and {row['high']:.1%}")
    if "mean_error_days" in found:
        table.caption = f"mean error of the middle day: {found['mean_error_days']} days"
    return table
