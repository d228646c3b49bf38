"""Lists as long as a post has them: counted and cut into pages by the database, never in silence."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

Row = TypeVar("Row")
A_PAGE = 50


class Listing(Sequence[Row]):
    """The rows of a question, in an order; its length is counted, and only what is asked for is read.

    ``read`` turns the rows of a part into what the list shows, at once for all of them.
    """

    def __init__(self, rows: "QuerySet[Any, Any]", read: Callable[[list[Any]], list[Row]]) -> None:
        self.rows, self.read = rows, read

    def __len__(self) -> int:
        return self.rows.count()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.read(list(self.rows)))

    @overload
    def __getitem__(self, part: int) -> Row: ...

    @overload
    def __getitem__(self, part: slice) -> list[Row]: ...

    def __getitem__(self, part: int | slice) -> Row | list[Row]:
        if isinstance(part, slice):
            return self.read(list(self.rows[part]))
        return list(self)[part] if part < 0 else self.read([self.rows[part]])[0]


def page_of(
    request: HttpRequest, rows: Sequence[Any], turned_by: str = "page", size: int = A_PAGE
) -> "Page[Any]":
    """The page of a list that the reader has turned to; ``turned_by`` names the part of the address that says so."""
    page = Paginator(rows, size).get_page(request.GET.get(turned_by))
    page.turned_by = turned_by  # type: ignore[attr-defined]
    return page
