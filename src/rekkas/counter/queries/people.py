"""Whom counters have written to."""

from collections.abc import Sequence

from django.db.models import Q

from postkit.text import fold, western_digits
from rekkas.counter.models import Correspondence, Correspondent

SHOWN = 8


def correspondents_like(words: str, country: str, *, limit: int = SHOWN) -> list[Correspondent]:
    """People whom these words may mean: digits of a telephone, or parts of a name in either script."""
    digits = "".join(sign for sign in western_digits(words) if sign.isdigit())
    rows = Correspondent.objects.filter(country_id=country)
    if len(digits) >= 4 and len(digits) >= len("".join(words.split())) - 2:
        rows = rows.filter(phone__contains=digits.lstrip("0"))
    else:
        parts = fold(words).split()
        if not parts:
            return []
        found = Q()
        for part in parts:
            found &= Q(folded__contains=part)
        rows = rows.filter(found)
    return list(rows.order_by("-seen_at")[:limit])


def correspondents_of(office: str, *, limit: int) -> list[Correspondent]:
    """The people whom an office wrote to or for last: what its devices carry."""
    return list(Correspondent.objects.filter(office_code=office).order_by("-seen_at")[:limit])


def wrote_before(senders: Sequence[int], *, limit: int = SHOWN) -> dict[int, list[Correspondent]]:
    """Whom each of these senders wrote to, the latest first."""
    rows = Correspondence.objects.filter(sender__in=senders).select_related("addressee").order_by("-seen_at")
    found: dict[int, list[Correspondent]] = {}
    for row in rows:
        known = found.setdefault(row.sender_id, [])
        if len(known) < limit:
            known.append(row.addressee)
    return found
