"""An open till for a clerk of the demonstration, also where the pictures are taken at night or on a holiday."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from postkit.cash import to_text
from rekkas.base.access import actor_of
from rekkas.cash import queries
from rekkas.cash.commands import open_till as open_it
from rekkas.money.queries import balance
from rekkas.network.queries import is_open, office

LOOKED_BACK = timedelta(days=14)


def open_till(name: str) -> None:
    """Open the till of a clerk as of the last moment at which the office was open, unless it is open."""
    by = actor_of(get_user_model().objects.get(username=name))
    here = office(by.office)
    currency = here.country.currency
    if queries.open_session(here.code, by.name, currency) is None:
        lies = balance(queries.till_of(here.code, by.name, currency))
        open_it(
            office=here.code, currency=currency, drawer=_pieces(here.country_id, currency, lies), taken="", by=by,
            at=_open_moment(here),
        )  # fmt: skip


def _open_moment(here: Any) -> datetime:
    at = timezone.now()
    while not is_open(here, at):
        at -= timedelta(minutes=15)
        if at < timezone.now() - LOOKED_BACK:
            raise LookupError(f"{here.code} was not open lately")
    return at


def _pieces(country: str, currency: str, amount: int) -> str:
    found = {}
    for one in queries.denominations_of(country, currency):
        found[one.value], amount = divmod(amount, one.value)
    return to_text({value: count for value, count in found.items() if count})
