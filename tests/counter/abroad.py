"""The small country with an office of exchange, products that go abroad and two countries to which they go."""

from dataclasses import replace
from typing import Any

import msgspec

from postkit.address import Address
from postkit.pack import Destination, Pack, PriceRule, Product
from rekkas.counter.choices import Purpose
from rekkas.counter.entries import Content, SendingLine
from tests.build import AGENCY
from tests.counter.windows import HERSELF

EXCHANGE = "MA0009"
LUC = Address(
    name="Luc Martin", street="3, rue Mercière", locality="Lyon", postcode="69002", phone="+33600000000"
)
SLIPPERS = Content(what="Slippers", count=2, weight_g=600, value=30_000)


def with_abroad(pack: Pack) -> Pack:
    agency = next(office for office in pack.offices if office.code == AGENCY)
    exchange = replace(
        agency,
        code=EXCHANGE,
        name="Casablanca Exchange",
        name_ar="التبادل",
        kind="exchange",
        delivery_days="",
    )
    names = ("Letter abroad", "Lettre pour l’étranger", "رسالة إلى الخارج")
    return replace(
        pack, offices=(*pack.offices, exchange),
        products=(
            *pack.products, Product("letter-abroad", *names, "RR", 2_000, False, 0, 15, scope="abroad"),
            Product("parcel-abroad", "Parcel abroad", "", "", "CP", 2_000, False, 0, 15, scope="abroad"),
        ),
        prices=(
            *pack.prices,
            PriceRule("letter-near", "letter-abroad", "base", "abroad-1", 2_000, 4_000, 0, "Near", "", ""),
            PriceRule("letter-far", "letter-abroad", "base", "abroad-3", 2_000, 9_000, 0, "Far", "", ""),
            PriceRule("parcel-there", "parcel-abroad", "base", "any", 2_000, 12_000, 0, "Anywhere", "", ""),
        ),
        destinations=(
            Destination("FR", "France", "France", "فرنسا", "abroad-1", EXCHANGE),
            Destination("JP", "Japan", "Japon", "اليابان", "abroad-3", EXCHANGE),
        ),
    )  # fmt: skip


def letter(**changes: Any) -> SendingLine:
    """A letter of papers to Lyon."""
    said = SendingLine(
        product="letter-abroad", destination="", country="FR", weight_g=900, sender=HERSELF, addressee=LUC,
        amount=4_000, purpose=Purpose.DOCUMENTS,
    )  # fmt: skip
    return msgspec.structs.replace(said, **changes)
