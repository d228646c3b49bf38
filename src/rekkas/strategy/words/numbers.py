"""Figures as the reader writes them, with their units."""

from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext as _

from rekkas.design.formats import money_text, reader_locale
from rekkas.strategy.entries import Place
from rekkas.territory.choices import in_reader_language

HOURS, SHARE, COUNT, MONEY, METRES = "hours", "share", "count", "money", "metres"


def count(value: float) -> str:
    return format_decimal(round(value), locale=reader_locale())


def decimal(value: float, digits: int = 1) -> str:
    return format_decimal(round(value, digits), format=f"#,##0.{'0' * digits}", locale=reader_locale())


def hours(value: float) -> str:
    return _("%(hours)s h") % {"hours": decimal(value)}


def percent(share: float) -> str:
    return format_percent(round(share, 4), format="#,##0.0%", locale=reader_locale())


def kilometres(metres: float) -> str:
    return _("%(km)s km") % {"km": decimal(metres / 1000)} if metres >= 0 else "–"


def in_unit(value: float, unit: str, currency: str = "") -> str:
    """A figure in its unit."""
    if unit == HOURS:
        return hours(value)
    if unit == SHARE:
        return percent(value)
    if unit == METRES:
        return kilometres(value)
    if unit == MONEY and currency:
        return money_text(round(value), currency)
    return count(value) if abs(value) >= 100 or value == round(value) else decimal(value)


def signed(value: float, unit: str, currency: str = "") -> str:
    """A difference, with its sign. A share differs by points."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    if unit == SHARE:
        return sign + _("%(points)s points") % {"points": decimal(abs(value) * 100, 2)}
    if unit == HOURS:
        return sign + _("%(hours)s h") % {"hours": decimal(abs(value), 2)}
    return sign + in_unit(abs(value), unit, currency)


def clock(minute: int) -> str:
    """A time of day from minutes after midnight; past midnight it begins again."""
    return f"{minute % 1440 // 60:02}:{minute % 60:02}"


def name(place: Place) -> str:
    """A place as its reader calls it."""
    return in_reader_language(en=place.name, ar=place.name_ar)
