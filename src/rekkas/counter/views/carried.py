"""What a device carries, so that a counter goes on without a network."""

from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from django.conf import settings
from django.utils.translation import override

from postkit.text import fold
from rekkas.bank import queries as bank
from rekkas.base.actors import Actor
from rekkas.cash.queries import open_session
from rekkas.catalogue import queries as catalogue
from rekkas.counter import queries
from rekkas.counter.choices import Service
from rekkas.counter.entries import DeviceKnown
from rekkas.counter.models import Correspondent
from rekkas.counter.queries.acts import numbers_left
from rekkas.delivery.queries import going_back, shelves_of
from rekkas.mail.choices import AWAITING
from rekkas.mail.queries import announced_at, items_to_deliver
from rekkas.payments.choices import Way
from rekkas.payments.errors import NoPaymentRules
from rekkas.payments.queries.rules import billers, rules_of
from rekkas.territory import queries as territory

ANNOUNCED_AT_MOST, WAITING_AT_MOST, MERCHANTS_AT_MOST = 500, 500, 200
# What the right to a service is, where it is not that of settling a visit.
RIGHTS = {
    Service.BILL: "payments.pay_bill", Service.DEPOSIT: "bank.deposit", Service.WITHDRAWAL: "bank.withdraw",
    Service.MONEY_ORDER: "payments.issue_money_order", Service.ORDER_PAYMENT: "payments.pay_money_order",
    Service.PICK_UP: "delivery.deliver_items",
}  # fmt: skip


def carried_by(known: DeviceKnown, office: Any, by: Actor, at: datetime) -> dict[str, Any]:
    """The sheet of one device at one office, for one clerk."""
    country = office.country
    rules = queries.rules_of(country.iso)
    merchants = catalogue.customers_named(country=country.iso, limit=MERCHANTS_AT_MOST)
    expected = announced_at(office.code, limit=ANNOUNCED_AT_MOST)
    session = open_session(office.code, by.name, country.currency)
    return {
        "now": at.isoformat(), "sheet": known.sheet, "heard": known.heard, "head": known.head,
        "clerk": {"name": by.name, "services": _services(by)},
        "office": {
            "code": office.code, "name": office.name, "name_ar": office.name_ar, "locality": office.locality_id,
            "country": country.iso, "currency": country.currency, "decimals": country.decimals,
            "zone": country.time_zone,
        },
        "session": {"number": session.number, "state": session.state} if session else None,
        "rules": {
            name: value for name, value in msgspec.to_builtins(rules).items() if name not in ("articles", "source")
        },
        "tariff": known.tariff, "places": places_of(country.iso), "billers": _billers(country.iso),
        "orders": _orders(country.iso, at), "documents": [
            {"code": row.code, "names": {"en": row.name_en, "fr": row.name_fr, "ar": row.name_ar}}
            for row in bank.document_kinds(country.iso)
        ],
        "merchants": [
            {"code": row.code, "name": row.name, "name_ar": row.name_ar, "phone": row.phone} for row in merchants
        ],
        "contracts": _contracts(
            {row.code for row in merchants} | {item.customer_code for item in expected}, office, at
        ),
        "people": _people(office.code, rules.customers_kept),
        "waiting": _all_waiting(office.code),
        "announced": [_announced(item) for item in expected],
        "numbers": numbers_left(queries.device(known.device)),
    }  # fmt: skip


def _contracts(customers: set[str], office: Any, at: datetime) -> dict[str, Any]:
    """What holds with merchants today, as a device prices by it: own steps, the rebate, whether they have credit."""
    day = at.astimezone(office.zone).date()
    found = catalogue.contracts_on(customers, day)
    rebates = catalogue.rebates_on(found.values(), day)
    labels: dict[str, dict[str, str]] = {}

    def told(rule: str) -> dict[str, str]:
        if rule not in labels:
            labels[rule] = _in_each_language(rule)
        return labels[rule]

    return {
        code: {
            "steps": [
                {**msgspec.to_builtins(own), "code": catalogue.OWN_CARRIAGE, "labels": told(catalogue.OWN_CARRIAGE)}
                for own in one.prices
            ],
            "per_mille": rebates.get(code, 0), "rebate": (rule := f"{catalogue.OWN_REBATE}{rebates.get(code, 0)}"),
            "labels": told(rule), "has_credit": one.credit_limit > 0,
        }
        for code, one in found.items()
        if one.country == office.country_id
    }  # fmt: skip


def _in_each_language(rule: str) -> dict[str, str]:
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language[:2]] = catalogue.contract_label(rule)
    return said


def places_of(country: str) -> list[list[str]]:
    """Every locality: code, name, Arabic name, postcode, region, and what searches compare."""
    return [
        [code, name, name_ar, postcode, region, _searched((name, name_ar, *also))]
        for code, name, name_ar, postcode, region, also in territory.place_rows(country)
    ]


@lru_cache(maxsize=50_000)
def _searched(names: tuple[str, ...]) -> str:
    """The spellings of a place as searches compare them: worked out once, since places keep their names."""
    return " | ".join(dict.fromkeys(filter(None, map(fold, names))))


def person_of(row: Correspondent, addressees: tuple[Correspondent, ...] = ()) -> dict[str, Any]:
    """Somebody whom a counter wrote to, as a form is filled with them."""
    return {
        "id": row.pk, "name": row.name, "name_ar": row.name_ar, "phone": row.phone, "street": row.street,
        "street_ar": row.street_ar, "locality": row.locality_code, "folded": row.folded,
        "wrote_to": [one.pk for one in addressees],
    }  # fmt: skip


def _people(office: str, limit: int) -> list[dict[str, Any]]:
    people = queries.correspondents_of(office, limit=limit)
    wrote = queries.wrote_before([row.pk for row in people])
    return [person_of(row, tuple(wrote.get(row.pk, ()))) for row in people]


def _services(by: Actor) -> list[str]:
    return [service.value for service in Service if service not in RIGHTS or by.may(RIGHTS[service])]


def _billers(country: str) -> list[dict[str, Any]]:
    return [
        {
            "code": row.code, "names": {"en": row.name_en, "fr": row.name_fr, "ar": row.name_ar},
            "fee": row.fee_of_customer, "amounts": row.amounts, "has_list": row.has_list,
        }
        for row in billers(country)[:200]
    ]  # fmt: skip


def _orders(country: str, at: datetime) -> list[dict[str, Any]]:
    """Money orders that are bought for cash, with what they cost today."""
    try:
        rules = rules_of(country)
    except NoPaymentRules:
        return []
    return [
        {
            "code": terms.code, "names": {"en": terms.name_en, "fr": terms.name_fr, "ar": terms.name_ar},
            "fees": [
                {"up_to": row.up_to, "fee": row.amount, "per_mille": row.per_mille}
                for row in rules.fees_on(terms.code, at.date())
            ],
        }
        for terms in rules.orders
        if terms.taken == Way.CASH and terms.paid == Way.CASH
    ]  # fmt: skip


def _all_waiting(office: str) -> list[dict[str, Any]]:
    rows = items_to_deliver(office, after=[AWAITING])[:WAITING_AT_MOST]
    shelves = shelves_of([row.number for row in rows])
    back = going_back([row.item for row in rows], office)
    return [_waiting(row, shelves.get(row.number, ""), goes_back=row.item.pk in back) for row in rows]


def _waiting(row: Any, shelf: str, *, goes_back: bool) -> dict[str, Any]:
    """For whom it waits: what goes back is its sender's, who pays nothing."""
    item = row.item
    whose = item.sender if goes_back else item.addressee
    return {
        "number": item.unit.number, "shelf": shelf, "name": whose.get("name", ""),
        "name_ar": whose.get("name_ar", ""), "phone": whose.get("phone", ""),
        "cod": 0 if goes_back else item.cod_amount, "product": item.product.code, "goes_back": goes_back,
        "folded": fold(f"{whose.get('name', '')} {whose.get('name_ar', '')}"),
    }  # fmt: skip


def _announced(item: Any) -> dict[str, Any]:
    return {
        "number": item.unit.number, "product": item.product.code, "weight_g": item.weight_g, "cod": item.cod_amount,
        "declared": item.declared_value, "customer": item.customer_code, "reference": item.reference,
        "name": item.addressee.get("name", ""), "name_ar": item.addressee.get("name_ar", ""),
        "locality": item.addressee.get("locality_code") or item.destination.locality_id,
    }  # fmt: skip
