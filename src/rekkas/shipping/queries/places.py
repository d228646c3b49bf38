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
    known = territory.localities_named(asked)
    found: dict[str, str | Refused] = {code: code for code in known}
    names = sorted(asked - known.keys())
    places = [territory.Place(city=name[:80]) for name in names]
    for name, match in zip(names, territory.match_localities(texts=places, country=country), strict=True):
        if match.certain and match.locality_code:
            found[name] = match.locality_code
        else:
            said = ", ".join(f"{code} {named}" for code, named, _score in match.candidates[:CANDIDATES])
            found[name] = PlaceUnclear(place=name or "—", candidates=said or "—")
    return found
