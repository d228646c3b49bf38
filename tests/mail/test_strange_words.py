"""Names and addresses as people paste them: what cannot be seen is taken out, what is too long is refused."""

from dataclasses import replace

import pytest

from rekkas.counter.entries import Accepted
from rekkas.mail.queries import item
from tests import build
from tests.build import parcel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world() -> None:
    build.country_with_merchant()


def accept(name: str = "Amina", street: str = "12, avenue Mohammed V") -> Accepted:
    addressee = replace(parcel().addressee, name=name, street=street)
    (answer,) = build.accepted("strange", addressee=addressee)
    return answer


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Amina \U0001f339", "Amina \U0001f339"),  # a flower can be seen; the label says what it cannot draw
        ("Ami\u200bna\ufeff", "Amina"),
        ("\u202eanimA\u202c", "animA"),  # nothing turns the writing round
        ("  Amina\t Alaoui\n", "Amina Alaoui"),
        ("أمينة\u200f", "أمينة"),
    ],
)
def test_what_cannot_be_seen_is_taken_out_of_a_name(given: str, kept: str) -> None:
    assert item(accept(name=given).number).addressee["name"] == kept


def test_an_address_in_which_the_writing_is_turned_round_reads_as_it_was_written() -> None:
    street = item(accept(street="12, \u202eteertS\u202c rue\r\nAtlas").number).addressee["street"]

    assert street == "12, teertS rue Atlas"


def test_a_name_of_four_hundred_lines_is_refused_and_said() -> None:
    addressee = replace(parcel().addressee, name="\n".join(["Amina"] * 400))
    (answer,) = build.accepted("strange", addressee=addressee)

    assert (answer.outcome, answer.code) == ("declined", "base.invalid-input")
    assert "160" in answer.message


def test_the_same_words_sent_again_are_the_same_parcel() -> None:
    first, again = accept(name="Ami\u200bna"), accept(name="Ami\u200bna")

    assert (first.number, again.outcome) == (again.number, "repeated")
