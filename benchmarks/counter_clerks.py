"""The clerks of ``counter.load``: locust runs this file. Each writes a journal and sends it, as the window does."""

import hashlib
import json
import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

CAST: Iterator[dict[str, Any]] = iter(())
NAMES = (
    "Amina Alaoui",
    "Driss Berrada",
    "Fatima Zahra Idrissi",
    "Youssef Bennani",
    "Khadija Tazi",
    "Omar Fassi",
)

if cast := os.environ.get("REKKAS_LOAD_CAST"):  # without it somebody only looks for rows to measure
    from locust import HttpUser, task

    CAST = iter(json.loads(Path(cast).read_text()))

    class Clerk(HttpUser):
        """One clerk: a visit every twenty seconds, more or less, now and then a search before it.

        Nobody's visitors come by the clock: were each clerk's visits twenty seconds apart to the moment, those who
        began in one moment would ask together for ever.
        """

        def wait_time(self) -> float:
            """Until the next visit begins: between ten and thirty seconds after this one did."""
            self.due += self.drawn.uniform(10, 30)
            return max(0.0, self.due - time.monotonic())

        def on_start(self) -> None:
            self.due = time.monotonic()
            said = next(CAST)
            self.name, self.places = said["name"], said["places"]
            self.drawn = random.Random(said["name"])
            self.client.cookies.set(said["cookie"], said["session"])
            self.device = str(uuid4())
            self.client.get("/desk/window/", name="window")
            self.token = self.client.cookies["csrftoken"]
            self.renew()
            numbers = self.ask("/desk/window/numbers/", "numbers", {
                "device": self.device, "indicators": ["PA", "PC", "RA", "EA"], "key": str(uuid4()),
            })  # fmt: skip
            self.numbers = numbers["numbers"]

        def renew(self) -> None:
            self.sheet = self.client.get(f"/desk/window/sheet/?device={self.device}", name="sheet").json()
            self.number, self.head = self.sheet["heard"], self.sheet["head"]
            self.rules = {row["code"]: row for row in self.sheet["tariff"]["products"]}
            self.regions = {row[0]: row[4] for row in self.sheet["places"]}

        def ask(self, path: str, name: str, body: Any) -> Any:
            headers = {"X-CSRFToken": self.token}
            with self.client.post(path, json=body, headers=headers, name=name, catch_response=True) as answer:
                said = answer.json()
                if name == "acts" and [one["state"] for one in said.get("answers", [])] != ["done"]:
                    answer.failure(json.dumps(said)[:300])
                return said

        @task(12)
        def letter(self) -> None:
            self.visit([self.sending("registered", self.drawn.randrange(20, 2_000))])

        @task(6)
        def parcels(self) -> None:
            self.visit(
                [
                    self.sending("parcel", self.drawn.randrange(300, 20_000))
                    for _each in range(self.drawn.choice((1, 1, 2)))
                ]
            )

        @task(6)
        def stamps_and_box(self) -> None:
            self.visit(
                [self.article("stamp-domestic", self.drawn.randrange(1, 20)), self.article("box-small", 1)]
            )

        @task(3)
        def record(self) -> None:
            article = next(row for row in self.sheet["tariff"]["articles"] if row["code"] == "civil-record")
            self.visit([{
                "service": "administration", "code": "civil-record", "amount": article["amount"],
                "reference": f"{self.drawn.randrange(10**6)}", "name": self.drawn.choice(NAMES),
            }])  # fmt: skip

        @task(3)
        def look_up(self) -> None:
            words = self.drawn.choice(NAMES).split()[0][:4]
            self.client.get("/desk/window/find/", params={"q": words}, name="find")
            self.letter()

        def article(self, code: str, count: int) -> dict[str, Any]:
            article = next(row for row in self.sheet["tariff"]["articles"] if row["code"] == code)
            return {"service": "article", "code": code, "count": count, "amount": count * article["amount"]}

        def sending(self, product: str, weight_g: int) -> dict[str, Any]:
            place = self.drawn.choice(self.places)
            return {
                "service": "sending", "product": product, "destination": place, "weight_g": weight_g,
                "number": self.numbers[self.rules[product]["prefix"]].pop(0),
                "amount": self.price(product, weight_g, place),
                "sender": self.person(), "addressee": self.person(),
            }  # fmt: skip

        def person(self) -> dict[str, str]:
            name, phone = self.drawn.choice(NAMES), f"+2126{self.drawn.randrange(10**8):08d}"
            return {
                "name": name,
                "phone": phone,
                "street": f"{self.drawn.randrange(1, 200)}, avenue Mohammed V",
            }

        def price(self, product: str, weight_g: int, place: str) -> int:
            here = self.sheet["office"]["locality"]
            zone = "local" if here == place else (
                "regional" if self.regions[here] == self.regions[place] else "national"
            )  # fmt: skip
            steps = [
                row for row in self.rules[product]["rules"]
                if row["kind"] == "base" and row["zone"] in (zone, "any") and weight_g <= row["up_to_weight_g"]
            ]  # fmt: skip
            return int(
                min(steps, key=lambda row: (row["up_to_weight_g"], row["zone"] == "any", row["code"]))[
                    "amount"
                ]
            )

        def visit(self, lines: list[dict[str, Any]]) -> None:
            amount, key = sum(line["amount"] for line in lines), str(uuid4())
            said = json.dumps({
                "kind": "visit", "at": datetime.now(UTC).isoformat(), "clerk": self.name,
                "session": self.sheet["session"]["number"], "heard_at": self.sheet["now"], "sheet": self.sheet["sheet"],
                "visit": {"key": key, "lines": lines, "payments": [{"means": "cash", "amount": amount}]},
            })  # fmt: skip
            self.number += 1
            self.head = hashlib.sha256(f"{self.head}\n{said}".encode()).hexdigest()
            act = {"key": key, "number": self.number, "said": said, "chain": self.head, "is_kept": False}
            self.ask("/desk/window/acts/", "acts", {
                "device": self.device, "now": datetime.now(UTC).isoformat(), "acts": [act],
            })  # fmt: skip
