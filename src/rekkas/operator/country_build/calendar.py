"""The days on which the post of a country works: its week and its public holidays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from postkit.pack import Holiday, Peak

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


# What moves mail, by what its holiday is called in English: its name, from so many days before to so many before
# the feast, and how much is then posted. Made up, as a demonstration: a post has its own counts.
FASTING = ("Ramadan", "Ramadan", "رمضان")
BEFORE_FEAST = ("Before {}", "Avant {}", "قبل {}")
FEASTS = (
    ("Eid al-Fitr", 30, 1, 900, FASTING),
    ("Eid al-Fitr", 10, 1, 1350, BEFORE_FEAST),
    ("Eid al-Adha", 10, 1, 1250, BEFORE_FEAST),
    ("Christmas", 18, 2, 1500, BEFORE_FEAST),
    ("New Year", 9, 2, 1150, BEFORE_FEAST),
)
SALE = ("November sales", "Soldes de novembre", "تخفيضات نونبر")


def peaks_of(found: Sequence[Holiday]) -> tuple[Peak, ...]:
    """The times of more mail and of less that go with these holidays, and the sales of each November."""
    peaks = [
        Peak(date(year, 11, 20), date(year, 11, 30), 1400, *SALE)
        for year in sorted({holiday.date.year for holiday in found})
    ]
    for feast, begins, ends, per_mille, names in FEASTS:
        last: date | None = None
        for holiday in found:
            is_first_day = last is None or holiday.date - last > timedelta(days=5)
            is_feast = holiday.name_en.startswith(feast)
            if is_feast and is_first_day:
                own = (holiday.name_en.partition(" (")[0], holiday.name_fr.partition(" (")[0],
                       holiday.name_ar.partition(" (")[0])  # fmt: skip
                said = (name.format(word or own[0]) for name, word in zip(names, own, strict=True))
                first, until = (holiday.date - timedelta(days=back) for back in (begins, ends))
                peaks.append(Peak(first, until, per_mille, *said))
            last = holiday.date if is_feast else last
    return tuple(sorted(peaks, key=lambda peak: (peak.first, peak.last)))


def _named(iso: str, year: int, wanted: str) -> dict[date, str]:
    """The holidays in a language, else in the country's own; never in the one this machine is set to."""
    known = holidays.country_holidays(iso)
    languages = sorted(code for code in known.supported_languages or () if code[:2] == wanted)
    language = languages[0] if languages else known.default_language
    named = holidays.country_holidays(iso, years=range(year, year + YEARS), language=language)
    return {day: name[:120] for day, name in named.items()}


def _is_known(iso: str) -> bool:
    return iso in holidays.list_supported_countries()
