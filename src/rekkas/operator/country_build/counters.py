"""What is done at the counters of a demonstration post: all of it where rounds leave, little at an agency in a shop."""

from collections.abc import Iterable
from dataclasses import replace

from postkit.pack import Office, Service

EVERYWHERE, ROUNDS = ("agency", "delivery"), ("delivery",)
SHOPS = 4  # one agency in so many stands in a shop

SERVICES = (
    Service("letters", "Letters", "Lettres", "الرسائل", "letter", EVERYWHERE),
    Service("parcels", "Parcels", "Colis", "الطرود", "parcel", EVERYWHERE),
    Service("cod", "Cash on delivery", "Contre-remboursement", "الدفع عند الاستلام", "cod", EVERYWHERE),
    Service("money-orders", "Money orders", "Mandats", "الحوالات", "money-order", EVERYWHERE),
    Service("accounts", "Savings and accounts", "Épargne et comptes", "التوفير والحسابات", "account", EVERYWHERE),
    Service("bills", "Bills", "Factures", "الفواتير", "bill", EVERYWHERE),
    Service(
        "administrative", "Administrative services", "Services administratifs", "الخدمات الإدارية",
        "administrative", ROUNDS,
    ),
    Service("pick-up", "Pick-up", "Retrait d’envois", "سحب البعائث", "pick-up", ROUNDS),
    Service("stamps", "Stamps and boxes", "Timbres et emballages", "الطوابع وعلب الإرسال", "stamps", EVERYWHERE),
)  # fmt: skip
IN_A_SHOP = ("letters", "parcels", "bills", "stamps")


def staffed(offices: Iterable[Office]) -> list[Office]:
    """The offices, those that do less than their kind with what they do."""
    agencies = 0
    found = []
    for office in offices:
        agencies += office.kind == "agency"
        in_a_shop = office.kind == "agency" and agencies % SHOPS == 0
        found.append(replace(office, services=IN_A_SHOP) if in_a_shop else office)
    return found
