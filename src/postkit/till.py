"""A till proven from its receipts alone: no server, no database, no network.

Idea: each movement of a till, bag, safe or pouch is a numbered line that leaves a receipt. A receipt says the line and
its chain value: SHA-256 over the chain value before it and the line (`postkit.evidence.chain_digest`; the first line
follows 32 zero bytes). Whoever holds the receipts of a day recomputes the chain and what the till holds after each,
and so finds every receipt that is missing, and the first that does not agree with those before it.

Shapes and units: a receipt's text is one compact JSON array, as it stands in the square code on the paper and in each
line of an export: account, number, delta, after, key (32 hex digits), kind, subject, office, business date,
moment (microseconds since 1970, UTC), kind and name of the author, chain value (64 hex digits). Amounts are minor
units of the currency that ends the account's code. Receipts may come in any order, several times, of several accounts.
Source: this package's own; JSON by RFC 8259, SHA-256 by FIPS 180-4.

Errors: `NotAReceipt`, a ValueError whose ``reason`` is stable: json, shape, form. `prove` raises nothing: what is wrong
with receipts is its answer.

What it cannot see: receipts that nobody kept, after the last one or before the first.

>>> from postkit.evidence import START
>>> said = ("till:MA0001/fatima:MAD", 1, 3500, 3500, "00" * 16, "postage", "PC000000019MA", "MA0001",
...         "2026-03-02", 1772442000000000, "person", "fatima")
>>> one = Receipt(*said, chain_of(START, said))
>>> two = following(one, delta=-500, kind="cash-moved", subject="")
>>> from_text(to_text(one)) == one
True
>>> [proof] = prove([two, one])
>>> (proof.first, proof.last, proof.amount, proof.gaps, proof.wrong)
(1, 2, 3000, (), None)
>>> [proof] = prove([one, two._replace(delta=-400)])
>>> proof.wrong
Wrong(number=2, reason='amount')

On paper, by scanner and offline: ``python -m postkit.till receipts.jsonl``.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from postkit.evidence import START, chain_digest
from postkit.money import NotAnAmount
from postkit.money import to_text as amount_text

_HEX = frozenset("0123456789abcdef")
_BEYOND = 2**63  # no till holds so much, and no line has such a number


class NotAReceipt(ValueError):
    """The text is no receipt; ``reason`` is json, shape (not the thirteen values) or form (a value cannot be)."""

    def __init__(self, reason: str, said: str) -> None:
        super().__init__(f"{reason}: {said[:80]!r}")
        self.reason = reason


class Receipt(NamedTuple):
    """One line of a till as its paper says it, with the chain value."""

    account: str
    number: int
    delta: int
    after: int
    key: str
    kind: str
    subject: str
    office: str
    business_date: str
    happened_us: int
    actor_kind: str
    actor_name: str
    chain: str

    @property
    def said(self) -> list[str | int]:
        """What the chain covers."""
        return list(self[:-1])

    @property
    def mark(self) -> str:
        """The first letters of the chain, for people to compare."""
        return self.chain[:8].upper()

    @property
    def currency(self) -> str:
        return self.account.rpartition(":")[2]


_TYPES = tuple[str, int, int, int, str, str, str, str, str, int, str, str, str]


def to_text(receipt: Receipt) -> str:
    """The one text of a receipt: what its square code holds."""
    return msgspec.json.encode(tuple(receipt)).decode()


def from_text(text: str) -> Receipt:
    """Read `to_text` back, and nothing else.

    >>> from_text("[1, 2]")
    Traceback (most recent call last):
    postkit.till.NotAReceipt: shape: '[1, 2]'
    """
    bare = text.strip()
    try:
        receipt = Receipt(*msgspec.json.decode(bare, type=_TYPES))
    except msgspec.ValidationError as problem:
        raise NotAReceipt("shape", bare) from problem
    except (msgspec.DecodeError, UnicodeEncodeError) as problem:
        raise NotAReceipt("json", bare) from problem
    right = (
        receipt.number >= 1
        and all(abs(value) < _BEYOND for value in receipt if isinstance(value, int))
        and receipt.account.count(":") == 2
        and _is_hex(receipt.key, 32)
        and _is_hex(receipt.chain, 64)
        and to_text(receipt) == bare
    )
    if not right:
        raise NotAReceipt("form", bare)
    return receipt


def _is_hex(text: str, length: int) -> bool:
    return len(text) == length and _HEX.issuperset(text)


def chain_of(previous: bytes | str, said: Sequence[Any]) -> str:
    """The chain value of a line after the one before it."""
    before = bytes.fromhex(previous) if isinstance(previous, str) else previous
    return chain_digest(before, list(said)).hex()


def following(before: Receipt, *, delta: int, **changes: Any) -> Receipt:
    """The receipt that would follow another: for tests, and to see what a till should print next."""
    fields = {**before._asdict(), **changes}
    fields |= {"number": before.number + 1, "delta": delta, "after": before.after + delta}
    receipt = Receipt(**fields)
    return receipt._replace(chain=chain_of(before.chain, receipt.said))


@dataclass(frozen=True, slots=True)
class Gap:
    """Receipts that are missing, from number to number, and what they moved together."""

    first: int
    last: int
    delta: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first receipt that does not agree.

    ``reason``: differs (two receipts of one number say different things), amount (what it leaves is not what was
    there and what moved), chain (its chain value does not follow from the receipt before and what it says).
    """

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What the receipts of one account say together."""

    account: str
    first: int
    last: int
    count: int
    before: int
    amount: int
    gaps: tuple[Gap, ...]
    wrong: Wrong | None

    @property
    def is_whole(self) -> bool:
        """Whether every receipt from the first to the last is there and agrees."""
        return not self.gaps and self.wrong is None


def prove(receipts: Iterable[Receipt]) -> list[Proof]:
    """Recompute each account's chain and amounts; one answer an account, by code."""
    by_account: dict[str, dict[int, set[Receipt]]] = {}
    for receipt in receipts:
        by_account.setdefault(receipt.account, {}).setdefault(receipt.number, set()).add(receipt)
    return [_prove(account, kept) for account, kept in sorted(by_account.items())]


def _prove(account: str, kept: dict[int, set[Receipt]]) -> Proof:
    numbers = sorted(kept)
    told = [min(kept[number]) for number in numbers]
    gaps = tuple(
        Gap(one.number + 1, two.number - 1, two.after - two.delta - one.after)
        for one, two in pairwise(told)
        if two.number > one.number + 1
    )
    wrong = next(_disagreements(told, kept), None)
    first, last = told[0], told[-1]
    return Proof(
        account, first.number, last.number, len(told), first.after - first.delta, last.after, gaps, wrong
    )


def _disagreements(told: Sequence[Receipt], kept: dict[int, set[Receipt]]) -> Iterator[Wrong]:
    """Receipts after a gap are taken at their word: what leads to them is not there."""
    before: Receipt | None = None
    for receipt in told:
        if len(kept[receipt.number]) > 1:
            yield Wrong(receipt.number, "differs")
        follows = receipt.number == 1 or (before is not None and before.number + 1 == receipt.number)
        if follows:
            held, chain = (before.after, before.chain) if before else (0, START.hex())
            if receipt.after != held + receipt.delta:
                yield Wrong(receipt.number, "amount")
            if receipt.chain != chain_of(chain, receipt.said):
                yield Wrong(receipt.number, "chain")
        before = receipt


def receipts_in(lines: Iterable[str]) -> tuple[list[Receipt], list[int]]:
    """The receipts of a file, a line each, and the numbers of the lines that are none.

    Empty lines, and the objects that an export holds beside its receipts, are passed over.

    >>> receipts_in(['{"export": "till"}', "", "not a receipt"])
    ([], [3])
    """
    found: list[Receipt] = []
    unread: list[int] = []
    for number, line in enumerate(lines, start=1):
        bare = line.strip()
        if not bare or bare.startswith("{"):
            continue
        try:
            found.append(from_text(bare))
        except NotAReceipt:
            unread.append(number)
    return found, unread


def told(proof: Proof) -> list[str]:
    """What a proof says, in sentences."""
    currency = proof.account.rpartition(":")[2]
    lines = [
        f"{proof.account}: {proof.count} receipts, numbers {proof.first} to {proof.last}",
        f"  held {_money(proof.before, currency)} before, holds {_money(proof.amount, currency)} after",
    ]
    for gap in proof.gaps:
        which = (
            f"number {gap.first} is" if gap.first == gap.last else f"numbers {gap.first} to {gap.last} are"
        )
        lines.append(f"  missing: {which} not here; together {_money(gap.delta, currency)} moved")
    if proof.wrong:
        why = {
            "differs": "two receipts bear this number and say different things",
            "amount": "what it leaves is not what was there and what moved",
            "chain": "its chain value does not follow from the receipt before it",
        }[proof.wrong.reason]
        lines.append(f"  wrong: number {proof.wrong.number}: {why}")
    if proof.is_whole:
        lines.append("  whole: every receipt is here and follows from the one before it")
    return lines


def _money(amount: int, currency: str) -> str:
    try:
        return f"{amount_text(amount, currency)} {currency}"
    except NotAnAmount:
        return str(amount)


def main(arguments: Sequence[str]) -> int:
    """Prove the receipts of files (``-`` is what is typed or scanned in). 0: whole, 1: not whole, 2: unread."""
    if not arguments:
        sys.stderr.write(
            "usage: python -m postkit.till receipts.jsonl [more.jsonl ...]   (- reads the input)\n"
        )
        return 2
    receipts: list[Receipt] = []
    status = 0
    for name in arguments:
        try:
            text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            sys.stderr.write(f"{name}: cannot be read ({problem})\n")
            return 2
        found, unread = receipts_in(text.split("\n"))
        receipts += found
        for number in unread:
            sys.stdout.write(f"{name}, line {number}: is no receipt\n")
            status = 1
    if not receipts:
        sys.stdout.write("no receipt was found\n")
        return 2
    for proof in prove(receipts):
        sys.stdout.write("\n".join(told(proof)) + "\n")
        status = status or int(not proof.is_whole)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
