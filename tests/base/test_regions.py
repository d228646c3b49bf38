"""Whoever has a region acts for each office of it, and for no other."""

from dataclasses import replace

import pytest

from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.base.command import COMMANDS, command
from rekkas.base.errors import NotYourOffice, OfficeNotChosen
from rekkas.base.models import ActionRecord
from tests import build
from tests.base.staff import SOUTH
from tests.build import AGENCY, MONDAY, OUARZAZATE, ZAGORA_OFFICE

pytestmark = pytest.mark.django_db


@command
def sweep_floor(*, by: Actor, at: object, office: str = "") -> str:
    """Sweep."""
    return by.office or ""


COMMANDS.pop("base.sweep_floor", None)


def test_a_person_of_a_region_stands_at_one_of_its_offices() -> None:
    build.country()
    anywhere = replace(Actor.in_role("omar", Role.MANAGER, region=SOUTH), permissions=frozenset({"*"}))
    at_zagora = replace(anywhere, office=ZAGORA_OFFICE)

    assert sweep_floor(office=OUARZAZATE, by=anywhere, at=MONDAY) == OUARZAZATE
    assert sweep_floor(by=at_zagora, at=MONDAY) == ZAGORA_OFFICE
    assert sweep_floor(office=OUARZAZATE, by=at_zagora, at=MONDAY) == OUARZAZATE
    with pytest.raises(OfficeNotChosen):
        sweep_floor(by=anywhere, at=MONDAY)
    for by in (anywhere, at_zagora):
        with pytest.raises(NotYourOffice):
            sweep_floor(office=AGENCY, by=by, at=MONDAY)
    offices = (
        ActionRecord.objects.filter(actor_name="omar").order_by("id").values_list("office_code", flat=True)
    )
    assert list(offices) == [OUARZAZATE, ZAGORA_OFFICE, OUARZAZATE]
