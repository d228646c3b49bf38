"""Play the plan, hour by hour. Each hour is one transaction and leaves a mark: what was cut off goes on after it."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from rekkas.base.choices import Role
from rekkas.base.outbox import relay_notices
from rekkas.catalogue.commands import register_customer
from rekkas.catalogue.queries import customers_by_code
from rekkas.mail.queries import items_after
from rekkas.operator.demo.acts import DIRECTOR, Act, Stage
from rekkas.operator.demo.cast import Cast, cast
from rekkas.operator.demo.parcels import Parcel
from rekkas.operator.demo.plan import plan
from rekkas.operator.demo.scene import Scene, set_scene
from rekkas.operator.models import DemoStage
from rekkas.operator.money_packs import load_country, read_country_named
from rekkas.operator.staff import add_user

BEGINNING = "beginning"
Tell = Callable[[str, int, int], None]  # what is being done, how much of it is done, of how much


@dataclass(frozen=True, slots=True)
class Settings:
    """What a demonstration was begun with. Kept, so that one that was cut off goes on as it was meant."""

    items: int
    seed: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Played:
    """A demonstration that was played to its end."""

    scene: Scene
    settings: Settings
    parcels: list[Parcel]
    numbers: dict[Any, str]
    named: dict[
        str, str
    ]  # the numbers of bags, customers, accounts and money orders, each by its name in the plan


def played_before() -> Settings | None:
    """What the demonstration in this database was begun with, if there is one."""
    row = DemoStage.objects.filter(pk=BEGINNING).first()
    if row is None:
        return None
    kept = row.numbers
    return Settings(kept["items"], kept["seed"], datetime.fromisoformat(kept["now"]))


def play(asked: Settings, tell: Tell) -> Played:
    """Set the scene and play every hour that was not played yet."""
    company = cast()
    settings = played_before() or asked
    iso = _prepare(company, settings, tell)
    tell("plan", 0, 1)
    scene = set_scene(company, iso, settings.now, settings.items, settings.seed)
    _hire(scene)
    parcels, hours = plan(scene, settings.items, settings.seed)
    stage = _stage(scene)
    _play_hours(stage, hours, tell)
    while relay_notices():
        pass
    return Played(scene, settings, parcels, stage.numbers, stage.containers)


def _prepare(company: Cast, settings: Settings, tell: Tell) -> str:
    """Load the country and take the merchants under contract, once."""
    tell("country", 0, 1)
    pack, money = read_country_named(company.pack)
    if played_before() is not None:
        return pack.country.iso
    with transaction.atomic():
        load_country(pack, money, by=DIRECTOR, at=settings.now)
        known = customers_by_code([merchant.code for merchant in company.merchants])
        for merchant in company.merchants:
            if merchant.code not in known:
                register_customer(
                    code=merchant.code, name=merchant.name, name_ar=merchant.name_ar,
                    country=pack.country.iso, by=DIRECTOR, at=settings.now,
                )  # fmt: skip
        begun = {
            "items": settings.items,
            "seed": settings.seed,
            "now": settings.now.astimezone(UTC).isoformat(),
        }
        DemoStage.objects.create(name=BEGINNING, numbers=begun)
    return pack.country.iso


def _hire(scene: Scene) -> None:
    """Give each member of staff a login, at the office where they work."""
    taken = set(get_user_model().objects.values_list("username", flat=True))
    for member, office in staff_and_offices(scene):
        if member.name not in taken:
            add_user(member.name, Role(member.role), office, scene.cast.password)


def staff_and_offices(scene: Scene) -> Iterator[tuple[Any, str]]:
    """Who works where: at the n-th busiest counter or sorting centre, or everywhere."""
    codes = [counter.office.code for counter in scene.counters]
    hubs = list(dict.fromkeys(scene.hub(code) for code in codes))
    for member in scene.cast.staff:
        kind, rank = member.place or ("", 0)
        where = {"counter": codes, "sorting": hubs}.get(kind, [])
        yield member, where[min(rank, len(where)) - 1] if where else ""


def _stage(scene: Scene) -> Stage:
    """The numbers that earlier hours gave out, as the record and their marks tell them."""
    stage = Stage(scene)
    stage.numbers = {item.key: item.unit.number for item in items_after(0, 10**9)}
    for numbers in DemoStage.objects.exclude(pk=BEGINNING).values_list("numbers", flat=True):
        stage.containers.update(numbers)
    return stage


def _play_hours(stage: Stage, hours: list[tuple[str, list[Act]]], tell: Tell) -> None:
    """What was played before is passed over. The plan's many objects need no looking after meanwhile."""
    done = set(DemoStage.objects.values_list("pk", flat=True))
    so_far, total = 0, sum(len(acts) for _, acts in hours)
    gc.collect()
    gc.freeze()
    try:
        for hour, acts in hours:
            if hour not in done:
                _play_hour(stage, hour, acts)
            so_far += len(acts)
            tell(hour, so_far, total)
    finally:
        gc.unfreeze()


def _play_hour(stage: Stage, hour: str, acts: list[Act]) -> None:
    stage.fresh = {}
    with transaction.atomic():
        for act in acts:
            act.play(stage)
        DemoStage.objects.create(name=hour, numbers=stage.fresh)
