"""When an office serves the public: whether it is open, why it is not, and when it opens again."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from rekkas.design.formats import day_text
from rekkas.network.errors import OfficeClosed
from rekkas.network.models import Office
from rekkas.territory import queries as territory

A_YEAR = 366


def is_open(office: Office, at: datetime) -> bool:
    """Whether an office serves the public at a moment."""
    local = at.astimezone(office.zone)
    holidays = _holidays(office, local.date(), local.date())
    return not _why_closed(office, local, holidays)


def check_open(office: Office, at: datetime) -> None:
    """Refuse, with the reason and the next opening, when an office is closed at a moment."""
    local = at.astimezone(office.zone)
    today = local.date()
    if not (reason := _why_closed(office, local, _holidays(office, today, today))):
        return
    holidays = _holidays(office, today, today + timedelta(days=A_YEAR))
    raise OfficeClosed(office=office.shown_name, reason=reason, opens=_next_opening(office, local, holidays))


def _holidays(office: Office, first: date, last: date) -> dict[date, str]:
    return {row.date: row.name for row in territory.holidays_between(office.country_id, first, last)}


def _why_closed(office: Office, local: datetime, holidays: dict[date, str]) -> str:
    """The reason in words; none when it is open."""
    day, minute = local.date(), local.hour * 60 + local.minute
    if office.retired:
        return _("it is no longer in service")
    if office.is_shut(day):
        return _("it is shut for the time being")
    if day in holidays:
        return _("today is a public holiday (%(holiday)s)") % {"holiday": holidays[day]}
    if not office.opens_on(day, holidays):
        return _("it does not open on this day of the week")
    if not office.opens_min <= minute < office.closes_min:
        hours = {"opens": _clock(office.opens_min), "closes": _clock(office.closes_min)}
        return _("it serves from %(opens)s to %(closes)s") % hours
    return ""


def _next_opening(office: Office, local: datetime, holidays: dict[date, str]) -> str:
    today, minute = local.date(), local.hour * 60 + local.minute
    first = 0 if minute < office.opens_min else 1
    for day in (today + timedelta(days=later) for later in range(first, A_YEAR + 1)):
        if office.opens_on(day, holidays):
            when = {"day": day_text(day), "time": _clock(office.opens_min)}
            return _("It opens again on %(day)s at %(time)s.") % when
    return _("Go to another office: no day is set for it to open again.")


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
