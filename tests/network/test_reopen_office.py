from datetime import date

import pytest

from rekkas.network.commands import close_office, reopen_office
from tests.network.drafts import ENGINEER, TUESDAY, promised
from tests.territory.packs import load

pytestmark = pytest.mark.django_db


def test_an_office_that_reopens_is_promised_from_again() -> None:
    load()
    close_office(office="MA0005", first=date(2026, 3, 9), until=None, by=ENGINEER, at=TUESDAY)
    assert promised(TUESDAY) is None

    reopen_office(office="MA0005", by=ENGINEER, at=TUESDAY)

    assert promised(TUESDAY) == date(2026, 3, 11)
