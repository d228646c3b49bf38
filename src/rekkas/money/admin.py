"""The ledger, read only: money moves by its verb alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from rekkas.base.access import reader_of
from rekkas.base.admin import RecordAdmin
from rekkas.money.models import Account, Entry


class BooksAdmin(RecordAdmin):
    """What is on the books is looked at by those who may look at the books."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        reader = reader_of(request)
        return reader is not None and reader.may("view.money") and super().has_view_permission(request, obj)


@admin.register(Account)
class AccountAdmin(BooksAdmin):
    list_display = ("code", "kind", "owner", "currency", "book")
    list_filter = ("kind", "currency", "book")
    search_fields = ("code", "owner")


@admin.register(Entry)
class EntryAdmin(BooksAdmin):
    list_display = ("key", "kind", "phase", "subject", "business_date", "happened_at", "actor_name")
    list_filter = ("kind", "phase")
    search_fields = ("subject__exact",)
