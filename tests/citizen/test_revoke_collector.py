"""What was allowed can be taken back."""

import pytest

from rekkas.citizen.commands import revoke_collector
from rekkas.citizen.errors import UnknownCollector
from rekkas.citizen.queries import collectors_for
from tests.build import MONDAY, accepted, key, later
from tests.citizen.citizens import citizen, kept
from tests.citizen.test_authorise_collector import SUNDAY, authorise
from tests.reach.texts import AMINA, DRISS

pytestmark = pytest.mark.usefixtures("post")


def test_taken_back_it_lets_nobody_collect_and_stays_so() -> None:
    amina, driss = citizen(), citizen(DRISS)
    (parcel,) = accepted("one")
    authorise(amina)

    with pytest.raises(UnknownCollector):
        revoke_collector(phone=DRISS, authorisation=key("brother"), by=driss, at=MONDAY)
    for hours in (1, 2):
        revoke_collector(phone=AMINA, authorisation=key("brother"), by=amina, at=later(hours))

    assert collectors_for(AMINA, parcel.number, SUNDAY) == []
    assert kept("Authorisation")[0].revoked_at == later(1)
