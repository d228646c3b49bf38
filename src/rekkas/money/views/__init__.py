"""The desk pages of money: the books, what each place holds, each entry, each closed day."""

from rekkas.money.views.accounts import account, account_table, entry, reverse_entry, trail
from rekkas.money.views.books import books, books_table
from rekkas.money.views.closing import close_day, closing_statement

__all__ = [
    "account",
    "account_table",
    "books",
    "books_table",
    "close_day",
    "closing_statement",
    "entry",
    "reverse_entry",
    "trail",
]
