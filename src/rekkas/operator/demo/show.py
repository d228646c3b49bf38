"""`rekkas demo`: make the database, play, and say what to open."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Group
from rich.panel import Panel
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from rekkas.mail.queries import item_count
from rekkas.operator.circumstances import say
from rekkas.operator.demo import folder
from rekkas.operator.demo.examples import examples
from rekkas.operator.demo.people_of_the_bank import CITIZEN
from rekkas.operator.demo.play import Played, Settings, play, played_before, staff_and_offices
from rekkas.operator.demo.sending import CODE
from rekkas.operator.errors import NotTheDemos
from rekkas.territory.queries import countries


def run_demo(*, items: int, seed: int, now: datetime | None = None) -> Played:
    """Make or continue the demonstration in the data folder, with bars that show how far it is."""
    data = Path(settings.DATA)
    _claim(data)
    with folder.only_one(data), Bars() as bars:
        bars("database", 0, 1)
        call_command("migrate", verbosity=0)
        _check_database(data)
        return play(Settings(items, seed, (now or timezone.now()).astimezone(UTC)), bars)


class Bars:
    """A bar for each part of the work; what is not one of the named parts is an hour of mail."""

    def __init__(self) -> None:
        self.titles = {
            "database": _("The database"),
            "country": _("The country and its merchants"),
            "plan": _("The plan of some days"),
        }
        self.tasks: dict[str, TaskID] = {}
        self.progress = Progress(
            SpinnerColumn(), TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(),
            TimeElapsedColumn(), console=say,
        )  # fmt: skip

    def __call__(self, what: str, done: int, total: int) -> None:
        title = self.titles.get(what) or _("Mail of %(hour)s") % {"hour": what}
        part = what if what in self.titles else "mail"
        if part not in self.tasks:
            self._finish()
            self.tasks[part] = self.progress.add_task(title, total=total)
        self.progress.update(self.tasks[part], description=title, completed=done, total=total)

    def _finish(self) -> None:
        for task in self.progress.tasks:
            self.progress.update(task.id, completed=task.total)

    def __enter__(self) -> "Bars":
        self.progress.start()
        return self

    def __exit__(self, *_why: object) -> None:
        self.progress.stop()


def _claim(data: Path) -> None:
    """Mark the folder as the demonstration's before its database is there: what is not marked is never reset."""
    data.mkdir(parents=True, exist_ok=True)
    if connection.vendor != "sqlite" or not (data / "rekkas.sqlite3").exists():
        folder.mark(data)


def _check_database(data: Path) -> None:
    """A database with somebody's own mail, staff or country in it is left alone."""
    where = data if connection.vendor == "sqlite" else connection.settings_dict["NAME"]
    if played_before() is None and (countries() or item_count() or get_user_model().objects.exists()):
        raise NotTheDemos(where=where)
    folder.mark(data)


def closing_panel(played: Played, address: str) -> Panel:
    """What to open, and as whom."""
    pages = Table.grid(padding=(0, 2))
    pages.add_column(no_wrap=True)
    pages.add_column()
    for tracking in examples(played):
        pages.add_row(f"{address}/track/{tracking.number}/", tracking.status_label)
    pages.add_row(f"{address}/desk/", _("The desk of the staff"))
    pages.add_row(f"{address}/api/v1/docs", _("The interface for machines"))
    phone = played.scene.cast.people.phones[0]
    said = _("The post of telephone %(phone)s; its code is shown to a manager at /desk/reach/simulator/")
    pages.add_row(f"{address}/me/post/", said % {"phone": phone})
    for page, said in _of_the_bank(played):
        pages.add_row(f"{address}{page}", said)
    logins = Table(_("Login"), _("Role"), _("Office"), box=None, padding=(0, 2))
    offices = played.scene.offices
    hubs = {counter.office.hub_id: counter.office.hub for counter in played.scene.counters}
    for member, office in staff_and_offices(played.scene):
        row = offices.get(office) or hubs.get(office)
        logins.add_row(member.name, member.role, f"{office} {row.name}" if row else _("everywhere"))
    password = _("Password of every login: %(password)s") % {"password": played.scene.cast.password}
    return Panel(
        Group(pages, "", logins, password), expand=False, padding=(1, 2),
        title=_("%(count)s items in a whole post") % {"count": f"{len(played.numbers):,}"},
    )  # fmt: skip


def _of_the_bank(played: Played) -> Iterator[tuple[str, str]]:
    """What can be tried with money. Nobody of these exists, so that their secrets are nobody’s."""
    named, cast = played.named, played.scene.cast
    if number := named.get(f"customer {CITIZEN}"):
        said = _("The pages of customer %(number)s, whose secret is: %(secret)s")
        yield "/me/", said % {"number": number, "secret": cast.bank.secret}
    if number := named.get("order waiting"):
        said = _("Money order %(number)s waits for its payee, with the code %(code)s")
        yield "/desk/payments/begin-payment/", said % {"number": number, "code": CODE}
