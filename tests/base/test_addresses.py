"""From where somebody asks: behind proxies, past them, or from nowhere that can be known."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client, RequestFactory

from rekkas.base.addresses import UNKNOWN, address_of
from rekkas.operator.errors import ProxiesNotCounted
from rekkas.operator.serving import check_settings


@pytest.mark.parametrize(
    ("proxies", "passed", "own", "found"),
    [
        (0, None, "10.0.0.1", "10.0.0.1"),
        (0, "203.0.113.5", "10.0.0.1", "10.0.0.1"),  # anybody can say so
        (1, "203.0.113.5", "10.0.0.1", "203.0.113.5"),
        (1, "6.6.6.6, 203.0.113.5", "10.0.0.1", "203.0.113.5"),  # the first is the client's own word
        (2, "203.0.113.5, 10.0.0.9", "10.0.0.1", "203.0.113.5"),
        (2, "203.0.113.5", "10.0.0.1", "10.0.0.1"),  # it came past one of them
        (1, None, "10.0.0.1", "10.0.0.1"),
        (1, "203.0.113.5:4711", "10.0.0.1", "203.0.113.5"),
        (1, "[2001:db8::1]:443", "10.0.0.1", "2001:db8::1"),
        (1, "unknown", "10.0.0.1", "10.0.0.1"),
        (0, None, "", UNKNOWN),  # over a socket of this machine
    ],
)
def test_the_address_behind_the_proxies_is_believed(
    rf: RequestFactory, settings: Any, proxies: int, passed: str | None, own: str, found: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {} if passed is None else {"x-forwarded-for": passed}

    assert address_of(rf.get("/", headers=headers, REMOTE_ADDR=own)) == found


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "own"), [(2, "10.0.0.1"), (0, ""), (1, "")])
def test_proxies_that_are_counted_wrongly_shut_nobody_out(
    client: Client, settings: Any, proxies: int, own: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    tried = client.post("/desk/log-in/", {"username": "amal", "password": "guess"}, REMOTE_ADDR=own,
                        headers={"x-forwarded-for": "", "accept-language": "en"})  # fmt: skip

    assert tried.status_code == 200
    assert "correct" in tried.text


def test_a_site_behind_https_that_counts_no_proxy_refuses_to_start(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, 0

    (wrong,) = run_checks(tags=["rekkas"])

    assert "REKKAS_PROXIES" in wrong.hint
    with pytest.raises(ProxiesNotCounted):
        check_settings()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    check_settings()
    assert run_checks(tags=["rekkas"]) == []
