"""A locked session goes on by PIN, badge or password, of who was here or of a colleague."""

import pytest
from allauth.mfa.models import Authenticator

from rekkas.base.choices import Role
from rekkas.base.commands import choose_pin, issue_badge, resume_session
from rekkas.base.errors import NotResumed, PinShut
from tests import build
from tests.base.staff import ADMINISTRATOR, PASSWORD, SOUTH, hired, speaking
from tests.build import AGENCY, MONDAY, ZAGORA_OFFICE
from tests.lasting import lasting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def _world() -> None:
    build.country()
    choose_pin(pin="2580", by=speaking(hired("amal")), at=MONDAY)


world = lasting(_world)


def test_five_wrong_pins_shut_it_until_the_password_is_given() -> None:
    from rekkas.base.models import User

    by = speaking(User.objects.get(username="amal"))

    assert resume_session(pin="2580", by=by, at=MONDAY).user == "amal"
    left = [resume_session(pin="0852", by=by, at=MONDAY).tries_left for _ in range(5)]

    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(PinShut):
        resume_session(pin="2580", by=by, at=MONDAY)
    assert resume_session(password="something else", by=by, at=MONDAY).user == ""
    assert resume_session(password=PASSWORD, by=by, at=MONDAY).user == "amal"
    assert resume_session(pin="2580", by=by, at=MONDAY).user == "amal"


def test_nothing_given_and_a_pin_never_chosen_resume_nothing() -> None:
    by = speaking(hired("nabil"))

    assert resume_session(by=by, at=MONDAY).user == ""
    assert resume_session(pin="2580", by=by, at=MONDAY).user == ""


def test_a_colleague_of_the_office_begins_theirs_by_badge_and_nobody_else_does() -> None:
    by = speaking(hired("nabil"))
    badges = {}
    for name, role, office, region in (
        ("sara", Role.CLERK, AGENCY, ""), ("far", Role.CLERK, ZAGORA_OFFICE, ""), ("south", Role.CLERK, "", SOUTH),
        ("chief", Role.ADMINISTRATOR, AGENCY, ""), ("careful", Role.CLERK, AGENCY, ""),
        ("boss", Role.SUPERVISOR, AGENCY, ""), ("anywhere", Role.TREASURER, "", ""),
    ):  # fmt: skip
        row = hired(name, role, office, region)
        badges[name] = issue_badge(user=name, by=ADMINISTRATOR, at=MONDAY)
        if name == "careful":
            Authenticator.objects.create(user=row, type=Authenticator.Type.TOTP, data={})

    assert resume_session(badge=badges["sara"], by=by, at=MONDAY).user == "sara"
    for name in ("far", "south", "chief", "careful", "boss", "anywhere"):
        with pytest.raises(NotResumed):
            resume_session(badge=badges[name], by=by, at=MONDAY)
