"""What else stands in an address: the street, landmarks, telephone, plus code, postcode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from postkit.places import Gazetteer, Understood, Verdict, Written, understand
from postkit.places.grid import Grid, distance_m
from postkit.places.reading import read
from postkit.places.words import KINDS
from postkit.text import fold
from tests.postkit.places_of_packs import entries_of, here


def understood(country: str = "morocco", **parts: str) -> Understood:
    return understand(Written(**parts), here(country).gazetteer)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("whole", "street"),
    [
        ("12, rue des Oliviers, Settat", "12, rue des Oliviers"),
        ("12 rue des Oliviers Settat", "12 rue des Oliviers"),
        ("12 rue des Oliviers à Settat", "12 rue des Oliviers"),  # with the word in
        ("12, rue  des   Oliviers\r\nSettat", "12, rue des Oliviers"),  # spare blanks
        ("12, rue X\tHay Salam\tSettat", "12, rue X, Hay Salam"),  # cells of a sheet
        ("Settat, 12, rue X", "12, rue X"),
        ("12, rue X, Settat, Maroc", "12, rue X"),
        ("12, rue X\nville de Settat", "12, rue X"),
        ("حي السلام، رقم ١٢، سطات", "حي السلام، رقم ١٢"),  # with the comma of its script
        ("حي السلام رقم ١٢ سطات", "حي السلام رقم ١٢"),
        ("rue de Casablanca 5, Settat", "rue de Casablanca 5"),
        ("Amina Alaoui\n12 rue X\nSettat", "Amina Alaoui, 12 rue X"),  # a name is kept
        ("12, rue X, Skoura", "12, rue X, Skoura"),  # doubtful: nothing is taken out
        ("12, rue X, Xyzzyq", "12, rue X, Xyzzyq"),  # unknown: nothing is taken out
        ("n° 12, (2e étage), Settat", "n° 12, 2e étage"),
        ("12345 rue X, 10000 Rabat", "12345, rue X"),  # figures that were no postcode are kept
        ("Adresse : 12 rue X, Settat", "12 rue X"),
        ("Tél : néant, 12 rue X, Settat", "néant, 12 rue X"),
    ],
)
def test_the_street_is_what_remains(whole: str, street: str) -> None:
    assert understood(whole=whole).street == street


@pytest.mark.parametrize(
    ("parts", "street"),
    [
        ({"street": "12, rue X, Settat", "locality": "Settat"}, "12, rue X"),  # said twice
        ({"street": "12, rue X", "locality": "Rabat Agdal"}, "12, rue X, Agdal"),  # a quarter beside the town
        ({"street": "12, rue X", "locality": "Agdal, Rabat"}, "12, rue X, Agdal"),
        ({"street": "12, rue de Rabat", "locality": "Settat"}, "12, rue de Rabat"),
        ({"street": "12, rue X", "locality": "Skoura"}, "12, rue X"),
    ],
)
def test_the_street_of_an_address_in_parts(parts: dict[str, str], street: str) -> None:
    assert understood(**parts).street == street


@pytest.mark.parametrize(
    ("country", "whole", "landmarks", "street"),
    [
        ("morocco", "12 rue X près de la gare, Settat", ("près de la gare",), "12 rue X"),
        ("morocco", "en face du lycée, Settat", ("en face du lycée",), ""),
        ("morocco", "قرب المسجد الكبير، سطات", ("قرب المسجد الكبير",), ""),
        ("morocco", "بجانب صيدلية الأمل\nمقابل المدرسة\nسطات", ("بجانب صيدلية الأمل", "مقابل المدرسة"), ""),
        ("morocco", "Mosquée Al Fath, Settat", ("Mosquée Al Fath",), ""),  # what stands somewhere
        ("brazil", "Rua A 5, ao lado da padaria, Gramado", ("ao lado da padaria",), "Rua A 5"),
        ("senegal", "derrière le marché, Tivaouane", ("derrière le marché",), ""),
    ],
)
def test_landmarks_stand_by_themselves(
    country: str, whole: str, landmarks: tuple[str, ...], street: str
) -> None:
    answer = understood(country, whole=whole)

    assert (answer.landmarks, answer.street, answer.verdict) == (landmarks, street, Verdict.SURE)


@pytest.mark.parametrize(
    ("country", "whole", "telephone"),
    [
        ("morocco", "Settat 0612345678", "+212612345678"),
        ("morocco", "Settat, tél. 06.12.34.56.78", "+212612345678"),
        ("morocco", "سطات هاتف ٠٦١٢٣٤٥٦٧٨", "+212612345678"),  # in Arabic figures
        ("morocco", "Settat +212 (0) 6 12 34 56 78", "+212612345678"),
        ("morocco", "Settat 00212612345678", "+212612345678"),
        ("morocco", "0612345678 Settat 0522334455", "+212612345678"),  # the first
        ("morocco", "lot 12 15 20 100 200, Settat", ""),  # figures that no plan gives out
        ("morocco", "12 34 56 78 90, Settat", ""),
        ("brazil", "Rua A 5, 13010-100 Itu (11) 91234-5678", "+5511912345678"),  # beside a postcode
        ("brazil", "Rua A 5, Itu, 13300-000", ""),  # a postcode is no telephone
        ("senegal", "Dakar 77 123 45 67", "+221771234567"),
    ],
)
def test_a_telephone_is_found_in_the_text(country: str, whole: str, telephone: str) -> None:
    assert understood(country, whole=whole).telephone == telephone


def test_a_second_telephone_stays_in_the_street() -> None:
    assert understood(whole="rue X, 0612345678, 0522334455, Settat").street == "rue X, 0522334455"


@pytest.mark.parametrize(
    ("whole", "code"),
    [
        ("8C6M25C5+99, Rabat", "8C6M25C5+99"),
        ("8c6m25c5+99 Rabat", "8C6M25C5+99"),
        ("25C5+99 Rabat", "8C6M25C5+99"),  # the town stands for its first signs
        ("25C5+99, nulle part", "25C5+99"),  # and without a town nothing does
        ("2345+67 Rabat", ""),  # without a letter it is a number
        ("2+2 Rabat", ""),
    ],
)
def test_a_plus_code_is_found_and_made_whole(whole: str, code: str) -> None:
    answer = understood(whole=whole)

    assert answer.plus_code == code
    assert (answer.position is not None) == (len(code) == 11)


@pytest.mark.parametrize(
    ("country", "whole", "postcode"),
    [
        ("morocco", "12 rue X, 26000 Settat", "26000"),
        ("morocco", "BP 26000, Settat", ""),  # of a box
        ("morocco", "12 rue X, Settat ٢٦٠٠٠", "26000"),
        ("morocco", "26001 rue X, 10000 Rabat", "10000"),  # the one that the list has
        ("brazil", "Rua A 5, Santos 11010000", "11010000"),  # without its hyphen, but listed
    ],
)
def test_a_postcode_is_found_in_the_text(country: str, whole: str, postcode: str) -> None:
    assert understood(country, whole=whole).postcode == postcode


@pytest.mark.parametrize("country", ["morocco", "senegal", "brazil"])
def test_a_name_is_read_as_it_is_folded(country: str) -> None:
    """What is looked up in a text is what the gazetteer has filed."""
    nothing = Gazetteer([])
    names = [entry.name for entry in entries_of(country) if not any(sign in entry.name for sign in "()/,")]

    wrong = []
    for name in names:
        (text,) = read(Written(whole=name), nothing).texts
        if " ".join(word for segment in text.segments for word in segment.words) != fold(name):
            wrong.append(name)

    assert wrong == []


def test_words_of_addresses_are_folded_and_say_something() -> None:
    assert len(KINDS) > 400
    assert [word for word in KINDS if word != fold(word)] == []
    assert {"st", "ste", "bab", "ain", "oued", "sidi", "souk"} & set(KINDS) == set()


@pytest.mark.parametrize("country", ["morocco", "brazil"])
def test_near_spellings_are_those_that_a_comparison_with_all_finds(country: str) -> None:
    gazetteer = here(country).gazetteer
    names = sorted(gazetteer.names)
    asked = [name[:3] + name[4:] for name in names[::150] if len(name) > 6]  # a letter is missing

    for text in asked:
        found = {spelling for spelling, _ in gazetteer._spellings.near(text, 85)}
        everything = process.extract(text, names, scorer=fuzz.ratio, limit=25, score_cutoff=85)
        assert {spelling for spelling, *_ in everything} == found, text


@given(
    st.lists(st.tuples(st.floats(-89, 89), st.floats(-180, 180)), max_size=30),
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
)
def test_the_nearest_is_the_one_that_a_look_at_all_finds(
    points: list[tuple[float, float]], point: tuple[float, float]
) -> None:
    found = Grid(points).nearest(point, within_m=90_000)

    near = [(distance_m(point, other), at) for at, other in enumerate(points)]
    expected = min((way for way in near if way[0] <= 90_000), default=None)
    assert (found is None) == (expected is None)
    if found and expected:
        assert found[1] == round(expected[0])
