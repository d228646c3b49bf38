"""The parcels of the demonstration: what each is, and what will become of it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import accumulate
from random import Random
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from postkit.address import Address
from rekkas.counter.entries import ParcelEntry
from rekkas.operator.demo.scene import Counter, Scene

WAVES = (10 * 60 + 45, 15 * 60 + 30)  # parcels are taken in twice a day
JITTER_MIN = 15
# How much of the mail each day brings, the oldest day first: most of it has arrived by now.
DAY_SHARES = (1.15, 1.15, 1.15, 1.1, 1.2, 0.85)
WITH_COD = 0.45
SHARE_OF_MERCHANTS = 0.4
STEPS_OF_COD = 40
ONE_WITH_PHONE = 50  # of so many parcels one goes to somebody whose own post can be looked at


class Fate(StrEnum):
    """What will become of a parcel, if time suffices."""

    DELIVERED = "delivered"
    SECOND_TRY = "second-try"
    COLLECTED = "collected"
    WAITING = "waiting"
    RETURNED = "returned"
    LEFT_LYING = "left-lying"  # accepted, and never heard of again
    NEVER_BACK = "never-back"  # taken out on a round that nobody accounted for
    MISSING = "missing"  # not in the bag that should hold it
    UNSCANNED = "unscanned"  # in a bag without having been scanned into it


FATES = (
    (Fate.SECOND_TRY, 0.014), (Fate.COLLECTED, 0.005), (Fate.WAITING, 0.005), (Fate.RETURNED, 0.002),
    (Fate.LEFT_LYING, 0.006), (Fate.NEVER_BACK, 0.006), (Fate.MISSING, 0.001), (Fate.UNSCANNED, 0.001),
)  # fmt: skip
FAILURES = ("absent", "absent", "absent", "no-access", "address-incomplete", "place-closed", "no-time")


@dataclass(slots=True)
class Parcel:
    """One parcel of the plan. Its number is given when it is accepted."""

    key: UUID
    counter: Counter
    office: str
    accepted_at: datetime
    entry: ParcelEntry
    fate: Fate
    chance: float


def make_parcels(scene: Scene, count: int, seed: int) -> list[Parcel]:
    """So many parcels, each accepted at some counter on some day before now."""
    rng = Random(f"parcels {seed}")  # noqa: S311
    waves = _waves(scene)
    if not waves:
        return []
    days = list(accumulate(share for _, share in waves))
    counters = list(accumulate(counter.share for counter in scene.counters))
    targets = list(accumulate(target.share for target in scene.targets))
    made = []
    for number in range(count):
        (day, wave), _ = waves[_pick(rng, days)]
        counter = scene.counters[_pick(rng, counters)]
        target = scene.targets[_pick(rng, targets)]
        minute = min(wave + int(counter.office.code[2:]) % JITTER_MIN, counter.office.cut_off_min)
        key = uuid5(NAMESPACE_OID, f"demo {seed} {number}")
        made.append(
            Parcel(
                key, counter, target.office, scene.moment(scene.days[day], minute),
                _entry(scene, rng, key, counter, target.locality), _fate(rng), rng.random(),
            )
        )  # fmt: skip
    return [parcel for parcel in made if parcel.accepted_at < scene.now]


def _waves(scene: Scene) -> list[tuple[tuple[int, int], float]]:
    """The waves that have passed, each with its share."""
    return [
        ((at, wave), DAY_SHARES[at - len(scene.days)])
        for at, day in enumerate(scene.days)
        for wave in WAVES
        if scene.moment(day, wave + JITTER_MIN) < scene.now
    ]


def _pick(rng: Random, sums: Sequence[float]) -> int:
    return min(bisect_right(sums, rng.random() * sums[-1]), len(sums) - 1)


def _fate(rng: Random) -> Fate:
    drawn = rng.random()
    for fate, share in FATES:
        if drawn < share:
            return fate
        drawn -= share
    return Fate.DELIVERED


def _entry(scene: Scene, rng: Random, key: UUID, counter: Counter, destination: Any) -> ParcelEntry:
    is_cod = rng.random() < WITH_COD
    products = [product for product in scene.products if product.cod_allowed == is_cod] or scene.products
    product = rng.choice(products)
    weight_g = min(int(200 + 400 * rng.expovariate(0.3)), product.max_weight_g)
    customer, sender = "", scene.cast.people.address(rng, counter.locality)
    if is_cod or rng.random() < SHARE_OF_MERCHANTS:
        merchant = rng.choice(scene.cast.merchants)
        customer = merchant.code
        sender = Address(
            name=merchant.name, name_ar=merchant.name_ar, street=sender.street, street_ar=sender.street_ar,
            locality=sender.locality, locality_ar=sender.locality_ar, locality_code=sender.locality_code,
        )  # fmt: skip
    step = max(1, product.max_cod // STEPS_OF_COD)
    cod_amount = step * min(1 + int(rng.expovariate(0.25)), STEPS_OF_COD) if product.cod_allowed else 0
    addressee = scene.cast.people.address(rng, destination)
    if key.int % ONE_WITH_PHONE == 0:
        phones = scene.cast.people.phones
        addressee = replace(addressee, phone=phones[key.int // ONE_WITH_PHONE % len(phones)])
    return ParcelEntry(
        key=key, product=product.code, destination_locality=destination.code,
        sender=sender, addressee=addressee, weight_g=weight_g,
        cod_amount=cod_amount, customer=customer,
    )  # fmt: skip
