"""Whom a citizen lets collect, and where they live."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postkit.address import Address
from rekkas.base.access import CitizenRequest, for_citizens
from rekkas.citizen import commands, queries
from rekkas.citizen.forms import AddressForm, CollectorForm
from rekkas.citizen.views.pages import post_page
from rekkas.territory import queries as territory


@for_citizens
def collectors(request: CitizenRequest) -> HttpResponse:
    """Those whom a citizen lets collect, and somebody new."""
    form = CollectorForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if form.is_valid() and form.does(
        lambda key: commands.authorise_collector(
            phone=request.citizen.phone, name=form.cleaned_data["name"], document=form.cleaned_data["document"],
            number=form.cleaned_data["number"], until=form.cleaned_data["until"], authorisation=UUID(key),
            by=request.actor, at=timezone.now(),
        )
    ):  # fmt: skip
        messages.success(request, _("%(name)s may collect.") % {"name": form.cleaned_data["name"]})
        return redirect("post-collectors")
    today = timezone.localdate()
    rows = queries.authorisations_of(request.citizen)
    return post_page(
        request, "citizen/collectors.html", form=form, today=today,
        rows=[row for row in rows if row.revoked_at is None and row.until >= today],
        over=[row for row in rows if row.revoked_at is not None or row.until < today],
    )  # fmt: skip


@require_POST
@for_citizens
def revoke_collector(request: CitizenRequest, authorisation: UUID) -> HttpResponse:
    """Let somebody collect no more."""
    commands.revoke_collector(
        phone=request.citizen.phone, authorisation=authorisation, by=request.actor, at=timezone.now()
    )
    messages.success(request, _("This person may collect no more."))
    return redirect("post-collectors")


@for_citizens
def addresses(request: CitizenRequest) -> HttpResponse:
    """The addresses that a citizen keeps, and a new one."""
    form = AddressForm(request.POST or None)
    if form.is_valid():
        address = _address(request, form)
        if form.does(
            lambda key: commands.save_address(
                phone=request.citizen.phone, label=form.cleaned_data["label"], address=address,
                is_usual=form.cleaned_data["is_usual"], by=request.actor, at=timezone.now(), key=key,
            )
        ):  # fmt: skip
            messages.success(request, _("The address is kept."))
            return redirect("post-addresses")
    rows = [(row, Address.from_dict(row.body)) for row in queries.addresses_of(request.citizen)]
    return post_page(request, "citizen/addresses.html", form=form, rows=rows)


def _address(request: CitizenRequest, form: AddressForm) -> Address:
    """What was typed, its place as the post knows it where it knows one of that name."""
    said, row = form.cleaned_data, request.citizen
    place = territory.place_named(said["place"])
    return Address(
        name=row.name, name_ar=row.name_ar, street=said["street"], street_ar=said["street_ar"],
        locality=place.name if place else said["place"], locality_ar=place.name_ar if place else "",
        locality_code=place.code if place else "", postcode=place.postcode if place else "", phone=row.phone,
    )  # fmt: skip


@require_POST
@for_citizens
def remove_address(request: CitizenRequest, address: int) -> HttpResponse:
    """Keep an address no longer."""
    commands.remove_address(
        phone=request.citizen.phone, address=address, by=request.actor, at=timezone.now()
    )  # fmt: skip
    messages.success(request, _("The address is kept no longer."))
    return redirect("post-addresses")
