"""The words that stand beside numbers in cells: units of weight, currencies, yes and no, months.

They are data (``words.toml``), compared without capitals, accents, points and blanks.

>>> units()["كلغ"], units()["kilos"], sorted(currencies()["cfa"]), months()["غشت"]
(1000, 1000, ['XAF', 'XOF'], 8)
>>> words_of("د.م.", currencies()), words_of("MAD (DH)", currencies()), words_of("F CFA", currencies())
(['دم'], ['mad', 'dh'], ['fcfa'])
>>> words_of("DH environ", currencies()) is None
True
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any
from unicodedata import category, normalize

from postkit.text import visible

_PARTS = re.compile(r"[\s/()\[\],;:|+*=&_-]+")


def bare(text: str) -> str:
    """The letters, digits and signs of a word, without what people add or leave out.

    >>> bare("Févr."), bare("US $"), bare("أوقية")
    ('fevr', 'us$', 'اوقيه')
    """
    letters = normalize("NFKD", visible(text).casefold())
    kept = "".join(char for char in letters if category(char)[0] in "LNS")
    return kept.translate(_ARABIC)


_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ـ": ""})


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("postkit.sheets") / "words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def units() -> Mapping[str, int]:
    """How many grams each unit has, by its words."""
    kinds = _data()["units"].values()
    return MappingProxyType({bare(word): unit["grams"] for unit in kinds for word in unit["words"]})


@lru_cache(maxsize=1)
def currencies() -> Mapping[str, frozenset[str]]:
    """The currencies that a word may mean; each code is a word of its own."""
    found: dict[str, set[str]] = {}
    for code, words in _data()["currencies"].items():
        for word in (code, *words):
            found.setdefault(bare(word), set()).add(code)
    return MappingProxyType({word: frozenset(codes) for word, codes in found.items()})


@lru_cache(maxsize=1)
def answers() -> Mapping[str, bool]:
    said = _data()["answers"]
    return MappingProxyType({bare(word): which == "yes" for which in ("yes", "no") for word in said[which]})


@lru_cache(maxsize=1)
def months() -> Mapping[str, int]:
    said = _data()["months"]
    return MappingProxyType({bare(word): int(month) for month, words in said.items() for word in words})


def words_of(text: str, known: Mapping[str, Any]) -> list[str] | None:
    """The known words of a text that has nothing else, or None where something in it is not known."""
    whole = bare(text)
    if not whole:
        return []
    if whole in known:
        return [whole]
    parts = [bare(part) for part in _PARTS.split(text)]
    return [part for part in parts if part] if all(part in known for part in parts if part) else None
