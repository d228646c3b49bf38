"""Items come in: announced by a sender, or handed to the post."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import msgspec
from django.db.models import Q
from django.utils.translation import gettext as _

from postkit.s10 import judge
from postkit.text import clean_number
from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import insert_all, update_rows
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput, KeyReused, Refused
from rekkas.catalogue.queries import check_item, customers_by_code, products_named
from rekkas.mail.choices import ANNOUNCED, POSTED, UnitKind
from rekkas.mail.commands.addresses import with_plain_addresses
from rekkas.mail.commands.checks import (
    check_as_announced,
    check_author,
    check_handed_over,
    check_moment,
    check_room,
    says_the_same,
)
from rekkas.mail.commands.scans import join_strays
from rekkas.mail.commands.standings import begin_standings
from rekkas.mail.custody import write_scans
from rekkas.mail.entries import ItemEntry, ItemResult
from rekkas.mail.errors import (
    InvalidNumber,
    MerchantMissing,
    NumberInUse,
    ReferenceInUse,
)
from rekkas.mail.models import Item, subject_of
from rekkas.mail.numbers import PERIOD, item_numbers
from rekkas.mail.queries.custody import Known, standings_for_update, units_numbered
from rekkas.mail.scans import Scan
from rekkas.network.errors import UnknownOffice
from rekkas.network.queries import Question, delivery_offices_for, offices_named, promises_for
from rekkas.network.queries import office as known_office

DOMESTIC_NUMBER = re.compile(r"[A-Z0-9]{6,35}")
UNIT_COLUMNS = ("kind", "number", "cycle", "opened_at")
ITEM_COLUMNS = (
    "unit_id", "key", "product_id", "origin_id", "destination_id", "sender", "addressee", "weight_g",
    "declared_value", "cod_amount", "currency", "customer_code", "reference", "promise_date", "promised_at",
    "accepted_at",
)  # fmt: skip


@command
def announce_items(
    *, items: Sequence[ItemEntry], by: Actor, at: Moment, key: str | None = None
) -> list[ItemResult]:
    """Take the data of items that a sender will hand over later."""
    return _take_in(items, ANNOUNCED, by, at)


@command
def accept_items(
    *, items: Sequence[ItemEntry], by: Actor, at: Moment, key: str | None = None
) -> list[ItemResult]:
    """Take items into the post's custody, and promise when each will arrive."""
    return _take_in(items, POSTED, by, at)


@dataclass(slots=True)
class Arrival:
    """An entry that passed its checks, gathering what the record needs."""

    position: int
    entry: ItemEntry
    number: str
    product: Any
    destination: str
    cycle: int = 1
    promise: Any = None
    announced: Item | None = None


def _take_in(items: Sequence[ItemEntry], code: str, by: Actor, at: Moment) -> list[ItemResult]:
    results: dict[int, ItemResult] = {}
    readable = _readable(with_plain_addresses(items), results, code, by, at)
    results.update(_already_taken(readable))
    arrivals = _checked([pair for pair in readable if pair[0] not in results], results, by)
    _give_numbers(arrivals, at)
    known = units_numbered(arrival.number for arrival in arrivals)
    announced = _announced(arrivals, known, by) if code == POSTED else {}
    arrivals = _without_clashes(arrivals, known, announced, results)
    if code == POSTED:
        _promise(arrivals)
    _write([arrival for arrival in arrivals if arrival.announced is None], code, by, at)
    _accept_announced([arrival for arrival in arrivals if arrival.announced is not None])
    _say(arrivals, code, by, at)
    for arrival in arrivals:
        promised = arrival.promise.delivery_date if arrival.promise else None
        subject = subject_of(arrival.number, arrival.cycle)
        results[arrival.position] = ItemResult("taken", arrival.number, subject, promised)
    return [results[position] for position in range(len(items))]


def _readable(
    items: Sequence[ItemEntry], results: dict[int, ItemResult], code: str, by: Actor, at: Moment
) -> list[tuple[int, ItemEntry]]:
    """Entries that the record can hold: one that it cannot would fail the whole batch."""
    passed = []
    for position, entry in enumerate(items):
        try:
            check_moment(entry.happened_at, at)
            if code == POSTED:
                check_handed_over(entry.happened_at, by, at)
            check_room(entry)
            passed.append((position, entry))
        except Refused as refusal:
            results[position] = declined(refusal)
    return passed


def _already_taken(entries: Sequence[tuple[int, ItemEntry]]) -> Iterable[tuple[int, ItemResult]]:
    """Entries whose key was answered before, or whose reference its customer has used."""
    items = [entry for _, entry in entries]
    keys = {entry.key for entry in items}
    rows = Item.objects.select_related("unit").filter(Q(key__in=keys) | Q(accepted_key__in=keys))
    kept = {key: item for item in rows for key in (item.key, item.accepted_key) if key in keys}
    references = {entry.reference for entry in items if entry.customer and entry.reference}
    used = {
        (item.customer_code, item.reference): item
        for item in Item.objects.select_related("unit").filter(reference__in=references)
        if references
    }
    seen: set[Any] = set()
    for position, entry in entries:
        reference = (entry.customer, entry.reference) if entry.customer and entry.reference else None
        if (item := kept.get(entry.key)) is not None and not says_the_same(entry, item):
            yield position, declined(KeyReused(key=str(entry.key)))
        elif item is not None:
            yield position, ItemResult("repeated", item.unit.number, item.unit.subject, item.promise_date)
        elif reference and (item := used.get(reference)) is not None and item.unit.number != entry.number:
            yield position, declined(ReferenceInUse(reference=entry.reference, number=item.unit.number))
        elif entry.key in seen or (reference and reference in seen):
            yield position, declined(InvalidInput(field="key", reason=_("it stands twice in one batch.")))
        seen |= {entry.key, reference}


def declined(refusal: Refused) -> ItemResult:
    return ItemResult("declined", code=refusal.code, message=str(refusal))


def _checked(fresh: list[tuple[int, ItemEntry]], results: dict[int, ItemResult], by: Actor) -> list[Arrival]:
    """What is wrong with an entry is answered for that entry alone."""
    ends = {office for _, entry in fresh for office in (entry.origin, entry.destination_office) if office}
    offices = offices_named(ends)
    destinations = delivery_offices_for({entry.destination_locality for _, entry in fresh})
    products = products_named({entry.product for _, entry in fresh})
    merchants = customers_by_code({entry.customer for _, entry in fresh if entry.customer})
    passed = []
    for position, entry in fresh:
        try:
            check_author(entry, by)
            arrival = _check(position, entry, offices, destinations, products)
            if entry.cod_amount and entry.customer not in merchants:
                raise MerchantMissing
            passed.append(arrival)
        except Refused as refusal:
            results[position] = declined(refusal)
    return passed


def _check(
    position: int,
    entry: ItemEntry,
    offices: dict[str, Any],
    destinations: dict[str, str],
    products: dict[tuple[str, str], Any],
) -> Arrival:
    origin = offices.get(entry.origin)
    if origin is None:
        raise UnknownOffice(office=entry.origin)
    destination = entry.destination_office or destinations.get(entry.destination_locality)
    if entry.destination_office and destination not in offices:
        raise UnknownOffice(office=entry.destination_office)
    if not destination:
        reason = _("no office serves %(locality)s.") % {"locality": entry.destination_locality}
        raise InvalidInput(field="destination_locality", reason=reason)
    product = products.get((origin.country_id, entry.product))
    check_item(
        product, code=entry.product, country=origin.country_id, weight_g=entry.weight_g,
        cod_amount=entry.cod_amount, declared_value=entry.declared_value,
    )  # fmt: skip
    if not entry.addressee.name.strip():
        raise InvalidInput(field="addressee.name", reason=_("it is empty"))
    number = clean_number(entry.number)
    if number:
        judged = judge(number)
        if (len(number) == 13 and judged.outcome == "invalid") or not DOMESTIC_NUMBER.fullmatch(number):
            raise InvalidNumber(number=number, reason=judged.reason)
    return Arrival(position, entry, number, product, destination)


def _give_numbers(arrivals: list[Arrival], at: Moment) -> None:
    """Series are taken in the order of their names, so that two batches never wait for each other in a ring."""
    waiting: dict[tuple[str, str], list[Arrival]] = {}
    for arrival in arrivals:
        if not arrival.number:
            waiting.setdefault((arrival.product.prefix, arrival.product.country_id), []).append(arrival)
    for (prefix, country), those in sorted(waiting.items()):
        for arrival, number in zip(those, item_numbers(prefix, country, len(those), at=at), strict=True):
            arrival.number = number


def _announced(arrivals: list[Arrival], known: dict[str, list[Known]], by: Actor) -> dict[str, Item]:
    """Of the numbers that are in use, those whose item was only announced: it is handed over now."""
    ids = [known[arrival.number][-1].id for arrival in arrivals if arrival.number in known]
    if not ids:
        return {}
    waiting = [pk for pk, standing in standings_for_update(ids, by=by).items() if standing.code == ANNOUNCED]
    rows = Item.objects.select_related("unit", "product").filter(pk__in=waiting)
    return {item.unit.number: item for item in rows}


def _without_clashes(
    arrivals: list[Arrival],
    known: dict[str, list[Known]],
    announced: dict[str, Item],
    results: dict[int, ItemResult],
) -> list[Arrival]:
    """A number may come again only after its period, as a new cycle; an announced item takes its own number."""
    passed, seen = [], set[str]()
    for arrival in arrivals:
        cycles = known.get(arrival.number, [])
        posted_at = arrival.entry.happened_at
        item = announced.get(arrival.number)
        try:
            if arrival.number in seen or (
                item is None and cycles and cycles[-1].opened_at + PERIOD > posted_at
            ):
                last = posted_at if arrival.number in seen else cycles[-1].opened_at
                raise NumberInUse(number=arrival.number, date=last.date(), until=(last + PERIOD).date())
            if item is not None:
                check_as_announced(
                    arrival.entry, number=arrival.number, product_id=arrival.product.pk,
                    destination=arrival.destination, item=item,
                )  # fmt: skip
        except Refused as refusal:
            results[arrival.position] = declined(refusal)
            continue
        seen.add(arrival.number)
        arrival.announced = item
        arrival.cycle = item.unit.cycle if item else cycles[-1].cycle + 1 if cycles else 1
        passed.append(arrival)
    return passed


def _promise(arrivals: list[Arrival]) -> None:
    questions = [
        Question(a.entry.origin, a.destination, a.entry.happened_at, a.product.carriage) for a in arrivals
    ]
    for arrival, promise in zip(arrivals, promises_for(questions), strict=True):
        arrival.promise = promise


def _write(arrivals: list[Arrival], code: str, by: Actor, at: Moment) -> None:
    units = open_units([(UnitKind.ITEM, a.number, a.cycle, a.entry.happened_at) for a in arrivals], by, at)
    insert_all(
        "mail_item", ITEM_COLUMNS,
        [
            (
                units[a.number], a.entry.key, a.product.pk, a.entry.origin, a.destination,
                _json(a.entry.sender.as_dict()), _json(a.entry.addressee.as_dict()), a.entry.weight_g,
                a.entry.declared_value, a.entry.cod_amount, a.product.country.currency, a.entry.customer,
                a.entry.reference, _day(a.promise), a.promise.arrives_at if a.promise else None,
                a.entry.happened_at if code == POSTED else None,
            )
            for a in arrivals
        ],
    )  # fmt: skip


def _accept_announced(arrivals: list[Arrival]) -> None:
    """What is known of an announced item only now that it is here."""
    update_rows(
        "mail_item", ("unit_id", "accepted_key", "weight_g", "origin_id", "promise_date", "promised_at", "accepted_at"),
        [
            (
                a.announced.pk, a.entry.key, a.entry.weight_g, a.entry.origin, _day(a.promise),
                a.promise.arrives_at, a.entry.happened_at,
            )
            for a in arrivals
            if a.announced is not None
        ],
        key="unit_id",
    )  # fmt: skip


def _say(arrivals: list[Arrival], code: str, by: Actor, at: Moment) -> None:
    first = [
        Scan(uuid5(a.entry.key, code), a.number, code, _as_said(a.entry), a.entry.origin) for a in arrivals
    ]
    if first:
        write_scans(first, by=by, at=at)
        join_strays([a.number for a in arrivals], by=by, at=at)


def _as_said(entry: ItemEntry) -> Moment:
    return entry.happened_at if entry.offset_known else entry.happened_at.replace(tzinfo=None)


def _json(parts: dict[str, str]) -> str:
    return msgspec.json.encode(parts).decode()


def _day(promise: Any) -> str | None:
    return promise.delivery_date.isoformat() if promise and promise.delivery_date else None


def open_units(rows: Sequence[tuple[str, str, int, Moment]], by: Actor, at: Moment) -> dict[str, int]:
    """Give units their places in the record; each begins with a standing that says nothing yet."""
    insert_all("mail_unit", UNIT_COLUMNS, [(str(kind), *rest) for kind, *rest in rows])
    cycles = {number: cycle for _, number, cycle, _ in rows}
    found = {
        number: next(known.id for known in every if known.cycle == cycles[number])
        for number, every in units_numbered(cycles).items()
    }
    begin_standings(sorted(found.values()))
    return found


def check_ends(office: str, destination: str) -> None:
    """Mail goes from one office to another."""
    for code in (office, destination):
        known_office(code)
    if office == destination:
        raise InvalidInput(field="destination", reason=_("it is the office itself. Choose another."))


def scan_id_for(*parts: object) -> UUID:
    """A scan's own id, made from what it says, so that a verb said twice is recorded once."""
    return uuid5(NAMESPACE_OID, "\n".join(map(str, parts)))
