"""Follow an item by SMS or e-mail, from its public page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from postkit.phone import masked
from rekkas.base.access import CITIZEN, citizen_actor, public, visitor_of
from rekkas.base.addresses import address_of
from rekkas.base.errors import Refused
from rekkas.base.keys import ShortCode, drawn_code
from rekkas.citizen import commands, queries
from rekkas.citizen.commands.door import AT_THE_DOOR
from rekkas.citizen.entries import Followed
from rekkas.citizen.forms import CodeForm, FollowForm
from rekkas.mail import queries as mail
from rekkas.mail.choices import UnitKind

ASKED = "follow-asked"  # the items for which codes were sent from this browser: number and follower


@public
@never_cache
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Ask to be told of an item."""
    unit, visitor = mail.latest_unit(number, UnitKind.ITEM), visitor_of(request, CITIZEN)
    form = FollowForm(request.POST or None, initial={"phone": visitor.phone if visitor else ""})
    if form.is_valid():
        try:
            found = _follow(request, unit.number, form, visitor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if found.confirmed:
                messages.success(request, _("You are told of this item from now on."))
                return redirect("track-item", number=unit.number)
            request.session[ASKED] = {unit.number: found.follower}
            return redirect("follow-confirm", number=unit.number)
    status = 422 if form.errors else 200
    return render(
        request, "citizen/follow.html", {"form": form.shown(), "number": unit.number}, status=status
    )


def _follow(request: HttpRequest, number: str, form: FollowForm, visitor: Any) -> Followed:
    is_own = visitor is not None and form.reader == visitor.phone
    return commands.follow_item(
        number=number, channel=form.cleaned_data["channel"], reader=form.reader, language=get_language() or "",
        code=drawn_code(), address=address_of(request), by=citizen_actor(visitor.phone) if is_own else AT_THE_DOOR,
        at=timezone.now(),
    )  # fmt: skip


@public
@never_cache
@sensitive_post_parameters()
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Type the code that came, and be told from now on."""
    follower = request.session.get(ASKED, {}).get(number)
    if follower is None:
        return redirect("follow", number=number)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        code = ShortCode(form.cleaned_data["code"])
        if commands.confirm_following(follower=follower, code=code, by=AT_THE_DOOR, at=timezone.now()):
            del request.session[ASKED]
            messages.success(request, _("You are told of this item from now on."))
            return redirect("track-item", number=number)
        form.add_error(
            "code", _("This code does not fit. It lasts 30 minutes; after five wrong ones, ask anew.")
        )
    to = masked(queries.follower(follower).reader)
    status = 422 if form.errors else 200
    return render(
        request, "citizen/follow_confirm.html", {"form": form, "number": number, "to": to}, status=status
    )


@public
@never_cache
def by_letter(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of a letter leads to: begin to be told, or end it. Only a press does either: links are opened by
    machines, too."""
    row, at = queries.follower_of(token), timezone.now()
    is_told = row.confirmed_at is not None and row.ended_at is None
    if request.method == "POST":
        if is_told:
            commands.unfollow(follower=row.pk, by=AT_THE_DOOR, at=at)
            messages.success(request, _("You are told of this item no more."))
        elif commands.confirm_following(follower=row.pk, code=None, by=AT_THE_DOOR, at=at):
            messages.success(request, _("You are told of this item from now on."))
        else:
            messages.warning(request, _("This link is too old. Begin again on the page of the item."))
        return redirect("track-item", number=row.unit.number)
    context = {"number": row.unit.number, "is_told": is_told, "to": masked(row.reader)}
    return render(request, "citizen/by_letter.html", context)
