"""Citizens keep addresses; one is the usual one."""

from typing import Any

import pytest

from postkit.address import Address
from rekkas.base.errors import InvalidInput
from rekkas.citizen.commands import save_address
from rekkas.citizen.errors import TooManyKept
from tests.build import MONDAY
from tests.citizen.citizens import citizen, kept
from tests.reach.texts import AMINA

pytestmark = pytest.mark.usefixtures("post")


def save(
    by: Any, label: str = "home", street: str = "12, avenue Mohammed V", *, is_usual: bool = False
) -> int:
    address = Address(name="Amina", street=street, locality="Zagora")
    return save_address(phone=AMINA, label=label, address=address, is_usual=is_usual, by=by, at=MONDAY)


def test_the_first_is_the_usual_one_until_another_is() -> None:
    amina = citizen()

    save(amina)
    save(amina, "work")
    assert [row.is_usual for row in kept("SavedAddress")] == [True, False]
    save(amina, "mother", is_usual=True)

    assert [row.label for row in kept("SavedAddress", is_usual=True)] == ["mother"]


def test_an_address_says_where_and_ten_are_enough() -> None:
    amina = citizen()

    for said in ({"label": " "}, {"label": "x" * 41}, {"street": ""}, {"street": "x" * 201}):
        with pytest.raises(InvalidInput):
            save(amina, **said)
    for number in range(10):
        save(amina, f"place {number}")
    with pytest.raises(TooManyKept):
        save(amina, "one more")
