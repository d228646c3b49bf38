"""Why a supposition cannot be made, in the reader's words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS: Mapping[str, Any] = {
    "change": _("a supposition is one of: %(forms)s"),
    "form": _("it is not written as it should be: %(right)s"),
    "office": _("no office has the code %(given)s"),
    "trip": _("no trip has the code %(given)s"),
    "vehicle": _("no vehicle and no trip is called %(given)s"),
    "date": _("%(given)s is no day that this study sees"),
    "time": _("%(given)s is no time of day; write it as 16:30"),
    "days": _("%(given)s are no days; write digits from 1 for Monday to 7 for Sunday"),
    "minutes": _("%(given)s is no number of minutes above zero"),
    "code": _("there is a trip with the code %(given)s already"),
}


def not_understood(kind: str, given: str, right: str, forms: str) -> str:
    """One clause; what would be right comes with it where only the notation knows."""
    return str(REASONS.get(kind, REASONS["form"])) % {"given": given, "right": right, "forms": forms}
