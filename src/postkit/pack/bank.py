"""bank.toml: how far customers are known, by which papers, up to which sums; and the accounts of the postal bank.

The idea is that of the other files of a pack: a person edits it, and reading it finds every mistake in one pass with
the line on which it stands. Levels are lists of evidence; limits, rates and fees are rows by the day from which they
hold, so that what held on a day of the past can still be asked.

Source: the format is this package's own; inside it ISO 4217 (currencies), ISO 8601 (days).
Shapes and units: bytes in, a frozen `Bank` out; amounts in minor units, rates in basis points a year, a missing limit
is no limit. Errors: none are raised for what a person wrote; they are `Mistake`s in the order of the lines.

>>> bank, mistakes = read_bank(b'currency = "MAD"\\n[[levels]]\\ncode = "1"\\nneeds = ["phone", "fax"]')
>>> bank is None, str(mistakes[-1])
(True, "bank.toml, line 4, levels.needs: 'fax' is not known here; write one of phone, document-remote, \
document-in-person, address, photo, registration")
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from postkit.iban import NotAnAccount, parse_bic
from postkit.pack import bank_model as model
from postkit.pack.bank_model import Bank
from postkit.pack.document import (
    CODE,
    CODE_AND_NAMES,
    CURRENCY,
    MOST,
    Key,
    Row,
    Table,
    chosen,
    read_document,
    regular_expression,
)
from postkit.pack.fields import Kind, choice, shaped, text
from postkit.pack.model import Mistake

FILE = "bank.toml"


def _bic(cell: str) -> str:
    try:
        return str(parse_bic(cell)) if cell else ""
    except NotAnAccount:
        raise ValueError(f"'{cell}' is no BIC; write its 8 or 11 characters") from None


_NUMBER = Key(str, regular_expression(example="[A-Z][0-9]{6}"))
_SUM, _SUM_OR_NONE, _FROM = Key(default=0), Key(default=None), Key(date)
_NO = Key(bool, default=False)
_LIMITS = ("balance", "operation", "day_in", "day_out", "month_in", "month_out")
TABLES = {
    "levels": Table(
        {**CODE_AND_NAMES, "holders": chosen(*model.HOLDERS), "needs": Key(str, choice(*model.EVIDENCE), many=True)},
        {
            "limits": Table(
                {"valid_from": _FROM, **{f"{name}_at_most": _SUM_OR_NONE for name in _LIMITS}}, once=("valid_from",)
            )
        },
    ),
    "documents": Table(
        {
            **CODE_AND_NAMES, "number": _NUMBER, "expires": Key(bool),
            "issuer": Key(str, choice(*model.ISSUERS), "country"),
        }
    ),
    "registrations": Table(
        {**CODE_AND_NAMES, "number": _NUMBER, "check": chosen(*model.CHECKS, default="")}
    ),
    "products": Table(
        {
            **CODE_AND_NAMES, "kind": chosen(*model.ACCOUNT_KINDS), "currency": CURRENCY,
            "levels": Key(str, CODE, many=True), "limited_by_level": _NO, "natural_persons_only": _NO,
            "one_per_person": _NO, "floor": Key(default=0, low=-MOST), "ceiling": _SUM_OR_NONE,
            "day_count": chosen(*model.DAY_COUNTS, default=""), "capitalised": chosen(*model.CAPITALISED, default=""),
            "interest_minimum": _SUM, "dormant_after_months": Key(default=None, low=1, high=1_200),
            "channels": Key(str, choice(*model.CHANNELS), many=True),
        },
        {
            "rates": Table({"valid_from": _FROM, "basis_points": Key(high=10_000)}, once=("valid_from",)),
            "fees": Table(
                {
                    "code": Key(str, choice(*model.FEES)), "valid_from": _FROM, "amount": _SUM,
                    "per_mille": Key(default=0, high=1_000), "at_least": _SUM, "at_most": _SUM_OR_NONE,
                },
                once=("code", "valid_from"),
            ),
        },
    ),
    "taxes": Table({"valid_from": _FROM, "per_mille": Key(high=1_000)}, once=("valid_from",)),
}  # fmt: skip
MADE: Mapping[str, type[Any]] = {
    "levels": model.Level, "limits": model.LevelLimit, "documents": model.DocumentKind,
    "registrations": model.RegistrationKind, "products": model.AccountProduct, "rates": model.ProductRate,
    "fees": model.ProductFee, "taxes": model.InterestTax,
}  # fmt: skip
_THREE_DIGITS = Key(str, shaped("([0-9]{3})?", right="three digits"), "")
_HEAD = {
    "currency": CURRENCY, "source": Key(str, text(at_most=4_000, blank=True), ""), "rib_bank": _THREE_DIGITS,
    "rib_locality": _THREE_DIGITS, "bic": Key(str, Kind(_bic), ""),
}  # fmt: skip


def read_bank(data: bytes, *, currency: str = "") -> tuple[Bank | None, list[Mistake]]:
    """The bank of a country, or else every mistake in its file; `currency` is that of the country, if it is known."""
    found = read_document(FILE, data, _HEAD, TABLES)
    found.check_currency(currency)
    if found.noted:
        return None, found.mistakes
    rows: dict[str, Any] = {name: _made(name, part) for name, part in found.rows.items()}
    bank = Bank(**found.head, **rows)
    for path, reason in _cross_check(bank):
        found.note(path, reason)
    return (None, found.mistakes) if found.noted else (bank, [])


def _made(name: str, rows: list[Row]) -> tuple[Any, ...]:
    return tuple(
        MADE[name](**row.values, **{part: _made(part, inside) for part, inside in row.inside.items()})
        for row in rows
    )


def _cross_check(bank: Bank) -> Iterator[tuple[str, str]]:
    """What rows must say together."""
    holders = {level.code: level.holders for level in bank.levels}
    if "persons" not in holders.values():
        yield "levels", "there is no level for persons; write one"
    if bool(bank.rib_bank) != bool(bank.rib_locality):
        yield "rib_bank", "a RIB begins with a bank and a locality; write both, or leave both out"
    for at, level in enumerate(bank.levels):
        if ("registration" in level.needs) != (level.holders == "organisations"):
            yield (
                f"levels.{at}.needs",
                "organisations need their registration, and only they; correct the list",
            )
    for at, product in enumerate(bank.products):
        path = f"products.{at}"
        for code in product.levels:
            if code not in holders:
                yield f"{path}.levels", f"'{code}' is no level of this file; write one that is there"
            elif product.natural_persons_only and holders[code] != "persons":
                yield f"{path}.levels", f"'{code}' is for organisations; this account is for persons only"
        if product.ceiling is not None and product.ceiling <= product.floor:
            yield f"{path}.ceiling", f"{product.ceiling} is not above the floor; write more, or leave it out"
        if bool(product.rates) != bool(product.day_count) or bool(product.rates) != bool(product.capitalised):
            yield f"{path}.rates", "interest needs rates, day_count and capitalised; write all three or none"
        for place, fee in enumerate(product.fees):
            if bool(fee.amount) == bool(fee.per_mille):
                yield (
                    f"{path}.fees.{place}.amount",
                    "a fee is an amount or per_mille of the sum; write one of them",
                )
            if fee.at_most is not None and fee.at_most < fee.at_least:
                yield f"{path}.fees.{place}.at_most", f"{fee.at_most} is below at_least; write more"
