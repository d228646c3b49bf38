from dataclasses import replace

import pytest

from rekkas.territory import queries
from rekkas.territory.commands import load_territory, renew_territory
from rekkas.territory.errors import UnknownCountry
from rekkas.territory.models import Locality
from rekkas.territory.queries import Written
from tests.territory.packs import AT, BY, LOCALITIES, PACK

pytestmark = pytest.mark.django_db


def test_a_place_corrected_by_hand_is_found_under_its_new_name() -> None:
    load_territory(pack=PACK, by=BY, at=AT)
    asked = [Written(locality="Rbat el Fath")]
    (before,) = queries.understand_addresses("MA", asked)

    Locality.objects.filter(code="MA10").update(also=["Rbat el Fath"])
    renew_territory(country="MA", by=BY, at=AT)

    (after,) = queries.understand_addresses("MA", asked)
    assert (before.is_settled, after.is_settled, after.code) == (False, True, "MA10")


def test_the_next_load_puts_the_words_of_the_pack_back() -> None:
    load_territory(pack=PACK, by=BY, at=AT)
    Locality.objects.filter(code="MA10").update(name="Mistaken")
    renew_territory(country="MA", by=BY, at=AT)

    load_territory(pack=PACK, by=BY, at=AT)

    assert queries.locality("MA10").name == "Rabat"


def test_each_load_that_changes_something_is_a_new_edition() -> None:
    load_territory(pack=PACK, by=BY, at=AT)
    first = queries.country("MA").edition

    load_territory(pack=replace(PACK, localities=LOCALITIES[:3]), by=BY, at=AT)

    assert queries.country("MA").edition != first


def test_a_country_that_is_not_loaded_cannot_be_renewed() -> None:
    with pytest.raises(UnknownCountry, match="Load its country pack first"):
        renew_territory(country="ZZ", by=BY, at=AT)
