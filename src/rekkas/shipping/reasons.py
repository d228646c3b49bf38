"""Why a table cannot be read, or a row of it not be sent, in words: by the stable codes of `postkit.sheets`."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

FIELD_NAMES: dict[str, Any] = {
    "reference": _("Your own reference"), "name": _("To whom"), "name_ar": _("To whom, in Arabic"),
    "organisation": _("Organisation"), "phone": _("Telephone"), "street": _("Street and house, or the whole address"),
    "street_ar": _("Street in Arabic"), "locality": _("Town or village"), "region": _("Region or province"),
    "postcode": _("Postcode"), "weight": _("Weight"), "cod_amount": _("Cash to collect on delivery"),
    "declared_value": _("Value to insure"), "product": _("How it is sent"), "contents": _("What is inside"),
    "shelf": _("Shelf"),
}  # fmt: skip
FAULTS: dict[str, Any] = {
    "empty": _("It is empty."),
    "damaged": _("A spreadsheet has changed this cell: write it as text."),
    "merged": _("It is merged with other cells: give each row its own."),
    "exponent": _("A spreadsheet has cut this number: write it as text."),
    "several": _("It holds several: write one."),
    "number": _("It is no number."),
    "negative": _("It is less than nothing."),
    "ambiguous": _("It can be read in two ways: write it without a sign between thousands."),
    "too-large": _("It is too large."),
    "unit": _("Its unit is not known: write g or kg."),
    "too-fine": _("It is finer than a gram."),
    "decimals": _("It has more decimals than the currency."),
    "word": _("A word stands in it that is not known."),
    "other-currency": _("It is in another currency."),
    "two-currencies": _("It names two currencies."),
    "letters": _("Letters stand in the telephone number."),
    "phone": _("It is no telephone number."),
    "product": _("No product of the post is called so."),
    "too-long": _("It is too long."),
    "cell-too-long": _("It is too long."),
    "too-many-cells": _("The row has more cells than there are headings."),
    "quote-not-closed": _("A quotation mark is not closed: the row cannot be read."),
    "stray-quote": _("A quotation mark stands where it cannot: look the row over."),
    "row-too-long": _("The row is too long to be read."),
    "not-decodable": _("Some letters of the row cannot be read: save the file as UTF-8."),
    "broken": _("The row could not be checked. Correct it, or send it by itself."),
    "unknown-place": _("No place of that name is known."),
}
NOT_A_TABLE: dict[str, Any] = {
    "empty": _("Nothing is in it."),
    "too-large": _("It is too large: part it into smaller ones."),
    "rows": _("It has more than 50,000 rows: part it."),
    "columns": _("It has more than 200 columns: keep those that are needed."),
    "xls": _("It is an old workbook: save it as .xlsx or as CSV."),
    "xlsb": _("It is a binary workbook: save it as .xlsx or as CSV."),
    "ods": _("It is a workbook of another kind: save it as .xlsx or as CSV."),
    "encrypted": _("It is protected by a password: save it without."),
    "html": _("It is a page of the web: open it in a spreadsheet and save it as .xlsx or as CSV."),
    "xml": _("It is XML: open it in a spreadsheet and save it as .xlsx or as CSV."),
    "no-sheet": _("It has no sheet with rows."),
    "encoding-unclear": _("Its letters can be read in several ways: save it as UTF-8."),
    "encoding": _("Its letters cannot be read: save it as UTF-8."),
    "heading": _("Its row of headings cannot be read."),
    "merged": _("Too many of its cells are merged: give each row its own."),
    "bomb": _("It grows too large when it is opened: save it anew with your spreadsheet."),
    "broken": _("It is damaged: open it in a spreadsheet and save it anew."),
    "not-a-table": _("It is no table: send CSV or .xlsx."),
}  # fmt: skip


def not_a_table(code: str) -> Any:
    """Why a file was refused."""
    return NOT_A_TABLE.get(code, NOT_A_TABLE["broken"])


def fault_said(fault: Mapping[str, str], *, isolated: bool = True) -> Promise | str:
    """What is wrong with a cell, as it is kept: its field, what stands there, and why that does not do.

    ``isolated``: what stands there keeps its own direction within the sentence, as on a page.
    """
    why = fault.get("said") or FAULTS.get(fault["code"], fault["code"])
    name = FIELD_NAMES.get(fault.get("field", ""), "")
    text = fault.get("text", "")
    text = f"\u2068{text}\u2069" if text and isolated else text
    if not name:
        return format_lazy("{}", why)
    return format_lazy("{} “{}”: {}", name, text, why) if text else format_lazy("{}: {}", name, why)
