"""The ledger, read only: money moves by its verb alone."""

from django.contrib import admin

from rekkas.base.admin import RecordAdmin
from rekkas.money.models import Account, Entry


@admin.register(Account)
class AccountAdmin(RecordAdmin):
    list_display = ("code", "kind", "owner", "currency", "book")
    list_filter = ("kind", "currency", "book")
    search_fields = ("code", "owner")


@admin.register(Entry)
class EntryAdmin(RecordAdmin):
    list_display = ("key", "kind", "phase", "subject", "business_date", "happened_at", "actor_name")
    list_filter = ("kind", "phase")
    search_fields = ("subject__exact",)
