"""Whether a key comes twice, in 16 bytes for each and a little more: a million keys cost some 18 MB.

Keys are kept bare, in 256 heaps by their first byte. In the end each heap is looked through for itself, as a set, so
that a 256th of the keys are objects at one time. Keys chosen to lie in one heap cost memory, never the truth.
"""

from collections import Counter
from collections.abc import Iterator
from struct import iter_unpack

SIZE = 16


class Keys:
    """Keys of 32 hexadecimal digits, as they pass.

    >>> keys = Keys()
    >>> for key in ("0a" * 16, "0b" * 16, "0A" * 16):
    ...     _ = keys.add(key)
    >>> list(keys.twins()) == ["0a" * 16]
    True
    """

    def __init__(self) -> None:
        self._heaps = [bytearray() for _ in range(256)]

    def add(self, key: str) -> bytes:
        """Take one more; returns its bytes. Refuses with a ValueError what is no key."""
        bare = bytes.fromhex(key)
        if len(bare) != SIZE:
            raise ValueError(f"{key!r} is no key")
        self._heaps[bare[0]] += bare
        return bare

    def twins(self) -> Iterator[str]:
        """The keys that came more than once."""
        for heap in self._heaps:
            bare = [key for (key,) in iter_unpack(f"{SIZE}s", heap)]
            if len(set(bare)) != len(bare):
                yield from sorted(key.hex() for key, count in Counter(bare).items() if count > 1)
