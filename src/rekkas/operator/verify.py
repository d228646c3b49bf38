"""Whether the two records are as they were written, and everything derived from them follows."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice

from django.db import connection
from django.utils import timezone

from postkit.evidence import Fault
from rekkas.bank import queries as bank
from rekkas.base.actors import system
from rekkas.cash import queries as cash
from rekkas.commerce.queries import cod_faults
from rekkas.mail import queries as mail
from rekkas.mail.commands import rebuild_standings
from rekkas.money import queries as money
from rekkas.money.commands import rebuild_balances
from rekkas.money.signing import known_keys
from rekkas.payments.queries.bills import biller_faults
from rekkas.payments.queries.clearing_faults import clearing_faults
from rekkas.payments.queries.faults import order_faults

SHOWN = 50


def deliveries_without_cash() -> Generator[Fault]:
    """Items whose two records differ: delivered against cash by the one, and no such cash in the other."""
    collected = money.cod_collected()
    for subject, due in mail.delivered_against_cash():
        if collected.get(subject) != due:
            yield Fault(f"item {subject}", "delivered-without-its-cash")


def money_order_faults() -> Generator[Fault]:
    """Money orders whose row, events, payments or money do not agree."""
    for found in order_faults():
        yield Fault(f"money order {found.number}", found.reason)


def bill_faults() -> Generator[Fault]:
    """Billers whose account in the ledger, or whose bills, do not say what their payments say."""
    for found in biller_faults():
        yield Fault(f"biller {found.biller} {found.what}", found.reason)


Progress = Callable[[int], None]
CHECKS: tuple[tuple[str, Callable[[Progress | None], Generator[Fault]]], ...] = (
    ("events and their seals", lambda _: mail.custody_faults()),
    ("standings and their events", lambda _: mail.standing_faults()),
    ("entries and their seals", money.ledger_faults),
    ("balances and their transfers", lambda _: money.balance_faults()),
    ("lines of tills and safes", lambda _: money.line_faults()),
    ("tills, questions about cash and their money", lambda _: cash.cash_faults()),
    ("closed days and their roots", lambda _: money.day_faults(keys=known_keys())),
    ("accounts of the bank and the ledger", lambda _: bank.account_faults()),
    ("money orders and their money", lambda _: money_order_faults()),
    ("bills and what their billers are owed", lambda _: bill_faults()),
    ("transfers, their files and the clearing", lambda _: clearing_faults()),
    ("deliveries and their cash", lambda _: deliveries_without_cash()),
    ("merchants and their statements", lambda _: cod_faults()),
)


@dataclass(slots=True)
class Report:
    """What was compared and what did not agree: the name of a check, and its faults (the first fifty)."""

    faults: dict[str, list[Fault]] = field(default_factory=dict)
    rebuilt: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def fault_count(self) -> int:
        return sum(map(len, self.faults.values()))


def verify(*, rebuild: bool = False, progress: Progress | None = None) -> Report:
    """Recompute states and balances from the two records. With ``rebuild`` they are also written again."""
    report = Report(warnings=[*_owner_warnings(), *_key_warnings()])
    _compare(report, progress)
    if rebuild:
        by, at = system("verify"), timezone.now()
        report.rebuilt = rebuild_standings(by=by, at=at) + rebuild_balances(by=by, at=at)
        _compare(report, progress)
    return report


def _owner_warnings() -> list[str]:
    """On PostgreSQL: that this role can take the guards off, since the tables are its own. No fault of a record."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = 'money_transfer'::regclass"
        )
        role, is_owner = cursor.fetchone()
    said = (
        f"The role {role} owns the tables of the ledger and could take their guards off. Give the program a role of "
        "its own: docs/operations/install.md says how."
    )
    return [said] if is_owner else []


def _key_warnings() -> list[str]:
    """That nothing here says which keys are the post's own, where days were signed. No fault of a record."""
    if known_keys() or not money.closed_days().rows.exclude(signature=None).exists():
        return []
    return [
        "No key of the post is known here: signatures under closed days were compared with the keys beside them only. "
        "Name the post’s public keys in ledger-keys.txt: docs/operations/back-up.md says how."
    ]


def _compare(report: Report, progress: Progress | None) -> None:
    for name, check in CHECKS:
        with closing(check(progress)) as faults:
            report.faults[name] = list(islice(faults, SHOWN))
