"""Citizens say what they are called."""

import pytest

from rekkas.base.errors import InvalidInput
from rekkas.citizen.commands import amend_citizen
from rekkas.citizen.errors import NotYourOwn
from tests.build import MONDAY
from tests.citizen.citizens import citizen, kept
from tests.reach.texts import AMINA, DRISS

pytestmark = pytest.mark.usefixtures("post")


def test_a_name_is_kept_in_both_scripts_and_nobody_else_changes_it() -> None:
    amina, driss = citizen(), citizen(DRISS)

    amend_citizen(phone=AMINA, name=" Amina ", name_ar="أمينة", language="ar", by=amina, at=MONDAY)

    (row, _other) = kept("Citizen")
    assert (row.name, row.name_ar, row.language) == ("Amina", "أمينة", "ar")
    with pytest.raises(NotYourOwn):
        amend_citizen(phone=AMINA, name="Driss", name_ar="", language="fr", by=driss, at=MONDAY)
    with pytest.raises(InvalidInput):
        amend_citizen(phone=AMINA, name="x" * 121, name_ar="", language="fr", by=amina, at=MONDAY)
    with pytest.raises(InvalidInput):
        amend_citizen(phone=AMINA, name="a\u202eb", name_ar="", language="fr", by=amina, at=MONDAY)
