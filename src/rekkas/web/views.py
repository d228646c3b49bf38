"""The pages for everyone, and the door of the desk."""

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import views as auth
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postkit.text import numbers_in, western_digits
from rekkas.base.access import StaffRequest, public, requires
from rekkas.catalogue import queries as catalogue
from rekkas.catalogue.offers import offers_for
from rekkas.mail.queries import track
from rekkas.network import queries as network
from rekkas.territory import queries as territory
from rekkas.web.forms import PriceForm, PromiseForm
from rekkas.web.journeys import journey_of, journeys_of
from rekkas.web.numbers import AT_MOST, tracking_numbers
from rekkas.web.offices import today_at
from rekkas.web.promises import answer_to
from rekkas.web.questions import answers_to, known_questions
from rekkas.web.refusals import all_refusals

OFFICES_SHOWN, BOX_AT_MOST = 5, 2000


@public
@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """What can be refused, by the part of the post that refuses it."""
    counts = Counter(refusal.app for refusal in all_refusals())
    return render(request, "web/errors.html", {"apps": sorted(counts.items())})


@public
@require_safe
def errors_of(request: HttpRequest, app: str) -> HttpResponse:
    """The codes of one part: where the type of an API problem leads."""
    found = [refusal for refusal in all_refusals() if refusal.app == app]
    if not found:
        raise Http404
    return render(request, "web/errors_of.html", {"app": app, "refusals": found})


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where is my parcel?"""
    return render(request, "web/home.html")


@public
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The one box: a number leads to its item, a place to its offices and arrival there, a question to its answer."""
    text = " ".join(request.GET.get("q", "").split())[:BOX_AT_MOST]
    if not text:
        return redirect("home")
    if numbers := tracking_numbers(text):
        return redirect(f"{reverse('track')}?{urlencode({'numbers': ' '.join(numbers)})}")
    answers, near = answers_to(text), None
    countries = territory.countries()
    if not answers:
        if any(network.offices_of(country.iso, search=text) for country in countries):
            return redirect(f"{reverse('offices')}?{urlencode({'q': text})}")
        near = territory.place_named(text)
    context: dict[str, Any] = {"text": text, "answers": answers, "place": near, "known": known_questions()}
    if near:
        found = network.offices_near(near.latitude, near.longitude, OFFICES_SHOWN)
        context["offices"] = today_at(found, timezone.now())
    return render(request, "web/ask.html", context, status=200 if answers or near else 404)


@public
@require_safe
def track_items(request: HttpRequest) -> HttpResponse:
    """Up to a hundred numbers at once: a card each; one number alone has its own page."""
    text = request.GET.get("numbers", "")
    numbers = numbers_in(text)
    if len(numbers) == 1:
        return redirect("track-item", number=numbers[0])
    at = timezone.now()
    context = {
        "text": text,
        "left_out": max(0, len(numbers) - AT_MOST),
        "at_most": AT_MOST,
        "journeys": journeys_of(track(numbers[:AT_MOST], at=at), at=at) if numbers else [],
    }
    return render(request, "web/track.html", context)


@public
@require_safe
def track_item(request: HttpRequest, number: str) -> HttpResponse:
    """One item: where it stands, who said so, and what is silent. ``posted`` tells it from others of its number."""
    at, posted = timezone.now(), _day_asked(request)
    (item,) = track([number], at=at, posted=posted, with_way=True)
    if item.outcome == "found" and item.number != number:
        day = f"?posted={posted}" if posted else ""
        return redirect(reverse("track-item", args=[item.number]) + day)
    status = 200 if item.outcome == "found" else 404
    # What its addressee asked for is theirs to see, under /me/post/: to a stranger it says whose home is empty.
    return render(request, "web/item.html", {"journey": journey_of(item, at=at)}, status=status)


def _day_asked(request: HttpRequest) -> date | None:
    text = western_digits(request.GET.get("posted", "").strip())
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        said = _(
            "The day of posting was not understood and is left aside: write it as year-month-day, 2026-03-31."
        )
        messages.warning(request, said)
        return None


@public
@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """What an item costs and when it is there: each product line by line, or one that was chosen."""
    countries = territory.countries()
    if not countries:
        return render(request, "web/prices.html")
    country = next((c for c in countries if c.iso == request.GET.get("country")), countries[0])
    asked, products = request.GET if "weight_g" in request.GET else None, catalogue.products_of(country.iso)
    form = PriceForm(asked, country=country, products=products)
    context: dict[str, Any] = {"form": form, "country": country, "countries": countries}
    if form.is_valid():
        chosen = form.cleaned_data["product"]
        meant = [product for product in products if chosen in ("", product.code)]
        offers, refused = offers_for(form.wanted, meant, timezone.now())
        if not offers and refused:
            form.add_error(None, str(refused[0]))
        context |= {"offers": offers, "refused": [str(refusal) for refusal in refused]}
    return render(request, "web/prices.html", context)


@public
@require_safe
def promise(request: HttpRequest) -> HttpResponse:
    """When will it arrive? The day, the way with its reasons, and until when to hand it over."""
    countries = territory.countries()
    country = next(
        (c for c in countries if c.iso == request.GET.get("country")), countries[0] if countries else None
    )
    held = network.held_network(country.iso) if country else None
    if country is None or held is None:
        return render(request, "web/promise.html")
    now = timezone.now()
    asked = request.GET if "origin" in request.GET else None
    form = PromiseForm(asked, held=held, country=country.iso, now=now)
    context: dict[str, Any] = {
        "form": form, "country": country, "countries": countries, "local_now": now.astimezone(held.zone),
    }  # fmt: skip
    if form.is_valid():
        context["ends"] = form.ends
        context["answer"] = answer_to(held, form.question, now, form.cleaned_data["by"])
    return render(request, "web/promise.html", context)


@require_safe
@requires("view.desk")
def desk(request: StaffRequest) -> HttpResponse:
    """What this member of staff can do from here."""
    return render(request, "web/desk.html")


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The web process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


log_out = public(auth.LogoutView.as_view())
