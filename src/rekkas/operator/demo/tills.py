"""Cash of the counters: supplied, opened with in the morning, counted in the evening, once with too little."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from postkit.cash import to_text
from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.cash import commands as cash
from rekkas.cash import queries
from rekkas.money.choices import Book
from rekkas.money.commands import close_day, sign_day
from rekkas.money.queries import balance
from rekkas.money.signing import sign
from rekkas.operator.demo.acts import Act, Stage, minutes
from rekkas.operator.demo.scene import Counter, Scene

SUPPLIED, FLOAT, LACKING = 20_000_000, 3_000_000, 2_000
SEALED, OPENED, CLOSED, BOOKS_CLOSED = 7 * 60 + 10, 8 * 60, 17 * 60, 30
LONG_AGO = timedelta(days=40)  # money orders of then have expired
DISPUTE = "I counted every note twice, and all my receipts are here."


def cash_acts(scene: Scene) -> Iterator[Act]:
    for counter in scene.counters:
        first = scene.days[0] - LONG_AGO if counter is scene.counters[0] else scene.days[0]
        sealed = scene.moment(first, SEALED)
        yield Act(sealed, 20, partial(supply, counter=counter, at=sealed))
        for day in dict.fromkeys((first, *scene.days)):
            yield from _day(scene, counter, day, FLOAT if day == first else 0)
    for day in scene.days:
        if day < scene.now.date():
            at = scene.moment(day + timedelta(days=1), BOOKS_CLOSED)
            yield Act(at, 30, partial(close_books, day=day, at=at))


def _day(scene: Scene, counter: Counter, day: date, taken: int) -> Iterator[Act]:
    """A till from morning to evening; today's is open still."""
    opened = scene.moment(day, OPENED)
    yield Act(opened, 20, partial(open_till, counter=counter, taken=taken, at=opened))
    if day < scene.now.date():
        is_short = counter is scene.counters[0] and day == yesterday(scene)
        closed = scene.moment(day, CLOSED)
        yield Act(closed, 20, partial(close_till, counter=counter, lacking=LACKING * is_short, at=closed))


def yesterday(scene: Scene) -> date:
    """The last day before today on which the counters were open."""
    return max(day for day in scene.days if day < scene.now.date())


def clerk_of(stage: Stage, counter: Counter) -> Actor:
    return stage.staff(counter.clerk, Role.CLERK, counter.office.code)


def till_of(stage: Stage, counter: Counter) -> str:
    return queries.till_of(counter.office.code, counter.clerk, stage.scene.country.currency)


def pieces(stage: Stage, amount: int) -> str:
    """An amount in as few notes and coins as need be."""
    found = {}
    for one in queries.denominations_of(stage.scene.country.iso, stage.scene.country.currency):
        found[one.value], amount = divmod(amount, one.value)
    return to_text({value: count for value, count in found.items() if count})


def supply(stage: Stage, counter: Counter, at: datetime) -> None:
    """A pouch from the treasury: two sign where it is sealed, and two where it is opened."""
    office, currency = counter.office.code, stage.scene.country.currency
    pouch, seal, inside = f"P-{office}-1", f"S{office[2:]}1", pieces(stage, SUPPLIED)
    cash.supply_cash(
        pouch=pouch,
        seal=seal,
        destination=office,
        currency=currency,
        pieces=inside,
        by=stage.treasurer(),
        at=at,
    )
    cash.sign_pouch(pouch=pouch, office="", by=stage.treasurer(1), at=at)
    there = at + minutes(30)
    cash.receive_cash(
        pouch=pouch, seal=seal, office=office, pieces=inside, by=stage.manager(office), at=there
    )
    cash.sign_pouch(pouch=pouch, office=office, by=clerk_of(stage, counter), at=there)


def open_till(stage: Stage, counter: Counter, taken: int, at: datetime) -> None:
    cash.open_till(
        office=counter.office.code, currency=stage.scene.country.currency,
        drawer=pieces(stage, balance(till_of(stage, counter))), taken=pieces(stage, taken),
        by=clerk_of(stage, counter), at=at,
    )  # fmt: skip


def close_till(stage: Stage, counter: Counter, lacking: int, at: datetime) -> None:
    """Counted blind. What lacks becomes a question, which its clerk disputes."""
    till, by = till_of(stage, counter), clerk_of(stage, counter)
    last = queries.last_line(till)
    done = cash.close_till(
        office=counter.office.code, currency=stage.scene.country.currency,
        pieces=pieces(stage, balance(till) - lacking), last_mark=last.mark if last else "", by=by, at=at,
    )  # fmt: skip
    if done.case:
        cash.dispute_discrepancy(case=done.case, statement=DISPUTE, by=by, at=at + minutes(20))


def close_books(stage: Stage, day: date, at: datetime) -> None:
    """The day is closed in both books, and the post's own hand set under it."""
    by = stage.treasurer()
    for book in Book:
        root = close_day(book=book, business_date=day, by=by, at=at)
        signed = sign(bytes.fromhex(root))
        sign_day(
            book=book,
            business_date=day,
            public_key=signed.public_key,
            signature=signed.signature,
            by=by,
            at=at,
        )
