"""The places of the country packs as a gazetteer has them. The packs have no postcodes: some are made up here."""

import csv
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from postkit.places import Entry, Gazetteer

COUNTRIES = Path(__file__).resolve().parents[2] / "countries"
POSTCODES = {
    "Rabat": "10000", "Salé": "11000", "Casablanca": "20000", "Agadir": "80000", "Ouarzazate": "45000",
    "Skoura (MA-08)": "45500", "Skoura (MA-03)": "33150", "Ifrane (MA-03)": "53000", "Ifrane (MA-05)": "22150",
    "Fes": "30000", "Zagora": "47900", "Viçosa (BR-15)": "36570-000", "Viçosa (BR-02)": "57700-000",
    "Cascavel (BR-18)": "85801-000", "Cascavel (BR-06)": "62850-000", "Santos": "11010-000",
    "Campinas (BR-27)": "13010-000",
}  # fmt: skip
RULES = {
    "morocco": ("MA", r"\d{5}", ("Morocco", "Maroc", "المغرب")),
    "senegal": ("SN", r"\d{5}", ("Senegal", "Sénégal", "السنغال")),
    "brazil": ("BR", r"\d{5}-\d{3}", ("Brazil", "Brésil", "Brasil", "البرازيل")),
}


class Here(NamedTuple):
    """A country's gazetteer, and what a test calls each place: its name, with the region where several bear it."""

    gazetteer: Gazetteer
    called: dict[str, str]


@cache
def here(country: str) -> Here:
    entries = entries_of(country)
    names = Counter(entry.name for entry in entries)
    called = {
        entry.code: entry.name if names[entry.name] == 1 else f"{entry.name} ({entry.region})"
        for entry in entries
    }
    iso, pattern, names_of_it = RULES[country]
    gazetteer = Gazetteer(
        (entry._replace(postcode=POSTCODES.get(called[entry.code], "")) for entry in entries),
        regions_of(country), country=iso, country_names=names_of_it, postcode_pattern=pattern,
    )  # fmt: skip
    return Here(gazetteer, called)


def regions_of(country: str) -> list[tuple[str, str, str]]:
    with (COUNTRIES / country / "regions.csv").open(encoding="utf-8", newline="") as file:
        return [(row["code"], row["name"], row["name_ar"]) for row in csv.DictReader(file)]


def entries_of(country: str) -> list[Entry]:
    with (COUNTRIES / country / "localities.csv").open(encoding="utf-8", newline="") as file:
        return [
            Entry(
                row["code"], row["name"], row["name_ar"], tuple(filter(None, row["also"].split("|"))), row["region"],
                row["postcode"], float(row["latitude"]), float(row["longitude"]), int(row["population"]),
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip
