"""Figures as the reader writes them, with their units."""

from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language_bidi
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
    locale, digits = reader_locale(), "0" if share >= 0.001 or not share else "000"
    shape = locale.percent_formats[None].pattern.replace("#,##0", f"#,##0.{digits}")
    return format_percent(share, format=shape, locale=locale)


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
    shown = round(value * 100, 2) if unit == SHARE else round(value, 2)
    sign = "+" if shown > 0 else "−" if shown < 0 else ""
    if unit == SHARE:
        return _("%(points)s points") % {"points": together(sign + decimal(abs(shown), 2))}
    if unit == HOURS:
        return _("%(hours)s h") % {"hours": together(sign + decimal(abs(shown), 2))}
    return together(sign + in_unit(abs(value), unit, currency))


def together(number: str) -> str:
    """A number with its sign before it, in Arabic text too."""
    return f"\u2066{number}\u2069" if get_language_bidi() else number


def apart(first: str, between: str, second: str) -> str:
    """Two things with a sign between, in the order in which one reads."""
    if not get_language_bidi():
        return f"{first} {between} {second}"
    return f"\u2068{first}\u2069 {between} \u2068{second}\u2069"


def way(first: str, second: str) -> str:
    """From one to the other: the arrow points the way one reads."""
    return apart(first, "←" if get_language_bidi() else "→", second)


def clock(minute: int) -> str:
    """A time of day from minutes after midnight; past midnight it begins again."""
    return f"{minute % 1440 // 60:02}:{minute % 60:02}"


def name(place: Place) -> str:
    """A place as its reader calls it."""
    return in_reader_language(en=place.name, fr=place.name_fr, ar=place.name_ar)
