"""Numbers given out by the post, each once: item numbers by service indicator, bags and dispatches by office pair."""

from collections.abc import Iterable
from datetime import timedelta

from postkit import receptacle, s10
from rekkas.base.actors import Moment
from rekkas.mail.errors import InvalidNumber, NumberInUse, SeriesExhausted
from rekkas.mail.models import Series
from rekkas.mail.queries.custody import units_numbered

PERIOD = timedelta(days=366)  # S10: no reuse within twelve calendar months
S10_SERIALS = 100_000_000


def take(series: str, count: int = 1) -> range:
    """The next ``count`` serials of a series, from 1. The series stays locked until the transaction ends."""
    held = Series.objects.select_for_update().filter(pk=series).first()
    if held is None:
        Series.objects.bulk_create([Series(name=series)], ignore_conflicts=True)
        held = Series.objects.select_for_update().get(pk=series)
    taken = range(held.next, held.next + count)
    Series.objects.filter(pk=series).update(next=taken.stop)
    return taken


def item_numbers(indicator: str, country: str, count: int, *, at: Moment) -> list[str]:
    """Fresh S10 numbers; those still in their period (given out by hand before) are passed over."""
    series, fresh = f"s10:{indicator}:{country}", list[str]()
    while len(fresh) < count:
        serials = take(series, count - len(fresh))
        if serials.stop > S10_SERIALS:
            raise SeriesExhausted(series=f"{indicator} {country}")
        made = [str(s10.make(indicator, serial, country)) for serial in serials]
        fresh += sorted(set(made) - in_use(made, at=at))
    return fresh


def in_use(numbers: Iterable[str], *, at: Moment) -> set[str]:
    """Which of these numbers are within their period."""
    return {
        number for number, cycles in units_numbered(numbers).items() if cycles[-1].opened_at + PERIOD > at
    }


def receptacle_number(origin: str, destination: str, *, at: Moment, given: str = "") -> str:
    """A fresh domestic number; between two posts the S9 number that is already on the label."""
    if given:
        return _international(given, receptacle.S9)
    serial = take(f"bag:{origin}:{destination}:{at.year}")[0]
    return str(receptacle.make_domestic_receptacle(origin, destination, at.year, serial))


def dispatch_number(origin: str, destination: str, *, at: Moment, given: str = "") -> str:
    """A fresh domestic number; between two posts the S8 number that its receptacles bear."""
    if given:
        return _international(given, receptacle.S8)
    serial = take(f"dispatch:{origin}:{destination}:{at.year}")[0]
    return str(receptacle.make_domestic_dispatch(origin, destination, at.year, serial))


def _international(given: str, kind: type[receptacle.S8] | type[receptacle.S9]) -> str:
    try:
        number = receptacle.parse(given)
    except receptacle.NotAContainer as error:
        raise InvalidNumber(number=given, reason=error.reason) from error
    if not isinstance(number, kind):
        raise InvalidNumber(number=given, reason=kind.__name__)
    return str(number)


def next_cycle(number: str, *, at: Moment) -> int:
    """Which use of a number this is: one digit of the year comes round every ten years."""
    cycles = units_numbered([number]).get(number, [])
    if cycles and cycles[-1].opened_at + PERIOD > at:
        last = cycles[-1].opened_at
        raise NumberInUse(number=number, date=last.date(), until=(last + PERIOD).date())
    return cycles[-1].cycle + 1 if cycles else 1
