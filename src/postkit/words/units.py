"""The names of currencies and of their hundredths or thousandths, in the forms that counting needs."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arabic:
    """A counted noun: one; two (``two_of`` before another noun); three to ten; eleven to ninety-nine."""

    one: str
    two: str
    few: str
    many: str
    is_feminine: bool = False

    @property
    def two_of(self) -> str:
        """The dual before its noun loses its last letter: ``ألفان`` becomes ``ألفا درهم``."""
        return self.two.removesuffix("ن")


@dataclass(frozen=True, slots=True)
class Unit:
    """``french`` and ``english`` are one and more. French nouns here are masculine."""

    french: tuple[str, str]
    english: tuple[str, str]
    arabic: Arabic


def _regular(noun: str, plural: str) -> Arabic:
    """A masculine noun whose dual and accusative are regular."""
    return Arabic(noun, noun + "ان", plural, noun + "ا")


DIRHAM = Unit(("dirham", "dirhams"), ("dirham", "dirhams"), _regular("درهم", "دراهم"))
DINAR = Unit(("dinar", "dinars"), ("dinar", "dinars"), _regular("دينار", "دنانير"))
CENTIME = Unit(("centime", "centimes"), ("centime", "centimes"), _regular("سنتيم", "سنتيمات"))
MILLIME = Unit(("millime", "millimes"), ("millime", "millimes"), _regular("مليم", "مليمات"))
CENT = Unit(("cent", "cents"), ("cent", "cents"), _regular("سنت", "سنتات"))
CFA = Unit(
    ("franc CFA", "francs CFA"),
    ("CFA franc", "CFA francs"),
    Arabic("فرنك سيفا", "فرنكان سيفا", "فرنكات سيفا", "فرنكا سيفا"),
)
EURO = Unit(("euro", "euros"), ("euro", "euros"), Arabic("يورو", "يوروان", "يورو", "يورو"))
EURO_CENT = Unit(("centime", "centimes"), ("cent", "cents"), CENT.arabic)
DOLLAR = Unit(("dollar", "dollars"), ("dollar", "dollars"), _regular("دولار", "دولارات"))
REAL = Unit(("réal", "réals"), ("real", "reals"), _regular("ريال", "ريالات"))
CENTAVO = Unit(
    ("centavo", "centavos"),
    ("centavo", "centavos"),
    Arabic("سنتافو", "سنتافوان", "سنتافوات", "سنتافو"),
)
OUGUIYA = Unit(
    ("ouguiya", "ouguiyas"),
    ("ouguiya", "ouguiyas"),
    Arabic("أوقية", "أوقيتان", "أوقيات", "أوقية", is_feminine=True),
)
KHOUMS = Unit(("khoums", "khoums"), ("khoums", "khoums"), _regular("خمس", "أخماس"))

UNITS: Mapping[str, tuple[Unit, Unit | None]] = {
    "MAD": (DIRHAM, CENTIME),
    "TND": (DINAR, MILLIME),
    "DZD": (DINAR, CENTIME),
    "MRU": (OUGUIYA, KHOUMS),
    "XOF": (CFA, None),
    "XAF": (CFA, None),
    "EUR": (EURO, EURO_CENT),
    "USD": (DOLLAR, CENT),
    "BRL": (REAL, CENTAVO),
}

# How many of a currency's minor units make its small unit: five khoums are an ouguiya, and ISO 4217 counts hundredths.
SMALLEST: Mapping[str, int] = {"MRU": 20}
