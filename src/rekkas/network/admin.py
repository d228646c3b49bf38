"""Offices and trips, corrected by hand: every correction renews the edition that processes hold."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.network import commands
from rekkas.network.models import Office, Trip


class CorrectedByHand(admin.ModelAdmin):  # type: ignore[type-arg]
    """Offices and trips are retired, not deleted; what is saved is read again by every process."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        super().save_model(request, obj, form, change)
        office = obj if isinstance(obj, Office) else obj.origin
        # The admin site has checked what this person may change.
        verb = frozenset({"network.renew_network"})
        by = Actor(ActorKind.PERSON, request.user.get_username(), None, verb)
        commands.renew_network(country=office.country_id, by=by, at=timezone.now())


@admin.register(Office)
class OfficeAdmin(CorrectedByHand):
    list_display = (
        "code",
        "name",
        "name_ar",
        "kind",
        "locality",
        "hub",
        "closed_from",
        "closed_until",
        "retired",
    )
    list_filter = ("country", "kind", "retired")
    list_select_related = ("locality", "hub")
    search_fields = ("code", "name", "name_ar", "locality__name", "locality__name_ar")
    autocomplete_fields = ("locality", "hub")


@admin.register(Trip)
class TripAdmin(CorrectedByHand):
    list_display = ("code", "origin", "destination", "days", "departs_min", "duration_min", "mode", "retired")
    list_filter = ("mode", "retired", "origin__country")
    list_select_related = ("origin", "destination")
    search_fields = ("code", "origin__code", "origin__name", "destination__code", "destination__name")
    autocomplete_fields = ("origin", "destination")
