"""The names of a place out of GeoNames' alternate names, which carry no language: the script has to tell."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

from postkit.pack.fields import MOST_SPELLINGS
from postkit.text import fold, skeleton

# The letters of Arabic itself: those of Persian, Urdu or Kurdish (ی ک گ چ پ ژ ە …) mark a name of theirs.
_ARABIC = re.compile(r"[ء-غف-ي]+(?:[ -][ء-غف-ي]+)*")
_LATIN = re.compile(r"[A-Z\u00c0-\u00de\u0100-\u024f][A-Za-z\u00c0-\u024f'’. -]*[a-z\u00df-\u024f]")


def arabic_name(latin: str, alternates: Iterable[str]) -> str:
    """The most likely Arabic name, blank when there is none.

    A name that ends in ه beside one in ة is careless; the article marks a name of the country's own against a
    foreign one written by ear (الدار البيضاء, not كازابلانكا); then the closest in sound to the Latin name.
    """
    found = [name for name in alternates if _ARABIC.fullmatch(name)]
    if not found:
        return ""
    sound = fold(latin)
    return min(
        found,
        key=lambda name: (
            name.endswith("ه"),
            "-" in name,
            not name.startswith("ال"),
            not name.endswith("ة"),
            -ratio(fold(anyascii(name)), sound),
            name,
        ),
    )


def spellings(name: str, name_ar: str, alternates: Iterable[str], taken: AbstractSet[str]) -> tuple[str, ...]:
    """Other ways to write the name, at most eight: the nearest, the one that spells the Arabic name in Latin
    letters, the most different one, the Arabic ones.

    One that folds to the same text as the name or as one already kept is found without being kept; one that
    is the name of another place (`taken`, folded) would lead there.
    """
    known = {fold(name), fold(name_ar), ""} | taken
    latin, arabic = [], []
    for other in sorted(alternates):
        if (folded := fold(other)) in known or len(other) > 60:
            continue
        if _LATIN.fullmatch(other):
            latin.append(other)
        elif _ARABIC.fullmatch(other):
            arabic.append(other)
        else:
            continue
        known.add(folded)
    near = sorted(latin, key=lambda other: (-ratio(fold(other), fold(name)), other))
    kept = near[:4]
    if name_ar and len(near) > 4:
        kept.append(max(near[4:], key=lambda other: ratio(skeleton(other), skeleton(name_ar))))
    kept += _most_different(name, kept, [other for other in near if other not in kept], 1)
    kept += arabic[: MOST_SPELLINGS - len(kept)]
    kept += [other for other in near if other not in kept][: MOST_SPELLINGS - len(kept)]
    return tuple(kept)


def _most_different(name: str, kept: Sequence[str], others: Sequence[str], count: int) -> list[str]:
    chosen: list[str] = []
    left = list(others)
    while left and len(chosen) < count:
        taken = [fold(name), *map(fold, kept), *map(fold, chosen)]
        best = min(left, key=lambda other: (max(ratio(fold(other), one) for one in taken), other))
        chosen.append(best)
        left.remove(best)
    return chosen
