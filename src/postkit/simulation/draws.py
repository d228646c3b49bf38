"""Chance without order: a draw depends on what is drawn and for whom, never on when or by which thread.

Each draw is a hash (splitmix64) of the seed, the purpose and an identity. Two scenarios with the same seed
therefore see the same parcels, the same lorry late by the same minutes and the same addressee not at home:
common random numbers, so that what differs between two runs is the scenario and not the luck.

>>> at_home = draws(1, "attempt", [7, 8])
>>> bool(draws(1, "attempt", [8, 9])[0] == at_home[1]), bool((draws(2, "attempt", [7, 8]) == at_home).any())
(True, False)
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Identity = NDArray[np.uint64]
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@lru_cache(maxsize=4096)
def number_of(words: str) -> int:
    """A number for a name, the same on every machine."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "little")


def mix(identity: Identity) -> Identity:
    """Splitmix64's finish: every bit of the result depends on every bit given."""
    found = identity + _GOLDEN
    found = (found ^ (found >> np.uint64(30))) * _FIRST
    found = (found ^ (found >> np.uint64(27))) * _SECOND
    return np.asarray(found ^ (found >> np.uint64(31)), np.uint64)


def identities(*parts: NDArray[np.integer] | Sequence[int]) -> Identity:
    """One identity out of several numbers, such as a trip's and its day's."""
    found = np.zeros(1, np.uint64)
    for part in parts:
        found = mix(found ^ np.atleast_1d(np.asarray(part)).astype(np.uint64))
    return found


def draws(seed: int, purpose: str, identity: Identity | Sequence[int]) -> NDArray[np.float64]:
    """A number from 0 up to but not including 1 for each identity."""
    key = mix(np.array([(number_of(purpose) ^ seed) & (2**64 - 1)], np.uint64))
    found = mix(mix(np.asarray(identity, np.uint64) ^ key))
    return (found >> np.uint64(11)).astype(np.float64) * 2.0**-53
