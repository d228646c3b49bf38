"""Whether the two records are as they were written, and everything derived from them follows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.utils import timezone

from postkit.evidence import Fault
from rekkas.base.actors import system
from rekkas.mail import queries as mail
from rekkas.mail.commands import rebuild_standings
from rekkas.money import queries as money
from rekkas.money.commands import rebuild_balances

SHOWN = 50
CHECKS: tuple[tuple[str, Callable[[], Iterator[Fault]]], ...] = (
    ("events and their seals", mail.custody_faults),
    ("standings and their events", mail.standing_faults),
    ("transfers and their seals", money.ledger_faults),
    ("balances and their transfers", money.balance_faults),
)


@dataclass(slots=True)
class Report:
    """What was compared and what did not agree: the name of a check, and its faults (the first fifty)."""

    faults: dict[str, list[Fault]] = field(default_factory=dict)
    rebuilt: int = 0

    @property
    def fault_count(self) -> int:
        return sum(map(len, self.faults.values()))


def verify(*, rebuild: bool = False) -> Report:
    """Recompute states and balances from the two records. With ``rebuild`` they are also written again."""
    report = Report()
    for name, check in CHECKS:
        report.faults[name] = list(islice(check(), SHOWN))
    if rebuild:
        by, at = system("verify"), timezone.now()
        report.rebuilt = rebuild_standings(by=by, at=at) + rebuild_balances(by=by, at=at)
        for name, check in CHECKS:
            report.faults[name] = list(islice(check(), SHOWN))
    return report
