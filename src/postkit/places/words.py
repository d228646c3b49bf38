"""The words of addresses that are no names (street, quarter, near, box …), folded and ready to be looked up.

They are data, by language: ``words.toml`` beside this file. What a word says is a number of bits, since one word may
say several things: C. is a street in Spanish, and a municipality in French.

>>> KINDS["rue"] == STREET, KINDS["c"] == STREET | TOWN, KINDS["en face"] == LANDMARK
(True, True, True)
>>> kinds_of(["12", "en", "face", "de", "la", "gare"]) == [NUMBER, LANDMARK, LANDMARK, LANDMARK, PARTICLE, AMENITY]
True
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from postkit.text import fold

_TABLES = ("street", "quarter", "building", "amenity", "landmark", "po_box", "village", "town", "region")
STREET, QUARTER, BUILDING, AMENITY, LANDMARK, PO_BOX, VILLAGE, TOWN, REGION = (
    1 << bit for bit in range(len(_TABLES))
)
TELEPHONE, PARTICLE, NUMBER, CODE = (1 << bit for bit in range(len(_TABLES), len(_TABLES) + 4))
# After one of these stands the name of something else than a town, though it may be a town's: rue de Rabat.
NAMES_OTHERS = STREET | QUARTER | BUILDING | AMENITY | LANDMARK | PO_BOX
_BITS = dict(zip((*_TABLES, "telephone", "particle"), (1 << bit for bit in range(11)), strict=True))


def _read() -> dict[str, int]:
    tables = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    kinds: dict[str, int] = {}
    for language in tables.values():
        for table, words in language.items():
            for word in words:
                kinds[fold(word)] = kinds.get(fold(word), 0) | _BITS[table]
    return kinds


def _longest(phrases: Iterable[str]) -> dict[str, int]:
    """By the first word of phrases of several words, how many the longest has."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        first, *rest = phrase.split()
        if rest:
            longest[first] = max(longest.get(first, 0), 1 + len(rest))
    return longest


KINDS: Mapping[str, int] = _read()
_PHRASES = _longest(KINDS)


def kinds_of(words: Sequence[str]) -> list[int]:
    """What each of some folded words says, in the longest phrase that it begins; 0 for a name."""
    kinds = [KINDS.get(word) or (NUMBER if word[0].isdecimal() else 0) for word in words]
    until = 0
    for at, word in enumerate(words):
        if at < until or word not in _PHRASES:
            continue
        for length in range(min(_PHRASES[word], len(words) - at), 1, -1):
            if kind := KINDS.get(" ".join(words[at : at + length])):
                until = at + length
                kinds[at:until] = [kind] * length
                break
    return kinds
