"""Studies in the reader's words: figures, changes and causes are kept as codes, and told here."""

from rekkas.strategy.words.sheets import Cell, Column, Sheet, sheets_of
from rekkas.strategy.words.telling import asked_in_words, doing_in_words, failure_in_words

__all__ = ["Cell", "Column", "Sheet", "asked_in_words", "doing_in_words", "failure_in_words", "sheets_of"]
