"""What merchants' machines hear of: the journal, and the statuses it speaks of, in the words of others too."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from rekkas.base.access import PUBLIC
from rekkas.base.api import HIGHEST, PAGE, Page, answer, author_of
from rekkas.base.openapi import door
from rekkas.mail.choices import Status
from rekkas.merchant import queries
from rekkas.merchant.choices import ChangeKind
from rekkas.merchant.queries import CHANGES_AT_MOST, words_of_others

router = Router(tags=["Changes"])


class ChangeShown(msgspec.Struct, frozen=True):
    """A change, as it is sent to endpoints too. What ``data`` holds is told in docs/domains/merchant-changes.md."""

    id: str
    number: int
    type: ChangeKind
    timestamp: datetime
    recorded_at: datetime
    data: dict[str, Any]


class ChangePage(msgspec.Struct, frozen=True):
    """Changes in their order. ``next_after`` is what to ask with next, also when nothing was new; ``last`` is the last
    change there is.
    """

    data: list[ChangeShown]
    next_after: int
    last: int


@router.get("/changes", **door("view.changes", gives=ChangePage, fails=(404,)))
def list_changes(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, lt=HIGHEST, description="The number of the last change that you have.")] = 0,
    limit: Annotated[int, Query(ge=1, le=CHANGES_AT_MOST, description="How many at most.")] = PAGE,
) -> HttpResponse:  # fmt: skip
    """What a merchant is told, from a change on, in the order of its numbers, which have no gap."""
    merchant = queries.merchant(author_of(request).customer or "")
    last = queries.last_change(merchant.pk)
    rows = queries.changes_after(merchant.pk, after, limit)
    said = [msgspec.Raw(row.body.encode()) for row in rows]
    next_after = rows[-1].number if rows else after
    return answer(
        {"data": said, "next_after": next_after, "last": max([last, *(row.number for row in rows[-1:])])}
    )


class StatusShown(msgspec.Struct, frozen=True):
    """A status, in the reader's language and in the words of others."""

    status: Status
    label: str
    words: dict[str, tuple[str, ...]]


@router.get("/statuses", **door(PUBLIC, gives=Page[StatusShown]))
def list_statuses(request: HttpRequest) -> HttpResponse:
    """The statuses a parcel can have, and what other systems call them."""
    known = words_of_others().statuses
    return answer(Page([StatusShown(one, str(one.label), known[one.value]) for one in Status]))
