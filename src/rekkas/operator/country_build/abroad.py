"""Where a demonstration post sends abroad: some countries of each continent, those of its own and the next one cheaper.

Names are Babel's. Which countries, in which zone and from which office of exchange is made up for demonstration.
"""

from collections.abc import Sequence

from babel import Locale

from postkit.pack import Destination, Office

AFRICA, EUROPE, AMERICAS, ASIA, OCEANIA = "africa", "europe", "americas", "asia", "oceania"
CONTINENTS = {
    AFRICA: ("BJ", "BF", "CI", "CM", "DZ", "EG", "ET", "GA", "GH", "GN", "KE", "MA", "ML", "MR", "NE", "NG", "SN", "TG",
             "TN", "TZ", "UG", "ZA"),
    EUROPE: ("AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR", "IE", "IT", "LU", "NL", "NO", "PL", "PT",
             "RO", "SE", "TR", "UA"),
    AMERICAS: ("AR", "BO", "BR", "CA", "CL", "CO", "EC", "MX", "PE", "PY", "US", "UY", "VE"),
    ASIA: ("AE", "CN", "ID", "IN", "JO", "JP", "KR", "LB", "MY", "OM", "PH", "PK", "QA", "SA", "SG", "TH", "VN"),
    OCEANIA: ("AU", "NZ"),
}  # fmt: skip
NEXT = {AFRICA: (EUROPE,), EUROPE: (AFRICA,), AMERICAS: (EUROPE,), ASIA: (OCEANIA,), OCEANIA: (ASIA,)}
NEAR, FARTHER, FAR = "abroad-1", "abroad-2", "abroad-3"


def destinations_of(iso: str, offices: Sequence[Office]) -> tuple[Destination, ...]:
    """The countries to which a post sends; none where it has no office of exchange."""
    exchange = next((office.code for office in offices if office.kind == "exchange"), "")
    if not exchange:
        return ()
    home = next((name for name, codes in CONTINENTS.items() if iso in codes), EUROPE)
    zones = {home: NEAR, **dict.fromkeys(NEXT[home], FARTHER)}
    return tuple(
        Destination(code, *_names(code), zones.get(continent, FAR), exchange)
        for continent, codes in CONTINENTS.items()
        for code in codes
        if code != iso
    )


def _names(code: str) -> tuple[str, str, str]:
    english, french, arabic = (str(Locale(tongue).territories[code]) for tongue in ("en", "fr", "ar"))
    return english, french, arabic
