"""The books before and after: accounts with money in them, and the comparison with what the workers wrote down."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

from django.apps import apps

from rekkas.base.actors import system
from rekkas.money.choices import EntryKind, Posted
from rekkas.money.commands import add_accounts, post_all
from rekkas.money.entries import AccountLimit, TransferEntry, TransferResult
from rekkas.money.queries import accounts, closed_days
from tests.kills.worker import CUSTOMERS, Line, customer, read
from tests.money.purses import wrong

START = UUID(int=2024)
Asked, Answers = dict[UUID, TransferEntry], dict[UUID, TransferResult]
Kept = dict[UUID, tuple[str, str, list[tuple[str, str, int]]]]


def open_books() -> None:
    """Customers with 100.00 each, so that some of what is asked must be declined."""
    by, at = system("start"), datetime.now(UTC)
    add_accounts(accounts=[AccountLimit(customer(number)) for number in range(CUSTOMERS)], by=by, at=at)
    entries = [
        TransferEntry(
            uuid5(START, str(number)),
            customer(number),
            "reserve:central:MAD",
            10_000,
            "MAD",
            EntryKind.DEPOSIT,
            at,
        )
        for number in range(CUSTOMERS)
    ]
    post_all(transfers=entries, by=by, at=at)


def report(papers: Path) -> int:
    """Compare the papers with the books, and print what was counted. Returns 1 where they differ."""
    lines = [line for path in sorted(papers.glob("*.paper")) for line in read(path)]
    asked = {one.key: one for line in lines for one in line.asked}
    answers = {one.key: one for line in lines for one in line.answered}
    kept = _kept()
    faults = [*_differences(asked, answers, kept), *wrong()]
    _say(lines, asked, answers, kept)
    for fault in faults[:20]:
        print(f"  WRONG: {fault}")
    if not faults:
        print("  each answered entry is there once and as it was asked, and no other; the books agree")
    return int(bool(faults))


def _kept() -> Kept:
    """What the books say of each key: its kind, its phase and what moved."""
    legs: dict[UUID, list[tuple[str, str, int]]] = {}
    rows = (
        apps.get_model("money", "Transfer")
        .objects.order_by("entry", "leg")
        .values_list("entry__key", "source__code", "target__code", "amount")
    )
    for key, *leg in rows.iterator():
        legs.setdefault(key, []).append(tuple(leg))  # type: ignore[arg-type]
    entries = apps.get_model("money", "Entry").objects.values_list("key", "kind", "phase").iterator()
    return {key: (kind, phase, legs.get(key, [])) for key, kind, phase in entries}


def _is_as_asked(asked: TransferEntry, kept: tuple[str, str, list[tuple[str, str, int]]]) -> bool:
    kind, phase, legs = kept
    own = [(leg.source, leg.target, leg.amount) for leg in asked.legs]
    return (kind, phase) == (asked.kind, asked.phase) and (asked.takes_legs or legs == own)


def _differences(asked: Asked, answers: Answers, kept: Kept) -> list[str]:
    found = [f"{key} was asked and never answered" for key in asked.keys() - answers.keys()]
    for key, answer in answers.items():
        said = f"{key} was answered {answer.outcome} {answer.code}"
        is_there, should_be = key in kept, answer.outcome is not Posted.DECLINED
        if is_there is not should_be:
            found.append(f"{said} and is {'there' if is_there else 'not there'}")
        elif is_there and not _is_as_asked(asked[key], kept[key]):
            found.append(f"{said} and is not what was asked")
    own = {uuid5(START, str(number)) for number in range(CUSTOMERS)} | {
        uuid5(key, "expired") for key in asked
    }
    return found + [f"{key} was never asked" for key in kept.keys() - asked.keys() - own]


def _say(lines: list[Line], asked: Asked, answers: Answers, kept: Kept) -> None:
    again = [line for line in lines if line.answered and (line.is_again or line.tries > 1)]
    outcomes = Counter(answer.outcome.value for answer in answers.values())
    retried = Counter(one.outcome.value for line in again for one in line.answered)
    codes = Counter(answer.code for answer in answers.values() if answer.code)
    for said in (
        f"entries asked {len(asked):,}, answered {len(answers):,}: {outcomes['posted']:,} posted, "
        f"{outcomes['repeated']:,} posted before a kill and told after it, {outcomes['declined']:,} declined",
        f"tried again {sum(retried.values()):,} in {len(again):,} batches: {retried['repeated']:,} were there, "
        f"{retried['posted']:,} were not yet, {retried['declined']:,} declined",
        f"in the books {len(kept):,} entries, {len(kept.keys() & asked.keys()):,} of them asked here; "
        f"{len(accounts())} accounts, {len(closed_days())} days closed",
        f"declined with {', '.join(f'{code} {count:,}' for code, count in codes.most_common(6))}",
    ):
        print(f"  {said}")
