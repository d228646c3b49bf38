"""Products, prices and customers, corrected by hand."""

from collections.abc import Iterable

from django.contrib import admin

from rekkas.base import looks
from rekkas.base.watched import WatchedAdmin
from rekkas.catalogue.models import Customer, Destination, PriceRule, Product


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = (
        "code",
        "name",
        "country",
        "prefix",
        "carriage",
        "scope",
        "max_weight_g",
        "cod_allowed",
        "retired",
    )
    list_filter = ("country", "carriage", "scope", "cod_allowed", "retired")
    list_select_related = ("country",)
    search_fields = ("code", "name_en", "name_fr", "name_ar")


@admin.register(PriceRule)
class PriceRuleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("code", "label", "product", "kind", "zone", "up_to_weight_g", "amount", "per_mille")
    list_filter = ("country", "kind", "zone")
    list_select_related = ("product",)
    search_fields = ("code", "label_en", "label_fr", "label_ar")


@admin.register(Destination)
class DestinationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("code", "name", "country", "zone", "exchange")
    list_filter = ("country", "zone")
    list_select_related = ("country", "exchange")
    search_fields = ("code", "name_en", "name_fr", "name_ar")


@admin.register(Customer)
class CustomerAdmin(WatchedAdmin):
    list_display = ("code", "name", "name_ar", "phone", "country", "created_at")
    list_filter = ("country",)
    list_select_related = ("country",)
    search_fields = ("code", "name", "name_ar", "phone", "email")
    date_hierarchy = "created_at"

    @staticmethod
    def people_in(rows: list[Customer]) -> Iterable[looks.Subject]:
        return (looks.phone(row.phone) for row in rows)
