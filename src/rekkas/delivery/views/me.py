"""What a citizen wishes for an item that comes to them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postkit.address import Address
from rekkas.base.access import CitizenRequest, for_citizens
from rekkas.citizen.errors import NotYourItem
from rekkas.citizen.queries import addresses_of
from rekkas.delivery import commands, queries
from rekkas.delivery.choices import WishKind
from rekkas.delivery.forms import WishForm
from rekkas.mail import queries as mail
from rekkas.network.queries import offices_near

OFFICES_OFFERED = 8


@for_citizens
def note_wish(request: CitizenRequest, number: str) -> HttpResponse:
    """Change how an item is delivered: another day, a neighbour, another address, the office, another office."""
    item, phone = mail.item(number), request.citizen.phone
    if not mail.is_addressee(number, phone):
        raise NotYourItem(number=item.unit.number)
    addresses = {str(row.pk): row for row in addresses_of(request.citizen)}
    form = WishForm(
        request.POST or None, addresses=[(pk, row.label) for pk, row in addresses.items()],
        offices=_offices_near(item), initial={"kind": WishKind.KEEP},
    )  # fmt: skip
    if form.is_valid() and form.does(
        lambda key: commands.note_wish(
            number=number, kind=WishKind(form.cleaned_data["kind"]), phone=phone, key=key, by=request.actor,
            at=timezone.now(), **_said(form, addresses),
        )
    ):  # fmt: skip
        messages.success(request, _("Your wish is noted. The office and the postman see it."))
        return redirect("post")
    (tracking,), wish = mail.track([number], at=timezone.now()), queries.wish_for(number)
    context = {
        "citizen": request.citizen, "form": form.shown(), "number": item.unit.number, "tracking": tracking,
        "wish": queries.wish_text(wish) if wish else "",
    }  # fmt: skip
    status = form.refused_status if form.is_bound and form.errors else 200
    return render(request, "delivery/wish.html", context, status=status)


def _said(form: WishForm, addresses: dict[str, Any]) -> dict[str, Any]:
    """Only what the wish needs: what was typed for another is left aside."""
    said = form.cleaned_data
    match WishKind(said["kind"]):
        case WishKind.DAY:
            return {"day": said["day"]}
        case WishKind.NEIGHBOUR:
            return {"neighbour": said["neighbour"]}
        case WishKind.ADDRESS:
            return {"address": Address.from_dict(addresses[said["address"]].body)}
        case WishKind.OFFICE:
            return {"office": said["office"]}
        case _:
            return {}


def _offices_near(item: Any) -> list[tuple[str, str]]:
    here = item.destination
    near = offices_near(here.latitude, here.longitude, OFFICES_OFFERED + 1)
    return [
        (office.code, str(office.shown_name))
        for office in near
        if office.code != here.code and office.country_id == here.country_id
    ]


@require_POST
@for_citizens
def withdraw_wish(request: CitizenRequest, number: str) -> HttpResponse:
    """Take a wish back."""
    commands.withdraw_wish(number=number, phone=request.citizen.phone, by=request.actor, at=timezone.now())
    messages.success(request, _("Your wish is taken back."))
    return redirect("post")


urlpatterns = [
    path("post/items/<str:number>/wish/", note_wish, name="post-wish"),
    path("post/items/<str:number>/withdraw-wish/", withdraw_wish, name="post-withdraw-wish"),
]
