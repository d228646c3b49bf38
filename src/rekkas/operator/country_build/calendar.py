"""The days on which the post of a country works: its week and its public holidays."""

from dataclasses import dataclass
from datetime import date

import holidays

from postkit.pack import Holiday

TOWN = 20_000
BOURG = 5_000
SUNDAY = 6
YEARS = 3


@dataclass(frozen=True, slots=True)
class Week:
    """The working days, as ISO weekday digits: all but the day of rest, and all but the weekend."""

    six: str
    five: str

    def open_days(self, population: int) -> str:
        return self.six if population >= TOWN else self.five

    def service_days(self, population: int) -> str:
        """The days on which mail is brought and taken away: every second one in a village."""
        return self.open_days(population) if population >= BOURG else self.five[::2]


def week_of(iso: str) -> Week:
    weekend = set(holidays.country_holidays(iso).weekend) if _is_known(iso) else {5, SUNDAY}
    rest = SUNDAY if SUNDAY in weekend or not weekend else min(weekend)
    six = "".join(str(day + 1) for day in range(7) if day != rest)
    return Week(six, "".join(digit for digit in six if int(digit) - 1 not in weekend))


def holidays_of(iso: str, year: int) -> tuple[Holiday, ...]:
    """The public holidays of three years from `year`, in English, French and Arabic where known so."""
    if not _is_known(iso):
        return ()
    english, french, arabic = (_named(iso, year, language) for language in ("en", "fr", "ar"))
    return tuple(Holiday(day, english[day], french[day], arabic[day]) for day in sorted(english))


def _named(iso: str, year: int, wanted: str) -> dict[date, str]:
    """The holidays in a language, else in the country's own; never in the one this machine is set to."""
    known = holidays.country_holidays(iso)
    languages = sorted(code for code in known.supported_languages or () if code[:2] == wanted)
    language = languages[0] if languages else known.default_language
    named = holidays.country_holidays(iso, years=range(year, year + YEARS), language=language)
    return {day: name[:120] for day, name in named.items()}


def _is_known(iso: str) -> bool:
    return iso in holidays.list_supported_countries()
