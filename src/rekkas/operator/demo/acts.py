"""What each actor does in one act: real commands, by the person whose work it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from rekkas.bank.queries import document_kinds
from rekkas.base.actors import Actor, system
from rekkas.base.choices import ActorKind, Role
from rekkas.base.outbox import relay_notices
from rekkas.commerce import queries as commerce
from rekkas.commerce.commands import pay_merchant, settle_merchants
from rekkas.counter.commands import accept_parcels
from rekkas.delivery.choices import Recipient, Shown
from rekkas.delivery.commands import (
    attempt_delivery,
    await_collection,
    bank_cash,
    deliver_items,
    hand_over_cash,
    take_out,
)
from rekkas.delivery.entries import Handover, Identified
from rekkas.mail import commands as mail
from rekkas.mail.scans import Scan
from rekkas.money.choices import AccountKind
from rekkas.money.entries import account_code
from rekkas.money.queries import cod_held
from rekkas.network.queries import RouteLeg
from rekkas.operator.demo.journeys import Load
from rekkas.operator.demo.parcels import Parcel
from rekkas.operator.demo.scene import Scene
from rekkas.operator.demo.signature import signature

DIRECTOR = system("demo")
SIGNATURES = 60
WHO_TAKES = (
    *(Recipient.ADDRESSEE,) * 6,
    Recipient.FAMILY,
    Recipient.FAMILY,
    Recipient.NEIGHBOUR,
    Recipient.KEEPER,
)


@dataclass(frozen=True, slots=True)
class Act:
    """Something done at a moment. Acts of one moment follow one another by ``rank``."""

    at: datetime
    rank: int
    play: "Callable[[Stage], None]"


@dataclass(slots=True)
class Stage:
    """What the acts share: the numbers given out so far, and those given out in the hour that is played."""

    scene: Scene
    numbers: dict[UUID, str] = field(default_factory=dict)
    containers: dict[str, str] = field(default_factory=dict)
    fresh: dict[str, str] = field(default_factory=dict)
    signatures: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng = Random("signatures")  # noqa: S311
        self.signatures = [signature(rng) for _ in range(SIGNATURES)]

    def known(self, parcels: Sequence[Parcel]) -> list[str]:
        return [self.numbers[parcel.key] for parcel in parcels]

    def remember(self, name: str, number: str) -> None:
        self.containers[name] = self.fresh[name] = number

    def staff(self, name: str, role: Role, office: str) -> Actor:
        return Actor.in_role(name, role, office)

    def sorter(self, office: str) -> Actor:
        return self.staff(self.scene.cast.in_role("sorter"), Role.SORTER, office)

    def manager(self, office: str) -> Actor:
        return self.staff(self.scene.cast.in_role("manager"), Role.MANAGER, office)

    def treasurer(self, which: int = 0) -> Actor:
        return Actor.in_role(self.scene.cast.all_in_role("treasurer")[which], Role.TREASURER)

    def compliance(self) -> Actor:
        return Actor.in_role(self.scene.cast.in_role("compliance"), Role.COMPLIANCE)

    def courier(self, office: str) -> Actor:
        return self.staff(self.scene.courier(office), Role.COURIER, office)


def accept(stage: Stage, parcels: Sequence[Parcel], at: datetime) -> None:
    counter = parcels[0].counter
    office = counter.office.code
    clerk = stage.staff(counter.clerk, Role.CLERK, office)
    answers = accept_parcels(parcels=[parcel.entry for parcel in parcels], office=office, by=clerk, at=at)
    for parcel, answer in zip(parcels, answers, strict=True):
        if not answer.number:
            raise RuntimeError(f"the demonstration's own parcel was declined: {answer.message}")
        stage.numbers[parcel.key] = answer.number


def send_off(stage: Stage, load: Load, at: datetime) -> None:
    leg: RouteLeg = load.leg
    by, office = stage.sorter(leg.origin), leg.origin
    bag = mail.prepare_receptacle(office=office, destination=leg.destination, by=by, at=at)
    mail.fill_receptacle(receptacle=bag, numbers=stage.known(load.parcels), office=office, by=by, at=at)
    mail.close_receptacle(receptacle=bag, office=office, by=by, at=at)
    dispatch = mail.close_dispatch(
        office=office, destination=leg.destination, receptacles=[bag], by=by, at=at
    )
    stage.remember(f"{load.name} bag", bag)
    stage.remember(f"{load.name} dispatch", dispatch)


def depart(stage: Stage, loads: Sequence[Load], at: datetime) -> None:
    leg = loads[0].leg
    mail.depart_run(
        trip=leg.trip, date=leg.departs_at.date(), office=leg.origin,
        dispatches=[stage.containers[f"{load.name} dispatch"] for load in loads],
        by=stage.sorter(leg.origin), at=at,
    )  # fmt: skip


def arrive(stage: Stage, load: Load, at: datetime) -> None:
    mail.arrive_run(run=load.run, office=load.leg.destination, by=stage.sorter(load.leg.destination), at=at)


def unpack(stage: Stage, load: Load, at: datetime) -> None:
    office, bag = load.leg.destination, stage.containers[f"{load.name} bag"]
    by = stage.sorter(office)
    found = set(stage.known(load.parcels)) - set(stage.known(load.missing)) | set(stage.known(load.unscanned))
    dispatch = stage.containers[f"{load.name} dispatch"]
    mail.receive_dispatch(dispatch=dispatch, office=office, found=[bag], by=by, at=at)
    mail.open_receptacle(receptacle=bag, office=office, found=sorted(found), by=by, at=at)


def go_out(stage: Stage, office: str, parcels: Sequence[Parcel], at: datetime) -> None:
    take_out(numbers=stage.known(parcels), office=office, by=stage.courier(office), at=at)


def hand_over(
    stage: Stage, office: str, doors: Sequence[tuple[Parcel, datetime]], at: datetime, *, at_counter: bool
) -> None:
    handovers = []
    kind = next((one.code for one in document_kinds(stage.scene.country.iso)), "document")
    for parcel, moment in doors:
        mark = parcel.key.int
        recipient = Recipient.ADDRESSEE if at_counter else WHO_TAKES[mark % len(WHO_TAKES)]
        name = parcel.entry.addressee.name
        if recipient is not Recipient.ADDRESSEE:
            given = stage.scene.cast.people.given
            name = f"{given[mark % len(given)][0]} {name.partition(' ')[2]}"
        drawn = stage.signatures[mark // 7 % SIGNATURES]
        number, amount = stage.numbers[parcel.key], parcel.entry.cod_amount
        shown = Identified(Shown.IDENTITY, kind, f"{mark % 10_000:04}") if at_counter else None
        handovers.append(Handover(number, moment, recipient, name, amount, drawn, identified=shown))
    courier = stage.courier(office)
    by = stage.staff(courier.name, Role.CLERK, office) if at_counter else courier
    for answer in deliver_items(handovers=handovers, office=office, by=by, at=at):
        if answer.outcome == "declined":
            raise RuntimeError(f"the demonstration's own delivery was declined: {answer.message}")


def hand_back(stage: Stage, office: str, parcel: Parcel, at: datetime) -> None:
    """A parcel that nobody took goes back to its sender at the counter where it was posted."""
    name, drawn = parcel.entry.sender.name, stage.signatures[parcel.key.int % SIGNATURES]
    kind = next((one.code for one in document_kinds(stage.scene.country.iso)), "document")
    shown = Identified(Shown.IDENTITY, kind, f"{parcel.key.int % 10_000:04}")
    taken = Handover(stage.numbers[parcel.key], at, Recipient.SENDER, name, 0, drawn, identified=shown)
    by = stage.staff(stage.scene.courier(office), Role.CLERK, office)
    for answer in deliver_items(handovers=[taken], office=office, by=by, at=at):
        if answer.outcome == "declined":
            raise RuntimeError(f"the demonstration's own return was declined: {answer.message}")


def fail(stage: Stage, office: str, parcel: Parcel, reason: str, next_step: str, at: datetime) -> None:
    attempt_delivery(
        number=stage.numbers[parcel.key], reason=reason, next_step=next_step, office=office,
        by=stage.courier(office), at=at,
    )  # fmt: skip


def keep(stage: Stage, office: str, parcels: Sequence[Parcel], at: datetime) -> None:
    by = stage.staff(stage.scene.courier(office), Role.CLERK, office)
    await_collection(numbers=stage.known(parcels), office=office, by=by, at=at)


def count_cash(stage: Stage, office: str, at: datetime) -> None:
    courier, currency = stage.scene.courier(office), stage.scene.country.currency
    counted = _from_deliveries(account_code(AccountKind.COURIER, f"{office}/{courier}", currency))
    if counted:
        by = stage.manager(office)
        hand_over_cash(courier=courier, counted=counted, currency=currency, office=office, by=by, at=at)


def bank(stage: Stage, office: str, at: datetime) -> None:
    currency = stage.scene.country.currency
    counted = _from_deliveries(account_code(AccountKind.VAULT, office, currency))
    if counted:
        bank_cash(counted=counted, currency=currency, office=office, by=stage.manager(office), at=at)


def _from_deliveries(account: str) -> int:
    """The cash on delivery in a bag or safe, beside which other cash may lie."""
    return sum(place.amount for place in cod_held(account).values())


def pay_merchants(stage: Stage, at: datetime) -> None:
    """Merchants under terms are settled; the others are paid by hand."""
    while relay_notices():
        pass
    settle_merchants(day=at.date(), by=stage.treasurer(), at=at)
    for due in commerce.dues():
        if f"account of {due.customer_code}" not in stage.containers:
            pay_merchant(merchant=due.customer_code, currency=due.currency, by=stage.treasurer(), at=at)


def scan(
    stage: Stage, device: str, office: str, scans: "Callable[[Stage], list[Scan]]", at: datetime
) -> None:
    by = Actor(ActorKind.DEVICE, device, office, frozenset({"mail.record_scans"}))
    mail.record_scans(scans=scans(stage), by=by, at=at)


def note(stage: Stage, office: str, scans: "Callable[[Stage], list[Scan]]", at: datetime) -> None:
    by = stage.staff(stage.scene.courier(office), Role.CLERK, office)
    mail.record_scans(scans=scans(stage), by=by, at=at)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)
