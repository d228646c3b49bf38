"""What may be asked about products, prices and customers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from postkit import tariff
from rekkas.base.errors import InvalidInput, Refused
from rekkas.catalogue.choices import Scope, Zone
from rekkas.catalogue.errors import (
    CodNotOffered,
    CodTooHigh,
    NoPrice,
    NotSoldHere,
    OtherReach,
    TooHeavy,
    UnknownCustomer,
    UnknownDestination,
    UnknownProduct,
    WeightMissing,
)
from rekkas.catalogue.models import Customer, Destination, PriceRule, Product
from rekkas.catalogue.queries.contracts import (
    OWN_REBATE,
    Agreed,
    contract_label,
    contracts_on,
    rebates_on,
)
from rekkas.territory import queries as territory
from rekkas.territory.errors import UnknownLocality

CUSTOMERS_SHOWN = 50


class Place(Protocol):
    """What a price needs to know of a locality."""

    code: str
    region_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceQuestion:
    """What is sent, from where to where; ``cod_amount`` and ``declared_value`` in the smallest unit.

    ``destination_country`` is where it goes abroad; then no locality is named. ``customer`` is under whose contract.
    """

    product: str
    country: str
    weight_g: int
    origin_locality: str
    destination_locality: str
    cod_amount: int = 0
    declared_value: int = 0
    destination_country: str = ""
    customer: str = ""


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One reason of a price: the rule it comes from, in words, and its amount."""

    rule: str
    label: str
    amount: int


@dataclass(frozen=True, slots=True)
class Price:
    """A price and the lines that explain it; the lines add up to the amount."""

    amount: int
    currency: str
    lines: tuple[PriceLine, ...]


def products_of(country: str, scope: Scope | None = Scope.DOMESTIC) -> list[Product]:
    """The products on sale in a country that reach so far; without a scope all of them."""
    rows = Product.objects.filter(country=country, retired=False)
    if scope is not None:
        rows = rows.filter(scope=scope)
    return list(rows.select_related("country").order_by("id"))


def destinations_of(country: str) -> list[Destination]:
    """The countries to which a post sends."""
    return list(Destination.objects.filter(country=country).order_by("name_en"))


def destinations_named(country: str, codes: Iterable[str]) -> dict[str, Destination]:
    """Those of these countries to which a post sends, by code."""
    wanted = {code for code in codes if code}
    rows = Destination.objects.filter(country=country, code__in=wanted) if wanted else ()
    return {row.code: row for row in rows}


def product(country: str, code: str) -> Product:
    """One product, on sale or retired: an item posted long ago still has its name."""
    found = products_named([code])
    if (country, code) in found:
        return found[country, code]
    if not found:
        raise UnknownProduct(product=code)
    raise NotSoldHere(product=next(iter(found.values())).name, country=territory.country(country).name)


def products_named(codes: Iterable[str]) -> dict[tuple[str, str], Product]:
    """The products that bear these codes, on sale or retired, by country and code."""
    rows = Product.objects.filter(code__in=set(codes)).select_related("country")
    return {(row.country_id, row.code): row for row in rows}


def check_item(
    product: Product | None,
    *,
    code: str,
    country: str,
    weight_g: int,
    cod_amount: int = 0,
    declared_value: int = 0,
) -> Product:
    """Refuse what a product does not allow. ``product`` is what ``products_named`` found, if anything."""
    if product is None:
        elsewhere = Product.objects.filter(code=code).first()
        if elsewhere is None:
            raise UnknownProduct(product=code)
        raise NotSoldHere(product=elsewhere.name, country=territory.country(country).name)
    if product.retired:
        raise NotSoldHere(product=product.name, country=product.country.name)
    for field, amount in (("cod_amount", cod_amount), ("declared_value", declared_value)):
        if amount < 0:
            raise InvalidInput(field=field, reason=_("it is less than nothing."))
    if weight_g <= 0:
        raise WeightMissing(product=product.name)
    if weight_g > product.max_weight_g:
        raise TooHeavy(product=product.name, weight_g=weight_g, max_weight_g=product.max_weight_g)
    if cod_amount and not product.cod_allowed:
        raise CodNotOffered(product=product.name)
    if product.max_cod and cod_amount > product.max_cod:
        raise CodTooHigh(product=product.name, cod_amount=cod_amount, max_cod=product.max_cod)
    return product


def price_for(
    *,
    product: str,
    country: str,
    weight_g: int,
    origin_locality: str,
    destination_locality: str,
    cod_amount: int = 0,
    declared_value: int = 0,
    customer: str = "",
    day: date | None = None,
) -> Price:
    """What one item costs, and why; under the contract of a customer as it holds on a day."""
    question = PriceQuestion(
        product=product, country=country, weight_g=weight_g, origin_locality=origin_locality,
        destination_locality=destination_locality, cod_amount=cod_amount, declared_value=declared_value,
        customer=customer,
    )  # fmt: skip
    (answer,) = prices_for([question], day=day)
    if isinstance(answer, Refused):
        raise answer
    return answer


def prices_for(questions: Sequence[PriceQuestion], *, day: date | None = None) -> list[Price | Refused]:
    """What each item of a batch costs; an item without a price is answered by its own refusal.

    ``day`` says which contracts hold: it is given wherever a question names a customer. A constant number of
    statements for any number of questions.
    """
    known = _known(questions, day)
    answers: list[Price | Refused] = []
    for question in questions:
        try:
            answers.append(_price(question, known))
        except Refused as refusal:
            answers.append(refusal)
    return answers


@dataclass(frozen=True, slots=True)
class _Known:
    """What was looked up for a batch of questions."""

    products: Mapping[tuple[str, str], Product]
    rules: Mapping[int, list[tariff.Rule]]
    labels: Mapping[int, Mapping[str, str]]  # the words of each product's rules, in the reader's language
    places: Mapping[str, Place]
    abroad: Mapping[tuple[str, str], Destination]
    contracts: Mapping[str, Agreed]
    rebates: Mapping[str, int]

    def contract(self, question: PriceQuestion) -> tariff.Contract | None:
        """What a customer has agreed about this product: with the post of another country nothing."""
        agreed = self.contracts.get(question.customer)
        if agreed is None or agreed.country != question.country:
            return None
        return agreed.carriage(question.product, self.rebates.get(question.customer, 0))


def _known(questions: Sequence[PriceQuestion], day: date | None) -> _Known:
    products = products_named(question.product for question in questions)
    rules: dict[int, list[tariff.Rule]] = {}
    labels: dict[int, dict[str, str]] = {}
    for rule in PriceRule.objects.filter(product__in=products.values()).order_by("up_to_weight_g", "code"):
        rules.setdefault(rule.product_id, []).append(_rule(rule))
        labels.setdefault(rule.product_id, {})[rule.code] = rule.label
    places = territory.held_localities(
        {code for q in questions for code in (q.origin_locality, q.destination_locality) if code}
    )
    customers = {question.customer for question in questions if question.customer}
    if customers and day is None:
        raise TypeError("whose contract holds is a question of a day")
    contracts = contracts_on(customers, day) if day is not None else {}
    rebates = rebates_on(contracts.values(), day) if day is not None else {}
    return _Known(products, rules, labels, places, _abroad(questions), contracts, rebates)


def price_labels(country: str, rules: Iterable[str]) -> dict[str, str]:
    """The words of price rules in the reader's language, by code; a rule that is no more is absent."""
    asked = set(rules)
    found = PriceRule.objects.filter(country=country, code__in=asked)
    agreed = {rule: words for rule in asked if (words := contract_label(rule))}
    return agreed | {rule.code: rule.label for rule in found}


def customer(code: str) -> Customer:
    """One customer under contract."""
    found = Customer.objects.filter(code=code.strip().upper()).select_related("country").first()
    if found is None:
        raise UnknownCustomer(customer=code)
    return found


def hold_customers(codes: Iterable[str]) -> None:
    """Lock customers until the transaction ends, in the order of their codes: what one more parcel may cost them on
    account is judged by one hand at a time.
    """
    wanted = {code for code in codes if code}
    rows = Customer.objects.select_for_update(no_key=True).filter(code__in=wanted) if wanted else None
    if rows is not None:
        list(rows.order_by("code").values_list("pk"))


def customers_by_code(codes: Iterable[str]) -> dict[str, Customer]:
    """The customers that bear these codes, by code; an unknown code is absent."""
    return {row.code: row for row in Customer.objects.filter(code__in=set(codes)).select_related("country")}


def customers_named(search: str = "", *, country: str = "", limit: int = CUSTOMERS_SHOWN) -> list[Customer]:
    """Customers whose code, name or telephone holds the words searched for; all of them for no words."""
    rows = Customer.objects.select_related("country").order_by("name", "code")
    if country:
        rows = rows.filter(country=country)
    for word in search.split():
        rows = rows.filter(
            Q(code__icontains=word)
            | Q(name__icontains=word)
            | Q(name_ar__icontains=word)
            | Q(phone__contains=word)
        )
    return list(rows[:limit])


def _price(question: PriceQuestion, known: _Known) -> Price:
    sold = check_item(
        known.products.get((question.country, question.product)),
        code=question.product, country=question.country, weight_g=question.weight_g,
        cod_amount=question.cod_amount, declared_value=question.declared_value,
    )  # fmt: skip
    if (sold.scope == Scope.ABROAD) != bool(question.destination_country):
        raise OtherReach(product=sold.name, reach=Scope(sold.scope).label)
    zone = _zone(question, known.places, known.abroad)
    rules, labels = known.rules.get(sold.pk, ()), known.labels.get(sold.pk, {})
    asked = tariff.Question(question.weight_g, zone, question.cod_amount, question.declared_value)
    contract = known.contract(question)
    try:
        lines = tariff.lines(rules, asked, heaviest_g=sold.max_weight_g, contract=contract)
    except tariff.NoStep:
        raise NoPrice(product=sold.name, weight_g=question.weight_g, zone=zone.label) from None
    return Price(
        sum(line.amount for line in lines), sold.country.currency,
        tuple(_line(line, labels, contract) for line in lines),
    )  # fmt: skip


def _line(line: tariff.Line, labels: Mapping[str, str], contract: tariff.Contract | None) -> PriceLine:
    rule = line.rule
    if contract is not None and line.amount < 0:
        rule = f"{OWN_REBATE}{contract.rebate_per_mille}"
    return PriceLine(rule, labels.get(rule) or contract_label(rule), line.amount)


def _abroad(questions: Sequence[PriceQuestion]) -> dict[tuple[str, str], Destination]:
    """Where these go abroad, by country of the post and of the destination."""
    wanted: dict[str, set[str]] = {}
    for question in questions:
        if question.destination_country:
            wanted.setdefault(question.country, set()).add(question.destination_country)
    return {
        (country, code): row
        for country, codes in wanted.items()
        for code, row in destinations_named(country, codes).items()
    }


def _zone(
    question: PriceQuestion,
    places: Mapping[str, Place],
    abroad: Mapping[tuple[str, str], Destination],
) -> Zone:
    if there := question.destination_country:
        if (question.country, there) not in abroad:
            raise UnknownDestination(destination=there)
        return Zone(abroad[question.country, there].zone)
    for code in (question.origin_locality, question.destination_locality):
        if code not in places:
            raise UnknownLocality(locality=code)
    origin, destination = places[question.origin_locality], places[question.destination_locality]
    return Zone(tariff.zone_between(origin.code, origin.region_id, destination.code, destination.region_id))


def _rule(row: PriceRule) -> tariff.Rule:
    return tariff.Rule(row.code, row.kind, row.zone, row.up_to_weight_g, row.amount, row.per_mille)


def price_rules(country: str) -> dict[str, list[dict[str, object]]]:
    """Every line of a country's tariff as plain data, by product: what a device prices with."""
    found: dict[str, list[dict[str, object]]] = {}
    for row in (
        PriceRule.objects.filter(country=country).select_related("product").order_by("up_to_weight_g", "code")
    ):
        found.setdefault(row.product.code, []).append(
            {
                "code": row.code, "kind": row.kind, "zone": row.zone, "up_to_weight_g": row.up_to_weight_g,
                "amount": row.amount, "per_mille": row.per_mille,
                "labels": {"en": row.label_en, "fr": row.label_fr, "ar": row.label_ar},
            }
        )  # fmt: skip
    return found
