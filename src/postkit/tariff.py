"""A tariff as plain data: what an item costs, and the lines that say why.

A rule adds one line. Carriage (``base``) is the lightest step that holds the item, the zone's own before one for
everywhere; ``cod`` and ``insured`` are each a fixed amount with so many thousandths of a value. The same arithmetic
runs on a device at a counter; `docs/algorithms/tariff.md` states it, and one set of questions is asked of both.

Shapes and units: amounts are minor units of one currency, weights grams; nothing is rounded but thousandths, half up.
Errors: ``NoStep`` where no step of the tariff holds the item. Source: this package's own.

>>> near, far = Rule("near", "base", "local", 1000, 1200), Rule("far", "base", "any", 2000, 2400)
>>> rules = [near, far, Rule("c", "cod", amount=500, per_mille=10)]
>>> [(line.rule, line.amount) for line in lines(rules, Question(800, "local", cod_amount=12_345), heaviest_g=30_000)]
[('near', 1200), ('c', 623)]
>>> lines(rules, Question(2500, "local"), heaviest_g=30_000)
Traceback (most recent call last):
postkit.tariff.NoStep
"""

from collections.abc import Iterable
from dataclasses import dataclass

from postkit.money import per_mille_of

ANYWHERE, LOCAL, REGIONAL, NATIONAL = "any", "local", "regional", "national"
CARRIAGE, COD, INSURED = "base", "cod", "insured"


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


def zone_between(origin: str, its_region: str, destination: str, other_region: str) -> str:
    """How far apart two localities are, as a tariff counts.

    >>> [zone_between("MA1", "06", *there) for there in (("MA1", "06"), ("MA2", "06"), ("MA3", "08"))]
    ['local', 'regional', 'national']
    """
    if origin == destination:
        return LOCAL
    return REGIONAL if its_region == other_region else NATIONAL


def lines(rules: Iterable[Rule], question: Question, *, heaviest_g: int) -> list[Line]:
    """The lines of a price, carriage first and the others by weight and code. Their sum is the price."""
    fitting = sorted(
        (
            rule
            for rule in rules
            if rule.zone in (question.zone, ANYWHERE)
            and question.weight_g <= (rule.up_to_weight_g or heaviest_g)
        ),
        key=lambda rule: (rule.up_to_weight_g, rule.code),
    )
    steps = [rule for rule in fitting if rule.kind == CARRIAGE]
    if not steps:
        raise NoStep
    step = min(steps, key=lambda rule: (rule.up_to_weight_g, rule.zone == ANYWHERE, rule.code))
    return [
        Line(step.code, step.amount),
        *_shares(fitting, COD, question.cod_amount),
        *_shares(fitting, INSURED, question.declared_value),
    ]


def _shares(fitting: Iterable[Rule], kind: str, value: int) -> list[Line]:
    if value <= 0:
        return []
    return [
        Line(rule.code, rule.amount + per_mille_of(value, rule.per_mille))
        for rule in fitting
        if rule.kind == kind
    ]
