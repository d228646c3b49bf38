"""merchants.toml: how the merchants of a country are known, and what they may do before anybody has checked them.

The idea is that of the other files of a pack: a person edits it, and reading it finds every mistake in one pass with
the line on which it stands. Which number a business has, and what a law wants on an invoice, differ from country to
country.

Source: the format is this package's own; schemes of numbers are those of `postkit.taxnumber`. Shapes and units: bytes
in, a frozen `Merchants` out; amounts are minor units. Errors: none are raised for what a person wrote; they are
`Mistake`s in the order of the lines.

>>> rules, mistakes = read_merchants(b'source = "x"\\ntax_scheme = "ma.ice"\\ntax_label = "ICE"')
>>> rules.tax_label, rules.unchecked_items_a_day, mistakes
('ICE', 20, [])
>>> [str(one) for one in read_merchants(b'source = "x"\\ntax_scheme = "ICE"\\ntax_label = "ICE"')[1]]
["merchants.toml, line 2, tax_scheme: 'ICE' will not do; write a scheme such as ma.ice"]
"""

from dataclasses import dataclass

from postkit.pack.document import SOURCE, Key, read_document
from postkit.pack.fields import shaped, text
from postkit.pack.model import Mistake

FILE = "merchants.toml"


@dataclass(frozen=True, slots=True)
class Merchants:
    """``tax_scheme`` is how `postkit.taxnumber` knows the number, ``tax_label`` how people call it.

    ``unchecked_items_a_day``: how many items a merchant announces in a day whose identity the post has not checked.
    ``keys_at_most``, ``members_at_most``: of one merchant.
    """

    source: str = ""
    tax_scheme: str = ""
    tax_label: str = ""
    unchecked_items_a_day: int = 20
    keys_at_most: int = 20
    members_at_most: int = 200


_USUAL = Merchants()
_HEAD = {
    "source": SOURCE,
    "tax_scheme": Key(str, shaped(r"[a-z]{2}\.[a-z]{2,12}", right="a scheme such as ma.ice")),
    "tax_label": Key(str, text(at_most=24)),
    "unchecked_items_a_day": Key(low=0, high=100_000, default=_USUAL.unchecked_items_a_day),
    "keys_at_most": Key(low=1, high=1_000, default=_USUAL.keys_at_most),
    "members_at_most": Key(low=1, high=10_000, default=_USUAL.members_at_most),
}


def read_merchants(data: bytes, *, currency: str = "") -> tuple[Merchants | None, list[Mistake]]:
    """How the merchants of a country are known, or else every mistake in its file."""
    found = read_document(FILE, data, _HEAD, {})
    return (None, found.mistakes) if found.noted else (Merchants(**found.head), [])
