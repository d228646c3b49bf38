"""What the files of a pack must say together: codes used once, references that lead somewhere, hours."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from postkit.pack.country import FILE as COUNTRY
from postkit.pack.country import Found
from postkit.pack.model import Mistake
from postkit.pack.reasons import Reason
from postkit.pack.sheet import Row
from postkit.pack.tables import ABROAD, ABROAD_ZONES, TABLES
from postkit.pack.timetable import CALLS, Files, check_timetable, unknown

ZONES = ("local", "regional", "national")


def cross_check(country: Found | None, files: Files) -> Iterator[Mistake]:
    """Every mistake that no single cell shows; a file that cannot be read is not held against the others."""
    return chain(
        _codes(country, files),
        _references(files),
        _localities(country, files),
        _offices(files),
        _services(files),
        check_timetable(files),
        _products(files),
        _destinations(files),
        _prices(files),
        _peaks(files),
    )


def _codes(country: Found | None, files: Files) -> Iterator[Mistake]:
    """A code stands once in its file, and begins like the country's where it is known to the whole world."""
    iso = country.values.get("iso") if country else None
    for table in TABLES:
        seen: dict[str, int] = {}
        for row in files.get(table.file, ()) if table.key else ():
            code = row.cells[table.key]
            if code and code in seen:
                reason = f"'{code}' already stands on line {seen[code]}; use each {table.key} once"
                yield Mistake(table.file, row.line, table.key, reason)
            seen.setdefault(code, row.line)
            is_worldwide = table.file in ("regions.csv", "localities.csv", "offices.csv", "trips.csv")
            if iso and is_worldwide and "code" in row.values and code[:2] != iso:
                reason = f"'{code}' is not of this country; begin it with {iso}, the iso of {COUNTRY}"
                yield Mistake(table.file, row.line, "code", reason)


def _references(files: Files) -> Iterator[Mistake]:
    for file, field, target in (
        ("localities.csv", "region", "regions.csv"),
        ("localities.csv", "delivery_office", "offices.csv"),
        ("offices.csv", "locality", "localities.csv"),
        ("offices.csv", "hub", "offices.csv"),
        *((file, field, "offices.csv") for file, field in CALLS),
        ("prices.csv", "product", "products.csv"),
    ):
        if target not in files:
            continue
        known = {row.cells["code"] for row in files[target]}
        yield from unknown(file, field, files.get(file, ()), known, target)


def _localities(country: Found | None, files: Files) -> Iterator[Mistake]:
    kinds = {row.cells["code"]: row.values.get("kind") for row in files.get("offices.csv", ())}
    pattern = country.values.get("postcode_pattern") if country else None
    for row in files.get("localities.csv", ()):
        office = row.cells["delivery_office"]
        if kinds.get(office) not in (None, "delivery"):
            reason = (
                f"'{office}' is of kind {kinds[office]} and delivers nothing; name an office of kind delivery"
            )
            yield Mistake("localities.csv", row.line, "delivery_office", reason)
        postcode = row.values.get("postcode")
        if pattern and postcode and not re.fullmatch(pattern, postcode):
            reason = f"'{postcode}' does not look like {pattern}, the postcode_pattern of {COUNTRY}"
            yield Mistake("localities.csv", row.line, "postcode", reason)


def _offices(files: Files) -> Iterator[Mistake]:
    kinds = {row.cells["code"]: row.values.get("kind") for row in files.get("offices.csv", ())}
    for row in files.get("offices.csv", ()):
        for field, reason in chain(_hub(row, kinds), _hours(row), _delivery(row), _closure(row)):
            yield Mistake("offices.csv", row.line, field, reason)


def _services(files: Files) -> Iterator[Mistake]:
    known = {row.cells["code"] for row in files.get("services.csv", ())}
    for row in files.get("offices.csv", ()):
        for code in row.values.get("services", ()):
            if code not in known:
                yield Mistake(
                    "offices.csv", row.line, "services", Reason("no-code-of", given=code, file="services.csv")
                )


def _hub(row: Row, kinds: dict[str, str | None]) -> Iterator[tuple[str, str]]:
    kind, hub = row.values.get("kind"), row.cells["hub"]
    if kind == "sorting" and hub:
        yield "hub", "a sorting centre hangs on no other; leave it blank"
    elif kind and kind != "sorting" and not hub:
        yield "hub", "is empty; write the code of the sorting centre that serves this office"
    elif kind and hub and kinds.get(hub) not in (None, "sorting"):
        yield "hub", f"'{hub}' is of kind {kinds[hub]}; name an office of kind sorting"


def _hours(row: Row) -> Iterator[tuple[str, str]]:
    opens, closes, cut_off = (row.values.get(name) for name in ("opens_min", "closes_min", "cut_off_min"))
    if opens is None or closes is None:
        return
    if closes <= opens:
        yield "closes", f"{row.cells['closes']} is not after {row.cells['opens']}; close later than you open"
    elif cut_off is not None and not opens <= cut_off <= closes:
        hours = f"{row.cells['opens']} to {row.cells['closes']}"
        yield "cut_off", f"{row.cells['cut_off']} is outside the opening hours; write a time from {hours}"


def _delivery(row: Row) -> Iterator[tuple[str, str]]:
    kind, days = row.values.get("kind"), row.values.get("delivery_days")
    if kind == "delivery" and days == "":
        yield "delivery_days", "a delivery office delivers on some day; write the days as digits"
    elif kind and kind != "delivery" and days:
        yield "delivery_days", f"an office of kind {kind} delivers nothing; leave it blank"


def _closure(row: Row) -> Iterator[tuple[str, str]]:
    if "closed_from" not in row.values or "closed_until" not in row.values:
        return
    start, end = row.values["closed_from"], row.values["closed_until"]
    if end and not start:
        yield "closed_from", "is empty beside closed_until; write the first day of the closure"
    elif end and end < start:
        yield "closed_until", f"{end} is before {start}; write the last day of the closure"


def _products(files: Files) -> Iterator[Mistake]:
    reach, unclear = _reach(files.get("prices.csv", ()))
    for row in files.get("products.csv", ()):
        if row.values.get("cod_allowed") is False and row.values.get("max_cod"):
            yield Mistake("products.csv", row.line, "max_cod", "no cash on delivery is allowed; write 0")
        code, heaviest = row.cells["code"], row.values.get("max_weight_g")
        if "prices.csv" not in files or heaviest is None or {code, ""} & unclear:
            continue
        zones = _zones_of(row, files)
        highest = {zone: reach.get((code, zone), 0) for zone in zones}
        if bare := [zone for zone in zones if not highest[zone]]:
            reason = f"has no base price in zone {', '.join(bare)}; add rows of kind base to prices.csv"
            yield Mistake("products.csv", row.line, "code", reason)
        if short := [f"{zone} {most} g" for zone, most in highest.items() if 0 < most < heaviest]:
            reason = f"{heaviest} g have no base price; prices.csv ends at {', '.join(short)}"
            yield Mistake("products.csv", row.line, "max_weight_g", reason)


def _zones_of(product: Row, files: Files) -> tuple[str, ...]:
    """The zones in which a product needs prices: at home all of them, abroad those that lead somewhere."""
    if product.values.get("scope") != ABROAD:
        return ZONES
    led = {row.values.get("zone") for row in files.get("destinations.csv", ())}
    return tuple(zone for zone in ABROAD_ZONES if zone in led)


def _destinations(files: Files) -> Iterator[Mistake]:
    rows = files.get("destinations.csv", ())
    kinds = {row.cells["code"]: row.values.get("kind") for row in files.get("offices.csv", ())}
    for row in rows:
        if kinds.get(row.cells["exchange"]) not in (None, "exchange"):
            reason = f"'{row.cells['exchange']}' is no office of exchange; name an office of kind exchange"
            yield Mistake("destinations.csv", row.line, "exchange", reason)
    for row in files.get("products.csv", ()):
        if row.values.get("scope") == ABROAD and not rows:
            yield Mistake(
                "products.csv", row.line, "scope", "nothing goes abroad: destinations.csv names no country"
            )


def _peaks(files: Files) -> Iterator[Mistake]:
    for row in files.get("peaks.csv", ()):
        first, last = row.values.get("first"), row.values.get("last")
        if first and last and last < first:
            yield Mistake(
                "peaks.csv", row.line, "last", f"{last} is before {first}; write the last day of the peak"
            )


def _reach(prices: Iterable[Row]) -> tuple[dict[tuple[str, str], int], set[str]]:
    """How heavy each product may be in each zone, and the products of which a price cannot be read."""
    reach: dict[tuple[str, str], int] = {}
    unclear = set()
    for row in prices:
        product, zone, grams = row.cells["product"], row.values.get("zone"), row.values.get("up_to_weight_g")
        if "kind" not in row.values or not zone or not (grams or row.values["kind"] != "base"):
            unclear.add(product)
        elif row.values["kind"] == "base" and grams:
            for each in (*ZONES, *ABROAD_ZONES) if zone == "any" else (zone,):
                reach[product, each] = max(reach.get((product, each), 0), grams)
    return reach, unclear


def _prices(files: Files) -> Iterator[Mistake]:
    with_cod = {row.cells["code"]: row.values.get("cod_allowed") for row in files.get("products.csv", ())}
    scopes = {row.cells["code"]: row.values.get("scope") for row in files.get("products.csv", ())}
    seen: dict[tuple[str, ...], int] = {}
    for row in files.get("prices.csv", ()):
        kind, product = row.values.get("kind"), row.cells["product"]
        for field, reason in _price(row, cod_refused=with_cod.get(product) is False):
            yield Mistake("prices.csv", row.line, field, reason)
        zone, scope = row.values.get("zone"), scopes.get(product)
        if zone not in (None, "any") and scope and (zone in ABROAD_ZONES) != (scope == ABROAD):
            reason = f"product '{product}' is {scope}; write a zone of that, or any"
            yield Mistake("prices.csv", row.line, "zone", reason)
        if kind and "zone" in row.values and "up_to_weight_g" in row.values:
            same = product, kind, row.cells["zone"], row.cells["up_to_weight_g"]
            if same in seen:
                reason = (
                    f"line {seen[same]} has a {kind} price of the same product, zone and weight; keep one"
                )
                yield Mistake("prices.csv", row.line, "up_to_weight_g", reason)
            seen.setdefault(same, row.line)


def _price(row: Row, *, cod_refused: bool) -> Iterator[tuple[str, str]]:
    kind = row.values.get("kind")
    if kind == "base" and row.values.get("up_to_weight_g") == 0:
        yield "up_to_weight_g", "a base price holds up to some weight; write it in grams"
    if kind == "base" and row.values.get("per_mille"):
        yield "per_mille", "a base price is no share of a value; write 0"
    if kind == "cod" and cod_refused:
        yield "kind", f"product '{row.cells['product']}' allows no cash on delivery; drop this price"
