"""Whoever lost their way in gets a new one, and all the others close."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from rekkas.base.commands import choose_pin, issue_badge, reset_user
from rekkas.base.errors import OwnRights
from tests import build
from tests.base.staff import ADMINISTRATOR, PASSWORD, hired, speaking
from tests.build import MONDAY

pytestmark = pytest.mark.django_db


def test_a_new_password_takes_the_place_of_every_other_way_in() -> None:
    build.country()
    row = hired("amal")
    choose_pin(pin="2580", by=speaking(row), at=MONDAY)
    issue_badge(user="amal", by=ADMINISTRATOR, at=MONDAY)
    Authenticator.objects.create(user=row, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(row)

    given = reset_user(user="amal", by=ADMINISTRATOR, at=MONDAY)

    row.refresh_from_db()
    assert (row.check_password(given), row.check_password(PASSWORD), row.is_secret_given) == (
        True,
        False,
        True,
    )
    assert (row.pin_hash, row.badge_digest, Authenticator.objects.count()) == ("", None, 0)
    assert client.get("/desk/").headers["Location"].startswith("/desk/log-in/")
    hired("latifa", office="")
    with pytest.raises(OwnRights):
        reset_user(user="latifa", by=ADMINISTRATOR, at=MONDAY)
