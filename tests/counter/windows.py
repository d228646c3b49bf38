"""Two counters of the small country: everything that a visitor may come for, and devices that go on alone."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.utils import timezone

from postkit.address import Address
from postkit.pack.counter import Counter, read_counter
from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.cash.queries import open_session
from rekkas.counter import commands
from rekkas.counter.choices import Means
from rekkas.counter.commands import accept_parcels, load_counter
from rekkas.counter.commands.devices import next_in_chain, start_of
from rekkas.counter.entries import (
    ActEntry,
    AdministrationLine,
    Answered,
    ArticleLine,
    BillLine,
    Line,
    Payment,
    PickUpLine,
    Refunded,
    RefundEntry,
    SendingLine,
    Settled,
    VisitEntry,
)
from rekkas.delivery.choices import Recipient, Shown
from rekkas.delivery.commands import await_collection
from rekkas.delivery.entries import Identified
from rekkas.mail.commands import announce_items
from rekkas.mail.entries import ItemEntry
from tests import build
from tests.build import AGENCY, BOSS, CASABLANCA, FATIMA, MONDAY, PNG, ZAGORA, key, later, staff
from tests.payments import bills, desks

ROOT = Path(__file__).parents[2]
TILL = f"till:{AGENCY}/fatima:MAD"
SUPERVISOR = staff("samira", Role.MANAGER, AGENCY)
AT_HOME = Address(
    name="Amina Alaoui", name_ar="أمينة العلوي", street="12, avenue Mohammed V", phone="+212600000000"
)
HERSELF = Address(name="Driss Berrada", street="3, rue des Artisans", phone="+212611111111")
POSTAGE, COD_POSTAGE = 3_000, 3_500 + 500 + 350


def rules(**changes: Any) -> Counter:
    found, mistakes = read_counter((ROOT / "countries" / "morocco" / "counter.toml").read_bytes())
    assert found is not None, mistakes
    return msgspec.convert({**msgspec.to_builtins(found), **changes}, Counter)


def load(**changes: Any) -> None:
    load_counter(rules=rules(**changes), country="MA", by=BOSS, at=MONDAY)


def world() -> None:
    """The desks of payments, with bills on their lists, a merchant, and what the country says of its counters."""
    desks.world()
    bills.load()
    build.merchant()
    load()


def sending(**changes: Any) -> SendingLine:
    said = SendingLine(
        product="parcel", destination=ZAGORA, weight_g=1_200, sender=HERSELF, addressee=AT_HOME, amount=POSTAGE
    )  # fmt: skip
    return msgspec.structs.replace(said, **changes)


def cod(**changes: Any) -> SendingLine:
    return sending(product="parcel-cod", cod_amount=35_000, customer="ATLAS", amount=COD_POSTAGE, **changes)


def announced(word: str = "shop", **changes: Any) -> str:
    """The number of a parcel that a merchant announced."""
    parcel = build.parcel(word)
    entry = ItemEntry(
        key=key("announced", word), product="parcel-cod", origin=AGENCY, destination_locality=ZAGORA,
        sender=parcel.sender, addressee=msgspec.structs.replace(parcel).addressee, weight_g=900, happened_at=MONDAY,
        cod_amount=35_000, customer="ATLAS", reference=word,
    )  # fmt: skip
    (result,) = announce_items(items=[entry], by=BOSS, at=MONDAY)
    return result.number


def stamps(count: int = 2) -> ArticleLine:
    return ArticleLine(code="stamp-domestic", count=count, amount=375 * count)


def record() -> AdministrationLine:
    return AdministrationLine(code="civil-record", amount=3_200, reference="12/2026", name="Driss Berrada")


def bill(**changes: Any) -> BillLine:
    said = BillLine(biller="power", reference="44000012342", due=31_250, amount=31_250)
    return msgspec.structs.replace(said, **changes)


def waiting(*words: str, office: str = AGENCY, at: datetime = MONDAY) -> list[str]:
    """The numbers of parcels that wait on the shelf of an office, with 350 MAD to collect on each."""
    taken = [one.number for one in build.accepted(*words, at=at)]
    await_collection(numbers=taken, office=office, by=BOSS, at=at)
    return taken


def waiting_now(count: int) -> list[str]:
    """Parcels that wait on the shelf of an office that never closes."""
    words = [f"shelf {at}" for at in range(count)]
    taken = accept_parcels(
        parcels=[build.parcel(word, destination_locality=CASABLANCA) for word in words], office=AGENCY, by=FATIMA,
        at=timezone.now(),
    )  # fmt: skip
    numbers = [one.number for one in taken]
    await_collection(numbers=numbers, office=AGENCY, by=BOSS, at=timezone.now())
    return numbers


def pick_up(number: str, **changes: Any) -> PickUpLine:
    said = PickUpLine(
        number=number, recipient=Recipient.ADDRESSEE, name="Amina Alaoui", amount=35_000, signature=PNG,
        identified=Identified(Shown.IDENTITY, "national-id", "2345"),
    )  # fmt: skip
    return msgspec.structs.replace(said, **changes)


def visit(
    *lines: Line, word: str = "one", payments: Sequence[Payment] | None = None, **changes: Any
) -> VisitEntry:
    """A visit, paid in cash to the coin where nothing else is said."""
    amount = sum(line.amount for line in lines)
    cash = (Payment(means=Means.CASH, amount=amount),) if amount else ()
    return VisitEntry(
        key=key("visit", word), lines=lines, payments=cash if payments is None else tuple(payments), **changes
    )


def settle(*lines: Line, by: Actor = FATIMA, at: datetime = MONDAY, **changes: Any) -> Settled:
    said = visit(*lines, **changes)
    return commands.settle_visit(visit=said, office=by.office or AGENCY, by=by, at=at, key=str(said.key))


def refund(
    visit: str, place: int = 0, by: Actor = FATIMA, at: datetime = MONDAY, key_word: str = "", **changes: Any
) -> Refunded:
    said = RefundEntry(
        key=key("refund", visit, place, key_word), visit=visit, place=place,
        **{"reason": "the wrong one", **changes},
    )  # fmt: skip
    return commands.refund_line(refund=said, office=by.office or AGENCY, by=by, at=at)


class Device:
    """A device at a counter that writes its journal as the window does, and may be heard late, twice or wrongly."""

    def __init__(
        self, word: str = "till-1", by: Actor = FATIMA, at: datetime = MONDAY, fast_s: float = 0
    ) -> None:
        self.id: UUID = key("device", word)
        self.by, self.fast = by, later(fast_s / 3600, at) - at
        known = commands.know_device(device=self.id, name=word, office=AGENCY, by=by, at=at)
        self.number, self.head, self.sheet, self.heard_at = known.heard, known.head, known.sheet, at
        self.numbers = commands.reserve_device_numbers(
            device=self.id, indicators=("PA", "PC"), office=AGENCY, by=by, at=at, key=key("range", word)
        )
        self.session = session_of(by)
        self.acts: list[ActEntry] = []

    def write(
        self, said: VisitEntry | RefundEntry, at: datetime, *, kept: bool = True, **changes: Any
    ) -> ActEntry:
        """Write one act into the journal, as it will be sent."""
        what = "visit" if isinstance(said, VisitEntry) else "refund"
        body = {
            "kind": what, "at": (at + self.fast).isoformat(), "clerk": self.by.name, "session": self.session,
            "heard_at": self.heard_at.isoformat(), "sheet": self.sheet, what: msgspec.to_builtins(said), **changes,
        }  # fmt: skip
        text = msgspec.json.encode(body).decode()
        self.number += 1
        self.head = next_in_chain(self.head, text)
        act = ActEntry(key=said.key, number=self.number, said=text, chain=self.head, is_kept=kept)
        self.acts.append(act)
        return act

    def send(self, act: ActEntry, at: datetime, by: Actor | None = None) -> Answered:
        return commands.take_act(
            device=self.id, act=act, device_now=at + self.fast, office=AGENCY, by=by or self.by, at=at
        )

    def own_number(self, indicator: str = "PA") -> str:
        return self.numbers[indicator].pop(0)

    def parcel(self, **changes: Any) -> SendingLine:
        return sending(number=self.own_number("PA"), **changes)

    @staticmethod
    def start(word: str) -> str:
        return start_of(key("device", word))


def session_of(by: Actor) -> str:
    session = open_session(by.office or AGENCY, by.name, "MAD")
    assert session is not None
    return session.number
