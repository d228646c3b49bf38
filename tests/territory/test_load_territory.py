from dataclasses import replace

import pytest
from django.db import IntegrityError, connection

from rekkas.territory import queries
from rekkas.territory.commands import LoadedTerritory, load_territory
from rekkas.territory.models import Country, Holiday, Locality, Region
from tests.territory.packs import AT, BY, LOCALITIES, PACK, RABAT, many_localities

pytestmark = pytest.mark.django_db


def everything() -> list[object]:
    return [list(table.objects.order_by("pk").values()) for table in (Country, Region, Locality, Holiday)]


def test_a_pack_brings_its_country_places_and_holidays() -> None:
    loaded = load_territory(pack=PACK, by=BY, at=AT)

    country, rabat = queries.country("MA"), queries.locality("MA10")
    assert loaded == LoadedTerritory(True, regions=3, localities=9, holidays=2, retired=0)
    assert (country.currency, country.decimals, country.outline) == ("MAD", 2, [[-6.0, 34.0]])
    assert (rabat.region.name, rabat.also, rabat.delivery_office_code) == (
        "Rabat-Salé", ["Er-Rbat", "Ribat"], "MA0002",
    )  # fmt: skip


def test_the_same_pack_loaded_twice_changes_nothing() -> None:
    load_territory(pack=PACK, by=BY, at=AT)
    before = everything()

    again = load_territory(pack=PACK, by=BY, at=AT)

    assert not again.changed
    assert everything() == before


def test_a_changed_pack_changes_the_rows_it_names_and_keeps_them_the_same_rows() -> None:
    load_territory(pack=PACK, by=BY, at=AT)
    before = Locality.objects.get(code="MA10").pk

    renamed = replace(PACK, localities=(replace(RABAT, name="Rabat-Ville"), *LOCALITIES[1:]))
    load_territory(pack=renamed, by=BY, at=AT)

    assert (queries.locality("MA10").name, queries.locality("MA10").pk) == ("Rabat-Ville", before)


def test_a_locality_that_left_the_pack_is_retired_and_comes_back_with_it() -> None:
    load_territory(pack=PACK, by=BY, at=AT)

    loaded = load_territory(pack=replace(PACK, localities=LOCALITIES[:-1]), by=BY, at=AT)

    assert loaded.retired == 1
    assert queries.locality("MA42").retired
    assert "MA42" not in {place.code for place in queries.localities_of("MA")}
    load_territory(pack=PACK, by=BY, at=AT)
    assert not queries.locality("MA42").retired


def test_holidays_are_those_of_the_last_pack() -> None:
    load_territory(pack=PACK, by=BY, at=AT)

    load_territory(pack=replace(PACK, holidays=PACK.holidays[:1]), by=BY, at=AT)

    assert [day.name_fr for day in Holiday.objects.all()] == ["Aïd el-Fitr"]


def test_a_country_of_thousands_of_places_takes_few_statements(statements) -> None:
    load_territory(pack=PACK, by=BY, at=AT)

    with statements() as seen:
        load_territory(pack=replace(PACK, localities=many_localities(3_000)), by=BY, at=AT)

    # One statement holds as many rows as the database takes parameters: all of them on PostgreSQL.
    assert len(seen) <= (25 if connection.vendor == "postgresql" else 65)


def test_two_countries_live_side_by_side() -> None:
    load_territory(pack=PACK, by=BY, at=AT)
    neighbour = replace(
        PACK, country=replace(PACK.country, iso="TN", name_en="Tunisia"),
        regions=(replace(PACK.regions[0], code="TN-01"),),
        localities=(replace(RABAT, code="TN1", region="TN-01"),),
    )  # fmt: skip

    load_territory(pack=neighbour, by=BY, at=AT)

    assert [country.iso for country in queries.countries()] == ["MA", "TN"]
    assert len(queries.localities_of("MA")) == 9
    assert [place.code for place in queries.localities_of("TN")] == ["TN1"]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("latitude = 91", "locality_is_on_the_globe"),
        ("delivery_office_code = ''", "locality_has_a_delivery_office"),
    ],
)
def test_the_database_refuses_an_impossible_locality(change: str, constraint: str) -> None:
    load_territory(pack=PACK, by=BY, at=AT)

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE territory_locality SET {change} WHERE code = 'MA10'")
