"""What a spreadsheet has done to a cell that can be seen in it; nothing is repaired by guessing.

- ``exponent``: a long number (a telephone, a barcode) stands as 2.12612E+11, and its last digits are gone;
- ``digits-lost``: a number of sixteen digits or more, of which spreadsheets keep fifteen and write zeros after them;
- ``error-value``: #REF!, #N/A, or what becomes of a telephone that begins with a plus: #NAME?;
- ``no-value``: a formula whose result the file does not hold;
- ``zeros-lost``: see `postkit.sheets.habits`, since only the column can tell.

>>> damage_of("2.12612E+11"), damage_of("2,12612E+11"), damage_of("#NOM?"), damage_of("A2.5E+1x"), damage_of("#12")
('exponent', 'exponent', 'error-value', '', '')
>>> number_damage("1234567890123450"), number_damage("1.23456789012345E+15"), number_damage("1234567890123456")
('digits-lost', 'digits-lost', '')
"""

import re

EXPONENT, DIGITS_LOST, ERROR_VALUE, NO_VALUE = "exponent", "digits-lost", "error-value", "no-value"
MOST_DIGITS = 15

_EXPONENT = re.compile(r"\s*[+-]?\d(?:[.,]\d+)?E\+\d{2,3}\s*")
_ERROR = re.compile(r"#(?:REF|VALUE|VALEUR|NAME|NOM|DIV/0|NULL|NUL|NUM|NOMBRE|VALOR|NOME)[!?]|#N/[AD]")


def is_suspect(text: str) -> bool:
    """Whether it is worth while to ask `damage_of` about a text or one of its parts."""
    return "E+" in text or "#" in text


def damage_of(text: str) -> str:
    """What has happened to a cell, or nothing."""
    if _EXPONENT.fullmatch(text):
        return EXPONENT
    return ERROR_VALUE if _ERROR.fullmatch(text.strip()) else ""


def number_damage(stored: str) -> str:
    """What has happened to a number, by the way a workbook stores it.

    A program that writes workbooks may store sixteen digits and more; these are not lost.
    """
    if len(stored) <= MOST_DIGITS and "E" not in stored:
        return ""
    mantissa, _, exponent = stored.lstrip("-").upper().partition("E")
    whole, _, fraction = mantissa.partition(".")
    try:
        size = len(whole) + int(exponent or 0)
    except ValueError:
        return ""
    if size <= MOST_DIGITS:
        return ""
    is_exact = not exponent and not fraction and len(whole.rstrip("0")) > MOST_DIGITS
    return "" if is_exact else DIGITS_LOST
