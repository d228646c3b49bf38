"""From where somebody asks, as far as that can be known and believed."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 (nobody listens there: no address, as a database keeps it)


def address_of(request: HttpRequest) -> str:
    """The address behind our proxies: each has added from where it had the request.

    What was said before that is the client's own word, and not believed. Where fewer spoke than are counted, the
    request came past them: its own address counts.
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    said = passed[-proxies] if 0 < proxies <= len(passed) else ""
    return _address(said) or _address(str(request.META.get("REMOTE_ADDR", ""))) or UNKNOWN


def _address(text: str) -> str:
    """An address without port and brackets; nothing where it is none.

    >>> _address("10.0.0.7:51234"), _address("[2001:db8::1]:443"), _address("unix:")
    ('10.0.0.7', '2001:db8::1', '')
    """
    host = text.partition("]")[0].lstrip("[") if text.startswith("[") else text
    host = host.partition(":")[0] if host.count(":") == 1 else host
    try:
        return str(ip_address(host))
    except ValueError:
        return ""
