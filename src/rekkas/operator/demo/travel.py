"""How the parcels of the demonstration travel: sent through the simulated network, lorries running a little late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import numpy as np

from postkit.network import CARRIAGES
from postkit.promise import Profile, Table, events_for, minute_of, monday_of, unroll
from postkit.simulation import Items, Lateness, Outcome, Product, Settings, simulate
from postkit.simulation.outcome import LEFT
from rekkas.network.queries import RouteLeg, held_network
from rekkas.operator.demo.parcels import Parcel
from rekkas.operator.demo.scene import Scene

WINDOW_DAYS = 21
LATE = Settings(
    lateness={"road": Lateness.exponential(0.25, 14.0), "air": Lateness.exponential(0.4, 25.0)}, trace=True
)


@dataclass(frozen=True, slots=True)
class Journey:
    """The rides of one parcel, when it came to its last office, and the day of its first round, where it did."""

    rides: tuple[RouteLeg, ...]
    arrived_at: datetime | None
    round_day: date | None


def travel(scene: Scene, parcels: Sequence[Parcel], seed: int) -> dict[UUID, Journey]:
    """The journey of each parcel, by its key. The same scene and seed give the same journeys."""
    network = held_network(scene.country.pk)
    if network is None or not parcels:
        return {}
    first = monday_of(min(parcel.accepted_at for parcel in parcels).astimezone(scene.zone).date())
    legs = unroll(network.plan, first, WINDOW_DAYS)
    carriage = {product.code: CARRIAGES.index(product.carriage) for product in scene.products}
    items = Items(
        np.array([legs.index[parcel.counter.office.code] for parcel in parcels], np.int32),
        np.array([legs.index[parcel.office] for parcel in parcels], np.int32),
        np.array([carriage[parcel.entry.product] for parcel in parcels], np.int16),
        np.array([minute_of(parcel.accepted_at) for parcel in parcels], np.int64),
        np.array([parcel.key.int % 2**63 for parcel in parcels], np.uint64),
        tuple(Product(kind, kind) for kind in CARRIAGES),
    )
    events = {kind: events_for(legs, kind) for kind in CARRIAGES}
    ends = np.unique(items.destination)
    profiles = {
        kind: Profile.of(rows, Table.build(rows, columns=ends.tolist())) for kind, rows in events.items()
    }
    outcome = simulate(legs, profiles, items, LATE, seed=seed)
    return dict(zip((parcel.key for parcel in parcels), _journeys(outcome, scene), strict=True))


def _journeys(outcome: Outcome, scene: Scene) -> list[Journey]:
    rides = _rides(outcome, scene)
    return [
        Journey(
            tuple(rides.get(at, ())),
            _moment(int(arrived), scene) if arrived >= 0 else None,
            _moment(int(attempted), scene).date() if attempted >= 0 else None,
        )
        for at, (arrived, attempted) in enumerate(zip(outcome.arrived, outcome.attempted, strict=True))
    ]


def _rides(outcome: Outcome, scene: Scene) -> dict[int, list[RouteLeg]]:
    """The rides of each item: legs of one run that follow each other are one ride."""
    trace, legs = outcome.trace, outcome.legs
    assert trace is not None  # noqa: S101 - LATE asks for it
    found: dict[int, list[RouteLeg]] = {}
    last_run: dict[int, int] = {}
    for item, leg, kind, minute in zip(
        trace.item.tolist(), trace.leg.tolist(), trace.kind.tolist(), trace.minute.tolist(), strict=True
    ):
        run, at = int(legs.run[leg]), _moment(minute, scene)
        own = found.setdefault(item, [])
        if kind == LEFT and last_run.get(item) != run:
            last_run[item] = run
            own.append(
                RouteLeg(
                    legs.trips[legs.trip[leg]].code, legs.offices[legs.origin[leg]], legs.offices[legs.to[leg]],
                    at, at, date.fromordinal(int(legs.run_day[run])),
                )
            )  # fmt: skip
        elif kind != LEFT and own:
            ride = own[-1]
            own[-1] = RouteLeg(
                ride.trip, ride.origin, legs.offices[legs.to[leg]], ride.departs_at, at, ride.run_date
            )
    return found


def _moment(minute: int, scene: Scene) -> datetime:
    return datetime.fromtimestamp(minute * 60, scene.zone)
