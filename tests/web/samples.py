"""A small network and a few answers of the mail, as the pages of the site are given them."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random
from typing import Any

from postkit.pack import Country, Locality, Office, Pack, PriceRule, Product, Region
from rekkas.base.actors import system
from rekkas.catalogue.commands import load_catalogue
from rekkas.mail.queries import Step, Tracking
from rekkas.network.commands import load_network
from rekkas.territory.commands import load_territory

AT = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
HERE = timezone(timedelta(hours=1))
NOTICE = {
    "en": "Demonstration network, made from a list of places. It is not the operator’s own.",
    "fr": "Réseau de démonstration, fait d’une liste de lieux. Ce n’est pas celui de l’opérateur.",
    "ar": "شبكة تجريبية أُنشئت من لائحة أماكن، وليست شبكة المتعامل.",
}
TOWNS = (
    ("Casablanca", "الدار البيضاء", 33.59, -7.61, 3_145_000),
    ("Fès", "فاس", 34.03, -5.0, 1_112_000),
    ("Marrakech", "مراكش", 31.63, -8.0, 928_000),
    ("Tanger", "طنجة", 35.77, -5.8, 947_000),
    ("Ouarzazate", "ورزازات", 30.93, -6.9, 71_000),
    ("Chefchaouen", "شفشاون", 35.17, -5.27, 42_000),
)


def sample_pack(*, agencies: int = 0) -> Pack:
    """Six towns with an office each, a sorting centre, and as many agencies around them as asked for."""
    localities = [
        Locality(f"MA{at}", name, name_ar, "MA-01", f"{at}0000", lat, lon, people, f"MA000{at}", ())
        for at, (name, name_ar, lat, lon, people) in enumerate(TOWNS, start=1)
    ]
    localities.append(
        Locality("MA9", "Aïn Leuh", "عين اللوح", "MA-02", "", 33.28, -5.34, 5_000, "MA0002", ())
    )
    localities.append(Locality("MA10", "Aïn Leuh", "عين اللوح", "MA-01", "", 31.1, -6.9, 4_000, "MA0005", ()))
    return Pack(
        country=Country(
            "MA", "Morocco", "Maroc", "المغرب", "MAD", 2, "Africa/Casablanca", ("ar", "fr"), r"\d{5}",
            True, 1, 6 + agencies, "sample", NOTICE["en"], NOTICE["fr"], NOTICE["ar"],
        ),
        outline=(),
        regions=(Region("MA-01", "Ouest", "الغرب"), Region("MA-02", "Moyen Atlas", "الأطلس المتوسط")),
        localities=tuple(localities),
        offices=tuple(_offices(agencies)),
        trips=(),
        products=(
            Product("parcel", "Parcel", "Colis", "طرد", "PA", 30_000, False, 0, 15),
            Product(
                "parcel-cod", "Cash-on-delivery parcel", "Colis contre remboursement", "طرد مقابل الأداء",
                "PC", 30_000, True, 500_000, 15,
            ),
        ),
        prices=tuple(_prices()),
        holidays=(),
    )  # fmt: skip


def _office(
    code: str, name: str, name_ar: str, kind: str, town: int, *, beside: Random | None = None
) -> Office:
    _name, _name_ar, lat, lon, _people = TOWNS[town - 1]
    if beside:
        lat, lon = round(lat + beside.uniform(-1, 1), 4), round(lon + beside.uniform(-1, 1), 4)
    hub = "" if kind == "sorting" else "MA0000"
    days = "" if kind == "agency" else "123456"
    return Office(
        code, name, name_ar, kind, f"MA{town}", hub, lat, lon, 510, 975, "12345", 930, days, None, None
    )


def _offices(agencies: int) -> Iterable[Office]:
    yield _office("MA0000", "Casablanca Tri", "مركز الفرز الدار البيضاء", "sorting", 1)
    for at, (name, name_ar, *_rest) in enumerate(TOWNS, start=1):
        yield _office(f"MA000{at}", f"{name} Médina", f"{name_ar} المدينة", "delivery", at)
    beside = Random(7)  # noqa: S311
    for at in range(agencies):
        town = at % len(TOWNS) + 1
        name, name_ar = TOWNS[town - 1][:2]
        yield _office(f"MA{at + 1000}", f"{name} {at}", f"{name_ar} {at}", "agency", town, beside=beside)


def _prices() -> Iterable[PriceRule]:
    for product in ("parcel", "parcel-cod"):
        for weight, amount in ((1_000, 3_500), (5_000, 5_000), (30_000, 12_000)):
            yield PriceRule(
                f"{product}-{weight}", product, "base", "any", weight, amount, 0,
                "Carriage", "Transport", "النقل",
            )  # fmt: skip
    yield PriceRule(
        "cod", "parcel-cod", "cod", "any", 0, 1_000, 10,
        "Cash on delivery", "Contre-remboursement", "الأداء عند التسليم",
    )  # fmt: skip
    yield PriceRule(
        "insured", "parcel-cod", "insured", "any", 0, 0, 5,
        "Insured value", "Valeur assurée", "القيمة المؤمن عليها",
    )  # fmt: skip


def load_sample(*, agencies: int = 0) -> None:
    pack, by = sample_pack(agencies=agencies), system("tests")
    load_territory(pack=pack, by=by, at=AT)
    load_network(pack=pack, by=by, at=AT)
    load_catalogue(pack=pack, by=by, at=AT)


def step(hours_ago: float, label: str, office: str = "Casablanca Tri", **more: Any) -> Step:
    at = (AT - timedelta(hours=hours_ago)).astimezone(HERE)
    said: dict[str, Any] = {
        "offset_known": True, "code": "EMA", "raw_code": "", "status": "in_transit", "reason_label": "",
        "action_label": "", "office_code": "MA0001", "asserted_by": "device", "inherited_from": "",
        "recorded_at": at.astimezone(UTC), "clock": "",
    }  # fmt: skip
    return Step(at=at, label=label, office_name=office, **{**said, **more})


def tracking(status: str, label: str, *steps: Step, **more: Any) -> Tracking:
    said: dict[str, Any] = {
        "number": "PA000000425MA", "outcome": "found", "status": status, "status_label": label,
        "asserted_by": "device", "heard_at": AT - timedelta(hours=2), "office_code": "MA0001",
        "office_name": "Casablanca Médina", "product_name": "Parcel", "origin_name": "Ouarzazate Médina",
        "destination_name": "Casablanca Médina", "posted_at": (AT - timedelta(hours=52)).astimezone(HERE),
        "promise_date": date(2026, 11, 25), "steps": steps,
        "happened_at": steps[-1].at if steps else None,
    }  # fmt: skip
    return Tracking(**{**said, **more})


def answering(*items: Tracking) -> Callable[..., list[Tracking]]:
    """Stands where the mail's ``track`` is asked: each number gets the sample that bears it."""
    known = {item.number: item for item in items}

    def track(
        numbers: Iterable[str], *, at: datetime, posted: date | None = None, with_way: bool = False
    ) -> list[Tracking]:
        return [known.get(number) or Tracking(number, "unknown", "Nothing yet.") for number in numbers]

    return track
