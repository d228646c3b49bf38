"""Pages of the admin site that show people: each list and each row that is opened is written down."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse

from rekkas.base.looks import Subject, note_look


class WatchedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows about people. A page says whom its rows are about, and all of them are noted at once."""

    people_in: Callable[[list[Any]], Iterable[Subject]]  # whom rows are about: what a page of them shows

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; all that is on its page was seen."""
        answer = super().changelist_view(request, extra_context)
        shown = getattr(answer, "context_data", None) or {}
        if rows := getattr(shown.get("cl"), "result_list", None):
            note_look(request, *self.people_in(list(rows)))
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One row, whole."""
        answer = super().change_view(request, object_id, form_url, extra_context)
        shown = getattr(answer, "context_data", None) or {}
        if (row := shown.get("original") or self.get_object(request, unquote(object_id))) is not None:
            note_look(request, *self.people_in([row]))
        return answer
