"""Whoever leaves comes in no more, by no way."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from rekkas.base.commands import choose_pin, issue_badge, retire_user
from rekkas.base.errors import NotFound
from tests import build
from tests.base.staff import ADMINISTRATOR, hired, speaking
from tests.build import MONDAY

pytestmark = pytest.mark.django_db


def test_a_retired_login_opens_nothing_and_its_sessions_end() -> None:
    build.country()
    row = hired("amal")
    choose_pin(pin="2580", by=speaking(row), at=MONDAY)
    issue_badge(user="amal", by=ADMINISTRATOR, at=MONDAY)
    Authenticator.objects.create(user=row, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(row)

    retire_user(user="amal", by=ADMINISTRATOR, at=MONDAY)

    row.refresh_from_db()
    assert (row.is_active, row.pin_hash, row.badge_digest, row.has_usable_password()) == (
        False,
        "",
        None,
        False,
    )
    assert not Authenticator.objects.exists()
    assert client.get("/desk/").headers["Location"].startswith("/desk/log-in/")
    with pytest.raises(NotFound):
        retire_user(user="amal", by=ADMINISTRATOR, at=MONDAY)
