"""The ledger, read only: money moves by its verb alone."""

from django.contrib import admin

from rekkas.base.admin import RecordAdmin
from rekkas.money.models import Account, Transfer


@admin.register(Account)
class AccountAdmin(RecordAdmin):
    list_display = ("code", "kind", "owner", "currency")
    list_filter = ("kind", "currency")
    search_fields = ("code", "owner")


@admin.register(Transfer)
class TransferAdmin(RecordAdmin):
    list_display = ("key", "kind", "subject", "amount", "currency", "happened_at", "actor_name")
    list_filter = ("kind",)
    search_fields = ("subject__exact",)
