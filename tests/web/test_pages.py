"""The pages for everyone: whole, small, in the reader's language, and without anybody's name."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from rekkas.mail.queries import Tracking
from rekkas.mail.queries.tracking import LATEST_STEPS
from rekkas.web import views
from tests.web.samples import NOTICE, answering, load_sample, step, tracking
from tests.web.weights import weight_of

pytestmark = pytest.mark.django_db

HEAVIEST = 50_000
WAY = tuple(step(hours, f"Step {hours}", inherited_from="MA0005MA0000612345") for hours in range(60, 20, -2))
FOUND = tracking("out_for_delivery", "Out for delivery", *WAY)
SILENT = tracking(
    "silent",
    "No news",
    step(99, "Left"),
    number="PA000000456MA",
    silent_for_h=99,
    next_expected="It arrives.",
)
ODD = tracking(
    "unknown", "Not understood",
    step(9, "Not understood", raw_code="X99<b>", offset_known=False, clock="future"),
    number="RA000000473TN", contradiction=True,
)  # fmt: skip
INVALID = Tracking("PA000000423MA", "invalid", "It does not add up.")
BUSY = tuple(
    step(
        hours, "غادر مكتب التبادل", "مركز الفرز الدار البيضاء", reason_label="في انتظار إيداع الوثائق",
        inherited_from="MA0005MA0000612345",
    )
    for hours in range((LATEST_STEPS + 1) * 7, 0, -7)
)  # fmt: skip
LONG = tracking("delayed", "متأخر", *BUSY, number="PA000000487MA", steps_left_out=2_959, contradiction=True)
WORST = tuple(
    replace(
        each, at=each.at - timedelta(days=place), raw_code="X" * 32, offset_known=False, clock="future",
        action_label="ستُعاد محاولة التسليم", asserted_by="partner",
    )
    for place, each in enumerate(BUSY)
)  # fmt: skip
LOADED = tracking(
    "delayed", "متأخر", *WORST, number="PA000000500MA", steps_left_out=2_959, contradiction=True
)
LATE = {"promise_date": date(2026, 11, 1), "office_name": "مركز الفرز الدار البيضاء"}
MANY = [
    tracking("ready_for_pickup", "جاهز للسحب", *BUSY[-3:], number=f"SHOP{at:09}", **LATE) for at in range(100)
]
PAGES = (
    "/",
    "/track/?numbers=PA000000425MA+PA000000456MA+PA000000423MA+EE876543216CA",
    f"/track/?numbers={'+'.join(item.number for item in MANY)}",
    f"/track/?numbers={'+'.join(f'NONE{at:09}' for at in range(100))}",
    "/track/PA000000425MA/",
    "/track/PA000000487MA/",
    "/track/PA000000500MA/",
    "/track/PA000000456MA/",
    "/track/RA000000473TN/",
    "/track/PA000000423MA/",
    "/track/EE876543216CA/",
    "/offices/",
    "/offices/?q=nowhere",
    "/offices/MA0002/",
    "/prices/",
    "/prices/?product=parcel-cod&weight_g=2500&origin=Fes&destination=Tanger&cod_amount=450",
    "/promise/",
    "/promise/?origin=MA0001&destination=MA0004",
    "/promise/?origin=Tanger&destination=Ain+Leuh",
    "/promise/?origin=nowhere&destination=",
    "/docs/errors",
    "/docs/errors/network",
    "/desk/log-in/",
    "/no-such-page/",
)


@pytest.fixture(autouse=True)
def _network(monkeypatch: pytest.MonkeyPatch) -> None:
    load_sample(agencies=300)
    monkeypatch.setattr(views, "track", answering(FOUND, LONG, LOADED, SILENT, ODD, INVALID, *MANY))


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_with_all_it_needs_is_light(client: Client, address: str, language: str) -> None:
    response = client.get(address, headers={"accept-language": language})

    assert weight_of(response.text) < HEAVIEST
    scripts = response.text.count("<script")
    assert scripts == (
        address.startswith("/offices/") and "/MA" not in address
    )  # where am I? It works without


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_its_language_and_direction(
    client: Client, address: str, language: str, direction: str
) -> None:
    text = client.get(address, headers={"accept-language": language}).text

    assert f'<html lang="{language}" dir="{direction}">' in text
    assert NOTICE[language] in text
    assert "style=" not in text
    assert text.count("<h1") == 1 or 'class="empty"' in text


def test_the_language_switch_keeps_the_page_and_the_question(client: Client) -> None:
    response = client.get("/offices/?q=Fès&page=1&lang=fr")

    assert 'href="/offices/?q=F%C3%A8s&amp;page=1&amp;lang=ar"' in response.text
    assert client.get("/").headers["Content-Language"] == "fr"  # remembered


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_database_little(
    client: Client, address: str, assert_statements: Callable[[int], AbstractContextManager[list[str]]]
) -> None:
    client.get(address)  # what a process holds is read once
    together = {
        "/prices/": 12,
        "/offices/": 13,
    }  # price with day; while offices are open, how long one waits there
    at_most = next((many for begin, many in together.items() if address.startswith(begin)), 8)

    with assert_statements(at_most):
        client.get(address)


def test_one_number_alone_leads_to_its_own_page(client: Client) -> None:
    response = client.get("/track/", {"numbers": " pa 000 000 425 ma "})

    assert response.headers["Location"] == "/track/PA000000425MA/"


def test_many_numbers_get_an_answer_each(client: Client) -> None:
    text = client.get("/track/", {"numbers": " ".join(item.number for item in MANY) + " PA000000423MA"}).text

    assert text.count('<li><a href="SHOP') == 100
    assert text.count("It is late.") == 100
    assert "One more number was not looked up" in text


def test_an_item_tells_its_way(client: Client) -> None:
    text = client.get("/track/PA000000425MA/").text

    assert "It is out for delivery." in text
    assert text.count('class="latest"') == 1
    assert "MA0005MA0000612345" in text
    assert "Wednesday, 25 November 2026" in text


def test_steps_that_are_left_out_are_counted_between_the_first_and_the_latest(client: Client) -> None:
    text = client.get("/track/PA000000487MA/").text

    assert text.count('class="what"') == LATEST_STEPS + 1
    assert text.index('class="latest"') < text.index("2959 more steps in between")
    assert text.index("2959 more steps in between") < text.rindex('class="what"')


def test_silence_and_contradiction_are_said(client: Client) -> None:
    silent, odd = client.get("/track/PA000000456MA/").text, client.get("/track/RA000000473TN/").text

    assert "Nothing has been heard of it for 4 days." in silent
    assert "It arrives." in silent
    assert "What was said of it does not agree" in odd
    assert "X99&lt;b&gt;" in odd
    assert "its time zone was not said" in odd
    assert "the clock of the device was wrong" in odd


def test_a_mistyped_number_is_explained_and_an_unknown_one_is_not_accused(client: Client) -> None:
    invalid, unknown = client.get("/track/PA000000423MA/"), client.get("/track/EE876543216CA/")

    assert (invalid.status_code, unknown.status_code) == (404, 404)
    assert "The ninth digit does not agree" in invalid.text
    assert 'class="false">00000042<' in invalid.text
    assert "Nothing is known of this number yet" in unknown.text


def test_offices_are_found_by_town_in_either_script(client: Client) -> None:
    latin, arabic = (client.get(f"/offices/?q={q}") for q in ("Chefchaouen méd", "شفشاون المدينة"))

    assert "Chefchaouen Médina" in latin.text
    assert "Chefchaouen Médina" in arabic.text
    assert "No office was found" in client.get("/offices/?q=zzz").text


def test_a_place_without_an_office_of_its_name_leads_to_the_nearest(client: Client) -> None:
    text = client.get("/offices/?q=Warzazat").text

    assert "nearest" in text
    assert "Ouarzazate Médina" in text


def test_an_office_tells_its_hours(client: Client) -> None:
    text = client.get("/offices/MA0002/").text

    assert "Fès Médina" in text
    assert text.count("08:30") >= 5
    assert client.get("/offices/XX9999/").status_code == 404


@pytest.fixture
def price(client: Client) -> Callable[..., str]:
    asked = {"product": "parcel-cod", "weight_g": "2500", "origin": "Fès", "destination": "طنجة"}
    return lambda **more: client.get("/prices/", {**asked, **more}).text


def test_a_price_comes_with_its_lines(price: Callable[..., str]) -> None:
    text = price(cod_amount="٤٥٠", declared_value="1000")

    amounts = re.findall(r'<bdi class="money">MAD\xa0([\d.]+)</bdi>', text)
    assert amounts == ["69.50", "50.00", "14.50", "5.00", "69.50"]


def test_a_place_that_may_be_several_is_asked_again(price: Callable[..., str]) -> None:
    asked = price(destination="Ain Leuh")
    answered = price(destination="Ain Leuh", destination_code="MA9")
    changed = price(destination="Tanger", destination_code="MA9")

    assert "Several places may be meant: choose one." in asked
    assert "Aïn Leuh (Moyen Atlas)" in asked
    assert "Total" not in asked
    assert "Total" in answered
    assert "Total" in changed


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"destination": "Zzyzx"}, "No place of this name is known."),
        ({"weight_g": "99999"}, "30"),  # the heaviest that is taken
        ({"weight_g": ""}, "This field is required."),
        ({"cod_amount": "lots"}, "Write an amount in MAD"),
        ({"product": "parcel", "cod_amount": "10"}, "summary"),
    ],
)
def test_what_has_no_price_says_why(price: Callable[..., str], more: dict[str, Any], said: str) -> None:
    text = price(**more)

    assert said in text
    assert 'class="summary"' in text
    assert "Total" not in text


def test_health_is_plain(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.fixture
def _without_network() -> Iterator[None]:
    from rekkas.web import context

    with pytest.MonkeyPatch.context() as patch:
        for module in (views, context):
            patch.setattr(module.territory, "countries", list)
        yield


@pytest.mark.usefixtures("_without_network")
@pytest.mark.parametrize("address", ["/", "/offices/", "/prices/"])
def test_a_post_without_a_network_yet_still_answers(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
