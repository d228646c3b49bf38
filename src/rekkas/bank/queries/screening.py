"""Who may be somebody on a list: what is still to be compared, what a person must decide, who is held until then."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count

from rekkas.bank.choices import LIVE, MatchState
from rekkas.bank.errors import UnknownMatch
from rekkas.bank.models import Customer, SanctionEntry, SanctionList, ScreeningMatch
from rekkas.base.bulk import among
from rekkas.desk.listings import Listing

# Where customers and lists meet: the table and column of the customer, and what of it must equal a key of an entry.
# Keys that stand for one word alone are for people who look somebody up, and stand in no list.
_MEETINGS = (
    ("bank_namekey n", "n.customer_id", "k.key = n.key AND k.is_paper = FALSE"),
    ("bank_identitydocument n", "n.customer_id", "k.key = n.number AND k.is_paper = TRUE AND n.live"),
    (
        "bank_customer n", "n.id",
        "k.key = n.registration_number AND k.is_paper = TRUE AND n.registration_number <> ''",
    ),
)  # fmt: skip


def is_held(number: str) -> bool:
    """Whether a likeness of this customer to a listed name must be decided before money leaves or a level is raised."""
    return number in held_among([number])


def held_among(numbers: Iterable[str]) -> set[str]:
    """Which of these customers are held, in one question."""
    rows = ScreeningMatch.objects.filter(customer__number__in=set(numbers), state=MatchState.OPEN)
    return set(rows.values_list("customer__number", flat=True))


def matches_in(state: str = MatchState.OPEN) -> Listing[ScreeningMatch]:
    """Likenesses in a state: those to be decided with the likeliest first, those decided with the latest first."""
    rows = ScreeningMatch.objects.filter(state=state).select_related("customer", "entry")
    return Listing(
        rows.order_by("-score", "id") if state == MatchState.OPEN else rows.order_by("-decided_at"), list
    )


def match(number: str) -> ScreeningMatch:
    """One likeness by its number."""
    found = ScreeningMatch.objects.select_related("customer__country", "customer__level", "entry").filter(
        number=number
    )
    row = found.first()
    if row is None:
        raise UnknownMatch(match=number)
    return row


def match_for_update(number: str) -> ScreeningMatch:
    """One likeness, held until it is decided."""
    rows = ScreeningMatch.objects.select_for_update(of=("self",)).select_related("customer", "entry")
    row = rows.filter(number=number).first()
    if row is None:
        raise UnknownMatch(match=number)
    return row


def matches_of(customer: Customer) -> list[ScreeningMatch]:
    """A customer's likenesses to listed names, the latest first."""
    return list(ScreeningMatch.objects.filter(customer=customer).select_related("entry").order_by("-id"))


def counts_by_state() -> dict[str, int]:
    """How many likenesses are in each state."""
    found = dict(ScreeningMatch.objects.values_list("state").annotate(count=Count("pk")).order_by())
    return {state: found.get(state, 0) for state in MatchState.values}


def sanction_lists() -> Listing[SanctionList]:
    """Every version of every list, the latest first."""
    return Listing(SanctionList.objects.order_by("-id"), list)


def lists_in_force() -> list[SanctionList]:
    """The version of each list by which customers are compared now."""
    return list(SanctionList.objects.filter(retired_at=None).order_by("code"))


def left_to_screen() -> tuple[int, int]:
    """How many customers and how many entries of lists are still to be compared."""
    customers = Customer.objects.filter(to_screen=True, status__in=LIVE).count()
    return customers, SanctionEntry.objects.filter(to_screen=True, in_force=True).count()


def customers_to_screen(at_most: int) -> list[int]:
    """New and changed customers, held until they are compared."""
    rows = Customer.objects.select_for_update().filter(to_screen=True, status__in=LIVE).order_by("id")
    return list(rows.values_list("pk", flat=True)[:at_most])


def entries_to_screen(at_most: int) -> list[int]:
    """New and changed entries of the lists in force, held until they are compared."""
    rows = SanctionEntry.objects.select_for_update().filter(to_screen=True, in_force=True).order_by("id")
    return list(rows.values_list("pk", flat=True)[:at_most])


def pairs_near(customers: Sequence[int], entries: Sequence[int]) -> set[tuple[int, int]]:
    """Customers and entries that share a key of the index: those given, on either side. One statement."""
    parts, values = list[str](), list[Any]()
    for table, column, meet in _MEETINGS:
        # CROSS JOIN has SQLite begin with the side that is given; to PostgreSQL it is a join like another.
        for one, other, side, ids in (
            (table, "bank_sanctionkey k", column, customers),
            ("bank_sanctionkey k", table, "k.entry_id", entries),
        ):
            condition, parameters = among(side, ids)
            parts.append(
                f"SELECT {column}, k.entry_id FROM {one} CROSS JOIN {other} WHERE {meet} AND {condition}"  # noqa: S608
            )
            values += parameters
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), values)
        return {(customer, entry) for customer, entry in cursor.fetchall()}


def papers_of(customers: Iterable[int]) -> dict[int, list[str]]:
    """The numbers of the live papers of each of these customers."""
    condition, values = among("customer_id", customers)
    found: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT customer_id, number FROM bank_identitydocument WHERE live AND {condition}",  # noqa: S608
            values,
        )
        for customer, number in cursor.fetchall():
            found.setdefault(customer, []).append(number)
    return found


def customers_among(ids: Iterable[int]) -> dict[int, Customer]:
    """The live customers of these rows, however many, in one statement."""
    condition, values = among("id", ids)
    rows = Customer.objects.raw(f"SELECT * FROM bank_customer WHERE {condition}", values)  # noqa: S608
    return {row.pk: row for row in rows if row.status in LIVE}


def entries_among(ids: Iterable[int]) -> dict[int, SanctionEntry]:
    """The entries in force of these rows, however many, in one statement."""
    condition, values = among("id", ids)
    rows = SanctionEntry.objects.raw(
        f"SELECT * FROM bank_sanctionentry WHERE in_force AND {condition}",  # noqa: S608
        values,
    )
    return {row.pk: row for row in rows}


def matches_among(customers: Iterable[int]) -> dict[tuple[int, int], ScreeningMatch]:
    """Every likeness of these customers that was asked before, by customer and entry."""
    condition, values = among("customer_id", customers)
    rows = ScreeningMatch.objects.raw(
        f"SELECT * FROM bank_screeningmatch WHERE {condition}",  # noqa: S608
        values,
    )
    return {(row.customer_id, row.entry_id): row for row in rows}
