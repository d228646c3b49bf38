"""Numbers, days and amounts as the reader writes them. Times are shown in the offset they carry."""

import re
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_percent
from babel.units import format_unit
from django.conf import settings
from django.utils.translation import get_language, get_language_bidi, pgettext_lazy
from django.utils.translation import gettext as _
from hijridate import Gregorian

from postkit.money import decimals

WORLD = "001"  # what CLDR calls the manner of no country: English with the day first
COMMA = {"ar": "، "}
FIRST = {"fr": "d'er'"}  # the first of a month: 1er décembre
AFTER_ZEROS = re.compile(r"0\.0+")
FIRST_DIGIT = re.compile(r"(?=\d)")
HIJRI_MONTHS = (
    pgettext_lazy("Hijri month", "Muharram"),
    pgettext_lazy("Hijri month", "Safar"),
    pgettext_lazy("Hijri month", "Rabi al-Awwal"),
    pgettext_lazy("Hijri month", "Rabi al-Thani"),
    pgettext_lazy("Hijri month", "Jumada al-Ula"),
    pgettext_lazy("Hijri month", "Jumada al-Akhirah"),
    pgettext_lazy("Hijri month", "Rajab"),
    pgettext_lazy("Hijri month", "Shaban"),
    pgettext_lazy("Hijri month", "Ramadan"),
    pgettext_lazy("Hijri month", "Shawwal"),
    pgettext_lazy("Hijri month", "Dhu al-Qadah"),
    pgettext_lazy("Hijri month", "Dhu al-Hijjah"),
)
S10 = re.compile(r"([A-Z]{2})(\d{3})(\d{3})(\d{3})([A-Z]{2})")


@cache
def locale_of(language: str, country: str) -> Locale:
    """The manner in which a country writes a language, as CLDR has it; else the world's, else the language's own.

    Arabic has commas, points and names of months that differ from one country to the next. Digits are Western in all.
    """
    for name in (f"{language}_{country}", f"{language}_{WORLD}", language):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(name.replace("-", "_"))
    return Locale.parse(f"en_{WORLD}")


def reader_locale() -> Locale:
    return locale_of(get_language() or "en", settings.COUNTRY)


def left_to_right(text: str) -> str:
    """A text that runs to the right wherever it stands: for an option, in which nothing else can say so."""
    return f"\u2066{text}\u2069"


def isolated(text: str) -> str:
    """A code in a plain text, such as the title of a page: kept whole where one reads to the left."""
    return left_to_right(text) if text and get_language_bidi() else text


def money_text(amount: int, currency: str, *, with_sign: bool = False) -> str:
    """An amount of smallest units, with the decimals that ISO 4217 gives its currency; ``with_sign`` also a plus.

    Where one reads to the left the sign is bound to the digits, or it would stand behind them.
    """
    digits = decimals(currency)
    locale = reader_locale()
    pattern = locale.currency_formats["standard"].pattern.replace("¤#", "¤\xa0#")
    exact = AFTER_ZEROS.sub("0." + "0" * digits if digits else "0", pattern)
    value = Decimal(abs(amount)).scaleb(-digits)
    text = format_currency(value, currency, format=exact, locale=locale, currency_digits=False)
    sign = "-" if amount < 0 else "+" if with_sign and amount else ""
    if sign and locale.text_direction == "rtl":
        return FIRST_DIGIT.sub(f"\u200e{sign}", text, count=1)
    return sign + text


def share_text(per_mille: int) -> str:
    """Thousandths as the per cent of which people speak, with a decimal where there is one."""
    locale = reader_locale()
    pattern = "0.#".join(locale.percent_formats[None].pattern.rsplit("0", 1))
    return format_percent(Decimal(per_mille) / 1000, format=pattern, locale=locale)


def day_text(day: date) -> str:
    """The day in full, with its weekday."""
    locale = reader_locale()
    return format_date(day, _of_day(locale.date_formats["full"].pattern, day), locale=locale)


def hijri_text(day: date) -> str:
    """The day in the Hijri calendar of Umm al-Qura; nothing outside the years that it covers.

    A country that watches the moon itself may be a day off: the civil day is the one that counts.
    """
    try:
        hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError:
        return ""
    month = str(HIJRI_MONTHS[hijri.month - 1])
    return _("%(day)s %(month)s %(year)s AH") % {"day": hijri.day, "month": month, "year": hijri.year}


def moment_text(at: datetime) -> str:
    """Day and time on the clock of the place where it happened: the offset is kept, nothing is converted."""
    return _moment_as("EEE d MMM y", at)


def brief_text(at: datetime) -> str:
    """The same without the weekday."""
    return _moment_as("d MMM y", at)


def _moment_as(day_pattern: str, at: datetime) -> str:
    pattern = f"{_of_day(day_pattern, at)}{comma()}HH:mm"
    return format_datetime(at.replace(tzinfo=None), pattern, locale=reader_locale())


def _of_day(pattern: str, day: date) -> str:
    first = FIRST.get((get_language() or "en")[:2])
    return re.sub(r"\bd\b", first, pattern) if first and day.day == 1 else pattern


def comma() -> str:
    """What parts the things of a list in the reader's script."""
    return COMMA.get((get_language() or "en")[:2], ", ")


def clock_text(at: datetime | time) -> str:
    return at.strftime("%H:%M")


def weekday_text(number: int) -> str:
    """The name of an ISO weekday, 1 for Monday.

    As it stands in a date: names that stand alone are an alias in most languages, and Babel keeps what one of them
    resolved in the data of all.
    """
    return str(reader_locale().days["format"]["wide"][number - 1])


def weight_text(weight_g: int) -> str:
    """Grams below a kilogram, kilograms from there."""
    locale = reader_locale()
    if abs(weight_g) < 1000:
        return format_unit(weight_g, "mass-gram", "short", locale=locale)
    return format_unit(Decimal(weight_g) / 1000, "mass-kilogram", "short", locale=locale)


def grouped(number: str) -> str:
    """An S10 number in the groups printed on labels; any other number as it is.

    >>> grouped("EE876543216CA") == "EE 876 543 216 CA".replace(" ", chr(0xA0)), grouped("MA0001")
    (True, 'MA0001')
    """
    found = S10.fullmatch(number)
    return "\xa0".join(found.groups()) if found else number
