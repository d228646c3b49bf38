"""Small worlds for tests, made by the real commands: a country of two regions, its offices, trips and prices."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

import msgspec

from postkit.address import Address
from postkit.pack import Country, Holiday, Locality, Office, Pack, PriceRule, Product, Region, Service, Trip
from rekkas.base.actors import Actor, system
from rekkas.base.choices import ActorKind, Role
from rekkas.cash.commands import open_till
from rekkas.cash.queries import open_session
from rekkas.catalogue.commands import load_catalogue, register_customer
from rekkas.counter.commands import accept_parcels
from rekkas.counter.entries import Accepted, ParcelEntry
from rekkas.mail.commands import load_codes
from rekkas.network.commands import load_network
from rekkas.territory.commands import load_territory

CASABLANCA, ZAGORA = "MA2553604", "MA2527089"
AGENCY, HUB, OUARZAZATE, ZAGORA_OFFICE = "MA0001", "MA0002", "MA0003", "MA0004"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # nine at the office too: in Ramadan its clock is UTC
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)
BOSS = system("tests")


def key(*parts: object) -> UUID:
    """A key made from words, so that a test reads the same each time."""
    return uuid5(NAMESPACE_DNS, " ".join(map(str, parts)))


def staff(name: str, role: Role, office: str | None = None) -> Actor:
    return Actor.in_role(name, role, office)


def device(office: str | None = None) -> Actor:
    return Actor(ActorKind.DEVICE, "scanner-7", office, frozenset({"mail.record_scans"}))


FATIMA = staff("fatima", Role.CLERK, AGENCY)
YOUSSEF = staff("youssef", Role.COURIER, ZAGORA_OFFICE)


def pack() -> Pack:
    """A country small enough to read: an agency, two sorting centres, a delivery office in the south."""
    hours: dict[str, Any] = {
        "opens_min": 8 * 60, "closes_min": 18 * 60, "open_days": "123456", "cut_off_min": 17 * 60,
        "delivery_days": "12345", "closed_from": None, "closed_until": None,
    }  # fmt: skip
    day: dict[str, Any] = {"days": "123456", "mode": "road"}
    return Pack(
        country=Country(
            iso="MA", name_en="Morocco", name_fr="Maroc", name_ar="المغرب", currency="MAD", decimals=2,
            time_zone="Africa/Casablanca", languages=("ar", "fr"), postcode_pattern=r"\d{5}", generated=True,
            seed=0, offices=4, source="tests", notice_en="A demonstration network.",
            notice_fr="Un réseau de démonstration.", notice_ar="شبكة تجريبية.",
        ),
        outline=(),
        regions=(
            Region(code="MA-06", name="Casablanca", name_ar="الدار البيضاء"),
            Region(code="MA-08", name="Ouarzazate", name_ar="ورزازات"),
        ),
        localities=(
            Locality(
                code=CASABLANCA, name="Casablanca", name_ar="الدار البيضاء", region="MA-06", postcode="20000",
                latitude=33.588, longitude=-7.611, population=3_144_909, delivery_office=AGENCY, also=("Casa",),
            ),
            Locality(
                code=ZAGORA, name="Zagora", name_ar="زاكورة", region="MA-08", postcode="", latitude=30.332,
                longitude=-5.838, population=34_851, delivery_office=ZAGORA_OFFICE, also=(),
            ),
        ),
        offices=(
            Office(AGENCY, "Casablanca 1", "الدار البيضاء 1", "delivery", CASABLANCA, HUB, 33.59, -7.61, **hours),
            Office(HUB, "Casablanca Sorting", "مركز الفرز", "sorting", CASABLANCA, "", 33.6, -7.6, **hours),
            Office(OUARZAZATE, "Ouarzazate Sorting", "فرز ورزازات", "sorting", ZAGORA, "", 30.9, -6.9, **hours),
            Office(ZAGORA_OFFICE, "Zagora", "زاكورة", "delivery", ZAGORA, OUARZAZATE, 30.33, -5.84, **hours),
        ),
        services=(
            Service("parcels", "Parcels", "Colis", "الطرود", "parcel", ("agency", "delivery")),
            Service("money-orders", "Money orders", "Mandats", "الحوالات", "money-order", ("delivery",)),
        ),
        trips=(
            Trip("MAT00001", AGENCY, HUB, departs_min=18 * 60, duration_min=40, **day),
            Trip("MAT00002", HUB, OUARZAZATE, departs_min=21 * 60, duration_min=480, **day),
            Trip("MAT00003", OUARZAZATE, ZAGORA_OFFICE, departs_min=7 * 60, duration_min=180, **day),
            Trip("MAT00004", ZAGORA_OFFICE, OUARZAZATE, departs_min=15 * 60, duration_min=180, **day),
            Trip("MAT00005", OUARZAZATE, HUB, departs_min=20 * 60, duration_min=480, **day),
            Trip("MAT00006", HUB, AGENCY, departs_min=6 * 60, duration_min=40, **day),
        ),
        products=(
            Product("parcel", "Parcel", "Colis", "طرد", "PA", 30_000, False, 0, 15),
            Product("parcel-cod", "Parcel, cash on delivery", "Colis CRBT", "طرد مقابل الأداء", "PC", 30_000, True,
                    500_000, 15),
        ),
        prices=(
            PriceRule("parcel-5", "parcel", "base", "any", 5_000, 3_000, 0, "Up to 5 kg", "Jusqu’à 5 kg", "إلى 5 كغ"),
            PriceRule("cod-2", "parcel-cod", "base", "local", 5_000, 2_500, 0, "Up to 5 kg, in town",
                      "Jusqu’à 5 kg, en ville", "إلى 5 كغ، داخل المدينة"),
            PriceRule("cod-5", "parcel-cod", "base", "any", 5_000, 3_500, 0, "Up to 5 kg", "Jusqu’à 5 kg", "إلى 5 كغ"),
            PriceRule("cod-30", "parcel-cod", "base", "any", 30_000, 9_000, 0, "Up to 30 kg", "Jusqu’à 30 kg",
                      "إلى 30 كغ"),
            PriceRule("cod-fee", "parcel-cod", "cod", "any", 0, 500, 10, "Cash on delivery", "Contre-remboursement",
                      "الأداء عند التسليم"),
        ),
        holidays=(Holiday(datetime(2026, 3, 20).date(), "Eid al-Fitr", "Aïd al-Fitr", "عيد الفطر"),),
    )  # fmt: skip


def country() -> Pack:
    """Load the small country and the code tables."""
    here = pack()
    load_territory(pack=here, by=BOSS, at=MONDAY)
    load_network(pack=here, by=BOSS, at=MONDAY)
    load_catalogue(pack=here, by=BOSS, at=MONDAY)
    load_codes(by=BOSS, at=MONDAY)
    return here


def merchant(code: str = "ATLAS") -> str:
    """A merchant under contract, who sends cash on delivery."""
    register_customer(
        code=code, name="Atlas Crafts", name_ar="حرف الأطلس", phone="+212522000000", country="MA",
        by=BOSS, at=MONDAY,
    )  # fmt: skip
    return code


def country_with_merchant() -> None:
    """The small country, its codes and a merchant."""
    country()
    merchant()


def parcel(word: str = "one", **changes: Any) -> ParcelEntry:
    """A parcel from Casablanca to Zagora with 350 MAD to collect."""
    entry = ParcelEntry(
        key=key("parcel", word), product="parcel-cod", destination_locality=ZAGORA,
        sender=Address(name="Atlas Crafts", street="3, rue des Artisans", locality="Casablanca", postcode="20000"),
        addressee=Address(name="Amina Alaoui", name_ar="أمينة العلوي", street="12, avenue Mohammed V",
                          locality="Zagora", locality_ar="زاكورة", phone="+212600000000"),
        weight_g=1_200, cod_amount=35_000, customer="ATLAS",
    )  # fmt: skip
    return msgspec.structs.replace(entry, **changes)


def with_till(by: Actor, *, at: datetime = MONDAY) -> Actor:
    """The same clerk, whose till is open: empty, where it was opened for this."""
    office = by.office or ""
    if open_session(office, by.name, "MAD") is None:
        open_till(office=office, currency="MAD", drawer="", taken="", by=by, at=at)
    return by


def accepted(*words: str, at: datetime = MONDAY, by: Actor = FATIMA, **changes: Any) -> list[Accepted]:
    """Parcels taken over the counter of the clerk's office."""
    entries = [parcel(word, **changes) for word in words or ("one",)]
    return accept_parcels(parcels=entries, office=by.office or "", by=with_till(by, at=at), at=at)


def later(hours: float, start: datetime = MONDAY) -> datetime:
    return start + timedelta(hours=hours)
