"""What the pages of this site know beyond their language: notices of the network, and the ways of the desk.

Both are functions: a page that shows neither costs no statement.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from rekkas.base.access import User, reader_of
from rekkas.base.logins import locks_after
from rekkas.cash.queries import live_support, live_support_by
from rekkas.territory import queries as territory
from rekkas.web.desk import DeskPart, desk_for


def network_notice(request: HttpRequest) -> dict[str, Any]:
    """The sentence that a demonstration network carries on every page; whether the Hijri day is shown."""

    countries = cache(territory.countries)  # once a page

    def notices() -> list[str]:
        shown = (str(country.notice) for country in countries() if country.generated)
        return list(dict.fromkeys(notice for notice in shown if notice))

    def hijri() -> bool:
        return any(country.hijri for country in countries() if country.iso == settings.COUNTRY)

    return {"notices": notices, "hijri": hijri}


def desk_parts(request: HttpRequest) -> dict[str, Callable[[], list[DeskPart]]]:
    """The pages of the desk that the reader may open, part by part."""

    def parts() -> list[DeskPart]:
        reader = reader_of(request)
        return desk_for(reader) if reader else []

    return {"desk_parts": parts}


def desk_frame(request: HttpRequest) -> dict[str, Any]:
    """What stands on every page of the desk: who of support is let in, the button that locks it, and the cover."""

    def support() -> list[Any]:
        reader, now = reader_of(request), timezone.now()
        if reader is None:
            return []
        theirs = live_support_by(reader.name, now) if reader.may("cash.ask_support_access") else []
        return theirs or (live_support(reader.office, now) if reader.office else [])

    def may_end() -> bool:
        reader = reader_of(request)
        return reader is not None and reader.may("cash.end_support_access")

    user = getattr(request, "user", None)
    return {
        "desk_strips": ["web/_support.html", "web/_region.html"],
        "desk_tools": ["web/_lock_button.html"],
        "desk_covers": ["web/_lock.html"],
        "live_supporters": support,
        "may_end_support": may_end,
        "locks_after": locks_after(user) if isinstance(user, User) else 0,
    }
