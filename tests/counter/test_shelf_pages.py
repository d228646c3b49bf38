"""The shelf of an office: what waits, for whom, until when; who may collect it; what goes back."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client

from rekkas.mail.queries import events_of, item, pick_up_code
from tests.counter import screens, windows
from tests.lasting import lasting

pytestmark = pytest.mark.usefixtures("open_counter")


def _world() -> list[str]:
    screens.world()
    return windows.waiting_now(2)


_open_counter = lasting(_world)


@pytest.fixture
def open_counter(_open_counter: list[str], db: None) -> list[str]:
    """Two parcels on the shelf of an office that never closes."""
    return _open_counter


@pytest.fixture
def fatima() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(get_user_model().objects.get(username="fatima"))
    return client


def shelf(client: Client, query: str = "") -> str:
    return client.get(f"/desk/counter/shelf/{query}").content.decode()


def key_in(page: str) -> str:
    return page.split('name="key" value="')[1].split('"')[0]


def test_what_waits_is_found_by_shelf_name_and_telephone(fatima: Client, open_counter: list[str]) -> None:
    one, two = open_counter
    laid = {"ticked": one, "numbers": "", "shelf": "B2", "key": key_in(shelf(fatima))}
    assert fatima.post("/desk/counter/shelf/", laid).status_code == 302

    row = f'data-row="{one}"'
    assert row in shelf(fatima)
    for words in ("b2", "alaoui", "أمينة", "0600000000", one):
        assert row in shelf(fatima, f"?q={words}"), words
    assert f'data-row="{two}"' not in shelf(fatima, "?q=B2")
    assert "Nothing waits here under these words." in shelf(fatima, "?q=Z9")
    carried = fatima.get("/desk/window/sheet/?device=7d1f3a52-0000-4000-8000-000000000001").json()
    assert {row["number"]: row["shelf"] for row in carried["waiting"]} == {one: "B2", two: ""}


def test_the_code_that_was_sent_stands_for_a_document(fatima: Client, open_counter: list[str]) -> None:
    number = open_counter[0]
    address = f"/desk/counter/shelf/{number}/"
    page = fatima.get(address).content.decode()
    assert "authorised nobody" in page

    wrong = fatima.post(address, {"code": "12", "key": key_in(page)})
    assert wrong.status_code == 422
    assert "wrong" in wrong.content.decode()
    code = pick_up_code(events_of(number)[-1].scan_id)
    assert code not in page
    right = fatima.post(address, {"code": code, "key": key_in(page)}, follow=True)

    assert "The code is right" in right.content.decode()


def test_what_was_kept_to_its_end_goes_back_with_one_button_and_may_stay_after_all(
    fatima: Client, open_counter: list[str]
) -> None:
    one, two = open_counter
    apps.get_model("delivery", "Kept").objects.filter(unit__number=one).update(until="2020-01-01")
    assert "One item was kept to its end" in shelf(fatima)

    fatima.post("/desk/counter/shelf/return-items/")

    assert "They go back and have not left" in shelf(fatima)
    assert [event.code for event in events_of(one)][-1] == "RRT"
    assert [event.code for event in events_of(two)][-1] == "EDH"
    fatima.post(f"/desk/counter/shelf/{one}/stop-return/")
    assert [event.code for event in events_of(one)][-1] == "EDH"
    assert item(one).destination_id == item(two).destination_id
