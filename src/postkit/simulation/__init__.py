"""The whole post in a machine: send items through a network before anyone drives it.

Idea: an item follows the very bits by which the promise was worked out (`postkit.promise`). With room for
everything and nothing going wrong, each simulated arrival therefore equals its promise, to the minute: each
proves the other. What then makes items late is what was put in the way: full vehicles, sorting that cannot keep
up, breakdowns, late running, failed attempts, offices that shut. Every draw is a hash of the seed and of what it
is drawn for, so that two scenarios see the same luck.

Shapes and units: arrays of numpy, one row for each item or leg; moments are UTC minutes since 1970; days
ordinals; shares from 0 to 1. Nothing here reads a clock.

Errors: ValueError, said in a sentence, for an office, vehicle or carriage that is not known; NotUnderstood for a
change in words; TooLarge before a simulation that would not fit; Stopped when it was asked to stop.
"""

from postkit.simulation.compare import REPLICATIONS, Difference, compare
from postkit.simulation.demand import Demand, Peak, demanded
from postkit.simulation.devices import Devices, DeviceScan, device_scans
from postkit.simulation.items import Handed, Items, Product, replay
from postkit.simulation.outcome import CAUSES, Outcome
from postkit.simulation.replicate import Ground, Study, lay_out, replicate, replicated
from postkit.simulation.reports import Backlog, Lane, Load, Report, backlog, figures, report
from postkit.simulation.run import Stopped, TooLarge, needed_bytes, refuse_too_large, simulate
from postkit.simulation.settings import UNDISTURBED, Broken, Lateness, Offline, Settings, Shut
from postkit.simulation.whatif import NotUnderstood, apply, outside, parse

__all__ = [
    "CAUSES", "REPLICATIONS", "UNDISTURBED",
    "Backlog", "Broken", "Demand", "DeviceScan", "Devices", "Difference", "Ground", "Handed", "Items", "Lane",
    "Lateness", "Load", "NotUnderstood", "Offline", "Outcome", "Peak", "Product", "Report", "Settings", "Shut",
    "Stopped", "Study", "TooLarge",
    "apply", "backlog", "compare", "demanded", "device_scans", "figures", "lay_out", "needed_bytes", "outside",
    "parse", "refuse_too_large", "replay", "replicate", "replicated", "report", "simulate",
]  # fmt: skip
