"""A post that never closes, and people at its desks: pages read the real clock."""

from dataclasses import replace
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from postkit.pack import Pack
from rekkas.base.choices import Role
from rekkas.base.logins import needs_second_factor
from rekkas.catalogue.commands import load_catalogue, register_customer
from rekkas.mail.commands import load_codes
from rekkas.network.commands import load_network
from rekkas.territory.commands import load_territory
from tests.build import BOSS, pack

PASSWORD = "a long way to go"


def open_day_and_night() -> Pack:
    """The small country of the tests, on days without end: the story is told at whatever hour it runs."""
    hours: dict[str, Any] = {"opens_min": 0, "closes_min": 1440, "cut_off_min": 1440, "open_days": "1234567"}
    small = pack()
    return replace(
        small,
        offices=tuple(replace(office, **hours, delivery_days="1234567") for office in small.offices),
        trips=tuple(replace(trip, days="1234567") for trip in small.trips),
        holidays=(),
    )


def load(country: Pack) -> None:
    """A country with its codes and one merchant, as of now."""
    at = timezone.now()
    load_territory(pack=country, by=BOSS, at=at)
    load_network(pack=country, by=BOSS, at=at)
    load_catalogue(pack=country, by=BOSS, at=at)
    load_codes(by=BOSS, at=at)
    register_customer(
        code="ATLAS", name="Atlas Crafts", name_ar="حرف الأطلس", phone="+212522000000", country="MA", by=BOSS,
        at=at,
    )  # fmt: skip


def member(name: str, role: Role, office: str = "") -> Any:
    return get_user_model().objects.create_user(name, password=PASSWORD, role=role, office_code=office)


def at_desk(name: str, role: Role, office: str = "") -> Client:
    """A browser in which a member of staff is logged in."""
    client, row = Client(headers={"accept-language": "en"}), member(name, role, office)
    if needs_second_factor(row):
        with_second_factor(row)
    client.force_login(row)
    return client


def with_second_factor(row: Any) -> Any:
    """Somebody who has set theirs up."""
    Authenticator.objects.create(user=row, type=Authenticator.Type.TOTP, data={})
    return row


def sent(page: Any, **answers: Any) -> dict[str, Any]:
    """What a form would send: what the page put into it, with these answers."""
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {**{name: value for name, value in shown.items() if value not in (None, "")}, **answers}
