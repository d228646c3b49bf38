"""Which declaration goes with an item for abroad, and whether it needs one.

A letter-post item up to a value bears the small form CN 22; above it, and with every parcel and express item, goes the
large one, CN 23. Papers alone need neither. Source: the UPU's regulations as we know them, a limit of 300 SDR
*(memory: verify)*; the limit in the country's own money is data of its pack.

Shapes and units: an S10 service indicator, a value and a limit in minor units of one currency; no limit is 0. Errors:
none.

>>> form_for("RA", 20_000, 400_000), form_for("RA", 400_001, 400_000), form_for("CP", 1, 400_000)
('CN 22', 'CN 23', 'CN 23')
>>> form_for("UX", 10**9, 0)
'CN 22'
"""

SMALL, LARGE = "CN 22", "CN 23"
# The first letter of the indicators of letter post: ordinary, recorded, insured, registered.
LETTER_POST = "ULVR"


def form_for(indicator: str, value: int, limit: int) -> str:
    """The form that a declaration of this value takes."""
    is_small = indicator[:1] in LETTER_POST and (not limit or value <= limit)
    return SMALL if is_small else LARGE
