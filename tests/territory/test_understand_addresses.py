from dataclasses import replace
from typing import Any

import pytest

from postkit.places import Understood, Verdict, Written
from rekkas.territory import queries
from rekkas.territory.commands import renew_territory
from rekkas.territory.errors import UnknownCountry
from rekkas.territory.models import Locality, Region
from tests.territory import packs

pytestmark = pytest.mark.django_db


def understood(city: str, **rest: Any) -> Understood:
    (answer,) = queries.understand_addresses("MA", [Written(locality=city, **rest)])
    return answer


@pytest.fixture(autouse=True)
def _loaded() -> None:
    packs.load()


@pytest.mark.parametrize(
    ("city", "code"),
    [
        ("Rabat", "MA10"),
        ("RABAT  ", "MA10"),
        ("sale", "MA11"),  # without its accent
        ("الرباط", "MA10"),
        ("الدّار البَيضاء", "MA20"),  # with vowel signs
        ("Jadida", "MA30"),  # without its article
        ("Casa", "MA20"),  # another spelling of the pack
        ("dar-el-beïda", "MA20"),
        ("Casablnca", "MA20"),  # a letter missing
        ("Chefchaoouen", "MA40"),  # a letter too many
    ],
)
def test_a_city_is_found_with_certainty(city: str, code: str) -> None:
    found = understood(city)

    assert (found.code, found.is_settled) == (code, True)
    assert found.candidates[0].code == code


def test_a_name_that_the_pack_has_in_one_script_is_proposed_in_the_other() -> None:
    found = understood("شفشاون")

    assert (found.code, found.verdict) == ("MA40", Verdict.LIKELY)


@pytest.mark.parametrize("city", ["", "  ", "?!", "Xyzzyq"])
def test_what_resembles_nothing_is_matched_with_nothing(city: str) -> None:
    assert (understood(city).verdict, understood(city).candidates) == (Verdict.UNKNOWN, ())


def test_a_doubtful_spelling_is_a_proposal_with_candidates() -> None:
    found = understood("Sala")

    assert found.verdict is Verdict.DOUBTFUL
    assert found.candidates[0][:2] == ("MA11", "Salé")


def test_a_city_with_its_quarter_is_a_proposal() -> None:
    found = understood("Rabat Agdal")

    assert (found.code, found.verdict, found.street) == ("MA10", Verdict.LIKELY, "Agdal")


def test_places_of_one_name_are_not_certain_without_evidence() -> None:
    found = understood("Sidi Slimane")

    assert found.verdict is Verdict.DOUBTFUL
    assert [candidate.code for candidate in found.candidates] == ["MA12", "MA21"]


@pytest.mark.parametrize(
    ("evidence", "code"),
    [
        ({"region": "MA-06"}, "MA21"),
        ({"region": "06"}, "MA21"),
        ({"region": "casablanca settat"}, "MA21"),
        ({"region": "الرباط سلا"}, "MA12"),
        ({"postcode": "21123"}, "MA21"),
        ({"position": (33.6, -7.4)}, "MA21"),
        ({"position": (34.3, -6.0)}, "MA12"),
    ],
)
def test_evidence_tells_places_of_one_name_apart(evidence: dict[str, object], code: str) -> None:
    found = understood("Sidi Slimane", **evidence)

    assert (found.code, found.is_settled) == (code, True)


def test_a_place_with_ten_times_the_people_of_its_homonym_is_meant() -> None:
    assert (understood("Ain Beida").verdict, understood("Ain Beida").is_settled) == (Verdict.LIKELY, True)
    assert understood("Ain Beida").code == "MA41"
    assert understood("Ain Beida", region="Rabat-Salé").code == "MA42"


def test_a_region_that_the_pack_does_not_know_is_no_evidence() -> None:
    assert understood("Rabat", region="XY").verdict is Verdict.SURE
    assert understood("Rabat XY", region="XY").verdict is Verdict.SURE  # nor is it part of the name
    assert understood("Sidi Slimane", region="XY").verdict is Verdict.DOUBTFUL


def test_what_speaks_against_a_place_makes_it_uncertain() -> None:
    other_region = understood("Rabat", region="Casablanca-Settat")
    far_away = understood("Rabat", position=(27.1, -13.2))

    assert (other_region.code, other_region.verdict) == ("MA10", Verdict.DOUBTFUL)
    assert (far_away.code, far_away.verdict) == ("MA10", Verdict.DOUBTFUL)


def test_a_batch_is_answered_in_order_and_always_alike() -> None:
    asked = [Written(locality=city) for city in ("Rabat", "Xyzzyq", "Rabatt", "Rabat")]

    found = queries.understand_addresses("MA", asked)

    assert [answer.code for answer in found] == ["MA10", None, "MA10", "MA10"]
    assert found == queries.understand_addresses("MA", asked)


def test_a_batch_takes_one_statement_once_the_country_is_read(assert_statements) -> None:
    understood("Rabat")

    with assert_statements(at_most=1):
        queries.understand_addresses("MA", [Written(whole=f"{n}, rue X\nRabatt") for n in range(500)])


def test_a_country_is_read_in_few_statements_whatever_it_holds(assert_statements) -> None:
    packs.load(replace(packs.PACK, localities=(*packs.LOCALITIES, *packs.many_localities(200))))

    with assert_statements(at_most=4):
        queries.understand_addresses("MA", [Written(locality="Douar 17")])


def test_a_country_that_is_not_loaded_is_refused() -> None:
    with pytest.raises(UnknownCountry):
        queries.understand_addresses("ZZ", [Written(locality="Rabat")])


def test_a_place_is_found_in_the_whole_of_an_address() -> None:
    (answer,) = queries.understand_addresses(
        "MA",
        [Written(whole="12, rue des Oliviers, près de la gare\n10000 Rabat, Maroc\nTél. 06 12 34 56 78")],
    )

    assert (answer.code, answer.verdict) == ("MA10", Verdict.SURE)
    assert answer.candidates[0].reasons == ("exact-name", "postcode-agrees")
    assert (answer.street, answer.landmarks) == ("12, rue des Oliviers", ("près de la gare",))
    assert (answer.postcode, answer.telephone) == ("10000", "+212612345678")


def test_an_amazigh_name_leads_to_its_place_once_it_is_written_down() -> None:
    Locality.objects.filter(code="MA40").update(name_zgh="ⵛⴼⵛⴰⵡⵏ")
    renew()

    assert understood("ⵛⴼⵛⴰⵡⵏ").code == "MA40"


def test_a_retired_place_is_not_proposed() -> None:
    Locality.objects.filter(code="MA40").update(retired=True)
    renew()

    assert understood("Chefchaouen").code is None


def test_a_region_without_an_arabic_name_does_not_stand_for_no_region() -> None:
    Region.objects.filter(code="MA-01").update(name_ar="")
    renew()

    assert understood("Rabat").verdict is Verdict.SURE


def test_what_is_held_is_read_again_when_another_process_has_changed_it() -> None:
    before = queries.gazetteer("MA")
    same = queries.gazetteer("MA")
    renew()

    assert same is before
    assert queries.gazetteer("MA") is not before


def renew() -> None:
    renew_territory(country="MA", by=packs.BY, at=packs.AT)
