"""Tables of bits, turned over: what is asked row by row is written column by column."""

from typing import Any

import numpy as np

from postkit.compiled import COMPILED, njit

Array = np.ndarray[Any, np.dtype[Any]]


def turned(bits: Array, found: Array, begin: int) -> None:
    """Write a table of packed bits into another, its rows as columns from byte ``begin`` on.

    >>> found = np.zeros((8, 2), np.uint8)
    >>> turned(np.array([[0b101], [0b001]], np.uint8), found, 1)
    >>> found[:3, 1].tolist()
    [3, 0, 1]
    """
    if COMPILED:
        _turn(bits, found, begin)
        return
    packed = np.packbits(np.unpackbits(bits, axis=1, bitorder="little").T, axis=1, bitorder="little")
    found[:, begin : begin + packed.shape[1]] = packed


@njit(cache=True, nogil=True)
def _turn(bits: Any, found: Any, begin: int) -> None:
    """Eight by eight (Warren, Hacker's Delight, 7-3)."""
    near, mid, far = (
        np.uint64(0x00AA00AA00AA00AA),
        np.uint64(0x0000CCCC0000CCCC),
        np.uint64(0x00000000F0F0F0F0),
    )
    seven, fourteen, more, byte = np.uint64(7), np.uint64(14), np.uint64(28), np.uint64(255)
    rows = bits.shape[0]
    for block in range((rows + 7) // 8):
        for column in range(bits.shape[1]):
            square = np.uint64(0)
            for at in range(min(8, rows - block * 8)):
                square |= np.uint64(bits[block * 8 + at, column]) << np.uint64(8 * at)
            if square == np.uint64(0):
                continue
            part = (square ^ (square >> seven)) & near
            square ^= part ^ (part << seven)
            part = (square ^ (square >> fourteen)) & mid
            square ^= part ^ (part << fourteen)
            part = (square ^ (square >> more)) & far
            square ^= part ^ (part << more)
            for at in range(8):
                found[column * 8 + at, begin + block] = (square >> np.uint64(8 * at)) & byte
