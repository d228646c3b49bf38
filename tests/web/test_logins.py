"""The log-in: a password, a second factor where the role asks for one, and limits to guessing."""

import base64
import hashlib
import hmac
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client

from rekkas.base.choices import Role
from rekkas.base.commands import add_user
from tests import build
from tests.base.staff import ADMINISTRATOR, PASSWORD, hired
from tests.build import AGENCY, MONDAY
from tests.lasting import lasting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
world = lasting(build.country)


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    cache.clear()


def client_of(name: str, password: str = PASSWORD) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.post("/desk/log-in/", {"username": name, "password": password})
    return client


def digits(secret: str, ahead: int = 0) -> str:
    """What an app shows now (RFC 6238)."""
    key = base64.b32decode(secret)
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + ahead), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_a_role_that_needs_a_second_factor_sets_it_up_before_anything_else() -> None:
    hired("zahra", Role.ADMINISTRATOR, office="")
    client = client_of("zahra")

    assert client.get("/desk/").headers["Location"] == "/desk/account/second-factor/"
    assert client.get("/desk/people/").headers["Location"] == "/desk/account/second-factor/"
    assert client.get("/desk/people/", headers={"accept": "application/json"}).status_code == 403
    asked = client.get("/desk/account/second-factor/app/").headers["Location"]
    assert asked.startswith(
        "/desk/account/confirm/"
    )  # whoever changes how they log in says once more who they are
    assert (
        client.post(asked, {"password": PASSWORD}).headers["Location"] == "/desk/account/second-factor/app/"
    )
    page = client.get("/desk/account/second-factor/app/")
    secret = page.context["form"].secret
    assert b"Set up the app" in page.content
    assert client.post("/desk/account/second-factor/app/", {"code": "000000"}).status_code == 200
    answer = client.post("/desk/account/second-factor/app/", {"code": digits(secret)})
    assert answer.headers["Location"] == "/desk/account/second-factor/codes/"
    page = client.get("/desk/account/second-factor/codes/")
    assert page.status_code == 200, page.headers
    codes = page.context["unused_codes"]
    assert len(codes) == 10

    assert client.get("/desk/").status_code == 200
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)  # under the site's own secret

    again = Client(headers={"accept-language": "en"})
    halfway = again.post("/desk/log-in/", {"username": "zahra", "password": PASSWORD})
    assert halfway.headers["Location"].startswith("/desk/log-in/second-factor/")
    assert again.get("/desk/").status_code == 302
    assert b"One more step" in again.get("/desk/log-in/second-factor/").content
    assert again.post("/desk/log-in/second-factor/", {"code": "000000"}).status_code == 200
    assert again.post("/desk/log-in/second-factor/", {"code": codes[0]}).headers["Location"] == "/desk/"
    assert again.get("/desk/").status_code == 200


def test_a_password_that_somebody_made_is_changed_first() -> None:
    given = add_user(user="nabil", role=Role.CLERK, office=AGENCY, by=ADMINISTRATOR, at=MONDAY)
    client = client_of("nabil", given)

    assert client.get("/desk/mail/").headers["Location"] == "/desk/account/password/"
    assert b"Somebody else made your password" in client.get("/desk/account/password/").content
    own = {"oldpassword": given, "password1": "a word of my own", "password2": "a word of my own"}
    assert client.post("/desk/account/password/", own).status_code == 302

    assert client.get("/desk/mail/").status_code == 200


def test_guessing_is_stopped_after_five_tries() -> None:
    hired("amal")
    client = Client(headers={"accept-language": "en"})
    tries = {"username": "amal", "password": "guess"}

    for _ in range(5):
        assert b"correct" in client.post("/desk/log-in/", tries).content
    answer = client.post("/desk/log-in/", {"username": "amal", "password": PASSWORD})

    assert b"Too many" in answer.content
    assert client.get("/desk/").status_code == 302


def test_what_was_tried_is_counted_by_all_processes_together() -> None:
    hired("amal")
    client = Client(headers={"accept-language": "en"})

    client.post("/desk/log-in/", {"username": "amal", "password": "guess"})

    with connection.cursor() as cursor:  # where another process finds it
        cursor.execute("SELECT count(*) FROM base_kept WHERE cache_key LIKE '%allauth%'")
        assert cursor.fetchone()[0] > 0


def test_one_sees_where_one_is_logged_in_and_ends_the_others() -> None:
    hired("amal")
    first, second = client_of("amal"), client_of("amal")

    page = first.get("/desk/account/sessions/")
    assert page.context["session_count"] == 2
    first.post("/desk/account/sessions/")

    assert first.get("/desk/").status_code == 200
    assert second.get("/desk/").status_code == 302


def test_the_pages_of_the_log_in_are_ours_in_each_language() -> None:
    hired("amal")
    client = client_of("amal")
    assert "Confirm that it is you" in client.get("/desk/account/confirm/").text
    client.post("/desk/account/confirm/", {"password": PASSWORD})
    pages = ("", "pin/", "password/", "office/", "second-factor/", "second-factor/app/", "second-factor/keys/",
             "second-factor/keys/add/", "sessions/")  # fmt: skip

    for page in pages:
        for language, heading in (("en", "My log-in"), ("fr", "Ma connexion"), ("ar", "حسابي")):
            text = client.get(f"/desk/account/{page}", headers={"accept-language": language}).text
            assert 'class="band"' in text, (page, language)
            assert heading in text, (page, language)


def test_there_is_no_other_door() -> None:
    hired("driss", Role.ENGINEER, office="")
    client = Client()

    assert client.get("/admin/login/?next=/admin/").headers["Location"] == "/desk/log-in/?next=/admin/"
    assert client.get("/admin/").status_code == 302
    for page in (
        "/desk/sign-up/",
        "/accounts/login/",
        "/desk/account/email/",
        "/desk/account/password/reset/",
    ):
        assert client.get(page).status_code == 404
    assert b"Use a passkey" in client.get("/desk/log-in/passkey/", headers={"accept-language": "en"}).content
