"""Timetables at the terminal: their faults in words, and their exchange as GTFS."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from postkit.network import Network
from postkit.network.check import Fault, faults_of
from postkit.network.files import timetable_files
from postkit.network.gtfs import read_gtfs, write_gtfs
from postkit.network.losses import losses_between
from postkit.network.pack import network_of
from rekkas.base.actors import system
from rekkas.network import queries as network
from rekkas.network.commands import draft_timetable
from rekkas.operator.country_loading import read_pack_named
from rekkas.operator.errors import CountryNotLoaded, StopsNotMatched
from rekkas.strategy.words.timetables import fault_text
from rekkas.territory import queries as territory


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a feed: the number of its draft, or its mistakes; and the stops that are no offices."""

    number: int | None
    trips: int
    mistakes: list[str]
    unmatched: list[str]


def network_of_version(country: str, version: int, day: date) -> Network:
    """A version of the timetable; the one in force on a day, where none is named."""
    if version:
        return network.network_in(network.timetable(country, version))
    held = network.held_network(country)
    if held is None:
        raise CountryNotLoaded(name=country)
    return held.network_on(day)


def faults_of_version(country: str, version: int, day: date) -> list[str]:
    """What is wrong with a version, in words; first the ways that it loses beside the one in force."""
    names = {row.code: row.shown_name for row in network.offices_of(country)}
    asked, in_force = (network_of_version(country, number, day) for number in (version, 0))
    return _told(losses_between(in_force, asked) + faults_of(asked, first=day), names)


def faults_of_pack(name: str, day: date) -> list[str]:
    """What is wrong with the timetable of a country pack, loaded or not."""
    pack = read_pack_named(name)
    return _told(faults_of(network_of(pack), first=day), {row.code: row.name for row in pack.offices})


def _told(faults: list[Fault], names: dict[str, str]) -> list[str]:
    return [fault_text(fault, lambda code: f"{names.get(code, code)} ({code})") for fault in faults]


def export_gtfs(file: Path, *, country: str, version: int, first: date, last: date, url: str) -> int:
    """Write the trips of a version; how many there are."""
    found = network_of_version(country, version, first)
    row = territory.country(country)
    names = {code: office.name for code, office in network.offices_named(found.index).items()}
    file.write_bytes(write_gtfs(found, first=first, last=last, name=row.name_en, url=url, names=names))
    return len(found.trips)


def import_gtfs(file: Path, *, country: str, stops: Path | None, name: str, at: datetime) -> Taken:
    """Draft a timetable from a feed, over the offices, waves and hours that hold today."""
    held = network.held_network(country)
    if held is None:
        raise CountryNotLoaded(name=country)
    found = read_gtfs(file.read_bytes(), held.offices.keys(), offices=_matched(stops))
    mistakes = [str(mistake) if mistake.file else f"{file.name}{mistake}" for mistake in found.mistakes]
    unmatched = [
        f"{stop.stop_id} ({stop.name}) is no office: {len(stop.trips)} trips that call there were left out"
        for stop in found.unmatched
    ]
    if mistakes or not found.trips:
        return Taken(None, 0, mistakes or ["the feed has no trip between known offices"], unmatched)
    in_force = held.network_on(at.astimezone(held.zone).date())
    files = timetable_files(Network(in_force.zone, in_force.sites, found.trips))
    trips = {key: files[key] for key in ("trips.csv", "stops.csv", "trip_days.csv")}
    number = draft_timetable(country=country, name=name, files=trips, by=system("network gtfs import"), at=at)
    return Taken(number, len(found.trips), [], unmatched)


def _matched(stops: Path | None) -> dict[str, str]:
    """The offices of stops, as a person matched them."""
    if stops is None:
        return {}
    with stops.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        if not {"stop_id", "office"} <= set(table.fieldnames or ()):
            raise StopsNotMatched(file=stops)
        return {row["stop_id"].strip(): row["office"].strip().upper() for row in table if row["office"]}
