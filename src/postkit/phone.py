"""Telephone numbers as the world writes them: + and digits, whatever a person typed.

The idea: a number is kept in one form (ITU-T E.164), so that two writings of one telephone meet. What cannot be a
number of any network stays as it was typed: a post keeps what it was told.

Source: ITU-T E.164; the plans of numbers are those of the library ``phonenumbers`` (Google's libphonenumber). Shapes:
text in, text out. Errors: none; what is no number gives nothing.

>>> e164("0612-34 56 78", "MA"), e164("00 212 612 345 678"), e164("٠٦١٢٣٤٥٦٧٨", "MA"), e164("ask Amina", "MA")
('+212612345678', '+212612345678', '+212612345678', '')
>>> kept_phone("0612345678", "MA"), kept_phone("the shop", "MA")
('+212612345678', 'the shop')
>>> masked("+212612345678"), masked("amina@example.org")
('+2126•••••78', 'a•••@example.org')
"""

from functools import lru_cache

import phonenumbers

from postkit.text import western_digits

MOST = 40


@lru_cache(maxsize=20_000)
def e164(text: str, region: str = "") -> str:
    """The number that is meant, as seen from a country by ISO 3166; nothing where it cannot be one."""
    typed = western_digits(text.strip())[:MOST]
    if typed.startswith("00"):
        typed = f"+{typed[2:]}"
    try:
        found = phonenumbers.parse(typed, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if found.extension or not phonenumbers.is_possible_number(found):
        return ""
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def kept_phone(text: str, region: str = "") -> str:
    """The number as it is kept: in its one form, or as it was typed where it has none."""
    return e164(text, region) or text


def region_of(number: str) -> str:
    """The country whose plan a number belongs to, by ISO 3166; nothing where that is not known.

    >>> region_of("+212612345678"), region_of("0612345678")
    ('MA', '')
    """
    try:
        found = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.region_code_for_number(found) or ""


def masked(to: str) -> str:
    """Whom a text goes to, as somebody who need not know it reads it."""
    if "@" in to:
        name, _, host = to.partition("@")
        return f"{name[:1]}•••@{host}"
    return f"{to[:5]}•••••{to[-2:]}" if len(to) > 7 else "•••••"


@lru_cache(maxsize=20_000)
def is_given_out(number: str) -> bool:
    """Whether a number in its one form lies in a range that its country's plan gives to somebody.

    >>> is_given_out("+212612345678"), is_given_out("+212112345678"), is_given_out("0612345678")
    (True, False, False)
    """
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False
