"""How the bank of a country comes in from its pack: levels, papers, registers, accounts."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.db.models import Model

from postkit.pack.bank_model import Bank
from rekkas.bank.entries import LoadedBank
from rekkas.bank.errors import BankCurrencyDiffers
from rekkas.bank.models import (
    AccountProduct,
    DocumentKind,
    Level,
    LevelLimit,
    ProductFee,
    ProductRate,
    RegistrationKind,
)
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.territory import queries as territory


@command
def load_bank(*, bank: Bank, country: str, by: Actor, at: Moment) -> LoadedBank:
    """Take in a country's levels of identity, papers, registers and accounts with their rates and fees.

    What left the pack is retired, for customers and accounts still stand on it. Loading it twice changes nothing.
    """
    kept = territory.country(country)
    if bank.currency != kept.currency:
        raise BankCurrencyDiffers(given=bank.currency, kept=kept.currency)
    retired = 0
    levels = [
        {**_part(level, "limits"), "rank": rank, "needs": list(level.needs)}
        for rank, level in enumerate(bank.levels)
    ]
    retired += _load(Level, country, levels)
    retired += _load(
        DocumentKind, country,
        ({**_names(row), "number_pattern": row.number, "expires": row.expires, "any_issuer": row.issuer == "any"}
         for row in bank.documents),
    )  # fmt: skip
    retired += _load(
        RegistrationKind, country,
        ({**_names(row), "number_pattern": row.number, "check_name": row.check} for row in bank.registrations),
    )  # fmt: skip
    retired += _load(
        AccountProduct, country,
        ({**_part(row, "rates", "fees"), "levels": list(row.levels), "channels": list(row.channels)}
         for row in bank.products),
    )  # fmt: skip
    of_level = _ids(Level, country)
    _load_dated(
        LevelLimit, "level", {of_level[row.code]: row.limits for row in bank.levels}, set(of_level.values())
    )
    of_product = _ids(AccountProduct, country)
    held = set(of_product.values())
    _load_dated(ProductRate, "product", {of_product[row.code]: row.rates for row in bank.products}, held)
    _load_dated(
        ProductFee, "product", {of_product[row.code]: row.fees for row in bank.products}, held, "code"
    )
    return LoadedBank(len(bank.levels), len(bank.documents), len(bank.products), retired)


def _part(row: Any, *left_out: str) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name not in left_out}


def _names(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("code", "name_en", "name_fr", "name_ar")}


def _ids(table: type[Model], country: str) -> dict[str, int]:
    rows = table._default_manager.filter(country=country, retired=False)
    return dict(rows.values_list("code", "pk"))


def _load(table: type[Model], country: str, rows: Iterable[Mapping[str, Any]]) -> int:
    """Put rows in under their codes; says how many are no longer there."""
    made = [table(country_id=country, retired=False, **row) for row in rows]
    changed = [
        field.name for field in table._meta.concrete_fields
        if not field.primary_key and field.name not in ("country", "code")
    ]  # fmt: skip
    table._default_manager.bulk_create(
        made, update_conflicts=True, unique_fields=["country", "code"], update_fields=changed
    )
    codes = [row.code for row in made]  # type: ignore[attr-defined]
    return (
        table._default_manager.filter(country=country, retired=False)
        .exclude(code__in=codes)
        .update(retired=True)
    )


def _load_dated(
    table: type[Model], owner: str, by_owner: Mapping[int, Iterable[Any]], owners: set[int], *more: str
) -> None:
    """Put rows in that hold from a day; those no longer written down do not hold."""
    same = [owner, *more, "valid_from"]
    made = [
        table(**{f"{owner}_id": pk}, retired=False, **asdict(row))
        for pk, rows in by_owner.items()
        for row in rows
    ]
    changed = [
        field.name
        for field in table._meta.concrete_fields
        if not field.primary_key and field.name not in same
    ]
    table._default_manager.bulk_create(made, update_conflicts=True, unique_fields=same, update_fields=changed)
    given = {tuple(getattr(row, f"{owner}_id" if name == owner else name) for name in same) for row in made}
    held = table._default_manager.filter(**{f"{owner}__in": owners}, retired=False).values_list("pk", *same)
    gone = [pk for pk, *row in held if tuple(row) not in given]
    if gone:
        table._default_manager.filter(pk__in=gone).update(retired=True)
