"""What can be asked of merchants."""

import re

import msgspec
from anyascii import anyascii
from django.db.models import Q

from postkit import taxnumber
from postkit.pack.merchants import Merchants
from rekkas.catalogue.queries import customers_by_code
from rekkas.merchant.errors import NoMerchantsHere, TaxNumberNotRight, UnknownMerchant, UnknownPickupAddress
from rekkas.merchant.models import Merchant, MerchantRules, PickupAddress
from rekkas.territory import queries as territory

SHOWN = 200


def rules_of(country: str) -> Merchants:
    """How the merchants of a country are known, as its pack has it."""
    row = MerchantRules.objects.filter(country=country).first()
    if row is None:
        raise NoMerchantsHere(country=territory.country(country).name)
    return msgspec.convert(row.body, Merchants)


def tax_number_said(country: str, text: str) -> tuple[str, str]:
    """The scheme of a country, and the number by it that somebody means."""
    rules = rules_of(country)
    try:
        return rules.tax_scheme, taxnumber.compact(rules.tax_scheme, text)
    except taxnumber.NotRight:
        raise TaxNumberNotRight(label=rules.tax_label, number=text.strip()[:40]) from None


def merchant(code: str) -> Merchant:
    """One merchant, with their contract."""
    row = (
        Merchant.objects.select_related("customer__country")
        .filter(customer__code=code.strip().upper())
        .first()
    )
    if row is None:
        raise UnknownMerchant(merchant=code)
    return row


def merchants_named(search: str = "", *, state: str = "") -> list[Merchant]:
    """Merchants whose code, name, telephone or tax number holds the words searched for; those to be checked first."""
    rows = Merchant.objects.select_related("customer__country").order_by("-state", "-since")
    if state:
        rows = rows.filter(state=state)
    for word in search.split():
        rows = rows.filter(
            Q(customer__code__icontains=word) | Q(customer__name__icontains=word)
            | Q(customer__name_ar__icontains=word) | Q(customer__phone__contains=word) | Q(tax_number__contains=word)
        )  # fmt: skip
    return list(rows[:SHOWN])


def free_code(name: str, tax_number: str) -> str:
    """A code for a new contract, made from the name as people would: its first word, and digits where that is taken.

    Digits are those of the tax number, so that the same merchant asking twice at once is given the same code.
    """
    letters = re.sub(r"[^A-Z0-9]", "", _latin(name).upper())[:10] or "M"
    digits = re.sub(r"\D", "", tax_number) or "1"
    wanted = [letters] + [f"{letters}{digits[-n:]}" for n in range(2, min(len(digits), 6) + 1)]
    taken = customers_by_code(wanted)
    return next((code for code in wanted if code not in taken), f"{letters[:8]}{digits[-8:]}")


def _latin(text: str) -> str:
    return (anyascii(text).split() or [""])[0]


def pickup_addresses(merchant: str) -> list[PickupAddress]:
    """From where a merchant's parcels are fetched; the usual one first."""
    rows = PickupAddress.objects.filter(merchant=merchant, removed_at=None).select_related("locality")
    return list(rows.order_by("-is_usual", "label", "id"))


def pickup_address(merchant: str, address: int) -> PickupAddress:
    rows = PickupAddress.objects.filter(merchant=merchant, removed_at=None).select_related("locality")
    found = rows.filter(pk=address).first()
    if found is None:
        raise UnknownPickupAddress
    return found
