"""Loops made fast where numba is installed, and the same loops in plain Python where it is not.

>>> @njit(cache=False)
... def double(x):
...     return x * 2
>>> double(21)
42
"""

from typing import Any

try:
    from numba import njit, prange

    COMPILED = True
except ImportError:
    COMPILED = False
    prange = range

    def njit(*args: Any, **options: Any) -> Any:
        """The function itself: slower, never different."""
        if args and callable(args[0]):
            return args[0]
        return lambda function: function


__all__ = ["COMPILED", "njit", "prange"]
