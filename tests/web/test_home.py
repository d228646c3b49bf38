"""The one box of the first page: a number, a place or a question, and an honest word where it is none of them."""

from urllib.parse import quote

import pytest
from django.test import Client

from rekkas.web.questions import answers_to, known_questions
from tests import build
from tests.lasting import lasting

_country = lasting(build.country)


@pytest.fixture(autouse=True)
def _world(_country: object, db: None) -> None:
    """The small country."""


def asked(text: str, language: str = "en") -> tuple[int, str]:
    page = Client().get("/ask/", {"q": text}, headers={"accept-language": language})
    return page.status_code, page.headers["Location"] if page.status_code == 302 else page.text


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("ee 876 543 216 ca", "/track/?numbers=EE876543216CA"),
        ("EE876543216CA, RB١٢٣٤٥٦٧٨٥GB", "/track/?numbers=EE876543216CA+RB123456785GB"),
        ("Zagora", f"/offices/?q={quote('Zagora')}"),
        ("زاكورة", f"/offices/?q={quote('زاكورة')}"),
        ("ma0004", "/offices/?q=ma0004"),
        ("  ", "/"),
    ],
)
def test_numbers_lead_to_their_items_and_names_to_their_offices(text: str, leads: str) -> None:
    assert asked(text) == (302, leads)


def test_a_place_that_is_misspelt_shows_its_offices_and_asks_for_arrival_there() -> None:
    status, text = asked("Zagoraa")

    assert status == 200
    assert "/offices/MA0004/" in text
    assert 'name="destination" value="Zagora"' in text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("How much does it cost?", ["cost"]),
        ("combien coûte un colis pour Zagora ?", ["cost"]),
        ("كم ثمن الإرسال؟", ["cost"]),
        ("quand arrive mon envoi", ["when"]),
        ("أين طردي", ["where"]),
        ("opening hours", ["hours"]),
        ("mandat", ["money-order"]),
        ("réclamation", ["complaint"]),
        ("أريد شكاية", ["complaint"]),
        ("blue elephants", []),
        ("", []),
    ],
)
def test_a_question_is_known_by_its_words(text: str, codes: list[str]) -> None:
    assert [answer.code for answer in answers_to(text)] == codes


def test_every_answer_leads_to_a_page_and_is_shown_in_each_language() -> None:
    client = Client()

    assert {client.get(one.address).status_code for one in known_questions()} <= {200, 302}
    for language, words in (("en", "It depends on the weight"), ("fr", "poids"), ("ar", "الوزن")):
        assert words in asked("prix", language)[1]


def test_what_is_not_understood_is_said_with_what_can_be_asked() -> None:
    status, text = asked("<b>blue</b> elephants")

    assert status == 404
    assert "This was not understood" in text
    assert "<b>blue" not in text
    assert text.count("<li><a") >= len(known_questions())


def test_the_box_of_the_first_page_needs_no_script() -> None:
    text = Client().get("/").text

    assert 'action="/ask/"' in text
    assert "<script" not in text
