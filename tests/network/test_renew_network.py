from datetime import UTC, date, datetime

import pytest

from rekkas.network import queries
from rekkas.network.commands import load_network, renew_network
from rekkas.network.models import Office
from rekkas.territory.errors import UnknownCountry
from tests.territory.packs import AT, BY, PACK, load

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 9, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


def promised() -> date | None:
    return queries.promise_for(origin="MA0005", destination="MA0004", at=MONDAY).delivery_date


def test_an_office_corrected_by_hand_changes_the_promise_at_once() -> None:
    assert promised() == date(2026, 3, 10)

    Office.objects.filter(code="MA0004").update(closed_from=date(2026, 3, 10), closed_until=date(2026, 3, 10))
    renew_network(country="MA", by=BY, at=AT)

    assert promised() == date(2026, 3, 11)


def test_the_next_load_puts_the_words_of_the_pack_back() -> None:
    Office.objects.filter(code="MA0005").update(name="Mistaken")
    renew_network(country="MA", by=BY, at=AT)

    load_network(pack=PACK, by=BY, at=AT)

    assert queries.office("MA0005").name == "Rabat Agdal"


def test_a_country_that_is_not_loaded_cannot_be_renewed() -> None:
    with pytest.raises(UnknownCountry):
        renew_network(country="ZZ", by=BY, at=AT)
