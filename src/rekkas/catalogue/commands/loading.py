"""How the catalogue comes in, and how a customer is taken under contract."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from postkit.pack import Pack, model
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.catalogue.errors import CustomerCodeTaken, IbanNotRight
from rekkas.catalogue.models import Customer, Destination, PriceRule, Product, iban_agrees
from rekkas.territory import queries as territory

PRODUCT_FIELDS = [
    "name_en", "name_fr", "name_ar", "prefix", "max_weight_g", "cod_allowed", "max_cod", "kept_days",
    "carriage", "scope", "retired",
]  # fmt: skip
PRICE_FIELDS = [
    "product", "kind", "zone", "up_to_weight_g", "amount", "per_mille", "label_en", "label_fr", "label_ar",
]  # fmt: skip


DESTINATION_FIELDS = ["name_en", "name_fr", "name_ar", "zone", "exchange"]


@dataclass(frozen=True, slots=True)
class LoadedCatalogue:
    """What a load found in the pack, and how many products left the catalogue."""

    products: int
    prices: int
    retired: int


@dataclass(frozen=True, slots=True)
class RegisteredCustomer:
    code: str
    name: str


@command
def load_catalogue(*, pack: Pack, by: Actor, at: Moment) -> LoadedCatalogue:
    """Take in the products and prices of a country pack.

    Products that are no longer in the pack are retired, for items sent with them are still on their way.
    Prices that are no longer in it are gone. Loading the same pack twice changes nothing.
    """
    iso = pack.country.iso
    retired = _load_products(pack, iso)
    _load_prices(pack, iso)
    _load_destinations(pack, iso)
    return LoadedCatalogue(len(pack.products), len(pack.prices), retired)


@command
def register_customer(
    *,
    code: str,
    name: str,
    country: str,
    name_ar: str = "",
    phone: str = "",
    email: str = "",
    iban: str = "",
    key: str | None = None,
    by: Actor,
    at: Moment,
) -> RegisteredCustomer:
    """Take a customer under contract, so that the post knows whom to bill and whom to pay."""
    code, name, iban = code.strip().upper(), name.strip(), "".join(iban.split()).upper()
    for field, value in (("code", code), ("name", name)):
        if not value:
            raise InvalidInput(field=field, reason=_("it is empty."))
    if iban and not iban_agrees(iban):
        raise IbanNotRight(iban=iban)
    territory.country(country)
    kept, is_new = Customer.objects.get_or_create(
        code=code,
        defaults={
            "country_id": country, "name": name, "name_ar": name_ar.strip(), "phone": phone.strip(),
            "email": email.strip(), "iban": iban, "created_at": at,
        },
    )  # fmt: skip
    if not is_new:
        raise CustomerCodeTaken(customer=code, name=kept.name)
    return RegisteredCustomer(code, name)


def _load_products(pack: Pack, iso: str) -> int:
    rows = [_product(given, iso) for given in pack.products]
    Product.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["country", "code"], update_fields=PRODUCT_FIELDS
    )
    gone = Product.objects.filter(country=iso, retired=False).exclude(code__in=[row.code for row in rows])
    return gone.update(retired=True)


def _load_prices(pack: Pack, iso: str) -> None:
    products = dict(Product.objects.filter(country=iso).values_list("code", "pk"))
    rows = [_price_rule(given, iso, products[given.product]) for given in pack.prices]
    PriceRule.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["country", "code"], update_fields=PRICE_FIELDS
    )
    PriceRule.objects.filter(country=iso).exclude(code__in=[row.code for row in rows]).delete()


def _load_destinations(pack: Pack, iso: str) -> None:
    rows = [
        Destination(
            country_id=iso, code=given.code, name_en=given.name_en, name_fr=given.name_fr, name_ar=given.name_ar,
            zone=given.zone, exchange_id=given.exchange,
        )
        for given in pack.destinations
    ]  # fmt: skip
    Destination.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["country", "code"], update_fields=DESTINATION_FIELDS
    )
    Destination.objects.filter(country=iso).exclude(code__in=[row.code for row in rows]).delete()


def _product(given: model.Product, iso: str) -> Product:
    return Product(
        country_id=iso, code=given.code, name_en=given.name_en, name_fr=given.name_fr,
        name_ar=given.name_ar, prefix=given.prefix, max_weight_g=given.max_weight_g,
        cod_allowed=given.cod_allowed, max_cod=given.max_cod, kept_days=given.kept_days, carriage=given.carriage,
        scope=given.scope,
    )  # fmt: skip


def _price_rule(given: model.PriceRule, iso: str, product_id: int) -> PriceRule:
    return PriceRule(
        country_id=iso, code=given.code, product_id=product_id, kind=given.kind, zone=given.zone,
        up_to_weight_g=given.up_to_weight_g, amount=given.amount, per_mille=given.per_mille,
        label_en=given.label_en, label_fr=given.label_fr, label_ar=given.label_ar,
    )  # fmt: skip
