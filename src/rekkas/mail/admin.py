"""The words of the codes, edited; the record of custody, read only: it changes by its verbs alone."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from rekkas.base import looks
from rekkas.base.admin import RecordAdmin
from rekkas.base.watched import WatchedAdmin
from rekkas.mail.models import Event, EventCode, Item, ReasonCode, StrayScan
from rekkas.mail.queries import people_of

WORDS = ("label_en", "label_fr", "label_ar")


@admin.register(EventCode, ReasonCode)
class CodeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Codes come with the shipped tables; here their words and the time they may stay silent are put right."""

    list_display = ("code", *WORDS)
    search_fields = ("code", *WORDS)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        open_fields = {*WORDS, "silence_h"}
        return tuple(field.name for field in self.opts.fields if field.name not in open_fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Item)
class ItemAdmin(WatchedAdmin, RecordAdmin):
    list_display = ("unit_id", "number", "product", "origin_id", "destination_id", "weight_g", "cod_amount")
    list_select_related = ("unit", "product")
    search_fields = ("unit__number__exact", "reference__exact")

    @admin.display
    def number(self, item: Item) -> str:
        return item.unit.number

    @staticmethod
    def people_in(rows: list[Item]) -> Iterable[looks.Subject]:
        return (subject for row in rows for subject in people_of(row))


@admin.register(Event)
class EventAdmin(WatchedAdmin, RecordAdmin):
    list_display = ("scan_id", "number", "code", "office_code", "happened_at", "recorded_at", "actor_name")
    list_select_related = ("unit",)
    search_fields = ("unit__number__exact",)

    @admin.display
    def number(self, event: Event) -> str:
        return event.unit.number

    @staticmethod
    def people_in(rows: list[Event]) -> Iterable[looks.Subject]:
        return (looks.item(row.unit.number) for row in rows)


@admin.register(StrayScan)
class StrayScanAdmin(RecordAdmin):
    list_display = ("barcode", "why", "actor_name", "recorded_at", "joined_at")
    list_filter = ("why",)
    search_fields = ("barcode__exact",)
