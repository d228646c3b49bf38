"""Somebody works elsewhere or as something else from now on; nobody says so of themselves."""

import pytest

from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.base.commands import assign_user
from rekkas.base.errors import NotFound, OutOfReach, OwnRights
from tests import build
from tests.base.staff import ADMINISTRATOR, SOUTH, hired
from tests.build import AGENCY, HUB, MONDAY, ZAGORA_OFFICE
from tests.lasting import lasting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
world = lasting(build.country)


def test_role_and_place_change_together() -> None:
    row = hired("amal")

    assign_user(user="amal", role=Role.SUPERVISOR, region=SOUTH.lower(), by=ADMINISTRATOR, at=MONDAY)

    row.refresh_from_db()
    assert (row.role, row.office_code, row.region_code) == (Role.SUPERVISOR, "", SOUTH)


def test_nobody_changes_their_own_rights() -> None:
    hired("latifa", Role.ADMINISTRATOR, office="")

    with pytest.raises(OwnRights):
        assign_user(user="latifa", role=Role.TREASURER, by=ADMINISTRATOR, at=MONDAY)


def test_who_is_elsewhere_or_unknown_is_not_touched() -> None:
    hired("amal", office=ZAGORA_OFFICE)
    here = Actor.in_role("here", Role.ADMINISTRATOR, AGENCY)

    with pytest.raises(OutOfReach):
        assign_user(user="amal", role=Role.CLERK, office=AGENCY, by=here, at=MONDAY)
    with pytest.raises(NotFound):
        assign_user(user="nobody", role=Role.CLERK, office=HUB, by=ADMINISTRATOR, at=MONDAY)
