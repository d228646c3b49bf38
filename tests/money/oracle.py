"""The ledger in some forty lines: dictionaries, no database, no hurry. What it says is what the real one must say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from rekkas.money.choices import AccountState, Phase, rule_of
from rekkas.money.entries import Leg, TransferEntry

Limits = tuple[int | None, int | None]


def side_of(account: str) -> int:
    return rule_of(*account.split(":")[:2]).side


def book_of(account: str) -> str:
    return rule_of(*account.split(":")[:2]).book.value


def is_cash(account: str) -> bool:
    return rule_of(*account.split(":")[:2]).is_witnessed


class Oracle:
    def __init__(self, limits: dict[str, Limits]) -> None:
        self.held, self.coming, self.leaving = (defaultdict[str, int](int) for _ in range(3))
        self.limits, self.states = limits, defaultdict[str, str](lambda: AccountState.OPEN)
        self.asked: dict[UUID, TransferEntry] = {}
        self.legs: dict[UUID, Sequence[Leg]] = {}
        self.moved: list[tuple[date, datetime, Sequence[Leg]]] = []
        self.ended: set[UUID] = set()
        self.closed: dict[str, date] = {}

    def room(self, account: str) -> tuple[int, int]:
        """What may leave and what it would hold if all came, on the side where it grows."""
        held, coming, leaving = self.held[account], self.coming[account], self.leaving[account]
        return (held - leaving, held + coming) if side_of(account) > 0 else (-held - coming, -held + leaving)

    def post(self, entry: TransferEntry, at: datetime, known: Iterable[UUID]) -> str:
        """What becomes of an entry; ``known`` were there when its batch began."""
        named = entry.settles or entry.reverses
        if named and named not in known:
            return "money.unknown-entry"
        if isinstance(legs := self.legs_of(entry), str):
            return legs
        if first := self.asked.get(entry.key):
            return "repeated" if same(first, entry) else "money.key-reused"
        if entry.phase is Phase.HELD and any(is_cash(leg.source) or is_cash(leg.target) for leg in legs):
            return "money.cash-moves-openly"
        if named in self.ended:
            return "money.already-reversed" if entry.reverses else "money.already-settled"
        until = self.asked[entry.settles].expires_at if entry.settles else None
        if until and until <= at and entry.phase is Phase.POSTED:
            return "money.hold-expired"
        last = max((self.closed.get(book_of(leg.source), date.min) for leg in legs), default=date.min)
        if entry.business_date and entry.business_date <= last:
            return "money.day-closed"
        if refusal := self.move(entry, legs):
            return refusal
        happened = min(entry.happened_at.date(), at.date())
        day = entry.business_date or (happened if happened > last else last + timedelta(days=1))
        self.asked[entry.key], self.legs[entry.key] = entry, legs
        if entry.phase is Phase.POSTED:
            self.moved.append((day, at, legs))
        if named:
            self.ended.add(named)
        return "posted"

    def legs_of(self, entry: TransferEntry) -> Sequence[Leg] | str:
        if not (named := entry.settles or entry.reverses):
            return entry.legs
        other, legs = self.asked[named], self.legs[named]
        if entry.reverses:
            if other.phase is not Phase.POSTED or other.reverses:
                return "money.not-reversible"
            return [Leg(leg.target, leg.source, leg.amount, leg.currency) for leg in reversed(legs)]
        if other.phase is not Phase.HELD:
            return "money.not-held"
        if not entry.source:
            return legs
        ends = [(leg.source, leg.target) for leg in entry.legs] == [(leg.source, leg.target) for leg in legs]
        less = all(part.amount <= leg.amount for part, leg in zip(entry.legs, legs, strict=False))
        return entry.legs if ends and less else "money.more-than-held"

    def move(self, entry: TransferEntry, legs: Sequence[Leg], sign: int = 1) -> str:
        accounts = dict.fromkeys(account for leg in legs for account in (leg.source, leg.target))
        before = {account: self.room(account) for account in accounts}
        if entry.settles:
            self.add(self.leaving, self.coming, self.legs[entry.settles], -sign, -sign)
        if entry.phase is Phase.HELD:
            self.add(self.leaving, self.coming, legs, sign, sign)
        elif entry.phase is Phase.POSTED:
            self.add(self.held, self.held, legs, -sign, sign)
        refusal = (
            next(filter(None, (self.against(one, *before[one]) for one in accounts)), "") if sign > 0 else ""
        )
        if refusal:
            self.move(entry, legs, -1)
        return refusal

    def add(
        self, sources: dict[str, int], targets: dict[str, int], legs: Sequence[Leg], out: int, into: int
    ) -> None:
        for leg in legs:
            sources[leg.source] += out * leg.amount
            targets[leg.target] += into * leg.amount

    def against(self, account: str, free: int, filled: int) -> str:
        """The code with which an account declines to go from what it had to what it has now."""
        (floor, ceiling), state = self.limits.get(account, (None, None)), self.states[account]
        now_free, now_filled = self.room(account)
        if state == AccountState.CLOSED:
            return "money.account-closed"
        if state == AccountState.FROZEN or (state == AccountState.BLOCKED and now_free < free):
            return "money.account-blocked"
        if now_free < free and floor is not None and now_free < floor:
            return "money.not-enough"
        if now_filled > filled and ceiling is not None and now_filled > ceiling:
            return "money.too-much"
        return ""

    def balance(self, account: str, *, day: date = date.max, moment: datetime | None = None) -> int:
        """What it held at the end of a day, or as the books said at a moment."""
        legs = [
            leg
            for on, at, legs in self.moved
            if on <= day and (moment is None or at <= moment)
            for leg in legs
        ]
        return sum(leg.amount * ((leg.target == account) - (leg.source == account)) for leg in legs)


def same(one: TransferEntry, other: TransferEntry) -> bool:
    """Whether two ask for the same thing: when it happened may be told anew, what it is may not."""
    return msgspec.structs.replace(one, happened_at=other.happened_at) == other
