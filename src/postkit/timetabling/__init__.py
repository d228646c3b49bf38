"""A better timetable with what there is: the vehicles, the drivers' hours and the cost of today.

Idea: the mean hours of all that is posted can be read off the promise table, so a candidate timetable is tried by
working the table out once more, only where it changes. A local search shifts trips, families of trips, sorting
waves and days; constraint programming finds which vehicle drives what where they stand in the way. Every round is
confirmed by the whole table, every office keeps a floor, and `check_plan` recomputes it all with other code.

Shapes and units: flows are arrays by origin and destination in the order of the network's offices, in any unit;
departures and waves are minutes after midnight; hours are from hand-over to the departure of the round that
delivers (at an office without rounds: to the closing of its counter). J+1 is met by what is delivered until the
first working day after that of posting: a day on which offices give out that receive at least half of the flow.

The ordinary week, without dated exceptions, is what vehicles and cost are held to. Where today's vehicles begin a
run elsewhere than they ended, they have been brought there: allowed, in no less time than today. A vehicle that
drives two trips at once today is refused by its name. Trips that name no vehicle are not held to any.

Errors: ValueError, said in a sentence, for a network without trips, flows without mail or of another shape, and
rules that are negative; DrivesTwoAtOnce, a ValueError too, for a vehicle in two places at once.
"""

from postkit.timetabling.checking import check_plan, hours_of
from postkit.timetabling.model import Change, DrivesTwoAtOnce, Fault, Figures, Improvement, Lane, Rules
from postkit.timetabling.planner import improve
from postkit.timetabling.posting import flows_of, gravity

__all__ = [
    "Change", "DrivesTwoAtOnce", "Fault", "Figures", "Improvement", "Lane", "Rules",
    "check_plan", "flows_of", "gravity", "hours_of", "improve",
]  # fmt: skip
