"""The team of a merchant, its machines, its addresses, and what each of them did."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from rekkas.base.access import MERCHANT, MerchantRequest, for_merchants, let_in
from rekkas.base.errors import Refused
from rekkas.base.queries import acts_under, keys_of
from rekkas.desk.listings import Listing, page_of
from rekkas.merchant import commands, queries
from rekkas.merchant.choices import KeyUse, MemberRole
from rekkas.merchant.entries import NewPassword
from rekkas.merchant.forms import ChangeForm, InviteForm, KeyForm, PickupAddressForm, RoleForm
from rekkas.merchant.views.pages import pro_page

TOLD_ONCE = "merchant-key"


@for_merchants("view.merchant")
def team(request: MerchantRequest) -> HttpResponse:
    """Who is of the team, and somebody new."""
    form = InviteForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.invite_member(
            email=form.cleaned_data["email"], name=form.cleaned_data["name"],
            role=MemberRole(form.cleaned_data["role"]), site=request.build_absolute_uri("/").rstrip("/"),
            by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(
            request, _("A letter is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
        )
        return redirect("pro-team")
    rows = queries.team(request.actor.customer or "")
    return pro_page(
        request, "merchant/team.html", form=form, rows=[row for row in rows if row.retired_at is None],
        gone=[row for row in rows if row.retired_at is not None], roles=MemberRole.choices,
        may_change=request.actor.may("merchant.assign_member"),
    )  # fmt: skip


@require_POST
@for_merchants("merchant.assign_member")
def assign_member(request: MerchantRequest, number: str) -> HttpResponse:
    """Give somebody another role."""
    form = RoleForm(request.POST)
    if form.is_valid():
        commands.assign_member(
            number=_number(request, number), role=MemberRole(form.cleaned_data["role"]), by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The role is changed."))
    return redirect("pro-team")


@require_POST
@for_merchants("merchant.retire_member")
def retire_member(request: MerchantRequest, number: str) -> HttpResponse:
    """Take somebody out of the team."""
    commands.retire_member(number=_number(request, number), by=request.actor, at=timezone.now())
    messages.success(request, _("They come in no more; what they did stays under their name."))
    return redirect("pro-team")


def _number(request: MerchantRequest, place: str) -> str:
    return f"{request.actor.customer}/{place}"


@require_safe
@for_merchants("view.merchant")
def acts(request: MerchantRequest) -> HttpResponse:
    """What was done in the merchant's name, by whom."""
    code = request.actor.customer or ""
    names, page = queries.names_of_team(code), page_of(request, Listing(acts_under(code), list), size=50)
    rows = [(row, names.get(row.actor_name, row.actor_name)) for row in page]
    return pro_page(request, "merchant/acts.html", rows=rows, page_obj=page)


@sensitive_post_parameters()
@for_merchants("merchant.change_password")
def change_password(request: MerchantRequest) -> HttpResponse:
    """Put another password in the place of one's own."""
    form = ChangeForm(request.POST or None)
    if form.is_valid():
        said, own = form.cleaned_data, request.member
        attempt = queries.password_compared(own.email, said["old"])
        try:
            answer = commands.change_password(
                attempt=attempt, password=NewPassword(said["secret"], known=own.email), by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("secret", str(refusal))
        else:
            if answer.opened:
                let_in(request, answer.member, answer.proof, kind=MERCHANT)
                messages.success(request, _("The password is changed. You are logged out everywhere else."))
                return redirect("pro-team")
            form.add_error("old", _("This is not your password. After five wrong ones wait a while."))
    return pro_page(request, "merchant/change_password.html", form=form)


@for_merchants("merchant.issue_merchant_key")
def keys(request: MerchantRequest) -> HttpResponse:
    """The machines of the merchant, and a new one. A key is shown once."""
    form = KeyForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.issue_merchant_key(
            name=form.cleaned_data["name"], uses=[KeyUse(use) for use in form.cleaned_data["uses"]],
            by=request.actor, at=timezone.now(),
        )
    ):  # fmt: skip
        return _told(request, form.result.token)
    now = timezone.now()
    rows = [
        (row, row.revoked_at is not None and row.revoked_at <= now)
        for row in keys_of(request.actor.customer or "")
    ]
    return pro_page(
        request, "merchant/keys.html", form=form, rows=rows, token=request.session.pop(TOLD_ONCE, "")
    )


@require_POST
@for_merchants("merchant.rotate_merchant_key")
def rotate_key(request: MerchantRequest, prefix: str) -> HttpResponse:
    """Give a machine a new key; the old one opens for one more day."""
    answer = commands.rotate_merchant_key(prefix=prefix, by=request.actor, at=timezone.now())
    messages.success(request, _("The old key opens for one more day."))
    return _told(request, answer.token)


def _told(request: MerchantRequest, token: str) -> HttpResponse:
    """Shown on the next page and kept nowhere: only its digest is in the records."""
    request.session[TOLD_ONCE] = token
    return redirect("pro-keys")


@require_POST
@for_merchants("merchant.revoke_merchant_key")
def revoke_key(request: MerchantRequest, prefix: str) -> HttpResponse:
    """Take a key out of use."""
    commands.revoke_merchant_key(prefix=prefix, by=request.actor, at=timezone.now())
    messages.success(request, _("This key opens nothing any more."))
    return redirect("pro-keys")


@for_merchants("view.merchant")
def addresses(request: MerchantRequest) -> HttpResponse:
    """From where parcels are fetched, and somewhere new."""
    merchant = request.member.merchant
    form = PickupAddressForm(
        request.POST or None, country=merchant.customer.country_id,
        initial={"name": merchant.customer.name, "phone": merchant.customer.phone},
    )  # fmt: skip
    if form.is_valid() and form.does(
        lambda key: commands.add_pickup_address(
            label=form.cleaned_data["label"], name=form.cleaned_data["name"], street=form.cleaned_data["street"],
            locality=form.cleaned_data["place_locality"], phone=form.cleaned_data["phone"],
            is_usual=form.cleaned_data["is_usual"], by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The address is kept."))
        return redirect("pro-addresses")
    rows = queries.pickup_addresses(request.actor.customer or "")
    return pro_page(request, "merchant/addresses.html", form=form, rows=rows)


@require_POST
@for_merchants("merchant.remove_pickup_address")
def remove_address(request: MerchantRequest, address: int) -> HttpResponse:
    """Keep an address no longer."""
    commands.remove_pickup_address(address=address, by=request.actor, at=timezone.now())
    messages.success(request, _("The address is removed."))
    return redirect("pro-addresses")
