"""What the window asks of the post: its sheet, its acts, its numbers, what is meant; and who may ask."""

import json
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.base.looks import looks_at
from rekkas.counter.commands.devices import next_in_chain
from rekkas.counter.models import Act, Visit
from tests.build import AGENCY, ZAGORA_OFFICE
from tests.counter import screens, windows
from tests.counter.windows import session_of, stamps, visit
from tests.desk import at_desk
from tests.lasting import lasting

pytestmark = pytest.mark.usefixtures("open_counter")
_open_counter = lasting(screens.world)
DEVICE = str(uuid4())


@pytest.fixture
def open_counter(_open_counter: None, db: None) -> None:
    """An open day at the counter."""


@pytest.fixture
def fatima() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(get_user_model().objects.get(username="fatima"))
    return client


def sheet(client: Client) -> dict[str, Any]:
    return dict(client.get(f"/desk/window/sheet/?device={DEVICE}").json())


def written(carried: dict[str, Any], said: Any, **changes: Any) -> dict[str, Any]:
    body = {
        "kind": "visit", "at": timezone.now().isoformat(), "clerk": "fatima", "session": carried["session"]["number"],
        "heard_at": carried["now"], "sheet": carried["sheet"], "visit": msgspec.to_builtins(said),
    }  # fmt: skip
    text = json.dumps(body, default=str)
    return {
        "key": str(said.key), "number": carried["heard"] + 1, "said": text,
        "chain": next_in_chain(carried["head"], text), "is_kept": False, **changes,
    }  # fmt: skip


def send(client: Client, *acts: dict[str, Any], **changes: Any) -> Any:
    body = {"device": DEVICE, "now": timezone.now().isoformat(), "acts": acts, **changes}
    return client.post("/desk/window/acts/", json.dumps(body), content_type="application/json")


def test_a_sheet_carries_what_a_counter_needs_alone(fatima: Client) -> None:
    carried = sheet(fatima)

    assert carried["session"]["number"] == session_of(windows.FATIMA)
    assert {row["code"] for row in carried["tariff"]["products"]} == {"parcel", "parcel-cod", "registered"}
    assert [place[1] for place in carried["places"]] == ["Casablanca", "Zagora"]
    assert {person["name"] for person in carried["people"]} == {"Amina Alaoui", "Driss Berrada"}
    assert "sending" in carried["clerk"]["services"]


def test_an_act_that_is_sent_is_answered_and_once(fatima: Client) -> None:
    act = written(sheet(fatima), visit(stamps(), word="sent"))

    first, again = send(fatima, act).json(), send(fatima, act).json()

    assert first["answers"] == again["answers"]
    assert (first["answers"][0]["state"], Visit.objects.filter(key=act["key"]).count()) == ("done", 1)


def test_what_cannot_be_heard_stops_what_comes_after_it(fatima: Client) -> None:
    gap = written(sheet(fatima), visit(stamps(), word="gap"), number=7)

    said = send(fatima, gap, written(sheet(fatima), visit(stamps(), word="next"))).json()

    assert (said["stopped"]["code"], said["answers"], Act.objects.count()) == (
        "counter.journal-forked",
        [],
        0,
    )


NONSENSE = ["", "{}", "7", '{"device": 1}', '{"device": "x", "now": "y", "acts": []}', "[" * 100_000]


@pytest.mark.parametrize("body", NONSENSE)
@pytest.mark.parametrize("path", ["window/acts/", "window/numbers/", "window/seen/", "window/queue/act/"])
def test_nonsense_is_refused_in_words(fatima: Client, path: str, body: str) -> None:
    answer = fatima.post(f"/desk/{path}", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (422, "base.invalid-input")


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("amina", "person"),
        ("0600000000", "person"),
        ("zagura", "place"),
        ("زاكورة", "place"),
        ("nothing at all", None),
    ],
)
def test_whatever_is_typed_the_right_thing_is_found(fatima: Client, asked: str, kind: str | None) -> None:
    found = fatima.get("/desk/window/find/", {"q": asked}).json()["found"]

    assert [one["kind"] for one in found[:1]] == ([kind] if kind else [])


def test_numbers_and_visits_are_found_by_their_number(fatima: Client) -> None:
    number = windows.announced("found")
    kept = Visit.objects.get()

    assert fatima.get("/desk/window/find/", {"q": number}).json()["found"][0]["kind"] == "announced"
    assert fatima.get("/desk/window/find/", {"q": kept.number}).json()["found"][0]["kind"] == "visit"


@pytest.mark.parametrize("path", ["", "sheet/", "find/", "worker.js", "manifest.webmanifest"])
def test_the_window_is_for_who_stands_at_a_counter(fatima: Client, path: str) -> None:
    query = {"device": DEVICE} if path == "sheet/" else {}

    assert fatima.get(f"/desk/window/{path}", query).status_code == 200
    assert at_desk("sorter", Role.SORTER, AGENCY).get(f"/desk/window/{path}", query).status_code == 403
    assert Client().get(f"/desk/window/{path}", query).status_code == 302


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_visits_and_what_is_held_are_shown_and_decided(fatima: Client, language: str) -> None:
    held = written(sheet(fatima), visit(windows.bill(due=5, amount=5), word="held"), is_kept=True)
    assert send(fatima, held).json()["answers"][0]["state"] == "held"
    samira = Client(headers={"accept-language": language})
    samira.force_login(get_user_model().objects.get(username="samira"))
    (kept,) = Visit.objects.all()

    for path in (
        "counter/visits/",
        "counter/visits/?mine",
        f"counter/visits/{kept.number}/",
        "counter/held/",
    ):
        assert samira.get(f"/desk/{path}").status_code == 200
    elsewhere = at_desk("elsewhere", Role.MANAGER, ZAGORA_OFFICE)
    assert elsewhere.get(f"/desk/counter/held/{held['key']}/decline-act/").status_code == 404
    page = samira.get(f"/desk/counter/held/{held['key']}/decline-act/")
    answer = samira.post(
        f"/desk/counter/held/{held['key']}/decline-act/",
        {"reason": "wrong bill", "given_back": "on", "key": page.context["form"]["key"].value()},
    )

    assert answer.status_code == 302
    assert Act.objects.get(key=held["key"]).decided_by == "samira"
    assert fatima.get("/desk/counter/held/").status_code == 403


def test_a_line_is_given_back_from_the_page_of_its_visit(fatima: Client) -> None:
    send(fatima, written(sheet(fatima), visit(stamps(), word="back")))
    kept = Visit.objects.latest("id")
    page = fatima.get(f"/desk/counter/visits/{kept.number}/")

    answer = fatima.post(
        f"/desk/counter/visits/{kept.number}/",
        {
            "place": "0",
            "reason": "the wrong stamps",
            "means": "cash",
            "key": page.context["form"]["key"].value(),
        },
    )

    assert answer.status_code == 302
    assert "the wrong stamps" in fatima.get(f"/desk/counter/visits/{kept.number}/").content.decode()


def test_whoever_was_looked_at_can_read_it(fatima: Client) -> None:
    fatima.get("/desk/window/find/", {"q": "amina"})
    fatima.post("/desk/window/seen/", json.dumps(["+212611111111"]), content_type="application/json")

    seen = [*looks_at("phone", "+212600000000"), *looks_at("phone", "+212611111111")]
    assert [(look.reader, look.page) for look in seen] == [
        ("fatima", "counter-find"),
        ("fatima", "counter-seen"),
    ]
    assert fatima.post("/desk/window/seen/", "{}", content_type="application/json").status_code == 422
