"""The door through which the USSD gateway asks what a telephone is shown. Closed while no secret is set.

A form is posted: ``sessionId``, ``phoneNumber``, and ``text``, all that was typed so far, parted by stars. What is
answered is ``CON`` and a screen, or ``END`` and the last one. The secret is shown as ``Authorization: Bearer …``, or,
by gateways that set no headers, in the field ``secret``: whoever has it speaks for every telephone.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rekkas.base.access import public
from rekkas.ussd.dialogue import answer


@public
@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """One screen of a dialogue."""
    shown = request.headers.get("authorization", "").removeprefix("Bearer ") or request.POST.get("secret", "")
    if not settings.USSD_SECRET or not constant_time_compare(shown, settings.USSD_SECRET):
        return HttpResponse(status=403, content_type="text/plain")
    said = {name: request.POST.get(name, "") for name in ("sessionId", "phoneNumber", "text")}
    screen = answer(
        session=said["sessionId"], phone=said["phoneNumber"][:40], text=said["text"], at=timezone.now()
    )
    return HttpResponse(screen, content_type="text/plain; charset=utf-8")


urlpatterns = [path("", ask, name="ussd")]
