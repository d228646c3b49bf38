"""What merchants are told, numbered without a gap; and its statuses.

Written by ``generate.py`` from the description of the interface: change that, and run it again.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from rekkas_client.api.shared import Page
from rekkas_client.door import Door


class ChangeShown(Struct, frozen=True, kw_only=True):
    """A change, as it is sent to endpoints too. What ``data`` holds is told in docs/domains/merchant-
    changes.md.
    """

    id: str
    number: int
    # parcel.status, payout.made, payout.returned or endpoint.test
    type: str
    timestamp: str
    recorded_at: str
    data: dict[str, Any]


class ChangePage(Struct, frozen=True, kw_only=True):
    """Changes in their order. ``next_after`` is what to ask with next, also when nothing was new; ``last`` is
    the last change there is.
    """

    data: list[ChangeShown]
    next_after: int
    last: int


class StatusShown(Struct, frozen=True, kw_only=True):
    """A status, in the reader's language and in the words of others."""

    status: str
    label: str
    words: dict[str, list[str]]


class ChangesOperations(Door):
    """What merchants are told, numbered without a gap; and its statuses."""

    def list_changes(self, *, after: int | None = None, limit: int | None = None) -> ChangePage:
        """What a merchant is told, from a change on, in the order of its numbers, which have no gap.

        ``after``: The number of the last change that you have.

        ``limit``: How many at most.

        Needs the scope ``view.changes``.
        """
        return self.ask("GET", "/api/v1/changes", gives=ChangePage, query={"after": after, "limit": limit})

    def list_statuses(self) -> Page[StatusShown]:
        """The statuses a parcel can have, and what other systems call them."""
        return self.ask("GET", "/api/v1/statuses", gives=Page[StatusShown])
