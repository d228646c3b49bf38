"""A rate table as plain data, and the one text that it is signed as.

The text is JSON in the form of RFC 8785 as far as such a table needs it: names of fields in their order, no blanks,
letters as themselves, whole numbers that every programme holds exactly; names are of ASCII, so that all sort them
alike. Products, rules, rebates and localities stand in the order of their codes. So the same table is the same bytes,
whoever writes it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from postkit.money import NotAnAmount, decimals
from postkit.tariff import ANYWHERE

FORMAT: Final = "rekkas-rate-table"
VERSION: Final = 1
MOST_BYTES = 16 * 1024 * 1024
MOST_AMOUNT = 10**11  # times 10,000 thousandths it is still exact where numbers are doubles
DOMESTIC: Final = "domestic"
ABROAD: Final = "abroad"

Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,59}\Z")]
AnyCode = Annotated[str, Meta(pattern=r"^(?:[A-Za-z0-9][A-Za-z0-9._/-]{0,59})?\Z")]
Amount = Annotated[int, Meta(ge=0, le=MOST_AMOUNT)]
Weight = Annotated[int, Meta(ge=0, le=10**9)]
Text = Annotated[str, Meta(max_length=200)]
Labels = dict[Annotated[str, Meta(pattern=r"^[a-z]{2,3}\Z")], Text]
Kind = Literal["base", "cod", "insured"]

REASONS = {
    "too-large": "the file is larger than any rate table",
    "form": "a rate table is two lines: the table, and its signature",
    "another-key": "it is signed with another key than those that are trusted",
    "signature": "the signature does not agree with the table",
    "format": "the file is no rate table",
    "version": "this version of rate tables is not read here",
    "shape": "a field is missing, unknown, or not what it must be",
    "not-canonical": "the table is not written in its one form",
    "dates": "it ends before it begins",
    "currency": "its currency is not three capital letters",
    "code-twice": "a code stands twice",
    "region": "a promise is between regions that the table does not have",
    "product": "a rebate is for a product that the table does not have",
}


class NotARateTable(ValueError):
    """A file or a table that is not to be priced with; ``reason`` is one of REASONS."""

    def __init__(self, reason: str, said: str = "") -> None:
        super().__init__(f"{reason}: {said or REASONS[reason]}")
        self.reason = reason


class PriceRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line that a price may have, as `postkit.tariff.Rule`, with its words by language."""

    code: Code
    kind: Kind
    zone: Code = ANYWHERE
    up_to_weight_g: Weight = 0
    amount: Amount = 0
    per_mille: Annotated[int, Meta(ge=0, le=10_000)] = 0
    labels: Labels = {}


class Product(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is sold: its rules, and in how many days it is promised, by region of origin and of destination."""

    code: Code
    max_weight_g: Weight
    rules: tuple[PriceRule, ...]
    cod_allowed: bool = False
    max_cod: Amount = 0
    scope: Literal["domestic", "abroad"] = DOMESTIC
    days: dict[Code, dict[Code, Annotated[int, Meta(ge=0, le=1_000)]]] = {}
    labels: Labels = {}


class Rebate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a contract takes off lines of a kind: an amount and thousandths of them; without ``product`` of each."""

    code: Code
    kind: Kind = "base"
    product: AnyCode = ""
    zone: Code = ANYWHERE
    amount: Amount = 0
    per_mille: Annotated[int, Meta(ge=0, le=1_000)] = 0
    labels: Labels = {}


class RateTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The prices of a post from one day until another, both included, for everybody or for one contract.

    ``regions`` holds the localities of each region, ``destinations`` the zone of each country abroad.
    """

    issuer: Text
    number: Code
    currency: str
    from_date: date
    until_date: date
    regions: dict[Code, tuple[Code, ...]]
    products: tuple[Product, ...]
    destinations: dict[Annotated[str, Meta(pattern=r"^[A-Z]{2}\Z")], Code] = {}
    contract: AnyCode = ""
    rebates: tuple[Rebate, ...] = ()
    format: Literal["rekkas-rate-table"] = FORMAT
    version: Literal[1] = VERSION


class _Head(Struct):
    """What tells a rate table of any version from other files."""

    format: str = ""
    version: int = 0


_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(RateTable).decode
_decode_head = msgspec.json.Decoder(_Head).decode
_UNREADABLE = (msgspec.DecodeError, UnicodeError, RecursionError)


def document_of(table: RateTable) -> bytes:
    """The one text of a table; a table that could not be read back is refused."""
    try:
        document = _encode(_in_order(table))
    except UnicodeError as wrong:
        raise NotARateTable("shape", str(wrong)) from None
    table_of(document)
    return document


def table_of(document: bytes) -> RateTable:
    """Read the text of a table: each field, what they say together, and that it is the one text of it."""
    try:
        head = _decode_head(document)
    except _UNREADABLE as wrong:
        raise NotARateTable("format", str(wrong)) from None
    if head.format != FORMAT:
        raise NotARateTable("format")
    if head.version != VERSION:
        raise NotARateTable("version", str(head.version))
    try:
        table = _decode(document)
    except _UNREADABLE as wrong:
        raise NotARateTable("shape", str(wrong)) from None
    _check(table)
    if _encode(_in_order(table)) != document:
        raise NotARateTable("not-canonical")
    return table


def _in_order(table: RateTable) -> RateTable:
    products = (
        msgspec.structs.replace(
            product, rules=tuple(sorted(product.rules, key=lambda rule: (rule.up_to_weight_g, rule.code)))
        )
        for product in table.products
    )
    return msgspec.structs.replace(
        table,
        products=tuple(sorted(products, key=lambda product: product.code)),
        rebates=tuple(sorted(table.rebates, key=lambda rebate: rebate.code)),
        regions={region: tuple(sorted(localities)) for region, localities in table.regions.items()},
    )


def _check(table: RateTable) -> None:
    try:
        decimals(table.currency)
    except NotAnAmount as wrong:
        raise NotARateTable("currency", str(wrong)) from None
    if table.until_date < table.from_date:
        raise NotARateTable("dates", f"{table.from_date} to {table.until_date}")
    _once("locality", (code for localities in table.regions.values() for code in localities))
    _once("product", (product.code for product in table.products))
    _once("rebate", (rebate.code for rebate in table.rebates))
    for product in table.products:
        _once(f"rule of {product.code}", (rule.code for rule in product.rules))
    for region in set(_regions_of_promises(table)) - table.regions.keys():
        raise NotARateTable("region", region)
    for code in {rebate.product for rebate in table.rebates} - {"", *(one.code for one in table.products)}:
        raise NotARateTable("product", code)


def _regions_of_promises(table: RateTable) -> Iterator[str]:
    for product in table.products:
        for origin, days in product.days.items():
            yield origin
            yield from days


def _once(what: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise NotARateTable("code-twice", f"{what} {code}")
        seen.add(code)
