"""Up to which sums an account may move, how much of that is used, and what would raise it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from rekkas.bank.choices import COUNTED, Evidence, LimitRule, Raises
from rekkas.bank.models import BankAccount, Level, LevelLimit, LimitUse, ProductFee
from rekkas.bank.queries.accounts import standing
from rekkas.bank.queries.levels import limits_on, steps_above

COLUMNS = {
    LimitRule.BALANCE: "balance_at_most",
    LimitRule.OPERATION: "operation_at_most",
    LimitRule.DAY_IN: "day_in_at_most",
    LimitRule.DAY_OUT: "day_out_at_most",
    LimitRule.MONTH_IN: "month_in_at_most",
    LimitRule.MONTH_OUT: "month_out_at_most",
}
Place = tuple[int, str, str]  # an account, a rule, a period: where a use is counted


def period_of(rule: str, day: date) -> str:
    """The period in which a movement of a day is counted.

    >>> period_of(LimitRule.DAY_IN, date(2026, 3, 2)), period_of(LimitRule.MONTH_OUT, date(2026, 3, 2))
    ('2026-03-02', '2026-03')
    """
    return day.isoformat() if rule in (LimitRule.DAY_IN, LimitRule.DAY_OUT) else f"{day:%Y-%m}"


@dataclass(slots=True)
class Use:
    """What was counted in one place before, and what this batch adds."""

    before: int = 0
    row: int | None = None
    more: int = 0


@dataclass(slots=True)
class Allowances:
    """The limits of the accounts of a batch and what they have used: read under the locks of those accounts."""

    limits: Mapping[int, LevelLimit] = field(default_factory=dict)  # by level
    uses: dict[Place, Use] = field(default_factory=dict)

    def limit(self, row: BankAccount, rule: LimitRule) -> int | None:
        """The most that an account may move by a rule; none where nothing limits it."""
        if not row.product.limited_by_level or row.holder.level_id is None:
            return None
        limit = self.limits.get(row.holder.level_id)
        most: int | None = getattr(limit, COLUMNS[rule]) if limit else None
        return most

    def use(self, row: BankAccount, rule: LimitRule, day: date) -> Use:
        return self.uses.setdefault((row.pk, rule.value, period_of(rule, day)), Use())


def allowances(rows: Iterable[BankAccount], day: date) -> Allowances:
    """The limits that hold for accounts on a day and what was used of them, in two questions."""
    limited = [row for row in rows if row.product.limited_by_level and row.holder.level_id]
    if not limited:
        return Allowances()
    levels = {row.holder.level_id for row in limited}
    valid = LevelLimit.objects.filter(level__in=levels, retired=False, valid_from__lte=day)
    found = Allowances({limit.level_id: limit for limit in valid.order_by("valid_from")})
    periods = {period_of(rule, day) for rule in COUNTED}
    uses = LimitUse.objects.filter(account__in=[row.pk for row in limited], period__in=periods)
    for pk, account, rule, period, amount in uses.values_list("pk", "account", "rule", "period", "amount"):
        found.uses[account, rule, period] = Use(amount, pk)
    return found


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One limit of an account: how much, how much of it is used, and the reason code of what would raise it.

    ``level`` and ``missing`` name the level that would, and the evidence that is not there for it.
    """

    rule: LimitRule
    most: int
    used: int | None
    raises: Raises
    level: Level | None
    missing: tuple[Evidence, ...]

    @property
    def left(self) -> int:
        return max(self.most - (self.used or 0), 0)

    @property
    def label(self) -> str:
        return str(self.rule.label)


def limits_of(row: BankAccount, day: date) -> list[LimitLine]:
    """Every limit of an account on a day, with what is used of it and what would raise it."""
    held = standing(row)
    found = []
    if row.product.limited_by_level and row.holder.level_id:
        state = allowances([row], day)
        for rule in LimitRule:
            most = state.limit(row, rule)
            if most is not None:
                used = _used(state, row, rule, day, held.balance)
                found.append(LimitLine(rule, most, used, *_raised_by(row, rule, most, day)))
    elif held.ceiling is not None:
        found.append(
            LimitLine(LimitRule.BALANCE, held.ceiling, held.balance, Raises.NOTHING, None, ())
        )  # fmt: skip
    return found


def _used(state: Allowances, row: BankAccount, rule: LimitRule, day: date, balance: int) -> int | None:
    if rule is LimitRule.BALANCE:
        return balance
    return None if rule is LimitRule.OPERATION else state.use(row, rule, day).before


def _raised_by(
    row: BankAccount, rule: LimitRule, most: int, day: date
) -> tuple[Raises, Level | None, tuple[Evidence, ...]]:
    """The next level under which more is allowed."""
    for step in steps_above(row.holder, day):
        if step.level.code not in row.product.levels:
            continue
        limit = limits_on(step.level, day)
        higher = getattr(limit, COLUMNS[rule]) if limit else None
        if higher is None or higher > most:
            return Raises.LEVEL, step.level, step.missing
    return Raises.NOTHING, None, ()


def raised_by(row: BankAccount, rule: LimitRule, most: int, day: date) -> Level | None:
    """The level that would raise a limit, if there is one."""
    return _raised_by(row, rule, most, day)[1]


def fees_on(products: Iterable[int], day: date) -> dict[tuple[int, str], ProductFee]:
    """What everything costs for these products on a day, in one question."""
    rows = ProductFee.objects.filter(product__in=set(products), retired=False, valid_from__lte=day)
    return {(fee.product_id, fee.code): fee for fee in rows.order_by("valid_from")}


def fee_for(fee: ProductFee | None, amount: int) -> int:
    """What a fee comes to for a sum: thousandths are rounded down, then brought between the bounds."""
    if fee is None:
        return 0
    if fee.amount:
        return fee.amount
    share = max(amount * fee.per_mille // 1000, fee.at_least)
    return share if fee.at_most is None else min(share, fee.at_most)
