"""Merchants' tables: from a file to numbered parcels, all checks made, by as many workers as there are cores."""

import io
import random
import subprocess
import sys
from collections import Counter
from datetime import datetime
from time import perf_counter
from typing import Any

from benchmarks.scratch import migrate
from benchmarks.table import Measured, benchmark

ROWS, WORKERS = 50_000, 2
STREETS = (
    "rue des Oliviers",
    "Hay Salam",
    "شارع الحسن الثاني",
    "avenue Mohammed V",
    "Lot Al Qods",
    "حي السلام",
)
NAMES = (
    "Amina Alaoui",
    "Brahim Ouali",
    "فاطمة الزهراء بناني",
    "Sara El Fassi",
    "Omar Berrada",
    "يوسف التازي",
)


def world() -> Any:
    """Morocco, with a merchant of it whose papers were seen; the author of what they do."""
    migrate()
    from django.utils import timezone

    from rekkas.base.actors import system
    from rekkas.merchant.commands import add_pickup_address, check_merchant
    from rekkas.operator.money_packs import load_country, read_country_named
    from tests.merchant.merchants import ICE, proved, signed_up

    at, boss = timezone.now(), system("bench")
    load_country(*read_country_named("morocco"), by=boss, at=at)
    signed_up(at=at, tax_number=ICE)
    proved(at=at)
    check_merchant(merchant=_merchant(), notes="seen", by=boss, at=at)
    add_pickup_address(
        label="Shop", name="Zellige", street="1, rue des Potiers", locality=_towns()["Casablanca"],
        phone="0612345678", by=author(), at=at,
    )  # fmt: skip


def _merchant() -> str:
    from rekkas.merchant.queries import merchants_named

    return str(merchants_named("")[0].pk)


def author() -> Any:
    from django.db import transaction

    from tests.merchant.merchants import actor

    with transaction.atomic():
        return actor(f"{_merchant()}/1")


def _towns() -> dict[str, str]:
    from rekkas.territory.queries import localities_of

    return {place.name: place.code for place in localities_of("MA")}


def table(seed: int, rows: int = ROWS) -> bytes:
    """A table as a shop exports it: names in both scripts, weights with a comma, towns as people write them."""
    from rekkas.territory.queries import gazetteer

    dice = random.Random(seed)
    entries = gazetteer("MA").entries
    weights = [max(entry.population, 500) ** 0.5 for entry in entries]
    towns = dice.choices(entries, weights, k=rows)
    lines = ["Commande;Nom;Téléphone;Adresse;Ville;Région;Poids (kg);Montant (DH);Contenu"]
    regions = _regions()
    for number, town in enumerate(towns, start=1):
        name = town.name_ar if town.name_ar and dice.random() < 0.3 else town.name
        lines.append(
            f"S{seed}-{number:06};{dice.choice(NAMES)};06{dice.randrange(10**8):08};"
            f"{dice.randrange(1, 300)} {dice.choice(STREETS)};{name};{regions[town.region]};"
            f"{dice.randrange(1, 80) / 10:.1f};{dice.randrange(50, 900)},00;Vaisselle".replace(".", ",")
        )
    return "\n".join(lines).encode()


def _regions() -> dict[str, str]:
    from rekkas.territory.queries import regions_of

    return {region.code: region.name for region in regions_of("MA")}


def _work_off() -> None:
    """Two workers, each a process of its own, until nothing waits."""
    command = [sys.executable, "-m", "rekkas", "batches", "--once"]
    workers = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(WORKERS)]
    if any(worker.wait() for worker in workers):
        raise RuntimeError("a worker failed")


def _imported(seed: int, at: datetime) -> tuple[float, Counter[str]]:
    from rekkas.shipping.commands import make_batch
    from tests.shipping import batches

    by, content = author(), table(seed)
    began = perf_counter()
    number = batches.uploaded(by, content, at=at)
    batches.mapped(by, number, at=at, product="parcel-cod")
    read = perf_counter()
    _work_off()
    checked = perf_counter()
    make_batch(batch=number, by=by, at=at)
    _work_off()
    took = perf_counter() - began
    counts = Counter(row.state for row in batches.rows_of(by, number))
    print(
        f"  read {read - began:.1f} s, checked {checked - read:.1f} s, announced {took - checked + began:.1f} s; "
        f"{dict(counts)}; {ROWS} rows, {io.BytesIO(content).getbuffer().nbytes / 1e6:.1f} MB", flush=True,
    )  # fmt: skip
    return took, counts


@benchmark("commerce.import.postgresql", goal=2_500, unit="rows/s")
def imported(seed: int) -> Measured:
    from django.utils import timezone

    if seed == 1 or not _is_there():
        world()
    took, _counts = _imported(seed, timezone.now())
    return Measured(ROWS / took)


def _is_there() -> bool:
    from django.db import connection

    return "shipping_batch" in connection.introspection.table_names()
