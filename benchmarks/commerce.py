"""Commerce: tables of merchants to numbered parcels, labels, prices. Morocco, with one merchant of it."""

import http.client
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from time import perf_counter
from typing import Any

from benchmarks.scratch import migrate
from benchmarks.table import Measured, benchmark
from benchmarks.web import served

ROWS, WARM_UP, LABELS, WORKERS = 50_000, 1_000, 2_000, 2
REQUESTS, SHOPS, PARCELS = 400, 2, 10
SITE = "https://post.example.org/"
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


@cache
def world() -> str:
    """Morocco, and a merchant whose papers were seen, by code. One world for all seeds."""
    from django.utils import timezone

    from rekkas.base.actors import system
    from rekkas.merchant.commands import add_pickup_address, check_merchant
    from rekkas.merchant.queries import merchants_named
    from rekkas.operator.money_packs import load_country, read_country_named
    from tests.merchant.merchants import ICE, proved, signed_up

    migrate()
    at, boss = timezone.now(), system("bench")
    load_country(*read_country_named("morocco"), by=boss, at=at)
    signed_up(at=at, tax_number=ICE)
    proved(at=at)
    (merchant,) = merchants_named("")
    check_merchant(merchant=merchant.pk, notes="seen", by=boss, at=at)
    add_pickup_address(
        label="Shop", name="Zellige", street="1, rue des Potiers", locality=towns()["Casablanca"],
        phone="0612345678", by=author(merchant.pk), at=at,
    )  # fmt: skip
    return str(merchant.pk)


def author(merchant: str) -> Any:
    from django.db import transaction

    from tests.merchant.merchants import actor

    with transaction.atomic():
        return actor(f"{merchant}/1")


@cache
def towns() -> dict[str, str]:
    from rekkas.territory.queries import localities_of

    return {place.name: place.code for place in localities_of("MA")}


def table(seed: int, rows: int = ROWS) -> bytes:
    """A table as a shop exports it: names in both scripts, weights with a comma, towns as people write them."""
    from rekkas.territory.queries import gazetteer, regions_of

    dice = random.Random(seed)
    entries = gazetteer("MA").entries
    regions = {region.code: region.name for region in regions_of("MA")}
    weights = [max(entry.population, 500) ** 0.5 for entry in entries]
    lines = ["Commande;Nom;Téléphone;Adresse;Ville;Région;Poids (kg);Montant (DH);Contenu"]
    for number, town in enumerate(dice.choices(entries, weights, k=rows), start=1):
        name = town.name_ar if town.name_ar and dice.random() < 0.3 else town.name
        cells = (
            f"S{seed}-{number:06}", dice.choice(NAMES), f"06{dice.randrange(10**8):08}",
            f"{dice.randrange(1, 300)} {dice.choice(STREETS)}", name, regions[town.region],
            f"{dice.randrange(1, 80) / 10:.1f}".replace(".", ","), f"{dice.randrange(50, 900)},00", "Vaisselle",
        )  # fmt: skip
        lines.append(";".join(cells))
    return "\n".join(lines).encode()


@contextmanager
def working() -> Iterator[None]:
    """As many workers as there are cores, each a process of its own, as they run beside a site."""
    command = [sys.executable, "-m", "rekkas", "batches", "--while", str(os.getpid())]
    workers = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(WORKERS)]
    try:
        yield
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(30)


def announced(seed: int, rows: int) -> tuple[float, int]:
    """Seconds from the file to the last parcel's number: read, checked, announced; and the table's number."""
    from django.utils import timezone

    from rekkas.shipping.commands import make_batch
    from tests.shipping import batches

    by, content, at = author(world()), table(seed, rows), timezone.now()
    began = perf_counter()
    number = batches.uploaded(by, content, at=at)
    batches.mapped(by, number, at=at, product="parcel-cod")
    read = perf_counter()
    _wait(by, number, "checked")
    checked = perf_counter()
    make_batch(batch=number, by=by, at=at)
    _wait(by, number, "made")
    took = perf_counter() - began
    counts = Counter(row.state for row in batches.rows_of(by, number))
    print(
        f"  {rows:,} rows, {len(content) / 1e6:.1f} MB: read {read - began:.1f} s, checked {checked - read:.1f} s, "
        f"announced {began + took - checked:.1f} s; {dict(counts)}", flush=True,
    )  # fmt: skip
    if counts != {"made": rows}:
        raise RuntimeError("not every row was announced")
    return took, number


def _wait(by: Any, number: int, state: str) -> None:
    from rekkas.shipping import queries

    while queries.batch(by.customer, number).state != state:
        time.sleep(0.05)


@benchmark("commerce.import.postgresql", goal=2_500, unit="rows/s")
def imported(seed: int) -> Measured:
    """The workers have read the country before the clock starts, as they have where a post serves."""
    world()
    with working():
        announced(seed + 100, WARM_UP)
        took, _number = announced(seed, ROWS)
    return Measured(ROWS / took)


@benchmark("commerce.labels", goal=150, unit="labels/s")
def labels(seed: int) -> Measured:
    """Labels that were never printed, a thousand a file, one page each, on one core."""
    from rekkas.counter.papers import label_pdf
    from rekkas.mail.queries import items_numbered
    from rekkas.shipping import queries

    merchant = world()
    with working():
        _took, number = announced(seed, LABELS)
    batch, files = queries.batch(merchant, number), []
    for part, _count in queries.label_files_of(batch):
        files.append(list(items_numbered(queries.numbers_in_shelf_order(batch, part)).values()))
    label_pdf(files[0][:1], site=SITE)
    began = perf_counter()
    for items in files:
        label_pdf(items[1:], site=SITE)
    return Measured((LABELS - len(files)) / (perf_counter() - began))


@benchmark("commerce.rates.postgresql", goal=300, unit="ms p99", better="lower")
def rates(seed: int) -> Measured:
    """Prices and days of ten parcels to ten towns by every product, over HTTP, asked by two shops at once."""
    from django.core.management import call_command
    from django.utils import timezone

    from rekkas.merchant.choices import KeyUse
    from rekkas.merchant.commands import issue_merchant_key

    merchant = world()
    call_command("collectstatic", interactive=False, verbosity=0)
    issued = issue_merchant_key(
        name=f"bench {seed}", uses=[KeyUse.SHIPPING], by=author(merchant), at=timezone.now()
    )
    dice, names = random.Random(seed), sorted(towns().values())
    bodies = [
        json.dumps([
            {"destination": dice.choice(names), "parcels": [{"weight_g": dice.randrange(100, 9_000)}]}
            for _ in range(PARCELS)
        ])
        for _ in range(REQUESTS)
    ]  # fmt: skip
    with served(workers=WORKERS) as port, ThreadPoolExecutor(SHOPS) as shops:
        halves = [bodies[shop::SHOPS] for shop in range(SHOPS)]
        list(shops.map(lambda half: _asked(port, issued.token, half[:40]), halves))
        taken = sorted(
            ms for part in shops.map(lambda half: _asked(port, issued.token, half), halves) for ms in part
        )
    p50, p95, p99 = (taken[round(share * (len(taken) - 1))] for share in (0.5, 0.95, 0.99))
    print(f"  p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms", flush=True)
    return Measured(p99)


def _asked(port: int, token: str, bodies: Sequence[str]) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    taken = []
    for body in bodies:
        started = perf_counter()
        connection.request("POST", "/api/v1/rates", body, headers)
        answer = connection.getresponse()
        said = answer.read()
        taken.append((perf_counter() - started) * 1_000)
        if answer.status != 207 or b'"code"' in said:
            raise RuntimeError(f"{answer.status}: {said[:300]!r}")
    return taken
