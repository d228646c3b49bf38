"""Whether what the bank keeps of its accounts agrees with the ledger: nothing is found, or something is wrong."""

from collections import defaultdict
from collections.abc import Collection, Generator, Mapping, Sequence
from itertools import islice

from postkit.evidence import Fault
from rekkas.bank.choices import AccountEventKind
from rekkas.bank.models import AccountEvent, BankAccount, FeeLine, InterestLine, LevelLimit
from rekkas.money import queries as money
from rekkas.money.choices import AccountState
from rekkas.money.queries.many import keys_known

CHUNK = 5_000


def account_faults() -> Generator[Fault]:
    """Accounts whose state or limits in the ledger are not theirs; lines of interest or fees without their entry."""
    rows = BankAccount.objects.select_related("product", "holder").order_by("pk").iterator(CHUNK)
    while part := list(islice(rows, CHUNK)):
        held = {line.code: line for line in money.accounts(codes=[row.ledger for row in part])}
        for row in part:
            if row.ledger not in held:
                yield Fault(f"account {row.number}", "not-in-the-ledger")
            elif held[row.ledger].state != row.state:
                yield Fault(f"account {row.number}", "state-differs")
        yield from _limit_faults([row for row in part if row.ledger in held], held)
    for table, name in ((InterestLine, "interest"), (FeeLine, "fee")):
        lines = table._default_manager.order_by("pk").values_list("entry", "account__number").iterator(CHUNK)
        while some := list(islice(lines, CHUNK)):
            known = keys_known(entry for entry, _ in some)
            yield from (
                Fault(f"{name} of account {number}", "without-entry")
                for entry, number in some
                if entry not in known
            )


Limits = tuple[int | None, int | None]  # the least and the most that an account may hold


def _limit_faults(rows: Sequence[BankAccount], held: Mapping[str, money.AccountLine]) -> Generator[Fault]:
    """Open accounts that may hold less or more than their product, their holder's level or their history says.

    The limits that a level ever had count, for an account is brought in line with new ones within a day only.
    """
    levels: dict[int | None, list[LevelLimit]] = defaultdict(list)
    for limit in LevelLimit.objects.filter(level__in={row.holder.level_id for row in rows}):
        levels[limit.level_id].append(limit)
    strange = {}
    for row in rows:
        line, ceilings = held[row.ledger], _ceilings(row, levels[row.holder.level_id])
        is_theirs = line.floor == row.product.floor and line.ceiling in ceilings
        if row.state != AccountState.CLOSED and not is_theirs:
            strange[row.pk] = row
    said = _limits_said(strange) if strange else {}
    for pk, row in strange.items():
        line, (floor, ceiling) = held[row.ledger], said.get(pk, (row.product.floor, None))
        is_floor_known = line.floor in (row.product.floor, floor)
        ceilings = _ceilings(row, levels[row.holder.level_id], is_as_opened=pk not in said)
        is_ceiling_known = line.ceiling in ceilings or (pk in said and line.ceiling == ceiling)
        if not (is_floor_known and is_ceiling_known):
            yield Fault(f"account {row.number}", "limits-differ")


def _ceilings(
    row: BankAccount, limits: Collection[LevelLimit], *, is_as_opened: bool = False
) -> set[int | None]:
    """What may be an account's ceiling; none where it is as opened, and no limit of its level was valid then."""
    product = None if row.product.ceiling is None else row.product.ceiling + row.capitalised
    if not row.product.limited_by_level:
        return {product}
    ever = {limit.balance_at_most for limit in limits} or {None}
    if is_as_opened and all(limit.retired or limit.valid_from > row.opened_on for limit in limits):
        ever.add(None)
    return {min((most for most in (product, level) if most is not None), default=None) for level in ever}


def _limits_said(rows: Mapping[int, BankAccount]) -> dict[int, Limits]:
    """The limits that were last given to accounts which already held more, or less, than they may by now."""
    events = AccountEvent.objects.filter(account__in=rows.keys(), kind=AccountEventKind.RENEWED).order_by(
        "id"
    )
    return {
        account: (details.get("floor", rows[account].product.floor), details["ceiling"])
        for account, details in events.values_list("account", "details")
        if "ceiling" in details
    }
