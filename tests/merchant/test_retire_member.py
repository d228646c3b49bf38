import pytest

from rekkas.merchant import queries
from rekkas.merchant.commands import retire_member
from rekkas.merchant.errors import LastOwner
from rekkas.merchant.queries.members import member_at_door, member_for_update, proof_of
from tests.build import MONDAY
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import OMAR, PASSWORD, colleague

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_whoever_left_comes_in_no_more_and_their_mailbox_is_free() -> None:
    owner = merchants.merchant()
    omar = colleague(owner)
    row = member_for_update(omar.name)
    assert row is not None
    proof = proof_of(row)

    retire_member(number=omar.name, by=owner, at=MONDAY)
    retire_member(number=omar.name, by=owner, at=MONDAY)

    assert member_at_door(omar.name, proof) is None
    assert not queries.password_compared(OMAR, PASSWORD).fits
    assert colleague(owner).name == "ZELLIGE/3"
    assert queries.names_of_team("ZELLIGE")["ZELLIGE/2"] == "Omar Fassi"


def test_the_last_owner_stays() -> None:
    owner = merchants.merchant()
    colleague(owner)

    with pytest.raises(LastOwner):
        retire_member(number=owner.name, by=owner, at=MONDAY)
