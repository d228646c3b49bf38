"""The spellings that are nearest to a text, out of many, without comparing it with all of them.

Idea: two spellings that differ in few letters share most of their pairs of letters. So pairs are indexed; a text is
compared, letter by letter, only with those that share the most. What a comparison with all would find from a score of
85 is found; of what is less alike, a few are not.

Shapes: folded texts in; (spelling, score) out, the nearest first, equal ones in the order of the alphabet. The score is
rapidfuzz's `ratio`: twice the letters in common, in order, of all letters, from 0 to 100. No errors.

>>> towns = Spellings(["casablanca", "casa branca", "rabat"])
>>> towns.near("casablnca", least=75)
[('casablanca', 94.73684210526316), ('casa branca', 80.0)]
>>> towns.near("xyz", least=75)
[]
"""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from rapidfuzz import fuzz, process

COMPARED = 96
MOST_FOUND = 25
SHARED = 0.3  # of the pairs of both, counted twice


class Spellings:
    """Texts by their pairs of letters; never changed after it is made."""

    __slots__ = ("_held", "_pair_count", "_texts")

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(sorted(set(texts)))
        held: dict[str, list[int]] = defaultdict(list)
        for at, text in enumerate(self._texts):
            for pair in _pairs(text):
                held[pair].append(at)
        self._held = {pair: np.array(places, dtype=np.int32) for pair, places in held.items()}
        self._pair_count = np.array([len(_pairs(text)) for text in self._texts], dtype=np.float32)

    def near(self, text: str, least: float) -> list[tuple[str, float]]:
        """The spellings with at least this score."""
        pairs = _pairs(text)
        lists = [self._held[pair] for pair in pairs if pair in self._held]
        if not lists:
            return []
        shared = np.bincount(np.concatenate(lists), minlength=len(self._texts))
        alike = 2 * shared / (self._pair_count + len(pairs))
        places = np.flatnonzero(alike >= SHARED)
        if len(places) > COMPARED:
            places = places[np.argpartition(-alike[places], COMPARED)[:COMPARED]]
        texts = [self._texts[at] for at in sorted(places)]
        found = process.extract(text, texts, scorer=fuzz.ratio, limit=MOST_FOUND, score_cutoff=least)
        return [(spelling, score) for spelling, score, _ in found]


def _pairs(text: str) -> set[str]:
    padded = f"^{text}$"
    return {padded[at : at + 2] for at in range(len(padded) - 1)}
