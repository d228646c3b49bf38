"""A tariff as plain data: what an item costs, and the lines that say why.

A rule adds one line. Carriage (``base``) is the lightest step that holds the item, the zone's own before one for
everywhere; ``cod`` and ``insured`` are each a fixed amount with so many thousandths of a value. The same arithmetic
runs on a device at a counter; `docs/domains/catalogue.md` states it, and one set of questions is asked of both.

A contract has steps of its own, which stand in the place of the tariff's where one of them holds the item, and a
rebate: so many thousandths off the carriage, as a line below zero. Nothing else is ever taken off, so that a price
is never below zero.

Shapes and units: amounts are minor units of one currency, weights grams; nothing is rounded but thousandths, half up.
Errors: ``NoStep`` where no step holds the item. Source: this package's own.

>>> near, far = Rule("near", "base", "local", 1000, 1200), Rule("far", "base", "any", 2000, 2400)
>>> rules = [near, far, Rule("c", "cod", amount=500, per_mille=10)]
>>> [(line.rule, line.amount) for line in lines(rules, Question(800, "local", cod_amount=12_345), heaviest_g=30_000)]
[('near', 1200), ('c', 623)]
>>> own = Contract([Rule("own", "base", up_to_weight_g=1000, amount=999)], rebate_per_mille=50)
>>> [(line.rule, line.amount) for line in lines(rules, Question(800, "local"), heaviest_g=30_000, contract=own)]
[('own', 999), ('rebate', -50)]
>>> lines(rules, Question(2500, "local"), heaviest_g=30_000)
Traceback (most recent call last):
postkit.tariff.NoStep
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from postkit.money import per_mille_of

ANYWHERE, LOCAL, REGIONAL, NATIONAL = "any", "local", "regional", "national"
CARRIAGE, COD, INSURED = "base", "cod", "insured"
REBATE = "rebate"  # the rule under which a contract's rebate stands among the lines


class NoStep(Exception):
    """No step of the tariff holds an item of this weight in this zone."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line that a price may have. ``up_to_weight_g`` of nothing reaches as far as the product does."""

    code: str
    kind: str
    zone: str = ANYWHERE
    up_to_weight_g: int = 0
    amount: int = 0
    per_mille: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    weight_g: int
    zone: str
    cod_amount: int = 0
    declared_value: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One reason of a price: the rule it comes from, and its amount."""

    rule: str
    amount: int


@dataclass(frozen=True, slots=True)
class Contract:
    """What somebody has agreed: own steps of carriage, and thousandths off it (0 to 1000)."""

    steps: Sequence[Rule] = ()
    rebate_per_mille: int = 0


def zone_between(origin: str, its_region: str, destination: str, other_region: str) -> str:
    """How far apart two localities are, as a tariff counts.

    >>> [zone_between("MA1", "06", *there) for there in (("MA1", "06"), ("MA2", "06"), ("MA3", "08"))]
    ['local', 'regional', 'national']
    """
    if origin == destination:
        return LOCAL
    return REGIONAL if its_region == other_region else NATIONAL


def lines(
    rules: Iterable[Rule], question: Question, *, heaviest_g: int, contract: Contract | None = None
) -> list[Line]:
    """The lines of a price, carriage first and the others by weight and code. Their sum is the price."""
    fitting = _fitting(rules, question, heaviest_g)
    steps = _fitting(contract.steps, question, heaviest_g) if contract else []
    steps = steps or [rule for rule in fitting if rule.kind == CARRIAGE]
    if not steps:
        raise NoStep
    step = min(steps, key=lambda rule: (rule.up_to_weight_g, rule.zone == ANYWHERE, rule.code))
    off = per_mille_of(step.amount, contract.rebate_per_mille) if contract else 0
    return [
        Line(step.code, step.amount),
        *([Line(REBATE, -off)] if off else []),
        *_shares(fitting, COD, question.cod_amount),
        *_shares(fitting, INSURED, question.declared_value),
    ]


def rebate_of(steps: Iterable[tuple[int, int]], count: int) -> int:
    """The thousandths that so many parcels earn: those of the highest step reached, whatever their order.

    >>> [rebate_of([(1000, 80), (100, 50)], count) for count in (99, 100, 5000)]
    [0, 50, 80]
    """
    return max((step for step in steps if step[0] <= count), default=(0, 0))[1]


def _fitting(rules: Iterable[Rule], question: Question, heaviest_g: int) -> list[Rule]:
    return sorted(
        (
            rule
            for rule in rules
            if rule.zone in (question.zone, ANYWHERE)
            and question.weight_g <= (rule.up_to_weight_g or heaviest_g)
        ),
        key=lambda rule: (rule.up_to_weight_g, rule.code),
    )


def _shares(fitting: Iterable[Rule], kind: str, value: int) -> list[Line]:
    if value <= 0:
        return []
    return [
        Line(rule.code, rule.amount + per_mille_of(value, rule.per_mille))
        for rule in fitting
        if rule.kind == kind
    ]
