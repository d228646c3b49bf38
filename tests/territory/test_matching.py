import pytest

from rekkas.territory import queries
from rekkas.territory.errors import UnknownCountry
from rekkas.territory.matching import Entry, Gazetteer
from rekkas.territory.queries import Match, Place
from tests.territory import packs

pytestmark = pytest.mark.django_db


def match(city: str, **rest: object) -> Match:
    (found,) = queries.match_localities(texts=[Place(city, **rest)], country="MA")  # type: ignore[arg-type]
    return found


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
    found = match(city)

    assert (found.locality_code, found.certain) == (code, True)
    assert found.candidates[0][0] == code


def test_a_name_that_the_pack_has_in_one_script_is_proposed_in_the_other() -> None:
    found = match("شفشاون")

    assert (found.locality_code, found.certain) == ("MA40", False)


@pytest.mark.parametrize("city", ["", "  ", "?!", "Xyzzyq"])
def test_what_resembles_nothing_is_matched_with_nothing(city: str) -> None:
    assert match(city) == Match(None, 0.0, False, ())


def test_a_doubtful_spelling_is_a_proposal_with_candidates() -> None:
    found = match("Sala")

    assert not found.certain
    assert found.candidates[0][:2] == ("MA11", "Salé")
    assert 70 <= found.score < 92


def test_a_city_with_its_quarter_is_a_proposal() -> None:
    found = match("Rabat Agdal")

    assert (found.locality_code, found.certain) == ("MA10", False)


def test_places_of_one_name_are_not_certain_without_evidence() -> None:
    found = match("Sidi Slimane")

    assert not found.certain
    assert [code for code, _name, _score in found.candidates] == ["MA12", "MA21"]


@pytest.mark.parametrize(
    ("evidence", "code"),
    [
        ({"region": "MA-06"}, "MA21"),
        ({"region": "06"}, "MA21"),
        ({"region": "casablanca settat"}, "MA21"),
        ({"region": "الرباط سلا"}, "MA12"),
        ({"postcode": "21123"}, "MA21"),
        ({"latitude": 33.6, "longitude": -7.4}, "MA21"),
        ({"latitude": 34.3, "longitude": -6.0}, "MA12"),
    ],
)
def test_evidence_tells_places_of_one_name_apart(evidence: dict[str, object], code: str) -> None:
    found = match("Sidi Slimane", **evidence)

    assert (found.locality_code, found.certain) == (code, True)


def test_a_place_with_ten_times_the_people_of_its_homonym_is_meant() -> None:
    assert match("Ain Beida").certain
    assert match("Ain Beida").locality_code == "MA41"
    assert match("Ain Beida", region="Rabat-Salé").locality_code == "MA42"


def test_a_region_that_the_pack_does_not_know_is_no_evidence() -> None:
    assert match("Rabat", region="XY").certain
    assert match("Rabat XY", region="XY").certain  # nor is it part of the name
    assert not match("Sidi Slimane", region="XY").certain


def test_what_speaks_against_a_place_makes_it_uncertain() -> None:
    other_region = match("Rabat", region="Casablanca-Settat")
    far_away = match("Rabat", latitude=27.1, longitude=-13.2)

    assert (other_region.locality_code, other_region.certain) == ("MA10", False)
    assert (far_away.locality_code, far_away.certain) == ("MA10", False)


def test_a_batch_is_answered_in_order_and_always_alike() -> None:
    asked = [Place("Rabat"), Place("Xyzzyq"), Place("Rabatt"), Place("Rabat")]

    found = queries.match_localities(texts=asked, country="MA")

    assert [match.locality_code for match in found] == ["MA10", None, "MA10", "MA10"]
    assert found == queries.match_localities(texts=asked, country="MA")


def test_a_batch_takes_one_statement_once_the_country_is_read(assert_statements) -> None:
    match("Rabat")

    with assert_statements(at_most=1):
        queries.match_localities(texts=[Place(f"Rabat {n}") for n in range(50)], country="MA")


def test_a_country_that_is_not_loaded_is_refused() -> None:
    with pytest.raises(UnknownCountry):
        queries.match_localities(texts=[Place("Rabat")], country="ZZ")


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [
        Entry(f"MA{n}", name, "", (), "MA-01", "", 34.0, -6.0, people)
        for n, (name, people) in enumerate([("Ouled Said", 5), ("Ouled Saïd", 5), ("Ouled Zaid", 5)])
    ]
    asked = [Place("Ouled Said"), Place("Ouled Said Est"), Place("Oled Zaid")]

    assert Gazetteer(rows, []).match(asked) == Gazetteer(rows[::-1], []).match(asked)


def test_a_region_without_an_arabic_name_does_not_stand_for_no_region() -> None:
    dakar = Entry("XA1", "Dakar", "", (), "XA-01", "", 14.7, -17.4, 2_000_000)
    here = Gazetteer([dakar], [("XA-01", "Dakar", "داكار"), ("XA-02", "Matam", "")])

    (found,) = here.match([Place("Dakar")])

    assert (found.locality_code, found.certain) == ("XA1", True)
