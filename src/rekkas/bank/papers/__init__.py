"""The papers of the bank: a statement as a sheet to print, as a table, and as a message for programs."""

from rekkas.bank.papers.statements import statement_camt, statement_csv, statement_pdf

__all__ = ["statement_camt", "statement_csv", "statement_pdf"]
