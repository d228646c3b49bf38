"""The prices of a post as one signed file, with which a shop works out what an item costs without asking the post.

Idea: a shop that shows the price of carriage in its basket must not wait for a server, nor trust a file that anybody
may have changed. A post gives out its tariff as a table: the rules of each product (as `postkit.tariff` has them),
the region of each locality (from which the zone follows), the days in which each product is promised between regions,
the rebates of a contract, and the days on which all this holds. It is signed with the post's Ed25519 key. Who holds
the public key checks the file, and prices by the same arithmetic as the post: for every question the same amount, or
a code that says why none.

Shapes and units: amounts are minor units of the table's currency, weights grams, shares thousandths rounded a half
up, days both included. The file is two lines (`signing`); the table is canonical JSON (`table`) with these fields:

    format, version         "rekkas-rate-table", 1
    issuer, number          who gives it out, and which table it is
    currency                three letters
    from_date, until_date   the first and the last day on which it holds
    contract, rebates       [{code, kind, product, zone, amount, per_mille, labels}]; empty for everybody
    regions                 {region: [locality, ...]}
    destinations            {country: zone} abroad
    products                [{code, scope, max_weight_g, cod_allowed, max_cod, labels, days, rules}]
      days                  {region of origin: {region of destination: days}}
      rules                 [{code, kind, zone, up_to_weight_g, amount, per_mille, labels}]

Errors: `NotARateTable` with a ``reason`` for a file that is not to be priced with, `NoPrice` with a ``code`` for a
question. Whether a table was taken back before its last day cannot be seen from it: give short ones out.
Source: this package's own; RFC 8785 for the form of the JSON, as far as it is needed, and RFC 8032 for the signature.

>>> from datetime import date
>>> from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
>>> parcel = Product(code="parcel", max_weight_g=30_000, cod_allowed=True, days={"01": {"06": 2}}, rules=(
...     PriceRule(code="near", kind="base", zone="local", up_to_weight_g=1_000, amount=1_200),
...     PriceRule(code="far", kind="base", up_to_weight_g=1_000, amount=2_000),
...     PriceRule(code="cod", kind="cod", amount=500, per_mille=10)))
>>> table = RateTable(
...     issuer="The Post", number="2026-2", currency="MAD", from_date=date(2026, 4, 1), until_date=date(2026, 6, 30),
...     regions={"01": ("FES",), "06": ("CASA", "SETTAT")}, products=(parcel,), contract="ATLAS",
...     rebates=(Rebate(code="often", per_mille=100),))
>>> key = Ed25519PrivateKey.from_private_bytes(bytes(32))
>>> file = sign(table, key)
>>> found = verify(file, key.public_key().public_bytes_raw().hex())
>>> answer = price(found, RateQuestion("parcel", 800, "FES", "CASA", date(2026, 5, 2), cod_amount=35_000))
>>> answer.amount, answer.days, [(line.code, line.amount) for line in answer.lines]
(2650, 2, [('far', 2000), ('cod', 850), ('often', -200)])
>>> price(found, RateQuestion("parcel", 800, "FES", "CASA", date(2026, 7, 1)))
Traceback (most recent call last):
postkit.rate_table.pricing.NoPrice: expired: valid until 2026-06-30: fetch the table of today
>>> verify(file.replace(b"2000", b"1000"), key.public_key().public_bytes_raw().hex())
Traceback (most recent call last):
postkit.rate_table.table.NotARateTable: signature: the signature does not agree with the table

Offline: ``python -m postkit.rate_table FILE --key … --weight-g 800 --from FES --to CASA --cod 350.00``.
"""

from postkit.rate_table.pricing import CODES, NoPrice, PricedLine, RatePrice, RateQuestion, Rates, price
from postkit.rate_table.signing import sign, signed, verify
from postkit.rate_table.table import (
    FORMAT,
    MOST_AMOUNT,
    MOST_BYTES,
    REASONS,
    VERSION,
    NotARateTable,
    PriceRule,
    Product,
    RateTable,
    Rebate,
    document_of,
    table_of,
)

__all__ = [
    "CODES",
    "FORMAT",
    "MOST_AMOUNT",
    "MOST_BYTES",
    "REASONS",
    "VERSION",
    "NoPrice",
    "NotARateTable",
    "PriceRule",
    "PricedLine",
    "Product",
    "RatePrice",
    "RateQuestion",
    "RateTable",
    "Rates",
    "Rebate",
    "document_of",
    "price",
    "sign",
    "signed",
    "table_of",
    "verify",
]
