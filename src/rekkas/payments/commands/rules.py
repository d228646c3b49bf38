"""How the payments of a country come in from its pack: rules of money orders, and billers."""

from dataclasses import asdict
from typing import Any

import msgspec

from postkit.pack.payments import Payments
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.payments.entries import LoadedPayments
from rekkas.payments.errors import CurrencyDiffers
from rekkas.payments.models import Biller, PaymentRules
from rekkas.territory import queries as territory

_SAME = {"reference": "reference_pattern", "check": "check_name"}
_KEY = ("country", "code")


@command
def load_payments(*, payments: Payments, country: str, by: Actor, at: Moment) -> LoadedPayments:
    """Take in a country's rules of money orders and its billers.

    A biller that left the pack is retired, for what was collected for it is still to be passed on. Loading it twice
    changes nothing.
    """
    kept = territory.country(country)
    if payments.currency != kept.currency:
        raise CurrencyDiffers(given=payments.currency, kept=kept.currency)
    body = msgspec.to_builtins(payments)
    body["billers"] = []  # they are rows of their own
    PaymentRules.objects.update_or_create(country=kept, defaults={"body": body, "loaded_at": at})
    made = [
        Biller(country=kept, currency=payments.currency, retired=False, **_columns(asdict(row)))
        for row in payments.billers
    ]
    changed = [
        field.name
        for field in Biller._meta.concrete_fields
        if not field.primary_key and field.name not in _KEY
    ]
    Biller.objects.bulk_create(made, update_conflicts=True, unique_fields=_KEY, update_fields=changed)
    left = Biller.objects.filter(country=kept, retired=False).exclude(code__in=[row.code for row in made])
    return LoadedPayments(len(payments.orders), len(made), left.update(retired=True))


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    return {_SAME.get(name, name): value for name, value in row.items()}
