"""Places as merchants write them: a code, or a name in either script."""

from collections.abc import Iterable

from rekkas.base.errors import Refused
from rekkas.shipping.errors import PlaceUnclear
from rekkas.territory import queries as territory

CANDIDATES = 5


def localities_meant(country: str, texts: Iterable[str]) -> dict[str, str | Refused]:
    """The locality that each text means, by its code or a name that means no other; else why not.

    A constant number of statements for any number of texts.
    """
    asked = set(texts)
    known = territory.held_localities(asked)
    found: dict[str, str | Refused] = {code: code for code in known}
    names = sorted(asked - known.keys())
    written = [territory.Written(locality=name[: territory.WRITTEN_AT_MOST]) for name in names]
    for name, answer in zip(names, territory.understand_addresses(country, written), strict=True):
        if answer.is_settled and answer.code:
            found[name] = answer.code
        else:
            found[name] = PlaceUnclear(place=name or "—", candidates=_said(answer))
    return found


def _said(answer: territory.Understood) -> str:
    return ", ".join(f"{one.code} {one.name}" for one in answer.candidates[:CANDIDATES]) or "—"
