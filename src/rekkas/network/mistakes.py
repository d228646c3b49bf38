"""The mistakes in the files of a timetable, as sentences in the reader's language."""

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from postkit.pack import Mistake
from postkit.pack.reasons import ENGLISH, Reason


def mistake_text(mistake: Mistake) -> str:
    """One mistake, with where it stands."""
    reason = str(_said(mistake.reason))
    if not mistake.file:
        return reason
    place = {
        "file": _said(mistake.file),
        "line": mistake.line,
        "field": _said(mistake.field),
        "reason": reason,
    }
    pattern = _("%(file)s, line %(line)s, %(field)s: %(reason)s") if mistake.field else _(
        "%(file)s, line %(line)s: %(reason)s"
    )  # fmt: skip
    return pattern % place


def reason_text(reason: Reason) -> str:
    """Why something will not do. The catalogues hold postkit's own English as keys: it speaks no other language."""
    return _(ENGLISH[reason.kind]) % {name: _said(fact) for name, fact in reason.facts.items()}


def _said(fact: object) -> object:
    """A reason in words; what files hold as it stands there, kept together in Arabic text."""
    if isinstance(fact, Reason):
        return reason_text(fact)
    return f"\u2066{fact}\u2069" if get_language_bidi() and fact != "" else fact
