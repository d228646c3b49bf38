"""The country's own words, corrected by hand: every correction renews the edition that processes hold."""

import re
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.territory import commands
from rekkas.territory.models import Country, Holiday, Locality, Region


class CorrectedByHand(admin.ModelAdmin):  # type: ignore[type-arg]
    """Places are retired, not deleted; what is saved is read again by every process."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        super().save_model(request, obj, form, change)
        _renew(request, obj.pk if isinstance(obj, Country) else obj.country_id)


def _renew(request: HttpRequest, country: str) -> None:
    """The admin site has checked what this person may change."""
    verb = frozenset({"territory.renew_territory"})
    by = Actor(ActorKind.PERSON, request.user.get_username(), None, verb)
    commands.renew_territory(country=country, by=by, at=timezone.now())


class CountryForm(ModelForm):  # type: ignore[type-arg]
    """A pattern that cannot be read would keep every process from reading the places."""

    def clean_postcode_pattern(self) -> str:
        pattern: str = self.cleaned_data["postcode_pattern"]
        try:
            re.compile(pattern)
        except re.error:
            raise ValidationError(_("Write a regular expression, such as [0-9]{5}.")) from None
        return pattern


@admin.register(Country)
class CountryAdmin(CorrectedByHand):
    form = CountryForm
    list_display = ("iso", "name", "currency", "time_zone", "generated")
    exclude = ("outline",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Country | None = None) -> tuple[str, ...]:
        return ("iso",)


@admin.register(Region)
class RegionAdmin(CorrectedByHand):
    list_display = ("code", "name", "name_ar", "country")
    list_filter = ("country",)
    list_select_related = ("country",)
    search_fields = ("code", "name", "name_ar")


@admin.register(Locality)
class LocalityAdmin(CorrectedByHand):
    list_display = ("code", "name", "name_ar", "region", "postcode", "delivery_office_code", "retired")
    list_filter = ("country", "retired", "region")
    list_select_related = ("region",)
    search_fields = ("code", "name", "name_ar", "postcode")
    autocomplete_fields = ("region",)


@admin.register(Holiday)
class HolidayAdmin(CorrectedByHand):
    list_display = ("date", "name", "country")
    list_filter = ("country",)
    list_select_related = ("country",)
    search_fields = ("name_en", "name_fr", "name_ar")
    date_hierarchy = "date"
    actions = None  # one at a time, so that each deletion renews the edition

    def has_delete_permission(self, request: HttpRequest, obj: Holiday | None = None) -> bool:
        return request.user.has_perm("territory.delete_holiday")

    def delete_model(self, request: HttpRequest, obj: Holiday) -> None:
        super().delete_model(request, obj)
        _renew(request, obj.country_id)
