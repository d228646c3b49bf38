"""Numbers under which the taxes of a country know a business: read as people type them, refused where they cannot be.

The idea: a country names the schemes that it knows, as the library ``python-stdnum`` names them (``ma.ice``,
``br.cnpj``, ``sn.ninea``): the shape and the check digits are the library's. A scheme that the library lacks is taken
as written, in letters and digits: nothing is claimed of it.

Source: python-stdnum. Shapes: text in, text out. Errors: `NotRight`, with a reason by code.

>>> compact("ma.ice", " 0015 6119 1000 066 ")
'001561191000066'
>>> compact("ma.ice", "001561191000067")
Traceback (most recent call last):
postkit.taxnumber.NotRight: check-digits
>>> compact("xx.none", "AB-12 345"), is_known("xx.none"), is_known("br.cnpj")
('AB12345', False, True)
"""

import re
from functools import lru_cache
from importlib import import_module
from typing import Any

from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError

from postkit.text import western_digits

SCHEME = re.compile(r"[a-z]{2}\.[a-z]{2,12}")
PLAIN = re.compile(r"[A-Z0-9]{4,24}")


class NotRight(ValueError):
    """A number that cannot be one of its scheme; ``reason`` is one of length, signs, check-digits, other."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_known(scheme: str) -> bool:
    """Whether the check digits of a scheme can be looked at here."""
    return _module(scheme) is not None


def compact(scheme: str, text: str) -> str:
    """The number as it is kept: without blanks and signs that only part it."""
    typed = western_digits(text)
    module = _module(scheme)
    if module is None:
        plain = re.sub(r"[\W_]", "", typed).upper()
        if not PLAIN.fullmatch(plain):
            raise NotRight("signs")
        return plain
    try:
        return str(module.validate(typed))
    except InvalidLength:
        raise NotRight("length") from None
    except InvalidChecksum:
        raise NotRight("check-digits") from None
    except InvalidFormat:
        raise NotRight("signs") from None
    except ValidationError:
        raise NotRight("other") from None


@lru_cache(maxsize=64)
def _module(scheme: str) -> Any:
    if not SCHEME.fullmatch(scheme):
        return None
    try:
        found = import_module(f"stdnum.{scheme}")
    except ImportError:
        return None
    return found if hasattr(found, "validate") else None
