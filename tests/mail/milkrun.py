"""The small country with a lorry that calls at three offices: Casablanca's hub, Ouarzazate after midnight, Zagora."""

from dataclasses import replace

from postkit.pack import Pack, Trip, TripStop
from rekkas.mail import commands as mail
from rekkas.network.commands import load_network
from tests import build
from tests.build import BOSS, HUB, MONDAY, OUARZAZATE, ZAGORA_OFFICE, later
from tests.mail.world import dispatch_of, posted, sorter

LORRY, RUN = "MAT00020", "MAT00020-20260302"
LEAVES, AT_OUARZAZATE, LEAVES_OUARZAZATE, AT_ZAGORA = 12.5, 17.5, 17.75, 22.5  # hours after Monday at nine


def pack() -> Pack:
    """It leaves the hub at 21:30, is at Ouarzazate from 2:30 to 2:45, and at Zagora at 7:30."""
    small = build.pack()
    lorry = Trip(LORRY, HUB, ZAGORA_OFFICE, "123456", 21 * 60 + 30, 600, "road")
    stop = TripStop(LORRY, OUARZAZATE, 300, 315)
    return replace(small, trips=(*small.trips, lorry), stops=(stop,))


def on_the_road() -> None:
    load_network(pack=pack(), by=BOSS, at=MONDAY)


def dispatch(word: object, destination: str, origin: str = HUB, hours: float = 12) -> tuple[str, str]:
    """An item, and the dispatch that it lies in."""
    (number,) = posted(word, origin=origin)
    return number, dispatch_of(number, destination, origin, hours)


def departs(*dispatches: str, office: str = HUB, hours: float = LEAVES) -> str:
    return mail.depart_run(
        trip=LORRY, date=later(hours).date(), office=office, dispatches=dispatches, by=sorter(office),
        at=later(hours),
    )  # fmt: skip


def arrives(office: str = OUARZAZATE, hours: float = AT_OUARZAZATE) -> None:
    mail.arrive_run(run=RUN, office=office, by=sorter(office), at=later(hours))
