"""Numbers, days and amounts as the reader writes them. Times are shown in the offset they carry."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency
from babel.units import format_unit
from django.utils.translation import get_language

from postkit.money import decimals

# Arabic as the Maghreb writes it: Western digits and its own names of months. English with the day first.
LOCALES = {"ar": "ar_MA", "en": "en_GB"}
COMMA = {"ar": "، "}
FIRST = {"fr": "d'er'"}  # the first of a month: 1er décembre
AFTER_ZEROS = re.compile(r"0\.0+")
S10 = re.compile(r"([A-Z]{2})(\d{3})(\d{3})(\d{3})([A-Z]{2})")


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(LOCALES.get(language, language), sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def reader_locale() -> Locale:
    return _locale(get_language() or "en")


def money_text(amount: int, currency: str) -> str:
    """An amount of smallest units, with the decimals that ISO 4217 gives its currency."""
    digits = decimals(currency)
    locale = reader_locale()
    pattern = locale.currency_formats["standard"].pattern.replace("¤#", "¤\xa0#")
    exact = AFTER_ZEROS.sub("0." + "0" * digits if digits else "0", pattern)
    value = Decimal(amount).scaleb(-digits)
    return format_currency(value, currency, format=exact, locale=locale, currency_digits=False)


def day_text(day: date) -> str:
    """The day in full, with its weekday."""
    locale = reader_locale()
    return format_date(day, _of_day(locale.date_formats["full"].pattern, day), locale=locale)


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
    """The name of an ISO weekday, 1 for Monday."""
    return str(reader_locale().days["stand-alone"]["wide"][number - 1])


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
