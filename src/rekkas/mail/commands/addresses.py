"""Addresses as the record keeps them: words that can be seen, in one line each, and telephones in one form."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import msgspec

from postkit.address import Address
from postkit.phone import kept_phone, region_of
from postkit.text import visible
from rekkas.mail.entries import ItemEntry
from rekkas.network.queries import offices_named

PARTS = tuple(field.name for field in fields(Address))


def with_plain_addresses(items: Sequence[ItemEntry]) -> list[ItemEntry]:
    """The entries with what nobody sees taken out of their addresses: marks that turn the writing round, joiners, line
    breaks. Their telephones are in international form, a national one as seen from the office of origin.
    """
    national = {
        entry.origin for entry in items if _is_national(entry.sender) or _is_national(entry.addressee)
    }
    countries = (
        {code: office.country_id for code, office in offices_named(national).items()} if national else {}
    )
    return [_plain(entry, countries.get(entry.origin, "")) for entry in items]


def is_same_address(kept: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether two addresses say the same; what was kept before they had one form is read in that form."""
    if kept == given:
        return True
    phone = kept_phone(str(kept.get("phone", "")), region_of(str(given.get("phone", ""))))
    plain = {name: _seen(str(text)) for name, text in kept.items()}
    return {**plain, **({"phone": phone} if phone else {})} == given


def _is_national(address: Address) -> bool:
    return bool(address.phone) and not address.phone.startswith("+")


def _plain(entry: ItemEntry, country: str) -> ItemEntry:
    changes = {}
    for end in ("sender", "addressee"):
        address: Address = getattr(entry, end)
        found = {name: getattr(address, name) for name in PARTS}
        plain = {name: _seen(text) for name, text in found.items()}
        if plain["phone"]:
            plain["phone"] = kept_phone(plain["phone"], country)
        if plain != found:
            changes[end] = replace(address, **plain)
    return msgspec.structs.replace(entry, **changes) if changes else entry


def _seen(text: str) -> str:
    """A text without what has no shape, in one line. A NUL stays: it is refused, not passed over.

    >>> _seen("12,\\n rue\\u202e Atlas"), _seen("Amina \\U0001f339")
    ('12, rue Atlas', 'Amina 🌹')
    """
    if text.isprintable() and "  " not in text:
        return text.strip()
    return text if "\0" in text else " ".join(visible(text).split())
