"""When offices take in and sort, as their departures ask: handling times, sorting waves and cut-offs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from postkit.network import Site
from postkit.network import Wave as SiteWave
from postkit.network.check import departures_of, latest_hand_overs, waves_in_vain
from postkit.network.pack import trips_of
from postkit.pack import Office, Trip, TripStop, Wave
from rekkas.operator.country_build.calendar import Week

HANDLING = {"agency": 30, "delivery": 30, "exchange": 60, "sorting": 120}
EXPRESS = {"agency": 15, "delivery": 15, "exchange": 30, "sorting": 45}
SORTS_PER_OFFICE, FEWEST_SORTS = 100, 1_000  # items an hour
LATEST_CUT_OFF = 20 * 60
# A large sorting centre sorts in waves: two in the evening before the trunks, one by night before the runs.
WAVES = ((18 * 60, 120), (20 * 60, 90), (2 * 60 + 30, 120))
OFFICES_WITH_WAVES = 100


def timed(
    offices: Sequence[Office], trips: Sequence[Trip], stops: Sequence[TripStop], week: Week
) -> tuple[list[Office], list[Wave]]:
    """The offices with their handling times and cut-offs, and the waves of those that sort in waves."""
    leaving = departures_of(trips_of(trips, stops, ()))
    hanging: dict[str, int] = defaultdict(int)
    for office in offices:
        hanging[office.hub] += 1
    found: list[Office] = []
    waves: list[Wave] = []
    for office in offices:
        site = Site(office.code, handling_min=HANDLING[office.kind], kind=office.kind)
        departures = leaving.get(office.code, [])
        if office.kind == "sorting" and hanging[office.code] >= OFFICES_WITH_WAVES:
            rate = SORTS_PER_OFFICE * hanging[office.code] * 2  # all its machines at once
            site = _with_waves(site, departures, week, rate)
            waves += (Wave(office.code, w.days, w.starts_min, w.duration_min, w.capacity) for w in site.waves)
        sorts = max(FEWEST_SORTS, SORTS_PER_OFFICE * hanging[office.code]) if office.kind == "sorting" else 0
        found.append(
            replace(
                office,
                handling_min=site.handling_min,
                express_min=EXPRESS[office.kind],
                sorts_per_hour=sorts,
                cut_off_min=_cut_off(office, site, departures),
            )
        )
    return found, waves


def _with_waves(site: Site, departures: list[int], week: Week, per_hour: int) -> Site:
    """The site with those waves, on those days, after which something leaves."""
    waves = [SiteWave(week.six, starts, length, per_hour * length // 60) for starts, length in WAVES]
    site = replace(site, waves=tuple(waves))
    while vain := waves_in_vain(site, departures):
        wave, days = vain[0]  # the next is in vain or not only once this one is gone
        left = "".join(day for day in wave.days if day not in days)
        kept = (replace(wave, days=left) if other is wave and left else other for other in site.waves)
        site = replace(site, waves=tuple(other for other in kept if left or other is not wave))
    return site


def _cut_off(office: Office, site: Site, departures: list[int]) -> int:
    """The latest hand-over that leaves on each day on which anything leaves."""
    latest = latest_hand_overs(site, departures)
    on_open_days = (latest[day] for day in office.open_days if day in latest)
    closes = LATEST_CUT_OFF if office.kind == "sorting" else office.closes_min
    return max(office.opens_min, min(chain([closes], on_open_days)) // 5 * 5)
