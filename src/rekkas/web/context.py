"""What the pages of this site know beyond their language: notices of the network, and the ways of the desk.

Both are functions: a page that shows neither costs no statement.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from rekkas.base.access import reader_of
from rekkas.territory import queries as territory
from rekkas.web.desk import DeskLink, links_for


def network_notice(request: HttpRequest) -> dict[str, Any]:
    """The sentence that a demonstration network carries on every page."""

    def notices() -> list[str]:
        shown = (str(country.notice) for country in territory.countries() if country.generated)
        return list(dict.fromkeys(notice for notice in shown if notice))

    return {"notices": notices}


def desk_links(request: HttpRequest) -> dict[str, Callable[[], list[DeskLink]]]:
    """The pages of the desk that the reader may open."""

    def links() -> list[DeskLink]:
        reader = reader_of(request)
        return links_for(reader) if reader else []

    return {"desk_links": links}
