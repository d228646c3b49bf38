"""What a country says of its counters, and prices as a device carries them."""

import hashlib
from typing import Any

import msgspec

from postkit import tariff
from postkit.pack.counter import Counter
from rekkas.catalogue import queries as catalogue
from rekkas.counter.models import CounterRules, Sheet


def rules_of(country: str) -> Counter:
    """The counters of a country as its pack has them; where it says nothing, mail alone is sold, for cash."""
    return rules_in({country})[country]


def rules_in(countries: set[str]) -> dict[str, Counter]:
    """The same for several countries: one statement."""
    found = {
        row.pk: msgspec.convert(row.body, Counter) for row in CounterRules.objects.filter(pk__in=countries)
    }
    return {country: found.get(country) or Counter("", "") for country in countries}


def sheet_body(country: str) -> dict[str, Any]:
    """Everything a price of this country follows from, as plain data: products, rules of the tariff, articles."""
    rules = catalogue.price_rules(country)
    return {
        "products": [
            {
                "code": row.code, "names": {"en": row.name_en, "fr": row.name_fr, "ar": row.name_ar},
                "prefix": row.prefix, "max_weight_g": row.max_weight_g, "cod_allowed": row.cod_allowed,
                "max_cod": row.max_cod, "scope": row.scope, "rules": rules.get(row.code, []),
            }
            for row in catalogue.products_of(country, scope=None)
        ],
        "destinations": [
            {"code": row.code, "zone": row.zone, "names": {"en": row.name_en, "fr": row.name_fr, "ar": row.name_ar}}
            for row in catalogue.destinations_of(country)
        ],
        "articles": msgspec.to_builtins(rules_of(country).articles),
    }  # fmt: skip


def digest_of(body: dict[str, Any]) -> str:
    return hashlib.sha256(msgspec.json.encode(body, order="sorted")).hexdigest()


def sheet(digest: str) -> Sheet | None:
    """Prices as devices carried them, if the post ever gave them out."""
    return Sheet.objects.filter(pk=digest).first() if digest else None


def lines_by(body: dict[str, Any], product: str, question: tariff.Question) -> list[tariff.Line]:
    """The lines of a price by a sheet; none where it knows no such product or has no step that holds the item."""
    sold = next((row for row in body["products"] if row["code"] == product), None)
    if sold is None:
        return []
    rules = [
        tariff.Rule(
            row["code"], row["kind"], row["zone"], row["up_to_weight_g"], row["amount"], row["per_mille"]
        )
        for row in sold["rules"]
    ]
    try:
        return tariff.lines(rules, question, heaviest_g=sold["max_weight_g"])
    except tariff.NoStep:
        return []
