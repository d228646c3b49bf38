"""Offices and when they are open.

Written by ``generate.py`` from the description of the interface: change that, and run it again.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from rekkas_client.api.shared import Page, Results
from rekkas_client.door import Door, part


class LikelyShown(Struct, frozen=True, kw_only=True):
    """By which day half of such items are delivered, four of five, and nineteen of twenty."""

    p50: date
    p80: date
    p95: date


class OfficeShown(Struct, frozen=True, kw_only=True):
    """An office. Times are those of its own clock; days are digits, 1 for Monday to 7 for Sunday.

    ``services`` are the codes of what is done there: ``/services`` names them.
    """

    code: str
    country: str
    name: str
    name_ar: str
    kind: str
    locality: str
    locality_name: str
    hub: str
    latitude: float
    longitude: float
    time_zone: str
    opens: str
    closes: str
    open_days: str
    cut_off: str
    delivery_days: str
    closed_from: date | None
    closed_until: date | None
    retired: bool
    distance_m: int | None
    services: list[str]


class PromiseAsked(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When will what is handed over at one office be delivered from another?

    Without a moment, now is meant; a moment without its offset is a wall time at the origin. Express mail
    passes by the sorting waves.
    """

    origin: str
    destination: str
    at: str | None = None
    carriage: Literal["express", "standard"] = "standard"


class StepShown(Struct, frozen=True, kw_only=True):
    """One step of the way: its kind, the moment it speaks of, and the sentence in the reader's language."""

    why: str
    at: str
    text: str


class PromiseShown(Struct, frozen=True, kw_only=True):
    """``outcome`` is promised or declined; a question that was declined says why by code and message.

    ``likely`` stands beside the promise, never instead of it; null unless asked for, and until enough was
    learned.
    """

    outcome: str
    arrives_at: str | None = None
    delivery_date: date | None = None
    path: list[StepShown] = []
    likely: LikelyShown | None = None
    code: str = ""
    message: str = ""


class PromisesAsked(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Up to 10,000 questions.

    With ``path`` or ``certainty``, up to 100: each is answered with its way in words, or with the days that
    experience makes likely.
    """

    questions: list[PromiseAsked]
    path: bool = False
    certainty: bool = False


class ServiceShown(Struct, frozen=True, kw_only=True):
    """What people come to an office for, named in the reader's language; ``kinds`` of office do it that do not
    say otherwise.
    """

    country: str
    code: str
    name: str
    kinds: list[str]


class NetworkOperations(Door):
    """Offices and when they are open."""

    def list_offices(
        self,
        *,
        country: str | None = None,
        kind: str | None = None,
        search: str | None = None,
        service: str | None = None,
        near: str | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> Page[OfficeShown]:
        """The offices in service, by code; or those open to the public that are nearest to a point.

        ``country``: Only those of this country (ISO 3166-1).

        ``kind``: agency, delivery, sorting or exchange.

        ``search``: Words of the name, the place or the code.

        ``service``: Only those that do it: a code of /services.

        ``near``: latitude,longitude: the nearest first.

        ``after``: The field next of the page before.

        ``limit``: How many at most.
        """
        return self.ask(
            "GET",
            "/api/v1/offices",
            gives=Page[OfficeShown],
            query={
                "country": country,
                "kind": kind,
                "search": search,
                "service": service,
                "near": near,
                "after": after,
                "limit": limit,
            },
        )

    def show_office(self, code: str) -> OfficeShown:
        """One office, in service or retired."""
        return self.ask("GET", f"/api/v1/offices/{part(code)}", gives=OfficeShown)

    def list_services(self) -> Results[ServiceShown]:
        """What is done at the offices of each country."""
        return self.ask("GET", "/api/v1/services", gives=Results[ServiceShown])

    def ask_promises(self, body: PromisesAsked) -> Results[PromiseShown]:
        """When up to 10,000 items would be delivered: one answer a question, in the order asked."""
        return self.ask("POST", "/api/v1/promises", gives=Results[PromiseShown], body=body)

    def ask_promise(
        self,
        *,
        origin: str,
        destination: str,
        at: str | None = None,
        carriage: str | None = None,
        path: bool | None = None,
        certainty: bool | None = None,
    ) -> PromiseShown:
        """When one item would be delivered, and by which way.

        ``origin``: The code of the office of posting.

        ``destination``: The code of the office of delivery.

        ``at``: When it is handed over; now, unless said.

        ``carriage``: standard or express.

        ``path``: Tell the way in words.

        ``certainty``: Tell the days that experience makes likely.
        """
        return self.ask(
            "GET",
            "/api/v1/promises",
            gives=PromiseShown,
            query={
                "origin": origin,
                "destination": destination,
                "at": at,
                "carriage": carriage,
                "path": path,
                "certainty": certainty,
            },
        )
