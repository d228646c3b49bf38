from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from rekkas.territory import queries
from rekkas.territory.errors import UnknownCountry, UnknownLocality
from tests.territory import packs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded() -> None:
    packs.load()


def test_what_is_not_known_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnknownCountry, match="ZZ"):
        queries.country("ZZ")
    with pytest.raises(UnknownLocality, match="Look the place up by its name"):
        queries.locality("MA999")


@pytest.mark.parametrize(
    ("language", "name"),
    [("ar", "المغرب"), ("fr", "Maroc"), ("fr-ma", "Maroc"), ("en", "Morocco"), ("es", "Morocco")],
)
def test_names_come_in_the_readers_language(language: str, name: str) -> None:
    with translation.override(language):
        assert queries.country("MA").name == name


def test_a_place_without_an_arabic_name_is_shown_by_its_own() -> None:
    with translation.override("ar"):
        assert [queries.locality(code).shown_name for code in ("MA10", "MA40")] == ["الرباط", "Chefchaouen"]


@pytest.mark.parametrize(
    ("search", "found"),
    [("jad", {"MA30"}), ("سلا", {"MA11"}), ("sidi SLIM", {"MA12", "MA21"}), ("zzz", set())],
)
def test_localities_are_searched_by_words_of_their_name(search: str, found: set[str]) -> None:
    assert {place.code for place in queries.localities_of("MA", search=search)} == found


def test_localities_are_listed_by_name() -> None:
    names = [place.name for place in queries.localities_of("MA")]

    assert names[:2] == ["Ain Beida", "Ain Beida"]
    assert len(names) == 9


def test_named_localities_are_those_that_exist() -> None:
    assert set(queries.localities_named(["MA10", "MA11", "MA999"])) == {"MA10", "MA11"}


def test_places_that_are_held_are_those_of_the_edition(statements: Any) -> None:
    first = queries.held_localities(["MA10", "MA11", "MA999"])
    with statements() as again:
        assert queries.held_localities(["MA10"])["MA10"] is first["MA10"]
    assert (set(first), len(again)) == ({"MA10", "MA11"}, 1)

    moved = tuple(replace(one, name="Rbat") if one.code == "MA10" else one for one in packs.PACK.localities)
    packs.load(replace(packs.PACK, localities=moved))

    assert queries.held_localities(["MA10"])["MA10"].name == "Rbat"


def test_a_region_is_known_by_what_addresses_call_it() -> None:
    beida = [queries.Written(locality="Ain Beida", region=said) for said in ("", "TT", "Rabat-Salé", "RS")]
    names = {"MA-01": ("TT",), "MA-04": ("RS",)}
    regions = tuple(replace(one, also=names.get(one.code, ())) for one in packs.PACK.regions)
    packs.load(replace(packs.PACK, regions=regions))

    alone, tangier, rabat, by_letters = (
        one.candidates[0].code for one in queries.understand_addresses("MA", beida)
    )

    assert queries.locality(tangier).region.code == "MA-01"
    assert rabat == by_letters
    assert queries.locality(rabat).region.code == "MA-04"
    assert alone in {tangier, rabat}


def test_holidays_between_two_days_include_both() -> None:
    first, last = date(2026, 3, 20), date(2026, 5, 1)

    assert [day.date for day in queries.holidays_between("MA", first, last)] == [first, last]
    assert queries.holidays_between("MA", date(2026, 3, 21), date(2026, 4, 30)) == []
