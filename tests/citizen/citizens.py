"""Citizens for tests: a telephone that was proved, and a browser in which its owner has logged in."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.test import Client

from rekkas.base.access import citizen_actor
from rekkas.base.actors import Actor
from rekkas.base.keys import ShortCode
from rekkas.citizen.commands import ask_code, log_in_citizen
from rekkas.citizen.commands.door import AT_THE_DOOR
from rekkas.citizen.entries import CitizenAnswer
from tests.build import MONDAY
from tests.desk import load, open_day_and_night
from tests.reach import texts
from tests.reach.texts import AMINA

CODE, WRONG = ShortCode("123456"), ShortCode("654321")


def asked(
    phone: str = AMINA, code: ShortCode = CODE, at: datetime = MONDAY, address: str = "192.0.2.1"
) -> None:
    ask_code(phone=phone, code=code, address=address, language="fr", by=AT_THE_DOOR, at=at)


def tried(phone: str = AMINA, code: ShortCode = CODE, at: datetime = MONDAY) -> CitizenAnswer:
    return log_in_citizen(phone=phone, code=code, language="fr", by=AT_THE_DOOR, at=at)


def citizen(phone: str = AMINA, at: datetime = MONDAY) -> Actor:
    """Somebody who has logged in once."""
    asked(phone, at=at)
    assert tried(phone, at=at).opened
    return citizen_actor(phone)


def kept(model: str, **which: Any) -> list[Any]:
    """Rows of the app, in the order in which they were made."""
    return list(apps.get_model("citizen", model).objects.filter(**which).order_by("pk"))


def outgoing(**which: Any) -> list[Any]:
    return list(apps.get_model("reach", "Outgoing").objects.filter(**which).order_by("pk"))


def code_sent(reader: str) -> str:
    """The code that a telephone or mailbox was sent last."""
    return str(outgoing(reader=reader)[-1].params["code"])


def browser_of(phone: str = AMINA, language: str = "en") -> Client:
    """A browser in which they have logged in, now."""
    client = Client(headers={"accept-language": language})
    assert client.post("/me/post/log-in/", {"phone": phone}).status_code == 302
    done = client.post("/me/post/code/", {"code": code_sent(phone)})
    assert done.status_code == 302, done.text
    return client


def world_now() -> None:
    """A country that never closes, whose post writes to people."""
    from django.utils import timezone

    from rekkas.reach.commands import load_reach
    from tests.build import BOSS

    load(open_day_and_night())
    load_reach(rules=texts.manners(), country="MA", by=BOSS, at=timezone.now())
