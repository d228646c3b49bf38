"""Loops made fast where numba is installed, and the same loops in plain Python where it is not.

>>> @njit(cache=False)
... def double(x):
...     return x * 2
>>> double(21)
42
"""

from importlib.util import find_spec
from typing import Any


def _as_it_is(*args: Any, **options: Any) -> Any:
    """The function itself: slower, never different."""
    if args and callable(args[0]):
        return args[0]
    return lambda function: function


COMPILED = find_spec("numba") is not None
njit: Any
prange: Any
if COMPILED:
    from numba import njit, prange
else:
    njit, prange = _as_it_is, range


__all__ = ["COMPILED", "njit", "prange"]
