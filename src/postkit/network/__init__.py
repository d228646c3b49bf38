"""The network of a post as plain data: offices, trips with stops, calendars and holidays.

Idea: everything that moves mail or makes it wait is a row: when an office takes in, handles, sorts and sends out
its rounds; when a vehicle calls where. The promise, the simulator and the planner all read the same rows.

Shapes and units: times of day are minutes after midnight on the wall clock of the one zone; what passes on the
way is elapsed minutes, so that a night with an hour more or less is as long as it is. `days` are ISO weekday
digits ("135" = Monday, Wednesday, Friday). Costs are minor units of the country's currency for one run;
capacities are items, 0 for no limit.

Two kinds of carriage: ``standard`` and ``express``. Express mail passes by the sorting waves, and a trip may
carry one kind only.

Errors: ValueError, said in a sentence, for what no clock can hold.

>>> from datetime import date
>>> trip = Trip("T1", "135", departs_min=17 * 60, stops=(Stop("SEFROU", 0, 0), Stop("FES", 40, 40)))
>>> trip.runs_on(date(2026, 3, 2)), trip.runs_on(date(2026, 3, 3)), trip.duration_min
(True, False, 40)
"""

from postkit.network.model import CARRIAGES, EXPRESS, STANDARD, Network, Site, Stop, Trip, Wave

__all__ = ["CARRIAGES", "EXPRESS", "STANDARD", "Network", "Site", "Stop", "Trip", "Wave"]
