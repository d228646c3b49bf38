"""What every page of a merchant knows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rekkas.base.access import MerchantRequest


def pro_page(request: MerchantRequest, template: str, **context: Any) -> HttpResponse:
    """A page of a merchant; where its form was refused, with the status of the refusal."""
    shown = {
        "member": request.member, "merchant": request.member.merchant,
        "may_send": request.actor.may("mail.announce_items"),
        "may_see_contract": request.actor.may("view.contract"),
        "may_issue_keys": request.actor.may("merchant.issue_merchant_key"), **context,
    }  # fmt: skip
    return render(request, template, shown, status=_status(context))


def door_page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page before the door."""
    return render(request, template, context, status=_status(context))


def _status(context: dict[str, Any]) -> int:
    form = context.get("form")
    if form is not None and form.is_bound and form.errors:
        return int(getattr(form, "refused_status", 422))
    return 200
