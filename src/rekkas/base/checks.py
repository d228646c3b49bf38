"""What is looked at before the site is served: settings that would shut the door for everybody."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

TAG = "rekkas"
PROXIES_NOT_COUNTED = "rekkas.E001"


@register(TAG)
def proxies_are_counted(**_kwargs: Any) -> list[CheckMessage]:
    """Behind HTTPS there is a proxy. Where it is not counted, everybody has its address: a stranger's wrong passwords
    would shut the door for all.
    """
    if not settings.SESSION_COOKIE_SECURE or settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0:
        return []
    return [
        Error(
            "REKKAS_HTTPS=1 says that a proxy stands in front, and REKKAS_PROXIES=0 that none does: all who log in "
            "would have one address.",
            hint="Set REKKAS_PROXIES to the number of proxies that add to X-Forwarded-For, or leave it out for one.",
            id=PROXIES_NOT_COUNTED,
        )
    ]
