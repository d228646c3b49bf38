"""The rows of a file as journeys: between which offices, what Rekkas would have promised, and what happened."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from postkit.estimate import Observation
from rekkas.network.queries import Question, promises_for
from rekkas.operator.parcels.columns import read_map
from rekkas.operator.parcels.edge import loaded_country
from rekkas.operator.parcels.errors import RowRejected
from rekkas.operator.parcels.places import Places, read_decisions
from rekkas.operator.parcels.reading import Row, decode, rows_of
from rekkas.operator.parcels.rows import Parcel, Reader
from rekkas.operator.parcels.taking import DOUBTFUL
from rekkas.territory.queries import distance_m, localities_named

BANDS_KM = (50, 150, 400, 800, 1500, 2500)
NO_PROMISE = "network.no-promise"
REPEATED = "import.repeated"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Journey:
    """One parcel between two known places. ``senders_date`` is what its sender promised, where the file says so.

    ``path`` names its groups from narrow to wide: lane of offices, pair of regions, region of destination,
    band of distance.
    """

    posted_at: datetime
    delivered_at: datetime | None
    promised_date: date
    senders_date: date | None
    path: tuple[str, str, str, str]

    @property
    def pair(self) -> str:
        return self.path[1]


@dataclass(frozen=True, slots=True)
class Journeys:
    """The journeys of a file in the order of hand-over. ``aside`` counts the other rows by reason."""

    rows: int
    aside: dict[str, int]
    journeys: list[Journey]
    zone: ZoneInfo


def minutes(at: datetime) -> float:
    """Minutes since 1970, in UTC."""
    return (at - EPOCH).total_seconds() / 60


def moment_of(minute: float) -> datetime:
    return EPOCH + timedelta(minutes=minute)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment with which a day begins on the clock of a zone."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def observed(journey: Journey, delivered_at: datetime, zone: ZoneInfo) -> Observation:
    """A journey's lateness in minutes, counted from the midnight with which the promised day begins."""
    ended = minutes(delivered_at)
    late = ended - minutes(midnight(journey.promised_date, zone))
    return Observation(late, journey.path, minutes(journey.posted_at), ended)


def journeys_of_file(
    file: Path, *, country: str, maps: Sequence[str], at: datetime, decisions: Path | None = None,
    encoding: str = "",
) -> Journeys:  # fmt: skip
    """Read a file as an import reads it, and ask for each row what Rekkas would have promised."""
    land = loaded_country(country)
    zone, columns = ZoneInfo(land.time_zone), read_map(maps, stem=file.stem)
    text = decode(file.read_bytes(), file=str(file), encoding=encoding)
    _header, rows = rows_of(text, file=str(file), columns=columns.all_columns())
    reader = Reader(columns, land.iso, zone, land.decimals, at)
    aside: Counter[str] = Counter()
    understood = list(_understood(rows, reader, aside))
    places = Places(land.iso, read_decisions(decisions, land.iso) if decisions else {})
    found = list(_promised(understood, places, reader, aside))
    return Journeys(
        len(found) + aside.total(), dict(aside), sorted(found, key=lambda one: one.posted_at), zone
    )


def _understood(
    rows: Iterable[Row], reader: Reader, aside: Counter[str]
) -> Iterator[tuple[Parcel, date | None]]:
    """The parcels, each once, with the day until which their senders promised them."""
    seen = set()
    for row in rows:
        try:
            parcel, promised = reader.read(row), reader.promised_at(row)
        except RowRejected as why:
            aside[why.code] += 1
            continue
        if parcel.key in seen:
            aside[REPEATED] += 1
            continue
        seen.add(parcel.key)
        yield parcel, promised and reader.aware(promised).astimezone(reader.zone).date()


def _promised(
    rows: list[tuple[Parcel, date | None]], places: Places, reader: Reader, aside: Counter[str]
) -> Iterator[Journey]:
    """The rows between two certain places that a promise leads from one to the other."""
    senders = places.match([parcel.sender_place for parcel, _ in rows])
    addressees = places.match([parcel.addressee_place for parcel, _ in rows])
    sure = [
        (parcel, until, sender.code, addressee.code)
        for (parcel, until), sender, addressee in zip(rows, senders, addressees, strict=True)
        if sender.is_settled and addressee.is_settled and sender.code and addressee.code
    ]
    aside.update({DOUBTFUL: len(rows) - len(sure)} if len(sure) < len(rows) else {})
    known = localities_named({code for *_, origin, to in sure for code in (origin, to)})
    questions = [
        Question(
            known[origin].delivery_office_code, known[to].delivery_office_code, reader.aware(parcel.posted_at)
        )
        for parcel, _, origin, to in sure
    ]
    for (parcel, until, origin, to), question, promise in zip(
        sure, questions, promises_for(questions), strict=True
    ):
        if promise.delivery_date is None:
            aside[NO_PROMISE] += 1
            continue
        one, other = known[origin], known[to]
        way = distance_m((one.latitude, one.longitude), (other.latitude, other.longitude))
        yield Journey(
            question.at,
            reader.aware(parcel.delivered_at) if parcel.delivered_at else None,
            promise.delivery_date,
            until,
            (
                f"{question.origin}>{question.destination}",
                f"{one.region_id}>{other.region_id}",
                other.region_id,
                f"{sum(way >= band * 1000 for band in BANDS_KM)}",
            ),
        )
