"""Whatever is asked, in whatever order, the ledger says what an oracle of a page says, and its evidence holds.

``REKKAS_EXAMPLES=500`` looks longer than the suite does.
"""

import os
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from rekkas.base.errors import Refused
from rekkas.money.choices import AccountState, Book, EntryKind, Phase
from rekkas.money.commands import (
    close_day,
    expire_holds,
    limit_accounts,
    post_transfers,
    rebuild_balances,
    set_account_states,
)
from rekkas.money.entries import (
    AccountLimit,
    AccountStanding,
    Leg,
    TransferEntry,
    from_the_bank,
    to_the_bank,
)
from rekkas.money.models import Entry
from rekkas.money.queries import accounts, balance_on
from tests.build import BOSS, MONDAY, key
from tests.money.oracle import Oracle
from tests.money.purses import AMINA, BRAHIM, INCOME, MERCHANT, RESERVE, SAFE, TILL, opened, transfer, wrong

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FEES = "fees:transfers:MAD"
IN_THE_POST, IN_THE_BANK = (INCOME, TILL, SAFE, MERCHANT), (AMINA, BRAHIM, RESERVE, FEES)
EVERYWHERE = (*IN_THE_POST, *IN_THE_BANK)
CUSTOMERS = (AMINA, BRAHIM)

amounts, numbers = st.integers(1, 60), st.integers(0, 40)
pairs = st.sampled_from(
    [
        (one, other)
        for places in (IN_THE_POST, IN_THE_BANK)
        for one in places
        for other in places
        if one != other
    ]
)
crossings = st.tuples(
    st.sampled_from([to_the_bank, from_the_bank]), st.sampled_from(IN_THE_POST), st.sampled_from(IN_THE_BANK)
)
hours = st.integers(-30, 60)


def _crossing(drawn: tuple[Any, str, str], amount: int) -> tuple[Leg, ...]:
    halves, post, bank = drawn
    return halves(post, bank, amount, "MAD") if halves is to_the_bank else halves(bank, post, amount, "MAD")  # type: ignore[no-any-return]


plain_legs = st.builds(lambda pair, amount: (Leg(*pair, amount, "MAD"),), pairs, amounts)
legs = st.one_of(
    plain_legs, plain_legs, st.builds(lambda one, other: one + other, plain_legs, plain_legs),
    st.builds(_crossing, crossings, amounts),
)  # fmt: skip


@st.composite
def asked(draw: st.DrawFn) -> dict[str, Any]:
    """A request, with its moments as hours from now and other entries by their number."""
    what = draw(
        st.sampled_from(["move", "move", "hold", "hold", "take", "take", "part", "let go", "reverse"])
    )
    found: dict[str, Any] = {"number": draw(numbers), "hours": draw(hours), "what": what}
    if what in {"move", "hold"}:
        found["legs"] = draw(legs)
        found["day"] = draw(st.none() | st.none() | st.integers(-2, 3))
    if what == "hold":
        found["expires"] = draw(st.none() | hours)
    if what in {"take", "part", "let go", "reverse"}:
        found["other"] = draw(numbers)
        found["share"] = draw(st.integers(1, 4))
    return found


class Ledger(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        opened(AMINA)
        opened(BRAHIM, ceiling=150)
        limits = {AMINA: (0, None), BRAHIM: (0, 150), TILL: (0, None), SAFE: (0, None)}
        self.oracle, self.now = Oracle(limits), MONDAY
        self.post([transfer("start", source=AMINA, target=RESERVE, amount=100),
                   transfer("float", source=INCOME, target=TILL, amount=100)])  # fmt: skip

    def teardown(self) -> None:
        days = [MONDAY.date() + timedelta(days=n) for n in range(-4, 30)]
        try:
            for account in EVERYWHERE:
                for day in days:
                    assert balance_on(account, day) == self.oracle.balance(account, day=day), (account, day)
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def post(self, entries: list[TransferEntry]) -> list[str]:
        results = post_transfers(transfers=entries, by=BOSS, at=self.now)
        said = [one.code or one.outcome.value for one in results]
        known = set(self.oracle.asked)
        expected = [self.oracle.post(one, self.now, known) for one in entries]
        assert said == expected, [
            (entry, ours, its)
            for entry, ours, its in zip(entries, said, expected, strict=True)
            if ours != its
        ]
        return said

    def entry(self, number: int, hours: int, what: str, **drawn: Any) -> TransferEntry:
        base = transfer(f"machine {number}", happened_at=self.now + timedelta(hours=hours), subject="")
        if what in {"move", "hold"}:
            first, *also = drawn["legs"]
            day, ends = drawn["day"], drawn.get("expires")
            return msgspec.structs.replace(
                base, source=first.source, target=first.target, amount=first.amount, also=tuple(also),
                phase=Phase.HELD if what == "hold" else Phase.POSTED,
                business_date=None if day is None else self.now.date() + timedelta(days=day),
                expires_at=None if ends is None else self.now + timedelta(hours=ends),
            )  # fmt: skip
        other = self.named(what, drawn["other"])
        bare = msgspec.structs.replace(base, source="", target="", amount=0, currency="")
        if what == "reverse":
            return msgspec.structs.replace(bare, reverses=other, kind=EntryKind.REVERSAL)
        if what == "let go":
            return msgspec.structs.replace(bare, settles=other, phase=Phase.RELEASED)
        held = self.oracle.legs.get(other)
        if what == "take" or held is None:
            return msgspec.structs.replace(bare, settles=other)
        first, *also = [
            msgspec.structs.replace(leg, amount=max(1, leg.amount * drawn["share"] // 3)) for leg in held
        ]
        return msgspec.structs.replace(
            base,
            source=first.source,
            target=first.target,
            amount=first.amount,
            also=tuple(also),
            settles=other,
        )

    def named(self, what: str, number: int) -> UUID:
        """The entry that another one names: mostly one that fits, at times any, and at times one that nobody knows."""
        fitting = Phase.POSTED if what == "reverse" else Phase.HELD
        known = [one.key for one in self.oracle.asked.values() if one.phase is fitting or not number % 8]
        return known[number % len(known)] if known and number % 13 else key("transfer", f"machine {number}")

    @rule(batch=st.lists(asked(), min_size=1, max_size=6))
    def post_a_batch(self, batch: list[dict[str, Any]]) -> None:
        self.post([self.entry(**one) for one in batch])

    @rule(data=st.data())
    def repeat_what_was_asked(self, data: st.DataObject) -> None:
        """Every request once more, in another order, in batches cut elsewhere, at another moment."""
        again = data.draw(st.permutations([one for one in self.oracle.asked.values() if not expiry(one)]))
        cut = data.draw(st.integers(0, len(again)))
        for part in (again[:cut], again[cut:]):
            if part:
                assert set(self.post(list(part))) == {"repeated"}

    @rule(by=st.integers(-40, 80))
    def move_the_clock(self, by: int) -> None:
        self.now += timedelta(hours=by)

    @rule(number=numbers, is_late=st.booleans())
    def take_at_the_last_moment(self, number: int, is_late: bool) -> None:
        """Settle a hold at the very moment at which it ends, or just before."""
        waiting = [
            one for one in self.oracle.asked.values() if one.expires_at and one.key not in self.oracle.ended
        ]
        if waiting:
            one = waiting[number % len(waiting)]
            assert one.expires_at
            self.now = one.expires_at - timedelta(microseconds=0 if is_late else 1)
            self.post([self.settled(number, one)])

    def settled(self, number: int, hold: TransferEntry) -> TransferEntry:
        whole = transfer(
            f"machine {number}", happened_at=self.now, subject="", source="", target="", amount=0
        )
        return msgspec.structs.replace(whole, currency="", settles=hold.key)

    @rule()
    def expire(self) -> None:
        late = [
            one for one in self.oracle.asked.values()
            if one.phase is Phase.HELD and one.expires_at and one.expires_at <= self.now
            and one.key not in self.oracle.ended
        ]  # fmt: skip
        known, count = set(self.oracle.asked), 0
        for one in sorted(late, key=lambda one: one.expires_at):  # type: ignore[arg-type, return-value]
            gone = msgspec.structs.replace(
                one, key=uuid5(one.key, "expired"), source="", target="", amount=0, currency="", also=(),
                settles=one.key, phase=Phase.RELEASED, expires_at=None, business_date=None, happened_at=self.now,
            )  # fmt: skip
            count += self.oracle.post(gone, self.now, known) == "posted"
        assert expire_holds(by=BOSS, at=self.now) == count

    @rule(book=st.sampled_from(Book), days=st.integers(-3, 1))
    def close(self, book: Book, days: int) -> None:
        day = self.now.date() + timedelta(days=days)
        last = self.oracle.closed.get(book, date.min)
        code = refusal(close_day, book=book, business_date=day, by=BOSS, at=self.now)
        assert code == ("money.day-not-closable" if day <= last or days > 0 else "")
        if not code:
            self.oracle.closed[book] = day

    @rule(
        account=st.sampled_from(CUSTOMERS), floor=st.none() | st.integers(-50, 80),
        ceiling=st.none() | st.integers(0, 200),
    )  # fmt: skip
    def limit(self, account: str, floor: int | None, ceiling: int | None) -> None:
        free, filled = self.oracle.room(account)
        broken = (floor is not None and free < floor) or (ceiling is not None and filled > ceiling)
        code = refusal(limit_accounts, limits=[AccountLimit(account, floor, ceiling)], by=BOSS, at=self.now)
        assert code == ("money.limit-in-the-way" if broken else "")
        if not code:
            self.oracle.limits[account] = floor, ceiling

    @rule(account=st.sampled_from(CUSTOMERS), state=st.sampled_from(AccountState))
    def put(self, account: str, state: AccountState) -> None:
        oracle, expected = self.oracle, ""
        if oracle.states[account] == AccountState.CLOSED != state:
            expected = "money.account-closed"
        elif state is AccountState.CLOSED and (
            oracle.held[account] or oracle.coming[account] or oracle.leaving[account]
        ):
            expected = "money.account-not-empty"
        standing = [AccountStanding(account, state)]
        assert refusal(set_account_states, states=standing, by=BOSS, at=self.now) == expected
        if not expected:
            oracle.states[account] = state

    @rule()
    def rebuild(self) -> None:
        rebuild_balances(by=BOSS, at=self.now)

    @invariant()
    def every_balance_is_the_oracles(self) -> None:
        for line in accounts()[:99]:
            its = (self.oracle.held[line.code], self.oracle.coming[line.code], self.oracle.leaving[line.code])
            assert (line.amount, line.coming, line.leaving) == its, line.code

    @invariant()
    def limits_hold_and_what_is_set_aside_is_covered(self) -> None:
        for line in accounts()[:99]:
            assert line.floor is None or line.available >= line.floor, line
            assert line.ceiling is None or self.oracle.room(line.code)[1] <= line.ceiling, line

    @invariant()
    def no_key_is_there_twice_and_each_posted_one_is(self) -> None:
        keys: list[UUID] = list(Entry.objects.values_list("key", flat=True))
        assert len(keys) == len(set(keys))
        assert set(keys) == set(self.oracle.asked)

    @invariant()
    def books_sum_to_zero_mirrors_agree_and_the_chain_is_whole(self) -> None:
        assert wrong() == []


def expiry(entry: TransferEntry) -> bool:
    """The releases of the sweeper: their keys are its own, and nobody asks for them again."""
    return entry.phase is Phase.RELEASED and entry.key == uuid5(entry.settles or entry.key, "expired")


def refusal(command: Any, **arguments: Any) -> str:
    """The code with which a command declined, or nothing."""
    try:
        command(**arguments)
    except Refused as refused:
        return refused.code
    return ""


def test_no_sequence_of_what_can_be_asked_breaks_the_ledger() -> None:
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=int(os.environ.get("REKKAS_EXAMPLES", "10")), stateful_step_count=25, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
