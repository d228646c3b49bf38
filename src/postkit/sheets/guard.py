"""Cells in a file that a spreadsheet will open: a text that it would run is made one that it shows.

A cell that begins with = + - @ or with a tab or line end is data to us and is never run. Written to CSV as it is, a
spreadsheet takes it for a formula, also after blanks, after signs that are not seen, and in the wide letters of East
Asia. `harmless` puts an apostrophe before it, as spreadsheets themselves do; `as_it_was` takes away one that `harmless`
has put there, and no other.

>>> harmless("=1+1"), harmless(" +2126"), harmless("'=A1"), harmless("'t Hart"), harmless("A-7")
("'=1+1", "' +2126", "''=A1", "'t Hart", 'A-7')
>>> as_it_was("'=1+1"), as_it_was("''=A1"), as_it_was("'t Hart")
('=1+1', "'=A1", "'t Hart")
"""

from unicodedata import category

SIGNS = frozenset("=+-@\t\r\n＝＋－＠−")
_GUARD = "'"
_UNSEEN = ("Zs", "Zl", "Zp", "Cf", "Cc")


def harmless(text: str) -> str:
    """The text as it can stand in a cell: with an apostrophe before it where it would be run."""
    return _GUARD + text if would_run(text.lstrip(_GUARD)) else text


def as_it_was(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith(_GUARD) and would_run(text.lstrip(_GUARD)) else text


def would_run(text: str) -> bool:
    """Tell whether some spreadsheet takes the text for a formula.

    >>> would_run("\\ufeff =1"), would_run("1=1"), would_run(""), would_run("\\t")
    (True, False, False, True)
    """
    for char in text:
        if char in SIGNS:
            return True
        if category(char) not in _UNSEEN:
            return False
    return False
