"""Telephones of senders and addressees are kept in one form, so that people find what is theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from postkit.address import Address
from postkit.phone import kept_phone, region_of
from rekkas.mail.entries import ItemEntry
from rekkas.network.queries import offices_named


def with_plain_phones(items: Sequence[ItemEntry]) -> list[ItemEntry]:
    """The entries with their telephones in international form, a national one as seen from the office of origin."""
    national = {
        entry.origin for entry in items if _is_national(entry.sender) or _is_national(entry.addressee)
    }
    countries = (
        {code: office.country_id for code, office in offices_named(national).items()} if national else {}
    )
    return [_plain(entry, countries.get(entry.origin, "")) for entry in items]


def _is_national(address: Address) -> bool:
    return bool(address.phone) and not address.phone.startswith("+")


def _plain(entry: ItemEntry, country: str) -> ItemEntry:
    changes = {}
    for end in ("sender", "addressee"):
        address: Address = getattr(entry, end)
        phone = kept_phone(address.phone, country) if address.phone else ""
        if phone != address.phone:
            changes[end] = replace(address, phone=phone)
    return msgspec.structs.replace(entry, **changes) if changes else entry


def is_same_address(kept: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether two addresses say the same; what was kept before telephones had one form is read in that form."""
    if kept == given:
        return True
    phone = kept_phone(str(kept.get("phone", "")), region_of(str(given.get("phone", ""))))
    return bool(phone) and {**kept, "phone": phone} == given
