"""The ledger, read only: money moves by its verb alone."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from rekkas.base.access import reader_of
from rekkas.base.admin import RecordAdmin
from rekkas.base.looks import Subject, holders_of
from rekkas.base.watched import WatchedAdmin
from rekkas.money import queries
from rekkas.money.models import Account, Entry


class BooksAdmin(WatchedAdmin, RecordAdmin):
    """What is on the books is looked at by those who may look at the books."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        reader = reader_of(request)
        return reader is not None and reader.may("view.money") and super().has_view_permission(request, obj)


@admin.register(Account)
class AccountAdmin(BooksAdmin):
    list_display = ("code", "kind", "owner", "currency", "book")
    list_filter = ("kind", "currency", "book")
    search_fields = ("code", "owner")

    @staticmethod
    def people_in(rows: list[Account]) -> Iterable[Subject]:
        return holders_of(row.code for row in rows)


@admin.register(Entry)
class EntryAdmin(BooksAdmin):
    list_display = ("key", "kind", "phase", "subject", "business_date", "happened_at", "actor_name")
    list_filter = ("kind", "phase")
    search_fields = ("subject__exact",)

    @staticmethod
    def people_in(rows: list[Entry]) -> Iterable[Subject]:
        return holders_of(queries.accounts_in_entries([row.pk for row in rows]))
