"""What the planner is asked and what it answers. See the package for units."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import Network

Floats = NDArray[np.float64]


class DrivesTwoAtOnce(ValueError):
    """A vehicle of today is in two places: no plan can be held to what it drives."""

    def __init__(self, vehicle: str, trip: str, following: str) -> None:
        self.vehicle, self.trip, self.following = vehicle, trip, following
        super().__init__(
            f"vehicle {vehicle} drives {trip} and {following} at once today: give one of them another vehicle"
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """What a better timetable must keep, and what it is good for.

    ``step_min`` is the grid of departures. Between two trips of a vehicle pass ``turn_round_min``, or as little
    as today where that is less; a pause of ``rest_min`` ends a duty. No duty may last longer than
    ``longest_duty_min``, no vehicle's week longer than ``longest_week_min``: where they are None, than the
    longest of today. No office's hours, in or out, may rise by more than ``floor_h``. An item that misses J+1
    weighs as if it came ``late_1_h`` later, one that misses J+2 as much again by ``late_2_h``. The search counts
    on a connection only where ``slack_min`` remain: lorries run late.
    """

    step_min: int = 5
    turn_round_min: int = 15
    rest_min: int = 3 * 60
    longest_duty_min: int | None = None
    longest_week_min: int | None = None
    floor_h: float = 1.0
    late_1_h: float = 4.0
    late_2_h: float = 2.0
    slack_min: int = 20
    moves_waves: bool = True
    moves_cut_offs: bool = True
    moves_days: bool = True

    def __post_init__(self) -> None:
        if self.step_min < 1 or 60 % self.step_min:
            raise ValueError(
                f"departures stand on a grid that divides the hour, not on {self.step_min} minutes"
            )
        if (
            min(self.turn_round_min, self.slack_min, self.floor_h, self.late_1_h, self.late_2_h) < 0
            or self.rest_min < 1
        ):
            raise ValueError("the rules of a plan are not negative")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a timetable is worth, and what it takes.

    ``hours`` pass between hand-over and the departure of the round that delivers, on the mean of the flow;
    ``j1`` and ``j2`` are the shares delivered by the first and second working day after that of posting.
    ``cost`` is of one ordinary week; ``paid_h`` are the hours of its duties.
    """

    hours: float
    j1: float
    j2: float
    unreached: float
    cost: int
    runs: int
    vehicles: int
    paid_h: float


@dataclass(frozen=True, slots=True)
class Lane:
    """The mean hours of one pair of offices before and after, and its share of the flow."""

    origin: str
    destination: str
    share: float
    before_h: float
    after_h: float


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the plan changes, and whom it helps most.

    ``what`` is "departs", "days", "vehicle", "wave" or "cut-off"; ``of`` names the trip or the office. Times of
    day are minutes. ``gains_h`` is how many hours of the flow's mean would be lost if this alone were undone;
    ``origins`` and ``destinations`` are the offices whose mail would lose most of them.
    """

    what: Literal["departs", "days", "vehicle", "wave", "cut-off"]
    of: str
    before: int | str
    after: int | str
    gains_h: float = 0.0
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What a plan does against the rules. ``rule`` is a stable word; ``of`` names the vehicle, office or trip."""

    rule: str
    of: str
    reason: str


@dataclass(frozen=True)
class Improvement:
    """A better timetable beside the old one. The arrays are by office in the order of ``offices``."""

    old: Network
    network: Network
    before: Figures
    after: Figures
    changes: tuple[Change, ...]
    gain: tuple[Lane, ...]
    lose: tuple[Lane, ...]
    offices: tuple[str, ...]
    out_before_h: Floats
    out_after_h: Floats
    in_before_h: Floats
    in_after_h: Floats
    faults: tuple[Fault, ...]
    evaluations: int
    phases: tuple[tuple[str, float], ...] = field(default=())

    @property
    def shorter(self) -> float:
        """By which part the mean hours fall: 0.2 is a fifth less."""
        return 1 - self.after.hours / self.before.hours if self.before.hours else 0.0
