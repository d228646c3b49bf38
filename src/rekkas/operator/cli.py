"""The `rekkas` command: what an operator of a post does at a terminal."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from rekkas.operator.circumstances import need_database, plainly, say, set_up, warn
from rekkas.operator.learning_cli import learn
from rekkas.operator.money_cli import money_app
from rekkas.operator.network_cli import network_app, simulate, work
from rekkas.operator.ussd_cli import ussd

app = typer.Typer(
    help="Rekkas: the mail, money and network of a whole post.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip
country = typer.Typer(help="Country packs: a country as plain files.", no_args_is_help=True)
importing = typer.Typer(help="Files of others.", no_args_is_help=True)
api_key = typer.Typer(help="Keys with which machines come in.", no_args_is_help=True)
user = typer.Typer(help="Logins of members of staff.", no_args_is_help=True)
app.add_typer(country, name="country")
app.add_typer(importing, name="import")
app.add_typer(api_key, name="api-key")
app.add_typer(user, name="user")
network_app.command("learn")(learn)
app.add_typer(network_app, name="network")
app.add_typer(money_app, name="money")
app.command()(simulate)
app.command()(work)
app.command()(ussd)

Host = Annotated[str, typer.Option(help="The address to serve on.")]
Port = Annotated[int, typer.Option(help="The port to serve on.", min=1, max=65535)]
Workers = Annotated[int, typer.Option(help="How many processes answer.", min=1)]


@app.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1) -> None:
    """Serve the site, and relay news between its parts."""
    with plainly():
        set_up()
        from rekkas.operator import serving

        serving.check_settings()
        serving.check_port(host, port)
        need_database()
        serving.collect_static()
        say.print(f"Serving on http://{host}:{port}/ (Ctrl-C stops it)")
        serving.serve(host, port, workers)


@app.command()
def relay(
    parent: Annotated[
        int, typer.Option("--while", help="Stop when this process has ended.", hidden=True)
    ] = 0,
    once: Annotated[bool, typer.Option(help="Relay what waits now, and stop.")] = False,
) -> None:
    """Relay news between the parts of the post, as `serve` does beside itself."""
    with plainly():
        set_up()
        from rekkas.operator import serving

        need_database()
        count = serving.relay(parent=parent, once=once)
        if once:
            say.print(f"{count} notices relayed")


@app.command()
def batches(
    parent: Annotated[
        int, typer.Option("--while", help="Stop when this process has ended.", hidden=True)
    ] = 0,
    once: Annotated[bool, typer.Option(help="Work off what waits now, and stop.")] = False,
) -> None:
    """Check and announce the tables that merchants send, as `serve` does beside itself."""
    with plainly():
        set_up()
        from rekkas.operator import serving

        need_database()
        count = serving.work_off_batches(parent=parent, once=once)
        if once:
            say.print(f"{count} parts of tables worked off")


@app.command()
def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Make it, and stop.")] = False,
    reset: Annotated[
        bool, typer.Option("--reset", help="Delete the demonstration first and begin afresh.")
    ] = False,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    items: Annotated[int, typer.Option(help="How many items are posted.", min=1, max=1_000_000)] = 20_000,
    seed: Annotated[int, typer.Option(help="Another seed plays other mail.")] = 1,
) -> None:
    """A whole post on this machine: a country, its staff, some days of mail, and the site."""
    with plainly():
        set_up()
        from django.conf import settings

        from rekkas.operator import serving
        from rekkas.operator.demo import folder
        from rekkas.operator.demo.show import closing_panel, run_demo

        if not no_serve:
            serving.check_port(host, port)
        if reset:
            folder.reset(Path(settings.DATA))
        played = run_demo(items=items, seed=seed)
        serving.collect_static()
        say.print(closing_panel(played, f"http://{host}:{port}"))
        if not no_serve:
            serving.serve(host, port, 1)


@country.command("build")
def build_country(
    iso: Annotated[str, typer.Argument(help="The country's ISO code, such as MA.")],
    out: Annotated[
        Path | None, typer.Option(help="The folder to write into; else countries/ and the English name.")
    ] = None,
    offices: Annotated[int, typer.Option(help="How many offices to make.")] = 1000,
    seed: Annotated[int, typer.Option(help="Another seed makes another network.")] = 1,
) -> None:
    """Make the pack of any country from open data, as a demonstration network."""
    with plainly():
        set_up()
        from django.utils.text import slugify

        from rekkas.operator.country_build import build_pack
        from rekkas.operator.country_files import with_kept_names, write_folder

        pack = build_pack(iso, offices=offices, seed=seed)
        folder = out or Path("countries") / slugify(pack.country.name_en)
        write_folder(with_kept_names(pack, folder), folder)
        say.print(
            f"{folder}: {len(pack.localities)} localities, {len(pack.offices)} offices, {len(pack.trips)} trips, "
            f"{len(pack.products)} products"
        )


@country.command("load")
def load_country_pack(
    pack: Annotated[str, typer.Argument(help="A pack's name under countries/, or the path of its folder.")],
) -> None:
    """Load a country pack: all of it, or nothing where it has a mistake."""
    with plainly():
        set_up()
        from django.utils import timezone

        from rekkas.base.actors import system
        from rekkas.operator.country_loading import PackMistaken
        from rekkas.operator.money_packs import load_country, read_country_named
        from rekkas.operator.tables import mistakes_table

        need_database()
        try:
            found, money = read_country_named(pack)
        except PackMistaken as error:
            warn.print(mistakes_table(error.folder, error.mistakes))
            warn.print(f"[bold red]{len(error.mistakes)} mistakes; nothing was loaded.[/]")
            raise typer.Exit(1) from None
        load_country(found, money, by=system("country load"), at=timezone.now())
        say.print(
            f"{found.country.name_en} is loaded: {len(found.offices)} offices, {len(found.localities)} localities, "
            f"{len(found.trips)} trips"
        )


@importing.command("parcels")
def import_parcels(
    file: Annotated[Path, typer.Argument(help="A CSV file with a header.")],
    country: Annotated[str, typer.Option(help="The country's name or ISO code; its pack is loaded.")],
    map: Annotated[
        list[str], typer.Option(help="A TOML file, or key=column, or key:=fixed value; repeatable.")
    ],
    decisions: Annotated[
        Path | None, typer.Option(help="The doubtful places as a person decided them.")
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Where to write rejected rows; else beside FILE.")
    ] = None,
    encoding: Annotated[
        str, typer.Option(help="utf-8, windows-1256 or windows-1252, where it is not clear.")
    ] = "",
) -> None:
    """Take in the parcels of a merchant's or courier's file, with what happened to them."""
    with plainly():
        set_up()
        from django.utils import timezone

        from rekkas.operator.parcels.edge import import_file

        need_database()
        counts = import_file(
            file, country=country, maps=map, decisions=decisions, rejects=rejects, encoding=encoding,
            at=timezone.now(), console=say,
        )  # fmt: skip
        say.print(counts)


@app.command()
def verify(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Also write states and balances again.")] = False,
) -> None:
    """Recompute states and balances from the two records, and name every row that differs."""
    with plainly():
        set_up()
        from rekkas.operator.books import counting
        from rekkas.operator.tables import verify_table
        from rekkas.operator.verify import verify as look

        need_database()
        with counting("entries compared") as progress:
            report = look(rebuild=rebuild, progress=progress)
        say.print(verify_table(report))
        for warning in report.warnings:
            warn.print(f"[bold yellow]{warning}[/]")
        if report.fault_count:
            raise typer.Exit(1)


@api_key.command("issue")
def issue_key(
    name: Annotated[str, typer.Argument(help="Whose key it is.")],
    scope: Annotated[list[str], typer.Option(help="What it may do, such as mail.record_scans; repeatable.")],
    office: Annotated[str, typer.Option(help="The only office it may act for.")] = "",
    customer: Annotated[str, typer.Option(help="The only merchant's contract it may act under.")] = "",
) -> None:
    """Issue a key. Its token is shown once, and only its digest is kept."""
    with plainly():
        set_up()
        from django.utils import timezone

        from rekkas.base.actors import system
        from rekkas.base.commands import issue_api_key
        from rekkas.base.keys import prefix_of
        from rekkas.catalogue.queries import customer as known_customer
        from rekkas.network.queries import office as known_office

        need_database()
        code = known_office(office.strip().upper()).code if office else ""
        contract = known_customer(customer).code if customer else ""
        token = issue_api_key(
            name=name, scopes=scope, office=code, customer=contract, by=system("operator"), at=timezone.now()
        )
        say.print(
            f"Token, shown this once: [bold]{token}[/]\nTo revoke it: rekkas api-key revoke {prefix_of(token)}"
        )


@api_key.command("revoke")
def revoke_key(prefix: Annotated[str, typer.Argument(help="The first part of the key.")]) -> None:
    """Take a key out of use."""
    with plainly():
        set_up()
        from django.utils import timezone

        from rekkas.base.actors import system
        from rekkas.base.commands import revoke_api_key

        need_database()
        revoke_api_key(prefix=prefix, by=system("operator"), at=timezone.now())
        say.print(f"The key {prefix} is no longer in use.")


@user.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="The login.")],
    role: Annotated[
        str,
        typer.Option(
            help="clerk, supervisor, sorter, courier, treasurer, manager, inspector, planner, administrator, engineer "
            "or compliance."
        ),
    ],
    office: Annotated[str, typer.Option(help="The office where they work; none is the whole network.")] = "",
    region: Annotated[str, typer.Option(help="Or the region for whose offices they act.")] = "",
    ask: Annotated[bool, typer.Option("--ask", help="Ask for a password instead of making one.")] = False,
) -> None:
    """Give a member of staff a login; the password is made and shown once, or asked for."""
    with plainly():
        set_up()
        from rekkas.base.choices import Role
        from rekkas.operator import staff

        need_database()
        if role not in Role.values:
            raise typer.BadParameter(f"{role}: choose one of {', '.join(Role.values)}", param_hint="--role")
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else ""
        made = staff.add_user(name, Role(role), office, password, region)
        say.print(f"{name} may log in." if ask else f"{name} may log in with the password: [bold]{made}[/]")


@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)
def manage(context: typer.Context) -> None:
    """Django's own commands: `rekkas manage migrate` and the like."""
    with plainly():
        set_up()
        from django.core.management import execute_from_command_line

        execute_from_command_line([f"{Path(sys.argv[0]).name} manage", *context.args])
