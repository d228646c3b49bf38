"""The shelf of an office: what waits, for whom, until when; who may collect it; what goes back."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import SubjectKind
from rekkas.base.looks import looks_at
from rekkas.citizen.commands import authorise_collector
from rekkas.delivery.commands import await_collection, return_items
from rekkas.mail.queries import events_of, item, pick_up_code
from tests import build
from tests.build import AGENCY, HUB, ZAGORA_OFFICE, key
from tests.citizen.citizens import citizen
from tests.counter import screens, windows
from tests.delivery.doorstep import arrived
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
    assert apps.get_model("delivery", "Kept").objects.get(unit__number=number).proved_at is not None


def test_a_window_is_told_who_may_collect_and_no_more_of_them_than_it_needs(
    fatima: Client, open_counter: list[str]
) -> None:
    number, now = open_counter[0], timezone.now()
    authorise_collector(
        phone="+212600000000", name="Brahim Alaoui", document="AB1234", number=number, until=now.date(),
        authorisation=key("brother"), by=citizen(at=now), at=now,
    )  # fmt: skip

    told = fatima.get(f"/desk/window/waiting/{number}/")
    other = fatima.get(f"/desk/window/waiting/{open_counter[1]}/").json()

    assert told.json() == {
        "collectors": [
            {"key": str(key("brother")), "name": "Brahim Alaoui", "until": now.date().isoformat()}
        ],
        "is_locked": False,
    }
    assert other["collectors"] == []
    assert "1234" not in told.content.decode()


def test_what_is_said_at_a_window_is_proved_before_anything_is_handed_out(
    fatima: Client, open_counter: list[str]
) -> None:
    number, now = open_counter[0], timezone.now()
    authorise_collector(
        phone="+212600000000", name="Brahim Alaoui", document="AB1234", number="", until=now.date(),
        authorisation=key("brother"), by=citizen(at=now), at=now,
    )  # fmt: skip

    def answered(**said: str) -> tuple[int, str]:
        answer = fatima.post(f"/desk/window/waiting/{number}/prove/", said, "application/json")
        return answer.status_code, answer.json().get("code", "")

    assert answered(collector=str(key("brother")), document_signs="ab 1234") == (200, "")
    assert answered(collector=str(key("brother")), document_signs="1235") == (
        409,
        "delivery.document-differs",
    )
    assert answered(collector=str(key("sister")), document_signs="1234") == (403, "delivery.not-authorised")
    assert "counter-prove" in {look.page for look in looks_at(SubjectKind.ITEM, number)}
    assert answered(code=pick_up_code(events_of(number)[-1].scan_id)) == (200, "")
    assert [answered(code="no")[0] for _ in range(3)] == [422] * 3
    assert answered(code=pick_up_code(events_of(number)[-1].scan_id)) == (403, "delivery.code-locked")
    assert fatima.get(f"/desk/window/waiting/{number}/").json()["is_locked"]
    assert "Ask for an identity document" in fatima.get(f"/desk/counter/shelf/{number}/").text


def test_a_document_is_compared_three_times_and_then_no_more(fatima: Client, open_counter: list[str]) -> None:
    number, now = open_counter[0], timezone.now()
    authorise_collector(
        phone="+212600000000", name="Brahim Alaoui", document="AB1234", number="", until=now.date(),
        authorisation=key("brother"), by=citizen(at=now), at=now,
    )  # fmt: skip
    address = f"/desk/window/waiting/{number}/prove/"

    def answered(signs: str) -> tuple[int, str]:
        said = {"collector": str(key("brother")), "document_signs": signs}
        answer = fatima.post(address, said, "application/json")
        return answer.status_code, answer.json().get("code", "")

    assert [answered(f"123{n}") for n in (5, 6, 7)] == [(409, "delivery.document-differs")] * 3
    assert answered("1234") == (403, "delivery.document-locked")
    code = pick_up_code(events_of(number)[-1].scan_id)
    assert fatima.post(address, {"code": code}, "application/json").status_code == 200


def test_nothing_is_told_and_nothing_compared_for_what_does_not_wait_here(
    fatima: Client, open_counter: list[str]
) -> None:
    (there,), now = build.accepted("elsewhere", at=timezone.now()), timezone.now()
    arrived(there.number, office=ZAGORA_OFFICE, at=now)
    await_collection(numbers=[there.number], office=ZAGORA_OFFICE, by=build.BOSS, at=now)
    (gone,) = open_counter[1:]
    return_items(numbers=[gone], office=AGENCY, by=build.BOSS, at=now)
    authorise_collector(
        phone="+212600000000", name="Brahim Alaoui", document="AB1234", number="", until=now.date(),
        authorisation=key("brother"), by=citizen(at=now), at=now,
    )  # fmt: skip

    for number in (there.number, gone, "PC999999996MA"):
        told = fatima.get(f"/desk/window/waiting/{number}/")
        compared = [
            fatima.post(f"/desk/window/waiting/{number}/prove/", said, "application/json")
            for said in ({"collector": str(key("brother")), "document_signs": "1234"}, {"code": "123456"})
        ]
        for answer in (told, *compared):
            assert (answer.status_code, answer.json()["code"]) == (409, "delivery.not-waiting")
    page = fatima.get(f"/desk/delivery/deliver-items/?number={there.number}")
    assert page.status_code == 409
    assert "Alaoui" not in page.text


def test_what_has_come_back_is_carried_for_its_sender_who_pays_nothing(
    fatima: Client, open_counter: list[str]
) -> None:
    back, other = open_counter
    return_items(numbers=[back], office=AGENCY, by=build.BOSS, at=timezone.now())
    await_collection(numbers=[back], office=AGENCY, by=build.BOSS, at=timezone.now())

    carried = fatima.get("/desk/window/sheet/?device=7d1f3a52-0000-4000-8000-000000000001").json()
    rows = {row["number"]: row for row in carried["waiting"]}
    page = fatima.get(f"/desk/counter/shelf/{back}/").text

    assert [(rows[n]["goes_back"], rows[n]["name"], rows[n]["cod"]) for n in (back, other)] == [
        (True, item(back).sender["name"], 0), (False, "Amina Alaoui", item(other).cod_amount),
    ]  # fmt: skip
    assert "its sender alone has it" in page
    assert "Check the code" not in page


def test_an_item_that_cannot_go_back_is_said_and_the_others_go(
    fatima: Client, open_counter: list[str]
) -> None:
    one, two = open_counter
    apps.get_model("delivery", "Kept").objects.update(until="2020-01-01")
    apps.get_model("mail", "Item").objects.filter(unit__number=one).update(origin=HUB)

    page = fatima.post("/desk/counter/shelf/return-items/", follow=True).text

    assert "One item goes back." in page
    assert f"{one}: " in page
    assert [events_of(number)[-1].code for number in (one, two)] == ["EDH", "RRT"]


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
