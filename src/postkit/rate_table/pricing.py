"""What an item costs by a rate table: the lines of the tariff, then what the contract takes off them.

Each rebate takes its fixed amount and its thousandths (a half up) of the lines of its kind as the tariff has them:
rebates do not work on one another. Together they take no more than those lines are; a rebate that finds nothing gives
no line.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from postkit import tariff
from postkit.money import per_mille_of
from postkit.rate_table.table import ABROAD, MOST_AMOUNT, PriceRule, Product, RateTable, Rebate

CODES = {
    "expired": "the table is no longer valid: fetch the one of today",
    "not-yet-valid": "the table is not valid yet",
    "value": "an amount is less than nothing, or larger than any table prices",
    "unknown-product": "the table has no such product",
    "weight-missing": "say the weight in grams",
    "too-heavy": "the product does not hold this weight",
    "cod-not-offered": "the product takes no cash on delivery",
    "cod-too-high": "the product collects no such amount",
    "other-reach": "the product does not reach there: within the country, or abroad",
    "unknown-locality": "the table has no such locality",
    "unknown-destination": "the post does not send to this country",
    "no-price": "no step of the tariff holds this weight in this zone",
}


class NoPrice(ValueError):
    """A question that the table has no price for; ``code`` is one of CODES."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(f"{code}: {said or CODES[code]}")
        self.code = code


class RateQuestion(NamedTuple):
    """What is sent on a day, from a locality to another, or to a country abroad by its two letters."""

    product: str
    weight_g: int
    origin: str
    destination: str
    on: date
    cod_amount: int = 0
    declared_value: int = 0
    country: str = ""


class PricedLine(NamedTuple):
    """One reason of a price; what a rebate takes off is less than nothing."""

    code: str
    kind: str
    amount: int
    labels: Mapping[str, str]


class RatePrice(NamedTuple):
    """A price, whose lines add up to it, and the days in which the item is promised, where the table says so."""

    amount: int
    currency: str
    lines: tuple[PricedLine, ...]
    zone: str
    days: int | None = None


class Rates:
    """A table made ready for many questions."""

    def __init__(self, table: RateTable) -> None:
        self.table = table
        self._products = {product.code: product for product in table.products}
        self._rules = {product.code: list(map(_rule, product.rules)) for product in table.products}
        self._said = {product.code: {rule.code: rule for rule in product.rules} for product in table.products}
        self._regions = {code: region for region, localities in table.regions.items() for code in localities}

    def price(self, question: RateQuestion) -> RatePrice:
        """What the item costs on the day, or `NoPrice` with its code."""
        table = self.table
        if question.on > table.until_date:
            raise NoPrice("expired", f"valid until {table.until_date}: fetch the table of today")
        if question.on < table.from_date:
            raise NoPrice("not-yet-valid", f"valid from {table.from_date}")
        product = self._product(question)
        zone = self._zone(product, question)
        lines = list(self._tariff_lines(product, zone, question))
        lines += _rebate_lines(lines, [one for one in table.rebates if _applies(one, product, zone)])
        days = None if question.country else self._days(product, question)
        return RatePrice(sum(line.amount for line in lines), table.currency, tuple(lines), zone, days)

    def _product(self, question: RateQuestion) -> Product:
        if not all(0 <= amount <= MOST_AMOUNT for amount in (question.cod_amount, question.declared_value)):
            raise NoPrice("value")
        product = self._products.get(question.product)
        if product is None:
            raise NoPrice("unknown-product", question.product)
        if question.weight_g <= 0:
            raise NoPrice("weight-missing")
        if question.weight_g > product.max_weight_g:
            raise NoPrice("too-heavy", f"{product.code} holds {product.max_weight_g} g")
        if question.cod_amount and not product.cod_allowed:
            raise NoPrice("cod-not-offered", product.code)
        if product.max_cod and question.cod_amount > product.max_cod:
            raise NoPrice("cod-too-high", f"{product.code} collects {product.max_cod} at most")
        return product

    def _zone(self, product: Product, question: RateQuestion) -> str:
        if (product.scope == ABROAD) != bool(question.country):
            raise NoPrice("other-reach", product.code)
        if question.country:
            if question.country not in self.table.destinations:
                raise NoPrice("unknown-destination", question.country)
            return self.table.destinations[question.country]
        origin, destination = self._region(question.origin), self._region(question.destination)
        return tariff.zone_between(question.origin, origin, question.destination, destination)

    def _region(self, locality: str) -> str:
        if locality not in self._regions:
            raise NoPrice("unknown-locality", locality)
        return self._regions[locality]

    def _tariff_lines(self, product: Product, zone: str, question: RateQuestion) -> Iterator[PricedLine]:
        asked = tariff.Question(question.weight_g, zone, question.cod_amount, question.declared_value)
        try:
            found = tariff.lines(self._rules[product.code], asked, heaviest_g=product.max_weight_g)
        except tariff.NoStep:
            raise NoPrice("no-price", f"{product.code} in zone {zone}") from None
        said = self._said[product.code]
        for line in found:
            yield PricedLine(line.rule, said[line.rule].kind, line.amount, said[line.rule].labels)

    def _days(self, product: Product, question: RateQuestion) -> int | None:
        origin, destination = self._regions[question.origin], self._regions[question.destination]
        return product.days.get(origin, {}).get(destination)


def price(table: RateTable, question: RateQuestion) -> RatePrice:
    """What one item costs; `Rates` answers many."""
    return Rates(table).price(question)


def _rule(rule: PriceRule) -> tariff.Rule:
    return tariff.Rule(rule.code, rule.kind, rule.zone, rule.up_to_weight_g, rule.amount, rule.per_mille)


def _applies(rebate: Rebate, product: Product, zone: str) -> bool:
    return rebate.product in ("", product.code) and rebate.zone in (tariff.ANYWHERE, zone)


def _rebate_lines(lines: list[PricedLine], rebates: list[Rebate]) -> Iterator[PricedLine]:
    full: dict[str, int] = {}
    for line in lines:
        full[line.kind] = full.get(line.kind, 0) + line.amount
    left = dict(full)
    for rebate in sorted(rebates, key=lambda one: one.code):
        of = full.get(rebate.kind, 0)
        off = min(left.get(rebate.kind, 0), rebate.amount + per_mille_of(of, rebate.per_mille))
        if off:
            left[rebate.kind] -= off
            yield PricedLine(rebate.code, rebate.kind, -off, rebate.labels)
