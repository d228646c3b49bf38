"""Citizens choose how they are told, and of what."""

from typing import Any

import pytest

from rekkas.base.errors import InvalidInput
from rekkas.citizen.commands import choose_texts
from tests.build import MONDAY
from tests.citizen.citizens import citizen, kept
from tests.reach.texts import AMINA

pytestmark = pytest.mark.usefixtures("post")


def choose(by: Any, **changes: Any) -> None:
    said = {"texts_by": "email", "email": "amina@example.org", "events": ["waiting", "out", "x"], **changes}
    choose_texts(phone=AMINA, by=by, at=MONDAY, **said)


def test_a_choice_is_kept_in_the_order_in_which_things_happen() -> None:
    amina = citizen()

    choose(amina)

    (row,) = kept("Citizen")
    assert (row.texts_by, row.email, row.events) == ("email", "amina@example.org", ["out", "waiting"])
    choose(amina, texts_by="none", email="", events=[])
    assert kept("Citizen")[0].events == []


@pytest.mark.parametrize("changes", [{"email": ""}, {"email": "amina@"}, {"texts_by": "pigeon"}])
def test_what_cannot_reach_anybody_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        choose(citizen(), **changes)
