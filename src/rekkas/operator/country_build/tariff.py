"""What a demonstration post sells, and at what price.

One tariff in purchasing-power cents serves every country: an amount is that many hundredths of what one US
dollar buys, turned into local money by the table of price levels and rounded to two figures. The levels are
round figures (how many units of the currency buy at home what one dollar buys in the United States), good
enough to look right on a screen; they are not statistics, and nothing else may rest on them.
"""

from dataclasses import dataclass

from postkit.money import decimals
from postkit.network import EXPRESS, STANDARD
from postkit.pack import PriceRule, Product
from postkit.pack.tables import ABROAD, DOMESTIC

PRICE_LEVELS = {
    "AED": "2.3", "AFN": "18", "ALL": "42", "AMD": "160", "ANG": "1.2", "AOA": "200", "ARS": "500",
    "AUD": "1.4", "AWG": "1.3", "AZN": "0.6", "BAM": "0.65", "BBD": "2", "BDT": "33", "BGN": "0.75",
    "BHD": "0.17", "BIF": "900", "BMD": "1.6", "BND": "0.6", "BOB": "2.5", "BRL": "2.5", "BSD": "0.9",
    "BTN": "19", "BWP": "5", "BYN": "0.8", "BZD": "1.2", "CAD": "1.2", "CDF": "1000", "CHF": "1",
    "CLP": "450", "CNY": "3.7", "COP": "1400", "CRC": "320", "CUP": "10", "CVE": "45", "CZK": "13",
    "DJF": "100", "DKK": "6.3", "DOP": "23", "DZD": "40", "EGP": "7", "ERN": "6", "ETB": "20",
    "EUR": "0.7", "FJD": "0.9", "FKP": "0.7", "GBP": "0.7", "GEL": "0.9", "GHS": "4", "GIP": "0.7",
    "GMD": "18", "GNF": "3300", "GTQ": "3.4", "GYD": "90", "HKD": "6", "HNL": "11", "HTG": "45",
    "HUF": "170", "IDR": "4800", "ILS": "3.6", "INR": "22", "IQD": "550", "IRR": "60000", "ISK": "140",
    "JMD": "75", "JOD": "0.3", "JPY": "95", "KES": "43", "KGS": "25", "KHR": "1400", "KMF": "190",
    "KPW": "400", "KRW": "830", "KWD": "0.19", "KYD": "0.8", "KZT": "150", "LAK": "3500", "LBP": "20000",
    "LKR": "70", "LRD": "80", "LSL": "6.5", "LYD": "1.5", "MAD": "4", "MDL": "7", "MGA": "1200",
    "MKD": "20", "MMK": "450", "MNT": "1000", "MOP": "5", "MRU": "12", "MUR": "17", "MVR": "8",
    "MWK": "350", "MXN": "10", "MYR": "1.5", "MZN": "24", "NAD": "7", "NGN": "200", "NIO": "12",
    "NOK": "9.5", "NPR": "34", "NZD": "1.5", "OMR": "0.2", "PAB": "0.5", "PEN": "1.8", "PGK": "2.3",
    "PHP": "19", "PKR": "60", "PLN": "1.9", "PYG": "2700", "QAR": "2.2", "RON": "1.9", "RSD": "45",
    "RUB": "28", "RWF": "380", "SAR": "1.8", "SBD": "7", "SCR": "7", "SDG": "300", "SEK": "8.5",
    "SGD": "0.8", "SHP": "0.7", "SLE": "5", "SOS": "250", "SRD": "12", "SSP": "400", "STN": "12",
    "SYP": "4000", "SZL": "6.5", "THB": "11", "TJS": "3", "TMT": "2", "TND": "1", "TOP": "1.5",
    "TRY": "12", "TTD": "4", "TWD": "14", "TZS": "850", "UAH": "12", "UGX": "1250", "USD": "1",
    "UYU": "28", "UZS": "3500", "VES": "15", "VND": "7200", "VUV": "110", "WST": "1.7", "XAF": "230",
    "XCD": "1.8", "XCG": "1.2", "XOF": "230", "XPF": "95", "YER": "300", "ZAR": "7", "ZMW": "6",
    "ZWG": "10",
}  # fmt: skip

ZONES = {"local": 60, "regional": 80, "national": 100}  # per cent of the national price
ZONES_ABROAD = {"abroad-1": 80, "abroad-2": 100, "abroad-3": 140}  # per cent of the middle one
ZONE_NAMES = {
    "local": ("within the locality", "dans la localité", "داخل المدينة"),
    "regional": ("within the region", "dans la région", "داخل الجهة"),
    "national": ("in the whole country", "dans tout le pays", "في كل البلاد"),
    "abroad-1": ("abroad, near", "à l'étranger, proche", "إلى الخارج، قريب"),
    "abroad-2": ("abroad, farther", "à l'étranger, plus loin", "إلى الخارج، أبعد"),
    "abroad-3": ("abroad, far", "à l'étranger, lointain", "إلى الخارج، بعيد"),
}
COD_CENTS, COD_PER_MILLE = 150, 10
INSURED_CENTS, INSURED_PER_MILLE = 50, 5
MOST_COD_CENTS = 100_000
COD_LABELS = ("Cash on delivery fee", "Frais de contre-remboursement", "رسوم الدفع عند الاستلام")
INSURED_LABELS = (
    "Insurance of the declared value",
    "Assurance de la valeur déclarée",
    "التأمين على القيمة المصرح بها",
)
_PARCEL = {1_000: 500, 2_000: 600, 5_000: 850, 10_000: 1250, 20_000: 2000, 30_000: 2750}


@dataclass(frozen=True, slots=True)
class Offer:
    """A product with its national price, in cents of purchasing power, up to each weight in grams."""

    code: str
    names: tuple[str, str, str]
    prefix: str
    kept_days: int
    steps: dict[int, int]
    with_cod: bool = False
    carriage: str = STANDARD
    scope: str = DOMESTIC


OFFERS = (
    Offer("parcel", ("Parcel", "Colis", "طرد بريدي"), "PA", 15, _PARCEL),
    Offer(
        "parcel-cod",
        ("Parcel, cash on delivery", "Colis contre remboursement", "طرد مع الدفع عند الاستلام"),
        "PC", 15, _PARCEL, with_cod=True,
    ),
    Offer(
        "registered", ("Registered letter", "Lettre recommandée", "رسالة مضمونة"),
        "RA", 15, {100: 200, 250: 250, 500: 350, 1_000: 450, 2_000: 600},
    ),
    Offer(
        "express", ("Express", "Envoi express", "بريد سريع"),
        "EA", 7, {1_000: 800, 2_000: 1000, 5_000: 1400, 10_000: 2100, 20_000: 3200},
        carriage=EXPRESS,
    ),
    Offer(
        "registered-abroad",
        ("Registered letter abroad", "Lettre recommandée pour l'étranger", "رسالة مضمونة إلى الخارج"),
        "RR", 15, {100: 450, 250: 600, 500: 900, 1_000: 1400, 2_000: 2200}, scope=ABROAD,
    ),
    Offer(
        "parcel-abroad", ("Parcel abroad", "Colis pour l'étranger", "طرد بريدي إلى الخارج"),
        "CP", 15, {1_000: 1800, 2_000: 2300, 5_000: 3600, 10_000: 5800, 20_000: 9800, 30_000: 13500}, scope=ABROAD,
    ),
    Offer(
        "express-abroad", ("Express abroad", "Envoi express pour l'étranger", "بريد سريع إلى الخارج"),
        "EE", 7, {1_000: 3500, 2_000: 4600, 5_000: 7500, 10_000: 12000, 20_000: 21000}, carriage=EXPRESS, scope=ABROAD,
    ),
)  # fmt: skip


def products_in(currency: str) -> tuple[Product, ...]:
    return tuple(
        Product(
            code=offer.code,
            name_en=offer.names[0],
            name_fr=offer.names[1],
            name_ar=offer.names[2],
            prefix=offer.prefix,
            max_weight_g=max(offer.steps),
            cod_allowed=offer.with_cod,
            max_cod=local_amount(MOST_COD_CENTS, currency) if offer.with_cod else 0,
            kept_days=offer.kept_days,
            carriage=offer.carriage,
            scope=offer.scope,
        )
        for offer in OFFERS
    )


def prices_in(currency: str) -> tuple[PriceRule, ...]:
    rules = []
    for offer in OFFERS:
        for zone, per_cent in (ZONES_ABROAD if offer.scope == ABROAD else ZONES).items():
            for grams, cents in offer.steps.items():
                amount = local_amount(cents * per_cent // 100, currency)
                labels = _carriage(zone, grams)
                code = f"{offer.code}-{zone}-{grams}"
                rules.append(PriceRule(code, offer.code, "base", zone, grams, amount, 0, *labels))
        if offer.with_cod:
            rules.append(_fee(offer, "cod", local_amount(COD_CENTS, currency), COD_PER_MILLE, COD_LABELS))
        amount = local_amount(INSURED_CENTS, currency)
        rules.append(_fee(offer, "insured", amount, INSURED_PER_MILLE, INSURED_LABELS))
    return tuple(rules)


def minor_units(cents: int, currency: str) -> int:
    """So many cents of purchasing power in minor units of local money; exact, without floats."""
    whole, _, fraction = PRICE_LEVELS.get(currency, "1").partition(".")
    minor: int = cents * int(whole + fraction) * 10 ** decimals(currency) // (100 * 10 ** len(fraction))
    return minor


def local_amount(cents: int, currency: str) -> int:
    """The amount in minor units, rounded to two figures."""
    minor = minor_units(cents, currency)
    step: int = 10 ** max(len(str(minor)) - 2, 0)
    return max((2 * minor + step) // (2 * step) * step, 1)


def _carriage(zone: str, grams: int) -> tuple[str, str, str]:
    kilos = grams >= 1_000
    weight = grams // 1_000 if kilos else grams
    english, french, arabic = ZONE_NAMES[zone]
    return (
        f"Carriage {english}, up to {weight} {'kg' if kilos else 'g'}",
        f"Transport {french}, jusqu'à {weight} {'kg' if kilos else 'g'}",
        f"النقل {arabic}، حتى {weight} {'كغ' if kilos else 'غ'}",
    )


def _fee(offer: Offer, kind: str, amount: int, per_mille: int, labels: tuple[str, str, str]) -> PriceRule:
    return PriceRule(f"{offer.code}-{kind}", offer.code, kind, "any", 0, amount, per_mille, *labels)
