"""The wall clock of a country turned into minutes that count on: UTC minutes since 1970.

The tz database is the authority: Morocco's clock goes back for Ramadan and forward after it, and a night may be
23 or 25 hours long. A wall time that the clock skips is taken as if it had not been put forward yet.

>>> spring = WallClock("Africa/Casablanca", date(2026, 3, 20), days=4)
>>> [int(spring.at(day, 120) - spring.at(day - 1, 120)) for day in (1, 2, 3)]
[1440, 1440, 1380]
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

DAY = 24 * 60
EPOCH = date(1970, 1, 1).toordinal()
Ints = NDArray[np.int32]
Minutes = NDArray[np.int64]


def minute_of(moment: datetime) -> int:
    """The UTC minute of an aware moment; one that has begun counts as the next."""
    seconds = moment.timestamp()
    return int(-(-seconds // 60))


def wall_of(minute: int, zone: ZoneInfo) -> datetime:
    """The moment of a UTC minute, as a clock on the wall shows it."""
    return datetime.fromtimestamp(minute * 60, zone)


class WallClock:
    """The days from ``first`` on, some before and some after, as UTC minutes."""

    MARGIN = 15  # days: no trip lasts longer, and few closures end later

    def __init__(self, zone: str, first: date, days: int) -> None:
        self.zone, self.first, self.days = ZoneInfo(zone), first, days
        begins = [self._exact(day, 0) for day in range(-self.MARGIN, days + self.MARGIN + 1)]
        self._starts = np.array(begins, np.int64)
        self._steady = np.diff(self._starts) == DAY

    def at(self, day: int, minute: int) -> int:
        """The UTC minute at so many minutes after midnight of a day, counted from ``first``."""
        if 0 <= minute <= DAY and self._steady[day + self.MARGIN]:
            return int(self._starts[day + self.MARGIN]) + minute
        return self._exact(day, minute)

    def at_each(self, days: NDArray[np.integer], minutes: NDArray[np.integer]) -> Minutes:
        """The same for arrays of days and minutes within a day."""
        places = days + self.MARGIN
        found: Minutes = self._starts[places] + minutes
        for odd in np.flatnonzero(~self._steady[places]):
            found[odd] = self._exact(int(days[odd]), int(minutes[odd]))
        return found

    def days_of(self, minutes: NDArray[np.integer]) -> NDArray[np.int64]:
        """On which local day each UTC minute falls, counted from ``first``."""
        return np.searchsorted(self._starts, minutes, side="right") - 1 - self.MARGIN

    def date(self, day: int) -> date:
        return self.first + timedelta(days=day)

    def _exact(self, day: int, minute: int) -> int:
        midnight = datetime.combine(self.first + timedelta(days=day), time())
        return int((midnight + timedelta(minutes=minute)).replace(tzinfo=self.zone).timestamp()) // 60
