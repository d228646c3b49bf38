"""The doors through which gateways answer: receipts, and what people send. Closed while no secret is set.

The secret is shown as ``Authorization: Bearer …``, or, by gateways that set no headers, in the field ``secret``.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from postkit.phone import e164
from rekkas.base.access import public
from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.reach import commands
from rekkas.reach.entries import Receipt
from rekkas.reach.errors import UnknownText

GATEWAY = Actor(
    ActorKind.PARTNER, "SMS gateway", permissions=frozenset({"reach.note_receipt", "reach.note_incoming"})
)  # fmt: skip
ARRIVED = frozenset({"success", "delivered", "delivrd", "deliveredtoterminal"})
LOST = frozenset({"failed", "rejected", "undeliverable", "undeliv", "expired", "rejectd", "absentsubscriber"})
LONGEST = 1_000


def by_gateway(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A door for the gateway alone."""

    @csrf_exempt
    @sensitive_post_parameters("secret")
    @require_POST
    @public
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ") or request.POST.get(
            "secret", ""
        )
        known = settings.SMS_SECRET
        if not known or not constant_time_compare(shown, known):
            return HttpResponse(status=403, content_type="text/plain")
        return view(request)

    guarded.permission = "public"  # type: ignore[attr-defined]
    return guarded


@by_gateway
def receipts(request: HttpRequest) -> HttpResponse:
    """What became of a text: ``id`` is the gateway's number, ``status`` its word. A repeat is answered alike."""
    status = request.POST.get("status", "").strip().lower()
    if status not in ARRIVED | LOST:
        return HttpResponse(status=202, content_type="text/plain")  # on its way still
    problem = request.POST.get("failureReason", "") or status
    receipt = Receipt(
        status in ARRIVED, request.POST.get("id", "")[:80], request.POST.get("reference", "")[:120],
        "" if status in ARRIVED else problem[:200],
    )  # fmt: skip
    try:
        commands.note_receipt(receipt=receipt, by=GATEWAY, at=timezone.now())
    except UnknownText:  # perhaps its number is not noted yet: the gateway says it once more
        return HttpResponse(status=404, content_type="text/plain")
    return HttpResponse(status=200, content_type="text/plain")


@by_gateway
def incoming(request: HttpRequest) -> HttpResponse:
    """What somebody sent to the post: ``id``, ``from``, ``text``."""
    said = {name: request.POST.get(name, "")[:LONGEST] for name in ("id", "from", "text")}
    sender = e164(said["from"], settings.COUNTRY)
    if not said["id"] or not sender:
        return HttpResponse(status=422, content_type="text/plain")
    commands.note_incoming(
        gateway_id=said["id"], sender=sender, body=said["text"], by=GATEWAY, at=timezone.now()
    )  # fmt: skip
    return HttpResponse(status=200, content_type="text/plain")


urlpatterns = [
    path("receipts/", receipts, name="reach-receipts"),
    path("incoming/", incoming, name="reach-incoming"),
]
