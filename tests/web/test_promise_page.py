"""When will it arrive: the page answers as the network does, for places as people write them."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation

from rekkas.network import queries as network
from rekkas.network.commands import close_office
from rekkas.web import views
from rekkas.web.promises import Nearby
from tests import build
from tests.build import AGENCY, BOSS, HUB, MONDAY, ZAGORA_OFFICE
from tests.lessons import learn
from tests.web.samples import answering, step, tracking

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Africa/Casablanca")


@pytest.fixture(autouse=True)
def _world() -> None:
    build.country()


def next_monday(hour: int = 9, minute: int = 0) -> datetime:
    today = timezone.now().astimezone(ZONE).date()
    day = today + timedelta(days=7 - today.weekday())
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def ask(client: Client, language: str = "en", **said: Any) -> Any:
    asked = {"origin": "Casablanca", "destination": "Zagora", "at": f"{next_monday():%Y-%m-%dT%H:%M}", **said}
    return client.get("/promise/", asked, headers={"accept-language": language})


def test_the_page_gives_the_promise_of_the_network(client: Client) -> None:
    page = ask(client)

    answer = page.context["answer"]
    promise = network.promise_for(origin=AGENCY, destination=ZAGORA_OFFICE, at=next_monday())
    assert (answer.delivery_date, answer.arrives_at) == (promise.delivery_date, promise.arrives_at)
    assert f'datetime="{promise.delivery_date}"' in page.text


def test_the_way_is_told_step_by_step_with_its_reasons(client: Client) -> None:
    text = ask(client, at=f"{next_monday(17, 1):%Y-%m-%dT%H:%M}").text

    assert "Missed the 17:00 cut-off at Casablanca 1" in text
    assert "Goes out from Zagora with the round" in text


def test_it_says_until_when_the_same_day_still_holds(client: Client) -> None:
    answer = ask(client, at=f"{next_monday(8, 30):%Y-%m-%dT%H:%M}").context["answer"]

    assert answer.still_by == next_monday(17)
    a_minute_later = network.promise_for(origin=AGENCY, destination=ZAGORA_OFFICE, at=next_monday(17, 1))
    assert a_minute_later.delivery_date is not None
    assert a_minute_later.delivery_date > answer.delivery_date


@pytest.mark.parametrize(("language", "shown"), [("fr", "12,3"), ("en", "12.3"), ("ar", "12,3")])
def test_distances_are_written_as_the_reader_writes_numbers(language: str, shown: str) -> None:
    with translation.override(language):
        assert Nearby(office=None, distance_m=12_345, delivery_date=None).distance_km == shown


def test_for_a_wanted_day_it_says_by_when_to_hand_over(client: Client) -> None:
    wanted = next_monday().date() + timedelta(days=4)

    page = ask(client, by=wanted.isoformat())

    by = page.context["answer"].wanted_by
    promise = network.promise_for(origin=AGENCY, destination=ZAGORA_OFFICE, at=by)
    assert promise.delivery_date == wanted
    assert "hand it over by" in page.text
    past = ask(client, by=(timezone.now() - timedelta(days=3)).date().isoformat())
    assert "That is past." in past.text or "early enough" in past.text


def test_before_anything_was_learned_the_promise_stands_alone(client: Client) -> None:
    assert ask(client).context["answer"].likely == ()
    assert 'class="likely"' not in ask(client).text


def test_what_is_likely_stands_beneath_the_promise(client: Client) -> None:
    learn(late_every=5)

    page = ask(client)

    answer = page.context["answer"]
    (days,) = network.estimates_for([answer.question])
    assert days[0.95] > answer.delivery_date
    promise, _, beneath = page.text.partition('class="likely"')
    assert f'<h2 class="promised"><time datetime="{answer.delivery_date}">' in promise
    shown = beneath.partition("</ul>")[0]
    assert re.findall(r'(\w+ \w+ \w+)[^<]*by <time datetime="([-\d]+)">', shown) == [
        ("Half of them", str(days[0.5])), ("Four of five", str(days[0.8])), ("Nineteen of twenty", str(days[0.95])),
    ]  # fmt: skip


def test_where_nearly_all_come_as_promised_one_line_says_so(client: Client) -> None:
    learn()

    page = ask(client)

    assert set(page.context["answer"].likely) == {page.context["answer"].delivery_date}
    assert "nineteen of twenty are there by this day" in page.text
    assert "Half of them" not in page.text


def test_where_nothing_is_promised_nothing_is_likely(client: Client) -> None:
    learn()
    close_office(office=AGENCY, first=MONDAY.date(), until=None, by=BOSS, at=MONDAY)

    assert 'class="likely"' not in ask(client, origin=AGENCY).text


@pytest.mark.parametrize("name", ["زاكورة", "zagora", ZAGORA_OFFICE.lower(), "MA0004"])
def test_a_place_is_found_by_its_name_in_any_script_or_by_the_code_of_its_office(
    client: Client, name: str
) -> None:
    assert ask(client, destination=name).context["answer"].destination.code == ZAGORA_OFFICE


def test_digits_of_any_script_are_a_moment(client: Client) -> None:
    eastern = f"{next_monday():%Y-%m-%dT%H:%M}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert ask(client, at=eastern).context["answer"].question.at == next_monday()


def test_what_may_be_several_is_asked_again_and_the_choice_is_kept(client: Client) -> None:
    page = ask(client, destination="Sorting")

    assert "answer" not in page.context
    assert page.text.count('name="destination_code"') == 2
    chosen = ask(client, destination="Sorting", destination_code=HUB)
    assert chosen.context["answer"].destination.code == HUB
    stale = ask(client, destination="Zagora", destination_code=HUB)  # another text since
    assert stale.context["answer"].destination.code == ZAGORA_OFFICE


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"destination": "Xqzwv"}, "No place or office of this name"),
        ({"destination": ""}, "This field is required."),
        ({"at": "soon"}, "Write the day and the time"),
        ({"at": "2019-01-01T10:00"}, "four weeks ahead"),
        ({"at": "9999-12-31T23:59"}, "four weeks ahead"),
        ({"by": "2019-01-01"}, "five weeks"),
        ({"carriage": "pigeon"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_answered_is_said_beside_the_question(
    client: Client, said: dict[str, str], told: str
) -> None:
    page = ask(client, **said)

    assert page.status_code == 200
    assert told in page.text
    assert "answer" not in page.context


def test_where_nothing_leads_the_reason_is_told(client: Client) -> None:
    close_office(office=AGENCY, first=MONDAY.date(), until=None, by=BOSS, at=MONDAY)

    text = ask(client, origin=AGENCY).text

    assert "Nothing can be promised between these two offices" in text


def test_the_same_place_is_an_answer_too(client: Client) -> None:
    answer = ask(client, origin=AGENCY, destination=AGENCY).context["answer"]

    assert answer.delivery_date is not None


def test_nothing_is_asked_before_a_network_is_loaded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rekkas.web.views.territory.countries", list)

    assert "No network has been loaded" in client.get("/promise/", headers={"accept-language": "en"}).text


def test_the_tracking_page_tells_what_is_now_expected_and_the_way_that_was_promised(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = timezone.now().astimezone(ZONE) + timedelta(days=1)
    later = day + timedelta(days=1)
    item = tracking(
        "in_transit", "On its way", step(3, "Left"), promise_date=day.date(), expected_date=later.date(),
        expectation=network.Expectation(later, later.date(), is_disturbed=True),
        way=(network.Reason("ride", day, "Leaves Fès at 22:10."),),
    )  # fmt: skip
    monkeypatch.setattr(views, "track", answering(item))

    text = client.get(f"/track/{item.number}/", headers={"accept-language": "en"}).text

    assert "Promised for" in text
    assert f'Now expected on <strong><time datetime="{later.date()}">' in text
    assert "A run on its way is late or does not run" in text
    assert "<details" in text
    assert "Leaves Fès at 22:10." in text
