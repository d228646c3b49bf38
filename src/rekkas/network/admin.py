"""Offices, corrected by hand: every correction renews the edition that processes hold. Trips have drafts."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.network import commands
from rekkas.network.models import Office, Service


class CorrectedByHand(admin.ModelAdmin):  # type: ignore[type-arg]
    """Offices are retired, not deleted; what is saved is read again by every process."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        super().save_model(request, obj, form, change)
        # The admin site has checked what this person may change.
        verb = frozenset({"network.renew_network"})
        by = Actor(ActorKind.PERSON, request.user.get_username(), None, verb)
        commands.renew_network(country=obj.country_id, by=by, at=timezone.now())


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
    # These are the timetable's to say: a draft changes them.
    readonly_fields = ("cut_off_min", "delivery_days", "handling_min", "express_min", "rounds_leave_min")


@admin.register(Service)
class ServiceAdmin(CorrectedByHand):
    list_display = ("code", "country", "name_en", "name_fr", "name_ar", "pictogram", "kinds")
    list_filter = ("country",)
