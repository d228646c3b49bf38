"""What happened to a customer, and why somebody may be on a list, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postkit.sanctions import Birth
from rekkas.bank.choices import (
    BirthAgreement,
    CloseReason,
    CustomerStatus,
    Decision,
    EventKind,
    ListCode,
    MatchState,
    Seen,
)
from rekkas.bank.models import CustomerEvent, ScreeningMatch
from rekkas.design.formats import comma, reader_locale

FIELDS: Mapping[str, Any] = {
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "given_name_ar": gettext_lazy("Given name, in Arabic letters"),
    "family_name_ar": gettext_lazy("Family name, in Arabic letters"),
    "name": gettext_lazy("Name of the organisation"),
    "name_ar": gettext_lazy("Name of the organisation, in Arabic letters"),
    "registration_kind": gettext_lazy("Register"),
    "registration_number": gettext_lazy("Number in the register"),
    "birth_first": gettext_lazy("Born, earliest day"),
    "birth_last": gettext_lazy("Born, latest day"),
    "birth_place": gettext_lazy("Place of birth"),
    "sex": gettext_lazy("Sex"),
    "phone": gettext_lazy("Telephone"),
    "address": gettext_lazy("Address"),
    "language": gettext_lazy("Language"),
}
STATUS_LOOKS: Mapping[str, tuple[str, str]] = {
    CustomerStatus.ACTIVE: ("good", "check"),
    CustomerStatus.BLOCKED: ("bad", "alert"),
    CustomerStatus.DECEASED: ("quiet", "info"),
    CustomerStatus.CLOSED: ("quiet", "cross"),
}
MATCH_LOOKS: Mapping[str, tuple[str, str]] = {
    MatchState.OPEN: ("wait", "question"),
    MatchState.CLEARED: ("good", "check"),
    MatchState.CONFIRMED: ("bad", "alert"),
}
SCREENING = {EventKind.MATCH_OPENED, EventKind.MATCH_DECIDED}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a history."""

    event: CustomerEvent
    what: str
    lines: tuple[str, ...]


def told(events: list[CustomerEvent], *, names: Mapping[str, str], with_screening: bool) -> list[Told]:
    """A history in words. Who is on a list is told to those who review it; ``names`` are those of codes."""
    return [
        Told(event, str(event.get_kind_display()), tuple(_lines(EventKind(event.kind), event.details, names)))
        for event in events
        if with_screening or event.kind not in SCREENING
    ]


def _lines(kind: EventKind, details: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    match kind:
        case EventKind.ENROLLED:
            return _none_of(details)
        case EventKind.AMENDED:
            before = [
                f"{FIELDS.get(name, name)}: {_plain(value)}" for name, value in details["before"].items()
            ]
            return [
                details["reason"],
                *(_("before: %(what)s") % {"what": line} for line in before),
                *_none_of(details),
            ]
        case EventKind.DOCUMENT_NOTED:
            kind_name = names.get(details["document"], details["document"])
            return [f"{kind_name} {details['number']}", str(Seen(details["seen"]).label)]
        case EventKind.LEVEL_RAISED:
            return [str(names.get(details["after"], details["after"]))]
        case EventKind.BLOCKED | EventKind.UNBLOCKED:
            return [line for line in (details["reason"], details["reference"]) if line]
        case EventKind.CLOSED:
            return [str(CloseReason(details["why"]).label), details["reason"]]
        case EventKind.MATCH_OPENED:
            return [f"{ListCode(details['list']).label} {details['entry']}"]
        case EventKind.MATCH_DECIDED:
            return [f"{details['match']}: {Decision(details['decision']).label}", details["note"]]


def _none_of(details: Mapping[str, Any]) -> list[str]:
    numbers = details.get("not_any_of") or []
    return (
        [_("compared, and none of these: %(numbers)s") % {"numbers": comma().join(numbers)}]
        if numbers
        else []
    )


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return comma().join(str(part) for part in value.values() if part)
    return str(value or "–")


def birth_text(birth: Birth | None) -> str:
    """A day of birth as far as it is known: a day, a month, a year, or from one year to another."""
    if birth is None:
        return "–"
    locale = reader_locale()
    if birth.first == birth.last:
        return format_date(birth.first, "d MMMM y", locale=locale)
    if birth == Birth.of(birth.first.year, birth.first.month):
        return format_date(birth.first, "MMMM y", locale=locale)
    if birth.first.year == birth.last.year:
        return str(birth.first.year)
    return _("%(first)s to %(last)s") % {"first": birth.first.year, "last": birth.last.year}


def reasons_of(match: ScreeningMatch) -> list[str]:
    """Why a person is asked, the weightiest first."""
    found = []
    if match.reasons["same_paper"]:
        found.append(_("the number of a document is the same"))
    if name := match.reasons["name"]:
        found.append(
            _("“%(ours)s” is like “%(theirs)s” (%(percent)s %%)")
            % {
                "ours": _kept(name["ours"]),
                "theirs": _kept(name["theirs"]),
                "percent": name["likeness"] // 10,
            }
        )
    found.append(str(BirthAgreement(match.reasons["birth"]).label))
    return found


def _kept(name: str) -> str:
    """A name in letters of its own direction, kept from turning the sentence round it."""
    return f"\u2068{name}\u2069"
