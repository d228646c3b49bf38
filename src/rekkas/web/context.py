"""What the pages of this site know beyond their language: notices of the network, and the ways of the desk.

Both are functions: a page that shows neither costs no statement.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from rekkas.base.access import reader_of
from rekkas.territory import queries as territory
from rekkas.web.desk import DeskPart, desk_for


def network_notice(request: HttpRequest) -> dict[str, Any]:
    """The sentence that a demonstration network carries on every page."""

    def notices() -> list[str]:
        shown = (str(country.notice) for country in territory.countries() if country.generated)
        return list(dict.fromkeys(notice for notice in shown if notice))

    return {"notices": notices}


def desk_parts(request: HttpRequest) -> dict[str, Callable[[], list[DeskPart]]]:
    """The pages of the desk that the reader may open, part by part."""

    def parts() -> list[DeskPart]:
        reader = reader_of(request)
        return desk_for(reader) if reader else []

    return {"desk_parts": parts}
