"""The delivery promise: when does an item handed over here, now, arrive there, and by which way?

Idea: the promise is a table, not a search. The timetable is unrolled over real dates (`legs`), turned into rows
that can be boarded (`events`), and one backward pass gives the arrival of every row at every destination
(`table`). Then a question is three searches in sorted columns, and the way is read off two bits for each row
(`ways`). What is known of today's delays is answered by a scan from where the item is (`scan`).

Shapes and units: moments are UTC minutes; those of a window count from its ``base``. Offices are indices into
``offices``, in the order of their codes. Wall times become moments by the tz database and nothing else.

>>> from datetime import date, datetime, UTC
>>> import numpy as np
>>> from postkit.network import Network, Site, Stop, Trip
>>> fes, sefrou = Site("FES", handling_min=120), Site("SEFROU", handling_min=30, delivery_days="12345")
>>> dawn = Trip("DAWN", "12345", 6 * 60, (Stop("FES", 0, 0), Stop("SEFROU", 40, 40)))
>>> events = events_for(unroll([(date.min, Network("Africa/Casablanca", (fes, sefrou), (dawn,)))],
...                     monday_of(date(2026, 6, 3)), 21))
>>> asked = minute_of(datetime(2026, 6, 3, 9, 0, tzinfo=UTC))
>>> found = Profile.build(events).answers(np.array([0]), np.array([1]), np.array([asked]))
>>> datetime.fromtimestamp(int(found.arrives[0]) * 60, UTC), date.fromordinal(int(found.day[0]))
(datetime.datetime(2026, 6, 4, 5, 40, tzinfo=datetime.timezone.utc), datetime.date(2026, 6, 4))
"""

from postkit.promise.clock import WallClock, minute_of, wall_of
from postkit.promise.events import Events, events_for
from postkit.promise.legs import Legs, Plan, monday_of, unroll
from postkit.promise.scan import CANCELLED, Expected, expected, planned
from postkit.promise.table import NEVER, Answers, Profile, Table, digest_of
from postkit.promise.ways import Step, Way, Why, latest_hand_over, way

__all__ = [
    "CANCELLED",
    "NEVER",
    "Answers",
    "Events",
    "Expected",
    "Legs",
    "Plan",
    "Profile",
    "Step",
    "Table",
    "WallClock",
    "Way",
    "Why",
    "digest_of",
    "events_for",
    "expected",
    "latest_hand_over",
    "minute_of",
    "monday_of",
    "planned",
    "unroll",
    "wall_of",
    "way",
]
