"""Why a file is no sanction list, in the reader's language: postkit speaks to programs, in English."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from postkit.sanctions import NotAList

SAID: Mapping[str, Any] = {
    "empty": _("it is empty"),
    "unknown": _("its first element is %(name)s; that is no list known here"),
    "no-element": _("it holds no element"),
    "too-large": _("it is larger than %(most)s MiB"),
    "not-utf-8": _("it is not written in UTF-8, as lists are published"),
    "document-type": _(
        "it declares a document type, which no list does; take the file from its publisher again"
    ),
    "not-whole": _("it is no whole XML: %(error)s"),
    "no-day": _("it does not say of which day it is (%(name)s)"),
    "no-name": _("an entry has no name (%(entry)s)"),
    "no-number": _("an entry has no number (%(entry)s)"),
    "count": _("it says that it has %(said)s entries and holds %(held)s; fetch it again"),
    "no-csv": _("it is neither XML nor a list in CSV: %(error)s"),
    "no-column": _("it is neither XML nor a list in CSV: the column %(name)s is missing"),
    "fields": _("a row has more or fewer fields than the header; fetch the file again"),
    "no-entry": _("it holds no entry"),
    "twice": _("two entries have one number"),
}


def reason_text(error: NotAList) -> str:
    """Why a file is no list."""
    return str(SAID[error.kind]) % error.facts
