"""Why a file is no message and a number no account, in the reader's language: postkit speaks English."""

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from postkit import iban
from postkit.iso20022 import REASONS, NotAMessage


def message_text(fault: NotAMessage) -> str:
    """Why a file cannot be read, with the place. The catalogues hold postkit's own English as keys."""
    reason = _(REASONS[fault.reason])
    path = f"\u2066{fault.path}\u2069" if get_language_bidi() and fault.path else fault.path
    if fault.line and path:
        return _("%(reason)s (line %(line)s, %(path)s)") % {
            "reason": reason, "line": fault.line, "path": path,
        }  # fmt: skip
    if fault.line:
        return _("%(reason)s (line %(line)s)") % {"reason": reason, "line": fault.line}
    return reason


def account_text(fault: iban.NotAnAccount) -> str:
    """Why a number is that of no account."""
    return _(iban.REASONS[fault.reason])
