"""Somebody is given a login, at a place that there is, by who may say so there."""

import pytest
from django.db import IntegrityError, transaction

from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.base.commands import add_user, assign_user, issue_badge, reset_user
from rekkas.base.errors import (
    EngineerOutOfReach,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotYourOffice,
    OutOfReach,
    UserExists,
)
from rekkas.base.models import ActionRecord, User
from tests import build
from tests.base.staff import ADMINISTRATOR, SOUTH, hired
from tests.build import AGENCY, MONDAY, OUARZAZATE, ZAGORA_OFFICE
from tests.lasting import lasting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
world = lasting(build.country)


def test_a_made_password_is_told_once_and_must_be_changed() -> None:
    given = add_user(
        user="amal", role=Role.CLERK, office=AGENCY, by=ADMINISTRATOR, at=MONDAY, full_name="Amal Idrissi"
    )

    row = User.objects.get(username="amal")
    assert row.check_password(given)
    assert (row.is_secret_given, row.get_full_name(), row.office_code) == (True, "Amal Idrissi", AGENCY)
    assert ActionRecord.objects.get(verb="base.add_user").subject == "amal"


def test_places_that_are_not_there_names_that_are_taken_and_both_places_at_once_are_refused() -> None:
    hired("amal")

    for refusal, asked in (
        (UserExists, {"user": "amal"}), (NotFound, {"office": "MA9999"}), (NotFound, {"region": "MA-99"}),
        (InvalidInput, {"office": AGENCY, "region": SOUTH}),
    ):  # fmt: skip
        with pytest.raises(refusal):
            add_user(**{"user": "nabil", "role": Role.CLERK, "by": ADMINISTRATOR, "at": MONDAY, **asked})
    with pytest.raises(IntegrityError, match="user_has_an_office_or_a_region"), transaction.atomic():
        User.objects.filter(username="amal").update(region_code=SOUTH)


def test_an_administrator_of_a_place_gives_logins_there_and_nowhere_else() -> None:
    here = Actor.in_role("here", Role.ADMINISTRATOR, AGENCY)
    south = Actor.in_role("south", Role.ADMINISTRATOR, ZAGORA_OFFICE, SOUTH)

    add_user(user="a", role=Role.CLERK, office=AGENCY, by=here, at=MONDAY)
    add_user(user="b", role=Role.CLERK, office=OUARZAZATE, by=south, at=MONDAY)
    add_user(user="c", role=Role.MANAGER, region=SOUTH, by=south, at=MONDAY)

    with pytest.raises(NotYourOffice):
        add_user(user="d", role=Role.CLERK, office=ZAGORA_OFFICE, by=here, at=MONDAY)
    with pytest.raises(NotYourOffice):
        add_user(user="d", role=Role.CLERK, office=AGENCY, by=south, at=MONDAY)
    for by in (here, south):
        with pytest.raises(OutOfReach):  # the whole network is no place of theirs
            add_user(user="d", role=Role.CLERK, by=by, at=MONDAY)


@pytest.mark.parametrize("place", [{"office": AGENCY, "region": ""}, {"office": "", "region": SOUTH}])
def test_an_administrator_of_a_place_makes_no_engineer_and_takes_none_over(place: dict[str, str]) -> None:
    by = Actor.in_role(
        "here", Role.ADMINISTRATOR, AGENCY if place["office"] else ZAGORA_OFFICE, place["region"]
    )
    hired("amal", **place)
    hired("driss", Role.ENGINEER, **place)

    with pytest.raises(EngineerOutOfReach):
        add_user(user="d", role=Role.ENGINEER, by=by, at=MONDAY, **place)
    with pytest.raises(EngineerOutOfReach):
        assign_user(user="amal", role=Role.ENGINEER, by=by, at=MONDAY, **place)
    with pytest.raises(EngineerOutOfReach):
        reset_user(user="driss", by=by, at=MONDAY)
    with pytest.raises(EngineerOutOfReach):
        issue_badge(user="driss", by=by, at=MONDAY)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_gives_logins(role: Role) -> None:
    with pytest.raises(NotAllowed):
        add_user(user="d", role=Role.CLERK, by=Actor.in_role("x", role), at=MONDAY)


def test_an_administrator_touches_no_mail_and_no_money() -> None:
    apps = ("mail.", "money.", "cash.", "payments.", "bank.", "counter.", "delivery.", "commerce.")

    assert not [one for one in ADMINISTRATOR.permissions if one == "*" or one.startswith(apps)]
