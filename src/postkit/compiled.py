"""Loops made fast where numba is installed, and the same loops in plain Python where it is not.

>>> @njit(cache=False)
... def double(x):
...     return x * 2
>>> double(21)
42
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, TypeVar

Loop = TypeVar("Loop", bound=Callable[..., Any])

COMPILED = find_spec("numba") is not None
prange: Any = range
if COMPILED:
    from numba import prange


def njit(**options: Any) -> Callable[[Loop], Loop]:
    """Compile a function; where numba is absent, leave it as it is: slower, never different."""
    if not COMPILED:
        return lambda function: function
    from numba import njit as compile_with

    made: Callable[[Loop], Loop] = compile_with(**options)
    return made


__all__ = ["COMPILED", "njit", "prange"]
