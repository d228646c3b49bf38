"""Every day the three records are laid beside one another. Nothing is written off in silence."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.commerce.choices import CodFault, ExceptionState
from rekkas.commerce.entries import Reconciled
from rekkas.commerce.models import CarriedCash, CheckedDay, CheckedMerchant, CodCheck, CodException
from rekkas.commerce.queries.checks import exception_for_update, listed_subjects
from rekkas.commerce.queries.comparing import (
    Bag,
    Comparison,
    Item,
    Standing,
    bags_of,
    compare,
    sums_by_day,
)

CHUNK = 1_000
FOUND_AGAIN = ("expected", "found", "place", "last_at", "state")


@command
def reconcile_cod(*, day: date, by: Actor, at: Moment, key: str | None = None) -> Reconciled:
    """Compare deliveries, cash and payments of late, list what does not agree with its reason, and how old cash is."""
    found = compare(at, listed_subjects())
    check = CodCheck.objects.create(
        day=day, made_at=at, made_by=author_name(by), since=found.since, item_count=len(found.items),
        exception_count=sum(bool(item.faults) for item in found.items.values()),
    )  # fmt: skip
    differing = _write_merchants(check, found)
    _write_days(check, found)
    bags = bags_of(found, at)
    CarriedCash.objects.bulk_create([_carried(check, bag, at) for bag in bags], batch_size=CHUNK)
    listed, new = _list_exceptions(found, at)
    return Reconciled(check.pk, check.item_count, listed, new, differing, sum(bag.is_old(at) for bag in bags))


@command
def explain_exception(
    *, item: str, reason: CodFault, explanation: str, by: Actor, at: Moment, key: str | None = None
) -> str:
    """Say why the records do not agree about an item. Moves no money and stays on the list with its author."""
    said = explanation.strip()
    if not said:
        raise InvalidInput(field="explanation", reason=_("it is empty."))
    row = exception_for_update(item, reason)
    row.state, row.explanation = ExceptionState.EXPLAINED, said[:500]
    row.explained_at, row.explained_by = at, author_name(by)
    row.save(update_fields=("state", "explanation", "explained_at", "explained_by"))
    return row.subject


def _write_merchants(check: CodCheck, found: Comparison) -> int:
    """What the ledger holds for each merchant beside what follows. Returns for how many it differs."""
    places = sorted({*found.ledger, *found.expected_taken, *found.expected_due})
    rows = []
    for place in places:
        held = found.ledger.get(place, Standing())
        taken, due = found.expected_taken.get(place, 0), found.expected_due.get(place, 0)
        agrees = (held.taken, held.due - held.owed) == (taken, due)
        if agrees and not (held.taken or held.due or held.owed):
            continue  # nothing is open and nothing should be
        rows.append(
            CheckedMerchant(
                check_made=check, customer_code=place[0], currency=place[1], taken=held.taken, due=held.due,
                owed=held.owed, expected_taken=taken, expected_due=due, agrees=agrees,
            )
        )  # fmt: skip
    CheckedMerchant.objects.bulk_create(rows, batch_size=CHUNK)
    return sum(not row.agrees for row in rows)


def _write_days(check: CodCheck, found: Comparison) -> None:
    CheckedDay.objects.bulk_create(
        [
            CheckedDay(
                check_made=check, customer_code=customer, currency=currency, delivered_on=day,
                item_count=sums.item_count, delivered=sums.delivered, taken=sums.taken, remitted=sums.remitted,
            )
            for (customer, currency, day), sums in sorted(sums_by_day(found).items())
            if not sums.is_done
        ],
        batch_size=CHUNK,
    )  # fmt: skip


def _carried(check: CodCheck, bag: Bag, at: Moment) -> CarriedCash:
    return CarriedCash(
        check_made=check, account=bag.account, office_code=bag.office, courier=bag.courier, currency=bag.currency,
        item_count=bag.item_count, amount=bag.amount, held=bag.held, oldest_at=bag.oldest_at, is_old=bag.is_old(at),
    )  # fmt: skip


def _list_exceptions(found: Comparison, at: Moment) -> tuple[int, int]:
    """Exceptions are listed once, stay until they are gone or explained, and come back if they come again.

    Returns how many stand and how many of them are new.
    """
    seen = {(item.subject, fault.value): item for item, fault in found.exceptions}
    kept = {
        (row.subject, row.reason): row
        for row in CodException.objects.select_for_update()
        .filter(subject__in=list(found.items))
        .order_by("id")
    }
    new = [
        _exception(item, reason, at)
        for (subject, reason), item in seen.items()
        if (subject, reason) not in kept
    ]
    changed = []
    for place, row in kept.items():
        item = seen.get(place)
        if item is None:
            if row.state == ExceptionState.OPEN:
                row.state = ExceptionState.GONE
                changed.append(row)
            continue
        is_other = (row.expected, row.found) != (item.due or 0, item.cash)
        if row.state == ExceptionState.GONE or (row.state == ExceptionState.EXPLAINED and is_other):
            row.state = ExceptionState.OPEN
        row.expected, row.found, row.place, row.last_at = item.due or 0, item.cash, _place(item), at
        changed.append(row)
    CodException.objects.bulk_create(new, batch_size=CHUNK)
    CodException.objects.bulk_update(changed, FOUND_AGAIN, batch_size=CHUNK)
    return len(seen), len(new)


def _exception(item: Item, reason: str, at: Moment) -> CodException:
    return CodException(
        subject=item.subject, reason=reason, customer_code=item.customer, currency=item.currency,
        expected=item.due or 0, found=item.cash, place=_place(item), first_at=at, last_at=at,
    )  # fmt: skip


def _place(item: Item) -> Any:
    return item.place.account if item.place else ""
