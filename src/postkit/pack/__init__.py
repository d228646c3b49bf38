"""The country pack: one folder of plain files that describes a country to the post.

The idea: a country is data that a person edits in a spreadsheet. So a pack is CSV and one TOML file; reading
it finds every mistake in one pass and says of each where it stands and what would be right; a pack with a
mistake is not returned at all.

Source: the format is this package's own; inside it ISO 3166 (country), ISO 4217 (currency and decimals),
ISO 8601 (dates, weekday digits 1 to 7), UPU S10 (the prefix of a product). The tables are in `tables`,
country.toml in `country`, and what files must say together in `check` and, for a timetable, in `timetable`.

Shapes and units: files are bytes by name in, frozen dataclasses out; text is UTF-8 with or without a byte
order mark, lines end as they like; times of day are minutes after midnight on the country's clock, weights
grams, durations minutes, amounts minor units, coordinates degrees. In prices, `up_to_weight_g` of a cod or
insured row may be 0: any weight. `outline.csv`, `services.csv`, `stops.csv`, `trip_days.csv`, `waves.csv`,
`peaks.csv` and `destinations.csv` may be missing, and so may the columns that older packs do not have: they take the
defaults of `postkit.network`. Names in French and Arabic may be blank. A stop's minutes are elapsed minutes after the
trip's departure.

Errors: none are raised for what a person wrote; they are `Mistake`s, ordered by file and physical line (the
header is line 1).

>>> pack, mistakes = read_pack({"country.toml": b'iso = "Mar"'})
>>> pack is None, str(mistakes[0])
(True, "country.toml, line 1, iso: 'Mar' will not do; write the two capital letters of ISO 3166, such as MA")
>>> str(mistakes[-1])
'holidays.csv, line 1: this file is missing; add it'
"""

from collections.abc import Mapping

from postkit.pack.check import cross_check
from postkit.pack.country import FILE as _COUNTRY
from postkit.pack.country import read_country, write_country
from postkit.pack.model import (
    Country,
    Destination,
    Holiday,
    Locality,
    Mistake,
    Office,
    OutlinePoint,
    Pack,
    Peak,
    PriceRule,
    Product,
    Region,
    Service,
    Trip,
    TripDay,
    TripStop,
    Wave,
)
from postkit.pack.sheet import Row, read_table, write_table
from postkit.pack.tables import TABLES

__all__ = [
    "FILES",
    "Country",
    "Destination",
    "Holiday",
    "Locality",
    "Mistake",
    "Office",
    "OutlinePoint",
    "Pack",
    "Peak",
    "PriceRule",
    "Product",
    "Region",
    "Service",
    "Trip",
    "TripDay",
    "TripStop",
    "Wave",
    "read_pack",
    "write_pack",
]

FILES = (_COUNTRY, *(table.file for table in TABLES))


def read_pack(files: Mapping[str, bytes]) -> tuple[Pack | None, list[Mistake]]:
    """The pack, or else every mistake in it. Files of other names are somebody else's and are passed over."""
    mistakes: list[Mistake] = []
    country = read_country(files[_COUNTRY], mistakes) if _COUNTRY in files else None
    found: dict[str, list[Row]] = {}
    for table in TABLES:
        if table.file in files and (rows := read_table(table, files[table.file], mistakes)) is not None:
            found[table.file] = rows
    mistakes += (
        Mistake(name, 1, "", "this file is missing; add it")
        for name in (_COUNTRY, *(table.file for table in TABLES if not table.may_be_missing))
        if name not in files
    )
    mistakes += cross_check(country, found)
    if mistakes or country is None:
        return None, sorted(mistakes, key=lambda mistake: (FILES.index(mistake.file), mistake.line))
    rows_of = {
        table.holds: tuple(table.row(**row.values) for row in found.get(table.file, ())) for table in TABLES
    }
    return Pack(country=Country(**country.values), **rows_of), []


def write_pack(pack: Pack) -> dict[str, bytes]:
    """The files of a pack, the same bytes for the same pack. What is written is read back as it was."""
    files = {_COUNTRY: write_country(pack.country)}
    for table in TABLES:
        rows = getattr(pack, table.holds)
        if rows or not table.may_be_missing:
            files[table.file] = write_table(table, rows)
    return files
