"""What the pages of this site know beyond their language: notices of the network, and the ways of the desk."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from rekkas.base.access import actor_of
from rekkas.base.models import User
from rekkas.territory import queries as territory
from rekkas.web.desk import DESK_LINKS, DeskLink


def network_notice(request: HttpRequest) -> dict[str, Any]:
    """The sentence that a demonstration network carries on every page."""
    return {"notices": _Notices()}


def desk_links(request: HttpRequest) -> dict[str, Any]:
    """The pages of the desk that the reader may open."""
    user = getattr(request, "user", None)
    return {"desk_links": links_for(user) if isinstance(user, User) else ()}


class _Notices:
    """Asked for by the page that shows them; a page that does not costs no statement."""

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(str(c.notice) for c in territory.countries() if c.generated and c.notice))
