"""The text of a version: its digest, its trips, its numbers."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping

from django.db.models import Max

from rekkas.network.models import Timetable


def digest_of_files(files: Mapping[str, str]) -> str:
    """The same for the same text."""
    return hashlib.sha256(json.dumps(dict(files), sort_keys=True).encode()).hexdigest()


def trip_codes(files: Mapping[str, str]) -> set[str]:
    """The codes of the trips that a version has."""
    return {row["code"] for row in csv.DictReader(io.StringIO(files.get("trips.csv", "")))}


def next_number(country: str) -> int:
    """The number of a new version: the caller holds the country's edition."""
    last = Timetable.objects.filter(country=country).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
