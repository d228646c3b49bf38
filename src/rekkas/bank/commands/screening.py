"""How customers are compared with the lists, and how a person decides what a machine only proposes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from rekkas.bank import numbers, queries
from rekkas.bank.choices import CustomerStatus, Decision, EventKind, MatchState
from rekkas.bank.commands.history import note, note_all, noted
from rekkas.bank.commands.renewing import renew_accounts
from rekkas.bank.entries import Screened
from rekkas.bank.errors import DecidedByAPerson, MatchDecided, OwnCustomer, ReasonMissing
from rekkas.bank.matching import Judgement, is_stronger, judged
from rekkas.bank.models import Customer, SanctionEntry, ScreeningMatch
from rekkas.bank.queries import screening
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.bulk import insert_all, update_rows
from rekkas.base.choices import ActorKind
from rekkas.base.command import command

AT_MOST = 1_000  # customers, and entries of lists, compared in one transaction
MATCH_COLUMNS = (
    "number", "customer_id", "entry_id", "list_digest", "score", "reasons", "state", "opened_at", "enrolled_by",
    "decided_by", "note",
)  # fmt: skip
# What was decided before stays in the customer's history; the question is open again.
ASKED_AGAIN = ("list_digest", "score", "reasons", "state", "decided_by", "decided_at", "note")
Pair = tuple[int, int]  # a customer and an entry


@dataclass(frozen=True, slots=True)
class Found:
    """A likeness for which a person must be asked."""

    customer: Customer
    entry: SanctionEntry
    judgement: Judgement


@command
def screen_customers(*, at_most: int = AT_MOST, by: Actor, at: Moment) -> Screened:
    """Compare new and changed customers with every list in force, and new entries of lists with every customer.

    A likeness waits for a person; nothing is cleared or confirmed here. What was cleared before is asked again only
    where the list says something new of it, or a day of birth or a paper speaks for it now.
    """
    customers = screening.customers_to_screen(at_most)
    entries = screening.entries_to_screen(at_most)
    pairs = screening.pairs_near(customers, entries)
    opened = _open(_judged(pairs), by, at)
    Customer.objects.filter(pk__in=customers).update(to_screen=False)
    SanctionEntry.objects.filter(pk__in=entries).update(to_screen=False)
    is_more = at_most in (len(customers), len(entries))
    return Screened(len(customers), len(entries), opened, is_more)


@command
def decide_match(
    *, match: str, decision: Decision, note: str, by: Actor, at: Moment, key: str | None = None
) -> None:
    """Decide whether a customer is the one on the list; whoever enrolled the customer does not.

    Who is confirmed is blocked, until the block is lifted by somebody else.
    """
    text = note.strip()
    if by.kind != ActorKind.PERSON:
        raise DecidedByAPerson
    if not text:
        raise ReasonMissing
    row = queries.screening.match_for_update(match)
    if row.state != MatchState.OPEN:
        raise MatchDecided(match=row.number, who=row.decided_by)
    if by.name == row.enrolled_by:
        raise OwnCustomer
    row.state, row.decided_by, row.decided_at, row.note = decision, author_name(by), at, text[:1000]
    row.save(update_fields=["state", "decided_by", "decided_at", "note"])
    _tell(row, decision, text, by, at)
    renew_accounts(customer=row.customer.number, by=by, at=at)


def _tell(row: ScreeningMatch, decision: Decision, text: str, by: Actor, at: Moment) -> None:
    note(
        row.customer, EventKind.MATCH_DECIDED, by=by, at=at, match=row.number, list=row.entry.code,
        entry=row.entry.entry_id, list_digest=row.list_digest, decision=Decision(decision).value, note=text[:1000],
    )  # fmt: skip
    if decision != Decision.CONFIRMED:
        return
    customer = queries.customer_for_update(row.customer.number)
    if customer.status != CustomerStatus.ACTIVE:
        return
    # The number of the match alone: whoever meets the customer need not know of which list it is.
    customer.status, customer.status_by = CustomerStatus.BLOCKED, author_name(by)
    customer.status_reason, customer.status_reference = row.number, ""
    customer.save(update_fields=["status", "status_by", "status_reason", "status_reference"])
    note(customer, EventKind.BLOCKED, by=by, at=at, reason=row.number, reference="")


def _judged(pairs: Iterable[Pair]) -> dict[Pair, Found]:
    """Each pair for which a person must be asked, with why."""
    near = sorted(pairs)
    customers = screening.customers_among({customer for customer, _ in near})
    entries = screening.entries_among({entry for _, entry in near})
    papers = screening.papers_of(customers)
    found = {}
    for pair in near:
        customer, entry = customers.get(pair[0]), entries.get(pair[1])
        if customer is None or entry is None:
            continue
        judgement = judged(
            kind=customer.kind, names=customer.names, birth=customer.birth,
            papers=[*papers.get(customer.pk, ()), *filter(None, [customer.registration_number])],
            listed_kind=entry.kind, listed_names=[(text, quality) for text, quality in entry.names],
            listed_births=entry.spans, listed_papers=[number for number, _, _ in entry.papers],
        )  # fmt: skip
        if judgement is not None:
            found[pair] = Found(customer, entry, judgement)
    return found


def _open(found: Mapping[Pair, Found], by: Actor, at: Moment) -> int:
    """Put what is new before a person. Returns how many."""
    digests = {row.code: row.digest for row in screening.lists_in_force()}
    known = screening.matches_among({customer for customer, _ in found})
    fresh = [pair for pair in found if pair not in known]
    again = [
        pair for pair in found
        if pair in known and known[pair].state == MatchState.CLEARED
        and is_stronger(found[pair].judgement.reasons, known[pair].reasons)
    ]  # fmt: skip
    given = numbers.match_numbers(at.year, len(fresh))
    insert_all(
        "bank_screeningmatch", MATCH_COLUMNS,
        [_row(number, found[pair], digests, at) for number, pair in zip(given, fresh, strict=True)],
    )  # fmt: skip
    update_rows(
        "bank_screeningmatch", ("id", *ASKED_AGAIN),
        [(known[pair].pk, *_asked(found[pair], digests), MatchState.OPEN.value, "", None, "") for pair in again],
        key="id",
    )  # fmt: skip
    note_all(
        noted(
            one.customer, EventKind.MATCH_OPENED, by=by, at=at, list=one.entry.code, entry=one.entry.entry_id,
            score=one.judgement.score,
        )
        for one in (found[pair] for pair in [*fresh, *again])
    )  # fmt: skip
    return len(fresh) + len(again)


def _row(number: str, one: Found, digests: Mapping[str, str], at: Moment) -> tuple[Any, ...]:
    return (
        number, one.customer.pk, one.entry.pk, *_asked(one, digests), MatchState.OPEN.value, at,
        one.customer.enrolled_by, "", "",
    )  # fmt: skip


def _asked(one: Found, digests: Mapping[str, str]) -> tuple[str, int, str]:
    """By which version of the list, with which score, for which reasons a person is asked."""
    return digests[one.entry.code], one.judgement.score, msgspec.json.encode(one.judgement.reasons).decode()
