"""Codes that are printed on a slip, carried home and typed once.

Ten signs out of thirty-two that nobody mistakes for one another: digits and capitals without I, L, O and U. That is
fifty bits: with the few attempts that a caller allows nobody guesses one. Whoever reads O for 0, or l for 1, is right.
A code is drawn from a seed that the caller keeps: the same seed gives the same code, so that a request sent twice does
not give two. `Passcode` never shows itself: whatever prints, logs or digests it gets dots. What is kept of a code is
the caller's affair: a slow, salted hash.

Shapes: texts. Source of the signs: Crockford's base 32, from its public description. Errors: `NotAPasscode`, a
ValueError with a stable `reason`.

>>> code = draw(b"a seed of at least sixteen bytes")
>>> code, draw(b"a seed of at least sixteen bytes") == code, Passcode(code.printed.lower()) == code
(Passcode(•••••-•••••), True, True)
"""

import hashlib
import hmac

from postkit.text import visible, western_digits

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 10, 5
SEED_BYTES = 16
HIDDEN = "-".join(["•" * GROUP] * (LENGTH // GROUP))
_MISREAD = str.maketrans("OIL", "011")


class NotAPasscode(ValueError):
    """The text is no code; ``reason`` is length or signs. The text itself is not in it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Passcode:
    """A code that shows itself to nobody but whoever asks for ``printed``.

    >>> Passcode("7k3fq-9o2mx") == Passcode(" 7K3FQ 902MX "), Passcode("٧K3FQ-902MX") == Passcode("7K3FQ902MX")
    (True, True)
    >>> Passcode("7K3FQ-9U2MX")
    Traceback (most recent call last):
    postkit.passcode.NotAPasscode: signs
    """

    __slots__ = ("_signs",)

    def __init__(self, text: str) -> None:
        plain = "".join(western_digits(visible(text)).upper().replace("-", " ").split()).translate(_MISREAD)
        if len(plain) != LENGTH:
            raise NotAPasscode("length")
        if not set(plain) <= set(SIGNS):
            raise NotAPasscode("signs")
        self._signs = plain

    @property
    def printed(self) -> str:
        """The code in its groups, for the slip and for a slow hash. Write it nowhere else."""
        return "-".join(self._signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Passcode) and hmac.compare_digest(self._signs, other._signs)

    def __hash__(self) -> int:
        return hash(Passcode)

    def __str__(self) -> str:
        return HIDDEN

    def __repr__(self) -> str:
        return f"Passcode({HIDDEN})"

    def __reduce__(self) -> str:
        raise TypeError("a code is not kept")


def draw(seed: bytes) -> Passcode:
    """The code of a seed.

    >>> draw(b"short")
    Traceback (most recent call last):
    ValueError: a seed has at least 16 bytes
    """
    if len(seed) < SEED_BYTES:
        raise ValueError(f"a seed has at least {SEED_BYTES} bytes")
    digest = hashlib.sha256(seed).digest()
    # A byte has 256 values, which is eight times thirty-two: every sign comes as often.
    return Passcode("".join(SIGNS[byte % len(SIGNS)] for byte in digest[:LENGTH]))
