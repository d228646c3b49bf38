"""Lists of shipments in files: a CSV with a row for each parcel, or JSON lines with one shipment each.

A CSV names its columns as the interface names the fields: ``name``, ``street``, ``phone``, ``destination``,
``product``, ``weight_g``, ``cod_amount`` … A column that is none of them is refused: a misspelt amount would be left
out unseen.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from uuid import UUID

import msgspec

from rekkas_client.api import AddressSent, ParcelSent, ShipmentSent
from rekkas_client.refusals import RekkasError

ADDRESS, PARCEL = AddressSent.__struct_fields__, ParcelSent.__struct_fields__
SHIPMENT = ("product", "destination", "reference", "origin")
COLUMNS = (*SHIPMENT, *ADDRESS, *PARCEL)
DELIMITERS = ",;\t"
NO_KEY = UUID(int=0)


class FileNotRight(RekkasError):
    """The file as a whole cannot be read as a list of shipments."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file, by its place from 1: a shipment whose key is not made yet, or why it is none."""

    place: int
    shipment: ShipmentSent | None
    reason: str = ""


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a file, one after the other: it may be longer than the memory."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _lines(file) if path.suffix.lower() in {".jsonl", ".ndjson"} else _cells(file)
    except UnicodeDecodeError:
        raise FileNotRight(f"{path.name} is not UTF-8: save it as “CSV UTF-8”") from None
    except csv.Error as fault:
        raise FileNotRight(f"{path.name}: {fault}") from None
    except OSError as fault:
        raise FileNotRight(f"{path.name}: {fault.strerror}") from None


def _lines(file: TextIO) -> Iterator[Row]:
    for place, line in enumerate((line for line in file if line.strip()), start=1):
        try:
            said = msgspec.json.decode(line)
            key = said.get("key", str(NO_KEY)) if isinstance(said, dict) else ""
            shipment = msgspec.json.decode(line, type=ShipmentSent)
            yield Row(place, msgspec.structs.replace(shipment, key=UUID(key)))
        except (msgspec.DecodeError, ValueError) as fault:
            yield Row(place, None, str(fault))


def _cells(file: TextIO) -> Iterator[Row]:
    head = file.readline()
    delimiter = max(DELIMITERS, key=head.count)
    columns = [name.strip().lower() for name in next(csv.reader([head], delimiter=delimiter), [])]
    _check(columns)
    for place, cells in enumerate(csv.reader(file, delimiter=delimiter, strict=True), start=1):
        if not any(cell.strip() for cell in cells):
            continue  # an empty row counts in the places, as it does in a spreadsheet
        if len(cells) > len(columns):
            yield Row(place, None, f"it has {len(cells)} cells under {len(columns)} columns")
            continue
        try:
            yield Row(place, shipment_of(dict(zip(columns, cells, strict=False))))
        except msgspec.ValidationError as fault:
            yield Row(place, None, str(fault))


def _check(columns: list[str]) -> None:
    if unknown := sorted(set(columns) - set(COLUMNS)):
        names = ", ".join(name or "(empty)" for name in unknown)
        raise FileNotRight(f"these columns are not known: {names}. The columns are: {', '.join(COLUMNS)}")
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise FileNotRight(f"these columns stand twice: {', '.join(twice)}")


def shipment_of(cells: Mapping[str, str]) -> ShipmentSent:
    """A shipment of one parcel, from what stands in cells. Its key is not made yet."""
    said = {name: text.strip() for name, text in cells.items() if text.strip()}
    whole = {name: said[name] for name in SHIPMENT if name in said}
    addressee = {name: said[name] for name in ADDRESS if name in said}
    parcel = {name: said[name] for name in PARCEL if name in said}
    shape = {**whole, "key": str(NO_KEY), "addressee": addressee, "parcels": [parcel]}
    return msgspec.convert(shape, ShipmentSent, strict=False)
