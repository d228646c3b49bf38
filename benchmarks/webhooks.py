"""How long merchants wait for their news: a thousand endpoints over real sockets, ten of which never answer.

All of them have news at one moment; then fifty a second, for twenty seconds. The relay's own loop reads and sends. The
endpoints are a process of their own, which says when each change came.
"""

import json
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from threading import Thread
from typing import IO

from benchmarks.table import Measured, benchmark

ENDPOINTS, HANGING = 1_000, 10
SECONDS, A_SECOND = 20, 50
LISTENER = r"""
import asyncio, json, sys, time

async def hear(reader, writer):
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        body = await reader.readexactly(length)
        came = time.time()
        if head.startswith(b"POST /hangs"):
            await asyncio.sleep(3600)
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        print(json.dumps([json.loads(body)["id"], came]), flush=True)
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()

async def main():
    server = await asyncio.start_server(hear, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"""


class Listener:
    """The endpoints, and when each change came to them."""

    def __init__(self) -> None:
        self.child = subprocess.Popen([sys.executable, "-c", LISTENER], stdout=subprocess.PIPE, text=True)
        assert self.child.stdout is not None
        self.port = int(self.child.stdout.readline())
        self.came: dict[str, float] = {}
        self.reading = Thread(target=self._read, args=(self.child.stdout,), daemon=True)
        self.reading.start()

    def _read(self, lines: IO[str]) -> None:
        for line in lines:
            name, came = json.loads(line)
            self.came.setdefault(name, came)

    def close(self) -> None:
        self.child.kill()
        self.child.wait()
        self.reading.join()


def _world(origin: str) -> list[str]:
    """The codes of a thousand merchants, each with one endpoint; the last ten of which hang."""
    from django.apps import apps

    from rekkas.base.actors import Actor
    from rekkas.base.choices import ActorKind
    from rekkas.merchant.commands import add_endpoint
    from rekkas.merchant.entries import EndpointSecret
    from tests import build

    build.country()
    codes = [f"SHOP{n:04}" for n in range(ENDPOINTS)]
    customers, merchants = apps.get_model("catalogue", "Customer"), apps.get_model("merchant", "Merchant")
    build.merchant("PATTERN")
    pattern = customers.objects.get(code="PATTERN")
    fields = {
        field.attname: getattr(pattern, field.attname) for field in customers._meta.concrete_fields
        if not field.primary_key and field.attname != "code"
    }  # fmt: skip
    customers.objects.bulk_create([customers(code=code, **fields) for code in codes])
    merchants.objects.bulk_create(
        [
            merchants(customer_id=code, tax_scheme="bench", tax_number=code, since=build.MONDAY)
            for code in codes
        ]
    )
    for place, code in enumerate(codes):
        by = Actor(ActorKind.PERSON, code, permissions=frozenset({"*"}), customer=code)
        path = "hangs" if place >= ENDPOINTS - HANGING else "news"
        add_endpoint(
            url=f"{origin}/{path}/{code}", kinds=[], secret=EndpointSecret(b"b" * 32), by=by, at=build.MONDAY
        )
    return codes


def _run(codes: list[str], origin: str, listener: Listener, seed: int) -> dict[str, float]:
    """When each change was written that somebody is there to hear, by its id."""
    from django.utils import timezone

    from rekkas.base.actors import system
    from rekkas.base.outward import Outward
    from rekkas.merchant.choices import ChangeKind
    from rekkas.merchant.commands import note_changes
    from rekkas.merchant.entries import ChangeEntry
    from rekkas.merchant.tasks import Pushing

    draw, written, counts = random.Random(seed), dict[str, float](), dict.fromkeys(codes, 0)
    hanging = set(codes[-HANGING:])
    pushing = Pushing(timezone.now, Outward(also=frozenset({origin})))

    def write(whom: list[str], round_: int) -> None:
        now = datetime.now(UTC)
        entries = [
            ChangeEntry(
                code, f"bench/{round_}/{code}", ChangeKind.PAYOUT_MADE, f"{round_}", now, {"amount": round_}
            )
            for code in whom
        ]
        note_changes(changes=entries, by=system("bench"), at=now)
        for code in whom:
            counts[code] += 1
            if code not in hanging:
                written[f"{code}-{counts[code]}"] = time.time()

    began, round_ = time.monotonic(), 0
    write(codes, round_)
    while time.monotonic() - began < SECONDS or len(listener.came) < len(written):
        due = int((time.monotonic() - began) * 2)
        while round_ < min(due, 2 * SECONDS):
            round_ += 1
            write(draw.sample(codes, A_SECOND // 2), round_)
        if not pushing():
            pushing.wait(0.05) or time.sleep(0.05)
        if time.monotonic() - began > 3 * SECONDS:
            break
    pushing.close()
    return written


@benchmark("commerce.webhooks.postgresql", goal=5, unit="s", better="lower", seeds=(1,))
def nineteen_of_twenty_changes(seed: int) -> Measured:
    from django.test import override_settings

    listener = Listener()
    origin = f"http://127.0.0.1:{listener.port}"
    try:
        with override_settings(OUTWARD_ALSO=[origin]):
            written = _run(_world(origin), origin, listener, seed)
    finally:
        listener.close()
    waited = sorted(listener.came.get(name, float("inf")) - at for name, at in written.items())
    p50, p95, p99 = (waited[int(share * (len(waited) - 1))] for share in (0.5, 0.95, 0.99))
    most = waited[-1]
    print(
        f"  {len(waited)} changes: p50 {p50:.2f} s, p95 {p95:.2f} s, p99 {p99:.2f} s, at most {most:.2f} s",
        flush=True,
    )
    return Measured(p95)
