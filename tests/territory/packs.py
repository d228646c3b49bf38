"""A very small country, written out: nine localities in three regions, six offices, four trips."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from postkit.pack import (
    Country,
    Holiday,
    Locality,
    Office,
    OutlinePoint,
    Pack,
    PriceRule,
    Product,
    Region,
    Trip,
)
from rekkas.base.actors import system
from rekkas.catalogue.commands import load_catalogue
from rekkas.network.commands import load_network
from rekkas.territory.commands import load_territory

BY = system("tests")
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def place(code: str, name: str, name_ar: str, region: str, at: tuple[float, float], people: int) -> Locality:
    return Locality(
        f"MA{code}", name, name_ar, f"MA-{region}", f"{code}000", *at, people, "MA0002", also=()
    )  # fmt: skip


def post_office(code: str, name: str, kind: str, locality: str, hub: str, **changes: Any) -> Office:
    agency = Office(
        code, name, "", kind, f"MA{locality}", hub, 34.0, -6.8, opens_min=510, closes_min=1020,
        open_days="12345", cut_off_min=960, delivery_days="", closed_from=None, closed_until=None,
    )  # fmt: skip
    return replace(agency, **changes)


RABAT = replace(place("10", "Rabat", "الرباط", "04", (34.01, -6.83), 1_655_753), also=("Er-Rbat", "Ribat"))
CASABLANCA = replace(
    place("20", "Casablanca", "الدار البيضاء", "06", (33.59, -7.61), 3_144_909),
    also=("Dar el Beida", "Casa"), delivery_office="MA0004",
)  # fmt: skip
LOCALITIES = (
    RABAT,
    CASABLANCA,
    place("11", "Salé", "سلا", "04", (34.05, -6.80), 903_485),
    place("30", "El Jadida", "الجديدة", "06", (33.25, -8.50), 147_549),
    place("40", "Chefchaouen", "", "01", (35.17, -5.27), 36_890),
    place("12", "Sidi Slimane", "سيدي سليمان", "04", (34.26, -5.92), 78_060),
    place("21", "Sidi Slimane", "سيدي سليمان", "06", (33.70, -7.50), 20_000),
    place("41", "Ain Beida", "عين البيضاء", "01", (35.60, -5.40), 40_000),
    place("42", "Ain Beida", "عين البيضاء", "04", (34.60, -6.00), 2_000),
)
COUNTER = post_office("MA0005", "Rabat Agdal", "agency", "10", "MA0001", name_ar="الرباط أكدال")
ALWAYS = {"opens_min": 0, "closes_min": 1440, "cut_off_min": 1440, "open_days": "1234567"}
OFFICES = (
    post_office("MA0001", "Rabat Tri", "sorting", "10", "", **ALWAYS),
    post_office("MA0002", "Rabat Distribution", "delivery", "10", "MA0001", delivery_days="12345"),
    post_office("MA0003", "Casablanca Tri", "sorting", "20", "", **ALWAYS),
    post_office(
        "MA0004", "Casablanca Distribution", "delivery", "20", "MA0003", delivery_days="123456",
        latitude=33.59, longitude=-7.61,
    ),
    COUNTER,
    post_office("MA0006", "Chefchaouen", "delivery", "40", "MA0001", delivery_days="135",
                latitude=35.17, longitude=-5.27),
)  # fmt: skip
TRIPS = (
    Trip("MAT00001", "MA0005", "MA0001", "12345", 17 * 60 + 30, 30, "road"),
    Trip("MAT00002", "MA0001", "MA0003", "1234567", 20 * 60, 90, "rail"),
    Trip("MAT00003", "MA0003", "MA0004", "123456", 5 * 60 + 30, 60, "road"),
    Trip("MAT00004", "MA0001", "MA0002", "123456", 6 * 60, 30, "road"),
)
PRODUCTS = (
    Product("parcel", "Parcel", "Colis", "طرد", "PA", 30_000, False, 0, 15),
    Product("parcel-cod", "Parcel, cash on delivery", "Colis CRBT", "", "PC", 30_000, True, 500_000, 15),
)


def rule(code: str, kind: str, zone: str, up_to: int, amount: int, per_mille: int, *label: str) -> PriceRule:
    return PriceRule(code, "parcel-cod", kind, zone, up_to, amount, per_mille, *label)


PRICES = (
    rule("local-1", "base", "local", 1_000, 1_500, 0, "Local, up to 1 kg", "Local, jusqu'à 1 kg", "محلي"),
    rule("regional-1", "base", "regional", 1_000, 2_000, 0, "Regional, up to 1 kg", "", ""),
    rule("national-1", "base", "national", 1_000, 2_500, 0, "National, up to 1 kg", "", ""),
    rule("any-5", "base", "any", 5_000, 4_000, 0, "Up to 5 kg", "", ""),
    rule("cod", "cod", "any", 0, 500, 15, "Cash on delivery", "Contre remboursement", ""),
    rule("cod-heavy", "cod", "national", 2_000, 300, 0, "Cash on delivery, light", "", ""),
    rule("insured", "insured", "any", 0, 0, 10, "Declared value", "", ""),
)
HOLIDAYS = (
    Holiday(date(2026, 3, 20), "Eid al-Fitr", "Aïd el-Fitr", "عيد الفطر"),
    Holiday(date(2026, 5, 1), "Labour Day", "Fête du travail", "عيد الشغل"),
)
PACK = Pack(
    country=Country(
        "MA", "Morocco", "Maroc", "المغرب", "MAD", 2, "Africa/Casablanca", ("ar", "fr"), "[0-9]{5}", True,
        1, 6, "written by hand", "A demonstration", "Une démonstration", "عرض",
    ),
    outline=(OutlinePoint(-6.0, 34.0),),
    regions=(
        Region("MA-01", "Tanger-Tétouan", "طنجة تطوان"),
        Region("MA-04", "Rabat-Salé", "الرباط سلا"),
        Region("MA-06", "Casablanca-Settat", "الدار البيضاء سطات"),
    ),
    localities=LOCALITIES, offices=OFFICES, trips=TRIPS, products=PRODUCTS, prices=PRICES, holidays=HOLIDAYS,
)  # fmt: skip


def load(pack: Pack = PACK) -> None:
    load_territory(pack=pack, by=BY, at=AT)
    load_network(pack=pack, by=BY, at=AT)
    load_catalogue(pack=pack, by=BY, at=AT)


def many_localities(count: int) -> tuple[Locality, ...]:
    return tuple(replace(RABAT, code=f"MA9{number:05}", name=f"Douar {number}") for number in range(count))
