"""What every page of a citizen knows."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from rekkas.base.access import CitizenRequest


def post_page(request: CitizenRequest, template: str, **context: Any) -> HttpResponse:
    """A page of a citizen; where its form was refused, with the status of the refusal."""
    form = context.get("form")
    status = 200
    if form is not None and form.is_bound and form.errors:
        status = getattr(form, "refused_status", 422)
    return render(request, template, {"citizen": request.citizen, **context}, status=status)
