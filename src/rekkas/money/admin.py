"""The ledger, read only: money moves by its verb alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from rekkas.money.models import Account, Transfer


class LedgerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A record that nobody writes by hand."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Account)
class AccountAdmin(LedgerAdmin):
    list_display = ("code", "kind", "owner", "currency")
    list_filter = ("kind", "currency")
    search_fields = ("code", "owner")


@admin.register(Transfer)
class TransferAdmin(LedgerAdmin):
    list_display = ("key", "kind", "subject", "amount", "currency", "happened_at", "actor_name")
    list_filter = ("kind",)
    search_fields = ("subject__exact",)
