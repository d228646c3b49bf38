"""`rekkas network …`, `rekkas simulate` and `rekkas work`: what a planner does at a terminal."""

import os
from datetime import date, datetime
from errno import ENOENT
from pathlib import Path
from typing import Annotated

import typer

from rekkas.operator.circumstances import need_database, plainly, say, set_up, warn

network_app = typer.Typer(help="The network: improve it, check it, exchange it.", no_args_is_help=True)
gtfs_app = typer.Typer(help="Timetables in GTFS, the format of public transport.", no_args_is_help=True)
network_app.add_typer(gtfs_app, name="gtfs")

YEARS = range(2000, 2100)  # those whose days can be unrolled


def _of_these_years(day: datetime | None) -> datetime | None:
    if day is not None and day.year not in YEARS:
        raise typer.BadParameter(f"name a day from {YEARS[0]} to {YEARS[-1]}")
    return day


Country = Annotated[str, typer.Option(help="The country's name or ISO code; the only one there is, else.")]
Seed = Annotated[int, typer.Option(help="The same seed meets the same luck.", min=0, max=2**31 - 1)]
FirstDay = Annotated[
    datetime | None,
    typer.Option(
        "--from", formats=["%Y-%m-%d"], callback=_of_these_years, help="The first day; else next Monday."
    ),
]
Csv = Annotated[Path | None, typer.Option(help="A folder to write the whole tables into.")]
Items = Annotated[int, typer.Option(help="How many items are handed over a day.", min=1, max=5_000_000)]


def simulate(
    days: Annotated[int, typer.Option(help="How many days.", min=1, max=21)] = 7,
    items_per_day: Items = 200_000,
    seed: Seed = 1,
    country: Country = "",
    first: FirstDay = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="A supposition, such as close-office=MA0123; repeatable."),
    ] = None,
    compare: Annotated[
        list[str] | None, typer.Option(help="A supposition of a second network beside the first; repeatable.")
    ] = None,
    replications: Annotated[
        int, typer.Option(help="How many runs; 0 for 1, or 10 where two are compared.", min=0, max=100)
    ] = 0,
    warm_up: Annotated[
        int, typer.Option(help="Days of mail before, left out of the figures.", min=0, max=7)
    ] = 2,
    undisturbed: Annotated[
        bool, typer.Option("--undisturbed", help="No vehicle is late or breaks down, everybody is at home.")
    ] = False,
    replay: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            callback=_of_these_years,
            help="Send what was recorded from this day on, instead of made-up mail.",
        ),
    ] = None,
    scans: Annotated[
        Path | None,
        typer.Option(help="A CSV file for the scans of one run, as real devices would send them."),
    ] = None,
    csv: Csv = None,
) -> None:
    """Send days of mail through the network, as it is or as it might be, and say what became of it."""
    with plainly():
        set_up()
        from rekkas.operator.studies import Asked, country_named, next_monday, run_study
        from rekkas.strategy.choices import StudyKind

        need_database()
        params = {
            "first_day": (first.date() if first else next_monday()).isoformat(), "days": days,
            "items_per_day": items_per_day, "warm_up": warm_up, "set": list(set_ or ()),
            "disturbances": not undisturbed, "replications": replications or (10 if compare else 1),
        }  # fmt: skip
        kind = StudyKind.SIMULATION
        if compare:
            kind, params["other"] = StudyKind.COMPARISON, list(compare)
        if replay:
            params["replay_from"] = replay.date().isoformat()
        asked = Asked(kind, country_named(country), params, seed, csv)
        if scans is not None and not scans.parent.is_dir():  # said before the long work, not after it
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(scans.parent))
        run_study(asked)
        if scans is not None:
            from rekkas.operator.simulated_scans import write_scans

            count = write_scans(asked, scans)
            say.print(f"{count:,} scans written into {scans}, in the order in which devices send them.")


def work(
    parent: Annotated[
        int, typer.Option("--while", help="Stop when this process has ended.", hidden=True)
    ] = 0,
    once: Annotated[bool, typer.Option(help="Do the studies that wait now, and stop.")] = False,
) -> None:
    """Do the studies that people ask for, as `serve` does beside itself."""
    with plainly():
        set_up()
        from rekkas.operator.studies import work_on_studies

        need_database()
        count = work_on_studies(parent=parent, once=once)
        if once:
            say.print(f"{count} studies ended")


@network_app.command("improve")
def improve(
    country: Country = "",
    minutes: Annotated[int, typer.Option(help="How long at most; 0 for no limit.", min=0, max=600)] = 10,
    rounds: Annotated[int, typer.Option(help="Rounds of the search.", min=1, max=20)] = 4,
    iterations: Annotated[
        int | None, typer.Option(help="End after so many candidates.", min=1, max=100_000_000)
    ] = None,
    seed: Seed = 1,
    first: FirstDay = None,
    items_per_day: Items = 100_000,
    replications: Annotated[
        int, typer.Option(help="How often the simulator tries each timetable.", min=2, max=100)
    ] = 5,
    draft: Annotated[bool, typer.Option("--draft", help="Keep the plan as a draft timetable.")] = False,
    csv: Csv = None,
) -> None:
    """Shorten delivery with the vehicles, the drivers' hours and the cost of today."""
    with plainly():
        set_up()
        from rekkas.operator.studies import Asked, country_named, next_monday, run_study
        from rekkas.strategy.choices import StudyKind

        need_database()
        params = {
            "first_day": (first.date() if first else next_monday()).isoformat(), "minutes": minutes,
            "rounds": rounds, "iterations": iterations, "items_per_day": items_per_day, "replications": replications,
        }  # fmt: skip
        run_study(Asked(StudyKind.IMPROVEMENT, country_named(country), params, seed, csv, draft))


@network_app.command("sites")
def sites(
    country: Country = "",
    new: Annotated[
        int, typer.Option(help="How many new access points; 0 measures only.", min=0, max=200)
    ] = 10,
    aim: Annotated[str, typer.Option(help="median, centre or cover.")] = "median",
    radius_m: Annotated[int, typer.Option(help="The distance of the aim cover.", min=100)] = 5_000,
    farthest_m: Annotated[int | None, typer.Option(help="Nobody may be farther than this.", min=100)] = None,
    iterations: Annotated[int, typer.Option(help="Steps of the search.", min=1)] = 300,
    prove_s: Annotated[int, typer.Option(help="Seconds to prove that no choice is better.", min=0)] = 0,
    seed: Seed = 1,
    csv: Csv = None,
) -> None:
    """Who lives how near to an access point, and where new ones help most."""
    with plainly():
        set_up()
        from rekkas.operator.studies import Asked, country_named, run_study
        from rekkas.strategy.choices import StudyKind

        need_database()
        params = {
            "new": new, "aim": aim, "radius_m": radius_m, "farthest_m": farthest_m, "iterations": iterations,
            "prove_s": prove_s,
        }  # fmt: skip
        run_study(Asked(StudyKind.SITES, country_named(country), params, seed, csv))


@network_app.command("check")
def check(
    country: Country = "",
    version: Annotated[int, typer.Option(help="A version of the timetable; else the one in force.")] = 0,
    pack: Annotated[str, typer.Option(help="A country pack instead: its name, or its folder.")] = "",
    first: FirstDay = None,
) -> None:
    """Name what is wrong with a timetable: who is never reached, which lorry is in two places."""
    with plainly():
        set_up()
        from rekkas.operator import networks, studies

        day = first.date() if first else studies.next_monday()
        if pack:
            faults = networks.faults_of_pack(pack, day)
        else:
            need_database()
            faults = networks.faults_of_version(studies.country_named(country), version, day)
        if not faults:
            say.print("No fault is found.")
            return
        for sentence in faults:
            say.print(sentence, markup=False)
        warn.print(f"[bold red]{len(faults)} faults.[/]")
        raise typer.Exit(1)


@gtfs_app.command("export")
def gtfs_export(
    file: Annotated[Path, typer.Argument(help="The zip to write.")],
    country: Country = "",
    version: Annotated[int, typer.Option(help="A version of the timetable; else the one in force.")] = 0,
    first: FirstDay = None,
    last: Annotated[
        datetime | None,
        typer.Option(
            "--until", formats=["%Y-%m-%d"], callback=_of_these_years, help="The last day; else a year on."
        ),
    ] = None,
    url: Annotated[str, typer.Option(help="The address of the post, which the format asks for.")] = (
        "https://post.example"
    ),
) -> None:
    """Write the trips of a timetable as GTFS, for the tools of others."""
    with plainly():
        set_up()
        from rekkas.operator import networks, studies

        need_database()
        begins: date = first.date() if first else studies.next_monday()
        ends = last.date() if last else begins.replace(year=begins.year + 1, day=min(begins.day, 28))
        if ends < begins:
            raise typer.BadParameter(f"{ends} is before {begins}, the first day", param_hint="--until")
        count = networks.export_gtfs(
            file, country=studies.country_named(country), version=version, first=begins, last=ends, url=url
        )
        say.print(f"{file}: {count} trips")


@gtfs_app.command("import")
def gtfs_import(
    file: Annotated[Path, typer.Argument(help="A GTFS feed, as a zip.")],
    country: Country = "",
    stops: Annotated[
        Path | None, typer.Option(help="A CSV file with the columns stop_id and office, to match stops.")
    ] = None,
    name: Annotated[str, typer.Option(help="The name of the draft.")] = "gtfs",
) -> None:
    """Draft a timetable from the trips of a GTFS feed: all of it, or nothing where it has a mistake."""
    with plainly():
        set_up()
        from django.utils import timezone

        from rekkas.operator import networks, studies

        need_database()
        taken = networks.import_gtfs(
            file, country=studies.country_named(country), stops=stops, name=name, at=timezone.now()
        )
        for mistake in taken.mistakes:
            warn.print(mistake, markup=False)
        if taken.number is None:
            warn.print(f"[bold red]{len(taken.mistakes)} mistakes; nothing was drafted.[/]")
            raise typer.Exit(1)
        for line in taken.unmatched:
            warn.print(line, markup=False)
        say.print(f"Draft timetable {taken.number}: {taken.trips} trips. Publish it from a day on its page.")
