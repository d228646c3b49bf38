"""How money moves in and out of accounts: through the gate, into the ledger, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rekkas.bank.choices import AccountEventKind, LimitRule
from rekkas.bank.commands.account_history import note_accounts
from rekkas.bank.commands.gate import Gate, Move, Party
from rekkas.bank.errors import BalanceTooLow, CeilingReached, TillTooLow
from rekkas.bank.models import BankAccount
from rekkas.bank.queries.accounts import Standing, standings, what_raises
from rekkas.bank.queries.limits import raised_by
from rekkas.base.actors import Actor, Moment
from rekkas.base.errors import Refused
from rekkas.design.formats import money_text
from rekkas.money import queries as money
from rekkas.money.choices import AccountKind, Book, Posted, rule_of
from rekkas.money.commands import post_transfers
from rekkas.money.entries import (
    Leg,
    TransferEntry,
    TransferResult,
    account_code,
    entry_of,
    from_the_bank,
    to_the_bank,
)
from rekkas.money.errors import NotEnough, TooMuch, TransferDeclined
from rekkas.money.queries.many import keys_known


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one movement, and what it cost; or why it was refused."""

    outcome: Posted
    fee: int = 0
    refusal: Refused | None = None
    code: str = ""


def move(moves: Sequence[Move], *, by: Actor, at: Moment) -> list[Answer]:
    """Move amounts, each once for its key; one answer a row, in a constant number of statements."""
    gate = Gate(moves, at, explains=len(moves) == 1)
    known = keys_known(one.key for one in moves)
    answers: dict[int, Answer] = {}
    passed: list[tuple[int, Move, int]] = []
    for place, one in enumerate(moves):
        try:
            # What the ledger knows was let through before: it says whether this is the same.
            fee = gate.price(one) if one.key in known else gate.let(one)
        except Refused as refusal:
            answers[place] = Answer(Posted.DECLINED, refusal=refusal, code=refusal.code)
            continue
        passed.append((place, one, fee))
    results = post_transfers(
        transfers=[_entry(one, fee, gate, at) for _, one, fee in passed], by=by, at=at
    ) if passed else []  # fmt: skip
    declined: list[tuple[int, Move, int, TransferResult]] = []
    for (place, one, fee), result in zip(passed, results, strict=True):
        if result.outcome is not Posted.POSTED:
            gate.take_back(one)
        if result.outcome is Posted.DECLINED:
            declined.append((place, one, fee, result))
        answers[place] = Answer(result.outcome, fee)
    answers |= _declined(declined, gate)
    gate.write_uses()
    moved = [one for place, one, _ in passed if answers[place].outcome is Posted.POSTED]
    _wake(moved, gate, by, at)
    return [answers[place] for place in range(len(moves))]


def legs_between(giver: Party, taker: Party, amount: int, currency: str) -> tuple[Leg, ...]:
    """The legs of the ledger for an amount that leaves ``giver`` and arrives at ``taker``, as customers say it.

    In the books of the bank a customer's money is what the bank owes: it goes the other way.
    """
    source, target = _code(taker), _code(giver)
    for place, is_giver in ((giver, True), (taker, False)):
        if isinstance(place, str) and _book(place) is Book.POST:
            # Cash: what is handed over at a till leaves the till.
            return (
                from_the_bank(source, target, amount, currency)
                if is_giver
                else to_the_bank(source, target, amount, currency)
            )
    return (Leg(source, target, amount, currency),)


def fee_leg(account: BankAccount, code: str, amount: int) -> Leg:
    """What an account pays to the bank for something."""
    return Leg(
        account_code(AccountKind.FEES, code, account.currency), account.ledger, amount, account.currency
    )  # fmt: skip


def _code(party: Party) -> str:
    return party if isinstance(party, str) else party.ledger


def _book(place: str) -> Book:
    kind, owner, _ = place.split(":")
    return rule_of(kind, owner).book


def _entry(one: Move, fee: int, gate: Gate, at: Moment) -> TransferEntry:
    legs = legs_between(one.giver, one.taker, one.amount, one.currency)
    payer = gate.fresh(one.giver) or gate.fresh(one.taker)
    if fee and payer:
        legs = (*legs, fee_leg(payer, one.fee, fee))
    return entry_of(
        legs, key=one.key, kind=one.kind, happened_at=at, subject=one.subject, office=one.office, note=one.note
    )  # fmt: skip


def _declined(rows: Sequence[tuple[int, Move, int, TransferResult]], gate: Gate) -> dict[int, Answer]:
    """Why the ledger declined, in the words of the bank."""
    if not rows:
        return {}
    named = {row.pk: row for _, one, _, _ in rows for row in map(gate.fresh, one.parties) if row}
    held = standings(list(named.values()))
    found = {}
    for place, one, fee, result in rows:
        refusal = _refusal(one, fee, result, gate, held)
        code = result.code if isinstance(refusal, TransferDeclined) else refusal.code
        found[place] = Answer(Posted.DECLINED, refusal=refusal, code=code)
    return found


def _refusal(one: Move, fee: int, result: TransferResult, gate: Gate, held: dict[int, Standing]) -> Refused:
    giver, taker = map(gate.fresh, one.parties)
    if result.code == NotEnough.code and giver:
        available, wanted = held[giver.pk].available, one.amount + fee
        if available < wanted:
            return BalanceTooLow(
                account=giver.number, available=money_text(available, giver.currency),
                wanted=money_text(wanted, giver.currency),
            )  # fmt: skip
        if isinstance(one.taker, str) and gate.explains and (till := money.account(one.taker)):
            return TillTooLow(
                till=till.owner, held=money_text(till.available, one.currency),
                wanted=money_text(one.amount, one.currency),
            )  # fmt: skip
    if result.code == TooMuch.code and taker:
        most = held[taker.pk].ceiling or 0
        day, is_limited = gate.day(taker), taker.product.limited_by_level
        level = raised_by(taker, LimitRule.BALANCE, most, day) if gate.explains and is_limited else None
        return CeilingReached(
            account=taker.number, ceiling=money_text(most, taker.currency),
            raised_by=what_raises([level.name] if level else []),
        )  # fmt: skip
    return TransferDeclined(reason=result.message, code=result.code)


def _wake(moves: Sequence[Move], gate: Gate, by: Actor, at: Moment) -> None:
    """A movement by its holder wakes an account that fell dormant, and is remembered by its day."""
    rows = {
        row.pk: row
        for one in moves
        if one.for_holder
        for row in (gate.fresh(one.giver), None if isinstance(one.giver, BankAccount) else gate.fresh(one.taker))
        if row
    }  # fmt: skip
    for day in sorted({gate.day(row) for row in rows.values()}):
        late = [pk for pk, row in rows.items() if gate.day(row) == day and row.last_moved_on < day]
        if late:
            BankAccount.objects.filter(pk__in=late).update(last_moved_on=day)
    asleep = [(pk, {"since": row.dormant_since.isoformat()}) for pk, row in rows.items() if row.dormant_since]
    if asleep:
        BankAccount.objects.filter(pk__in=[pk for pk, _ in asleep]).update(dormant_since=None)
        note_accounts(AccountEventKind.WOKEN, asleep, by=by, at=at)
