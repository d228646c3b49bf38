"""The fields that a merchant's columns may be, and the words by which people head them (``fields.toml``).

>>> fields()["weight"].looks, "poids" in fields()["weight"].words
('weight', True)
>>> heading_words("Tél. du destinataire"), heading_words("shippingAddress_1"), heading_words("Expéditeur : ville")
('tel', 'address 1', '')
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from postkit.text import fold

_LANGUAGES = ("ar", "fr", "en", "pt", "es")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Field:
    """``words`` are the headings by which a field is known, folded; ``partner`` is the field that another column takes
    where one in Latin and one in Arabic letters are headed alike."""

    code: str
    looks: str
    words: frozenset[str]
    partner: str = ""


@lru_cache(maxsize=1)
def fields() -> Mapping[str, Field]:
    """All fields by their code, in the order in which they are shown."""
    return MappingProxyType(
        {
            code: Field(
                code,
                said["looks"],
                frozenset(heading_words(word) for language in _LANGUAGES for word in said.get(language, ()))
                - {""},
                said.get("partner", ""),
            )
            for code, said in _data()["fields"].items()
        }
    )


def is_other(heading: str) -> bool:
    """Tell a column that is none of the fields, however near its heading comes: of a date, of what delivery costs.

    >>> is_other("Frais de livraison"), is_other("Prix livraison"), is_other("Prix"), is_other("Adresse de livraison")
    (True, True, False, False)
    """
    return _without(_folded(heading), _phrases("filler")) in _others()


@lru_cache(maxsize=1)
def _others() -> frozenset[str]:
    return frozenset(_without(fold(word), _phrases("filler")) for word in _data()["headings"]["other"])


@lru_cache(maxsize=4_096)
def heading_words(heading: str) -> str:
    """What a heading says of its column, folded: without whose it is, and nothing where it is the sender's."""
    said = _folded(heading)
    words = _without(said, _phrases("addressee"))
    if _without(words, _phrases("sender")) != words:
        return ""
    kept = _without(words, _phrases("filler"))
    return kept or _without(said, _phrases("filler")) or said


def _folded(heading: str) -> str:
    return fold(_HUMP.sub(" ", heading))


def _without(said: str, phrases: tuple[str, ...]) -> str:
    padded = f" {said} "
    for phrase in phrases:
        padded = padded.replace(f" {phrase} ", " ")
    return " ".join(padded.split())


@lru_cache(maxsize=8)
def _phrases(kind: str) -> tuple[str, ...]:
    """Folded, the longest first, so that none is found within another."""
    return tuple(
        sorted({fold(word) for word in _data()["headings"][kind]} - {""}, key=lambda one: (-len(one), one))
    )


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("postkit.sheets") / "fields.toml").read_text(encoding="utf-8"))
