"""Going through all accounts of a product once, a part at a time: what was done stays, what is left is gone on with.

The row of the sweep is locked while a part is done, so that two who sweep at once take different parts. What must
never be done twice is unique in the database besides, and has a key in the ledger made of the account and the period.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import QuerySet

from rekkas.bank.entries import Swept
from rekkas.bank.models import AccountProduct, AccountSweep, BankAccount
from rekkas.bank.queries.accounts import product_accounts_for_update
from rekkas.base.actors import Actor, Moment, author_name

AT_ONCE = 5_000


@dataclass(slots=True)
class Part:
    """The accounts of one go, locked, and what was done with them."""

    sweep: AccountSweep
    rows: list[BankAccount]
    is_more: bool
    done: int = 0
    declined: int = 0
    amount: int = 0
    tax: int = 0


def take_part(
    product: AccountProduct, what: str, period: str, rows: "QuerySet[BankAccount]", *, at_most: int, by: Actor,
    at: Moment,
) -> Part:  # fmt: skip
    """The next accounts of a sweep. One that was finished begins anew: with those that were left out, or came since."""
    same = {"product": product, "what": what, "period": period}
    AccountSweep.objects.bulk_create(
        [AccountSweep(**same, begun_at=at, begun_by=author_name(by))], ignore_conflicts=True
    )
    sweep = AccountSweep.objects.select_for_update().get(**same)
    if sweep.finished_at is not None:
        sweep.last, sweep.finished_at = 0, None
    wanted = rows.filter(product=product, pk__gt=sweep.last).order_by("pk")
    ids = list(wanted.values_list("pk", flat=True)[:at_most])
    return Part(sweep, product_accounts_for_update(product, ids) if ids else [], len(ids) == at_most)


def finish_part(part: Part, at: Moment) -> Swept:
    """Remember how far the sweep came, and say what was done."""
    sweep = part.sweep
    sweep.last = part.rows[-1].pk if part.rows else sweep.last
    sweep.finished_at = None if part.is_more else at
    sweep.done += part.done
    sweep.declined += part.declined
    sweep.amount += part.amount
    sweep.tax += part.tax
    sweep.save(update_fields=["last", "finished_at", "done", "declined", "amount", "tax"])
    return Swept(
        sweep.period, len(part.rows), part.done, part.declined, part.amount, part.tax, part.is_more
    )  # fmt: skip


def sweep_key(what: str, account: str, period: str) -> UUID:
    """The key of an entry in the ledger that is made once for an account and a period."""
    return uuid5(NAMESPACE_OID, f"bank {what} {account} {period}")


def total(parts: Sequence[Swept]) -> Swept:
    """What several goes did together."""
    return Swept(
        parts[-1].period if parts else "", sum(one.accounts for one in parts), sum(one.done for one in parts),
        sum(one.declined for one in parts), sum(one.amount for one in parts), sum(one.tax for one in parts),
    )  # fmt: skip
