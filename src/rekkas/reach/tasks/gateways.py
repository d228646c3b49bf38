"""Ways out for SMS, behind one small shape: a simulator, and a form posted to a gateway.

A gateway is given our reference with each text. One that knows the reference already shows nothing new.
"""

import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from rekkas.reach.choices import Answer
from rekkas.reach.entries import Receipt, Sending
from rekkas.reach.models import SimulatedText
from rekkas.reach.queries import simulator_answer

TIMEOUT_S = 10
MOST_ANSWER = 64 * 1024
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Ready:
    """A text in words."""

    reference: str
    to: str
    sender: str
    subject: str
    body: str


class Gateway(Protocol):
    """Who carries texts to people."""

    def send(self, text: Ready) -> Sending:
        """Give it a text."""
        ...

    def receipts(self) -> Iterable[Receipt]:
        """What it has to say of earlier ones, where it says so by this way."""
        ...


class Simulator:
    """Shows at the desk what telephones would have shown. It stands outside, as a gateway does, with its own memory."""

    def __init__(self) -> None:
        self.shown: list[Receipt] = []

    def send(self, text: Ready) -> Sending:
        answer = simulator_answer()
        if answer is not Answer.TAKEN:
            return Sending(answer, problem="the simulator was told to fail")
        row, _is_new = SimulatedText.objects.get_or_create(
            reference=text.reference, defaults={"to": text.to, "body": text.body, "shown_at": timezone.now()}
        )
        gateway_id = f"simulated-{row.pk}"
        self.shown.append(Receipt(True, gateway_id))
        return Sending(Answer.TAKEN, gateway_id)

    def receipts(self) -> Iterable[Receipt]:
        shown, self.shown = self.shown, []
        return shown


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """The key goes to the host that the operator named, and to no other."""


# Status codes of Africa's Talking: taken; and those that another attempt cannot mend.
TAKEN_CODES = frozenset({100, 101, 102})
NEVER_CODES = frozenset({403, 404, 406, 409})


class HttpGateway:
    """A form posted to a gateway, in the manner of Africa's Talking: user, to, message, from; the key in a header."""

    def __init__(self, address: str, user: str, key: str) -> None:
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ImproperlyConfigured("REKKAS_SMS: the key of a gateway goes over https only")
        self.address, self.user, self._key = address, user, key
        https = urllib.request.HTTPSHandler(context=ssl.create_default_context())
        self._opener = urllib.request.build_opener(https, _NoRedirect)

    def send(self, text: Ready) -> Sending:
        form = {
            "username": self.user, "to": text.to, "message": text.body, "from": text.sender,
            "reference": text.reference,
        }  # fmt: skip
        headers = {"apiKey": self._key, "Accept": "application/json", "Idempotency-Key": text.reference}
        request = urllib.request.Request(self.address, urlencode(form).encode(), headers)  # noqa: S310
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as response:
                return _understood(response.read(MOST_ANSWER))
        except urllib.error.HTTPError as error:
            error.close()
            return Sending(Answer.LATER, problem=f"the gateway answered {error.code}")
        except OSError as error:
            return Sending(Answer.LATER, problem=f"the gateway was not reached ({type(error).__name__})")

    def receipts(self) -> Iterable[Receipt]:
        return ()  # they come to the callback


def _understood(answer: bytes) -> Sending:
    try:
        (recipient,) = json.loads(answer)["SMSMessageData"]["Recipients"]
        status, said = int(recipient["statusCode"]), str(recipient.get("status", ""))
        if status in TAKEN_CODES:
            return Sending(Answer.TAKEN, str(recipient["messageId"]))
    except (ValueError, KeyError, TypeError):
        return Sending(Answer.LATER, problem="the gateway's answer was not understood")
    return Sending(Answer.NEVER if status in NEVER_CODES else Answer.LATER, problem=f"{status} {said}"[:200])
