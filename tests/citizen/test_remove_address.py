"""An address is kept no longer."""

import pytest

from rekkas.citizen.commands import remove_address
from rekkas.citizen.errors import UnknownAddress
from tests.build import MONDAY
from tests.citizen.citizens import citizen, kept
from tests.citizen.test_save_address import save
from tests.reach.texts import AMINA, DRISS

pytestmark = pytest.mark.usefixtures("post")


def test_where_the_usual_one_goes_the_oldest_of_the_others_is() -> None:
    amina, driss = citizen(), citizen(DRISS)
    first, second = save(amina), save(amina, "work")

    with pytest.raises(UnknownAddress):
        remove_address(phone=DRISS, address=first, by=driss, at=MONDAY)
    for _ in range(2):
        remove_address(phone=AMINA, address=first, by=amina, at=MONDAY)

    (left,) = kept("SavedAddress", removed_at=None)
    assert (left.pk, left.is_usual) == (second, True)
