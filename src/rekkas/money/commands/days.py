"""A day of books is closed: it takes no more entries, and its root can be signed, printed and checked."""

from datetime import date

from django.utils.translation import gettext as _

from postkit.evidence import START, is_signed, row_digest
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput, NotFound
from rekkas.base.seals import heads_of, take_lane
from rekkas.money.choices import LANES, Book
from rekkas.money.errors import BooksDiffer, DayNotClosable
from rekkas.money.models import ClosedDay, DaySignature
from rekkas.money.queries import RECORD, day_figures, last_closed_day
from rekkas.money.queries.days import (
    balances_digest,
    last_recorded,
    roll_forward_faults,
    root_said,
    write_day_balances,
)


@command
def close_day(*, book: Book, business_date: date, by: Actor, at: Moment, key: str | None = None) -> str:
    """Close the books of a day and of all before it, if they agree. Returns the day's root.

    All lanes are taken: no entry is on its way while the figures are drawn.
    """
    for lane in range(LANES):
        take_lane(RECORD, lane, of=LANES)
    since = last_closed_day(book)
    if (since is not None and business_date <= since) or business_date > at.date():
        raise DayNotClosable(date=business_date.isoformat())
    figures = day_figures(book, business_date)
    for currency, total in figures.totals.items():
        if total:
            raise BooksDiffer(what=f"{currency} {total}")
    write_day_balances(book, business_date, since or date.min)
    differing = roll_forward_faults(book, business_date)
    if differing:
        raise BooksDiffer(what=", ".join(differing))
    before = ClosedDay.objects.filter(book=book).order_by("-business_date").first()
    previous, heads = (bytes(before.root) if before else START), heads_of(RECORD)
    root = row_digest(
        root_said(book, business_date, previous, figures, heads, balances_digest(book, business_date))
    )
    heard = last_recorded(since or date.min, business_date)
    ClosedDay.objects.create(
        book=book, business_date=business_date, closed_at=max(at, heard or at), actor_kind=by.kind,
        actor_name=by.name,
        entry_count=figures.entry_count, transfer_count=figures.transfer_count,
        trial_balance=[list(line) for line in figures.trial_balance], heads=[list(head) for head in heads],
        previous=previous, root=root,
    )  # fmt: skip
    return root.hex()


@command
def sign_day(
    *, book: Book, business_date: date, public_key: bytes, signature: bytes, by: Actor, at: Moment
) -> None:
    """Keep the signature under a closed day's root. It can never be changed, so a wrong one is not taken."""
    day = ClosedDay.objects.filter(book=book, business_date=business_date).first()
    if day is None:
        raise NotFound(what=business_date.isoformat())
    if not is_signed(bytes(day.root), public_key, signature):
        raise InvalidInput(field="signature", reason=_("it was not made under this day with this key."))
    kept, _is_new = DaySignature.objects.get_or_create(
        day=day, defaults={"public_key": public_key, "signature": signature, "signed_at": at}
    )
    if bytes(kept.public_key) != public_key:
        raise InvalidInput(field="public_key", reason=_("this day was signed with another key."))
