"""A telephone dials: the contract of gateways, screens that fit, and what is said wrongly."""

import pytest
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from rekkas.base.choices import Role
from rekkas.ussd.commands import DIALLING, choose_language, open_dialogue
from rekkas.ussd.dialogue import answer
from rekkas.ussd.dialogue.screens import pages_of, plain, room_for, size_of
from rekkas.ussd.errors import TooManyDialogues
from tests.build import AGENCY, MONDAY, accepted, later
from tests.desk import at_desk
from tests.reach.texts import AMINA, DRISS
from tests.ussd.dialling import dialled, read

TEXT = st.text(alphabet="abcé فاس12\n€’", min_size=0, max_size=400)


@given(TEXT, st.sampled_from(["More", "المزيد"]))
def test_nothing_of_a_text_is_lost_on_its_way_through_the_screens(text: str, more: str) -> None:
    pages = pages_of(text, more)

    ending = f"\n0 {plain(more)}"
    told = "".join(page.removesuffix(ending) for page in pages)
    assert "".join(told.split()) == "".join(plain(text).split())
    assert all(size_of(page) <= room_for(page) for page in pages)


def test_menus_are_told_in_the_language_of_the_telephone_and_fit_each_screen(post: dict[str, str]) -> None:
    told = {}
    for language in ("en", "fr", "ar"):
        choose_language(phone=AMINA, language=language, by=DIALLING, at=MONDAY)
        told[language] = dialled()
        dialled("1", post["item"])
        dialled("3", "1200", "Casablanca", "Zagora")

    assert told["en"].startswith("CON The post\n1 Where is my item?")
    assert "Ou est mon envoi" in told["fr"] or "Où est mon envoi" in told["fr"]
    assert "أين بعيثتي" in told["ar"]
    assert dialled(phone=DRISS) == told["ar"]  # the first language of the country, where nobody has chosen


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"phone": "nobody"}, "no telephone"),
        ({"session": ""}, "no dialogue"),
        ({"session": "x" * 81}, "a longer name than any network gives"),
        ({"text": "1*" * 700}, "longer than anybody types"),
        ({"text": "1\x00"}, "no sign of a telephone"),
        ({"phone": ""}, "nothing"),
    ],
)
@pytest.mark.usefixtures("post")
def test_what_is_malformed_ends_politely(changes: dict[str, str], why: str) -> None:
    said = {"session": "one", "phone": AMINA, "text": "", **changes}

    assert answer(at=MONDAY, **said).startswith("END "), why
    assert "Traceback" not in answer(at=MONDAY, **said)


@pytest.mark.usefixtures("post")
def test_what_is_none_of_the_choices_is_asked_again_and_the_first_menu_is_always_near() -> None:
    assert dialled("99").startswith("CON None of these: 99")
    assert dialled("99", "1") == "CON Number of the item:"
    assert dialled("4", "00") == dialled()
    assert "No place Atlantis is known" in read("3", "abc", "1200", "Atlantis")
    assert "cannot be right" in read("1", "PC000000000MA")
    assert answer(session="s", phone=AMINA.removeprefix("+"), text="", at=MONDAY).startswith("CON The post")


@pytest.mark.usefixtures("post")
def test_a_dialogue_is_of_one_telephone_and_does_not_last() -> None:
    said = {"session": "one", "text": ""}

    first = answer(phone=AMINA, at=MONDAY, **said)
    stranger = answer(phone=DRISS, at=MONDAY, **said)
    later_on = answer(phone=AMINA, at=later(1), **said)

    assert (first[:3], stranger[:3], later_on) == ("CON", "END", "END This took too long. Dial again.")


def test_what_is_of_others_is_not_told(post: dict[str, str]) -> None:
    stranger = "+212633333333"
    choose_language(phone=stranger, language="en", by=DIALLING, at=MONDAY)

    assert read("6", post["order"], phone=stranger).startswith("END No money order of this number")
    assert "No item comes to this telephone" in read("2", "1", phone=stranger)
    assert "No item comes to this telephone" in read("5", "2", phone=stranger)
    assert "Amina" not in read("1", post["item"], phone=stranger)


@pytest.mark.usefixtures("post")
def test_a_wrong_code_lets_nobody_collect() -> None:
    read("5", "5", "1")

    assert "does not open" in read("5", "5", "2", "000000x", "Brahim", "AB1234", "1")


@pytest.mark.usefixtures("post")
def test_whoever_dials_like_a_machine_waits() -> None:
    for place in range(40):
        open_dialogue(session=f"s{place}", phone=AMINA, by=DIALLING, at=MONDAY)
    open_dialogue(session="s1", phone=AMINA, by=DIALLING, at=MONDAY)  # said again, it is the same

    with pytest.raises(TooManyDialogues):
        open_dialogue(session="more", phone=AMINA, by=DIALLING, at=MONDAY)
    assert dialled(session="more") == "END You have dialled many times. Dial again in an hour."
    assert dialled(session="next", at=later(2)).startswith("CON")


@pytest.mark.usefixtures("post")
def test_the_gateway_shows_its_secret_or_is_sent_away() -> None:
    client, said = Client(), {"sessionId": "g-1", "phoneNumber": AMINA, "text": ""}

    assert client.post("/ussd/", said).status_code == 403
    with override_settings(USSD_SECRET="a long secret"):
        assert client.post("/ussd/", {**said, "secret": "wrong"}).status_code == 403
        known = {"authorization": "Bearer a long secret"}
        shown = client.post("/ussd/", said, headers=known)
        assert shown.text.startswith("CON The post")
        assert shown.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert client.post("/ussd/", {**said, "secret": "a long secret"}).text == shown.text
        assert client.get("/ussd/", headers=known).status_code == 405
        assert client.post("/ussd/", {"secret": "a long secret"}).text.startswith("END ")


@pytest.mark.usefixtures("post")
def test_the_simulator_is_a_telephone_on_the_page_and_only_in_a_demonstration() -> None:
    (item,) = accepted("three")
    manager = at_desk("leila", Role.MANAGER, AGENCY)
    said = {"session": "on-the-page", "phone": AMINA, "text": ""}

    assert manager.get("/desk/ussd/simulator/").status_code == 404
    with override_settings(SMS_SIMULATOR_IS_MEANT=True):
        assert manager.get("/desk/ussd/simulator/").status_code == 200
        first = manager.post("/desk/ussd/simulator/", {**said, "begin": "1"})
        assert "1 Where is my item?" in first.text
        again = manager.post("/desk/ussd/simulator/", {**said, "text": "1", "typed": item.number})
        assert f"{item.number}: " in again.text
        with override_settings(USSD_SECRET="a long secret"):
            assert manager.get("/desk/ussd/simulator/").status_code == 404
