"""The offices of the post and its delivery promise, for machines."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from postkit.network import STANDARD
from rekkas.base.access import PUBLIC
from rekkas.base.api import PAGE, PAGE_AT_MOST, Page, Results, Unreadable, answer, object_of, page_of, rows_of
from rekkas.base.errors import InvalidInput, Refused
from rekkas.base.openapi import door
from rekkas.network import queries
from rekkas.network.choices import OfficeKind
from rekkas.network.errors import BeyondReach, NotReached, UnknownOffice
from rekkas.network.models import Office
from rekkas.territory import queries as territory

QUESTIONS_AT_ONCE, TOLD_AT_ONCE = 10_000, 100
router = Router(tags=["Network"])


class OfficeShown(msgspec.Struct, frozen=True):
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
    services: tuple[str, ...]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def offices_shown(offices: Sequence[Office]) -> list[OfficeShown]:
    """Offices as they are shown, with what is done at each."""
    done = queries.services_at(offices)
    return [_office_shown(office, tuple(row.code for row in done[office.code])) for office in offices]


def _office_shown(office: Office, services: tuple[str, ...]) -> OfficeShown:
    return OfficeShown(
        code=office.code, country=office.country_id, name=office.shown_name, name_ar=office.name_ar,
        kind=office.kind, locality=office.locality_id, locality_name=office.locality.shown_name,
        hub=office.hub_id or "", latitude=office.latitude, longitude=office.longitude,
        time_zone=office.country.time_zone, opens=_clock(office.opens_min), closes=_clock(office.closes_min),
        open_days=office.open_days, cut_off=_clock(office.cut_off_min), delivery_days=office.delivery_days,
        closed_from=office.closed_from, closed_until=office.closed_until, retired=office.retired,
        distance_m=office.distance_m, services=services,
    )  # fmt: skip


@router.get("/offices", **door(PUBLIC, gives=Page[OfficeShown], fails=(404,)))
def list_offices(
    request: HttpRequest,
    country: Annotated[str, Query(max_length=2, description="Only those of this country (ISO 3166-1).")] = "",
    kind: Annotated[str, Query(max_length=8, description="agency, delivery, sorting or exchange.")] = "",
    search: Annotated[
        str, Query(max_length=80, description="Words of the name, the place or the code.")
    ] = "",
    service: Annotated[
        str, Query(max_length=24, description="Only those that do it: a code of /services.")
    ] = "",
    near: Annotated[str, Query(max_length=40, description="latitude,longitude: the nearest first.")] = "",
    after: Annotated[str, Query(max_length=64, description="The field next of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=PAGE_AT_MOST, description="How many at most.")] = PAGE,
) -> HttpResponse:
    """The offices in service, by code; or those open to the public that are nearest to a point."""
    if near:
        if country or kind or search or after:
            raise InvalidInput(field="near", reason=_("it stands alone: send nothing else but limit"))
        rows = queries.offices_near(*_point(near), limit=limit, service=service)
        return answer(Page(offices_shown(rows)))
    if kind and kind not in OfficeKind.values:
        raise InvalidInput(
            field="kind", reason=_("it is one of %(kinds)s") % {"kinds": ", ".join(OfficeKind.values)}
        )
    countries = [territory.country(country.upper())] if country else territory.countries()
    found = [row for here in countries for row in queries.offices_of(here.pk, kind or None, search, service)]
    rest = sorted((row for row in found if row.code > after), key=lambda row: row.code)
    page = page_of(rest[: limit + 1], limit, lambda row: row, lambda row: row.code)
    return answer(Page(offices_shown(page.data), page.next))


def _point(near: str) -> tuple[float, float]:
    try:
        latitude, longitude = map(float, near.split(","))
    except ValueError:
        latitude = longitude = 1000.0
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InvalidInput(field="near", reason=_("write it as latitude,longitude in degrees"))
    return latitude, longitude


@router.get("/offices/{code}", **door(PUBLIC, gives=OfficeShown, fails=(404,)))
def show_office(request: HttpRequest, code: str) -> HttpResponse:
    """One office, in service or retired."""
    return answer(offices_shown([queries.office(code.strip().upper())])[0])


class ServiceShown(msgspec.Struct, frozen=True):
    """What people come to an office for, named in the reader's language; ``kinds`` of office do it that do not say
    otherwise.
    """

    country: str
    code: str
    name: str
    kinds: tuple[str, ...]


@router.get("/services", **door(PUBLIC, gives=Results[ServiceShown]))
def list_services(request: HttpRequest) -> HttpResponse:
    """What is done at the offices of each country."""
    rows = queries.services_in(country.iso for country in territory.countries())
    shown = [
        ServiceShown(row.country_id, row.code, row.name, tuple(filter(None, row.kinds.split("|"))))
        for row in rows
    ]
    return answer(Results(shown))


class PromiseAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When will what is handed over at one office be delivered from another?

    Without a moment, now is meant; a moment without its offset is a wall time at the origin. Express mail passes
    by the sorting waves.
    """

    origin: Annotated[str, msgspec.Meta(max_length=12)]
    destination: Annotated[str, msgspec.Meta(max_length=12)]
    at: datetime | None = None
    carriage: Literal["standard", "express"] = "standard"


class PromisesAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Up to 10,000 questions.

    With ``path`` or ``certainty``, up to 100: each is answered with its way in words, or with the days that
    experience makes likely.
    """

    questions: Annotated[list[PromiseAsked], msgspec.Meta(max_length=QUESTIONS_AT_ONCE)]
    path: bool = False
    certainty: bool = False


class _Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same, with its questions still to be read, each by itself."""

    questions: msgspec.Raw
    path: bool = False
    certainty: bool = False


class StepShown(msgspec.Struct, frozen=True):
    """One step of the way: its kind, the moment it speaks of, and the sentence in the reader's language."""

    why: str
    at: datetime
    text: str


class LikelyShown(msgspec.Struct, frozen=True):
    """By which day half of such items are delivered, four of five, and nineteen of twenty."""

    p50: date
    p80: date
    p95: date


class PromiseShown(msgspec.Struct, frozen=True):
    """``outcome`` is promised or declined; a question that was declined says why by code and message.

    ``likely`` stands beside the promise, never instead of it; null unless asked for, and until enough was learned.
    """

    outcome: str
    arrives_at: datetime | None = None
    delivery_date: date | None = None
    path: tuple[StepShown, ...] = ()
    likely: LikelyShown | None = None
    code: str = ""
    message: str = ""


A_QUESTION = {"origin": "XA0001", "destination": "XA0004", "carriage": "standard"}


@router.post("/promises", **door(
    PUBLIC, takes=PromisesAsked, gives=Results[PromiseShown], status=207, example={"questions": [A_QUESTION]},
))  # fmt: skip
def ask_promises(request: HttpRequest) -> HttpResponse:
    """When up to 10,000 items would be delivered: one answer a question, in the order asked."""
    asked = object_of(request, _Asked)
    most = TOLD_AT_ONCE if asked.path or asked.certainty else QUESTIONS_AT_ONCE
    rows = rows_of(bytes(asked.questions), PromiseAsked, at_most=most)
    promised = _promised(rows, with_path=asked.path, with_certainty=asked.certainty)
    return answer(Results([_promise_shown(found, likely) for found, likely in promised]), 207)


@router.get("/promises", **door(PUBLIC, gives=PromiseShown, fails=(404,)))
def ask_promise(
    request: HttpRequest,
    origin: Annotated[str, Query(max_length=12, description="The code of the office of posting.")],
    destination: Annotated[str, Query(max_length=12, description="The code of the office of delivery.")],
    at: Annotated[str, Query(max_length=40, description="When it is handed over; now, unless said.")] = "",
    carriage: Annotated[str, Query(max_length=8, description="standard or express.")] = STANDARD,
    path: Annotated[bool, Query(description="Tell the way in words.")] = False,
    certainty: Annotated[bool, Query(description="Tell the days that experience makes likely.")] = False,
) -> HttpResponse:
    """When one item would be delivered, and by which way."""
    said = {"origin": origin, "destination": destination, "carriage": carriage}
    if at:
        said["at"] = at.replace(" ", "+")  # what becomes of the sign of an offset in an address
    try:
        question = msgspec.convert(said, PromiseAsked)
    except msgspec.ValidationError:
        field = "at" if carriage in ("standard", "express") else "carriage"
        reason = (
            _("write a moment as 2026-03-31T16:30:00+01:00") if field == "at" else _("standard or express")
        )
        raise InvalidInput(field=field, reason=reason) from None
    ((found, likely),) = _promised([question], with_path=path, with_certainty=certainty)
    if isinstance(found, Refused):
        raise found
    return answer(_promise_shown(found, likely))


Found = queries.Promise | queries.Reasoned | Refused
Likely = Mapping[float, date]  # by certainty; empty where nothing is said


def _promised(
    rows: Sequence[PromiseAsked | Unreadable], *, with_path: bool, with_certainty: bool
) -> list[tuple[Found, Likely]]:
    """An answer to each row, and what is likely. A constant number of statements for any number of them."""
    now = timezone.now()
    networks = [queries.held_network(country.iso) for country in territory.countries()]
    known = {code: network for network in networks if network for code in network.offices}
    judged = [_question(row, known, now) for row in rows]
    questions = [question for question in judged if isinstance(question, queries.Question)]
    found: Iterator[queries.Promise | queries.Reasoned] = iter(
        queries.ways_for(questions) if with_path else queries.promises_for(questions)
    )
    likely: Iterator[Likely] = iter(
        queries.estimates_for(questions) if with_certainty else [{}] * len(questions)
    )
    return [
        (_kept(question, next(found), known), next(likely))
        if isinstance(question, queries.Question)
        else (question, {})
        for question in judged
    ]


def _question(
    row: PromiseAsked | Unreadable, known: Mapping[str, queries.HeldNetwork], now: datetime
) -> queries.Question | Refused:
    if isinstance(row, Unreadable):
        return InvalidInput(field=f"#/questions{row.pointer[1:]}", reason=row.reason)
    origin, destination = row.origin.strip().upper(), row.destination.strip().upper()
    for end, code in ((row.origin, origin), (row.destination, destination)):
        if code not in known:
            return UnknownOffice(office=end)
    zone = known[origin].zone
    at = row.at or now
    try:
        at = at.replace(tzinfo=zone) if at.tzinfo is None else at
        if not queries.in_reach(at, now):
            return BeyondReach(at=at.isoformat())
    except OverflowError:  # a year that no offset leaves within the calendar
        return BeyondReach(at=at.isoformat())
    if known[destination] is not known[origin]:
        return NotReached(origin=origin, destination=destination, reason=_("No trips lead there."))
    return queries.Question(origin, destination, at, row.carriage)


def _kept(
    question: queries.Question,
    found: queries.Promise | queries.Reasoned,
    known: dict[str, queries.HeldNetwork],
) -> Found:
    """The promise, or why there is none."""
    if found.delivery_date is not None:
        return found
    if found.arrives_at is not None:
        reason = _("It would arrive, but its last office does not give out mail for a year to come.")
    elif known[question.origin].leads_to(question.origin, question.destination):
        reason = _("No run that is planned for the next weeks takes it there, or the first office is closed.")
    else:
        reason = _("No trips lead there.")
    return NotReached(origin=question.origin, destination=question.destination, reason=reason)


def _promise_shown(found: Found, likely: Likely) -> PromiseShown:
    if isinstance(found, Refused):
        return PromiseShown("declined", code=found.code, message=str(found))
    reasons = found.reasons if isinstance(found, queries.Reasoned) else ()
    path = tuple(StepShown(step.why, step.at, step.text) for step in reasons)
    days = LikelyShown(*(likely[level] for level in queries.LEVELS)) if likely else None
    return PromiseShown("promised", found.arrives_at, found.delivery_date, path, days)
